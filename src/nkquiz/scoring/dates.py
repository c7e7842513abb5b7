"""Dates: read, never guessed at. Less than was asked is half right, a wrong part is wrong.

The reading is that of `values`: dateutil and dateparser fill in what a text leaves out from
today's date, and a quiz has to see what is missing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from nkquiz.scoring.result import Result, Verdict, correct, partial, prompt, typo, wrong
from nkquiz.scoring.target import Target
from nkquiz.scoring.wording import (
    joined,
    repaired,
    without_lead_in,
    without_weekday,
    year_in_words,
)
from nkquiz.values import DATE, Date, Grain, Notation, equal, parse_dates, parse_number, print_date
from nkquiz.values.cjk import in_digits
from nkquiz.values.dates import month_length
from nkquiz.values.digits import roman_value
from nkquiz.values.locales import flat, letters, ranks
from nkquiz.values.words import Language, language_of

#: The last two digits of a year, at the end of a date.
_SHORT_YEAR = re.compile(r"(.*?)['’]?(\d\d)", re.DOTALL)
_NEGATIVE = re.compile(r"[-−](\d{1,4})")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})\.\s?(\d{4})|(\d{4})[/.]\s?(\d{1,2})")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\.?")
_LEAP = 2000
_APOSTROPHE_OF_DECADE = re.compile(r"(?<=\d0)['’](?=s\b)", re.IGNORECASE)
#: Of an ordinal: neunzehntes, neunzehnter, neunzehnten.
_GERMAN_ENDING = re.compile(r"(?<=te)[rsnm]$")
_DECADES = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960,
    "seventies": 1970, "eighties": 1980, "nineties": 1990,
}  # fmt: skip


def judge_date(written: str, key: Date, target: Target) -> Result | None:
    """Judge a response to a question for a date; None where it is no date at all."""
    language = target.language
    written = " ".join(unicodedata.normalize("NFKC", written).split())
    text = without_weekday(without_lead_in(written, language), language)
    text = _APOSTROPHE_OF_DECADE.sub("", text)  # "the 1960's"
    readings = (
        parse_dates(text, language)
        or parse_dates(in_digits(text), language)
        or _loosely(text, key, language)
    )
    if len(readings) > 1:
        return _ambiguous(readings, key, target)
    short = _short_year(text, key, target)
    if readings:
        result = _compare(readings[0], key, target)
        # "Nov 23" is a day, and may be meant for November 2023.
        is_short = short is not None and short.verdict is Verdict.PROMPT
        return short if is_short and not result.points else result
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
    match key.grain:
        case Grain.DAY:
            return _bare_day(text, language)
        case Grain.MONTH:
            return _bare_month(text, language)
        case Grain.YEAR:
            return _bare_year(text, key, language) or _decade_in_words(text, language)
        case Grain.DECADE:
            return _decade_in_words(text, language)
        case Grain.CENTURY:
            century = language_of(language).century
            return parse_dates(f"{text} {century}", language) or _century_in_words(text, language)


def _bare_year(text: str, key: Date, language: str) -> tuple[Date, ...]:
    """44 or -44; MCMXLVIII; nineteen forty-eight."""
    if "era" in key.form and text.isdecimal() and text.isascii():
        return (Date(int(text)),)
    if found := _NEGATIVE.fullmatch(text):
        return (Date(1 - int(found[1]), form="era"),)
    year = roman_value(text.casefold()) or year_in_words(text, language)
    return (Date(year),) if 100 <= year < 10_000 else ()


def _decade_in_words(text: str, language: str) -> tuple[Date, ...]:
    """The sixties; die sechziger Jahre. What names no century is of the twentieth."""
    if language[:2] == "en":
        return _english_decade(text)
    said, words = letters(text.rstrip(".")), language_of(language)
    for year_word in words.year_words:
        said = said.removesuffix(year_word)
    tens = said.removesuffix(words.decade_suffix)
    number = parse_number(tens, language) if tens != said else None
    if number is None or number.form.notation is not Notation.WORDS or number.value % 10:
        return ()
    year = int(number.value) + (1900 if 20 <= number.value < 100 else 0)
    return (Date(year, grain=Grain.DECADE),) if 1000 <= year < 10_000 else ()


def _english_decade(text: str) -> tuple[Date, ...]:
    """The sixties; the nineteen-sixties."""
    words = text.casefold().rstrip(".").replace("-", " ").removeprefix("the ").split()
    decade = _DECADES.get(words[-1]) if words else None
    if decade is None:
        return ()
    first = parse_number(" ".join(words[:-1])) if words[:-1] else None
    if words[:-1] and (first is None or not 10 <= first.value <= 20):
        return ()
    year = decade if first is None else int(first.value) * 100 + decade % 100
    return (Date(year, grain=Grain.DECADE),)


def _century_in_words(text: str, language: str) -> tuple[Date, ...]:
    """Dix-neuvième siècle, siglo diecinueve, neunzehntes Jahrhundert; the century's word may lack."""
    words = language_of(language)
    names = {words.century.casefold(), *words.centuries}
    said = flat(text.rstrip(".")).split()
    for at in (-1, 0):
        if len(said) > 1 and said[at].rstrip(".") in names:
            del said[at]
            break
    rank = 0 if words.by_rule else _rank(" ".join(said), language)
    return parse_dates(f"{rank} {words.century}", language) if rank else ()


