"""What a deck holds true: who is who, which values a thing has, what is said together.

Owns the index over terms, attributes and facts that proofs are made from, and what a mark's
answer means. Knows nothing of items.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple

from nkquiz.item import Item, Proof
from nkquiz.knowledge.articles import ARTICLES, indefinite, split_article, without_article
from nkquiz.knowledge.tolerance import NearRows, tolerant_slot
from nkquiz.model import Attribute, Deck, Fact, Mark, Term, Values, Vocabulary
from nkquiz.pool import Candidate, Pool, Row, ring_place
from nkquiz.values import (
    Line,
    Value,
    ValueSort,
    equal,
    is_initialism,
    line_of,
    may_be_equal,
    norm,
    one_letter_apart,
    one_name,
    read_value,
)
from nkquiz.values.boundaries import to_word_boundaries

__all__ = [
    "ARTICLES",
    "NO_VALUE",
    "SEVERAL",
    "Asked",
    "Candidate",
    "Knowledge",
    "Pool",
    "RightAnswer",
    "Row",
    "indefinite",
    "knowledge_of",
    "masked",
    "ring_place",
    "split_article",
    "tolerant_slot",
    "without_article",
]

#: How many answers and names are remembered: those in use, not all of a large deck.
_REMEMBERED = 1 << 14

#: The longest name, in words, that is looked for in sentences.
_LONGEST_NAME = 8
_WORD = re.compile(r"[^\W_]+")


#: What stands for a row's value where there is no single one.
NO_VALUE, SEVERAL = -1, -2

#: What makes a value a frequent one: the share of the rows that have it, and how many times the
#: average of all values that is.
_FREQUENT, _TIMES_AVERAGE = 1 / 16, 2


class Asked(NamedTuple):
    """Which candidates of a pool are an answer of some fact: their numbers, and 0 or 1 for each."""

    numbers: array[int]
    flags: bytes


class RightAnswer(NamedTuple):
    """What a mark's answer means.

    `text` is the right answer as an option shows it, `names` all that is right as typed, the
    text first. At most one of `term` and `value` is set. `attribute` is the column that a
    template's mark reads, `values` its values where that is a list.
    """

    text: str
    names: tuple[str, ...]
    term: Term | None = None
    value: Value | None = None
    pool: Pool | None = None
    attribute: Attribute | None = None
    values: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        """What the answer is called, as in "Which city?"; empty for a free phrase."""
        if self.value is not None:
            return self.value.sort.noun
        return self.pool.name if self.pool else ""


@lru_cache(maxsize=4)
def knowledge_of(deck: Deck) -> Knowledge:
    """The index over a deck; the same one each time, for the decks used last."""
    return Knowledge(deck)


class Knowledge:
    """The index over one deck. It is built part by part, each when it is first asked for."""

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self._pools: dict[tuple[str, str], Pool] = {}
        self._answers: dict[tuple[str, str], RightAnswer] = {}
        self._lines: dict[tuple[int, str, str, str], Line] = {}
        self._whole_of: dict[str, frozenset[str]] = {}
        self._rows: dict[tuple[str, str], dict[str, list[Term]]] = {}
        self._columns: dict[tuple[str, str], Attribute] = {}
        self._different: dict[tuple[object, ...], list[Term]] = {}
        self._answers_of: dict[str, list[tuple[Fact, Mark]]] = {}
        self._rights: dict[tuple[str, str], frozenset[str]] = {}
        self._near_rows = NearRows(self)
        self._proving: dict[tuple[int, str], tuple[str, ...]] = {}
        self._norms: dict[str, frozenset[str]] = {}
        self._asked: dict[int, Asked] = {}
        self.last_asked: Any = None  # what `stem` has found out
        self._by_row: dict[tuple[int, str, int], list[int]] = {}
        self._frequent: dict[tuple[int, str, int], tuple[tuple[int, float], ...]] = {}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every fact by `file id / fact id`."""
        return {fact.key: fact for fact in self.deck.knowledge}

    def facts_of(self, item: Item) -> list[Fact]:
        """The facts of an item that the deck has, in the item's order."""
        return [self.facts[key] for key in item.fact_ids if key in self.facts]

    def slot(self, item: Item) -> tuple[Fact, Mark] | None:
        """The fact and the mark that an item of one fact asks for; none if the deck has neither."""
        fact = self.facts.get(item.fact_ids[0])
        marks = fact.marks if fact is not None else ()
        return next(((fact, m) for m in marks if fact and fact.memory(m) in item.memories), None)

    # -- terms ------------------------------------------------------------------------------

    @cached_property
    def terms(self) -> dict[str, tuple[Term, ...]]:
        """Every term by the norm of each of its names."""
        index: defaultdict[str, dict[int, Term]] = defaultdict(dict)
        for vocabulary in self.deck.vocabularies.values():
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
            found = [t for t in self.terms.get(normal, ()) if vocabulary in ("", t.vocabulary)]
            if len(found) > 1 or not normal:
                exact = [t for t in found if written in t.names]
                found = exact or (found if normal else [])
            if found:
                return found[0]
        return None

    def collide(self, normal: str) -> bool:
        """Whether terms have one norm whose names differ as written: C++ and C#."""
        terms = self.terms.get(normal, ())
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

    def norms_of(self, text: str) -> frozenset[str]:
        """The norms of all names of what a text names."""
        found = self._norms.get(text)
        if found is None:
            if len(self._norms) == _REMEMBERED:
                self._norms.clear()
            found = self._norms[text] = frozenset(map(norm, self.aliases(text)))
        return found

    @cached_property
    def has_parts(self) -> bool:
        """Whether any term is said to be part or an example of another: mostly none is."""
        vocabularies = self.deck.vocabularies.values()
        return any(term.within or term.is_a for v in vocabularies for term in v.terms)

    def wholes(self, name: str) -> frozenset[str]:
        """The norms of all that a thing is part of or an example of, at any remove."""
        known = self._whole_of.get(name)
        if known is not None:
            return known
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for term in self.terms.get(norm(waiting.pop()), ()):
                for whole in (*term.within, *term.is_a):
                    if norm(whole) not in seen:
                        seen.update((norm(whole), *self.norms_of(whole)))
                        waiting.append(whole)
        self._whole_of[name] = frozenset(seen)
        return self._whole_of[name]

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
        begins = [a for a, _ in words if a <= start][-_LONGEST_NAME:]
        ends = [b for _, b in words if b >= end][:_LONGEST_NAME]
        return any(
            norm(fact.text[a:b]) in self.terms for a in begins for b in ends if b - a > end - start
        )

    # -- answers ----------------------------------------------------------------------------

    def marks_once(self, fact: Fact) -> tuple[Mark, ...]:
        """The marks of a fact, each thing once: the first of those that name the same term."""
        if len(fact.marks) < 2:
            return fact.marks
        marks: dict[object, Mark] = {}
        for mark in fact.marks:
            marks.setdefault(self._meant(fact, mark), mark)
        return tuple(marks.values())

    def _meant(self, fact: Fact, mark: Mark) -> object:
        """What tells a mark from those of other things in the same fact."""
        if mark.attribute:
            return mark.attribute.removesuffix(".name")
        term = self.named(mark.answer, mark.vocabulary, fact.language)
        return id(term) if term is not None else mark.answer.casefold()

    def answer(self, fact: Fact, mark: Mark) -> RightAnswer:
        """What a mark's answer means, by the order of the design: a date or number as it reads,
        a term, a value of an attribute, a free phrase.

        Letters that touch the mark belong to the answer: of `two ==poem==s` it is "poems". A term
        keeps its name, since options show that, and is right with them as well.
        """
        key = (fact.key, mark.slot)
        found = self._answers.get(key)
        if found is None:
            resolve = self._of_template if mark.attribute else self._of_sentence
            if len(self._answers) == _REMEMBERED:
                self._answers.clear()
            found = self._answers[key] = resolve(fact, mark)
        return found

    def _of_template(self, fact: Fact, mark: Mark) -> RightAnswer:
        assert fact.term is not None
        vocabulary = self.deck.vocabularies[fact.term.vocabulary]
        if mark.attribute == "name":
            words = _whole_words(fact, mark)
            names = _unique(mark.answer, *fact.term.names, *words, *mark.options.accept)
            pool = self.pool(vocabulary.name)
            return RightAnswer(mark.answer, names, fact.term, None, pool, None)
        home, attribute = self._column(vocabulary, mark.attribute)
        values = mark.values
        if not values:
            value = self._value(mark.answer, attribute, fact.language)
            if value is not None:
                names = _unique(mark.answer, *_whole_words(fact, mark), *mark.options.accept)
                column = self.column(home, attribute.name)
                return RightAnswer(mark.answer, names, None, value, column, attribute)
        term = self.named(mark.value, mark.vocabulary) if mark.vocabulary and not values else None
        pool = self.pool(mark.vocabulary) if mark.vocabulary else self.column(home, attribute.name)
        known = [*self.aliases(mark.value, mark.vocabulary)] if mark.answer == mark.value else []
        words = _whole_words(fact, mark)
        accepted = _unique(mark.answer, *known, *words, *mark.options.accept)
        if values and attribute.values is Values.ANY:
            each = [name for v in values for name in self.aliases(v, mark.vocabulary)]
            accepted = _unique(*each, *mark.options.accept)
        return RightAnswer(mark.answer, accepted, term, None, pool, attribute, values)

    def _column(self, vocabulary: Vocabulary, path: str) -> tuple[Vocabulary, Attribute]:
        """The vocabulary and the attribute that a slot reads in the end.

        A slot that reaches across holds one value only if each step does.
        """
        first, _, second = path.partition(".")
        near = vocabulary.attribute(first)
        if not second:
            return vocabulary, near
        home = self.deck.vocabularies[first]
        far = home.attribute(second)
        if near.values is not Values.ONE:
            far = replace(far, values=near.values)
        return home, far

    def _of_sentence(self, fact: Fact, mark: Mark) -> RightAnswer:
        options = mark.options
        text = without_article(mark.answer, fact.language)
        words = _whole_words(fact, mark)
        if not mark.vocabulary:
            value = read_value(words[0], None, fact.language, options.unit)
            if value is not None:
                return RightAnswer(words[0], _unique(*words, *options.accept), None, value)
        term = self.named(mark.answer, mark.vocabulary, fact.language)
        if term is not None:
            names = _unique(text, mark.answer, *term.names, *words, *options.accept)
            return RightAnswer(text, names, term, None, self.pool(term.vocabulary))
        column = self.columns_of.get(norm(text))
        if column:
            pool = self.column(self.deck.vocabularies[column[0]], column[1])
            return RightAnswer(
                mark.answer, _unique(mark.answer, *words, *options.accept), pool=pool
            )
        return RightAnswer(words[0], _unique(*words, *options.accept))

    def _value(self, text: str, attribute: Attribute, language: str) -> Value | None:
        if attribute.is_text:
            return None
        return read_value(text, attribute.sort, language, attribute.unit)

    # -- pools ------------------------------------------------------------------------------

    def pool(self, vocabulary: str) -> Pool:
        """The terms of a vocabulary."""
        key = (vocabulary, "")
        if key not in self._pools:
            terms = self.deck.vocabularies[vocabulary].terms
            made = [(term.name, term.names, term) for term in terms]
            self._pools[key] = Pool(vocabulary, made, self._row)
        return self._pools[key]

    def column(self, vocabulary: Vocabulary, attribute: str) -> Pool:
        """The values that an attribute takes, each once."""
        key = (vocabulary.name, attribute)
        if key not in self._pools:
            values = dict.fromkeys(
                value for term in vocabulary.terms for value in term.attributes.get(attribute, ())
            )
            made = [(value, self.aliases(value), self.named(value)) for value in values]
            self._pools[key] = Pool(attribute, made, self._row)
        return self._pools[key]

    def _row(self, term: Term) -> Row:
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
                if far := self.values_of(term, path):
                    row[path] = far
        return row

    @cached_property
    def _reached(self) -> dict[str, tuple[str, ...]]:
        """For each attribute that is named like a vocabulary: the slots of that, across it."""
        found = {}
        for name, vocabulary in self.deck.vocabularies.items():
            names = dict.fromkeys(n for term in vocabulary.terms for n in term.attributes)
            if names:
                found[name] = tuple(f"{name}.{second}" for second in names)
        return found

    @cached_property
    def columns_of(self) -> dict[str, tuple[str, str]]:
        """For the norm of each value of an attribute: the first vocabulary and column with it."""
        index: dict[str, tuple[str, str]] = {}
        for vocabulary in self.deck.vocabularies.values():
            for term in vocabulary.terms:
                for name, values in term.attributes.items():
                    for value in values:
                        index.setdefault(norm(value), (vocabulary.name, name))
        return index

    @cached_property
    def keys(self) -> frozenset[str]:
        """The norms of all answers that facts mark."""
        marks = (mark for fact in self.deck.knowledge for mark in fact.marks)
        return frozenset(norm(mark.value or mark.answer) for mark in marks)

    def asked(self, pool: Pool) -> Asked:
        """The candidates of a pool that are an answer of some fact."""
        found = self._asked.get(id(pool))
        if found is None:
            keys = self.keys
            are = [not keys.isdisjoint(candidate.norms) for candidate in pool.candidates]
            numbers = array("I", [number for number, is_asked in enumerate(are) if is_asked])
            found = self._asked[id(pool)] = Asked(numbers, bytes(are))
        return found

    def values_by_row(self, rows: Pool, path: str, pool: Pool) -> list[int]:
        """For each row of a vocabulary the number, in a pool, of its value of a slot: `NO_VALUE`
        where it has none, `SEVERAL` where it has a list.
        """
        key = (id(rows), path, id(pool))
        found = self._by_row.get(key)
        if found is None:
            found = self._by_row[key] = [
                self._value_number(candidate, path, pool) for candidate in rows.candidates
            ]
        return found

    def frequent(self, rows: Pool, path: str, pool: Pool) -> tuple[tuple[int, float], ...]:
        """The few values of a slot that many rows have: the number of each in a pool, and its
        share of the rows that have any. A value of a list has a part of its row. Where all values
        are about as frequent, none is: it is what stands out that gives itself away.
        """
        key = (id(rows), path, id(pool))
        found = self._frequent.get(key)
        if found is None:
            counts: defaultdict[int, float] = defaultdict(float)
            total = 0
            for row in rows.candidates:
                values = self.values_of(row.term, path) if row.term is not None else ()
                total += bool(values)
                for value in values:
                    known = pool.of.get(value)
                    counts[NO_VALUE if known is None else known.number] += 1 / len(values)
            counts.pop(NO_VALUE, None)
            least = total * max(_FREQUENT, _TIMES_AVERAGE / max(1, len(counts)))
            found = self._frequent[key] = tuple(
                (number, count / total)
                for number, count in sorted(counts.items())
                if count >= least
            )
        return found

    def _value_number(self, row: Candidate, path: str, pool: Pool) -> int:
        values = self.values_of(row.term, path) if row.term is not None else ()
        if len(values) > 1:
            return SEVERAL
        known = pool.of.get(values[0]) if values else None
        return known.number if known is not None else NO_VALUE

    def line(self, pool: Pool, sort: ValueSort[Any], unit: str, language: str) -> Line:
        """The candidates of a pool that are values of a sort, in order, each value once."""
        key = (id(pool), sort.name, unit, language)
        found = self._lines.get(key)
        if found is None:
            texts = (candidate.text for candidate in pool.candidates)
            found = self._lines[key] = line_of(texts, sort, language, unit)
        return found

    # -- what is said together ----------------------------------------------------------------

    @cached_property
    def _groups(self) -> dict[str, frozenset[int]]:
        """For the norm of each name: the rows and the sentences in which it occurs."""
        groups: defaultdict[str, set[int]] = defaultdict(set)
        number = 0
        for vocabulary in self.deck.vocabularies.values():
            for term in vocabulary.terms:
                number += 1
                values = (v for values in term.attributes.values() for v in values)
                for name in (*term.names, *term.within, *term.is_a, *values):
                    groups[norm(name)].add(number)
        sentences = [fact for fact in self.deck.knowledge if not fact.template]
        answers = {norm(mark.answer) for fact in sentences for mark in fact.marks}
        known = answers | groups.keys() | self.terms.keys()
        for fact in sentences:
            number += 1
            for name in _phrases(norm(fact.text).split()):
                if name in known:
                    groups[name].add(number)
        return {name: frozenset(where) for name, where in groups.items()}

    def together(self, a: Iterable[str], b: Iterable[str]) -> bool:
        """Whether a sentence or a row of the deck holds a name of each of two things."""
        groups = self._groups
        there = [groups[n] for n in map(norm, a) if n in groups]
        return any(
            not groups[n].isdisjoint(where) for n in map(norm, b) if n in groups for where in there
        )

    def linked(self, candidate: Candidate, words: str) -> str:
        """A term that a candidate's row has for a value and that a sentence names: it may be true
        of the candidate too. Empty if there is none. `words` is the norm of the sentence, a space
        at either end. What most rows have tells nothing.
        """
        term = candidate.term
        if term is None:
            return ""
        vocabulary = self.deck.vocabularies[term.vocabulary]
        for attribute, values in term.attributes.items():
            for value in values:
                names = (f" {name} " for name in self.norms_of(value))
                if self.named(value) is None or not any(name in words for name in names):
                    continue
                having = self.rows_with(vocabulary.name, attribute, self.aliases(value))
                if 2 * len(having) <= len(vocabulary.terms):
                    return value
        return ""

    @cached_property
    def _stems(self) -> dict[str, list[tuple[Fact, Mark]]]:
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

    def _answers_to(self, text: str) -> list[tuple[Fact, Mark]]:
        """Of the marks that leave one sentence, or ask one question, one for each answer.

        Worked out once for each: of a thousand rows in one region a thousand items ask for them.
        """
        found = self._answers_of.get(text)
        if found is None:
            each: dict[frozenset[str], tuple[Fact, Mark]] = {}
            for fact, mark in self._stems.get(text, ()):
                each.setdefault(self._right(fact, mark), (fact, mark))
            found = self._answers_of[text] = list(each.values())
        return found

    def _leaving(self) -> Iterator[tuple[str, Fact, Mark]]:
        for fact in self.deck.knowledge:
            for mark in fact.marks:
                yield as_said(masked(fact, mark)), fact, mark
                if mark.options.ask.typed:
                    yield as_said(mark.options.ask.typed), fact, mark

    def saying_the_same(self, fact: Fact, mark: Mark) -> tuple[tuple[Fact, Mark], ...]:
        """The marks that leave the same sentence when they are masked, this one among them, in the
        order of their facts' keys.
        """
        return tuple(self._stems.get(as_said(masked(fact, mark)), ((fact, mark),)))

    def rivals(self, fact: Fact, mark: Mark, question: str = "") -> Iterator[tuple[Fact, Mark]]:
        """The marks of other facts with the same sentence around them, or the same question,
        and another answer: if there is one, the stem has several right answers. Most callers
        need the first alone. What the stem shows is the same within its tolerance, and so are
        two answers within that of the mark.
        """
        same = self._answers_to(as_said(question or masked(fact, mark)))
        near = self._near_rows.near(fact, mark, question) if fact.term is not None else ()
        return (
            (other, its)
            for other, its in chain(same, near)
            if other.key != fact.key and not self._agree(fact, mark, other, its)
        )

    def _agree(self, fact: Fact, mark: Mark, other: Fact, its: Mark) -> bool:
        """Whether two marks have the same answer, within the tolerance of the first."""
        if not self._right(fact, mark).isdisjoint(self._right(other, its)):
            return True
        answer = self.answer(fact, mark)
        allowed = mark.options.tolerance or (answer.attribute.tolerance if answer.attribute else "")
        value = self.answer(other, its).value
        if not allowed or answer.value is None or value is None:
            return False
        return equal(answer.value, value, allowed)

    def _right(self, fact: Fact, mark: Mark) -> frozenset[str]:
        """The norms of all that is right for a mark."""
        key = (fact.key, mark.slot)
        found = self._rights.get(key)
        if found is None:
            found = self._rights[key] = frozenset(map(norm, self.answer(fact, mark).names))
        return found

    # -- rows -------------------------------------------------------------------------------

    def values_of(self, term: Term, path: str) -> tuple[str, ...]:
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
        others = (self.named(value, first) for value in values)
        far = (v for other in others if other for v in self.values_of(other, second))
        return tuple(dict.fromkeys(far))

    def proving_values(self, term: Term, path: str) -> tuple[str, ...]:
        """The values of a term's slot; empty where it has none or one of them is disputed."""
        if not term.disputed and path in term.attributes:
            return term.attributes[path]
        key = (id(term), path)
        found = self._proving.get(key)
        if found is None:
            found = self._proving[key] = self._undisputed(term, path)
        return found

    def _undisputed(self, term: Term, path: str) -> tuple[str, ...]:
        first, _, second = path.partition(".")
        if term.disputes(first):
            return ()
        if second:
            for value in term.attributes.get(first, ()):
                other = self.named(value, first)
                if other is None or not self.proving_values(other, second):
                    return ()
        return self.values_of(term, path)

    def column_of(self, term: Term, path: str) -> Attribute:
        """How a slot of the term's vocabulary is to be read."""
        key = (term.vocabulary, path)
        found = self._columns.get(key)
        if found is None:
            vocabulary = self.deck.vocabularies[term.vocabulary]
            found = Attribute("name") if path == "name" else self._column(vocabulary, path)[1]
            self._columns[key] = found
        return found

    def tells_apart(self, row: Term, term: Term, shown: Iterable[str]) -> tuple[Proof, str] | None:
        """Why a stem that shows these slots of `term` can't mean `row`, and by which slot.

        The row must have every slot that is shown, and differ in one that proves something.
        """
        found: tuple[Proof, str] | None = None
        for path in shown:
            there, here = self.proving_values(row, path), self.proving_values(term, path)
            if not there or not here:
                return None
            proof = self._differ(self.column_of(term, path), there, here)
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
        listed = frozenset().union(*map(self.norms_of, there))
        return None if all(norm(value) in listed for value in here) else Proof.COMPLETE

    def meaning(self, text: str, attribute: Attribute) -> Value | None:
        """What a value of an attribute reads as, where that is a number, a date or the like."""
        return self._value(text, attribute, self.deck.language)

    def same_thing(self, a: str, b: str, attribute: Attribute) -> bool:
        """Whether two values may be one, by name or by value, or one is part of the other.

        Initials may be: NIS and National Intelligence Service; and what differs by one letter,
        unless both are terms.
        """
        if a == b or not self.norms_of(a).isdisjoint(self.norms_of(b)):
            return True
        x = self.meaning(a, attribute)
        if x is not None:
            y = self.meaning(b, attribute)
            if y is not None:
                return may_be_equal(x, y, attribute.tolerance)
        return is_initialism(a, b) or self._may_be_misspelt(a, b) or self.part_or_whole(a, b)

    def _may_be_misspelt(self, a: str, b: str) -> bool:
        """Whether two values differ by one letter, and not both are terms."""
        apart = one_letter_apart(norm(a), norm(b))
        return apart and (self.named(a) is None or self.named(b) is None)

    def different_rows(
        self, vocabulary: str, path: str, names: tuple[str, ...], shown: tuple[str, ...]
    ) -> list[Term]:
        """Of the terms of a vocabulary whose slot has one of these names, or of which it is
        unknown, one for each way in which a stem that shows these slots would show them.
        """
        key = (vocabulary, path, names, shown)
        found = self._different.get(key)
        if found is None:
            rows = (*self.rows_with(vocabulary, path, names), *self.rows_without(vocabulary, path))
            ways = {tuple([self.proving_values(row, s) for s in shown]): row for row in rows[::-1]}
            found = self._different[key] = list(ways.values())[::-1]
        return found

    def rows_with(self, vocabulary: str, path: str, names: Iterable[str]) -> list[Term]:
        """The terms of a vocabulary whose slot has one of these names among its values."""
        index = self._rows_by(vocabulary, path)
        rows = {t.id: t for n in names for t in index.get(norm(n), ())}
        return list(rows.values())

    def rows_without(self, vocabulary: str, path: str) -> list[Term]:
        """The terms of a vocabulary of which the slot's values are unknown."""
        return self._rows_by(vocabulary, path).get("", [])

    def _rows_by(self, vocabulary: str, path: str) -> dict[str, list[Term]]:
        """The terms by each name of each value of a slot; under "" those that have none."""
        key = (vocabulary, path)
        if key not in self._rows:
            index: defaultdict[str, list[Term]] = defaultdict(list)
            for term in self.deck.vocabularies[vocabulary].terms:
                values = self.values_of(term, path)
                names = {n for v in values for n in self.norms_of(v)}
                for name in names or {""}:
                    index[name].append(term)
            self._rows[key] = dict(index)
        return self._rows[key]


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
        for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
            yield " ".join(words[start:end])


def _whole_words(fact: Fact, mark: Mark) -> tuple[str, ...]:
    """What a mark covers with the letters that touch it, each form once; first the answer itself,
    if it stands by itself anywhere.
    """
    found = []
    for span in mark.spans:
        start, end = to_word_boundaries(fact.text, *span)
        found.append(mark.answer if (start, end) == span else fact.text[start:end])
    if mark.answer in found or not found:
        found.insert(0, mark.answer)
    return _unique(*found)


def _unique(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
