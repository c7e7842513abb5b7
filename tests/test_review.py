"""`nkquiz review` and what `quiz` keeps: what comes when, and what may go wrong with the store."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import nkquiz
from commands import EVENING, VERDICTS, Learner
from nkquiz import registry, schedule
from nkquiz.cli import progress, review
from nkquiz.schedule import Rating, study_day
from nkquiz.store import Store, StoreFailed
from nkquiz.store.migrations import MIGRATIONS

ISLANDS = ("Alba", "Bora", "Cato", "Dora", "Elba", "Fara")
FERRIES = "id: ferries\ntitle: Ferries\nfacts:\n" + "".join(
    f"  - {{id: {name.lower()}, fact: The ferry to the island of =={name}== leaves from pier {n}.}}\n"
    for n, name in enumerate(ISLANDS, 1)
)
RIVERS = """
id: rivers
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire, Po]
facts:
  - {id: ten, fact: "The ==Danube|river== flows through ==ten== countries, more than any other river."}
  - {id: basel, fact: "The ==Rhine|river== flows through the old town of Basel in the north of its land."}
  - id: parts
    fact: The two halves of a river bed are known by names of their own.
    set: [upper course, lower course]
  - id: steps
    fact: Water goes around in a circle from the sea and back to it.
    order: [It rises as vapour., It cools to clouds., It falls as rain., It flows to the sea.]
