"""A session in front of a person or a script: the only interactive code.

In a terminal a dialogue, with keys and colour; else lines in and lines out. Knows how to show
an item and read a response; what is asked and what is right is the session's.
"""

from __future__ import annotations

import sys
from typing import BinaryIO

from nkquiz.session import Session


def play(session: Session, title: str = "", name: str = "Quiz") -> None:
    """Play a session on stdin and stdout until it is done, or the learner ends it.

    `name` is what the session is called. The summary is always shown, also before a
    KeyboardInterrupt, or the failure of a disk, goes on to the caller.
    """
    if _is_terminal():
        from nkquiz.terminal.dialogue import converse

        converse(session, title)
    else:
        from nkquiz.terminal.lines import play_lines

        play_lines(session, title, _stdin(), name)


def flip(session: Session, title: str = "", name: str = "Quiz") -> None:
    """As `play`, without typing: the learner thinks, sees the answer, and grades it."""
    if _is_terminal():
        from nkquiz.terminal.dialogue import converse_flipping

        converse_flipping(session, title)
    else:
        from nkquiz.terminal.lines import flip_lines

        flip_lines(session, title, _stdin(), name)


def _stdin() -> BinaryIO | None:
    return sys.stdin.buffer if sys.stdin else None


def _is_terminal() -> bool:
    """Whether both ends are a terminal; a stream that was closed before the start is None."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


__all__ = ["flip", "play"]
