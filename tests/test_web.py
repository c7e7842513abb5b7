"""The quiz in one file as bytes: what is in it, what is not, and the command that writes it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import nkquiz
from nkquiz import formats
from nkquiz.cli import cli
from nkquiz.formats import web
from nkquiz.formats.web import Mode, page_of
from nkquiz.formats.web.text import as_json, web_address
from nkquiz.item import Choose, Item, Judge, Match, Order, Proof, Type
from nkquiz.loader import load, loads
from nkquiz.model import Citation, Deck, Level, Location, Source
from nkquiz.quiz import generate, plan
from nkquiz.registry import NAMES
from web_quiz import choice, made, rivers

ROOT = Path(__file__).parent.parent
DECK = ROOT / "decks" / "two-worlds.yaml"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
VOID = {"meta", "img", "br", "link", "input", "hr"}
#: Whose end tags HTML lets one leave out.
OPEN_ENDED = {"li", "p"}
#: What the shell, its style and its script may take up.
SHELL = 60_000


def page(mode: Mode = Mode.PRACTICE) -> str:
    return page_of(*rivers(), mode)[0]


def data_of(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


class Reader(HTMLParser):
    """What a page holds; fails where a tag isn't closed in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.tags.append((tag, own))
        if own.get("id"):
            self.ids.append(str(own["id"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] != tag:
            assert self.open.pop() in OPEN_ENDED
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.texts.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


# -- what is in the page --------------------------------------------------------------------------


def test_nothing_in_it_loads_anything() -> None:
    reader = read(page())
    loading = [
        (tag, name, value)
        for tag, own in reader.tags
        for name, value in own.items()
        if name in ("src", "href", "srcset", "data", "action", "style") or name.startswith("on")
    ]
    assert loading == []
    assert not any(tag in ("link", "iframe", "base", "object", "embed") for tag, _ in reader.tags)
    assert "@import" not in page()
    assert "url(" not in page()


def test_the_policy_names_what_is_there_and_no_more() -> None:
    html = page()
    policy = next(own["content"] for tag, own in read(html).tags if own.get("http-equiv"))
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        contents = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        hashes = {f"'sha256-{b64encode(sha256(c.encode()).digest()).decode()}'" for c in contents}
        assert set(rules[name].split()) == hashes


def test_it_is_well_formed_and_its_ids_are_its_own() -> None:
    reader = read(page())
    assert len(reader.ids) == len(set(reader.ids))


def test_the_list_has_every_item_and_every_answer() -> None:
    _, items = rivers()
    text = " ".join(" ".join(read(page()).texts).split())
    for item in items:
        for piece in item.stem.split("_____"):
            assert piece.strip() in text
        for answer in item.answers[:1]:
            assert answer in text
    assert text.count("Answer ") == len(items)
    assert text.count("Source: A small atlas, Example Press, July 2021, p. 12") == len(items)


EVENTS = """
id: t
facts:
  - {id: rhine, fact: The Rhine is a river., order: [source, middle, mouth]}
  - {id: mail, fact: In ==1901== the mail came.}
  - {id: car, fact: In ==1902== the car came.}
  - {id: radio, fact: In ==1903== the radio came.}
  - {id: film, fact: In ==1904== the film came.}
"""


def test_an_answer_in_the_list_has_its_letter_and_what_is_right_instead() -> None:
    deck, problems = loads(EVENTS)
    assert not problems
    boxes = Judge(Proof.AUTHORED, "In 1901 the mail came.")
    items = (
        choice(1, "Which river?", "Rhine", "Elbe"),
        made(2, "true-false", "In 1950 the mail came.", boxes, fact_ids=("t/mail",)),
        made(3, "matching", "Match.", Match(("Bonn",), ("Elbe", "Rhine"), (1,))),
        *generate(deck, ("ordering",))[0],
    )
    answers = re.findall(r"<summary>Answer</summary>(.*?)</details>", page_of(deck, items)[0])
    choose, false, match, *orders = (re.sub("<[^>]*>", " ", answer) for answer in answers)
    assert choose.startswith(" A. Rhine")
    assert false.startswith(" False In 1901 the mail came.")
    assert match.split(" Source")[0].split() == ["Bonn:", "B.", "Rhine"]
    dated, steps = sorted(orders)
    assert "In 1901 the mail came. In 1902" in " ".join(dated.split())
    assert steps.split() == ["source", "middle", "mouth"]


def test_the_list_of_an_exam_has_no_answers() -> None:
    reader = read(page(Mode.EXAM))
    assert not any(tag == "details" for tag, _ in reader.tags)
    assert "three other capitals" not in " ".join(reader.texts)
    assert data_of(page(Mode.EXAM))["mode"] == "exam"


def test_the_data_has_every_interaction() -> None:
    _, items = rivers()
    data = data_of(page())
    assert data["title"] == "Geography: Rivers of Europe"
    for item, record in zip(items, data["items"], strict=True):
        match item.interaction:
            case Choose(options=options) | Judge(options=options):
                assert record["choose"]["options"] == [option.text for option in options]
                assert options[record["choose"]["key"]].is_key
            case Type(accepted=accepted):
                assert record["type"]["accepted"] == list(accepted)
            case Match() as pairs:
                assert record["match"]["key"] == list(pairs.key)
            case Order() as order:
                assert record["order"] == {"parts": list(order.parts), "shown": list(order.shown)}
    assert [source["text"] for source in data["sources"]] == [
        "A small atlas, Example Press, July 2021"
    ]
    assert data["sources"][0]["url"] == "https://example.org/atlas"


def test_a_page_without_typed_items_has_no_tables() -> None:
    deck, items = rivers()
    choices = tuple(item for item in items if not isinstance(item.interaction, Type))
    data = data_of(page_of(deck, choices)[0])
    assert (data["things"], data["languages"], data.get("tables")) == ([], {}, None)


# -- the same bytes -------------------------------------------------------------------------------


def test_the_same_items_give_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    pages = set()
    for number in ("1", "2"):
        path = tmp_path / f"{number}.html"
        command = [str(Path(sys.executable).with_name("nkquiz")), "web", str(DECK), "-o", str(path)]
        command += [argument for kind in NAMES for argument in ("--kind", kind)]
        environment = {**os.environ, "PYTHONHASHSEED": number}
        subprocess.run(command, check=True, env=environment, capture_output=True)
        pages.add(path.read_bytes())
    assert len(pages) == 1


def test_another_seed_or_mode_is_another_quiz() -> None:
    deck, _ = load(str(DECK))
    ids = {data_of(page_of(deck, plan(deck, 10, seed))[0])["id"] for seed in range(3)}
    assert len(ids) == 3
    assert data_of(page())["id"] != data_of(page(Mode.EXAM))["id"]


def test_a_thousand_items_take_little_more_than_their_text() -> None:
    deck, _ = load(str(DECK))
    items = generate(deck, ("multiple-choice", "cloze"))[0][:1000]
    assert len(items) == 1000
    html = page_of(deck, items)[0]
    data = len(as_json(data_of(html)).encode())
    static = len("".join(read(html).texts).encode())
    assert len(html.encode()) <= 1.2 * (data + static) + SHELL


# -- hostile text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>x()</script>",
        "<!--<script>",
        "\u2028",
        "\x00\x07",
        "\ud800",
        "$title ${x} $$",
    ],
)
def test_no_text_gets_out_of_its_place(text: str) -> None:
    item = choice(1, f"What is {text}?", f"{text} one", f"{text} two", why=text, hint=text)
    deck, _ = loads("facts: []\n")
    html = page_of(deck, (item,))[0]
    html.encode()
    reader = read(html)
    assert sum(tag == "script" for tag, _ in reader.tags) == 3
    record = data_of(html)["items"][0]
    shown = record["stem"].removeprefix("What is ").removesuffix("?")
    assert shown in (text, "\ufffd" * len(text), " ")
    assert f"What is {shown}?" in "".join(reader.texts)


