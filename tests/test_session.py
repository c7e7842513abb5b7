"""A session in progress: what comes next, what comes again, what counts."""

import pytest

import nkquiz
from nkquiz import Choose, Session
from nkquiz.item import Item
from nkquiz.model import Deck

SIX = """
id: six
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire, Po]
facts:
  - {id: a, fact: "The ==Danube|river== flows through Vienna."}
  - {id: b, fact: "The ==Rhine|river== flows through Basel."}
  - {id: c, fact: "The ==Elbe|river== flows through Dresden."}
  - {id: d, fact: "The ==Vistula|river== flows through Warsaw."}
  - {id: e, fact: "The ==Loire|river== flows through Nantes."}
  - {id: f, fact: "The ==Po|river== flows through Turin."}
"""


def of(text: str, kind: str = "cloze") -> Session:
    deck, problems = nkquiz.loads(text)
    assert problems == ()
    items, _ = nkquiz.generate(deck, kinds=(kind,))
    return Session(deck, items)


@pytest.fixture
def session() -> Session:
    return of(SIX)


def now(session: Session) -> Item:
    assert session.current is not None
    return session.current


def test_a_session_without_answers_has_a_score_of_nothing(session: Session) -> None:
    summary = session.summary()
    assert (summary.total.points, summary.total.possible, summary.total.items) == (0, 0, 0)
    assert summary.by_kind == {}
    assert summary.missed == ()
    assert (session.answered, session.right, session.again) == (0, 0, False)


def test_a_session_without_items_is_over() -> None:
    session = Session(Deck(), ())
    assert session.current is None
    with pytest.raises(LookupError):
        session.submit("x")


def test_nothing_comes_again_that_was_right(session: Session) -> None:
    asked = []
    while session.current:
        asked.append(now(session).id)
        assert session.submit(now(session).answers[0]).accepted
    assert asked == [item.id for item in session.items]
    assert session.right == session.answered == 6
    assert session.summary().missed == ()


def test_what_was_missed_comes_again_after_four_others(session: Session) -> None:
    missed = now(session).id
    session.submit("")
    for _ in range(4):
        assert now(session).id != missed
        assert not session.again
        session.submit(now(session).answers[0])
    assert now(session).id == missed
    assert session.again


def test_the_first_answer_counts(session: Session) -> None:
    missed = now(session)
    session.submit("Volga")
    while session.current:
        session.submit(now(session).answers[0])
    summary = session.summary()
    assert (summary.total.points, summary.total.possible) == (5, 6)
    assert [(a.item.id, a.response) for a in summary.missed] == [(missed.id, "Volga")]
    assert (session.answered, session.right) == (6, 5)


def test_the_last_item_comes_again_at_once() -> None:
    session = of(
        "facts: [{id: a, fact: The old castle above the town burned down in a ==storm== of the last century.}]"
    )
    session.submit("x")
    assert session.again
    session.submit("storm")
    assert session.current is None


def test_a_session_ends_even_if_nothing_is_ever_right(session: Session) -> None:
    answers = 0
    while session.current:
        session.submit("x")
        answers += 1
    assert answers == 4 * len(session.items)
    assert len(session.summary().missed) == len(session.items)


def test_a_choice_is_answered_with_the_text_of_an_option() -> None:
    session = of(SIX, "multiple-choice")
    choice = now(session).interaction
    assert isinstance(choice, Choose)
    assert session.submit(choice.key.text).accepted


def test_the_score_is_by_kind() -> None:
    deck, _ = nkquiz.loads(SIX)
    items, _ = nkquiz.generate(deck, kinds=("cloze", "multiple-choice"))
    session = Session(deck, items)
    while session.current:
        session.submit(now(session).answers[0] if now(session).kind == "cloze" else "")
    by_kind = session.summary().by_kind
    assert by_kind["cloze"].points == by_kind["cloze"].possible == 6
    assert by_kind["multiple-choice"].points == 0
    assert by_kind["multiple-choice"].possible == 6
