"""Anki packages, read by the real client: the official `anki` package imports and renders them."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import nkquiz
from anki_client import (
    LATER,
    NOW,
    RIVERS,
    Anki,
    Imported,
    Page,
    collections,
    counts,
    make,
    page,
    read,
    rows,
    seen,
)
from nkquiz import formats
from nkquiz.cli import anki as cli_anki
from nkquiz.formats import apkg
from nkquiz.formats.apkg import html, models, package
from nkquiz.formats.apkg.cloze import cloze_numbers
from nkquiz.formats.apkg.decks import deck_name
from nkquiz.formats.apkg.media import tag
from nkquiz.formats.apkg.note import guid
from nkquiz.item import Choose, Item, Judge, Match, Option, Order, Proof, Type
from nkquiz.model import Citation, Deck, Fact, Location, Mark, MarkOptions, Source
from nkquiz.output import Refused
from nkquiz.quiz import arrange, generate
from pixels import png as picture

if TYPE_CHECKING:
    from anki.cards import Card  # imported before the collection, it fails


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Callable[[], Anki]]:
    """Makes empty collections."""
    with collections(tmp_path) as make_one:
        yield make_one


# -- import and look ----------------------------------------------------------------------


def test_a_package_imports_whole_and_only_once(tmp_path: Path, client: Callable[[], Anki]) -> None:
    path = tmp_path / "rivers.apkg"
    report = make(read(RIVERS), path)
    assert report.problems == ()
    notes, cards = report.counts["notes"], report.counts["cards"]
    anki = client()
    assert anki.take(path) == Imported(notes, 0, 0, 0, 0)
    assert anki.take(path) == Imported(0, 0, notes, 0, 0)
    assert anki.take(path, always=True) == Imported(0, 0, notes, 0, 0)
    assert (anki.col.note_count(), anki.col.card_count()) == (notes, cards)
    anki.check()
    names = {deck.name for deck in anki.col.decks.all_names_and_ids()}
    assert names - {"Default"} == {"Geography", "Geography::Rivers of Europe"}


def test_a_cloze_note_has_a_card_for_each_mark(tmp_path: Path, client: Callable[[], Anki]) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path, kinds=["cloze"])
    anki = client()
    anki.take(path)
    questions = {seen(card.render_output().question_text) for card in anki.cards()}
    texts = {re.sub(r"\s+", " ", text).strip() for text in questions}
    deck = " Rivers of Europe"
    assert texts == {
        "The [river] flows through ten countries." + deck,
        "The Danube flows through [number hint fewer than a dozen] countries." + deck,
        "[city] lies on the Danube, and [city] is its own name." + deck,  # a name of the answer
        "Vienna lies on the [river], and Wien is its own name." + deck,
    }


def test_a_mention_inside_another_answer_is_left_to_that(
    tmp_path: Path, client: Callable[[], Anki]
) -> None:
    path = tmp_path / "rivers.apkg"
    fact = "  - id: station\n    fact: ==Vienna== has ==Wien Mitte==, a station in Wien.\n"
    make(read(RIVERS + fact), path, kinds=["cloze"])
    anki = client()
    anki.take(path)
    cards = anki.cards('"Id:rivers/station"')
    texts = {seen(c.render_output().question_text).split(" station")[0].strip() for c in cards}
    assert texts == {"[city] has Wien Mitte, a", "Vienna has [...], a"}
    assert {seen(c.render_output().question_text).count("[city]") for c in cards} == {2, 0}
    anki.check()


def test_the_back_says_why_and_where_from(tmp_path: Path, client: Callable[[], Anki]) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    anki = client()
    anki.take(path)
    for card in anki.cards('"Id:rivers/countries*"'):
        answer = card.render_output().answer_text
        assert "More than any other river." in answer
        text = re.sub(r"\s+", " ", seen(answer))
        assert "As of July 2021 A. Mapper, A small atlas, Example Press, July 2021, p. 12" in text
        assert ("a", {"href": "https://example.org/?a=1&b=2"}) in page(answer).elements
        front = seen(card.render_output().question_text)
        assert "July 2021" not in front
        assert "More than" not in front
        assert card.note().tags == ["a::b_c", "Central_Europe", "water"]


def test_a_choice_works_without_javascript(tmp_path: Path, client: Callable[[], Anki]) -> None:
    path = tmp_path / "rivers.apkg"
    deck = read(RIVERS)
    items, _ = generate(deck, ["multiple-choice"])
    shown = arrange(items)
    apkg.write(deck, shown, path, NOW)
    anki = client()
    anki.take(path)
    for card in anki.cards():
        item = next(i for i in shown if guid(i.id) == card.note().guid)
        assert isinstance(item.interaction, Choose)
        output = card.render_output()
        for side in (output.question_text, output.answer_text):
            listed = re.findall(r"<li>(.*?)</li>", side.split("</ol>")[0])
            assert listed == [option.text for option in item.interaction.options]
        place = item.interaction.options.index(item.interaction.key) + 1
        assert '<div class="options" data-note=' in output.question_text
        assert f'class="options key-{place}"' in output.answer_text
        assert f".key-{place} > ol > li:nth-child({place})" in output.css


def test_a_question_can_be_typed_or_revealed(tmp_path: Path, client: Callable[[], Anki]) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path, kinds=["short-answer"])
    anki = client()
    anki.take(path)
    (card,) = anki.cards()
    output = card.render_output()
    assert "Through how many countries does the Danube flow?" in output.question_text
    assert "[[type:Answer]]" in output.question_text
    assert "fewer than a dozen" in output.question_text  # in <details>: after a tap
    assert "<details" in output.question_text
    assert '<div class="answer" dir="auto">ten</div>' in output.answer_text
    assert "<li>10</li>" in output.answer_text
    assert anki.col.compare_answer(card.note()["Answer"], "ten") == (
        "<code id=typeans><span class=typeGood>ten</span></code>"
    )


def test_new_cards_come_in_the_order_of_the_deck(
    tmp_path: Path, client: Callable[[], Anki]
) -> None:
    path = tmp_path / "rivers.apkg"
    deck = read(RIVERS)
    items, _ = generate(deck)
    apkg.write(deck, tuple(reversed(items)), path, NOW)
    anki = client()
    anki.take(path)
    facts = [c.note()["Id"].split("/")[1] for c in sorted(anki.cards(), key=lambda c: c.due)]
    assert facts == sorted(facts, reverse=True)  # countries, then capital
    assert set(facts) == {"countries", "capital"}


# -- identity -----------------------------------------------------------------------------


def test_names_and_numbers_of_note_types_never_change() -> None:
    common = ("Image", "Audio", "Hint", "Why", "As of", "Source", "Language", "Id", "Deck")
    every = (*common, "Spare 1", "Spare 2", "Spare 3")
    assert {t.id: (t.name, t.fields) for t in models.BY_ID.values()} == {
        1719792000101: ("nkquiz Cloze", ("Text", *every)),
        1719792000102: (
            "nkquiz Choice",
            ("Question", "Prompt", "Options", "Key", "Answer", "Notes", *every),
        ),
        1719792000103: (
            "nkquiz Question",
            ("Question", "Prompt", "Answer", "Also right", "Parts", *every),
        ),
        1719792000104: (
            "nkquiz True or false",
            ("Statement", "Prompt", "Options", "Key", "Answer", "Right", "Notes", *every),
        ),
        1719792000105: (
            "nkquiz Matching",
            ("Question", "Prompt", "Premises", "Responses", "Pairs", *every),
        ),
        1719792000106: ("nkquiz Ordering", ("Question", "Prompt", "Parts", "Order", *every)),
    }
    for note_type in models.BY_ID.values():
        templates = [t["name"] for t in models.as_json(note_type, 0, 1)["tmpls"]]
        assert templates == [note_type.name.removeprefix("nkquiz ")]


def test_guids_and_cloze_numbers_come_from_ids_alone() -> None:
    assert guid("rivers/countries") == "5KxJwOT6ksg7E0"
    assert cloze_numbers(["Danube", "ten"]) == {"Danube": 261, "ten": 290}


def test_a_cloze_number_stays_when_others_come_and_go() -> None:
    slots = [f"slot {n}" for n in range(40)]
    numbers = cloze_numbers(slots)
    assert len(set(numbers.values())) == len(slots)
    assert all(1 <= number <= 499 for number in numbers.values())
    assert cloze_numbers(reversed(slots)) == numbers
    alone = {slot: cloze_numbers([slot])[slot] for slot in slots}
    moved = [slot for slot in slots if alone[slot] != numbers[slot]]
    assert len(moved) <= 3  # only those whose number another slot had


def test_every_number_can_be_taken() -> None:
    slots = [str(n) for n in range(499)]
    assert sorted(cloze_numbers(slots).values()) == list(range(1, 500))
    with pytest.raises(ValueError, match="at most 499"):
        cloze_numbers([*slots, "one more"])


def test_a_sentence_with_more_marks_than_numbers_is_a_problem(tmp_path: Path) -> None:
    text = "id: long\nfacts:\n  - id: one\n    fact: Words ==w0==\n  - id: two\n    fact: "
    text += " ".join(f"a ==w{n}==" for n in range(500))
    report = make(read(text), tmp_path / "x.apkg", kinds=["cloze"])
    assert [(p.code, p.is_error) for p in report.problems] == [("too-many-marks", False)]
    assert report.counts["notes"] == 1


def test_one_identity_twice_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "rivers.apkg"
    deck = read(RIVERS)
    items, _ = generate(deck, ["multiple-choice"])
    report = apkg.write(deck, (*items, items[0]), path, NOW)
    assert [(p.code, p.is_error) for p in report.problems] == [("duplicate-note", True)]
    assert items[0].id in report.problems[0].message
    assert not report.was_written
    assert list(tmp_path.iterdir()) == []


# -- updates ------------------------------------------------------------------------------


def test_an_unchanged_deck_builds_the_same_bytes(tmp_path: Path) -> None:
    path, other = tmp_path / "rivers.apkg", tmp_path / "other.apkg"
    deck = read(RIVERS)
    make(deck, path)
    first = path.read_bytes()
    report = make(deck, path, LATER)
    assert path.read_bytes() == first
    assert counts(report) == (0, 0, report.counts["notes"], 0)
    make(deck, other)
    assert other.read_bytes() == first  # same deck, same time


def test_bytes_tell_nothing_of_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        database = archive.read("collection.anki2")
    assert struct.unpack(">I", database[96:100]) == (3_040_000,)


@pytest.mark.parametrize("always", [False, True])
def test_a_changed_note_alone_gets_newer(
    tmp_path: Path, client: Callable[[], Anki], always: bool
) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    anki = client()
    anki.take(path)
    before = {card.id: card.note().mod for card in anki.cards()}
    card = anki.cards('"Id:rivers/countries" card:1')
    report = make(read(RIVERS.replace("flows through", "runs through")), path, LATER)
    notes = report.counts["notes"]
    assert counts(report) == (0, 2, notes - 2, 0)  # the cloze note, and the choice with a blank
    assert anki.take(path, always=always) == Imported(0, 2, notes - 2, 0, 0)
    assert set(before) == {c.id for c in anki.cards()}
    text = seen(anki.cards('"Id:rivers/countries"')[0].render_output().answer_text)
    assert "runs through" in text
    assert card is not None
    anki.check()


def test_with_a_fixed_clock_a_changed_note_still_gets_newer(
    tmp_path: Path, client: Callable[[], Anki]
) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    anki = client()
    anki.take(path)
    make(read(RIVERS.replace("flows through", "runs through")), path, NOW)
    assert anki.take(path).updated == 2


@pytest.mark.parametrize("always", [False, True])
def test_progress_survives_new_marks_and_facts(
    tmp_path: Path, client: Callable[[], Anki], always: bool
) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path, kinds=["cloze"])
    anki = client()
    anki.take(path)
    old = {c.id: (c.note().guid, c.ord) for c in anki.cards()}
    reviewed = anki.cards()[0]
    anki.answer([reviewed])
    assert anki.col.get_card(reviewed.id).reps == 1
    more = RIVERS.replace("countries.", "==countries==.").replace(
        "  - id: capital", "  - id: first\n    fact: The ==Rhine== is long.\n  - id: capital"
    )
    report = make(read(more), path, LATER, kinds=["cloze"])
    assert counts(report) == (1, 1, 1, 0)
    assert anki.take(path, always=always) == Imported(1, 1, 1, 0, 0)
    assert old.items() <= {c.id: (c.note().guid, c.ord) for c in anki.cards()}.items()
    assert len(anki.cards()) == len(old) + 2
    assert anki.col.get_card(reviewed.id).reps == 1
    anki.check()


def test_a_retired_note_is_named_and_can_be_found(
    tmp_path: Path, client: Callable[[], Anki]
) -> None:
    path = tmp_path / "rivers.apkg"
    deck = read(RIVERS)
    odd = replace(deck.facts[0], id='o\'x: "a_b*" & {c} \\(d')
    deck = replace(deck, facts=(odd, *deck.facts[1:]))
    make(deck, path, kinds=["cloze"])
    anki = client()
    anki.take(path)
    fewer = replace(deck, facts=deck.facts[1:])
    report = make(fewer, path, LATER, kinds=["cloze"])
    assert counts(report) == (0, 0, 1, 1)
    (advice,) = report.advice
    search = advice[advice.index('"Id:') :]
    found = anki.col.find_notes(search)
    assert [anki.col.get_note(id_).guid for id_ in found] == [guid(odd.key)]
    assert counts(make(fewer, path, LATER, kinds=["cloze"])) == (0, 0, 1, 0)


def test_a_template_that_is_gone_is_found_by_its_name(
    tmp_path: Path, client: Callable[[], Anki]
) -> None:
    """And what begins like it is not."""
    path = tmp_path / "m.apkg"
    facts, templates = "facts:\n  - {id: t-not, fact: Ships ==sail== there.}\n", "templates:"
    text = RECORDED.replace(", audio: river.mp3", "").replace(templates, facts + templates)
    make(read(text), path, kinds=["cloze"])
    anki = client()
    anki.take(path)
    report = make(read(text.partition(templates)[0]), path, LATER, kinds=["cloze"])
    (advice,) = report.advice
    assert advice.endswith(' "Id:m/t/*"')
    assert len(anki.col.find_notes(advice[advice.index('"Id:') :])) == report.counts["retired"] == 4


def test_many_retired_notes_of_a_file_that_stays_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "rivers.apkg"
    more = "".join(f"  - {{id: f{n}, fact: Fact {n} is ==so{n}==.}}\n" for n in range(70))
    make(read(RIVERS + more), path, kinds=["cloze"])
    (advice,) = make(read(RIVERS), path, LATER, kinds=["cloze"]).advice
    assert advice.endswith(" (at least 40 of the 70)")
    assert advice.count("Id:") == 40


@pytest.mark.parametrize("kind", ["cloze", "multiple-choice"])
def test_an_item_that_comes_twice_is_refused(tmp_path: Path, kind: str) -> None:
    deck = read(RIVERS)
    items, _ = generate(deck, [kind])
    assert nkquiz.export(deck, items, tmp_path / "once.apkg") == ()
    found = nkquiz.export(deck, (*items, *items), tmp_path / "twice.apkg")
    assert {(p.code, p.is_error) for p in found} == {("duplicate-note", True)}
    assert len(found) == len(items)
    assert apkg.export_text(deck, (*items, *items), tmp_path / "twice.txt").problems == found
    assert {path.name for path in tmp_path.iterdir()} == {"once.apkg"}


def test_a_package_of_another_deck_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "rivers.apkg"
    deck = read(RIVERS)
    assert make(deck, path, kinds=["cloze"]).problems == ()
    fewer = replace(deck, facts=deck.facts[1:])
    assert make(fewer, path, LATER, kinds=["cloze"]).problems == ()  # one is shared
    make(deck, path, LATER)
    other = read(RIVERS.replace("id: rivers", "id: seas"))
    (found,) = apkg.compare(other, generate(other)[0], path, LATER)[0].problems
    report = make(other, path, LATER)
    assert report.problems == (found,)
    assert (found.code, found.is_error, found.location.path) == ("another-deck", False, str(path))
    (advice,) = report.advice
    assert advice.endswith(' "Id:rivers/*"')
    assert make(other, path, LATER).problems == ()


def test_one_more_fact_leaves_the_order_of_other_options(tmp_path: Path) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path, kinds=["multiple-choice"])
    more = RIVERS
    for fact in range(5):
        more += f"  - id: more-{fact}\n    fact: Fact {fact} is about the ==Danube==.\n"
    report = make(read(more), path, LATER, kinds=["multiple-choice"])
    assert report.counts["changed"] == 0
    assert report.counts["new"] == 5
    query = "SELECT guid, flds FROM notes"
    for guid_, fields in rows(path, query):
        values = dict(zip(models.CHOICE.fields, fields.split("\x1f"), strict=True))
        options = re.findall("<li>(.*?)</li>", values["Options"])
        assert options[int(values["Key"]) - 1] == values["Answer"], guid_


def test_other_looks_reach_the_learner(
    tmp_path: Path, client: Callable[[], Anki], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    anki = client()
    anki.take(path)
    real = models.as_json

    def other(note_type: models.NoteType, modified: int, deck_id: int) -> dict[str, Any]:
        return real(note_type, modified, deck_id) | {"css": ".card { color: teal }"}

    monkeypatch.setattr("nkquiz.formats.apkg.stamps.as_json", other)
    make(read(RIVERS), path, LATER)
    anki.take(path)
    assert anki.cards()[0].render_output().css == ".card { color: teal }"
    assert anki.note_types() == {"nkquiz Cloze", "nkquiz Choice", "nkquiz Question"}


def test_two_decks_of_one_time_live_together(tmp_path: Path, client: Callable[[], Anki]) -> None:
    one, two = tmp_path / "one.apkg", tmp_path / "two.apkg"
    make(read(RIVERS), one)
    make(read(RIVERS.replace("id: rivers", "id: others").replace("Geography::", "")), two)
    anki = client()
    first, second = anki.take(one), anki.take(two)
    assert (second.new, second.duplicate, second.others) == (first.new, 0, 0)
    assert anki.take(one).duplicate == first.new
    assert anki.take(two).duplicate == second.new
    anki.check()


# -- what stands at the path --------------------------------------------------------------


def test_a_broken_package_is_replaced_and_said(tmp_path: Path) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    whole = path.read_bytes()
    broken = bytearray(whole)
    broken[200:400] = b"\xff" * 200
    no_collection = tmp_path / "x.zip"
    with zipfile.ZipFile(no_collection, "w") as archive:
        archive.writestr("collection.anki2", b"SQLite format 3\0" + b"\0" * 1000)
    for content in (whole[:500], bytes(broken), no_collection.read_bytes()):
        path.write_bytes(content)
        report = make(read(RIVERS), path)
        assert [(p.code, p.is_error) for p in report.problems] == [("broken-package", False)]
        assert path.read_bytes() == whole
    path.write_bytes(b"")
    assert make(read(RIVERS), path).problems == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE notes SET mod = 'soon'",
        "UPDATE notes SET mod = 9223372036854775807",
        "UPDATE notes SET mod = 1.5",
        "UPDATE notes SET flds = x'00ff'",
        "UPDATE notes SET flds = ''; UPDATE notes SET guid = x'41'",
        "UPDATE notes SET id = 9223372036854775000 WHERE id = (SELECT max(id) FROM notes)",
        "UPDATE notes SET id = -id",
        "UPDATE col SET models = '[]'",
        """UPDATE col SET models = '{"1719792000101": 7}'""",
    ],
)
def test_a_package_that_is_forged_is_a_broken_one(tmp_path: Path, change: str) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    whole = path.read_bytes()
    forge(path, change)
    report = make(read(RIVERS), path)
    assert [(p.code, p.is_error) for p in report.problems] == [("broken-package", False)]
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ("UPDATE notes SET flds = CAST(x'ff1f41' AS TEXT)", 7),
        ("UPDATE notes SET flds = ''", 7),
        ("UPDATE notes SET tags = tags || char(55296)", 7),
        ("""UPDATE col SET models = '{"1719792000101": {"mod": true}}'""", 0),
        (f"""UPDATE col SET models = '{{"1719792000101": {{"mod": {"9" * 30}}}}}'""", 0),
    ],
)
def test_fields_that_are_forged_have_changed(
    tmp_path: Path, client: Callable[[], Anki], change: str, changed: int
) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    forge(path, change)
    assert counts(make(read(RIVERS), path, LATER)) == (0, changed, 7 - changed, 0)
    anki = client()
    assert anki.take(path).new == 7
    anki.check()


def forge(path: Path, change: str) -> None:
    """Change the collection in a package by SQL."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    database = path.with_suffix(".anki2")
    database.write_bytes(held["collection.anki2"])
    connection = sqlite3.connect(database)
    connection.executescript(change)
    connection.close()
    held["collection.anki2"] = database.read_bytes()
    database.unlink()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def test_a_file_that_is_not_ours_stays(tmp_path: Path, client: Callable[[], Anki]) -> None:
    text = tmp_path / "facts.yaml"
    text.write_text("facts: []")
    theirs = tmp_path / "theirs.apkg"
    col = client().col
    note = col.new_note(col.models.by_name("Basic") or {})
    note["Front"] = "mine"
    col.add_note(note, 1)  # type: ignore[arg-type]
    from anki.collection import ExportAnkiPackageOptions

    for legacy in (True, False):
        options = ExportAnkiPackageOptions(legacy=legacy)
        col.export_anki_package(out_path=str(theirs), options=options, limit=None)
        for path in (text, theirs):
            before = path.read_bytes()
            with pytest.raises(Refused):
                make(read(RIVERS), path)
            assert path.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} == {"facts.yaml", "theirs.apkg", "anki-0"}


