"""What a learner has done, kept for good: a review log that only grows, and what follows from it.

Owns the database, its backups and its exchange with other machines. Knows nothing of items' text
beyond what an answer quotes, reads no clock, and shows nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nkquiz import schedule
from nkquiz.model import Problem
from nkquiz.schedule import State
from nkquiz.scoring import Verdict
from nkquiz.store import backup, database, log, state
from nkquiz.store.answer import Answer, LogEntry
from nkquiz.store.backup import backups
from nkquiz.store.failure import StoreCorrupt, StoreFailed, failures
from nkquiz.store.objections import Objection, decided, subject

if TYPE_CHECKING:  # a session needs neither
    from nkquiz.store.exchange import Merge
    from nkquiz.store.orphans import Orphan


class Recorded(NamedTuple):
    """An answer that is on the disk: its row's id, and the states of its memories now."""

    id: str
    states: Mapping[str, State]


class Store:
    """The store at a path, opened or begun. A context manager: it is closed at the end.

    Raises StoreCorrupt if it is damaged (then `salvage.salvage(path)`), and StoreFailed, an OSError,
    for whatever else keeps it from being used. So does every method.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        patience: float = database.PATIENCE,
        connect: Callable[[Path, float], sqlite3.Connection] = database.connect,
    ) -> None:
        self.path = backup.followed(Path(path))
        self._connection = connect(self.path, patience)

    @classmethod
    def reading(cls, path: str | os.PathLike[str]) -> Store:
        """The store at a path, to be read only; the disk need not be writable."""
        return cls(path, connect=database.connect_to_read)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was recorded is on the disk already."""
        with failures(self.path):
            self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with failures(self.path), database.transaction(self._connection):
            yield self._connection

    # -- a session ------------------------------------------------------------------------

    def states(self, memories: Iterable[str]) -> dict[str, State]:
        """The states of those memories that have been met; new ones are missing."""
        with failures(self.path):
            return state.states(self._connection, memories)

    def record(self, answer: Answer) -> Recorded:
        """Write an answer to the log and move the states of its memories on.

        When this returns, the answer is on the disk; when it raises, no part of it is.
        """
        answer = replace(answer, scheduler=answer.scheduler or schedule.version())
        with self._writing() as connection:
            entry = log.append(connection, answer)
            after = state.advance(connection, entry)
        return Recorded(entry.id, after)

    def undo(self, identity: str, at: datetime) -> dict[str, State]:
        """Take back an answer, by a row more; returns the states of its memories now.

        A memory that has no other answer is new again, and missing. Raises LookupError where
        there is no such answer, or it is taken back already.
        """
        with self._writing() as connection:
            taken = log.take_back(connection, identity, at)
            return state.derive(connection, taken.answer.ratings)

    def amend(self, identity: str, answer: Answer) -> Recorded:
        """Take back an answer and write another in its place: both, or neither.

        Raises LookupError where there is no such answer, or it is taken back already.
        """
        answer = replace(answer, scheduler=answer.scheduler or schedule.version())
        with self._writing() as connection:
            taken = log.take_back(connection, identity, answer.at)
            entry = log.append(connection, answer)
            state.note_evidence(connection, entry)
            after = state.derive(connection, {**taken.answer.ratings, **answer.ratings})
        return Recorded(entry.id, after)

    def objections(self) -> list[Objection]:
        """The standing answers that count because their learner objected to a verdict, in their
        order, each with what was decided about it.
        """
        with failures(self.path):
            return decided(log.objections(self._connection))

    def decide(self, objections: Iterable[Answer], verdict: Verdict, at: datetime) -> None:
        """Keep whether what was objected for is right, by a row more for those that are alike."""
        with self._writing() as connection:
            for objection in {subject(answer): answer for answer in objections}.values():
                log.decide(connection, objection, verdict, at)

    def last_moment(self) -> datetime | None:
        """When the newest row was written, by its clock; none in an empty store.

        If that is in the future, the clock was wrong then, or is now.
        """
        with failures(self.path):
            last = log.last(self._connection)
        return None if last is None else last.answer.at

    # -- all of it ------------------------------------------------------------------------

    def entries(self) -> Iterator[LogEntry]:
        """Every answer that stands, in their order."""
        with failures(self.path):
            yield from log.standing(self._connection)

    def every_state(self) -> Iterator[tuple[str, State]]:
        """Every memory that has been met, by key."""
        with failures(self.path):
            yield from state.every_state(self._connection)

    def orphans(self, known: Mapping[str, Sequence[str]]) -> list[Orphan]:
        """The memories that no file has any more.

        `known` maps each memory that the files have to the stems that may ask for it; memories
        of other files are left alone.
        """
        from nkquiz.store.orphans import orphans

        with failures(self.path):
            return orphans(self._connection, known)

    # -- care -----------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Make everything that follows from the log anew. A sound store stays as it is."""
        with self._writing() as connection:
            state.rebuild(connection)

    def check(self) -> list[str]:
        """What is wrong with the store, a sentence each; nothing in a sound one."""
        with failures(self.path):
            return self.damage() or list(state.disagreements(self._connection))

    def damage(self) -> list[str]:
        """What is wrong with the database and the log in it, which no rebuilding fixes."""
        with failures(self.path):
            found = database.soundness(self._connection)
            garbled = log.garbled(self._connection) if not found else ()
            return found or [f"row {identity} of the log can't be read" for identity in garbled]

    def back_up(self, day: date) -> Path | None:
        """Back up the store, once a day; the last ten are kept. None if that was done."""
        with failures(self.path):
            return backup.daily(self._connection, self.path, day)

    def owns(self, path: Path) -> bool:
        """Whether a path is the store's file, by whatever name, or one that belongs to it: to
        write there would lose answers.
        """
        with failures(path):
            return database.owns(self.path, path)

    def export(self) -> Iterator[str]:
        """The log as lines of JSON, without line ends."""
        from nkquiz.store import exchange

        with failures(self.path):
            yield from exchange.lines(self._connection)

    def merge(self, lines: Iterable[str], path: str) -> tuple[Merge, list[Problem]]:
        """Take in an exported log, all of it or, where there are problems, nothing.

        Doing it twice changes nothing; the order of several does not matter.
        """
        from nkquiz.store import exchange

        with failures(self.path):
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                done, problems = exchange.merge(connection, exchange.located(lines, path))
                connection.execute("ROLLBACK" if problems else "COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return (exchange.Merge(0, 0) if problems else done), problems


__all__ = [
    "Answer",
    "LogEntry",
    "Objection",
    "Recorded",
    "Store",
    "StoreCorrupt",
    "StoreFailed",
    "backups",
]
