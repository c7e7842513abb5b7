"""Anki packages: decks that update in place, made of notes that keep their identity.

`notes` says what each note holds, `html` makes text harmless, `media` finds pictures and sounds,
`models` has the note types and how their cards look, `previous` remembers what the old package
held, `package` writes the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from nkquiz.formats import Report
from nkquiz.formats.apkg.html import attribute
from nkquiz.formats.apkg.media import Media
from nkquiz.formats.apkg.notes import Making, compose, deck_name
from nkquiz.formats.apkg.package import Content, DuplicateNotes, Tally, write_package
from nkquiz.formats.apkg.previous import Foreign
from nkquiz.item import Item
from nkquiz.model import Deck, Level, Location, Problem

#: What a report counts.
COUNTS = ("notes", "cards", "new", "changed", "unchanged", "retired")


def write(deck: Deck, items: Iterable[Item], path: Path, now: datetime) -> Report:
    """Write a deck's items as an Anki package, over the one that stands at `path`.

    Notes that are unchanged since then keep their time, others get `now`: Anki updates what is
    newer. Counts are `notes cards new changed unchanged retired`. Raises OSError where the file
    can't be written; the old one stands then.
    """
    items = tuple(items)
    name, media, problems = deck_name(deck.title), Media(), list[Problem]()
    notes = compose(deck.facts, items, Making(name, media, problems))
    where = Location(str(path), 1, 1)
    content = Content(name, notes, media.files, int(now.timestamp() * 1000), len(items))
    try:
        tally = write_package(path, content)
    except DuplicateNotes as error:
        return Report((*media.problems, *problems, *_duplicates(items, error.ids, where)))
    except Foreign:
        message = "this file is no package of nkquiz: name another, or delete it first"
        return Report((Problem(where, "not-ours", message),))
    if tally.notes == 0:
        message = "there is nothing to put into the package: mark an answer, ==like this=="
        problems.append(Problem(where, "no-notes", message))
    elif tally.was_broken:
        message = "the old package was broken, so all notes count as new; it is replaced"
        problems.append(Problem(where, "broken-package", message, Level.WARNING))
    counts = {name: getattr(tally, name) for name in COUNTS}
    return Report((*media.problems, *problems), counts, _advice(tally))


def _duplicates(
    items: tuple[Item, ...], ids: tuple[str, ...], where: Location
) -> Iterator[Problem]:
    """Anki would import both of two notes with one identity, so nothing is written."""
    places = {item.id: item.location for item in items}
    for id_ in ids:
        message = f"two notes have the identity {id_}: give one of the two facts another id"
        yield Problem(places.get(id_, where), "duplicate-note", message)


def _advice(tally: Tally) -> tuple[str, ...]:
    """How a learner finds the notes that are gone from the deck but not from the collection."""
    if not tally.retired:
        return ()
    search = " OR ".join(f'"Id:{_quoted(attribute(id_))}"' for id_ in tally.retired_ids)
    more = tally.retired - len(tally.retired_ids)
    rest = f" (and {more} more)" if more else ""
    said = "what is retired stays with those who imported it; to find it, search Anki's browser for"
    return (f"{said} {search}{rest}",)


def _quoted(text: str) -> str:
    """The text as a search of Anki's takes it, its wildcards and quotes made plain."""
    return "".join(f"\\{c}" if c in '\\"*_:' else c for c in text)


__all__ = ["write"]
