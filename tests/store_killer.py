"""Kills a recording process again and again, and looks for every answer that it printed.

`python tests/store_killer.py FOLDER KILLS SEED` is a soak. A child records answers, and takes
some back, and prints what it did once the store says so; the parent ends it with SIGKILL at a
random instant, in the middle of opening, writing, backing up or closing too.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nkquiz import schedule
from nkquiz.schedule import Rating
from nkquiz.scoring import Verdict
from nkquiz.store import Answer, LogEntry, Store
from nkquiz.store.exchange import read as read_log

#: How many kills one store lives through; then a new one is begun, to be killed in its making.
_A_STORE = 20
#: A kill comes after so many lines, however slow the machine is, and then at any instant.
_MOST_LINES = 20
_LONGEST = 0.008  # seconds


@dataclass(slots=True)
class Toll:
    """What the kills came to."""

    kills: int = 0
    answers: int = 0
    undone: int = 0
    unfinished: int = 0  # answers on the disk that were not printed yet: no promise, no harm
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def record_for_ever(path: Path, number: int) -> None:
    """The child: a line for each answer, once it is recorded."""
    draw = random.Random(number)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    with Store(path) as store:
        for _ in range(draw.randint(1, 40)):
            memory = f"rivers/fact-{draw.randrange(40)}/x"
            rating = draw.choice((Rating.AGAIN, Rating.GOOD))
            now += timedelta(seconds=draw.choice((5, 60, -600)))
            answer = Answer(
                f"{memory}/cloze", now, Verdict.CORRECT, "x", 1, ratings={memory: rating}
            )
            done = store.record(answer)
            os.write(1, f"answer {done.id}\n".encode())
            if draw.random() < 0.1:
                store.undo(done.id, now)
                os.write(1, f"undone {done.id}\n".encode())
        store.back_up(now.date())


def kill_one(path: Path, number: int, lines: int, delay: float) -> str:
    """Start a child, kill it some seconds after so many lines, and return what it printed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(writer, 1)
            record_for_ever(path, number)
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    printed = b""
    while printed.count(b"\n") < lines and (part := os.read(reader, 65536)):
        printed += part
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    while part := os.read(reader, 65536):
        printed += part
    os.close(reader)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise AssertionError("the child failed by itself")
    return printed.decode()


def look_for(path: Path, number: int, printed: str, toll: Toll, known: set[str]) -> None:
    """Find what was printed, and whether log and states agree."""
    with Store(path) as store:
        toll.wrong += [f"kill {number}: {wrong}" for wrong in store.check()]
        rows = {row.id: row for row in _rows(store)}
    gone = {row.undoes for row in rows.values() if row.undoes}
    for line in printed.splitlines():
        what, _, identity = line.partition(" ")
        there = gone if what == "undone" else rows
        if identity not in there:
            toll.lost.append(f"kill {number}: {line}")
        toll.undone += what == "undone"
        toll.answers += what == "answer"
        known.add(identity)
    toll.unfinished += len({key for key, row in rows.items() if not row.undoes} - known)
    known.update(rows)
    toll.lost += [f"kill {number}: {identity}" for identity in sorted(known.difference(rows))]


def _rows(store: Store) -> list[LogEntry]:
    rows = [row for row in read_log(store.export(), "log") if isinstance(row, LogEntry)]
    assert len(rows) == sum(1 for _ in store.export()) - 1
    return rows


def toll_of(folder: Path, kills: int, seed: int) -> Toll:
    """Kill as often as asked."""
    toll = Toll()
    draw = random.Random(seed)
    schedule.review(None, Rating.GOOD, datetime(2026, 1, 1, tzinfo=UTC).date())  # imports `fsrs`
    schedule.version()
    known: set[str] = set()
    for number in range(kills):
        if number % _A_STORE == 0:
            known = set()
        path = folder / f"{number // _A_STORE}" / "store.db"
        lines = draw.randrange(_MOST_LINES)
        printed = kill_one(path, number, lines, draw.uniform(0, _LONGEST))
        look_for(path, number, printed, toll, known)
        toll.kills += 1
    return toll


if __name__ == "__main__":
    report = toll_of(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(f"{report}\n")
    sys.exit(1 if report.lost or report.wrong else 0)
