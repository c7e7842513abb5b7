"""The tables of responses that we would defend before a class: `scoring_table.yaml`, which holds
in a web quiz too, and `scoring_values.yaml`, which is beyond it.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nkquiz.item import Item
from nkquiz.loader import loads
from nkquiz.model import Deck
from nkquiz.scoring import score
from typed_items import typed_items

HERE = Path(__file__).parent


@cache
def groups(table: str = "scoring_table.yaml") -> tuple[Any, ...]:
    with (HERE / table).open(encoding="utf-8") as file:
        return tuple(yaml.load(file, yaml.BaseLoader))


def all_groups() -> tuple[Any, ...]:
    return groups() + groups("scoring_values.yaml")


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


def test_the_table_is_large_enough() -> None:
    assert sum(len(group["pairs"]) for group in all_groups()) >= 2000


@pytest.mark.parametrize("group", all_groups(), ids=lambda group: group["name"])
def test_each_verdict_is_one_to_defend_and_has_its_points_and_a_reason(group: Any) -> None:
    deck, items = deck_of(group["name"])
    differ = []
    for key, response, verdict in group["pairs"]:
        result = score(deck, items[key], response)
        points = {"correct": 1, "typo": 1, "partial": 0.5}.get(verdict, 0)
        has_reason = verdict == "correct" or not response or bool(result.feedback)
        got = (result.verdict.value, result.points, result.possible, has_reason)
        if got != (verdict, points, 1, True):
            differ.append(f"{key!r}, {response!r}: {verdict} expected, {result}")
    assert not differ, "\n".join(differ)
