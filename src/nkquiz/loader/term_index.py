"""The terms of a deck by name, and what a slot reads for one of them.

Owns which term a name means. Knows no template.
"""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from typing import NamedTuple

from nkquiz.loader.slots import Slot
from nkquiz.model import (
    Term,
    Vocabulary,
)
from nkquiz.values import norm, write_list


class Filled(NamedTuple):
    """What a slot reads for one term: `text` as printed, `values` one by one."""

    text: str
    values: tuple[str, ...]


class TermIndex:
    """All vocabularies, with terms by name: what slots are read from."""

    def __init__(self, vocabularies: Lookup[str, Vocabulary]) -> None:
        self.vocabularies = vocabularies
        self._by_name: dict[str, dict[str, Term]] = {}

    def term(self, vocabulary: str, name: str) -> Term | None:
        """The term of a vocabulary that `name` names, by name, other name or id."""
        if vocabulary not in self.vocabularies:
            return None
        index = self._by_name.get(vocabulary)
        if index is None:
            index = self._by_name[vocabulary] = {}
            terms = self.vocabularies[vocabulary].terms
            # Names win over ids, and ids over other names.
            for names in (
                lambda t: (t.name,),
                lambda t: (t.id,),
                lambda t: t.also,
                lambda t: map(norm, t.names),
            ):
                for term in terms:
                    for known in names(term):
                        index.setdefault(known, term)
        return index.get(name) or index.get(norm(name))

    def values(self, slot: Slot, term: Term) -> tuple[str, ...] | None:
        """The values that the slot reads for a term; none where the term hasn't the attribute."""
        if slot.path == ("name",):
            return (term.name,)
        values = term.attributes.get(slot.path[0])
        return self._across(slot, values) if values and len(slot.path) == 2 else values

    def fill(self, slot: Slot, term: Term, language: str) -> Filled | None:
        """What the slot reads for a term, a list as the language of the sentence writes it; none
        where the term hasn't the attribute.
        """
        if slot.path == ("name",):
            article = f"{term.article} " if slot.article and term.article else ""
            return Filled(article + term.name, (term.name,))
        values = self.values(slot, term)
        if values is None:
            return None
        shown = values
        if slot.article:
            shown = tuple(self._with_article(slot, term.vocabulary, value) for value in values)
        return Filled(write_list(shown, language), values)

    def meant(self, slot: Slot, own: str, value: str) -> Term | None:
        """The term that a value of a slot names: one of the vocabulary named like the attribute,
        else one of the term's `own` (a country's `borders` are countries), else of any.
        """
        named = slot.path[-1]
        where = (named,) if named in self.vocabularies else (own, *self.vocabularies)
        found = (self.term(vocabulary, value) for vocabulary in where)
        return next((term for term in found if term is not None), None)

    def _across(self, slot: Slot, values: tuple[str, ...]) -> tuple[str, ...] | None:
        far: list[str] = []
        for value in values:
            other = self.term(slot.path[0], value)
            if other is None:
                return None
            there = (other.name,) if slot.path[1] == "name" else other.attributes.get(slot.path[1])
            if there is None:
                return None
            far += there
        return tuple(dict.fromkeys(far))

    def _with_article(self, slot: Slot, own: str, value: str) -> str:
        term = self.meant(slot, own, value)
        return f"{term.article} {value}" if term is not None and term.article else value
