"""Neighbours: which candidates of a pool are most like one, by their rows and by how they look.

Each one's are found once, however many items ask about it. An index yields them, so that a large
pool costs no more than a small one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import chain
from typing import NamedTuple

from nkquiz.knowledge import Knowledge, Pool
from nkquiz.pool import Candidate, alike

#: How many neighbours a candidate has, and how many are compared with it to find them, at most.
NEIGHBOURS = 32
_COMPARED = 64
#: How many are taken from those that share one value, and from those that share only what a value
#: has in its turn: of these some share the value too.
_NEAR_EACH, _NEAR_ACROSS = 6, 18
#: What it counts to share a whole row, to be an answer somewhere (what never is one gives the
#: key away), and to share a tag.
ROW = 3.0
_ASKED = 1.0
_TAG, _TAGS = 0.5, 2


class Neighbours(NamedTuple):
    """The numbers of the candidates that are most like one of a pool, the closest first, and how
    much the row of each shares with its row: 0 to 255. Small, since every term of a deck has them.
    """

    numbers: array[int]
    shared: bytes


def neighbours(knowledge: Knowledge, pool: Pool, number: int) -> Neighbours:
    """What is most like a candidate of a pool, found when it is first asked for."""
    found: Neighbours | None = pool.neighbours.get(number)
    if found is None:
        found = pool.neighbours[number] = _found(knowledge, pool, pool.candidates[number])
    return found


def _found(knowledge: Knowledge, pool: Pool, centre: Candidate) -> Neighbours:
    compared = _compared(knowledge, pool, centre)
    shared = _shared(pool, centre, compared)
    flags, looks = knowledge.pools.asked(pool).flags, pool.looks
    look = looks[centre.number]
    scores = [
        ROW * share + alike(look, looks[number]) + _ASKED * flags[number]
        for number, share in zip(compared, shared, strict=True)
    ]
    if centre.term is not None and centre.term.tags:
        tags = set(centre.term.tags)
        for index, number in enumerate(compared):
            other = pool.candidates[number].term
            if other is not None:
                scores[index] += _TAG * min(_TAGS, len(tags.intersection(other.tags)))
    order = sorted(range(len(compared)), key=scores.__getitem__, reverse=True)[:NEIGHBOURS]
    return Neighbours(
        array("I", [compared[index] for index in order]),
        bytes([int(255 * shared[index]) for index in order]),
    )


def _compared(knowledge: Knowledge, pool: Pool, centre: Candidate) -> list[int]:
    """Those that share a value with the centre, then the ring from its place: first what is an
    answer somewhere, then anything.
    """
    number = centre.number
    out: dict[int, None] = {}
    for attribute, values in pool.rows[number].items():
        if pool.columns[attribute].repeats or pool.columns[attribute].lists:
            most = _NEAR_ACROSS if "." in attribute else _NEAR_EACH
            for value in values:
                out.update(dict.fromkeys(pool.near(attribute, value, number, most)))
            if len(out) > _COMPARED:
                break
    asked, size = knowledge.pools.asked(pool).numbers, len(pool.candidates)
    first = bisect_left(asked, number)
    around = chain(asked[first : first + NEIGHBOURS], asked[: max(0, first + NEIGHBOURS - size)])
    for index, other in enumerate(chain(around, range(number, number + NEIGHBOURS))):
        if len(out) > NEIGHBOURS and index >= NEIGHBOURS // 2:
            break
        out[other % size] = None
    out.pop(number, None)
    return list(out)


def _shared(pool: Pool, centre: Candidate, others: list[int]) -> list[float]:
    """How much the rows of others share with the centre's: 0 to 1.

    The mean over its attributes of Jaccard's index, so that a long list weighs no more than a
    single value.
    """
    row = pool.rows[centre.number]
    totals = [0.0] * len(others)
    for name in row:
        column = pool.columns[name]
        if column.lists:
            totals = [
                a + b for a, b in zip(totals, _jaccard(pool, centre, name, others), strict=True)
            ]
        elif column.repeats:
            codes, mine = column.codes, column.codes[centre.number]
            totals = [a + (codes[i] == mine) for a, i in zip(totals, others, strict=True)]
    count = len(row) or 1
    return [total / count for total in totals]


def _jaccard(pool: Pool, centre: Candidate, name: str, others: list[int]) -> list[float]:
    """How much lists have in common, of all that either has."""
    mine = set(pool.rows[centre.number][name])
    out = []
    for number in others:
        its = pool.rows[number].get(name, ())
        common = len(mine.intersection(its))
        out.append(common / (len(mine) + len(its) - common) if common else 0.0)
    return out
