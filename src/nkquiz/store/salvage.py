"""What to do with a damaged store: save what reads, move the rest aside, lose nothing twice.

The new store holds the rows that can still be read and those of the youngest sound backup. The
damaged files stay as they are, under another name.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from nkquiz.store import backup, log, state
from nkquiz.store.answer import COLUMNS, Entry, Values, entry_of
from nkquiz.store.database import connect, transaction
from nkquiz.store.failure import failures

_ALL = ", ".join(COLUMNS)
_END = 1 << 48  # behind every tick
_COMPANIONS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Salvage:
    """Where the damaged store is now (none if there was no file any more), how many rows of it
    could be read, and how many more came from a backup.
    """

    aside: Path | None
    read: int
    from_backup: int


def salvage(path: Path) -> Salvage:
    """Put a sound store in the place of a damaged one. Raises StoreFailed if the disk won't."""
    with failures(path):
        work = Path(tempfile.mkdtemp(prefix=f"{path.name}.salvage-", dir=path.parent))
        try:
            fresh = work / "fresh.db"
            with closing(connect(fresh)) as connection:
                saved = _fill(connection, _copy(path, work), path)
            aside = _move_aside(path)
            fresh.replace(path)
            backup.sync_folder(path.parent)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return Salvage(aside, *saved)


def _copy(path: Path, work: Path) -> Path:
    """A copy to read: SQLite would change the original."""
    copy = work / "damaged.db"
    for end in ("", "-wal", "-journal"):
        source = path.with_name(path.name + end)
        if source.exists():
            shutil.copyfile(source, copy.with_name(copy.name + end))
    return copy


def _fill(connection: sqlite3.Connection, damaged: Path, path: Path) -> tuple[int, int]:
    """Write what reads into the new store; how many rows the damaged one and a backup gave."""
    with transaction(connection):
        read = _take(connection, damaged)
        rescued = 0
        for copy in backup.backups(path):
            rescued = _take(connection, copy)
            if rescued or _is_readable(copy):
                break
        state.rebuild(connection)
    return read, rescued


def _take(connection: sqlite3.Connection, source: Path) -> int:
    """Add the rows of another database that are missing; how many there were."""
    if not source.exists():
        return 0
    taken = 0
    with closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True)) as other:
        for entry in _readable(other):
            if log.find(connection, entry.id) is None:
                log.add(connection, entry)
                taken += 1
    return taken


def _is_readable(source: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT count(*) FROM log").fetchone()
    except sqlite3.Error:
        return False
    return True


def _readable(other: sqlite3.Connection) -> Iterator[Entry]:
    """The rows that can be read, in their order: each damaged stretch is stepped over."""
    other.execute("PRAGMA writable_schema = ON")  # or SQLite refuses a file that was cut short
    sql = f"SELECT {_ALL} FROM log WHERE id > ? ORDER BY id"  # noqa: S608
    start = ""
    while True:
        reached = start
        try:
            for row in other.execute(sql, (start,)):
                reached = max(reached, str(row[0]))
                yield from _valid(row)
        except sqlite3.Error:
            behind = _behind_damage(other, reached)
            if behind is None or behind <= start:
                return
            start = behind
        else:
            return


def _valid(row: Values) -> Iterator[Entry]:
    """The row, unless it is garbage."""
    with suppress(ValueError, TypeError, KeyError):
        yield entry_of(row)


def _behind_damage(other: sqlite3.Connection, reached: str) -> str | None:
    """Where reading works again, behind the last id that was read; none if nowhere.

    Ids begin with a time: later and later ones are tried, then the first that works is looked
    for. Each attempt finds its way to one page only.
    """
    try:
        bad = int(reached[:12] or "0", 16)
    except ValueError:
        return None
    step = 1
    while not _reads(other, bad + step):
        bad, step = bad + step, step + step // 4 + 1
        if bad >= _END:
            return None
    good = bad + step
    while good - bad > 1:
        middle = (bad + good) // 2
        if _reads(other, middle):
            good = middle
        else:
            bad = middle
    return f"{good:012x}"


def _reads(other: sqlite3.Connection, tick: int) -> bool:
    """Whether the first row from a tick on, or the end of the log, can be found."""
    sql = "SELECT id FROM log WHERE id > ? ORDER BY id LIMIT 1"
    try:
        other.execute(sql, (f"{tick:012x}",)).fetchone()
    except sqlite3.Error:
        return False
    return True


def _move_aside(path: Path) -> Path | None:
    """Give the damaged files another name; a killed salvage is done again by the next."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for end in _COMPANIONS:
        companion = path.with_name(path.name + end)
        if companion.exists():
            companion.replace(aside.with_name(aside.name + end))
    if not path.exists():
        return None
    try:
        os.link(path, aside)  # so that the place is never empty: the new store replaces it
    except OSError:
        path.replace(aside)
    return aside
