"""Items of one fact are siblings: they are never neighbours, as far as that can be.

Owns the order of items by their facts. Knows nothing of kinds.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from heapq import heapify, heappop, heappush

from nkquiz.item import Item

Facts = tuple[str, ...]


def separate_siblings(items: Sequence[Item]) -> list[Item]:
    """The items so that two of one fact are never neighbours, as far as that can be; else in
    their order.

    A fact with more items left than there are gaps must come now, or be crowded later. Takes
    n log n steps for n items, if few facts stand in items together.
    """
    waiting = _Waiting([item.fact_ids for item in items])
    out: list[Item] = []
    while len(out) < len(items):
        before = out[-1].fact_ids if out else ()
        out.append(items[waiting.take(before)])
    return out


class _Waiting:
    """The items that are still to be placed, by index.

    Of items with the same facts only the first can be next. So each heap holds the first of
    each group that it may have; entries that have been taken meanwhile are dropped when met.
    """

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._facts = facts
        self._taken = [False] * len(facts)
        self._groups: defaultdict[Facts, deque[int]] = defaultdict(deque)
        for index, own in enumerate(facts):
            self._groups[own].append(index)
        self._firsts = [group[0] for group in self._groups.values()]
        self._firsts_of: defaultdict[str, list[int]] = defaultdict(list)
        for index in self._firsts:
            for fact in set(facts[index]):
                self._firsts_of[fact].append(index)
        for heap in (self._firsts, *self._firsts_of.values()):
            heapify(heap)
        self._crowding = _Crowding(facts)

    def take(self, before: Collection[str]) -> int:
        """The next item after one with the facts `before`: the first of a fact that is crowded,
        else the first that is no sibling, else the first.
        """
        crowded = (self._first_free(self._firsts_of[f], before) for f in self._crowding.crowded)
        index = min((i for i in crowded if i is not None), default=None)
        if index is None:
            index = self._first_free(self._firsts, before)
        if index is None:
            index = self._firsts[0]
        self._remove(index)
        return index

    def _first_free(self, heap: list[int], before: Collection[str]) -> int | None:
        """The first item of a heap that shares no fact with `before`."""
        siblings = []
        found = None
        while heap and found is None:
            if self._taken[heap[0]]:
                heappop(heap)
            elif any(fact in before for fact in self._facts[heap[0]]):
                siblings.append(heappop(heap))
            else:
                found = heap[0]
        for index in siblings:
            heappush(heap, index)
        return found

    def _remove(self, index: int) -> None:
        own = self._facts[index]
        self._taken[index] = True
        group = self._groups[own]
        group.popleft()
        if group:
            heappush(self._firsts, group[0])
            for fact in set(own):
                heappush(self._firsts_of[fact], group[0])
        self._crowding.remove(own)


class _Crowding:
    """The facts that have more than half of the items that are left."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._items = len(facts)
        self._left = Counter(fact for own in facts for fact in own)
        self._by_left: defaultdict[int, set[str]] = defaultdict(set)
        for fact, left in self._left.items():
            self._by_left[left].add(fact)
        self.crowded = {fact for fact, left in self._left.items() if left >= self._least}

    @property
    def _least(self) -> int:
        return self._items // 2 + 1

    def remove(self, own: Iterable[str]) -> None:
        """Count an item with these facts as placed."""
        for fact in own:
            left = self._left[fact]
            self._by_left[left].remove(fact)
            self._by_left[left - 1].add(fact)
            self._left[fact] = left - 1
        self._items -= 1
        self.crowded.update(self._by_left[self._least])
        self.crowded.difference_update([f for f in own if self._left[f] < self._least])
