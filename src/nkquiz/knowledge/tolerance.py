"""Which facts of a template show nearly the same: within the tolerance of what their stems show."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nkquiz.model import Fact, Mark, Term
from nkquiz.values import position

if TYPE_CHECKING:
    from nkquiz.knowledge import Knowledge


def tolerant_slot(knowledge: Knowledge, fact: Fact, mark: Mark, question: str = "") -> str:
    """The first slot with a tolerance that a stem shows of a term that it doesn't name, so that
    another term may be meant; empty if there is none.
    """
    shown = _shown_by(fact, mark, question)
    if "name" in shown and mark.attribute != "name":
        return ""
    slots = (slot for slot in shown if slot not in ("name", mark.attribute))
    return next((slot for slot in slots if _tolerance(knowledge, fact, slot)), "")


def _shown_by(fact: Fact, mark: Mark, question: str) -> tuple[str, ...]:
    """The slots that a stem shows: those of the question, if there is one, else the sentence's."""
    return mark.options.ask.typed_shows if question else fact.shown


def _tolerance(knowledge: Knowledge, fact: Fact, slot: str) -> str:
    """How far a slot of a template's fact may be off: as its mark says, else its column."""
    own = (mark.options.tolerance for mark in fact.marks if mark.attribute == slot)
    return next(own, "") or knowledge.column_of(_term(fact), slot).tolerance


def _term(fact: Fact) -> Term:
    """The term of a template's fact."""
    assert fact.term is not None
    return fact.term


class NearRows:
    """The facts of templates in the order of each slot that has a tolerance, as far as asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._rows: dict[
            tuple[str, str, str, tuple[str, ...]], dict[tuple[str, ...], list[Fact]]
        ] = {}

    def near(self, fact: Fact, mark: Mark, question: str) -> Iterator[tuple[Fact, Mark]]:
        """The same mark of the facts of a template that show the same within its tolerances."""
        slot = tolerant_slot(self._knowledge, fact, mark, question)
        if not slot:
            return
        shown = _shown_by(fact, mark, question)
        others = tuple(path for path in shown if path not in (slot, mark.attribute))
        row = self._rows_alike(fact, slot, others)
        own = self._place(fact, slot)
        place = bisect_left(row, own, key=lambda other: self._place(other, slot))
        for neighbours in (range(place + 1, len(row)), range(place - 1, -1, -1)):
            for other in (row[at] for at in neighbours):
                if not self._shows_same(fact, other, slot):
                    break
                if all(self._shows_same(fact, other, path) for path in others):
                    yield other, next(m for m in other.marks if m.attribute == mark.attribute)

    def _rows_alike(self, fact: Fact, slot: str, others: tuple[str, ...]) -> list[Fact]:
        """The facts of the same template, by the number or date that a slot has: those that
        show the same in the other slots, as far as these have no tolerance.
        """
        exact = tuple(path for path in others if not _tolerance(self._knowledge, fact, path))
        key = (fact.file_id, fact.template, slot, exact)
        rows = self._rows.get(key)
        if rows is None:
            facts = self._knowledge.deck.knowledge
            same = (other for other in facts if (other.file_id, other.template) == key[:2])
            placed = [other for other in same if self._place(other, slot)]
            rows = self._rows[key] = defaultdict(list)
            for other in sorted(placed, key=lambda one: self._place(one, slot)):
                rows[self._shown(other, exact)].append(other)
        return rows[self._shown(fact, exact)]

    def _place(self, fact: Fact, slot: str) -> tuple[Any, ...]:
        """Where a fact stands among its like by a slot; nothing if that is no number or date."""
        term = _term(fact)
        values = self._knowledge.values_of(term, slot)
        column = self._knowledge.column_of(term, slot)
        value = self._knowledge.meaning(values[0], column) if values else None
        return (position(value), fact.key) if value is not None else ()

    def _shown(self, fact: Fact, slots: tuple[str, ...]) -> tuple[str, ...]:
        """One name for each value of some slots of a fact."""
        term, knowledge = _term(fact), self._knowledge
        values = (value for slot in slots for value in knowledge.values_of(term, slot))
        return tuple(min(knowledge.norms_of(value)) for value in values)

    def _shows_same(self, fact: Fact, other: Fact, slot: str) -> bool:
        """Whether a slot of two facts of one template has the same value, within its tolerance."""
        knowledge, term = self._knowledge, _term(fact)
        here, there = knowledge.values_of(term, slot), knowledge.values_of(_term(other), slot)
        if here == there:
            return True
        attribute, tolerance = knowledge.column_of(term, slot), _tolerance(knowledge, fact, slot)
        if tolerance != attribute.tolerance:
            attribute = replace(attribute, tolerance=tolerance)
        return len(here) == len(there) and all(
            knowledge.same_thing(a, b, attribute) for a, b in zip(here, there, strict=True)
        )
