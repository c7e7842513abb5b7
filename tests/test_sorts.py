"""What every sort of value must do, by the example that it gives of itself."""

import ast
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import nkquiz
from nkquiz.item import Choose, Item
from nkquiz.knowledge import knowledge_of
from nkquiz.loader.keys import ATTRIBUTE
from nkquiz.model import Deck
from nkquiz.schema import schema
from nkquiz.values import (
    SORTS,
    TEXT,
    Date,
    Limits,
    Room,
    Value,
    ValueSort,
    ends,
    equal,
    may_be_equal,
    parse_tolerance,
    position,
    read_value,
    written_alike,
)
from nkquiz.values.sorts.coordinates import parse_coordinates

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = Limits(Room(), ends(Date(2026)))
ROOT = Path(__file__).parent.parent
#: In which places of four the key may stand, and how far the others are then from it.
OFFSETS = [[i - rank for i in range(4) if i != rank] for rank in range(4)]

every_sort = pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)


def example(sort: ValueSort[Any]) -> Value:
    value = read_value(sort.example)
    assert value is not None
    return value


def deck_of(sort: ValueSort[Any], *answers: str) -> Deck:
    """A deck that asks for the example in a sentence, and for these in a template."""
    text = f"facts:\n  - {{id: alone, fact: 'The map says =={sort.example}== in its corner.'}}\n"
    rows = "".join(f"      - {{name: Thing {n}, it: '{a}'}}\n" for n, a in enumerate(answers))
    if rows:
        text += (
            f"terms:\n  thing:\n    attributes: {{it: {{sort: {sort.name}}}}}\n    rows:\n{rows}"
            'templates:\n  - {id: it, for: thing, fact: "{name} has =={it}==, I think."}\n'
        )
    deck, problems = nkquiz.loads(text)
    assert problems == ()
    return deck


def made_up(sort: ValueSort[Any]) -> list[str]:
    """The example, and values in steps from it, ascending."""
    key, limits = example(sort), LIMITS
    (texts, *_) = sort.stepped(key, [1, 2, 3], limits)[0]
    return [sort.example, *texts]


def items_of(deck: Deck, kind: str) -> dict[str, Item]:
    items, problems = nkquiz.generate(deck, kinds=(kind,))
    assert problems == ()
    return {item.fact_ids[0]: item for item in items}


@every_sort
def test_it_recognises_its_example_and_reads_it_when_told(sort: ValueSort[Any]) -> None:
    assert example(sort).sort is sort
    assert read_value(sort.example, sort) == example(sort)
    assert read_value("nothing of the kind", sort) is None


@every_sort
def test_a_value_is_itself_and_of_its_sort_alone(sort: ValueSort[Any]) -> None:
    key = example(sort)
    assert equal(key, key)
    assert may_be_equal(key, key)
    assert written_alike(key, key)
    for other in SORTS:
        if other is not sort:
            assert not equal(key, example(other))
            assert not may_be_equal(key, example(other))
            assert not written_alike(key, example(other))


@every_sort
@pytest.mark.parametrize("offsets", OFFSETS, ids=str)
def test_steps_are_other_values_written_like_the_key(
    sort: ValueSort[Any], offsets: list[int]
) -> None:
    key, limits = example(sort), LIMITS
    tries = [texts for length in sort.stepped(key, offsets, limits) for texts in length]
    assert tries
    for texts in tries:
        values = [read_value(text, sort) for text in texts]
        found = [value for value in values if value is not None]
        assert len(found) == len(offsets)
        for value in found:
            assert not may_be_equal(key, value)
            assert written_alike(key, value)
            assert sort.fits(value, key, limits)
            assert sort.difference(value, key)
        for offset, value in zip(offsets, found, strict=True):
            assert (position(value) > position(key)) is (offset > 0)
        assert all(position(a) < position(b) for a, b in pairwise(found))


@every_sort
def test_choices_have_values_of_the_column_or_steps(sort: ValueSort[Any]) -> None:
    texts = made_up(sort)
    items = items_of(deck_of(sort, *texts), "multiple-choice")
    assert len(items) == 5
    for item in items.values():
        choice = item.interaction
        assert isinstance(choice, Choose)
        assert choice.ordered
        values = [read_value(option.text, sort) for option in choice.options]
        places = [position(value) for value in values if value is not None]
        assert len(places) == 4
        assert places == sorted(places)
    of_rows = [items[key].interaction for key in items if not key.endswith("/alone")]
    for choice in of_rows:
        assert isinstance(choice, Choose)
        assert {option.text for option in choice.options} == set(texts)


@every_sort
def test_typed_answers_go_by_value(sort: ValueSort[Any]) -> None:
    deck = deck_of(sort)
    (item,) = items_of(deck, "cloze").values()
    right = nkquiz.score(deck, item, sort.example)
    assert (right.verdict, right.points) == (nkquiz.Verdict.CORRECT, right.possible)
    for text in made_up(sort)[1:]:
        result = nkquiz.score(deck, item, text)
        assert (result.verdict, result.points) == (nkquiz.Verdict.WRONG, 0)
        assert result.feedback
    assert sort.noun in nkquiz.score(deck, item, "nothing like it").feedback


