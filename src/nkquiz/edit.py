"""Ids and accepted answers written back into a fact file, comments and layout kept.

Owns edits of a file's text. Each is made twice, in the raw text and in the data that the text
says; it stands only if the new text reads as the new data, and is refused otherwise. Knows where
facts and terms stand in a file, not what they mean: ids and answers are given to it.

Terms get no id: theirs is the name, which says itself and is lost by renaming alone.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from nkquiz import atomic
from nkquiz.model import Fact, Location, Mark, Problem, Term
from nkquiz.source import Mapping as MappingOf
from nkquiz.source import Node, Scalar, SourceFile, parse
from nkquiz.values import norm

#: What a file says: texts, lists of data, data by key.
Data = Any


class Edited(NamedTuple):
    """A text with what was written into it: at so many places, or nowhere where it was refused."""

    text: str
    written: int
    problems: tuple[Problem, ...] = ()


def write_ids(text: str, path: str, ids: Mapping[Location, str]) -> Edited:
    """Write ids into the facts and templates that begin at these places and have none.

    `text` is the whole file, with the line ends and the byte order mark that it has; `path` is
    only shown. A fact that is a plain sentence becomes a mapping of `id` and `fact`.
    """
    draft = _Draft.of(text, path)
    if isinstance(draft, Edited):
        return draft
    for spot in draft.spots("facts", "templates"):
        wanted = ids.get(draft.location(spot))
        if wanted is not None:
            _write_id(draft, spot, wanted)
    return draft.finish()


def _write_id(draft: _Draft, spot: _Spot, wanted: str) -> None:
    if isinstance(spot.node, yaml.ScalarNode):
        draft.wrap(spot, {"id": wanted}, "fact", {})
        return
    known = _child(spot.node, "id")
    if known is None:
        draft.prepend(spot, "id", wanted)
    elif not known.value.strip():
        draft.replace(spot.under("id", known), wanted)


def add_accept(text: str, fact: Fact, mark: Mark, answer: str) -> Edited:
    """Accept `answer` for a mark of a fact from now on: it goes under `marks` of the fact.

    Refused for a fact from a template, whose marks speak for all its terms.
    """
    draft = _Draft.of(text, fact.location.path)
    if isinstance(draft, Edited):
        return draft
    spot = draft.find(fact.location, "facts")
    if fact.template or spot is None:
        mend = "add the answer under `also` of the term" if fact.template else _CHANGED
        return draft.refuse(fact.location, f"no answer can be written into this sentence: {mend}")
    if isinstance(spot.node, yaml.ScalarNode):
        draft.wrap(spot, {}, "fact", {"marks": {mark.answer: {"accept": [answer]}}})
    else:
        draft.put(spot, ("marks", _mark_key(spot.node, mark), "accept"), answer)
    return draft.finish()


def _mark_key(entry: yaml.Node, mark: Mark) -> str:
    """The key by which `marks` of a fact already names a mark; else the mark's answer."""
    marks = _child(entry, "marks")
    keys = [key.value for key, _ in marks.value] if isinstance(marks, yaml.MappingNode) else []
    same = [key for key in keys if key == mark.answer or norm(key) == norm(mark.answer)]
    return same[-1] if same else mark.answer


def add_also(text: str, term: Term, name: str) -> Edited:
    """Give a term another name from now on.

    Refused where the term stands in a table, or in a sentence alone.
    """
    draft = _Draft.of(text, term.location.path)
    if isinstance(draft, Edited):
        return draft
    spot = draft.find(term.location, "terms")
    if spot is None:
        mend = f"list it under `terms` as `{{name: {scalar(term.name)}, also: [{scalar(name)}]}}`"
        return draft.refuse(term.location, f"no name can be written here: {mend}")
    if isinstance(spot.node, yaml.ScalarNode):
        draft.wrap(spot, {}, spot.name_key, {"also": [name]})
    else:
        draft.put(spot, ("also",), name)
    return draft.finish()


_CHANGED = "the file has changed since it was read; try again"


# -- writing YAML -----------------------------------------------------------------------------

_PLAIN = re.compile(r"(?!0b)(?=.*[a-df])[0-9a-f]{12}|[^\W\d_](?:[\w '’.-]*[\w.’'])?")
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "y", "n", "null"])


