"""`nkquiz store`, and how commands open the store."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from commands import in_process
from nkquiz.cli import Failed, clock, progress
from nkquiz.schedule import Rating
from nkquiz.scoring import Verdict
from nkquiz.store import Answer, Store
from nkquiz.store.backup import backups
from nkquiz.store.migrations import MIGRATIONS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = 4096
RIVERS = """\
id: rivers
facts:
  - id: danube
    fact: The ==Danube== flows through ==ten== countries.
"""


def answer(memory: str = "rivers/danube/ten", at: datetime = NOON) -> Answer:
    return Answer(
        item=f"{memory}/cloze",
        at=at,
        verdict=Verdict.CORRECT,
        response="ten",
        points=1,
        stem="The Danube flows through _____ countries.",
        key="ten",
        ratings={memory: Rating.GOOD},
    )


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with a home, and a clock, of its own."""
    names = ("NKQUIZ_STORE", "XDG_DATA_HOME")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "HOME": str(tmp_path / "home"), "NKQUIZ_NOW": "2026-03-02T18:00+00:00"}


def run(home: dict[str, str], *arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    return in_process(*arguments, environment=home, lines=lines.encode())


def filled(path: Path, number: int) -> list[str]:
    with Store(path) as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # only to be quick
        for one in range(number):
            store.record(answer(f"rivers/fact-{one}/x", NOON + timedelta(minutes=one)))
        return list(store.export())


# -- moving and merging -------------------------------------------------------------------


def test_two_machines_come_together(tmp_path: Path, home: dict[str, str]) -> None:
    for name in ("laptop", "desk"):
        with Store(tmp_path / f"{name}.db") as store:
            store.record(answer(f"rivers/{name}/x"))
        done = run(
            home,
            "store",
            "export",
            "--store",
            f"{tmp_path}/{name}.db",
            "-o",
            f"{tmp_path}/{name}.jsonl",
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    logs = [f"{tmp_path}/{name}.jsonl" for name in ("desk", "laptop")]
    done = run(home, "store", "import", *logs)
    assert done.stdout.splitlines() == [f"{log}: 1 new row, 0 known" for log in logs]
    assert done.returncode == 0
    done = run(home, "store", "import", *reversed(logs))
    assert done.stdout.splitlines() == [f"{log}: 0 new rows, 1 known" for log in reversed(logs)]
    assert (tmp_path / "home/.local/share/nkquiz/store.db").exists()
    assert (
        run(home, "store", "check").stdout
        == "the store is not damaged, and the schedule matches the log\n"
    )


def test_the_log_goes_to_stdout(tmp_path: Path, home: dict[str, str]) -> None:
    lines = filled(tmp_path / "store.db", 3)
    done = run(home | {"NKQUIZ_STORE": f"{tmp_path}/store.db"}, "store", "export")
    assert done.stdout.splitlines() == lines
    assert [json.loads(line)["key"] for line in lines[1:]] == ["ten"] * 3


def test_a_log_comes_by_stdin(tmp_path: Path, home: dict[str, str]) -> None:
    lines = filled(tmp_path / "store.db", 3)
    done = run(home, "store", "import", "-", lines="\n".join([*lines, "x"]))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("stdin:5:1: error: this line is not JSON")
    done = run(home, "store", "import", "-", lines="\n".join(lines))
    assert (done.returncode, done.stdout) == (0, "stdin: 3 new rows, 0 known\n")


def test_a_log_cut_short_is_refused_whole(tmp_path: Path, home: dict[str, str]) -> None:
    lines = filled(tmp_path / "store.db", 3)
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(lines)[:-30])
    done = run(home, "store", "import", str(log))
    assert done.returncode == 1
    assert f"{log}:4:1: error: this line is not JSON" in done.stderr
    assert f"{log}: nothing was imported" in done.stderr
    assert run(home, "store", "export").stdout.count("\n") == 1


def test_a_log_that_is_not_there_and_a_folder_that_is_not(
    tmp_path: Path, home: dict[str, str]
) -> None:
    assert run(home, "store", "import", str(tmp_path / "none.jsonl")).returncode == 3
    filled(tmp_path / "store.db", 1)
    nowhere = str(tmp_path / "none" / "x.jsonl")
    done = run(home, "store", "export", "--store", f"{tmp_path}/store.db", "-o", nowhere)
    assert done.returncode == 3
    assert f"the folder {tmp_path}/none doesn't exist" in done.stderr


def same_place(path: Path, sort: str) -> Path:
    """A name by which the store, or what belongs to it, is written over."""
    other = path.with_name("other.jsonl")
    match sort:
        case "symbolic link":
            other.symlink_to(path)
        case "hard link":
            other.hardlink_to(path)
        case "backup":
            other = path.with_name("store.db.backups") / "new.jsonl"
        case end:
            other = path.with_name(f"store.db{end}")
    return other


@pytest.mark.parametrize(
    "sort", ["", "symbolic link", "hard link", "-wal", "-shm", "-journal", "backup"]
)
def test_no_log_is_written_over_the_store(tmp_path: Path, home: dict[str, str], sort: str) -> None:
    path = tmp_path / "store.db"
    lines = filled(path, 2)
    with Store(path) as store:
        store.back_up(NOON.date())
    at = ("--store", str(path))
    assert run(home, "store", "export", *at, "-o", f"{path}.jsonl").returncode == 0
    assert Path(f"{path}.jsonl").read_text().splitlines() == lines
    before = path.read_bytes()
    done = run(home, "store", "export", *at, "-o", str(same_place(path, sort)))
    assert done.returncode == 3
    assert "this file is part of the store: choose another name" in done.stderr
    assert path.read_bytes() == before
    assert [file.name for file in backups(path)] == ["2026-03-02.db"]


@pytest.mark.parametrize(
    "command", [("store", "check"), ("store", "export"), ("store", "rebuild"), ("stats",)]
)
def test_without_a_store_there_is_nothing_to_read(
    command: tuple[str, ...], tmp_path: Path, home: dict[str, str]
) -> None:
    done = run(home, *command)
    assert done.returncode == 3
    assert "there is no progress yet" in done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("end", "said"), [("gone", " is missing, but there are backups"), ("empty", ": it is empty")]
)
def test_a_lost_store_is_not_called_no_progress(
    tmp_path: Path, home: dict[str, str], end: str, said: str
) -> None:
    path = tmp_path / "store.db"
    lines = filled(path, 2)
    with Store(path) as store:
        store.back_up(NOON.date())
    if end == "gone":
        path.unlink()
    else:
        path.write_bytes(b"")
    at = ("--store", str(path))
    for command in (("stats",), ("store", "export"), ("store", "check")):
        done = run(home, *command, *at)
        assert done.returncode == 3
        assert f"{path}{said}: to save what can be read, use `nkquiz store rebuild`" in done.stderr
    done = run(home, "store", "rebuild", *at)
    assert done.stdout == "rebuilt from 2 rows of the log\n"
    assert f"{path}: it is {end}; saving what can be read ..." in done.stderr
    assert run(home, "store", "export", *at).stdout.splitlines() == lines


