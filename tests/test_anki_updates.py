"""The re-import matrix: what a second import does to a learner's collection, on both settings.

Each row of `CHANGES` is a change between two builds. Whatever it is: no note twice, no note type
too many, no empty card that a fresh import would not have, and every review is kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anki_client import NOW, Anki, collections, counts, seen
from nkquiz.formats import apkg
from nkquiz.formats.apkg import models
from nkquiz.loader import load, loads
from nkquiz.model import Deck
from nkquiz.quiz import arrange, generate
from nkquiz.registry import NAMES
from pixels import png

LATER = NOW + timedelta(days=30)
#: When the learner does something, in seconds since 1970: between the two builds.
BETWEEN = int((NOW + timedelta(days=10)).timestamp())

DECK = """
id: rivers
title: Geography::Rivers
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire, Oder]
  city:
    rows:
      - {name: Vienna, river: Danube, since: 1440}
      - {name: Paris, river: Seine, since: 987}
      - {name: London, river: Thames, since: 1066}
      - {name: Warsaw, river: Vistula, since: 1596}
      - {name: Cologne, river: Rhine, since: 1288}
    attributes: {since: {sort: date}}
facts:
  - id: countries
    fact: The ==Danube== flows through ==ten== countries.
    why: More than any other river.
    marks:
      Danube: {hint: a river to the east}
  - id: source
    fact: The ==Rhine== rises in the Alps and ends at the North Sea.
    image: map.png
    ask: {Rhine: {typed: Which river rises in the Alps?}}
  - id: ports
    fact: A ship passes these ports.
    order: [Ulm, Passau, Vienna, Budapest]
templates:
  - id: lies
    for: city
    fact: "=={name}== lies on the =={river}==."
  - id: since
    for: city
    fact: "{name} has had a wall since =={since}==."
