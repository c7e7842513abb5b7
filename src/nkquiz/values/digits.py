"""Digits and signs of any script, folded to ASCII before a value is read.

Superscripts stay as they are: 10⁸ is not 108.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: No value that people write is longer, not even in words; what is longer is not looked at.
LONGEST = 240
#: More digits than anybody asks for, few enough to compute with.
MOST_DIGITS = 40
#: Spaces that may group digits. They are kept, so that a number is printed as it was written.
GROUPING_SPACES = " \u00a0\u2009\u202f"

_SIGNS = {"٫": ".", "٬": ",", "﹣": "-", "–": "-", "’": "'", "\t": " ", "\n": " ", "\r": " "}


def fold_digits(text: str) -> str:
    """Decimal digits of all scripts and full-width signs as ASCII; outer space stripped."""
    if text.isascii():
        return text.strip()
    return "".join(map(_fold, text)).strip()


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if "！" <= character <= "～":
        return chr(ord(character) - 0xFEE0)
    return _SIGNS.get(character, " " if character == "\u3000" else character)
