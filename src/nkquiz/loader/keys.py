"""The keys of a fact file, as tables: what may stand where, and in which shape.

The loader checks by these tables and the JSON Schema is made from them, so that the two can't
disagree. A key that is not in its table is a problem.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from nkquiz.registry import NAMES
from nkquiz.values import SORTS, TEXT


class Shape(Enum):
    """What a key's value looks like. A list may always be written as a single scalar."""

    TEXT = auto()
    NAME = auto()  # text that must not be empty
    TEXTS = auto()
    FLAG = auto()
    COUNT = auto()  # a whole number from `least` to `most`
    DATE = auto()
    KINDS = auto()
    CHOICE = auto()
    SENTENCE = auto()  # text in which `==marks==` may stand
    CITATIONS = auto()  # an id, `{id: place}`, or a list of these
    QUESTION = auto()  # text, or `{choice: ..., typed: ...}`
    ASK = auto()  # a question, or by answer: a question
    TOLERANCE = auto()
    PATH = auto()  # of a picture or a sound; absent, but not an empty text
    MARKS = auto()
    REJECT = auto()  # a list of answers, or `answer: message`
    DISPUTED = auto()  # true, or a list of attributes
    SOURCES = auto()
    DEFAULTS = auto()
    TERMS = auto()
    FACTS = auto()
    TEMPLATES = auto()
    SELECT = auto()
    ITEMS = auto()
    ATTRIBUTES = auto()
    ROWS = auto()  # a list of names or of terms


class Key(NamedTuple):
    """One key: its name, the shape of its value, a sentence for editors, choices or bounds."""

    name: str
    shape: Shape
    doc: str
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = 100_000


Table = dict[str, Key]


def _table(*keys: Key) -> Table:
    return {key.name: key for key in keys}


_ID = Key("id", Shape.TEXT, "Keeps everyone's progress when the text changes. Never change it.")
_SOURCE = Key("source", Shape.CITATIONS, "Where this comes from: an id under `sources`.")
_AS_OF = Key("as_of", Shape.DATE, "When this was true; shown with the item.")
_TAGS = Key("tags", Shape.TEXTS, "Words to choose facts by.")
_KINDS = Key("kinds", Shape.KINDS, "The only kinds of item to make.", NAMES)
_IMAGE = Key("image", Shape.PATH, "A picture, relative to this file.")
_AUDIO = Key("audio", Shape.PATH, "A sound, relative to this file.")
_ALLOW = Key("allow", Shape.TEXTS, "Item-writing rules that you may break here.")
_DISPUTED = Key("disputed", Shape.FLAG, "This fact is disputed: it is not in scored items.")
_UNIT = Key("unit", Shape.TEXT, "The unit of the number.")
_TOLERANCE = Key(
    "tolerance",
    Shape.TOLERANCE,
    "How much a right answer may differ: `0.1` in the unit, or `10 %`.",
)

FILE = _table(
    Key("id", Shape.TEXT, "The id of the file in everyone's progress (default: the file's name)."),
    Key("title", Shape.TEXT, "The title of the deck; `A::B` makes a subdeck in Anki."),
    Key("language", Shape.TEXT, "The language of the facts, such as `en`."),
    Key("sources", Shape.SOURCES, "Where facts come from, by id."),
    Key(
        "defaults", Shape.DEFAULTS, "Values for all facts of this file that have none of their own."
    ),
    Key("terms", Shape.TERMS, "The vocabularies, by name."),
    Key("facts", Shape.FACTS, "One sentence each, with the answers `==marked==`."),
    Key("templates", Shape.TEMPLATES, "Sentences that give one fact for every term."),
    Key("include", Shape.TEXTS, "Other fact files, relative to this one."),
    Key("select", Shape.SELECT, "Which facts this deck takes."),
    Key("items", Shape.ITEMS, "Which items this deck makes."),
)

VOCABULARY = _table(
    Key("file", Shape.TEXT, "A CSV file whose header names the attributes."),
    Key("rows", Shape.ROWS, "The rows, with the same keys as a CSV header."),
    Key("name", Shape.TEXT, "The column that names the term."),
    Key(
        "sort",
        Shape.CHOICE,
        "What its terms are.",
        ("person", "place", "organisation", "thing"),
    ),
    Key("names", Shape.CHOICE, "How its names are romanised.", ("korean",)),
    Key("attributes", Shape.ATTRIBUTES, "How to read each attribute."),
)

