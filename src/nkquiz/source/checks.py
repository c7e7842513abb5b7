"""What is valid YAML and still not what the writer meant.

Finds it in the raw text beside the nodes: a missing value, a number cut at its comma, a sentence
cut at a `#`, an escape for what cannot be seen, a quote that swallowed the lines after it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from nkquiz.model import Level
from nkquiz.source.builder import Tree
from nkquiz.source.finding import Finding, quote
from nkquiz.source.nodes import Mapping, Node, Scalar, SourceText, Style
from nkquiz.source.places import position_of
from nkquiz.source.reader import UNSEEN, unseen


def surprises(tree: Tree) -> Iterator[Finding]:
    """All findings of this module but the swallowing quote, in no particular order."""
    text = tree.source
    for mapping in tree.hollow:
        yield from _missing_values(text, mapping)
    yield from _escapes(text, tree.quoted)
    commas = [match.start() for match in _THOUSANDS.finditer(text.text)]
    comments = list(_comments(text.text))
    if commas or comments:
        values = ValueScalars(text, tree.root)
        yield from _cut_numbers(values, commas)
        yield from _cut_sentences(text, values, comments)


# --- a key without a value: `{ask: When, where}` ---------------------------------------------


def _missing_values(text: SourceText, mapping: Mapping) -> Iterator[Finding]:
    """Keys of `{ }` with no colon after them. They are taken out: nobody meant a key."""
    kept: list[tuple[Scalar, Node]] = []
    pieces: list[Scalar] = []
    for key, value in mapping.items():
        if isinstance(value, Scalar) and not value.value and not _has_colon(text, key):
            pieces.append(key)
            continue
        if pieces:
            yield _missing_value(text, kept, pieces)
            pieces = []
        kept.append((key, value))
    if pieces:
        yield _missing_value(text, kept, pieces)
    mapping.keep([key.value for key, _ in kept])


def _has_colon(text: SourceText, key: Scalar) -> bool:
    """True where the empty value was written out: `{a: }`."""
    end = _end(text, key) + (not key.plain)
    return re.compile(r"[ \t\r\n]*:").match(text.text, end) is not None


def _missing_value(
    text: SourceText, before: list[tuple[Scalar, Node]], pieces: list[Scalar]
) -> Finding:
    """The finding for one or more keys without values, and the pair that they follow."""
    name = ", ".join(quote(piece.value) for piece in pieces[:3])
    verb = "has" if len(pieces) == 1 else "have"
    if before and isinstance(value := before[-1][1], Scalar) and value.plain and value.value:
        whole = text.text[text.position(value.line, value.column) : _end(text, pieces[-1])]
        fix = f"a comma ends a value inside {{ }}, so put {quote(whole)} in quotes"
    else:
        fix = "write `key: value`, or put the whole in quotes if it is text"
    key = pieces[0]
    return Finding(key.line, key.column, "missing-value", f"{name} {verb} no value: {fix}")


# --- values in the order of the file ----------------------------------------------------------


class ValueScalars:
    """Every scalar that is a value or a list item, with its offset into the text."""

    def __init__(self, text: SourceText, root: Node | None) -> None:
        self.scalars = list(_walk(root))
        self.positions = [text.position(it.line, it.column) for it in self.scalars]

    def before(self, position: int) -> int:
        """The number of the last scalar that begins before an offset; -1 where none does."""
        return bisect_right(self.positions, position - 1) - 1

    def touch(self, number: int, comma: int) -> bool:
        """True where nothing but the comma at an offset stands between a scalar and the next."""
        if not 0 <= number < len(self.scalars) - 1:
            return False
        left, right = self.scalars[number], self.scalars[number + 1]
        end = self.positions[number] + len(left.value)
        return (
            left.plain and right.plain and end == comma and self.positions[number + 1] == comma + 1
        )


def _walk(root: Node | None) -> Iterator[Scalar]:
    """The value scalars in the order of the file, without recursion."""
    stack: list[Iterator[Node]] = [iter([root] if root is not None else [])]
    while stack:
        for node in stack[-1]:
            if isinstance(node, Scalar):
                yield node
            else:
                stack.append(node.values() if isinstance(node, Mapping) else iter(node.items))
                break
        else:
            stack.pop()


def _end(text: SourceText, scalar: Scalar) -> int:
    """The offset just after a scalar's last code point."""
    return position_of(text, scalar, len(scalar.value))


# --- a number cut at its comma: `[2,700]` -----------------------------------------------------

_THOUSANDS = re.compile(r",[0-9]{3}(?![0-9])")
_HEAD = re.compile(r"(?:.*\s)?[+-]?[0-9]+", re.DOTALL)
_TAIL = re.compile(r"[0-9]{3}(?:\.[0-9]+)?(?:\s.*)?", re.DOTALL)


