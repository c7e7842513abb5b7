"""Values of one sort in order, as the column of a table has them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from nkquiz.values.sort import Value, ValueSort


class Placed(NamedTuple):
    """A value, where it stands among its like, its text, and how it is written: two of one style
    have the same object.
    """

    position: Decimal
    value: Value
    text: str
    style: Hashable


class Line(NamedTuple):
    """Values in order, each once; their positions; the styles that there are."""

    placed: list[Placed]
    positions: list[Decimal]
    styles: dict[Hashable, Hashable]

    def style_of(self, value: Value) -> Hashable:
        """The one object for how a value is written."""
        style = value.sort.style(value)
        return self.styles.setdefault(style, style)


def line_of(texts: Iterable[str], sort: ValueSort[Any], language: str, unit: str) -> Line:
    """Those of the texts that are values of a sort, in order."""
    placed: dict[Decimal, Placed] = {}
    styles: dict[Hashable, Hashable] = {}
    for text in texts:
        value = sort.read(text, language, unit)
        if value is not None:
            at, style = sort.ends(value)[0], sort.style(value)
            placed.setdefault(at, Placed(at, value, text, styles.setdefault(style, style)))
    positions = sorted(placed)
    return Line([placed[at] for at in positions], positions, styles)
