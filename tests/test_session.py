"""A session in progress: what comes next, what comes again, what counts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nkquiz
from nkquiz import Choose, Rating, Session, Verdict
from nkquiz.item import Item
from nkquiz.model import Deck
from nkquiz.session import Agreement, Attempt, agreement

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


# -- what is kept -------------------------------------------------------------------------


class Notes:
    """A journal in memory: rows are numbered, and those taken back are gone."""

    def __init__(self) -> None:
        self.rows: dict[str, Attempt] = {}
        self.fails = False
        self._number = 0

    def record(self, attempt: Attempt) -> str:
        if self.fails:
            raise OSError("the disk is full")
        self._number += 1
        self.rows[str(self._number)] = attempt
        return str(self._number)

    def amend(self, row: str, attempt: Attempt) -> str:
        new = self.record(attempt)
        del self.rows[row]
        return new

    def take_back(self, row: str) -> None:
        if self.fails:
            raise OSError("the disk is full")
        del self.rows[row]


def kept(text: str = SIX, kind: str = "cloze", **more: Any) -> tuple[Session, Notes]:
    deck, problems = nkquiz.loads(text)
    assert problems == ()
    items, _ = nkquiz.generate(deck, kinds=(kind,))
    notes = Notes()
    return Session(deck, items, 0, notes, **more), notes


PERSON = """
id: people
terms:
  person: {sort: person, rows: [{name: Johann Wolfgang von Goethe}, {name: Max Planck}]}
facts:
  - {id: faust, fact: "The play Faust was written by ==Johann Wolfgang von Goethe|person== over sixty years."}
  - {id: quanta, fact: "The constant of all quanta bears the name of ==Max Planck|person== to this day."}
