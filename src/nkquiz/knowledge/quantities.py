"""Numbers and dates among their like: in order on a line, and which could be one."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from nkquiz.values import Date, Number, equal, read_value


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


def may_be_equal(a: Number | Date, b: Number | Date, tolerance: str) -> bool:
    """Whether two values could be one: 2024 and July 2024 could, and what the tolerance allows."""
    if not tolerance and a.form == b.form:  # most are written alike: then they can be compared
        if isinstance(a, Number) and isinstance(b, Number):
            return a.unit == b.unit and a.value == b.value
        if isinstance(a, Date) and isinstance(b, Date) and a.grain is b.grain and a.year and b.year:
            return a == b
    if isinstance(a, Date) and isinstance(b, Date) and a.overlaps(b):
        return True
    return equal(a, b, tolerance)
