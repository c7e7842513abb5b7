"""Numbers as a sort of value: compared with their units, stepped, bounded by their sentence.

`nkquiz.values.numbers` reads and prints them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any

from nkquiz.values import cjk
from nkquiz.values.compare import TIMES, steps_apart
from nkquiz.values.dates import parse_date, reads_as_year
from nkquiz.values.numbers import (
    EXACT,
    FINEST_PARTS,
    Notation,
    Number,
    NumberForm,
    machine_number,
    parse_number,
    plain,
    print_number,
    printed_unit,
    significant_exponent,
)
from nkquiz.values.sort import Limits, Room, ValueSort
from nkquiz.values.spelling import is_compound, number_words
from nkquiz.values.tolerance import Tolerance, parse_tolerance
from nkquiz.values.units import common_sizes
from nkquiz.values.words import Language, language_of, leading_words

_ONE = Decimal(1)
#: Fractions beyond these may be days of a month: 9/11.
_LARGEST_DENOMINATOR = 10


# --- read ------------------------------------------------------------------------------------


def _begins(word: str, second: str, words: Language) -> bool:
    first = _first_words(words)
    if word in first or (word in leading_words(words) and second in first):
        return True
    return is_compound(word, words)


@lru_cache(maxsize=64)
def _first_words(words: Language) -> frozenset[str]:
    return number_words(words) - leading_words(words) - {words.of, words.joiner}


def _recognise(text: str, language: str, unit: str) -> Number | None:
    """The number that a text is, unless it is a year, or a word in Chinese, Japanese or Korean."""
    number = parse_number(text, language, unit)
    if number is None or unit:
        return number
    form = number.form
    if form.notation is Notation.FRACTION and form.denominator > _LARGEST_DENOMINATOR:
        return None
    date = parse_date(text, language)
    if date is not None and reads_as_year(date):
        return None
    is_cjk = form.notation is Notation.WORDS and language_of(language).code in cjk.LANGUAGES
    return None if is_cjk and cjk.may_be_word(text.strip()) else number


# --- written and compared ----------------------------------------------------------------------


def _style(number: Number) -> Hashable:
    return number.unit, number.form


def _alike(a: Number, b: Number) -> bool:
    if a.unit == b.unit and a.form == b.form:
        return True
    return _shape(a) == _shape(b) and (a.form.group == b.form.group or _is_short(a) or _is_short(b))


def _shape(number: Number) -> tuple[str, NumberForm]:
    """The form without what depends on the value itself: 1/2 and 2/3 are both fractions."""
    form = number.form
    sign = form.sign if form.sign == "+" else ""
    unit = printed_unit(number, one=False)
    return number.unit, replace(
        form, sign=sign, group="", joined=False, unit_text=unit, own_signs=False, denominator=0
    )


def _is_short(number: Number) -> bool:
    """Whether there are no thousands to group."""
    return number.value.copy_abs() < 1000 * number.form.scale * number.form.implied


def _equal(key: Number, other: Number, tolerance: str) -> bool:
    sizes = common_sizes(key.unit, other.unit)
    if sizes is None:
        return False
    off = _allowance(key, parse_tolerance(tolerance) if tolerance else None)
    wanted, allowed = (EXACT.multiply(n, sizes[0]) for n in (key.value, off))
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


def _takes(tolerance: Tolerance, number: Number | None) -> bool:
    """A share, or an amount of what the number has."""
    if number is None or tolerance.relative:
        return True
    return common_sizes(tolerance.unit, number.unit) is not None


def _allowance(key: Number, tolerance: Tolerance | None) -> Decimal:
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


#: How near a number must be to an approximate one to be as right: nobody says "about" of less.
_NEAR = "10 %"


def _may_be_equal(a: Number, b: Number, tolerance: str) -> bool:
    approximate = a.form.before or b.form.before
    if approximate and (_equal(a, b, _NEAR) or _equal(b, a, _NEAR)):
        return True
    if not tolerance and a.form == b.form:  # most are written alike: then they can be compared
        return a.unit == b.unit and a.value == b.value
    return _equal(a, b, tolerance)


_POWERS = {
    10: "ten", 100: "a hundred", 1000: "a thousand", 10**6: "a million", 10**9: "a billion",
}  # fmt: skip


def _difference(number: Number, key: Number) -> str:
    sizes = common_sizes(key.unit, number.unit)
    if sizes is None:
        same = number.value == key.value
        return "right number, wrong unit" if same else asked_unit(key)
    wanted, got = EXACT.multiply(key.value, sizes[0]), EXACT.multiply(number.value, sizes[1])
    if got and got == wanted.copy_negate():
        return "right number, wrong sign"
    if got and wanted:
        ratio = max(EXACT.divide(got, wanted), EXACT.divide(wanted, got))
        if ratio in _POWERS:
            return f"off by a factor of {_POWERS[int(ratio)]}"
    if number.value == key.value:
        return "right number, wrong unit"
    return "too high" if got > wanted else "too low"


def asked_unit(key: Number) -> str:
    """Which unit is asked for, as the learner is told."""
    return f"asked for is a number of {key.form.unit_text.strip() or key.unit}"


# --- placed and stepped -----------------------------------------------------------------------


def _ends(number: Number) -> tuple[Decimal, Decimal]:
    return number.value, number.value


def rounding(number: Number) -> Decimal:
    """What the number is rounded to: 10**k or, where its last digit is a 5, 5 * 10**k.

    2,700 -> 100; 25 million -> 5000000; 196 -> 1; 1.50 -> 0.01. Decimals as written count.
    """
    form = number.form
    scale = EXACT.multiply(form.scale, form.implied)
    if form.denominator:
        return plain(EXACT.divide(scale, Decimal(form.denominator)))
    if form.decimals:
        return plain(EXACT.scaleb(scale, -form.decimals))
    if not number.value:
        return plain(scale)
    power = EXACT.scaleb(_ONE, significant_exponent(number.value))
    digits = int(EXACT.divide(number.value.copy_abs(), power))
    return plain(EXACT.multiply(power, Decimal(5 if digits % 10 == 5 and digits > 10 else 1)))


def number_steps(number: Number) -> tuple[Decimal, ...]:
    """How far wrong numbers may be from the right one, the best first: equal steps that look
    natural, and of which it is neither the roundest number nor the least round.

    Ordinals the next or, where round, round ones; percentages 10 or 5 points; fractions in their
    own denominator or a finer one, mixed numbers whole steps; all else about 10 to 25 % of the
    value, and more where it is a round one, but never finer than it is written: 3 billion and
    4 billion, not 3.5 billion.
    """
    form, value = number.form, number.value.copy_abs()
    if form.denominator:
        return _fraction_steps(number)
    if number.unit in POINTS and value >= _LEAST_IN_POINTS:
        return (Decimal(5),) if EXACT.remainder(value, Decimal(5)) else (Decimal(10), Decimal(5))
    if form.ordinal and (value < 10 or EXACT.remainder(value, Decimal(5))):
        return (_ONE,)
    scale = EXACT.multiply(form.scale, form.implied)
    finest = EXACT.scaleb(_ONE, -form.decimals)
    steps = _steps_of_digits(EXACT.divide(value, scale)) if value else ()
    even = [step for step in steps if not EXACT.remainder(step, finest)] or [finest]
    return tuple(plain(EXACT.multiply(step, scale)) for step in even)


#: Units of which so many points are a step, from the value on that has room for one.
POINTS = ("%", "pp")
_LEAST_IN_POINTS = 5
#: Steps in the place of the first digit.
_STEPS = (_ONE, Decimal("0.5"), Decimal("0.2"), Decimal("0.1"))
#: Around a power of ten: 800 and 1,200 would leave 1,000 the roundest, 700 to 900 don't.
_STEPS_OF_TEN = (_ONE, Decimal("0.5"), Decimal("0.1"), Decimal("0.2"))


def _steps_of_digits(value: Decimal) -> tuple[Decimal, ...]:
    """The steps of a number by its digits, so that those beside it end as it does.

    With steps of a higher place than its last digit all end in that digit: 196, 216; 45, 55. A
    step of 5 in that place ends all others but a 5 as far from a round number: 27, 32. What has
    a single digit shares its steps with its neighbours, so that each is the key as often: 2,000
    is beside 3,000 and beside 2,500.
    """
    digits = EXACT.normalize(value).as_tuple().digits
    lead, is_half = digits[0], digits[1:] == (5,)
    steps = _STEPS_OF_TEN if digits == (1,) else _STEPS
    if len(digits) == 1 or lead >= 5 or (is_half and lead > 1):
        longest = 0
    else:
        longest = 1 if lead > 1 or is_half else 2
    return tuple(EXACT.scaleb(step, value.adjusted()) for step in steps[longest:])


def _fraction_steps(number: Number) -> tuple[Decimal, ...]:
    """Parts of one: of the denominator or, where it has too few, of a multiple: 2/3 is 4/6.

    2½ beside 1½ and 3½: beside 2 and 3 it would be the only one with a fraction.
    """
    value, part = number.value.copy_abs(), rounding(number)
    whole = EXACT.multiply(part, Decimal(number.form.denominator))
    with localcontext(EXACT):
        if value >= whole:
            return (plain(max(1, round(value * _AIM / whole)) * whole),)
        return tuple(part / times for times in range(1, FINEST_PARTS + 1))


_AIM = Decimal("0.175")

#: Steps of percentages where 5 and 10 points have no room at any rank.
_FINE_POINTS = (Decimal(2), Decimal(1))


def _stepped(
    key: Number, offsets: Sequence[int], limits: Limits
) -> tuple[Iterator[list[str]], ...]:
    best = _best(key, offsets, limits)
    if key.unit not in POINTS:
        return (best,)
    return best, _in_steps(key, offsets, limits, _FINE_POINTS)


def _best(key: Number, offsets: Sequence[int], limits: Limits) -> Iterator[list[str]]:
    yield from _in_steps(key, offsets, limits, number_steps(key))
    longest = _longest(key, offsets, limits.room)
    if longest is not None and key.unit not in POINTS:
        # Where the sentence leaves little room, the steps are as small as it takes.
        yield from _in_steps(key, offsets, limits, (_below(longest, rounding(key)),))


def _in_steps(
    key: Number, offsets: Sequence[int], limits: Limits, steps: Iterable[Decimal]
) -> Iterator[list[str]]:
    """Numbers in each of these steps, where the sentence leaves room for the first and the last."""
    for step in filter(None, steps):
        near = (replace(key, value=EXACT.fma(step, n, key.value)) for n in TIMES)
        times = steps_apart(key, near, limits.tolerance)
        values = [EXACT.fma(step, n * times, key.value) for n in offsets]
        if all(limits.room.holds(replace(key, value=end)) for end in (values[0], values[-1])):
            texts = [print_number(value, key) for value in values]
            if all(_is_in_form(text, key, limits.unit) for text in texts):
                yield texts


def _is_in_form(text: str, key: Number, unit: str) -> bool:
    """Whether a printed number has the form of the key: a half more than 2½ is 3, and has not."""
    number = parse_number(text, key.form.language, unit)
    return number is not None and _alike(number, key)


def _longest(key: Number, offsets: Sequence[int], room: Room) -> Decimal | None:
    """The longest step of which these numbers fit; None where any does."""
    longest: list[Decimal] = []
    if room.low is not None and offsets[0] < 0:
        longest.append(EXACT.divide(EXACT.subtract(key.value, room.low), -offsets[0]))
    if room.high is not None and offsets[-1] > 0:
        longest.append(EXACT.divide(EXACT.subtract(room.high, key.value), offsets[-1]))
    return min(longest, default=None)


def _below(longest: Decimal, unit: Decimal) -> Decimal:
    """The greatest multiple of a unit that is less than `longest`; 0 where there is none."""
    times = int(EXACT.divide(longest, unit))
    below = times if EXACT.multiply(unit, times) < longest else times - 1
    return EXACT.multiply(unit, below)


#: Units of which 0 is not the least: 0 °C has room below, 0 K has none.
_BELOW_ZERO = ("°C", "°F")


def _fits(number: Number, key: Number, _: Limits) -> bool:
    """No count is negative or 0, and no share of a whole more than 100 %."""
    if key.unit == "%" and key.value.copy_abs() <= 100 < number.value.copy_abs():
        return False
    if key.value < 0 or (key.value == 0 and key.unit in _BELOW_ZERO):
        return True
    is_count = key.value == key.value.to_integral_value()
    return number.value >= (1 if key.value and is_count else 0)


# --- beside a sentence ------------------------------------------------------------------------

_BOUNDS = {
    "en": (
        "at least", "at most", "more than", "less than", "fewer than", "greater than", "over",
        "under", "above", "below", "up to", "exceeds", "exceeding", "a minimum of",
        "a maximum of", "older than", "younger than", "larger than", "smaller than",
        "higher than", "lower than", "longer than", "shorter than",
    ),
    "de": (
        "mindestens", "höchstens", "mehr als", "weniger als", "über", "unter", "bis zu",
        "maximal", "minimal",
    ),
    "fr": (
        "au moins", "au plus", "plus de", "moins de", "jusqu'à", "au-dessus de", "au-dessous de",
        "au maximum", "au minimum",
    ),
    "es": (
        "al menos", "por lo menos", "como máximo", "como mínimo", "más de", "menos de", "hasta",
    ),
}  # fmt: skip
#: What stands before the number of which the blank counts a part.
_OF = {
    "en": r"\b(?:out of|of|among) (?:(?:the|its|his|her|their|our|all) )?",
    "de": r"\bvon (?:(?:den|allen|insgesamt) )?",
    "fr": r"\b(?:sur|des|parmi) (?:les )?",
    "es": r"\b(?:de|entre) (?:los |las )?",
}


def _room(key: Number, text: str, language: str) -> Room:
    """Below the number of which the key is a part. A share of one has no more than one."""
    low = Decimal(0) if key.value > 0 else None
    if key.unit:
        return Room(low)
    wholes = [Decimal(1)] if 0 < key.value < 1 else []
    pattern = _OF.get(language[:2])
    for found in re.finditer(pattern, text, re.IGNORECASE) if pattern else ():
        word = re.match(r"[\w.,]*\w", text[found.end() :])
        whole = parse_number(word.group(), language) if word else None
        if whole is not None and whole.value >= key.value:
            wholes.append(whole.value)
    return Room(low, min(wholes, default=None))


_NUMBER = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+(?:-[^\W\d_]+)*")


def _is_in(key: Number, text: str, language: str) -> bool:
    """Whether a single word of a text reads as the number; digits that touch letters are none."""
    for match in _NUMBER.finditer(text):
        if len(match[0]) > 1 or match[0].isdigit():
            number = parse_number(match[0], language)
            if number is None or number.form.ordinal or number.unit not in ("", key.unit):
                continue
            if _equal(key, number, ""):
                return True
    return False


# --- on the page ---------------------------------------------------------------------------------


def _scripted(key: Number, tolerance: str) -> dict[str, Any]:
    """Its value, how far an answer may be off, and its unit."""
    off = _allowance(key, parse_tolerance(tolerance) if tolerance else None)
    return {
        "value": machine_number(key.value),
        "off": machine_number(off),
        "ordinal": key.form.ordinal,
        "unit": key.unit,
    }


# --- how it looks -----------------------------------------------------------------------------


def _digits(number: Number) -> tuple[int, ...]:
    return () if number.form.denominator else EXACT.normalize(number.value).as_tuple().digits


def _roundness(number: Number) -> int:
    form = number.form
    is_plain = not (form.denominator or form.decimals) and form.scale == form.implied == 1
    if is_plain and EXACT.remainder(number.value, 10):
        return 0
    return rounding(number).adjusted()


NUMBER: ValueSort[Number] = ValueSort(
    name="number",
    noun="number",
    example="1,250 km",
    begins=_begins,
    read=parse_number,
    recognise=_recognise,
    style=_style,
    alike=_alike,
    equal=_equal,
    may_be_equal=_may_be_equal,
    difference=_difference,
    takes=_takes,
    tolerance="0.1, or 10 %",
    ends=_ends,
    stepped=_stepped,
    fits=_fits,
    room=_room,
    bounds=_BOUNDS,
    is_in=_is_in,
    scripted=_scripted,
    digits=_digits,
    roundness=_roundness,
)
Number.sort = NUMBER
