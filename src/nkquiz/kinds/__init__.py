"""The kinds of item, each a module of its own; they don't know each other.

A kind makes an item of a fact and a mark, or says why it can't. A new kind is a new module and
a line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nkquiz.item import Item
from nkquiz.kinds import cloze, multiple_choice, short_answer
from nkquiz.model import Fact, Mark, Problem
from nkquiz.stem import Making

#: An item; or a problem, where the deck lacks something for it; or nothing, where the mark is
#: not of that kind.
Made = Item | Problem | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item. `typed` kinds are what a choice item falls back to."""

    name: str
    make: Callable[[Making, Fact, Mark], Made]
    typed: bool


KINDS = (
    Kind("cloze", cloze.make, typed=True),
    Kind("multiple-choice", multiple_choice.make, typed=False),
    Kind("short-answer", short_answer.make, typed=True),
)

BY_NAME = {kind.name: kind for kind in KINDS}


def wanted(fact: Fact, mark: Mark, kinds: tuple[str, ...]) -> tuple[Kind, ...]:
    """The kinds among `kinds` that the author allows for a mark, in the order of the registry."""
    allowed = mark.options.kinds or fact.kinds
    return tuple(k for k in KINDS if k.name in kinds and (not allowed or k.name in allowed))


def explain(making: Making, item: Item) -> Iterator[tuple[str, str, str]]:
    """Why a choice item has the options that it has: (fate, text, reason) for each candidate.

    Nothing for an item of another kind. `making` must be what the item was made with.
    """
    found = making.knowledge.slot(item)
    if item.kind == "multiple-choice" and found is not None:
        yield from multiple_choice.explain(making, *found, item)


__all__ = ["BY_NAME", "KINDS", "Kind", "Made", "explain", "wanted"]
