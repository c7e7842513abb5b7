"""What else an answer could mean: everything that a deck knows, by its names and near them.

Owns the index that a guard asks: which thing has this name, which names are within a few letters
of this one, which words names and sentences use. Built when a deck's first typed answer is judged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from nkquiz.knowledge import ARTICLES, Knowledge
from nkquiz.model import Fact, Sort, Term
from nkquiz.scoring.forms import Form, form_of, plain, read, spelled_out
from nkquiz.scoring.korean import alike, skeleton
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.persons import PersonName, person_name
from nkquiz.values import may_be_value, read_value

#: Longer values are descriptions, not names.
_LONGEST_NAME = 60
#: A word of a sentence; a shorter one is no slip for anything.
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """Something that the deck knows by name: a term, or an answer that is none.

    `style` is how a person's name is read: `western` or `korean`; empty for all else.
    """

    name: str
    names: tuple[str, ...]
    sort: str = ""
    term: Term | None = None
    style: str = ""

    def person_names(self) -> Iterator[PersonName]:
        """The names in their parts, if it is a person."""
        if self.style:
            for name in self.names:
                yield person_name(name, "korean" if self.style == "korean" else "")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A form under which a thing is known; a `short` one is right only if nobody else has it."""

    thing: Thing
    name: str
    form: Form
    short: bool = False


class Things:
    """All that the deck knows, by name."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.language = knowledge.deck.language
        self.all: tuple[Thing, ...] = (*_terms(knowledge), *_answers(knowledge))
        self.of_term = {id(thing.term): thing for thing in self.all if thing.term}
        #: Every word of the deck's sentences, accents dropped: what is written is no misspelling.
        self.said = SpellingIndex(_words_said(knowledge.deck.knowledge, self.language))

    @cached_property
    def entries(self) -> dict[str, tuple[KnownName, ...]]:
        """Every form of every name by its letters, accents dropped."""
        index: defaultdict[str, dict[tuple[int, Form], KnownName]] = defaultdict(dict)
        for thing in self.all:
            for entry in forms_of(thing, self.language):
                for form in _variants(entry.form, self.language):
                    index[form.letters].setdefault((id(thing), entry.form), entry)
        return {letters: tuple(found.values()) for letters, found in index.items()}

    def known_as(self, forms: Iterable[Form]) -> list[KnownName]:
        """The things that have one of these names, accents ignored."""
        found: dict[int, KnownName] = {}
        for form in forms:
            for entry in self.entries.get(plain(form).letters, ()):
                found.setdefault(id(entry), entry)
        return list(found.values())

    @cached_property
    def without_articles(self) -> dict[tuple[str, ...], tuple[KnownName, ...]]:
        """The names that have an article inside, by their words without it."""
        index: defaultdict[tuple[str, ...], list[KnownName]] = defaultdict(list)
        for thing in self.all:
            for name in thing.names:
                bare = read(name, self.language).bare
                pieces = without_inner_articles(bare, self.language)
                if pieces:
                    index[pieces].append(KnownName(thing, name, bare))
        return {pieces: tuple(found) for pieces, found in index.items()}

    @cached_property
    def words(self) -> dict[str, frozenset[int]]:
        """Every word of every name, accents dropped, and the things whose names have it."""
        index: defaultdict[str, set[int]] = defaultdict(set)
        for thing in self.all:
            for name in thing.names:
                form = plain(read(name, self.language).full)
                for word in (*form.pieces, *form.units()):
                    index[word].add(id(thing))
        return {word: frozenset(things) for word, things in index.items()}

    @cached_property
    def koreans(self) -> dict[str, tuple[tuple[Thing, PersonName], ...]]:
        """People with Korean names, by the skeleton of their given name."""
        index: defaultdict[str, list[tuple[Thing, PersonName]]] = defaultdict(list)
        for thing in self.all:
            for name in thing.person_names():
                if name.korean:
                    index[skeleton(plain(name.given).letters)].append((thing, name))
        return {key: tuple(found) for key, found in index.items()}

    @cached_property
    def _korean_families(self) -> dict[str, dict[int, tuple[Thing, PersonName]]]:
        """For each family name two people who have it: enough to know that it is not unique."""
        index: defaultdict[str, dict[int, tuple[Thing, PersonName]]] = defaultdict(dict)
        for people in self.koreans.values():
            for thing, name in people:
                if len(index[name.family.letters]) < 2:
                    index[name.family.letters][id(thing)] = (thing, name)
        return dict(index)

    def koreans_like(self, form: Form) -> list[tuple[Thing, PersonName]]:
        """People who may have this name in another romanisation; one word is a family name."""
        pieces = plain(form).pieces
        if len(pieces) == 1:
            same = (f for f in self._korean_families if alike(pieces, (f,)))
            return [pair for family in same for pair in self._korean_families[family].values()]
        keys = {skeleton("".join(pieces[1:])), skeleton("".join(pieces[:-1]))}
        return [pair for key in keys for pair in self.koreans.get(key, ())]

    @cached_property
    def families(self) -> dict[str, tuple[tuple[Thing, PersonName], ...]]:
        """People by the last word of their family name."""
        index: defaultdict[str, list[tuple[Thing, PersonName]]] = defaultdict(list)
        for thing in self.all:
            for name in thing.person_names():
                if name.family.pieces:
                    index[name.family.pieces[-1]].append((thing, name))
        return {family: tuple(found) for family, found in index.items()}

    @cached_property
    def _nearby(self) -> SpellingIndex:
        return SpellingIndex(self.entries)

    def near(self, letters: str, most: int) -> list[tuple[str, int]]:
        """The known names at most so many letters off (1 to 3), with their distance."""
        return self._nearby.of(letters, most)


class SpellingIndex:
    """Texts, and which of them are within a few letters of another one.

    Pass-Join (Li, Deng, Wang, Feng 2011, section 3): a text cut into enough segments shares one
    with every text that is near, and in nearly the same place. A swap of two neighbours can spoil
    two segments, so that 2 * most + 1 are needed.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = frozenset(texts)
        self._segments: dict[int, dict[tuple[int, int, str], tuple[str, ...]]] = {}

    def of(self, letters: str, most: int) -> list[tuple[str, int]]:
        """The texts at most so many letters off (1 to 3), with their distance."""
        index = self._segment_index(most)
        cuts = 2 * most + 1
        candidates: set[str] = set()
        for length in range(max(1, len(letters) - most), len(letters) + most + 1):
            for number, start, size in _segments_of(length, cuts):
                for at in range(max(0, start - most), min(start + most, len(letters) - size) + 1):
                    found = index.get((length, number, letters[at : at + size]))
                    if found:
                        candidates.update(found)
        scored = ((text, OSA.distance(letters, text, score_cutoff=most)) for text in candidates)
        return [(text, distance) for text, distance in scored if distance <= most]

    def _segment_index(self, most: int) -> dict[tuple[int, int, str], tuple[str, ...]]:
        if most not in self._segments:
            index: defaultdict[tuple[int, int, str], list[str]] = defaultdict(list)
            for text in self.texts:
                for number, start, size in _segments_of(len(text), 2 * most + 1):
                    index[len(text), number, text[start : start + size]].append(text)
            self._segments[most] = {key: tuple(texts) for key, texts in index.items()}
        return self._segments[most]


