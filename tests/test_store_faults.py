"""What may go wrong with a store: nothing recorded is lost, and the message says what to do."""

import errno
import fcntl
import os
import random
import re
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from nkquiz.schedule import Rating
from nkquiz.scoring import Verdict
from nkquiz.store import Answer, Store, StoreCorrupt, StoreFailed
from nkquiz.store.backup import backups
from nkquiz.store.salvage import _readable, salvage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = 4096


def answer(number: int) -> Answer:
    memory = f"rivers/fact-{number}/x"
    return Answer(
        item=f"{memory}/cloze",
        at=NOON + timedelta(hours=number),
        verdict=Verdict.CORRECT,
        response="ten",
        points=1,
        stem="The Danube flows through _____ countries, more than any other river.",
        ratings={memory: Rating.GOOD},
    )


def filled(path: Path, number: int) -> list[str]:
    """A store with some answers, all in the one file; returns the lines of its log."""
    with Store(path) as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # only to be quick
        for one in range(number):
            store.record(answer(one))
        lines = list(store.export())
    assert not path.with_name(f"{path.name}-wal").exists()
    return lines


# -- killed -------------------------------------------------------------------------------


RECORDER = """
import os, resource, sys
from datetime import UTC, datetime, timedelta
from nkquiz.schedule import Rating
from nkquiz.scoring import Verdict
from nkquiz.store import Answer, Store, StoreFailed
path, number, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
try:
    with Store(path) as store:
        for n in range(number):
            memory = f"rivers/fact-{n}/x"
            at = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(seconds=n)
            answer = Answer(memory + "/cloze", at, Verdict.CORRECT, "x" * 400, 1, ratings={memory: Rating.GOOD})
            done = store.record(answer)
            os.write(1, f"answer {done.id}\\n".encode())
except StoreFailed as error:
    os.write(2, f"{error.filename}: {error.strerror}\\n".encode())
    sys.exit(3)
"""


def recorder(path: Path, number: int, most: int = 0) -> list[str]:
    return [sys.executable, "-c", RECORDER, str(path), str(number), str(most)]


@pytest.mark.needs("strace")
def test_the_disk_has_the_answer_before_the_verdict_is_written(tmp_path: Path) -> None:
    """In the trace of system calls a sync of the log file stands before each line of output."""
    trace = tmp_path / "trace"
    calls = "trace=write,pwrite64,fsync,fdatasync"
    command = ["strace", "-f", "-y", "-e", calls, "-o", str(trace)]
    path = tmp_path / "store.db"
    subprocess.run([*command, *recorder(path, 12)], check=True, stdout=subprocess.DEVNULL)
    verdicts = 0
    dirty, written = False, False
    for line in trace.read_text().splitlines():
        if re.search(r"pwrite64\(\d+<[^>]*store\.db-wal>", line):
            dirty = written = True
        elif re.search(r"f(data)?sync\(\d+<[^>]*store\.db-wal>\)", line):
            dirty = False
        elif re.search(r"write\(1<[^>]*>, \"answer ", line):
            assert written, "an answer was printed that was not written"
            assert not dirty, f"printed before it was synced: {line}"
            verdicts += 1
            written = False
    assert verdicts == 12


# -- no room ------------------------------------------------------------------------------


