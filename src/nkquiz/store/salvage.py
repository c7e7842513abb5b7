"""What to do with a damaged store: save what reads, move the rest aside, lose nothing twice.

The new store holds the rows that can still be read and those of the youngest sound backup. The
damaged files stay as they are, under another name.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from glob import escape
from itertools import islice
from pathlib import Path

from nkquiz import atomic
from nkquiz.store import backup, log, state
from nkquiz.store.answer import COLUMNS, LogEntry, LogRow, entry_of, is_id
from nkquiz.store.database import COMPANIONS, PAGE_SIZE, address, connect, transaction
from nkquiz.store.failure import UNREADABLE, failures

_ALL = ", ".join(COLUMNS)
_FROM = f"SELECT {_ALL} FROM log WHERE id > ? ORDER BY id"  # noqa: S608
_NONE = f"SELECT {_ALL} FROM log LIMIT 0"  # noqa: S608
_NEXT = "SELECT id FROM log WHERE id > ? ORDER BY id LIMIT 1"

# In milliseconds since 1970: when answers are given, as far as one can tell without any.
_DAY = 86_400_000
_EARLY = 1_577_836_800_000  # 2020
_LATE = 4_102_444_800_000  # 2100
_END = 1 << 48  # behind every tick
_BEHIND_ALL = "8"  # and behind every id

#: How often one looks for where reading works again: by day, eighty years are 29,000.
_MOST_ATTEMPTS = 200_000

_FRESH = "fresh.db"

#: Where the first page says how many pages there are.
_PAGES = slice(28, 32)

#: In bytes; a row has an id and nineteen columns more.
_SMALLEST_ROW = 64


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
    path = backup.followed(path)
    with failures(path):
        _clear_abandoned(path)
        work = Path(tempfile.mkdtemp(prefix=f"{path.name}.salvage-", dir=path.parent))
        try:
            fresh = work / _FRESH
            with closing(connect(fresh)) as connection, transaction(connection):
                saved = _fill(connection, _copy(path, work), path)
            aside = _move_aside(path)
            atomic.put(fresh, path)
            backup.sync_folder(path.parent)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return Salvage(aside, *saved)


def _clear_abandoned(path: Path) -> None:
    """Remove what killed salvages left; one that is at work keeps its new store locked."""
    for work in path.parent.glob(f"{escape(path.name)}.salvage-*"):
        try:
            with closing(sqlite3.connect(work / _FRESH, timeout=0, isolation_level=None)) as fresh:
                fresh.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                continue
        except UNREADABLE:
            pass  # it was killed while it was being made
        shutil.rmtree(work, ignore_errors=True)


def _copy(path: Path, work: Path) -> Path:
    """A copy to read, with a beginning of its own or one that is lent: SQLite would change the
    original.
    """
    copy = work / "damaged.db"
    for end in ("", "-wal", "-journal"):
        source = path.with_name(path.name + end)
        if source.exists():
            shutil.copyfile(source, copy.with_name(copy.name + end))
    if copy.exists() and not _has_log(copy):
        _lend_beginning(copy)
    return copy


def _has_log(source: Path) -> bool:
    """Whether the beginning of a database still says where its log is, and what is in it."""
    try:
        with _opened(source) as other:
            other.execute(_NONE)
    except UNREADABLE:
        return False
    return True


@contextmanager
def _opened(source: Path) -> Iterator[sqlite3.Connection]:
    """A database to read, though it may be cut short: SQLite would refuse that."""
    with closing(sqlite3.connect(address(source, "mode=rw"), uri=True)) as other:
        other.execute("PRAGMA writable_schema = ON")
        yield other


def _lend_beginning(copy: Path) -> None:
    """Give a copy the first page of an empty store in the place of its own: where each table
    begins stands there, and is the same in all stores. Rows prove themselves, so that a page
    which doesn't fit does no harm.
    """
    empty = copy.with_name("empty.db")
    connect(empty).close()
    page = bytearray(empty.read_bytes()[:PAGE_SIZE])
    page[_PAGES] = bytes(4)  # unknown: SQLite looks how long the file is
    with copy.open("r+b") as file:
        file.write(page)


def _fill(connection: sqlite3.Connection, damaged: Path, path: Path) -> tuple[int, int]:
    """Write what reads into the new store; how many rows the damaged one and a backup gave."""
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
    if not _has_log(source):
        return 0
    taken = 0
    with _opened(source) as other:
        for entry in _readable(other, _most_rows(source)):
            if log.find(connection, entry.id) is None:
                log.add(connection, entry)
                taken += 1
    return taken


def _most_rows(source: Path) -> int:
    """More rows than a sound file of this size holds; a damaged one may lead in a loop."""
    waiting = source.with_name(f"{source.name}-wal")
    size = sum(file.stat().st_size for file in (source, waiting) if file.exists())
    return size // _SMALLEST_ROW + 1


def _is_readable(source: Path) -> bool:
    try:
        with closing(sqlite3.connect(address(source, "mode=ro"), uri=True)) as connection:
            connection.execute("SELECT count(*) FROM log").fetchone()
    except UNREADABLE:
        return False
    return True


def _readable(other: sqlite3.Connection, most: int) -> Iterator[LogEntry]:
    """The rows that can be read: each damaged stretch is stepped over.

    At most twice `most` rows are read, each stretch without any makes the next step twice as
    long, and attempts are counted: so it ends, whatever the file holds.
    """
    attempts = iter(range(_MOST_ATTEMPTS))
    reached, step, left = "", 1, 2 * most
    while left > 0:
        before = reached
        # `sqlite3` reads a row ahead, and loses the one before where that fails: get it by itself.
        for sql in (_FROM, f"{_FROM} LIMIT 1"):
            for row in _rows(other, sql, reached, min(left, most)):
                if row is None:
                    return
                left -= 1
                reached = _further(reached, row[0])
                yield from _valid(row)
        step = 1 if reached > before else step * 2
        following = _further(reached, _following(other, reached))
        if following > reached:  # that row by itself is what can't be read
            reached, left = following, left - 1
            continue
        start = _behind_damage(other, reached, step, attempts)
        for row in _before(other, start or _BEHIND_ALL, reached, min(left, most)):
            left -= 1
            yield from _valid(row)
        if start is None:
            return
        reached = start


def _further(reached: str, identity: object) -> str:
    """The later of two ids; one that no row has says nothing of where reading is."""
    return max(reached, identity) if is_id(identity) else reached


def _following(other: sqlite3.Connection, reached: str) -> object:
    """The id of the next row, where the way to it is sound; else none."""
    try:
        row = other.execute(_NEXT, (reached,)).fetchone()
    except UNREADABLE:
        return None
    return row and row[0]


def _rows(other: sqlite3.Connection, sql: str, start: str, most: int) -> Iterator[LogRow | None]:
    """Rows as far as they can be read; none at the end, if all of the log was read."""
    number = 0
    try:
        for row in islice(other.execute(sql, (start,)), most):
            number += 1
            yield row
    except UNREADABLE:
        return
    if sql == _FROM and number < most:
        yield None


def _before(other: sqlite3.Connection, start: str, reached: str, most: int) -> Iterator[LogRow]:
    """Rows between a damaged page and where reading works again: the inner pages of the tree
    hold some too, and these are reached from behind only.
    """
    sql = f"SELECT {_ALL} FROM log WHERE id < ? AND id > ? ORDER BY id DESC LIMIT 1"  # noqa: S608
    with suppress(*UNREADABLE):
        for _ in range(most):
            row = other.execute(sql, (start, reached)).fetchone()
            if row is None or not reached < str(row[0]) < start:
                return
            yield row
            start = str(row[0])


def _valid(row: LogRow) -> Iterator[LogEntry]:
    """The row, unless it is garbage."""
    with suppress(ValueError, TypeError, KeyError):
        yield entry_of(row)


def _behind_damage(
    other: sqlite3.Connection, reached: str, step: int, attempts: Iterator[int]
) -> str | None:
    """Where reading works again, behind the last id that was read; none if nowhere, or if there
    are no attempts left.

    Ids begin with a time: later and later ones are tried, from `step` milliseconds on, then the
    first that works is looked for. Each attempt finds its way to one page only.
    """
    bad = max(int(reached[:12] or "0", 16), _EARLY) + step - 1
    for _ in attempts:
        if bad + step >= _END:
            return None
        if _reads(other, bad + step):
            break
        bad, step = bad + step, step + step // 4 + 1
        if bad < _LATE:  # where answers are, no page is to be stepped over
            step = min(step, _DAY)
    else:
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
    try:
        other.execute(_NEXT, (f"{tick:012x}",)).fetchone()
    except UNREADABLE:
        return False
    return True


def _move_aside(path: Path) -> Path | None:
    """Give the damaged files another name; a killed salvage is done again by the next."""
    aside = atomic.name_for_damaged(path)
    for end in COMPANIONS:
        companion = path.with_name(path.name + end)
        if companion.exists():
            companion.replace(aside.with_name(aside.name + end))
    if not path.exists():
        return None
    atomic.keep(path, aside)
    return aside
