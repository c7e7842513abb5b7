"""What is wrong in a file, before it is known which file: a place, a code and a message."""

from __future__ import annotations

from typing import NamedTuple

from nkquiz.model import Level

_LONGEST_QUOTE = 60  # code points of the writer's text that a message repeats


class Finding(NamedTuple):
    """Something wrong at a line and column, both from 1."""

    line: int
    column: int
    code: str
    message: str
    level: Level = Level.ERROR


def quote(text: str) -> str:
    """The writer's own text in a message: in quotation marks, and cut where it is long."""
    if len(text) > _LONGEST_QUOTE:
        text = text[: _LONGEST_QUOTE - 1].rstrip() + "…"
    return f'"{" ".join(text.split())}"'
