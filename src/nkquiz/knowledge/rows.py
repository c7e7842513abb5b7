"""What a deck says of its terms: the values of a slot, which of them prove something, what tells
one row from another.

A slot is read by its path: `name`, `capital`, `capital.river`. Knows nothing of facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from nkquiz.item import Proof
from nkquiz.knowledge.terms import Terms
from nkquiz.memo import kept, remembered
from nkquiz.model import Attribute, Term, Values, Vocabulary
from nkquiz.pool import Row
from nkquiz.values import (
    Value,
    is_initialism,
    may_be_equal,
    norm,
    one_letter_apart,
    read_value,
)

_NAME = Attribute("name")


def meaning_of(text: str, attribute: Attribute, language: str) -> Value | None:
    """What a value of an attribute reads as, where that is a number, a date or the like."""
    if attribute.is_text:
        return None
    return read_value(text, attribute.sort, language, attribute.unit)


class Rows:
    """The rows of some vocabularies, whose texts are in one language."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], language: str, terms: Terms) -> None:
        self._vocabularies = vocabularies
        self._language = language
        self._terms = terms

    # -- what a row holds -------------------------------------------------------------------

    def values(self, term: Term, path: str) -> tuple[str, ...]:
        """The values of a term's slot, disputed ones too; empty where it has none."""
        if path == "name":
            return (term.name,)
        values = term.attributes.get(path)
        if values is not None:
            return values
        first, _, second = path.partition(".")
        values = term.attributes.get(first, ())
        if not second:
            return values
        others = (self._terms.named(value, first) for value in values)
        far = (v for other in others if other for v in self.values(other, second))
        return tuple(dict.fromkeys(far))

    def proving(self, term: Term, path: str) -> tuple[str, ...]:
        """The values of a term's slot; empty where it has none or one of them is disputed."""
        if not term.disputed and path in term.attributes:
            return term.attributes[path]
        return self._undisputed(term, path)

    @remembered
    def _undisputed(self, term: Term, path: str) -> tuple[str, ...]:
        first, _, second = path.partition(".")
        if term.disputes(first):
            return ()
        if second:
            for value in term.attributes.get(first, ()):
                other = self._terms.named(value, first)
                if other is None or not self.proving(other, second):
                    return ()
        return self.values(term, path)

    def reaching(self, term: Term) -> Row:
        """A term's attributes, each followed by what it reaches across to: `subregion.part`.

        So two countries of one part of the world share it, though their subregions differ.
        """
        reached = self._reached.keys() & term.attributes.keys()
        if not reached:
            return term.attributes
        row: dict[str, tuple[str, ...]] = {}
        for name, values in term.attributes.items():
            row[name] = values
            for path in self._reached[name] if name in reached else ():
                if far := self.values(term, path):
                    row[path] = far
        return row

    @kept
    def _reached(self) -> dict[str, tuple[str, ...]]:
        """For each attribute that is named like a vocabulary: the slots of that, across it."""
        found = {}
        for name, vocabulary in self._vocabularies.items():
            names = dict.fromkeys(n for term in vocabulary.terms for n in term.attributes)
            if names:
                found[name] = tuple(f"{name}.{second}" for second in names)
        return found

    # -- how a slot is read -----------------------------------------------------------------

    @remembered
    def home(self, vocabulary: str, path: str) -> tuple[str, Attribute]:
        """The vocabulary and the attribute that a slot reads in the end.

        A slot that reaches across holds one value only if each step does.
        """
        first, _, second = path.partition(".")
        near = self._vocabularies[vocabulary].attribute(first)
        if not second:
            return vocabulary, near
        far = self._vocabularies[first].attribute(second)
        if near.values is not Values.ONE:
            far = replace(far, values=near.values)
        return first, far

    def column(self, term: Term, path: str) -> Attribute:
        """How a slot of the term's vocabulary is to be read."""
        return _NAME if path == "name" else self.home(term.vocabulary, path)[1]

    def meaning(self, text: str, attribute: Attribute) -> Value | None:
        """What a value of an attribute reads as, where that is a number, a date or the like."""
        return meaning_of(text, attribute, self._language)

    # -- what tells rows apart --------------------------------------------------------------

    def tells_apart(self, row: Term, term: Term, shown: Iterable[str]) -> tuple[Proof, str] | None:
        """Why a stem that shows these slots of `term` can't mean `row`, and by which slot.

        The row must have every slot that is shown, and differ in one that proves something.
        """
        found: tuple[Proof, str] | None = None
        for path in shown:
            there, here = self.proving(row, path), self.proving(term, path)
            if not there or not here:
                return None
            proof = self._differ(self.column(term, path), there, here)
            if proof is not None and found is None:
                found = (proof, path)
        return found

    def _differ(
        self, attribute: Attribute, there: tuple[str, ...], here: tuple[str, ...]
    ) -> Proof | None:
        if attribute.values is Values.OPEN:
            return None
        if attribute.values is Values.ONE:
            return None if self.same_thing(there[0], here[0], attribute) else Proof.FUNCTIONAL
        listed = frozenset().union(*map(self._terms.norms_of, there))
        return None if all(norm(value) in listed for value in here) else Proof.COMPLETE

    def same_thing(self, a: str, b: str, attribute: Attribute) -> bool:
        """Whether two values may be one, by name or by value, or one is part of the other.

        Initials may be: NIS and National Intelligence Service; and what differs by one letter,
        unless both are terms.
        """
        terms = self._terms
        if a == b or not terms.norms_of(a).isdisjoint(terms.norms_of(b)):
            return True
        x = self.meaning(a, attribute)
        if x is not None:
            y = self.meaning(b, attribute)
            if y is not None:
                return may_be_equal(x, y, attribute.tolerance)
        return is_initialism(a, b) or self._may_be_misspelt(a, b) or terms.part_or_whole(a, b)

    def _may_be_misspelt(self, a: str, b: str) -> bool:
        """Whether two values differ by one letter, and not both are terms."""
        apart = one_letter_apart(norm(a), norm(b))
        return apart and (self._terms.named(a) is None or self._terms.named(b) is None)

    # -- which rows have a value --------------------------------------------------------------

    @remembered
    def different(
        self, vocabulary: str, path: str, names: tuple[str, ...], shown: tuple[str, ...]
    ) -> list[Term]:
        """Of the terms of a vocabulary whose slot has one of these names, or of which it is
        unknown, one for each way in which a stem that shows these slots would show them.
        """
        rows = (*self.having(vocabulary, path, names), *self.lacking(vocabulary, path))
        ways = {tuple([self.proving(row, s) for s in shown]): row for row in rows[::-1]}
        return list(ways.values())[::-1]

    def having(self, vocabulary: str, path: str, names: Iterable[str]) -> list[Term]:
        """The terms of a vocabulary whose slot has one of these names among its values."""
        index = self._by_value(vocabulary, path)
        rows = {t.id: t for n in names for t in index.get(norm(n), ())}
        return list(rows.values())

    def lacking(self, vocabulary: str, path: str) -> list[Term]:
        """The terms of a vocabulary of which the slot's values are unknown."""
        return self._by_value(vocabulary, path).get("", [])

    @remembered
    def _by_value(self, vocabulary: str, path: str) -> dict[str, list[Term]]:
        """The terms by each name of each value of a slot; under "" those that have none."""
        index: defaultdict[str, list[Term]] = defaultdict(list)
        for term in self._vocabularies[vocabulary].terms:
            values = self.values(term, path)
            names = {n for v in values for n in self._terms.norms_of(v)}
            for name in names or {""}:
                index[name].append(term)
        return dict(index)