"""


def standing(session: Session, notes: Notes) -> bool:
    """Whether the journal has the attempts of the session, and nothing else."""
    return list(notes.rows.values()) == session.attempts


def test_an_answer_that_is_not_kept_was_not_given() -> None:
    session, notes = kept()
    notes.fails = True
    item = now(session)
    with pytest.raises(OSError, match="full"):
        session.submit("Danube")
    assert (session.attempts, session.current) == ([], item)


def test_an_answer_that_can_not_be_taken_back_stands() -> None:
    session, notes = kept()
    session.submit("Danube")
    notes.fails = True
    for change in (session.undo, session.guess):
        with pytest.raises(OSError, match="full"):
            change()
    assert len(session.attempts) == session.answered == 1
    assert standing(session, notes)


@pytest.mark.parametrize("change", ["undo", "object", "guess"])
def test_without_an_answer_there_is_nothing_to_change(change: str) -> None:
    session, _ = kept()
    assert not session.may_object
    assert not session.may_be_guessed
    with pytest.raises(LookupError):
        getattr(session, change)()


def test_each_answer_is_kept_with_what_it_says() -> None:
    session, notes = kept()
    session.submit("Danube")
    session.submit("Volga", hinted=True)
    session.submit("Elbe", hinted=True)
    assert standing(session, notes)
    assert [list(a.ratings.items()) for a in session.attempts] == [
        [("six/a/Danube", Rating.GOOD)],
        [("six/b/Rhine", Rating.AGAIN)],
        [("six/c/Elbe", Rating.HARD)],
    ]


def test_a_repetition_says_nothing_about_memory() -> None:
    session, _ = kept()
    session.submit("Volga")
    while session.current:
        session.submit(now(session).answers[0])
    said = [a.ratings for a in session.attempts if a.item.id == "six/a/Danube/cloze"]
    assert said == [{"six/a/Danube": Rating.AGAIN}, {}]


def test_a_memory_that_two_items_ask_for_is_rated_once() -> None:
    deck, _ = nkquiz.loads(SIX)
    items, _ = nkquiz.generate(deck, kinds=("cloze", "multiple-choice"))
    session = Session(deck, [item for item in items if item.fact_ids == ("six/a",)])
    while session.current:
        session.submit("Danube")
    assert [len(attempt.ratings) for attempt in session.attempts] == [1, 0]


def test_a_cram_says_nothing_about_memory() -> None:
    session, notes = kept(cram=True)
    session.submit("Danube")
    session.grade(Rating.EASY)
    session.submit("x")
    session.object()
    assert [attempt.ratings for attempt in notes.rows.values()] == [{}, {}, {}]


def has(session: Session, what: str) -> bool:
    """A property that changes, which mypy would take for settled once it was asserted."""
    return bool(getattr(session, what))


# -- taken back ---------------------------------------------------------------------------


def test_what_is_taken_back_is_asked_again() -> None:
    session, notes = kept()
    first = now(session)
    session.submit("Volga")
    second = now(session)
    taken = session.undo()
    assert (taken.item, taken.response) == (first, "Volga")
    assert now(session) == first
    assert not session.again
    session.submit("Danube")
    assert now(session) == second
    assert session.right == session.answered == len(notes.rows) == 1
    while session.current:
        session.submit(now(session).answers[0])
    assert session.summary().missed == ()


def test_all_can_be_taken_back_one_by_one() -> None:
    session, notes = kept()
    before = []
    for response in ("x", "Rhine", "x", "Vistula", "x", "Po", "Danube", "x"):
        before.append((session.current, session.again, session.answered, session.right))
        session.submit(response)
    after = []
    while session.attempts:
        session.undo()
        after.append((session.current, session.again, session.answered, session.right))
    assert after == before[::-1]
    assert notes.rows == {}


def test_the_last_answer_of_all_can_be_taken_back() -> None:
    session, _ = kept()
    while session.current:
        session.submit(now(session).answers[0])
    last = session.undo().item
    assert session.current == last


# -- too vague ----------------------------------------------------------------------------


def test_a_prompt_is_final_where_nobody_asks_again() -> None:
    session, _ = kept(PERSON)
    assert session.submit("Johann").verdict is Verdict.PROMPT
    assert not has(session, "prompted")
    assert [list(a.ratings.values()) for a in session.attempts] == [[Rating.AGAIN]]


def test_a_prompt_is_asked_for_once_more() -> None:
    session, notes = kept(PERSON)
    item = now(session)
    assert session.propose("Johann").verdict is Verdict.PROMPT
    assert has(session, "prompted")
    assert session.current == item
    assert session.summary().total.items == 0
    assert session.propose("Johann Wolfgang von Goethe").accepted
    assert not has(session, "prompted")
    assert session.current != item
    assert [list(a.ratings.values()) for a in session.attempts] == [[], [Rating.HARD]]
    assert session.summary().total.points == session.right == 1
    assert standing(session, notes)


def test_a_second_prompt_is_final() -> None:
    session, _ = kept(PERSON)
    session.propose("Johann")
    session.propose("Johann")
    assert not has(session, "prompted")
    assert [list(a.ratings.values()) for a in session.attempts] == [[], [Rating.AGAIN]]
    assert session.summary().total.points == 0


def test_a_hint_before_a_prompt_still_counts_after_it() -> None:
    session, _ = kept(PERSON)
    session.propose("Johann", hinted=True)
    session.propose("Goethe")
    assert session.attempts[-1].hinted


def test_a_prompt_can_be_taken_back_and_so_can_the_answer_after_it() -> None:
    session, _ = kept(PERSON)
    session.propose("Johann")
    session.propose("x")
    session.undo()
    assert has(session, "prompted")
    session.undo()
    assert not has(session, "prompted")
    session.propose("Goethe")
    assert [list(a.ratings.values()) for a in session.attempts] == [[Rating.GOOD]]


def test_an_objection_to_a_prompt_ends_the_asking() -> None:
    session, _ = kept(PERSON)
    item = now(session)
    session.propose("Johann")
    assert session.object().accepted
    assert not has(session, "prompted")
    assert session.current != item
    assert [list(a.ratings.values()) for a in session.attempts] == [[Rating.GOOD]]
    assert session.summary().total.points == 1


# -- objections and guesses ---------------------------------------------------------------


@pytest.mark.parametrize("response", ["Danube", "Danub", "", "  "])
def test_nobody_objects_to_what_counts_or_was_not_said(response: str) -> None:
    session, _ = kept()
    session.submit(response)
    assert not has(session, "may_object")
    with pytest.raises(LookupError):
        session.object()


def test_an_objection_counts_and_the_item_does_not_come_again() -> None:
    session, notes = kept()
    session.submit("Ister", hinted=True)
    assert has(session, "may_object")
    result = session.object()
    assert (result.verdict, result.points) == (Verdict.CORRECT, 1)
    assert session.attempts[-1].objected
    assert session.attempts[-1].ratings == {"six/a/Danube": Rating.HARD}
    assert standing(session, notes)
    while session.current:
        session.submit(now(session).answers[0])
    assert session.summary().total.points == session.right == 6


def test_an_objection_to_the_only_question_left_ends_the_session() -> None:
    session, _ = kept()
    while len(session.attempts) < 5:
        session.submit(now(session).answers[0])
    session.submit("Eridanus")
    assert session.again
    session.object()
    assert session.current is None


def test_what_was_objected_for_counts_the_next_time() -> None:
    session, _ = kept()
    session.submit("Ister")
    while session.again or session.answered < 6:
        session.submit(now(session).answers[0] if not session.again else "Ister")
    assert session.attempts[-1].result.accepted is False
    session.object()
    earlier, _ = kept(agreed=[Agreement("six/a/Danube", "danube", "ister")])
    assert earlier.submit(" ISTER ").accepted
    assert not earlier.may_object


@pytest.mark.parametrize(
    "agreed",
    [
        Agreement("six/b/Rhine", "danube", "ister"),  # of another memory
        Agreement("six/a/Danube", "ister", "ister"),  # when the answer was another
        Agreement("six/a/Danube", "danube", "hister"),
    ],
)
def test_an_agreement_counts_for_nothing_else(agreed: Agreement) -> None:
    session, _ = kept(agreed=[agreed])
    assert not session.submit("Ister").accepted


def test_an_objection_that_is_taken_back_counts_no_more() -> None:
    session, _ = kept()
    session.submit("Ister")
    session.object()
    session.undo()
    assert not session.submit("Ister").accepted


@pytest.mark.parametrize("kind", ["true-false", "matching", "ordering"])
def test_what_means_something_else_the_next_time_is_no_agreement(kind: str) -> None:
    assert agreement(kind, ["six/a/Danube"], "True", "False") is None


def test_a_guess_is_hard() -> None:
    session, notes = kept(kind="multiple-choice")
    session.submit("Danube")
    assert has(session, "may_be_guessed")
    session.guess()
    assert session.attempts[-1].guessed
    assert session.attempts[-1].ratings == {"six/a/Danube": Rating.HARD}
    assert not has(session, "may_be_guessed")
    assert session.right == 1
    assert standing(session, notes)


def test_a_wrong_answer_was_no_lucky_guess() -> None:
    session, _ = kept()
    session.submit("Volga")
    assert not has(session, "may_be_guessed")
    with pytest.raises(LookupError):
        session.guess()


# -- one's own grade ----------------------------------------------------------------------


@pytest.mark.parametrize("rating", Rating)
def test_a_grade_is_the_rating(rating: Rating) -> None:
    session, notes = kept()
    result = session.grade(rating)
    assert result.accepted is (rating is not Rating.AGAIN)
    assert session.attempts[0].ratings == {"six/a/Danube": rating}
    assert session.attempts[0].grade is rating
    assert not has(session, "may_object")
    assert not has(session, "may_be_guessed")
    assert standing(session, notes)


def test_a_grade_for_true_or_false_says_nothing_about_memory() -> None:
    session, _ = kept(kind="true-false")
    session.grade(Rating.GOOD)
    assert session.attempts[0].ratings == {}


# -- all together -------------------------------------------------------------------------


@given(st.lists(st.sampled_from(["right", "wrong", "vague", "undo", "object", "guess", "grade"])))
def test_the_journal_has_what_stands_whatever_is_done(deeds: list[str]) -> None:
    session, notes = kept(PERSON)
    for deed in deeds:
        if deed == "undo" and session.attempts:
            session.undo()
        elif deed == "object" and session.may_object:
            session.object()
        elif deed == "guess" and session.may_be_guessed:
            session.guess()
        elif session.current is None:
            continue
        elif deed == "right":
            session.propose(now(session).answers[0])
        elif deed == "vague":
            session.propose("Johann")
        elif deed == "wrong":
            session.propose("Newton")
        elif deed == "grade":
            session.grade(Rating.EASY)
        assert standing(session, notes)
        known = [memory for attempt in session.attempts for memory in attempt.ratings]
        assert len(known) == len(set(known)) == session.answered
        assert session.summary().total.items == session.answered
        assert session.summary().total.points == session.right
