"""Vocabularies while a deck is read: terms are added, and terms of several files merge.

Owns what a vocabulary holds until the last file is read, then freezes it. Reads no node.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from nkquiz.loader.merging import merged, report_id
from nkquiz.loader.misspelt import Use, report_misspelt
from nkquiz.loader.reading import Reader
from nkquiz.model import Attribute, Location, Sort, Term, Vocabulary
from nkquiz.values import norm


@dataclass(slots=True)
class VocabularyDraft:
    """A vocabulary while files are read; `location` is where it was declared first."""

    name: str
    location: Location
    sort: Sort = Sort.THING
    names: str = ""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    declared: dict[str, None] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)  # by id
    by_name: dict[str, str] = field(default_factory=dict)  # exact name -> id
    uses: Counter[str] = field(default_factory=Counter)  # of each attribute
    first_use: dict[str, Use] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)  # every name and id, in normal form

    def knows(self, name: str) -> bool:
        """Whether a term has this name, other name or id, but for case, accents and article."""
        return (norm(name) or name) in self.known

    def add(self, term: Term, reader: Reader, *, has_id: bool) -> None:
        """Add a term, or merge it with the one that has its id or, failing that, its name."""
        names = term.names
        known = self.terms.get(term.id) or self._namesake(term, has_id=has_id)
        if known is not None:
            if has_id and report_id(known, term, reader):
                return
            term = replace(
                merged(known, term, self.attributes, reader), id=term.id if has_id else known.id
            )
            if known.id != term.id:
                del self.terms[known.id]
        self.terms[term.id] = term
        self.by_name[term.name] = term.id
        self.known.update(norm(name) or name for name in (term.id, *names))
        if term.article:
            self.known.add(norm(f"{term.article} {term.name}"))
        self.uses.update(term.attributes.keys())
        for name in term.attributes:
            self.attributes.setdefault(name, Attribute(name))

    def _namesake(self, term: Term, *, has_id: bool) -> Term | None:
        """The term of this name, unless both have an id of their own: those are two things."""
        named = self.terms.get(self.by_name.get(term.name, ""))
        if named is None or (has_id and named.id != named.name):
            return None
        return named

    def freeze(self) -> Vocabulary:
        """The vocabulary as it is; attributes that look misspelt are reported."""
        report_misspelt(self.uses, self.declared, self.first_use)
        return Vocabulary(
            self.name,
            self.location,
            self.sort,
            self.names,
            MappingProxyType(self.attributes),
            tuple(self.terms.values()),
        )


class VocabularyDrafts:
    """All vocabularies of a deck while its files are read."""

    def __init__(self) -> None:
        self.by_name: dict[str, VocabularyDraft] = {}

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def declare(self, name: str, at: Location) -> VocabularyDraft:
        """The vocabulary of this name, made where it is not there."""
        return self.by_name.setdefault(name, VocabularyDraft(name, at))

    def freeze(self) -> dict[str, Vocabulary]:
        """The vocabularies, by name."""
        return {name: draft.freeze() for name, draft in self.by_name.items()}
