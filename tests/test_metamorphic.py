"""What a change of the deck may change in its items: as little as it must."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkquiz import quiz
from nkquiz.item import Choose, Item
from nkquiz.model import Deck
from towns import deck_of, rows, text

KINDS = ("cloze", "multiple-choice", "short-answer")

RIVERS = [
    "Danube",
    "Rhine",
    "Elbe",
    "Oder",
    "Inn",
    "Isar",
    "Main",
    "Saar",
    "Weser",
    "Ems",
    "Havel",
    "Spree",
    "Neisse",
    "Lech",
    "Iller",
]
CITIES = ["Ulm", "Basel", "Dresden", "Linz", "Passau", "Mainz", "Minden", "Leer", "Berlin", "Kehl"]
HEAD = f"""
terms:
  river: [{", ".join(RIVERS)}]
  city: [{", ".join(CITIES)}]
facts:
"""
FACTS = tuple(
    f"  - {{id: f{i}, fact: The =={RIVERS[i]}== flows through =={CITIES[i]}==.}}" for i in range(10)
)

Seen = dict[str, tuple[str, tuple[str, ...]]]


def seen(items: tuple[Item, ...]) -> Seen:
    """Each item by its id: what it asks, and its options or what it accepts."""
    out: Seen = {}
    for item in items:
        shown = item.interaction
        texts = tuple(o.text for o in shown.options) if isinstance(shown, Choose) else item.answers
        out[item.id] = (item.stem, texts)
    return out


def all_of(deck: Deck, seed: int = 0) -> Seen:
    return seen(quiz.generate(deck, KINDS, seed)[0])


@cache
def small() -> Seen:
    return all_of(deck_of(HEAD + "\n".join(FACTS)))


@cache
def large() -> Seen:
    return all_of(deck_of(text(rows(80))))


def changed(before: Seen, after: Seen) -> set[str]:
    """The items of the first that the second has otherwise, or not at all."""
    return {name for name, item in before.items() if after.get(name) != item}


# -- what changes nothing -----------------------------------------------------------------


@given(st.permutations(FACTS), st.permutations(RIVERS), st.permutations(CITIES))
@settings(max_examples=25)
def test_the_order_of_facts_and_terms_changes_nothing(
    facts: list[str], rivers: list[str], cities: list[str]
) -> None:
    head = HEAD.replace(", ".join(RIVERS), ", ".join(rivers))
    head = head.replace(", ".join(CITIES), ", ".join(cities))
    assert all_of(deck_of(head + "\n".join(facts))) == small()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    table = rows(80)
    random.Random(seed).shuffle(table)
    assert all_of(deck_of(text(table))) == large()


@pytest.mark.parametrize(
    "fact",
    [
        "The moon is round.",
        "The ==sun== is ==150 million km== from the Earth.",
        "==Mars|planet== has two moons, and ==Venus|planet== has none.",
        "Some bridges are made of ==steel==.",
    ],
)
@pytest.mark.parametrize("place", [0, 5, 10])
def test_an_unrelated_fact_changes_nothing(fact: str, place: int) -> None:
    facts = [*FACTS]
    facts.insert(place, f"  - {{id: new, fact: {fact!r}}}")
    head = HEAD.replace("  city:", "  planet: []\n  city:")
    after = all_of(deck_of(head + "\n".join(facts)))
    assert not changed(small(), after)


@pytest.mark.parametrize(
    "more",
    [
        "",
        "  planet: [Mars, Venus]\n",
        "  planet:\n    - {name: Mars, river: none, region: space, leader: nobody}\n",
    ],
)
def test_another_vocabulary_changes_nothing(more: str) -> None:
    assert all_of(deck_of(text(rows(80), more))) == large()


# -- a fact that speaks for a distractor ------------------------------------------------------


@given(st.integers(0, 9), st.integers(0, 9))
@settings(max_examples=60)
def test_a_fact_removes_only_the_distractors_that_it_makes_possible(one: int, other: int) -> None:
    """ "The Danube reaches Basel" speaks for the Danube where Basel is named, and the reverse."""
    river, city = RIVERS[one], CITIES[other]
    new = f"  - {{id: new, fact: The =={river}== reaches =={city}== by a canal.}}"
    after = all_of(deck_of(HEAD + "\n".join((*FACTS, new))))
    for name in changed(small(), after):
        stem, before = small()[name]
        key, options = (CITIES, RIVERS) if city in stem else (RIVERS, CITIES)
        possible = river if city in stem else city
        assert name.endswith("multiple-choice")
        assert (city in stem) is not (river in stem), name
        assert possible in before, name
        assert possible in options, (name, key)
        kept = [text for text in before if text != possible]
        assert [text for text in after[name][1] if text in kept] == kept


def test_such_a_fact_does_remove_some() -> None:
    gone = 0
    for one, other in [(0, 1), (1, 2), (2, 5), (7, 3), (4, 9), (9, 4)]:
        new = (
            f"  - {{id: new, fact: The =={RIVERS[one]}== reaches =={CITIES[other]}== by a canal.}}"
        )
        after = all_of(deck_of(HEAD + "\n".join((*FACTS, new))))
        gone += len(changed(small(), after))
        for stem, options in after.values():
            if CITIES[other] in stem and RIVERS[other] in options:
                assert RIVERS[one] not in options
    assert gone


# -- a new term -----------------------------------------------------------------------------


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_a_new_row_changes_only_the_choices_whose_closest_it_joins(seed: int) -> None:
    """It enters some. Where it is among the neighbours of the row asked about, or of a distractor
    that stands in its place as the centre, but isn't drawn, another may drop out of them: a few
    in any deck, however large. That one need not be farther from the key: of the rows that share
    a value, only the first few around the ring are compared, and the new one may stand before it.

    So Wakanda (Eastern Africa, borders Kenya and Uganda) in the table of countries changes what
    Ghana borders, where it isn't an option: it lies in Africa too, and on the ring it stands
    between Ghana and Zambia, which is no longer one of the first eighteen that do. So the place of
    Zambia among the twelve closest is free, and what Kenya borders moves up into the draw.
    """
    new = {**rows(1, seed)[0], "name": "Zzyzxville", "leader": "Zzyzxova", "twins": "Zzyzxville"}
    new |= {"people": str(9_500_000 + seed), "founded": str(1995 + seed % 20)}
    after = all_of(deck_of(text([*rows(80), new])))
    entered = {
        name for name in large() if name in after and set(new.values()) & set(after[name][1])
    }
    others = changed(large(), after) - entered
    assert all(name.endswith("multiple-choice") or name not in after for name in others)
    assert len(others) <= 30


@given(st.text("abdefgklmnoprstu", min_size=6, max_size=9))
@settings(max_examples=25)
def test_a_new_name_changes_only_the_choices_that_it_enters(new: str) -> None:
    river = new.capitalize()
    after = all_of(deck_of(HEAD.replace("Danube,", f"Danube, {river},", 1) + "\n".join(FACTS)))
    for name in changed(small(), after):
        assert river in after[name][1], name


@given(st.text("abdefgklmnoprstu", min_size=6, max_size=9))
@settings(max_examples=25)
def test_to_rename_an_unused_term_changes_nothing_else(new: str) -> None:
    """The Iller is marked in no fact: only where it was, or is now, does an option change."""
    river = new.capitalize()
    after = all_of(deck_of(HEAD.replace("Iller", river) + "\n".join(FACTS)))
    for name in changed(small(), after):
        assert "Iller" in small()[name][1] or river in after[name][1], name
