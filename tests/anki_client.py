"""What the tests of Anki packages share: the official `anki` package as the client, and a deck."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

from nkquiz.formats import Report, apkg
from nkquiz.loader import loads
from nkquiz.model import Deck
from nkquiz.quiz import arrange, generate

if TYPE_CHECKING:
    from anki.cards import Card  # imported before the collection, it fails

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)

RIVERS = """
id: rivers
title: Geography::Rivers of Europe
sources:
  atlas: {title: A small atlas, author: A. Mapper, publisher: Example Press, published: 2021-07, url: "https://example.org/?a=1&b=2"}
defaults:
  source: {atlas: p. 12}
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire]
  city:
    - name: Vienna
      also: [Wien]
    - Budapest
    - Ulm
    - Paris
facts:
  - id: countries
    fact: The ==Danube== flows through ==ten== countries.
    why: More than any other river.
    as_of: 2021-07
    tags: [water, Central Europe, "a::b c"]
    ask:
      ten: Through how many countries does the Danube flow?
    marks:
      ten: {hint: fewer than a dozen, accept: ["10"]}
  - id: capital
    fact: ==Vienna== lies on the ==Danube|river==, and Wien is its own name.
"""


@dataclass(frozen=True)
class Imported:
    """What an import did, in numbers of notes."""

    new: int
    updated: int
    duplicate: int
    conflicting: int
    others: int


class Anki:
    """A learner's collection."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.col = Collection(str(folder / "collection.anki2"))

    def take(self, path: Path, *, always: bool = False) -> Imported:
        """Import a package, by default updating what is newer."""
        update = 1 if always else 0
        options = ImportAnkiPackageOptions(
            update_notes=update,  # type: ignore[arg-type]
            update_notetypes=update,  # type: ignore[arg-type]
        )
        request = ImportAnkiPackageRequest(package_path=str(path), options=options)
        log = self.col.import_anki_package(request).log
        others = (
            log.first_field_match,
            log.missing_notetype,
            log.missing_deck,
            log.empty_first_field,
        )
        return Imported(
            len(log.new),
            len(log.updated),
            len(log.duplicate),
            len(log.conflicting),
            sum(map(len, others)),
        )

    def cards(self, search: str = "") -> list[Card]:
        return [self.col.get_card(id_) for id_ in sorted(self.col.find_cards(search))]

    def answer(self, cards: Iterable[Card]) -> None:
        """Answer each card with Good."""
        for card in cards:
            card.start_timer()
            self.col.sched.answerCard(card, 3)
        # Anki reads the clock twice for an answer: where a second ends between, its check fixes the
        # time of the last review. That is told of here, and so not later, as if it were ours.
        self.col.fix_integrity()

    def all(self, query: str) -> list[Any]:
        assert self.col.db is not None
        return self.col.db.all(query)

    def one(self, query: str) -> Any:
        assert self.col.db is not None
        return self.col.db.scalar(query)

    def execute(self, query: str, *values: Any) -> None:
        assert self.col.db is not None
        self.col.db.execute(query, *values)

    def deck_of(self, card: Card) -> str:
        return str(self.col.decks.name(card.did))

    def note_types(self) -> set[str]:
        """The names of those that are ours."""
        names = {n.name for n in self.col.models.all_names_and_ids()}
        return {name for name in names if name.startswith("nkquiz")}

    def check(self) -> None:
        """The database is whole, no card is empty, every card renders."""
        message, is_whole = self.col.fix_integrity()
        assert is_whole, message
        assert message.splitlines() == ["Database rebuilt and optimized."]
        assert not list(self.col.get_empty_cards().notes)
        for card in self.cards():
            output = card.render_output()
            assert "{{" not in output.question_text + output.answer_text
            assert seen(output.question_text).strip()
            assert seen(output.answer_text).strip()


class Page(HTMLParser):
    """The text that a browser shows, and the elements that are there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.is_script = False
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.is_script = tag == "script"
        if tag == "br":
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.is_script = self.is_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if not self.is_script:
            self.text.append(data)


def page(markup: str) -> Page:
    parsed = Page()
    parsed.feed(markup)
    parsed.close()
    return parsed


def seen(markup: str) -> str:
    return "".join(page(markup).text)


def read(text: str) -> Deck:
    deck, problems = loads(text)
    assert not [p for p in problems if p.is_error], problems
    return deck


def make(deck: Deck, path: Path, now: datetime = NOW, kinds: Sequence[str] | None = None) -> Report:
    items, _ = generate(deck, kinds)
    return apkg.write(deck, arrange(items), path, now)


def counts(report: Report) -> tuple[int, int, int, int]:
    c = report.counts
    return c["new"], c["changed"], c["unchanged"], c["retired"]


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with zipfile.ZipFile(path) as archive:
        copy = path.with_suffix(".anki2")
        copy.write_bytes(archive.read("collection.anki2"))
    connection = sqlite3.connect(copy)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
        copy.unlink()


@contextmanager
def collections(folder: Path) -> Iterator[Callable[[], Anki]]:
    """Makes empty collections, and closes them in the end."""
    opened: list[Anki] = []

    def make() -> Anki:
        opened.append(Anki(folder / f"anki-{len(opened)}"))
        return opened[-1]

    try:
        yield make
    finally:
        for anki in opened:
            anki.col.close()
