"""Who is who: the terms of a deck by their names, and which is part of which.

Knows nothing of what a term's row holds, nor of facts beyond the text of one that is handed in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from nkquiz.knowledge.articles import without_article
from nkquiz.memo import kept, remembered
from nkquiz.model import Fact, Term, Vocabulary
from nkquiz.values import norm, one_name

#: The longest name, in words, that is looked for in sentences.
LONGEST_NAME = 8
_WORD = re.compile(r"[^\W_]+")


class Terms:
    """The terms of some vocabularies."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary]) -> None:
        self._vocabularies = vocabularies

    @kept
    def by_norm(self) -> dict[str, tuple[Term, ...]]:
        """Every term by the norm of each of its names."""
        index: defaultdict[str, dict[int, Term]] = defaultdict(dict)
        for vocabulary in self._vocabularies.values():
            for term in vocabulary.terms:
                for name in term.names:
                    index[norm(name)][id(term)] = term
        return {name: tuple(terms.values()) for name, terms in index.items()}

    def named(self, text: str, vocabulary: str = "", language: str = "en") -> Term | None:
        """The term that a text names, its article ignored; in one vocabulary, if that is given.

        Where norms collide or are empty (C++ and C#, + and -), the exact name decides.
        """
        for written in (text, without_article(text, language)):
            normal = norm(written)
            found = [t for t in self.by_norm.get(normal, ()) if vocabulary in ("", t.vocabulary)]
            if len(found) > 1 or not normal:
                exact = [t for t in found if written in t.names]
                found = exact or (found if normal else [])
            if found:
                return found[0]
        return None

    def collide(self, normal: str) -> bool:
        """Whether terms have one norm whose names differ as written: C++ and C#."""
        terms = self.by_norm.get(normal, ())
        if len(terms) < 2:
            return False
        names = [name for term in terms for name in term.names if norm(name) == normal]
        return any(not one_name(names[0], name) for name in names[1:])

    def aliases(self, text: str, vocabulary: str = "") -> tuple[str, ...]:
        """All names of the term that a text names, the text first; else the text alone."""
        term = self.named(text, vocabulary)
        if term is None:
            return (text,)
        return tuple(dict.fromkeys((text, *term.names)))

    @remembered
    def norms_of(self, text: str) -> frozenset[str]:
        """The norms of all names of what a text names."""
        return frozenset(map(norm, self.aliases(text)))

    # -- parts and wholes ---------------------------------------------------------------------

    @kept
    def has_parts(self) -> bool:
        """Whether any term is said to be part or an example of another: mostly none is."""
        vocabularies = self._vocabularies.values()
        return any(term.within or term.is_a for v in vocabularies for term in v.terms)

    @remembered
    def wholes(self, name: str) -> frozenset[str]:
        """The norms of all that a thing is part of or an example of, at any remove."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for term in self.by_norm.get(norm(waiting.pop()), ()):
                for whole in (*term.within, *term.is_a):
                    if norm(whole) not in seen:
                        seen.update((norm(whole), *self.norms_of(whole)))
                        waiting.append(whole)
        return frozenset(seen)

    def part_or_whole(self, a: str, b: str) -> bool:
        """Whether one of two things is part of the other, or an example of it."""
        if not self.has_parts:
            return False
        return norm(b) in self.wholes(a) or norm(a) in self.wholes(b)

    def is_within_name(self, fact: Fact, start: int, end: int) -> bool:
        """Whether a stretch of a fact's text is part of a longer name: of a term, or one that
        is marked. "1812" is, in "the War of 1812".
        """
        for mark in fact.marks:
            if any(a <= start and end <= b and b - a > end - start for a, b in mark.spans):
                return True
        words = [word.span() for word in _WORD.finditer(fact.text)]
        begins = [a for a, _ in words if a <= start][-LONGEST_NAME:]
        ends = [b for _, b in words if b >= end][:LONGEST_NAME]
        known = self.by_norm
        return any(
            norm(fact.text[a:b]) in known for a in begins for b in ends if b - a > end - start
        )