def test_data_never_ends_its_script() -> None:
    assert "<" not in as_json({"<a>": ["</script>", "<!--"]})


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "",
        "https://a b",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert web_address(url) == ""
    deck, _ = loads("facts: []\n")
    source = Citation(Source("a", "An atlas", url=url))
    html = page_of(deck, (choice(1, "Which?", "a", "b", sources=(source,)),))[0]
    assert "url" not in data_of(html)["sources"][0]


# -- pictures and sounds --------------------------------------------------------------------------


def test_a_picture_that_is_missing_is_a_warning_and_the_page_is_written(tmp_path: Path) -> None:
    deck, _ = loads("facts: []\n")
    item = made(
        1,
        "short-answer",
        "What is this? ![a dog](dog.png)",
        Type(("a dog",)),
        image=str(tmp_path / "no.png"),
    )
    html, problems = page_of(deck, (item,))
    assert [problem.code for problem in problems] == ["missing-file", "outside"]
    assert {problem.level for problem in problems} == {Level.WARNING}
    assert "a dog" in html
    assert not any(tag == "img" for tag, _ in read(html).tags)


def test_pictures_and_sounds_are_put_into_the_file(tmp_path: Path) -> None:
    deck, _ = loads("facts: []\n")
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (tmp_path / "a.ogg").write_bytes(b"OggS")
    item = made(
        1, "short-answer", "What is this?", Type(("a dog",)),
        image=str(tmp_path / "a.svg"), audio=str(tmp_path / "a.ogg"),
        location=Location(str(tmp_path / "deck.yaml"), 1, 1),
    )  # fmt: skip
    html, problems = page_of(deck, (item,))
    assert problems == ()
    sources = [str(own["src"]) for tag, own in read(html).tags if tag in ("img", "audio")]
    assert [source.partition(";")[0] for source in sources] == [
        "data:image/svg+xml",
        "data:audio/ogg",
    ]


