"""A second table with known truth: the chemical elements, against `molmass` and arithmetic."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from molmass import ELEMENTS

import nkquiz
from nkquiz.item import Choose, Item
from nkquiz.model import Deck, Term
from shipped import SEEDS

FILE = Path(__file__).parent / "worlds/elements.yaml"
NOBLE_GASES = (0, 2, 10, 18, 36, 54, 86, 118)


@cache
def deck() -> Deck:
    loaded, problems = nkquiz.load(FILE)
    assert problems == ()
    return loaded


def elements() -> tuple[Term, ...]:
    return deck().vocabularies["element"].terms


def period(number: int) -> int:
    """A period ends with its noble gas."""
    return next(p for p, last in enumerate(NOBLE_GASES) if number <= last)


@cache
def truth(name: str) -> dict[str, str]:
    """Symbol, number, period and group of an element, by the package and by arithmetic."""
    element = next(e for e in ELEMENTS if e.name.lower() == name)
    found = {
        "symbol": element.symbol,
        "number": str(element.number),
        "period": str(period(element.number)),
    }
    if element.block != "f":  # which the package counts to group 3
        found["group"] = str(element.group)
    return found


def test_the_table_is_true() -> None:
    assert len(elements()) == 103
    for number, term in enumerate(elements(), 1):
        ours = {key: values[0] for key, values in term.attributes.items() if not term.disputes(key)}
        theirs = {key: value for key, value in truth(term.name).items() if key in ours}
        assert ours == theirs
        assert ours["number"] == str(number)


def is_right(item: Item, option: str) -> bool:
    template, name, slot = item.id.split("/")[1:4]
    if slot == "name":
        return truth(option).get(template) == truth(name)[template]
    return truth(name)[template] == option


@pytest.mark.parametrize("seed", SEEDS)
def test_each_choice_item_has_one_right_option(seed: int) -> None:
    items, problems = nkquiz.generate(deck(), kinds=("multiple-choice",), seed=seed)
    assert problems == ()
    made = dict.fromkeys(("symbol", "number", "period", "group"), 0)
    for item in items:
        assert isinstance(item.interaction, Choose)
        options = [option.text for option in item.interaction.options]
        right = [text for text in options if is_right(item, text)]
        assert right == [item.interaction.key.text], item.stem
        made[item.id.split("/")[1]] += 1
    # Each of the 103 both ways; no group for 26 elements, a disputed one for four.
    assert made == {"symbol": 206, "number": 206, "period": 206, "group": 146}


def test_typed_items_ask_only_what_one_element_answers() -> None:
    items, _ = nkquiz.generate(deck(), kinds=("cloze", "short-answer"))
    slots = {tuple(item.id.split("/")[1::2][:2]) for item in items}
    assert slots == {
        ("symbol", "name"),
        ("symbol", "symbol"),
        ("number", "name"),
        ("number", "number"),
        ("period", "period"),
        ("group", "group"),
    }
