"""What a sort of value is: the one record that each sort fills in.

A value is frozen data of a class of its own; all that nkquiz does with it goes through its `sort`.
Knows no sort: `sorts` has them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from nkquiz.values.measures import Measured
    from nkquiz.values.tolerance import Tolerance
    from nkquiz.values.words import Language


class Value(Protocol):
    """A value of some sort, such as a `Number` or a `Date`."""

    sort: ClassVar[ValueSort[Any]]


class Room(NamedTuple):
    """Where a sentence leaves room for wrong values: above `low` and below `high`, neither of them.

    Places on the line of the sort, None where there is no end. `beside` says that the sentence
    names other values of the sort: those of other rows lie far from them, and the key near.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    beside: bool = False

    def holds(self, value: Value) -> bool:
        """Whether a value lies wholly in it."""
        first, last = value.sort.ends(value)
        return (self.low is None or self.low < first) and (self.high is None or last < self.high)


class Limits(NamedTuple):
    """What made-up values must respect: the sentence's room, when the fact was true, and the
    tolerance and the unit that the author gives.

    `today` is the first and the last day of that time, counted as the calendar does.
    """

    room: Room
    today: tuple[Decimal, Decimal]
    tolerance: str = ""
    unit: str = ""


_V = TypeVar("_V", bound=Value)


def _no_room(_value: Value, _text: str, _language: str) -> Room:
    return Room()


def _takes_none(_tolerance: Tolerance, _value: Value | None) -> bool:
    return False


def _never(_value: Value) -> bool:
    return False


def _not_there(_value: Value, _text: str, _language: str) -> bool:
    return False


def _nothing(_value: Value) -> None:
    return None


def _no_digits(_value: Value) -> tuple[int, ...]:
    return ()


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class ValueSort(Generic[_V]):
    """A sort of value. What has no default, each sort must say.

    Functions of two values get two of this sort. Texts come with their language, as a code.
    """

    name: str  # as the key `sort` of an attribute has it
    noun: str  # what one of it is called: "that is no date"
    example: str  # one that is recognised in English

    # -- read: from a text and, where the author gives one, a unit
    begins: Callable[[str, str, Language], bool]
    """Whether a value without digits can begin with this word and the next, in lower case."""
    read: Callable[[str, str, str], _V | None]
    """The value that a text is, where the author says that it is one of this sort."""
    recognise: Callable[[str, str, str], _V | None]
    """The value that a text is by itself. Stricter than `read`: "may" is a word."""

    # -- written
    style: Callable[[_V], Hashable]
    """How a value is written: of two that are written alike at first sight, equal."""
    alike: Callable[[_V, _V], bool]
    """Whether two are written alike, so that neither stands out among options."""

    # -- compared: the tolerance as the author wrote it, empty where there is none
    equal: Callable[[_V, _V, str], bool]
    """Whether the second is the first, the key, within the tolerance."""
    may_be_equal: Callable[[_V, _V, str], bool]
    """Whether both could be one: also what is near where one of them is approximate."""
    difference: Callable[[_V, _V], str]
    """What is wrong with the first, which is not the second, the key: said to the learner."""

    takes: Callable[[Tolerance, _V | None], bool] = _takes_none
    """Whether a tolerance means something for a value, or for some value of the sort."""
    tolerance: str = ""
    """One that it takes, for who wrote another; empty where it takes none."""

    # -- placed and stepped
    ends: Callable[[_V], tuple[Decimal, Decimal]]
    """The first and the last place that a value takes on the line of its sort."""
    stepped: Callable[[_V, Sequence[int], Limits], tuple[Iterator[list[str]], ...]]
    """Made-up values at these numbers of equal steps from the key, ascending, written like it: a
    list for each length of step, the best first. Several iterators where some lengths are to be
    tried after all others.
    """
    fits: Callable[[_V, _V, Limits], bool]
    """Whether the first could be true where the second is the key: no count is negative."""

    # -- beside a sentence
    room: Callable[[_V, str, str], Room] = _no_room
    """Where a sentence leaves room for other values; a NUL stands for the key in the text."""
    bounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per language: what makes other values right too where it stands before one: "at least"."""
    is_in: Callable[[_V, str, str], bool] = _not_there
    """Whether a text says the value in other words: the stem would give it away."""

    # -- on the page
    measured: Callable[[_V, str, str], Measured] | None = None
    """The value by a grammar of a language, with the tolerance: so the page reads and compares a
    sort that has no script there. Where this is None it knows the accepted texts alone.
    """

    scripted: Callable[[_V, str], dict[str, Any]] | None = None
    """What the page knows of a value and the tolerance, where it has a script for the sort."""

    # -- how it looks
    word: Callable[[_V], str] | None = None
    """What a question calls the value: `year`; the sort's noun where this is None."""
    precision: Callable[[_V], Enum | None] = _nothing
    """How exact a value is, where there are names for that: a year, a day."""
    orders_facts: Callable[[_V], bool] = _never
    """Whether facts have an order by it that needs no question: what came first."""
    digits: Callable[[_V], tuple[int, ...]] = _no_digits
    """The digits of a value without the zeros at its end; empty where that says nothing."""
    roundness: Callable[[_V], int | None] = _nothing
    """How round a value looks beside its like, a rounder one more; None where that says nothing."""
