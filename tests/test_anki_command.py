"""`nkquiz anki` as people call it: what would change, text for import, a running Anki, subdecks."""

from __future__ import annotations

import csv
import inspect
import io
import json
import os
import re
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from anki import importing
from anki.collection import ImportCsvRequest
from click.testing import CliRunner, Result

from anki_client import Anki, collections, rows, seen
from nkquiz.cli import Failed
from nkquiz.cli import anki as cli_anki
from nkquiz.formats.apkg import connect
from nkquiz.output import Refused
from pixels import PNG, png

DECK = """
id: rivers
title: Geography::Rivers
terms:
  river: [Danube, Rhine, Elbe, Vistula]
  city: [{name: Vienna, river: Danube}, {name: Cologne, river: Rhine}]
facts:
  - id: countries
    fact: The ==Danube== flows through ==ten== countries.
    why: More than any other.
    as_of: 2021
    tags: [water::long, europe]
    ask: {ten: Through how many countries does the Danube flow?}
    marks: {ten: {accept: ["10"]}}
  - id: ports
    fact: "A ship passes these ports:"
    order: [Ulm, Passau, Vienna, Budapest]
  - id: two
    fact: The ==Rhine== rises in the ==Alps==.
    tags: [Europe]
templates:
  - {id: lies, for: city, fact: "=={name}== lies on the =={river}==."}
"""

