"""Which deck of Anki's each note goes into: the deck's title, or a subdeck of it.

Owns the names of decks. Knows nothing of what a note says.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from nkquiz.item import Item
from nkquiz.knowledge import Knowledge


class SplitBy(Enum):
    """What parts a deck into subdecks."""

    TAG = "tag"
    KIND = "kind"
    VOCABULARY = "vocabulary"


def deck_name(title: str) -> str:
    """The title as Anki's path of decks: `A::B`, no level empty."""
    return "::".join(_levels(title)) or "nkquiz"


def subdecks(title: str, knowledge: Knowledge, split_by: SplitBy | None) -> Callable[[Item], str]:
    """What names the deck of an item's note. What has no tag, or asks for no term, stays on top.

    Anki takes names that differ in case alone for one: the first spelling stands.
    """
    name = deck_name(title)
    spellings: dict[str, str] = {}

    def of(item: Item) -> str:
        if split_by is None:
            return name
        below = _levels(_part(item, knowledge, split_by))
        full = "::".join((name, *below))
        return spellings.setdefault(full.casefold(), full)

    return of


def _part(item: Item, knowledge: Knowledge, split_by: SplitBy) -> str:
    match split_by:
        case SplitBy.TAG:
            return item.tags[0] if item.tags else ""
        case SplitBy.KIND:
            return item.kind.replace("-", " ").capitalize()
        case SplitBy.VOCABULARY:
            return _vocabulary(item, knowledge).replace("_", " ").replace("-", " ")


def _vocabulary(item: Item, knowledge: Knowledge) -> str:
    """That of the term that the fact is about or, in a plain sentence, of its first answer."""
    fact = knowledge.facts.get(item.fact_ids[0])
    if fact is None:
        return ""
    if fact.term is not None:
        return fact.term.vocabulary
    answers = (knowledge.answers.of(fact, mark) for mark in fact.marks)
    return next((a.term.vocabulary for a in answers if a.term is not None), "")


def _levels(title: str) -> list[str]:
    printable = "".join(c if c.isprintable() else " " for c in title).replace('"', "”")
    levels = (" ".join(level.strip(" :").split()) for level in printable.split("::"))
    return [level for level in levels if level]
