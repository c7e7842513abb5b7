"""Numbers and dates alike: what a text reads as, and whether two values are equal.

Values are compared, never their spelling: 2,700 is 2700 is two thousand seven hundred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from nkquiz.values import cjk
from nkquiz.values.dates import Date, Grain, date_words, dates_alike, parse_date, shift
from nkquiz.values.digits import LONGEST
from nkquiz.values.numbers import EXACT, Notation, Number, numbers_alike, parse_number
from nkquiz.values.spelling import is_compound, number_words
from nkquiz.values.units import common_sizes
from nkquiz.values.words import Language, language_of

#: Bare numbers that read as years.
_YEARS = range(1000, 2100)
#: Fractions beyond these may be days of a month: 9/11.
_LARGEST_DENOMINATOR = 10

_DIGIT = re.compile(r"[\d¼-¾⅐-⅞]")
_FIRST_WORDS = re.compile(r"\s*([^\W\d_]+)[\s-]*([^\W\d_]*)")


def may_be_value(text: str, language: str = "en") -> bool:
    """Whether a look at the text is worth while: it has a digit, or begins like a value."""
    if _DIGIT.search(text):
        return True
    found = _FIRST_WORDS.match(text)
    if found is None:
        return False
    if found[1][0] in cjk.LETTERS:
        return language_of(language).code in cjk.LANGUAGES
    first, leading = _value_words(language)
    word = found[1].casefold()
    if word in first or (word in leading and found[2].casefold() in first):
        return True
    words = language_of(language)
    return is_compound(word, words) or _is_roman_century(word, found[2].casefold(), words)


def _is_roman_century(first: str, second: str, words: Language) -> bool:
    """Whether two words can be "XIX century"."""
    return first[0] in "ivx" and second in (words.century.casefold(), *words.centuries)


@lru_cache(maxsize=64)
def _value_words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that a value can begin with, and those that may stand before them."""
    words = language_of(language)
    first = number_words(words) | frozenset(date_words(words))
    leading = frozenset((*words.about, *words.minus, *words.one, words.article))
    return first - leading - {words.of, words.joiner}, leading


def read_value(
    text: str,
    sort: Literal["number", "date"] | None = None,
    language: str = "en",
    unit: str = "",
) -> Number | Date | None:
    """The number or date that a text reads as, by itself or as the `sort` that its author named.

    Without a sort, a bare 1000 to 2099 is a year, every other bare number a number. None where
    the text is no value, or an ambiguous one (3/4/1950).
    """
    if len(text) > LONGEST or not may_be_value(text, language):
        return None
    if sort == "date":
        return parse_date(text, language)
    number = parse_number(text, language, unit)
    if sort == "number" or (unit and number is not None):
        return number
    date = parse_date(text, language)
    if date is not None and (number is None or _reads_as_date(date)):
        # "may" and "march" in lower case are words, not months.
        return None if date.form == "{month_name}" and text.strip()[:1].islower() else date
    if number is None or not _reads_as_number(number):
        return None
    cjk_word = number.form.notation is Notation.WORDS and cjk.may_be_word(text.strip())
    is_cjk = language_of(language).code in cjk.LANGUAGES
    return None if is_cjk and cjk_word else number


def _reads_as_date(date: Date) -> bool:
    """Whether a text that is a number as well is meant as a date: a year, by itself or circa."""
    words = language_of(date.language)
    before = date.form.partition("{")[0].strip(" .").casefold()
    return date.year in _YEARS and (not before or before in words.circa)


def approximate(value: Number | Date) -> bool:
    """Whether a value says of itself that it is not exact: about 1994, c. 44 BC, ~5 km."""
    if isinstance(value, Number):
        return bool(value.form.before)
    before = "" if value.form[:1] == "{" else value.form.partition("{")[0]
    return before.strip(" .").casefold() in language_of(value.language).about


def _reads_as_number(number: Number) -> bool:
    form = number.form
    if form.notation is not Notation.FRACTION:
        return True
    return form.denominator <= _LARGEST_DENOMINATOR


