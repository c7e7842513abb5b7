"""Copies of a store, beside it: one a day, and one before each migration.

A copy is a whole and sound database, or it is not there: it is written under another name,
checked, synced and only then renamed.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from nkquiz import atomic
from nkquiz.store.failure import StoreCorrupt

#: How many of each sort are kept.
KEPT = 10


def followed(path: Path) -> Path:
    """The file that a path leads to: beside that lies what belongs to a store, as SQLite has it."""
    return Path(os.path.realpath(path))


def folder_of(path: Path) -> Path:
    """Where the backups of a store are: `store.db.backups` beside `store.db`."""
    place = followed(path)
    return place.with_name(f"{place.name}.backups")


def backups(path: Path) -> list[Path]:
    """The backups of a store, the youngest first."""
    found = folder_of(path).glob("*.db")
    return sorted(found, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def daily(connection: sqlite3.Connection, path: Path, day: date) -> Path | None:
    """Back up a store, unless that was done on this day; none if so.

    Raises StoreCorrupt if the store can't be read from end to end: older backups are kept then.
    """
    target = folder_of(path) / f"{day.isoformat()}.db"
    if target.exists():
        return None
    _copy(connection, path, target)
    _thin_out(path, "????-??-??.db")
    return target


def before_migration(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Back up a store of a version that is about to be left behind."""
    number = 1
    while (target := folder_of(path) / f"version-{version}-{number}.db").exists():
        number += 1
    _copy(connection, path, target)
    _thin_out(path, "version-*.db")
    return target


def _copy(connection: sqlite3.Connection, path: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.unfinished")
    try:
        with closing(sqlite3.connect(unfinished)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, that needs no companions
            if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise StoreCorrupt(path)
        with unfinished.open("r+b") as file:  # Windows syncs only what is open for writing
            os.fsync(file.fileno())
        atomic.put(unfinished, target)
        sync_folder(target.parent)
    finally:
        for rest in target.parent.glob(f"{unfinished.name}*"):
            rest.unlink(missing_ok=True)


def _thin_out(path: Path, pattern: str) -> None:
    """Remove all but the last few backups of one sort."""
    kept = [file for file in backups(path) if file.match(pattern)]
    for file in kept[KEPT:]:
        file.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make new and renamed files of a folder durable, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows does it by itself
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