# -- the format and the command -------------------------------------------------------------------


def test_the_format_is_found_by_name_and_takes_no_suffix(tmp_path: Path) -> None:
    found = formats.find("web")
    assert found is not None
    assert found.write is web.write
    assert found.suffixes == ()
    deck, items = rivers()
    path = tmp_path / "q.html"
    assert nkquiz.export(deck, items, path, format="web") == ()
    assert path.read_text("utf-8") == page()


def test_nothing_to_ask_is_a_problem_and_writes_nothing(tmp_path: Path) -> None:
    deck, _ = loads("facts: []\n")
    report = web.write(deck, (), tmp_path / "q.html", NOW)
    assert [problem.code for problem in report.problems] == ["no-items"]
    assert not report.was_written
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_raises_and_leaves_nothing(tmp_path: Path) -> None:
    deck, items = rivers()
    with pytest.raises(OSError, match="nowhere"):
        web.write(deck, items, tmp_path / "nowhere" / "q.html", NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_the_command_writes_what_quiz_would_ask(command: CliRunner) -> None:
    done = command.invoke(cli, ["web", str(DECK), "-o", "q.html", "--count", "7", "--seed", "3"])
    assert (done.exit_code, done.stdout) == (0, "q.html: 7 questions\n")
    deck, _ = load(str(DECK))
    assert Path("q.html").read_text("utf-8") == page_of(deck, plan(deck, 7, 3))[0]


def test_the_command_names_the_file_itself(command: CliRunner) -> None:
    done = command.invoke(cli, ["web", str(DECK), "--kind", "matching", "--count", "1"])
    assert done.stdout == "two-worlds.html: 1 question\n"


def test_an_exam_is_asked_for_by_its_flag(command: CliRunner) -> None:
    command.invoke(cli, ["web", str(DECK), "-o", "q.html", "--exam"])
    assert data_of(Path("q.html").read_text("utf-8"))["mode"] == "exam"


@pytest.mark.parametrize("name", ["q.pdf", "q", "html"])
def test_another_suffix_is_wrong_usage(command: CliRunner, name: str) -> None:
    assert command.invoke(cli, ["web", str(DECK), "-o", name]).exit_code == 2
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    "text", ["facts:\n  - ==Open mark.\n  - {a: b}\n", "facts: [No mark here.]\n"]
)
def test_a_deck_that_gives_nothing_ends_with_1_and_writes_nothing(
    command: CliRunner, text: str
) -> None:
    Path("bad.yaml").write_text(text)
    done = command.invoke(cli, ["web", "bad.yaml", "-o", "q.html"])
    assert done.exit_code == 1
    assert done.stderr
    assert not Path("q.html").exists()


def every_item(deck: Deck) -> tuple[Item, ...]:
    return generate(deck, NAMES)[0]


def test_every_item_of_the_decks_that_ship_can_be_written() -> None:
    for path in sorted((ROOT / "decks").glob("*.yaml")):
        deck, _ = load(str(path))
        html, problems = page_of(deck, every_item(deck)[:2000])
        assert problems == ()
        assert len(data_of(html)["items"]) > 20
