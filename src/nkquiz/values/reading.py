"""What a text reads as, of all sorts of value. Knows the registry, and no sort by itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from nkquiz.values import cjk
from nkquiz.values.digits import LONGEST
from nkquiz.values.sort import Value, ValueSort
from nkquiz.values.sorts import SORTS
from nkquiz.values.words import language_of

_DIGIT = re.compile(r"[\d¼-¾⅐-⅞]")
_FIRST_WORDS = re.compile(r"\s*([^\W\d_]+)[\s-]*([^\W\d_]*)")


def may_be_value(text: str, language: str = "en") -> bool:
    """Whether a look at the text is worth while: it has a digit, or begins like a value."""
    if _DIGIT.search(text):
        return True
    found = _FIRST_WORDS.match(text)
    if found is None:
        return False
    words = language_of(language)
    if found[1][0] in cjk.LETTERS:
        return words.code in cjk.LANGUAGES
    first, second = found[1].casefold(), found[2].casefold()
    return any(sort.begins(first, second, words) for sort in SORTS)


def read_value(
    text: str, sort: ValueSort[Any] | None = None, language: str = "en", unit: str = ""
) -> Value | None:
    """The value that a text reads as, by itself or as the `sort` that its author named.

    Without a sort, a bare 1000 to 2099 is a year, every other bare number a number. None where
    the text is no value, or an ambiguous one (3/4/1950). Remembered: values come again and again.
    """
    return _read(text, sort, language, unit)


@lru_cache(maxsize=1 << 14)
def _read(text: str, sort: ValueSort[Any] | None, language: str, unit: str) -> Value | None:
    if len(text) > LONGEST or not may_be_value(text, language):
        return None
    if sort is not None:
        return sort.read(text, language, unit)
    found = (sort.recognise(text, language, unit) for sort in SORTS)
    return next((value for value in found if value is not None), None)