def test_nothing_is_no_package_and_replaces_none(tmp_path: Path) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    before = path.read_bytes()
    report = apkg.write(read(RIVERS), [], path, NOW)
    assert [(p.code, p.is_error) for p in report.problems] == [("no-notes", True)]
    assert path.read_bytes() == before


def test_a_failure_leaves_the_old_package_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rivers.apkg"
    make(read(RIVERS), path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    for name, error in (("_zip", OSError(28, "No space left on device")), ("_write_decks", None)):
        with monkeypatch.context() as patch:
            if error is None:
                patch.setattr(package, name, full)
            else:
                patch.setattr(package, name, lambda *_, e=error: (_ for _ in ()).throw(e))
            with pytest.raises(OSError, match=r"full|No space") as caught:
                make(read(RIVERS.replace("flows", "runs")), path)
        assert caught.value.filename == str(path)
        assert path.read_bytes() == before
        assert [p.name for p in tmp_path.iterdir()] == ["rivers.apkg"]


def test_a_path_that_can_not_be_written_is_an_oserror_that_names_it(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no" / "rivers.apkg"):
        with pytest.raises(OSError, match=re.escape(str(path))):
            make(read(RIVERS), path)
    if hasattr(os, "mkfifo"):
        pipe = tmp_path / "pipe.apkg"
        os.mkfifo(pipe)
        with pytest.raises(OSError, match=re.escape(str(pipe))):
            make(read(RIVERS), pipe)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "rivers.apkg"
    link.symlink_to(tmp_path / "real" / "rivers.apkg")
    make(read(RIVERS), link)
    assert link.is_symlink()
    assert zipfile.is_zipfile(tmp_path / "real" / "rivers.apkg")


# -- hostile text -------------------------------------------------------------------------

HOSTILE = (
    "}} {{c1::x}} {{c1,2::}} {{Why}} {{/Why}} :: a::b::: [sound:x.mp3] [anki:play:q:0] [latex]x[/latex]"
    " [$]x[/$] [[type:Answer]] \\[y \\begin{a} $$z$$ $$$ \\) <script>alert(1)</script> <img src=x"
    " onerror=alert(1)> &amp; &lt; & ' \" ` ${x} \\` \u200f\u202eabc\u202c \u0645\u0631 \U0001f600 ;"
    " <!-- </div> %s {0} \\n http://x.y/ https://x.y/?a=b&c=d _____ # ‘’"
)


@dataclass(frozen=True)
class Hostile:
    """A deck of one fact and three items with a text in every field."""

    text: str
    deck: Deck = field(init=False)
    items: tuple[Item, ...] = field(init=False)

    def __post_init__(self) -> None:
        h, here = self.text, Location("hostile.yaml", 1, 1)
        source = Source("s", f"title {h}", f"author {h}", f"publisher {h}", f"published {h}", h)
        answer = f"answer {h}"
        text = f"before {h} {answer} after {h}"
        start = text.index(answer)
        mark = Mark(answer, answer, ((start, start + len(answer)),), here, options=MarkOptions())
        fact = Fact(
            file_id="hostile",
            id=f"id {h}",
            text=text,
            marks=(mark,),
            location=here,
            citations=(Citation(source, f"locator {h}"),),
            as_of=f"date {h}",
            why=f"why {h}",
            tags=(h, "a b"),
            language=h,
        )
        cloze = Item(
            id=f"{fact.memory(mark)}/cloze",
            kind="cloze",
            fact_ids=(fact.key,),
            memories=(fact.memory(mark),),
            stem=f"stem {h}",
            interaction=Type((answer, f"other {h}"), f"sort {h}"),
            location=here,
            sources=fact.citations,
            why=fact.why,
            as_of=fact.as_of,
            tags=fact.tags,
            hint=f"hint {h}",
            language=h,
        )
        wrong = Option(f"wrong {h}", Proof.AUTHORED, f"note {h}")
        choose = Choose((wrong, Option(answer)), f"asked {h}")
        choice = replace(cloze, id="choice", kind="multiple-choice", interaction=choose)
        typed = replace(cloze, id="typed", kind="short-answer")
        claim = Judge(Proof.AUTHORED, f"right {h}", f"note {h}")
        truth = replace(cloze, id="truth", kind="true-false", interaction=claim)
        listed = Type((answer,), f"sort {h}", (f"one {h}", f"two {h}"))
        whole = replace(typed, id="whole", interaction=listed)
        match = Match((f"left {h}", f"down {h}"), (f"right {h}", f"up {h}"), (1, 0))
        matching = replace(cloze, id="matching", kind="matching", interaction=match)
        order = Order((f"first {h}", f"second {h}"), (1, 0))
        ordering = replace(cloze, id="ordering", kind="ordering", interaction=order)
        object.__setattr__(self, "deck", Deck("hostile", f"T{h}", facts=(fact,), knowledge=(fact,)))
        object.__setattr__(self, "items", (cloze, choice, typed, truth, whole, matching, ordering))


def as_seen(text: str) -> str:
    """A text as a page shows it: what can't be shown is a replacement character."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text)


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "x" * 10_000, "\x00\x1f\x1b]0;t\x07\x85", "\\(", "\\(x", ":", "}", "::hint", "a\\"],
)
def test_hostile_text_shows_as_written_and_runs_nothing(
    text: str, tmp_path: Path, client: Callable[[], Anki]
) -> None:
    path = tmp_path / "hostile.apkg"
    hostile = Hostile(text)
    report = apkg.write(hostile.deck, hostile.items, path, NOW)
    assert report.problems == ()
    assert counts(report) == (7, 0, 0, 0)
    anki = client()
    assert anki.take(path) == Imported(7, 0, 0, 0, 0)
    expected = {
        "": (["before", "after", "sort", "hint"], ["answer"]),
        "choice": (["stem", "asked", "wrong", "answer", "hint"], ["note"]),
        "typed": (["stem", "hint"], ["answer", "other"]),
        "truth": (["stem", "hint"], ["right", "note"]),
        "whole": (["stem", "sort", "hint"], ["one", "two"]),
        "matching": (["stem", "left", "down", "right", "up", "hint"], ["left", "right"]),
        "ordering": (["stem", "first", "second", "hint"], ["first", "second"]),
    }
    backs = ["why", "date", "title", "author", "publisher", "published", "locator"]
    for card in anki.cards():
        output = card.render_output()
        fronts, more = expected.get(card.note()["Id"], expected[""])
        front, back = page(output.question_text), page(output.answer_text)
        for label in fronts:
            assert as_seen(f"{label} {text}") in "".join(front.text)
        for label in (*more, *backs):
            assert as_seen(f"{label} {text}") in "".join(back.text)
        assert_harmless(anki, card, front, back)
    message, is_whole = anki.col.fix_integrity()
    assert is_whole, message


def assert_harmless(anki: Anki, card: Card, front: Page, back: Page) -> None:
    """No element, sound, picture or formula that the text asked for."""
    allowed = {
        "div",
        "span",
        "ol",
        "ul",
        "li",
        "b",
        "bdi",
        "cite",
        "details",
        "summary",
        "hr",
        "br",
        "script",  # our own, counted above
    }
    scripts = [element for element, _ in (*front.elements, *back.elements) if element == "script"]
    assert len(scripts) == 2 * (
        card.note_type()["name"] in ("nkquiz Choice", "nkquiz True or false")
    )
    for element, attributes in (*front.elements, *back.elements):
        assert element in allowed
        assert not any(name.startswith("on") for name in attributes)
    assert card.question_av_tags() == []
    assert card.answer_av_tags() == []
    for value in card.note().values():
        assert anki.col.media.files_in_str(card.note_type()["id"], value) == []
    for part in (*front.text, *back.text):
        # MathJax looks for its delimiters within one stretch of text.
        assert not re.search(r"\\[()\[\]]|\$\$|\\begin", part)
    output = card.render_output()
    commands = re.compile(r"\[sound:|\[anki:|\[latex|\[\$|\[\[type:(?!Answer\]\]<)|\{\{")
    assert not commands.search(output.question_text + output.answer_text)


def test_a_hostile_title_is_a_deck(tmp_path: Path, client: Callable[[], Anki]) -> None:
    deck = read(RIVERS)
    for number, title in enumerate((HOSTILE, "::", "", "a:::b", " a :: b ", '"q"', "x\x00\n\x1fy")):
        path = tmp_path / f"{number}.apkg"
        make(replace(deck, title=title), path)
        anki = client()
        anki.take(path)
        anki.check()
        names = {d.name for d in anki.col.decks.all_names_and_ids()}
        assert deck_name(title) in names


def test_tags_are_words() -> None:
    assert tag("Central Europe") == "Central_Europe"
    assert tag("a::b c::d") == "a::b_c::d"
    assert tag(" a:::: :b ") == "a::b"
    assert tag('say "x"\t\x00y') == "say_x_y"
    assert tag("::") == tag("  ") == ""


# -- maths and media ----------------------------------------------------------------------


def shown(text: str) -> str:
    return html.prose(text, lambda image: f"<img {image.path}>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\(x^2\)", r"\(x^2\)"),
        (r"\(a<b\) & c", r"\(a&lt;b\) &amp; c"),
        (r"\(\frac{a}{{b}}::c\)", r"\(\frac&#123;a&#125;&#123;&#123;b&#125;&#125;&#58;&#58;c\)"),
        (r"![a](b.png) and \(c\)", r"<img b.png> and \(c\)"),
        (r"\(a ![b](c.png)\)", r"\(a !&#91;b&#93;(c.png)\)"),
        (r"\(x", r"\<span></span>(x"),
        (r"\(\href{javascript:a}{b}\)", None),
        (r"\(\require{html}\)", None),
        (r"\[x\href{a}{b}\] $$y$$ $5", None),
        (r"\[x", r"\<span></span>&#91;x"),
        (r"so \[a[1]<b\] is", r"so \[ a&#91;1&#93;&lt;b\] is"),
        (r"\[sound:x.mp3\]", r"\[ sound:x.mp3\]"),
    ],
)
def test_prose_keeps_maths_and_pictures(text: str, expected: str | None) -> None:
    if expected is None:
        assert not re.search(r"\\[(\[]|\$\$", shown(text))
        assert seen(shown(text)) == text
    else:
        assert shown(text) == expected


@pytest.mark.parametrize(
    "text", ["", "10:30", "5 $ or 6 $", "a_b", "’ \u00e9 \uac15 \U0001f600", "a  b"]
)
def test_what_needs_no_escaping_is_its_own_html(text: str) -> None:
    assert html.is_plain(text)
    assert html.plain(text) == shown(text) == text


@pytest.mark.parametrize("special", [*html._ESCAPES, "\\(", "![", "\x00", "\x7f", "\r", "\ud800"])
def test_what_needs_escaping_is_not(special: str) -> None:
    assert not html.is_plain(f"a: b_ {special * 2} $")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with two pictures of one name, a sound, and a picture outside of it."""
    root = tmp_path / "project"
    for name in ("a", "b", "seeds"):
        (root / name).mkdir(parents=True)
    (root / "a" / "map.png").write_bytes(picture(1))
    (root / "b" / "map.png").write_bytes(picture(2))
    (root / "b" / "same.PNG").write_bytes(picture(1))
    (root / "river.mp3").write_bytes(b"ID3")
    (root / "page.html").write_text("<script>")
    (root / "page.png").write_text("<script>")
    (root / "half.png").write_bytes(picture(1)[:-20])
    (tmp_path / "outside.png").write_bytes(picture(3))
    return root


def with_media(root: Path, text: str, **more: str) -> Deck:
    (root / "facts.yaml").write_text("x")
    here = Location(str(root / "facts.yaml"), 1, 1)
    start = text.index("Danube")
    mark = Mark("Danube", "Danube", ((start, start + 6),), here)
    fact = Fact("m", "one", text, (mark,), here, **more)  # type: ignore[arg-type]
    return Deck("m", "Media", facts=(fact,), knowledge=(fact,))


def test_media_travel_by_content(folder: Path, tmp_path: Path, client: Callable[[], Anki]) -> None:
    text = "The Danube ![one](a/map.png) ![two](b/map.png) ![again](b/same.PNG) flows."
    image, sound = folder / "a" / "map.png", folder / "river.mp3"
    deck = with_media(folder, text, image=str(image), audio=str(sound))
    path = tmp_path / "media.apkg"
    report = make(deck, path, kinds=["cloze"])
    assert report.problems == ()
    anki = client()
    anki.take(path)
    (card,) = anki.cards()
    answer = page(card.render_output().answer_text)
    pictures = [a["src"] for e, a in answer.elements if e == "img"]
    assert len(pictures) == 4
    assert len(set(pictures)) == 2
    assert [a["alt"] for e, a in answer.elements if e == "img"] == ["one", "two", "again", ""]
    held = {p.name: p.read_bytes() for p in Path(anki.col.media.dir()).iterdir()}
    assert held[pictures[0] or ""] == picture(1)
    assert held[pictures[1] or ""] == picture(2)
    assert len(card.answer_av_tags()) == 1
    assert card.question_av_tags() == []  # the sentence read aloud would give it away
    checked = anki.col.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])
    image.write_bytes(picture(9))
    assert counts(make(deck, path, LATER, kinds=["cloze"])) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../outside.png", "outside"),
        ("/etc/passwd", "outside"),
        ("a/none.png", "missing-file"),
        ("a", "is-a-directory"),
        ("page.html", "unknown-media"),
        ("page.png", "broken-media"),
        ("half.png", "broken-media"),
        ("https://example.org/a.png", "remote-media"),
        ("data:image/png;base64,xx", "remote-media"),
    ],
)
def test_a_picture_that_is_not_to_be_had_is_a_problem(
    folder: Path, tmp_path: Path, name: str, code: str
) -> None:
    path = tmp_path / "media.apkg"
    deck = with_media(folder, f"The Danube ![a map]({name}) flows.")
    report = make(deck, path, kinds=["cloze"])
    assert [(p.code, p.is_error) for p in report.problems] == [(code, False)]
    assert report.problems[0].location.path == str(folder / "facts.yaml")
    assert report.was_written
    (fields,) = rows(path, "SELECT flds FROM notes")[0]
    assert "<img" not in fields
    assert "a map" in fields  # what it says stands for it
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == ["collection.anki2", "media"]


