"""What can go wrong with a store, in a learner's words.

Every failure is an OSError with the store's path, so that a command that knows nothing of stores
still says what happened and ends with the status of a failed disk.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: The end of a message where the place is to blame.
ELSEWHERE = "choose another place with --store or NKQUIZ_STORE"

#: SQLite's primary result codes: an errno, and what to say.
_SAYINGS = {
    sqlite3.SQLITE_BUSY: (
        errno.EBUSY,
        "another program has locked it: close that program, or try again",
    ),
    sqlite3.SQLITE_LOCKED: (errno.EBUSY, "another program has locked it: close that program"),
    sqlite3.SQLITE_READONLY: (errno.EROFS, f"it can't be written; {ELSEWHERE}"),
    sqlite3.SQLITE_PERM: (errno.EACCES, f"you are not allowed to use it; {ELSEWHERE}"),
    sqlite3.SQLITE_CANTOPEN: (errno.EACCES, f"it can't be opened; {ELSEWHERE}"),
    sqlite3.SQLITE_FULL: (errno.ENOSPC, f"the disk is full; make room, or {ELSEWHERE}"),
    sqlite3.SQLITE_IOERR: (errno.EIO, f"the disk failed, or is full; {ELSEWHERE}"),
}
#: What reading a database may raise; its own messages quote what is in it, and needn't be text.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class StoreFailed(OSError):
    """The store can't be used; `strerror` says why, `filename` which one it is."""

    def __init__(self, path: Path, why: str, number: int = errno.EIO) -> None:
        super().__init__(number, why, str(path))


class StoreCorrupt(StoreFailed):
    """What is on the disk is no sound store: `salvage` moves it aside and saves what reads."""

    def __init__(self, path: Path, why: str = "it is damaged") -> None:
        super().__init__(path, why)


class Underived(Exception):
    """A row of a table that follows from the log can't follow from any: make it anew."""


class Garbled(Exception):
    """A row of the log can't be one: the database is damaged, though SQLite can't know it."""


def failure(path: Path, error: Exception) -> StoreFailed:
    """What an error of SQLite or of the operating system means for the store at `path`."""
    if isinstance(error, StoreFailed):
        return error
    if isinstance(error, (Garbled, UnicodeDecodeError)) or _is_no_text(error):
        return StoreCorrupt(path)
    if isinstance(error, Underived):
        return StoreFailed(
            path, "the schedule in it is damaged: to fix it, use `nkquiz store rebuild`"
        )
    if isinstance(error, OSError):
        return StoreFailed(path, f"{error.strerror}; {ELSEWHERE}", error.errno or errno.EIO)
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _CORRUPT:
        return StoreCorrupt(path)
    number, why = _SAYINGS.get(primary or 0, (errno.EIO, str(error)))
    return StoreFailed(path, why, number)


def _is_no_text(error: Exception) -> bool:
    """Whether Python's own `sqlite3` found a text that isn't UTF-8: SQLite doesn't look."""
    return isinstance(error, sqlite3.OperationalError) and "Could not decode" in str(error)


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Within it, whatever SQLite or the operating system raises is raised as a StoreFailed."""
    try:
        yield
    except (*UNREADABLE, OSError, Underived, Garbled) as error:
        raise failure(path, error) from error
