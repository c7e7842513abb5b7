"""Which items of one sheet give each other away, and a choice of items in which none do.

The rule itself is `nkquiz.lint.cross_item`; here it is asked of a whole sheet without comparing
each item with each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from nkquiz.item import Item, Match
from nkquiz.knowledge import Knowledge, knowledge_of
from nkquiz.lint import Cues, cross_item, cues
from nkquiz.model import Deck, Difficulty
from nkquiz.quiz import plan
from nkquiz.values import norm

#: How often more items are planned to take the place of those left out.
_ROUNDS = 6


def choose(
    deck: Deck,
    count: int | None = None,
    seed: int = 0,
    kinds: Sequence[str] | None = None,
    options: int | None = None,
    difficulty: Difficulty | None = None,
) -> tuple[Item, ...]:
    """The items of a sheet: those of a session, without any that another one's stem gives away.

    Others take the place of those left out, as long as the deck has any.
    """
    wanted = most = deck.settings.count if count is None else count
    kept: tuple[Item, ...] = ()
    for _ in range(_ROUNDS):
        planned = plan(deck, most, seed, kinds, options, difficulty)
        kept = apart(deck, planned)
        if len(kept) >= wanted or len(planned) < most:
            break
        most += 2 * (wanted - len(kept))
    return kept[:wanted]


def apart(deck: Deck, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items in their order, without those that give away, or are given away by, one before."""
    against: defaultdict[int, set[int]] = defaultdict(set)
    for teller, asked in crossings(deck, items):
        against[teller].add(asked)
        against[asked].add(teller)
    kept: set[int] = set()
    for index in range(len(items)):
        if kept.isdisjoint(against[index]):
            kept.add(index)
    return tuple(items[index] for index in sorted(kept))


def crossings(deck: Deck, items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """The pairs (teller, asked) in which the stem of the first gives the second away, by index.

    An item can only be told by stems with all words of what it is about: only those with the
    rarest of these words are looked at.
    """
    knowledge = knowledge_of(deck)
    tellers = [cues(item, knowledge) for item in items]
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, teller in enumerate(tellers):
        for word in teller.stem.set:
            holding[word].append(number)
    for asked, item in enumerate(items):
        for wanted in _asked(item, tellers[asked], knowledge):
            words = [word for phrase in wanted.about for word in phrase.split()]
            rarest = min((holding[word] for word in words), key=len, default=[])
            for index in rarest:
                if index != asked and cross_item(tellers[index], wanted):
                    yield index, asked


def _asked(item: Item, whole: Cues, knowledge: Knowledge) -> Iterator[Cues]:
    """What an item asks: of a matching item, each of its pairs."""
    if not isinstance(item.interaction, Match):
        yield whole
        return
    for premise, response in zip(item.interaction.premises, item.answers, strict=True):
        if norm(premise):
            names = (response, *knowledge.aliases(response))
            yield Cues(whole.stem, names, (norm(premise),))
