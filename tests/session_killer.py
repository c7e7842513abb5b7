"""Kills `nkquiz quiz` and `nkquiz review` again and again, and looks for every answer whose verdict
was printed.

`python tests/session_killer.py FOLDER KILLS SEED` is a soak. A child is the whole command, with
its lines waiting in stdin; the parent ends it with SIGKILL at a random instant, in the middle of
opening, asking, writing, printing, backing up or closing too.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nkquiz import cli, schedule
from nkquiz.cli import playing, quiz, review  # noqa: F401 - imported once, not in each child
from nkquiz.schedule import Rating
from nkquiz.scoring import Verdict
from nkquiz.store import LogEntry, Store
from nkquiz.store.exchange import read as read_log
from nkquiz.terminal import lines  # noqa: F401

#: How many kills one store lives through; then a new one is begun, to be killed in its making.
_A_STORE = 12
#: A kill comes after so many verdicts, however slow the machine is, and then at any instant.
_MOST_VERDICTS = 30
_LONGEST = 0.008  # seconds

VERDICTS = tuple(verdict.value.capitalize().encode() for verdict in Verdict)
NAMES = [
    "Alba",
    "Bora",
    "Cato",
    "Dora",
    "Elba",
    "Fara",
    "Gala",
    "Hera",
    "Ilia",
    "Juno",
    "Kira",
    "Lena",
    "Mira",
    "Nora",
    "Orla",
    "Pia",
]


@dataclass(slots=True)
class Toll:
    """What the kills came to."""

    kills: int = 0
    ended: int = 0  # children that were done before they could be killed
    verdicts: int = 0
    unprinted: int = 0  # answers on the disk whose verdict was not printed: no harm
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def write_deck(path: Path) -> None:
    facts = [
        f"  - {{id: {name.lower()}, fact: The ferry to the island of =={name}== leaves from pier {n}.}}"
        for n, name in enumerate(NAMES, 1)
    ]
    path.write_text("\n".join(["id: ferries", "facts:", *facts, ""]), encoding="utf-8")


def responses(number: int) -> list[str]:
    """Lines for one session: each once in all, so that its row can be told; some are right."""
    draw = random.Random(number)
    return [
        draw.choice(NAMES) + f" {number}-{line}" if draw.random() < 0.9 else f"{number}-{line}"
        for line in range(200)
    ]


def arguments(number: int) -> list[str]:
    """`quiz` and `review` in turn; the latter on a day of its own."""
    if number % 2:
        return ["review", "--new", "5", "--kind", "cloze"]
    return ["quiz", "--kind", "cloze", "--seed", str(number)]


def start(folder: Path, store: Path, number: int) -> tuple[int, int]:
    """Start a session; its process, and where its output can be read."""
    reader, writer = os.pipe()
    typed = folder / "lines"
    typed.write_text("\n".join(responses(number)) + "\n", encoding="utf-8")
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    status = 1
    try:
        os.dup2(os.open(typed, os.O_RDONLY), 0)
        os.dup2(writer, 1)
        sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w", encoding="utf-8")
        now = datetime(2026, 1, 1, 18, tzinfo=UTC) + timedelta(days=number)
        os.environ["NKQUIZ_NOW"] = now.isoformat()
        command, *options = arguments(number)
        status = cli.run([command, str(folder / "ferries.yaml"), *options, "--store", str(store)])
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)


def printed_until_killed(child: int, reader: int, verdicts: int, delay: float) -> tuple[bytes, int]:
    """What a session prints until it is killed, some seconds after so many verdicts; its status."""
    printed = b""
    while count(printed) < verdicts and (part := os.read(reader, 65536)):
        printed += part
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    while part := os.read(reader, 65536):
        printed += part
    os.close(reader)
    _, status = os.waitpid(child, 0)
    return printed, os.waitstatus_to_exitcode(status)


def count(printed: bytes) -> int:
    """How many verdicts were printed; the last line only if it is whole."""
    whole = printed[: printed.rfind(b"\n") + 1]
    return sum(line.startswith(VERDICTS) for line in whole.splitlines())


def look_for(path: Path, number: int, printed: bytes, toll: Toll) -> None:
    """Find the answers whose verdicts were printed, and whether log and states agree."""
    there: set[str] = set()
    if path.exists():
        with Store(path) as store:
            toll.wrong += [f"session {number}: {wrong}" for wrong in store.check()]
            rows = [row for row in read_log(store.export(), "log") if isinstance(row, LogEntry)]
            there = {row.answer.response for row in rows}
    verdicts, given = count(printed), responses(number)
    toll.verdicts += verdicts
    toll.lost += [response for response in given[:verdicts] if response not in there]
    toll.unprinted += len(there.intersection(given)) - verdicts


def toll_of(folder: Path, kills: int, seed: int) -> Toll:
    """Kill as often as asked, then play to the end on the last store."""
    toll = Toll()
    draw = random.Random(seed)
    write_deck(folder / "ferries.yaml")
    schedule.review(None, Rating.GOOD, datetime(2026, 1, 1, tzinfo=UTC).date())  # imports `fsrs`
    schedule.version()
    store = folder / "0" / "store.db"
    for number in range(kills):
        store = folder / str(number // _A_STORE) / "store.db"
        child, reader = start(folder, store, number)
        wanted = draw.randrange(_MOST_VERDICTS)
        printed, status = printed_until_killed(child, reader, wanted, draw.uniform(0, _LONGEST))
        if status not in (0, -signal.SIGKILL):
            toll.wrong.append(f"session {number} left with {status}: {printed[-200:]!r}")
        look_for(store, number, printed, toll)
        toll.kills += 1
        toll.ended += status == 0
    child, reader = start(folder, store, kills)
    printed, status = printed_to_the_end(child, reader)
    if status or b"\nScore: " not in printed:
        toll.wrong.append(f"the session afterwards left with {status}: {printed[-200:]!r}")
    look_for(store, kills, printed, toll)
    return toll


def printed_to_the_end(child: int, reader: int) -> tuple[bytes, int]:
    printed = b""
    while part := os.read(reader, 65536):
        printed += part
    os.close(reader)
    _, status = os.waitpid(child, 0)
    return printed, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    report = toll_of(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(f"{report}\n")
    sys.exit(1 if report.lost or report.wrong else 0)
