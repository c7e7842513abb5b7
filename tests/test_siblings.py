"""Siblings are separated as the plain reading of the rule says, and without looking at all pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkquiz.item import Item, Type
from nkquiz.model import Location
from nkquiz.quiz import separate_siblings

Facts = tuple[str, ...]


def item_of(number: int, facts: Facts) -> Item:
    interaction = Type(("key",))
    return Item(f"{number}", "cloze", facts, facts, f"{number}?", interaction, Location("f", 1, 1))


def order(all_facts: Sequence[Facts]) -> list[Facts]:
    items = [item_of(number, facts) for number, facts in enumerate(all_facts)]
    return [item.fact_ids for item in separate_siblings(items)]


def step_by_step(all_facts: Sequence[Facts]) -> list[int]:
    """The rule itself: the first of a crowded fact, else the first no sibling, else the first."""
    waiting = list(range(len(all_facts)))
    out: list[int] = []
    while waiting:
        left = Counter(fact for i in waiting for fact in all_facts[i])
        before = set(all_facts[out[-1]]) if out else set()
        free = [i for i in waiting if before.isdisjoint(all_facts[i])]
        crowded = [i for i in free if max(left[f] for f in all_facts[i]) * 2 > len(waiting)]
        out.append((crowded or free or waiting)[0])
        waiting.remove(out[-1])
    return out


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("a a b b", "a b a b"),
        ("a b c", "a b c"),
        ("a a b", "a b a"),
        ("b a a a c", "a b a c a"),
        ("a a a", "a a a"),  # no other order
        ("ab a b c", "ab c a b"),
    ],
)
def test_siblings_are_no_neighbours(given: str, wanted: str) -> None:
    assert order([tuple(facts) for facts in given.split()]) == [tuple(f) for f in wanted.split()]


FACTS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True).map(tuple)


@given(st.lists(FACTS, max_size=30))
def test_the_order_is_that_of_the_rule(all_facts: list[Facts]) -> None:
    items = [item_of(number, facts) for number, facts in enumerate(all_facts)]
    assert separate_siblings(items) == [items[i] for i in step_by_step(all_facts)]


class Counted(tuple[str, ...]):
    """Facts that count how often they are looked at."""

    looks = 0

    def __iter__(self) -> Iterator[str]:
        Counted.looks += 1
        return super().__iter__()

    __hash__ = tuple.__hash__


@pytest.mark.parametrize("siblings", [1, 3, 2000])
def test_the_work_does_not_grow_by_the_square(siblings: int) -> None:
    Counted.looks = 0
    order([Counted((f"fact {number // siblings}",)) for number in range(4000)])
    assert Counted.looks < 4000 * 20
