"""What a fact file says, in the model: each key, each form of a vocabulary, each template."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import unicodedata
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkquiz.loader import keys, load, loads
from nkquiz.loader.facts import default_id
from nkquiz.model import (
    Ask,
    Attribute,
    Citation,
    Deck,
    Difficulty,
    Fact,
    ItemSettings,
    Mark,
    Sort,
    Source,
    Term,
    Values,
)
from nkquiz.values import DATE, NUMBER
from pixels import MP3, PNG


def read(text: str, **others: str) -> Deck:
    deck, problems = loads(text, "facts.yaml", **others)
    assert [str(problem) for problem in problems] == []
    return deck


def fact(text: str) -> Fact:
    return read(text).knowledge[0]


def marked(sentence: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each answer of a sentence, and what its spans show."""
    one = read(f"terms: {{city: [], river: [Rhine]}}\nfacts:\n- {sentence}\n").knowledge[0]
    return [(m.answer, tuple(one.text[a:b] for a, b in m.spans)) for m in one.marks]


def terms(deck: Deck, vocabulary: str) -> dict[str, Term]:
    return {term.name: term for term in deck.vocabularies[vocabulary].terms}


# -- a file ---------------------------------------------------------------------------------------


def test_a_file_without_keys_has_its_defaults(tmp_path: Path) -> None:
    (tmp_path / "rivers.yaml").write_text("facts: [The ==Rhine== flows.]\n")
    deck, problems = load(tmp_path / "rivers.yaml")
    assert problems == ()
    assert (deck.id, deck.title, deck.language) == ("rivers", "rivers", "en")
    assert deck.settings == ItemSettings((), 4, 20, None, False)
    only = deck.facts[0]
    assert only == Fact("rivers", only.id, "The Rhine flows.", only.marks, only.location, False)
    assert only.marks == (Mark("Rhine", "Rhine", ((4, 9),), only.marks[0].location),)
    assert str(only.marks[0].location) == f"{tmp_path}/rivers.yaml:1:13"


def test_the_keys_of_a_file() -> None:
    deck = read(
        "id: r\ntitle: Rivers::Europe\nlanguage: de\n"
        "sources:\n  a: {title: T, author: A, publisher: P, published: 2021, url: U}\n  b: Title\n"
        "items: {kinds: [cloze], options: 3, count: 7, difficulty: hard, strict: yes}\n"
        "facts:\n- {fact: Der ==Rhein==., source: [a, {b: p. 1}]}\n"
    )
    assert (deck.id, deck.title, deck.language) == ("r", "Rivers::Europe", "de")
    assert deck.titles == {"r": "Rivers::Europe"}
    assert deck.settings == ItemSettings(("cloze",), 3, 7, Difficulty.HARD, True)
    assert deck.facts[0].language == "de"
    assert deck.facts[0].citations == (
        Citation(Source("a", "T", "A", "P", "2021", "U")),
        Citation(Source("b", "Title"), "p. 1"),
    )


FACT_KEYS: dict[str, tuple[str, dict[str, Any]]] = {
    "id": ("own", {"id": "own", "has_own_id": True}),
    "fact": ("A ==b==.", {"text": "A b."}),
    "source": ("{atlas: p. 12}", {"citations": (Citation(Source("atlas", "An atlas"), "p. 12"),)}),
    "as_of": ("2021", {"as_of": "2021"}),
    "review_after": ("14 July 2028", {"review_after": "14 July 2028"}),
    "why": ('" Because.\n  It is. "', {"why": "Because. It is."}),
    "tags": ("[x, y]", {"tags": ("x", "y")}),
    "order": ("[one, two]", {"order": ("one", "two")}),
    "set": ("one", {"set": ("one",)}),
    "kinds": ("[cloze, ordering]", {"kinds": ("cloze", "ordering")}),
    "disputed": ("Yes", {"disputed": True}),
    "allow": ("[absolute-terms]", {"allow": ("absolute-terms",)}),
}


@pytest.mark.parametrize("key", FACT_KEYS)
def test_a_key_of_a_fact(key: str) -> None:
    value, expected = FACT_KEYS[key]
    sentence = "" if key == "fact" else "  fact: A ==b==.\n"
    text = f"sources: {{atlas: An atlas}}\nfacts:\n- {key}: {value}\n{sentence}"
    default = fact("facts:\n- fact: A ==b==.\n")
    got = fact(text)
    assert {name: getattr(got, name) for name in expected} == expected
    others = {field.name for field in fields(Fact)} - {"location", "marks", *expected}
    assert all(getattr(got, name) == getattr(default, name) for name in others)


