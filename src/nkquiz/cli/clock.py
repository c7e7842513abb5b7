"""The clock, read here and handed down: `NKQUIZ_NOW` stops it, for tests and simulations."""

from __future__ import annotations

import os
from datetime import datetime

import click


def now() -> datetime:
    """This moment, with the UTC offset of where the learner is.

    NKQUIZ_NOW may say another, as in 2026-03-01T18:00 (local) or 2026-03-01T18:00+09:00.
    """
    said = os.environ.get("NKQUIZ_NOW")
    if not said:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise click.UsageError(
            f"NKQUIZ_NOW is {said!r}, which is no moment such as 2026-03-01T18:00"
        ) from None
    return moment if moment.utcoffset() is not None else moment.astimezone()
