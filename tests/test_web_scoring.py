"""The page's scorer and nkquiz's say the same: the tables, whole vocabularies, matching, order.

`web_scoring.yaml` has what `scoring_table.yaml` lacks, and what differs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from conftest import shared_browser
from nasty import documents, responses, typed
from nkquiz.formats.web.data import Mode, page_data
from nkquiz.item import Item, Match, Order, Type
from nkquiz.loader import loads
from nkquiz.model import Deck
from nkquiz.quiz import generate
from nkquiz.registry import NAMES
from nkquiz.scoring import Verdict, score
from nkquiz.values import SORTS, Date, Limits, Room, ValueSort, ends, read_value
from shipped import shipped
from test_scoring_table import deck_of, groups
from test_scoring_vocabularies import VOCABULARIES, slips, vocabulary
from typed_items import typed_items
from web_quiz import JUDGE_ALL, made, scorer

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("chromium")]

ROOT = Path(__file__).parent.parent
TABLE: Any = yaml.load(
    Path(__file__).with_name("web_scoring.yaml").read_text("utf-8"), yaml.SafeLoader
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with closing(scorer(shared_browser())) as page:
        yield page


def judged(
    page: Page, deck: Deck, items: list[Item], asked: list[tuple[int, Any]]
) -> list[tuple[str, float, str]]:
    data = page_data(deck, items, Mode.PRACTICE)
    return [tuple(row) for row in page.evaluate(JUDGE_ALL, [data, asked])]


def differences(
    page: Page, deck: Deck, items: list[Item], asked: list[tuple[int, str]]
) -> list[tuple[str, str, str, str]]:
    """Where the two part: the answer, the response, what each says."""
    found = []
    for (at, response), (verdict, points, _) in zip(
        asked, judged(page, deck, items, asked), strict=True
    ):
        result = score(deck, items[at], response)
        if (verdict, round(points, 6)) != (result.verdict.value, round(result.points, 6)):
            found.append((items[at].answers[0], response, result.verdict.value, verdict))
    return found


@pytest.mark.parametrize("name", [group["name"] for group in groups()])
def test_both_scorers_agree_on_the_table(page: Page, name: str) -> None:
    deck, items = deck_of(name)
    group = next(group for group in groups() if group["name"] == name)
    keys = list(items)
    asked = [(keys.index(key), response) for key, response, _ in group["pairs"]]
    assert differences(page, deck, list(items.values()), asked) == []


@cache
def deck_in_short(name: str) -> tuple[Deck, dict[str, Item]]:
    group = next(group for group in TABLE["agree"] if group["name"] == name)
    return small_deck(group.get("language", "en"), group["facts"])


def small_deck(language: str, facts: list[Any]) -> tuple[Deck, dict[str, Item]]:
    text = yaml.safe_dump({"id": "t", "language": language, "facts": facts}, allow_unicode=True)
    deck, problems = loads(text)
    assert not problems, problems
    items = typed_items(deck)
    listed = (fact for fact in deck.facts if fact.set)
    for number, fact in enumerate(listed):
        type_ = Type((", ".join(fact.set),), listed=fact.set)
        items[fact.set[0]] = made(number, "short-answer", fact.text, type_, language=language)
    return deck, items


@pytest.mark.parametrize("name", [group["name"] for group in TABLE["agree"]])
def test_both_scorers_say_what_the_second_table_says(page: Page, name: str) -> None:
    group = next(group for group in TABLE["agree"] if group["name"] == name)
    deck, items = deck_in_short(name)
    keys = list(items)
    asked = [(keys.index(str(key)), response) for key, response, _, _ in group["rows"]]
    got = judged(page, deck, list(items.values()), asked)
    for (key, response, verdict, points), (theirs, their_points, _) in zip(
        group["rows"], got, strict=True
    ):
        ours = score(deck, items[str(key)], response)
        assert (ours.verdict.value, ours.points) == (verdict, points), (response, ours.feedback)
        assert (theirs, their_points) == (verdict, points), response


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
def test_both_scorers_agree_on_every_sort_of_value(page: Page, sort: ValueSort[Any]) -> None:
    key = read_value(sort.example)
    steps = sort.stepped(key, [1, 2, 3], Limits(Room(), ends(Date(2026))))[0]
    deck, items = small_deck("en", [f"The map says =={sort.example}== in its corner."])
    asked = [sort.example, f"{sort.example}.", *next(steps), "nothing like it"]
    got = judged(page, deck, list(items.values()), [(0, text) for text in asked])
    ours = [score(deck, items[sort.example], text) for text in asked]
    assert got[0][0] == "correct"
    assert [(verdict, said) for verdict, _, said in got] == [
        (result.verdict.value, result.feedback) for result in ours
    ]


@pytest.mark.parametrize("case", TABLE["differ"], ids=lambda case: case["because"])
def test_what_differs_does_so_and_is_documented(page: Page, case: Any) -> None:
    key, response, ours, theirs = case["row"]
    deck, items = small_deck(case["language"], [case["fact"]])
    verdict, _, _ = judged(page, deck, [items[key]], [(0, response)])[0]
    assert (score(deck, items[key], response).verdict.value, verdict) == (ours, theirs)
    assert case["because"] in " ".join((ROOT / "docs" / "web.md").read_text("utf-8").split())


@pytest.mark.parametrize("name", VOCABULARIES)
def test_both_scorers_agree_on_names_and_slips(page: Page, name: str) -> None:
    whole = vocabulary(name)
    draw = random.Random(name)
    places = draw.sample(range(len(whole.items)), 25)
    items = [whole.items[at] for at in places]
    asked: list[tuple[int, str]] = []
    for at, item in enumerate(items):
        key = item.answers[0]
        asked += [(at, other.answers[0]) for other in draw.sample(whole.items, 12)]
        wrong = list(slips(key, draw))
        asked += [(at, text) for text in draw.sample(wrong, min(8, len(wrong)))]
        asked += [(at, key.upper()), (at, f"the {key}"), (at, key.split()[-1])]
    inside = [name for i in whole.items for name in i.answers if " the " in name]
    asked += [(at, name.replace(" the ", " ")) for at in range(5) for name in inside[:6]]
    assert differences(page, whole.deck, items, asked) == []


@pytest.mark.parametrize("deck_name", ["north-korean-diplomats", "two-worlds", "countries"])
def test_every_accepted_answer_of_the_decks_is_right_in_the_page(
    page: Page, deck_name: str
) -> None:
    deck = shipped(deck_name)
    items = [i for i in generate(deck, NAMES)[0] if isinstance(i.interaction, Type)][:300]
    asked = [
        (at, answer)
        for at, item in enumerate(items)
        for answer in item.answers
        if score(deck, item, answer).accepted
    ]
    assert len(asked) > len(items) // 2
    got = judged(page, deck, items, asked)
    assert [pair for pair, (_, points, _) in zip(asked, got, strict=True) if points != 1] == []


def test_a_large_deck_is_not_taken_along_whole_and_judged_all_the_same(page: Page) -> None:
    draw = random.Random(3)
    towns = sorted(
        {"".join(draw.choices(("ka", "ro", "mi", "ten", "dor"), k=4)).title() for _ in range(400)}
    )
    rivers = [f"{town} Beck" for town in towns]
    facts = [f"Line {i} is about =={town}|town== here." for i, town in enumerate(towns[:10])]
    document = {"id": "t", "terms": {"town": towns, "river": rivers}, "facts": facts}
    deck, _ = loads(yaml.safe_dump(document))
    items = list(typed_items(deck).values())
    data = page_data(deck, items, Mode.PRACTICE)
    assert len(towns) <= len(data["things"]) < len(towns) + len(rivers)
    asked = [
        (at, text)
        for at, item in enumerate(items)
        for text in (*slips(item.answers[0], draw), *towns[:20])
    ]
    assert differences(page, deck, items, asked) == []


def test_a_scale_in_the_sentence_or_the_unit_is_left_out_of_answers(page: Page) -> None:
    for fixed in ("", " million"):
        deck, problems = loads(
            "terms:\n  town:\n    attributes:\n"
            "      people: {sort: number, unit: million, tolerance: 0.1}\n"
            "    rows: [{name: Vienna, people: 1.9}, {name: Rome, people: 2.8}]\n"
            f'templates:\n  - {{id: p, for: town, fact: "{{name}} has =={{people}}{fixed}== people."}}\n'
        )
        assert not problems
        items = list(typed_items(deck).values())
        answers = ("1.9", "1.85", "2.0", "2.2", "1.9 million", "1,900,000", "2.8", "190")
        asked = [(at, answer) for at in range(len(items)) for answer in answers]
        assert differences(page, deck, items, asked) == []


@settings(max_examples=20)
@given(documents(), st.data())
def test_any_answer_and_any_response_have_a_verdict_in_the_page(
    page: Page, document: dict[str, Any], data: st.DataObject
) -> None:
    deck, items = typed(document)
    asked = [(at, data.draw(responses(item.answers))) for at, item in enumerate(items)]
    verdicts = {verdict.value for verdict in Verdict}
    for verdict, points, _ in judged(page, deck, items, asked):
        assert verdict in verdicts
        assert 0 <= points <= 1


# -- matching and ordering ----------------------------------------------------------------------


def test_every_way_to_match_is_judged_alike(page: Page) -> None:
    deck, _ = loads("facts: []\n")
    match = Match(("Vienna", "Hamburg"), ("Elbe", "Rhine", "Danube"), (2, 0))
    item = made(1, "matching", "Match.", match)
    given = [list(pair) for pair in product((None, 0, 1, 2), repeat=2)]
    got = judged(page, deck, [item], [(0, pair) for pair in given])
    for pair, (verdict, points, _) in zip(given, got, strict=True):
        said = " ".join(f"{i + 1}{'abc'[at]}" for i, at in enumerate(pair) if at is not None)
        result = score(deck, item, said)
        assert (verdict, points) == (result.verdict.value, result.points), pair


def test_every_order_is_judged_alike(page: Page) -> None:
    deck, _ = loads("facts: []\n")
    item = made(1, "ordering", "Order.", Order(("one", "two", "three", "four"), (1, 3, 0, 2)))
    given = [list(order) for order in permutations(range(4))]
    got = judged(page, deck, [item], [(0, order) for order in given])
    for order, (verdict, points, _) in zip(given, got, strict=True):
        said = " ".join("abcd"[(1, 3, 0, 2).index(part)] for part in order)
        result = score(deck, item, said)
        assert (verdict, round(points, 9)) == (result.verdict.value, round(result.points, 9))
