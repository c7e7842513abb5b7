"""`nkquiz check`: problems of a file, and warnings about its items."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from nkquiz.cli import Failed, common


@click.command("check", epilog="Example: nkquiz check seeds/*.yaml")
@common.files
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(files: tuple[str, ...], as_json: bool) -> None:
    """Show what is wrong with FILE... and how to mend it.

    Exit status 1 where there are errors; warnings alone leave it at 0.
    """
    from nkquiz.bank import check
    from nkquiz.loader import load
    from nkquiz.source import render

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
