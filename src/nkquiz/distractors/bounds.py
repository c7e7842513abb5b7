"""Bounds: what a sentence itself says of the numbers and dates that could stand in its blank.

"At least ten" leaves no other number proven wrong; "from 1914 to" makes an earlier year absurd,
and so does "of the twelve" a larger count. A share of one has no more than one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from nkquiz.knowledge import masked
from nkquiz.model import Fact, Mark
from nkquiz.values import Date, Grain, Number, parse_date, parse_number

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


class Room(NamedTuple):
    """Where a wrong number or date may lie: above `low` and below `high`, neither of them.

    Numbers by their values, dates by their years; None where there is no end.
    """

    low: Decimal | None = None
    high: Decimal | None = None

    def holds(self, value: Number | Date) -> bool:
        """Whether a value lies in it."""
        place = _place(value)
        if place is None:
            return True
        return (self.low is None or self.low < place) and (self.high is None or place < self.high)

    def steps(self, value: Number | Date, below: int, above: int) -> Decimal | None:
        """The longest step of which so many fit below a value and above it; None where any does."""
        place = _place(value)
        longest: list[Decimal] = []
        if place is not None and self.low is not None and below:
            longest.append((place - self.low) / below)
        if place is not None and self.high is not None and above:
            longest.append((self.high - place) / above)
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
        if before.endswith(f" {phrase}"):
            return phrase
    for phrase in _AFTER.get(language, ()):
        if any(re.match(rf"\W*{phrase}\b", text) for text in (after, beside)):
            return phrase
    return ""


def room(fact: Fact, mark: Mark, key: Number | Date) -> Room:
    """Where a sentence leaves room for wrong values: on the key's side of every year that it
    names, and below the number of which the key is a part.
    """
    text = masked(fact, mark)
    if isinstance(key, Date):
        return _beside_years(text, fact.language, key)
    return _within_whole(text, fact.language, key)


def _beside_years(text: str, language: str, key: Date) -> Room:
    if key.year is None or key.grain in (Grain.DECADE, Grain.CENTURY):
        return Room()
    dates = (parse_date(found.group(), language) for found in _YEAR.finditer(text))
    years = {date.year for date in dates if date is not None and date.year is not None}
    low = max((year for year in years if year < key.year), default=None)
    high = min((year for year in years if year > key.year), default=None)
    return Room(None if low is None else Decimal(low), None if high is None else Decimal(high))


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


def _place(value: Number | Date) -> Decimal | None:
    if isinstance(value, Number):
        return value.value
    return None if value.year is None else Decimal(value.year)
