"""The nouns of a worksheet: what stands on it, in the order in which it stands there.

Formats read these and nothing else. Texts are `Prose`: no format sees a file's text raw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from pathlib import Path

from nkquiz.item import Item
from nkquiz.model import EMPTY
from nkquiz.prose import Prose


class KeyPlace(Enum):
    """Where the key stands: after the questions, in a file of its own, or nowhere."""

    END = "end"
    SEPARATE = "separate"
    NONE = "none"


class Paper(Enum):
    """A size of paper."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in points, upright."""
        return (595.28, 841.89) if self is Paper.A4 else (612.0, 792.0)


#: On each side of a sheet, in points.
MARGIN = 54.0

#: How many underscores make the rule that stands for a blank, whatever the answer is.
RULE = 22


@dataclass(frozen=True, slots=True)
class Settings:
    """What a teacher chooses.

    `decoys` is how many words the word bank holds that fill no blank; None is no word bank.
    `points` are for one item, by kind; a kind that isn't named is worth a point for each thing to
    be written. `font_size` is in points, `columns` are those of the page.
    """

    title: str = ""
    instructions: str = ""
    versions: int = 1
    key: KeyPlace = KeyPlace.END
    decoys: int | None = None
    points: Mapping[str, float] = field(default_factory=lambda: EMPTY)
    columns: int = 1
    font_size: float = 11
    paper: Paper = Paper.A4
    seed: int = 0

    @property
    def column_width(self) -> float:
        """The width of a column of text, in points."""
        gap = 18.0 * (self.columns - 1)
        return (self.paper.size[0] - 2 * MARGIN - gap) / self.columns


@dataclass(frozen=True, slots=True)
class Choices:
    """Options with letters, side by side in `columns`. `question` stands under the stem."""

    question: Prose
    options: tuple[Prose, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Boxes:
    """A statement, and a box to tick for each label."""

    labels: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Premises with a box each, and the responses with letters beside them."""

    premises: tuple[Prose, ...]
    responses: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts in the order in which they are shown, with a box each for a number."""

    parts: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """The blank in the stem is filled."""


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Lines to write on."""

    count: int


Body = Choices | Boxes | Pairs | Parts | Filling | WritingLines


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """An item on a sheet. `picture` stands under the stem, if there is one; `points` is shown where
    the section's questions differ in them.
    """

    number: int
    item: Item
    stem: Prose
    picture: Prose
    body: Body
    points: str


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one kind. `word_bank` is empty but where blanks have one."""

    title: str
    instructions: str
    points: str
    questions: tuple[SheetQuestion, ...]
    word_bank: tuple[Prose, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """An entry of the key.

    `mark` is what is written on the sheet where that isn't the answer itself: `b`, `c a b`, or
    `False` where the text says what is right.
    `also` are other right answers. `sources` are numbers in the sheet's list, each with the place
    in that source.
    """

    number: int
    item: Item
    mark: str
    text: Prose
    also: tuple[Prose, ...]
    why: Prose
    sources: tuple[tuple[int, str], ...]
    as_of: str

    @property
    def cited(self) -> str:
        """Its sources as they stand behind it: `[1, p. 12] [2]`."""
        return " ".join(f"[{number}{place and f', {place}'}]" for number, place in self.sources)


@dataclass(frozen=True, slots=True)
class Version:
    """One form of the sheet. `letter` is empty where there is only one."""

    letter: str
    sections: tuple[Section, ...]
    answers: tuple[KeyEntry, ...]

    @property
    def name(self) -> str:
        """`Version A`; empty where there is only one."""
        return f"Version {self.letter}" if self.letter else ""

    @property
    def key_name(self) -> str:
        """What its key is called: `Key to version A`, or `Key`."""
        return f"Key to version {self.letter}" if self.letter else "Key"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet in all its versions.

    `table` has a row for each question: its number in version A, then in the others. `sources`
    are what the keys refer to, the first as number 1. `instructions` are a text for each line.
    """

    title: str
    language: str
    instructions: tuple[Prose, ...]
    points: str
    settings: Settings
    versions: tuple[Version, ...]
    table: tuple[tuple[int, ...], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in one file: the questions, the key, or both."""

    path: Path
    sheet: Sheet
    _: KW_ONLY
    has_questions: bool
    has_key: bool

    @property
    def title(self) -> str:
        return self.sheet.title if self.has_questions else f"{self.sheet.title}: key"
