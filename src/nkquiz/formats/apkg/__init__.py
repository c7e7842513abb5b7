"""Anki packages: decks that update in place, made of notes that keep their identity.

`notes` says which notes there are, `cloze` and `single` what each holds, `note` what all hold,
`html` makes text harmless, `media` finds pictures and sounds, `decks` names decks, `models` has
the note types and how their cards look, `previous` remembers what the old package held, `stamps`
gives each note its time, `package` writes the file. `text` writes the same notes for Anki's text
import, `connect` hands a package to a running Anki.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from nkquiz.formats import Report
from nkquiz.formats.apkg.connect import AnkiRefused, Unreachable, is_address, push
from nkquiz.formats.apkg.decks import SplitBy, deck_name, subdecks
from nkquiz.formats.apkg.html import attribute, plain
from nkquiz.formats.apkg.media import PackageMedia
from nkquiz.formats.apkg.note import Note, NoteMaking
from nkquiz.formats.apkg.notes import compose
from nkquiz.formats.apkg.package import (
    Content,
    Difference,
    DuplicateNotes,
    Tally,
    differences,
    write_package,
)
from nkquiz.formats.apkg.text import media_folder, write_text
from nkquiz.item import Item
from nkquiz.knowledge import knowledge_of
from nkquiz.model import Deck, Level, Location, Problem
from nkquiz.source import harmless

#: What a report counts.
COUNTS = ("notes", "cards", "new", "changed", "unchanged", "retired")
#: How many terms a search has that a user is to copy from a terminal.
_MOST_SEARCHED = 40


def write(
    deck: Deck,
    items: Iterable[Item],
    path: Path,
    now: datetime,
    split_by: SplitBy | None = None,
    *,
    force: bool = False,
) -> Report:
    """Write a deck's items as an Anki package, over the one that stands at `path`.

    Notes that are unchanged since then keep their time, others get `now`: Anki updates what is
    newer. Counts are `notes cards new changed unchanged retired`. Raises OSError where the file
    can't be written, output.Refused where it must not be; the old one stands then.
    """
    items = tuple(items)
    making = _making(deck, split_by)
    try:
        content = _content(deck, items, making, now)
        tally = write_package(path, content, deck.inputs, force=force)
    except DuplicateNotes as error:
        return Report((*_all_problems(making), *_twice(error, items, path)))
    problems = _about_package(tally, Location(str(path), 1, 1))
    counts = {name: getattr(tally, name) for name in COUNTS}
    return Report((*_all_problems(making), *problems), counts, _advice(tally, items))


def compare(
    deck: Deck, items: Iterable[Item], path: Path, now: datetime
) -> tuple[Report, tuple[Difference, ...]]:
    """How a deck's items differ from the package at `path`, note by note. Writes nothing."""
    items = tuple(items)
    making = _making(deck, None)
    try:
        tally, found = differences(path, _content(deck, items, making, now))
    except DuplicateNotes as error:
        return Report((*_all_problems(making), *_twice(error, items, path))), ()
    problems = _about_package(tally, Location(str(path), 1, 1))
    counts = {name: getattr(tally, name) for name in COUNTS}
    return Report((*_all_problems(making), *problems), counts, tuple(_emptied(tally))), found


def export_text(
    deck: Deck,
    items: Iterable[Item],
    path: Path,
    split_by: SplitBy | None = None,
    *,
    force: bool = False,
) -> Report:
    """Write a deck's items for Anki's text import: tab-separated, with GUIDs, in its own note
    types. Counts are `notes` and `media`: files in a folder beside the text.

    Raises OSError where the file can't be written, output.Refused where it must not be.
    """
    items = tuple(items)
    making = _making(deck, split_by)
    try:
        notes, media = _notes(deck, items, making), making.media.files
        number = write_text(path, notes, media, deck.inputs, force=force)
    except DuplicateNotes as error:
        return Report((*_all_problems(making), *_twice(error, items, path)))
    problems = _about_package(Tally(notes=number), Location(str(path), 1, 1))
    return Report(
        (*_all_problems(making), *problems), {"notes": number, "media": len(making.media.files)}
    )


def _making(deck: Deck, split_by: SplitBy | None) -> NoteMaking:
    knowledge = knowledge_of(deck)
    title = plain(deck_name(deck.title).rpartition("::")[2])
    return NoteMaking(
        title, knowledge, PackageMedia(), subdecks(deck.title, knowledge, split_by), []
    )


