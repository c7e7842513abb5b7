"""Clashes: which options can't stand side by side, however wrong each of them is."""

from __future__ import annotations

from nkquiz.knowledge import Candidate
from nkquiz.values import norm, one_edit


def clash(a: Candidate, b: Candidate) -> str:
    """Why two options can't stand side by side; empty if they can."""
    if not a.norms.isdisjoint(b.norms):
        return "they are one thing"
    x, y = norm(a.text), norm(b.text)
    if _initials(x) == y.replace(" ", "") or _initials(y) == x.replace(" ", ""):
        return "one is the initials of the other"
    if min(len(x), len(y)) >= 5 and one_edit(x, y) and not _digits_differ(x, y):
        return "they differ by one letter"
    together = a.term is not None and b.term is not None and a.term.vocabulary == b.term.vocabulary
    words_a, words_b = set(x.split()), set(y.split())
    if not together and (words_a < words_b or words_b < words_a):
        return "the words of one are among those of the other"
    return ""


def _initials(normal: str) -> str:
    words = normal.split()
    return "".join(word[0] for word in words) if len(words) > 1 else "\0"


def _digits_differ(a: str, b: str) -> bool:
    return [c for c in a if c.isdigit()] != [c for c in b if c.isdigit()]
