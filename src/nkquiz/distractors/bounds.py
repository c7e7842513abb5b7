"""Bounds: what a sentence itself says of the numbers and dates that could stand in its blank.

"At least ten" leaves no other number proven wrong; "from 1914 to" makes an earlier year absurd,
and so does "of the twelve" a larger count. A share of one has no more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nkquiz.knowledge import ends, masked
from nkquiz.model import Fact, Mark
from nkquiz.values import Date, Number, parse_date, parse_number

#: What stands right before a number or a date, or right after it, and makes others right too.
_BEFORE_NUMBERS = {
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
_BEFORE_DATES = {
    "en": ("before", "after", "by", "not before", "no later than", "as early as", "as late as"),
    "de": ("vor", "nach", "spätestens", "frühestens"),
    "fr": ("avant", "après"),
    "es": ("antes de", "después de"),
}
_AFTER = {
    "en": ("or more", "or fewer", "or less", "or over", "or older", "or later", "or earlier",
           "and over", "and older", "at least", "at most", "at the latest", "at the earliest"),
    "de": ("oder mehr", "oder weniger"),
    "fr": ("ou plus", "ou moins", "au moins", "au plus"),
    "es": ("o más", "o menos", "como mínimo", "como máximo"),
}  # fmt: skip
#: What stands before the number of which the blank counts a part.
_OF = {
    "en": r"\b(?:out of|of|among) (?:(?:the|its|his|her|their|our|all) )?",
    "de": r"\bvon (?:(?:den|allen|insgesamt) )?",
    "fr": r"\b(?:sur|des|parmi) (?:les )?",
    "es": r"\b(?:de|entre) (?:los |las )?",
}
_YEAR = re.compile(
    r"(?<![\w.,])(?:\d{1,4} ?(?:BCE?|CE|AD)|AD ?\d{1,4}|\d{3,4})(?![\w%]|[.,]\d)", re.ASCII
)
#: What a date in a sentence is made of, and how many of them at the most: the 5th of June 1967.
_WORD = re.compile(r"[^\s\0–—]+")
_DIGIT = re.compile(r"\d")
_LONGEST_DATE = 5
_AROUND = ".,;:!?()[]'\"“”-"


class Room(NamedTuple):
    """Where a wrong number or date may lie: above `low` and below `high`, neither of them.

    Numbers by their values, dates by their days, all of which must lie there; None where there is
    no end.
    """

    low: Decimal | None = None
    high: Decimal | None = None

    def holds(self, value: Number | Date) -> bool:
        """Whether a value lies in it."""
        first, last = ends(value)
        return (self.low is None or self.low < first) and (self.high is None or last < self.high)

    def steps(self, value: Number, below: int, above: int) -> Decimal | None:
        """The longest step of which so many fit below a value and above it; None where any does."""
        longest: list[Decimal] = []
        if self.low is not None and below:
            longest.append((value.value - self.low) / below)
        if self.high is not None and above:
            longest.append((self.high - value.value) / above)
        return min(longest, default=None)


def bound(fact: Fact, mark: Mark, key: Number | Date) -> str:
    """What makes other values than the key right as well, such as "at least"; empty if nothing does.

    A question of the author's own says what is asked, and is taken at its word.
    """
    if mark.options.ask.typed or mark.options.ask.choice:
        return ""
    start, end = mark.spans[0]
    language = fact.language[:2]
    before = f" {' '.join(fact.text[:start].lower().split())}"
    after = f"{' '.join(fact.text[end:].lower().split())} "
    beside = after.partition(" ")[2]  # "10 members or more"
    before_it = _BEFORE_DATES if isinstance(key, Date) else _BEFORE_NUMBERS
    for phrase in before_it.get(language, ()):
        if before.endswith(phrase) and before[: -len(phrase)].endswith(" "):
            return phrase
    after_it = _after(language)
    found = after_it.match(after) or after_it.match(beside)
    return found[1] if found else ""


@lru_cache(maxsize=64)
def _after(language: str) -> re.Pattern[str]:
    """One of the phrases that stand right after a number or a date, in a language."""
    phrases = "|".join(map(re.escape, _AFTER.get(language, ())))
    return re.compile(rf"\W*({phrases})\b" if phrases else r"(?!)()")


def room(fact: Fact, mark: Mark, key: Number | Date) -> Room:
    """Where a sentence leaves room for wrong values: on the key's side of every date that it
    names, and below the number of which the key is a part.
    """
    text = masked(fact, mark)
    if isinstance(key, Date):
        return _beside_dates(text, fact.language, key)
    return _within_whole(text, fact.language, key)


def _beside_dates(text: str, language: str, key: Date) -> Room:
    """Between the dates before the key and those after it. One that could be the same day, such
    as the year of a day, is neither.
    """
    if _DIGIT.search(text) is None:
        return Room()
    first, last = ends(key)
    alike = (_as_exact(date, key) for date in _dates_in(text, language))
    others = [ends(date) for date in alike if date is not None]
    low = max((its_last for _, its_last in others if its_last < first), default=None)
    high = min((its_first for its_first, _ in others if its_first > last), default=None)
    return Room(low, high)


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


def _within_whole(text: str, language: str, key: Number) -> Room:
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
