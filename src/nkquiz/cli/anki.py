"""`nkquiz anki`: an Anki package, or text for Anki's import."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from nkquiz.cli import Failed, common, showing, waiting

if TYPE_CHECKING:
    from nkquiz.formats import Report
    from nkquiz.formats.apkg import Difference, SplitBy
    from nkquiz.item import Item
    from nkquiz.model import Deck, Problem

_PACKAGE, _TEXT = ".apkg", ".txt"
#: Where the add-on AnkiConnect listens; checked against the format in the tests.
_ADDRESS = "http://127.0.0.1:8765"
_STAYS = (
    "--split-by is only for new cards: cards that you have already imported stay in their decks"
)


@click.command("anki", epilog="Example: nkquiz anki decks/rivers.yaml -o rivers.apkg")
@common.files
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=common.output,
    metavar="X.apkg",
    help="The file to write (default: the deck's id, in this folder).",
)
@common.kinds
@common.tags
@click.option(
    "--split-by",
    type=click.Choice(("tag", "kind", "vocabulary")),
    help="Make subdecks by first tag, by kind of item, or by vocabulary (what a fact is about).",
)
@click.option("--diff", is_flag=True, help="Only show what would change, note by note.")
@click.option("--tsv", is_flag=True, help="Write text for Anki's import instead (X.txt).")
@common.force
@click.option(
    "--push", is_flag=True, help="Then import it into a running Anki (needs AnkiConnect)."
)
@click.option(
    "--push-to",
    metavar="URL",
    default=_ADDRESS,
    envvar="ANKICONNECT_URL",
    show_default=True,
    help="The address of AnkiConnect; its key is read from ANKICONNECT_KEY.",
)
@showing.every
def command(
    files: tuple[str, ...],
    output: Path | None,
    kinds: tuple[str, ...],
    tags: tuple[str, ...],
    split_by: str | None,
    diff: bool,
    tsv: bool,
    force: bool,
    push: bool,
    push_to: str,
) -> None:
    """Write FILE... as an Anki package.

    When the deck has changed, write to the same file and import it again: Anki then updates the
    notes in place, and every learner keeps their progress.
    """
    from nkquiz.formats.apkg import SplitBy

    _refuse_nonsense(output, tsv=tsv, others=diff or push)
    if diff and (push or force):
        what = "push" if push else "replace"
        raise click.UsageError(f"--diff writes nothing, so there is nothing to {what}")
    _refuse_address(push_to if push else None)
    now = _now()
    deck, warnings = common.load_with_warnings(files, tags)
    path = output or Path(_file_name(deck.id) + (_TEXT if tsv else _PACKAGE))
    split = SplitBy(split_by) if split_by else None
    build = _Build(deck, _items(deck, kinds), path, split, force, warnings)
    if tsv:
        _write_text(build)
    elif diff:
        _show_differences(build, now)
        if split:
            click.echo(_STAYS, err=True)
    else:
        _write_package(build, now)
        if push:
            _push(path, push_to)


def _refuse_nonsense(output: Path | None, *, tsv: bool, others: bool) -> None:
    if tsv and others:
        raise click.UsageError(
            "--tsv writes text, but --diff and --push need a package: leave one out"
        )
    endings = (_TEXT, ".tsv") if tsv else (_PACKAGE,)
    if output is not None and output.suffix.lower() not in endings:
        raise click.BadParameter(f"the name must end in {endings[0]}", param_hint="'-o'")


def _refuse_address(address: str | None) -> None:
    """End the command for an address where nobody can listen, or one that is given in vain.

    `address` is none where nothing is pushed; the one in the environment is for other calls then.
    """
    from nkquiz.formats.apkg import is_address

    given = click.get_current_context().get_parameter_source("push_to")
    if address is None and given is ParameterSource.COMMANDLINE:
        raise click.UsageError("--push-to needs --push: add it")
    if address is not None and not is_address(address):
        message = f"{address!r} is not an address: use one like {_ADDRESS}"
        named = "ANKICONNECT_URL" if given is ParameterSource.ENVIRONMENT else "'--push-to'"
        raise click.BadParameter(message, param_hint=named)


def _items(deck: Deck, kinds: tuple[str, ...]) -> tuple[Item, ...]:
    from nkquiz.bank import grouped
    from nkquiz.quiz import arrange, generate

    common.warn_of_missing_ids(deck)
    with waiting.shown("making items"):
        items, problems = generate(deck, kinds or None)
    showing.show_problems(grouped(deck, problems))
    return arrange(items)


# -- what it does -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Build:
    """What is written, and where. `warnings` are those that the files have given already."""

    deck: Deck
    items: tuple[Item, ...]
    path: Path
    split: SplitBy | None
    force: bool
    warnings: tuple[Problem, ...]


def _write_package(build: _Build, now: datetime) -> None:
    from nkquiz.formats.apkg import write

    with waiting.shown("writing"):
        report = write(build.deck, build.items, build.path, now, build.split, force=build.force)
    common.show_report(report, build.warnings)
    click.echo(f"{build.path}: {_held(report.counts)} ({_changes(report.counts)})")
    _advise(report)
    _tell_of_choice(report)


def _show_differences(build: _Build, now: datetime) -> None:
    from nkquiz.formats.apkg import compare

    with waiting.shown("comparing"):
        report, differences = compare(build.deck, build.items, build.path, now)
    common.show_report(report, build.warnings)
    for difference in differences:
        click.echo(_line(difference))
    click.echo(_changes(report.counts))
    _advise(report)
    _tell_of_choice(report)


def _write_text(build: _Build) -> None:
    from nkquiz.formats.apkg import export_text, media_folder

    with waiting.shown("writing"):
        report = export_text(build.deck, build.items, build.path, build.split, force=build.force)
    common.show_report(report, build.warnings)
    click.echo(f"{build.path}: {common.count(report.counts['notes'], 'note')}")
    if report.counts["media"]:
        folder = media_folder(build.path)
        click.echo(
            f"before you import it, copy the files in {folder} to Anki's folder collection.media",
            err=True,
        )


def _push(path: Path, address: str) -> None:
    from nkquiz.formats.apkg import AnkiRefused, Unreachable, push
    from nkquiz.source import harmless

    try:
        push(path, address, os.environ.get("ANKICONNECT_KEY", ""))
    except Unreachable:
        say = (
            f"no answer from AnkiConnect at {address}: start Anki with this add-on, or open {path}"
        )
    except AnkiRefused as refused:
        say = f"AnkiConnect did not import the package: {harmless(str(refused))}"
    else:
        click.echo(f"imported into Anki at {address}")
        return
    click.echo(f"nkquiz: {say}", err=True)
    raise Failed(3)


# -- what it says -----------------------------------------------------------------------------


def _advise(report: Report) -> None:
    for line in report.advice:
        click.echo(line, err=True)


def _tell_of_choice(report: Report) -> None:
    """Say that what an option leaves out counts as retired, where something is."""
    given = click.get_current_context().params
    options = " and ".join(f"--{word}" for word in ("kind", "tag") if given[f"{word}s"])
    if options and report.counts["retired"]:
        what = f"notes of the old package that {options} left out count as retired"
        click.echo(f"{what}: write a part of a deck to a file of its own", err=True)


def _held(counts: Any) -> str:
    """Such as `33 notes, 57 cards`."""
    return f"{common.count(counts['notes'], 'note')}, {common.count(counts['cards'], 'card')}"


def _changes(counts: Any) -> str:
    """Such as `3 new, 12 changed, 18 unchanged, 0 retired`."""
    return ", ".join(f"{counts[n]} {n}" for n in ("new", "changed", "unchanged", "retired"))


def _line(difference: Difference) -> str:
    """Such as `changed  rivers/countries (Cloze): Text, Why`."""
    from nkquiz.source import harmless

    status, name = difference.status.value, difference.type.removeprefix("nkquiz ")
    if not difference.id:
        return f"{status:<8} how {name} cards look"
    fields = f": {', '.join(difference.fields)}" if difference.fields else ""
    return f"{status:<8} {harmless(difference.id)} ({name}){fields}"


def _file_name(deck_id: str) -> str:
    """The deck's id as the name of a file, whatever it holds."""
    name = "".join(c if c.isalnum() or c in " .-_" else "-" for c in deck_id).strip(" .-")
    return name[:100] or "deck"


def _now() -> datetime:
    """The time now, or that of SOURCE_DATE_EPOCH, for builds that can be repeated."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.now(UTC)
    with suppress(ValueError, OverflowError, OSError):
        if int(fixed) >= 0:
            return datetime.fromtimestamp(int(fixed), UTC)
    raise click.UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds since 1970: {fixed!r}")
