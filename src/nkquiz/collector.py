"""The cyclic garbage collector, held back while what is made all stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: By what share of those alive the objects may grow before a full collection: Python's own rule.
_SHARE = 1 / 4


class _Oldest:
    """The oldest generation: how many objects are in it, and how many pauses have put there."""

    def __init__(self) -> None:
        self._alive = 0  # after the last full collection; 0 before the first pause
        self._moved = 0  # at most so many have come since

    def take(self) -> None:
        """Move all objects here. What the first pause made is not looked at: whoever makes one
        deck and leaves needs no collection.
        """
        self._moved += gc.get_count()[0]
        if not self._alive:
            self._alive, self._moved = _count(), 0
        else:
            gc.freeze()
            gc.unfreeze()

    def collect_if_due(self) -> None:
        """Free what was dropped, once there is enough of it: nothing else would."""
        most = self._alive * _SHARE
        if self._moved > most:
            self._moved = _count() - self._alive  # without what has been freed already
            if self._moved > most:
                gc.collect()
                self._alive, self._moved = _count(), 0


def _count() -> int:
    """The number of all objects, which are of the oldest generation then."""
    gc.freeze()
    count = gc.get_freeze_count()
    gc.unfreeze()
    return count


_oldest = _Oldest()


@contextmanager
def paused_collector() -> Iterator[None]:
    """Without cyclic collections, for work whose objects nearly all survive it.

    They walk through all that was made so far, again and again, and find nothing: up to half of
    the time goes into them. Also a decorator. Freezing and thawing at the end moves the new objects
    to the oldest generation, which spares them the collection that would otherwise follow at once.
    That sets the collector's own counts to zero, so that a long process would never have a full
    collection: a pause makes one first if the pauses before it have made enough.
    """
    was_on = gc.isenabled()
    if was_on and not gc.get_freeze_count():  # else somebody else has frozen what is not ours
        _oldest.collect_if_due()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                _oldest.take()
            gc.enable()
