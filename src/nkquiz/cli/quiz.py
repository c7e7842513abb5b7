"""`nkquiz quiz`: a scored session, in a terminal or with one response a line."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from nkquiz.cli import Failed, common

#: Problems shown where a deck gives no item; `nkquiz items` shows them all.
_MOST_SHOWN = 3


@click.command("quiz", epilog="Example: nkquiz quiz --kind multiple-choice decks/rivers.yaml")
@common.files
@common.kinds
@click.option("--count", type=click.IntRange(min=1), help="How many questions at most.")
@common.tags
@common.options
@common.difficulty
@common.seed
def command(
    files: tuple[str, ...],
    kinds: tuple[str, ...],
    count: int | None,
    tags: tuple[str, ...],
    options: int | None,
    difficulty: str | None,
    seed: int,
) -> None:
    """Play a scored session on FILE...

    A letter or number chooses (`t` and `f` for true and false), `?` shows a hint, Enter alone means
    "don't know", `q` ends. Matching takes the letters in the order of the numbers or pairs (`1b
    2a`), ordering the letters in their order (`c a b`). What was missed comes again; the first
    answer counts.

    Without a terminal each line of input is one response: a choice by letter, number or text.
    """
    from nkquiz.model import Difficulty
    from nkquiz.quiz import plan
    from nkquiz.session import Session
    from nkquiz.terminal import play

    deck = common.load_deck(files, tags)
    wanted = Difficulty(difficulty) if difficulty else None
    items = plan(deck, count, seed, kinds or None, options, wanted)
    if not items:
        _explain_nothing(deck, kinds, options)
        raise Failed(1)
    common.warn_of_missing_ids(deck)
    with _left_in_order():
        play(Session(deck, items, seed), deck.title)


def _explain_nothing(deck: Any, kinds: tuple[str, ...], options: int | None) -> None:
    """Say why a deck gives no item, and what it lacks."""
    from nkquiz.quiz import default_kinds, generate, slots

    def say(why: str) -> None:
        click.echo(f"nothing to ask: {why}", err=True)

    names = kinds or default_kinds(deck)
    if not deck.facts:
        say("there are no facts (or `select` takes none of them)")
    elif not any(True for _ in slots(deck)) and not any(f.order or f.set for f in deck.facts):
        say("no fact has an answer ==marked== in it (disputed facts are not asked for)")
    else:
        _, problems = generate(deck, names, options=options)
        say(f"the facts give no {' or '.join(names)} item")
        if set(names) == {"short-answer"} and not problems:
            click.echo("a short-answer item needs a question under `ask`", err=True)
        common.show_problems(problems[:_MOST_SHOWN])
        if len(problems) > _MOST_SHOWN:
            more = common.count(len(problems) - _MOST_SHOWN, "more problem")
            click.echo(f"... and {more}", err=True)


@contextmanager
def _left_in_order() -> Iterator[None]:
    """A signal that ends the program does so by way of `finally`: the terminal is set right."""
    names = ("SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, _leave) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)