# -- checking and mending -----------------------------------------------------------------


def test_a_schedule_that_does_not_follow_is_found_and_rebuilt(
    tmp_path: Path, home: dict[str, str]
) -> None:
    path = tmp_path / "store.db"
    filled(path, 3)
    with Store(path) as store:
        store._connection.execute("UPDATE state SET stability = 1")
    at = ("--store", str(path))
    done = run(home, "store", "check", *at)
    assert (done.returncode, done.stdout.count("the state is")) == (3, 3)
    assert "to fix it, use `nkquiz store rebuild`" in done.stderr
    assert run(home, "store", "rebuild", *at).stdout == "rebuilt from the log: 3 corrected\n"
    assert run(home, "store", "check", *at).returncode == 0
    assert run(home, "store", "rebuild", *at).stdout == "rebuilt from the log: nothing changed\n"


def test_a_damaged_store_is_salvaged_and_the_rest_kept(
    tmp_path: Path, home: dict[str, str]
) -> None:
    path = tmp_path / "store.db"
    filled(path, 60)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // PAGE // 2 * PAGE])
    damaged = path.read_bytes()
    at = ("--store", str(path))
    done = run(home, "store", "check", *at)
    assert done.returncode == 3
    assert "to save what can be read, use `nkquiz store rebuild`" in done.stderr
    assert path.read_bytes() == damaged
    done = run(home, "store", "rebuild", *at)
    assert "of the log could be read" in done.stderr
    assert f"the damaged file is kept as {path}.damaged-1" in done.stderr
    assert (tmp_path / "store.db.damaged-1").read_bytes() == damaged
    assert run(home, "store", "check", *at).returncode == 0


def test_an_impossible_schedule_is_said_and_rebuilt(tmp_path: Path, home: dict[str, str]) -> None:
    path = tmp_path / "store.db"
    filled(path, 3)
    with Store(path) as store:
        store._connection.execute("UPDATE evidence SET rating = -78")
        store._connection.execute("UPDATE state SET last = 0")
    at = ("--store", str(path))
    done = run(home, "stats", *at)
    assert (done.returncode, done.stdout) == (3, "")
    assert "the schedule in it is damaged: to fix it, use `nkquiz store rebuild`" in done.stderr
    assert run(home, "store", "check", *at).returncode == 3
    assert run(home, "store", "rebuild", *at).returncode == 0
    assert run(home, "store", "check", *at).returncode == 0


