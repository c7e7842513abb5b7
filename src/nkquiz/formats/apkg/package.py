"""The file of a package: notes streamed into a SQLite collection, zipped, put in place at once.

Owns bytes: the same notes over the same old package give the same bytes, and the old package
stands until the new one is complete. Knows nothing of items.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from nkquiz import atomic, output
from nkquiz.formats.apkg.models import BY_ID
from nkquiz.formats.apkg.note import Note
from nkquiz.formats.apkg.previous import Foreign, Previous, Retired, Unreadable, open_previous
from nkquiz.formats.apkg.stamps import Stamped, Stamper, Status

#: The sort field and the checksum of a note are left out: Anki makes them when it imports.
_NOTE = "INSERT INTO notes VALUES (?,?,?,?,-1,?,?,'',0,0,'')"
_CARD = "INSERT INTO cards VALUES (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
_INDEX = "CREATE INDEX"
#: Where a SQLite file says which version wrote it, and what we let it say.
_VERSION_OFFSET, _VERSION = 96, (3_040_000).to_bytes(4, "big")
_LEVEL = 1  # a third of the time of the default, and still an eighth of the bytes
_MOST_RETIRED_NAMED = 500


class DuplicateNotes(Exception):
    """Two notes of one GUID: Anki would import both. `ids` are those of the notes."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(*ids)
        self.ids = ids


