"""Two values side by side, whatever sort they are of: each goes by the rules of its sort.

Values are compared, never their spelling: 2,700 is 2700 is two thousand seven hundred.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import Any

from nkquiz.values.sort import Value, ValueSort

#: How many times as long a step may be, where one step away is still right.
TIMES = range(1, 12)


def equal(key: Value, other: Value, tolerance: str = "") -> bool:
    """Whether `other` is the value of `key`, within the tolerance, its bounds included.

    A missing unit is fine, another unit is wrong unless it converts exactly (km, m). The
    tolerance counts in the unit of the key, and in its scale: `1` is a million for 25 million.
    """
    sort = key.sort
    return other.sort is sort and sort.equal(key, other, tolerance)


def may_be_equal(a: Value, b: Value, tolerance: str = "") -> bool:
    """Whether two values could be one: 2024 and July 2024 could, what the tolerance allows, and
    what is near where one of them is approximate: about 1994 and 1995.
    """
    sort = a.sort
    return b.sort is sort and sort.may_be_equal(a, b, tolerance)


def written_alike(a: Value, b: Value) -> bool:
    """Whether two values are written in one form, so that neither stands out among options.

    The same precision, unit and pattern: 2,700 and 900; 14 July and 3 May, not 3rd May.
    """
    sort = a.sort
    return b.sort is sort and sort.alike(a, b)


def not_taken(tolerance: str, sort: ValueSort[Any]) -> str:
    """Said to an author whose tolerance means nothing for a sort of value."""
    fix = f"use a difference such as {sort.tolerance}" if sort.tolerance else "remove it"
    return f"`tolerance: {tolerance}` means nothing for a {sort.noun}; {fix}"


def ends(value: Value) -> tuple[Decimal, Decimal]:
    """The first and the last place that a value takes on the line of its sort."""
    return value.sort.ends(value)


def position(value: Value) -> Decimal:
    """Where a value stands on the line of its sort."""
    return value.sort.ends(value)[0]


def precision(value: Value | None) -> Enum | None:
    """How exact a value is; None where there is no name for that, or no value."""
    return value.sort.precision(value) if value is not None else None


def steps_apart(key: Value, near: Iterable[Value], tolerance: str) -> int:
    """After how many steps from the key a value is no longer as right as it, being about the same
    or within its tolerance; `near` are those after 1, 2, 3 ... of `TIMES`.
    """
    apart = (
        n for n, value in zip(TIMES, near, strict=True) if not may_be_equal(key, value, tolerance)
    )
    return next(apart, 1)
