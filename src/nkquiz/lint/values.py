"""Rules about options that are numbers or dates: their order, their form, their ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from nkquiz.lint.rule import Fault
from nkquiz.lint.view import OptionText, View
from nkquiz.values import Value, ends, precision, roman_values, written_alike


def _readings(view: View) -> list[Value] | None:
    """What the options mean, as they stand; none unless all are numbers or all are dates."""
    if not view.values or None in view.values:
        return None
    meant = dict(zip([text.raw for text in view.texts], view.values, strict=True))
    return [value for option in view.options if (value := meant[option.text]) is not None]


def lost_sequence(view: View) -> Fault | None:
    """Numbers or dates that are not shown ascending; Roman numerals are numbers here."""
    values = _readings(view)
    places: Sequence[Decimal | int]
    if values is not None:
        places = [ends(value)[0] for value in values]
    elif numerals := roman_values(option.text for option in view.options):
        places = numerals
    else:
        return None
    choice = view.item.interaction
    if places == sorted(places) and getattr(choice, "ordered", False):
        return None
    return Fault("the options are numbers or dates, but not in order")


def number_format(view: View) -> Fault | None:
    """The key alone is written otherwise: digits or words, grouping, decimals, unit."""
    return None if precision(view.answer.value) else _other_form(view)


def date_format(view: View) -> Fault | None:
    """The key alone is written otherwise, is more or less exact, or is of another era."""
    return _other_form(view) if precision(view.answer.value) else None


def _other_form(view: View) -> Fault | None:
    if view.answer.value is None or not view.others:
        return None
    mine, *others = view.values
    if mine is None:
        return None
    for value in others:
        if value is not None and written_alike(mine, value):
            return None
    return Fault("only the key is written in its form")


def least_round(view: View) -> Fault | None:
    """Every distractor is a rounder number than the key."""
    if not view.values or not view.others:
        return None
    mine, *others = map(_roundness, view.values)
    if mine is None or any(zeros is None or zeros <= mine for zeros in others):
        return None
    return Fault("only the key is not a round number")


def _roundness(value: Value | None) -> int | None:
    return value.sort.roundness(value) if value is not None else None


_RANGE = re.compile(r"(.+?)\s*(?:-|–|—|\bto\b)\s*(.+)", re.DOTALL)
_BOUND = re.compile(
    r"(over|above|more than|at least|from|after|since|under|below|less than|fewer than|"
    r"at most|up to|before)\s+(.*\d.*)",
    re.IGNORECASE,
)
_WITH_BOUND = frozenset(("at least", "from", "since", "at most", "up to"))
_LOWER = frozenset(("over", "above", "more than", "at least", "from", "after", "since"))

_EVERYTHING = Decimal("Infinity")
_NEXT = Decimal("0.000001")


def overlap(view: View) -> Fault | None:
    """Two options of numbers or dates that could both be right: 10-20 and 15-30."""
    spans: list[tuple[Decimal, Decimal, OptionText]] = []
    for text in view.texts:
        if text.numeric:
            span = _span(text.raw, view)
            if span is not None:
                if any(span[0] <= last and first <= span[1] for first, last, _ in spans):
                    other = next(t for a, b, t in spans if span[0] <= b and a <= span[1])
                    return Fault(f'"{other.raw}" and "{text.raw}" overlap', text.raw)
                spans.append((*span, text))
    return None


def _span(text: str, view: View) -> tuple[Decimal, Decimal] | None:
    """What a text covers, of the key's sort; None where it is no value and no range."""
    value = view.value(text)
    if value is not None:
        return ends(value)
    bound = _BOUND.fullmatch(text)
    if bound:
        value = view.value(bound[2])
        if value is None:
            return None
        first, last = ends(value)
        word = bound[1].lower()
        if word in _LOWER:
            return (first if word in _WITH_BOUND else last + _NEXT), _EVERYTHING
        return -_EVERYTHING, (last if word in _WITH_BOUND else first - _NEXT)
    return _between(text, view)


def _between(text: str, view: View) -> tuple[Decimal, Decimal] | None:
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    low, high = view.value(found[1]), view.value(found[2])
    if low is None or high is None or low.sort is not high.sort:
        return None
    first, last = ends(low)[0], ends(high)[1]
    return (first, last) if first < last else None
