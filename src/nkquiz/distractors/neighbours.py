"""Neighbours: which terms of a vocabulary are most like a term, by their attributes and names.

Each term's are found once, however many items ask about it. An index yields them, so that a
large pool costs no more than a small one; and a new term is a neighbour only where it belongs.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import NamedTuple

from nkquiz.knowledge import Candidate, Knowledge, Pool
from nkquiz.model import Term

#: How many neighbours a term has, and how many are compared with it to find them, at most.
NEIGHBOURS = 32
_COMPARED = 64
#: How many are taken from those that share one value.
_NEAR_EACH = 6
#: What it counts to be an answer somewhere: what never is one gives the key away.
_ASKED = 1.0
#: Texts that differ by no more characters than these are of one length.
_APART = 6


class Neighbours(NamedTuple):
    """The candidates that are most like one of a pool, the closest first, and how much the row
    of each shares with its row: 0 to 255. Small, since every term of a deck has them.
    """

    candidates: tuple[Candidate, ...]
    shared: bytes


def neighbours(knowledge: Knowledge, pool: Pool, centre: Candidate) -> Neighbours:
    """What is most like a candidate of a pool, found when it is first asked for."""
    found = pool.neighbours.get(centre.text)
    if found is None:
        found = pool.neighbours[centre.text] = _found(knowledge, pool, centre)
    return found


def _found(knowledge: Knowledge, pool: Pool, centre: Candidate) -> Neighbours:
    term, tags = centre.term, centre.term.tags if centre.term else ()
    asked = knowledge.asked(pool).of
    scored = []
    for order, other in enumerate(_compared(knowledge, pool, centre)):
        shared = _shared(term, other.term) if term and other.term else 0.0
        score = 3 * shared + alike(centre, other)
        if other.text in asked:
            score += _ASKED
        if tags and other.term is not None:
            score += 0.5 * min(2, len(set(tags) & set(other.term.tags)))
        scored.append((-score, order, other, int(255 * shared)))
    scored.sort()
    del scored[NEIGHBOURS:]
    return Neighbours(tuple([row[2] for row in scored]), bytes([row[3] for row in scored]))


def _compared(knowledge: Knowledge, pool: Pool, centre: Candidate) -> list[Candidate]:
    """Those that share a value with the centre, then the ring from its place: first what is an
    answer somewhere, then anything.
    """
    start, term = centre.place, centre.term
    out: dict[str, Candidate] = {}
    for attribute, values in term.attributes.items() if term else ():
        for value in values:
            for other in pool.near(attribute, value, start, _NEAR_EACH):
                out[other.text] = other
        if len(out) > _COMPARED:
            break
    ring = chain(islice(knowledge.asked(pool).ring(start), NEIGHBOURS // 2), pool.ring(start))
    for other in islice(ring, NEIGHBOURS + NEIGHBOURS // 2):
        if len(out) > NEIGHBOURS:
            break
        out[other.text] = other
    out.pop(centre.text, None)
    return list(out.values())


def _shared(a: Term, b: Term) -> float:
    """How much two rows share: 0 to 1.

    The mean over the attributes of the first of Jaccard's index, so that a long list weighs no
    more than a single value.
    """
    total = 0.0
    others = b.attributes
    for name, x in a.attributes.items():
        y = others.get(name)
        if x == y:
            total += 1
        elif y is not None and (len(x) > 1 or len(y) > 1):
            total += len(set(x) & set(y)) / len(set(x) | set(y))
    return total / (len(a.attributes) or 1)


def alike(a: Candidate, b: Candidate) -> float:
    """How alike two texts look: words, capitals, digits, script, length. 0 to 1.5."""
    mine, its = a.look, b.look
    if mine == its:
        score = 1.1
    else:
        (words, capital, digit, ascii_), (words_b, capital_b, digit_b, ascii_b) = mine, its
        score = 0.4 * (words == words_b) + 0.3 * (capital is capital_b)
        score += 0.2 * (digit is digit_b) + 0.2 * (ascii_ is ascii_b)
    # By difference, not by ratio: that would take more longer texts than shorter ones. And no
    # finer than a reader sees: else an unusual length would be found around its own key alone.
    apart = abs(len(a.text) - len(b.text))
    return score + (0.4 if apart <= _APART else 0.4 * _APART / apart)
