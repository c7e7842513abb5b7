"""Changes of a raw YAML text by position, made all at once; comments and layout are kept.

Owns line ends, blanks and indents. Knows nothing of data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from nkquiz.edit.places import is_block_scalar, is_flow

_LINE_END = re.compile(r"\r\n|\n|\r")
_REST_OF_LINE = re.compile(r"[^\r\n]*")
#: The ends of lines that another line with some text follows.
_INNER_LINE_END = re.compile(r"(?:\r\n|\n|\r)(?=[^\r\n])")


@dataclass(slots=True)
class TextChanges:
    """A text, and what is to stand in the place of some stretches of it (half-open)."""

    text: str
    _changes: list[tuple[int, int, str]] = field(default_factory=list)

    def change(self, start: int, end: int, new: str) -> None:
        """Put a new text in the place of a stretch."""
        self._changes.append((start, end, new))

    def insert(self, at: int, new: str) -> None:
        """Put a new text at a place."""
        self.change(at, at, new)

    def insert_after(self, node: yaml.Node, lines: list[str]) -> None:
        """Add lines after the line in which a node ends, comments included."""
        end = _REST_OF_LINE.match(self.text, self.end_of(node))
        assert end is not None  # the pattern matches the empty text
        at = end.end()
        line_end = self.line_end_near(at)
        self.insert(at, line_end + line_end.join(lines))

    def indent(self, node: yaml.Node, indent: int, by: int) -> None:
        """Move the further lines of a scalar to the right, where they stand too far left."""
        start, end = node.start_mark.index, node.end_mark.index
        found = _INNER_LINE_END.finditer(self.text, start, end)
        lines = [match.end() for match in found if match.end() < end]
        texts = [self.text[at:end] for at in lines]
        left = min((len(t) - len(t.lstrip(" ")) for t in texts if t.strip()), default=indent + 1)
        if is_block_scalar(node) or left <= indent:
            for at in lines:
                self.insert(at, " " * by)

    def blanks_before(self, position: int) -> int:
        """How many blanks stand before a place of a line: those after a dash or a colon."""
        start = position
        while start and self.text[start - 1] in " \t":
            start -= 1
        return position - start

    def line_end_near(self, position: int) -> str:
        """The line end that the file uses around a place."""
        found = _LINE_END.search(self.text, position) or _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def end_of(self, node: yaml.Node) -> int:
        """Where a node's last line ends, without the comment or the empty lines after it."""
        while not isinstance(node, yaml.ScalarNode) and not is_flow(node) and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        end = node.end_mark.index
        if is_block_scalar(node):
            raw = self.text[node.start_mark.index : end]
            end -= len(raw) - len(raw.rstrip())
        return int(end)

    def applied(self) -> str:
        """The text with all changes made."""
        pieces: list[str] = []
        done = 0
        for start, end, new in sorted(self._changes, key=lambda change: change[:2]):
            pieces += (self.text[done:start], new)
            done = end
        return "".join((*pieces, self.text[done:]))