def _cut_numbers(values: ValueScalars, commas: list[int]) -> Iterator[Finding]:
    """A comma between two list entries that reads as a comma inside a number."""
    after = 0  # the first scalar that no finding speaks of yet
    for comma in commas:
        number = values.before(comma)
        if number < after or not values.touch(number, comma):
            continue
        left = values.scalars[number]
        if not _HEAD.fullmatch(left.value):
            continue
        whole, after = _joined(values, number)
        if after > number + 1:
            message = (
                f"{quote(whole)} is read as {after - number} entries, because a comma ends an entry: "
                f"put {quote(whole)} in quotes, or put a space after the comma"
            )
            yield Finding(left.line, left.column, "cut-number", message)


def _joined(values: ValueScalars, number: int) -> tuple[str, int]:
    """The scalar with those after it that its number goes on in, and the first one beyond."""
    whole, after = [values.scalars[number].value], number + 1
    while after < len(values.scalars) and _TAIL.fullmatch(values.scalars[after].value):
        if not values.touch(after - 1, values.positions[after] - 1):
            break
        whole.append(values.scalars[after].value)
        after += 1
    return ",".join(whole), after


# --- a sentence cut at a `#` ------------------------------------------------------------------

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


def _comments(text: str) -> Iterator[int]:
    """Offsets of each `#` that may begin a comment after one blank."""
    for sign in (" #", "\t#"):
        found = text.find(sign)
        while found >= 0:
            if text[found - 1 : found] not in (" ", "\t", "\n", "\r", ""):
                yield found + 1  # two blanks would set a comment off on purpose
            found = text.find(sign, found + 1)


def _cut_sentences(
    text: SourceText, values: ValueScalars, comments: list[int]
) -> Iterator[Finding]:
    for comment in comments:
        if _cuts(text, values, comment):
            message = (
                "a # after a space begins a comment, so the text ends before it: "
                "put the sentence in quotes, or put two spaces before the # to keep the comment"
            )
            yield Finding(*text.place(comment), "cut-by-comment", message, Level.WARNING)


def _cuts(text: SourceText, values: ValueScalars, comment: int) -> bool:
    """True where the comment at an offset was probably meant as text."""
    number = values.before(comment)
    if number < 0:
        return False
    scalar = values.scalars[number]
    if not scalar.value:  # `- #1 in Europe is the Rhine`
        line, column = text.place(comment)
        return re.fullmatch(r" *(?:- +)+#\w+ .*", text.line(line)[: column + 80]) is not None
    return scalar.plain and _looks_cut(scalar.value) and _end(text, scalar) == comment - 1


def _looks_cut(value: str) -> bool:
    return len(value.split()) > 1 and not _SENTENCE_END.search(value)


# --- quotes -----------------------------------------------------------------------------------


def _escapes(text: SourceText, quoted: list[Scalar]) -> Iterator[Finding]:
    """Escapes for what cannot be seen. Each becomes U+FFFD in the value."""
    for scalar in quoted:
        if scalar.style is Style.DOUBLE_QUOTED and (match := UNSEEN.search(scalar.value)):
            where = text.place(position_of(text, scalar, match.start()))
            yield Finding(*where, "unseen-character", unseen(match[0]))
            scalar.value = UNSEEN.sub("\ufffd", scalar.value)


_ITEM_OR_KEY = re.compile(r"- |[\w-]+:(?: |$)")


def first_swallowing(tree: Tree) -> Finding | None:
    """The first quote that was not closed where it should: it goes on over items or keys."""
    text = tree.source
    for scalar in tree.quoted:
        if scalar.style is not Style.BLOCK and ("- " in scalar.value or ":" in scalar.value):
            start, end = text.position(scalar.line, scalar.column), _end(text, scalar)
            if swallows(text.text, start, end):
                return unclosed_quote(scalar.line, scalar.column, text.text[start])
    return None


def swallows(text: str, start: int, end: int) -> bool:
    """True where the quoted text from `start` to `end` runs over the beginning of an item or key.

    YAML wants its further lines indented deeper than what the text belongs to, though its
    parsers are lenient; a line that is not, and looks like an item or key, was meant as one.
    """
    lines = re.split(r"\r\n|\n|\r", text[start:end])
    if len(lines) == 1:
        return False
    opening = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    limit = parent_indent(opening)
    for line in lines[1:]:
        content = line.lstrip(" ")
        if len(line) - len(content) <= limit and _ITEM_OR_KEY.match(content):
            return True
    return False


def parent_indent(opening: str) -> int:
    """The column, from 0, of the key or dash that a text on this line belongs to."""
    dashes = re.match(r" *(?:- +)*", opening)
    column = dashes.end() if dashes else 0
    if column < len(opening):
        return column
    return max(opening.rfind("-"), 0)


def unclosed_quote(line: int, column: int, mark: str) -> Finding:
    """The finding for a quote that opens at a place."""
    fix = (
        "add the closing quote, or put a text that begins with an apostrophe in double quotes"
        if mark == "'"
        else "add the closing quote, or remove this one"
    )
    message = f"the quote that opens here is never closed: {fix}"
    return Finding(line, column, "unclosed-quote", message)
