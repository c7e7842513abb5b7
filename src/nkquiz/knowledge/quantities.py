"""Numbers and dates among their like: in order on a line, and which could be one."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from nkquiz.values import Date, Grain, Number, Tolerance, approximate, equal, read_value


def form_of(value: Number | Date) -> Hashable:
    """How a value is written: two that read alike have equal forms."""
    if isinstance(value, Number):
        return value.unit, value.form
    return value.grain, value.form, value.year is None, value.language


class Placed(NamedTuple):
    """A number or a date, where it stands among its like, its text, and how it is written: two
    of one form have the same object.
    """

    position: Decimal
    value: Number | Date
    text: str
    form: Hashable


class Line(NamedTuple):
    """Numbers or dates in order, each value once; their positions; the forms that there are."""

    placed: list[Placed]
    positions: list[Decimal]
    forms: dict[Hashable, Hashable]

    def form_of(self, value: Number | Date) -> Hashable:
        """The one object for how a value is written."""
        form = form_of(value)
        return self.forms.setdefault(form, form)


def position(value: Number | Date) -> Decimal:
    """Where a value stands on the line of its like."""
    return Decimal(value.interval()[0]) if isinstance(value, Date) else value.value


def ends(value: Number | Date) -> tuple[Decimal, Decimal]:
    """The first and the last place that a value takes on the line of its like."""
    return _days(value) if isinstance(value, Date) else (value.value, value.value)


@lru_cache(maxsize=1 << 12)
def _days(date: Date) -> tuple[Decimal, Decimal]:
    first, last = date.interval()
    return Decimal(first), Decimal(last)


@lru_cache(maxsize=1 << 14)
def read_like(
    text: str, sort: Literal["number", "date"] | None, language: str, unit: str
) -> Number | Date | None:
    """As `nkquiz.values.read_value`, remembered: values come again and again."""
    return read_value(text, sort, language, unit)


#: How near a value must be to an approximate one to be as right: 10 % of a number, and ten years
#: of a date, or ten days or months where it is as exact as that. Nobody says "about" of less.
_NEAR = Tolerance(Decimal("0.1"), relative=True)
_NEAR_DAYS = {Grain.DAY: 10, Grain.MONTH: 305}
_TEN_YEARS = 3653


def may_be_equal(a: Number | Date, b: Number | Date, tolerance: str) -> bool:
    """Whether two values could be one: 2024 and July 2024 could, what the tolerance allows, and
    what is near where one of them is approximate: about 1994 and 1995.
    """
    if (approximate(a) or approximate(b)) and _are_near(a, b):
        return True
    if not tolerance and a.form == b.form:  # most are written alike: then they can be compared
        if isinstance(a, Number) and isinstance(b, Number):
            return a.unit == b.unit and a.value == b.value
        if isinstance(a, Date) and isinstance(b, Date) and a.grain is b.grain and a.year and b.year:
            return a == b
    if isinstance(a, Date) and isinstance(b, Date) and a.overlaps(b):
        return True
    return equal(a, b, tolerance)


def _are_near(a: Number | Date, b: Number | Date) -> bool:
    """Whether two values are so near that "about" may mean the other."""
    if isinstance(a, Date) and isinstance(b, Date):
        if a.year is None or b.year is None:
            return a.overlaps(b)
        (first, last), (its_first, its_last) = a.interval(), b.interval()
        near = max(_NEAR_DAYS.get(date.grain, _TEN_YEARS) for date in (a, b))
        return its_first - last <= near and first - its_last <= near
    return equal(a, b, _NEAR) or equal(b, a, _NEAR)