def test_a_write_that_the_system_refuses_ends_in_a_message(tmp_path: Path) -> None:
    """The limit on the size of a file stands for a disk without room."""
    path = tmp_path / "store.db"
    done = subprocess.run(
        recorder(path, 2000, 800_000), capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert done.stderr.startswith(f"{path}: the disk ")
    assert "--store" in done.stderr
    printed = re.findall(r"answer (\w+)", done.stdout)
    assert len(printed) > 20
    with Store(path) as store:
        assert [entry.id for entry in store.entries()] == printed
        assert store.check() == []
        store.record(answer(5000))


def record_more(store: Store, kept: list[str]) -> None:
    """Record until it fails; `kept` gets the ids of what was recorded."""
    for number in range(100, 1000):
        kept.append(store.record(answer(number)).id)  # noqa: PERF401 - each as it is done


def test_a_full_disk_ends_in_a_message_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with Store(tmp_path / "store.db") as store:
        kept = [store.record(answer(number)).id for number in range(30)]
        (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreFailed, match=r"the disk is full; make room, or .* --store"):
            record_more(store, kept)
        assert [entry.id for entry in store.entries()] == kept
        assert store.check() == []
        store._connection.execute("PRAGMA max_page_count = 100000")
        store.record(answer(2000))
        assert store.check() == []


def test_a_backup_without_room_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    with Store(tmp_path / "store.db") as store:
        store.record(answer(1))
        monkeypatch.setattr(os, "fsync", no_room)
        with pytest.raises(StoreFailed, match="No space left"):
            store.back_up(date(2026, 3, 2))
        assert list((tmp_path / "store.db.backups").iterdir()) == []


# -- no permission ------------------------------------------------------------------------


@contextmanager
def as_nobody() -> Iterator[None]:
    """Within it, permissions count, for root too."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that another user can get to."""
    folder = tmp_path / "home"
    folder.mkdir()
    for one in (folder, *folder.parents):
        if one.stat().st_uid == os.getuid() and one != Path("/"):
            one.chmod(one.stat().st_mode | 0o055)
    return folder


def test_a_read_only_home_ends_in_a_message(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    try:
        for path in (open_folder / "store.db", open_folder / "nkquiz" / "store.db"):
            with as_nobody(), pytest.raises(StoreFailed, match="--store or NKQUIZ_STORE") as raised:
                Store(path)
            assert raised.value.filename == str(path)
    finally:
        open_folder.chmod(0o755)
    assert list(open_folder.iterdir()) == []


def test_a_read_only_store_refuses_answers_but_can_be_read(open_folder: Path) -> None:
    path = open_folder / "store.db"
    lines = filled(path, 5)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    try:
        with as_nobody():
            # Before the first question, not after it.
            with pytest.raises(StoreFailed, match="--store or NKQUIZ_STORE"):
                Store(path)
            with Store.reading(path) as store:
                assert list(store.export()) == lines
                assert store.check() == []
    finally:
        open_folder.chmod(0o755)


def test_a_read_only_store_in_a_folder_of_ones_own_is_refused_at_once(open_folder: Path) -> None:
    path = open_folder / "store.db"
    filled(path, 1)
    path.chmod(0o444)
    open_folder.chmod(0o777)
    with as_nobody(), pytest.raises(StoreFailed, match="it can't be written") as raised:
        Store(path)
    assert raised.value.errno == errno.EACCES


@pytest.mark.parametrize(("waiting", "reads"), [(b"", True), (b"rows", False)])
def test_an_empty_write_ahead_log_is_no_obstacle_to_reading(
    open_folder: Path, waiting: bytes, reads: bool
) -> None:
    path = open_folder / "store.db"
    lines = filled(path, 3)
    path.with_name("store.db-wal").write_bytes(waiting)
    open_folder.chmod(0o555)
    try:
        with as_nobody():
            if reads:
                with Store.reading(path) as store:
                    assert list(store.export()) == lines
            else:
                with pytest.raises(StoreFailed):
                    Store.reading(path)
    finally:
        open_folder.chmod(0o755)


def test_a_folder_in_the_place_of_the_store_ends_in_a_message(tmp_path: Path) -> None:
    for opening in (Store, Store.reading):
        with pytest.raises(StoreFailed, match="directory"):
            opening(tmp_path)


def test_reading_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match="No such file"):
        Store.reading(tmp_path / "store.db")
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_only_read_takes_no_answers(tmp_path: Path) -> None:
    filled(tmp_path / "store.db", 1)
    with (
        Store.reading(tmp_path / "store.db") as store,
        pytest.raises(StoreFailed, match="can't be written"),
    ):
        store.record(answer(2))


# -- locked -------------------------------------------------------------------------------


def test_a_locked_store_ends_in_a_message_and_then_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store(path, patience=0.01) as store, closing(sqlite3.connect(path)) as other:
        store.record(answer(1))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="another program has locked it"):
            store.record(answer(2))
        assert len(store.states(["rivers/fact-1/x"])) == 1
        other.execute("ROLLBACK")
        store.record(answer(3))
        assert len(list(store.entries())) == 2


