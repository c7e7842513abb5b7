"""Which items are made and in which order they stand: all of a deck, or the plan of a session.

Everything here depends on the deck and the seed alone. The order of options belongs to what
shows them: `arrange` balances it over the items that are shown.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import pairwise
from random import Random
from typing import NamedTuple

from nkquiz.collector import paused_collector
from nkquiz.groups import Group
from nkquiz.item import Choose, Item, Judge
from nkquiz.kinds import BY_NAME, KINDS, Gathered, Kind, Made, wanted
from nkquiz.knowledge import knowledge_of
from nkquiz.model import Deck, Difficulty, Fact, Mark, Problem
from nkquiz.stem import Making

_LONGEST_RUN = 3


def default_kinds(deck: Deck) -> tuple[str, ...]:
    """The kinds of the deck file or, where it names none, cloze, multiple choice and short
    answer.
    """
    return deck.settings.kinds or ("cloze", "multiple-choice", "short-answer")


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
    names = _checked(kinds, deck)
    tried = [
        Trial(kind.name, kind.make(making, fact, mark), fact, mark)
        for fact, mark in slots(deck)
        for kind in wanted(fact, mark, names)
        if kind.make
    ]
    for name, gathered, groups in _gathered(making, deck, names):
        for group in groups:
            tried += (Trial(name, made) for made in gathered.make(making, group))
    return tuple(tried)


def making_for(deck: Deck, seed: int, options: int | None, difficulty: Difficulty | None) -> Making:
    """What items of a deck are made with; what isn't given is as the deck file says."""
    count = deck.settings.options if options is None else options
    if not 3 <= count <= 5:
        raise ValueError(f"a choice has 3 to 5 options, not {count}")
    return Making(knowledge_of(deck), seed, count, difficulty or deck.settings.difficulty)


def _checked(kinds: Sequence[str] | None, deck: Deck) -> tuple[str, ...]:
    if isinstance(kinds, str):
        kinds = (kinds,)
    names = tuple(kinds) if kinds else default_kinds(deck)
    for name in names:
        if name not in BY_NAME:
            raise ValueError(f"there is no kind {name!r}; there are {', '.join(BY_NAME)}")
    return names


def slots(deck: Deck) -> Iterable[tuple[Fact, Mark]]:
    """What a deck asks: every mark of every fact that isn't disputed, two names of a thing once."""
    once = knowledge_of(deck).marks_once
    return ((fact, mark) for fact in deck.facts if not fact.disputed for mark in once(fact))


def _gathered(
    making: Making, deck: Deck, names: tuple[str, ...]
) -> Iterator[tuple[str, Gathered, list[Group]]]:
    """By kind, the groups of facts that may meet in one item; nothing is made yet."""
    for kind in KINDS:
        if kind.gathered is not None and kind.name in names:
            facts = (fact for fact in deck.facts if not fact.disputed)
            yield kind.name, kind.gathered, list(kind.gathered.groups(making.knowledge, facts))


# -- one memory at a time -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of item that may ask for one memory; `make` makes the item, or says why not."""

    kind: str
    make: Callable[[Making], Made]


def ways(deck: Deck, kinds: Sequence[str] | None = None) -> dict[str, tuple[Way, ...]]:
    """Each memory that a deck may ask for by itself, in the order of its facts, with the ways to
    do so. Nothing is made yet.

    Left out are verdicts (true or false), which are no evidence, and items over several facts,
    which would ask for what is not due.
    """
    names = tuple(name for name in _checked(kinds, deck) if not BY_NAME[name].verdicts)
    found: dict[str, tuple[Way, ...]] = {}
    for fact, mark in slots(deck):
        some = tuple(_way(k, fact, mark) for k in wanted(fact, mark, names) if k.make is not None)
        if some:
            found[fact.memory(mark)] = some
    for kind in KINDS:
        if kind.gathered is None or kind.name not in names:
            continue
        wholes = (fact for fact in deck.facts if not fact.disputed and (fact.order or fact.set))
        for group in kind.gathered.groups(knowledge_of(deck), wholes):
            if len(group.parts) == 1 and not group.parts[0].mark.spans:
                way = Way(kind.name, partial(_first, kind.gathered, group))
                found[group.parts[0].memory] = (way,)
    return found


