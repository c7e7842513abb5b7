"""The JSON Schema says of keys and shapes what the loader says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nkquiz.cli import run
from nkquiz.loader import keys, loads
from nkquiz.loader.keys import Shape, Table
from nkquiz.schema import schema
from nkquiz.source import Mapping, Node, Scalar, parse

VALIDATOR = Draft202012Validator(schema())
ROOT = Path(__file__).parent.parent


def seen_by_an_editor(node: Node | None) -> Any:
    """What an editor's YAML parser makes of a file: plain scalars get a type."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return typed(node.value) if node.plain else node.value
    if isinstance(node, Mapping):
        return {name: seen_by_an_editor(node.get(name)) for name in node}
    return [seen_by_an_editor(item) for item in node]


def typed(text: str) -> str | float | bool | None:
    """A plain scalar in the core schema of YAML 1.2."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text[0] in "tT"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?", text):
        return float(text)
    return text


def schema_takes(text: str) -> bool:
    file, problems = parse(text, "facts.yaml")
    assert [problem for problem in problems if problem.is_error] == []
    return bool(VALIDATOR.is_valid(seen_by_an_editor(file.root)))


def loader_takes(text: str) -> bool:
    return not any(problem.is_error for problem in loads(text, "facts.yaml")[1])


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


# -- what both take -------------------------------------------------------------------------------

VALID = {
    "empty values": "id:\ntitle:\nlanguage:\nsources:\ndefaults:\nterms:\nfacts:\ntemplates:\n"
    "include:\nselect:\nitems:\n",
    "texts that look like numbers": "id: 2024\ntitle: 1e5\nlanguage: no\nfacts: [1, true, 2.5]\n",
    "one for a list": "facts: The ==Rhine==.\nterms: {river: Rhine}\n",
    "one mapping for a list": "facts: {fact: a}\nterms: {river: {name: Rhine}}\n",
    "every key of a fact": "sources: {atlas: An atlas}\nfacts:\n- id: 1\n  fact: 10 is ==ten==.\n"
    "  source: {atlas: p. 12}\n  as_of: 2021\n  review_after: 2028-01\n  why: 3\n  tags: [a, 1]\n"
    "  ask: {ten: What?}\n  kinds: cloze\n  disputed: no\n  allow: x\n  order: [a, b]\n"
    "  marks: {ten: {id: x, hint: 1, accept: [10], reject: {nine: No., 8: }, distractors: 11,\n"
    "    tolerance: 0.1, unit: m, strict: yes, kinds: [cloze], allow: [a],\n"
    "    ask: {choice: Which?, typed: What?}}}\n",
    "citations": "sources: {a: A, b: {title: B, published: 2021, url: u, author: x}, c: }\n"
    "facts:\n- {fact: a, source: a}\n- {fact: b, source: [a, {b: 1}]}\n- {fact: c, source: {a: }}\n",
    "rejected in a list": "facts: {fact: ==a==, marks: {a: {reject: [b]}}}\n",
    "one question": "facts: {fact: ==a==, ask: What?}\n",
    "defaults": "sources: {a: A}\ndefaults: {source: a, as_of: 2020, tags: x, kinds: [cloze]}\n",
    "terms": "terms:\n  a: []\n  b:\n  c: [x, 1, {name: y, also: [z], in: w, is_a: v, article: the}]\n"
    "  d: {name: x, size: 1, list: a, disputed: true}\n",
    "first column": "terms: {a: [{River: Rhine, length: 1230}]}\n",
    "full form": "terms:\n  a:\n    name: N\n    sort: place\n    names: korean\n    attributes:\n"
    "      x: {values: all, sort: number, unit: m, tolerance: 10 %}\n      y:\n"
    "    rows: [{N: b, x: [1, 2], y: 3, disputed: [y]}]\n",
    "a template": 'terms: {r: [a]}\ntemplates: {for: r, fact: "=={name}==", except: []}\n',
    "deck": "select: {tags: [], ids: , vocabularies: , templates: }\n"
    "items: {kinds: cloze, options: 5, count: 100000, difficulty: hard, strict: off}\n",
    "quoted numbers": 'items: {options: "4", count: "20", strict: "True"}\n',
}


@pytest.mark.parametrize("name", VALID)
def test_both_take_what_is_right(name: str) -> None:
    assert loads(VALID[name])[1] == ()
    assert schema_takes(VALID[name])


@pytest.mark.parametrize("path", sorted(ROOT.glob("[sd]ee*s/*.yaml")), ids=lambda path: path.name)
def test_both_take_what_ships(path: Path) -> None:
    assert schema_takes(path.read_text(encoding="utf-8"))


def test_both_take_nothing_at_all() -> None:
    assert loader_takes("")
    assert schema_takes("")


# -- what both refuse -----------------------------------------------------------------------------

INVALID = {
    "text": "just text",
    "a list": "- a\n- b\n",
    "a list for a text": "title: [a]\n",
    "a mapping for a text": "id: {a: b}\n",
    "a mapping for texts": "include: {a: b}\n",
    "a list in texts": "facts: {fact: a, tags: [[b]]}\n",
    "an empty entry": "facts: {fact: a, tags: [b, '']}\n",
    "an empty fact": "facts: ['']\n",
    "an empty sentence": "facts: [{fact: }]\n",
    "blanks for a sentence": "facts: ['  ']\n",
    "no sentence": "facts: [{id: a}]\n",
    "a list for a fact": "facts: [[a]]\n",
    "a mapping for a sentence": "facts: [{fact: {a: b}}]\n",
    "no flag": "facts: {fact: a, disputed: maybe}\n",
    "a number for a flag": "items: {strict: 1}\n",
    "no kind": "facts: {fact: a, kinds: [essay]}\n",
    "one option": "items: {options: 1}\n",
    "a word for a tolerance": "facts: {fact: ==a==, marks: {a: {tolerance: a}}}\n",
    "a flag for a tolerance": "terms: {a: {attributes: {x: {tolerance: true}}}}\n",
    "a tolerance below zero": "terms: {a: {attributes: {x: {tolerance: -1}}}}\n",
    "an empty picture": "facts: {fact: a, image: ''}\n",
    "a blank sound": "terms: {a: [{name: b, audio: ' '}]}\n",
    "six options": "items: {options: 6}\n",
    "half an item": "items: {count: 1.5}\n",
    "some items": "items: {count: some}\n",
    "a list for a number": "items: {count: [1]}\n",
    "no difficulty": "items: {difficulty: awful}\n",
    "a list for a mapping": "items: [cloze]\n",
    "text for a mapping": "select: danube\n",
    "text for sources": "sources: atlas\n",
    "a list for a source": "sources: {a: [b]}\n",
    "a list for marks": "facts: {fact: ==a==, marks: [a]}\n",
    "text for a mark": "facts: {fact: ==a==, marks: {a: b}}\n",
    "a list for a question": "facts: {fact: ==a==, ask: [b]}\n",
    "a list for one question": "facts: {fact: ==a==, ask: {a: [b]}}\n",
    "a place that is a list": "sources: {a: A}\nfacts: {fact: b, source: {a: [c]}}\n",
    "text for terms": "terms: river\n",
    "a list for a term": "terms: {a: [[b]]}\n",
    "an empty term": "terms: {a: ['']}\n",
    "a term without keys": "terms: {a: [{}]}\n",
    "a term without a name": "terms: {a: [{name: , x: 1}]}\n",
    "a mapping for a value": "terms: {a: [{name: b, x: {c: d}}]}\n",
    "two ids of a term": "terms: {a: [{name: b, id: [c, d]}]}\n",
    "no sort": "terms: {a: {sort: animal}}\n",
    "no kind of values": "terms: {a: {attributes: {x: {values: some}}}}\n",
    "text for an attribute": "terms: {a: {attributes: {x: number}}}\n",
    "an attribute named like a key": "terms: {a: {attributes: {tags: {values: all}}}}\n",
    "text for a template": "templates: [a]\n",
    "no vocabulary": "templates: {fact: a}\n",
    "no sentence in a template": "terms: {r: [a]}\ntemplates: {for: r}\n",
    "an empty sentence in a template": "terms: {r: [a]}\ntemplates: {for: r, fact: ''}\n",
}


@pytest.mark.parametrize("name", INVALID)
def test_both_refuse_what_is_wrong(name: str) -> None:
    assert not loader_takes(INVALID[name])
    assert not schema_takes(INVALID[name])


# -- keys -----------------------------------------------------------------------------------------

#: For each table: a file with a mapping of it, where `KEY` stands for one more key.
PLACES: dict[str, tuple[Table, str]] = {
    "file": (keys.FILE, "title: x\nKEY\n"),
    "fact": (keys.FACT, "facts:\n- fact: a\n  KEY\n"),
    "template": (keys.TEMPLATE, "terms: {r: [a]}\ntemplates:\n- fact: a\n  for: r\n  KEY\n"),
    "mark": (keys.MARK, "facts:\n- fact: ==a==\n  marks:\n    a:\n      KEY\n"),
    "question": (keys.ASK, "facts:\n- fact: ==a==\n  ask:\n    a:\n      KEY\n"),
    "mark's question": (
        keys.ASK,
        "facts:\n- fact: ==a==\n  marks:\n    a:\n      ask:\n        KEY\n",
    ),
    "source": (keys.SOURCE, "sources:\n  a:\n    KEY\n"),
    "defaults": (keys.DEFAULTS, "defaults:\n  KEY\n"),
    "vocabulary": (keys.VOCABULARY, "terms:\n  a:\n    sort: place\n    KEY\n"),
    "attribute": (keys.ATTRIBUTE, "terms:\n  a:\n    attributes:\n      x:\n        KEY\n"),
    "select": (keys.SELECT, "select:\n  KEY\n"),
    "items": (keys.ITEMS, "items:\n  KEY\n"),
}

ALL_KEYS = sorted({name for table, _ in PLACES.values() for name in table} | set(keys.TERM))


@given(
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(ALL_KEYS) | st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
)
def test_the_schema_refuses_a_key_exactly_where_the_loader_does(place: str, key: str) -> None:
    table, text = PLACES[place]
    if f"{key}:" in text:
        return
    text = text.replace("KEY", f"{key}:")
    codes = {problem.code for problem in loads(text)[1]}
    assert ("unknown-key" in codes) == (key not in table)
    assert schema_takes(text) == (key in table)


@given(st.from_regex(r"[a-z_]{1,12}", fullmatch=True))
def test_a_term_may_have_any_attribute(key: str) -> None:
    text = f"terms: {{a: [{{name: b, {key}: }}]}}\n"
    if key != "name":
        assert loader_takes(text) == schema_takes(text) is True


@pytest.mark.parametrize("place", PLACES)
def test_each_key_is_described(place: str) -> None:
    assert all(key.doc.endswith(".") for key in PLACES[place][0].values())
    text = json.dumps(schema())
    assert all(json.dumps(key.doc) in text for key in PLACES[place][0].values())


def test_each_shape_is_in_the_schema() -> None:
    tables = [table for table, _ in PLACES.values()] + [keys.TERM]
    used = {key.shape for table in tables for key in table.values()}
    assert used == set(Shape)


SCALARS = st.sampled_from(
    [
        "a",
        "b c",
        "2024",
        "true",
        "1.5",
        "",
        "''",
        "'  '",
        "-1",
        "10 %",
        "off",
        "'3'",
        "one",
        "cloze",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(st.sampled_from(["a", "choice", "name", "x"]), inner, max_size=2).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        )
    ),
    max_leaves=4,
)

#: Problems that no schema can see: what a value says, and what it is the name of.
UNSEEN = frozenset(
    [
        "no-root",
        "not-a-date",
        "unknown-source",
        "unknown-mark",
        "which-mark",
        "unknown-vocabulary",
        "unknown-term",
        "unknown-attribute",
        "no-such-column",
        "order-and-set",
        "several-values",
        "no-name",
        "duplicate-id",
        "right-and-wrong",
        "not-a-count",
    ]
)


TERMS = (keys.TERM, "terms:\n  a:\n  - name: b\n    KEY\n")


@given(st.sampled_from([*PLACES.values(), TERMS]), st.data())
def test_the_schema_refuses_a_shape_only_where_the_loader_does(
    place: tuple[Table, str], data: st.DataObject
) -> None:
    table, text = place
    key = data.draw(st.sampled_from([name for name in table if f"{name}:" not in text]))
    value = data.draw(VALUES)
    text = text.replace("KEY", f"{key}: {value}")
    _, problems = parse(text, "facts.yaml")
    if any(problem.is_error for problem in problems):
        return
    codes = {problem.code for problem in loads(text)[1] if problem.is_error}
    taken = schema_takes(text)
    if not codes:
        assert taken
    elif codes.isdisjoint(UNSEEN):
        assert not taken


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
