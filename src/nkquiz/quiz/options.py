"""The order of options: the key's place is balanced over the items that are shown together.

Owns where the key stands. Knows nothing of the order of items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from nkquiz.item import Choose, Item, Judge
from nkquiz.quiz.seeded import rank

#: How many items running may have the key in the same place.
_LONGEST_RUN = 3


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
    others.sort(key=lambda option: rank(seed, f"{item.id} {option.text}"))
    options = (*others[:place], choice.key, *others[place:])
    return replace(item, interaction=replace(choice, options=options))