@dataclass(frozen=True, slots=True)
class Content:
    """What a package is made of. `title` names the deck that its note types belong to.

    `media` maps names to files; it is read when the notes have been. `now` is in milliseconds
    since 1970; `room` is the most notes that there can be.
    """

    title: str
    notes: Iterable[Note]
    media: Mapping[str, Path]
    now: int
    room: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a package holds, and how it differs from the one that it replaces."""

    notes: int = 0
    cards: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0
    retired_ids: tuple[str, ...] = ()  # the first few
    emptied: tuple[tuple[str, int], ...] = ()  # the id of a changed note, its cards now empty
    was_broken: bool = False  # the old package was
    kept: Path | None = None  # where a broken one is now


def write_package(
    path: Path, content: Content, inputs: Iterable[str] = (), *, force: bool = False
) -> Tally:
    """Write a package. What stands at the path is replaced when the new one is complete, and
    stays if there is no note; a broken package is kept under another name.

    Raises OSError where it can't be written, output.Refused where it must not be, DuplicateNotes.
    """
    try:
        with atomic.folder_beside(path) as folder:
            return _write_in(folder, path, content, tuple(inputs), force=force)
    except output.Refused:
        raise
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error), str(path)) from error
    except OSError as error:
        if error.filename is None or atomic.UNFINISHED in str(error.filename):
            raise OSError(error.errno, error.strerror or str(error), str(path)) from error
        raise


def _write_in(
    folder: Path, path: Path, content: Content, inputs: tuple[str, ...], *, force: bool
) -> Tally:
    """Build the package in a folder beside its place, then move it there."""
    target = atomic.target_of(path)
    database, package = folder / "collection.anki2", folder / "package"
    output.refuse_input(path, inputs)
    with _old_package(path, folder, force=force) as (previous, was_broken):
        only_ours = previous is not None and previous.holds_only_ours

        def is_ours(old: Path) -> bool:
            """Old versions of nkquiz left no mark: those packages are known by what they hold."""
            unmarked = only_ours and not output.has_mark(old)
            return was_broken or unmarked or output.is_own(old)

        output.check(path, inputs, force=force, is_ours=is_ours)  # before the work
        tally = _write_collection(database, content, previous)
    if not tally.notes:
        return replace(tally, was_broken=was_broken)
    _zip(package, database, content.media)
    output.check(path, inputs, force=force, is_ours=is_ours)
    kept = None
    if target.exists():
        shutil.copymode(target, package)
        if was_broken:
            kept = atomic.name_for_damaged(target)
            atomic.keep(target, kept)
    atomic.put(package, target)
    return replace(tally, was_broken=was_broken, kept=kept)


@contextmanager
def _old_package(
    path: Path, folder: Path, *, force: bool
) -> Iterator[tuple[Previous | None, bool]]:
    """What a package remembers while it is unpacked in a folder, and whether it is broken.

    Raises output.Refused where something else stands there.
    """
    previous, is_broken = None, False
    try:
        previous = open_previous(atomic.target_of(path), folder)
    except Unreadable:
        is_broken = True
    except Foreign:
        output.check(path, (), force=force)
    try:
        yield previous, is_broken
    finally:
        if previous is not None:
            previous.close()


# -- without writing ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """How a note differs from the old package; no note is told of that doesn't.

    `id` is what it practises, `type` the name of its note type, `fields` name what changed. A note
    type whose cards look otherwise has changed too, without an id.
    """

    status: Status
    id: str
    type: str
    fields: tuple[str, ...] = ()


def differences(path: Path, content: Content) -> tuple[Tally, tuple[Difference, ...]]:
    """What writing a package would do, note by note, without writing it.

    Raises OSError and DuplicateNotes as that would.
    """
    with (
        tempfile.TemporaryDirectory(prefix="nkquiz-") as folder,
        _old_package(path, Path(folder), force=False) as (previous, was_broken),
    ):
        tally, found = _compared(Stamper(previous, content.now, content.room), content)
    return replace(tally, was_broken=was_broken), found


def _compared(stamper: Stamper, content: Content) -> tuple[Tally, tuple[Difference, ...]]:
    found: list[Difference] = []
    ids: set[str] = set()
    twice: list[str] = []
    cards = 0
    for stamped in (one for batch in stamper.stamped(content.notes) for one in batch):
        note = stamped.note
        if note.guid in ids:
            twice.append(note.id)
        ids.add(note.guid)
        cards += len(note.cards)
        if stamped.status is not Status.UNCHANGED:
            found.append(Difference(stamped.status, note.id, note.type.name, _fields(stamped)))
    if twice:
        raise DuplicateNotes(tuple(twice))
    tally, retired = _counted(stamper, cards, ids)
    found += [Difference(Status.RETIRED, old.name, old.type) for old in retired]
    found += [Difference(Status.CHANGED, "", name) for name in stamper.changed_types()]
    return tally, tuple(found)


def _fields(stamped: Stamped) -> tuple[str, ...]:
    """The names of the fields that changed, and `tags`."""
    note, old = stamped.note, stamped.old
    if old is None:
        return ()
    pairs = zip(
        note.type.fields, stamped.fields.split("\x1f"), old.fields.split("\x1f"), strict=False
    )
    changed = [name for name, new, before in pairs if new != before]
    return (*changed, "tags") if note.tags != old.tags else tuple(changed)


# -- the collection -----------------------------------------------------------------------


def _write_collection(path: Path, content: Content, previous: Previous | None) -> Tally:
    """A collection in Anki's oldest format, which every Anki reads."""
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    stamper = Stamper(previous, content.now, content.room)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # The file is put in place whole or not at all: a journal would be wasted.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        # Anki adds the indices itself, to the copy that it reads.
        connection.executescript(f"BEGIN; {APKG_SCHEMA.partition(_INDEX)[0]} {APKG_COL}")
        decks: dict[str, int] = {}
        cards = _write_rows(connection, content.notes, stamper, decks)
        _write_decks(connection, content.title, stamper, decks)
        connection.execute("COMMIT")
        _refuse_duplicates(connection)
        tally = _tally(connection, stamper, cards)
    with path.open("r+b") as stream:
        stream.seek(_VERSION_OFFSET)
        stream.write(_VERSION)
    return tally


def _write_rows(
    connection: sqlite3.Connection, notes: Iterable[Note], stamper: Stamper, decks: dict[str, int]
) -> int:
    """The notes and their cards, due in their order; returns the number of cards.

    The decks that they go into are added to `decks`, by name.
    """
    due = cards = 0
    for batch in stamper.stamped(notes):
        connection.executemany(_NOTE, map(_note_row, batch))
        for stamped in batch:
            if stamped.note.deck not in decks:
                decks[stamped.note.deck] = _deck_id(stamped.note.deck)
        rows = [
            (stamped.id + n, stamped.id, decks[stamped.note.deck], n, stamped.modified, number)
            for number, stamped in enumerate(batch, start=due + 1)
            for n in stamped.note.cards
        ]
        connection.executemany(_CARD, rows)
        due += len(batch)
        cards += len(rows)
    return cards


