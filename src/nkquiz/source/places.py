"""From a place in a scalar's value back to the place in the raw text.

YAML folds lines, drops indentation and reads escapes, so the two differ. Knows nothing of
files and nodes beyond one scalar; walks whole runs of text, never one code point at a time.
"""

from __future__ import annotations

import re

from nkquiz.source.nodes import Scalar, SourceText, Style
from nkquiz.source.surrogates import PAIR

_BREAK = re.compile(r"\r\n|\n|\r")
_LINE = re.compile(r"[^\r\n]*")
_FOLD = r"(?P<fold>[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*)"
_FIRST_TEXT = re.compile(r"(?:^|(?<=[\r\n]))( *)[^ \r\n]")
# A run is bounded: a line of 10 MB may hold a million scalars, and each asks for its own end only.
_PIECES = {
    Style.PLAIN: re.compile(rf"{_FOLD}|(?P<run>[^\r\n]{{0,1023}}[^ \t\r\n]|[ \t]+)"),
    Style.SINGLE_QUOTED: re.compile(
        rf"{_FOLD}|(?P<escape>'')|(?P<run>[^'\r\n]{{0,1023}}[^' \t\r\n]|[ \t]+)"
    ),
    Style.DOUBLE_QUOTED: re.compile(
        rf"{_FOLD}|(?P<join>\\(?:\r\n|\n|\r)[ \t\r\n]*)"
        rf"|(?P<escape>{PAIR}|\\(?:x..|u.{{4}}|U.{{8}}|.))"
        r"|(?P<run>[^\\\"\r\n]{0,1023}[^\\\" \t\r\n]|[ \t]+)"
    ),
}


def position_of(source: SourceText, scalar: Scalar, offset: int) -> int:
    """The offset into the raw text of the code point `offset` of a scalar's value."""
    text, start = source.text, source.position(scalar.line, scalar.column)
    if scalar.style is Style.BLOCK:
        return _in_block(text, start, scalar.value, offset)
    if scalar.style is Style.PLAIN:
        return _in_flow(text, start, scalar.style, offset)
    return _in_flow(text, start + 1, scalar.style, offset)


def _in_flow(text: str, position: int, style: Style, offset: int) -> int:
    """Plain and quoted: text in runs, escapes, and line ends that fold to a space or vanish."""
    pieces = _PIECES[style]
    while match := pieces.match(text, position):
        length = _length(match)
        if offset < length or (offset == length and match.lastgroup == "run"):
            return position + (offset if match.lastgroup == "run" else 0)
        offset -= length
        position = match.end()
    return min(position, len(text))


def _length(match: re.Match[str]) -> int:
    """How many code points of the value a piece of raw text stands for."""
    if match.lastgroup == "run":
        return len(match[0])
    if match.lastgroup == "escape":
        return 1
    breaks = len(_BREAK.findall(match[0]))
    return 1 if breaks == 1 and match.lastgroup == "fold" else breaks - 1


def _in_block(text: str, start: int, value: str, offset: int) -> int:
    """Literal and folded: each line of the raw text stands whole in the value."""
    position = _next_line(text, start)
    indent = _indent(text, position, value)
    seen = 0  # how much of the value the lines so far account for
    while position < len(text):
        line = _LINE.match(text, position)
        assert line is not None  # the pattern matches the empty text
        content = line[0][indent:]
        if content:
            seen = _skip_breaks(value, seen, content)
            if offset < seen:
                return position
            if offset <= seen + len(content):
                return position + indent + offset - seen
            seen += len(content)
        elif text[start] == "|" and offset <= seen:
            return position
        position = _next_line(text, position)
    return len(text)


def _next_line(text: str, position: int) -> int:
    end = _BREAK.search(text, position)
    return end.end() if end else len(text)


def _indent(text: str, position: int, value: str) -> int:
    """The indentation of a block: what its first line with text has more than its value has."""
    raw = _FIRST_TEXT.search(text, position)
    first = _FIRST_TEXT.search(value)
    return max(len(raw[1]) - len(first[1]), 0) if raw and first else 0


def _skip_breaks(value: str, seen: int, content: str) -> int:
    """Past the line ends, or the one space, that stand between two lines of a block."""
    if value.startswith(" ", seen) and content[0] != " ":
        return seen + 1
    while value.startswith("\n", seen):
        seen += 1
    return seen
