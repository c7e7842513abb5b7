"""A quiz in one HTML file: it loads nothing, opens from disk, and is a readable list without a
script.

`data` says what the script plays, `rules` and `words` what it judges typed answers by, `listing`
is the list, `page` puts all together. The script is `score.js`, `typed.js` and `quiz.js`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from nkquiz import output
from nkquiz.formats import Report
from nkquiz.formats.web.data import Mode, page_data
from nkquiz.formats.web.listing import PageMedia, listing
from nkquiz.formats.web.page import build
from nkquiz.item import Item
from nkquiz.model import Deck, Location, Problem


def write(
    deck: Deck,
    items: Iterable[Item],
    path: Path,
    now: datetime,  # noqa: ARG001 - a quiz doesn't say when it was made
    mode: Mode = Mode.PRACTICE,
    *,
    force: bool = False,
) -> Report:
    """Write items as a quiz in one file; the same items give the same bytes.

    Counts are `items`. Raises OSError where the file can't be written, Refused where it must not
    be; the old one stands then.
    """
    items = tuple(items)
    if not items:
        message = "the quiz would be empty: mark an answer ==like this=="
        return Report((Problem(Location(str(path), 1, 1), "no-items", message),))
    output.check(path, deck.inputs, force=force)  # before the work
    page, problems = page_of(deck, items, mode)
    output.write(path, page.encode(), deck.inputs, force=force)
    return Report(problems, {"items": len(items)})


def page_of(
    deck: Deck, items: tuple[Item, ...], mode: Mode = Mode.PRACTICE
) -> tuple[str, tuple[Problem, ...]]:
    """The page, and warnings for pictures and sounds that it comes without."""
    media = PageMedia()
    listed = listing(items, deck, mode, media)
    problems = (*media.pictures.problems, *media.sounds.problems)
    return build(page_data(deck, items, mode), listed), problems


__all__ = ["Mode", "page_of", "write"]
