"""What a learner meets: a stem and an interaction, and what may be answered to it.

Owns items, options, responses and the closed set of five interactions. Knows nothing of how
an item was made, is shown or is scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from nkquiz.model import Citation, Location

#: What stands for a hidden answer in a stem, however long the answer is.
BLANK = "_____"


class Proof(Enum):
    """Why a distractor is known to be wrong."""

    FUNCTIONAL = "functional"  # the attribute has one value, and this is another
    COMPLETE = "complete"  # the attribute is a complete list, and this is not on it
    AUTHORED = "authored"  # the author lists it as wrong
    PROMISED = "promised"  # the author promises one right answer, and nothing speaks for this


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: the key, which has no proof, or a distractor, which has one.

    `note` says to a learner who chose it why it is wrong, where that is known.
    """

    text: str
    proof: Proof | None = None
    note: str = ""

    @property
    def is_key(self) -> bool:
        return self.proof is None


@dataclass(frozen=True, slots=True)
class Choose:
    """Choose one option. `question` stands under a stem with a blank: "Which city fills it?".

    `ordered` options (numbers, dates) are shown as they stand; others in any order.
    """

    options: tuple[Option, ...]
    question: str = ""
    ordered: bool = False

    @property
    def key(self) -> Option:
        return next(option for option in self.options if option.is_key)


@dataclass(frozen=True, slots=True)
class Judge:
    """Say whether the stem, a statement, is true.

    Of a false one `proof` says why it is known to be false, `right` is the sentence that is true
    instead, and `note` is for a learner who took it for true.
    """

    proof: Proof | None = None
    right: str = ""
    note: str = ""

    question: ClassVar[str] = "True or false?"

    @property
    def is_true(self) -> bool:
        return self.proof is None

    @property
    def options(self) -> tuple[Option, Option]:
        """What one may say: that it is true, or that it is false."""
        if self.proof is None:
            return Option("True"), Option("False", Proof.PROMISED)
        return Option("True", self.proof, self.note), Option("False")

    @property
    def key(self) -> Option:
        return self.options[0 if self.is_true else 1]


@dataclass(frozen=True, slots=True)
class Type:
    """Type an answer. `accepted` are the right ones, the key first; `hint` is its sort.

    Where `listed` is given, all of it is the answer, in any order.
    """

    accepted: tuple[str, ...]
    hint: str = ""
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Give each premise its response: `key[i]` is the index of the response to premise i.

    `proofs[i][j]` is why response j is known to be wrong for premise i; none for the right one.
    """

    premises: tuple[str, ...]
    responses: tuple[str, ...]
    key: tuple[int, ...]
    proofs: tuple[tuple[Proof | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Put the parts in order; `parts` stand in the right one.

    `shown` has the indexes of the parts in the order in which they are shown, which is what
    letters in a response count by; empty: as they stand.
    """

    parts: tuple[str, ...]
    shown: tuple[int, ...] = ()


Interaction = Choose | Judge | Type | Match | Order


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `id` is the memory key and the kind: `file/fact/slot/kind`.

    `memories` are the keys of what is practised, one for each of `fact_ids` (`file/fact`). An
    item over several facts has no memory of its own: its id ends with a hash of the parts'.
    `hint` is the author's, shown on request. `as_of` dates what can change, `location` is where
    the fact stands, for messages.
    """

    id: str
    kind: str
    fact_ids: tuple[str, ...]
    memories: tuple[str, ...]
    stem: str
    interaction: Interaction
    location: Location
    sources: tuple[Citation, ...] = ()
    why: str = ""
    as_of: str = ""
    tags: tuple[str, ...] = ()
    hint: str = ""
    image: str = ""
    audio: str = ""
    language: str = "en"

    @property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose from; nothing where one doesn't choose."""
        match self.interaction:
            case Choose(options=options) | Judge(options=options):
                return options
            case Type() | Match() | Order():
                return ()

    @property
    def answers(self) -> tuple[str, ...]:
        """The right answers as text, the key first."""
        match self.interaction:
            case Choose(key=key) | Judge(key=key):
                return (key.text,)
            case Type(accepted=accepted):
                return accepted
            case Match(responses=responses, key=key):
                return tuple(responses[i] for i in key)
            case Order(parts=parts):
                return parts
