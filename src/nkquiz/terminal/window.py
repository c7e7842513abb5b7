"""What stands in the window since the last answer, so that it can be drawn again at a new width.

Owns the cursor and how wide the window is. It may not know sessions or keys: what it draws are
functions from a width to something that rich can print.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from rich.cells import chop_cells
from rich.console import Console, RenderableType
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

#: Longer lines are hard to read, however wide the window is.
WIDEST = 92

#: In a narrower window words are broken in two, and the count of questions is cut off.
NARROWEST = 20

_TOO_NARROW = f"This window is too narrow. Make it at least {NARROWEST} columns wide."
_ERASE_LINE = Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2))
_ERASE_BELOW = "\x1b[J"

Draw: TypeAlias = Callable[[int], RenderableType]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that was drawn for this width; none where the window was too narrow for it."""

    draw: Draw
    width: int | None


class Window:
    """A console that keeps to the width of its window, also when that changes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._pieces: list[_Piece] = []
        self._question = -1  # its place among the pieces
        self._prompt: Callable[[int], Text] | None = None
        self._columns = self._now()
        self._told = False  # it says that it is too narrow

    @property
    def is_too_narrow(self) -> bool:
        return self._now() < NARROWEST

    @property
    def width(self) -> int:
        """How wide to print, asked anew each time: windows change."""
        return min(self._now(), WIDEST)

    def ask(self, draw: Draw) -> None:
        """Show a question. The one before, and what stood above that, is not drawn again."""
        self._pieces = self._pieces[self._question + 1 :]
        self._question = len(self._pieces)
        self.show(draw)

    def show(self, draw: Draw) -> None:
        """Show it below all else; in too narrow a window only once that has grown."""
        self.adapt()
        self._pieces.append(self._drawn(draw))
        self._tell()

    def close(self, draw: Draw) -> None:
        """Show the last thing, however narrow the window is."""
        width = max(self.width, NARROWEST)
        if self.is_too_narrow:
            self._console.width = width  # the terminal breaks the lines
        self._console.print(draw(width), width=width)

    def prompt(self, draw: Callable[[int], Text]) -> None:
        """Show a line for a key; the cursor stays behind it."""
        self._prompt = draw
        if not self.is_too_narrow:
            self._console.print(draw(self.width), end="", no_wrap=True, overflow="crop")

    def take_back_prompt(self) -> None:
        """Remove the line for a key, where the terminal can; else leave it and begin another."""
        self._prompt = None
        if self._console.is_dumb_terminal:
            self._console.print()
        else:
            self._console.control(_ERASE_LINE)

    def adapt(self, line: str = "") -> None:
        """Draw all again if the window has another width now.

        The cursor is behind this line, or behind the prompt; a line editor has gone back to the
        first row of its line before.
        """
        columns = self._now()
        was_too_narrow = self._columns < NARROWEST
        if columns == self._columns or (was_too_narrow and columns < NARROWEST):
            return
        if self._console.is_dumb_terminal and not was_too_narrow and columns >= NARROWEST:
            return  # it can't take anything back, and what stands there can be read
        if self._prompt and not was_too_narrow:
            line = self._prompt(min(self._columns, WIDEST)).plain
        rows = sum(_rows(part, columns) - 1 for part in chop_cells(line, self._columns))
        if self._told:
            rows += _rows(_TOO_NARROW, columns)
        again = self._in_sight(columns)
        rows += sum(self._height(piece, piece.width, columns) for piece in again)
        self._columns, self._told = columns, False
        self._write(self._erasing(rows))
        self._draw_again(again)
        self._tell()

    def _draw_again(self, again: list[_Piece]) -> None:
        """Draw these pieces, the first of them from the line on that is in sight."""
        start = len(self._pieces) - len(again)
        before = max(self._question - start, 0)
        with self._console.capture() as above:
            self._pieces[start : start + before] = [self._drawn(p.draw) for p in again[:before]]
        with self._console.capture() as question:
            self._pieces[start + before :] = [self._drawn(p.draw) for p in again[before:]]
        room = shutil.get_terminal_size().lines - 1 - question.get().count("\n")
        lines = above.get().splitlines(keepends=True)
        self._write("".join(lines[-room:] if room > 0 else ()) + question.get())
        if self._prompt:
            self.prompt(self._prompt)

    def _drawn(self, draw: Draw) -> _Piece:
        width = None if self._columns < NARROWEST else min(self._columns, WIDEST)
        if width is not None:
            self._console.print(draw(width), width=width)
        return _Piece(draw, width)

    def _in_sight(self, columns: int) -> list[_Piece]:
        """The last pieces, as many as the window shows a line of, the question always."""
        first, room = len(self._pieces), shutil.get_terminal_size().lines - 1
        while first and (room > 0 or first > self._question):
            first -= 1
            room -= self._height(self._pieces[first], min(columns, WIDEST), columns)
        return self._pieces[first:]

    def _height(self, piece: _Piece, width: int | None, columns: int) -> int:
        """The rows that it takes, drawn for this width, where the terminal breaks lines anew."""
        if width is None:
            return 0
        options = self._console.options.update(width=width)
        lines = self._console.render_lines(piece.draw(width), options, pad=False)
        return sum(_rows("".join(part.text for part in line), columns) for line in lines)

    def _erasing(self, rows: int) -> str:
        """Erases so many rows above the cursor's, that one, and what is below."""
        if self._console.is_dumb_terminal:
            return "\n"
        return "\r" + (f"\x1b[{rows}A" if rows else "") + _ERASE_BELOW

    def _tell(self) -> None:
        if self._columns < NARROWEST and not self._told:
            self._told = True
            self._write(f"{_TOO_NARROW}\n")

    def _write(self, text: str) -> None:
        """Past rich, which would break lines. In raw mode a line feed doesn't go to the left."""
        self._console.file.write(text.replace("\n", "\r\n"))
        self._console.file.flush()

    def _now(self) -> int:
        return min(shutil.get_terminal_size().columns, self._console.width)


def _rows(line: str, columns: int) -> int:
    return max(len(chop_cells(line, columns)), 1)