EVERY = [
    part
    for kind in ("cloze", "multiple-choice", "short-answer", "true-false", "ordering")
    for part in ("--kind", kind)
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands are called in, with a deck."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    write(tmp_path, DECK)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "rivers.yaml").write_text(text, encoding="utf-8")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli_anki.command, ["rivers.yaml", *arguments])


@pytest.fixture
def client(folder: Path) -> Iterator[Callable[[], Anki]]:
    with collections(folder) as make_one:
        yield make_one


# -- what would change --------------------------------------------------------------------------


def test_a_diff_writes_nothing(folder: Path) -> None:
    run = call("--diff")
    assert run.exit_code == 0
    assert "new      rivers/countries (Cloze)\n" in run.stdout
    assert run.stdout.endswith("12 new, 0 changed, 0 unchanged, 0 retired\n")
    assert [path.name for path in folder.iterdir()] == ["rivers.yaml"]
    call()
    before = (folder / "rivers.apkg").read_bytes()
    assert call("--diff").stdout == "0 new, 0 changed, 12 unchanged, 0 retired\n"
    assert (folder / "rivers.apkg").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["rivers.apkg", "rivers.yaml"]


def test_what_an_option_leaves_out_of_a_package_is_told_of(folder: Path) -> None:
    said = "notes of the old package that --kind left out count as retired"
    assert said not in call("--kind", "cloze").stderr
    assert said not in call().stderr
    assert said in call("--kind", "cloze", "--diff").stderr
    assert said in call("--kind", "cloze").stderr
    assert said not in call("--kind", "cloze").stderr


def test_each_warning_is_told_of_once(folder: Path) -> None:
    assert "see `nkquiz check" not in call().stderr
    more = "  - {id: near, fact: 'The ==Elbe== ![m](no.png) is ![m](none.png) long.'}\n"
    text = DECK.replace("  - id: two\n", more + "  - id: two\n")
    line = text.partition("no.png")[0].count("\n") + 1
    write(folder, text)
    for options in ((), ("--diff",), ("--tsv",)):
        said = call(*options).stderr
        places = [line.split(": ")[0] for line in said.splitlines() if "(missing-file)" in line]
        assert places == [f"rivers.yaml:{line}:41", f"rivers.yaml:{line}:57"]
        assert "see `nkquiz check" not in said
    write(folder, text.replace("city: [", "city: [{name: Linz, river: Inn, rivr: Inn}, "))
    assert "1 warning: see `nkquiz check rivers.yaml`\n" in call().stderr


def test_a_diff_names_each_note_and_what_changed(folder: Path) -> None:
    call()
    edited = DECK.replace("More than any other.", "No other has as many.").replace(
        "tags: [Europe]", "tags: [Rhine]"
    )
    write(folder, edited.replace("city: [{name: Vienna, river: Danube}, ", "city: ["))
    lines = call("--diff").stdout.splitlines()
    assert "changed  rivers/countries (Cloze): Why" in lines
    assert "changed  rivers/two (Cloze): tags" in lines
    assert "retired  rivers/lies/Vienna (Cloze)" in lines
    last = lines.pop()
    counted = {
        word: sum(line.startswith(word) for line in lines) for word in ("new", "changed", "retired")
    }
    assert last.startswith(f"{counted['new']} new, {counted['changed']} changed, ")
    assert last.endswith(f", {counted['retired']} retired")
    built = call()
    assert f"({last})" in built.stdout


ROWS = """
id: e
terms:
  city:
    rows: [{name: Vienna, river: Danube}, {name: Cologne, river: Rhine}]
    attributes: {river: {values: one}}
templates:
  - {id: t, for: city, fact: "=={name}== lies on the =={river}=="}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("river: Rhine}]", "river: Rhine}, {name: Paris, river: Seine}]"),
        ("lies on", "stands on"),
        ('}=="}', '}==", why: Because.}'),
    ],
)
def test_a_change_that_empties_no_card_is_silent(folder: Path, old: str, new: str) -> None:
    write(folder, ROWS)
    call("-o", "e.apkg", "--kind", "cloze")
    assert old in ROWS
    write(folder, ROWS.replace(old, new))
    assert "empty" not in call("-o", "e.apkg", "--kind", "cloze", "--diff").output
    assert "empty" not in call("-o", "e.apkg", "--kind", "cloze").output


@pytest.mark.parametrize(
    ("old", "new", "notes"),
    [
        ("river: Rhine}]", "river: Rhine}, {name: Basel, river: Rhine}]", ["Cologne"]),
        ("=={river}==", "{river}", ["Vienna", "Cologne"]),
    ],
)
def test_cards_that_are_empty_now_are_told_of(
    folder: Path, old: str, new: str, notes: list[str]
) -> None:
    write(folder, ROWS)
    call("-o", "e.apkg", "--kind", "cloze")
    write(folder, ROWS.replace(old, new))
    said = [
        f"1 card of e/t/{note} is empty now: after the import, Tools > Empty Cards"
        for note in notes
    ]
    for more in (["--diff"], []):
        run = call("-o", "e.apkg", "--kind", "cloze", *more)
        assert run.exit_code == 0
        assert [line for line in run.stderr.splitlines() if "empty" in line] == said


def test_a_diff_tells_of_other_looks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nkquiz.formats.apkg import models

    call()
    real = models.as_json
    monkeypatch.setattr(
        "nkquiz.formats.apkg.stamps.as_json", lambda *args: real(*args) | {"css": "new"}
    )
    lines = call("--diff").stdout.splitlines()
    assert lines[:-1] == [
        f"changed  how {name} cards look" for name in ("Cloze", "Choice", "Question")
    ]


def test_a_diff_does_not_touch_what_is_not_ours(folder: Path) -> None:
    (folder / "rivers.apkg").write_text("mine")
    run = call("--diff")
    assert isinstance(run.exception, Refused)
    assert run.stdout == ""


def test_a_diff_says_what_the_build_would(folder: Path) -> None:
    call()
    path = folder / "rivers.apkg"
    path.write_bytes(path.read_bytes()[:500])
    run = call("--diff")
    assert (run.exit_code, "broken-package" in run.stderr) == (0, True)
    assert run.stdout.endswith("12 new, 0 changed, 0 unchanged, 0 retired\n")
    write(folder, "id: rivers\nfacts: [Nothing is marked here.]\n")
    for run in (call("--diff"), call()):
        assert "no-notes" in run.stderr
        assert (status(run), run.stdout) == (1, "")
    path.unlink()
    path.mkdir()
    for run in (call("--diff"), call()):
        assert isinstance(run.exception, IsADirectoryError)


# -- text for import ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Log:
    new: int
    updated: int
    others: int


def take_text(anki: Anki, path: Path) -> Log:
    """What Anki does with a text file, every setting as the file has it."""
    metadata = anki.col.get_csv_metadata(str(path), None)
    done = anki.col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    others = (
        done.conflicting,
        done.missing_notetype,
        done.missing_deck,
        done.empty_first_field,
        done.first_field_match,
    )
    return Log(len(done.new), len(done.updated), sum(map(len, others)))


def test_text_imports_and_updates_by_content(folder: Path, client: Callable[[], Anki]) -> None:
    run = call("--tsv", *EVERY)
    assert run.exit_code == 0, run.output
    path = folder / "rivers.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert "#guid column:1" in lines
    notes = len([line for line in lines if not line.startswith("#")])
    assert run.stdout == f"rivers.txt: {notes} notes\n"
    anki = client()
    assert take_text(anki, path) == Log(notes, 0, 0)
    assert take_text(anki, path) == Log(0, 0, 0)
    assert anki.col.note_count() == notes
    anki.check()
    card = anki.cards('"through how many"')[0]
    anki.answer([card])
    write(
        folder,
        DECK.replace("through ten", "past ten")
        .replace("More than", "Truly more than")
        .replace("through ==ten==", "past ==ten=="),
    )
    assert call("--tsv", *EVERY).exit_code == 0
    log = take_text(anki, path)
    assert (log.new, log.others) == (0, 0)
    assert log.updated > 0
    assert anki.col.note_count() == notes
    assert anki.one("SELECT count(*) FROM revlog") == 1
    anki.check()


def test_text_asks_and_answers_in_the_note_types_that_all_have(
    folder: Path, client: Callable[[], Anki]
) -> None:
    call("--tsv", *EVERY)
    anki = client()
    take_text(anki, folder / "rivers.txt")
    assert anki.note_types() == set()
    assert {card.note_type()["name"] for card in anki.cards()} == {"Cloze", "Basic"}
    assert {anki.deck_of(card) for card in anki.cards()} == {"Geography::Rivers"}
    (card,) = anki.cards('"passes these ports"')
    output = card.render_output()
    assert output.question_text.count("<li>") == 4
    back = seen(output.answer_text.partition("<hr id=answer>")[2])
    assert re.findall("Ulm|Passau|Vienna|Budapest", back) == ["Ulm", "Passau", "Vienna", "Budapest"]
    cloze = anki.cards('"flows through" note:Cloze')[0].note()
    assert cloze.tags == ["europe", "water::long"]
    assert "More than any other.<br>As of 2021" in cloze["Back Extra"]
    typed = [c for c in anki.cards('"Through how many"') if "Also right" in c.note()["Back"]]
    assert len(typed) == 1


def test_text_holds_hard_characters(folder: Path, client: Callable[[], Anki]) -> None:
    hard = 'A "b", ==c== <i>\t &amp; a}} b:: [sound:x] #1 \'; ="d"'
    write(folder, f"id: hard\nfacts:\n  - {{id: x, fact: {json.dumps(hard)}}}\n")
    run = call("--tsv", "--kind", "cloze")
    assert run.exit_code == 0, run.output
    anki = client()
    assert take_text(anki, folder / "hard.txt") == Log(1, 0, 0)
    (card,) = anki.cards()
    shown = seen(card.render_output().question_text)
    assert " ".join(shown.split()) == 'A "b", [...] <i> &amp; a}} b:: [sound:x] #1 \'; ="d"'
    assert take_text(anki, folder / "hard.txt") == Log(0, 0, 0)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t-", " +"])
def test_no_cell_of_a_text_is_a_formula(
    folder: Path, client: Callable[[], Anki], sign: str
) -> None:
    said = f"{sign}1+1"
    shown = said.strip()
    marked = f"{shown[0]}seven" if sign != "=" else "-seven"  # the sign is that of marks too
    facts = [
        {"id": "a", "fact": f"{said} makes ==two==.", "tags": [said]},
        {
            "id": "b",
            "fact": f"The sum on the board of the school is =={marked}==.",
            "ask": {marked: f"{sign} Which sum is on the board?"},
        },
    ]
    write(folder, json.dumps({"id": "hard", "title": said, "facts": facts}))
    assert call("--tsv", "--kind", "cloze", "--kind", "short-answer").exit_code == 0
    _, _, text = (folder / "hard.txt").read_text(encoding="utf-8").partition("#nkquiz:")
    rows = list(csv.reader(io.StringIO(text.partition("\n")[2]), delimiter="\t"))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@＝＋－＠\t\r"))]
    anki = client()
    assert take_text(anki, folder / "hard.txt") == Log(3, 0, 0)
    assert take_text(anki, folder / "hard.txt") == Log(0, 0, 0)
    assert len({anki.deck_of(card) for card in anki.cards()}) == 1
    assert {anki.deck_of(card).strip("\u2060") for card in anki.cards()} == {shown}
    assert {tag for card in anki.cards() for tag in card.note().tags} == {shown}
    board = "The sum on the board of the school is [...]."
    fronts = {seen(card.render_output().question_text).strip() for card in anki.cards()}
    assert fronts == {
        f"{shown} makes [number].",
        board,
        f"{sign.strip()} Which sum is on the board?",
    }
    (card,) = anki.cards("note:Basic")
    assert seen(card.render_output().answer_text).strip().endswith(marked)


def test_text_brings_its_pictures_along(folder: Path) -> None:
    (folder / "map.png").write_bytes(PNG)
    write(folder, DECK.replace("tags: [Europe]", "image: map.png"))
    run = call("--tsv", *EVERY)
    assert "rivers.txt.media" in run.stderr
    (picture,) = (folder / "rivers.txt.media").iterdir()
    assert picture.read_bytes() == PNG
    assert f'src=""{picture.name}""' in (folder / "rivers.txt").read_text()


def test_text_never_replaces_a_file_that_is_not_ours(folder: Path) -> None:
    mine = folder / "mine.txt"
    mine.write_text("my notes")
    run = call("--tsv", "-o", "mine.txt")
    assert (run.exit_code, mine.read_text()) == (1, "my notes")
    assert not [path for path in folder.iterdir() if path.name.startswith(".nkquiz")]


# -- subdecks -------------------------------------------------------------------------------------

SPLITS = {
    "tag": {
        "rivers/countries": "Geography::Rivers::water::long",
        "rivers/two": "Geography::Rivers::Europe",
        "rivers/lies/Vienna": "Geography::Rivers",
    },
    "kind": {
        "rivers/countries": "Geography::Rivers::Cloze",
        "rivers/countries/ten/short-answer": "Geography::Rivers::Short answer",
        "rivers/two/Rhine/multiple-choice": "Geography::Rivers::Multiple choice",
    },
    "vocabulary": {
        "rivers/countries": "Geography::Rivers::river",
        "rivers/lies/Vienna": "Geography::Rivers::city",
        "rivers/ports/order/ordering": "Geography::Rivers",
    },
}


@pytest.mark.parametrize("split_by", SPLITS)
def test_a_deck_in_parts(folder: Path, client: Callable[[], Anki], split_by: str) -> None:
    assert call("--split-by", split_by, *EVERY).exit_code == 0
    anki = client()
    anki.take(folder / "rivers.apkg")
    decks = {card.note()["Id"]: anki.deck_of(card) for card in anki.cards()}
    expected = SPLITS[split_by]
    assert {id_: decks[id_] for id_ in expected} == expected
    assert all(name.startswith("Geography::Rivers") for name in decks.values())
    anki.check()


def test_tags_that_differ_in_case_are_one_deck(folder: Path, client: Callable[[], Anki]) -> None:
    write(folder, DECK.replace("[water::long, europe]", "[europe]"))
    call("--split-by", "tag", "--kind", "cloze")
    anki = client()
    anki.take(folder / "rivers.apkg")
    anki.check()
    parts = {anki.deck_of(card) for card in anki.cards('"Id:rivers/countries" OR "Id:rivers/two"')}
    assert parts == {"Geography::Rivers::europe"}


def test_parts_change_no_note(folder: Path) -> None:
    call()
    said = "cards that you have already imported stay in their decks"
    assert said not in call("--diff").stderr
    run = call("--split-by", "tag", "--diff")
    assert run.stdout == "0 new, 0 changed, 12 unchanged, 0 retired\n"
    assert said in run.stderr
    assert "0 new, 0 changed, 12 unchanged" in call("--split-by", "tag").stdout
    assert len(rows(folder / "rivers.apkg", "SELECT DISTINCT did FROM cards")) > 1


# -- a running Anki -------------------------------------------------------------------------------


@dataclass
class Stand:
    """What stands in for AnkiConnect: its protocol, and an Anki behind it."""

    anki: Anki
    key: str = ""
    version: Any = 6
    failure: str = ""
    raw: bytes | None = None
    code: int = 200
    address: str = ""
    calls: list[str] = field(default_factory=list)

    def answer(self, request: Any) -> dict[str, Any]:
        """As the add-on answers: `{result, error}`, errors with status 200 too."""
        assert set(request) <= {"action", "version", "params", "key"}
        self.calls.append(request["action"])
        if self.key and request.get("key") != self.key:
            return {"result": None, "error": "valid api key must be provided"}
        if request["action"] == "version":
            return {"result": self.version, "error": None}
        assert request["action"] == "importPackage"
        if self.failure:
            return {"result": None, "error": self.failure}
        assert Path(request["params"]["path"]).is_absolute()
        # The add-on's own way, which each Anki keeps for it: an import with Anki's defaults.
        importer = importing.AnkiPackageImporter  # type: ignore[attr-defined]
        importer(self.anki.col, request["params"]["path"]).run()
        return {"result": True, "error": None}


@contextmanager
def standing(stand: Stand) -> Iterator[Stand]:
    """Serve on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answers.append(json.loads(body))
            reply = stand.raw
            if reply is None:
                reply = json.dumps(stand.answer(answers[-1])).encode()
            self.send_response(stand.code)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *args: object) -> None:
            pass

    answers: list[Any] = []
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    stand.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def status(run: Result) -> int:
    """The exit status of `nkquiz`, which a command that ends itself says by an exception."""
    return run.exception.status if isinstance(run.exception, Failed) else run.exit_code