def scalar(text: str) -> str:
    """A text as YAML: plain where no reader of YAML could take it for anything else."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _flow(data: Data) -> str:
    if isinstance(data, dict):
        return "{" + _pairs(data) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_flow, data)) + "]"
    return scalar(data)


def _pairs(data: Mapping[str, Data]) -> str:
    return ", ".join(f"{scalar(key)}: {_flow(value)}" for key, value in data.items())


def _lines(data: Mapping[str, Data], indent: int) -> Iterator[str]:
    """Lines of `key: value`; a mapping stands in lines of its own, a list in brackets."""
    for key, value in data.items():
        head = f"{' ' * indent}{scalar(key)}:"
        if isinstance(value, dict):
            yield head
            yield from _lines(value, indent + 2)
        else:
            yield f"{head} {_flow(value)}"


# -- places -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spot:
    """A node with what it stands in: `path` leads to its data, `parent` is the list or mapping
    around it, `key` the key that it is the value of, if it is one.
    """

    node: yaml.Node
    path: tuple[str | int, ...]
    parent: yaml.Node
    key: yaml.Node | None = None
    name_key: str = "name"  # of a term: the key that its name stands under

    def under(self, key: str, node: yaml.Node) -> _Spot:
        """The value of a key of this mapping."""
        known = next(k for k, _ in self.node.value if k.value == key)
        return _Spot(node, (*self.path, key), self.node, known)


def _child(node: yaml.Node, key: str) -> yaml.Node | None:
    """The value of a key of a mapping."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for known, value in node.value if known.value == key), None)


def _listed(spot: _Spot, name_key: str = "name") -> Iterator[_Spot]:
    """The entries of a list; anything else stands for a list of one."""
    if not isinstance(spot.node, yaml.SequenceNode):
        yield _Spot(spot.node, spot.path, spot.parent, spot.key, name_key)
        return
    for index, node in enumerate(spot.node.value):
        yield _Spot(node, (*spot.path, index), spot.node, None, name_key)


def _terms(spot: _Spot) -> Iterator[_Spot]:
    """The terms of all vocabularies: the rows of one in its full form, else its entries."""
    for key, value in spot.node.value if isinstance(spot.node, yaml.MappingNode) else ():
        vocabulary = spot.under(key.value, value)
        rows = _child(value, "rows")
        if rows is None:
            yield from _listed(vocabulary)
        else:
            column = _child(value, "name")
            yield from _listed(vocabulary.under("rows", rows), column.value if column else "name")


def _data(node: Node | None) -> Data:
    if node is None or isinstance(node, Scalar):
        return node.value if node else None
    if isinstance(node, MappingOf):
        return {key: _data(node.get(key)) for key in node}
    return [_data(item) for item in node]


