"""Attributes that look misspelt: only one term has them, and they are one edit from another name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nkquiz.loader.keys import TERM
from nkquiz.loader.reading import Reader
from nkquiz.model import Location
from nkquiz.values import one_edit

_SHORT = 4  # letters


class Use(NamedTuple):
    """Where an attribute stands: the name of the term, the reader of its file, the place."""

    term: str
    reader: Reader
    at: Location


def report_misspelt(
    uses: Mapping[str, int], declared: Mapping[str, None], first_use: Mapping[str, Use]
) -> None:
    """Warn of each attribute of one term that is nearly another attribute or a term's key."""
    known = [*declared, *(name for name, times in uses.items() if times > 1), *TERM]
    for name, times in uses.items():
        if times > 1 or name in declared:
            continue
        near = [n for n in known if _nearly(n, name)]
        known.append(name)
        if near:
            term, reader, at = first_use[name]
            message = f'only "{term}" has the attribute "{name}"; did you mean "{near[0]}"?'
            reader.warn(at, "slip", message)


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
