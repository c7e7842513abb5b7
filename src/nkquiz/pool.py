"""Pools: the things that could be options, and an index over what they have and how they look.

A pool is numbered around a ring, by SHA-256; what is looked at for every item is kept by number
in plain lists, since a large deck is slow mainly by what it reaches for in memory. Knows nothing
of facts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from nkquiz.memo import kept
from nkquiz.model import Term
from nkquiz.values import initials, norm

#: How alike two texts are in the number of words, capitals, digits and script; and in length,
#: where they differ by no more characters than `_APART`.
_WORDS, _CAPITAL, _DIGIT, _SCRIPT, _LENGTH = 0.4, 0.3, 0.2, 0.2, 0.4
_APART = 6


def ring_place(text: str) -> int:
    """Where a text stands on the ring that ties are taken from: 64 bits of its SHA-256."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


class Face(NamedTuple):
    """A candidate's text in normal form: whole, without spaces, its initials, its words; and the
    norms of all its names between spaces, as they stand in a sentence.
    """

    normal: str
    joined: str
    initials: tuple[str, ...]
    words: tuple[str, ...]
    spaced: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A thing that could be an option: its text, all its names, and the term that it is.

    `place` is where it stands on the ring, `number` its number in its pool, or -1. A large deck
    has hundreds of thousands: what is worked out of one is kept, but in slots.
    """

    text: str
    names: tuple[str, ...]
    place: int
    term: Term | None = None
    number: int = -1
    _norms: frozenset[str] | None = field(default=None, init=False, repr=False)
    _face: Face | None = field(default=None, init=False, repr=False)

    @property
    def norms(self) -> frozenset[str]:
        """The norms of all its names."""
        found = self._norms
        if found is None:
            found = frozenset(map(norm, self.names))
            object.__setattr__(self, "_norms", found)
        return found

    @property
    def face(self) -> Face:
        """Its text in normal form, taken apart."""
        found = self._face
        if found is None:
            found = _face(self.text, self.norms)
            object.__setattr__(self, "_face", found)
        return found


def _face(text: str, norms: frozenset[str]) -> Face:
    normal = norm(text)
    words = tuple(normal.split())
    joined = normal if len(words) == 1 else "".join(words)
    spaced = tuple([f" {name} " for name in norms if name])
    return Face(normal, joined, initials(words), words, spaced)


#: What a term has, by attribute.
Row = Mapping[str, tuple[str, ...]]


class Column(NamedTuple):
    """An attribute of a vocabulary by number: equal values have equal codes, none has -1."""

    codes: list[int]
    repeats: bool  # whether any two have the same
    lists: bool  # whether any has several values


class Pool:
    """The candidates of one vocabulary or one column, in the order of the ring.

    `row_of` says what a term has: its attributes, and what its values have in their turn.
    """

    def __init__(
        self,
        name: str,
        made: Iterable[tuple[str, tuple[str, ...], Term | None]],
        row_of: Callable[[Term], Row] = lambda term: term.attributes,
    ) -> None:
        placed = sorted(
            ((ring_place(text), text, names, term) for text, names, term in made),
            key=lambda row: row[:2],
        )
        self.name = name  # what a candidate is called: `city`
        self._row_of = row_of
        self.candidates = tuple(
            Candidate(text, names, place, term, number)
            for number, (place, text, names, term) in enumerate(placed)
        )
        self.of = {candidate.text: candidate for candidate in self.candidates}
        self.places = array("Q", [candidate.place for candidate in self.candidates])
        #: What `distractors` has found out, by number.
        self.neighbours: dict[int, Any] = {}

    def ring(self, start: int) -> Iterator[Candidate]:
        """All candidates, once around from a place of the ring."""
        first = bisect_left(self.places, start)
        for index in range(first - len(self.candidates), first):
            yield self.candidates[index]

    @kept
    def vocabulary(self) -> str:
        """The vocabulary that all candidates are terms of; empty where there is no such one."""
        names = {c.term.vocabulary if c.term is not None else "" for c in self.candidates}
        return names.pop() if len(names) == 1 else ""

    @kept
    def looks(self) -> list[Look]:
        """How the texts look, by number."""
        return [look_of(candidate.text) for candidate in self.candidates]

    @kept
    def rows(self) -> list[Row]:
        """What the candidates have, by number; nothing where one is no term."""
        return [self._row_of(c.term) if c.term is not None else {} for c in self.candidates]

    @kept
    def columns(self) -> dict[str, Column]:
        """What the rows have, by attribute."""
        names = dict.fromkeys(name for row in self.rows for name in row)
        return {name: self._column(name) for name in names}

    def _column(self, name: str) -> Column:
        known: dict[tuple[str, ...], int] = {}
        codes, lists = [], False
        for row in self.rows:
            values = row.get(name)
            lists = lists or (values is not None and len(values) > 1)
            codes.append(-1 if values is None else known.setdefault(values, len(known)))
        return Column(codes, len(known) < len(codes) - codes.count(-1), lists)

    @kept
    def sharing(self) -> dict[tuple[str, str], array[int]]:
        """The numbers of those that have a value, ascending; nothing where only one has it."""
        index: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            for attribute, values in row.items():
                for value in values:
                    index[attribute, value].append(number)
        return {key: array("I", numbers) for key, numbers in index.items() if len(numbers) > 1}

    def near(self, attribute: str, value: str, number: int, most: int) -> Sequence[int]:
        """The first few after a number, around the ring, that share a value of an attribute."""
        sharing = self.sharing.get((attribute, value))
        if sharing is None:
            return ()
        first = bisect_left(sharing, number)
        near = sharing[first : first + most]
        return near if len(near) == most else (*near, *sharing[: min(first, most - len(near))])


class Look(NamedTuple):
    """How a text looks: its shape, which is one object for each, and its length."""

    shape: tuple[int, bool, bool, bool]
    length: int


_SHAPES: dict[tuple[int, bool, bool, bool], tuple[int, bool, bool, bool]] = {}


def look_of(text: str) -> Look:
    """Its number of words; whether it begins with a capital, has a digit, is ASCII; its length."""
    digit = not text.isalpha() and any(map(str.isdigit, text))
    shape = (text.count(" ") + 1, text[:1].isupper(), digit, text.isascii())
    return Look(_SHAPES.setdefault(shape, shape), len(text))


def alike(a: Look, b: Look) -> float:
    """How alike two texts look: words, capitals, digits, script, length. 0 to 1.5."""
    if a[0] is b[0]:
        score = _WORDS + _CAPITAL + _DIGIT + _SCRIPT
    else:
        (words, capital, digit, ascii_), (words_b, capital_b, digit_b, ascii_b) = a[0], b[0]
        score = _WORDS * (words == words_b) + _CAPITAL * (capital is capital_b)
        score += _DIGIT * (digit is digit_b) + _SCRIPT * (ascii_ is ascii_b)
    # By difference, not by ratio: that would take more longer texts than shorter ones. And no
    # finer than a reader sees: else an unusual length would be found around its own key alone.
    apart = abs(a[1] - b[1])
    return score + (_LENGTH if apart <= _APART else _LENGTH * _APART / apart)
