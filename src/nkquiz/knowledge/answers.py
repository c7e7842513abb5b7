"""What a mark's answer means: a term, a number or date, a value of an attribute, or a phrase.

Knows nothing of other facts than the one that is handed in.
"""

from __future__ import annotations

from typing import NamedTuple

from nkquiz.knowledge.articles import without_article
from nkquiz.knowledge.pools import Pools
from nkquiz.knowledge.rows import Rows, meaning_of
from nkquiz.knowledge.terms import Terms
from nkquiz.memo import remembered
from nkquiz.model import Attribute, Fact, Mark, Term, Values
from nkquiz.pool import Pool
from nkquiz.values import Value, norm, read_value
from nkquiz.values.boundaries import to_word_boundaries


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


class Answers:
    """The answers of marks, by what terms, rows and pools there are."""

    def __init__(self, terms: Terms, rows: Rows, pools: Pools) -> None:
        self._terms = terms
        self._rows = rows
        self._pools = pools

    @remembered
    def of(self, fact: Fact, mark: Mark) -> RightAnswer:
        """What a mark's answer means, by the order of the design: a date or number as it reads,
        a term, a value of an attribute, a free phrase.

        Letters that touch the mark belong to the answer: of `two ==poem==s` it is "poems". A term
        keeps its name, since options show that, and is right with them as well.
        """
        return self._of_template(fact, mark) if mark.attribute else self._of_sentence(fact, mark)

    @remembered
    def norms(self, fact: Fact, mark: Mark) -> frozenset[str]:
        """The norms of all that is right for a mark."""
        return frozenset(map(norm, self.of(fact, mark).names))

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
        term = self._terms.named(mark.answer, mark.vocabulary, fact.language)
        return id(term) if term is not None else mark.answer.casefold()

    def _of_template(self, fact: Fact, mark: Mark) -> RightAnswer:
        assert fact.term is not None
        if mark.attribute == "name":
            words = _whole_words(fact, mark)
            names = _unique(mark.answer, *fact.term.names, *words, *mark.options.accept)
            pool = self._pools.of_terms(fact.term.vocabulary)
            return RightAnswer(mark.answer, names, fact.term, None, pool, None)
        home, attribute = self._rows.home(fact.term.vocabulary, mark.attribute)
        values = mark.values
        if not values:
            value = meaning_of(mark.answer, attribute, fact.language)
            if value is not None:
                names = _unique(mark.answer, *_whole_words(fact, mark), *mark.options.accept)
                column = self._pools.of_values(home, attribute.name)
                return RightAnswer(mark.answer, names, None, value, column, attribute)
        terms = self._terms
        if mark.vocabulary:
            term = None if values else terms.named(mark.value, mark.vocabulary)
            pool = self._pools.of_terms(mark.vocabulary)
        else:
            term, pool = None, self._pools.of_values(home, attribute.name)
        if values and attribute.values is Values.ANY:
            each = [name for v in values for name in terms.aliases(v, mark.vocabulary)]
            accepted = _unique(*each, *mark.options.accept)
        else:
            known = terms.aliases(mark.value, mark.vocabulary) if mark.answer == mark.value else ()
            words = _whole_words(fact, mark)
            accepted = _unique(mark.answer, *known, *words, *mark.options.accept)
        return RightAnswer(mark.answer, accepted, term, None, pool, attribute, values)

    def _of_sentence(self, fact: Fact, mark: Mark) -> RightAnswer:
        options = mark.options
        text = without_article(mark.answer, fact.language)
        words = _whole_words(fact, mark)
        if not mark.vocabulary:
            value = read_value(words[0], None, fact.language, options.unit)
            if value is not None:
                return RightAnswer(words[0], _unique(*words, *options.accept), None, value)
        term = self._terms.named(mark.answer, mark.vocabulary, fact.language)
        if term is not None:
            names = _unique(text, mark.answer, *term.names, *words, *options.accept)
            return RightAnswer(text, names, term, None, self._pools.of_terms(term.vocabulary))
        pool = self._pools.with_value(text)
        if pool is not None:
            names = _unique(mark.answer, *words, *options.accept)
            return RightAnswer(mark.answer, names, pool=pool)
        return RightAnswer(words[0], _unique(*words, *options.accept))


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
