"""Dates: read, never guessed at. Less than was asked is half right, a wrong part is wrong.

The reading is that of `values`: dateutil and dateparser fill in what a text leaves out from
today's date, and a quiz has to see what is missing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from nkquiz.scoring.result import Result, Verdict, correct, partial, prompt, typo, wrong
from nkquiz.scoring.target import Target
from nkquiz.scoring.wording import joined, repaired, without_lead_in, without_weekday
from nkquiz.values import Date, Grain, equal, parse_dates, print_date
from nkquiz.values.words import language_of

#: The last two digits of a year, at the end of a date.
_SHORT_YEAR = re.compile(r"(.*?)['’]?(\d\d)", re.DOTALL)
_NEGATIVE = re.compile(r"[-−](\d{1,4})")
_SHORT_DECADE = re.compile(r"(?:the )?['’]?(\d0)['’]?s")
_DECADES = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960,
    "seventies": 1970, "eighties": 1980, "nineties": 1990,
}  # fmt: skip


def judge_date(written: str, key: Date, target: Target) -> Result | None:
    """Judge a response to a question for a date; None where it is no date at all."""
    language = target.language
    text = without_weekday(without_lead_in(written, language), language)
    readings = parse_dates(text, language) or _loosely(text, key, language)
    if len(readings) > 1:
        return _ambiguous(readings, key, target)
    if readings:
        return _compare(readings[0], key, target)
    short = _short_year(text, key, target)
    return short or (None if target.strict else _misspelled(text, key, target))


def _misspelled(text: str, key: Date, target: Target) -> Result | None:
    for guess in repaired(text, target.language):
        readings = parse_dates(guess, target.language)
        if len(readings) == 1:
            result = _compare(readings[0], key, target)
            return typo(f"nearly: {target.key}") if result.verdict is Verdict.CORRECT else result
    return None


def _loosely(text: str, key: Date, language: str) -> tuple[Date, ...]:
    """What is a date only because one of that kind is asked for: 44 or -44, the sixties, 18th."""
    if key.grain is Grain.YEAR and "era" in key.form and text.isdecimal() and text.isascii():
        return (Date(int(text)),)
    if key.grain is Grain.YEAR and (found := _NEGATIVE.fullmatch(text)):
        return (Date(1 - int(found[1]), form="era"),)
    decade = _DECADES.get(text.casefold().removeprefix("the ")) if language[:2] == "en" else None
    if decade:
        return (Date(decade, grain=Grain.DECADE),)
    if key.grain is Grain.CENTURY:
        return parse_dates(f"{text} {language_of(language).century}", language)
    return ()


def _short_year(text: str, key: Date, target: Target) -> Result | None:
    """Two digits for a year: right if they end the right one, but of which century?"""
    if key.year is None or key.year < 100:
        return None
    if key.grain is Grain.DECADE and (decade := _SHORT_DECADE.fullmatch(text)):
        right = key.year % 100 == int(decade[1])
        return prompt("the whole decade, please") if right else wrong("another decade")
    found = _SHORT_YEAR.fullmatch(text)
    if found is None or found[1][-1:].isdecimal():
        return None
    whole = parse_dates(f"{found[1]}{key.year // 100}{found[2]}", target.language)
    if not whole:
        return None
    if any(_compare(date, key, target).verdict is Verdict.CORRECT for date in whole):
        return prompt("the whole year, please")
    return wrong("another date")


def _ambiguous(readings: tuple[Date, ...], key: Date, target: Target) -> Result:
    """3/4/1950: asked again if one of its meanings is right."""
    if not any(_compare(r, key, target).points for r in readings):
        return wrong("not that date, whichever way it is read")
    like = Date(key.year, 1, 1, Grain.DAY, "{day} {month_name} {year}", target.language)
    meant = [print_date(r, like) if r.grain is Grain.DAY else str(r.year) for r in readings]
    return prompt(f"is that {joined(meant, 'or')}?")


def _compare(date: Date, key: Date, target: Target) -> Result:
    if equal(key, date, target.tolerance):
        return correct("" if key == date else f"close enough: {target.key}")
    if key.grain is Grain.CENTURY and date.grain is Grain.DECADE and date.year == key.year - 1:  # type: ignore[operator]
        return correct()  # the 1700s
    if date.contains(key) and date != key:
        return partial(f"right, but more exactly: {target.key}")
    if _lacks_era(date, key):
        return partial(f"right, with the era: {target.key}")
    if key.contains(date):
        if key.grain in (Grain.DECADE, Grain.CENTURY):
            return prompt(f"asked for is a {key.grain.value}: which?")
        return correct(f"asked for was no more than {target.key}")
    return wrong(_difference(date, key))


def _lacks_era(date: Date, key: Date) -> bool:
    """Whether only the BC is missing: 44 for 44 BC."""
    if key.year is None or key.year > 0 or date.year is None or "era" in date.form:
        return False
    return replace(date, year=1 - date.year) == key


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
            return f"right {joined(right)}, wrong {joined(off)}"
    if date.year is not None and key.year is not None and date.year != key.year:
        return _distance(date.year, key.year, date.grain)
    return "another date"


def _distance(year: int, key: int, grain: Grain) -> str:
    early = "early" if year < key else "late"
    years = abs(year - key)
    if grain in (Grain.DECADE, Grain.CENTURY):
        return f"too {early}"
    return f"a year too {early}" if years == 1 else f"{years} years too {early}"
