"""What a YAML file holds, each piece with its place.

Owns scalars, sequences and mappings. Every scalar is text, as it was written; what the text
means is the loader's to say. Lines and columns count from 1, columns in code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum
from itertools import accumulate
from typing import TypeAlias

_LINE_END = re.compile(r"\r\n|\n|\r")


class Style(Enum):
    """How a scalar is written."""

    PLAIN = 0
    SINGLE_QUOTED = 1
    DOUBLE_QUOTED = 2
    BLOCK = 3  # literal `|` or folded `>`


#: The style of a scalar by its first character; any other is plain.
STYLES = {
    "'": Style.SINGLE_QUOTED,
    '"': Style.DOUBLE_QUOTED,
    "|": Style.BLOCK,
    ">": Style.BLOCK,
}


class Scalar:
    """A piece of text. `value` is what it says; `line` and `column` are where it begins."""

    __slots__ = ("column", "line", "style", "value")

    def __init__(self, value: str, line: int, column: int, style: Style = Style.PLAIN) -> None:
        self.value = value
        self.line = line
        self.column = column
        self.style = style

    @property
    def plain(self) -> bool:
        """True where it stands without quotes and is no block."""
        return self.style is Style.PLAIN

    def __repr__(self) -> str:
        return f"Scalar({self.value!r}, {self.line}, {self.column})"


class Sequence:
    """A list: `items` are its nodes. `flow` is true for `[a, b]`."""

    __slots__ = ("column", "flow", "items", "line")

    def __init__(self, line: int, column: int, flow: bool) -> None:  # noqa: FBT001
        self.items: list[Node] = []
        self.line = line
        self.column = column
        self.flow = flow

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"Sequence({self.items!r})"


class SourceText:
    """The text that nodes were read from, to say where a key stands when somebody asks."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Where each line begins, in code points."""
        if self._starts is None:
            if "\r" in self.text:
                self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
            else:
                lengths = map(len, self.text.split("\n"))
                self._starts = list(accumulate(map((1).__add__, lengths), initial=0))[:-1]
        return self._starts

    def place(self, position: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset."""
        line = bisect_right(self.starts, position)
        return line, position - self.starts[line - 1] + 1

    def position(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1; the end where there is no such place."""
        starts = self.starts
        return min(starts[min(line, len(starts)) - 1] + column - 1, len(self.text))

    def line(self, number: int) -> str:
        """A line (from 1) without its end; empty where there is no such line."""
        starts = self.starts
        if not 0 < number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def key(self, name: str, position: int) -> Scalar:
        """The key that begins at an offset."""
        style = STYLES.get(self.text[position : position + 1], Style.PLAIN)
        return Scalar(name, *self.place(position), style)


class Mapping:
    """Keys and their values, in the order of the file. `flow` is true for `{a: b}`.

    A file has as many keys as values, and few of them are ever asked for: a key is kept as its
    offset into the text alone, and becomes a scalar on demand.
    """

    __slots__ = ("column", "flow", "line", "nodes", "positions", "source")

    def __init__(self, line: int, column: int, flow: bool, source: SourceText) -> None:  # noqa: FBT001
        self.nodes: dict[str, Node] = {}
        self.positions: list[int] = []  # of the keys, in the same order
        self.source = source
        self.line = line
        self.column = column
        self.flow = flow

    def keep(self, names: list[str]) -> None:
        """Take out every other key."""
        pairs = zip(self.nodes, self.positions, strict=True)
        kept = set(names)
        self.positions = [position for name, position in pairs if name in kept]
        self.nodes = {name: node for name, node in self.nodes.items() if name in kept}

    def get(self, name: str) -> Node | None:
        """The value under a key, or None where there is no such key."""
        return self.nodes.get(name)

    def key(self, name: str) -> Scalar:
        """The key itself, for its place. Raises KeyError where there is no such key."""
        for known, position in zip(self.nodes, self.positions, strict=True):
            if known == name:
                return self.source.key(name, position)
        raise KeyError(name)

    def items(self) -> Iterator[tuple[Scalar, Node]]:
        """Each key, as a scalar with its place, and its value."""
        for (name, node), position in zip(self.nodes.items(), self.positions, strict=True):
            yield self.source.key(name, position), node

    def values(self) -> Iterator[Node]:
        """The values alone."""
        return iter(self.nodes.values())

    def __iter__(self) -> Iterator[str]:
        return iter(self.nodes)

    def __contains__(self, name: object) -> bool:
        return name in self.nodes

    def __len__(self) -> int:
        return len(self.nodes)

    def __repr__(self) -> str:
        return f"Mapping({self.nodes!r})"


Node: TypeAlias = Scalar | Sequence | Mapping
