"""A range such as 10-15 kg: both its ends, in any of the forms of a number, and the unit if any.

A phrase elsewhere, since no wrong answer can be printed like it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nkquiz.scoring.forms import Reading
from nkquiz.scoring.result import Result, correct, prompt, wrong
from nkquiz.scoring.target import Target
from nkquiz.values import Number, equal, parse_number

# `\W*\w`, and not `.*?\w`: each place is tried once, however long a text is.
_RANGE = re.compile(
    r"(?:from |between |von |zwischen |de |entre )?(\W*\w.*?)"
    r"(?:\s*[-–—]\s*| (?:to|until|and|bis|und|a|à|al|et|y) )(.+)",
    re.IGNORECASE,
)

_CURRENCY = re.compile(r"[$€£¥₩](?=\d)")
_AFTER_DIGITS = re.compile(r"^\D*\d[\d.,\s]*?(?=\s*(?:[^\d.,\s]|$))|^\D+$")


@dataclass(frozen=True, slots=True)
class Range:
    """Two numbers of one unit, the lower one first."""

    low: Number
    high: Number


def range_of(text: str, language: str) -> Range | None:
    """The range that a text is; None where it is none, or not surely one (a score such as 3-1)."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return None
    first, last = found[1], found[2]
    currency = _CURRENCY.match(first)
    high = parse_number(f"{currency[0] if currency else ''}{last}", language)
    # The scale and the unit of both ends may stand at the second alone: 5 to 10 million.
    after = _AFTER_DIGITS.sub("", last)
    low = parse_number(f"{first}{after}", language) or parse_number(first, language)
    if low is None or high is None or low.form.ordinal or high.form.ordinal:
        return None
    return Range(low, high) if low.value < high.value else None


def judge_range(reading: Reading, target: Target) -> Result | None:
    """A range for a range; one end alone is asked for the other."""
    key = range_of(target.readings[0].tidy, target.language)
    if key is None:
        return None
    mine = range_of(reading.tidy, target.language)
    if mine is not None:
        if equal(key.low, mine.low) and equal(key.high, mine.high):
            return correct()
        same = (key.low.value, key.high.value) == (mine.low.value, mine.high.value)
        return wrong("right numbers, wrong unit") if same else None
    one = parse_number(reading.tidy, target.language)
    if one is not None and any(equal(end, one) for end in (key.low, key.high)):
        return prompt("both ends, please")
    return None
