"""When each note last changed, and which number it has: what a package adds to its notes.

Anki updates a note only if its time is newer. So an unchanged note keeps the time that it had in
the previous package, and a changed one gets a newer one, whatever the clock says. Pure but for
the look-ups in the previous package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Any, NamedTuple

from nkquiz.formats.apkg.models import NoteType, as_json
from nkquiz.formats.apkg.note import Note
from nkquiz.formats.apkg.previous import OldNote, Previous
from nkquiz.formats.apkg.single import keeping_order

_BATCH = 400
#: The distance between the ids of two notes. A card's id is its note's plus its ordinal, of
#: which a cloze note has up to 499, so that the ids of cards need no memory.
STEP = 512


class Status(Enum):
    """How a note differs from the previous package."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RETIRED = "retired"  # the deck has it no longer


class Stamped(NamedTuple):
    """A note as it is stored: `modified` in seconds since 1970, the fields in one string."""

    note: Note
    id: int
    modified: int
    fields: str
    status: Status
    old: OldNote | None


@dataclass(slots=True)
class Stamper:
    """Stamps notes in their order. `now` is in milliseconds since 1970; ids begin below it.

    `room` is the most notes that there can be: the id of a note is a time too, that of its
    making, and should not lie in the future.
    """

    previous: Previous | None
    now: int
    room: int
    counts: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(Status, 0))
    emptied: list[tuple[str, int]] = field(default_factory=list)  # note, its cards without a cloze
    types: dict[int, NoteType] = field(default_factory=dict)
    next_id: int = 0

    def __post_init__(self) -> None:
        self.next_id = max(1, self.now - STEP * self.room)
        if self.previous is not None:
            self.next_id = max(self.next_id, self.previous.highest_id + STEP)

    @property
    def seconds(self) -> int:
        return self.now // 1000

    def stamped(self, notes: Iterable[Note]) -> Iterator[list[Stamped]]:
        """The notes with their stamps, a few hundred at a time."""
        stream = iter(notes)
        while batch := list(islice(stream, _BATCH)):
            old = self.previous.notes([note.guid for note in batch]) if self.previous else {}
            found = [self._stamp(note, old.get(note.guid)) for note in batch]
            statuses = [stamped.status for stamped in found]
            for status in Status:  # by batch: to look one up takes as long as to stamp a note
                self.counts[status] += statuses.count(status)
            yield found

    def _stamp(self, note: Note, old: OldNote | None) -> Stamped:
        self.types[note.type.id] = note.type
        if old is None or old.type_id != note.type.id:
            fields = "\x1f".join(note.fields)
            stamped = Stamped(note, self.next_id, self.seconds, fields, Status.NEW, None)
            self.next_id += STEP
        else:
            fields = keeping_order(note, old.fields)
            if fields == old.fields and note.tags == old.tags:
                stamped = Stamped(note, old.id, old.modified, fields, Status.UNCHANGED, old)
            else:
                modified = max(self.seconds, old.modified + 1)
                stamped = Stamped(note, old.id, modified, fields, Status.CHANGED, old)
                gone = note.type.cards_in(old.fields) - note.type.cards_in(fields)
                if gone:
                    self.emptied.append((note.id, len(gone)))
        return stamped

    def note_types(self, deck_id: int) -> dict[str, Any]:
        """The note types of the notes so far, as a collection holds them."""
        old = self.previous.types if self.previous else {}
        return {
            str(id_): self._type(self.types[id_], old.get(str(id_)), deck_id)
            for id_ in sorted(self.types)
        }

    def changed_types(self) -> list[str]:
        """The names of the note types that were there before and look otherwise now."""
        old = self.previous.types if self.previous else {}
        types = self.note_types(0)
        return [t["name"] for id_, t in types.items() if id_ in old and t["mod"] != old[id_]["mod"]]

    def _type(self, note_type: NoteType, old: dict[str, Any] | None, deck_id: int) -> Any:
        if old is None:
            return as_json(note_type, self.seconds, deck_id)
        same = as_json(note_type, old["mod"], deck_id)
        is_same = all(same[key] == old.get(key) for key in same if key != "did")
        return same if is_same else same | {"mod": max(self.seconds, old["mod"] + 1)}
