"""What is worked out once and remembered in the object that it belongs to.

`kept` is for a property, `remembered` for a method with arguments. Both let go of what they hold
when the object goes: a `functools.cache` around a method would keep the object alive.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Generic, TypeVar, TypeVarTuple, overload

#: How many results of a method are remembered: those in use, not all of a large deck.
MOST = 1 << 14

_Owner = TypeVar("_Owner")
_Value = TypeVar("_Value")
_Key = TypeVarTuple("_Key")


class kept(Generic[_Owner, _Value]):  # noqa: N801 - it stands where a decorator does
    """A property that is worked out once and kept in the instance.

    As `functools.cached_property`, without the lock that it takes in Python 3.11: that costs more
    than most of what is kept here.
    """

    def __init__(self, work_out: Callable[[_Owner], _Value]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, instance: None, owner: type[_Owner]) -> kept[_Owner, _Value]: ...
    @overload
    def __get__(self, instance: _Owner, owner: type[_Owner]) -> _Value: ...

    def __get__(
        self, instance: _Owner | None, owner: type[_Owner]
    ) -> _Value | kept[_Owner, _Value]:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value


def remembered(
    work_out: Callable[[_Owner, *_Key], _Value],
) -> Callable[[_Owner, *_Key], _Value]:
    """A method that returns what it returned before for the same arguments, given by position.

    When there are `MOST` results it forgets them all and begins anew: that costs less than to
    keep account of which was used last.
    """
    name = f"{work_out.__name__} remembered"

    @wraps(work_out)
    def recall(self: _Owner, *key: *_Key) -> _Value:
        try:
            return self.__dict__[name][key]  # type: ignore[no-any-return]
        except KeyError:
            memo = self.__dict__.setdefault(name, {})
        value = work_out(self, *key)
        if len(memo) >= MOST:
            memo.clear()
        memo[key] = value
        return value

    return recall
