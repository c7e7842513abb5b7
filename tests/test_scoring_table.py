"""The tables of responses that we would defend before a class: `scoring_table.yaml`, which holds
in a web quiz too, and `scoring_values.yaml`, which is beyond it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nkquiz.item import Item
from nkquiz.loader import loads
from nkquiz.model import Deck
from nkquiz.scoring import Result, score
from typed_items import typed_items

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    group: str
    key: str
    response: str
    verdict: str


@cache
def groups(table: str = "scoring_table.yaml") -> tuple[Any, ...]:
    with (HERE / table).open(encoding="utf-8") as file:
        return tuple(yaml.load(file, yaml.BaseLoader))


def all_groups() -> tuple[Any, ...]:
    return groups() + groups("scoring_values.yaml")


def cases() -> Iterator[Case]:
    for group in all_groups():
        for key, response, verdict in group["pairs"]:
            yield Case(group["name"], key, response, verdict)


@cache
def deck_of(name: str) -> tuple[Deck, dict[str, Item]]:
    """The deck of a group, and the cloze item for each key."""
    group = next(g for g in all_groups() if g["name"] == name)
    keys = list(dict.fromkeys(key for key, _, _ in group["pairs"]))
    marks = group.get("marks", {})
    facts = [
        {"id": f"fact-{i}", "fact": f"Sentence {i} says =={key}== to us here."}
        | ({"marks": {key: marks[key]}} if key in marks else {})
        for i, key in enumerate(keys)
    ]
    document: dict[str, Any] = {"id": "table", "language": group.get("language", "en")}
    document |= {"terms": group["terms"]} if "terms" in group else {}
    beside = [
        {"id": f"beside-{i}", "fact": text} for i, text in enumerate(group.get("sentences", ()))
    ]
    document |= {
        "facts": beside + facts,
        "items": {"strict": group.get("strict", "false") == "true"},
    }
    deck, problems = loads(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    assert not [p for p in problems if p.is_error], problems
    return deck, typed_items(deck)


def judge_case(case: Case) -> Result:
    deck, items = deck_of(case.group)
    return score(deck, items[case.key], case.response)


def test_the_table_is_large_enough() -> None:
    assert len(list(cases())) >= 150


@pytest.mark.parametrize("case", list(cases()), ids=lambda c: f"{c.group}-{c.key}-{c.response}")
def test_the_verdict_is_one_to_defend(case: Case) -> None:
    result = judge_case(case)
    assert (result.verdict.value, case.response) == (case.verdict, case.response), result.feedback


@pytest.mark.parametrize("case", list(cases()), ids=lambda c: f"{c.group}-{c.key}-{c.response}")
def test_points_follow_the_verdict_and_a_reason_is_given(case: Case) -> None:
    result = judge_case(case)
    points = {"correct": 1, "typo": 1, "partial": 0.5}.get(case.verdict, 0)
    assert (result.points, result.possible) == (points, 1)
    assert case.verdict == "correct" or not case.response or result.feedback
