"""Coordinates as a sort of value: a latitude, a longitude or both: 38° N, 50° 5′ N 14° 25′ E."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar

from nkquiz.values.compare import TIMES, steps_apart
from nkquiz.values.measures import (
    Axis,
    Grammar,
    Measure,
    Measured,
    Piece,
    Scale,
    are_equal,
    are_within,
    difference,
    read_measures,
    rewritten,
    tidy,
)
from nkquiz.values.numbers import EXACT
from nkquiz.values.sort import Limits, ValueSort
from nkquiz.values.tolerance import Tolerance, parse_tolerance
from nkquiz.values.words import Language, language_of

_LATITUDE, _LONGITUDE = "latitude", "longitude"
_AXES = {_LATITUDE: Axis(Decimal(90)), _LONGITUDE: Axis(Decimal(180), is_circle=True)}

#: The words for north, south, east and west, which differ by language; "O" is east or west.
_POINTS = {
    "en": ("n north", "s south", "e east", "w west"),
    "de": ("n nord", "s süd", "e o ost", "w west"),
    "fr": ("n nord", "s sud", "e est", "w o ouest"),
    "es": ("n norte", "s sur", "e este", "w o oeste"),
    "it": ("n nord", "s sud", "e est", "w o ovest"),
    "nl": ("n noord", "s z zuid", "e o oost", "w west"),
    "pt": ("n norte", "s sul", "e l leste", "w o oeste"),
}
#: A number, by the decimal sign of the language. Where that is a point, a comma may be typed for
#: it, but 1,250 is no 1.25.
_COMMA = "(?:\\.[0-9]+|,(?![0-9]{3}(?![0-9]))[0-9]+)"
_NUMBERS = {".": f"([0-9]{{1,3}}{_COMMA}?) ?", ",": "([0-9]{1,3}(?:[.,][0-9]+)?) ?"}
_WHOLE = re.compile("(?<![0-9.,])[0-9]+")
_END = "(?![a-zà-ÿ])"  # of a word
_DEGREES = rf"(?:°|º|(?:degrees?|deg\.?|grad|degrés?|grados?|gradi|graden|graus?){_END}) ?"
_MINUTES = rf"(?:['’′]|(?:minutes?|minuten|min\.?|minutos?|minuti|minuut){_END}) ?"
_SECONDS = rf"(?:[”″\x22]|''|′′|(?:seconds?|sec\.?|sekunden|secondes?|segundos?|secondi){_END}) ?"
_PIECE = (
    f"NUMBER{_DEGREES}(?:NUMBER{_MINUTES})?(?:NUMBER{_SECONDS})?WORD{_END}(?: latitude| longitude)?"
)


@lru_cache(maxsize=64)
def _grammar(language: str) -> Grammar:
    north, south, east, west = map(str.split, _POINTS.get(language[:2], _POINTS["en"]))
    words = dict.fromkeys(north, Scale(_LATITUDE)) | dict.fromkeys(east, Scale(_LONGITUDE))
    words |= dict.fromkeys(south, Scale(_LATITUDE, Decimal(-1)))
    words |= dict.fromkeys(west, Scale(_LONGITUDE, Decimal(-1)))
    number = _NUMBERS.get(language_of(language).decimal, _NUMBERS[","])
    return Grammar(
        piece=_PIECE.replace("NUMBER", number),
        divisors=(1, 60, 3600),
        words=words,
        between="[ ,;]*(?:(?:and|und|et|y|e|en) )?",
        other_word="right angle, wrong direction",
        axes=_AXES,
    )


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place, or one of the two angles that tell it. Equal when the angles are, however written."""

    sort: ClassVar[ValueSort[Coordinates]]
    latitude: Decimal | None
    longitude: Decimal | None
    measures: tuple[Measure, ...] = field(compare=False)
    text: str = field(compare=False)
    language: str = field(default="en", compare=False)

    @property
    def exactness(self) -> Decimal:
        """That of the less exact angle, in degrees."""
        return max(measure.exactness for measure in self.measures)


def parse_coordinates(text: str, language: str = "en", _unit: str = "") -> Coordinates | None:
    """The coordinates that the whole text is; None where it is none: 95° N, 38°."""
    measures = read_measures(text, _grammar(language))
    if not measures:
        return None
    angles = {measure.axis: measure.value for measure in measures}
    return Coordinates(angles.get(_LATITUDE), angles.get(_LONGITUDE), measures, text, language)


def _begins(_word: str, _second: str, _words: Language) -> bool:
    return False  # there is no angle without digits


def _measured(place: Coordinates, language: str, tolerance: str) -> Measured:
    return Measured(_grammar(language), place.measures, _off(tolerance))


def _takes(tolerance: Tolerance, _: Coordinates | None) -> bool:
    """Degrees."""
    return not tolerance.relative and tolerance.unit in ("", "°")


def _off(tolerance: str) -> Decimal:
    """How many degrees an answer may be off."""
    allowed = parse_tolerance(tolerance) if tolerance else None
    return allowed.amount if allowed is not None and _takes(allowed, None) else Decimal(0)


