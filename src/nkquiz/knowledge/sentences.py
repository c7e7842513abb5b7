"""What the facts of a deck say: which say the same, which of them give a stem another answer,
what is said together.

Owns the masked sentence. Knows nothing of items.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise

from nkquiz.knowledge.answers import Answers
from nkquiz.knowledge.rows import Rows
from nkquiz.knowledge.terms import LONGEST_NAME, Terms
from nkquiz.knowledge.tolerance import NearFacts
from nkquiz.memo import kept, remembered
from nkquiz.model import Fact, Mark, Vocabulary
from nkquiz.pool import Candidate
from nkquiz.values import equal, norm


class Sentences:
    """The sentences of some facts, beside the rows of some vocabularies."""

    def __init__(
        self,
        vocabularies: Mapping[str, Vocabulary],
        facts: Iterable[Fact],
        terms: Terms,
        rows: Rows,
        answers: Answers,
    ) -> None:
        self._vocabularies = vocabularies
        self._facts = facts
        self._terms = terms
        self._rows = rows
        self._answers = answers
        self._near = NearFacts(facts, terms, rows)

    # -- what says the same -------------------------------------------------------------------

    def saying_the_same(self, fact: Fact, mark: Mark) -> tuple[tuple[Fact, Mark], ...]:
        """The marks that leave the same sentence when they are masked, this one among them, in the
        order of their facts' keys.
        """
        return tuple(self._by_stem.get(as_said(masked(fact, mark)), ((fact, mark),)))

    def rivals(self, fact: Fact, mark: Mark, question: str = "") -> Iterator[tuple[Fact, Mark]]:
        """The marks of other facts with the same sentence around them, or the same question,
        and another answer: if there is one, the stem has several right answers. Most callers
        need the first alone. What the stem shows is the same within its tolerance, and so are
        two answers within that of the mark.
        """
        same = self._answers_to(as_said(question or masked(fact, mark)))
        near = self._near.near(fact, mark, question) if fact.term is not None else ()
        return (
            (other, its)
            for other, its in chain(same, near)
            if other.key != fact.key and not self._agree(fact, mark, other, its)
        )

    def _agree(self, fact: Fact, mark: Mark, other: Fact, its: Mark) -> bool:
        """Whether two marks have the same answer, within the tolerance of the first."""
        if not self._answers.norms(fact, mark).isdisjoint(self._answers.norms(other, its)):
            return True
        answer = self._answers.of(fact, mark)
        allowed = mark.options.tolerance or (answer.attribute.tolerance if answer.attribute else "")
        value = self._answers.of(other, its).value
        if not allowed or answer.value is None or value is None:
            return False
        return equal(answer.value, value, allowed)

    @remembered
    def _answers_to(self, text: str) -> list[tuple[Fact, Mark]]:
        """Of the marks that leave one sentence, or ask one question, one for each answer.

        Worked out once for each: of a thousand rows in one region a thousand items ask for them.
        """
        each: dict[frozenset[str], tuple[Fact, Mark]] = {}
        for fact, mark in self._by_stem.get(text, ()):
            each.setdefault(self._answers.norms(fact, mark), (fact, mark))
        return list(each.values())

    @kept
    def _by_stem(self) -> dict[str, list[tuple[Fact, Mark]]]:
        """The marks by what they leave when they are masked, and by what they ask; only where
        several leave the same, which are few.
        """
        hashes = sorted(hash(text) for text, _, _ in self._leaving())
        twice = {one for one, next_ in pairwise(hashes) if one == next_}
        index: defaultdict[str, list[tuple[Fact, Mark]]] = defaultdict(list)
        for text, fact, mark in self._leaving() if twice else ():
            if hash(text) in twice:
                index[text].append((fact, mark))
        for same in index.values():
            same.sort(key=lambda pair: pair[0].key)
        return dict(index)

    def _leaving(self) -> Iterator[tuple[str, Fact, Mark]]:
        for fact in self._facts:
            for mark in fact.marks:
                yield as_said(masked(fact, mark)), fact, mark
                if mark.options.ask.typed:
                    yield as_said(mark.options.ask.typed), fact, mark

    # -- what is said together ----------------------------------------------------------------

    def together(self, a: Iterable[str], b: Iterable[str]) -> bool:
        """Whether a sentence or a row of the deck holds a name of each of two things."""
        groups = self._places
        there = [groups[n] for n in map(norm, a) if n in groups]
        return any(
            not groups[n].isdisjoint(where) for n in map(norm, b) if n in groups for where in there
        )

    @kept
    def _places(self) -> dict[str, frozenset[int]]:
        """For the norm of each name: the rows and the sentences in which it occurs."""
        places: defaultdict[str, set[int]] = defaultdict(set)
        number = 0
        for vocabulary in self._vocabularies.values():
            for term in vocabulary.terms:
                number += 1
                values = (v for values in term.attributes.values() for v in values)
                for name in (*term.names, *term.within, *term.is_a, *values):
                    places[norm(name)].add(number)
        sentences = [fact for fact in self._facts if not fact.template]
        answers = {norm(mark.answer) for fact in sentences for mark in fact.marks}
        known = answers | places.keys() | self._terms.by_norm.keys()
        for fact in sentences:
            number += 1
            for name in _phrases(norm(fact.text).split()):
                if name in known:
                    places[name].add(number)
        return {name: frozenset(where) for name, where in places.items()}

    def linked(self, candidate: Candidate, words: str) -> str:
        """A term that a candidate's row has for a value and that a sentence names: it may be true
        of the candidate too. Empty if there is none. `words` is the norm of the sentence, a space
        at either end. What most rows have tells nothing.
        """
        term = candidate.term
        if term is None:
            return ""
        terms, size = self._terms, len(self._vocabularies[term.vocabulary].terms)
        for attribute, values in term.attributes.items():
            for value in values:
                names = (f" {name} " for name in terms.norms_of(value))
                if terms.named(value) is None or not any(name in words for name in names):
                    continue
                having = self._rows.having(term.vocabulary, attribute, terms.aliases(value))
                if 2 * len(having) <= size:
                    return value
        return ""


def masked(fact: Fact, mark: Mark) -> str:
    """The sentence without a mark's answer, in each place of which stands a NUL."""
    text, out, done = fact.text, [], 0
    for start, end in mark.spans:
        out.append(text[done:start])
        done = end
    out.append(text[done:])
    return "\0".join(out)


_SILENT = re.compile(r"(?<=\w)[-‐](?=\w)|[\s.,;:!?\"“”‘«»()…]+")


def as_said(sentence: str) -> str:
    """A sentence as it is heard: without case, stops, quotes and the width of spaces.

    Coarser than the text and finer than its norm, by which C++ is C# and −5 °C is 5 °C.
    """
    composed = sentence if sentence.isascii() else unicodedata.normalize("NFC", sentence)
    words = composed.casefold().replace("'", "").replace("’", "")
    return _SILENT.sub(" ", words).strip()


def _phrases(words: list[str]) -> Iterator[str]:
    """Every run of words of a sentence, up to the longest name."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1):
            yield " ".join(words[start:end])
