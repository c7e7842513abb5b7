"""Where progress lives, and how commands open it: salvaged if damaged, backed up once a day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkquiz.cli import Failed, common

if TYPE_CHECKING:  # they cost time to import, and a help text needs none of them
    from nkquiz.store import Store
    from nkquiz.store.salvage import Salvage

option = click.option(
    "--store",
    "store_path",
    envvar="NKQUIZ_STORE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file with your progress (default: in your home folder). [env var: NKQUIZ_STORE]",
)

#: Another time zone may be a day ahead; anything beyond is a wrong clock.
_AHEAD = timedelta(days=1)

_FIX = "to save what can be read, use `nkquiz store rebuild`"


def place(given: Path | None) -> Path:
    """The store's path: what was given, or the user's data folder."""
    if given is not None:
        return given
    from platformdirs import user_data_path

    return user_data_path("nkquiz", appauthor=False) / "store.db"


@contextmanager
def opened(given: Path | None, now: datetime) -> Iterator[Store]:
    """The store, to write to. What is damaged is salvaged; at the end it is backed up, daily.

    Ends the command with status 3 if the store breaks while it is used: what was recorded
    before that is saved as far as it reads.
    """
    from nkquiz.schedule import study_day
    from nkquiz.store import StoreCorrupt

    path = place(given)
    try:
        store = _begun(path, now)
    except StoreCorrupt as error:
        _salvage(path, error)
        store = _begun(path, now)
    try:
        with store:
            try:
                yield store
            except (SystemExit, KeyboardInterrupt):
                _back_up(store, study_day(now))  # who always closes the window needs one too
                raise
            _back_up(store, study_day(now))
    except StoreCorrupt as error:
        _salvage(path, error)
        click.echo("your progress can be used again: run the command again", err=True)
        raise Failed(3) from error


def _begun(path: Path, now: datetime) -> Store:
    """The store, open, once its last row has been looked at."""
    from nkquiz.store import Store

    with ExitStack() as stack:
        store = stack.enter_context(Store(path))
        _warn_of_clock(store, now)
        stack.pop_all()
    return store


def repair(given: Path | None) -> Salvage | None:
    """Salvage a store that is lost or damaged anywhere, also where no command would come across
    it; none if it is sound. Ends the command where there is none.
    """
    from nkquiz.store import Store, StoreCorrupt, backups

    path = place(given)
    if path.exists() or not backups(path):
        _refuse_where_none(path)
    try:
        with Store(path) as store:
            if store.damage():
                raise StoreCorrupt(path)
    except StoreCorrupt as error:
        return _salvage(path, error)
    return None


def _back_up(store: Store, day: date) -> None:
    from nkquiz.store import StoreCorrupt, StoreFailed

    try:
        store.back_up(day)
    except StoreCorrupt:
        raise
    except StoreFailed as error:
        click.echo(f"no backup was made: {error.strerror}", err=True)


@contextmanager
def reading(given: Path | None) -> Iterator[Store]:
    """The store, to read; nothing about it changes. Ends the command where there is none, or
    where it is damaged.
    """
    from nkquiz.store import Store, StoreCorrupt

    path = place(given)
    _refuse_where_none(path)
    try:
        with Store.reading(path) as store:
            yield store
    except StoreCorrupt as error:
        click.echo(f"{path}: {error.strerror}: {_FIX}", err=True)
        raise Failed(3) from error


def _refuse_where_none(path: Path) -> None:
    """End the command where there is no store, and say whether there was one."""
    from nkquiz.store import backups

    if path.exists():
        return
    if backups(path):
        click.echo(f"{path} is missing, but there are backups: {_FIX}", err=True)
    else:
        click.echo(f"there is no progress yet: {path} doesn't exist", err=True)
    raise Failed(3)


def _warn_of_clock(store: Store, now: datetime) -> None:
    last = store.last_moment()
    if last is not None and last - now > _AHEAD:
        said = f"{last:%Y-%m-%d %H:%M}"
        click.echo(
            f"the last answer is from {said}, which is in the future: is the clock right?", err=True
        )


def _salvage(path: Path, error: Exception) -> Salvage:
    """Put what reads of a damaged store into a new one, and say so."""
    from nkquiz.store.salvage import salvage

    why = getattr(error, "strerror", "it is damaged")
    click.echo(f"{path}: {why}; saving what can be read ...", err=True)
    done = salvage(path)
    read = f"{common.count(done.read, 'row')} of the log could be read"
    click.echo(f"{read}, and {done.from_backup} more came from a backup", err=True)
    if done.aside is not None:
        click.echo(f"the damaged file is kept as {done.aside}", err=True)
    return done
