"""An edit of one file, made twice: in the raw text and in the data that the text says.

Owns how an entry changes; it stands only if the new text reads as the new data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import yaml

from nkquiz.edit.places import (
    PlacedNode,
    data_of,
    entries_of,
    is_empty,
    is_flow,
    terms_of,
    value_of,
)
from nkquiz.edit.text_changes import TextChanges
from nkquiz.edit.yaml_text import Data, block_lines, flow, pairs, scalar
from nkquiz.model import Location, Problem
from nkquiz.source import SourceFile, parse


class Edited(NamedTuple):
    """A text with what was written into it: at so many places, or nowhere where it was refused."""

    text: str
    written: int
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class FileEdit:
    """A text with the changes to be made in it, and its data with the same changes made."""

    file: SourceFile
    mark: str  # the byte order mark, if there is one
    data: Data
    root: yaml.Node | None
    warnings: Counter[str]
    changes: TextChanges
    written: int = 0
    first: Location | None = None

    @classmethod
    def of(cls, text: str, path: str) -> FileEdit | Edited:
        """The edit of a text; a text with errors stays as it is."""
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        file, problems = parse(text, path)
        if any(problem.is_error for problem in problems):
            return Edited(text, 0, tuple(problems))
        root = yaml.compose(file.text, Loader=yaml.CSafeLoader)
        return cls(
            file,
            mark,
            data_of(file.root),
            root,
            Counter(p.code for p in problems),
            TextChanges(file.text),
        )

    @property
    def text(self) -> str:
        return self.file.text

    # -- finding

    def entries(self, *keys: str) -> Iterator[PlacedNode]:
        """The entries under these keys of the file."""
        if not isinstance(self.root, yaml.MappingNode):
            return
        for key, value in self.root.value:
            if key.value in keys:
                entry = PlacedNode(value, (key.value,), self.root, key)
                yield from terms_of(entry) if key.value == "terms" else entries_of(entry)

    def find(self, place: Location, key: str) -> PlacedNode | None:
        """The entry under a key that begins at a place."""
        return next((entry for entry in self.entries(key) if self.location(entry) == place), None)

    def location(self, entry: PlacedNode) -> Location:
        """Where an entry begins, as messages name it."""
        start = entry.node.start_mark
        return Location(self.file.path, start.line + 1, start.column + 1)

    # -- changing

    def wrap(
        self, entry: PlacedNode, before: Mapping[str, Data], key: str, after: Mapping[str, Data]
    ) -> None:
        """A scalar becomes a mapping: itself under `key`, with other keys before and after it."""
        self._put(entry, {**before, key: entry.node.value, **after})
        start, end = entry.node.start_mark.index, entry.node.end_mark.index
        head = "".join(f"{scalar(k)}: {flow(v)}, " for k, v in before.items())
        if is_flow(entry.parent):
            tail = ", " + pairs(after) if after else ""
            self.changes.insert(start, f"{{{head}{scalar(key)}: ")
            self.changes.insert(end, f"{tail}}}")
            return
        blanks = self.changes.blanks_before(start)
        if entry.key is not None and entry.key.start_mark.line == entry.node.start_mark.line:
            indent = entry.parent.start_mark.column + 2
            lead = self.changes.line_end_near(start) + " " * indent
        else:
            indent = entry.node.start_mark.column
            lead = " " * blanks
        lines = [*block_lines(before, indent), f"{' ' * indent}{scalar(key)}:"]
        written = self.changes.line_end_near(start).join(lines)[indent:]
        space = "" if is_empty(entry.node) else " "
        self.changes.change(start - blanks, start, f"{lead}{written}{space}")
        self.changes.indent(entry.node, indent, indent - entry.parent.start_mark.column)
        if after:
            self.changes.insert_after(entry.node, list(block_lines(after, indent)))

    def prepend(self, entry: PlacedNode, key: str, value: str) -> None:
        """Put a key first in a mapping."""
        self._put(entry, {key: value, **self._get(entry)})
        start = entry.node.start_mark
        at, pair = start.index, f"{scalar(key)}: {scalar(value)}"
        if not is_flow(entry.node):
            self.changes.insert(at, f"{pair}{self.changes.line_end_near(at)}{' ' * start.column}")
        elif self.text[at] == "{":
            blanks = re.compile(r"[ \t]*(?=[^\s#])").match(self.text, at + 1)
            at = blanks.end() if blanks else at + 1
            self.changes.insert(at, f"{pair}, " if blanks else f"{pair},")
        else:  # `[fact: ...]`, a mapping without braces
            end = entry.node.value[-1][1].end_mark.index
            self.changes.insert(at, f"{{{pair}, ")
            self.changes.insert(end, "}")

    def put(self, entry: PlacedNode, keys: Sequence[str], text: str) -> None:
        """Add a text to the list that stands under `keys` of a mapping, made where it is absent."""
        key, *rest = keys
        known = value_of(entry.node, key)
        value: Data = [text]
        for name in reversed(rest):
            value = {name: value}
        if known is None:
            self._append(entry, key, value)
        elif is_empty(known):
            self.replace(entry.under(key, known), value)
        elif isinstance(known, yaml.MappingNode) and rest:
            self.put(entry.under(key, known), rest, text)
        elif not rest:
            self._extend(entry.under(key, known), text)

    def replace(self, entry: PlacedNode, value: Data) -> None:
        """Write something else in the place of a value."""
        self._put(entry, value)
        start, end = entry.node.start_mark.index, self.changes.end_of(entry.node)
        space = " " if is_empty(entry.node) else ""
        self.changes.change(start, end, space + flow(value))

    def _append(self, entry: PlacedNode, key: str, value: Data) -> None:
        """Put a key last in a mapping."""
        self._put(entry, {**self._get(entry), key: value})
        node, pair = entry.node, {key: value}
        start = node.start_mark
        if not is_flow(node):
            self.changes.insert_after(node, list(block_lines(pair, start.column)))
            return
        if not node.value:
            self.changes.insert(start.index + 1, pairs(pair))
            return
        bare = self.text[start.index] != "{"
        end = node.value[-1][1].end_mark.index
        if bare:
            self.changes.insert(start.index, "{")
        self.changes.insert(end, f", {pairs(pair)}{'}' if bare else ''}")

    def _extend(self, entry: PlacedNode, text: str) -> None:
        """Put a text last in a list, or make a list of a text and it."""
        node = entry.node
        known = self._get(entry)
        if isinstance(known, dict):
            return
        texts = known if isinstance(known, list) else [known]
        if text in texts:
            return
        if isinstance(node, yaml.ScalarNode):
            self.replace(entry, [*texts, text])
            return
        self._put(entry, [*texts, text])
        if not is_flow(node):
            self.changes.insert_after(node, [f"{' ' * node.start_mark.column}- {scalar(text)}"])
        elif node.value:
            end = node.value[-1].end_mark.index
            self.changes.insert(end, f", {scalar(text)}")
        else:
            self.changes.insert(node.start_mark.index + 1, scalar(text))

    # -- the data

    def _get(self, entry: PlacedNode) -> Data:
        data = self.data
        for step in entry.path:
            data = data[step]
        return data

    def _put(self, entry: PlacedNode, value: Data) -> None:
        *steps, last = entry.path
        data = self.data
        for step in steps:
            data = data[step]
        data[last] = value
        self.written += 1
        self.first = self.first or self.location(entry)

    # -- the result

    def finish(self) -> Edited:
        """The new text, if it says what it should; else the old one and why."""
        if not self.written:
            return Edited(self.mark + self.text, 0)
        text = self.changes.applied()
        file, problems = parse(text, self.file.path)
        if data_of(file.root) == self.data and Counter(p.code for p in problems) <= self.warnings:
            return Edited(self.mark + text, self.written)
        assert self.first is not None  # where something changed, a place was noted
        message = (
            "nothing was written, because an entry at or after this place can't be edited safely"
        )
        return self.refuse(self.first, f"{message}: write it as `- fact: ...` on lines of its own")

    def refuse(self, at: Location, message: str) -> Edited:
        """The old text, and why nothing was written."""
        problem = self.file.problem(at, "not-edited", message)
        return Edited(self.mark + self.text, 0, (problem,))
