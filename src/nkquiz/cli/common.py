"""What the commands share: their arguments, loading a deck, showing problems."""

from __future__ import annotations

import errno
import math
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkquiz.cli import Failed, showing, waiting
from nkquiz.registry import NAMES

if TYPE_CHECKING:  # these cost time to import, and a help text needs none of them
    from nkquiz.formats import Report
    from nkquiz.model import Deck, Problem


class RealRange(click.FloatRange):
    """The numbers from one to another. `nan` is none, though no comparison shows it."""

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))  # type: ignore[arg-type]
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


files = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
seed = click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="A number that decides what is drawn: the same number, the same questions.",
)
kinds = click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(NAMES),
    help="Only this kind of item; can be used several times.",
)
options = click.option(
    "--options", type=click.IntRange(3, 5), help="The number of options of a multiple-choice item."
)
difficulty = click.option(
    "--difficulty",
    type=click.Choice(("easy", "medium", "hard")),
    help="How close the wrong options are to the right answer.",
)
force = click.option(
    "--force", is_flag=True, help="Replace the file at -o even if nkquiz didn't write it."
)
tags = click.option(
    "--tag", "tags", multiple=True, help="Only facts with this tag; can be used several times."
)


def check_folder(path: Path) -> None:
    """Raise FileNotFoundError if the folder of a file to write is missing: before the work."""
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def output(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """The callback of `-o`: a file in a folder that exists."""
    if path is not None:
        check_folder(path)
    return path


def load_deck(paths: Sequence[str], tags: Sequence[str] = ()) -> Deck:
    """The deck of some files. Shows errors and ends the command where there are any.

    Warnings are counted only: `nkquiz check` shows them.
    """
    deck, warnings = load_with_warnings(paths, tags)
    count_warnings(len(warnings), paths)
    return deck


def load_with_warnings(
    paths: Sequence[str], tags: Sequence[str] = ()
) -> tuple[Deck, tuple[Problem, ...]]:
    """As `load_deck`, with the warnings, for a command that says itself what it knows of them."""
    from nkquiz.loader import load

    with waiting.shown("reading"):
        deck, problems = load(*paths)
    errors = [problem for problem in problems if problem.is_error]
    if errors:
        showing.show_problems(errors)
        click.echo(count(len(errors), "error"), err=True)
        raise Failed(1)
    return tagged(deck, tags), problems


def count_warnings(number: int, paths: Sequence[str]) -> None:
    """Say how many warnings there are that nobody has shown, and what shows them."""
    if number:
        click.echo(f"{count(number, 'warning')}: see `nkquiz check {' '.join(paths)}`", err=True)


def show_report(report: Report, warnings: tuple[Problem, ...]) -> None:
    """Show the problems of what was written; end the command if one of them is an error.

    Of a picture that can't be shown the files have warned already: it is shown once, with its
    place in the sentence. Their other warnings are counted.
    """
    left: dict[tuple[str, str, str], list[Problem]] = {}
    for warning in dict.fromkeys(warnings):
        left.setdefault(_said(warning), []).append(warning)
    shown = []
    for problem in report.problems:
        same = left.get(_said(problem), [])
        if same:
            line = problem.location.line
            problem = min(same, key=lambda known: abs(known.location.line - line))
            same.remove(problem)
        shown.append(problem)
    showing.show_problems(shown)
    count_warnings(sum(map(len, left.values())), click.get_current_context().params["files"])
    if not report.was_written:
        raise Failed(1)


def _said(problem: Problem) -> tuple[str, str, str]:
    """What a problem says, and of which file."""
    return problem.location.path, problem.code, problem.message


def tagged(deck: Deck, tags: Sequence[str]) -> Deck:
    """The facts with one of some tags; ends the command where there are none."""
    if tags:
        wanted = set(tags)
        deck = replace(deck, facts=tuple(f for f in deck.facts if not wanted.isdisjoint(f.tags)))
        if not deck.facts:
            click.echo(f"no fact has the tag {' or '.join(tags)}", err=True)
            raise Failed(1)
    return deck


def warn_of_missing_ids(deck: Deck) -> None:
    """Say once that an edit will lose the history of facts without an id."""
    files: dict[str, int] = {}
    for fact in deck.facts:
        if not fact.has_own_id:
            files[fact.location.path] = files.get(fact.location.path, 0) + 1
    number = sum(files.values())
    if number:
        import shlex

        from nkquiz.source import harmless

        have, their, it = (
            ("fact has", "its", "it") if number == 1 else ("facts have", "their", "ids")
        )
        fix = f"nkquiz ids {harmless(shlex.join(files))}"
        click.echo(
            f"{number} {have} no id, so an edit will lose {their} progress. To add {it}: {fix}",
            err=True,
        )


def count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