"""


def stem(name: str) -> str:
    return f"The ferry to the island of _____ leaves from pier {ISLANDS.index(name) + 1}."


STEMS = {stem(name): name for name in ISLANDS}


@pytest.fixture
def learner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Learner:
    deck = tmp_path / "ferries.yaml"
    deck.write_text(FERRIES, encoding="utf-8")
    return Learner(monkeypatch, capsys, deck, tmp_path / "store" / "store.db")


def all_right(learner: Learner, *arguments: object) -> list[str]:
    """Answer what is to be reviewed, right, each in a session of its own; the islands."""
    names: list[str] = []
    waiting = learner.does("review", *arguments).stems
    while waiting:
        names.append(STEMS[waiting[-1]])
        done = learner.does("review", *arguments, lines=f"{names[-1]}\n")
        assert done.verdicts == ["Correct"]
        waiting = done.stems[1:]
    return names


# -- what does not come ---------------------------------------------------------------------


def test_what_was_answered_today_is_not_due(learner: Learner) -> None:
    all_right(learner)
    done = learner.does("review", lines="x\n")
    assert (done.status, done.stems) == (0, [])
    assert re.fullmatch(
        r"Nothing is due today\. Next: \d in \d days, on \w+ 2026-03-\d\d\.\n", done.out
    )


def test_no_new_things_can_be_asked_for(learner: Learner) -> None:
    done = learner.does("review", "--new=0", lines="x\n")
    assert done.stems == []
    assert (
        done.out
        == "Nothing is due today.\n6 new things wait for another day. To get more today: --new\n"
    )


def test_new_things_are_limited_by_the_day(learner: Learner) -> None:
    assert all_right(learner, "--new=4") == list(ISLANDS[:4])
    assert learner.does("review", "--new=4").stems == []
    learner.sleeps(hours=9.9)  # 03:54: still the same day
    assert learner.does("review", "--new=4").stems == []
    learner.sleeps(hours=0.2)
    assert all_right(learner, "--new=4") == list(ISLANDS[4:])


def test_a_cram_leaves_the_schedule_as_it_is(learner: Learner) -> None:
    all_right(learner, "--new=3")
    before = learner.states
    done = learner.does("review", "--cram", lines="x\n" * 100)
    assert (done.status, set(done.verdicts)) == (0, {"Wrong"})
    assert learner.states == before
    assert [answer.ratings for answer in learner.answers[3:]] == [{}] * len(done.verdicts)
    assert "Nothing is due" not in done.out


def test_true_or_false_is_never_reviewed(learner: Learner) -> None:
    done = learner.does("review", "--kind=true-false", lines="t\n")
    assert (done.status, done.out) == (1, "")
    assert "nothing to review" in done.err


def test_a_forecast_asks_nothing(learner: Learner) -> None:
    all_right(learner, "--new=2")
    done = learner.does("review", "--forecast", lines="x\n")
    assert (done.status, done.stems) == (0, [])
    lines = done.out.splitlines()
    assert lines[0].split() == ["today", "0"]
    assert sum(int(line.split()[-2]) for line in lines[1:-1] if len(line.split()) == 4) == 2
    assert lines[-1] == "  and 4 new things, 4 of them today"


def test_a_forecast_writes_nothing(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    all_right(learner, "--new=2")
    monkeypatch.setattr(Store, "back_up", None)
    monkeypatch.setattr(progress, "opened", None)
    assert learner.does("review", "--forecast").status == 0


def test_help_knows_what_the_schedule_knows() -> None:
    limits = (schedule.RETENTION, schedule.LOWEST_RETENTION, schedule.HIGHEST_RETENTION)
    assert limits == (review.RETENTION, review.LOWEST, review.HIGHEST)
    assert review.NEW == schedule.NEW_A_DAY


# -- what comes -----------------------------------------------------------------------------


def test_a_day_without_a_store_begins_one(learner: Learner) -> None:
    done = learner.does("review", lines="Alba\nx\n")
    assert done.status == 0
    assert done.verdicts == ["Correct", "Wrong"]
    assert done.out.startswith("Review: Ferries, 6 questions\n")
    assert done.out.endswith("\nLeft for today: 4 new.\n")
    assert set(learner.states) == {"ferries/alba/Alba", "ferries/bora/Bora"}


def test_each_comes_on_its_day_for_two_months(learner: Learner) -> None:
    """What is asked each day is what the schedule says, and nothing is forgotten."""
    history: dict[str, list[tuple[Rating, date]]] = {}
    for _ in range(60):
        today = study_day(learner.now)
        states = {key: schedule.replay(answers) for key, answers in history.items()}
        due = {
            key for key, state in states.items() if state and schedule.due_day(key, state) <= today
        }
        new = [key for key in map(memory, ISLANDS) if key not in history][:2]
        asked = [memory(name) for name in all_right(learner, "--new=2")]
        assert (set(asked[: len(due)]), asked[len(due) :]) == (due, new)
        for key in asked:
            history.setdefault(key, []).append((Rating.GOOD, today))
        learner.sleeps(days=1)
    assert learner.states == {key: schedule.replay(answers) for key, answers in history.items()}
    assert all(len(answers) > 2 for answers in history.values())


def memory(name: str) -> str:
    return f"ferries/{name.lower()}/{name}"


def test_what_has_waited_longest_comes_first(learner: Learner) -> None:
    for name in ISLANDS[:3]:
        all_right(learner, "--new=1")
        learner.sleeps(days=1)
        del name
    learner.sleeps(days=30)
    states = learner.states
    days = [schedule.due_day(memory(STEMS[s]), states[memory(STEMS[s])]) for s in waiting(learner)]
    assert len(days) == 3
    assert days == sorted(days)


def waiting(learner: Learner) -> list[str]:
    """What would be asked today without new things, in its order."""
    return list(dict.fromkeys(learner.does("review", "--new=0", "--cram", lines="x\n" * 99).stems))[
        :3
    ]


def test_a_session_can_be_short(learner: Learner) -> None:
    done = learner.does("review", "--count=2", lines="Alba\nBora\n")
    assert done.verdicts == ["Correct", "Correct"]
    assert done.out.endswith("\nLeft for today: 4 new.\n")


def test_a_greater_retention_comes_sooner(learner: Learner) -> None:
    for _ in range(3):
        all_right(learner)
        learner.sleeps(days=12)
    learner.sleeps(days=-11)
    loose, strict = (learner.does("review", f"--retention={r}").stems for r in (0.7, 0.97))
    assert (len(loose), len(strict)) == (0, 1)


@pytest.mark.parametrize(("retention", "said"), [("0.94", False), ("0.95", True)])
def test_a_costly_retention_is_said(learner: Learner, retention: str, said: bool) -> None:
    done = learner.does("review", f"--retention={retention}")
    assert ("far more reviews" in done.err) is said


@pytest.mark.parametrize(
    "wrong", ["--retention=0.69", "--retention=0.98", "--retention=nan", "--new=-1", "--count=0"]
)
def test_wrong_usage_is_status_2(learner: Learner, wrong: str) -> None:
    assert learner.does("review", wrong).status == 2


def test_siblings_stand_apart_and_whole_facts_come_too(learner: Learner) -> None:
    learner.deck.write_text(RIVERS, encoding="utf-8")
    kinds = [f"--kind={kind}" for kind in registry.NAMES]
    asked = learner.does("review", *kinds, lines="x\n" * 99).stems[:5]
    assert len(set(asked)) == 5
    assert "name" in " ".join(asked)
    assert {answer.item.rpartition("/")[0] for answer in learner.answers} == {
        "rivers/ten/Danube",
        "rivers/ten/ten",
        "rivers/basel/Rhine",
        "rivers/parts/set",
        "rivers/steps/order",
    }
    order = [answer.item.split("/")[1] for answer in learner.answers[:5]]
    assert all(a != b for a, b in pairwise(order))


def test_the_first_time_is_a_choice_and_then_kinds_change(learner: Learner) -> None:
    learner.deck.write_text(RIVERS, encoding="utf-8")
    kinds: dict[str, list[str]] = {}
    for _ in range(12):
        learner.does("review", lines="x\n" * 5)
        learner.sleeps(days=1)
    for answer in learner.answers:
        if answer.ratings:
            key, _, kind = answer.item.rpartition("/")
            kinds.setdefault(key, []).append(kind)
    rhine = kinds["rivers/basel/Rhine"]
    assert rhine[0] == "multiple-choice"
    assert set(rhine) == {"cloze", "multiple-choice"}


def test_facts_without_an_id_are_told_of(learner: Learner) -> None:
    learner.deck.write_text(
        "facts:\n  - The ferry to ==Alba== leaves from pier 1.\n", encoding="utf-8"
    )
    assert "1 fact has no id" in learner.does("review").err


def test_an_edit_keeps_the_history(learner: Learner) -> None:
    all_right(learner)
    before = learner.states
    learner.deck.write_text(FERRIES.replace("ferry", "old steamer"), encoding="utf-8")
    assert learner.does("review").stems == []
    assert learner.states == before


# -- what quiz keeps ------------------------------------------------------------------------


def test_a_quiz_is_kept_too(learner: Learner) -> None:
    done = learner.does("quiz", "--seed=3", lines="x\n")
    (answer,) = learner.answers
    assert done.stems[0] == answer.stem
    assert (answer.response, answer.verdict.value, answer.points) == ("x", "wrong", 0)
    assert (answer.deck, answer.duration, answer.at) == ("ferries", 0, EVENING)
    assert list(answer.ratings.values()) == [Rating.AGAIN]
    learner.sleeps(days=1)
    assert learner.does("review", "--new=0").stems[0] == answer.stem


def test_a_choice_is_kept_with_its_options(learner: Learner) -> None:
    learner.deck.write_text(RIVERS, encoding="utf-8")
    learner.does("quiz", "--kind=multiple-choice", "--count=1", lines="b\n")
    (answer,) = learner.answers
    assert len(answer.options) == 4
    assert answer.chosen == 1
    assert answer.response == answer.options[1]
    assert answer.key in answer.options


@pytest.mark.parametrize(
    ("line", "verdict", "rating"),
    [
        ("again", "Wrong: graded again", Rating.AGAIN),
        ("2", "Correct: graded hard", Rating.HARD),
        ("good", "Correct: graded good", Rating.GOOD),
        ("4", "Correct: graded easy", Rating.EASY),
        ("Alba", "Wrong: graded again", Rating.AGAIN),
        ("", "Wrong: graded again", Rating.AGAIN),
    ],
)
@pytest.mark.parametrize("command", ["quiz", "review"])
def test_a_flipped_card_is_graded_by_a_line(
    learner: Learner, command: str, line: str, verdict: str, rating: Rating
) -> None:
    done = learner.does(command, "--flip", lines=f"{line}\n")
    assert verdict in done.out.splitlines()
    assert [list(answer.ratings.values()) for answer in learner.answers] == [[rating]]
    assert "(nothing)" not in done.out
    assert (f"     you: graded {rating.name.lower()}" in done.out) is (rating is Rating.AGAIN)


# -- faults ---------------------------------------------------------------------------------


@pytest.mark.parametrize("home", ["no folder", "with a file for the folder", "in no folder"])
def test_a_quiz_can_be_played_where_nothing_can_be_kept(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str
) -> None:
    """A home that is no folder stands for one that can't be written."""
    file = tmp_path / "file"
    file.touch()
    (tmp_path / "nkquiz").touch()
    homes = {"no folder": file, "in no folder": file / "nowhere"}
    monkeypatch.setenv("XDG_DATA_HOME", str(homes.get(home, tmp_path)))
    monkeypatch.setattr(sys, "platform", "linux")
    learner.store = None
    done = learner.does("quiz", lines="x\n")
    assert (done.status, done.verdicts) == (0, ["Wrong"])
    assert done.err.count("the answers of this session will not be kept") == 1
    assert "--store" in done.err
    done = learner.does("review", lines="x\n")
    assert (done.status, done.out) == (3, "")
    assert "--store" in done.err


