"""Values of a sort that has no typed rules of its own: right within the tolerance, or why not."""

from __future__ import annotations

from nkquiz.scoring.result import Result, correct, wrong
from nkquiz.scoring.target import Target
from nkquiz.values import Value, equal, read_value


def judge_value(written: str, key: Value, target: Target) -> Result | None:
    """Judge a response by its value; None where it is no value of the sort."""
    value = read_value(written, key.sort, target.language, target.unit)
    if value is None:
        return None
    if equal(key, value):
        return correct()
    if equal(key, value, target.tolerance):
        return correct(f"close enough: {target.key}")
    return wrong(key.sort.difference(value, key))