"""


@dataclass(frozen=True)
class Change:
    """A change of the deck, and how many notes it makes new, changes and retires.

    `lost_cards` are those that a removed mark leaves empty, which Tools > Empty Cards removes.
    """

    name: str
    edit: Callable[[str], str]
    new: int = 0
    changed: int = 0
    retired: int = 0
    lost_cards: int = 0


def swap(old: str, new: str) -> Callable[[str], str]:
    def edited(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edited


def facts_turned(text: str) -> str:
    """The first two facts in the other order."""
    head, first, rest = text.partition("  - id: countries")
    body, second, tail = rest.partition("  - id: source")
    source, ports, end = tail.partition("  - id: ports")
    return head + second + source + first + body + ports + end


CHANGES = (
    Change("unchanged", str),
    Change("facts in another order", facts_turned),
    Change("text edited", swap("flows through", "runs through"), changed=4),
    Change("why edited", swap("More than any", "More than each"), changed=4),
    Change("mark added", swap("the Alps and", "the ==Alps== and"), changed=1),
    Change("mark removed", swap("==ten==", "ten"), changed=1, retired=1, lost_cards=1),
    Change("mark moved", swap("The ==Danube== flows", "Know that the ==Danube== flows"), changed=4),
    Change("fact deleted", swap("fact: A ship", "disputed: true\n    fact: A ship"), retired=1),
    Change("deck retitled", swap("Geography::Rivers", "Water::Streams"), changed=47),
    Change("image changed", swap("image: map.png", "image: other.png"), changed=4),
    Change(
        "mark no cloze any more",
        swap("Danube: {hint", "Danube: {kinds: [multiple-choice], hint"),
        new=1,  # a fact has one true-or-false item, now of its other mark
        changed=1,
        retired=1,
        lost_cards=1,
    ),
)


# -- two builds and a learner -----------------------------------------------------------------


@dataclass
class World:
    """A folder with a deck, a package and a learner's collection."""

    folder: Path
    anki: Anki
    fresh: Callable[[], Anki]

    @property
    def package(self) -> Path:
        return self.folder / "rivers.apkg"

    def build(self, text: str, now: datetime) -> tuple[int, int, int, int]:
        """Write the package over the old one; new, changed, unchanged and retired notes."""
        deck = self.deck(text)
        items, _ = generate(deck, NAMES)
        report = apkg.write(deck, arrange(items), self.package, now)
        assert report.was_written
        assert report.problems == ()
        return counts(report)

    def deck(self, text: str) -> Deck:
        path = self.folder / "rivers.yaml"
        path.write_text(text, encoding="utf-8")
        deck, problems = load(path)
        assert not [problem for problem in problems if problem.is_error], problems
        return deck

    def review(self, search: str) -> dict[int, int]:
        """Answer each card that is found; the number of reviews of each, by card."""
        found = self.anki.cards(search)
        assert found
        self.anki.answer(found)
        return self.reviews()

    def reviews(self) -> dict[int, int]:
        rows = self.anki.all("SELECT cid, count(*) FROM revlog GROUP BY cid")
        assert all(self.anki.one(f"SELECT reps FROM cards WHERE id = {cid}") for cid, _ in rows)
        return dict(rows)

    def assert_sound(self, lost_cards: int = 0) -> None:
        """No note twice, no note type too many, no empty card but those of removed marks."""
        guids = [guid for (guid,) in self.anki.all("SELECT guid FROM notes")]
        assert len(set(guids)) == len(guids)
        assert self.anki.note_types() == {note_type.name for note_type in models.TYPES}
        other = self.fresh()
        other.take(self.package)
        assert not list(other.col.get_empty_cards().notes)
        assert {g for (g,) in other.all("SELECT guid FROM notes")} <= set(guids)
        empty = [card for note in self.anki.col.get_empty_cards().notes for card in note.card_ids]
        assert len(empty) == lost_cards
        if empty:  # Tools > Empty Cards
            self.anki.col.remove_cards_and_orphaned_notes(empty)
        self.anki.check()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with collections(tmp_path) as make_one:
        folder = tmp_path / "deck"
        folder.mkdir()
        for name in ("map.png", "other.png"):
            (folder / name).write_bytes(png(len(name)))
        made = World(folder, make_one(), make_one)
        made.build(DECK, NOW)
        made.anki.take(made.package)
        yield made


UPDATES = pytest.mark.parametrize("always", [False, True], ids=["if newer", "always"])


@UPDATES
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_of_the_deck(world: World, change: Change, always: bool) -> None:
    notes = world.anki.col.note_count()
    reviews = world.review('"Id:rivers/countries*" OR "Id:rivers/lies/Vienna*"')
    new, changed, unchanged, retired = world.build(change.edit(DECK), LATER)
    assert (new, changed, retired) == (change.new, change.changed, change.retired)
    log = world.anki.take(world.package, always=always)
    assert (log.new, log.updated, log.duplicate) == (new, changed, unchanged)
    assert (log.conflicting, log.others) == (0, 0)
    assert world.reviews() == reviews
    assert world.anki.col.note_count() == notes + new
    world.assert_sound(change.lost_cards)
    again = world.anki.take(world.package, always=always)
    assert (again.new, again.updated) == (0, 0)


