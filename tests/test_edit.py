"""Edits of fact files: what must stay as it is, then what is written, and where."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkquiz import markup, output
from nkquiz.cli import run
from nkquiz.edit import Edited, add_accept, add_also, save, scalar, write_ids
from nkquiz.loader import load, loads
from nkquiz.model import Deck, Fact, Location, Term

ANY = "facts.yaml"


def read(text: str) -> Deck:
    deck, problems = loads(text, ANY)
    assert [str(problem) for problem in problems if problem.is_error] == []
    return deck


def with_ids(text: str) -> Edited:
    """The text with the ids written in that its facts have by default."""
    deck = read(text)
    facts = {f.location: f.id for f in deck.knowledge if not f.template and not f.has_own_id}
    return write_ids(text, ANY, facts | {t.location: t.id for t in deck.templates})


def identities(deck: Deck) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(fact.id, fact.text, tuple(map(fact.memory, fact.marks))) for fact in deck.knowledge]


# -- what must stay -----------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab=\\\\| "), min_size=1, max_size=8).map(str.strip).filter(bool))
def test_any_answer_can_be_marked_and_keeps_its_memory(answer: str) -> None:
    sentence = markup.write(f"It is {answer}, so.", [(6, 6 + len(answer))])
    text = f"facts:\n- '{sentence}'\n"
    (fact,) = read(text).facts
    assert [mark.answer for mark in fact.marks] == [answer]
    edited = with_ids(text)
    assert edited.written == 1
    assert identities(read(edited.text)) == identities(read(text))


COMPLETE = {
    "an id": "facts:\n- id: a\n  fact: The ==Rhine==.\n",
    "an id at the end": "facts:\n- fact: The ==Rhine==.\n  id: a\n",
    "an id in braces": "facts: [{fact: The ==Rhine==., id: a}]\n",
    "a template": 'terms: {r: [Rhine]}\ntemplates:\n- id: t\n  for: r\n  fact: "=={name}=="\n',
    "no facts": "title: Rivers\n",
    "an empty list": "facts: []\n",
    "nothing after the key": "facts:\n",
    "nothing": "",
    "a comment alone": "# later\n",
    "a byte order mark": "\ufefftitle: Rivers\n",
}


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_file_stays_as_it_is(name: str) -> None:
    assert with_ids(COMPLETE[name]) == Edited(COMPLETE[name], 0)


def test_terms_get_no_id() -> None:
    text = "terms:\n  river:\n  - Rhine\n  - name: Danube\n    also: [Donau]\nfacts:\n- id: a\n  fact: b\n"
    assert with_ids(text) == Edited(text, 0)


def test_a_file_with_errors_stays_as_it_is() -> None:
    text = "facts:\n- The ==Rhine==: a river\n- 'x\n"
    edited = write_ids(text, ANY, {Location(ANY, 2, 3): "a"})
    assert (edited.text, edited.written) == (text, 0)
    assert edited.problems


def test_a_place_where_no_fact_begins_is_left_alone() -> None:
    text = "facts:\n- The ==Rhine==.\n"
    assert write_ids(text, ANY, {Location(ANY, 1, 1): "a"}) == Edited(text, 0)


def test_what_cannot_be_edited_safely_is_refused() -> None:
    text = 'facts:\n- id: ""\n  fact: The ==Rhine==.\n'
    assert write_ids(text, ANY, {Location(ANY, 2, 3): "a"}).text == text.replace('""', "a")
    text = "facts:\n- The ==Rhine==.\n"
    edited = write_ids(text, ANY, {Location(ANY, 2, 3): "a\u2028b"})  # no YAML of ours holds this
    assert (edited.text, edited.written) == (text, 0)
    assert [problem.code for problem in edited.problems] == ["not-edited"]


# -- ids ------------------------------------------------------------------------------------------

WRITTEN = {
    "a sentence": ("facts:\n- The ==Rhine==.\n", "facts:\n- id: ID\n  fact: The ==Rhine==.\n"),
    "indented": ("facts:\n  - A ==b==.\n", "facts:\n  - id: ID\n    fact: A ==b==.\n"),
    "wide": ("facts:\n-   A ==b==.\n", "facts:\n-   id: ID\n    fact: A ==b==.\n"),
    "a comment": ("facts:\n- A ==b==.  # c\n", "facts:\n- id: ID\n  fact: A ==b==.  # c\n"),
    "a comment after the dash": (
        "facts:\n-  # c\n  A ==b==.\n",
        "facts:\n-  # c\n  id: ID\n  fact: A ==b==.\n",
    ),
    "no line end": ("facts:\n- A ==b==.", "facts:\n- id: ID\n  fact: A ==b==."),
    "CRLF": ("facts:\r\n- A ==b==.\r\n", "facts:\r\n- id: ID\r\n  fact: A ==b==.\r\n"),
    "CR": ("facts:\r- A ==b==.\r", "facts:\r- id: ID\r  fact: A ==b==.\r"),
    "byte order mark": (
        "\ufefffacts:\n- A ==b==.\n",
        "\ufefffacts:\n- id: ID\n  fact: A ==b==.\n",
    ),
    "wide characters": (
        "# 서울\nfacts:\n- 서울 ==🇰🇷==.\n",
        "# 서울\nfacts:\n- id: ID\n  fact: 서울 ==🇰🇷==.\n",
    ),
    "quoted": ('facts:\n- "A: ==b=="\n', 'facts:\n- id: ID\n  fact: "A: ==b=="\n'),
    "single quotes": ("facts:\n- 'A: ==b=='\n", "facts:\n- id: ID\n  fact: 'A: ==b=='\n"),
    "quoted over lines": (
        'facts:\n- "A\n  ==b==\n\n  c"\n',
        'facts:\n- id: ID\n  fact: "A\n    ==b==\n\n    c"\n',
    ),
    "an escaped line end": (
        'facts:\n- "A \\\n  ==b=="\n',
        'facts:\n- id: ID\n  fact: "A \\\n    ==b=="\n',
    ),
    "plain over lines": (
        "facts:\n- A\n  ==b==\n  c\n",
        "facts:\n- id: ID\n  fact: A\n    ==b==\n    c\n",
    ),
    "plain over far lines": (
        "facts:\n- A\n      ==b==\n",
        "facts:\n- id: ID\n  fact: A\n      ==b==\n",
    ),
    "folded": (
        "facts:\n- >-\n  A ==b==\n  c\n\n- id: d\n  fact: e\n",
        "facts:\n- id: ID\n  fact: >-\n    A ==b==\n    c\n\n- id: d\n  fact: e\n",
    ),
    "literal": (
        "facts:\n  - |  # c\n    A\n\n      ==b==\n",
        "facts:\n  - id: ID\n    fact: |  # c\n      A\n\n        ==b==\n",
    ),
    "an indicator of indentation": (
        "facts:\n- |2\n    A ==b==\n",
        "facts:\n- id: ID\n  fact: |2\n      A ==b==\n",
    ),
    "a mapping": (
        "facts:\n- fact: A ==b==.\n  why: c\n",
        "facts:\n- id: ID\n  fact: A ==b==.\n  why: c\n",
    ),
    "a mapping under a comment": (
        "facts:\n-\n  # c\n  why: c\n  fact: A ==b==.\n",
        "facts:\n-\n  # c\n  id: ID\n  why: c\n  fact: A ==b==.\n",
    ),
    "an empty id": (
        "facts:\n- id:\n  fact: A ==b==.\n",
        "facts:\n- id: ID\n  fact: A ==b==.\n",
    ),
    "an empty id with a comment": (
        "facts:\n- id:  # soon\n  fact: A ==b==.\n",
        "facts:\n- id: ID  # soon\n  fact: A ==b==.\n",
    ),
    "a quoted key": (
        'facts:\n- "fact": A ==b==.\n',
        'facts:\n- id: ID\n  "fact": A ==b==.\n',
    ),
    "a question mark": (
        "facts:\n- ? fact\n  : A ==b==.\n",
        "facts:\n- id: ID\n  ? fact\n  : A ==b==.\n",
    ),
    "braces": ("facts:\n- {fact: A ==b==}\n", "facts:\n- {id: ID, fact: A ==b==}\n"),
    "wide braces": ("facts:\n- { fact: A ==b== }\n", "facts:\n- { id: ID, fact: A ==b== }\n"),
    "braces over lines": (
        "facts:\n- {\n    fact: A ==b==\n  }\n",
        "facts:\n- {id: ID,\n    fact: A ==b==\n  }\n",
    ),
    "braces with a comment": (
        "facts:\n- { # c\n    fact: A ==b==}\n",
        "facts:\n- {id: ID, # c\n    fact: A ==b==}\n",
    ),
    "a list in brackets": ("facts: [A ==b==.]\n", "facts: [{id: ID, fact: A ==b==.}]\n"),
    "quotes in brackets": ('facts: ["A, ==b=="]\n', 'facts: [{id: ID, fact: "A, ==b=="}]\n'),
    "a pair in brackets": ("facts: [fact: A ==b==]\n", "facts: [{id: ID, fact: A ==b==}]\n"),
    "a file in braces": ("{facts: A ==b==}\n", "{facts: {id: ID, fact: A ==b==}}\n"),
    "one fact for a list": ("facts: A ==b==.\n", "facts:\n  id: ID\n  fact: A ==b==.\n"),
    "one fact on its own line": (
        "facts:\n  A ==b==.\n",
        "facts:\n  id: ID\n  fact: A ==b==.\n",
    ),
    "one fact over lines": (
        "facts: A\n  ==b==.\ntitle: c\n",
        "facts:\n  id: ID\n  fact: A\n    ==b==.\ntitle: c\n",
    ),
    "one block": (
        "facts: >\n  A ==b==.\ntitle: c\n",
        "facts:\n  id: ID\n  fact: >\n    A ==b==.\ntitle: c\n",
    ),
    "one mapping": (
        "facts:\n  fact: A ==b==.\n",
        "facts:\n  id: ID\n  fact: A ==b==.\n",
    ),
    "a template": (
        'terms: {r: [Rhine]}\ntemplates:\n- for: r\n  fact: "=={name}=="\n',
        'terms: {r: [Rhine]}\ntemplates:\n- id: ID\n  for: r\n  fact: "=={name}=="\n',
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_id_is_written(name: str) -> None:
    before, after = WRITTEN[name]
    deck = read(before)
    wanted = deck.templates[0].id if deck.templates else deck.knowledge[0].id
    edited = with_ids(before)
    assert edited.problems == ()
    assert edited.text == after.replace("ID", scalar(wanted))
    assert edited.written == 1
    assert identities(read(edited.text)) == identities(deck)
    assert all(fact.has_own_id for fact in read(edited.text).knowledge)


@pytest.mark.parametrize("name", WRITTEN)
def test_writing_twice_changes_nothing(name: str) -> None:
    once = with_ids(WRITTEN[name][0]).text
    assert with_ids(once) == Edited(once, 0)


def test_in_a_long_file_lines_are_added_and_others_stay() -> None:
    seed = Path(__file__).parent.parent / "seeds" / "north-korean-diplomats.yaml"
    with_id = re.compile(r"^  - id: .*\n    ", re.MULTILINE)
    text = with_id.sub("  - ", seed.read_text(encoding="utf-8"))
    deck = read(text)
    edited = with_ids(text)
    assert edited.written == len({fact.location for fact in deck.knowledge})
    assert identities(read(edited.text)) == identities(deck)
    back = re.sub(r"^  - id: [\"0-9a-f]+\n    ", "  - ", edited.text, flags=re.MULTILINE)
    assert back == text


WORDS = st.sampled_from(
    ["The", "==Rhine==", "a", "#1", "b's", "é", "==", "서울", "-", "c.", "==x y=="]
)


@st.composite
def fact_files(draw: st.DrawFn) -> str:
    """Facts in every style, at some indentation, with comments between them."""
    indent = " " * draw(st.integers(0, 3))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = ["# a file", "facts:" + draw(st.sampled_from(["", "  # c"]))]
    for number in range(draw(st.integers(1, 5))):
        words = [f"F{number}", *draw(st.lists(WORDS, min_size=1, max_size=6)), "end."]
        lines += [indent + line for line in draw(st.sampled_from(STYLES))(words)]
        lines += draw(st.sampled_from([[], [""], ["", f"{indent}# between"], [f"{indent}   # c"]]))
    return end.join(lines) + draw(st.sampled_from(["", end, end + end]))


def plain_lines(words: list[str]) -> list[str]:
    words = [word for word in words if word != "-" and not word.startswith("#")]
    return [f"- {words[0]}", *(f"  {word}" for word in words[1:])]


def quoted(mark: str, words: list[str]) -> str:
    text = " ".join(words)
    return f"'{text.replace(chr(39), chr(39) * 2)}'" if mark == "'" else f'"{text}"'


STYLES = [
    lambda words: [f"- {quoted(chr(39), words)}"],
    lambda words: [f"- {quoted(chr(34), words)}"],
    lambda words: [f"-   {quoted(chr(34), words)}  # c"],
    lambda words: [f"- fact: {quoted(chr(34), words)}", "  tags: [a, b]"],
    lambda words: [f"- {{fact: {quoted(chr(34), words)}, why: c}}"],
    lambda words: [f"- {{ why: c, fact: {quoted(chr(39), words)} }}"],
    lambda words: ["- >", *(f"  {word}" for word in words)],
    lambda words: ["- |", *(f"   {word}" for word in words), ""],
    lambda words: ["- >-  # c", "", *(f"    {word}" for word in words)],
    lambda words: ["- why: c", "  # c", "  fact: >", *(f"   {word}" for word in words)],
    lambda words: [f"- id: own-{words[0]}", f"  fact: {quoted(chr(39), words)}"],
    plain_lines,
]


@given(fact_files())
def test_every_layout_keeps_its_facts_and_its_lines(text: str) -> None:
    deck, problems = loads(text, ANY)
    if any(problem.is_error for problem in problems):
        assert {problem.code for problem in problems} <= {"unclosed-mark", "duplicate-id"}
        return
    edited = with_ids(text)
    assert edited.problems == ()
    assert edited.written == sum(not fact.has_own_id for fact in deck.knowledge)
    after = read(edited.text)
    assert identities(after) == identities(deck)
    assert all(fact.has_own_id for fact in after.knowledge)
    old = [line.strip() for line in text.splitlines() if line.strip()]
    new = [line.strip() for line in edited.text.splitlines() if line.strip()]
    assert comments(new) == comments(old)


def comments(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("#")]


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "danube",
        "Kim Jong-un",
        "d'affaires",
        "0a1b2c3d4e5f",
        "é",
        "서울",
        "a.b",
        "v1.2",
        "x y z",
    ],
)
def test_a_plain_text_needs_no_quotes(text: str) -> None:
    assert scalar(text) == text
    assert read(f"title: {scalar(text)}").title == text


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "True",
        "null",
        "y",
        "12",
        "1e5",
        "123456789012",
        "12345678901e",
        "0b1010101010",
        "~",
        "a: b",
        "a #b",
        "- a",
        "=x=",
        "a,b",
        "[a]",
        "{a}",
        '"a"',
        "a\\b",
        " a",
        "a ",
        "&a",
        "1:30",
    ],
)
def test_a_doubtful_text_is_quoted(text: str) -> None:
    assert scalar(text).startswith('"')
    assert read(f"title: {scalar(text)}").title == text.strip()


# -- accepted answers -----------------------------------------------------------------------------

ACCEPTED = {
    "a sentence": (
        "facts:\n- The ==Rhine== flows.  # c\n",
        "facts:\n- fact: The ==Rhine== flows.  # c\n  marks:\n    Rhine:\n      accept: [Rhein]\n",
    ),
    "a folded sentence": (
        "facts:\n- >\n  The ==Rhine==\n  flows.\n\n# c\n",
        (
            "facts:\n- fact: >\n    The ==Rhine==\n    flows.\n  marks:\n    Rhine:\n"
            "      accept: [Rhein]\n\n# c\n"
        ),
    ),
    "a mapping": (
        "facts:\n- fact: The ==Rhine==.\n  tags: [a]  # c\n\n- b\n",
        (
            "facts:\n- fact: The ==Rhine==.\n  tags: [a]  # c\n  marks:\n    Rhine:\n"
            "      accept: [Rhein]\n\n- b\n"
        ),
    ),
    "other marks": (
        "facts:\n- fact: The ==Rhine== and ==Elbe==.\n  marks:\n    Elbe:\n      hint: h\n  why: c\n",
        (
            "facts:\n- fact: The ==Rhine== and ==Elbe==.\n  marks:\n    Elbe:\n      hint: h\n"
            "    Rhine:\n      accept: [Rhein]\n  why: c\n"
        ),
    ),
    "its mark": (
        "facts:\n- fact: The ==Rhine==.\n  marks:\n    rhine:\n      hint: h\n",
        (
            "facts:\n- fact: The ==Rhine==.\n  marks:\n    rhine:\n      hint: h\n"
            "      accept: [Rhein]\n"
        ),
    ),
    "its mark in braces": (
        "facts:\n- fact: The ==Rhine==.\n  marks: {Rhine: {hint: h}}\n",
        "facts:\n- fact: The ==Rhine==.\n  marks: {Rhine: {hint: h, accept: [Rhein]}}\n",
    ),
    "one answer": (
        "facts:\n- fact: The ==Rhine==.\n  marks:\n    Rhine:\n      accept: Rijn, or so  # c\n",
        (
            "facts:\n- fact: The ==Rhine==.\n  marks:\n    Rhine:\n"
            '      accept: ["Rijn, or so", Rhein]  # c\n'
        ),
    ),
    "answers in brackets": (
        "facts:\n- fact: The ==Rhine==.\n  marks: {Rhine: {accept: [Rijn, ]}}\n",
        "facts:\n- fact: The ==Rhine==.\n  marks: {Rhine: {accept: [Rijn, Rhein, ]}}\n",
    ),
    "empty brackets": (
        "facts:\n- fact: The ==Rhine==.\n  marks: {Rhine: {accept: []}}\n",
        "facts:\n- fact: The ==Rhine==.\n  marks: {Rhine: {accept: [Rhein]}}\n",
    ),
    "answers in lines": (
        "facts:\n- fact: The ==Rhine==.\n  marks:\n    Rhine:\n      accept:\n      - Rijn  # c\n",
        (
            "facts:\n- fact: The ==Rhine==.\n  marks:\n    Rhine:\n      accept:\n      - Rijn  # c\n"
            "      - Rhein\n"
        ),
    ),
    "empty marks": (
        "facts:\n- fact: The ==Rhine==.\n  marks:\n  why: c\n",
        "facts:\n- fact: The ==Rhine==.\n  marks: {Rhine: {accept: [Rhein]}}\n  why: c\n",
    ),
    "a sentence in brackets": (
        "facts: [The ==Rhine==.]\n",
        "facts: [{fact: The ==Rhine==., marks: {Rhine: {accept: [Rhein]}}}]\n",
    ),
}


def the_fact(deck: Deck) -> Fact:
    return deck.knowledge[0]


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_answer_is_accepted_from_now_on(name: str) -> None:
    before, after = ACCEPTED[name]
    fact = the_fact(read(before))
    edited = add_accept(before, fact, fact.marks[0], "Rhein")
    assert edited == Edited(after, 1)
    again = the_fact(read(after))
    assert again.key == fact.key
    assert again.marks[0].options.accept[-1] == "Rhein"
    assert add_accept(after, again, again.marks[0], "Rhein") == Edited(after, 0)


def test_an_answer_of_any_characters_is_accepted() -> None:
    text = "facts:\n- The ==Rhine==.\n"
    for answer in ['"', "a: b", "10", "\\", "[x]", "é, ö", "no"]:
        fact = the_fact(read(text))
        text = add_accept(text, fact, fact.marks[0], answer).text
    accepted = the_fact(read(text)).marks[0].options.accept
    assert accepted == ('"', "a: b", "10", "\\", "[x]", "é, ö", "no")


def test_an_answer_that_no_file_can_hold_is_refused() -> None:
    text = "facts:\n- The ==Rhine==.\n"
    fact = the_fact(read(text))
    edited = add_accept(text, fact, fact.marks[0], "a\x00b")
    assert (edited.text, edited.written) == (text, 0)
    assert [problem.code for problem in edited.problems] == ["not-edited"]


def test_a_template_takes_no_answer_for_one_term() -> None:
    text = 'terms: {r: [Rhine, Elbe]}\ntemplates:\n- for: r\n  fact: "=={name}== flows."\n'
    fact = the_fact(read(text))
    edited = add_accept(text, fact, fact.marks[0], "Rhein")
    assert edited.text == text
    assert "`also` of the term" in edited.problems[0].message


def test_a_fact_that_has_moved_is_not_written_to() -> None:
    text = "facts:\n- The ==Rhine==.\n"
    fact = the_fact(read(text))
    moved = replace(fact, location=Location(ANY, 9, 1))
    edited = add_accept(text, moved, fact.marks[0], "Rhein")
    assert edited.text == text
    assert "try again" in edited.problems[0].message


# -- other names ----------------------------------------------------------------------------------

NAMED = {
    "a name": (
        "terms:\n  river:\n  - Elbe\n  - Rhine  # c\n",
        "terms:\n  river:\n  - Elbe\n  - name: Rhine  # c\n    also: [Rhein]\n",
    ),
    "a name in brackets": (
        "terms: {river: [Elbe, Rhine]}\n",
        "terms: {river: [Elbe, {name: Rhine, also: [Rhein]}]}\n",
    ),
    "a mapping": (
        "terms:\n  river:\n  - name: Rhine\n    article: the\n  - Elbe\n",
        "terms:\n  river:\n  - name: Rhine\n    article: the\n    also: [Rhein]\n  - Elbe\n",
    ),
    "other names": (
        "terms:\n  river:\n  - {name: Rhine, also: [Rijn]}\n",
        "terms:\n  river:\n  - {name: Rhine, also: [Rijn, Rhein]}\n",
    ),
    "rows": (
        "terms:\n  river:\n    sort: thing\n    rows:\n    - name: Rhine\n    - Elbe\n",
        (
            "terms:\n  river:\n    sort: thing\n    rows:\n    - name: Rhine\n      also: [Rhein]\n"
            "    - Elbe\n"
        ),
    ),
    "a column of another name": (
        "terms:\n  river:\n    name: River\n    rows: [Rhine]\n",
        "terms:\n  river:\n    name: River\n    rows: [{River: Rhine, also: [Rhein]}]\n",
    ),
    "one term for a list": (
        "terms:\n  river: Rhine\n",
        "terms:\n  river:\n    name: Rhine\n    also: [Rhein]\n",
    ),
}


def the_term(deck: Deck, name: str = "Rhine") -> Term:
    return next(term for term in deck.vocabularies["river"].terms if term.name == name)


@pytest.mark.parametrize("name", NAMED)
def test_a_term_gets_another_name(name: str) -> None:
    before, after = NAMED[name]
    term = the_term(read(before))
    assert add_also(before, term, "Rhein") == Edited(after, 1)
    again = the_term(read(after))
    assert (again.id, again.also[-1]) == (term.id, "Rhein")
    assert add_also(after, again, "Rhein") == Edited(after, 0)


def test_a_term_that_stands_in_a_sentence_alone_gets_none() -> None:
    text = "terms: {river: []}\nfacts:\n- The ==Rhine|river==.\n"
    edited = add_also(text, the_term(read(text)), "Rhein")
    assert edited.text == text
    assert "`{name: Rhine, also: [Rhein]}`" in edited.problems[0].message


# -- files ----------------------------------------------------------------------------------------


def test_a_file_keeps_its_permissions_and_a_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("a\n")
    real.chmod(0o640)
    link.symlink_to("real.yaml")
    save(link, "b\r\n\ufeff", "a\n")
    assert real.read_bytes() == b"b\r\n\xef\xbb\xbf"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]


def test_a_file_that_cannot_be_replaced_stays_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "facts.yaml"
    path.write_text("facts:\n- The ==Rhine==.\n")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        save(path, "b", path.read_text())
    assert caught.value.filename == str(path)
    assert path.read_text() == "facts:\n- The ==Rhine==.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["facts.yaml"]
    assert run(["ids", str(path)]) == 3


def test_a_file_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("facts:\n- The ==Elbe==.\n")
    with pytest.raises(output.Refused, match="another program changed it"):
        save(path, "b", "facts:\n- The ==Rhine==.\n")
    assert path.read_text() == "facts:\n- The ==Elbe==.\n"


# -- the command ----------------------------------------------------------------------------------


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_bytes(text.encode())
    return str(folder / name)


def test_ids_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "rivers.yaml", "facts:\r\n- The ==Rhine==.\r\n- The ==Elbe==.\r\n")
    before, _ = load(path)
    assert run(["ids", path]) == 0
    assert capsys.readouterr().out == f"{path}: 2 ids written\n"
    after, problems = load(path)
    assert problems == ()
    assert identities(after) == identities(before)
    assert b"\r\n  fact:" in Path(path).read_bytes()
    assert run(["ids", path]) == 0
    assert capsys.readouterr().out == f"{path}: no id is missing\n"


def test_a_dry_run_shows_the_difference_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "facts:\n- The ==Rhine==.\n"
    path = write(tmp_path, "rivers.yaml", text)
    assert run(["ids", "--dry-run", path]) == 0
    shown = capsys.readouterr()
    assert "\n-- The ==Rhine==.\n+- id: " in shown.out
    assert shown.err == f"{path}: 1 id to write\n"
    assert Path(path).read_text() == text


def test_nothing_is_written_where_one_file_has_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(tmp_path, "good.yaml", "facts:\n- The ==Rhine==.\n")
    bad = write(tmp_path, "bad.yaml", "facts:\n- The ==Rhine.\n")
    assert run(["ids", good, bad]) == 1
    shown = capsys.readouterr()
    assert (shown.out, "unclosed-mark" in shown.err) == ("", True)
    assert "id:" not in Path(good).read_text()


def test_files_are_read_together_and_included_ones_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = write(tmp_path, "terms.yaml", "terms: {river: []}\nfacts:\n- The ==Elbe|river==.\n")
    deck = write(tmp_path, "deck.yaml", "include: terms.yaml\nfacts:\n- The ==Rhine|river==.\n")
    before, _ = load(deck)
    assert run(["ids", deck]) == 0
    shown = capsys.readouterr()
    assert shown.out == f"{deck}: 1 id written\n"
    assert shown.err == f"ids are also missing in {terms}: add this to the command\n"
    assert run(["ids", deck, f"{tmp_path}/./terms.yaml"]) == 0
    assert capsys.readouterr().out == f"{deck}: no id is missing\n{terms}: 1 id written\n"
    assert identities(load(deck)[0]) == identities(before)
