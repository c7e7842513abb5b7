"""Dates as a sort of value: compared as exactly as they are, stepped, bounded by their sentence.

`nkquiz.values.dates` reads and prints them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from nkquiz.values.compare import TIMES, steps_apart
from nkquiz.values.dates import (
    Date,
    Grain,
    date_words,
    one_era,
    parse_date,
    print_date,
    reads_as_year,
    shift,
    year_of,
)
from nkquiz.values.numbers import parse_number
from nkquiz.values.sort import Limits, Room, ValueSort
from nkquiz.values.tolerance import Tolerance, parse_tolerance
from nkquiz.values.words import Language, language_of, leading_words

# --- read ------------------------------------------------------------------------------------


def _begins(word: str, second: str, words: Language) -> bool:
    first = _first_words(words)
    if word in first or (word in leading_words(words) and second in first):
        return True
    # "XIX century"
    return word[0] in "ivx" and second in (words.century.casefold(), *words.centuries)


@lru_cache(maxsize=64)
def _first_words(words: Language) -> frozenset[str]:
    return frozenset(date_words(words)) - leading_words(words) - {words.of, words.joiner}


def _read(text: str, language: str, _: str) -> Date | None:
    return parse_date(text, language)


def _recognise(text: str, language: str, unit: str) -> Date | None:
    """The date that a text is, unless it is rather a number, or a word: "may", "march"."""
    date = parse_date(text, language)
    if date is None or (date.form == "{month_name}" and text.strip()[:1].islower()):
        return None
    if parse_number(text, language, unit) is None:
        return date
    return None if unit or not reads_as_year(date) else date


# --- written and compared ----------------------------------------------------------------------


def _style(date: Date) -> Hashable:
    return date.grain, date.form, date.year is None, date.language


def _alike(a: Date, b: Date) -> bool:
    """As exact, of one era, and one printed like the other."""
    if a.grain is not b.grain or (a.year is None) is not (b.year is None) or not one_era(a, b):
        return False
    if a.form == b.form and a.language == b.language:
        return True
    return print_date(a, b) == print_date(a, a) or print_date(b, a) == print_date(b, b)


_GRAINS = {
    "d": Grain.DAY,
    "month": Grain.MONTH,
    "year": Grain.YEAR,
    "decade": Grain.DECADE,
    "century": Grain.CENTURY,
}


def _equal(key: Date, other: Date, tolerance: str) -> bool:
    within = _between(key, tolerance) if tolerance and key.grain is other.grain else None
    if within is None or (key.year is None) is not (other.year is None):
        return key == other
    first, last = within
    return first.interval()[0] <= other.interval()[0] <= last.interval()[0]


def _takes(tolerance: Tolerance, date: Date | None) -> bool:
    """Whole days, months, years and so on; of which, where there is no unit, the date says."""
    if date is not None:
        return _within(date, tolerance) is not None
    is_whole = tolerance.amount == tolerance.amount.to_integral_value()
    return is_whole and not tolerance.relative and tolerance.unit in ("", *_GRAINS)


def _between(key: Date, tolerance: str) -> tuple[Date, Date] | None:
    """The first and the last date that are within a tolerance; None where it isn't taken."""
    allowed = parse_tolerance(tolerance)
    return _within(key, allowed) if allowed is not None else None


def _within(key: Date, allowed: Tolerance) -> tuple[Date, Date] | None:
    if not _takes(allowed, None):
        return None
    grain, steps = _GRAINS.get(allowed.unit, key.grain), int(allowed.amount)
    try:
        return shift(key, -steps, grain), shift(key, steps, grain)
    except ValueError:
        return None


def _may_be_equal(a: Date, b: Date, tolerance: str) -> bool:
    if (_approximate(a) or _approximate(b)) and _are_near(a, b):
        return True
    is_plain = not tolerance and a.form == b.form and a.grain is b.grain
    if is_plain and a.year and b.year:  # most are written alike: then they can be compared
        return a == b
    return a.overlaps(b) or _equal(a, b, tolerance)


def _approximate(date: Date) -> bool:
    """Whether a date says of itself that it is not exact: about 1994, c. 44 BC."""
    before = "" if date.form[:1] == "{" else date.form.partition("{")[0]
    return before.strip(" .").casefold() in language_of(date.language).about


#: How near a date must be to an approximate one to be as right: ten years, or ten days or months
#: where it is as exact as that. Nobody says "about" of less.
_NEAR_DAYS = {Grain.DAY: 10, Grain.MONTH: 305}
_TEN_YEARS = 3653


