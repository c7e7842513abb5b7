"""The knowledge that people write, as immutable records.

Owns the nouns of a fact file: location, problem, term, vocabulary, mark, fact,
template, source, deck. Knows nothing of YAML, of items or of how they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Any

from nkquiz.values import ValueSort

#: A mapping that nobody can change, shared by every record that has none of its own.
EMPTY: Mapping[str, Any] = MappingProxyType({})


def _empty() -> Mapping[str, Any]:
    return EMPTY


class Level(Enum):
    """How bad a problem is: an error stops a command, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file. Lines and columns count from 1, columns in code points."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A user's mistake as a value: where it is, what is wrong and how to fix it.

    `code` is a stable name for programs, `message` a sentence for people, which loses its middle
    where it repeats a long text of the file. `excerpt` is the line of the file that is meant,
    without its line end; empty where no line shows it.
    """

    location: Location
    code: str
    message: str
    level: Level = Level.ERROR
    excerpt: str = ""

    def __post_init__(self) -> None:
        if len(self.message) > _LONGEST_MESSAGE:
            object.__setattr__(self, "message", _without_middle(self.message))

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR

    def and_more(self, number: int) -> Problem:
        """This problem, with the number of others that it stands for."""
        if not number:
            return self
        return replace(self, message=f"{self.message} (and {number:,} more like it)")

    def __str__(self) -> str:
        return f"{self.location}: {self.level.value}: {self.message} ({self.code})"


_LONGEST_MESSAGE = 400  # code points
_START, _END = 100, 200  # what is left of a longer one: what is wrong, and the fix


def _without_middle(message: str) -> str:
    return f"{message[:_START]} … {message[-_END:]}"


class Sort(Enum):
    """What sort of thing a vocabulary holds."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    THING = "thing"


