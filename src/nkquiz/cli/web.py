"""`nkquiz web`: a quiz in one HTML file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from nkquiz.cli import Failed, common, showing, waiting

_SUFFIXES = (".html", ".htm")


@click.command("web", epilog="Example: nkquiz web decks/rivers.yaml -o rivers.html")
@common.files
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=common.output,
    metavar="X.html",
    help="The page to write (default: the deck's id, in this folder).",
)
@common.kinds
@click.option("--count", type=click.IntRange(min=1), help="The largest number of questions.")
@common.tags
@common.options
@common.difficulty
@common.seed
@common.force
@showing.every
@click.option("--exam", is_flag=True, help="Show all verdicts at the end.")
def command(
    files: tuple[str, ...],
    output: Path | None,
    kinds: tuple[str, ...],
    count: int | None,
    tags: tuple[str, ...],
    options: int | None,
    difficulty: str | None,
    seed: int,
    force: bool,
    exam: bool,
) -> None:
    """Write FILE... as a quiz in one page, which you can open from disk or send.

    The page needs no network and scores the answers. It has the same questions as `nkquiz quiz`
    with the same options. With --exam the verdicts come at the end, but the answers are in the
    file, so a learner who looks into the file can find them.
    """
    from nkquiz.formats.web import Mode, write
    from nkquiz.model import Difficulty
    from nkquiz.quiz import plan

    if output is not None and output.suffix.lower() not in _SUFFIXES:
        raise click.BadParameter("the name must end in .html", param_hint="'-o'")
    deck, warnings = common.load_with_warnings(files, tags)
    common.warn_of_missing_ids(deck)
    wanted = Difficulty(difficulty) if difficulty else None
    with waiting.shown("making items"):
        items = plan(deck, count, seed, kinds or None, options, wanted)
    if not items:
        click.echo("nothing to ask: `nkquiz check` shows what is missing", err=True)
        raise Failed(1)
    path = output or Path(_file_name(deck.id))
    mode = Mode.EXAM if exam else Mode.PRACTICE
    report = write(deck, items, path, datetime.now(UTC), mode, force=force)
    common.show_report(report, warnings)
    click.echo(f"{path}: {common.count(report.counts['items'], 'question')}")


def _file_name(deck_id: str) -> str:
    """The deck's id as the name of a file, whatever it holds."""
    name = "".join(c if c.isalnum() or c in " .-_" else "-" for c in deck_id).strip(" .-")
    return f"{name[:100] or 'quiz'}.html"