def _flows(node: yaml.Node) -> bool:
    """Whether a list or mapping is written in brackets."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _is_block_scalar(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _is_empty(node: yaml.Node) -> bool:
    """Whether nothing was written: `key:` alone."""
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index


# -- the two copies ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Draft:
    """A text with the changes to be made in it, and its data with the same changes made."""

    file: SourceFile
    mark: str  # the byte order mark, if there is one
    data: Data
    root: yaml.Node | None
    warnings: Counter[str]
    changes: list[tuple[int, int, str]] = field(default_factory=list)
    written: int = 0
    first: Location | None = None

    @classmethod
    def of(cls, text: str, path: str) -> _Draft | Edited:
        """A draft of a text; a text with errors stays as it is."""
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        file, problems = parse(text, path)
        if any(problem.is_error for problem in problems):
            return Edited(text, 0, tuple(problems))
        root = yaml.compose(file.text, Loader=yaml.CSafeLoader)
        return cls(file, mark, _data(file.root), root, Counter(p.code for p in problems))

    @property
    def text(self) -> str:
        return self.file.text

    # -- finding

    def spots(self, *keys: str) -> Iterator[_Spot]:
        """The entries under these keys of the file."""
        if not isinstance(self.root, yaml.MappingNode):
            return
        for key, value in self.root.value:
            if key.value in keys:
                spot = _Spot(value, (key.value,), self.root, key)
                yield from _terms(spot) if key.value == "terms" else _listed(spot)

    def find(self, place: Location, key: str) -> _Spot | None:
        return next((spot for spot in self.spots(key) if self.location(spot) == place), None)

    def location(self, spot: _Spot) -> Location:
        start = spot.node.start_mark
        return Location(self.file.path, start.line + 1, start.column + 1)

    # -- changing

    def wrap(
        self, spot: _Spot, before: Mapping[str, Data], key: str, after: Mapping[str, Data]
    ) -> None:
        """A scalar becomes a mapping: itself under `key`, with other keys before and after it."""
        self._put(spot, {**before, key: spot.node.value, **after})
        start, end = spot.node.start_mark.index, spot.node.end_mark.index
        head = "".join(f"{scalar(k)}: {_flow(v)}, " for k, v in before.items())
        if _flows(spot.parent):
            tail = ", " + _pairs(after) if after else ""
            self._change(start, start, f"{{{head}{scalar(key)}: ")
            self._change(end, end, f"{tail}}}")
            return
        blanks = self._blanks_before(start)
        if spot.key is not None and spot.key.start_mark.line == spot.node.start_mark.line:
            indent = spot.parent.start_mark.column + 2
            lead = self._line_end_near(start) + " " * indent
        else:
            indent = spot.node.start_mark.column
            lead = " " * blanks
        lines = [*_lines(before, indent), f"{' ' * indent}{scalar(key)}:"]
        written = self._line_end_near(start).join(lines)[indent:]
        space = "" if _is_empty(spot.node) else " "
        self._change(start - blanks, start, f"{lead}{written}{space}")
        self._indent(spot.node, indent, indent - spot.parent.start_mark.column)
        if after:
            self._insert_after(spot.node, list(_lines(after, indent)))

    def prepend(self, spot: _Spot, key: str, value: str) -> None:
        """Put a key first in a mapping."""
        self._put(spot, {key: value, **self._get(spot)})
        start = spot.node.start_mark
        at, pair = start.index, f"{scalar(key)}: {scalar(value)}"
        if not _flows(spot.node):
            self._change(at, at, f"{pair}{self._line_end_near(at)}{' ' * start.column}")
        elif self.text[at] == "{":
            blanks = re.compile(r"[ \t]*(?=[^\s#])").match(self.text, at + 1)
            at = blanks.end() if blanks else at + 1
            self._change(at, at, f"{pair}, " if blanks else f"{pair},")
        else:  # `[fact: ...]`, a mapping without braces
            end = spot.node.value[-1][1].end_mark.index
            self._change(at, at, f"{{{pair}, ")
            self._change(end, end, "}")

    def put(self, spot: _Spot, keys: Sequence[str], text: str) -> None:
        """Add a text to the list that stands under `keys` of a mapping, made where it is absent."""
        key, *rest = keys
        child = _child(spot.node, key)
        value: Data = [text]
        for name in reversed(rest):
            value = {name: value}
        if child is None:
            self._append(spot, key, value)
        elif _is_empty(child):
            self.replace(spot.under(key, child), value)
        elif isinstance(child, yaml.MappingNode) and rest:
            self.put(spot.under(key, child), rest, text)
        elif not rest:
            self._extend(spot.under(key, child), text)

    def replace(self, spot: _Spot, value: Data) -> None:
        """Write something else in the place of a value."""
        self._put(spot, value)
        start, end = spot.node.start_mark.index, self._end(spot.node)
        space = " " if _is_empty(spot.node) else ""
        self._change(start, end, space + _flow(value))

    def _append(self, spot: _Spot, key: str, value: Data) -> None:
        """Put a key last in a mapping."""
        self._put(spot, {**self._get(spot), key: value})
        node, pair = spot.node, {key: value}
        start = node.start_mark
        if not _flows(node):
            self._insert_after(node, list(_lines(pair, start.column)))
            return
        if not node.value:
            self._change(start.index + 1, start.index + 1, _pairs(pair))
            return
        bare = self.text[start.index] != "{"
        end = node.value[-1][1].end_mark.index
        if bare:
            self._change(start.index, start.index, "{")
        self._change(end, end, f", {_pairs(pair)}{'}' if bare else ''}")

    def _extend(self, spot: _Spot, text: str) -> None:
        """Put a text last in a list, or make a list of a text and it."""
        node = spot.node
        known = self._get(spot)
        if isinstance(known, dict):
            return
        texts = known if isinstance(known, list) else [known]
        if text in texts:
            return
        if isinstance(node, yaml.ScalarNode):
            self.replace(spot, [*texts, text])
            return
        self._put(spot, [*texts, text])
        if not _flows(node):
            self._insert_after(node, [f"{' ' * node.start_mark.column}- {scalar(text)}"])
        elif node.value:
            end = node.value[-1].end_mark.index
            self._change(end, end, f", {scalar(text)}")
        else:
            self._change(node.start_mark.index + 1, node.start_mark.index + 1, scalar(text))

    # -- the data

    def _get(self, spot: _Spot) -> Data:
        data = self.data
        for step in spot.path:
            data = data[step]
        return data

    def _put(self, spot: _Spot, value: Data) -> None:
        *steps, last = spot.path
        data = self.data
        for step in steps:
            data = data[step]
        data[last] = value
        self.written += 1
        self.first = self.first or self.location(spot)

    # -- the raw text

    def _change(self, start: int, end: int, new: str) -> None:
        self.changes.append((start, end, new))

    def _blanks_before(self, position: int) -> int:
        """How many blanks stand before a place of a line: those after a dash or a colon."""
        start = position
        while start and self.text[start - 1] in " \t":
            start -= 1
        return position - start

    def _line_end_near(self, position: int) -> str:
        """The line end that the file uses around a place."""
        pattern = re.compile(r"\r\n|\n|\r")
        found = pattern.search(self.text, position) or pattern.search(self.text)
        return found[0] if found else "\n"

    def _end(self, node: yaml.Node) -> int:
        """Where a node's last line ends, without the comment or the empty lines after it."""
        while not isinstance(node, yaml.ScalarNode) and not _flows(node) and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        end = node.end_mark.index
        if _is_block_scalar(node):
            raw = self.text[node.start_mark.index : end]
            end -= len(raw) - len(raw.rstrip())
        return int(end)

    def _insert_after(self, node: yaml.Node, lines: list[str]) -> None:
        """Add lines after the line in which a node ends, comments included."""
        end = re.compile(r"[^\r\n]*").match(self.text, self._end(node))
        assert end is not None  # the pattern matches the empty text
        at = end.end()
        new = self._line_end_near(at)
        self._change(at, at, new + new.join(lines))

    def _indent(self, node: yaml.Node, indent: int, by: int) -> None:
        """Move the further lines of a scalar to the right, where they stand too far left."""
        start, end = node.start_mark.index, node.end_mark.index
        lines = [
            match.end()
            for match in re.compile(r"(?:\r\n|\n|\r)(?=[^\r\n])").finditer(self.text, start, end)
            if match.end() < end
        ]
        texts = [self.text[at:end] for at in lines]
        left = min((len(t) - len(t.lstrip(" ")) for t in texts if t.strip()), default=indent + 1)
        if _is_block_scalar(node) or left <= indent:
            for at in lines:
                self._change(at, at, " " * by)

    # -- the end

    def finish(self) -> Edited:
        """The new text, if it says what it should; else the old one and why."""
        if not self.written:
            return Edited(self.mark + self.text, 0)
        pieces: list[str] = []
        done = 0
        for start, end, new in sorted(self.changes, key=lambda change: change[:2]):
            pieces += (self.text[done:start], new)
            done = end
        text = "".join((*pieces, self.text[done:]))
        file, problems = parse(text, self.file.path)
        if _data(file.root) == self.data and Counter(p.code for p in problems) <= self.warnings:
            return Edited(self.mark + text, self.written)
        assert self.first is not None  # where something changed, a place was noted
        message = "nothing was written, since an entry from here on can't be edited safely"
        return self.refuse(self.first, f"{message}: write it as `- fact: ...` on lines of its own")

    def refuse(self, at: Location, message: str) -> Edited:
        problem = self.file.problem(at, "not-edited", message)
        return Edited(self.mark + self.text, 0, (problem,))


# -- files ------------------------------------------------------------------------------------


def save(path: Path, text: str) -> None:
    """Put a text in the place of a file at once, or not at all; its permissions are kept.

    A link is followed, and stays one. Raises OSError, which names `path`.
    """
    try:
        if not os.access(path, os.W_OK):
            raise PermissionError(13, "Permission denied")
        atomic.replace(path, text.encode())
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error


__all__ = ["Edited", "add_accept", "add_also", "save", "scalar", "write_ids"]
