"""Clashes: which options can't stand side by side, however wrong each of them is."""

from __future__ import annotations

from nkquiz.knowledge import Candidate
from nkquiz.values import one_letter_apart, one_name


def clash(a: Candidate, b: Candidate) -> str:
    """Why two options can't stand side by side; empty if they can."""
    if not a.norms.isdisjoint(b.norms) and one_thing(a, b):
        return "they are one thing"
    mine, its = a.face, b.face
    if its.joined in mine.initials or mine.joined in its.initials:
        return "one is the initials of the other"
    if one_letter_apart(mine.normal, its.normal):
        return "they differ by one letter"
    together = a.term is not None and b.term is not None and a.term.vocabulary == b.term.vocabulary
    if not together and _within(mine.words, its.words):
        return "the words of one are among those of the other"
    return ""


def one_thing(a: Candidate, b: Candidate) -> bool:
    """Whether two options that have a norm in common are one thing.

    Two terms are two things where their names are two as written: C++ and C#.
    """
    if a.term is None or b.term is None or a.term is b.term:
        return True
    return any(one_name(x, y) for x in a.names for y in b.names)


def _within(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the words of one are among those of the other, which has more."""
    if len(a) == len(b) == 1:
        return False
    x, y = set(a), set(b)
    return x < y or y < x
