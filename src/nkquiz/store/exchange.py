"""The log as lines of JSON: taken out, and merged in.

The first line says what the file is, each other is a row; several logs may stand in one file, one
behind the other. A merge takes the rows that are missing, so that doing it twice changes nothing,
and in whichever order machines are merged, all come to the same state.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sqlite3 import Connection

from nkquiz.model import Location, Problem
from nkquiz.store import log, state
from nkquiz.store.answer import LogEntry, line_of, read_line, values_of

FORMAT = "nkquiz-log"
VERSION = 1
_MOST_PROBLEMS = 20
_BYTE_ORDER_MARK = "\ufeff"  # an editor on Windows may have put it there


@dataclass(frozen=True, slots=True)
class Merge:
    """How many rows were new, and how many were there already."""

    added: int
    known: int


def lines(connection: Connection) -> Iterator[str]:
    """The whole log, a line at a time, without line ends; the same log gives the same bytes."""
    yield json.dumps({"format": FORMAT, "version": VERSION})
    yield from map(line_of, log.rows(connection))


def read(text: Iterable[str], path: str) -> Iterator[LogEntry | Problem]:
    """The rows of an exported log; a problem for each line that is none.

    `path` is for the problems. Nothing more is read where the first line is not that of a log.
    """
    return (row for _, row in located(text, path))


def located(text: Iterable[str], path: str) -> Iterator[tuple[Location, LogEntry | Problem]]:
    """The same, each with its place."""
    numbered = enumerate(text, start=1)
    head = Location(path, 1, 1)
    _, first = next(numbered, (1, ""))
    why = _no_head(first)
    if why:
        yield head, _problem(head, why)
        return
    for number, line in numbered:
        if line.strip():
            place = Location(path, number, 1)
            try:
                yield place, read_line(line)
            except ValueError as error:
                if _no_head(line):  # else another log begins, put behind the one before
                    yield place, _problem(place, str(error))


def standing(rows: Iterable[LogEntry]) -> list[LogEntry]:
    """The answers of an exported log that were not taken back, in their order, each once."""
    by_id = {row.id: row for row in rows}
    gone = {row.undoes for row in by_id.values()}
    return [row for key, row in sorted(by_id.items()) if not row.undoes and key not in gone]


def _no_head(line: str) -> str:
    """Why the first line is not that of a log; empty if it is."""
    try:
        head = json.loads(line.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError):
        head = None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        return "this is not a log: to write one, use `nkquiz store export`"
    if head.get("version") != VERSION:
        return "a newer nkquiz wrote this log: update nkquiz"
    return ""


def _problem(place: Location, message: str) -> Problem:
    return Problem(place, "log", message)


def merge(
    connection: Connection, rows: Iterable[tuple[Location, LogEntry | Problem]]
) -> tuple[Merge, list[Problem]]:
    """Take in the rows that are missing, within a transaction that the caller rolls back if
    there are problems.
    """
    added = known = 0
    touched: dict[str, None] = {}
    problems: list[Problem] = []
    for place, row in rows:
        if isinstance(row, Problem):
            problems.append(row)
        elif (there := log.find(connection, row.id)) is None:
            log.add(connection, row)
            state.note_evidence(connection, row)
            touched.update(dict.fromkeys(_memories(connection, row)))
            added += 1
        elif there == values_of(row):
            known += 1
        else:
            why = f"row {row.id} differs from the same row in the store: one of the two was changed"
            problems.append(_problem(place, why))
        if len(problems) == _MOST_PROBLEMS:
            break
    if not problems:
        state.derive(connection, touched)
    return Merge(added, known), problems


def _memories(connection: Connection, row: LogEntry) -> Iterable[str]:
    """The memories that a row says something about or takes something back from."""
    if not row.undoes:
        return row.answer.ratings
    sql = "SELECT j.key FROM log l, json_each(l.ratings) j WHERE l.id = ?"
    return [memory for (memory,) in connection.execute(sql, (row.undoes,))]
