"""What is remembered is right, bounded, and gone with the object that it belongs to."""

import gc
import weakref
from collections.abc import Iterator

import pytest

import nkquiz
from nkquiz import memo
from nkquiz.knowledge import knowledge_of
from nkquiz.memo import kept, remembered
from nkquiz.registry import NAMES


class Numbers:
    """Counts how often it works something out."""

    def __init__(self) -> None:
        self.worked = 0

    @kept
    def one(self) -> int:
        self.worked += 1
        return 1

    @remembered
    def plus(self, a: int, b: int) -> int:
        self.worked += 1
        return a + b


def test_a_result_is_worked_out_once_in_each_object() -> None:
    first, second = Numbers(), Numbers()
    assert [first.plus(1, 2), first.plus(1, 2), first.one, first.one] == [3, 3, 1, 1]
    assert first.worked == 2
    assert (second.plus(1, 2), second.worked) == (3, 1)
    assert first.plus(2, 2) == 4


def test_no_more_is_remembered_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "MOST", 3)
    numbers = Numbers()
    assert [numbers.plus(n, 0) for n in range(4)] == [0, 1, 2, 3]
    assert (numbers.plus(3, 0), numbers.worked) == (3, 4)
    assert (numbers.plus(0, 0), numbers.worked) == (0, 5)


DECK = """
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire]
  city:
    - {name: Vienna, river: Danube, people: 2000000}
    - {name: Cologne, river: Rhine, people: 1000000}
    - {name: Dresden, river: Elbe, people: 500000}
    - {name: Warsaw, river: Vistula, people: 1800000}
facts:
  - The ==Danube== rises in the ==Black Forest==.
templates:
  - {id: river, for: city, fact: "=={name}== lies on the =={river}=="}
  - {id: people, for: city, fact: "{name} has =={people}== inhabitants."}
"""


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def used_index() -> list[weakref.ref[object]]:
    """What a deck knows, and each room of it, when all kinds of item have been made."""
    deck, problems = nkquiz.loads(DECK)
    assert not problems
    items, _ = nkquiz.generate(deck, kinds=NAMES)
    assert len(items) > 20
    index = knowledge_of(deck)
    rooms = (index.terms, index.rows, index.pools, index.answers, index.sentences)
    return [weakref.ref(room) for room in (index, *rooms)]


@pytest.mark.usefixtures("no_collector")
def test_what_a_deck_knows_goes_without_the_collector_when_others_are_asked() -> None:
    left = [used_index() for _ in range(6)]
    assert [room() for room in left[0]] == [None] * 6
    assert None not in [room() for room in left[-1]]
