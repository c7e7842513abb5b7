"""How far an answer may be off: "0.1", "10 %", "2 years". Knows no sort of value."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nkquiz.values.numbers import EXACT, parse_number

#: What every tolerance has, and editors look for while a file is written: it is in digits.
TOLERANCE_PATTERN = "[0-9]"


class Tolerance(NamedTuple):
    """How far an answer may be off: `amount` of `unit`, or of the value where relative."""

    amount: Decimal
    relative: bool = False
    unit: str = ""
    absolute: bool = False  # the amount carries a scale of its own: "1 million"


@lru_cache(maxsize=1024)
def parse_tolerance(text: str, language: str = "en") -> Tolerance | None:
    """Read a tolerance; None if it is none.

    "0.1" counts in the unit of the value, "10 %" is a share of it, "2 years" has its own unit.
    """
    if not re.search(TOLERANCE_PATTERN, text):
        return None
    number = parse_number(text.strip().removeprefix("±"), language)
    if number is None or number.value < 0 or number.form.ordinal:
        return None
    if number.unit == "%":
        return Tolerance(EXACT.divide(number.value, 100), relative=True)
    return Tolerance(number.value, unit=number.unit, absolute=number.form.scale != 1)
