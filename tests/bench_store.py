"""How fast the store is, for `make bench`: rows against a bare floor in the same run.

All of it happens on a real disk, in the folder of this file: a file system in memory syncs nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from measuring import Row, in_turn, timed
from nkquiz.schedule import Rating
from nkquiz.scoring import Verdict
from nkquiz.store import Answer, Store, database, state
from nkquiz.store.answer import COLUMNS, LogEntry, milliseconds, values_of

ANSWERS = 200
CARDS = 100_000
ROWS = 1_000_000
_START = datetime(2024, 1, 1, 12, tzinfo=UTC)


def storing(_: Path) -> Iterator[Row]:
    """A suite of `tests/bench.py`."""
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=Path(__file__).parent) as name:
        yield recording(Path(name))
        yield starting_a_session(Path(name))
        yield replaying(Path(name))


def answer(memory: str, at: datetime, rating: Rating = Rating.GOOD) -> Answer:
    return Answer(
        item=f"{memory}/multiple-choice",
        at=at,
        verdict=Verdict.WRONG if rating is Rating.AGAIN else Verdict.CORRECT,
        response="Danube",
        points=float(rating is not Rating.AGAIN),
        deck="rivers",
        stem="The _____ rises in the Black Forest and flows through ten countries.",
        key="Danube",
        options=("Danube", "Elbe", "Rhine", "Vistula"),
        chosen=0,
        duration=2_500,
        ratings={memory: rating},
        scheduler="fsrs",
    )


def recording(folder: Path) -> Row:
    """Durable answers one by one, against as many bare writes that are made durable."""
    store = Store(folder / "answers.db")
    bare = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    page = bytes(4096)
    count = iter(range(10**9))

    def answers() -> None:
        for _ in range(ANSWERS):
            number = next(count)
            store.record(answer(f"big/fact-{number % 1000}/x", _START + timedelta(hours=number)))

    def writes() -> None:
        for _ in range(ANSWERS):
            os.write(bare, page)
            os.fdatasync(bare)

    return timed(f"store: {ANSWERS} durable answers", "4 KiB write + fdatasync", 4, answers, writes)


_SESSION = """
import sys
from datetime import UTC, datetime
from nkquiz.loader import load
from nkquiz.quiz import plan, slots
from nkquiz.schedule import agenda, study_day
from nkquiz.store import Store
deck, _ = load(sys.argv[1])
with Store(sys.argv[2]) as store:
    memories = [fact.memory(mark) for fact, mark in slots(deck)]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    queue = agenda(memories, store.states(memories), study_day(now)).queue
    assert len(queue) >= 100
    plan(deck, 20)
"""


def starting_a_session(folder: Path) -> Row:
    """A process that opens a deck of 100 and what is due of it, in a big store and a small one."""
    lines = ["id: big", "facts:"]
    lines += [f"  - {{id: fact-{i}, fact: The ==River {i}== flows north.}}" for i in range(100)]
    deck = folder / "big.yaml"
    deck.write_text("\n".join(lines) + "\n")
    for cards in (CARDS, 100):
        rows = (
            (f"big/fact-{i}/River {i}", _START + timedelta(seconds=i), Rating.GOOD)
            for i in range(cards)
        )
        fill(folder / f"{cards}.db", rows)

    def start(cards: int) -> Callable[[], object]:
        command = [sys.executable, "-c", _SESSION, str(deck), str(folder / f"{cards}.db")]
        return lambda: subprocess.run(command, check=True)

    name = f"store: a session, {CARDS:,} cards in it"
    return timed(name, "the same, 100 cards in it", 1.1, start(CARDS), start(100))


def replaying(folder: Path) -> Row:
    """Everything derived made anew, against reading the rows and feeding `fsrs` with them."""
    path = folder / "log.db"
    cards = ROWS // 10
    fill(
        path,
        (
            (
                f"big/fact-{i % cards}/x",
                _START + timedelta(days=7 * (i // cards), seconds=i % cards),
                Rating.AGAIN if i % 11 == 0 else Rating.GOOD,
            )
            for i in range(ROWS)
        ),
    )
    with Store(path) as store:
        a, b = in_turn(store.rebuild, lambda: bare_replay(path), runs=3)
    name = f"store: replay of {ROWS:,} answers"
    return Row(name, "reading them + fsrs alone", 1.5, a / b, f"{a:.1f} s", f"{b:.1f} s")


def bare_replay(path: Path) -> None:
    """Read each row of the log, and give its rating to `fsrs`."""
    import fsrs

    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    cards: dict[str, fsrs.Card] = {}
    connection = database.connect(path)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    when, rated = COLUMNS.index("at"), COLUMNS.index("ratings")
    sql = f"SELECT {', '.join(COLUMNS)} FROM log ORDER BY id"
    for row in connection.execute(sql):
        at, ratings = epoch + timedelta(milliseconds=row[when]), row[rated]  # {"MEMORY":3}
        memory, rating = ratings[2:-4], int(ratings[-2])
        card = cards.get(memory) or fsrs.Card(0, due=at)
        cards[memory], _ = scheduler.review_card(card, fsrs.Rating(rating), at)
    connection.close()


def fill(path: Path, rows: Iterator[tuple[str, datetime, Rating]]) -> None:
    """A store with these answers."""
    connection = database.connect(path)
    marks = ", ".join("?" * len(COLUMNS))
    with database.transaction(connection):
        connection.executemany(
            f"INSERT INTO log VALUES ({marks})",
            (
                values_of(
                    LogEntry(f"{milliseconds(at):012x}{number:020x}", answer(memory, at, rating))
                )
                for number, (memory, at, rating) in enumerate(rows)
            ),
        )
        state.rebuild(connection)
    connection.close()
