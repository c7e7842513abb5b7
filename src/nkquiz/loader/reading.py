"""Typed reading of one file's nodes: a value of the wrong shape is a problem, never a guess.

Owns how a node becomes text, a list, a flag or a date; knows no key of the fact file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from nkquiz.loader.keys import Key, Shape, Table
from nkquiz.model import Level, Location, Problem
from nkquiz.source import Mapping, Node, Scalar, Sequence, SourceFile
from nkquiz.values import ValueSort, not_taken, parse_date, parse_tolerance, write_list

_LONGEST = 200  # code points: a longer text is no slip of the pen
_NEAR = 60  # per cent of the letters of both words that are alike, at least
_FIX = "put it in quotes if it is text"
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off", ""})


@lru_cache(4096)
def is_date(text: str) -> bool:
    """Whether the text is a date; files repeat the same few dates."""
    return parse_date(text) is not None


def suggest(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest known word, or nothing."""
    if len(word) >= _LONGEST:
        return ""
    from rapidfuzz import fuzz, process  # not needed to read a file that is right

    near = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return f'; did you mean "{near[0]}"?' if near else ""


def not_a_date(key: str, text: str) -> str:
    """What to say of a text that should be a date."""
    form = "use a year, a month or a day, such as 2024, 2024-07 or 14 July 2024"
    return f'`{key}` is not a date: "{text}"; {form}'


def truth(text: str) -> bool | None:
    """What a flag says: true or false, or none where it is no flag."""
    word = text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def count(number: int, what: str) -> str:
    """`1 cell`, `2 cells`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _is_empty(node: Node) -> bool:
    """Whether nothing was written as the value: `key:` alone."""
    return isinstance(node, Scalar) and node.plain and not node.value


def is_empty_text(node: Node) -> bool:
    """Whether an empty text was written in quotes: `key: ""`."""
    return isinstance(node, Scalar) and not node.plain and not node.value.strip()


def listing(words: Iterable[str]) -> str:
    """`a, b and c`."""
    return write_list(words, "en")


class Reader:
    """Reads the nodes of one file and collects its problems."""

    def __init__(self, source: SourceFile, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems

    # -- problems ---------------------------------------------------------------------------

    def error(self, at: Node | Location, code: str, message: str) -> None:
        self.problems.append(self.source.problem(at, code, message))

    def warn(self, at: Node | Location, code: str, message: str) -> None:
        self.problems.append(self.source.problem(at, code, message, Level.WARNING))

    def location(self, node: Node) -> Location:
        return self.source.location(node)

    # -- shapes -----------------------------------------------------------------------------

    def mapping(self, node: Node, what: str, table: Table | None = None) -> Mapping | None:
        """The node as a mapping with keys from `table`; none if it is no mapping.

        An empty value reads as an absent one.
        """
        if isinstance(node, Mapping):
            if table is not None:
                self.check_keys(node, table, what)
            return node
        if not _is_empty(node):
            self.error(node, "wrong-shape", f"{what} must be a mapping: lines of `key: value`")
        return None

    def check_keys(self, node: Mapping, table: Table, what: str) -> None:
        for name in node:  # a plain loop, as this is done for every fact
            if name not in table:
                self._report_keys(node, table, what)
                return

    def _report_keys(self, node: Mapping, table: Table, what: str) -> None:
        for key, _ in node.items():  # noqa: PERF102 - no dict
            if key.value not in table:
                fix = suggest(key.value, table) or f"; the keys are {listing(table)}"
                self.error(key, "unknown-key", f'{what} can\'t have the key "{key.value}"{fix}')

    def items(self, node: Node) -> Iterator[Node]:
        """The entries of a list. A scalar or mapping stands for a list of one."""
        if isinstance(node, Sequence):
            yield from node.items
        elif isinstance(node, Mapping) or node.value or not node.plain:
            yield node

    def text(self, node: Node | None, what: str) -> str:
        """A scalar's text, white space folded at its ends; empty where there is none."""
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.value.strip()
        shape = "a list" if isinstance(node, Sequence) else "a mapping"
        self.error(node, "wrong-shape", f"{what} must be text, not {shape}: {_FIX}")
        return ""

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts, or one text; empty entries are a problem."""
        if node is None:
            return ()
        if isinstance(node, Scalar):
            value = node.value.strip()
            return (value,) if value else ()
        out = []
        for entry in self.items(node):
            text = self.text(entry, f"each entry of {what}")
            if text:
                out.append(text)
            elif isinstance(entry, Scalar):
                message = f"an entry of {what} is empty: fill it in, or remove it"
                self.error(entry, "empty-entry", message)
        return tuple(out)

    def flag(self, node: Node | None, what: str) -> bool | None:
        """True, false, or none where it is not said."""
        if node is None:
            return None
        flag = truth(node.value) if isinstance(node, Scalar) else None
        if flag is None:
            self.error(node, "not-a-flag", f"{what} must be true or false")
        return bool(flag)

    def count(self, node: Node | None, key: Key) -> int | None:
        """A whole number within the bounds of the key, or none where it is not said."""
        if node is None or _is_empty(node):
            return None
        text = node.value.strip() if isinstance(node, Scalar) else ""
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
        if key.least <= number <= key.most:
            return number
        bounds = f"from {key.least} to {key.most:,}"
        self.error(node, "not-a-count", f"`{key.name}` must be a whole number {bounds}")
        return None

    def date(self, node: Node | None, what: str) -> str:
        text = self.text(node, what)
        if node is not None and text and not is_date(text):
            self.error(node, "not-a-date", not_a_date(what.strip("`"), text))
            return ""
        return text

    def tolerance(self, node: Node | None, sort: ValueSort[Any] | None = None) -> str:
        """How far values may be off, of a sort if it is known."""
        text = self.text(node, "`tolerance`")
        if node is None or not text:
            return ""
        allowed = parse_tolerance(text)
        if allowed is None:
            form = "use a difference in the unit, such as 0.1, or 10 %"
            self.error(node, "not-a-tolerance", f'`tolerance` is not an amount: "{text}"; {form}')
            return ""
        if sort is not None and not sort.takes(allowed, None):
            self.error(node, "not-a-tolerance", not_taken(text, sort))
            return ""
        return text

    def choice(self, node: Node | None, key: Key) -> str:
        """One of the key's choices; empty where there is none."""
        if node is None or _is_empty(node):
            return ""
        text = self.text(node, f"`{key.name}`")
        if isinstance(node, Scalar) and text not in key.choices:
            self._not_a_choice(node, text, key)
            return ""
        return text

    def choices(self, node: Node | None, key: Key) -> tuple[str, ...]:
        """Several of the key's choices."""
        out = []
        for entry in self.items(node) if node is not None else ():
            text = self.choice(entry, key)
            if text:
                out.append(text)
        return tuple(out)

    def _not_a_choice(self, node: Node, text: str, key: Key) -> None:
        fix = suggest(text, key.choices) or f"; the choices are {listing(key.choices)}"
        self.error(node, "unknown-value", f'`{key.name}` can\'t be "{text}"{fix}')


__all__ = [
    "Key",
    "Reader",
    "Shape",
    "count",
    "is_date",
    "is_empty_text",
    "listing",
    "not_a_date",
    "suggest",
    "truth",
]
