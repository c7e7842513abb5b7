"""The words by which the page reads a typed answer: of each language, and those never confused.

All of it comes from the tables of `nkquiz.scoring` and `nkquiz.values`: the page has none of its
own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nkquiz.knowledge import ARTICLES, split_article
from nkquiz.scoring import formulas, korean
from nkquiz.scoring.forms import GREEK
from nkquiz.scoring.words import (
    CHANGING,
    CONTRASTS,
    DENYING,
    MODIFIERS,
    PAIRS,
    PLURALS,
    PREFIXES,
    SUFFIXES,
    joining_words,
    small_words,
    words_of,
)
from nkquiz.values.dates import date_words
from nkquiz.values.locales import weekdays
from nkquiz.values.spelling import number_words
from nkquiz.values.units import known_units, unit_words
from nkquiz.values.words import language_of

#: Words of values are fixed from so many letters on, as in `scoring.wording`.
_SHORTEST = 5


def tables() -> dict[str, Any]:
    """Words of which one is never a slip for another, and irregular plurals."""
    return {
        "contrasts": sorted(sorted(group) for group in CONTRASTS),
        "pairs": sorted("/".join(sorted(pair)) for pair in PAIRS),
        "prefixes": [list(group) for group in PREFIXES],
        "suffixes": [list(group) for group in SUFFIXES],
        "denying": list(DENYING),
        "changing": sorted(CHANGING),
        "modifiers": sorted(MODIFIERS),
        "plurals": dict(PLURALS),
        "korean": korean.tables(),
        "formulas": {"alike": [list(pair) for pair in formulas.ALIKE], "signs": formulas.SIGNS},
    }


def language_record(code: str, names: Iterable[str]) -> dict[str, Any]:
    """The words of a language. `names` are the answers that are asked for in it."""
    words, values = words_of(code), language_of(code)
    units = {word for unit in unit_words(code) for word in unit.split()}
    value_words = {*number_words(values), *date_words(values), *units}
    return {
        "code": code,
        "articles": list(ARTICLES.get(code[:2], ())),
        "titles": list(words.titles),
        "rulers": list(words.rulers),
        "letters": sorted(_after_letter_a(names, code)),
        "and": list(words.and_),
        "joining": list(joining_words(code)),
        "or": list(words.or_),
        "not": list(words.not_),
        "of": list(words.of),
        "greek": dict(GREEK) if code[:2] != "el" else {},
        "small": sorted(small_words(code)),
        "before": list(words.before_value),
        "decimal": values.decimal,
        "group": values.group,
        "simple": dict(values.simple),
        "hundred": values.hundred,
        "scales": dict(values.scales),
        "signs": dict(values.scale_signs),
        "ordinals": dict(values.ordinals) if not values.spelled else {},
        "suffixes": [suffix for suffix in dict.fromkeys(values.ordinal_suffixes) if suffix],
        "joiner": values.joiner,
        "one": list(values.one),
        "minus": list(values.minus),
        "about": list(values.about),
        "circa": list(values.circa),
        "months": [[name.casefold() for name in month] for month in values.months],
        "eras": [list(pair) for pair in values.eras],
        "article": values.article,
        "date_of": values.of,
        "century": values.century,
        "suffix": values.decade_suffix,
        "day_first": values.day_first,
        "weekdays": sorted(weekdays(code)),
        "units": known_units(code),
        "value_words": sorted(word for word in value_words if len(word) >= _SHORTEST),
    }


def _after_letter_a(names: Iterable[str], code: str) -> set[str]:
    """The words after which an "A" is a letter and no article, of those that the answers have."""
    pairs = (name.split(" ", 2)[:2] for name in names if name.startswith("A "))
    return {word.lower() for _, word in pairs if not split_article(f"A {word}", code)[0]}
