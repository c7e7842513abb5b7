"""The notes of a package: one cloze note a fact, one note each other item, in due order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from nkquiz.formats.apkg.cloze import cloze_note
from nkquiz.formats.apkg.note import Note, NoteMaking
from nkquiz.formats.apkg.single import single_note
from nkquiz.item import Item
from nkquiz.model import Fact
from nkquiz.registry import KINDS

#: The kinds whose items are clozes on the note of their fact.
_FILLING = frozenset(kind.name for kind in KINDS if kind.fills)


def compose(facts: Iterable[Fact], items: Iterable[Item], making: NoteMaking) -> Iterator[Note]:
    """The notes of a deck, in the order of its facts, one at a time. Items come in any order.

    What is asked of several facts comes where the last of them stands: all are known by then.
    """
    facts_by_key = {fact.key: fact for fact in facts}
    place = {key: number for number, key in enumerate(facts_by_key)}
    last = len(place)
    every = tuple(items)
    due = [
        place.get(item.fact_ids[0], last)
        if len(item.fact_ids) == 1
        else max(place.get(id_, last) for id_ in item.fact_ids)
        for item in every
    ]
    in_order = sorted(range(len(every)), key=due.__getitem__)
    for _, group in groupby(in_order, key=due.__getitem__):
        together = [every[number] for number in group]
        clozes = [item for item in together if item.kind in _FILLING]
        if clozes:
            note = cloze_note(facts_by_key.get(clozes[0].fact_ids[0]), clozes, making)
            if note is not None:
                yield note
        if len(clozes) < len(together):
            for item in together:
                if item.kind not in _FILLING:
                    yield single_note(item, making)