@lru_cache(maxsize=1024)
def _segments_of(length: int, cuts: int) -> tuple[tuple[int, int, int], ...]:
    """A text of this length cut into even segments: (number, start, size), the empty ones too."""
    size, longer = divmod(length, cuts)
    out, start = [], 0
    for number in range(cuts):
        here = size + (number >= cuts - longer)
        out.append((number, start, here))
        start += here
    return tuple(out)


@lru_cache(maxsize=2)
def things_of(knowledge: Knowledge) -> Things:
    """The index over what a deck knows; the same one each time, for those used last."""
    return Things(knowledge)


def without_inner_articles(form: Form, language: str) -> tuple[str, ...]:
    """The words of a name without an article among them, accents dropped; none where none is."""
    articles = {word for word in ARTICLES.get(language[:2], ()) if len(word) > 1}
    pieces = plain(form).pieces
    return tuple(p for p in pieces if p not in articles) if articles & {*pieces} else ()


def forms_of(thing: Thing, language: str) -> Iterator[KnownName]:
    """All the forms under which a thing is known."""
    for name in thing.names:
        for form in read(name, language).forms:
            if form.pieces:
                yield KnownName(thing, name, form)
    if thing.style:
        for name, parts in zip(thing.names, thing.person_names(), strict=True):
            for form in parts.whole():
                yield KnownName(thing, name, form)
            for form in parts.short():
                yield KnownName(thing, name, form, short=True)


def _words_said(facts: Iterable[Fact], language: str) -> Iterator[str]:
    found: set[str] = set()
    for fact in facts:
        asks = (mark.options.ask for mark in fact.marks)
        questions = (text for ask in asks for text in (ask.choice, ask.typed))
        for text in (fact.text, fact.why, *questions):
            found.update(_WORD.findall(text.casefold()))
    for word in found:
        yield word if word.isascii() else plain(form_of(word, language)).letters


def _terms(knowledge: Knowledge) -> Iterator[Thing]:
    for vocabulary in knowledge.deck.vocabularies.values():
        style = vocabulary.names or "western" if vocabulary.sort is Sort.PERSON else ""
        sort = vocabulary.name.replace("_", " ").replace("-", " ")
        for term in vocabulary.terms:
            yield Thing(term.name, term.names, sort, term, style)


def _answers(knowledge: Knowledge) -> Iterator[Thing]:
    """What is asked for and is no term: values of attributes, and phrases in sentences."""
    known: set[Form] = set()
    vocabularies = knowledge.deck.vocabularies
    for fact in knowledge.deck.knowledge:
        for mark in fact.marks:
            for text in mark.values or (mark.value or knowledge.answers.of(fact, mark).text,):
                form = read(text, fact.language).bare
                if form in known or len(text) > _LONGEST_NAME:
                    continue
                known.add(form)
                if knowledge.terms.named(text, language=fact.language) is None and not (
                    may_be_value(text, fact.language) and read_value(text, language=fact.language)
                ):
                    column = mark.attribute.rpartition(".")[2]
                    sort = _one_of(column, vocabularies) if mark.values else column
                    yield Thing(text, (text,), sort.replace("_", " "))


def _one_of(column: str, vocabularies: Iterable[str]) -> str:
    """What one value of a list is called, if a vocabulary says it: `languages`, `language`."""
    plurals = {plural: name for name in vocabularies for plural in (f"{name}s", f"{name[:-1]}ies")}
    return column if column in vocabularies else plurals.get(column, "")


__all__ = [
    "KnownName",
    "SpellingIndex",
    "Thing",
    "Things",
    "forms_of",
    "things_of",
    "without_inner_articles",
]


def _variants(form: Form, language: str = "en") -> tuple[Form, ...]:
    """All forms that a text is known by, accents dropped: as it is, spelled out, in digits."""
    forms = (plain(form), spelled_out(form), plain(numbered(form, language)))
    return tuple(dict.fromkeys(forms))