def _rank(text: str, language: str) -> int:
    """The rank that words of another language than English are, a German one inflected or a
    cardinal; 0 where they are none.
    """
    known, said = ranks(language[:2]), letters(text)
    if language[:2] == "de":
        said = _GERMAN_ENDING.sub("", said)
    if said in known:
        return known[said]
    number = parse_number(text, language)
    is_spelled = number is not None and number.form.notation is Notation.WORDS and not number.unit
    return int(number.value) if number is not None and is_spelled else 0


def _bare_month(text: str, language: str) -> tuple[Date, ...]:
    """10.1990; 1948/09."""
    found = _MONTH_OF_YEAR.fullmatch(text)
    if found is None:
        return ()
    month, year = (found[1], found[2]) if found[1] else (found[4], found[3])
    return parse_dates(f"{month}/{year}", language)


def _bare_day(text: str, language: str) -> tuple[Date, ...]:
    """25/12, the year left out."""
    found = _DAY_OF_MONTH.fullmatch(text)
    if found is None:
        return ()
    a, b = int(found[1]), int(found[2])
    first = language_of(language).day_first
    orders = {True: [(b, a)], False: [(a, b)], None: [(b, a), (a, b)]}[first]
    known = [(m, d) for m, d in orders if 1 <= m <= 12 and 1 <= d <= month_length(_LEAP, m)]
    known = known or [(m, d) for m, d in ((b, a), (a, b)) if m <= 12 and d <= 31]
    return tuple(Date(None, month, day, Grain.DAY) for month, day in dict.fromkeys(known))


def _short_year(text: str, key: Date, target: Target) -> Result | None:
    """Two digits for a year: right if they end the right one, but of which century?"""
    if key.year is None or key.year < 100:
        return None
    decade = _short_decade(language_of(target.language)).fullmatch(text)
    if key.grain is Grain.DECADE and decade:
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


@lru_cache(maxsize=64)
def _short_decade(words: Language) -> re.Pattern[str]:
    """The 60s, die 60er Jahre: a pattern whose group is the two digits."""
    if not words.decade_suffix:
        return re.compile(r"(?!)()")
    years = "|".join(words.year_words)
    return re.compile(
        rf"(?:{words.article} )?['’]?(\d0)['’]?{words.decade_suffix}(?:[ -]?(?:{years}))?",
        re.IGNORECASE,
    )


def _ambiguous(readings: tuple[Date, ...], key: Date, target: Target) -> Result:
    """3/4/1950: asked again if one of its meanings is right."""
    if not any(_compare(r, key, target).points for r in readings):
        return wrong("not that date, whichever way it is read")
    year = readings[0].year
    form = "{day} {month_name}" + (" {year}" if year is not None else "")
    like = Date(year, 1, 1, Grain.DAY, form, target.language)
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
    return wrong(DATE.difference(date, key))


def _lacks_era(date: Date, key: Date) -> bool:
    """Whether only the BC is missing: 44 for 44 BC, 5th century for 5th century BC."""
    if key.year is None or key.year > 0 or date.year is None or "era" in date.form:
        return False
    last = date.year + (99 if date.grain is Grain.CENTURY else 0)
    return replace(date, year=1 - last) == key
