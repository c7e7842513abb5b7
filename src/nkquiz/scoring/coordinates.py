"""A latitude, a longitude or both: 38° N, 38 degrees north, 50°5′ N 14°25′ E."""

from __future__ import annotations

import re
from fractions import Fraction

from nkquiz.scoring.forms import Reading
from nkquiz.scoring.result import Result, correct, wrong
from nkquiz.scoring.target import Target

_ANGLE = re.compile(
    r"(?P<degrees>\d{1,3}(?:\.\d+)?)\s*(?:°|º|degrees?|deg\b\.?)\s*"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*(?:['’′]|minutes?|min\b\.?)\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:[\"”″]|''|seconds?|sec\b\.?)\s*)?"
    r"(?P<point>north|south|east|west|[nsew])\b(?:\s*(?:latitude|longitude))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;]*(?:and)?\s*", re.IGNORECASE)

#: For a point of the compass, how far from the equator or the prime meridian.
Place = dict[str, Fraction]


def place_of(text: str) -> Place | None:
    """The angles in a text that is nothing else; none where there is none."""
    place: Place = {}
    for found in _ANGLE.finditer(text):
        parts = (found["degrees"], found["minutes"] or "0", found["seconds"] or "0")
        degrees, minutes, seconds = map(Fraction, parts)
        place.setdefault(found["point"][0].lower(), degrees + minutes / 60 + seconds / 3600)
    rest = _ANGLE.sub(" ", text)
    return place if place and _BETWEEN.fullmatch(rest) else None


def judge_place(reading: Reading, target: Target) -> Result | None:
    """Coordinates for coordinates, in signs or in words."""
    key = place_of(target.readings[0].tidy)
    mine = place_of(reading.tidy) if key else None
    if key is None or mine is None:
        return None
    if mine == key:
        return correct()
    if list(mine.values()) == list(key.values()):
        return wrong("right angle, wrong direction")
    return None
