"""Slots of templates, such as `{river}`, and texts that hold them.

    slot := "{" ("the ")? attribute ("." attribute)? "}"

`name` is the term itself; `{country.capital}` reads the capital of the term that the attribute
`country` names. Owns their syntax; knows no vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SLOT = re.compile(r"\{(the )?([^{}\n]+)\}")


class Slot(NamedTuple):
    """`{the country}`: which attribute (or two, by a point), and whether with its article."""

    path: tuple[str, ...]
    article: bool

    @property
    def name(self) -> str:
        return ".".join(self.path)


class Phrase(NamedTuple):
    """A text with slots, in pieces."""

    pieces: tuple[str | Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Slot))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slot.name for slot in self.slots))


def slot_matches(text: str) -> Iterator[re.Match[str]]:
    """Where slots stand in a text; what stands in maths and looks like no slot is text."""
    for match in _SLOT.finditer(text):
        if not match.start() or text[match.start() - 1] not in "\\^_":  # `\{`, x^{2}
            yield match


def slot_of(match: re.Match[str]) -> Slot:
    return Slot(tuple(part.strip() for part in match[2].split(".")), bool(match[1]))


def phrase_of(text: str) -> Phrase:
    """A text with slots in pieces."""
    pieces: list[str | Slot] = []
    done = 0
    for match in slot_matches(text):
        if match.start() > done:
            pieces.append(text[done : match.start()])
        pieces.append(slot_of(match))
        done = match.end()
    if done < len(text):
        pieces.append(text[done:])
    return Phrase(tuple(pieces))
