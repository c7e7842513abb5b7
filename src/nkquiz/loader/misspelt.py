"""Attributes that look misspelt: only one term has them, and they are one edit from another name."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import NamedTuple

from nkquiz.loader.keys import TERM
from nkquiz.loader.reading import Reader
from nkquiz.model import Location
from nkquiz.values import one_edit

_SHORT = 4  # letters
_LONG = 100


class Use(NamedTuple):
    """Where an attribute stands: the name of the term, the reader of its file, the place."""

    term: str
    reader: Reader
    at: Location


def report_misspelt(
    uses: Mapping[str, int], declared: Mapping[str, None], first_use: Mapping[str, Use]
) -> None:
    """Warn of each attribute of one term that is nearly another attribute or a term's key."""
    known = _Names()
    for name in (*declared, *(name for name, times in uses.items() if times > 1), *TERM):
        known.add(name)
    for name, times in uses.items():
        if times > 1 or name in declared:
            continue
        near = known.first_near(name)
        known.add(name)
        if near:
            term, reader, at = first_use[name]
            message = f'only "{term}" has the attribute "{name}"; did you mean "{near}"?'
            reader.warn(at, "slip", message)


class _Names:
    """Names in their order, found by what one edit leaves of them: a table may have thousands."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self._number = count()

    def add(self, name: str) -> None:
        numbered = next(self._number), name
        for key in _keys(name):
            self._by_key.setdefault(key, []).append(numbered)

    def first_near(self, name: str) -> str:
        """The first of the names that is one edit from this one; empty where there is none."""
        near = (pair for key in _keys(name) for pair in self._by_key.get(key, ()))
        return min((pair for pair in near if _nearly(pair[1], name)), default=(0, ""))[1]


def _keys(name: str) -> set[tuple[str, str]]:
    """Two names that are one edit or one swap apart share a key: the name itself, what is left of
    it without one letter, its letters in order (Garbe's symmetric delete).
    """
    if not _SHORT <= len(name) + 1 <= _LONG:
        return set()
    digits = _digits(name)
    left = (name[:at] + name[at + 1 :] for at in range(len(name)))
    return {(digits, key) for key in (name, "".join(sorted(name)), *left)}


def _nearly(a: str, b: str) -> bool:
    """Whether one edit, or a swap of two letters, turns one word into the other.

    That says nothing of short words, nor of `year1` and `year2`.
    """
    if max(len(a), len(b)) < _SHORT or _digits(a) != _digits(b):
        return False
    swapped = sorted(a) == sorted(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 2
    return swapped or (a != b and one_edit(a, b))


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
