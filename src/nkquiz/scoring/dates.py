"""Dates: read, never guessed at. Less than was asked is half right, a wrong part is wrong.

The reading is that of `values`: dateutil and dateparser fill in what a text leaves out from
today's date, and a quiz has to see what is missing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from nkquiz.scoring.result import Result, Verdict, correct, partial, prompt, typo, wrong
from nkquiz.scoring.target import Target
from nkquiz.scoring.wording import joined, repaired, without_lead_in
from nkquiz.values import Date, Grain, equal, parse_dates, print_date

_SHORT_YEAR = re.compile(r"['’]?(\d\d)")
_GRAINS = (Grain.DAY, Grain.MONTH, Grain.YEAR, Grain.DECADE, Grain.CENTURY)


def judge_date(written: str, key: Date, target: Target) -> Result | None:
    """Judge a response to a question for a date; None where it is no date at all."""
    text = without_lead_in(written, target.language)
    readings = parse_dates(text, target.language)
    if not readings:
        year = _short_year(text, key)
        if year is not None:
            return year
        if text.isdecimal() and text.isascii() and "era" in key.form:
            return _compare(Date(int(text)), key, target)
        for guess in () if target.strict else repaired(text, target.language):
            readings = parse_dates(guess, target.language)
            if len(readings) == 1:
                result = _compare(readings[0], key, target)
                right = result.verdict is Verdict.CORRECT
                return typo(f"nearly: {target.key}") if right else result
        return None
    if len(readings) > 1:
        return _ambiguous(readings, key, target)
    return _compare(readings[0], key, target)


def _short_year(text: str, key: Date) -> Result | None:
    """Two digits: right if they end the year, but which century?"""
    found = _SHORT_YEAR.fullmatch(text)
    if found is None or key.grain is not Grain.YEAR or key.year is None or key.year < 100:
        return None
    if key.year % 100 == int(found[1]):
        return prompt("the whole year, please")
    return wrong("another year")


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
    if date.year is not None and key.year is not None and date.year == 1 - key.year:
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