def push(stand: Stand) -> Result:
    return call("--push", "--push-to", stand.address)


def test_text_leaves_no_old_pictures_and_others_alone(folder: Path) -> None:
    fact = "facts: [{id: a, fact: The ==Rhine== is long., image: map.png}]\n"
    for content in (png(1), png(2)):
        (folder / "map.png").write_bytes(content)
        write(folder, fact)
        assert call("--tsv", "-o", "x.txt").exit_code == 0
        (held,) = (folder / "x.txt.media").iterdir()
        assert held.read_bytes() == content
    for name in ("mine.png", "nkquiz-mine.png"):
        (folder / "x.txt.media" / name).write_bytes(b"mine")
    write(folder, fact.replace(", image: map.png", ""))
    assert call("--tsv", "-o", "x.txt").exit_code == 0
    assert {f.name for f in (folder / "x.txt.media").iterdir()} == {"mine.png", "nkquiz-mine.png"}


def test_a_file_where_the_folder_of_pictures_goes_is_told_of(folder: Path) -> None:
    (folder / "map.png").write_bytes(PNG)
    (folder / "x.txt.media").write_text("mine")
    write(folder, "facts: [{id: a, fact: The ==Rhine== is long., image: map.png}]\n")
    run = call("--tsv", "-o", "x.txt")
    assert isinstance(run.exception, NotADirectoryError)
    assert "move it, or choose another name" in str(run.exception)
    assert not (folder / "x.txt").exists()
    assert (folder / "x.txt.media").read_text() == "mine"


