"""How a database becomes a store of today, step by step.

A migration is a function from one version to the next and is never changed once released:
`MIGRATIONS[n]` makes version n + 1 from version n, and version 0 is an empty file. The version is
SQLite's `user_version`.
"""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection

Migration = Callable[[Connection], None]

#: Says that a database is ours: "nkqz".
APPLICATION = 0x6E6B717A


def _begin(connection: Connection) -> None:
    """The log, which only grows; the evidence in it by memory; what follows from that."""
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    _create_log(connection)
    _create_state(connection)


def _create_log(connection: Connection) -> None:
    connection.execute("""
        CREATE TABLE log (
            id TEXT PRIMARY KEY,
            at INTEGER NOT NULL,         -- milliseconds since 1970, UTC
            offset INTEGER NOT NULL,     -- minutes east of UTC, where it was answered
            deck TEXT NOT NULL,
            item TEXT NOT NULL,
            stem TEXT NOT NULL,
            key TEXT NOT NULL,
            verdict TEXT NOT NULL,
            points REAL NOT NULL,        -- of one possible
            response TEXT NOT NULL,
            options TEXT NOT NULL,       -- JSON: the texts in the order shown
            chosen INTEGER,              -- the place of the one taken, from 0
            duration INTEGER NOT NULL,   -- milliseconds
            hinted INTEGER NOT NULL,
            guessed INTEGER NOT NULL,
            objected INTEGER NOT NULL,   -- 1: judged otherwise, and the learner objected
            ratings TEXT NOT NULL,       -- JSON: memory -> 1 to 4
            retention REAL NOT NULL,     -- what was asked for
            scheduler TEXT NOT NULL,
            undoes TEXT                  -- the row that this one takes back
        ) STRICT, WITHOUT ROWID""")
    connection.execute("CREATE INDEX taken_back ON log (undoes) WHERE undoes IS NOT NULL")
    connection.execute("CREATE INDEX objections ON log (objected) WHERE objected = 1")
    for change in ("UPDATE", "DELETE"):
        connection.execute(f"""
            CREATE TRIGGER no_{change.lower()} BEFORE {change} ON log
            BEGIN SELECT RAISE(ABORT, 'the review log only grows'); END""")


def _create_state(connection: Connection) -> None:
    """What is derived from the log; salvage and a change of scheduler compute it again."""
    connection.execute("""
        CREATE TABLE evidence (          -- derived: the ratings of the log, by memory
            memory TEXT NOT NULL,
            answer TEXT NOT NULL,
            rating INTEGER NOT NULL,
            day INTEGER NOT NULL,        -- study day, 1 is 0001-01-01
            PRIMARY KEY (memory, answer)
        ) STRICT, WITHOUT ROWID""")
    connection.execute("""
        CREATE TABLE state (             -- derived: what FSRS makes of the evidence
            memory TEXT PRIMARY KEY,
            stability REAL NOT NULL,     -- days
            difficulty REAL NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            reviews INTEGER NOT NULL,
            lapses INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""")


MIGRATIONS: tuple[Migration, ...] = (_begin,)
