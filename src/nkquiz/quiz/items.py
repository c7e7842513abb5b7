"""Every item that a deck gives: each kind tries each slot, then each group of facts.

Owns what a deck asks. Knows nothing of sessions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nkquiz.collector import paused_collector
from nkquiz.groups import Group
from nkquiz.item import Item
from nkquiz.kinds import makers, wanted
from nkquiz.knowledge import knowledge_of
from nkquiz.maker import GroupMaker, Made
from nkquiz.model import Deck, Difficulty, Fact, Mark, Problem
from nkquiz.registry import BY_NAME, KINDS
from nkquiz.stem import Making


def default_kinds(deck: Deck) -> tuple[str, ...]:
    """The kinds of the deck file or, where it names none, those that are made by default."""
    return deck.settings.kinds or tuple(kind.name for kind in KINDS if kind.by_default)


class Trial(NamedTuple):
    """What a kind has made of a mark or, where there is none, of facts that meet in one item."""

    kind: str
    made: Made
    fact: Fact | None = None
    mark: Mark | None = None


def generate(
    deck: Deck,
    kinds: Sequence[str] | None = None,
    seed: int = 0,
    options: int | None = None,
    difficulty: Difficulty | None = None,
) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """Every item that a deck gives, in the order of its facts, marks and kinds; then those over
    several facts or a whole one.

    `kinds` may be the name of one. `options` is the most options of a choice, its key included
    (3 to 5). Problems are warnings: what kept an item from being made. Raises ValueError for a
    kind that there isn't.
    """
    tried = trials(making_for(deck, seed, options, difficulty), deck, kinds)
    problems = dict.fromkeys(a.made for a in tried if isinstance(a.made, Problem))
    return tuple(a.made for a in tried if isinstance(a.made, Item)), tuple(problems)


@paused_collector()
def trials(making: Making, deck: Deck, kinds: Sequence[str] | None = None) -> tuple[Trial, ...]:
    """As `generate`, with what was tried in vain: every trial, in its order."""
    names = checked_kinds(kinds, deck)
    tried = [
        Trial(maker.kind, maker.make(making, fact, mark), fact, mark)
        for fact, mark in slots(deck)
        for maker in wanted(fact, mark, names)
        if maker.make
    ]
    for name, group_maker, groups in groups_by_kind(making, deck, names):
        for group in groups:
            tried += (Trial(name, made) for made in group_maker.make(making, group))
    return tuple(tried)


def making_for(deck: Deck, seed: int, options: int | None, difficulty: Difficulty | None) -> Making:
    """What items of a deck are made with; what isn't given is as the deck file says."""
    count = deck.settings.options if options is None else options
    if not 3 <= count <= 5:
        raise ValueError(f"a choice has 3 to 5 options, not {count}")
    return Making(knowledge_of(deck), seed, count, difficulty or deck.settings.difficulty)


def checked_kinds(kinds: Sequence[str] | None, deck: Deck) -> tuple[str, ...]:
    """The kinds that are wanted, else the deck's. Raises ValueError for one that there isn't."""
    if isinstance(kinds, str):
        kinds = (kinds,)
    names = tuple(kinds) if kinds else default_kinds(deck)
    for name in names:
        if name not in BY_NAME:
            raise ValueError(f"there is no kind {name!r}; there are {', '.join(BY_NAME)}")
    return names


def slots(deck: Deck) -> Iterable[tuple[Fact, Mark]]:
    """What a deck asks: every mark of every fact that isn't disputed, two names of a thing once."""
    once = knowledge_of(deck).answers.marks_once
    return ((fact, mark) for fact in deck.facts if not fact.disputed for mark in once(fact))


def groups_by_kind(
    making: Making, deck: Deck, names: tuple[str, ...]
) -> Iterator[tuple[str, GroupMaker, list[Group]]]:
    """By kind, the groups of facts that may meet in one item; nothing is made yet."""
    for maker in makers(names):
        if maker.group_maker is not None:
            facts = (fact for fact in deck.facts if not fact.disputed)
            yield (
                maker.kind,
                maker.group_maker,
                list(maker.group_maker.groups(making.knowledge, facts)),
            )
