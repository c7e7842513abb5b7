"""Paraphrases: what a deck says elsewhere in nearly the same words.

"Vienna stands on the banks of the Danube" speaks for Vienna where a blank "stands on the banks of
the blue Danube". Owns which sentences say what a blank says; knows nothing of candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from nkquiz.knowledge import Knowledge, masked
from nkquiz.model import Fact, Mark
from nkquiz.values import may_be_value, norm

#: The share of a blank's content words that a sentence has if it says the same; and how many
#: there are at the least.
_SHARED = 0.75
_FEWEST = 2
#: A word counts from this length, by its beginning: stand, stands, standing.
_LONG, _STEM = 4, 5
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


class Said(NamedTuple):
    """A sentence that says what a blank says: its fact, and its norm between spaces."""

    fact: Fact
    words: str


class _Content(NamedTuple):
    """The content words of a sentence; and those that set it apart: names and numbers."""

    all: frozenset[str]
    telling: frozenset[str]


def paraphrases(knowledge: Knowledge, fact: Fact, mark: Mark) -> tuple[Said, ...]:
    """The other sentences of the deck that say what the sentence says without the mark.

    Each has all its names and numbers, and three in four of its content words. Sentences that run
    alike of other things do not: "rises in the Alps" says nothing of what "rises in the Black
    Forest".
    """
    blank = _content(masked(fact, mark), fact.language)
    if len(blank.all) < _FEWEST:
        return ()
    index = _index(knowledge)
    alike = []
    for other in _sharing(index, blank):
        shared = len(blank.all & index.contents[other].all)
        if shared >= max(_FEWEST, _SHARED * len(blank.all)):
            found = index.facts[other]
            if found.key != fact.key:
                alike.append(Said(found, f" {norm(found.text)} "))
    return tuple(alike)


class _Index(NamedTuple):
    """The sentences of a deck by number, what they are made of, and which have a word."""

    facts: list[Fact]
    contents: list[_Content]
    having: dict[str, set[int]]


@lru_cache(maxsize=4)
def _index(knowledge: Knowledge) -> _Index:
    facts = [fact for fact in knowledge.deck.knowledge if not fact.template]
    contents = [_content(fact.text, fact.language) for fact in facts]
    having: defaultdict[str, set[int]] = defaultdict(set)
    for number, content in enumerate(contents):
        for word in content.all:
            having[word].add(number)
    return _Index(facts, contents, dict(having))


def _sharing(index: _Index, blank: _Content) -> set[int]:
    """The sentences that could share enough: all that is telling or, where nothing is, one of
    the rarest words, which can't all be missing.
    """
    having = index.having
    if blank.telling:
        return set.intersection(*(having.get(word, set()) for word in blank.telling))
    rarest = sorted(blank.all, key=lambda word: (len(having.get(word, ())), word))
    missing = len(blank.all) - int(_SHARED * len(blank.all))
    return set().union(*(having.get(word, set()) for word in rarest[: missing + 1]))


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