def _note_row(stamped: Stamped) -> tuple[int | str, ...]:
    note, id_, modified, fields, _, _ = stamped
    return (id_, note.guid, note.type.id, modified, note.tags, fields)


def _write_decks(
    connection: sqlite3.Connection, title: str, stamper: Stamper, decks: dict[str, int]
) -> None:
    """The decks, and the note types that their notes use."""
    import genanki

    (written,) = connection.execute("SELECT decks FROM col").fetchone()
    all_decks = json.loads(written)
    for name in sorted(decks):
        all_decks[str(decks[name])] = genanki.Deck(decks[name], name).to_json()
    connection.execute(
        "UPDATE col SET models = ?, decks = ?",
        (json.dumps(stamper.note_types(_deck_id(title))), json.dumps(all_decks)),
    )


def _refuse_duplicates(connection: sqlite3.Connection) -> None:
    # The inner query sorts GUIDs alone, not whole notes with them.
    twice = connection.execute(
        "SELECT mid, flds FROM notes"
        " WHERE guid IN (SELECT guid FROM notes GROUP BY guid HAVING count(*) > 1)"
        " GROUP BY guid ORDER BY id"
    )
    ids = tuple(BY_ID[type_id].id_in(fields) for type_id, fields in twice)
    if ids:
        raise DuplicateNotes(ids)


def _tally(connection: sqlite3.Connection, stamper: Stamper, cards: int) -> Tally:
    kept = (guid for (guid,) in connection.execute("SELECT guid FROM notes"))
    tally, retired = _counted(stamper, cards, kept)
    ids = tuple(old.name for old in islice(retired, _MOST_RETIRED_NAMED))
    return replace(tally, retired_ids=ids)


def _counted(stamper: Stamper, cards: int, kept: Iterable[str]) -> tuple[Tally, Iterator[Retired]]:
    """How many notes there are of each sort; then the old ones whose GUIDs are not kept."""
    sorts = (Status.NEW, Status.CHANGED, Status.UNCHANGED)
    new, changed, unchanged = (stamper.counts[status] for status in sorts)
    tally = Tally(
        new + changed + unchanged, cards, new, changed, unchanged, emptied=tuple(stamper.emptied)
    )
    previous = stamper.previous
    if previous is None or previous.count == changed + unchanged:
        return tally, iter(())
    return replace(tally, retired=previous.count - changed - unchanged), previous.retired(kept)


def _deck_id(name: str) -> int:
    """An id like those that Anki makes; it matters little, since decks match by name."""
    digest = hashlib.sha256(name.encode()).digest()
    return 10**12 + int.from_bytes(digest[:8], "big") % 10**12


# -- the zip ------------------------------------------------------------------------------


def _zip(path: Path, database: Path, media: Mapping[str, Path]) -> None:
    """The files of a package, under one date: pictures and sounds are compressed as they are."""
    names = sorted(media)
    index = json.dumps({str(number): name for number, name in enumerate(names)})
    with path.open("w+b") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            _pack(archive, "collection.anki2", database)
            with archive.open("media", "w") as sink:
                sink.write(index.encode())
            for number, name in enumerate(names):
                entry = zipfile.ZipInfo(str(number))
                entry.compress_type = zipfile.ZIP_STORED
                _pack(archive, entry, media[name])
            for entry in archive.infolist():
                entry.create_system = 3  # the same on Windows
            archive.comment = output.UNSEALED
        output.seal(stream, stream.tell() - len(output.UNSEALED))
        stream.flush()
        os.fsync(stream.fileno())


def _pack(archive: zipfile.ZipFile, entry: str | zipfile.ZipInfo, path: Path) -> None:
    """Add a file in pieces. The date of an entry that names none is 1 January 1980."""
    is_large = path.stat().st_size >= 1 << 31
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=is_large) as sink:
        shutil.copyfileobj(source, sink, 1 << 16)
