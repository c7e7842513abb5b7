"""`nkquiz anki`: an Anki package."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from nkquiz.cli import Failed, common

_SUFFIX = ".apkg"


@click.command("anki", epilog="Example: nkquiz anki decks/rivers.yaml -o rivers.apkg")
@common.files
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="X.apkg",
    help="The package to write; by default in this folder, named by the deck's id.",
)
@common.kinds
@common.tags
def command(
    files: tuple[str, ...], output: Path | None, kinds: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    """Write FILE... as an Anki package.

    Write it over the old package whenever the deck has changed, and import it again: Anki then
    updates the notes in place, and every learner's progress stays.
    """
    from nkquiz.formats.apkg import write
    from nkquiz.quiz import arrange, generate

    if output is not None and output.suffix.lower() != _SUFFIX:
        raise click.BadParameter(f"the name must end in {_SUFFIX}", param_hint="'-o'")
    now = _now()
    deck = common.load_deck(files, tags)
    common.warn_of_missing_ids(deck)
    items, problems = generate(deck, kinds or None)
    path = output or Path(_file_name(deck.id))
    report = write(deck, arrange(items), path, now)
    common.show_problems((*problems, *report.problems))
    if not report.was_written:
        raise Failed(1)
    click.echo(f"{path}: {_summary(report.counts)}")
    for line in report.advice:
        click.echo(line, err=True)


def _summary(counts: Any) -> str:
    """Such as `33 notes, 57 cards (3 new, 12 changed, 18 unchanged, 0 retired)`."""
    changes = ", ".join(f"{counts[n]} {n}" for n in ("new", "changed", "unchanged", "retired"))
    notes, cards = common.count(counts["notes"], "note"), common.count(counts["cards"], "card")
    return f"{notes}, {cards} ({changes})"


def _file_name(deck_id: str) -> str:
    """The deck's id as the name of a file, whatever it holds."""
    name = "".join(c if c.isalnum() or c in " .-_" else "-" for c in deck_id).strip(" .-")
    return f"{name[:100] or 'deck'}{_SUFFIX}"


def _now() -> datetime:
    """The time now, or that of SOURCE_DATE_EPOCH, for builds that can be repeated."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is no number of seconds since 1970: {fixed!r}"
        raise click.UsageError(message) from None