def test_media_are_found_beside_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/x.png", "a/x.mp3", "y.png"):
        (tmp_path / name).write_bytes(PNG if name.endswith("png") else MP3)
    (tmp_path / "a" / "t.csv").write_text("name,image\nElbe,x.png\n")
    (tmp_path / "a" / "f.yaml").write_text(
        "facts:\n- {fact: ==b==, image: x.png, audio: ../a/x.mp3}\n- {fact: c, image: ../y.png}\n"
        "terms:\n  r: [{name: Rhine, image: ../y.png}]\n  s: {file: t.csv}\n"
    )
    deck, problems = load(tmp_path / "a" / "f.yaml", root=tmp_path)
    assert problems == ()
    one, two = deck.facts
    assert (one.image, one.audio) == (str(tmp_path / "a/x.png"), str(tmp_path / "a/x.mp3"))
    assert two.image == terms(deck, "r")["Rhine"].image == str(tmp_path / "y.png")
    assert terms(deck, "s")["Elbe"].image == str(tmp_path / "a/x.png")


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """A folder with a picture whose name has spaces, a sound, a page, and an empty picture."""
    for name in ("c d & é.png", "100%20.png", "s.mp3", "x.html"):
        (tmp_path / name).write_bytes(PNG if name.endswith("png") else MP3)
    (tmp_path / "empty.png").touch()
    return tmp_path


def load_in(folder: Path, text: str) -> tuple[Deck, list[tuple[str, int, int]]]:
    """The deck, and the code, line and column of each problem."""
    (folder / "f.yaml").write_text(text, encoding="utf-8")
    deck, problems = load(folder / "f.yaml")
    return deck, [(p.code, p.location.line, p.location.column) for p in problems]


@pytest.mark.parametrize(
    "path",
    ["c d & é.png", "<c d & é.png>", "c%20d%20&%20é.png", "c%20d%20%26%20%C3%A9.png", "100%20.png"],
)
def test_a_picture_in_a_sentence_is_found_as_markdown_writes_it(shown: Path, path: str) -> None:
    text = f"facts:\n- The ==Rhine== ![a map]({path}) flows.\n"
    assert load_in(shown, text)[1] == []


def test_percents_lead_nowhere_else(shown: Path) -> None:
    (shown / "seeds").mkdir()
    (shown.parent / "out.png").write_bytes(PNG)
    text = "facts:\n- The ==Rhine== ![m](%2e%2e/out.png), ![m](%00.png), ![m](no%20map.png).\n"
    found = ["outside", "missing-file", "missing-file"]
    assert [code for code, _, _ in load_in(shown, text)[1]] == found


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("image: x.html", "unknown-media"),
        ("image: s.mp3", "unknown-media"),
        ("audio: c d & é.png", "unknown-media"),
        ("image: empty.png", "empty-media"),
        ('image: ""', "empty-path"),
        ("audio: ' '", "empty-path"),
    ],
)
def test_what_can_not_be_shown_is_a_problem(shown: Path, value: str, code: str) -> None:
    fact = f"facts:\n- fact: The ==Rhine== flows.\n  {value}\n"
    term = f"terms:\n  river:\n  - name: Rhine\n    {value}\n"
    for text, line, column in ((fact, 3, 10), (term, 4, 12)):
        assert load_in(shown, text)[1] == [(code, line, column)]


def test_no_picture_at_all_is_none(shown: Path) -> None:
    text = "facts:\n- fact: The ==Rhine== flows.\n  image:\nterms: {r: [{name: Elbe, audio: }]}\n"
    assert load_in(shown, text)[1] == []
    (shown / "t.csv").write_text("name,image\nElbe,\n")
    assert load_in(shown, "terms: {r: {file: t.csv}}\n")[1] == []


def test_what_can_not_be_shown_in_a_sentence_is_warned_of(shown: Path) -> None:
    text = "facts:\n- The ==Rhine== ![a](s.mp3) ![b](empty.png) flows.\n"
    assert load_in(shown, text)[1] == [("unknown-media", 2, 22), ("empty-media", 2, 34)]


def test_defaults_hold_where_a_fact_says_nothing() -> None:
    deck = read(
        "sources: {a: A, b: B}\ndefaults: {source: a, as_of: 2020, tags: x, kinds: cloze}\n"
        "facts:\n- One.\n- fact: Two.\n- {fact: Three., source: b, as_of: 2021, tags: y, kinds: ordering}\n"
    )
    said = [(f.citations[0].source.id, f.as_of, f.tags, f.kinds) for f in deck.facts]
    assert said == [
        ("a", "2020", ("x",), ("cloze",)),
        ("a", "2020", ("x",), ("cloze",)),
        ("b", "2021", ("x", "y"), ("ordering",)),
    ]


MARK_KEYS: dict[str, tuple[str, Any]] = {
    "hint": ("a hint", "a hint"),
    "ask": ("What?", Ask("What?", "What?")),
    "accept": ("[c, d]", ("c", "d")),
    "reject": ("{x: No., y: }", {"x": "No.", "y": ""}),
    "distractors": ("[x, y]", ("x", "y")),
    "tolerance": ("10 %", "10 %"),
    "unit": ("km", "km"),
    "strict": ("true", True),
    "kinds": ("[cloze]", ("cloze",)),
    "allow": ("[x]", ("x",)),
}