def _notes(deck: Deck, items: tuple[Item, ...], making: NoteMaking) -> Iterator[Note]:
    """The notes of a deck. Raises DuplicateNotes where an item comes twice: of two clozes of one
    identity a note would keep the last, and nobody would hear of the other.
    """
    if len({item.id for item in items}) < len(items):
        times = Counter(item.id for item in items)
        raise DuplicateNotes(tuple(id_ for id_ in times if times[id_] > 1))
    return compose(deck.facts, items, making)


def _content(deck: Deck, items: tuple[Item, ...], making: NoteMaking, now: datetime) -> Content:
    notes = _notes(deck, items, making)
    time = int(now.timestamp() * 1000)
    return Content(deck_name(deck.title), notes, making.media.files, time, len(items))


# -- what went wrong ------------------------------------------------------------------------


def _all_problems(making: NoteMaking) -> tuple[Problem, ...]:
    return (*making.media.problems, *making.problems)


def _about_package(tally: Tally, where: Location) -> Iterator[Problem]:
    if tally.notes == 0:
        message = "the package would be empty: mark an answer ==like this=="
        yield Problem(where, "no-notes", message)
    elif tally.was_broken:
        message = "the old package is broken, so all notes count as new"
        if tally.kept is not None:
            message += f"; it is kept as {tally.kept.name}"
        yield Problem(where, "broken-package", message, Level.WARNING)
    elif tally.retired and tally.new == tally.notes:
        message = (
            f"the old package has no note in common with this one, so all its notes are retired "
            f"({tally.retired}): if it was another deck, write to another file, and build that deck again"
        )
        yield Problem(where, "another-deck", message, Level.WARNING)


def _twice(error: DuplicateNotes, items: tuple[Item, ...], path: Path) -> Iterator[Problem]:
    """Why nothing is written: Anki would import both of two notes with one identity."""
    where = Location(str(path), 1, 1)
    places = {item.id: item.location for item in items}
    for id_ in error.ids:
        message = (
            f"two notes have the id {id_}: give one of the two facts another id, "
            f"or remove one of the items"
        )
        yield Problem(places.get(id_, where), "duplicate-note", message)


def _advice(tally: Tally, items: tuple[Item, ...]) -> tuple[str, ...]:
    return (*_emptied(tally), *_search(tally, items))


def _emptied(tally: Tally) -> Iterator[str]:
    """Which notes have cards without a cloze now, which Anki keeps until it is told not to."""
    for id_, number in tally.emptied:
        are = "card of {} is" if number == 1 else "cards of {} are"
        said = are.format(harmless(id_))
        yield f"{number} {said} empty now: after the import, Tools > Empty Cards"


def _search(tally: Tally, items: tuple[Item, ...]) -> Iterator[str]:
    """How a learner finds the notes that are gone from the deck but not from the collection.

    A search, since a tag would have to travel on the notes themselves, to new learners too.
    """
    if not tally.retired:
        return
    found = _shortened(tally.retired_ids, items)
    shown = dict(islice(found.items(), _MOST_SEARCHED))
    search = " OR ".join(f'"Id:{term}"' for term in shown)
    number = sum(shown.values())
    rest = "" if number == tally.retired else f" (at least {number} of the {tally.retired})"
    said = (
        "retired notes stay in the collections of learners. To find them, search in Anki's browser:"
    )
    yield f"{said} {search}{rest}"


def _shortened(ids: tuple[str, ...], items: Iterable[Item]) -> dict[str, int]:
    """What finds notes by their ids, as Anki's search takes it, and how many of them each does.

    Where a whole file is gone, or a template or a fact, its name and a wildcard find all.
    """
    kept = {begin for item in items for id_ in (item.id, *item.fact_ids) for begin in _begins(id_)}
    beginnings = [next((b for b in _begins(id_) if b not in kept), id_) for id_ in ids]
    shared = Counter(beginnings)
    found: dict[str, int] = {}
    for id_, begin in zip(ids, beginnings, strict=True):
        if shared[begin] > 1 and begin.endswith("/"):
            found[f"{_quoted(attribute(begin))}*"] = shared[begin]
        else:
            found[_quoted(attribute(id_))] = 1
    return found


def _begins(id_: str) -> Iterator[str]:
    """`rivers/`, `rivers/city/` of `rivers/city/Vienna`."""
    return (id_[: match.end()] for match in re.finditer("/", id_))


def _quoted(text: str) -> str:
    """The text as a search of Anki's takes it, its wildcards and quotes made plain."""
    return "".join(f"\\{c}" if c in '\\"*_:' else c for c in text)


__all__ = [
    "COUNTS",
    "AnkiRefused",
    "Difference",
    "SplitBy",
    "Unreachable",
    "compare",
    "export_text",
    "is_address",
    "media_folder",
    "push",
    "write",
]