def _way(kind: Kind, fact: Fact, mark: Mark) -> Way:
    make = kind.make
    assert make is not None
    return Way(kind.name, lambda making: make(making, fact, mark))


def _first(gathered: Gathered, group: Group, making: Making) -> Made:
    return next(gathered.make(making, group), None)


def show(making: Making, memory: str, ways: Sequence[Way], showing: int) -> Item | None:
    """The item by which a memory is asked for the so-manyth time, from 0; none if none can be
    made.

    The first time it is a choice, if there is one; then kind and distractors are drawn anew each
    time, by the memory and the number.
    """
    making = replace(making, seed=making.seed + showing)

    def turn(way: Way) -> tuple[bool, bytes]:
        return showing == 0 and way.kind != "multiple-choice", _draw(
            showing, f"{memory}/{way.kind}"
        )

    made = (way.make(making) for way in sorted(ways, key=turn))
    return next((item for item in made if isinstance(item, Item)), None)


# -- a session ----------------------------------------------------------------------------


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
    Of true and false items there are as many of each as the deck lets there be; which fact is
    which hangs on the fact alone.
    """
    making = making_for(deck, seed, options, difficulty)
    items = taken(making, deck, kinds, deck.settings.count if count is None else count)
    return arrange(apart(_mixed(items, seed)), seed)


def taken(making: Making, deck: Deck, kinds: Sequence[str] | None, most: int) -> list[Item]:
    """The items of a session, at most so many, in the order in which they are taken for it.

    Each asks for something new. What has been asked for comes again only within an item over
    several facts, and only where the slots that stayed free of those are used up.
    """
    names = _checked(kinds, deck)
    filling = _Filling(making, deck, names, most)
    filling.gather(-(-most // len(names)))
    filling.take_slots()
    filling.gather(most)
    filling.take_rest()
    return filling.items


class _Evening:
    """The two verdicts of one kind while a session is filled: as many items of each, if there are.

    An item whose verdict the session has more of waits until it is no longer ahead.
    """

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._waiting: deque[Item] = deque()

    def is_ahead(self, item: Item) -> bool:
        return 2 * self._taken[item.answers[0]] > self._taken.total()

    def wait(self, item: Item) -> None:
        self._waiting.append(item)

    def count(self, item: Item) -> None:
        """Note that an item has been taken."""
        self._taken[item.answers[0]] += 1

    def due(self) -> Item | None:
        """What has waited longest, if its verdict is no longer ahead; it waits no more."""
        if self._waiting and not self.is_ahead(self._waiting[0]):
            return self._waiting.popleft()
        return None

    def rest(self) -> Iterator[Item]:
        """All that waits, whatever is ahead."""
        while self._waiting:
            yield self._waiting.popleft()


class _Filling:
    """A session while it is being filled; what holds of it is said at `taken`.

    What an item over several facts has asked stays out of other items as long as the deck has
    facts that nobody has asked for.
    """

    def __init__(self, making: Making, deck: Deck, names: tuple[str, ...], most: int) -> None:
        self.items: list[Item] = []
        self._making = making
        self._most = most
        self._names = names
        self._used: Counter[str] = Counter({kind.name: 0 for kind in KINDS})
        self._memories: set[str] = set()
        self._stems: set[str] = set()  # what two facts are asked by may read the same
        self._repeats: list[Item] = []
        self._evenings = {k.name: _Evening() for k in KINDS if k.verdicts}
        self._facts: set[str] = set()
        self._gathered: set[str] = set()  # the facts of items over several
        self._streams = [
            self._stream(gathered, groups) for _, gathered, groups in _gathered(making, deck, names)
        ]
        self._slots = sorted(
            slots(deck), key=lambda slot: _draw(making.seed, slot[0].memory(slot[1]))
        )
        self._left: list[Item] = []

    def _stream(self, gathered: Gathered, groups: list[Group]) -> Iterator[Item]:
        """The items of some groups, in an order that the seed draws, each made when its turn
        comes.
        """
        seed = self._making.seed
        groups.sort(key=lambda c: _draw(seed, f"{c.name} {c.parts[0].memory}"))
        for group in groups:
            for made in gathered.make(self._making, group):
                if isinstance(made, Item):
                    yield made

    def gather(self, share: int) -> None:
        """Take up to `share` more items over several facts of each kind, no fact a second time."""
        for stream in self._streams:
            taken = 0
            while taken < share and self._has_room and (item := next(stream, None)):
                if self._facts.isdisjoint(item.fact_ids):
                    self._take(item)
                    self._gathered.update(item.fact_ids)
                    taken += 1
                else:
                    self._left.append(item)

    def take_slots(self) -> None:
        """Take one item a slot, each of the kind that the session has least of."""
        waiting, self._slots = self._slots, []
        for fact, mark in waiting:
            if not self._has_room:
                break
            if fact.key in self._gathered:
                self._slots.append((fact, mark))
                continue
            item = _least_used(self._making, fact, mark, self._names, self._used)
            if item is None:
                continue
            if evening := self._evenings.get(item.kind):
                self._take_even(item, evening)
            elif item.stem not in self._stems:
                self._take(item)
            else:
                self._repeats.append(item)

    def _take_even(self, item: Item, evening: _Evening) -> None:
        """Take an item with a verdict, and one that has waited for it; one whose verdict is ahead
        waits. No statement comes twice.
        """
        if item.stem in self._stems:
            return
        if evening.is_ahead(item):
            evening.wait(item)
            return
        self._take(item)
        if waiting := evening.due():
            self._take_waiting(waiting)

    def _take_waiting(self, item: Item) -> None:
        """Take an item unless, while it waited, others have asked for what it asks for or stated
        what it states.
        """
        is_new = item.stem not in self._stems and self._memories.isdisjoint(item.memories)
        if self._has_room and is_new:
            self._take(item)

    def _take_all_waiting(self) -> None:
        for evening in self._evenings.values():
            for item in evening.rest():
                self._take_waiting(item)

    def take_rest(self) -> None:
        """Take what was put aside: items whose verdict is ahead, items with something new in them,
        then other slots of facts that have been asked for; last, items whose stem has been shown
        with another answer.
        """
        self._take_all_waiting()
        for item in self._left:
            if self._has_room and not self._memories.issuperset(item.memories):
                self._take(item)
        self._gathered.clear()
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
        if evening := self._evenings.get(item.kind):
            evening.count(item)
        self._memories.update(item.memories)
        self._facts.update(item.fact_ids)
        self._stems.add(item.stem)


def _least_used(
    making: Making, fact: Fact, mark: Mark, names: tuple[str, ...], used: Counter[str]
) -> Item | None:
    """The item of the kind that is rarest so far, among those that the mark gives."""

    def rarest(kind: Kind) -> tuple[int, bytes]:
        return used[kind.name], _draw(making.seed, f"{fact.memory(mark)}/{kind.name}")

    for kind in sorted(wanted(fact, mark, names), key=rarest):
        made = kind.make(making, fact, mark) if kind.make else None
        if isinstance(made, Item):
            return made
    return None


def _mixed(items: Sequence[Item], seed: int) -> list[Item]:
    """The items with those of each kind with verdicts in an order that the seed draws, in the
    places that they have.
    """
    turns = {
        kind.name: _in_turn([item for item in items if item.kind == kind.name], seed)
        for kind in KINDS
        if kind.verdicts
    }
    return [next(turns[item.kind]) if item.kind in turns else item for item in items]


def _in_turn(items: Iterable[Item], seed: int) -> Iterator[Item]:
    """The items in an order that the seed draws, but no verdict more than three times running,
    while there are others.
    """
    drawn = sorted(items, key=lambda item: _draw(seed, f"{item.id} in turn"))
    waiting: dict[str, deque[tuple[int, Item]]] = {}
    for turn, item in enumerate(drawn):
        waiting.setdefault(item.answers[0], deque()).append((turn, item))
    last: deque[str] = deque(maxlen=_LONGEST_RUN)
    while waiting:
        runs = len(last) == _LONGEST_RUN and len(set(last)) == 1
        others = [verdict for verdict in waiting if not runs or verdict != last[-1]]
        verdict = min(others or waiting, key=lambda verdict: waiting[verdict][0][0])
        yield waiting[verdict].popleft()[1]
        last.append(verdict)
        if not waiting[verdict]:
            del waiting[verdict]


def apart(items: Sequence[Item]) -> list[Item]:
    """The items so that two of one fact are never neighbours, as far as that can be; else in
    their order.
    """
    waiting = list(items)
    out: list[Item] = []
    while waiting:
        left = Counter(fact for item in waiting for fact in item.fact_ids)
        before = set(out[-1].fact_ids) if out else set()
        free = [i for i, item in enumerate(waiting) if before.isdisjoint(item.fact_ids)]
        # A fact with more items left than there are gaps must come now, or be crowded later.
        crowded = [i for i in free if max(left[f] for f in waiting[i].fact_ids) * 2 > len(waiting)]
        out.append(waiting.pop((crowded or free or [0])[0]))
    return out


# -- the order of options -------------------------------------------------------------------


def arrange(items: Sequence[Item], seed: int = 0) -> tuple[Item, ...]:
    """The items with their options in the order in which to show them.

    For each number of options the key's place is balanced: counts differ by at most one, as far
    as items of fixed order (numbers, dates) leave room, and no place comes more than three times
    running. Which item gets which place is drawn by the seed.
    """
    places = _places(items, seed)
    return tuple(
        _arranged(item, place, seed) if place is not None else item
        for item, place in zip(items, places, strict=True)
    )


def _places(items: Sequence[Item], seed: int) -> list[int | None]:
    """For each item the place of its key, or none where its order is fixed."""
    choices = [_shown(item) for item in items]
    places: list[int | None] = [None] * len(items)
    for size in sorted({len(choice.options) for choice in choices if choice}):
        alike = [(i, c) for i, c in enumerate(choices) if c and len(c.options) == size]
        free = [i for i, c in alike if not _is_fixed(c)]
        taken = Counter(_key_place(c) for _, c in alike if _is_fixed(c))
        random = Random(f"{seed} {size} {len(free)}")
        drawn = []
        for _ in free:
            fewest = min(taken[place] for place in range(size))
            place = random.choice([p for p in range(size) if taken[p] == fewest])
            taken[place] += 1
            drawn.append(place)
        random.shuffle(drawn)
        for index, place in zip(free, drawn, strict=True):
            places[index] = place
    return _without_runs(choices, places)


def _shown(item: Item) -> Choose | Judge | None:
    """What is shown with the item to choose from, if anything is."""
    return item.interaction if isinstance(item.interaction, Choose | Judge) else None


def _is_fixed(choice: Choose | Judge) -> bool:
    return isinstance(choice, Judge) or choice.ordered


def _key_place(choice: Choose | Judge) -> int:
    return choice.options.index(choice.key)


def _without_runs(
    choices: Sequence[Choose | Judge | None], places: list[int | None]
) -> list[int | None]:
    """Swap places until none comes more than three times running, if any swap helps."""
    shown = [i for i, choice in enumerate(choices) if choice]

    def place(at: int) -> int:
        choice = choices[at]
        assert choice is not None
        own = places[at]
        return _key_place(choice) if own is None else own

    def runs_at(position: int) -> bool:
        window = shown[max(0, position - _LONGEST_RUN) : position + _LONGEST_RUN + 1]
        run = longest = 1
        for before, after in pairwise(window):
            run = run + 1 if place(before) == place(after) else 1
            longest = max(longest, run)
        return longest > _LONGEST_RUN

    def size(at: int) -> int:
        choice = choices[at]
        return len(choice.options) if choice else 0

    for position, at in enumerate(shown):
        if not runs_at(position) or places[at] is None:
            continue
        for other_position, other in enumerate(shown):
            if places[other] in (None, places[at]) or size(other) != size(at):
                continue
            places[at], places[other] = places[other], places[at]
            if not runs_at(position) and not runs_at(other_position):
                break
            places[at], places[other] = places[other], places[at]
    return places


def _arranged(item: Item, place: int, seed: int) -> Item:
    """The item with its key at a place, and its distractors in an order drawn by the seed."""
    choice = item.interaction
    assert isinstance(choice, Choose)
    others = [option for option in choice.options if not option.is_key]
    others.sort(key=lambda option: _draw(seed, f"{item.id} {option.text}"))
    options = (*others[:place], choice.key, *others[place:])
    return replace(item, interaction=replace(choice, options=options))


def _draw(seed: int, what: str) -> bytes:
    return sha256(f"{seed}\0{what}".encode()).digest()
