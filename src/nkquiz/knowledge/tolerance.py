"""Which facts of a template show nearly the same: within the tolerance of what their stems show."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from nkquiz.knowledge.rows import Rows
from nkquiz.knowledge.terms import Terms
from nkquiz.memo import remembered
from nkquiz.model import Fact, Mark, Term
from nkquiz.values import position


def tolerant_slot(rows: Rows, fact: Fact, mark: Mark, question: str = "") -> str:
    """The first slot with a tolerance that a stem shows of a term that it doesn't name, so that
    another term may be meant; empty if there is none.
    """
    shown = _shown_by(fact, mark, question)
    if "name" in shown and mark.attribute != "name":
        return ""
    slots = (slot for slot in shown if slot not in ("name", mark.attribute))
    return next((slot for slot in slots if _tolerance(rows, fact, slot)), "")


def _shown_by(fact: Fact, mark: Mark, question: str) -> tuple[str, ...]:
    """The slots that a stem shows: those of the question, if there is one, else the sentence's."""
    return mark.options.ask.typed_shows if question else fact.shown


def _tolerance(rows: Rows, fact: Fact, slot: str) -> str:
    """How far a slot of a template's fact may be off: as its mark says, else its column."""
    own = (mark.options.tolerance for mark in fact.marks if mark.attribute == slot)
    return next(own, "") or rows.column(_term(fact), slot).tolerance


def _term(fact: Fact) -> Term:
    """The term of a template's fact."""
    assert fact.term is not None
    return fact.term


class NearFacts:
    """The facts of templates in the order of each slot that has a tolerance, as far as asked for."""

    def __init__(self, facts: Iterable[Fact], terms: Terms, rows: Rows) -> None:
        self._facts = facts
        self._terms = terms
        self._rows = rows

    def near(self, fact: Fact, mark: Mark, question: str) -> Iterator[tuple[Fact, Mark]]:
        """The same mark of the facts of a template that show the same within its tolerances."""
        slot = tolerant_slot(self._rows, fact, mark, question)
        if not slot:
            return
        shown = _shown_by(fact, mark, question)
        others = tuple(path for path in shown if path not in (slot, mark.attribute))
        row = self._alike(fact, slot, others)
        own = self._place(fact, slot)
        place = bisect_left(row, own, key=lambda other: self._place(other, slot))
        for neighbours in (range(place + 1, len(row)), range(place - 1, -1, -1)):
            for other in (row[at] for at in neighbours):
                if not self._shows_same(fact, other, slot):
                    break
                if all(self._shows_same(fact, other, path) for path in others):
                    yield other, next(m for m in other.marks if m.attribute == mark.attribute)

    def _alike(self, fact: Fact, slot: str, others: tuple[str, ...]) -> list[Fact]:
        """The facts of the same template, by the number or date that a slot has: those that
        show the same in the other slots, as far as these have no tolerance.
        """
        exact = tuple(path for path in others if not _tolerance(self._rows, fact, path))
        in_order = self._in_order(fact.file_id, fact.template, slot, exact)
        return in_order.get(self._shown(fact, exact), [])

    @remembered
    def _in_order(
        self, file_id: str, template: str, slot: str, exact: tuple[str, ...]
    ) -> dict[tuple[str, ...], list[Fact]]:
        """The facts of a template in the order of a slot, by what they show in other slots."""
        same = (f for f in self._facts if f.file_id == file_id and f.template == template)
        placed = [fact for fact in same if self._place(fact, slot)]
        in_order = defaultdict(list)
        for fact in sorted(placed, key=lambda one: self._place(one, slot)):
            in_order[self._shown(fact, exact)].append(fact)
        return dict(in_order)

    def _place(self, fact: Fact, slot: str) -> tuple[Any, ...]:
        """Where a fact stands among its like by a slot; nothing if that is no number or date."""
        term = _term(fact)
        values = self._rows.values(term, slot)
        column = self._rows.column(term, slot)
        value = self._rows.meaning(values[0], column) if values else None
        return (position(value), fact.key) if value is not None else ()

    def _shown(self, fact: Fact, slots: tuple[str, ...]) -> tuple[str, ...]:
        """One name for each value of some slots of a fact."""
        values = (value for slot in slots for value in self._rows.values(_term(fact), slot))
        return tuple(min(self._terms.norms_of(value)) for value in values)

    def _shows_same(self, fact: Fact, other: Fact, slot: str) -> bool:
        """Whether a slot of two facts of one template has the same value, within its tolerance."""
        rows, term = self._rows, _term(fact)
        here, there = rows.values(term, slot), rows.values(_term(other), slot)
        if here == there:
            return True
        attribute, tolerance = rows.column(term, slot), _tolerance(rows, fact, slot)
        if tolerance != attribute.tolerance:
            attribute = replace(attribute, tolerance=tolerance)
        return len(here) == len(there) and all(
            rows.same_thing(a, b, attribute) for a, b in zip(here, there, strict=True)
        )
