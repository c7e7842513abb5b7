"""The review log: rows are added, and neither changed nor removed.

An answer that is taken back stays; a row more says so. So does one about an objection that was
decided: it takes nothing back but itself, so that every nkquiz knows that it is no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from sqlite3 import Connection

from nkquiz.scoring import Verdict
from nkquiz.store.answer import COLUMNS, Answer, LogEntry, LogRow, entry_of, new_id, values_of
from nkquiz.store.failure import Garbled

_ALL = ", ".join(COLUMNS)
_PLACES = ", ".join("?" * len(COLUMNS))

#: An answer that stands: neither taken back nor itself the taking back of another.
_STANDING = """
    undoes IS NULL AND NOT EXISTS (SELECT 1 FROM log u WHERE u.undoes = log.id)"""


#: An answer that counts because its learner objected, or what was decided about such.
_OBJECTIONS = f"objected = 1 AND (undoes = id OR {_STANDING})"


def append(connection: Connection, answer: Answer) -> LogEntry:
    """Add an answer behind all others.

    Raises ValueError for an answer that no log can hold, such as one without a UTC offset.
    """
    entry = LogEntry(_next_id(connection, answer.at), answer)
    add(connection, entry)
    return entry


def add(connection: Connection, entry: LogEntry) -> None:
    """Add a row that has its id already."""
    values = values_of(entry)
    entry_of(values)  # what can't be read back, or moved to another machine, is refused now
    connection.execute(f"INSERT INTO log VALUES ({_PLACES})", values)  # noqa: S608


def take_back(connection: Connection, identity: str, at: datetime) -> LogEntry:
    """Add a row that takes back another; returns the one that was taken back.

    Raises LookupError if there is no such answer that still stands.
    """
    sql = f"SELECT {_ALL} FROM log WHERE id = ? AND {_STANDING}"  # noqa: S608
    row = connection.execute(sql, (identity,)).fetchone()
    if row is None:
        raise LookupError(f"there is no answer {identity} to take back")
    taken = _entry(row)
    nothing = replace(taken.answer, at=at, duration=0, ratings={})
    add(connection, LogEntry(_next_id(connection, at), nothing, undoes=identity))
    return taken


def decide(connection: Connection, objection: Answer, verdict: Verdict, at: datetime) -> None:
    """Add a row that says whether what was objected for is right."""
    right = verdict is Verdict.CORRECT
    decision = replace(
        objection, at=at, verdict=verdict, points=float(right), duration=0, ratings={}
    )
    identity = _next_id(connection, at)
    add(connection, LogEntry(identity, decision, undoes=identity))


def _next_id(connection: Connection, at: datetime) -> str:
    return new_id(at, newest(connection))


def newest(connection: Connection) -> str | None:
    """The id of the last row; none in an empty log."""
    (identity,) = connection.execute("SELECT max(id) FROM log").fetchone()
    return None if identity is None else str(identity)


def last(connection: Connection) -> LogEntry | None:
    """The last row; none in an empty log."""
    identity = newest(connection)
    row = None if identity is None else find(connection, identity)
    return None if row is None else _entry(row)


def find(connection: Connection, identity: str) -> LogRow | None:
    """The columns of one row."""
    sql = f"SELECT {_ALL} FROM log WHERE id = ?"  # noqa: S608
    row: LogRow | None = connection.execute(sql, (identity,)).fetchone()
    return row


def rows(connection: Connection) -> Iterator[LogRow]:
    """The columns of every row, in their order."""
    return iter(connection.execute(f"SELECT {_ALL} FROM log ORDER BY id"))  # noqa: S608


def standing(connection: Connection) -> Iterator[LogEntry]:
    """Every answer that was not taken back, in their order."""
    sql = f"SELECT {_ALL} FROM log WHERE {_STANDING} ORDER BY id"  # noqa: S608
    return map(_entry, connection.execute(sql))


def objections(connection: Connection) -> Iterator[LogEntry]:
    """The standing answers that count because their learner objected, and what was decided
    about such, in their order; only these are read.
    """
    sql = f"SELECT {_ALL} FROM log WHERE {_OBJECTIONS} ORDER BY id"  # noqa: S608
    return map(_entry, connection.execute(sql))


def garbled(connection: Connection) -> Iterator[str]:
    """The ids of the rows that can't be ones."""
    for row in rows(connection):
        try:
            entry_of(row)
        except (ValueError, TypeError, KeyError):
            yield str(row[0])


def _entry(row: LogRow) -> LogEntry:
    """A row that is there. Raises Garbled where it can't be one."""
    try:
        return entry_of(row)
    except (ValueError, TypeError, KeyError) as error:
        raise Garbled(row[0]) from error


def last_about(connection: Connection, memory: str) -> LogEntry | None:
    """The last answer that told something about a memory."""
    sql = f"""SELECT {_ALL} FROM log WHERE id =
        (SELECT max(answer) FROM evidence WHERE memory = ?)"""  # noqa: S608
    row = connection.execute(sql, (memory,)).fetchone()
    return None if row is None else _entry(row)