def test_a_push_imports_and_updates(folder: Path, client: Callable[[], Anki]) -> None:
    with standing(Stand(client())) as stand:
        run = push(stand)
        assert run.exit_code == 0, run.output
        assert run.stdout.endswith(f"imported into Anki at {stand.address}\n")
        assert stand.calls == ["version", "importPackage"]
        assert stand.anki.col.note_count() == 12
        write(folder, DECK.replace("More than any other.", "No other has as many."))
        push(stand)
        assert stand.anki.col.note_count() == 12
        note = stand.anki.cards('"Id:rivers/countries"')[0].note()
        assert note["Why"] == "No other has as many."


@pytest.mark.release
def test_a_push_imports_and_updates_in_the_real_anki(folder: Path) -> None:
    """As above, against the add-on itself: it must run at NKQUIZ_RELEASE_ANKI, and reads the key
    from ANKICONNECT_KEY. Its deck is taken away in the end.
    """
    address = os.environ["NKQUIZ_RELEASE_ANKI"]
    title = f"nkquiz release test {os.getpid()}"
    deck = DECK.replace("id: rivers\n", f"id: release-{os.getpid()}\n")
    deck = deck.replace("title: Geography::Rivers", f"title: {title}")
    found = {"query": f'"deck:{title}" "Id:release-{os.getpid()}/*"'}
    try:
        write(folder, deck)
        run = call("--push", "--push-to", address)
        assert run.exit_code == 0, run.output
        assert run.stdout.endswith(f"imported into Anki at {address}\n")
        before = asked(address, "findNotes", found)
        assert len(before) == 12
        write(folder, deck.replace("More than any other.", "No other has as many."))
        assert call("--push", "--push-to", address).exit_code == 0
        assert asked(address, "findNotes", found) == before
        why = {note["fields"]["Why"]["value"] for note in asked(address, "notesInfo", found)}
        assert "No other has as many." in why
    finally:
        asked(address, "deleteDecks", {"decks": [title], "cardsToo": True})


