"""Whatever the answer is, and whatever is typed: a verdict, and never an exception."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nkquiz
from nasty import LOOKALIKES, documents, responses, typed
from nkquiz.item import Choose
from nkquiz.loader import loads
from nkquiz.quiz import generate
from nkquiz.scoring import Verdict, score
from typed_items import typed_items


@given(documents(), st.data())
def test_any_answer_and_any_response_have_a_verdict(
    document: dict[str, Any], data: st.DataObject
) -> None:
    deck, items = typed(document)
    for item in items:
        response = data.draw(responses(item.answers))
        result = score(deck, item, response)
        assert 0 <= result.points <= result.possible == 1
        assert result.accepted is (result.verdict in (Verdict.CORRECT, Verdict.TYPO))


@pytest.mark.parametrize("sign", ["!!", "+", "¥", "😀"])
@pytest.mark.parametrize("way", ["the answer", "another name", "accepted"])
def test_a_sign_is_an_answer_like_any_other(sign: str, way: str) -> None:
    name = sign if way == "the answer" else "Yen"
    also = sign if way == "another name" else "Y"
    accept = sign if way == "accepted" else "E"
    deck, problems = loads(
        f'terms: {{w: [{{name: "{name}", also: ["{also}"]}}]}}\n'
        f'facts: [{{fact: "It is =={name}==.", marks: {{"{name}": {{accept: ["{accept}"]}}}}}}]\n'
    )
    assert not problems
    item = typed_items(deck)[name]
    assert score(deck, item, sign).verdict is Verdict.CORRECT
    for response in ("yes", "!", "nn", "the yens"):
        assert score(deck, item, response).verdict is Verdict.WRONG


@pytest.mark.parametrize("way", ["", "{sort: number}", "{sort: date}"])
def test_an_answer_of_more_digits_than_python_reads_is_judged(way: str) -> None:
    long = "1" * 5000
    deck, _ = loads(
        f"terms: {{w: {{attributes: {{v: {way}}}, rows: [{{name: Bonn, v: {long}}}]}}}}\n"
        'templates: [{for: w, fact: "{name} has =={v}==."}]\n'
    )
    item = typed_items(deck)[long]
    assert score(deck, item, long[:200]).verdict is Verdict.WRONG
    assert score(deck, item, "12").verdict is Verdict.WRONG


@pytest.mark.parametrize("letter", LOOKALIKES)
@pytest.mark.parametrize("answer", ["38° {}", "38° {}outh", "100 {}", "{}ix", "3 {}eptember 1999"])
def test_letters_that_some_take_for_others_are_no_exception(letter: str, answer: str) -> None:
    text = answer.format(letter)
    deck, _ = loads(f"facts: [The log of the ship says =={text}== there.]\n")
    assert generate(deck, kinds=("cloze", "multiple-choice"))[1] == ()
    assert score(deck, typed_items(deck)[text], text).verdict is Verdict.CORRECT
    deck, _ = loads("facts: [The log of the ship says ==38° S== there.]\n")
    verdict = score(deck, typed_items(deck)["38° S"], text).verdict
    assert (verdict is Verdict.CORRECT) is (text in ("38° ſ", "38° ſouth"))


@pytest.mark.parametrize("digits", ["9" * 30, "1234567890" * 3])
def test_a_number_keeps_digits_beyond_those_of_the_usual_context(digits: str) -> None:
    deck, _ = loads(f"facts: [Whoever counts the grains of sand comes to =={digits}== of them.]\n")
    assert not [p for p in nkquiz.check(deck, now=datetime(2026, 1, 1, tzinfo=UTC)) if p.is_error]
    items, _ = generate(deck, kinds=("multiple-choice",))
    choice = items[0].interaction
    assert isinstance(choice, Choose)
    last = digits[-10:]
    assert [option.text for option in choice.options if not option.text.endswith(last)] == []
    item = typed_items(deck)[digits]
    near = str(int(digits) + 1)
    for response, said in ((near, "too high"), (f"-{digits}", "right number, wrong sign")):
        assert score(deck, item, response).feedback == said


def test_a_korean_name_with_a_sign_for_its_given_name_is_judged() -> None:
    deck, _ = loads(
        "terms: {p: {sort: person, names: korean, rows: [ς ☭]}}\nfacts: [It was ==ς ☭==.]\n"
    )
    assert score(deck, typed_items(deck)["ς ☭"], "ς n☭").verdict is Verdict.TYPO


def test_a_denial_is_one_where_the_question_denies_too() -> None:
    deck, _ = loads("facts: [The answer of the old computer is not always ==42== here.]\n")
    assert score(deck, typed_items(deck)["42"], "42 not").verdict is Verdict.WRONG