def _are_near(a: Date, b: Date) -> bool:
    """Whether two dates are so near that "about" may mean the other."""
    if a.year is None or b.year is None:
        return a.overlaps(b)
    (first, last), (its_first, its_last) = a.interval(), b.interval()
    near = max(_NEAR_DAYS.get(date.grain, _TEN_YEARS) for date in (a, b))
    return its_first - last <= near and first - its_last <= near


def _difference(date: Date, key: Date) -> str:
    """Which parts are right, and which are not."""
    if None not in (date.year, key.year) and date == replace(key, year=1 - (key.year or 0)):
        return "right number, wrong era"
    parts = [
        (name, mine == its)
        for name, mine, its in (
            ("day", date.day, key.day), ("month", date.month, key.month), ("year", date.year, key.year),
        )
        if mine is not None and its is not None
    ]  # fmt: skip
    if date.grain is key.grain or key.grain in (Grain.DAY, Grain.MONTH):
        right = [name for name, is_right in parts if is_right]
        off = [name for name, is_right in parts if not is_right]
        if right and off:
            return f"right {' and '.join(right)}, wrong {' and '.join(off)}"
    if date.year is not None and key.year is not None and date.year != key.year:
        return _distance(date.year, key.year, date.grain)
    return "another date"


def _distance(year: int, key: int, grain: Grain) -> str:
    early = "early" if year < key else "late"
    years = abs(year - key)
    if grain in (Grain.DECADE, Grain.CENTURY):
        return f"too {early}"
    return f"a year too {early}" if years == 1 else f"{years} years too {early}"


# --- placed and stepped -----------------------------------------------------------------------


@lru_cache(maxsize=1 << 12)
def _ends(date: Date) -> tuple[Decimal, Decimal]:
    first, last = date.interval()
    return Decimal(first), Decimal(last)