def test_a_picture_whose_name_looks_like_an_address_is_one(folder: Path, tmp_path: Path) -> None:
    (folder / "map:1.png").write_bytes(picture(1))
    deck = with_media(folder, "The Danube ![a map](map:1.png) flows.")
    assert make(deck, tmp_path / "media.apkg", kinds=["cloze"]).problems == ()


def test_a_picture_that_is_missing_is_told_of_once_a_fact(folder: Path, tmp_path: Path) -> None:
    text = (
        "facts:\n"
        "- {id: a, fact: 'The ==Rhine== ![m](a/mpa.png) is ![n](absent.jpeg) ==long==.',"
        " marks: {Rhine: {distractors: [Elbe, Oder]}}}\n"
        "- {id: b, fact: 'The ==Elbe== ![m](a/mpa.png).'}\n"
    )
    path = folder / "facts.yaml"
    path.write_text(text)
    deck, warned = nkquiz.load(path)
    report = make(deck, tmp_path / "media.apkg", kinds=["cloze", "multiple-choice"])
    assert report.counts["notes"] == 3
    said = [(problem.location.line, problem.message) for problem in report.problems]
    near = 'the file "a/mpa.png" does not exist; did you mean "map.png"?'
    none = 'the file "absent.jpeg" does not exist; paths start at the folder of this file'
    assert said == [(2, near), (2, none), (3, near)]
    assert [(p.location.line, p.message) for p in warned] == said


