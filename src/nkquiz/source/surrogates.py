r"""Characters that JSON writes as two escapes, such as `"\ud83d\ude00"`: YAML refuses those.

The parser gets a text of the same length in which both halves stand for other characters, so that
places stay true; what it reads is put back afterwards. Knows nothing of nodes.
"""

from __future__ import annotations

import re

#: Both halves, in a text as it is written. A backslash before it would make it mere text.
PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_WRITTEN = re.compile(rf"(?<!\\)(?:\\\\)*{PAIR}")

#: From a half to the private character that stands for it, of which there are as many.
_OFFSET = 0xE000 - 0xD800
_TAKEN = re.compile(r"[\ue000-\ue7ff]|\\u[eE][0-7]")
_HALF = re.compile(r"\\u([dD])([89a-fA-F][0-9a-fA-F]{2})")
_STAND_IN = re.compile(r"\\u([eE])([0-7][0-9a-fA-F]{2})")
_READ = re.compile("([\ue000-\ue3ff])([\ue400-\ue7ff])")


def replaced(text: str) -> str:
    """The text with each pair replaced; as it is where there is none, or such characters are
    taken.
    """
    if not ("\\ud" in text or "\\uD" in text) or _TAKEN.search(text):
        return text
    return _WRITTEN.sub(lambda pair: _HALF.sub(_stand_in, pair[0]), text)


def restored(value: str) -> str:
    """What the parser has read, with the character itself where it was in double quotes, and
    elsewhere with the escapes as they were written.
    """
    return _STAND_IN.sub(_half, _READ.sub(_character, value))


def _stand_in(half: re.Match[str]) -> str:
    """Another first two digits; the case of the letters is kept."""
    return f"\\u{'e' if half[1] == 'd' else 'E'}{int(half[2][0], 16) - 8}{half[2][1:]}"


def _half(stand_in: re.Match[str]) -> str:
    digits = f"d{int(stand_in[2][0]) + 8:x}"
    return f"\\u{digits if stand_in[1] == 'e' else digits.upper()}{stand_in[2][1:]}"


def _character(pair: re.Match[str]) -> str:
    halves = (ord(half) - _OFFSET for half in pair.groups())
    return b"".join(half.to_bytes(2, "big") for half in halves).decode("utf-16-be")