@pytest.mark.parametrize("key", MARK_KEYS)
def test_a_key_of_a_mark(key: str) -> None:
    value, expected = MARK_KEYS[key]
    got = fact(f"facts:\n- fact: A ==b== and ==c d==.\n  marks:\n    b:\n      {key}: {value}\n")
    assert getattr(got.marks[0].options, key) == expected
    assert got.marks[1].options.location is None


def test_every_key_of_the_tables_is_tried() -> None:
    assert {"ask", "marks", "image", "audio"} | set(FACT_KEYS) == set(keys.FACT)
    assert {"id"} | set(MARK_KEYS) == set(keys.MARK)
    assert {field.name for field in fields(Source)} - {"id"} == set(keys.SOURCE)


ASKS = {
    "the only mark": ("A ==b==.", "What?", {"b": Ask("What?", "What?")}),
    "by answer": ("A ==b== ==c==.", "{c: What?}", {"b": Ask(), "c": Ask("What?", "What?")}),
    "by another form": ("A ==B b==.", '{"b, b": What?}', {"B b": Ask("What?", "What?")}),
    "for choice alone": ("A ==b==.", "{b: {choice: What?}}", {"b": Ask("What?", "")}),
    "for each": ("A ==b==.", "{b: {choice: C?, typed: T?}}", {"b": Ask("C?", "T?")}),
    "nothing": ("A ==b== ==c==.", "", {"b": Ask(), "c": Ask()}),
}


@pytest.mark.parametrize("name", ASKS)
def test_a_question(name: str) -> None:
    sentence, ask, expected = ASKS[name]
    got = fact(f"facts:\n- fact: {sentence}\n  ask: {ask}\n")
    assert {mark.answer: mark.options.ask for mark in got.marks} == expected


def test_the_question_beside_a_fact_goes_before_that_of_its_mark() -> None:
    got = fact("facts:\n- fact: A ==b==.\n  ask: Out?\n  marks: {b: {ask: In?, hint: h}}\n")
    assert (got.marks[0].options.ask, got.marks[0].options.hint) == (Ask("Out?", "Out?"), "h")


# -- marks ----------------------------------------------------------------------------------------

MARKS = {
    "no mark": ("a == b and b == c", []),
    "one": ("The ==Rhine== flows.", [("Rhine", ("Rhine",))]),
    "at the start of a plain scalar": ("==Rhine== flows.", [("Rhine", ("Rhine",))]),
    "with spaces": ("It has ==two banks== there.", [("two banks", ("two banks",))]),
    "twice the same": ("==Rhine== is ==Rhine==.", [("Rhine", ("Rhine", "Rhine"))]),
    "literal": ('"\\\\==no mark\\\\== here"', []),
    "in maths": ('"\\\\(a==b==c\\\\) is ==true=="', [("true", ("true",))]),
    "a vocabulary": ("==Bonn|city== lies on the ==Rhine|river==.",
                     [("Bonn", ("Bonn",)), ("Rhine", ("Rhine",))]),
    "no vocabulary": ("The ==a|b== here.", [("a|b", ("a|b",))]),
    "quoted with blanks": ('"  The ==Rhine== flows. "', [("Rhine", ("Rhine",))]),
    "folded": (">\n    The ==Rhine==\n    flows\n    on ==and on==.", [
        ("Rhine", ("Rhine",)), ("and on", ("and on",))]),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKS)
def test_marks(name: str) -> None:
    sentence, expected = MARKS[name]
    assert marked(sentence) == expected


def test_a_mark_names_a_vocabulary_and_puts_its_answer_into_it() -> None:
    deck = read(
        "terms:\n  city: []\n  country: [{name: United Kingdom, also: [UK], article: the}]\n"
        "facts:\n- ==London|city== is in ==UK|country==, the ==united kingdom|country==,\n"
        "  ==the United Kingdom|country==.\n- ==London|city== again, and ==Leeds|city==.\n"
    )
    assert list(terms(deck, "city")) == ["London", "Leeds"]
    assert list(terms(deck, "country")) == ["United Kingdom"]
    assert deck.facts[0].marks[0].vocabulary == "city"
    assert deck.facts[0].text.startswith("London is in UK, the")
    assert terms(deck, "city")["London"].location.line == 5


def test_a_mark_keeps_its_memory_when_it_is_reworded() -> None:
    before = fact("facts: [{id: a, fact: It has ==10== banks.}]\n")
    after = fact("facts: [{id: a, fact: It has ==ten== banks., marks: {ten: {id: 10}}}]\n")
    assert before.memory(before.marks[0]) == after.memory(after.marks[0]) == "text/a/10"


