"""What follows from the log: the evidence by memory, and the state of each memory.

Everything here can be made anew from the log alone, to the bit: a state depends on the set of
rows, not on when or in which order they came into the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from math import inf
from operator import itemgetter
from sqlite3 import SQLITE_ERROR, Connection, OperationalError
from typing import Any

from nkquiz.schedule import Rating, State, replay, review
from nkquiz.store.answer import Answer, LogEntry, day_number
from nkquiz.store.failure import Garbled, Underived

#: SQLite takes some thousands of parameters; the lists of a deck are cut up.
_AT_ONCE = 500

#: What counts: not what was taken back.
_STANDS = "NOT EXISTS (SELECT 1 FROM log u WHERE u.undoes = e.answer)"

_RATINGS = {rating.value: rating for rating in Rating}

#: The evidence as the log has it. A study day turns at 04:00 local; day 719161 is 1969-12-30, from
#: where on all is positive: `/` rounds towards zero.
_EVIDENCE = """
    SELECT j.key AS memory, l.id AS answer, j.value AS rating,
           (l.at + l.offset * 60000 + 158400000) / 86400000 + 719161 AS day
    FROM log l, json_each(l.ratings) j WHERE l.undoes IS NULL"""


def states(connection: Connection, memories: Iterable[str]) -> dict[str, State]:
    """The states of those memories that have been met; only their own rows are read."""
    keys = list(dict.fromkeys(memories))
    found: dict[str, State] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = connection.execute(f"SELECT * FROM state WHERE memory IN ({marks})", some)  # noqa: S608
        found.update((row[0], _state(row)) for row in rows)
    return found


def every_state(connection: Connection) -> Iterator[tuple[str, State]]:
    """Each memory with its state, by key."""
    rows = connection.execute("SELECT * FROM state ORDER BY memory")
    return ((row[0], _state(row)) for row in rows)


def _state(row: tuple[Any, ...]) -> State:
    """The state of a row. Raises Underived for one that follows from no log."""
    memory, stability, difficulty, first, last, reviews, lapses = row
    # A damaged row may hold what its table doesn't allow: nothing, or bytes.
    numbers_only = all(isinstance(value, int | float) for value in row[1:])
    if not numbers_only or not isinstance(memory, str):
        raise Underived(memory)
    if not (0 < stability < inf and 1 <= difficulty <= 10 and reviews > 0 and lapses >= 0):
        raise Underived(memory)
    return State(stability, difficulty, _date(first), _date(last), reviews, lapses)


def _date(day: int) -> date:
    try:
        return date.fromordinal(day)
    except (ValueError, OverflowError, TypeError) as error:
        raise Underived(day) from error


def _answer(rating: int, day: int) -> tuple[Rating, date]:
    if rating not in _RATINGS:
        raise Underived(rating)
    return _RATINGS[rating], _date(day)


def advance(connection: Connection, entry: LogEntry) -> dict[str, State]:
    """Take in the newest row of the log; returns the new states of its memories."""
    note_evidence(connection, entry)
    before = states(connection, entry.answer.ratings)
    day = date.fromordinal(day_number(entry.answer))
    after = {
        memory: review(before.get(memory), rating, day)
        for memory, rating in entry.answer.ratings.items()
    }
    _write(connection, after)
    return after


def note_evidence(connection: Connection, entry: LogEntry) -> None:
    """Note what a row of the log says about memories. A row that takes back says nothing."""
    if not entry.undoes:
        connection.executemany(
            "INSERT INTO evidence VALUES (?, ?, ?, ?)", _evidence(entry.id, entry.answer)
        )


def _evidence(identity: str, answer: Answer) -> list[tuple[str, str, int, int]]:
    if not answer.ratings:
        return []
    day = day_number(answer)
    return [(memory, identity, rating.value, day) for memory, rating in answer.ratings.items()]


def derive(connection: Connection, memories: Iterable[str]) -> dict[str, State]:
    """Make the states of some memories anew from their evidence; those left without any are
    forgotten.
    """
    after: dict[str, State] = {}
    for memory in dict.fromkeys(memories):
        rows = connection.execute(
            f"SELECT rating, day FROM evidence e WHERE memory = ? AND {_STANDS} ORDER BY answer",  # noqa: S608
            (memory,),
        )
        state = replay(_answers(rows))
        if state is None:
            connection.execute("DELETE FROM state WHERE memory = ?", (memory,))
        else:
            after[memory] = state
    _write(connection, after)
    return after


def _answers(rows: Iterable[tuple[int, int]]) -> Iterator[tuple[Rating, date]]:
    return (_answer(rating, day) for rating, day in rows)


def _write(connection: Connection, after: Mapping[str, State]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?, ?, ?, ?)",
        (_columns(memory, state) for memory, state in after.items()),
    )


def _columns(memory: str, state: State) -> tuple[Any, ...]:
    return (
        memory,
        state.stability,
        state.difficulty,
        state.first.toordinal(),
        state.last.toordinal(),
        state.reviews,
        state.lapses,
    )


def replayed(connection: Connection, evidence: str = "evidence") -> Iterator[tuple[str, State]]:
    """Every memory that has evidence, by key, with the state that follows from it."""
    rows = connection.execute(
        f"SELECT memory, rating, day FROM {evidence} e WHERE {_STANDS} ORDER BY memory, answer"  # noqa: S608
    )
    for memory, group in groupby(rows, key=itemgetter(0)):
        state = replay(_answer(rating, day) for _, rating, day in group)
        assert state is not None
        yield memory, state


def rebuild(connection: Connection) -> None:
    """Make all evidence and all states anew from the log alone. Raises Garbled where a row of
    it can't be one.
    """
    try:
        _rebuild(connection)
    except Underived as error:
        raise Garbled(*error.args) from error
    except OperationalError as error:
        if error.sqlite_errorcode == SQLITE_ERROR:  # no text of JSON, where the log has one
            raise Garbled(str(error)) from error
        raise


def _rebuild(connection: Connection) -> None:
    connection.execute("DELETE FROM evidence")
    connection.execute(f"INSERT INTO evidence {_EVIDENCE} ORDER BY 1, 2")
    connection.execute("DELETE FROM state")
    connection.executemany(
        "INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, ?)",
        (_columns(memory, state) for memory, state in replayed(connection)),
    )


def disagreements(connection: Connection) -> Iterator[str]:
    """What in the evidence or the states does not follow from the log, a sentence each."""
    with _texts_of_any_sort(connection):
        yield from _disagreements(connection)


@contextmanager
def _texts_of_any_sort(connection: Connection) -> Iterator[None]:
    """Within it, a text that isn't UTF-8 is read as another one: in what follows from the log
    it is as wrong as any other, and made anew.
    """
    before = connection.text_factory
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    try:
        yield
    finally:
        connection.text_factory = before


def _disagreements(connection: Connection) -> Iterator[str]:
    for one, other, said in (
        (_EVIDENCE, "SELECT * FROM evidence", "rated in the log, but not in the evidence"),
        ("SELECT * FROM evidence", _EVIDENCE, "in the evidence, but not so in the log"),
    ):
        rows = connection.execute(f"SELECT memory, answer FROM ({one} EXCEPT {other})")  # noqa: S608
        yield from (f"{memory}: {said} ({answer})" for memory, answer in rows)
    kept = {row[0]: row for row in connection.execute("SELECT * FROM state")}
    for memory, state in replayed(connection, f"({_EVIDENCE})"):
        found = kept.pop(memory, None)
        if found != _columns(memory, state):
            yield f"{memory}: the state is {_said(found)}, but from the log follows {state}"
    yield from (f"{memory}: has a state, but nothing in the log" for memory in kept)


def _said(row: tuple[Any, ...] | None) -> str:
    if row is None:
        return "missing"
    try:
        return str(_state(row))
    except Underived:
        return f"impossible {row[1:]}"
