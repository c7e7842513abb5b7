"""Guessers: learners who know nothing, and choose by a trick. On sound items they get what
chance gives.

A guesser sees the items as they are shown and never which option is the key. Knows nothing of
decks: whoever asks brings the items.

None goes for what is seen least. Distractors are near the key, and a term that is near many others
is a distractor more often than it is a key: over a whole bank that can be counted, but not be
fixed without options that are far off. In sessions of twenty items it gives what chance gives
(25.2 % of 1,200 choices of the countries).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from math import exp, lgamma, log, log1p, sqrt
from typing import Any

from nkquiz.item import Choose, Item
from nkquiz.lint.view import OptionText, stem_of, text_of
from nkquiz.values import SORTS, Value, ValueSort, position, read_value

#: How often a sound bank may be called leaky, over all of its guessers together.
LEVEL = 0.01
#: A slot with fewer choices is not looked at by itself: there hardly any luck is too much.
_FEWEST = 8


class Shown:
    """A choice as a learner sees it, and what the guessers count in it."""

    def __init__(self, item: Item, choice: Choose) -> None:
        self.stem = stem_of(item.stem, item.language)
        self.texts: list[OptionText] = [
            text_of(option.text, item.language) for option in choice.options
        ]
        self.key = next(i for i, option in enumerate(choice.options) if option.is_key)
        self.ordered = choice.ordered
        self.values = _values(choice, item.language) if choice.ordered else []

    @property
    def chance(self) -> float:
        return 1 / len(self.texts)


def shown(items: Sequence[Item]) -> list[Shown]:
    """The choices among the items, in the order of the items."""
    return [Shown(i, i.interaction) for i in items if isinstance(i.interaction, Choose)]


def _values(choice: Choose, language: str) -> list[Value]:
    """What the options of a fixed order read as; nothing unless all are of one sort."""
    for sort in _READ_AS:
        found = [read_value(option.text, sort, language) for option in choice.options]
        values = [value for value in found if value is not None]
        if len(values) == len(found) and len({value.sort for value in values}) == 1:
            return values
    return []


#: As they read by themselves; 2000 beside 4321, which is no year, is a number.
_READ_AS: tuple[ValueSort[Any] | None, ...] = (None, *SORTS)

#: How much a guesser likes each option; empty where its trick says nothing of such items.
Likes = Callable[[Shown, Counter[str]], Sequence[float | Decimal]]


@dataclass(frozen=True, slots=True)
class Guesser:
    """A trick by its name, and what it gives away when it works. `rule` says what to look at,
    `fix` what an author can do, if that isn't plain.
    """

    name: str
    likes: Likes
    rule: str
    fix: str = ""


def _longest(item: Shown, _: Counter[str]) -> Sequence[float]:
    return [text.length for text in item.texts]


def _shortest(item: Shown, _: Counter[str]) -> Sequence[float]:
    return [-text.length for text in item.texts]


def _stem_echo(item: Shown, _: Counter[str]) -> Sequence[float]:
    """How many words an option has in common with the stem, or their first five letters."""
    stem = item.stem
    return [
        sum(
            1
            for word in text.content
            if word in stem.set or (len(word) > 4 and stem.begins(word[:5]))
        )
        for text in item.texts
    ]


def _convergence(item: Shown, _: Counter[str]) -> Sequence[float]:
    """How many words an option has in common with the others."""
    having = Counter(word for text in item.texts for word in text.content)
    return [sum(having[word] - 1 for word in text.content) for text in item.texts]


def _nearest_to_mean(item: Shown, _: Counter[str]) -> Sequence[Decimal]:
    places = [position(value) for value in item.values]
    mean = sum(places, Decimal(0)) / max(1, len(places))
    return [-abs(place - mean) for place in places]


def _middle_value(item: Shown, _: Counter[str]) -> Sequence[float]:
    """How far an option is from either end; the two in the middle of four alike."""
    count = len(item.values)
    return [min(rank, count - 1 - rank) for rank in range(count)]


def _least_round(item: Shown, _: Counter[str]) -> Sequence[float]:
    powers = [value.sort.roundness(value) for value in item.values]
    return [-power for power in powers if power is not None]


def _roundest(item: Shown, _: Counter[str]) -> Sequence[float]:
    """The fewest digits before the zeros at the end and then, of these, a last one of 5."""
    digits = [value.sort.digits(value) for value in item.values]
    return [(own[-1:] == (5,)) - 2 * len(own) for own in digits] if all(digits) else []


def _most_seen(item: Shown, seen: Counter[str]) -> Sequence[float]:
    return [seen[text.raw] for text in item.texts]


def _place(place: int, item: Shown, _: Counter[str]) -> Sequence[float]:
    """One place, whatever stands there."""
    count = len(item.texts)
    return [float(i == place) for i in range(count)] if place < count else []


_PLACES = ("first", "second", "third", "fourth", "fifth")

#: The wrong numbers of a sentence depend on no other sentence, those of a row on its table.
_ONE_TABLE = (
    "If similar sentences have the same few numbers or dates, make them one template over a table: "
    "then the wrong values come from the other rows."
)

GUESSERS = (
    Guesser("longest", _longest, "longest-key"),
    Guesser("shortest", _shortest, "shortest-key"),
    Guesser("stem echo", _stem_echo, "word-repeat"),
    Guesser("convergence", _convergence, "convergence"),
    Guesser("nearest to the mean", _nearest_to_mean, "the rank of numbers and dates"),
    Guesser("middle value", _middle_value, "the rank of numbers and dates"),
    Guesser("least round", _least_round, "least-round"),
    Guesser("roundest", _roundest, "the steps of numbers and dates"),
    Guesser("most seen", _most_seen, "the exposure of options", _ONE_TABLE),
    *(
        Guesser(f"always the {name}", partial(_place, place), "the order of options")
        for place, name in enumerate(_PLACES)
    ),
)


@dataclass(frozen=True, slots=True)
class Luck:
    """What a guesser gets: of `items`, `hits`; `chance` is the share that chance gets.

    Options that it likes alike share a hit, so hits may be fractions. `bound` is the least number
    of hits that is too many for chance.
    """

    guesser: Guesser
    items: int
    hits: float
    chance: float
    bound: int

    @property
    def share(self) -> float:
        return self.hits / self.items

    @property
    def leaks(self) -> bool:
        return self.hits >= self.bound


def luck(items: Sequence[Shown], level: float = LEVEL) -> tuple[Luck, ...]:
    """What each guesser gets that has something to go by.

    The test is one-sided: hits under chance tell a learner nothing that could be used alone. One
    guesser in a hundred would win by luck, and one winner fails the deck; so the level of 1 % is
    divided by the number of guessers (Bonferroni).
    """
    seen = Counter(text.raw for item in items for text in item.texts)
    played = [(guesser, *_play(guesser, items, seen)) for guesser in GUESSERS]
    played = [row for row in played if row[1]]
    each = level / max(1, len(played))
    return tuple(
        Luck(guesser, count, hits, chance, bound(count, chance, each))
        for guesser, count, hits, chance in played
    )


def luckiest(slots: Mapping[str, Sequence[Shown]]) -> dict[str, Luck]:
    """For each slot the guesser that gets most in its items alone, against its bound.

    A trick that works in the items of one slot may fail in all others, and so be hidden in the
    whole. The level of 1 % is divided once more, by the number of slots that have choices enough.
    """
    enough = {name: items for name, items in slots.items() if len(items) >= _FEWEST}
    return {
        name: max(luck(items, LEVEL / len(enough)), key=lambda luck: luck.hits / luck.bound)
        for name, items in enough.items()
    }


def _play(guesser: Guesser, items: Sequence[Shown], seen: Counter[str]) -> tuple[int, float, float]:
    """How many items a guesser has something to say of, its hits there, and chance's share."""
    count, hits, chance = 0, 0.0, 0.0
    for item in items:
        likes = guesser.likes(item, seen)
        if likes:
            best = max(likes)
            count += 1
            chance += item.chance
            if likes[item.key] == best:
                hits += 1 / sum(like == best for like in likes)
    return count, hits, chance / max(1, count)


def bound(n: int, p: float, level: float) -> int:
    """The least h with P(X >= h) <= level, for X binomial over n trials of probability p.

    Exact: the terms of the tail are summed from its far end. Where items differ in their number
    of options, p is the mean of their chances, which bounds the tail from above (Hoeffding 1956).
    """
    if n == 0 or p >= 1:
        return n + 1
    # Beyond this no term matters; below the mean no tail is that small.
    last = min(n, int(n * p + 12 * sqrt(n * p * (1 - p)) + 60))
    tail = 0.0
    for hits in range(last, int(n * p) - 1, -1):
        tail += exp(
            lgamma(n + 1)
            - lgamma(hits + 1)
            - lgamma(n - hits + 1)
            + hits * log(p)
            + (n - hits) * log1p(-p)
        )
        if tail > level:
            return hits + 1
    return max(1, int(n * p))