def test_a_sound_is_no_picture_wherever_it_is_heard_too(folder: Path, tmp_path: Path) -> None:
    text, sound = "The Danube ![its song](river.mp3) flows.", str(folder / "river.mp3")
    heard = with_media(folder, "The Danube flows.", audio=sound).facts[0]
    both = with_media(folder, text, audio=sound).facts[0]
    facts = (heard, replace(both, id="two"))
    path = tmp_path / "media.apkg"
    report = make(Deck("m", "Media", facts=facts, knowledge=facts), path, kinds=["cloze"])
    assert [problem.code for problem in report.problems] == ["unknown-media"]
    for (fields,) in rows(path, "SELECT flds FROM notes"):
        assert ("<img" in fields, "[sound:" in fields) == (False, True)


RECORDED = """
id: m
terms:
  city:
    attributes: {country: {values: one}}
    rows:
      - {name: Vienna, country: Austria, audio: river.mp3}
      - {name: Budapest, country: Hungary}
      - {name: Cologne, country: Germany}
      - {name: Warsaw, country: Poland}
templates:
  - id: t
    for: city
    fact: "=={name}== is a city of =={country}==."
    ask: {name: "Which is a city of {country}?", country: "Where is {name}?"}
"""


@pytest.mark.parametrize("own", [False, True])
def test_the_sound_of_a_term_is_behind_where_its_name_is_asked_for(
    folder: Path, tmp_path: Path, client: Callable[[], Anki], own: bool
) -> None:
    text = RECORDED
    if own:  # a sound that the author has put beside the question itself
        (folder / "song.mp3").write_bytes(b"ID3 song")
        text = text.replace("    ask:", "    audio: song.mp3\n    ask:")
    (folder / "facts.yaml").write_text(text)
    deck, problems = nkquiz.load(folder / "facts.yaml")
    assert not problems
    path = tmp_path / "media.apkg"
    for number in range(3):  # of a true-false item, until each of the marks was drawn
        kinds = ["multiple-choice", "short-answer", "true-false"]
        items, _ = generate(deck, kinds, seed=number)
        apkg.write(deck, arrange(items), path.with_name(f"{number}.apkg"), NOW)
        anki = client()
        anki.take(path.with_name(f"{number}.apkg"))
        cards = anki.cards('"Id:m/t/Vienna/*"')
        assert len(cards) == 5
        for card in cards:
            is_heard = own or "/name/" not in card.note()["Id"]
            assert len(card.question_av_tags()) == is_heard
            assert len(card.answer_av_tags()) == 1
        anki.check()


