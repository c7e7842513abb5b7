"""The package that stands at the output path: the memory of when each note last changed.

Anki updates a note only if its time is newer, so an unchanged note must keep its time and a
changed one must get a newer. Owns the reading of an old package; never trusts it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from nkquiz.formats.apkg.models import BY_ID

_ANKI_FILES = ("collection.anki2", "collection.anki21", "collection.anki21b")
#: What reading a broken package may raise.
_BROKEN = (
    AttributeError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    sqlite3.Error,
)
#: What holds of each note that we write; SQLite itself takes anything in any column.
_LATEST = 1 << 40  # seconds since 1970, and more than any clock says
_SOUND = (
    f"typeof(id) = 'integer' AND id BETWEEN 1 AND {_LATEST * 1000}"
    f" AND typeof(mod) = 'integer' AND mod BETWEEN {-_LATEST} AND {_LATEST}"
    " AND typeof(guid) = 'text' AND typeof(tags) = 'text' AND typeof(flds) = 'text'"
)


class Foreign(Exception):
    """The file at the output path is no package of ours."""


class Unreadable(Exception):
    """The file at the output path is a package that is broken: it remembers nothing."""


class OldNote(NamedTuple):
    """A note of the old package; `modified` in seconds since 1970."""

    id: int
    modified: int
    type_id: int
    tags: str
    fields: str


class Retired(NamedTuple):
    """An old note that the deck has no longer: what it practised, and the name of its type."""

    name: str
    type: str


class Previous:
    """The notes and note types of an old package, looked up as needed, never all in memory."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self._connection = sqlite3.connect(database)
        self._connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        self._connection.execute("CREATE INDEX nkquiz_guid ON notes (guid)")
        self._connection.commit()
        ours = ",".join(str(id_) for id_ in BY_ID)
        self._is_ours = f"mid IN ({ours})"
        self.count, highest = self._one(
            f"SELECT count(*), max(id) FROM notes WHERE {self._is_ours}"  # noqa: S608 - our own ids
        )
        if self._one(f"SELECT 1 FROM notes WHERE {self._is_ours} AND NOT ({_SOUND}) LIMIT 1"):  # noqa: S608
            raise ValueError("notes that nkquiz has not written")
        self.highest_id = highest or 0
        #: Whether nothing would be lost that a person made: Anki exports reviews, and other notes.
        self.holds_only_ours = not self._one(
            f"SELECT EXISTS (SELECT 1 FROM notes WHERE NOT {self._is_ours})"  # noqa: S608
            " OR EXISTS (SELECT 1 FROM revlog) OR EXISTS (SELECT 1 FROM cards WHERE reps > 0)"
        )[0]
        types = json.loads(self._one("SELECT models FROM col")[0])
        self.types: dict[str, dict[str, Any]] = {
            id_: type_ for id_, type_ in types.items() if _is_time(type_.get("mod"))
        }

    def _one(self, query: str) -> Any:
        return self._connection.execute(query).fetchone()

    def notes(self, guids: list[str]) -> dict[str, OldNote]:
        """The old notes among a few hundred GUIDs, by GUID."""
        marks = ",".join("?" * len(guids))
        rows = self._connection.execute(
            f"SELECT guid, id, mod, mid, tags, flds FROM notes WHERE guid IN ({marks})",  # noqa: S608
            guids,
        )
        return {guid: OldNote(*rest) for guid, *rest in rows}

    def retired(self, kept: Iterable[str]) -> Iterator[Retired]:
        """Our notes that are not among the GUIDs kept, `file/fact` or the id of an item each."""
        self._connection.execute("CREATE TEMP TABLE kept (guid PRIMARY KEY) WITHOUT ROWID")
        self._connection.executemany("INSERT INTO kept VALUES (?)", ((guid,) for guid in kept))
        rows = self._connection.execute(
            f"SELECT mid, flds FROM notes WHERE {self._is_ours}"  # noqa: S608 - our own ids
            " AND guid NOT IN (SELECT guid FROM kept) ORDER BY id"
        )
        for type_id, fields in rows:
            yield Retired(BY_ID[type_id].id_in(fields), BY_ID[type_id].name)

    def close(self) -> None:
        self._connection.close()


def _is_time(value: object) -> bool:
    return type(value) is int and -_LATEST <= value <= _LATEST


def open_previous(path: Path, folder: Path) -> Previous | None:
    """The package at a path, unpacked into a folder; none where there is none.

    Raises Foreign where the file is not ours to replace, Unreadable where it is broken.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            if stream.read(2) == b"PK":  # half a package
                raise Unreadable
        raise Foreign
    try:
        return _unpacked(path, folder / "previous.anki2")
    except _BROKEN as error:
        raise Unreadable from error


def _unpacked(path: Path, database: Path) -> Previous:
    with zipfile.ZipFile(path) as archive:
        if [name for name in archive.namelist() if name in _ANKI_FILES] != ["collection.anki2"]:
            raise Foreign
        with archive.open("collection.anki2") as packed, database.open("wb") as stream:
            shutil.copyfileobj(packed, stream, 1 << 16)
    previous = Previous(database)
    if previous.count == 0:
        previous.close()
        raise Foreign
    return previous
