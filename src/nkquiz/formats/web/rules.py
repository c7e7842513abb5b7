"""What the page must know to judge a typed answer as nkquiz does.

Where the page can't follow (what a person may be called, values in words) `nkquiz.scoring`
judges the likely answers beforehand, and the page looks them up. Knows nothing of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from nkquiz.item import Item
from nkquiz.knowledge import Knowledge
from nkquiz.scoring import Verdict
from nkquiz.scoring.clock import times_like
from nkquiz.scoring.forms import Form, form_of, plain, read
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.persons import PersonName
from nkquiz.scoring.ranges import range_of
from nkquiz.scoring.slips import is_other_word, own_words
from nkquiz.scoring.spelling import allowed, allowed_in_word
from nkquiz.scoring.target import Target, target_of
from nkquiz.scoring.things import KnownName, Thing, forms_of
from nkquiz.scoring.typed import judge
from nkquiz.scoring.words import DIRECTIONS
from nkquiz.values import (
    DATE,
    NUMBER,
    Date,
    Grain,
    Number,
    Value,
    ValueSort,
    parse_number,
    read_value,
    tokens,
)
from nkquiz.values.measures import Grammar, Measured
from nkquiz.values.numbers import machine_number
from nkquiz.values.spelling import cardinal, ordinal, ordinal_suffix
from nkquiz.values.units import common_sizes, find_unit, known_units
from nkquiz.values.words import Language, language_of

#: A deck that knows no more than this is taken along whole; of a larger one only the vocabularies
#: of the answers, and what is near to an answer in letters.
_MOST_THINGS = 500
#: Fractions that people type for a number.
_FRACTIONS = (
    "half", "a half", "one half", "a third", "one third", "two thirds", "a quarter",
    "one quarter", "three quarters", "a fifth", "one fifth", "a tenth", "one tenth",
)  # fmt: skip
_DECADES = (
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
)
#: A number of two digits in a name, and what makes it an ordinal: the 38th parallel.
_NUMERAL = re.compile(r"\b([2-9]\d)(st|nd|rd|th)?\b")


class Rules:
    """Collects, item by item, what the page is to know; each thing of the deck once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.things: list[dict[str, Any]] = []
        self.names: dict[str, dict[str, None]] = {}  # language -> the answers asked for in it
        self.grammars: dict[str, dict[str, Any]] = {}  # language -> those of its sorts of value
        self._knowledge = knowledge
        self._places: dict[int, int] = {}  # thing -> its place in `things`
        self._taken: set[str] = set()  # sorts that are taken whole

    def typed(self, item: Item) -> dict[str, Any]:
        """What the page needs to judge a typed item."""
        target = target_of(self._knowledge, item)
        self.names.setdefault(item.language, {}).update(dict.fromkeys(target.names))
        record = self._record(target)
        if target.listed:
            parts = (
                replace(target, names=self._knowledge.terms.aliases(value), answer=None)
                for value in target.listed
            )
            record["listed"] = [self._record(part) for part in parts]
        return record

    def of_language(self, code: str) -> dict[str, Any]:
        """How the sorts of value are read that have no script on the page, if there are any."""
        return {"grammars": self.grammars[code]} if code in self.grammars else {}

    def _record(self, target: Target) -> dict[str, Any]:
        record: dict[str, Any] = {
            "accepted": list(target.names),
            "thing": self._take(target),
            "sort": target.sort,
            "strict": target.strict,
            "rejected": target.rejected,
            "articles": sorted(target.articles),
            "wholes": sorted(target.wholes),
            "person": bool(target.people),
            "family": _short_family(target),
            "people": [_person(person) for person in target.people if person.family.pieces],
            "said": _foreseen(target),
            "prose": _other_words(target),
        }
        if target.value is not None:
            record |= self._value(target, target.value)
        return {name: its for name, its in record.items() if its or (its == 0 and its is not False)}

    def _value(self, target: Target, key: Value) -> dict[str, Any]:
        """A value by the script for its sort or, where there is none, its measures, and their
        grammar once.
        """
        sort, language = key.sort, target.language
        if sort.scripted is not None:
            known: dict[str, Any] = sort.scripted(key, target.tolerance)
            asked = _ASKED.get(sort)
            return {sort.name: known | (asked(target, key) if asked is not None else {})}
        record: dict[str, Any] = {"noun": sort.noun}
        if sort.measured is not None:
            word = sort.word(key) if sort.word is not None else sort.noun
            measured = sort.measured(key, language, target.tolerance)
            self.grammars.setdefault(language, {})[sort.name] = _grammar(measured.grammar)
            names = (read_value(name, sort, language, target.unit) for name in target.names[1:])
            also = (sort.measured(name, language, "") for name in names if name is not None)
            record |= {
                "sort": sort.name,
                "word": word,
                "off": machine_number(measured.off),
                "keys": [_measures(each) for each in (measured, *also)],
            }
        return {"value": record}

    # -- what else the deck knows -------------------------------------------------------------

    def _take(self, target: Target) -> int | None:
        """Take along what an answer could be confused with; the place of the answer itself."""
        everything = target.things.all
        sort = target.thing.sort if target.thing and target.thing.term else ""
        if len(everything) <= _MOST_THINGS:
            for thing in everything:
                self._place(thing, target.language)
        else:
            if sort and sort not in self._taken:
                self._taken.add(sort)
                for thing in everything:
                    if thing.sort == sort:
                        self._place(thing, target.language)
            for entry in _near(target):
                self._place(entry.thing, target.language)
        return self._place(target.thing, target.language) if target.thing else None

    def _place(self, thing: Thing, language: str) -> int:
        place = self._places.get(id(thing))
        if place is None:
            place = self._places[id(thing)] = len(self.things)
            self.things.append(_thing(thing, language))
        return place


