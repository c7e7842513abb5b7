"""Texts that tell their own order: by numbers, Roman numerals or letters that rise or fall as they
do. Knows nothing of what the texts are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from nkquiz.values.digits import roman_value
from nkquiz.values.numbers import parse_number
from nkquiz.values.text import norm

_Read = Callable[[str, str], Fraction | None]
_Run = Callable[[Sequence[Fraction]], bool]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
#: What a text begins with, and a sign after it: "(a) mix", "2. bake", "step two: eat", "Day 1 – ".
_LABEL = re.compile(r"\W*(?:[^\W\d_]+ +)?([^\W_]+)(?:[.):]+(?=\s)|\s+[–—-]\s)")
#: Roman numerals in lower case, as far as labels go; longer ones are words: mix, dim.
_SMALL_ROMAN = re.compile("[ivx]+")
#: One letter of the others is a symbol: of carbon, of litres.
_ROMAN_LETTERS = frozenset("IVX")
#: Of fewer words nobody reads an order.
_FEWEST = 2


class _Told(NamedTuple):
    """A word of a text, as a number."""

    word: str
    value: Fraction


# -- what a word is as a number ---------------------------------------------------------------


def _number(word: str, language: str) -> Fraction | None:
    """A cardinal, in digits or words."""
    number = parse_number(word, language)
    return None if number is None or number.unit or number.form.ordinal else Fraction(number.value)


def _roman(word: str, language: str) -> Fraction | None:
    del language
    is_numeral = word.isupper() and (len(word) > 1 or word in _ROMAN_LETTERS)
    value = roman_value(word.lower()) if is_numeral else 0
    return Fraction(value) if value else None


def _small_roman(word: str, language: str) -> Fraction | None:
    return _roman(word.upper() if _SMALL_ROMAN.fullmatch(word) else word, language)


def _letter(word: str, language: str) -> Fraction | None:
    del language
    lowered = word.lower()
    return Fraction(ord(lowered)) if len(word) == len(lowered) == 1 and word.isalpha() else None


# -- how values run ---------------------------------------------------------------------------


def _runs(values: Sequence[Fraction]) -> bool:
    """Whether values rise, or fall, from each to the next."""
    return all(a < b for a, b in pairwise(values)) or all(a > b for a, b in pairwise(values))


def _rises(values: Sequence[Fraction]) -> bool:
    """Whether values rise, or count down: others that fall may do so by chance."""
    return all(a < b for a, b in pairwise(values)) or _counts(values)


def _counts(values: Sequence[Fraction]) -> bool:
    """Whether each value is one more than the one before it, or each is one less."""
    return {b - a for a, b in pairwise(values)} in ({1}, {-1})


def _counts_up(values: Sequence[Fraction]) -> bool:
    return {b - a for a, b in pairwise(values)} == {1}


# -- where the numbers stand --------------------------------------------------------------------


def numbering(texts: Sequence[str], language: str) -> tuple[str, ...]:
    """The first two words that tell the order of texts, in which all are given; empty if none do.

    That are labels of all of them, or of most if they count up; what alone differs between them
    ("Grade 1", "Grade 2"); Roman numerals in all of them, if they rise; or numbers that all begin with, or all end with, and that count on by
    one. Other numbers may rise by chance.
    """
    found = _labels(texts, language) or _differing(texts, language) or _others(texts, language)
    return tuple(told.word for told in found[:_FEWEST])


def _labels(texts: Sequence[str], language: str) -> Sequence[_Told]:
    words = [match[1] for text in texts if (match := _LABEL.match(f"{text.rstrip()} "))]
    if len(words) < _FEWEST or 2 * len(words) <= len(texts):
        return ()
    is_whole = len(words) == len(texts)
    run, count = (_runs, _counts) if is_whole else (_counts_up, _counts_up)
    return (
        _read(words, _number, run, language)
        or _read(words, _small_roman, run, language)
        or _read(words, _letter, count, language)
    )


def _read(words: Iterable[str], read: _Read, run: _Run, language: str) -> Sequence[_Told]:
    """The words as numbers, where all are some and run on; else nothing."""
    told = []
    for word in words:
        value = read(word, language)
        if value is None:
            return ()
        told.append(_Told(word, value))
    return told if run([it.value for it in told]) else ()


#: How what alone differs between texts is read, and how it runs on.
_ALONE: tuple[tuple[_Read, _Run], ...] = ((_number, _runs), (_roman, _runs), (_letter, _counts))


def _differing(texts: Sequence[str], language: str) -> Sequence[_Told]:
    """The words in which texts differ, and in nothing else, where these run on."""
    places = [
        {
            (norm(text[: at.start()]), norm(text[at.end() :])): at[0]
            for at in _WORD.finditer(text)
            if any(read(at[0], language) is not None for read, _ in _ALONE)
        }
        for text in texts
    ]
    shared = set(places[0]).intersection(*places[1:]) if places else set()
    for place in sorted(shared):
        words = [words[place] for words in places]
        for read, run in _ALONE:
            told = _read(words, read, run, language)
            if told:
                return told
    return ()


def _others(texts: Sequence[str], language: str) -> Sequence[_Told]:
    words = [_WORD.findall(text) for text in texts]
    if not all(words):
        return ()
    numerals = [
        next((word for word in its if _roman(word, language) is not None), "") for its in words
    ]
    return (
        _read(numerals, _roman, _rises, language)
        or _read([its[0] for its in words], _number, _counts, language)
        or _read([its[-1] for its in words], _number, _counts, language)
    )