def asked(address: str, action: str, params: dict[str, Any]) -> Any:
    """What the add-on answers."""
    request = {"action": action, "version": 6, "params": params}
    request |= {"key": os.environ["ANKICONNECT_KEY"]} if "ANKICONNECT_KEY" in os.environ else {}
    with urllib.request.urlopen(address, json.dumps(request).encode(), timeout=60) as reply:
        answer = json.load(reply)
    assert answer["error"] is None, answer
    return answer["result"]


def test_a_push_uses_the_key(
    folder: Path, client: Callable[[], Anki], monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing(Stand(client(), key="secret")) as stand:
        run = push(stand)
        assert (status(run), "valid api key" in run.stderr) == (3, True)
        monkeypatch.setenv("ANKICONNECT_KEY", "secret")
        assert push(stand).exit_code == 0


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"version": 5}, "it has version 5"),
        ({"version": None}, "it has version None"),
        ({"failure": "file \x1b[31mtoo large"}, "did not import the package: file"),
        ({"code": 500}, "it answers 500"),
        ({"raw": b"<html>"}, "no answer from AnkiConnect"),
        ({"raw": b"[1]"}, "no answer from AnkiConnect"),
        ({"raw": b'{"result": 6}'}, "no answer from AnkiConnect"),
        ({"raw": b""}, "no answer from AnkiConnect"),
    ],
)
def test_what_is_no_ankiconnect_is_said(
    folder: Path, client: Callable[[], Anki], how: dict[str, Any], said: str
) -> None:
    with standing(Stand(client(), **how)) as stand:
        run = push(stand)
    assert status(run) == 3
    assert said in run.stderr
    assert "\x1b" not in run.stderr
    assert (folder / "rivers.apkg").exists()  # the package is there to be opened


