"""One memory at a time: the items by which each may be asked for.

Owns how a question changes when it comes again. Knows nothing of what is due.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from nkquiz.groups import Group
from nkquiz.item import Choose, Item, Judge
from nkquiz.kinds import makers, wanted
from nkquiz.knowledge import knowledge_of
from nkquiz.maker import GroupMaker, KindMaker, Made
from nkquiz.model import Deck, Fact, Mark
from nkquiz.quiz.items import checked_kinds, slots
from nkquiz.quiz.seeded import rank
from nkquiz.registry import BY_NAME
from nkquiz.stem import Making


class ItemMaker(NamedTuple):
    """A kind of item that may ask for one memory; `make` makes the item, or says why not."""

    kind: str
    make: Callable[[Making], Made]


def item_makers(deck: Deck, kinds: Sequence[str] | None = None) -> dict[str, tuple[ItemMaker, ...]]:
    """Each memory that a deck may ask for by itself, in the order of its facts, with what makes an
    item for it. Nothing is made yet.

    Left out are statements to be judged, which are no evidence, and items over several facts,
    which would ask for what is not due.
    """
    checked = checked_kinds(kinds, deck)
    names = tuple(name for name in checked if BY_NAME[name].interaction is not Judge)
    found: dict[str, tuple[ItemMaker, ...]] = {}
    for fact, mark in slots(deck):
        some = tuple(_one(k, fact, mark) for k in wanted(fact, mark, names) if k.make is not None)
        if some:
            found[fact.memory(mark)] = some
    for kind in makers(names):
        if kind.group_maker is None:
            continue
        listed = (fact for fact in deck.facts if not fact.disputed and (fact.order or fact.set))
        for group in kind.group_maker.groups(knowledge_of(deck), listed):
            if len(group.parts) == 1 and not group.parts[0].mark.spans:
                maker = ItemMaker(kind.kind, partial(_first, kind.group_maker, group))
                found[group.parts[0].memory] = (maker,)
    return found


def _one(kind: KindMaker, fact: Fact, mark: Mark) -> ItemMaker:
    make = kind.make
    assert make is not None
    return ItemMaker(kind.kind, lambda making: make(making, fact, mark))


def _first(group_maker: GroupMaker, group: Group, making: Making) -> Made:
    return next(group_maker.make(making, group), None)


def item_for(
    making: Making, memory: str, makers: Sequence[ItemMaker], times_shown: int
) -> Item | None:
    """The item by which a memory is asked for after it has been shown so many times; none if none
    can be made.

    The first time it is a choice, if there is one; then kind and distractors are drawn anew each
    time, by the memory and the number.
    """
    seed = making.seed + times_shown
    making = Making(making.knowledge, seed, making.options, making.difficulty)

    def turn(maker: ItemMaker) -> tuple[bool, bytes]:
        is_later = times_shown == 0 and BY_NAME[maker.kind].interaction is not Choose
        return is_later, rank(times_shown, f"{memory}/{maker.kind}")

    made = (maker.make(making) for maker in sorted(makers, key=turn))
    return next((item for item in made if isinstance(item, Item)), None)