def test_a_garbled_row_is_salvaged_from_the_backup(tmp_path: Path, home: dict[str, str]) -> None:
    path = tmp_path / "store.db"
    lines = filled(path, 3)
    with Store(path) as store:
        store.back_up(NOON.date())
        store._connection.execute("DROP TRIGGER no_update")
        store._connection.execute("UPDATE log SET verdict = 'nice' WHERE item LIKE '%-1/%'")
    at = ("--store", str(path))
    assert run(home, "stats", *at).returncode == 3
    done = run(home, "store", "rebuild", *at)
    said = "rebuilt from 3 rows of the log\n"
    assert (done.returncode, done.stdout) == (0, said)
    assert "2 rows of the log could be read, and 1 more came from a backup" in done.stderr
    assert run(home, "store", "export", *at).stdout.splitlines() == lines


def test_a_store_of_a_newer_version_ends_with_a_message(
    tmp_path: Path, home: dict[str, str]
) -> None:
    path = tmp_path / "store.db"
    filled(path, 1)
    with Store(path) as store:
        store._connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    for command in ("rebuild", "check", "export"):
        done = run(home, "store", command, "--store", str(path))
        assert done.returncode == 3
        assert done.stderr.startswith(f"nkquiz: {path}: a newer nkquiz wrote it")


def test_a_fact_file_given_as_the_store_stays_as_it_is(
    tmp_path: Path, home: dict[str, str]
) -> None:
    path = tmp_path / "rivers.yaml"
    path.write_text(RIVERS)
    for command in ("rebuild", "check"):
        done = run(home, "store", command, "--store", str(path))
        assert (done.returncode, path.read_text()) == (3, RIVERS)
        assert "this is not a store of nkquiz: nothing was changed" in done.stderr


# -- orphans ------------------------------------------------------------------------------


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "rivers.yaml"
    path.write_text(RIVERS)
    return path


def orphans(tmp_path: Path, home: dict[str, str], deck: Path) -> list[str]:
    done = run(home, "store", "orphans", str(deck), "--store", f"{tmp_path}/store.db")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_editing_a_fact_with_an_id_orphans_nothing(
    tmp_path: Path, home: dict[str, str], deck: Path
) -> None:
    with Store(tmp_path / "store.db") as store:
        store.record(answer())
        store.record(answer("lakes/baikal/x"))
    assert orphans(tmp_path, home, deck) == []
    deck.write_text(RIVERS.replace("flows through", "runs through all of"))
    assert orphans(tmp_path, home, deck) == []


def test_a_reworded_fact_without_an_id_is_offered(
    tmp_path: Path, home: dict[str, str], deck: Path
) -> None:
    with Store(tmp_path / "store.db") as store:
        store.record(answer())
    deck.write_text(RIVERS.replace("id: danube", "id: new").replace("countries", "lands"))
    assert orphans(tmp_path, home, deck) == [
        "rivers/danube/ten: 1 answer, the last on 2026-03-02",
        "  The Danube flows through ten countries.",
        "  now rivers/new/ten? give that fact `id: danube`",
    ]


def test_a_reworded_answer_is_offered(tmp_path: Path, home: dict[str, str], deck: Path) -> None:
    with Store(tmp_path / "store.db") as store:
        store.record(answer())
    deck.write_text(RIVERS.replace("==ten==", "==10=="))
    assert (
        orphans(tmp_path, home, deck)[-1] == "  now rivers/danube/10? give the mark '10' `id: ten`"
    )


def test_a_renamed_file_is_offered_its_old_name(
    tmp_path: Path, home: dict[str, str], deck: Path
) -> None:
    with Store(tmp_path / "store.db") as store:
        store.record(answer())
        store.record(answer("lakes/baikal/x"))
    deck.write_text(RIVERS.replace("id: rivers\n", ""))
    renamed = deck.rename(tmp_path / "streams.yaml")
    assert orphans(tmp_path, home, renamed) == [
        "rivers: 1 memory from a file that is now called 'streams'",
        "  did you rename this file? then write `id: rivers` at its top",
    ]
    renamed.write_text("id: rivers\n" + renamed.read_text())
    assert orphans(tmp_path, home, renamed) == []


def test_another_file_with_the_same_ids_is_no_renamed_one(
    tmp_path: Path, home: dict[str, str], deck: Path
) -> None:
    with Store(tmp_path / "store.db") as store:
        store.record(answer())
    other = RIVERS.replace("id: rivers\n", "").replace(
        "The ==Danube== flows through ==ten== countries",
        "A guitar has six strings, a ==piano== has ==ten== pedals",
    )
    assert other.count("guitar") == 1
    deck.write_text(other)
    assert orphans(tmp_path, home, deck.rename(tmp_path / "music.yaml")) == []


