"""The kinds of item, each a module of its own; they don't know each other.

A kind makes an item of a fact and a mark, or of facts that meet in a group, or says why it
can't. A new kind is a new module and a line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from nkquiz.groups import Group, allows
from nkquiz.item import Item
from nkquiz.kinds import cloze, matching, multiple_choice, ordering, short_answer, true_false
from nkquiz.knowledge import Knowledge
from nkquiz.model import Fact, Mark, Problem
from nkquiz.stem import Making

#: An item; or a problem, where the deck lacks something for it; or nothing, where the mark is
#: not of that kind.
Made = Item | Problem | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """How a kind makes items of several facts, or of a whole fact.

    `groups` says which facts may meet and makes nothing yet, so that a session makes the items of
    those groups alone that it takes. `make` gives the items of one group, or problems.
    """

    groups: Callable[[Knowledge, Iterable[Fact]], Iterator[Group]]
    make: Callable[[Making, Group], Iterator[Item | Problem]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item: made of one mark, of several facts, or of either.

    `explain` gives each candidate for a wrong option of a mark, whether or not an item can be
    made: its fate, its text, and why. `typed` kinds are what a choice item falls back to.
    `verdicts` are the options of a kind whose items all have the same two, what affirms first: a
    guess is no evidence, their looks tell nothing, and a session has as many of each as it can.
    """

    name: str
    make: Callable[[Making, Fact, Mark], Made] | None = None
    explain: Callable[[Making, Fact, Mark], Iterator[tuple[str, str, str]]] | None = None
    gathered: Gathered | None = None
    typed: bool = False
    verdicts: tuple[str, str] | None = None


KINDS = (
    Kind("cloze", cloze.make, typed=True),
    Kind("multiple-choice", multiple_choice.make, multiple_choice.explain),
    Kind(
        "short-answer",
        short_answer.make,
        gathered=Gathered(short_answer.groups, short_answer.make_list),
        typed=True,
    ),
    Kind(
        "true-false",
        true_false.make,
        true_false.explain,
        verdicts=("True", "False"),
    ),
    Kind("matching", gathered=Gathered(matching.groups, matching.make)),
    Kind("ordering", gathered=Gathered(ordering.groups, ordering.make)),
)

BY_NAME = {kind.name: kind for kind in KINDS}


def wanted(fact: Fact, mark: Mark, kinds: tuple[str, ...]) -> tuple[Kind, ...]:
    """The kinds among `kinds` that the author allows for a mark, in the order of the registry."""
    return tuple(k for k in KINDS if k.name in kinds and allows(fact, mark, k.name))


def explain(making: Making, item: Item) -> Iterator[tuple[str, str, str]]:
    """Why an item has the wrong options that it has: (fate, text, reason) for each candidate.

    Nothing for a typed item or an order. `making` must be what the item was made with.
    """
    if item.kind == "matching":
        yield from matching.explain(making, item)
        return
    tell, found = BY_NAME[item.kind].explain, making.knowledge.slot(item)
    if tell is not None and found is not None:
        yield from tell(making, *found)


__all__ = ["BY_NAME", "KINDS", "Gathered", "Kind", "Made", "explain", "wanted"]