def test_a_merge_into_a_locked_store_ends_in_a_message(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store(path, patience=0.01) as store, closing(sqlite3.connect(path)) as other:
        lines = list(store.export())
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="another program has locked it"):
            store.merge(lines, "log")


# -- damaged ------------------------------------------------------------------------------


def spoil_page(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    start = page * PAGE
    content[start : start + PAGE] = bytes(range(256)) * (PAGE // 256)
    path.write_bytes(content)


def pages_of_log(path: Path) -> list[int]:
    """The leaves of the log, by where they are in the file, from 0."""
    content = path.read_bytes()
    pages = range(len(content) // PAGE)
    return [page for page in pages if content[page * PAGE] == 0x0A and rows_on(content, page) > 3]


def rows_on(content: bytes, page: int) -> int:
    return content[page * PAGE : (page + 1) * PAGE].count(b"more than any other river")


@pytest.mark.parametrize("leaves", [(3, 7), (3, 4, 5), (0,), (-1,), (2, 4, 6, 8), (0, -2, -1)])
def test_a_damaged_page_costs_only_what_was_on_it(tmp_path: Path, leaves: tuple[int, ...]) -> None:
    path = tmp_path / "store.db"
    lines = filled(path, 400)
    found, sound = pages_of_log(path), path.read_bytes()
    for leaf in leaves:
        spoil_page(path, found[leaf])
    damaged = path.read_bytes()
    with Store(path) as store, pytest.raises(StoreCorrupt):
        list(store.entries())
    done = salvage(path)
    assert done.aside == tmp_path / "store.db.damaged-1"
    assert done.aside.read_bytes() == damaged
    # A row of an inner page, between two damaged leaves, can't be reached either.
    gone = sorted(range(len(found))[leaf] for leaf in leaves)
    between = sum(after - before == 1 for before, after in pairwise(gone))
    on_leaves = sum(rows_on(sound, found[leaf]) for leaf in leaves)
    assert 400 - on_leaves - between <= done.read <= 400 - on_leaves
    with Store(path) as store:
        assert store.check() == []
        assert set(store.export()) < set(lines)
        assert len(list(store.entries())) == done.read
        store.record(answer(5000))


def test_what_a_damaged_store_lost_comes_from_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled(path, 300)
    with Store(path) as store:
        store.back_up(date(2026, 3, 2))
        store.record(answer(301))
        lines = list(store.export())
    spoil_page(path, pages_of_log(path)[2])
    done = salvage(path)
    assert done.from_backup > 3
    with Store(path) as store:
        assert list(store.export()) == lines
        assert store.check() == []


def lose_a_column(path: Path) -> None:
    content = path.read_bytes()
    assert content.count(b"response TEXT") == 1
    path.write_bytes(content.replace(b"response TEXT", b"resp\7nse TEXT"))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "its beginning": lambda path: spoil_page(path, 0),
    "its first bytes": lambda path: path.write_bytes(b"\0" * 100 + path.read_bytes()[100:]),
    "the name of a column": lose_a_column,
    "the number of its format": lambda path: path.write_bytes(
        path.read_bytes()[:44] + b"\xff" * 4 + path.read_bytes()[48:]
    ),
    "its second half": lambda path: path.write_bytes(path.read_bytes()[: 20 * PAGE]),
    "everything": lambda path: path.write_bytes(os.urandom(3 * PAGE)),
    "all but the name": lambda path: path.write_bytes(b""),
    "the file": lambda path: path.unlink(),
}


@pytest.mark.parametrize("lost", DAMAGES)
def test_a_store_that_lost_a_part_comes_back_whole_from_its_backup(
    tmp_path: Path, lost: str
) -> None:
    path = tmp_path / "store.db"
    lines = filled(path, 200)
    with Store(path) as store:
        store.back_up(date(2026, 3, 2))
    DAMAGES[lost](path)
    left = path.read_bytes() if path.exists() else None
    with pytest.raises(StoreCorrupt), Store(path) as store:
        list(store.entries())
    done = salvage(path)
    if left is None:
        assert done.aside is None
    else:
        assert done.aside is not None
        assert done.aside.read_bytes() == left
    with Store(path) as store:
        assert list(store.export()) == lines
        assert store.check() == []


def test_a_damaged_store_gives_its_readable_part_without_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    lines = filled(path, 200)
    DAMAGES["its second half"](path)
    done = salvage(path)
    assert 0 < done.read < 200
    with Store(path) as store:
        assert set(store.export()) < set(lines)
        assert store.check() == []


@pytest.mark.parametrize(
    "lost",
    ["its beginning", "its first bytes", "the name of a column", "the number of its format"],
)
@pytest.mark.parametrize("number", [1, 200])
def test_a_store_without_its_beginning_gives_all_its_rows_without_a_backup(
    tmp_path: Path, lost: str, number: int
) -> None:
    path = tmp_path / "store.db"
    lines = filled(path, number)
    DAMAGES[lost](path)
    damaged = path.read_bytes()
    for opening in (Store, Store.reading):
        with pytest.raises(StoreCorrupt):
            opening(path)
    assert path.read_bytes() == damaged
    done = salvage(path)
    assert (done.read, done.from_backup) == (number, 0)
    assert done.aside is not None
    assert done.aside.read_bytes() == damaged
    with Store(path) as store:
        assert list(store.export()) == lines
        assert store.check() == []


def test_answers_younger_than_the_backup_are_read_without_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled(path, 30)
    with Store(path) as store:
        store.back_up(date(2026, 3, 2))
        for number in range(30, 40):
            store.record(answer(number))
        lines = list(store.export())
    spoil_page(path, 0)
    assert salvage(path).read == 40
    with Store(path) as store:
        assert list(store.export()) == lines


@pytest.mark.parametrize("folder", ["notes", "my#notes", "what?", "x%41y", "sp ace"])
def test_a_salvage_works_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "store.db"
    lines = filled(path, 200)
    with Store(path) as store:
        store.back_up(date(2026, 3, 2))
    spoil_page(path, pages_of_log(path)[2])
    done = salvage(path)
    assert done.read > 100
    assert done.read + done.from_backup == 200
    with Store(path) as store:
        assert list(store.export()) == lines


def test_rows_that_can_not_be_read_are_stepped_over_at_once(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled(path, 200)
    bad = tuple(range(20, 180, 20))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER no_update")
        for number in bad:  # not UTF-8: reading fails, the place in the order stays
            connection.execute(
                "UPDATE log SET stem = CAST(x'ff80' AS TEXT) WHERE item = ?",
                (f"rivers/fact-{number}/x/cloze",),
            )
        connection.commit()
    attempts = 0

    def count(_: str) -> None:
        nonlocal attempts
        attempts += 1

    with closing(sqlite3.connect(path)) as connection:
        connection.set_trace_callback(count)
        found = list(_readable(connection, 1000))
    assert len({entry.id for entry in found}) == 200 - len(bad)
    assert attempts < 20 * len(bad)


@pytest.mark.parametrize("seed", range(40))
def test_a_salvage_of_random_damage_ends_soon_and_in_a_sound_store(
    tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "store.db"
    filled(path, 60)
    draw, content = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(1 << draw.randrange(1, 8)):
        content[draw.randrange(100, len(content))] = draw.randrange(256)
    path.write_bytes(content)
    began = time.process_time()
    salvage(path)
    assert time.process_time() - began < 5
    with Store(path) as store:
        assert store.check() == []


def test_what_leads_in_circles_ends(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled(path, 400)
    content, leaves = bytearray(path.read_bytes()), pages_of_log(path)
    for leaf in leaves[2:-2:2]:  # the same rows again and again, in no order
        content[leaf * PAGE : (leaf + 1) * PAGE] = content[leaves[1] * PAGE :][:PAGE]
    path.write_bytes(content)
    assert salvage(path).read > 100
    with Store(path) as store:
        assert store.check() == []


def test_a_store_behind_a_link_is_salvaged_where_it_is(tmp_path: Path) -> None:
    path, link = tmp_path / "synced" / "store.db", tmp_path / "home" / "store.db"
    filled(path, 200)
    link.parent.mkdir()
    link.symlink_to(path)
    with Store(link) as store:
        assert store.back_up(date(2026, 3, 2)) == tmp_path / "synced/store.db.backups/2026-03-02.db"
        store.record(answer(777))  # in the write-ahead log, beside the file
        lines = list(store.export())
        left = {file.name: file.read_bytes() for file in path.parent.glob("store.db*[bl]")}
    for name, content in left.items():
        path.with_name(name).write_bytes(content)
    spoil_page(path, pages_of_log(path)[1])
    done = salvage(link)
    assert done.aside == tmp_path / "synced" / "store.db.damaged-1"
    assert list(link.parent.iterdir()) == [link]
    assert link.is_symlink()
    with Store(link) as store:
        assert list(store.export()) == lines


@pytest.mark.parametrize("opening", [Store, Store.reading])
def test_a_link_that_leads_to_itself_ends_in_a_message(
    tmp_path: Path, opening: Callable[[Path], object]
) -> None:
    link = tmp_path / "store.db"
    link.symlink_to(link)
    with pytest.raises(StoreFailed, match="symbolic links"):
        opening(link)
    assert list(tmp_path.iterdir()) == [link]


def test_what_a_killed_salvage_left_is_removed_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled(path, 50)
    spoil_page(path, 2)
    left, at_work = tmp_path / "store.db.salvage-left", tmp_path / "store.db.salvage-at-work"
    for folder in (left, at_work):
        folder.mkdir()
        filled(folder / "fresh.db", 1)
    with closing(sqlite3.connect(at_work / "fresh.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        salvage(path)
    assert not left.exists()
    assert at_work.exists()


def test_each_damaged_store_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    for number in (1, 2, 3):
        filled(path, 50)
        spoil_page(path, 1)
        assert salvage(path).aside == tmp_path / f"store.db.damaged-{number}"


def test_the_answers_still_in_the_write_ahead_log_are_salvaged_too(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled(path, 200)
    spoil_later = pages_of_log(path)[1]
    with Store(path) as store:
        store.record(answer(777))
        for file in tmp_path.glob("store.db*"):
            shutil.copy(file, tmp_path / f"copy{file.name.removeprefix('store')}")
    copy = tmp_path / "copy.db"
    spoil_page(copy, spoil_later)
    salvage(copy)
    with Store(copy) as store:
        assert "rivers/fact-777/x" in store.states(["rivers/fact-777/x"])
    assert (tmp_path / "copy.db.damaged-1-wal").exists()


def test_no_backup_of_a_damaged_store_pushes_out_a_sound_one(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled(path, 200)
    with Store(path) as store:
        store.back_up(date(2026, 3, 2))
    spoil_page(path, pages_of_log(path)[1])
    with Store(path) as store, pytest.raises(StoreCorrupt):
        store.back_up(date(2026, 3, 3))
    assert [file.name for file in backups(path)] == ["2026-03-02.db"]


def test_a_salvage_without_room_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    filled(path, 50)
    spoil_page(path, 2)
    before = path.read_bytes()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", no_room)
    with pytest.raises(StoreFailed, match="No space left"):
        salvage(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_limit_on_files_is_back(tmp_path: Path) -> None:
    """The tests above that set limits did so in other processes."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_backup_is_synced_by_a_handle_that_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows syncs no file that is open for reading only."""
    real = os.fsync

    def sync(handle: int) -> None:
        reads_only = fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        if reads_only and not stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    with Store(tmp_path / "store.db") as store:
        assert store.back_up(date(2026, 3, 2)) is not None
