"""Which lines belong together, judged by indentation alone, where YAML cannot be parsed.

Owns the choice of what is skipped after a syntax error: the list item, else the key's block.
"""

from __future__ import annotations

import re

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")

_TAB = 2  # spaces: tabs are wrong here, and whoever writes them means one level
_ITEM = re.compile(r"-(?!-)")  # also `-fact`: the blank was forgotten
_KEY_ALONE = re.compile(r":[ \t]*(?:[ \t]#.*)?[\r\n]*$")


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends."""
    return _LINES.findall(text)


class Lines:
    """The lines of a file, some of them blanked out. Numbered from 0 here."""

    def __init__(self, text: str) -> None:
        self.lines = lines_of(text)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def blank(self, start: int, end: int) -> bool:
        """Empty the lines from `start` to before `end`; False where they were empty already."""
        before = self.lines[start:end]
        after = [line[len(line.rstrip("\r\n")) :] for line in before]
        self.lines[start:end] = after
        return before != after

    def block(self, line: int) -> tuple[int, int]:
        """The smallest block around a line that can be missed: start and end, half open.

        A list item under a key, else the innermost key with its value.
        """
        start, end = 0, len(self.lines)
        first = self._first(start, end)
        while first is not None and first <= line:
            start, end = self._part(first, end, line)
            if self._shape(start)[1] or not self._opens(start):
                return start, end
            first = self._first(start + 1, end)
        return start, end

    def _part(self, first: int, end: int, line: int) -> tuple[int, int]:
        """The item or key that holds `line`, among those that begin like `first` or left of it."""
        start = first
        indent, item = self._shape(first)
        for number in range(first + 1, end):
            if not self._has_text(number):
                continue
            its_indent, its_item = self._shape(number)
            if its_indent <= indent and its_item == item:
                if number > line:
                    return start, number
                start = number
        return start, end

    def _opens(self, number: int) -> bool:
        """True where a line is a key alone, whose value stands in the lines below."""
        return _KEY_ALONE.search(self.lines[number]) is not None

    def _first(self, start: int, end: int) -> int | None:
        return next((number for number in range(start, end) if self._has_text(number)), None)

    def _has_text(self, number: int) -> bool:
        stripped = self.lines[number].lstrip(" \t\r\n")
        return stripped != "" and stripped[0] != "#"

    def _shape(self, number: int) -> tuple[int, bool]:
        """The indentation of a line, and whether a list item begins there."""
        line = self.lines[number]
        stripped = line.lstrip(" \t")
        indent = line[: len(line) - len(stripped)].expandtabs(_TAB)
        return len(indent), _ITEM.match(stripped) is not None