def test_a_pipe_is_no_picture_and_is_not_waited_for(folder: Path, tmp_path: Path) -> None:
    os.mkfifo(folder / "pipe.png")
    deck = with_media(folder, "The Danube ![a map](pipe.png) flows.")
    report = make(deck, tmp_path / "media.apkg", kinds=["cloze"])
    assert [(p.code, p.is_error) for p in report.problems] == [("no-file", False)]
    path = folder / "facts.yaml"
    path.write_text("facts: [{fact: The ==Danube== flows., image: pipe.png}]\n")
    assert [problem.code for problem in nkquiz.load(path)[1]] == ["no-file"]


# -- the registry -------------------------------------------------------------------------


def test_formats_are_found_by_name_and_suffix() -> None:
    assert formats.find("anki") is formats.find(".APKG") is formats.FORMATS[0]
    assert formats.find("apkg") is formats.find("") is None


def test_export_takes_the_format_of_the_suffix(tmp_path: Path) -> None:
    deck = read(RIVERS)
    items, _ = generate(deck)
    assert formats.export(deck, items, tmp_path / "x.apkg", now=NOW) == ()
    assert formats.export(deck, items, str(tmp_path / "x"), "anki", now=NOW) == ()
    with pytest.raises(ValueError, match=r"there is no format for 'x.zip'; the formats are: anki"):
        formats.export(deck, items, tmp_path / "x.zip", now=NOW)


