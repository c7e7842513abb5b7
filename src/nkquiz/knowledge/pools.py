"""The pools of a deck: what could be an option, which of it is asked for, which values are
frequent, and which are values in an order.

Knows nothing of what a mark's answer means.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from nkquiz.knowledge.rows import Rows
from nkquiz.knowledge.terms import Terms
from nkquiz.memo import kept, remembered
from nkquiz.model import Fact, Vocabulary
from nkquiz.pool import Candidate, Pool
from nkquiz.values import Line, ValueSort, line_of, norm

#: What stands for a row's value where there is no single one.
NO_VALUE, SEVERAL = -1, -2

#: What makes a value a frequent one: the share of the rows that have it, and how many times the
#: average of all values that is.
_FREQUENT, _TIMES_AVERAGE = 1 / 16, 2


class Asked(NamedTuple):
    """Which candidates of a pool are an answer of some fact: their numbers, and 0 or 1 for each."""

    numbers: array[int]
    flags: bytes


class Pools:
    """The pools of some vocabularies, and which of their candidates some facts ask for."""

    def __init__(
        self,
        vocabularies: Mapping[str, Vocabulary],
        facts: Iterable[Fact],
        terms: Terms,
        rows: Rows,
    ) -> None:
        self._vocabularies = vocabularies
        self._facts = facts
        self._terms = terms
        self._rows = rows

    @remembered
    def of_terms(self, vocabulary: str) -> Pool:
        """The terms of a vocabulary."""
        terms = self._vocabularies[vocabulary].terms
        made = [(term.name, term.names, term) for term in terms]
        return Pool(vocabulary, made, self._rows.reaching)

    @remembered
    def of_values(self, vocabulary: str, attribute: str) -> Pool:
        """The values that an attribute takes, each once."""
        terms = self._vocabularies[vocabulary].terms
        values = dict.fromkeys(
            value for term in terms for value in term.attributes.get(attribute, ())
        )
        names = self._terms
        made = [(value, names.aliases(value), names.named(value)) for value in values]
        return Pool(attribute, made, self._rows.reaching)

    def with_value(self, text: str) -> Pool | None:
        """The values of the first attribute that takes this one."""
        found = self._columns.get(norm(text))
        return self.of_values(*found) if found is not None else None

    @kept
    def _columns(self) -> dict[str, tuple[str, str]]:
        """For the norm of each value of an attribute: the first vocabulary and column with it."""
        index: dict[str, tuple[str, str]] = {}
        for vocabulary in self._vocabularies.values():
            for term in vocabulary.terms:
                for name, values in term.attributes.items():
                    for value in values:
                        index.setdefault(norm(value), (vocabulary.name, name))
        return index

    @kept
    def _keys(self) -> frozenset[str]:
        """The norms of all answers that facts mark."""
        marks = (mark for fact in self._facts for mark in fact.marks)
        return frozenset(norm(mark.value or mark.answer) for mark in marks)

    @remembered
    def asked(self, pool: Pool) -> Asked:
        """The candidates of a pool that are an answer of some fact."""
        keys = self._keys
        are = [not keys.isdisjoint(candidate.norms) for candidate in pool.candidates]
        numbers = array("I", [number for number, is_asked in enumerate(are) if is_asked])
        return Asked(numbers, bytes(are))

    @remembered
    def values_by_row(self, rows: Pool, path: str, pool: Pool) -> list[int]:
        """For each row of a vocabulary the number, in a pool, of its value of a slot: `NO_VALUE`
        where it has none, `SEVERAL` where it has a list.
        """
        return [self._value_number(candidate, path, pool) for candidate in rows.candidates]

    def _value_number(self, row: Candidate, path: str, pool: Pool) -> int:
        values = self._rows.values(row.term, path) if row.term is not None else ()
        if len(values) > 1:
            return SEVERAL
        known = pool.of.get(values[0]) if values else None
        return known.number if known is not None else NO_VALUE

    @remembered
    def frequent(self, rows: Pool, path: str, pool: Pool) -> tuple[tuple[int, float], ...]:
        """The few values of a slot that many rows have: the number of each in a pool, and its
        share of the rows that have any. A value of a list has a part of its row. Where all values
        are about as frequent, none is: it is what stands out that gives itself away.
        """
        counts: defaultdict[int, float] = defaultdict(float)
        total = 0
        for row in rows.candidates:
            values = self._rows.values(row.term, path) if row.term is not None else ()
            total += bool(values)
            for value in values:
                known = pool.of.get(value)
                counts[NO_VALUE if known is None else known.number] += 1 / len(values)
        counts.pop(NO_VALUE, None)
        least = total * max(_FREQUENT, _TIMES_AVERAGE / max(1, len(counts)))
        return tuple(
            (number, count / total) for number, count in sorted(counts.items()) if count >= least
        )

    @remembered
    def line(self, pool: Pool, sort: ValueSort[Any], unit: str, language: str) -> Line:
        """The candidates of a pool that are values of a sort, in order, each value once."""
        return line_of((candidate.text for candidate in pool.candidates), sort, language, unit)
