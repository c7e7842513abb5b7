"""A problem as people read it: the message, the line, a caret under the place.

Text from files is never shown raw: control characters could command a terminal.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

from nkquiz.model import Problem

_BEFORE, _AFTER = 60, 40  # code points shown before and after the caret of a long line
_MARGIN = "  "
_TAB = "    "


def render(problem: Problem) -> str:
    """`path:line:column: error: message (code)`, then the line with a caret under the column."""
    head = harmless(str(problem))
    if not problem.excerpt:
        return head
    column = min(problem.location.column, len(problem.excerpt) + 1) - 1
    start = max(column - _BEFORE, 0)
    end = column + _AFTER
    before = ("…" if start else "") + harmless(problem.excerpt[start:column])
    after = harmless(problem.excerpt[column:end]) + ("…" if end < len(problem.excerpt) else "")
    caret = _MARGIN + " " * width(before) + "^"
    return f"{head}\n{(_MARGIN + before + after).rstrip()}\n{caret}"


def harmless(text: str) -> str:
    """The text with every control character replaced by a picture of it or by U+FFFD.

    So is what turns the direction of all that follows; joiners and marks of direction stay, since
    Persian, the scripts of India and emoji are written with them.
    """
    if text.isprintable():
        return text
    return "".join(_harmless(character) for character in text)


def _harmless(character: str) -> str:
    if character == "\t":
        return _TAB
    if character < " ":
        return chr(0x2400 + ord(character))  # the control pictures: ␀ ␁ ...
    if character == "\x7f":
        return "␡"
    if category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _UNSHOWN:
        return "\ufffd"
    return character


#: Embeddings, overrides and isolates, of which one that isn't closed turns the rest of the line;
#: and a byte order mark, which has no meaning inside a text.
_UNSHOWN = frozenset("\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


_JAMO = ("\u1160", "\u11ff")  # vowels and finals that join the syllable before them


def width(text: str) -> int:
    """How many cells of a terminal the text takes: 2 for wide characters, 0 for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf") or _JAMO[0] <= character <= _JAMO[1]:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