def test_a_slash_in_an_answer_is_written_out() -> None:
    got = fact("facts: [{id: a, fact: It is ==n/a== or ==5%==.}]\n")
    assert [got.memory(mark) for mark in got.marks] == ["text/a/n%2Fa", "text/a/5%25"]


# -- ids ------------------------------------------------------------------------------------------

SAME = [
    "The ==Rhine== flows.",
    "The Rhine ==flows==.",
    '"  The   ==Rhine== flows. "',
    ">-\n    The\n    Rhine flows.",
    "{fact: The Rhine flows., tags: [a]}",
]


@pytest.mark.parametrize("sentence", SAME)
def test_the_default_id_is_a_hash_of_the_text_alone(sentence: str) -> None:
    got = fact(f"title: x\nfacts:\n  - {sentence}\n")
    assert (got.id, got.has_own_id) == (default_id("The Rhine flows."), False)
    assert got.id == "089b12afbbc2"  # a learner's memory hangs on it: it must never change


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_default_ids_are_those_of_composed_accents(
    form: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    path = tmp_path / unicodedata.normalize(form, "Köln.yaml")
    path.write_text(unicodedata.normalize(form, "facts: [Köln lies on the ==Rhine==.]\n"), "utf-8")
    deck, problems = load(path)
    assert not problems
    (fact,) = deck.facts
    assert (deck.id, fact.file_id) == ("Köln", "Köln")
    assert fact.id == default_id("Köln lies on the Rhine.")


def test_the_default_id_of_a_template_is_too() -> None:
    text = 'terms: {r: [Rhine]}\ntemplates: [{for: r, fact: "=={name}== flows."}]\n'
    got = fact(text)
    assert got.id == f"{default_id('{name} flows.')}/Rhine"
    assert fact(text.replace("=={name}==", "{name}")).id == got.id


def test_ids_do_not_depend_on_order_or_hash_seed() -> None:
    lines = [f"- Fact {number} is ==true==.\n" for number in range(20)]
    expected = {f.text: f.key for f in read("facts:\n" + "".join(lines)).facts}
    random.Random(1).shuffle(lines)
    assert {f.text: f.key for f in read("facts:\n" + "".join(lines)).facts} == expected
    code = "import nkquiz; print(nkquiz.loads('facts: [The ==Rhine== flows.]')[0].facts[0].id)"
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "089b12afbbc2\n"


# -- vocabularies ---------------------------------------------------------------------------------

FORMS = {
    "names": "terms: {city: [Bonn, Mainz]}",
    "lines": "terms:\n  city:\n  - Bonn\n  - name: Mainz\n",
    "rows": "terms: {city: {rows: [{name: Bonn}, Mainz]}}",
    "first column": "terms: {city: [{City: Bonn}, {City: Mainz}]}",
    "named column": "terms: {city: {name: City, rows: [{x: y, City: Bonn}, Mainz]}}",
    "table": "terms: {city: {file: city.csv}}",
    "table and rows": "terms: {city: {file: one.csv, name: City, rows: [Bonn]}}",
}


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_of_a_vocabulary(form: str, tmp_path: Path) -> None:
    (tmp_path / "city.csv").write_text("City,x\nBonn,\nMainz,\n")
    (tmp_path / "one.csv").write_text("x,City\ny,Mainz\n")
    deck, problems = loads(FORMS[form], root=tmp_path)
    assert problems == ()
    assert list(terms(deck, "city")) == ["Bonn", "Mainz"]
    assert all(term.id == term.name for term in terms(deck, "city").values())
    assert all(term.vocabulary == "city" for term in terms(deck, "city").values())


@pytest.mark.parametrize("empty", ["[]", "", "{rows: []}", "{sort: place}"])
def test_an_empty_vocabulary_is_one(empty: str) -> None:
    assert read(f"terms: {{city: {empty}}}").vocabularies["city"].terms == ()


def test_one_term_stands_for_a_list() -> None:
    assert list(terms(read("terms: {city: Bonn}"), "city")) == ["Bonn"]
    one = terms(read("terms: {city: {name: Bonn, river: Rhine}}"), "city")["Bonn"]
    assert one.attributes == {"river": ("Rhine",)}


def test_the_keys_of_a_term() -> None:
    text = (
        "sources: {a: A}\nterms:\n  country:\n  - id: uk\n    name: United Kingdom\n"
        "    also: [UK, United Kingdom, Britain]\n    article: the\n    in: Europe\n"
        "    is_a: [kingdom, island]\n    source: {a: p. 1}\n    as_of: 2024\n    tags: [x]\n"
        "    disputed: [capital]\n    capital: London\n    people: 67\n    area:\n"
    )
    got = terms(read(text), "country")["United Kingdom"]
    assert got.id == "uk"
    assert got.also == ("UK", "Britain")
    assert (got.article, got.within, got.is_a) == ("the", ("Europe",), ("kingdom", "island"))
    assert got.citations == (Citation(Source("a", "A"), "p. 1"),)
    assert (got.as_of, got.tags, got.disputed) == ("2024", ("x",), ("capital",))
    assert got.attributes == {"capital": ("London",), "people": ("67",)}
    assert (got.disputes("capital"), got.disputes("people")) == (True, False)
    assert (got.location.line, got.location.column) == (4, 5)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("true", ("*",)),
        ("[true]", ("*",)),
        ("no", ()),
        ("", ()),
        ("x", ("x",)),
        ("[x, y]", ("x", "y")),
    ],
)
def test_what_is_disputed(said: str, expected: tuple[str, ...]) -> None:
    text = f"terms: {{r: [{{name: a, x: 1, y: 2, disputed: {said}}}]}}"
    assert terms(read(text), "r")["a"].disputed == expected


