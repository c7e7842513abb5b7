"""The kinds of item, each a module of its own; they don't know each other.

A kind makes an item of a fact and a mark, or of facts that meet in a group, or says why it
can't. A new kind is a new module with a `MAKER`, and a line in `nkquiz.registry`. Modules are
loaded when they are first used.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from nkquiz.groups import allows
from nkquiz.item import Item
from nkquiz.maker import Explained, KindMaker
from nkquiz.model import Fact, Mark
from nkquiz.registry import BY_NAME
from nkquiz.stem import Making


@cache
def maker(kind: str) -> KindMaker:
    """What makes the items of a kind. Raises KeyError for one that isn't in the registry."""
    name = BY_NAME[kind].name.replace("-", "_")
    found: KindMaker = import_module(f"nkquiz.kinds.{name}").MAKER
    return found


@cache
def makers(kinds: tuple[str, ...]) -> tuple[KindMaker, ...]:
    """What makes the items of some kinds, in the order of the registry."""
    return tuple(maker(name) for name in BY_NAME if name in kinds)


def wanted(fact: Fact, mark: Mark, kinds: tuple[str, ...]) -> tuple[KindMaker, ...]:
    """The makers of those of the kinds that the author allows for a mark, in the order of the
    registry.
    """
    return tuple([maker for maker in makers(kinds) if allows(fact, mark, maker.kind)])


def explain(making: Making, item: Item) -> Explained:
    """Why an item has the wrong options that it has: (fate, text, reason) for each candidate.

    Nothing for a typed item or an order. `making` must be what the item was made with.
    """
    its = maker(item.kind)
    found = making.knowledge.slot(item)
    if its.explain is not None and found is not None:
        yield from its.explain(making, *found)
    elif its.group_maker is not None and its.group_maker.explain is not None:
        yield from its.group_maker.explain(making, item)


__all__ = ["explain", "maker", "makers", "wanted"]
