"""Which items of one sheet give each other away, and a choice of items that can stand together.

The rule itself is `nkquiz.lint.cross_item`; here it is asked of a whole sheet without comparing
each item with each.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from nkquiz.item import Choose, Item, Judge, Match, Order, Type
from nkquiz.kinds import maker
from nkquiz.knowledge import Knowledge, knowledge_of
from nkquiz.lint import Cues, cross_item, cues
from nkquiz.lint.view import stem_of
from nkquiz.model import Deck, Difficulty
from nkquiz.quiz import default_kinds, plan
from nkquiz.values import norm


def choose(
    deck: Deck,
    count: int | None = None,
    seed: int = 0,
    kinds: Sequence[str] | None = None,
    options: int | None = None,
    difficulty: Difficulty | None = None,
) -> tuple[Item, ...]:
    """The items of a sheet: those of a session, but no two of one fact and none that another gives
    away. Others take the place of those left out, as long as the deck has any.

    An item over several facts takes all of them from other items. Where so many of these are drawn
    that the sheet falls short, it has one of each kind, and then what needs a single fact.
    """
    wanted = deck.settings.count if count is None else count
    names = tuple(kinds or default_kinds(deck))

    def session(most: int, names: Sequence[str]) -> tuple[Item, ...]:
        return plan(deck, most, seed, names, options, difficulty)

    def filled(kept: tuple[Item, ...], names: Sequence[str]) -> tuple[Item, ...]:
        """The items, and others from longer and longer sessions."""
        most, more = wanted, 0
        while True:
            planned = session(most, names)
            kept = without_conflicts(deck, (*kept, *planned))
            if len(kept) >= wanted or len(planned) < most:
                return kept
            more = 2 * max(more, wanted - len(kept))
            most += more

    sheet = filled((), names)
    if len(sheet) < wanted:
        few = session(len(names), names)
        single = [name for name in names if maker(name).make]
        sheet = max(sheet, filled(filled(few, single) if single else few, names), key=len)
    return sheet[:wanted]


def has_clues(
    deck: Deck,
    sheet: Sequence[Item],
    seed: int = 0,
    kinds: Sequence[str] | None = None,
    options: int | None = None,
    difficulty: Difficulty | None = None,
) -> bool:
    """Whether items are missing from a sheet that fell short because they and its own items give
    each other away, and not because their facts have a question already.
    """
    taken = {claim for item in sheet for claim in _claims(item)}
    every = plan(deck, sys.maxsize, seed, kinds, options, difficulty)
    return any(taken.isdisjoint(_claims(item)) for item in every)


def without_conflicts(deck: Deck, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items in their order, without those that can't stand on one sheet with one before: they
    give each other away, come from one fact, or ask the same with another answer.
    """
    against: defaultdict[int, set[int]] = defaultdict(set)
    for teller, asked in crossings(deck, items):
        against[teller].add(asked)
        against[asked].add(teller)
    kept: list[Item] = []
    places: set[int] = set()
    taken: set[str] = set()
    for index, item in enumerate(items):
        claims = set(_claims(item))
        if places.isdisjoint(against[index]) and taken.isdisjoint(claims):
            places.add(index)
            taken |= claims
            kept.append(item)
    return tuple(kept)


def _claims(item: Item) -> Iterator[str]:
    """What only one item of a sheet may have: each of its facts, since two marks of a fact hold
    each other's answers, and its stem, if it isn't the instruction of a group.
    """
    yield from item.fact_ids
    if isinstance(item.interaction, Choose | Judge | Type):
        yield f"? {norm(item.stem)}"


def crossings(deck: Deck, items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """The pairs (teller, asked) in which the first gives the second away, by index: in its stem,
    or in a part that it puts in order.

    An item can only be told by texts that hold its answer: only those with the rarest word of it
    are looked at.
    """
    knowledge = knowledge_of(deck)
    wholes = [cues(item, knowledge) for item in items]
    tellers = [list(_told(item, cue)) for item, cue in zip(items, wholes, strict=True)]
    holding: defaultdict[str, list[tuple[int, Cues]]] = defaultdict(list)
    for number, told in enumerate(tellers):
        for teller in told:
            for word in teller.stem.set:
                holding[word].append((number, teller))
    for asked, item in enumerate(items):
        tells = {
            index
            for wanted in _asked(item, wholes[asked], knowledge)
            for index, teller in _candidates(wanted, holding)
            if index != asked and cross_item(teller, wanted)
        }
        yield from ((index, asked) for index in sorted(tells))


def _candidates(
    wanted: Cues, holding: Mapping[str, list[tuple[int, Cues]]]
) -> Iterator[tuple[int, Cues]]:
    """The texts that may hold an answer: those with its rarest word."""
    for name in wanted.answers:
        yield from min((holding.get(word, []) for word in norm(name).split()), key=len, default=[])


def _told(item: Item, whole: Cues) -> Iterator[Cues]:
    """The texts in which an item may tell: its stem, and each part that is put in order."""
    yield whole
    if isinstance(item.interaction, Order):
        for part in item.interaction.parts:
            yield whole._replace(stem=stem_of(part, item.language))


def _asked(item: Item, whole: Cues, knowledge: Knowledge) -> Iterator[Cues]:
    """What an item asks: of a matching item, each of its pairs."""
    if not isinstance(item.interaction, Match):
        yield whole
        return
    for premise, response in zip(item.interaction.premises, item.answers, strict=True):
        if norm(premise):
            names = (response, *knowledge.terms.aliases(response))
            words = frozenset(norm(premise).split())
            yield Cues(whole.stem, names, (norm(premise),), words, names=True)
