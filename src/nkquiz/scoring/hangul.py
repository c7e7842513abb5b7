"""Hangul as the letters of its keyboard, so that a slip of one key is a slip of one letter.

Owns how a syllable is typed. Knows no names.
"""

from __future__ import annotations

import unicodedata

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"

_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ"

_VOWEL_LETTERS = (*"ㅏㅐㅑㅒㅓㅔㅕㅖ", *_VOWELS[8:].split())

_TAILS = [
    "ㄱ",
    "ㄲ",
    "ㄱㅅ",
    "ㄴ",
    "ㄴㅈ",
    "ㄴㅎ",
    "ㄷ",
    "ㄹ",
    "ㄹㄱ",
    "ㄹㅁ",
    "ㄹㅂ",
    "ㄹㅅ",
    "ㄹㅌ",
    "ㄹㅍ",
    "ㄹㅎ",
    "ㅁ",
    "ㅂ",
    "ㅂㅅ",
    "ㅅ",
    "ㅆ",
    "ㅇ",
    "ㅈ",
    "ㅊ",
    "ㅋ",
    "ㅌ",
    "ㅍ",
    "ㅎ",
]

_JAMO = (
    {0x1100 + i: letter for i, letter in enumerate(_LEADS)}
    | {0x1161 + i: letters for i, letters in enumerate(_VOWEL_LETTERS)}
    | {0x11A8 + i: letters for i, letters in enumerate(_TAILS)}
)


def spell_hangul(text: str) -> str:
    """Hangul as the letters that one types, whether written as syllables or as letters."""
    if text.isascii():
        return text
    if not any("\u1100" <= c <= "\u11ff" or "가" <= c <= "힣" for c in text):
        return text
    return "".join(
        unicodedata.normalize("NFD", c).translate(_JAMO) if c >= "\u1100" else c for c in text
    )
