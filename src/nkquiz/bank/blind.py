"""What those get who answer blindly where no options are to be looked at: true or false, matching
and ordering.

Counts only; a learner who knows nothing can always say true, pair the lines as they stand, or
leave the parts as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, groupby

from nkquiz.bank.guessers import LEVEL, bound
from nkquiz.item import Item, Judge, Match, Order


@dataclass(frozen=True, slots=True)
class Truth:
    """Of `items` true or false, how many are `true`, and the most running that are alike.

    `bound` is the least number of either sort that is too many for chance, two-sided.
    """

    items: int
    true: int
    longest_run: int
    bound: int

    @property
    def leaks(self) -> bool:
        return max(self.true, self.items - self.true) >= self.bound


@dataclass(frozen=True, slots=True)
class Matching:
    """The premises and responses of all matching items. `in_line` premises stand beside their
    response; by chance `expected` do.
    """

    items: int
    premises: int
    responses: int
    in_line: int
    expected: float


@dataclass(frozen=True, slots=True)
class Ordering:
    """The parts of all ordering items, and in how many different orders they start.

    `most` items start in one order; of the `pairs` of parts `standing` stand right at the start.
    """

    items: int
    parts: int
    starts: int
    most: int
    pairs: int
    standing: int


def truth(items: Iterable[Item]) -> Truth | None:
    """The statements to be judged among the items; none if there are none."""
    said = [item.interaction.is_true for item in items if isinstance(item.interaction, Judge)]
    if not said:
        return None
    longest = max(sum(1 for _ in run) for _, run in groupby(said))
    return Truth(len(said), sum(said), longest, bound(len(said), 0.5, LEVEL / 2))


def matching(items: Iterable[Item]) -> Matching | None:
    """The matching items among the items; none if there are none."""
    found = [item.interaction for item in items if isinstance(item.interaction, Match)]
    if not found:
        return None
    return Matching(
        items=len(found),
        premises=sum(len(match.premises) for match in found),
        responses=sum(len(match.responses) for match in found),
        in_line=sum(own == line for match in found for line, own in enumerate(match.key)),
        expected=sum(len(match.premises) / len(match.responses) for match in found),
    )


def ordering(items: Iterable[Item]) -> Ordering | None:
    """The ordering items among the items; none if there are none."""
    starts = [_start(item.interaction) for item in items if isinstance(item.interaction, Order)]
    if not starts:
        return None
    pairs = [pair for start in starts for pair in combinations(start, 2)]
    return Ordering(
        items=len(starts),
        parts=sum(map(len, starts)),
        starts=len(set(starts)),
        most=Counter(starts).most_common(1)[0][1],
        pairs=len(pairs),
        standing=sum(first < second for first, second in pairs),
    )


def _start(order: Order) -> tuple[int, ...]:
    return order.shown or tuple(range(len(order.parts)))
