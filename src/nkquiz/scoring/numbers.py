"""Numbers: read, never guessed at. What is off, and by how much, is what the learner is told.

The reading is that of `values` (2,700 is 2700 is two thousand seven hundred); a library for units
(pint) was weighed, and converts what an author never meant: a wrong unit has to stay wrong.
"""

from __future__ import annotations

import re

from nkquiz.scoring.result import Result, Verdict, correct, typo, wrong
from nkquiz.scoring.target import Target
from nkquiz.scoring.wording import repaired
from nkquiz.values import Grain, Number, equal, parse_date, parse_number, tokens
from nkquiz.values.units import common_sizes, find_unit

_POWERS = {
    10: "ten", 100: "a hundred", 1000: "a thousand", 10**6: "a million", 10**9: "a billion",
}  # fmt: skip
_FRACTIONS = {
    "half": "1/2", "a half": "1/2", "one half": "1/2", "a third": "1/3", "one third": "1/3",
    "two thirds": "2/3", "a quarter": "1/4", "one quarter": "1/4", "three quarters": "3/4",
    "a fifth": "1/5", "one fifth": "1/5", "a tenth": "1/10", "one tenth": "1/10",
}  # fmt: skip
#: "3.5m" where no unit is asked for.
_SHORT_SCALE = re.compile(r"([\d.,]*\d)\s?([kmb])", re.IGNORECASE)
_SCALES = {"k": "thousand", "m": "million", "b": "billion"}
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
    if not key.unit and target.language.startswith("en"):
        text = _FRACTIONS.get(" ".join(text.casefold().replace("-", " ").split()), text)
        if scaled := _SHORT_SCALE.fullmatch(text):
            text = f"{scaled[1]} {_SCALES[scaled[2].lower()]}"
    number = parse_number(text, target.language, target.unit)
    if number is not None:
        return number
    date = parse_date(text, target.language)  # "AD 476" for 476
    if date is not None and date.grain is Grain.YEAR and date.year == key.value:
        return key
    found = _LAST_WORDS.fullmatch(text)
    asked = set(tokens(target.item.stem)) | set(tokens(target.key))
    if found and set(tokens(found[2])) <= asked:
        return parse_number(found[1], target.language, target.unit or key.unit)
    return None


def _compare(number: Number, key: Number, target: Target) -> Result:
    if _rank_differs(number, key):
        return wrong(
            "that is a rank, not a count" if number.form.ordinal else "another kind of number"
        )
    if not _unit_is_asked(number, key, target):
        return wrong("another unit is asked for")
    if equal(key, number, target.tolerance):
        exact = number.value == key.value or not target.tolerance
        return correct("" if exact else f"close enough: {target.key}")
    return wrong(_difference(number, key))


def _unit_is_asked(number: Number, key: Number, target: Target) -> bool:
    """Whether a unit that the answer has not stands in the question: "_____ hours", not days."""
    if not number.unit or key.unit:
        return True
    asked = re.findall(r"[^\W\d_]+|%", target.item.stem)
    return any(find_unit(word, target.language) == number.unit for word in asked)


def _rank_differs(number: Number, key: Number) -> bool:
    """Whether one is a rank and the other is not: "tenth" for "ten". 5 may stand for 5th."""
    return number.form.ordinal and not key.form.ordinal


def _difference(number: Number, key: Number) -> str:
    """What is wrong with a number."""
    sizes = common_sizes(key.unit, number.unit)
    if sizes is None:
        same = number.value == key.value
        return "right number, wrong unit" if same else "another unit is asked for"
    wanted, got = key.value * sizes[0], number.value * sizes[1]
    if got and got == -wanted:
        return "right number, wrong sign"
    if got and wanted:
        ratio = max(got / wanted, wanted / got)
        if ratio in _POWERS:
            return f"off by a factor of {_POWERS[int(ratio)]}"
    if number.value == key.value:
        return "right number, wrong unit"
    return "too high" if got > wanted else "too low"
