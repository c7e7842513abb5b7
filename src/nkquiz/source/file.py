"""One file that was read: its text, its nodes, and where things stand in it.

Owns places and problems in a file. Knows YAML only so far as to find a piece of a scalar in
the raw text.
"""

from __future__ import annotations

from collections.abc import Iterable

from nkquiz.model import Level, Location, Problem
from nkquiz.source.nodes import Node, Scalar, SourceText, Style
from nkquiz.source.places import position_of


class SourceFile:
    """A file's path as shown to the reader, its text, and its root node (None where empty)."""

    def __init__(self, path: str, text: str, root: Node | None = None) -> None:
        self.path = path
        self.root = root
        self._text = SourceText(text)
        self._excerpt: tuple[int, str] = (0, "")

    @property
    def text(self) -> str:
        """The file as it was read, without a byte order mark."""
        return self._text.text

    def excerpt(self, line: int) -> str:
        """The text of a line (from 1) without its end; empty where there is no such line."""
        known, text = self._excerpt
        if known != line:  # one line may have a thousand problems, and be 10 MB long
            text = self._text.line(line)
            self._excerpt = (line, text)
        return text

    def location(self, node: Node) -> Location:
        """Where a node begins."""
        return Location(self.path, node.line, node.column)

    def locate(self, scalar: Scalar, offset: int) -> Location:
        """Where the code point `offset` of a scalar's value stands in the file.

        Exact for every style; a space or line end that YAML folded is placed where the line
        ends. An offset equal to the length is the place just after the last code point.
        """
        return self.places(scalar, (offset,))[0]

    def places(self, scalar: Scalar, offsets: Iterable[int]) -> list[Location]:
        """Where several code points of one scalar stand, as `locate` says it of one."""
        source, path = self._text, self.path
        line, column = scalar.line, scalar.column
        if scalar.style is not Style.BLOCK:
            # Nearly all scalars stand on one line as they read, and need no walk.
            column += scalar.style is not Style.PLAIN
            if source.text.startswith(scalar.value, source.position(line, column)):
                return [Location(path, line, column + offset) for offset in offsets]
        walked = (source.place(position_of(source, scalar, offset)) for offset in offsets)
        return [Location(path, *place) for place in walked]

    def problem(
        self, where: Node | Location, code: str, message: str, level: Level = Level.ERROR
    ) -> Problem:
        """A problem at a node or a place of this file, with its line as the excerpt."""
        location = where if isinstance(where, Location) else self.location(where)
        return Problem(location, code, message, level, self.excerpt(location.line))
