"""Measures: texts made of numbers and words, such as "50° 5′ N", read by a grammar that is data.

The page reads by the same data, so that a sort of value needs no script of its own there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nkquiz.values.digits import LONGEST, fold_digits
from nkquiz.values.numbers import EXACT

_ROUNDING_ERROR = Decimal("1e-20")


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
    """The measures that the whole text is; none where it is anything else, or one axis twice."""
    rest = folded(tidy(text)).removesuffix(".")
    piece, between = _patterns(grammar)
    found: dict[str, Measure] = {}
    at = 0
    while len(text) <= LONGEST and (match := piece.match(rest, at)):
        measure = _measure(match, grammar)
        if measure.axis in found:
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


def _measure(match: re.Match[str], grammar: Grammar) -> Measure:
    *numbers, word = match.groups()
    axis, factor, offset = grammar.words[word]
    written = exactness = Decimal(0)
    for number, divisor in zip(numbers, grammar.divisors, strict=True):
        if number:
            text = number.replace(",", ".").replace("−", "-")
            last_digit = EXACT.scaleb(Decimal(1), -len(text.partition(".")[2]))
            written = EXACT.add(written, EXACT.divide(Decimal(text), Decimal(divisor)))
            exactness = EXACT.multiply(EXACT.divide(last_digit, Decimal(divisor)), factor)
    value = EXACT.add(EXACT.multiply(written, factor), offset)
    return Measure(axis, value, written, exactness.copy_abs())


@lru_cache(maxsize=64)
def _patterns(grammar: Grammar) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(map(re.escape, sorted(grammar.words, key=len, reverse=True)))
    piece = grammar.piece.replace("WORD", f"({words})")
    return re.compile(piece), re.compile(grammar.between)


def are_equal(a: tuple[Measure, ...], b: tuple[Measure, ...], off: Decimal = Decimal(0)) -> bool:
    """Whether the same axes have the same values, or such as are no further off."""
    return len(a) == len(b) and are_within(a, b, off)


def are_within(a: tuple[Measure, ...], b: tuple[Measure, ...], off: Decimal) -> bool:
    """Whether every measure of the first is one of the second, or no further off."""
    known = {measure.axis: measure.value for measure in b}
    return all(
        axis in known and EXACT.subtract(value, known[axis]).copy_abs() <= off + _ROUNDING_ERROR
        for axis, value, *_ in a
    )


def difference(measures: tuple[Measure, ...], key: Measured, noun: str) -> str:
    """What is wrong with measures that are not the key's; `noun` is what the key is called."""
    if [measure.written for measure in measures] == [its.written for its in key.measures]:
        return key.grammar.other_word
    if are_within(measures, key.measures, key.off):
        return "that is only a part of it"
    return f"another {noun}"