def _thing(thing: Thing, language: str) -> dict[str, Any]:
    record: dict[str, Any] = {"sort": thing.sort, "names": list(thing.names)}
    if thing.term is not None:
        record["term"] = True
    if thing.style:
        own = {form for name in thing.names for form in read(name, language).forms}
        entries = list(forms_of(thing, language))
        whole = _texts(entry.form for entry in entries if not entry.short and entry.form not in own)
        short = _texts(entry.form for entry in entries if entry.short)
        record["names"] += whole
        people = thing.person_names()
        record["people"] = [_person(person) for person in people if person.family.pieces]
        record["short"] = [text for text in short if text not in whole]
    return record


def _person(person: PersonName) -> list[Any]:
    """The given name, the family name, and whether both are Korean."""
    return [person.given.text, person.family.text, int(person.korean)]


def _texts(forms: Iterable[Form]) -> list[str]:
    return list(dict.fromkeys(form.text for form in forms))


def _near(target: Target) -> Iterator[KnownName]:
    """What has a name within a slip of the answer's."""
    for reading in target.readings:
        letters = plain(reading.bare).letters
        most = 2 * max(1, min(allowed(len(letters)), 1))
        for name, _ in sorted(target.things.near(letters, most)):
            yield from target.things.entries[name]


def _other_words(target: Target) -> list[str]:
    """The words of the deck's sentences that a slip in the answer could make, and that are others."""
    near = {
        word
        for own in own_words(target)
        if (most := allowed_in_word(len(own)))
        for word, _ in target.things.said.of(own, most)
    }
    return sorted(word for word in near if is_other_word(word, target))


# -- what is judged beforehand ----------------------------------------------------------------


def _foreseen(target: Target) -> list[list[Any]]:
    """Likely answers that only nkquiz can judge, with verdict, reason and points."""
    own = {form for reading in target.readings for form in reading.forms}
    found: dict[Form, list[Any]] = {}
    for text in _likely(target):
        form = form_of(text, target.language)
        if not form.pieces or form in own or form in found:
            continue
        result = judge(text, target)
        if result.verdict not in (Verdict.WRONG, Verdict.CONFUSED):
            found[form] = [text, result.verdict.value, result.feedback, result.points]
    return list(found.values())


def _likely(target: Target) -> Iterator[str]:
    if target.listed:
        return
    if target.value is None:
        yield from _in_other_forms(target)
    else:
        yield from _IN_WORDS.get(target.value.sort, _nothing)(target, target.value)
    for person in target.people:
        for form in (*person.whole(), *person.short(), person.given):
            if form.pieces:
                yield form.text
        pieces = person.given.pieces
        yield from (*pieces, *(" ".join(pieces[:end]) for end in range(1, len(pieces))))
        initials = [piece[0] for piece in person.given.pieces]
        if initials and person.family.pieces and not person.korean:
            yield f"{' '.join(initials)} {person.family.text}"
            yield f"{initials[0]} {person.family.text}"


