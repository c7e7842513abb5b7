"""Paraphrases: what a deck says elsewhere in nearly the same words.

"Vienna stands on the banks of the Danube" speaks for Vienna where a blank "stands on the banks of
the blue Danube". Owns which sentences say what a blank says; knows nothing of candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from math import ceil
from typing import NamedTuple

from nkquiz.knowledge import Knowledge, masked
from nkquiz.model import Fact, Mark
from nkquiz.values import may_be_value, norm

#: The share of the content words that two sentences have in common if they say the same, of those
#: of the shorter; and how many these are at the least.
_SHARED = 0.75
FEWEST = 2
#: A word that more sentences than this have finds none of them.
_MANY = 300
#: For how many blanks what says the same is remembered.
_REMEMBERED = 1 << 14
#: A word counts from this length, by its beginning: stand, stands, standing. A number counts whole.
_LONG, _STEM = 4, 5
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


class Said(NamedTuple):
    """A sentence that says what a blank says: its fact, and the norm of what it may say it of,
    between spaces: the sentence, or one of its answers.
    """

    fact: Fact
    words: str


class ContentWords(NamedTuple):
    """The content words of a sentence; and those that set it apart: names and numbers."""

    all: frozenset[str]
    telling: frozenset[str]


def paraphrases(knowledge: Knowledge, fact: Fact, mark: Mark) -> tuple[Said, ...]:
    """The other sentences of the deck that say what the sentence says without the mark.

    Each has all its names and numbers, and three in four of its content words or, where the other
    says less, of those of the other without an answer of its own. Sentences that run alike of
    other things do not: "rises in the Alps" says nothing of what "rises in the Black Forest".

    They are found by the rarest words of the sentence. A word that more than some hundred
    sentences have finds none, so that a large deck takes no longer for each: what is said in
    common words alone, and so often, is no evidence.
    """
    index = _index(knowledge)
    blank = index.blank(fact, mark)
    if len(blank.all) < FEWEST:
        return ()
    own = index.numbers.get(fact.key)
    return tuple(said for number, said in index.saying(blank) if number != own)


class _Index:
    """The sentences of a deck by number, and what their marks leave, by their rarest words."""

    def __init__(self, facts: list[Fact]) -> None:
        self.numbers = {fact.key: number for number, fact in enumerate(facts)}
        self._facts = facts
        self._contents = [content_of(fact.text, fact.language) for fact in facts]
        having: defaultdict[str, set[int]] = defaultdict(set)
        for number, content in enumerate(self._contents):
            for word in content.all:
                having[word].add(number)
        self._having = dict(having)
        self._blanks: dict[tuple[str, str], ContentWords] = {}
        # What two marks leave is often the same: it is looked at once.
        self._leaving: dict[ContentWords, list[tuple[int, Mark]]] = {}
        for number, fact in enumerate(facts):
            for mark in fact.marks:
                content = self.blank(fact, mark)
                self._leaving.setdefault(content, []).append((number, mark))
        self._by_word: defaultdict[str, list[ContentWords]] = defaultdict(list)
        self._by_rarest: defaultdict[str, list[ContentWords]] = defaultdict(list)
        for content in self._leaving:
            for word in content.all:
                self._by_word[word].append(content)
            for word in self._rarest(content):
                self._by_rarest[word].append(content)
        self._found: dict[ContentWords, tuple[tuple[int, Said], ...]] = {}

    def blank(self, fact: Fact, mark: Mark) -> ContentWords:
        """What a mark of a sentence leaves."""
        key = fact.key, mark.slot
        found = self._blanks.get(key)
        if found is None:
            found = self._blanks[key] = content_of(masked(fact, mark), fact.language)
        return found

    def saying(self, blank: ContentWords) -> tuple[tuple[int, Said], ...]:
        """The sentences that say what a blank says, its own too; each with its number."""
        found = self._found.get(blank)
        if found is None:
            if len(self._found) == _REMEMBERED:
                self._found.clear()
            covering = self._covering(blank)
            longer = ((n, Said(self._facts[n], f" {norm(self._facts[n].text)} ")) for n in covering)
            shorter = (
                (n, Said(self._facts[n], f" {norm(mark.answer)} "))
                for n, mark in self._covered(blank)
                if n not in covering
            )
            found = self._found[blank] = (*longer, *shorter)
        return found

    def _rarest(self, content: ContentWords) -> list[str]:
        """The rarest words of a sentence, of which whatever says the same has one at least;
        without those that too many sentences have.
        """
        count = {word: len(self._having.get(word, ())) for word in content.all}
        rarest = sorted(content.all, key=lambda word: (count[word], word))
        missing = len(content.all) - ceil(_SHARED * len(content.all))
        return [word for word in rarest[: missing + 1] if count[word] <= _MANY]

    def _covering(self, blank: ContentWords) -> dict[int, None]:
        """The sentences that have what is telling of a blank, and enough of its words."""
        having = self._having
        found = set().union(*(having.get(word, ()) for word in self._rarest(blank)))
        for word in blank.telling:
            found &= having.get(word, set())
        contents = self._contents
        return {n: None for n in sorted(found) if _enough(blank.all & contents[n].all, blank)}

    def _covered(self, blank: ContentWords) -> list[tuple[int, Mark]]:
        """The marks that leave no more than the blank says, or not much more."""
        found = {
            content: None
            for content in self._like(blank)
            if content.telling <= blank.all
            and blank.telling <= content.all
            and _enough(blank.all & content.all, content)
        }
        return sorted(
            [place for content in found for place in self._leaving[content]],
            key=lambda place: place[0],
        )

    def _like(self, blank: ContentWords) -> Iterable[ContentWords]:
        """What may say the same as a blank: all that has its rarest name or number or, where it has
        none that is rare, what has one of its words among its own rarest.
        """
        telling = [self._by_word.get(word, []) for word in blank.telling]
        rarest = min(telling, key=len, default=None)
        if rarest is not None and len(rarest) <= _MANY:
            return rarest
        return chain.from_iterable(self._by_rarest.get(word, ()) for word in sorted(blank.all))


@lru_cache(maxsize=2)
def _index(knowledge: Knowledge) -> _Index:
    return _Index([fact for fact in knowledge.deck.knowledge if not fact.template])


def _enough(common: frozenset[str], shorter: ContentWords) -> bool:
    """Whether these words are enough of those of a sentence to say what it says."""
    return len(common) >= max(FEWEST, _SHARED * len(shorter.all))


def content_of(text: str, language: str) -> ContentWords:
    """What a sentence in a language is made of; a NUL in it is no word."""
    words, telling = set(), set()
    for place, found in enumerate(_WORD.finditer(text)):
        word = found.group()
        tells = (place > 0 and word[:1].isupper()) or _may_be_value(word, language)
        if tells or len(word) >= _LONG:
            stem = _stem_of(word)
            words.add(stem)
            if tells:
                telling.add(stem)
    return ContentWords(frozenset(words), frozenset(telling))


#: A deck has the same words again and again.
_may_be_value = lru_cache(maxsize=1 << 12)(may_be_value)


@lru_cache(maxsize=1 << 12)
def _stem_of(word: str) -> str:
    """What a word has in common with its other forms; a number is known by all of it."""
    normal = norm(word)
    return normal if any(map(str.isdigit, normal)) else normal[:_STEM]
