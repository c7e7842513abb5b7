"""Numbers: read, never guessed at. What is off, and by how much, is what the learner is told.

The reading is that of `values` (2,700 is 2700 is two thousand seven hundred); a library for units
(pint) was weighed, and converts what an author never meant: a wrong unit has to stay wrong.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nkquiz.knowledge import without_article
from nkquiz.scoring.quantities import power, rewritten
from nkquiz.scoring.result import Result, Verdict, correct, typo, wrong
from nkquiz.scoring.target import Target
from nkquiz.scoring.wording import repaired
from nkquiz.scoring.words import words_of
from nkquiz.values import (
    NUMBER,
    Grain,
    Notation,
    Number,
    equal,
    parse_date,
    parse_number,
    tokens,
)
from nkquiz.values.digits import roman_value
from nkquiz.values.numbers import EXACT
from nkquiz.values.sorts.number import asked_unit
from nkquiz.values.units import common_sizes, find_unit

#: "3.5m" where no unit is asked for.
_SHORT_SCALE = re.compile(r"([\d.,]*\d)\s?([kmb])", re.IGNORECASE)
_SCALES = {"k": "thousand", "m": "million", "b": "billion"}
#: Units of what is merely counted: they may stand after any bare number.
_COUNTED = frozenset({"person", "inhabitant", "time"})
_SPACED_MINUS = re.compile(r"^[-–−]\s+(?=[\d.,])")
#: 330 M for 330 m.
_CAPITAL_UNIT = re.compile(r"(.*\d)\s?([A-Z])")
_LAST_WORDS = re.compile(r"(.*?[\d\w%])\s+([^\W\d_]+(?:\s+[^\W\d_]+)*)")


def judge_number(written: str, key: Number, target: Target) -> Result | None:
    """Judge a response to a question for a number; None where it is no number at all."""
    number = _read(written, key, target)
    if number is not None:
        return _compare(number, key, target)
    texts = [] if target.strict else repaired(written, target.language)
    guesses = [n for text in texts if (n := _read(text, key, target))]
    alike = [n for n in guesses if n.form.ordinal is key.form.ordinal]
    if guesses and len({n.value for n in alike or guesses}) == 1:
        result = _compare((alike or guesses)[0], key, target)
        return typo(f"nearly: {target.key}") if result.verdict is Verdict.CORRECT else result
    return None


def _read(text: str, key: Number, target: Target) -> Number | None:
    """The number that a text is; what it counts may be named in the words of the question."""
    text = _SPACED_MINUS.sub("-", power(text) or text)
    if target.language[:2] == "en":
        if key.form.notation is Notation.FRACTION and text.casefold() == "quarter":
            text = f"a {text}"
        text = rewritten(text)
        if not key.unit and (scaled := _SHORT_SCALE.fullmatch(text)):
            text = f"{scaled[1]} {_SCALES[scaled[2].lower()]}"
    value = roman_value(text.casefold())
    if value and not key.unit:
        return replace(key, value=Decimal(value))
    number = parse_number(text, target.language, target.unit)
    if number is not None:
        return number
    date = parse_date(text, target.language)  # "AD 476" for 476
    if date is not None and date.grain is Grain.YEAR:
        return key if date.year == key.value else None
    bare = without_article(text, target.language)
    if bare != text:
        return _read(bare, key, target)
    if (found := _CAPITAL_UNIT.fullmatch(text)) and find_unit(found[2].lower()) == key.unit != "":
        return parse_number(found[1], target.language, key.unit)
    found = _LAST_WORDS.fullmatch(text)
    if found and _is_noun(found[2], key, target):
        return parse_number(found[1], target.language, target.unit or key.unit)
    return None


def _is_noun(words: str, key: Number, target: Target) -> bool:
    """Whether words after a number say what it counts: those of the question, or any noun where
    the answer has no unit.
    """
    asked = set(tokens(target.item.stem)) | set(tokens(target.key))
    language = words_of(target.language)
    if set(tokens(words)) <= asked.difference(language.not_):
        return True
    free = not (key.unit or target.unit or target.strict) and len(words.split()) < 3
    joining = {*language.or_, *language.and_, *language.not_}
    return free and joining.isdisjoint(tokens(words)) and not repaired(words, target.language)


def _compare(number: Number, key: Number, target: Target) -> Result:
    if _rank_differs(number, key):
        return wrong(
            "that is a rank, not a count" if number.form.ordinal else "another kind of number"
        )
    if not _unit_is_asked(number, key, target) or _is_no_angle(number, key):
        return wrong("another unit is asked for")
    if _is_share(number, key) and equal(_bare_share(key), _bare_share(number), target.tolerance):
        return correct()
    if equal(key, number, target.tolerance):
        if not _in_same_scale(number, key) and not equal(key, number):
            return wrong(asked_unit(key))
        exact = number.value == key.value or not target.tolerance
        return correct("" if exact else f"close enough: {target.key}")
    return wrong(NUMBER.difference(number, key))


def _is_share(number: Number, key: Number) -> bool:
    """Whether one is a percentage and the other a bare share of 1: 50 % and 0.5."""
    units = {number.unit, key.unit}
    bare = number if not number.unit else key
    written = key.form.unit_text or not key.unit  # "%" asked for beside the blank takes no 0.5
    return units == {"%", ""} and bool(written) and 0 < bare.value < 1


def _bare_share(number: Number) -> Number:
    """The share of 1 that a percentage is."""
    if number.unit != "%":
        return number
    return replace(number, value=EXACT.divide(number.value, 100), unit="")


def _in_same_scale(number: Number, key: Number) -> bool:
    """Whether the units differ by a power of ten at most, so that a tolerance means the same in
    both: 384,400 km may be given in metres, but not roughly in miles.
    """
    sizes = common_sizes(key.unit, number.unit)
    return sizes is None or EXACT.normalize(EXACT.divide(*sizes)).as_tuple().digits == (1,)


def _unit_is_asked(number: Number, key: Number, target: Target) -> bool:
    """Whether a unit that the answer has not stands in the question: "_____ hours", not days."""
    if not number.unit or key.unit or number.unit in _COUNTED or _is_share(number, key):
        return True
    asked = re.findall(r"[^\W\d_]+|%", target.item.stem)
    return any(find_unit(word, target.language) == number.unit for word in asked)


def _is_no_angle(number: Number, key: Number) -> bool:
    """Whether one is a temperature and the other, with a bare sign, an angle."""
    return key.form.unit_text.strip() == "°" and number.unit in ("°C", "°F")


def _rank_differs(number: Number, key: Number) -> bool:
    """Whether one is a rank and the other is not: "tenth" for "ten". 5 may stand for 5th."""
    return number.form.ordinal and not key.form.ordinal
