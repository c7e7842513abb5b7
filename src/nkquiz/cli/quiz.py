"""`nkquiz quiz`: a scored session, in a terminal or with one response a line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nkquiz.cli import Failed, clock, common, playing, progress, showing, waiting

if TYPE_CHECKING:
    from nkquiz.model import Deck


@click.command("quiz", epilog="Example: nkquiz quiz --kind multiple-choice decks/rivers.yaml")
@common.files
@common.kinds
@click.option("--count", type=click.IntRange(min=1), help="The largest number of questions.")
@common.tags
@common.options
@common.difficulty
@common.seed
@playing.flip
@progress.option
@showing.every
def command(
    files: tuple[str, ...],
    kinds: tuple[str, ...],
    count: int | None,
    tags: tuple[str, ...],
    options: int | None,
    difficulty: str | None,
    seed: int,
    flip: bool,
    store_path: Path | None,
) -> None:
    """Play a scored session on FILE...

    Choose with a letter or number (`t` and `f` for true and false). `?` shows a hint, Enter alone
    means "don't know", `q` ends. For matching, type the letters in the order of the numbers, or
    pairs (`1b 2a`); for ordering, the letters in the right order (`c a b`). What you missed is
    asked again, but only the first answer counts.

    `u` takes back the last answer, `!` says that your answer should count, `g` says that you
    guessed (where you type a line: `:u`, `!` and `:g`). Each answer is saved before you see the
    verdict.

    Without a terminal, each line of input is one response: a choice by letter, number or text, or
    with --flip your grade, 1 to 4.
    """
    from nkquiz import terminal
    from nkquiz.model import Difficulty
    from nkquiz.quiz import plan
    from nkquiz.schedule import RETENTION
    from nkquiz.session import Session

    deck = common.load_deck(files, tags)
    wanted = Difficulty(difficulty) if difficulty else None
    kinds = kinds or (_flipped(deck) if flip else ())
    with waiting.shown("making items"):
        items = plan(deck, count, seed, kinds or None, options, wanted)
    if not items:
        _explain_nothing(deck, kinds, options)
        raise Failed(1)
    common.warn_of_missing_ids(deck)
    play = terminal.flip if flip else terminal.play
    with playing.store_if_any(store_path, clock.now()) as store:
        if store is None:
            play(Session(deck, items, seed), deck.title)
            return
        agreed = playing.agreed(store, {memory for item in items for memory in item.memories})
        journal = playing.StoreJournal(store, deck.id, RETENTION)
        play(Session(deck, items, seed, journal, agreed), deck.title)


def _flipped(deck: Deck) -> tuple[str, ...]:
    """The kinds to flip, where none is named: those that are typed otherwise."""
    from nkquiz.item import Type
    from nkquiz.quiz import default_kinds
    from nkquiz.registry import BY_NAME

    return tuple(name for name in default_kinds(deck) if BY_NAME[name].interaction is Type)


def _explain_nothing(deck: Any, kinds: tuple[str, ...], options: int | None) -> None:
    """Say why a deck gives no item, and what it lacks."""
    from nkquiz.bank import grouped
    from nkquiz.kinds import makers
    from nkquiz.quiz import default_kinds, generate, slots

    def say(why: str) -> None:
        click.echo(f"nothing to ask: {why}", err=True)

    names = kinds or default_kinds(deck)
    if not deck.facts:
        say("there are no facts (or `select` takes none of them)")
    elif not any(True for _ in slots(deck)) and not any(f.order or f.set for f in deck.facts):
        say("no fact has an answer ==marked== in it (disputed facts are not asked)")
    else:
        problems = grouped(deck, generate(deck, names, options=options)[1])
        say(f"the facts give no {' or '.join(names)} item")
        needs = [maker.needs for maker in makers(tuple(names))]
        if len(needs) == 1 and needs[0] and not problems:
            click.echo(needs[0], err=True)
        showing.show_problems(problems)
