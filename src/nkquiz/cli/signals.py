"""Signals that end the program, so that it cleans up before: terminal, store, unfinished files."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def left_in_order() -> Iterator[None]:
    """A signal that ends the program does so by way of `finally`; its status is 128 and the number.

    One that is ignored already, as `nohup` has it, stays so.
    """
    names = ("SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    caught = [number for number in numbers if before[number] is signal.SIG_DFL]

    def leave(number: int, _: FrameType | None) -> None:
        for other in caught:  # a second one must not stop the cleaning up
            signal.signal(other, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in caught:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in caught:
            signal.signal(number, before[number])
