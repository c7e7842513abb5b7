"""How a language writes several things in a row: "A, B and C".

Owns what stands between the parts of a list. Knows nothing of what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from nkquiz.values.locales import locale_of

_LAST_WORD = re.compile(r"\w+")
#: Before the sound "i" the Spanish "y" is an "e", but for "hielo" and "iones".
_SPANISH_I = re.compile(r"h?[ií](?![aeouáéóú])", re.IGNORECASE)


class _Separators(NamedTuple):
    """What stands between two parts that others follow, before the last part, and between two
    that are all.
    """

    between: str
    last: str
    of_two: str


_ENGLISH = _Separators(", ", " and ", " and ")


@lru_cache(maxsize=64)
def _separators(language: str) -> _Separators:
    """Those of Babel, and English ones where it doesn't know the language. Ours write no comma
    before "and".
    """
    locale = None if language[:2] == "en" else locale_of(language)
    if locale is None:
        return _ENGLISH
    pattern = locale.list_patterns["standard"]
    separators = (_between(pattern[name]) for name in ("middle", "end", "2"))
    return _Separators(*separators)


def _between(pattern: str) -> str:
    """What stands between the two places of `{0} and {1}`; no-break spaces and marks of direction
    aren't typed, so they don't stand in an answer.
    """
    return pattern[len("{0}") : -len("{1}")].replace("\xa0", " ").replace("\u200f", "")


def write_list(parts: Iterable[str], language: str) -> str:
    """The parts as a list of this language: "A, B and C", "A, B und C"; empty for none."""
    *most, last = list(parts) or [""]
    if not most:
        return last
    separators = _separators(language)
    separator = separators.of_two if len(most) == 1 else separators.last
    if separator == " y " and _SPANISH_I.match(last):
        separator = " e "
    return separators.between.join(most) + separator + last


def list_word(language: str) -> str:
    """The "and" of this language's lists; empty where it is a sign."""
    found = _LAST_WORD.search(_separators(language).of_two)
    return found[0].casefold() if found else ""
