"""A quiz in progress: which item is next, and what the learner has done so far.

Pure: it reads no clock and shows nothing. The first answer to an item counts; what was missed
comes again until it is right, but never for ever: every session ends.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

from nkquiz.item import Item
from nkquiz.model import Deck
from nkquiz.quiz import arrange
from nkquiz.scoring import Result, score

#: How many other items come before a missed one comes again, if there are so many.
_GAP = 4

#: How often a session asks one item at most. Who misses it each time has seen the answer as
#: often, and finds it in the summary.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer: `counts` where it was the first to its item."""

    item: Item
    response: str
    result: Result
    counts: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Points of those possible, and how many items they came from."""

    points: float = 0
    possible: float = 0
    items: int = 0

    def plus(self, result: Result) -> Score:
        return Score(self.points + result.points, self.possible + result.possible, self.items + 1)


@dataclass(frozen=True, slots=True)
class Summary:
    """How a session went: in all, by kind, and which attempts are worth another look."""

    total: Score
    by_kind: dict[str, Score]
    missed: tuple[Attempt, ...]


class Session:
    """A quiz over some items, in their order, with the options as `current` shows them."""

    def __init__(self, deck: Deck, items: Sequence[Item], seed: int = 0) -> None:
        self.deck = deck
        self.items = arrange(items, seed)
        self.attempts: list[Attempt] = []
        self._waiting = deque(self.items)
        self._asked: Counter[str] = Counter()
        self._right: set[str] = set()

    @property
    def current(self) -> Item | None:
        """The item that waits for a response; none when all are done."""
        return self._waiting[0] if self._waiting else None

    @property
    def answered(self) -> int:
        """How many different items have been answered, right or wrong."""
        return len(self._asked)

    @property
    def right(self) -> int:
        """How many items were right at the first answer."""
        return len(self._right)

    @property
    def again(self) -> bool:
        """Whether the current item was missed before."""
        return bool(self._waiting) and self._waiting[0].id in self._asked

    def submit(self, response: str) -> Result:
        """Judge a response to the current item and go on to the next.

        A missed item comes again a few items later, three times at most; only the first answer
        to it counts. Raises LookupError when all are done.
        """
        if not self._waiting:
            raise LookupError("the session is over")
        item = self._waiting[0]
        result = score(self.deck, item, response)
        self.record(response, result)
        return result

    def record(self, response: str, result: Result) -> None:
        """Take a result for the current item and go on to the next."""
        item = self._waiting.popleft()
        first = item.id not in self._asked
        self.attempts.append(Attempt(item, response, result, first))
        self._asked[item.id] += 1
        if result.accepted and first:
            self._right.add(item.id)
        elif not result.accepted and self._asked[item.id] < _MOST:
            self._waiting.insert(min(_GAP, len(self._waiting)), item)

    def summary(self) -> Summary:
        """The score so far: of the items answered, not of all; only first answers count."""
        total = Score()
        by_kind: dict[str, Score] = {}
        counting = [attempt for attempt in self.attempts if attempt.counts]
        for attempt in counting:
            total = total.plus(attempt.result)
            kind = attempt.item.kind
            by_kind[kind] = by_kind.get(kind, Score()).plus(attempt.result)
        missed = tuple(attempt for attempt in counting if not attempt.result.accepted)
        return Summary(total, by_kind, missed)
