"""Digits and signs of any script, folded to ASCII before a value is read.

Superscripts stay as they are: 10⁸ is not 108.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: No value that people write is longer, not even in words; what is longer is not looked at.
LONGEST = 240
#: More digits than anybody asks for, few enough to compute with.
MOST_DIGITS = 40
#: Spaces that may group digits. They are kept, so that a number is printed as it was written.
GROUPING_SPACES = " \u00a0\u2009\u202f"

_SIGNS = {"٫": ".", "٬": ",", "﹣": "-", "–": "-", "’": "'", "\t": " ", "\n": " ", "\r": " "}

_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@lru_cache(maxsize=4096)
def roman_value(letters: str) -> int:
    """What a Roman numeral in lower case is, in its one right spelling; 0 where it is none."""
    if not _ROMAN.fullmatch(letters):
        return 0
    values = [_ROMAN_DIGITS[letter] for letter in letters]
    pairs = zip(values, [*values[1:], 0], strict=False)
    return sum(-value if value < after else value for value, after in pairs)


_ROMAN_PARTS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman_values(texts: Iterable[str]) -> list[int] | None:
    """What texts are that are all Roman numerals in capitals; None where one is none.

    None too where each is one letter: C, I and V may be symbols of anything.
    """
    values, longest = [], 0
    for text in texts:
        value = roman_value(text.lower()) if text.isupper() else 0
        if not value:
            return None
        values.append(value)
        longest = max(longest, len(text))
    return values if longest > 1 else None


def roman(value: int) -> str:
    """A number from 1 to 3999 as a Roman numeral."""
    out = ""
    for part, letters in _ROMAN_PARTS:
        count, value = divmod(value, part)
        out += letters * count
    return out


def fold_digits(text: str) -> str:
    """Decimal digits of all scripts and full-width signs as ASCII; outer space stripped."""
    if text.isascii():
        return text.strip()
    return "".join(map(_fold, text)).strip()


def script_of(text: str) -> tuple[str, bool]:
    """The zero of the script that the digits of a text are written in, and whether the signs
    beside them are that script's own: "٠" and True for ٢٬٧٠٠.
    """
    if not text.isascii():
        for character in text:
            if character.isdecimal() and not character.isascii():
                zero = chr(ord(character) - unicodedata.decimal(character))
                return zero, "٫" in text or "٬" in text
    return "0", False


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if "！" <= character <= "～":
        return chr(ord(character) - 0xFEE0)
    return _SIGNS.get(character, " " if character == "\u3000" else character)