@pytest.mark.parametrize("command", ["quiz", "review"])
def test_a_place_that_was_named_must_do(learner: Learner, command: str) -> None:
    done = learner.does(command, "--store=/dev/null/nowhere/store.db", lines="x\n")
    assert (done.status, done.out) == (3, "")
    assert "/dev/null/nowhere" in done.err


@pytest.mark.parametrize("command", ["quiz", "review"])
def test_a_store_of_a_newer_version_is_left_alone(learner: Learner, command: str) -> None:
    learner.does("quiz", lines="x\n")
    with closing(sqlite3.connect(learner.place)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    done = learner.does(command, lines="x\n")
    assert (done.status, done.out) == (3, "")
    assert "update nkquiz" in done.err


@pytest.mark.parametrize("command", ["quiz", "review"])
def test_a_locked_store_is_said(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    learner.does("quiz", lines="x\n")
    assert Store.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(Store.__init__.__kwdefaults__, "patience", 0.05)
    with closing(sqlite3.connect(learner.place, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        done = learner.does(command, lines="x\n")
    assert (done.status, done.verdicts) == (3, [])
    assert "locked" in done.err
    assert len(learner.answers) == 1


@pytest.mark.parametrize("command", ["quiz", "review"])
def test_a_damaged_store_is_moved_aside_and_salvaged(learner: Learner, command: str) -> None:
    all_right(learner)
    learner.sleeps(days=1)
    learner.does("quiz")  # the first session of a day makes the backup
    before = learner.states
    damaged = b"no database " * 1000
    learner.place.write_bytes(damaged)
    learner.sleeps(days=60)
    done = learner.does(command, lines="x\n")
    assert (done.status, done.verdicts) == (0, ["Wrong"])
    assert "the damaged file is kept as" in done.err
    assert set(learner.states) == set(before)
    assert learner.place.with_name("store.db.damaged-1").read_bytes() == damaged


def test_an_answer_that_can_not_be_written_has_no_verdict(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Store.record
    written: list[nkquiz.Answer] = []

    def failing(store: Store, answer: nkquiz.Answer) -> object:
        if len(written) == 2:
            raise StoreFailed(store.path, "the disk is full")
        written.append(answer)
        return record(store, answer)

    monkeypatch.setattr(Store, "record", failing)
    done = learner.does("quiz", lines="x\n" * 10)
    assert (done.status, done.verdicts) == (3, ["Wrong", "Wrong"])
    assert "Score: 0 of 2 points (0 %)" in done.out
    assert "the disk is full" in done.err
    assert len(learner.answers) == 2


def test_a_clock_that_was_set_back_is_said_and_loses_nothing(learner: Learner) -> None:
    learner.sleeps(days=3000)
    all_right(learner, "--new=1")
    learner.sleeps(days=-3000)
    done = learner.does("review", "--new=0", lines="Alba\n")
    assert "is the clock right?" in done.err
    assert done.verdicts == ["Correct"]
    assert [answer.at.year for answer in learner.answers] == [2034, 2026]


# -- real processes -------------------------------------------------------------------------


def environment(learner: Learner) -> dict[str, str]:
    return {
        **os.environ,
        "NKQUIZ_STORE": str(learner.store),
        "NKQUIZ_NOW": learner.now.isoformat(),
        "PYTHONUTF8": "1",
    }


def session(learner: Learner, command: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "nkquiz", command, str(learner.deck), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(learner),
        text=True,
    )


def says(process: subprocess.Popen[str], line: str) -> None:
    """Answer, and wait for the verdict."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    while not process.stdout.readline().startswith(VERDICTS):
        assert process.poll() is None


@pytest.mark.needs("strace")
@pytest.mark.parametrize("command", ["quiz", "review"])
def test_the_disk_has_the_answer_before_its_verdict_is_written(
    learner: Learner, tmp_path: Path, command: str
) -> None:
    """In the trace of system calls a sync of the log stands before each verdict."""
    strace = shutil.which("strace")
    assert strace
    trace = tmp_path / "trace"
    calls = "trace=write,pwrite64,fsync,fdatasync"
    subprocess.run(
        [
            *(strace, "-f", "-y", "-e", calls, "-o", str(trace)),
            *(sys.executable, "-m", "nkquiz", command, str(learner.deck)),
        ],
        input="x\nAlba\n" * 4,
        stdout=subprocess.DEVNULL,
        env=environment(learner),
        text=True,
        check=True,
    )
    verdicts, dirty, written = 0, False, False
    for line in trace.read_text(encoding="utf-8").splitlines():
        if re.search(r"pwrite64\(\d+<[^>]*store\.db-wal>", line):
            dirty = written = True
        elif re.search(r"f(data)?sync\(\d+<[^>]*store\.db-wal>\)", line):
            dirty = False
        elif re.search(rf"write\(1<[^>]*>, \"({'|'.join(VERDICTS)})", line):
            assert written, f"printed before it was written: {line}"
            assert not dirty, f"printed before it was synced: {line}"
            verdicts, written = verdicts + 1, False
    assert verdicts == 8


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_loses_nothing(learner: Learner, name: str, status: int) -> None:
    with session(learner, "review") as process:
        says(process, "x")
        says(process, "y")
        process.send_signal(getattr(signal, name))
        assert process.stdout is not None
        rest = process.stdout.read()
    assert process.returncode == status
    assert "Score: 0 of 2 points" in rest
    assert [answer.response for answer in learner.answers] == ["x", "y"]
    assert len(learner.states) == 2


def test_a_closed_output_loses_nothing(learner: Learner) -> None:
    with session(learner, "review") as process:
        says(process, "x")
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.close()
        process.stdin.write("y\n" * 5)
        process.stdin.close()
    assert process.returncode == 141
    assert [answer.response for answer in learner.answers][:1] == ["x"]
    assert learner.does("review").status == 0


def test_two_sessions_at_once_lose_nothing(learner: Learner) -> None:
    with session(learner, "review") as one, session(learner, "quiz", "--kind=cloze") as two:
        for number in range(6):
            says(one, f"one {number}")
            says(two, f"two {number}")
        for process in (one, two):
            process.communicate()
    assert (one.returncode, two.returncode) == (0, 0)
    said = Counter(answer.response.split()[0] for answer in learner.answers)
    assert said == {"one": 6, "two": 6}
    rated = sum(len(answer.ratings) for answer in learner.answers)
    assert sum(state.reviews for state in learner.states.values()) == rated > 6