#: The keys by which a mapping describes a vocabulary, rather than one term of it.
FULL_FORM = ("file", "rows", "attributes", "sort", "names")

TERM = _table(
    _ID,
    Key("name", Shape.NAME, "The name, as items show it."),
    Key("also", Shape.TEXTS, "Other names: accepted, and never a wrong option."),
    Key("article", Shape.TEXT, "The article before the name: `{the country}` prints it."),
    Key("in", Shape.TEXTS, "The whole that this is a part of."),
    Key("is_a", Shape.TEXTS, "What this is an example of."),
    _IMAGE,
    _AUDIO,
    _SOURCE,
    _AS_OF,
    _TAGS,
    Key(
        "disputed",
        Shape.DISPUTED,
        "Disputed attributes, which are not in scored items; true for all.",
    ),
)

_FACT_KEYS = (
    _ID,
    Key("fact", Shape.SENTENCE, "The sentence, with its answers `==marked==`."),
    _SOURCE,
    _AS_OF,
    Key("review_after", Shape.DATE, "From this day on, `check` warns."),
    Key("why", Shape.TEXT, "The reason, shown with the answer."),
    _TAGS,
    Key("ask", Shape.ASK, "A question instead of a blank, by answer."),
    Key("marks", Shape.MARKS, "Options for single answers, by answer."),
    _IMAGE,
    _AUDIO,
    Key("order", Shape.TEXTS, "The steps of a process, in their order."),
    Key("set", Shape.TEXTS, "The parts of a whole, in any order."),
    _KINDS,
    _DISPUTED,
    _ALLOW,
)

FACT = _table(*_FACT_KEYS)

TEMPLATE = _table(
    *_FACT_KEYS,
    Key("for", Shape.NAME, "The vocabulary: one fact for each of its terms."),
    Key("except", Shape.TEXTS, "Terms for which this is not true."),
)

MARK = _table(
    Key("id", Shape.TEXT, "Keeps everyone's progress when the answer is reworded."),
    Key("hint", Shape.TEXT, "Shown on request."),
    Key("ask", Shape.QUESTION, "A question instead of a blank."),
    Key("accept", Shape.TEXTS, "Other right answers."),
    Key("reject", Shape.REJECT, "Wrong answers, and why they are wrong."),
    Key("distractors", Shape.TEXTS, "Wrong options that you choose."),
    _TOLERANCE,
    _UNIT,
    Key("strict", Shape.FLAG, "No typing mistakes are accepted."),
    _KINDS,
    _ALLOW,
)

ASK = _table(
    Key("choice", Shape.TEXT, "The question of a choice item."),
    Key("typed", Shape.TEXT, "The question of a typed item."),
)

SOURCE = _table(
    Key("title", Shape.TEXT, "The title."),
    Key("author", Shape.TEXT, "The author, or authors."),
    Key("publisher", Shape.TEXT, "Who published it."),
    Key("published", Shape.DATE, "The date: a year, a month or a day."),
    Key("url", Shape.TEXT, "Where it can be read."),
)

DEFAULTS = _table(_SOURCE, _AS_OF, _TAGS, _KINDS)

ATTRIBUTE = _table(
    Key(
        "values",
        Shape.CHOICE,
        "one value, any of several, all of a complete list, or open (the list is not complete).",
        ("one", "any", "all", "open"),
    ),
    Key("sort", Shape.CHOICE, "What its values are.", (TEXT, *(sort.name for sort in SORTS))),
    _UNIT,
    _TOLERANCE,
)

SELECT = _table(
    Key("tags", Shape.TEXTS, "Facts with any of these tags."),
    Key("ids", Shape.TEXTS, "Facts with one of these ids."),
    Key("vocabularies", Shape.TEXTS, "Facts that mark a term of one of these."),
    Key("templates", Shape.TEXTS, "Facts from one of these templates."),
)

ITEMS = _table(
    _KINDS,
    Key(
        "options",
        Shape.COUNT,
        "The number of options of a multiple-choice item: 3 to 5.",
        least=3,
        most=5,
    ),
    Key("count", Shape.COUNT, "The number of items in a session or on a sheet."),
    Key(
        "difficulty",
        Shape.CHOICE,
        "How close wrong options are to the right answer.",
        ("easy", "medium", "hard"),
    ),
    Key("strict", Shape.FLAG, "No typing mistakes are accepted."),
)
