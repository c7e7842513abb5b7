"""The clock, read here and handed down: `NKQUIZ_NOW` stops it, for tests and simulations."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)  # the log counts from here
_END = datetime(3000, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """This moment, with the UTC offset of where the learner is.

    NKQUIZ_NOW may say another, as in 2026-03-01T18:00 (local) or 2026-03-01T18:00+09:00.
    """
    said = os.environ.get("NKQUIZ_NOW")
    if not said:
        return _local(datetime.now(UTC))
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise click.UsageError(
            f"NKQUIZ_NOW is {said!r}, but must be a time such as 2026-03-01T18:00"
        ) from None
    return _in_range(moment, said)


def _local(moment: datetime) -> datetime:
    """A moment by this place's clock, with its UTC offset; without one it is of this place."""
    try:
        return moment.astimezone()
    except ValueError:
        zone = os.environ.get("TZ")
        raise click.UsageError(
            f"TZ is {zone!r}, but a time zone is less than a day ahead of UTC or behind it"
        ) from None


def _in_range(moment: datetime, said: str) -> datetime:
    """The moment, with a UTC offset; a usage error where no answer could be kept or come back."""
    # Far years first: they can't be moved to another time zone.
    if _FIRST.year <= moment.year < _END.year:
        local = moment if moment.utcoffset() is not None else _local(moment)
        if _FIRST <= local < _END:
            return local
    raise click.UsageError(
        f"NKQUIZ_NOW is {said!r}, but must be in {_FIRST.year} to {_END.year - 1} (UTC)"
    )
