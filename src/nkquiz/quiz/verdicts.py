"""True and false in a session: as many of each, and in no order that could be learnt.

Owns the balance of two verdicts. Knows nothing of how items are drawn.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence

from nkquiz.item import Item, Judge
from nkquiz.quiz.seeded import rank

#: How many items running may have the same verdict.
_LONGEST_RUN = 3


class VerdictBalance:
    """The two verdicts of one kind while a session is filled: as many items of each, if there are.

    An item whose verdict the session has more of waits until it is no longer ahead.
    """

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._waiting: deque[Item] = deque()

    def is_ahead(self, item: Item) -> bool:
        """Whether more than half of the items have the item's verdict."""
        return 2 * self._taken[item.answers[0]] > self._taken.total()

    def wait(self, item: Item) -> None:
        """Keep an item until its verdict is no longer ahead."""
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


def mix_verdicts(items: Sequence[Item], seed: int) -> list[Item]:
    """The items with the statements of each kind in an order that the seed draws, in the places
    that they have.
    """
    judged = {item.kind for item in items if isinstance(item.interaction, Judge)}
    turns = {
        kind: _without_runs([item for item in items if item.kind == kind], seed) for kind in judged
    }
    return [next(turns[item.kind]) if item.kind in turns else item for item in items]


def _without_runs(items: Iterable[Item], seed: int) -> Iterator[Item]:
    """The items in an order that the seed draws, but no verdict more than three times running,
    while there are others.
    """
    drawn = sorted(items, key=lambda item: rank(seed, f"{item.id} in turn"))
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