def written_alike(a: Number | Date, b: Number | Date) -> bool:
    """Whether two values are written in one form, so that neither stands out among options.

    The same precision, unit and pattern: 2,700 and 900; 14 July and 3 May, not 3rd May.
    """
    if isinstance(a, Number) and isinstance(b, Number):
        return numbers_alike(a, b)
    return isinstance(a, Date) and isinstance(b, Date) and dates_alike(a, b)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an answer may be off: `amount` of `unit`, or of the value where relative."""

    amount: Decimal
    relative: bool = False
    unit: str = ""
    absolute: bool = False  # the amount carries a scale of its own: "1 million"


_GRAINS = {
    "d": Grain.DAY,
    "month": Grain.MONTH,
    "year": Grain.YEAR,
    "decade": Grain.DECADE,
    "century": Grain.CENTURY,
}


@lru_cache(maxsize=1024)
def parse_tolerance(text: str, language: str = "en") -> Tolerance | None:
    """Read a tolerance; None if it is none.

    "0.1" counts in the unit of the value, "10 %" is a share of it, "2 years" has its own unit.
    """
    number = parse_number(text.strip().removeprefix("±"), language)
    if number is None or number.value < 0 or number.form.ordinal:
        return None
    if number.unit == "%":
        return Tolerance(EXACT.divide(number.value, 100), relative=True)
    return Tolerance(number.value, unit=number.unit, absolute=number.form.scale != 1)


def equal(key: Number | Date, other: Number | Date, tolerance: str | Tolerance = "") -> bool:
    """Whether `other` is the value of `key`, within the tolerance, its bounds included.

    A missing unit is fine, another unit is wrong unless it converts exactly (km, m). The
    tolerance counts in the unit of the key, and in its scale: `1` is a million for 25 million.
    """
    if isinstance(tolerance, str):
        allowed = parse_tolerance(tolerance) if tolerance else None
    else:
        allowed = tolerance
    if isinstance(key, Number) and isinstance(other, Number):
        return _equal_numbers(key, other, allowed)
    if isinstance(key, Date) and isinstance(other, Date):
        return _equal_dates(key, other, allowed)
    return False


def _equal_numbers(key: Number, other: Number, tolerance: Tolerance | None) -> bool:
    sizes = common_sizes(key.unit, other.unit)
    if sizes is None:
        return False
    wanted, allowed = (EXACT.multiply(n, sizes[0]) for n in (key.value, allowance(key, tolerance)))
    return any(
        EXACT.subtract(wanted, EXACT.multiply(value, sizes[1])).copy_abs() <= allowed
        for value in _meanings(key, other)
    )


def _meanings(key: Number, other: Number) -> set[Decimal]:
    """The values of a number, read with and without the scale that the author's unit has.

    Where the unit is "million", 1.9 and 1,900,000 are both right.
    """
    bare = other.form.scale == 1
    written = EXACT.divide(other.value, other.form.implied)
    scaled = EXACT.multiply(written, key.form.implied)
    return {other.value, written, scaled} if bare else {other.value}


def allowance(key: Number, tolerance: Tolerance | None) -> Decimal:
    """How far an answer may be off, in the unit of the key."""
    if tolerance is None:
        return Decimal(0)
    value = key.value.copy_abs()
    if tolerance.relative:
        return EXACT.multiply(value, tolerance.amount)
    amount = tolerance.amount
    scale = EXACT.multiply(key.form.scale, key.form.implied)
    if not tolerance.absolute and EXACT.multiply(amount, scale) < value:
        amount = EXACT.multiply(amount, scale)
    sizes = common_sizes(tolerance.unit, key.unit)
    if sizes is None:
        return Decimal(0)
    return EXACT.divide(EXACT.multiply(amount, sizes[0]), sizes[1])


def _equal_dates(key: Date, other: Date, tolerance: Tolerance | None) -> bool:
    if key == other or tolerance is None or key.grain is not other.grain:
        return key == other
    if (key.year is None) is not (other.year is None) or tolerance.relative:
        return False
    grain = _GRAINS.get(tolerance.unit, key.grain)
    steps = int(tolerance.amount)
    try:
        first, last = shift(key, -steps, grain), shift(key, steps, grain)
    except ValueError:
        return False
    return first.interval()[0] <= other.interval()[0] <= last.interval()[0]
