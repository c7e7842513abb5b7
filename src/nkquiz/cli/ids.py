"""`nkquiz ids`: missing ids written into fact files, so that later edits keep every memory."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click

from nkquiz.cli import Failed, common, showing


@click.command("ids", epilog="Example: nkquiz ids --dry-run seeds/rivers.yaml")
@common.files
@showing.every
@click.option("--dry-run", is_flag=True, help="Show what would change, but write nothing.")
def command(files: tuple[str, ...], dry_run: bool) -> None:
    """Add an id to each fact and template of FILE... that has none.

    It is the id that the fact has now by default, so no progress is lost. Comments and layout
    stay as they are. Included files don't change unless you name them too. Terms get no id,
    because their name is their id. If you rename a term, write its old name as its `id:`.
    """
    from nkquiz.edit import save, write_ids
    from nkquiz.loader import load

    deck, problems = load(*files)
    _stop_at(problem for problem in problems if problem.is_error)
    shown = _shown(deck, files)
    texts = {name: shown[name].read_bytes().decode() for name in shown}
    edits = {name: write_ids(text, name, _missing(deck, name)) for name, text in texts.items()}
    _stop_at(problem for edit in edits.values() for problem in edit.problems)
    for name, edit in edits.items():
        if dry_run:
            _show_difference(name, texts[name], edit.text)
        elif edit.written:
            save(shown[name], edit.text, texts[name])
        said = common.count(edit.written, "id") if edit.written else "no id"
        end = "to write" if dry_run else "written" if edit.written else "is missing"
        click.echo(f"{name}: {said} {end}", err=dry_run)
    _name_others(deck, edits)


def _stop_at(errors: Iterator[Any]) -> None:
    """Show errors and end the command, before anything is written."""
    known = list(errors)
    if known:
        showing.show_problems(known)
        click.echo(common.count(len(known), "error"), err=True)
        raise Failed(1)


def _shown(deck: Any, files: tuple[str, ...]) -> dict[str, Path]:
    """The files that were named, each once, by the name that places in the deck give them."""
    names = {Path(name).resolve(): name for name in deck.paths}
    return {names[Path(file).resolve()]: Path(file) for file in files}


def _missing(deck: Any, path: str) -> dict[Any, str]:
    """The default ids of a file's facts and templates, by place; those with an id are skipped."""
    facts = {
        fact.location: fact.id
        for fact in deck.knowledge
        if fact.location.path == path and not (fact.has_own_id or fact.template)
    }
    templates = {t.location: t.id for t in deck.templates if t.location.path == path}
    return {**facts, **templates}


def _show_difference(name: str, old: str, new: str) -> None:
    from nkquiz.source import harmless

    before, after = (text.splitlines() for text in (old, new))
    for line in unified_diff(before, after, name, name, lineterm=""):
        click.echo("\t".join(map(harmless, line.split("\t"))))


def _name_others(deck: Any, named: dict[str, Any]) -> None:
    """Say which included files have facts without an id too."""
    without = [fact.location.path for fact in deck.knowledge if not fact.has_own_id]
    others = dict.fromkeys(path for path in without if path not in named)
    if others:
        click.echo(
            f"ids are also missing in {', '.join(others)}: add this to the command", err=True
        )