def test_what_notes_can_not_express_is_a_problem(tmp_path: Path) -> None:
    deck = read(RIVERS)
    items, _ = generate(deck)
    lost = replace(items[0], id="rivers/none/slot/cloze", memories=("rivers/none/slot",))
    report = apkg.write(deck, (*items, lost), tmp_path / "x.apkg", NOW)
    assert [(p.code, p.is_error) for p in report.problems] == [("no-such-mark", False)]


# -- the command --------------------------------------------------------------------------


def test_the_command_writes_and_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    Path("rivers.yaml").write_text(RIVERS)
    run = CliRunner().invoke(cli_anki.command, ["rivers.yaml"])
    assert run.exit_code == 0, run.output
    assert (
        run.stdout == "rivers.apkg: 7 notes, 9 cards (7 new, 0 changed, 0 unchanged, 0 retired)\n"
    )
    first = hashlib.sha256(Path("rivers.apkg").read_bytes())
    run = CliRunner().invoke(cli_anki.command, ["rivers.yaml", "-o", "rivers.apkg"])
    assert (
        run.stdout == "rivers.apkg: 7 notes, 9 cards (0 new, 0 changed, 7 unchanged, 0 retired)\n"
    )
    assert hashlib.sha256(Path("rivers.apkg").read_bytes()).digest() == first.digest()
    (modified,) = rows(Path("rivers.apkg"), "SELECT DISTINCT mod FROM notes")[0]
    assert modified == 1700000000
    run = CliRunner().invoke(cli_anki.command, ["rivers.yaml", "--kind", "cloze"])
    assert run.stdout.endswith("2 notes, 4 cards (0 new, 0 changed, 2 unchanged, 5 retired)\n")
    assert '"Id:rivers/countries/ten/short-answer"' in run.stderr


@pytest.mark.parametrize(
    ("arguments", "epoch"),
    [
        (["rivers.yaml", "-o", "rivers.yaml"], "1"),
        (["rivers.yaml"], "soon"),
        (["rivers.yaml"], "-1"),
        (["rivers.yaml"], "1" * 30),
    ],
)
def test_the_command_refuses_what_makes_no_sense(
    arguments: list[str], epoch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    Path("rivers.yaml").write_text(RIVERS)
    assert CliRunner().invoke(cli_anki.command, arguments).exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["rivers.yaml"]
    assert Path("rivers.yaml").read_text() == RIVERS