def _date_words(target: Target, date: Date) -> Iterator[str]:
    """The sixties; and Nov 23 for November 2023, which the page takes for a day."""
    language = target.language
    if date.year is None:
        return
    if language.startswith("en") and 1920 <= date.year < 2000:
        decade = _DECADES[date.year % 100 // 10 - 2]
        yield from (decade, f"the {decade}")
    if date.grain is Grain.MONTH and date.month is not None and 1 <= date.year % 100 <= 31:
        for month in language_of(language).months[date.month - 1]:
            yield f"{month} {date.year % 100:02}"


def _in_other_forms(target: Target) -> Iterator[str]:
    """A phrase that is a range, a time, a name with a direction or a numeral, as people type it."""
    key, language = target.key, target.language
    for text in times_like(key):
        yield from (text, f"{text} Uhr") if language.startswith("de") else (text,)
    if (ends := range_of(key, language)) is not None:
        low, high = (f"{number.value:f}" for number in (ends.low, ends.high))
        units = known_units(language).items()
        names = sorted(word for word, unit in units if unit == ends.high.unit)
        for unit in dict.fromkeys(("", ends.high.unit, *names)):
            yield from (f"{text} {unit}".strip() for text in (f"{low}-{high}", low, high))
            yield f"{low} {unit} to {high} {unit}"
    if not language.startswith("en"):
        return
    first, _, rest = key.partition(" ")
    for letter, direction in DIRECTIONS.items():
        if first == direction and rest and not target.people:
            yield f"{letter} {rest}"
    yield from _numerals_in_words(key, language_of(language))


def _numerals_in_words(key: str, words: Language) -> Iterator[str]:
    """38th parallel with "thirty-eighth" in it, and the reverse."""
    for found in _NUMERAL.finditer(key):
        value = int(found[1])
        said = ordinal(value, words) if found[2] else cardinal(value, words)
        yield f"{key[: found.start()]}{said}{key[found.end() :]}"
    for form in {read(key, words.code).bare, form_of(key, words.code)}:
        in_digits = numbered(form, words.code)
        if len(in_digits.pieces) < len(form.pieces):
            yield " ".join(
                f"{piece[:-1]}{ordinal_suffix(int(piece[:-1]), words)}"
                if piece[-1] == "."
                else piece
                for piece in in_digits.pieces
            )


def _number_words(target: Target, number: Number) -> Iterator[str]:
    """A whole number in words, where the page can't read them by their parts."""
    words, value = language_of(target.language), number.value
    unit = f" {number.form.unit_text.strip()}" if number.form.unit_text else ""
    if value == value.to_integral_value() and words.spelled and value >= 0:
        for text in (cardinal(int(value), words), ordinal(int(value), words)):
            yield from (text, f"{text}{unit}") if text else ()
    if target.language.startswith("en") and abs(value) < 1:
        yield from _FRACTIONS


def _short_family(target: Target) -> str:
    """A Korean family name so short that the page would take no slip in it."""
    families = (p.family.letters for p in target.people if p.korean and p.family.pieces)
    return next((family for family in families if len(family) == 3), "")


# -- values -----------------------------------------------------------------------------------


def _number(target: Target, key: Number) -> dict[str, Any]:
    """In which units a number may be given, and what else the question says of it."""
    sizes = {}
    for unit in sorted(set(known_units(target.language).values())):
        common = common_sizes(key.unit, unit) if key.unit else None
        if common:
            sizes[unit] = machine_number(common[1] / common[0])
    if key.unit:
        sizes[key.unit] = 1
    stem = target.item.stem
    words = {*tokens(stem), *tokens(target.key), *tokens(target.unit), *tokens(key.unit)}
    asked = {find_unit(word, target.language) for word in stem.replace(",", " ").split()}
    record: dict[str, Any] = {
        "implied": machine_number(_implied(target, key)),
        "sizes": sizes,
        "asked": sorted(asked - {""}),
        "words": sorted(words - {"_____", ""}),
    }
    also = _also(target)
    return record | {"also": also} if also else record


def _implied(target: Target, key: Number) -> Decimal:
    """What a bare number is taken times of: the scale of the author's unit, such as million, where
    the key's own text doesn't leave it out.
    """
    bare = parse_number("1", target.language, target.unit) if target.unit else None
    return key.form.implied if bare is None else bare.form.implied


def _measures(value: Measured) -> list[list[Any]]:
    return [
        [
            it.axis,
            machine_number(it.value),
            machine_number(it.written),
            machine_number(it.exactness),
        ]
        for it in value.measures
    ]


def _grammar(grammar: Grammar) -> dict[str, Any]:
    words = grammar.words.items()
    return {
        "piece": grammar.piece,
        "divisors": list(grammar.divisors),
        "words": {
            word: [it.axis, machine_number(it.factor), machine_number(it.offset)]
            for word, it in words
        },
        "between": grammar.between,
        "other_word": grammar.other_word,
        "axes": {
            name: [machine_number(it.furthest), it.is_circle] for name, it in grammar.axes.items()
        },
    }


def _also(target: Target) -> list[dict[str, Any]]:
    """The other numbers that the author accepts."""
    found = (parse_number(name, target.language, target.unit) for name in target.names[1:])
    return [{"value": machine_number(v.value), "unit": v.unit} for v in found if v is not None]


def _nothing(_target: Target, _value: Value) -> Iterator[str]:
    return iter(())


#: For a sort of value that has a script on the page: what the script needs to know of the
#: question, and answers that only nkquiz can read.
_ASKED: dict[ValueSort[Any], Callable[[Target, Any], dict[str, Any]]] = {
    NUMBER: _number,
}
_IN_WORDS: dict[ValueSort[Any], Callable[[Target, Any], Iterator[str]]] = {
    DATE: _date_words,
    NUMBER: _number_words,
}
