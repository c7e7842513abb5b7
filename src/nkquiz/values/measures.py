"""Measures: texts made of numbers and words, such as "50° 5′ N", read by a grammar that is data.

The page reads by the same data, so that a sort of value needs no script of its own there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nkquiz.values.digits import LONGEST, fold_digits
from nkquiz.values.numbers import EXACT

_ERROR = Decimal("1e-20")  # of thirds


class Scale(NamedTuple):
    """What a word makes of the number before it: `number * factor + offset` on an axis."""

    axis: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)


class Measure(NamedTuple):
    """A number on an axis; `written` is the number before its word was applied, `exactness` what
    a one in its last digit is worth.
    """

    axis: str
    value: Decimal
    written: Decimal
    exactness: Decimal = Decimal(0)


class Axis(NamedTuple):
    """How far from 0 the values on an axis go; whether it is a circle, whose two ends are one."""

    furthest: Decimal
    is_circle: bool = False


#: An axis of which a grammar says nothing.
_ENDLESS = Axis(Decimal("Infinity"))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grammar:
    """How the values of a sort are written in one language: measures one after another.

    `piece` is the pattern of one measure. Its groups are numbers that count in parts of
    `divisors`; at its end `WORD` stands for one of `words`. Patterns use only what Python and
    JavaScript read alike. They meet a text as `folded` leaves it: in lower case, digits as
    `[0-9]`, blanks as one space.
    """

    piece: str
    divisors: tuple[int, ...]
    words: Mapping[str, Scale]
    between: str  # what may stand between two measures
    other_word: str  # said of the right numbers with other words
    axes: Mapping[str, Axis] = field(default_factory=dict)

    def apart(self, a: Measure, b: Measure) -> Decimal:
        """How far two measures of one axis are from each other, the shorter way."""
        furthest, is_circle = self.axes.get(a.axis, _ENDLESS)
        apart = EXACT.subtract(a.value, b.value).copy_abs()
        return min(apart, EXACT.subtract(2 * furthest, apart)) if is_circle else apart


class Measured(NamedTuple):
    """A value by its grammar, and how far off each measure may be."""

    grammar: Grammar
    measures: tuple[Measure, ...]
    off: Decimal = Decimal(0)


class Piece(NamedTuple):
    """A measure in a text: as it stands there, what its groups read, and where its word begins."""

    text: str
    groups: tuple[str | None, ...]
    at: int

    @property
    def word(self) -> str:
        """The word at its end, which the grammar knows."""
        return self.groups[-1] or ""


def tidy(text: str) -> str:
    """Digits of any script as ASCII, one space between words."""
    return " ".join(unicodedata.normalize("NFC", fold_digits(text)).split())


def folded(text: str) -> str:
    """A tidy text as a grammar reads it, letter for letter: in lower case, `K` and `ſ` as k and s.

    Case is folded here and not by the patterns: those of Python and JavaScript take other letters
    for one, and none of these letters is in the words of a grammar.
    """
    return text.lower() if text.isascii() else "".join(map(_fold, text))


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if character == "º":  # NFKC makes it an o; it is typed for a degree
        return "°"
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def read_measures(text: str, grammar: Grammar) -> tuple[Measure, ...]:
    """The measures that the whole text is; none where it is anything else, one axis twice, or a
    measure beyond its axis or with more minutes than a degree has.
    """
    rest = folded(tidy(text)).removesuffix(".")
    piece, between = _patterns(grammar)
    found: dict[str, Measure] = {}
    at = 0
    while len(text) <= LONGEST and (match := piece.match(rest, at)):
        measure = _measure(match, grammar)
        if measure is None or measure.axis in found:
            return ()
        found[measure.axis] = measure
        if match.end() == len(rest):
            return tuple(found.values())
        joint = between.match(rest, match.end())
        if joint is None:
            return ()
        at = joint.end()
    return ()


def rewritten(text: str, grammar: Grammar, write: Callable[[Piece], str]) -> str:
    """The text with each of its measures written otherwise."""
    text, written, at = tidy(text), [], 0
    for match in _patterns(grammar)[0].finditer(folded(text)):
        word = match.start(match.re.groups) - match.start()
        piece = Piece(text[match.start() : match.end()], match.groups(), word)
        written += [text[at : match.start()], write(piece)]
        at = match.end()
    return "".join((*written, text[at:]))


def _measure(match: re.Match[str], grammar: Grammar) -> Measure | None:
    *numbers, word = match.groups()
    axis, factor, offset = grammar.words[word]
    written = exactness = Decimal(0)
    wholes = (0, *grammar.divisors)
    for number, divisor, whole in zip(numbers, grammar.divisors, wholes, strict=False):
        if number:
            text = number.replace(",", ".").replace("−", "-")
            if whole and Decimal(text) * whole >= divisor:
                return None
            last_digit = EXACT.scaleb(Decimal(1), -len(text.partition(".")[2]))
            written = EXACT.add(written, EXACT.divide(Decimal(text), Decimal(divisor)))
            exactness = EXACT.multiply(EXACT.divide(last_digit, Decimal(divisor)), factor)
    value = EXACT.add(EXACT.multiply(written, factor), offset)
    furthest, is_circle = grammar.axes.get(axis, _ENDLESS)
    if value.copy_abs() > furthest:
        return None
    if is_circle and value == furthest.copy_negate():
        value = furthest
    return Measure(axis, value, written, exactness.copy_abs())


@lru_cache(maxsize=64)
def _patterns(grammar: Grammar) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(map(re.escape, sorted(grammar.words, key=len, reverse=True)))
    piece = grammar.piece.replace("WORD", f"({words})")
    return re.compile(piece), re.compile(grammar.between)


def are_equal(mine: tuple[Measure, ...], key: Measured) -> bool:
    """Whether the same axes have the same values, or such as are no further off."""
    return len(mine) == len(key.measures) and are_within(mine, key)


def are_within(mine: tuple[Measure, ...], key: Measured) -> bool:
    """Whether every measure is one of the key's, or no further off."""
    known = {measure.axis: measure for measure in key.measures}
    return all(
        (its := known.get(measure.axis)) is not None
        and key.grammar.apart(measure, its) <= max(key.off, _rounded_off(measure, its)) + _ERROR
        for measure in mine
    )


def _rounded_off(a: Measure, b: Measure) -> Decimal:
    """How far two measures may be apart that are one in different notation: half of the coarser's
    last digit, unless the finer can write all that the coarser can. So 38° 20′ is 38.3333°, and
    38° is neither.
    """
    fine, coarse = sorted((a.exactness, b.exactness))
    if not fine:
        return fine
    times = EXACT.divide(coarse, fine)
    is_multiple = EXACT.subtract(times, times.to_integral_value()).copy_abs() <= _ERROR
    return Decimal(0) if is_multiple else EXACT.divide(coarse, 2)


def difference(measures: tuple[Measure, ...], key: Measured, noun: str) -> str:
    """What is wrong with measures that are not the key's; `noun` is what the key is called."""
    if [measure.written for measure in measures] == [its.written for its in key.measures]:
        return key.grammar.other_word
    if are_within(measures, key):
        return "that is only a part of it"
    return f"another {noun}"
