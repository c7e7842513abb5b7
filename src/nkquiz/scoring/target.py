"""What a typed item asks for: all that is right, and what the deck and the author say of it.

Owns the way from an item back to its mark. Judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from nkquiz.item import Item, Type
from nkquiz.knowledge import Knowledge, RightAnswer
from nkquiz.model import NO_OPTIONS, Fact, Mark, MarkOptions, Values
from nkquiz.scoring.forms import Reading, form_of, read, same_words
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.persons import PersonName, person_name
from nkquiz.scoring.quantities import fraction, power
from nkquiz.scoring.things import KnownName, Thing, Things, things_of
from nkquiz.stem import is_noun, sort_word
from nkquiz.values import Date, Number, Value, parse_date, parse_number, read_value, tokens
from nkquiz.values.cjk import LANGUAGES, in_digits


@dataclass(frozen=True, eq=False)
class Target:
    """The answer to one item.

    `names` are all that is right as typed, the key first. `thing` is what the deck knows it as,
    `value` the number, date or the like that it is.
    """

    knowledge: Knowledge
    item: Item
    names: tuple[str, ...]
    answer: RightAnswer | None
    fact: Fact | None
    mark: Mark | None

    @property
    def key(self) -> str:
        return self.names[0]

    @property
    def language(self) -> str:
        return self.item.language

    @property
    def options(self) -> MarkOptions:
        return self.mark.options if self.mark else NO_OPTIONS

    @property
    def rejected(self) -> dict[str, str]:
        """What the author lists as wrong, with what to say: `reject` and `distractors`."""
        said = dict.fromkeys(self.options.distractors, "") | dict(self.options.reject)
        return {text: message or "that is listed as wrong" for text, message in said.items()}

    @property
    def strict(self) -> bool:
        own = self.options.strict
        return self.knowledge.deck.settings.strict if own is None else own

    @cached_property
    def things(self) -> Things:
        return things_of(self.knowledge)

    @cached_property
    def value(self) -> Value | None:
        if self.answer is not None:
            return self.answer.value or self._written_out
        return read_value(self.key, None, self.language) or self._written_out

    @property
    def _written_out(self) -> Value | None:
        return self._fraction or self._power or self._cjk

    @property
    def _power(self) -> Number | None:
        """10^6, a formula elsewhere for the same reason as a fraction."""
        in_digits = power(self.key)
        return parse_number(in_digits, self.language) if in_digits else None

    @property
    def _fraction(self) -> Number | None:
        """Two thirds, which is a phrase elsewhere, since no wrong answer can be printed like it."""
        in_digits = fraction(self.key) if self.language[:2] == "en" else ""
        return parse_number(in_digits, self.language) if in_digits else None

    @property
    def _cjk(self) -> Date | None:
        """二十世紀, a phrase elsewhere for the same reason."""
        is_cjk = self.language[:2] in LANGUAGES
        return parse_date(in_digits(self.key), self.language) if is_cjk else None

    @property
    def unit(self) -> str:
        attribute = self.answer.attribute if self.answer else None
        return self.options.unit or (attribute.unit if attribute else "")

    @property
    def tolerance(self) -> str:
        attribute = self.answer.attribute if self.answer else None
        return self.options.tolerance or (attribute.tolerance if attribute else "")

    @property
    def listed(self) -> tuple[str, ...]:
        """The values of a list that is to be given as a whole; empty for all other answers."""
        typed, answer = self.item.interaction, self.answer
        if isinstance(typed, Type) and typed.listed:
            # One of its values, judged by itself, is no list.
            return typed.listed if self.names == typed.accepted else ()
        if answer is None or len(answer.values) < 2 or answer.attribute is None:
            return ()
        return answer.values if answer.attribute.values is Values.ALL else ()

    @cached_property
    def thing(self) -> Thing | None:
        """What the deck knows the answer as."""
        term = self.answer.term if self.answer else self.knowledge.terms.named(self.key)
        if term is not None:
            return self.things.of_term.get(id(term))
        forms = self.readings[0].forms
        known = (entry for entry in self.things.known_as(forms) if not entry.short)
        return next((e.thing for e in known if any(same_words(f, e.form) for f in forms)), None)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Everything that is right, read."""
        return tuple(read(name, self.language) for name in self.names)

    @cached_property
    def people(self) -> tuple[PersonName, ...]:
        """The names in their parts, if the answer is a person."""
        if self.thing is None or not self.thing.style:
            return ()
        style = "korean" if self.thing.style == "korean" else ""
        return tuple(person_name(name, style) for name in self.names)

    @cached_property
    def own(self) -> frozenset[str]:
        """The letters of every form of what is right: who shares one is no rival in it."""
        forms = {form for reading in self.readings for form in reading.forms}
        forms.update(form for person in self.people for form in person.whole())
        both = (v.letters for f in forms for v in (f, numbered(f, self.language)))
        return frozenset(both)

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles that may stand before the answer; none where any may."""
        articles = {reading.article for reading in self.readings if reading.article}
        term = self.answer.term if self.answer else None
        if term is not None and term.article:
            articles.add(term.article.casefold().replace("’", "'"))
        return frozenset(articles)

    @property
    def sort(self) -> str:
        """What the answer is called; "one" where nobody knows."""
        return (self.thing.sort if self.thing else "") or "one"

    @property
    def noun(self) -> str:
        """What is asked for, as a noun: `city`, `year`; empty where it has none."""
        word = sort_word(self.answer) if self.answer and not self.answer.values else ""
        if word or self.value is not None or self.thing is None:
            return word
        return self.thing.sort if is_noun(self.thing.sort) else ""

    @cached_property
    def sort_words(self) -> tuple[str, ...]:
        """The words for its sort, which may stand beside a name: the river Danube."""
        return tokens(self.thing.sort) if self.thing else ()

    @cached_property
    def wholes(self) -> frozenset[str]:
        """The norms of all that the answer is part of, or an example of."""
        return self.knowledge.terms.wholes(self.key)

    def is_other(self, thing: Thing) -> bool:
        """Whether a thing is not the answer, in this vocabulary or under its name in another."""
        if thing is self.thing:
            return False
        return not any(form_of(name, self.language).letters in self.own for name in thing.names)

    def is_rival(self, entry: KnownName) -> bool:
        """Whether a name means another thing than the answer."""
        letters = entry.form.letters
        if entry.thing is self.thing or letters in self.own:
            return False
        if entry.thing.term is not None or (self.thing is not None and self.thing.term is not None):
            return True
        # A phrase of another fact that differs by a plural is no other thing.
        plurals = {form for own in self.own for form in (own + "s", own + "es", own[:-1])}
        return letters not in plurals


def target_of(knowledge: Knowledge, item: Item) -> Target:
    """What a typed item of a deck asks for. An item that the deck doesn't have has its names."""
    return _target(knowledge, item)


@lru_cache(maxsize=64)
def _target(knowledge: Knowledge, item: Item) -> Target:
    assert isinstance(item.interaction, Type)
    names = item.interaction.accepted
    fact = knowledge.facts.get(item.fact_ids[0]) if item.fact_ids else None
    marks = (m for m in fact.marks if fact.memory(m) in item.memories) if fact else iter(())
    mark = next(marks, None)
    answer = knowledge.answers.of(fact, mark) if fact and mark else None
    return Target(knowledge, item, names, answer, fact, mark)
