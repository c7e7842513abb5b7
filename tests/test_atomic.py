"""Files put in place whole: nothing unfinished stays beside them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from nkquiz import atomic

HOUR = 3600


def left_behind(folder: Path, age: float) -> tuple[Path, Path]:
    """A file and a folder as a killed process leaves them, `age` seconds ago."""
    file, inner = folder / f"{atomic.UNFINISHED}file", folder / f"{atomic.UNFINISHED}folder"
    file.write_text("half")
    inner.mkdir()
    (inner / "collection").write_text("half")
    now = file.stat().st_mtime
    for path in (file, inner):
        os.utime(path, (now - age, now - age))
    return file, inner


def pieces_without_room() -> Iterator[bytes]:
    yield b"half"
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_names_the_file_and_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("old")
    with pytest.raises(OSError, match="No space left") as raised:
        atomic.replace(path, pieces_without_room())
    assert raised.value.filename == str(path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(path.name, "old")]


def pieces_that_fail() -> Iterator[bytes]:
    yield b"half"
    raise KeyboardInterrupt


def test_what_may_be_in_work_or_is_not_ours_stays(tmp_path: Path) -> None:
    kept = [*left_behind(tmp_path, HOUR - 60), tmp_path / ".nkquiz-settings", tmp_path / "other"]
    for path in kept[2:]:
        path.write_text("mine")
        os.utime(path, (0, 0))
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / f"{atomic.UNFINISHED}link").symlink_to(outside)
    atomic.replace(tmp_path / "x", b"whole")
    assert all(path.exists() for path in (*kept, outside))


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    left_behind(tmp_path, HOUR + 60)
    atomic.replace(tmp_path / "x", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    left_behind(tmp_path, HOUR + 60)
    with atomic.folder_beside(tmp_path / "x") as folder:
        assert list(tmp_path.glob(f"{atomic.UNFINISHED}*")) == [folder]
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        atomic.replace(tmp_path / "x", pieces_that_fail())
    with pytest.raises(KeyboardInterrupt), atomic.folder_beside(tmp_path / "x") as folder:
        atomic.replace(folder / "half", pieces_that_fail())
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert (tmp_path / "x").read_bytes() == b"old"


def test_only_a_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "cycle").symlink_to(tmp_path / "cycle")
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "cycle", "pipe"):
        with pytest.raises(OSError, match=name):
            atomic.replace(tmp_path / name, b"whole")
        with pytest.raises(OSError, match=name), atomic.folder_beside(tmp_path / name):
            pass
    assert not list(tmp_path.glob(".nkquiz*"))


def held_open(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a file refuse to be replaced so many times, as Windows does while it is open."""
    left, real = [times], os.replace

    def refuses(*args: str) -> None:
        if left[0]:
            left[0] -= 1
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = 5  # type: ignore[attr-defined]
            raise error
        real(*args)

    monkeypatch.setattr(os, "replace", refuses)
    monkeypatch.setattr(atomic, "_WAITS", (0.0, 0.0))


def test_a_file_that_is_open_for_a_moment_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    held_open(2, monkeypatch)
    atomic.replace(path, b"new")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("x", "new")]


def test_a_file_that_stays_open_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    held_open(3, monkeypatch)
    with pytest.raises(PermissionError, match="close it there") as raised:
        atomic.replace(path, b"new")
    assert raised.value.filename == str(path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("x", "old")]
