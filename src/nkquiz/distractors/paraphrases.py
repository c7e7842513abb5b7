"""Paraphrases: what a deck says elsewhere in nearly the same words.

"Vienna stands on the banks of the Danube" speaks for Vienna where a blank "stands on the banks of
the blue Danube". Owns which sentences say what a blank says, and which give it another answer;
knows nothing of candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from math import ceil
from typing import NamedTuple

from nkquiz.knowledge import Answer, Knowledge, masked, may_be_equal
from nkquiz.model import Fact, Mark
from nkquiz.values import may_be_value, norm

#: The share of the content words that two sentences have in common if they say the same, of those
#: of the shorter; and how many these are at the least.
_SHARED = 0.75
_FEWEST = 2
#: A word counts from this length, by its beginning: stand, stands, standing.
_LONG, _STEM = 4, 5
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


class Said(NamedTuple):
    """A sentence that says what a blank says: its fact, and the norm of what it may say it of,
    between spaces: the sentence, or one of its answers.
    """

    fact: Fact
    words: str


class _Content(NamedTuple):
    """The content words of a sentence; and those that set it apart: names and numbers."""

    all: frozenset[str]
    telling: frozenset[str]


def paraphrases(knowledge: Knowledge, fact: Fact, mark: Mark) -> tuple[Said, ...]:
    """The other sentences of the deck that say what the sentence says without the mark.

    Each has all its names and numbers, and three in four of its content words or, where the other
    says less, of those of the other without an answer of its own. Sentences that run alike of
    other things do not: "rises in the Alps" says nothing of what "rises in the Black Forest".
    """
    blank = _content(masked(fact, mark), fact.language)
    index = _index(knowledge)
    covering = {
        other.key: Said(other, f" {norm(other.text)} ")
        for other, content in _sharing(index, fact, blank)
        if _enough(blank.all & content.all, blank)
    }
    shorter = [
        Said(other, f" {norm(its.answer)} ")
        for other, its in _covered(index, fact, blank)
        if other.key not in covering
    ]
    return (*covering.values(), *shorter)


def contradictions(knowledge: Knowledge, fact: Fact, mark: Mark) -> Iterator[tuple[Fact, Mark]]:
    """The marks of other sentences that give another answer to what the sentence asks.

    One of the two may say more, before or after, but no other name and no other number: "the
    longest after the Volga" is not the longest. Words in between may change everything: "the
    second longest".
    """
    blank, run = _content(masked(fact, mark), fact.language), _run(fact, mark)
    answer, index = knowledge.answer(fact, mark), _index(knowledge)
    longer = (
        (other, its)
        for other, content in _sharing(index, fact, blank)
        if blank.all <= content.all
        for its in other.marks
    )
    for other, its in chain(longer, _covered(index, fact, blank)):
        its_run = _run(other, its)
        if not (run in its_run or its_run in run):
            continue
        content = _content(masked(other, its), other.language)
        alike = len(content.all) >= _FEWEST and content.telling == blank.telling
        tolerance = mark.options.tolerance
        if alike and _differ(knowledge, answer, knowledge.answer(other, its), tolerance):
            yield other, its


def _run(fact: Fact, mark: Mark) -> str:
    """The words around a mark, each between spaces, with a NUL in its place."""
    words = " \0 ".join(norm(part) for part in masked(fact, mark).split("\0")).split()
    return f" {' '.join(words)} "


def _differ(knowledge: Knowledge, a: Answer, b: Answer, tolerance: str) -> bool:
    """Whether two answers are two things of one sort, neither a part of the other."""
    if not {norm(name) for name in a.names}.isdisjoint(map(norm, b.names)):
        return False
    if a.value is not None and b.value is not None:
        return type(a.value) is type(b.value) and not may_be_equal(a.value, b.value, tolerance)
    of_one_sort = a.pool is not None and b.pool is not None and a.pool.name == b.pool.name
    return of_one_sort and not knowledge.part_or_whole(a.text, b.text)


class _Index(NamedTuple):
    """The sentences of a deck by number, what they are made of, and which have a word; and what
    their marks leave, by the words of which it can't lack all and be said by another.
    """

    facts: list[Fact]
    contents: list[_Content]
    having: dict[str, set[int]]
    leaving: dict[str, list[tuple[Fact, Mark, _Content]]]


@lru_cache(maxsize=4)
def _index(knowledge: Knowledge) -> _Index:
    facts = [fact for fact in knowledge.deck.knowledge if not fact.template]
    contents = [_content(fact.text, fact.language) for fact in facts]
    having: defaultdict[str, set[int]] = defaultdict(set)
    for number, content in enumerate(contents):
        for word in content.all:
            having[word].add(number)
    leaving: defaultdict[str, list[tuple[Fact, Mark, _Content]]] = defaultdict(list)
    for fact in facts:
        for mark in fact.marks:
            content = _content(masked(fact, mark), fact.language)
            for word in _rarest(content, having):
                leaving[word].append((fact, mark, content))
    return _Index(facts, contents, dict(having), dict(leaving))


def _rarest(content: _Content, having: Mapping[str, set[int]]) -> list[str]:
    """The rarest words of a sentence, of which whatever says the same has one at least."""
    rarest = sorted(content.all, key=lambda word: (len(having.get(word, ())), word))
    missing = len(content.all) - ceil(_SHARED * len(content.all))
    return rarest[: missing + 1]


def _sharing(index: _Index, fact: Fact, blank: _Content) -> Iterator[tuple[Fact, _Content]]:
    """The other sentences that could share enough of a blank, with their content: all that have
    what is telling or, where nothing is, one of the rarest words.
    """
    if len(blank.all) < _FEWEST:
        return
    having = index.having
    if blank.telling:
        found = set.intersection(*(having.get(word, set()) for word in blank.telling))
    else:
        found = set().union(*(having.get(word, set()) for word in _rarest(blank, having)))
    for number in sorted(found):
        if index.facts[number].key != fact.key:
            yield index.facts[number], index.contents[number]


def _covered(index: _Index, fact: Fact, blank: _Content) -> list[tuple[Fact, Mark]]:
    """The marks of other sentences that leave no more than the blank says, or not much more."""
    found: dict[int, tuple[Fact, Mark]] = {}
    for word in sorted(blank.all):
        for other, its, content in index.leaving.get(word, ()):
            common = blank.all & content.all
            if (
                _enough(common, content)
                and content.telling <= common
                and blank.telling <= common
                and other.key != fact.key
            ):
                found[id(its)] = other, its
    return list(found.values())


def _enough(common: frozenset[str], shorter: _Content) -> bool:
    """Whether these words are enough of those of a sentence to say what it says."""
    return len(common) >= max(_FEWEST, _SHARED * len(shorter.all))


def _content(text: str, language: str) -> _Content:
    words, telling = set(), set()
    for place, found in enumerate(_WORD.finditer(text)):
        word = found.group()
        tells = (place > 0 and word[:1].isupper()) or may_be_value(word, language)
        if tells or len(word) >= _LONG:
            stem = norm(word)[:_STEM]
            words.add(stem)
            if tells:
                telling.add(stem)
    return _Content(frozenset(words), frozenset(telling))
