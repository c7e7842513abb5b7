"""The registry of formats, each a module of its own; they don't know each other.

A format turns a deck and its items into a file. A new one is a new module with a function
`write` and a line in `FORMATS` or, with a `RENDERER` besides, in `WORKSHEETS`; modules are loaded when they are first used.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:  # the help of a command reads the registry
    from nkquiz.item import Item
    from nkquiz.model import Deck, Problem
    from nkquiz.paper import Outcome
    from nkquiz.sheet import Settings


@dataclass(frozen=True, slots=True)
class Report:
    """What came of writing a file. It was written unless a problem is an error.

    `counts` says how much is in it, by format: `notes`, `cards`, ...; `advice` is what else a
    user should be told, a line each. `files` are those of a worksheet, which may be several.
    """

    problems: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    advice: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def was_written(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


class Writer(Protocol):
    """The function `write` of a format's module.

    `items` are shown in the order of the deck, the options of a choice as they stand. `now` has
    a time zone. Raises OSError where the file can't be written, output.Refused where it must not
    be; the old one stands then. With `force` a file is replaced that nkquiz didn't write.
    """

    def __call__(
        self,
        deck: Deck,
        items: Iterable[Item],
        path: Path,
        now: datetime,
        *,
        force: bool = False,
    ) -> Report: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the suffixes of its files, the module that writes it."""

    name: str
    suffixes: tuple[str, ...]
    module: str

    @property
    def write(self) -> Writer:
        return cast(Writer, import_module(self.module).write)


#: The formats of worksheets: their modules also have a `RENDERER`, see `nkquiz.paper`.
WORKSHEETS = (
    Format("pdf", (".pdf",), "nkquiz.formats.pdf"),
    Format("docx", (".docx",), "nkquiz.formats.docx"),
    Format("html", (".html", ".htm"), "nkquiz.formats.html"),
    Format("markdown", (".md",), "nkquiz.formats.markdown"),
)

FORMATS = (
    Format("anki", (".apkg",), "nkquiz.formats.apkg"),
    *WORKSHEETS,
    Format("web", (), "nkquiz.formats.web"),  # `.html` is a worksheet's
)


def find(name_or_suffix: str) -> Format | None:
    """The format of a name (`anki`) or of a suffix with its dot (`.apkg`), in any case."""
    wanted = name_or_suffix.lower()
    return next((f for f in FORMATS if wanted == f.name or wanted in f.suffixes), None)


def worksheet(
    deck: Deck, items: Sequence[Item], settings: Settings, path: Path, *, force: bool = False
) -> Report:
    """Write a worksheet, in the format of its suffix.

    Raises ValueError for a suffix that is none of `WORKSHEETS`, OSError where a file can't be
    written, output.Refused where it must not be.
    """
    from nkquiz import paper

    found = next((f for f in WORKSHEETS if path.suffix.lower() in f.suffixes), None)
    if found is None:
        raise ValueError(f"no format of worksheets for {path.name!r}")
    renderer = import_module(found.module).RENDERER
    return worksheet_report(paper.write(deck, items, settings, path, renderer, force=force))


def worksheet_report(outcome: Outcome) -> Report:
    """The report on a worksheet; `items` are counted in one version."""
    return Report(outcome.problems, {"items": outcome.items}, files=outcome.files)


def export(
    deck: Deck,
    items: Iterable[Item],
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - the word of the public API
    *,
    now: datetime,
    force: bool = False,
) -> tuple[Problem, ...]:
    """Write items to a file, in the format of its suffix or in the one that is named.

    Returns what the format can't express; nothing is written if a problem is an error. Raises
    ValueError for an unknown format, OSError where the file can't be written: a file that nkquiz
    didn't write, or that was changed since, is replaced with `force` alone, one that the deck was
    read from never.
    """
    target = Path(path)
    chosen = find(target.suffix if format is None else format)
    if chosen is None:
        known = ", ".join(f"{f.name} ({' '.join(f.suffixes)})" for f in FORMATS)
        raise ValueError(
            f"there is no format for {format or target.name!r}; the formats are: {known}"
        )
    return chosen.write(deck, items, target, now, force=force).problems


__all__ = [
    "FORMATS",
    "WORKSHEETS",
    "Format",
    "Report",
    "Writer",
    "export",
    "find",
    "worksheet",
    "worksheet_report",
]
