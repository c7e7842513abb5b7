"""Problems of fact files: what must not be one, then each with its place, its caret and its fix.

Each file of `problems/loader/` has what is said of it beside it, in a file that ends in `.txt`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Golden
from nkquiz.loader import keys, load, loads, misspelt
from nkquiz.loader.reading import truth
from nkquiz.model import Deck, Problem
from nkquiz.source import render

FOLDER = Path(__file__).parent / "problems" / "loader"


def shown(problems: tuple[Problem, ...]) -> str:
    return "".join(f"{render(problem)}\n" for problem in problems)


# -- what must not fire ---------------------------------------------------------------------------

FINE = {
    "empty keys": "title:\nterms:\nfacts:\ntemplates:\ninclude:\n",
    "equals signs": "facts:\n- If a == b, then b == a.\n- Write \\==this\\== or =this=.\n"
    "- A line of ===== signs.\n- x= =y\n",
    "maths": 'facts:\n- "In \\\\(a == b\\\\) the sign is ==equality==."\n',
    "a bar": "facts:\n- The ==a|b== is an answer.\n- \\(|x|\\) is ==positive==.\n",
    "braces in a fact": "facts:\n- The set {a} has ==one== element.\n",
    "a colon without a space": "facts:\n- At 10:30 the ==train== left for http://example.org.\n",
    "a colon in quotes": 'facts:\n- "In Seoul: the ==capital==."\n',
    "a word before a colon": "facts: [a:b, why not:here]\n",
    "a comment after a sentence": "facts:\n- The ==Rhine== flows. # as it does\n"
    "- The ==Elbe==  # two blanks\n- fact: Rhine # one word\n",
    "words of YAML": "id: no\ntitle: null\nlanguage: no\nfacts: [1:30, 0x10, ~, yes]\n",
    "one for a list": "facts: The ==Rhine== flows.\nterms: {river: Rhine}\n",
    "a list for one": "facts: {fact: The ==Rhine==., tags: a, source: x}\nsources: {x: X}\n",
    "a mark by another form": "facts:\n- fact: Über ==2,700== came.\n  marks: {2 700: {hint: a}}\n",
    "the same answer twice": "facts:\n- fact: ==Rhine== and ==Rhine==.\n  ask: What?\n",
    "a question for each kind": "facts:\n- fact: ==Rhine==.\n  ask: {Rhine: {choice: a, typed: b}}\n",
    "attributes of any name": "terms:\n  river:\n  - {name: Rhine, length: 1, width: 2}\n",
    "a slip that is declared": "terms:\n  river:\n    attributes: {lengths: {values: any}}\n"
    "    rows: [{name: a, length: 1}, {name: b, length: 2}, {name: c, lengths: [3]}]\n",
    "attributes that differ by a number": "terms:\n  r: [{name: a, year1: 1, year2: 2, x: 1, y: 2}]\n",
    "two terms of one name": "terms:\n  river: [{id: a, name: Aa}, {id: b, name: Aa}]\n",
    "wholes and parts": "terms:\n  place:\n  - {name: Bonn, in: [Germany, Europe]}\n"
    "  - {name: Germany, in: Europe, is_a: state}\n  - {name: Europe, is_a: continent}\n",
    "a whole of the same name": "terms:\n  city: [{name: Luxembourg, in: Luxembourg}]\n"
    "  state: [{name: Luxembourg, in: Europe}]\n",
    "a term twice": "terms: {river: [Rhine, {name: Rhine, length: 1}, {name: Rhine, length: 1}]}\n",
    "an open list twice": "terms:\n  r:\n    attributes: {x: {values: open}}\n"
    "    rows: [{name: a, x: [b]}, {name: a, x: [c]}]\n",
    "a list in another order": "terms:\n  r:\n    attributes: {x: {values: all}}\n"
    "    rows: [{name: a, x: [b, c]}, {name: a, x: [c, B]}]\n",
    "slots in maths": 'terms: {r: [a]}\ntemplates:\n- for: r\n  fact: "=={name}== is \\\\(x^{2}\\\\)."\n',
    "a template for some": "terms: {r: [{name: a, x: b}, c]}\n"
    'templates:\n- {for: r, fact: "=={name}== is {x}."}\n',
    "a selection that finds": "facts: [{id: a, fact: b, tags: [c]}]\nselect: {ids: a, tags: c}\n",
}


@pytest.mark.parametrize("name", FINE)
def test_no_problem(name: str) -> None:
    assert shown(loads(FINE[name])[1]) == ""


@pytest.mark.parametrize("name", ["beside/terms.yaml"])
def test_no_problem_in_a_file(name: str) -> None:
    assert load(FOLDER / name)[1] == ()


def test_files_that_include_each_other_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("include: b.yaml\nfacts: [The ==Rhine==.]\n")
    (tmp_path / "b.yaml").write_text("include: [a.yaml, a.yaml]\nfacts: [The ==Elbe==.]\n")
    deck, problems = load(tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "a.yaml")
    assert problems == ()
    assert len(deck.facts) == 2


# -- what must ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_problem(path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    _, problems = load(path.name, root=".")
    assert problems
    golden(f"problems/loader/{path.stem}.txt", shown(problems))


def test_each_expected_output_has_its_file() -> None:
    made = {path.stem for path in FOLDER.glob("*.yaml")}
    assert {path.stem for path in FOLDER.glob("*.txt")} == made
    assert {path.stem for path in (FOLDER / "made").glob("*.txt")} == set(MADE)


def test_no_file_of_these_did_what_it_said() -> None:
    assert not list(FOLDER.rglob("pwned"))


# -- what no repository can hold: made here -------------------------------------------------------


def a_directory(folder: Path) -> None:
    (folder / "deck.yaml").mkdir()


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "deck.yaml")


def an_included_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    os.mkfifo(folder / "pipe.csv")
    text = "include: pipe.yaml\nterms: {a: {file: pipe.csv}}\nfacts: [The ==Rhine flows.]\n"
    (folder / "deck.yaml").write_text(text)


def a_link_outside(folder: Path) -> None:
    outside = folder.parent / "outside.yaml"
    outside.write_text("facts: [secret]\n")
    for name in ("in.yaml", "in.csv", "in.png"):
        (folder / name).symlink_to(outside)
    text = "include: in.yaml\nterms: {a: {file: in.csv}}\nfacts: {fact: a, image: in.png}\n"
    (folder / "deck.yaml").write_text(text)


def a_loop_of_links(folder: Path) -> None:
    (folder / "a.yaml").symlink_to("b.yaml")
    (folder / "b.yaml").symlink_to("a.yaml")
    (folder / "a.png").symlink_to("a.png")
    (folder / "b.png").symlink_to("c.png")
    (folder / "deck.yaml").write_text(
        "include: a.yaml\nfacts:\n- {fact: a, image: a.png}\n- {fact: b, image: b.png}\n"
    )


def a_large_file(folder: Path) -> None:
    (folder / "deck.yaml").write_text("include: [large.yaml]\nterms: {a: {file: large.yaml}}\n")
    with (folder / "large.yaml").open("wb") as stream:
        stream.truncate(65 * 1024 * 1024)


def a_long_name(folder: Path) -> None:
    (folder / "deck.yaml").write_text(
        f"include: [{'a' * 300}.yaml]\nfacts: {{fact: a, image: {'b' * 300}.png}}\n"
    )


def brackets(folder: Path) -> None:
    (folder / "deck.yaml").write_text(f"facts:\n- {'[' * 100_000}\n- The ==Rhine flows.\n")


def closed_brackets(folder: Path) -> None:
    text = f"facts:\n- {'[' * 100_000}{']' * 100_000}\n- The ==Rhine flows.\n"
    (folder / "deck.yaml").write_text(text)


def a_large_scalar(folder: Path) -> None:
    text = f"facts:\n- The ==Rhine {'flows ' * 1_700_000}.\n- fact: b\n  tagz: {'c' * 10_000_000}\n"
    text += f"  as_of: {'d' * 10_000}\n  {'e' * 1000}: f\n"
    (folder / "deck.yaml").write_text(text)


def a_large_cell(folder: Path) -> None:
    (folder / "deck.yaml").write_text("terms: {a: {file: large.csv}}\n")
    (folder / "large.csv").write_text(f"name,x\nBonn,b\n{'a' * 200_000},c\n")


def many_unknown_keys(folder: Path) -> None:
    text = "".join(f"zzz{number}: x\n" for number in range(3))
    (folder / "deck.yaml").write_text(text)


def a_chain(folder: Path) -> None:
    (folder / "deck.yaml").write_text("include: 0.yaml\n")
    for number in range(60):
        (folder / f"{number}.yaml").write_text(f"include: {number + 1}.yaml\n")


MADE: dict[str, Callable[[Path], None]] = {
    make.__name__: make
    for make in (
        a_directory,
        a_pipe,
        an_included_pipe,
        a_link_outside,
        a_loop_of_links,
        a_large_file,
        a_long_name,
        brackets,
        closed_brackets,
        a_large_scalar,
        a_large_cell,
        many_unknown_keys,
        a_chain,
    )
}


@pytest.mark.parametrize("name", MADE)
def test_a_problem_that_is_made(
    name: str, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "decks"
    folder.mkdir()
    MADE[name](folder)
    monkeypatch.chdir(folder)
    deck, problems = load("deck.yaml", root=".")
    assert not any("secret" in fact.text for fact in deck.knowledge)
    golden(f"problems/loader/made/{name}.txt", shown(problems))


def test_a_file_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    expected = "deck.yaml:1:1: error: the file does not exist: check the name (missing-file)\n"
    assert shown(load("deck.yaml")[1]) == expected
    assert [problem.code for problem in load("a" * 300)[1]] == ["unreadable-file"]
    assert [problem.code for problem in load("a\0b")[1]] == ["missing-file"]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name.startswith("secret"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    for name in ("secret.yaml", "secret.csv"):
        (tmp_path / name).write_text("facts: [a]\n")
    (tmp_path / "deck.yaml").write_text("include: secret.yaml\nterms: {a: {file: secret.csv}}\n")
    real = Path.open
    monkeypatch.setattr(Path, "open", forbidden)
    monkeypatch.chdir(tmp_path)
    fix = "you are not allowed to read this file: check its permissions (unreadable-file)"
    assert shown(load("secret.yaml")[1]) == f"secret.yaml:1:1: error: {fix}\n"
    assert [str(problem) for problem in load("deck.yaml")[1]] == [
        f'deck.yaml:1:10: error: "secret.yaml" can\'t be read: {fix}',
        f'deck.yaml:2:19: error: "secret.csv" can\'t be read: {fix}',
    ]


def test_a_text_includes_nothing_without_a_root(tmp_path: Path) -> None:
    text = "include: b.yaml\nterms: {a: {file: c.csv}}\nfacts: {fact: a, image: d.png}\n"
    assert [problem.code for problem in loads(text)[1]] == ["no-root"] * 3
    (tmp_path / "b.yaml").write_text("facts: [b]\n")
    deck, problems = loads("include: b.yaml\n", root=tmp_path)
    assert (problems, len(deck.facts)) == ((), 1)


def test_all_problems_of_all_files_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("facts: [The ==Rhine.]\ntitel: a\n")
    (tmp_path / "b.yaml").write_text("include: c.yaml\nfacts: [The ==Elbe.]\ntitle: 'x\n")
    (tmp_path / "c.yaml").write_text("facts: [The ==Oder.]\n")
    _, problems = load(tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "c.yaml")
    places = [(Path(p.location.path).name, p.location.line, p.code) for p in problems]
    assert places == [
        ("a.yaml", 1, "unclosed-mark"),
        ("a.yaml", 2, "unknown-key"),
        ("b.yaml", 2, "unclosed-mark"),
        ("b.yaml", 3, "unclosed-quote"),
        ("c.yaml", 1, "unclosed-mark"),
    ]


def test_what_has_an_error_is_left_out_and_the_rest_is_read() -> None:
    text = "facts:\n- [a]\n- The ==Rhine== flows.\n- 'b\n- id: c\n- The ==Elbe== flows.\n"
    deck, problems = loads(text)
    assert len(problems) == 3
    assert [fact.text for fact in deck.facts] == ["The Rhine flows.", "The Elbe flows."]


# -- never a traceback ----------------------------------------------------------------------------


def holds_together(deck: Deck, problems: tuple[Problem, ...]) -> None:
    """What is true of every deck, whatever was read."""
    assert isinstance(shown(problems), str)
    assert len({fact.key for fact in deck.knowledge}) == len(deck.knowledge)
    for fact in deck.knowledge:
        assert fact.id
        assert fact.text.strip()
        for mark in fact.marks:
            assert all(0 <= start < end <= len(fact.text) for start, end in mark.spans)
    for problem in problems:
        assert problem.location.line >= 1
        assert problem.location.column >= 1
        assert problem.message[:1] != " "


PIECES = st.sampled_from(
    [
        "facts:",
        "terms:",
        "\n",
        "\n- ",
        "\n  ",
        "fact: ",
        "==",
        "a",
        "|",
        "{name}",
        ": ",
        "#",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a",
        "*a",
        "!b",
        "\t",
        "\r\n",
        "\x00",
        "\\",
        "�",
        "é",
        "\x85",
        "templates:\n- for: a\n  fact: ",
        "marks:",
        "ask:",
        "select:",
        "include: x",
        "---\n",
        "> ",
        "|\n",
    ]
)


@given(st.text() | st.lists(PIECES, max_size=30).map("".join))
@example("{" * 3000)
@example("a: " * 3000)
@example("- " * 3000)
@example("? " * 3000)
def test_any_text_is_read(text: str) -> None:
    holds_together(*loads(text))


@given(st.binary())
def test_any_bytes_are_read(content: bytes) -> None:
    holds_together(*loads(content))


TEXTS = st.sampled_from(
    [
        "",
        " ",
        "a",
        "b",
        "The ==a== is ==b==.",
        "==a|v==",
        "=={name}== is {x}.",
        "{x.y}",
        "{the v}",
        "2024",
        "true",
        "one",
        "all",
        "cloze",
        "p. 1",
        "==",
        "====",
        "é",
        "v",
        "x",
        "10 %",
        "a; b",
        "name",
        "../x",
        "x.csv",
        "5",
        "korean",
        "�",
        "[",
        "{}",
        "<<",
        "==x==",
        "- a",
        "a: b",
    ]
)
ALL_KEYS = sorted(
    {
        name
        for table in vars(keys).values()
        if isinstance(table, dict)
        for name, key in table.items()
        if isinstance(key, keys.Key)
    }
)
DATA = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(ALL_KEYS) | TEXTS, inner, max_size=4)
    ),
    max_leaves=15,
)
FACTS = st.dictionaries(st.sampled_from(sorted(keys.FACT)), DATA, max_size=5).map(
    lambda entry: {"fact": "The ==a== is ==b|v==.", **entry}
)
TERMS = st.dictionaries(st.sampled_from([*keys.TERM, "x", "v"]), DATA, max_size=4).map(
    lambda entry: {"name": "a", **entry}
)
TEMPLATES = st.dictionaries(st.sampled_from(sorted(keys.TEMPLATE)), DATA, max_size=4).map(
    lambda entry: {"for": "v", "fact": "=={name}== is =={x}== of {v.x}.", **entry}
)
FULL = st.dictionaries(st.sampled_from(sorted(keys.VOCABULARY)), DATA, max_size=3)
FILES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(keys.FILE, DATA),
        "facts": DATA | st.lists(FACTS, max_size=3),
        "terms": DATA | st.fixed_dictionaries({"v": st.lists(TERMS, max_size=4) | FULL, "x": DATA}),
        "templates": DATA | st.lists(TEMPLATES, max_size=2),
    },
)


@given(FILES)
def test_any_data_under_the_known_keys_is_read(data: Any) -> None:
    deck, problems = loads(json.dumps(data))
    holds_together(deck, problems)


@given(st.text(alphabet='ab,;|\t"\n\r =é\0', max_size=60))
def test_any_table_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "a.csv").write_text(text, newline="")
    holds_together(*loads("terms: {v: {file: a.csv}}\n", root=folder))


def test_flags_have_their_words() -> None:
    assert [truth(word) for word in ("Yes", " on ", "TRUE", "no", "Off", "", "1")] == [
        *(True, True, True),
        *(False, False, False),
        None,
    ]


NAMES = st.lists(st.text("ab1", max_size=7), max_size=8)


@given(NAMES, st.text("ab1", max_size=7))
def test_the_first_name_one_edit_away_is_found(names: list[str], name: str) -> None:
    known = misspelt._Names()
    for each in names:
        known.add(each)
    near = [each for each in names if misspelt._nearly(each, name)]
    assert known.first_near(name) == next(iter(near), "")


EMPTY = (
    "facts.yaml:1:1: warning: the file is empty: write `facts:` and the sentences under it, "
    "as `nkquiz new` shows (empty-file)"
)


@pytest.mark.parametrize("text", ["", " \n", "# facts\n", "\ufeff", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_told(text: str | bytes) -> None:
    assert [str(problem) for problem in loads(text, "facts.yaml")[1]] == [EMPTY]


def test_an_empty_file_that_is_included_is_told(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").touch()
    (tmp_path / "deck.yaml").write_text("include: [facts.yaml]\n")
    (problem,) = load(tmp_path / "deck.yaml")[1]
    assert (problem.code, problem.location.path) == ("empty-file", str(tmp_path / "facts.yaml"))


@pytest.mark.parametrize("text", ["title: x\n", "facts:\n", "{}\n"])
def test_a_file_with_a_key_is_not_empty(text: str) -> None:
    assert loads(text)[1] == ()
