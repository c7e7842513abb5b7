"""How fast a typed answer is judged: rows for `make bench`, and a table by itself.

A deck of 5,000 terms with names that are near each other; every guard on. The peer is `difflib`,
which compares the answer with each name, as a program without an index would.
"""

from __future__ import annotations

import difflib
import random
import sys
from collections.abc import Iterator
from functools import cache, partial
from statistics import median
from timeit import timeit

from measuring import in_turn, without_collector
from nkquiz.item import Item
from nkquiz.loader import loads
from nkquiz.model import Deck
from nkquiz.scoring import score
from typed_items import typed_items

TERMS = 5_000
RUNS = 5
SYLLABLES = [
    "ka",
    "ro",
    "mi",
    "ten",
    "dor",
    "val",
    "sha",
    "bel",
    "gun",
    "ost",
    "ira",
    "lem",
    "qua",
    "vin",
    "tar",
    "ben",
    "sol",
    "zur",
    "pek",
    "nim",
]
ENDINGS = ["ia", "land", "burg", "stan", "ville", "mark", "feld", "ova", "ow", "ino"]
#: The longest that one answer may take, and its share of what the peer takes.
WORST = 0.005
SHARE = 0.01


@cache
def names() -> tuple[str, ...]:
    draw = random.Random(5)
    found: dict[str, None] = {}
    while len(found) < TERMS:
        word = "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) + draw.choice(ENDINGS)
        first = draw.choice(("North ", "South ", "New ", "Saint ", "", "", "", ""))
        found[first + word.capitalize()] = None
    return tuple(found)


@cache
def deck() -> tuple[Deck, tuple[Item, ...]]:
    """5,000 places, and a sentence about each of the first hundred."""
    rows = "\n".join(f"    - {name}" for name in names())
    facts = "\n".join(
        f"  - Line {i} names ==={name}== here." for i, name in enumerate(names()[:100])
    )
    facts = facts.replace("===", "==")
    made, problems = loads(f"id: bench\nterms:\n  place:\n{rows}\nfacts:\n{facts}\n")
    assert not problems, problems[:3]
    return made, tuple(typed_items(made).values())


@cache
def answers(seed: int = 0) -> tuple[tuple[Item, str], ...]:
    """Each item with a right answer, slips, another name, a part of it and a long wrong one."""
    draw = random.Random(seed)
    out: list[tuple[Item, str]] = []
    for item in deck()[1]:
        key = item.answers[0]
        at = draw.randrange(2, len(key) - 1)
        out += [
            (item, key),
            (item, key[:at] + key[at + 1 :]),
            (item, key[:at] + "x" + key[at:]),
            (item, draw.choice(names())),
            (item, key.split()[-1]),
            (item, "the river that flows through the old town of " + key),
        ]
    return tuple(out)


def judge_all(seed: int = 0) -> None:
    for item, text in answers(seed):
        score(deck()[0], item, text)


def compare_all() -> None:
    """One answer of each sort, compared with every name by `difflib`."""
    for _, text in answers()[:6]:
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(text)
        for name in names():
            matcher.set_seq1(name)
            matcher.ratio()


def rows() -> Iterator[tuple[str, str, float, float, str, str]]:
    """The fields of two rows of `make bench`: name, peer, bound, ratio, our time, its time.

    The index is built before: it is made once for a deck, when its first answer is judged.
    """
    fresh = [len(answers(seed)) for seed in range(RUNS + 1)]  # each is judged once
    seeds = iter(range(RUNS + 1))
    ours, peer = in_turn(lambda: judge_all(next(seeds)), compare_all, RUNS)
    ours, peer = ours / median(fresh), peer / 6
    name = f"score: a typed answer, {TERMS:,} terms"
    yield name, "difflib, every name", SHARE, ours / peer, _ms(ours), _ms(peer)
    slowest = worst()
    yield name + ", the slowest", "5 ms", 1, slowest / WORST, _ms(slowest), _ms(WORST)


def worst() -> float:
    """The seconds that the slowest answer takes, none of them seen before."""
    judge_all()
    made, given = deck()[0], answers(RUNS + 1)
    with without_collector():
        return max(timeit(partial(score, made, item, text), number=1) for item, text in given)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(f"{row}\n")