@lru_cache(maxsize=1024)
def _style(place: Coordinates) -> Hashable:
    """The text, each digit a 0; whole degrees, minutes and seconds a single one."""
    digits = _WHOLE.sub("0", tidy(place.text))
    points = rewritten(digits, _grammar(place.language), _without_direction)
    return points, place.language


def _without_direction(piece: Piece) -> str:
    """A piece with its word as long or short as it is, and capital or not."""
    before, word = piece.text[: piece.at], piece.text[piece.at :][: len(piece.word)]
    rest = piece.text[piece.at + len(word) :].replace(_LONGITUDE, _LATITUDE)
    shown = "N" if len(word) == 1 else "North"
    return before + (shown if word[0].isupper() else shown.lower()) + rest


def _alike(a: Coordinates, b: Coordinates) -> bool:
    """05° S and 12° S, not 7° S beside 05° S."""
    if _style(a) != _style(b):
        return False
    pairs = zip(_wholes(a.text), _wholes(b.text), strict=True)
    return all(len(x) == len(y) or not (_is_padded(x) or _is_padded(y)) for x, y in pairs)


def _wholes(text: str) -> list[str]:
    return _WHOLE.findall(tidy(text))


def _is_padded(number: str) -> bool:
    return len(number) > 1 and number[0] == "0"


def _equal(key: Coordinates, other: Coordinates, tolerance: str) -> bool:
    return are_equal(other.measures, _measured(key, key.language, tolerance))


def _may_be_equal(a: Coordinates, b: Coordinates, tolerance: str) -> bool:
    """Whether both could be one place: 50° N and 50° 5′ N could, and a latitude on a longitude."""
    shared = {measure.axis for measure in b.measures}
    mine = tuple(measure for measure in a.measures if measure.axis in shared)
    coarser = max(a.exactness, b.exactness) if a.exactness != b.exactness else Decimal(0)
    off = max(_off(tolerance), coarser)
    return are_within(mine, Measured(_grammar(b.language), b.measures, off))


def _difference(place: Coordinates, key: Coordinates) -> str:
    return difference(place.measures, _measured(key, key.language, ""), _word(key))


def _ends(place: Coordinates) -> tuple[Decimal, Decimal]:
    """From south to north and, at one latitude, from west to east."""
    at = 1000 * (place.latitude or 0) + (place.longitude or 0)
    return Decimal(at), Decimal(at)


#: How many degrees made-up places are apart, the best first.
_STEPS = (5, 10, 3, 2, 1)


def _stepped(
    key: Coordinates, offsets: Sequence[int], limits: Limits
) -> tuple[Iterator[list[str]]]:
    return (_in_steps(key, offsets, limits),)


def _in_steps(key: Coordinates, offsets: Sequence[int], limits: Limits) -> Iterator[list[str]]:
    """Places by whole degrees to the south-west and north-east, in the hemispheres of the key."""
    for step in _STEPS:
        near = (_shifted(key, n * step) for n in TIMES)
        times = steps_apart(key, near, limits.tolerance)
        texts = [_print(key, n * times * step) for n in offsets]
        if all(parse_coordinates(text, key.language) for text in texts):
            yield texts


def _shifted(key: Coordinates, degrees: int) -> Coordinates:
    moved = (measure._replace(value=EXACT.add(measure.value, degrees)) for measure in key.measures)
    return replace(key, measures=tuple(moved))


def _print(key: Coordinates, degrees: int) -> str:
    """The place so many degrees to the north and to the east, written like the key; empty where
    it lies in another hemisphere.
    """
    words, moved = _grammar(key.language).words, []

    def write(piece: Piece) -> str:
        number = piece.groups[0] or ""
        moving = EXACT.multiply(words[piece.word].factor, degrees)
        angle = EXACT.add(Decimal(number.replace(",", ".")), moving)
        moved.append(angle)
        width = len(number) if _is_padded(_wholes(number)[0]) else 0
        text = f"{angle}".zfill(width).replace(".", "," if "," in number else ".")
        return text + piece.text[len(number) :]

    text = rewritten(key.text, _grammar(key.language), write)
    return text if all(angle >= 0 for angle in moved) else ""


def _fits(place: Coordinates, key: Coordinates, _: Limits) -> bool:
    """Both or the same one of the two angles."""
    return _word(place) == _word(key)


def _word(place: Coordinates) -> str:
    if place.latitude is not None and place.longitude is not None:
        return "position"
    return _LATITUDE if place.longitude is None else _LONGITUDE


COORDINATES: ValueSort[Coordinates] = ValueSort(
    name="coordinates",
    noun="position",
    example="50° 5′ N 14° 25′ E",
    begins=_begins,
    read=parse_coordinates,
    recognise=parse_coordinates,
    style=_style,
    alike=_alike,
    equal=_equal,
    may_be_equal=_may_be_equal,
    difference=_difference,
    takes=_takes,
    tolerance="0.5",
    ends=_ends,
    stepped=_stepped,
    fits=_fits,
    bounds={"en": ("north of", "south of", "east of", "west of")},
    word=_word,
    measured=_measured,
)
Coordinates.sort = COORDINATES
