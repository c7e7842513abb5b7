"""A sign of life while a command works for long: what it does and for how long, on stderr.

Only where stderr is a terminal, and only after a second: quick commands show nothing. Knows
nothing of the work, which tells nobody how far it has come.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

PATIENCE = 1.0  # seconds


@contextmanager
def shown(what: str) -> Iterator[None]:
    """Show `what`, such as "checking", while the block runs; nothing of it is left afterwards.

    The block itself writes nothing to the terminal.
    """
    if not sys.stderr.isatty():
        yield
        return
    done = Event()
    thread = Thread(target=_show, args=(what, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _show(what: str, done: Event) -> None:
    """Everything in the thread, the import too, so that a quick command pays for nothing."""
    if done.wait(PATIENCE):
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description} ...", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        refresh_per_second=4,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        progress.add_task(what)
        done.wait()