@UPDATES
def test_other_looks(world: World, always: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The HTML of a template, and the looks, reach the learner; no note is touched."""
    reviews = world.review('"Id:rivers/countries*"')
    real = models.as_json

    def other(note_type: models.NoteType, modified: int, deck_id: int) -> dict[str, Any]:
        data = real(note_type, modified, deck_id)
        data["tmpls"][0]["afmt"] += "<footer>new</footer>"
        return data

    monkeypatch.setattr("nkquiz.formats.apkg.stamps.as_json", other)
    assert world.build(DECK, LATER)[:2] == (0, 0)
    log = world.anki.take(world.package, always=always)
    assert (log.new, log.updated, log.conflicting) == (0, 0, 0)
    for card in world.anki.cards():
        assert "<footer>new</footer>" in card.render_output().answer_text
    assert world.reviews() == reviews
    world.assert_sound()


@UPDATES
def test_bytes_of_an_image(world: World, always: bool) -> None:
    """A picture that is drawn anew has another name, so that both sides of a sync agree."""
    (world.folder / "map.png").write_bytes(png(99))
    assert world.build(DECK, LATER)[:2] == (0, 4)
    world.anki.take(world.package, always=always)
    (card,) = world.anki.cards('"Id:rivers/source"')
    name = card.note()["Image"].split('"')[1]
    assert (Path(world.anki.col.media.dir()) / name).read_bytes() == png(99)
    world.assert_sound()
    checked = world.anki.col.media.check()
    assert list(checked.missing) == []
    assert len(checked.unused) == 1  # the old picture: Tools > Check Media


# -- what the learner did ----------------------------------------------------------------------


def edit_note(world: World, field: str, text: str) -> None:
    (card,) = world.anki.cards('"Id:rivers/source"')
    note = card.note()
    note[field] = text
    world.anki.col.update_note(note)
    world.anki.execute("UPDATE notes SET mod = ? WHERE id = ?", BETWEEN, note.id)


def field_now(world: World, field: str) -> str:
    return world.anki.cards('"Id:rivers/source"')[0].note()[field]


def test_an_edit_of_the_learner_stays_while_the_fact_does(world: World) -> None:
    edit_note(world, "Why", "mine")
    world.build(DECK.replace("flows through", "runs through"), LATER)
    assert world.anki.take(world.package).updated == 4
    assert field_now(world, "Why") == "mine"
    world.assert_sound()


def test_what_anki_overwrites(world: World) -> None:
    """With "always" each note that differs; else one whose fact is newer than the edit."""
    edit_note(world, "Why", "mine")
    assert world.anki.take(world.package, always=True).updated == 1
    assert field_now(world, "Why") == ""
    edit_note(world, "Why", "mine")
    world.build(DECK.replace("rises in", "comes from"), LATER)
    world.anki.take(world.package)
    assert field_now(world, "Why") == ""
    assert "comes from" in field_now(world, "Text")
    world.assert_sound()


@UPDATES
def test_a_spare_field_is_no_place_for_notes_of_ones_own(world: World, always: bool) -> None:
    edit_note(world, "Spare 1", "mine")
    world.build(DECK.replace("rises in", "comes from"), LATER)
    world.anki.take(world.package, always=always)
    assert field_now(world, "Spare 1") == ""


@UPDATES
def test_cards_that_were_moved_or_suspended_stay_so(world: World, always: bool) -> None:
    col = world.anki.col
    moved = world.anki.cards('"Id:rivers/countries"')
    mine = col.decks.id("My own")
    assert mine is not None
    col.set_deck([card.id for card in moved], mine)
    col.sched.suspend_cards([card.id for card in world.anki.cards('"Id:rivers/source"')])
    reviews = world.review('"Id:rivers/lies/Vienna*"')
    world.build(DECK.replace("flows through", "runs through"), LATER)
    world.anki.take(world.package, always=always)
    assert {col.get_card(card.id).did for card in moved} == {mine}
    assert {card.queue for card in world.anki.cards('"Id:rivers/source"')} == {-1}
    assert world.reviews() == reviews
    world.assert_sound()


@UPDATES
def test_a_deleted_note_comes_back(world: World, always: bool) -> None:
    """Anki knows nothing of what was deleted: suspend instead."""
    gone = world.anki.cards('"Id:rivers/source"')[0]
    world.anki.col.remove_notes([gone.nid])
    assert world.anki.take(world.package, always=always).new == 1
    world.assert_sound()


@UPDATES
def test_a_new_title_is_a_new_deck_for_new_cards_only(world: World, always: bool) -> None:
    text = DECK.replace("Geography::Rivers", "Water::Streams")
    world.build(text + EXTRA, LATER)
    world.anki.take(world.package, always=always)
    decks = {card.note()["Id"]: world.anki.deck_of(card) for card in world.anki.cards()}
    assert decks.pop("rivers/gate/Vienna") == "Water::Streams"
    assert decks.pop("rivers/lies/Vienna") == "Geography::Rivers"
    shown = world.anki.cards('"Id:rivers/lies/Vienna"')[0].render_output().question_text
    assert "Streams" in seen(shown)
    world.assert_sound()


EXTRA = """
  - id: gate
    for: city
    fact: "{name} had a gate in =={since}==."
"""


def test_without_the_old_package_all_notes_are_new_to_the_clock(world: World) -> None:
    """Which is harmless: same content, newer time; only the learner's own edits are lost."""
    reviews = world.review('"Id:rivers/countries*"')
    notes = world.anki.col.note_count()
    world.package.unlink()
    assert world.build(DECK, LATER) == (notes, 0, 0, 0)
    log = world.anki.take(world.package)
    assert (log.new, log.updated) == (0, notes)
    assert world.anki.take(world.package).updated == 0
    assert world.reviews() == reviews
    world.assert_sound()


def test_an_older_package_changes_nothing(world: World, tmp_path: Path) -> None:
    """Who imports last month's file by mistake loses nothing, unless told to update always."""
    old = tmp_path / "old.apkg"
    shutil.copy(world.package, old)
    world.build(DECK.replace("flows through", "runs through"), LATER)
    world.anki.take(world.package)
    assert world.anki.take(old).updated == 0
    assert "runs through" in world.anki.cards('"Id:rivers/countries"')[0].note()["Text"]


def test_tags_are_the_facts_once_the_fact_changes(world: World) -> None:
    (card,) = world.anki.cards('"Id:rivers/source"')
    note = card.note()
    note.tags = ["mine"]
    world.anki.col.update_note(note)
    world.anki.execute("UPDATE notes SET mod = ? WHERE id = ?", BETWEEN, note.id)
    world.anki.take(world.package)
    assert world.anki.col.get_note(note.id).tags == ["mine"]
    world.build(DECK.replace("rises in", "comes from"), LATER)
    world.anki.take(world.package)
    assert world.anki.col.get_note(note.id).tags == []


def test_a_changed_note_type_of_the_learner_takes_no_updates(world: World) -> None:
    """Which is why the documentation says to clone it instead."""
    models_ = world.anki.col.models
    cloze = models_.by_name("nkquiz Cloze")
    assert cloze is not None
    models_.add_field(cloze, models_.new_field("Mine"))
    models_.update_dict(cloze)
    world.build(DECK.replace("rises in", "comes from"), LATER)
    log = world.anki.take(world.package)
    assert log.conflicting == len(world.anki.col.find_notes('"note:nkquiz Cloze"'))
    assert "nkquiz Cloze+" in world.anki.note_types()


def test_ten_thousand_notes_import_whole(tmp_path: Path) -> None:
    lines = [
        f"  - {{id: f{i}, fact: 'The ==river {i}== meets the ==sea {i}==.'}}" for i in range(10_000)
    ]
    deck, _ = loads("\n".join(["id: big", "facts:", *lines]))
    items, _ = generate(deck, ["cloze"])
    report = apkg.write(deck, items, tmp_path / "big.apkg", NOW)
    assert (report.counts["notes"], report.counts["cards"]) == (10_000, 20_000)
    with collections(tmp_path) as make_one:
        anki = make_one()
        assert anki.take(tmp_path / "big.apkg").new == 10_000
        message, is_whole = anki.col.fix_integrity()
        assert (message.splitlines(), is_whole) == (["Database rebuilt and optimized."], True)
        assert not list(anki.col.get_empty_cards().notes)
