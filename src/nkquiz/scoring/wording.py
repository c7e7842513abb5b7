"""Small work on words that several judges need: lists in a sentence, repaired value words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from nkquiz.scoring.words import words_of
from nkquiz.values import Notation, parse_number
from nkquiz.values.dates import date_words
from nkquiz.values.locales import weekdays
from nkquiz.values.spelling import number_words
from nkquiz.values.units import unit_words
from nkquiz.values.words import language_of

#: Words of values are fixed from so many letters on: "june" and "july" are one letter apart.
_SHORTEST = 5
_MOST_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+")


def joined(names: Sequence[str], last: str = "and") -> str:
    """A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def without_lead_in(text: str, language: str) -> str:
    """The text without words that may stand before a value: "in 1948"."""
    lowered = text.casefold()
    for words in words_of(language).before_value:
        if lowered.startswith(words + " "):
            return text[len(words) + 1 :].lstrip()
    return text


def year_in_words(text: str, language: str) -> int:
    """Nineteen forty-eight, or a year as a number in words; 0 where it is none."""
    number = parse_number(text, language)
    if number is not None:
        plain = number.form.notation is Notation.WORDS and not number.unit
        return int(number.value) if plain and not number.form.ordinal else 0
    words = re.sub(r"[\s-]+", " ", text.casefold()).split()
    for cut in range(1, len(words)) if language[:2] == "en" else ():
        first = parse_number(" ".join(words[:cut]), language)
        last = parse_number(" ".join(words[cut:]).removeprefix("oh "), language)
        if first is None or last is None or first.form.notation is not Notation.WORDS:
            continue
        least = 1 if words[cut] == "oh" else 10
        if 10 <= first.value <= 20 and least <= last.value <= 99:
            return int(first.value * 100 + last.value)
    return 0


def without_weekday(text: str, language: str) -> str:
    """The text without the day of the week before a date."""
    first, space, rest = text.partition(" ")
    return rest.lstrip() if space and first.casefold().strip(",.") in weekdays(language) else text


def repaired(text: str, language: str) -> list[str]:
    """The text with its misspelled number words, months and units fixed; digits stay.

    Each such word has one letter off; where it may be one of several, all are given. Nothing,
    where there is nothing to fix or a word is not understood.
    """
    choices: list[tuple[str, ...]] = []
    done, changed = 0, False
    for found in _WORD.finditer(text):
        choices.append((text[done : found.start()],))
        word = found[0].casefold()
        near = _nearest(word, language)
        changed = changed or near != (word,)
        choices.append(near or (found[0],))
        done = found.end()
    choices.append((text[done:],))
    if not changed or len(choices) > 2 * _MOST_WORDS:
        return []
    return ["".join(parts) for parts in product(*choices)][:_MOST_WORDS]


@lru_cache(maxsize=4096)
def _nearest(word: str, language: str) -> tuple[str, ...]:
    known = _value_words(language)
    if word in known or len(word) < _SHORTEST:
        return (word,)
    near = [
        other
        for other in known
        if len(other) >= _SHORTEST
        and other[0] == word[0]
        and OSA.distance(word, other, score_cutoff=1) <= 1
    ]
    return tuple(sorted(near)) or (word,)


@lru_cache(maxsize=64)
def _value_words(language: str) -> frozenset[str]:
    words = language_of(language)
    units = (part for unit in unit_words(language) for part in unit.split())
    return frozenset({*number_words(words), *date_words(words), *units})
