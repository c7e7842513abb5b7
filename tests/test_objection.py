"""Second thoughts at the keyboard (`u`, `!`, `g`, a second try, one's own grade), and `disputes`."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

import nkquiz
from commands import Learner
from nkquiz.cli.playing import agreed
from nkquiz.schedule import Rating
from nkquiz.store import Answer
from played import ENVIRONMENT, SEQUENCE, Terminal, key_of

TOWNS = """\
id: towns   # of the atlas
title: Towns
terms:
  river: [Danube, Rhine, Elbe, Loire]   # in no order
  person:
    sort: person
    rows:
      - {name: Johann Wolfgang von Goethe}
  city:
    file: cities.csv
facts:
  # the longest first
  - id: vienna
    fact: The ==Danube|river== flows through Vienna before it reaches the sea.
    kinds: [multiple-choice]

  - id: faust
    fact: The play Faust was written by ==Johann Wolfgang von Goethe|person== over sixty years.
    kinds: [cloze]
  - The oldest stone bridge of the land was built of ==red sandstone== by monks.
templates:
  - id: lies
    for: city
    fact: "The city {name} lies on the banks of the =={river}==."
    marks:
      river: {kinds: [cloze]}
"""
CITIES = "name,river,mayor\nDresden,Elbe,\n"
CHOICE, TYPED = "--kind=multiple-choice", "--kind=cloze"


@pytest.fixture
def learner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Learner:
    deck = tmp_path / "towns.yaml"
    deck.write_text(TOWNS, encoding="utf-8")
    (tmp_path / "cities.csv").write_text(CITIES, encoding="utf-8")
    return Learner(monkeypatch, capsys, deck, tmp_path / "store.db")


@pytest.fixture
def terminals(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Terminal]]:
    monkeypatch.setitem(ENVIRONMENT, "NKQUIZ_STORE", str(learner.store))
    monkeypatch.setitem(ENVIRONMENT, "NKQUIZ_NOW", learner.now.isoformat())
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.child.close(force=True)


def played(terminals: list[Terminal], *arguments: object, command: str = "quiz") -> Terminal:
    terminals.append(Terminal(*arguments, command=command))
    return terminals[-1]


def only(learner: Learner) -> Answer:
    (answer,) = learner.answers
    return answer


# -- keys -----------------------------------------------------------------------------------


def test_u_takes_back_the_last_answer(learner: Learner, terminals: list[Terminal]) -> None:
    quiz = played(terminals, learner.deck, CHOICE)
    key = key_of("Danube", quiz.see("q end"))
    wrong = "a" if key != "a" else "b"
    quiz.press(wrong)
    quiz.see("Wrong")
    quiz.see("u undo")
    quiz.press("u")
    quiz.see("is taken back")
    quiz.see("q end")
    quiz.press(key)
    quiz.see("Correct")
    assert quiz.finish() == 0
    assert "1 of 1 points" in quiz.plain
    assert only(learner).ratings == {"towns/vienna/Danube": Rating.GOOD}


def test_u_takes_back_the_very_last_answer(learner: Learner, terminals: list[Terminal]) -> None:
    quiz = played(terminals, learner.deck, CHOICE)
    key = key_of("Danube", quiz.see("q end"))
    quiz.press(key)
    quiz.see("Enter finish.*u undo")
    quiz.press("u")
    quiz.see("is taken back")
    quiz.see("q end")
    quiz.press("q")
    quiz.see("No question was answered")
    assert quiz.end() == 0
    assert learner.answers == []


def test_g_says_that_it_was_a_guess(learner: Learner, terminals: list[Terminal]) -> None:
    review = played(terminals, learner.deck, CHOICE, command="review")
    review.press(key_of("Danube", review.see("q end")))
    review.see("g I guessed")
    review.press("g")
    review.see("Last answer: .*noted as a guess")
    review.see("Enter finish")
    review.press("g")
    review.see("there is no right answer to have guessed")
    assert review.finish() == 0
    assert "Nothing is due today." in review.plain
    answer = only(learner)
    assert (answer.guessed, list(answer.ratings.values())) == (True, [Rating.HARD])


def test_an_objection_is_kept_and_counts_from_then_on(
    learner: Learner, terminals: list[Terminal]
) -> None:
    quiz = played(terminals, learner.deck, TYPED, "--count=3")
    for _ in range(3):
        quiz.see(":q end")
        quiz.press("old stone\r")
        quiz.see("Wrong")
        quiz.see("! mine counts")
        quiz.press("!\r")
        quiz.see("Last answer: .*counts, as you say: old stone")
    assert quiz.finish() == 0
    assert "3 of 3 points · 100 %" in quiz.plain
    assert [answer.objected for answer in learner.answers] == [True] * 3
    assert all(list(a.ratings.values()) == [Rating.GOOD] for a in learner.answers)
    done = learner.does("quiz", TYPED, lines="old stone\n" * 3)
    assert done.verdicts == ["Correct"] * 3
    assert "Correct: it counts, as you said before" in done.out


def test_what_is_too_vague_is_asked_for_once_more(
    learner: Learner, terminals: list[Terminal]
) -> None:
    quiz = played(terminals, learner.deck, TYPED, "--seed=0")
    while "Faust" not in quiz.see(":q end"):
        quiz.press("x\r")
        quiz.see("Wrong")
    quiz.press("Johann\r")
    shown = SEQUENCE.sub("", quiz.see(":q end"))
    assert "… Prompt" in shown
    assert "Goethe" not in shown  # the answer is not given away yet
    quiz.press("Johann Wolfgang von Goethe\r")
    quiz.see("Correct")
    quiz.see(":q end|finish")
    quiz.press("\x03")
    assert quiz.end() == 130
    said = [a for a in learner.answers if "/faust/" in a.item]
    assert [a.verdict.value for a in said] == ["prompt", "correct"]
    assert [list(a.ratings.values()) for a in said] == [[], [Rating.HARD]]


def test_through_a_pipe_keys_are_responses_and_nothing_is_asked_twice(learner: Learner) -> None:
    done = learner.does("quiz", TYPED, lines="!\nu\n:u\nJohann\nJohann\nJohann\n")
    assert len(done.verdicts) == 6
    assert set(done.verdicts) == {"Wrong", "Prompt"}
    assert len(learner.answers) == 6
    assert not any(answer.objected for answer in learner.answers)


def test_cards_are_flipped_and_graded(learner: Learner, terminals: list[Terminal]) -> None:
    quiz = played(terminals, learner.deck, "--flip", "--count=2")
    quiz.see("show the answer.*q end")
    quiz.press("?")
    quiz.see("Hint")
    quiz.see("q end")
    quiz.press("\r")
    quiz.see("Answer: .*4 easy.*q end")
    quiz.press("4")
    quiz.see("Easy")
    quiz.see("show the answer.*q end")
    quiz.press(" ")
    quiz.see("4 easy.*q end")
    quiz.press("2")
    quiz.see("Hard")
    quiz.see("u undo")
    quiz.press("u")
    quiz.see("show the answer.*q end")
    quiz.press(" ")
    quiz.see("4 easy.*q end")
    quiz.press("1")
    quiz.see("Again")
    quiz.see("again.*q end")
    quiz.press("q")
    assert quiz.end() == 0
    assert "1 of 2 points" in quiz.plain
    kept = [(a.hinted, a.response, list(a.ratings.values())) for a in learner.answers]
    assert kept == [(True, "", [Rating.EASY]), (False, "", [Rating.AGAIN])]


# -- disputes -------------------------------------------------------------------------------


def objections(learner: Learner, *said: tuple[str, str, str]) -> None:
    """Keep objections: the item, what was right, and what was answered."""
    with nkquiz.Store(learner.place) as store:
        for item, key, response in said:
            answer = Answer(
                item=item,
                at=learner.now,
                verdict=nkquiz.Verdict.CORRECT,
                response=response,
                points=1,
                stem="What was asked?",
                key=key,
                objected=True,
            )
            store.record(answer)


VIENNA = "towns/vienna/Danube/multiple-choice"
FAUST = "towns/faust/Johann Wolfgang von Goethe/cloze"
DRESDEN = "towns/lies/Dresden/river/cloze"


def test_without_a_store_there_is_no_dispute(learner: Learner) -> None:
    done = learner.does("disputes")
    assert (done.status, done.out) == (3, "")
    assert "no progress yet" in done.err


def test_what_was_not_objected_for_is_no_dispute(learner: Learner) -> None:
    learner.does("quiz", lines="x\ny\nz\n")
    done = learner.does("disputes")
    assert (done.status, done.out, done.err) == (0, "", "no objections\n")


@pytest.mark.parametrize(
    ("item", "key", "response"),
    [
        ("other/vienna/Danube/cloze", "Danube", "Donau"),  # of another file
        (VIENNA, "Danube", "danube"),  # right by now
    ],
)
def test_what_is_no_dispute_of_this_file(
    learner: Learner, item: str, key: str, response: str
) -> None:
    objections(learner, (item, key, response))
    assert learner.does("disputes").err == "no objections\n"


def test_an_objection_that_was_taken_back_is_no_dispute(learner: Learner) -> None:
    objections(learner, (VIENNA, "Danube", "Donau"))
    with nkquiz.Store(learner.place) as store:
        store.undo(next(store.entries()).id, learner.now)
    assert learner.does("disputes").err == "no objections\n"


def test_disputes_say_what_was_asked_answered_and_right(learner: Learner) -> None:
    objections(
        learner, (FAUST, "Johann Wolfgang von Goethe", "J. W. v. G."), (VIENNA, "Danube", "Donau")
    )
    objections(learner, (VIENNA, "Danube", "donau"))
    done = learner.does("disputes")
    line = next(n for n, text in enumerate(TOWNS.splitlines(), 1) if "Vienna" in text)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{learner.deck}:{line}:15: What was asked?",
        "  answered: donau (2026-03-02, 2 times)",
        "  accepted: Danube",
        f"{learner.deck}:{line + 4}:41: What was asked?",
        "  answered: J. W. v. G. (2026-03-02)",
        "  accepted: Johann Wolfgang von Goethe",
    ]


@pytest.mark.parametrize(
    ("item", "key", "response", "why"),
    [
        ("towns/vienna/Danube/true-false", "True", "False", "the whole sentence"),
        ("towns/lies/0123456789ab/matching", "Elbe; Loire", "1b 2a", "several answers"),
        ("towns/vienna/river/cloze", "Danube", "Donau", "a removed mark"),
        (VIENNA, "Inn", "Donau", "another answer now: Danube"),
        (DRESDEN, "Elbe", "Rhine", "the name of another thing now: Rhine"),
    ],
)
def test_what_can_not_be_written_is_said(
    learner: Learner, item: str, key: str, response: str, why: str
) -> None:
    objections(learner, (item, key, response))
    done = learner.does("disputes", "--apply", "--yes")
    assert done.status == 0
    assert why in done.out
    assert done.err.endswith("nothing was written\n")
    assert learner.deck.read_text(encoding="utf-8") == TOWNS


def test_what_the_file_lists_as_wrong_stays_wrong(learner: Learner) -> None:
    text = TOWNS.replace(
        "before it reaches the sea.", "to the sea.\n    marks: {Danube: {reject: {Donau: No}}}"
    )
    learner.deck.write_text(text, encoding="utf-8")
    objections(learner, (VIENNA, "Danube", "Donau"))
    done = learner.does("disputes", "--apply", "--yes")
    assert "the file lists it as wrong" in done.out
    assert learner.deck.read_text(encoding="utf-8") == text


def test_a_value_in_a_template_that_is_no_term_says_what_to_do(learner: Learner) -> None:
    text = TOWNS.replace("Danube, Rhine, Elbe, Loire", "Danube, Rhine, Loire")
    learner.deck.write_text(text, encoding="utf-8")
    objections(learner, (DRESDEN, "Elbe", "Labe"))
    done = learner.does("disputes", "--apply", "--yes")
    listed = "{name: Elbe, also: [Labe]}"
    assert f"list all values of `river`, this one as `{listed}`" in done.out
    fixed = text.replace("Danube, Rhine, Loire", f"Danube, Rhine, {listed}, Loire")
    learner.deck.write_text(fixed, encoding="utf-8")
    assert learner.does("disputes").err.endswith("no objections\n")


def test_a_term_in_a_table_is_named(learner: Learner) -> None:
    text = TOWNS.replace(
        '"The city {name} lies on the banks of the =={river}==."',
        '"The =={name}== is the city on the {river} that we mean here."',
    )
    learner.deck.write_text(text.replace("river: {kinds", "name: {kinds"), encoding="utf-8")
    objections(learner, ("towns/lies/Dresden/name/cloze", "Dresden", "Elbflorenz"))
    done = learner.does("disputes", "--apply", "--yes")
    assert "Dresden is in" in done.out
    assert "cities.csv" in done.out


def test_nothing_is_written_unasked(learner: Learner) -> None:
    objections(learner, (VIENNA, "Danube", "Donau"))
    done = learner.does("disputes", "--apply", lines="y\n")
    assert done.status == 2
    assert "+  river: [{name: Danube, also: [Donau]}, Rhine, Elbe, Loire]" in done.out
    assert "--yes" in done.err
    assert learner.deck.read_text(encoding="utf-8") == TOWNS
    assert learner.does("disputes", "--yes").status == 2
    assert learner.does("disputes", "--apply", "--yes", "--all").status == 2


def test_all_is_written_where_it_belongs_and_nothing_else_changes(learner: Learner) -> None:
    deck, _ = nkquiz.load(learner.deck)
    bridge = next(fact for fact in deck.facts if "bridge" in fact.text)
    sandstone = f"{bridge.memory(bridge.marks[0])}/cloze"
    objections(
        learner,
        (VIENNA, "Danube", "Donau"),
        (VIENNA, "Danube", "Rhine"),  # another river's name: right in this sentence alone
        (FAUST, "Johann Wolfgang von Goethe", "J.W.G."),
        (sandstone, "red sandstone", "sandstone: red"),
        (sandstone, "red sandstone", "Buntsandstein"),
        (DRESDEN, "Elbe", "Labe"),
    )
    done = learner.does("disputes", "--apply", "--yes")
    assert done.status == 0
    assert f"{learner.deck}: 6 answers written" in done.out
    text = TOWNS.replace(
        "[Danube, Rhine, Elbe, Loire]",
        "[{name: Danube, also: [Donau]}, Rhine, {name: Elbe, also: [Labe]}, Loire]",
    )
    text = text.replace("von Goethe}", "von Goethe, also: [J.W.G.]}")
    text = text.replace(
        "    kinds: [multiple-choice]\n",
        "    kinds: [multiple-choice]\n    marks:\n      Danube:\n        accept: [Rhine]\n",
    )
    text = text.replace(
        "  - The oldest stone bridge of the land was built of ==red sandstone== by monks.\n",
        "  - fact: The oldest stone bridge of the land was built of ==red sandstone== by monks.\n"
        "    marks:\n      red sandstone:\n"
        '        accept: ["sandstone: red", Buntsandstein]\n',
    )
    assert learner.deck.read_text(encoding="utf-8") == text
    assert learner.does("check").status == 0
    assert learner.does("disputes").err.endswith("no objections\n")


def test_in_a_terminal_each_is_asked_about(learner: Learner, terminals: list[Terminal]) -> None:
    objections(
        learner, (VIENNA, "Danube", "Donau"), (FAUST, "Johann Wolfgang von Goethe", "J.W.G.")
    )
    terminal = played(terminals, learner.deck, "--apply", command="disputes")
    terminal.see(r"also: \[Donau\].*y: add it.*: ")
    terminal.child.sendline("why")
    terminal.see("answer y, n or Enter.*Enter: later: ")
    terminal.child.sendline("")
    terminal.see(r"also: \[J\.W\.G\.\].*y: add it.*: ")
    terminal.child.sendline("y")
    terminal.see("1 answer written")
    assert terminal.end() == 0
    expected = TOWNS.replace("von Goethe}", "von Goethe, also: [J.W.G.]}")
    assert learner.deck.read_text(encoding="utf-8") == expected
    assert "answered: Donau" in learner.does("disputes").out  # put off, and not decided


def test_what_was_decided_is_not_listed_again(learner: Learner, terminals: list[Terminal]) -> None:
    objections(
        learner,
        (VIENNA, "Danube", "Inn"),
        (VIENNA, "Danube", "Donau"),
        (DRESDEN, "Elbe", "Rhine"),  # not to be written
    )
    terminal = played(terminals, learner.deck, "--apply", command="disputes")
    for response, said in (("Inn", "n"), ("Donau", ""), ("Rhine", "y")):
        terminal.see(f"answered: {response}.*Enter: later: ")
        terminal.child.sendline(said)
    terminal.see("2 objections decided: only --all")
    assert terminal.end() == 0
    assert learner.deck.read_text(encoding="utf-8") == TOWNS
    assert [line for line in learner.does("disputes").out.splitlines() if "answered" in line] == [
        "  answered: Donau (2026-03-02)"
    ]
    every = learner.does("disputes", "--all").out
    assert "answered: Inn (2026-03-02)\n  accepted: Danube\n  decided: not right (" in every
    assert "  decided: right (2026-03-02)" in every
    with nkquiz.Store(learner.place) as store:
        counting = [answer.response for answer in agreed(store, {VIENNA[:-16], DRESDEN[:-6]})]
    assert counting == ["donau", "rhine"]


def test_what_is_objected_for_once_more_is_listed_once_more(learner: Learner) -> None:
    objections(learner, (VIENNA, "Danube", "Inn"))
    with nkquiz.Store(learner.place) as store:
        said = [objection.entry.answer for objection in store.objections()]
        store.decide(said, nkquiz.Verdict.WRONG, learner.now)
    done = learner.does("disputes")
    assert (done.out, done.err) == ("", "no objections; --all lists 1 that you have decided\n")
    objections(learner, (VIENNA, "Danube", "Inn"))
    assert "answered: Inn (2026-03-02, 2 times)" in learner.does("disputes").out


def test_what_had_another_answer_then_is_a_dispute_of_its_own(learner: Learner) -> None:
    objections(learner, (VIENNA, "Danube", "Donau"), (VIENNA, "Inn", "Donau"))
    done = learner.does("disputes", "--apply", "--yes")
    assert "2 times" not in done.out
    assert "can't be added: the file has another answer now: Danube" in done.out
    assert "also: [Donau]" in learner.deck.read_text(encoding="utf-8")


def test_a_file_that_can_not_be_written_stays_as_it_is(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    objections(learner, (VIENNA, "Danube", "Donau"))
    monkeypatch.setattr("pathlib.Path.replace", refuses)
    done = learner.does("disputes", "--apply", "--yes")
    assert done.status == 3
    assert "No space left" in done.err
    assert learner.deck.read_text(encoding="utf-8") == TOWNS
