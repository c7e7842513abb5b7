"""`nkquiz worksheet`: questions on paper, in one version or several, and a key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkquiz import formats
from nkquiz.cli import common, showing, waiting
from nkquiz.formats import WORKSHEETS
from nkquiz.registry import BY_NAME, NAMES

if TYPE_CHECKING:
    from nkquiz.formats import Report
    from nkquiz.item import Item
    from nkquiz.model import Deck
    from nkquiz.sheet import Settings

#: The size of letters for who sees badly, in points.
_LARGE = 18.0
_USUAL = 11.0
#: In two columns.
_LARGEST_IN_TWO = 16.0


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _points(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, float]:
    """`2` for an item of every kind, `matching=4` for one of this kind; by kind."""
    every: dict[str, float] = {}
    single: dict[str, float] = {}
    for value in values:
        kind, is_for_one, amount = value.rpartition("=")
        if is_for_one and kind not in NAMES:
            fix = f"the kinds are {', '.join(NAMES)}"
            raise click.BadParameter(f"{kind!r} is not a kind of item; {fix}")
        try:
            points = float(amount)
        except ValueError:
            points = 0.0
        if not 0.01 <= points <= 1000:  # also false for what is no number
            raise click.BadParameter(f"{amount!r} is not a number of points from 0.01 to 1000")
        if is_for_one:
            single[kind] = points
        else:
            every = dict.fromkeys(NAMES, points)
    return every | single


@click.command(
    "worksheet", epilog="Example: nkquiz worksheet decks/rivers.yaml -o rivers.pdf --versions 4"
)
@common.files
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=common.output,
    required=True,
    metavar="X.pdf",
    help=f"The file to write: {_listed([f'X{form.suffixes[0]}' for form in WORKSHEETS])}.",
)
@click.option(
    "--versions",
    type=click.IntRange(1, 26),
    default=1,
    show_default=True,
    help="The number of versions, A to Z; each has another order.",
)
@click.option(
    "--key",
    type=click.Choice(("end", "separate", "none")),
    default="end",
    show_default=True,
    help="Where to put the key; `separate` writes X-key.pdf.",
)
@click.option("--word-bank", is_flag=True, help="Show the words for the blanks in a box.")
@click.option(
    "--decoys",
    type=click.IntRange(0, 50),
    default=0,
    metavar="N",
    help="Add N words to that box that fit no blank.",
)
@click.option(
    "--count", type=click.IntRange(1), help="The number of items (default: what the deck says)."
)
@common.kinds
@common.tags
@common.options
@common.difficulty
@click.option(
    "--points",
    callback=_points,
    multiple=True,
    metavar="[KIND=]N",
    help="The points for an item; can be used once for each kind.",
)
@click.option("--title", default="", help="The title (default: the title of the deck).")
@click.option("--instructions", default="", help="The text under the title.")
@click.option("--columns", type=click.IntRange(1, 2), help="The number of columns (default: 1).")
@click.option(
    "--font-size",
    type=common.RealRange(6, 40),
    help="The size of letters in points (default: 11, large print 18).",
)
@click.option("--paper", type=click.Choice(("a4", "letter")), default="a4", show_default=True)
@click.option(
    "--large-print", is_flag=True, help="Large letters in one column, for people with low vision."
)
@common.seed
@common.force
@showing.every
def command(
    files: tuple[str, ...],
    output: Path,
    versions: int,
    key: str,
    word_bank: bool,
    decoys: int,
    count: int | None,
    kinds: tuple[str, ...],
    tags: tuple[str, ...],
    options: int | None,
    difficulty: str | None,
    points: dict[str, float],
    title: str,
    instructions: str,
    columns: int | None,
    font_size: float | None,
    paper: str,
    large_print: bool,
    seed: int,
    force: bool,
) -> None:
    """Write a worksheet from FILE..., with a key.

    No question gives away the answer to another: each fact has one question at most, and there
    are fewer than you asked for if the deck has no more. The same seed gives the same sheet, byte
    for byte. More than 2,000 items come in several files.
    """
    from nkquiz.sheet import KeyPlace, Paper, Settings

    size = font_size or (_LARGE if large_print else _USUAL)
    _check_usage(output, size, columns, large_print)
    deck, warnings = common.load_with_warnings(files, tags)
    items, shortfall = _choose(deck, count, seed, kinds, options, difficulty)
    settings = Settings(
        title=title,
        instructions=instructions,
        versions=versions,
        key=KeyPlace(key),
        decoys=decoys if word_bank or decoys else None,
        points=points,
        columns=columns or 1,
        font_size=size,
        paper=Paper(paper),
        seed=seed,
    )
    with waiting.shown("writing"):
        report = formats.worksheet(deck, items, settings, output, force=force)
    common.show_report(report, warnings)
    _say(report, settings, items, shortfall)


def _choose(
    deck: Deck,
    count: int | None,
    seed: int,
    kinds: tuple[str, ...],
    options: int | None,
    difficulty: str | None,
) -> tuple[tuple[Item, ...], str]:
    """The items, and what to say if there are fewer than wanted. That there are no more facts is
    news only for those who asked for a number.
    """
    from nkquiz.model import Difficulty
    from nkquiz.sheet import choose, has_clues

    common.warn_of_missing_ids(deck)
    wanted = Difficulty(difficulty) if difficulty else None
    with waiting.shown("making items"):
        items = choose(deck, count, seed, kinds or None, options, wanted)
        most = count or deck.settings.count
        few = f"{len(items)} of {most} items"
        if len(items) == most:
            return items, ""
        if has_clues(deck, items, seed, kinds or None, options, wanted):
            return items, f"{few}: any more would give away an answer to another"
        return items, f"{few}: the deck has no more" if count else ""


def _check_usage(output: Path, size: float, columns: int | None, large_print: bool) -> None:
    suffixes = [suffix for form in WORKSHEETS for suffix in form.suffixes]
    if output.suffix.lower() not in suffixes:
        raise click.BadParameter(f"the name must end in {_listed(suffixes)}", param_hint="'-o'")
    if columns == 2 and (large_print or size > _LARGEST_IN_TWO):
        few = f"letters above {_LARGEST_IN_TWO:g} points are too large for two columns"
        raise click.UsageError(f"{few}: use one column")


def _say(report: Report, settings: Settings, items: Sequence[Item], shortfall: str) -> None:
    """Which files were written, what is in them, and why it is less than wanted."""
    written = report.counts["items"]
    said = common.count(written, "item")
    if settings.versions > 1:
        said += f", {settings.versions} versions"
    for file in report.files:
        click.echo(f"{file}: {said}" if file == report.files[0] else str(file))
    if shortfall:
        click.echo(shortfall, err=True)
    if settings.decoys is not None and not any(BY_NAME[item.kind].fills for item in items):
        click.echo("there is no word bank, because no item has a blank", err=True)