class Values(Enum):
    """How the values of an attribute are to be read, which decides what they prove."""

    ONE = "one"  # exactly one value: another value is wrong
    ANY = "any"  # each listed value is right, and the list is complete
    ALL = "all"  # the complete list is the value
    OPEN = "open"  # there may be more: proves nothing


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: one entry under `sources`."""

    id: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, and the place in it: `{atlas: p. 12}`."""

    source: Source
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of a vocabulary. Without a `sort` its values are what they read as."""

    name: str
    values: Values = Values.ONE
    sort: ValueSort[Any] | None = None
    unit: str = ""
    tolerance: str = ""
    is_text: bool = False  # its values are never read as any sort


@dataclass(frozen=True, slots=True)
class Term:
    """A thing that facts talk about.

    `attributes` maps an attribute's name to its values, as written; an attribute that is
    absent is unknown. `disputed` names the attributes that prove nothing; `*` is all of them.
    """

    id: str
    name: str
    vocabulary: str
    location: Location
    also: tuple[str, ...] = ()
    article: str = ""
    within: tuple[str, ...] = ()  # `in:`, a word that Python keeps for itself
    is_a: tuple[str, ...] = ()
    image: str = ""
    audio: str = ""
    citations: tuple[Citation, ...] = ()
    as_of: str = ""
    tags: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=_empty)

    def __hash__(self) -> int:
        """By what names it in its vocabulary: quicker than by all that it holds."""
        return hash(self.id)

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then the other names."""
        return (self.name, *self.also)

    def disputes(self, attribute: str) -> bool:
        return attribute in self.disputed or "*" in self.disputed


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All the terms of one sort: the pool that distractors come from."""

    name: str
    location: Location
    sort: Sort = Sort.THING
    names: str = ""  # `korean`: how its names are romanised
    attributes: Mapping[str, Attribute] = field(default_factory=_empty)
    terms: tuple[Term, ...] = ()

    def attribute(self, name: str) -> Attribute:
        """The attribute's own settings, or the defaults for a column without any."""
        return self.attributes.get(name) or Attribute(name)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question instead of a blank: for choice items, for typed ones, or for both.

    In a template the questions name slots: those are what an item with the question shows.
    """

    choice: str = ""
    typed: str = ""
    choice_shows: tuple[str, ...] = ()
    typed_shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkOptions:
    """What an author says of one mark, under `marks:` and `ask:`."""

    location: Location | None = None
    hint: str = ""
    ask: Ask = Ask()
    accept: tuple[str, ...] = ()
    reject: Mapping[str, str] = field(
        default_factory=_empty
    )  # answer -> message, which may be empty
    distractors: tuple[str, ...] = ()
    tolerance: str = ""
    unit: str = ""
    strict: bool | None = None
    kinds: tuple[str, ...] = ()  # empty: every kind
    allow: tuple[str, ...] = ()


#: Shared by every mark that has no options, which is nearly all of them.
NO_OPTIONS = MarkOptions()


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlighted stretch of a fact: an answer worth knowing.

    `spans` are the half-open stretches of the fact's text, in code points, that show the answer;
    more than one where the same answer is marked twice. `slot` names the memory. `attribute` is
    the column that a template's mark comes from (`name` for the term itself), else empty;
    `vocabulary` the one that the author named, or that the attribute's values belong to.
    """

    answer: str
    slot: str
    spans: tuple[tuple[int, int], ...]
    location: Location
    vocabulary: str = ""
    attribute: str = ""
    value: str = ""  # in a template: the slot's value without the fixed text around it
    values: tuple[str, ...] = ()  # in a template: each value, where the attribute is a list
    options: MarkOptions = NO_OPTIONS

    def __hash__(self) -> int:
        """By what names it in its fact: quicker than by all that it holds."""
        return hash(self.slot)


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence, the unit of knowledge.

    `text` is the sentence as it reads, marks stripped. `file_id`, `id` and a mark's slot name a
    memory for good. `has_own_id` is false where the id is the default, a hash of the text.
    A fact from a template has `template` and `term` set, and `shown` lists the attributes of
    the term that its sentence names.
    """

    file_id: str
    id: str
    text: str
    marks: tuple[Mark, ...]
    location: Location
    has_own_id: bool = True
    citations: tuple[Citation, ...] = ()
    as_of: str = ""
    review_after: str = ""
    why: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    audio: str = ""
    order: tuple[str, ...] = ()
    set: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    disputed: bool = False
    language: str = "en"
    template: str = ""
    term: Term | None = None
    shown: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """By what names it in its file: quicker than by all that it holds."""
        return hash(self.id)

    @property
    def key(self) -> str:
        """`file id / fact id`: unique in a deck."""
        return f"{self.file_id}/{self.id}"

    def memory(self, mark: Mark) -> str:
        """`file id / fact id / slot`, the key of a learner's memory.

        A slot may be any answer: its slashes are written `%2F`, so that a key reads one way.
        """
        slot = mark.slot
        if "%" in slot or "/" in slot:
            slot = slot.replace("%", "%25").replace("/", "%2F")
        return f"{self.file_id}/{self.id}/{slot}"


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence over the attributes of a vocabulary; gives one fact a term."""

    id: str
    vocabulary: str
    sentence: str
    location: Location
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which facts a deck takes: any within a key, all across keys; empty keys take all."""

    tags: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    vocabularies: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()


class Difficulty(Enum):
    """Which third of the ranked candidates distractors are drawn from."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class ItemSettings:
    """The `items` key of a deck file: which items to make by default."""

    kinds: tuple[str, ...] = ()
    options: int = 4
    count: int = 20
    difficulty: Difficulty | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Deck:
    """A title, everything its files say, and which items to make.

    `facts` are those selected for items; `knowledge` is every fact that was read, since a fact
    that is not asked for still decides whether a distractor is wrong. `paths` name the fact files
    as messages do; `inputs` are all files that belong to it, tables, pictures and sounds too.
    """

    id: str = ""
    title: str = ""
    language: str = "en"
    paths: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    vocabularies: Mapping[str, Vocabulary] = field(default_factory=_empty)
    facts: tuple[Fact, ...] = ()
    knowledge: tuple[Fact, ...] = ()
    templates: tuple[Template, ...] = ()
    titles: Mapping[str, str] = field(default_factory=_empty)  # file id -> title
    settings: ItemSettings = ItemSettings()