def test_a_copy_that_was_learnt_beside_its_file_is_no_renamed_one(
    tmp_path: Path, home: dict[str, str], deck: Path
) -> None:
    with Store(tmp_path / "store.db") as store:
        store.record(answer())
        store.record(answer("streams/danube/ten"))
    deck.write_text(RIVERS.replace("id: rivers\n", ""))
    assert orphans(tmp_path, home, deck.rename(tmp_path / "streams.yaml")) == []


# -- opening ------------------------------------------------------------------------------


def test_leaving_backs_up_once_a_day(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    for hours in (0, 1, 15, 17, 40):
        with progress.opened(path, NOON + timedelta(hours=hours)) as store:
            store.record(answer(f"f/{hours}/x"))
    assert sorted(file.name for file in backups(path)) == [
        "2026-03-02.db",
        "2026-03-03.db",
        "2026-03-04.db",
    ]


@pytest.mark.parametrize("end", [SystemExit(129), KeyboardInterrupt()])
def test_a_session_that_is_broken_off_is_backed_up_too(tmp_path: Path, end: BaseException) -> None:
    path = tmp_path / "store.db"

    def session() -> None:
        with progress.opened(path, NOON) as store:
            store.record(answer())
            raise end

    with pytest.raises(type(end)):
        session()
    assert [file.name for file in backups(path)] == ["2026-03-02.db"]


def test_a_store_that_breaks_in_use_is_salvaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "store.db"
    filled(path, 60)
    with Store(path) as store:
        store._connection.execute("DROP TRIGGER no_update")
        store._connection.execute("UPDATE log SET verdict = 'nice' WHERE item LIKE '%-1/%'")
    with pytest.raises(Failed) as raised, progress.opened(path, NOON) as store:
        list(store.entries())
    assert raised.value.status == 3
    said = capsys.readouterr().err
    assert "damaged-1" in said
    assert said.endswith("run the command again\n")
    with progress.opened(path, NOON) as store:
        assert store.check() == []


def test_a_garbled_last_row_is_salvaged_before_the_session(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "store.db"
    lines = filled(path, 3)
    with Store(path) as store:
        store.back_up(NOON.date())
        store._connection.execute("DROP TRIGGER no_update")
        store._connection.execute("UPDATE log SET verdict = 'nice' WHERE item LIKE '%-2/%'")
    with progress.opened(path, NOON) as store:
        assert list(store.export()) == lines
    assert "1 more came from a backup" in capsys.readouterr().err


def test_a_backup_that_fails_is_said_and_costs_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "store.db"
    (tmp_path / "store.db.backups").write_text("in the way")
    with Store(tmp_path / "other.db") as other:
        other.record(answer())
    (tmp_path / "other.db").rename(path)
    with progress.opened(path, NOON) as store:
        store.record(answer())
    assert "no backup was made" in capsys.readouterr().err
    with Store(path) as store:
        assert len(list(store.entries())) == 2


@pytest.mark.parametrize(
    ("later", "warned"),
    [(-timedelta(days=3), True), (-timedelta(hours=14), False), (timedelta(days=3), False)],
)
def test_a_clock_that_was_set_back_is_said(
    tmp_path: Path, later: timedelta, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "store.db"
    with Store(path) as store:
        store.record(answer())
    with progress.opened(path, NOON + later):
        pass
    assert ("is the clock right?" in capsys.readouterr().err) == warned


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-03-02T18:00", "2026-03-02T18:00:00+09:00"),
        ("2026-03-02", "2026-03-02T00:00:00+09:00"),
        ("2026-03-02T18:00-05:00", "2026-03-02T18:00:00-05:00"),
        ("2026-03-02T18:00Z", "2026-03-02T18:00:00+00:00"),
    ],
)
def test_the_clock_can_be_stopped(
    said: str, meant: str, tokyo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NKQUIZ_NOW", said)
    assert clock.now().isoformat() == meant


@pytest.mark.parametrize("said", ["", "2026-03-02T18:00"])
def test_a_time_zone_that_no_place_has_is_a_usage_error(
    said: str, tokyo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NKQUIZ_NOW", said)
    monkeypatch.setenv("TZ", "UTC+23")
    time.tzset()
    assert clock.now().utcoffset() == -timedelta(hours=23)
    monkeypatch.setenv("TZ", "UTC+24")
    time.tzset()
    with pytest.raises(click.UsageError, match=r"TZ is 'UTC\+24'"):
        clock.now()


def test_the_clock_knows_where_it_is(tokyo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NKQUIZ_NOW", raising=False)
    assert clock.now().utcoffset() == timedelta(hours=9)