def date_steps(date: Date, today: Decimal) -> tuple[tuple[int, ...], Grain]:
    """How far wrong dates may be from the right one, the best first: equal steps, in the date's
    own grain.

    Years about 5 % of the distance to `today`, one within 20 years of it; where the year is a
    round one, round steps; months up to 3 and days up to 7, by the same 5 %. Shorter ones come
    after that, then longer ones.
    """
    if date.grain in (Grain.DECADE, Grain.CENTURY) or date.year is None:
        return (1, 2, 3), date.grain
    days = abs(int(today) - date.interval()[0])
    if date.grain is Grain.DAY:
        return _around(min(7, max(1, days // 20))), Grain.DAY
    if date.grain is Grain.MONTH:
        return _around(min(3, max(1, days // 30 // 20))), Grain.MONTH
    # As written: 44 BC is the year -43.
    written = date.year if date.year > 0 else 1 - date.year
    best = _year_step(written, abs(year_of(int(today)) - date.year))
    if best % 10:
        return _around(best), Grain.YEAR
    return tuple(dict.fromkeys((best, 2 * best, best // 2, *_around(best)))), Grain.YEAR


def _around(step: int) -> tuple[int, ...]:
    """A step, then the shorter ones, then the longer ones up to twice as long."""
    return (*range(step, 0, -1), *range(step + 1, 2 * step + 2))


#: Steps of years. Those of a year that ends in 0 or 5 are multiples of ten, so that it is not
#: the roundest; those of any other are multiples of 5, where there is room.
_YEAR_STEPS = (1, 2, 5, 10, 25, 50, 100, 200, 500)


def _year_step(year: int, distance: int) -> int:
    """The step nearest to 5 % of the distance among those that leave all years as round."""
    wanted = max(2.0, distance * 0.05) if distance > 20 else 1.0
    steps = [step for step in _YEAR_STEPS if year % 5 or step % 10 == 0]
    if year % 50 == 0 and distance > 250:
        steps = [step for step in steps if step % (100 if year % 100 == 0 else 50) == 0]
    return min(steps, key=lambda step: max(step / wanted, wanted / step))


def _stepped(key: Date, offsets: Sequence[int], limits: Limits) -> tuple[Iterator[list[str]]]:
    return (_in_steps(key, offsets, limits),)


def _in_steps(key: Date, offsets: Sequence[int], limits: Limits) -> Iterator[list[str]]:
    """Dates in the era of the key, not after today, where the sentence leaves room for the first
    and the last.
    """
    steps, grain = date_steps(key, limits.today[0])
    for step in steps:
        near = (shift(key, -n * step, grain) for n in TIMES)
        times = steps_apart(key, near, limits.tolerance)
        dates = [shift(key, n * times * step, grain) for n in offsets]
        outermost = (dates[0], dates[-1])
        in_room = all(limits.room.holds(end) and one_era(end, key) for end in outermost)
        if in_room and _is_past(dates[-1], limits.today):
            yield [print_date(date, key) for date in dates]


def _fits(date: Date, key: Date, limits: Limits) -> bool:
    """Of the era of the key, and not after today."""
    return one_era(date, key) and _is_past(date, limits.today)


def _is_past(date: Date, today: tuple[Decimal, Decimal]) -> bool:
    return date.year is None or _ends(date)[0] <= today[1]


# --- beside a sentence ------------------------------------------------------------------------

_BOUNDS = {
    "en": ("before", "after", "by", "not before", "no later than", "as early as", "as late as"),
    "de": ("vor", "nach", "spätestens", "frühestens"),
    "fr": ("avant", "après"),
    "es": ("antes de", "después de"),
}
_YEAR = re.compile(
    r"(?<![\w.,])(?:\d{1,4} ?(?:BCE?|CE|AD)|AD ?\d{1,4}|\d{3,4})(?![\w%]|[.,]\d)", re.ASCII
)
#: What a date in a sentence is made of, and how many of them at the most: the 5th of June 1967.
_WORD = re.compile(r"[^\s\0–—]+")
_DIGIT = re.compile(r"\d")
_LONGEST_DATE = 5
_AROUND = ".,;:!?()[]'\"“”-"


def _room(key: Date, text: str, language: str) -> Room:
    """Between the dates before the key and those after it. One that could be the same day, such
    as the year of a day, is neither.
    """
    if _DIGIT.search(text) is None:
        return Room()
    first, last = _ends(key)
    alike = (_as_exact(date, key) for date in _dates_in(text, language))
    others = [_ends(date) for date in alike if date is not None]
    low = max((its_last for _, its_last in others if its_last < first), default=None)
    high = min((its_first for its_first, _ in others if its_first > last), default=None)
    return Room(low, high, beside=low is not None or high is not None)


def _as_exact(date: Date, key: Date) -> Date | None:
    """The date with a year if the key has one, else without; None where nothing is left of it.

    "From 5 June to 10 June 1967": both are days of that year.
    """
    if (date.year is None) is (key.year is None):
        return date
    return None if date.month is None else replace(date, year=key.year)


def _dates_in(text: str, language: str) -> Iterator[Date]:
    """The dates in a text, each as long as it can be read; of "1914-18" the first year."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        for count in range(min(_LONGEST_DATE, len(words) - at), 0, -1):
            phrase = text[words[at].start() : words[at + count - 1].end()].strip(_AROUND)
            date = parse_date(phrase, language) if _DIGIT.search(phrase) else None
            if date is not None:
                yield date
                at += count - 1
                break
        else:
            years = (parse_date(year[0], language) for year in _YEAR.finditer(words[at][0]))
            yield from (year for year in years if year is not None)
        at += 1


# --- on the page ---------------------------------------------------------------------------------


def _scripted(key: Date, tolerance: str) -> dict[str, Any]:
    """Its parts and, with a tolerance, the first days between which an answer may lie."""
    record: dict[str, Any] = {
        "y": key.year, "m": key.month, "d": key.day, "grain": key.grain.value,
        "era": "era" in key.form,
    }  # fmt: skip
    ends = _between(key, tolerance) if tolerance and key.year is not None else None
    if ends is not None:
        record["from"], record["to"] = (
            (d.year or 0) * 10000 + (d.month or 1) * 100 + (d.day or 1) for d in ends
        )
    return record


# --- how it looks -----------------------------------------------------------------------------

_WORDS = {grain: grain.value for grain in Grain} | {Grain.DAY: "date"}


def _has_year(date: Date) -> bool:
    return date.year is not None


def _digits(date: Date) -> tuple[int, ...]:
    """Those of a year as it is written; none of a date that is no year."""
    if date.year is None or date.grain is not Grain.YEAR:
        return ()
    written = date.year if date.year > 0 else 1 - date.year
    return Decimal(written).normalize().as_tuple().digits


DATE: ValueSort[Date] = ValueSort(
    name="date",
    noun="date",
    example="14 July 1789",
    begins=_begins,
    read=_read,
    recognise=_recognise,
    style=_style,
    alike=_alike,
    equal=_equal,
    may_be_equal=_may_be_equal,
    difference=_difference,
    takes=_takes,
    tolerance="2 years",
    ends=_ends,
    stepped=_stepped,
    fits=_fits,
    room=_room,
    bounds=_BOUNDS,
    scripted=_scripted,
    word=lambda date: _WORDS[date.grain],
    precision=lambda date: date.grain,
    orders_facts=_has_year,
    digits=_digits,
)
Date.sort = DATE
