"""`nkquiz store`: looks after your progress: moves, merges, checks and fixes it."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkquiz import atomic
from nkquiz.cli import Failed, clock, common, progress, waiting
from nkquiz.output import Refused
from nkquiz.output import check as check_output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkquiz.model import Deck
    from nkquiz.store import Store
    from nkquiz.store.orphans import Orphan

#: Findings shown of a store that is wrong throughout.
_MOST_SHOWN = 20


@click.group("store", epilog="Example: nkquiz store export -o laptop.jsonl")
def command() -> None:
    """Move, merge, check or repair your progress."""


@command.command("export", epilog="Example: nkquiz store export -o laptop.jsonl")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=common.output,
    help="The file to write (default: stdout).",
)
@common.force
@progress.option
def export(output: Path | None, force: bool, store_path: Path | None) -> None:
    """Write the review log as JSON lines, to merge on another computer or to analyse."""
    with progress.reading(store_path) as store:
        if output is None:
            sys.stdout.buffer.writelines(_encoded(store))
            return
        if store.owns(output):
            raise Refused(output, "this file is part of the store: choose another name")
        check_output(output, (), force=force, is_ours=lambda old: _holds(store, old))
        atomic.replace(output, _encoded(store))


def _encoded(store: Store) -> Iterator[bytes]:
    return (f"{line}\n".encode() for line in store.export())


def _holds(store: Store, log: Path) -> bool:
    """Whether an exported log has no line that the store lacks: nothing is lost with it."""
    lines = _encoded(store)
    with log.open("rb") as stream:
        return all(line in lines for line in stream)


@command.command("import", epilog="Example: nkquiz store import laptop.jsonl")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
)
@progress.option
def merge(files: tuple[Path, ...], store_path: Path | None) -> None:
    """Merge exported logs into yours (`-` reads stdin). Doing it twice changes nothing.

    If a row of a file can't be read, nothing of that file is imported.
    """
    from nkquiz.source import harmless

    now = clock.now()
    bad = False
    with progress.opened(store_path, now) as store:
        for file in files:
            path = "stdin" if str(file) == "-" else str(file)
            with (
                click.open_file(file, encoding="utf-8", errors="replace") as lines,
                waiting.shown("merging"),
            ):
                done, problems = store.merge(lines, path)
            for problem in problems:
                click.echo(harmless(str(problem)), err=True)
            if problems:
                bad = True
                click.echo(f"{path}: nothing was imported", err=True)
            else:
                click.echo(f"{path}: {common.count(done.added, 'new row')}, {done.known} known")
    if bad:
        raise Failed(1)


@command.command("rebuild", epilog="Example: nkquiz store rebuild")
@progress.option
def rebuild(store_path: Path | None) -> None:
    """Compute the schedule again from the review log. Repairs a damaged store first."""
    saved = progress.repair(store_path)
    with progress.opened(store_path, clock.now()) as store, waiting.shown("rebuilding"):
        wrong = len(store.check())
        store.rebuild()
    if saved:
        rows = common.count(saved.read + saved.from_backup, "row")
        click.echo(f"rebuilt from {rows} of the log")
    else:
        said = f"{wrong} corrected" if wrong else "nothing changed"
        click.echo(f"rebuilt from the log: {said}")


@command.command("check", epilog="Example: nkquiz store check")
@progress.option
def check(store_path: Path | None) -> None:
    """Check the store: is the database damaged, and does the schedule match the log?"""
    from nkquiz.source import harmless

    with progress.reading(store_path) as store, waiting.shown("checking"):
        findings = store.check()
    for finding in findings[:_MOST_SHOWN]:
        click.echo(harmless(finding))
    if not findings:
        click.echo("the store is not damaged, and the schedule matches the log")
        return
    if len(findings) > _MOST_SHOWN:
        click.echo(f"... and {len(findings) - _MOST_SHOWN} more")
    click.echo("to fix it, use `nkquiz store rebuild`", err=True)
    raise Failed(3)


@command.command("orphans", epilog="Example: nkquiz store orphans decks/rivers.yaml")
@common.files
@progress.option
def orphans(files: tuple[str, ...], store_path: Path | None) -> None:
    """List what you learnt from FILE... and is no longer in it.

    If a fact was probably reworded, or the file renamed, this says which id brings its progress
    back.
    """
    deck = common.load_deck(files)
    with progress.reading(store_path) as store:
        found = store.orphans(_stems(deck))
    renamed: defaultdict[tuple[str, str], list[Orphan]] = defaultdict(list)
    for orphan in found:
        old, new = _parts(orphan.memory)[0], _parts(orphan.successor)[0]
        if new in ("", old):
            _show(orphan)
        else:
            renamed[old, new].append(orphan)
    for (old, new), memories in renamed.items():
        _show_renamed(old, new, len(memories))
    click.echo(common.count(len(found), "orphan") if found else "no orphans", err=True)


def _stems(deck: Deck) -> dict[str, tuple[str, ...]]:
    """Each memory of a deck, with the sentence and the questions that ask for it."""
    from nkquiz.item import BLANK
    from nkquiz.knowledge import masked

    return {
        fact.memory(mark): tuple(
            text
            for text in (
                masked(fact, mark).replace("\0", BLANK),
                mark.options.ask.typed,
                mark.options.ask.choice,
            )
            if text
        )
        for fact in deck.knowledge
        for mark in fact.marks
    }


def _show(orphan: Orphan) -> None:
    from nkquiz.source import harmless

    times = common.count(orphan.state.reviews, "answer")
    click.echo(harmless(f"{orphan.memory}: {times}, the last on {orphan.state.last}"))
    if orphan.sentence:
        click.echo(harmless(f"  {orphan.sentence}"))
    if orphan.successor:
        click.echo(harmless(f"  now {orphan.successor}? {_fix(orphan)}"))


def _show_renamed(old: str, new: str, memories: int) -> None:
    from nkquiz.source import harmless

    count = "1 memory" if memories == 1 else f"{memories:,} memories"
    click.echo(harmless(f"{old}: {count} from a file that is now called {new!r}"))
    click.echo(harmless(f"  did you rename this file? then write `id: {old}` at its top"))


def _fix(orphan: Orphan) -> str:
    """What to write into the file, so that the history goes on."""
    _, old_fact, old_slot = _parts(orphan.memory)
    _, new_fact, new_slot = _parts(orphan.successor)
    if old_fact != new_fact:
        return f"give that fact `id: {old_fact}`"
    return f"give the mark {new_slot!r} `id: {old_slot}`"


def _parts(memory: str) -> tuple[str, str, str]:
    """File, fact and slot of a key; a template's fact has a slash of its own."""
    file, _, rest = memory.partition("/")
    fact, _, slot = rest.rpartition("/")
    return file, fact, slot.replace("%2F", "/").replace("%25", "%")