@every_sort
@pytest.mark.parametrize("name", ["sheet.md", "sheet.html", "page.html"])
def test_sheets_and_pages_have_it(sort: ValueSort[Any], name: str, tmp_path: Path) -> None:
    deck = deck_of(sort, *made_up(sort))
    kinds = ("cloze", "multiple-choice")
    items, _ = nkquiz.generate(deck, kinds=kinds)
    format_ = "web" if name.startswith("page") else None
    assert nkquiz.export(deck, items, tmp_path / name, format=format_) == ()
    assert sort.example in (tmp_path / name).read_text("utf-8")


@every_sort
def test_a_tolerance_that_it_proposes_is_one_that_it_takes(sort: ValueSort[Any]) -> None:
    for text in sort.tolerance.split(", or "):
        tolerance = parse_tolerance(text)
        assert tolerance is not None
        assert sort.takes(tolerance, None)
        assert sort.takes(tolerance, example(sort))


@pytest.mark.parametrize(
    ("answer", "tolerance", "is_taken"),
    [
        ("38° N", "10 %", False),
        ("38° N", "5 km", False),
        ("38° N", "0.5", True),
        ("1789", "10 %", False),
        ("1789", "2 km", False),
        ("1789", "2 years", True),
        ("1,250 km", "2 years", False),
        ("1,250 km", "100 m", True),
        ("1,250", "10 %", True),
        ("a phrase", "10 %", True),
    ],
)
@pytest.mark.parametrize("by_column", [False, True])
def test_check_names_a_tolerance_that_means_nothing_for_a_value(
    answer: str, tolerance: str, is_taken: bool, by_column: bool
) -> None:
    text = (
        f"terms:\n  thing:\n    attributes: {{it: {{tolerance: '{tolerance}'}}}}\n"
        f"    rows: [{{name: Thing, it: '{answer}'}}]\n"
        "templates:\n  - {id: it, for: thing, fact: 'The book says {name} has =={it}== there.'}\n"
        if by_column
        else f"facts:\n  - fact: 'The book says that it was =={answer}== there.'\n"
        f"    marks: {{'{answer}': {{tolerance: '{tolerance}'}}}}\n"
    )
    deck, problems = nkquiz.loads(text)
    assert problems == ()
    told = [p for p in nkquiz.check(deck, now=NOW) if p.code == "not-a-tolerance"]
    assert [p.is_error for p in told] == ([] if is_taken else [False])


@pytest.mark.parametrize(
    "text",
    ["95° N", "181° E", "50° 60′ N", "50° 75′ N", "50° 0′ 60″ N", "1,250° N", "90° 0′ 1″ S"],
)
def test_what_is_no_angle_is_no_position(text: str) -> None:
    assert parse_coordinates(text) is None


def test_the_meridian_opposite_to_that_of_greenwich_is_one() -> None:
    west, east = map(parse_coordinates, ("180° W", "180° E"))
    assert west is not None
    assert west == east
    near, far = map(parse_coordinates, ("179.9° W", "179.9° E"))
    assert near is not None
    assert far is not None
    assert equal(near, far, "0.2")
    assert not equal(near, far, "0.1")


def test_steps_from_a_padded_angle_are_padded() -> None:
    key = parse_coordinates("05° 12′ S 009° 03′ E")
    assert key is not None
    texts = [
        t for tries in key.sort.stepped(key, [-1, 1, 2], LIMITS) for step in tries for t in step
    ]
    assert "07° 12′ S 007° 03′ E" in texts or "04° 12′ S 010° 03′ E" in texts
    assert all(len(text) == len(key.text) for text in texts)


@pytest.mark.parametrize(
    ("other", "alike"), [("12° 30′ S", True), ("07° 30′ S", True), ("7° 30′ S", False)]
)
def test_a_padded_angle_stands_out_beside_a_short_one(other: str, alike: bool) -> None:
    key, value = parse_coordinates("05° 12′ S"), parse_coordinates(other)
    assert key is not None
    assert value is not None
    assert written_alike(key, value) is alike
    assert written_alike(value, key) is alike


def test_what_an_author_may_say_is_in_the_registry_and_the_docs() -> None:
    names = (TEXT, *(sort.name for sort in SORTS))
    assert ATTRIBUTE["sort"].choices == names
    assert str(list(names)).replace("'", '"') in str(schema()).replace("'", '"')
    docs = (ROOT / "docs" / "format.md").read_text("utf-8")
    for sort in SORTS:
        assert f"\n| `{sort.name}` | {sort.example} | " in docs


def test_a_text_is_never_read_as_a_value() -> None:
    deck, _ = nkquiz.loads(
        "terms:\n  book:\n    attributes: {title: {sort: text}}\n    rows:\n"
        "      - {name: A, title: '1984'}\n"
        'templates:\n  - {id: t, for: book, fact: "{name} is called =={title}==."}\n'
    )
    (fact,) = deck.facts
    assert knowledge_of(deck).answers.of(fact, fact.marks[0]).value is None
    assert read_value("1984") == Date(1984)


def test_nobody_else_asks_which_sort_a_value_is_of() -> None:
    """Outside `values` the modules with a sort's own typed rules alone may know its class."""
    package = Path(nkquiz.__file__).parent
    own = {"scoring/dates.py", "scoring/numbers.py"}
    classes = {type(example(sort)).__name__ for sort in SORTS}
    asking = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if name.startswith("values/") or name in own:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
                names = {n.id for n in ast.walk(node.args[1]) if isinstance(n, ast.Name)}
                asking += [f"{name}:{node.lineno}"] if names & classes else []
    assert len(classes) == len(SORTS)
    assert asking == []
