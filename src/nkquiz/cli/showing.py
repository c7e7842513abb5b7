"""How problems are shown at a terminal: each with its line and a caret, and never a flood.

What is said twice of one line is shown once; of each kind the first few are shown, then how many
more there are. Knows nothing of where problems come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # it costs time to import, and a help text needs none of it
    from nkquiz.model import Problem

MOST_OF_A_KIND = 20
MOST_LINES = 200
_HEIGHT = 3  # of a problem with its line and caret

_EVERY = "nkquiz.cli.showing.every"


def _remember(context: click.Context, _option: click.Parameter, value: bool) -> None:
    context.meta[_EVERY] = value


every = click.option(
    "--all",
    "every_problem",
    is_flag=True,
    expose_value=False,
    callback=_remember,
    help="Show every problem, however many there are.",
)


def show_problems(problems: Iterable[Problem], *, err: bool = True) -> None:
    """Show problems to people, to stderr or to stdout; with `--all` every one."""
    from nkquiz.source import render

    context = click.get_current_context()
    shown = map(render, problems) if context.meta.get(_EVERY) else lines(list(problems))
    for text in shown:
        click.echo(text, err=err)


def lines(problems: Sequence[Problem]) -> Iterator[str]:
    """The text of problems, in their order: at most 20 of a kind, fewer where there are many
    kinds. A kind is a code.
    """
    from nkquiz.source import render

    shown = _once_a_line(problems)
    number = Counter(problem.code for problem in shown)
    most = _most_of_a_kind(number)
    kinds = frozenset(list(number)[: (MOST_LINES - 2) // (_HEIGHT + 1)])
    seen: Counter[str] = Counter()
    for problem in shown:
        code = problem.code
        seen[code] += 1
        if code in kinds and seen[code] <= most:
            yield render(problem)
        if code in kinds and seen[code] == most < number[code]:
            yield f"and {number[code] - most:,} more like it ({code})"
    others = sum(number[code] for code in number.keys() - kinds)
    if others:
        yield f"and {others:,} more of other kinds"
    if others or most < max(number.values(), default=0):
        yield f"{_how_to_see_all()} shows all of them"


def _once_a_line(problems: Sequence[Problem]) -> list[Problem]:
    """Problems that say the same of one line as one, which tells how many they are."""
    same: dict[tuple[str, int, str, str], list[Problem]] = {}
    for problem in problems:
        place = problem.location
        same.setdefault((place.path, place.line, problem.code, problem.message), []).append(problem)
    return [first.and_more(len(more)) for first, *more in same.values()]


def _most_of_a_kind(number: Counter[str]) -> int:
    """How many of each kind there is room for; at least one."""

    def needed(most: int) -> int:
        return 2 + sum(_HEIGHT * min(most, n) + (n > most) for n in number.values())

    rooms = range(MOST_OF_A_KIND, 1, -1)
    return next((most for most in rooms if needed(most) <= MOST_LINES), 1)


def _how_to_see_all() -> str:
    context = click.get_current_context()
    has_option = any(option.name == "every_problem" for option in context.command.params)
    return "`--all`" if has_option else "`nkquiz check --all`"
