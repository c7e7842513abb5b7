"""The sorts of value. A new one is a module here and a line in `SORTS`.

The first that recognises a text decides what it is, where its author doesn't say.
"""

from __future__ import annotations

from typing import Any

from nkquiz.values.sort import ValueSort
from nkquiz.values.sorts.coordinates import COORDINATES
from nkquiz.values.sorts.date import DATE
from nkquiz.values.sorts.number import NUMBER

SORTS: tuple[ValueSort[Any], ...] = (
    NUMBER,
    DATE,
    COORDINATES,
)

#: What an attribute may say under `sort` beside the names of these: never read as a value.
TEXT = "text"


def sort_named(name: str) -> ValueSort[Any] | None:
    """The sort that the key `sort` names; None for text, and where it isn't said."""
    return next((sort for sort in SORTS if sort.name == name), None)
