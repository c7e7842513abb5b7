"""`nkquiz check`: problems of a file, and warnings about its items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from nkquiz.cli import Failed, clock, common, showing, streams, waiting

if TYPE_CHECKING:  # it costs time to import, and a help text needs none of it
    from nkquiz.model import Problem


@click.command("check", epilog="Example: nkquiz check seeds/*.yaml")
@common.files
@click.option("--bank", is_flag=True, help="Report on all items together.")
@common.seed
@showing.every
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def command(files: tuple[str, ...], bank: bool, seed: int, as_json: bool) -> None:
    """Show what is wrong with FILE... and how to fix it.

    Warnings that `allow` hides are counted; --json shows them with the level "allowed".

    The exit status is 1 if there are errors. Warnings alone leave it at 0.

    --bank shows how many facts give items and why others don't, where the right answers are, how
    often options are seen, and what a learner gets who knows only a trick. --seed makes other
    items. The exit status is 1 if a trick works.
    """
    if bank:
        _report(files, seed, as_json)
    elif seed:
        raise click.UsageError("--seed needs --bank.")
    else:
        _check(files, as_json)


def _check(files: tuple[str, ...], as_json: bool) -> None:
    from nkquiz.bank import review
    from nkquiz.loader import load

    with waiting.shown("checking"):
        deck, problems = load(*files)
        allowed: tuple[Problem, ...] = ()
        if not any(problem.is_error for problem in problems):
            found = review(deck, now=clock.now())
            problems, allowed = (*problems, *found.problems), found.allowed
    if as_json:
        for problem in problems:
            _echo_record(problem, problem.level.value)
        for problem in allowed:
            _echo_record(problem, "allowed")
    else:
        showing.show_problems(problems, err=False)
        click.echo(_counted(problems, allowed), err=True)
    if any(problem.is_error for problem in problems):
        raise Failed(1)


def _echo_record(problem: Problem, level: str) -> None:
    place = problem.location
    record = {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "level": level,
        "code": problem.code,
        "message": problem.message,
    }
    click.echo(streams.as_json(record))


def _counted(problems: Sequence[Problem], allowed: Sequence[Problem]) -> str:
    errors = sum(problem.is_error for problem in problems)
    said = f"{common.count(errors, 'error')}, {common.count(len(problems) - errors, 'warning')}"
    return (said if problems else "no problems") + (f", {len(allowed)} allowed" if allowed else "")


def _report(files: tuple[str, ...], seed: int, as_json: bool) -> None:
    from nkquiz import bank
    from nkquiz.source import harmless

    deck = common.load_deck(files)
    with waiting.shown("checking"):
        found = bank.report(deck, seed=seed)
    if as_json:
        click.echo(streams.as_json(bank.record(found)))
    else:
        for line in bank.lines(found):
            click.echo(harmless(line))
    if found.is_leaky:
        raise Failed(1)