def test_the_keys_of_a_vocabulary_and_of_an_attribute() -> None:
    deck = read(
        "terms:\n  person:\n    sort: person\n    names: korean\n    attributes:\n"
        "      born: {sort: date}\n      height: {sort: number, unit: cm, tolerance: 1}\n"
        "      posts: {values: all}\n      friends: {values: open, sort: text}\n      email:\n"
        "    rows: [{name: Ri, posts: [a, b], friends: c, shoe: 41}]\n"
    )
    got = deck.vocabularies["person"]
    assert (got.sort, got.names, got.location.line) == (Sort.PERSON, "korean", 2)
    assert dict(got.attributes) == {
        "born": Attribute("born", sort=DATE),
        "height": Attribute("height", Values.ONE, NUMBER, "cm", "1"),
        "posts": Attribute("posts", Values.ALL),
        "friends": Attribute("friends", Values.OPEN, is_text=True),
        "email": Attribute("email"),
        "shoe": Attribute("shoe"),
    }
    assert got.attribute("unknown") == Attribute("unknown")


# -- tables ---------------------------------------------------------------------------------------

TABLES = {
    "commas": "name,river,people\nBonn,Rhine,0.3\n",
    "semicolons": "name;river;people\nBonn;Rhine;0.3\n",
    "tabs": "name\triver\tpeople\nBonn\tRhine\t0.3\n",
    "bars": "name|river|people\nBonn|Rhine|0.3\n",
    "a byte order mark": "\ufeffname,river,people\nBonn,Rhine,0.3\n",
    "CRLF": "name,river,people\r\nBonn,Rhine,0.3\r\n",
    "CR": "name,river,people\rBonn,Rhine,0.3\r",
    "no last line end": "name,river,people\nBonn,Rhine,0.3",
    "blanks": " name , river,people \n Bonn ,Rhine, 0.3 \n",
    "empty lines": "\n\nname,river,people\n\n,,\nBonn,Rhine,0.3\n\n",
    "quotes": '"name","river","people"\n"Bonn","Rhine","0.3"\n',
    "commas at the end": "name,river,people,,\nBonn,Rhine,0.3,,\n",
    "Excel's separator": "sep=;\r\nname;river;people\r\nBonn;Rhine;0.3\r\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table(name: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(TABLES[name].encode())
    deck, problems = loads("terms: {city: {file: t.csv}}", "facts.yaml", root=tmp_path)
    assert problems == ()
    got = terms(deck, "city")["Bonn"]
    assert got.attributes == {"river": ("Rhine",), "people": ("0.3",)}
    assert got.location.path == "t.csv"


def table(tmp_path: Path, content: str, more: str = "") -> Deck:
    (tmp_path / "t.csv").write_text(content, newline="")
    text = f"sources: {{a: A}}\nterms: {{city: {{file: t.csv{more}}}}}\n"
    deck, problems = loads(text, "x/facts.yaml", root=tmp_path)
    assert [str(problem) for problem in problems] == []
    return deck


def test_the_columns_named_like_a_key_of_a_term_keep_their_meaning(tmp_path: Path) -> None:
    deck = table(
        tmp_path,
        "id,name,also,article,in,is_a,source,as_of,tags,disputed,river\n"
        "b,Bonn,Bonna; Bonnburg;,the,Rhineland;Germany,city,a: p. 1,2024,x;y,river,Rhine\n",
    )
    got = terms(deck, "city")["Bonn"]
    assert (got.id, got.also, got.article) == ("b", ("Bonna", "Bonnburg"), "the")
    assert (got.within, got.is_a) == (("Rhineland", "Germany"), ("city",))
    assert got.citations == (Citation(Source("a", "A"), "p. 1"),)
    assert (got.as_of, got.tags, got.disputed) == ("2024", ("x", "y"), ("river",))
    assert got.attributes == {"river": ("Rhine",)}
    assert str(got.location) == "x/t.csv:2:1"


def test_lists_in_cells(tmp_path: Path) -> None:
    attributes = ", attributes: {rivers: {values: all}}"
    deck = table(tmp_path, "name,rivers\nMainz,Rhine; Main\nBonn,Rhine\nUlm,\n", attributes)
    lists = [term.attributes.get("rivers") for term in terms(deck, "city").values()]
    assert lists == [("Rhine", "Main"), ("Rhine",), None]
    deck = table(tmp_path, "name;rivers\nMainz;Rhine|Main\n", attributes)
    assert terms(deck, "city")["Mainz"].attributes["rivers"] == ("Rhine", "Main")


def test_line_ends_and_delimiters_in_quotes(tmp_path: Path) -> None:
    deck = table(tmp_path, 'name,motto\n"Bonn, am Rhein","one\ntwo ""three"""\nUlm,four\n')
    assert terms(deck, "city")["Bonn, am Rhein"].attributes["motto"] == ('one\ntwo "three"',)
    assert terms(deck, "city")["Ulm"].location.line == 4


def test_signs_that_are_no_comments(tmp_path: Path) -> None:
    assert list(terms(table(tmp_path, "tag\n#metoo\n"), "city")) == ["#metoo"]
    assert list(terms(table(tmp_path, "#,name\n#1,Bonn\n", ", name: name"), "city")) == ["Bonn"]


def test_a_row_may_repeat_its_id_with_its_name(tmp_path: Path) -> None:
    deck = table(tmp_path, "id,name,river\nb,Bonn,Rhine\nb,Bonn,Rhine\n")
    assert terms(deck, "city")["Bonn"].id == "b"


def test_the_column_that_names_the_term(tmp_path: Path) -> None:
    deck = table(tmp_path, "Stadt,City\nKöln,Cologne\n", ", name: City")
    assert terms(deck, "city")["Cologne"].attributes == {"Stadt": ("Köln",)}


# -- merging --------------------------------------------------------------------------------------


def two_files(tmp_path: Path, first: str, second: str) -> Deck:
    (tmp_path / "a.yaml").write_text(first)
    (tmp_path / "b.yaml").write_text(second)
    deck, problems = load(tmp_path / "b.yaml")
    assert [str(problem) for problem in problems] == []
    return deck


def test_vocabularies_of_one_name_merge(tmp_path: Path) -> None:
    deck = two_files(
        tmp_path,
        "terms: {r: [{name: Rhine, also: [Rhein], length: 1233, tags: a}, Elbe]}\n",
        "include: a.yaml\nterms: {r: [{name: Rhine, also: [Rijn], sea: North Sea, tags: b}, Oder]}\n",
    )
    got = terms(deck, "r")
    assert list(got) == ["Rhine", "Elbe", "Oder"]
    assert got["Rhine"].also == ("Rhein", "Rijn")
    assert got["Rhine"].tags == ("a", "b")
    assert got["Rhine"].attributes == {"length": ("1233",), "sea": ("North Sea",)}


def test_terms_merge_by_id_then_by_name(tmp_path: Path) -> None:
    deck = two_files(
        tmp_path,
        "terms: {r: [{id: rhine, name: Rhine}, Elbe]}\n",
        "include: a.yaml\nterms: {r: [{id: rhine, name: Rhein}, {id: e, name: Elbe}]}\n",
    )
    got = {term.id: term for term in deck.vocabularies["r"].terms}
    assert {name: term.name for name, term in got.items()} == {"rhine": "Rhine", "e": "Elbe"}
    assert got["rhine"].also == ("Rhein",)


def test_a_renamed_term_keeps_its_memory() -> None:
    template = 'templates: [{id: t, for: r, fact: "=={name}== flows."}]\n'
    before = read("terms: {r: [Rhein]}\n" + template)
    after = read("terms: {r: [{id: Rhein, name: Rhine}]}\n" + template)
    assert [f.key for f in before.facts] == [f.key for f in after.facts] == ["text/t/Rhein"]


def test_a_deck_cites_and_fills_from_what_it_includes(tmp_path: Path) -> None:
    deck = two_files(
        tmp_path,
        "id: first\nsources: {atlas: A}\ndefaults: {tags: x}\nterms: {r: [Rhine]}\n"
        "facts: [The ==Elbe== flows.]\n",
        'include: a.yaml\ntitle: T\ntemplates: [{for: r, fact: "=={name}== flows.", source: atlas}]\n',
    )
    assert (deck.id, deck.title) == ("b", "T")
    assert [(f.file_id, f.text, f.tags) for f in deck.facts] == [
        ("first", "The Elbe flows.", ("x",)),
        ("b", "Rhine flows.", ()),
    ]
    assert deck.titles == {"first": "first", "b": "T"}
    assert deck.facts[1].citations[0].source.title == "A"


# -- templates ------------------------------------------------------------------------------------

WORLD = """\
terms:
  country:
  - {name: Netherlands, article: the, capital: Amsterdam}
  - {name: Germany, capital: Berlin}
  - {name: Andorra}
  city:
    attributes: {rivers: {values: all}}
    rows:
    - {name: Utrecht, country: Netherlands, rivers: [Rhine, Vecht, Eem], people: 361}
    - {name: Mainz, id: mz, country: Germany, rivers: [Rhine, Main], tags: [x], as_of: 2020, seat: Netherlands}
    - {name: Canillo, country: Andorra, rivers: [Valira], disputed: [rivers]}
    - {name: Nowhere}
"""

SENTENCES = {
    "the term": (
        "=={name}== is a city.",
        ["Utrecht is a city.", "Mainz is a city.", "Canillo is a city.", "Nowhere is a city."],
    ),
    "an attribute": (
        "{name} is in =={country}==.",
        ["Utrecht is in Netherlands.", "Mainz is in Germany.", "Canillo is in Andorra."],
    ),
    "with its article": (
        "{name} is in =={the country}==.",
        ["Utrecht is in the Netherlands.", "Mainz is in Germany.", "Canillo is in Andorra."],
    ),
    "an article of a vocabulary of another name": (
        "{name} is seated in {the seat}.", ["Mainz is seated in the Netherlands."],
    ),
    "across": (
        "{name} is ruled from =={country.capital}==.",
        ["Utrecht is ruled from Amsterdam.", "Mainz is ruled from Berlin."],
    ),
    "across to the name": (
        "{name} is in {country.name}.",
        ["Utrecht is in Netherlands.", "Mainz is in Germany.", "Canillo is in Andorra."],
    ),
    "a list": (
        "{name} lies on =={rivers}==.",
        ["Utrecht lies on Rhine, Vecht and Eem.", "Mainz lies on Rhine and Main.",
         "Canillo lies on Valira."],
    ),
    "at the start": (
        "{the country} has =={name}==.",
        ["The Netherlands has Utrecht.", "Germany has Mainz.", "Andorra has Canillo."],
    ),
    "fixed text in a mark": ("{name}: =={people} thousand==", ["Utrecht: 361 thousand"]),
    "no slot": ("{name} has {people}, \\\\{not this\\\\}.", ["Utrecht has 361, \\{not this\\}."]),
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCES)
def test_a_template(name: str) -> None:
    sentence, expected = SENTENCES[name]
    deck = read(f'{WORLD}templates: [{{id: t, for: city, fact: "{sentence}"}}]\n')
    assert [fact.text for fact in deck.facts] == expected


def test_a_list_is_joined_as_its_language_joins_it() -> None:
    sentence = '{id: t, for: city, fact: "{name}: =={rivers}==.", why: "{rivers}"}'
    deck = read(f"language: de\n{WORLD}templates: [{sentence}]\n")
    first = deck.facts[0]
    assert (first.text, first.why) == ("Utrecht: Rhine, Vecht und Eem.", "Rhine, Vecht und Eem")
    assert (first.marks[0].answer, first.marks[0].slot) == ("Rhine, Vecht und Eem", "rivers")


def template(sentence: str, more: str = "") -> list[Fact]:
    return list(
        read(f'{WORLD}templates:\n- id: t\n  for: city\n  fact: "{sentence}"\n{more}').facts
    )


def test_a_fact_of_a_template_has_what_its_term_and_its_template_have() -> None:
    first, second, third = template(
        "=={name}== lies on =={rivers}==.", "  tags: [y]\n  why: On {rivers}!\n"
    )
    assert (first.key, first.template, first.has_own_id) == ("text/t/Utrecht", "t", True)
    assert second.key == "text/t/mz"
    assert (second.tags, second.as_of) == (("y", "x"), "2020")
    assert second.why == "On Rhine and Main!"
    assert second.term is not None
    assert (second.term.name, second.shown) == ("Mainz", ("name", "rivers"))
    assert (first.disputed, third.disputed) == (False, True)


def test_the_marks_of_a_template() -> None:
    first = template("=={name}== (=={the country}==) lies on =={rivers}==.")[0]
    name, country, rivers = first.marks
    assert (name.answer, name.slot, name.vocabulary) == ("Utrecht", "name", "city")
    assert (country.answer, country.slot) == ("Netherlands", "country")
    assert (country.vocabulary, country.attribute) == ("country", "country")
    assert (rivers.answer, rivers.value) == ("Rhine, Vecht and Eem", "Rhine, Vecht and Eem")
    assert rivers.values == ("Rhine", "Vecht", "Eem")
    assert [first.memory(mark) for mark in first.marks] == [
        "text/t/Utrecht/name",
        "text/t/Utrecht/country",
        "text/t/Utrecht/rivers",
    ]


def test_fixed_text_belongs_to_the_answer() -> None:
    only = template("{name}: =={people} thousand==.")[0]
    mark = only.marks[0]
    assert (mark.answer, mark.value) == ("361 thousand", "361")
    assert [only.text[a:b] for a, b in mark.spans] == ["361 thousand"]


def test_a_slot_that_is_marked_twice_is_one_mark() -> None:
    first = template("=={name}== is in {country}: =={name}== it is.")[0]
    assert [mark.slot for mark in first.marks] == ["name"]
    assert [first.text[a:b] for a, b in first.marks[0].spans] == ["Utrecht", "Utrecht"]


def test_questions_of_a_template_are_filled() -> None:
    ask = (
        "  ask:\n    country: Where is {name}?\n"
        "    name:\n      choice: What is in {the country}?\n"
    )
    first, *_ = template("=={name}== is in =={country}==.", ask)
    by_slot = {mark.slot: mark.options.ask for mark in first.marks}
    assert by_slot["country"] == Ask("Where is Utrecht?", "Where is Utrecht?", ("name",), ("name",))
    assert by_slot["name"] == Ask("What is in the Netherlands?", "", ("country",), ())


def test_a_question_over_what_a_term_lacks_is_left_out() -> None:
    first, *_, last = template("=={name}== is a city.", "  ask: Which city has {people}?\n")
    assert first.marks[0].options.ask.typed == "Which city has 361?"
    assert last.marks[0].options.ask.typed == ""


def test_terms_that_are_excepted() -> None:
    names = [f.term.name for f in template("=={name}==.", "  except: [Mainz, utrecht]\n") if f.term]
    assert names == ["Canillo", "Nowhere"]


# -- decks ----------------------------------------------------------------------------------------

CHOICES = {
    "nothing": ("", ["a", "b", "c", "t/Rhine", "t/Elbe"]),
    "empty": ("{}", ["a", "b", "c", "t/Rhine", "t/Elbe"]),
    "a tag": ("{tags: x}", ["a", "b"]),
    "tags": ("{tags: [x, y]}", ["a", "b", "c"]),
    "ids": ("{ids: [c, t/Elbe]}", ["c", "t/Elbe"]),
    "a template": ("{templates: t}", ["t/Rhine", "t/Elbe"]),
    "a vocabulary": ("{vocabularies: river}", ["b", "t/Rhine", "t/Elbe"]),
    "all across keys": ("{tags: [x], vocabularies: [river]}", ["b"]),
}


@pytest.mark.parametrize("name", CHOICES)
def test_what_a_deck_selects(name: str, tmp_path: Path) -> None:
    select, expected = CHOICES[name]
    deck = two_files(
        tmp_path,
        "terms: {river: [Rhine, Elbe]}\nfacts:\n- {id: a, fact: ==A==, tags: x}\n"
        "- {id: b, fact: The ==Elbe==., tags: [x, y]}\n- {id: c, fact: ==C==, tags: y}\n"
        'templates: [{id: t, for: river, fact: "=={name}== flows."}]\nselect: {ids: [a]}\n',
        f"include: a.yaml\nselect: {select}\n",
    )
    assert [fact.id for fact in deck.facts] == expected
    assert len(deck.knowledge) == 5


def test_the_first_of_several_files_names_the_deck(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: A\nitems: {count: 5}\nfacts: [One.]\n")
    (tmp_path / "b.yaml").write_text("title: B\nitems: {count: 6, options: 3}\nfacts: [Two.]\n")
    deck, problems = load(tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert problems == ()
    assert (deck.id, deck.title, deck.settings.count, deck.settings.options) == ("a", "A", 5, 3)
    assert [fact.text for fact in deck.facts] == ["One.", "Two."]
    assert [fact.key[:2] for fact in deck.facts] == ["a/", "b/"]


def test_the_root_is_the_nearest_project(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "decks").mkdir()
    (tmp_path / "seeds" / "a.yaml").write_text("facts: [One.]\n")
    (tmp_path / "decks" / "b.yaml").write_text("include: ../seeds/a.yaml\n")
    deck, problems = load(tmp_path / "decks" / "b.yaml")
    assert (problems, len(deck.facts)) == ((), 1)
    _, problems = load(tmp_path / "decks" / "b.yaml", root=tmp_path / "decks")
    assert [problem.code for problem in problems] == ["outside"]


# -- scalars are text -----------------------------------------------------------------------------


@given(st.from_regex(r"[A-Za-z0-9.+_]{1,8}|[0-9]{1,2}:[0-9]{2}|0x[0-9a-f]{1,4}|~", fullmatch=True))
def test_a_scalar_stays_what_was_written(text: str) -> None:
    deck = read(f"title: {text}\nfacts:\n- fact: It is =={text}== now.\n  tags: [{text}]\n")
    assert deck.title == text
    assert deck.facts[0].tags == (text,)
    assert deck.facts[0].marks[0].answer == text
