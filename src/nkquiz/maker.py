"""What a module in `kinds/` offers: functions that make items, of a mark or of several facts.

Knows no kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from nkquiz.groups import Group
from nkquiz.item import Item
from nkquiz.knowledge import Knowledge
from nkquiz.model import Fact, Mark, Problem
from nkquiz.stem import Making

#: An item; or a problem, where the deck lacks something for it; or nothing, where the mark is
#: not of that kind.
Made = Item | Problem | None

#: What became of the candidates for wrong options: (fate, text, reason) of each.
Explained = Iterator[tuple[str, str, str]]


class GroupMaker(NamedTuple):
    """How a kind makes items of several facts, or of a whole fact.

    `groups` says which facts may meet and makes nothing yet, so that a session makes the items of
    those groups alone that it takes. `make` gives the items of one group, or problems. `explain`
    is as in `KindMaker`, for an item that was made.
    """

    groups: Callable[[Knowledge, Iterable[Fact]], Iterator[Group]]
    make: Callable[[Making, Group], Iterator[Item | Problem]]
    explain: Callable[[Making, Item], Explained] | None = None


class KindMaker(NamedTuple):
    """What makes the items of a kind: of one mark, of several facts, or of either.

    `explain` gives each candidate for a wrong option of a mark, whether or not an item can be
    made. `unfit` tells what keeps a fact from any item of this kind, if its author has to fix it;
    `needs` is a sentence about what an author has to give for it, besides marks.
    """

    kind: str
    make: Callable[[Making, Fact, Mark], Made] | None = None
    explain: Callable[[Making, Fact, Mark], Explained] | None = None
    group_maker: GroupMaker | None = None
    unfit: Callable[[Fact], Problem | None] | None = None
    needs: str = ""
