"""`nkquiz check`: problems of a file, and warnings about its items."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from nkquiz.cli import Failed, common, waiting


@click.command("check", epilog="Example: nkquiz check seeds/*.yaml")
@common.files
@click.option("--bank", is_flag=True, help="Report on all items together instead.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(files: tuple[str, ...], bank: bool, as_json: bool) -> None:
    """Show what is wrong with FILE... and how to mend it.

    Exit status 1 where there are errors; warnings alone leave it at 0.

    With --bank: what the facts give and what keeps some out, where keys stand, how often options
    are seen, and what those get who know nothing but a trick. Exit status 1 where a trick works.
    """
    if bank:
        _report(files, as_json)
    else:
        _check(files, as_json)


def _check(files: tuple[str, ...], as_json: bool) -> None:
    from nkquiz.bank import check
    from nkquiz.loader import load
    from nkquiz.source import render

    with waiting.shown("checking"):
        deck, problems = load(*files)
        if not any(problem.is_error for problem in problems):
            problems = (*problems, *check(deck, now=datetime.now(UTC)))
    for problem in problems:
        if as_json:
            place = problem.location
            record = {
                "path": place.path,
                "line": place.line,
                "column": place.column,
                "level": problem.level.value,
                "code": problem.code,
                "message": problem.message,
            }
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            click.echo(render(problem))
    errors = sum(problem.is_error for problem in problems)
    if not as_json:
        said = f"{common.count(errors, 'error')}, {common.count(len(problems) - errors, 'warning')}"
        click.echo(said if problems else "no problems", err=True)
    if errors:
        raise Failed(1)


def _report(files: tuple[str, ...], as_json: bool) -> None:
    from nkquiz import bank
    from nkquiz.source import harmless

    deck = common.load_deck(files)
    with waiting.shown("checking"):
        found = bank.report(deck)
    if as_json:
        click.echo(json.dumps(bank.record(found), ensure_ascii=False))
    else:
        for line in bank.lines(found):
            click.echo(harmless(line))
    if found.leaks:
        raise Failed(1)
