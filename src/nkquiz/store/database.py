"""A connection to a store: opened, recognised, brought up to date.

Owns the settings that make an answer durable, and the refusals: what is not a store, what a newer
nkquiz wrote, what is damaged. Changes nothing that it refuses.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from nkquiz.store import backup
from nkquiz.store.failure import ELSEWHERE, StoreCorrupt, StoreFailed, failures
from nkquiz.store.migrations import APPLICATION, MIGRATIONS, Migration

_MAGIC = b"SQLite format 3\0"

#: The first in which a table can be STRICT; older ones take a store for damaged.
_OLDEST_SQLITE = (3, 37, 0)

#: The size of a page in bytes. The log is the first table that is made: its tree begins on the
#: second page, with these for its first byte, and rows begin with their ids.
PAGE_SIZE = 4096
_TREE_BEGINS = (b"\x02", b"\x0a")
_ID_OF_A_ROW = re.compile(rb"[0-7][0-9a-f]{31}")

#: Seconds that a command waits for another that is writing.
PATIENCE = 5.0
_PAUSE = 0.02

#: How long a store may be without its first page while another program begins it, in seconds.
_WRITTEN_BY = 1.0

#: What stands beside a store while it is used: the ends of the names.
COMPANIONS = ("-wal", "-shm", "-journal")


def connect(
    path: Path, patience: float = PATIENCE, migrations: Sequence[Migration] = MIGRATIONS
) -> sqlite3.Connection:
    """Open the store at `path`, or begin one; older ones are backed up and brought up to date.

    Raises StoreCorrupt for a damaged store and StoreFailed for all else that can go wrong.
    """
    with failures(path):
        _refuse_old_sqlite(path)
        _make_folder(path.parent)
        _recognise(path)
        _refuse_read_only(path)
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            _migrate(connection, path, migrations, patience)
            _refuse_damaged_tables(connection, path, migrations)
            # Each commit waits until the disk has it: the verdict is shown only then.
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return connection


def connect_to_read(path: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open a store without writing to it, on a read-only disk too.

    Only an older one is brought up to date first. Raises StoreFailed where there is none.
    """
    with failures(path):
        _refuse_old_sqlite(path)
        path.stat()
        _recognise(path)
        try:
            return _reader(path, "mode=ro", patience)
        except sqlite3.OperationalError:
            waiting = path.with_name(f"{path.name}-wal")
            if waiting.exists() and waiting.stat().st_size:
                raise  # there is more than the one file holds
            # Without its two companion files, and a folder to make them in, a store can only
            # be read as one that nobody is writing to.
            return _reader(path, "immutable=1", patience)


def address(path: Path, how: str) -> str:
    """The file as SQLite's URI, whatever is in its name; `how` is a parameter: `mode=ro`."""
    return f"file:{quote(str(path.resolve()))}?{how}"


def _reader(path: Path, how: str, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address(path, how), timeout=patience, isolation_level=None, uri=True
    )
    try:
        version = _version(connection, path, len(MIGRATIONS))
        if version == len(MIGRATIONS):
            _refuse_damaged_tables(connection, path, MIGRATIONS)
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    connect(path, patience).close()  # brings an older one up to date, if it can be written
    return _reader(path, how, patience)


def owns(path: Path, other: Path) -> bool:
    """Whether another path is the store at `path`, a companion of it or in its backups."""
    if other.exists() and path.exists() and other.samefile(path):
        return True
    place, target = backup.followed(path), backup.followed(other)
    companions = {place.with_name(place.name + end) for end in COMPANIONS}
    return target in companions or backup.folder_of(place) in target.parents


def _refuse_old_sqlite(path: Path) -> None:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        needed = ".".join(map(str, _OLDEST_SQLITE[:2]))
        raise StoreFailed(
            path,
            f"this Python has SQLite {sqlite3.sqlite_version}, but nkquiz needs {needed} or "
            "newer: use another Python; nothing was changed",
            errno.ENOSYS,
        )


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    if folder.exists():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        backup.sync_folder(made.parent)


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC))
    except FileNotFoundError:
        return b""


def _recognise(path: Path) -> None:
    """Refuse a file that can't be a store, before SQLite touches it."""
    start = _beginning(path)
    remains = path.with_name(f"{path.name}-wal").exists() or backup.folder_of(path).exists()
    patient = time.monotonic() + _WRITTEN_BY
    while not start and remains and time.monotonic() < patient:
        time.sleep(_PAUSE)  # another program is beginning it at this instant, or it is lost
        start = _beginning(path)
    if start == _MAGIC:
        return
    if remains:
        raise StoreCorrupt(path, "it is damaged" if start else _lost(path))
    if start and not _has_a_log(path):
        raise StoreFailed(path, "this is not a store of nkquiz: nothing was changed")
    if start:
        raise StoreCorrupt(path, "its beginning is damaged")


def _lost(path: Path) -> str:
    """Why there is nothing of a store to which other files belong."""
    return "it is empty" if path.exists() else "it is gone"


def _has_a_log(path: Path) -> bool:
    """Whether a file that doesn't begin like a store has the log of one all the same."""
    with path.open("rb") as file:
        file.seek(PAGE_SIZE)
        page = file.read(PAGE_SIZE)
    return page.startswith(_TREE_BEGINS) and _ID_OF_A_ROW.search(page) is not None


def _refuse_read_only(path: Path) -> None:
    """Say before the first question, not after it, that no answer can be kept: SQLite opens a
    file that can't be written all the same.
    """
    # Asked rather than tried: closing a file gives up the locks that SQLite has on it.
    if path.exists() and not os.access(
        path, os.W_OK, effective_ids=os.access in os.supports_effective_ids
    ):
        raise StoreFailed(path, f"it can't be written; {ELSEWHERE}", errno.EACCES)


def _version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """The version of the store; 0 if it is still empty. Refuses strangers and newer ones."""
    # In this order: another may be making the store, and whose tables are there says who it is.
    try:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR and _has_a_log(path):
            raise StoreCorrupt(path) from error  # it says that it has a format that none has
        raise
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if tables and application != APPLICATION:
        raise StoreFailed(path, "this database belongs to another program: nothing was changed")
    if version > newest:
        raise StoreFailed(
            path,
            f"a newer nkquiz wrote it (version {version}, this one knows {newest}): "
            "update nkquiz; nothing was changed",
        )
    return int(version)


def _refuse_damaged_tables(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration]
) -> None:
    """Refuse a store whose description of its own tables is damaged, before it fails anywhere."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sound:
        for migration in migrations:
            migration(sound)
        if not _columns(sound) <= _columns(connection):
            raise StoreCorrupt(path)


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Each table's name, with the name of each of its columns."""
    sql = "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
    return set(connection.execute(f"{sql} WHERE t.type = 'table'"))


def _migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration], patience: float
) -> None:
    version = _version(connection, path, len(migrations))
    if version == len(migrations):
        return
    if version:
        backup.before_migration(connection, path, version)
    _write_ahead(connection, patience)
    connection.execute("PRAGMA synchronous = FULL")
    with transaction(connection):
        version = _version(connection, path, len(migrations))  # another may have been faster
        for migration in migrations[version:]:
            migration(connection)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
    backup.sync_folder(path.parent)


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Have a write-ahead log. Two who begin one store at once both want this, and SQLite turns
    one away without waiting.
    """
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)
        else:
            return


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written within becomes durable together, or none of it does."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def soundness(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the database, at most a hundred findings."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    return [] if found == ["ok"] else found