def test_nobody_there_is_said(folder: Path) -> None:
    address = "http://127.0.0.1:1"
    run = call("--push", "--push-to", address)
    assert status(run) == 3
    assert f"no answer from AnkiConnect at {address}" in run.stderr
    assert run.stdout.startswith("rivers.apkg: 12 notes")


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "nonsense", "http://[", "http://", "http://a:b", "127.0.0.1:1"],
)
def test_what_is_no_address_is_said_before_anything_is_written(folder: Path, address: str) -> None:
    run = call("--push", "--push-to", address)
    assert run.exit_code == 2
    assert f"'--push-to': '{address}' is not an address: use one like http://" in run.stderr
    run = CliRunner(env={"ANKICONNECT_URL": address}).invoke(
        cli_anki.command, ["rivers.yaml", "--push"]
    )
    assert run.exit_code == 2
    assert f"ANKICONNECT_URL: '{address}' is not an address" in run.stderr
    assert [path.name for path in folder.iterdir()] == ["rivers.yaml"]
    with pytest.raises(ValueError, match="no address"):
        connect.push(folder / "rivers.yaml", address)


def test_an_address_without_a_push_is_in_vain(folder: Path) -> None:
    run = CliRunner(env={"ANKICONNECT_URL": "nonsense"}).invoke(cli_anki.command, ["rivers.yaml"])
    assert run.exit_code == 0  # that of the environment is for other calls
    run = call("--push-to", "http://127.0.0.1:1")
    assert run.exit_code == 2
    assert "--push-to needs --push" in run.stderr


def test_the_address_is_that_of_the_add_on() -> None:
    assert cli_anki._ADDRESS == connect.ADDRESS
    assert inspect.signature(connect.push).parameters["address"].default == connect.ADDRESS


# -- what makes no sense --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["--tsv", "--diff"],
        ["--tsv", "--push"],
        ["--diff", "--push"],
        ["--tsv", "-o", "x.apkg"],
        ["-o", "x.txt"],
        ["--split-by", "size"],
    ],
)
def test_the_command_refuses(folder: Path, arguments: list[str]) -> None:
    assert call(*arguments).exit_code == 2
    assert [path.name for path in folder.iterdir()] == ["rivers.yaml"]
