"""Where a word ends that touches another: in scripts without spaces, and before a particle.

Owns what letters beside a stretch of text belong to it. Knows nothing of blanks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Scripts that set no spaces between words, as Unicode names their letters.
_WITHOUT_SPACES = frozenset(
    [
        "CJK",
        "IDEOGRAPHIC",
        "HIRAGANA",
        "KATAKANA",
        "HALFWIDTH",
        "BOPOMOFO",
        "THAI",
        "LAO",
        "KHMER",
        "MYANMAR",
        "TIBETAN",
    ]
)

#: Korean particles that agree with the last sound before them, and the form for any sound.
_AGREEING = {
    "은": "은(는)",
    "는": "은(는)",
    "이": "이(가)",
    "가": "이(가)",
    "을": "을(를)",
    "를": "을(를)",
    "과": "과(와)",
    "와": "과(와)",
    "이나": "(이)나",
    "나": "(이)나",
    "이다": "(이)다",
    "다": "(이)다",
    "이고": "(이)고",
    "고": "(이)고",
    "이며": "(이)며",
    "며": "(이)며",
    "이었다": "이었다(였다)",
    "였다": "이었다(였다)",
}
_DIRECTION = re.compile("으?로(?=$|서|써|부터|의|는|도|만)")
_HANGUL = re.compile("[가-힣]+")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def belongs_before(letter: str, first: str) -> bool:
    """Whether a character is of one word with the one after it, at which a stretch begins."""
    return _joins(letter, first)


def belongs_after(last: str, letter: str) -> bool:
    """Whether a character is of one word with the one before it, at which a stretch ends.

    What follows in Hangul is a particle, or another noun: it stands by itself.
    """
    return _joins(last, letter) and _script(letter) != "HANGUL"


def _joins(a: str, b: str) -> bool:
    if not (a.isalnum() and b.isalnum()):
        return False
    return (a + b).isascii() or _WITHOUT_SPACES.isdisjoint((_script(a), _script(b)))


def to_word_boundaries(text: str, start: int, end: int) -> tuple[int, int]:
    """A half-open stretch of a text, with the letters that are of one word with its ends."""
    while start and belongs_before(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and belongs_after(text[end - 1], text[end]):
        end += 1
    return start, end


def particle(text: str, end: int) -> tuple[str, str]:
    """The Korean particle at a place of a text that agrees with what stands before it, and its
    form for any sound: "은" and "은(는)". Both empty where there is none.
    """
    found = _HANGUL.match(text, end)
    if found is None:
        return "", ""
    if found[0] in _AGREEING:
        return found[0], _AGREEING[found[0]]
    direction = _DIRECTION.match(found[0])
    return (direction[0], "(으)로") if direction else ("", "")
