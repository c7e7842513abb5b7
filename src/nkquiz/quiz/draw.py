"""The items of one session, drawn from all that a deck can ask.

Owns which slots come, and how many of each kind. Makes only the items that it draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from nkquiz.groups import Group
from nkquiz.item import Item, Judge
from nkquiz.kinds import wanted
from nkquiz.maker import GroupMaker, KindMaker
from nkquiz.model import Deck, Difficulty, Fact, Mark
from nkquiz.quiz.items import checked_kinds, groups_by_kind, making_for, slots
from nkquiz.quiz.options import arrange
from nkquiz.quiz.seeded import rank
from nkquiz.quiz.siblings import separate_siblings
from nkquiz.quiz.verdicts import VerdictBalance, mix_verdicts
from nkquiz.registry import BY_NAME
from nkquiz.stem import Making


def plan(
    deck: Deck,
    count: int | None = None,
    seed: int = 0,
    kinds: Sequence[str] | None = None,
    options: int | None = None,
    difficulty: Difficulty | None = None,
) -> tuple[Item, ...]:
    """The items of a session: one a slot, kinds balanced, siblings apart; only these are made.

    Which slots come is drawn by the seed; each gets the kind that the session has least of. Kinds
    over several facts get their share first, since they need facts that nothing else has asked.
    Of true and false items there are as many of each as the deck lets there be; which of the two
    a fact gives depends on the fact alone.
    """
    making = making_for(deck, seed, options, difficulty)
    items = draw_items(making, deck, kinds, deck.settings.count if count is None else count)
    return arrange(separate_siblings(mix_verdicts(items, seed)), seed)


def draw_items(making: Making, deck: Deck, kinds: Sequence[str] | None, most: int) -> list[Item]:
    """The items of a session, at most so many, in the order in which they are taken for it.

    Each asks for something new. What has been asked for comes again only within an item over
    several facts, and only where the slots that stayed free of those are used up.
    """
    names = checked_kinds(kinds, deck)
    draw = _SessionDraw(making, deck, names, most)
    draw.take_groups(-(-most // len(names)))
    draw.take_slots()
    draw.take_groups(most)
    draw.take_rest()
    return draw.items


class _SessionDraw:
    """A session while its items are drawn; `draw_items` says what holds of them.

    What an item over several facts has asked stays out of other items as long as the deck has
    facts that nobody has asked for.
    """

    def __init__(self, making: Making, deck: Deck, names: tuple[str, ...], most: int) -> None:
        self.items: list[Item] = []
        self._making = making
        self._most = most
        self._names = names
        self._used: Counter[str] = Counter()
        self._memories: set[str] = set()
        self._stems: set[str] = set()  # what two facts are asked by may read the same
        self._repeats: list[Item] = []
        self._balances = {
            name: VerdictBalance() for name in names if BY_NAME[name].interaction is Judge
        }
        self._facts: set[str] = set()
        self._grouped: set[str] = set()  # facts of items over several
        self._group_items = [
            self._items_of(maker, groups)
            for _, maker, groups in groups_by_kind(making, deck, names)
        ]
        self._slots = sorted(
            slots(deck), key=lambda slot: rank(making.seed, slot[0].memory(slot[1]))
        )
        self._overlapping: list[Item] = []

    def _items_of(self, maker: GroupMaker, groups: list[Group]) -> Iterator[Item]:
        """The items of some groups, in an order that the seed draws, each made when its turn
        comes.
        """
        seed = self._making.seed
        groups.sort(key=lambda c: rank(seed, f"{c.name} {c.parts[0].memory}"))
        for group in groups:
            for made in maker.make(self._making, group):
                if isinstance(made, Item):
                    yield made

    def take_groups(self, share: int) -> None:
        """Take up to `share` more items over several facts of each kind, no fact a second time."""
        for items in self._group_items:
            taken = 0
            while taken < share and self._has_room and (item := next(items, None)):
                if self._facts.isdisjoint(item.fact_ids):
                    self._take(item)
                    self._grouped.update(item.fact_ids)
                    taken += 1
                else:
                    self._overlapping.append(item)

    def take_slots(self) -> None:
        """Take one item a slot, each of the kind that the session has least of."""
        waiting, self._slots = self._slots, []
        for fact, mark in waiting:
            if not self._has_room:
                break
            if fact.key in self._grouped:
                self._slots.append((fact, mark))
                continue
            item = _least_used(self._making, fact, mark, self._names, self._used)
            if item is None:
                continue
            if balance := self._balances.get(item.kind):
                self._take_balanced(item, balance)
            elif item.stem not in self._stems:
                self._take(item)
            else:
                self._repeats.append(item)

    def _take_balanced(self, item: Item, balance: VerdictBalance) -> None:
        """Take an item with a verdict, and one that has waited for it; one whose verdict is ahead
        waits. No statement comes twice.
        """
        if item.stem in self._stems:
            return
        if balance.is_ahead(item):
            balance.wait(item)
            return
        self._take(item)
        if waiting := balance.due():
            self._take_waiting(waiting)

    def _take_waiting(self, item: Item) -> None:
        """Take an item unless, while it waited, others have asked for what it asks for or stated
        what it states.
        """
        is_new = item.stem not in self._stems and self._memories.isdisjoint(item.memories)
        if self._has_room and is_new:
            self._take(item)

    def _take_all_waiting(self) -> None:
        for balance in self._balances.values():
            for item in balance.rest():
                self._take_waiting(item)

    def take_rest(self) -> None:
        """Take what was put aside: items whose verdict is ahead, items with something new in them,
        then other slots of facts that have been asked for; last, items whose stem has been shown
        with another answer.
        """
        self._take_all_waiting()
        for item in self._overlapping:
            if self._has_room and not self._memories.issuperset(item.memories):
                self._take(item)
        self._grouped.clear()
        self._slots = [(f, m) for f, m in self._slots if f.memory(m) not in self._memories]
        self.take_slots()
        self._take_all_waiting()
        for item in self._repeats:
            if self._has_room and self._memories.isdisjoint(item.memories):
                self._take(item)

    @property
    def _has_room(self) -> bool:
        return len(self.items) < self._most

    def _take(self, item: Item) -> None:
        self.items.append(item)
        self._used[item.kind] += 1
        if balance := self._balances.get(item.kind):
            balance.count(item)
        self._memories.update(item.memories)
        self._facts.update(item.fact_ids)
        self._stems.add(item.stem)


def _least_used(
    making: Making, fact: Fact, mark: Mark, names: tuple[str, ...], used: Counter[str]
) -> Item | None:
    """The item of the kind that is rarest so far, among those that the mark gives."""

    def rarest(maker: KindMaker) -> tuple[int, bytes]:
        return used[maker.kind], rank(making.seed, f"{fact.memory(mark)}/{maker.kind}")

    for maker in sorted(wanted(fact, mark, names), key=rarest):
        made = maker.make(making, fact, mark) if maker.make else None
        if isinstance(made, Item):
            return made
    return None
