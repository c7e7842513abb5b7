"""What a session shows and how it reads responses: the parts without a real terminal."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

import nkquiz
from nkquiz import Choose, Item, Judge, Session, Verdict
from nkquiz.model import Citation, Deck, Source
from nkquiz.schedule import Rating
from nkquiz.scoring import Result
from nkquiz.session import Attempt, Score
from nkquiz.store import StoreFailed
from nkquiz.terminal import feedback as words
from nkquiz.terminal import keyboard, lines, screen
from nkquiz.terminal.choices import chosen
from nkquiz.terminal.dialogue import Dialogue
from nkquiz.terminal.glyphs import ASCII, UNICODE, VERDICT_STYLES, glyphs_for
from nkquiz.terminal.keyboard import Command
from nkquiz.terminal.window import WIDEST

T = TypeVar("T")

RIVERS = """
id: rivers
title: Rivers::Europe
sources:
  atlas: {title: A small atlas, author: A. Mapper, publisher: Example Press, published: 2021-03}
defaults: {source: {atlas: p. 12}}
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire, Po]
facts:
  - id: ten
    fact: The ==Danube|river== flows through ten countries, more than any other river of the whole wide world does.
    why: Four capitals lie on it, Vienna, Bratislava, Budapest and Belgrade, as every child there learns.
    as_of: 2024-07
  - id: hangul
    fact: 한글은 조선의 네 번째 임금인 ==세종대왕==이 집현전 학자들과 더불어 만든 문자이다.
  - id: cairo
    fact: تقع مدينة ==القاهرة== على ضفاف نهر النيل في شمال مصر وهي عاصمة البلاد منذ قرون
"""
HOSTILE = "\x1b[2J\x1b]0;owned\x07 [bold red]not bold[/] \x9b31m \u202eback \r over \x00 end"


def deck_of(text: str) -> Deck:
    deck, problems = nkquiz.loads(text)
    assert problems == ()
    return deck


@pytest.fixture
def deck() -> Deck:
    return deck_of(RIVERS)


def session_of(deck: Deck, *kinds: str) -> Session:
    items, _ = nkquiz.generate(deck, kinds=kinds or ("multiple-choice", "cloze"))
    return Session(deck, items)


def now(session: Session) -> Item:
    assert session.current is not None
    return session.current


def choice_of(*texts: str) -> Choose:
    proofs = (None, *[nkquiz.Proof.AUTHORED] * (len(texts) - 1))
    return Choose(tuple(map(nkquiz.Option, texts, proofs)))


# -- which option is meant ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "response"),
    [
        (("Rome", "Lima"), ""),
        (("Rome", "Lima"), "x"),
        (("Rome", "Lima"), "c"),
        (("Rome", "Lima"), "3"),
        (("Rome", "Lima"), "0"),
        (("Rome", "Lima"), "-1"),
        (("Rome", "Lima"), "ab"),
        (("Rome", "Lima"), "²"[:0]),
        (("2", "3", "4"), "1"),  # not the first place: options here are digits
    ],
)
def test_what_means_no_option(options: tuple[str, ...], response: str) -> None:
    assert chosen(choice_of(*options), response) is None


@pytest.mark.parametrize(
    ("options", "response", "meant"),
    [
        (("Rome", "Lima"), "a", "Rome"),
        (("Rome", "Lima"), "B", "Lima"),
        (("Rome", "Lima"), " b) ", "Lima"),
        (("Rome", "Lima"), "(b)", "Lima"),
        (("Rome", "Lima"), "ｂ", "Lima"),
        (("Rome", "Lima"), "1", "Rome"),
        (("Rome", "Lima"), "2.", "Lima"),
        (("Rome", "Lima"), "Lima", "Lima"),
        (("2", "3", "4"), "3", "3"),  # the text, not the third place
        (("2", "3", "4"), "c", "4"),
        (("2016", "2017"), "2", "2017"),
        (("C", "B", "A"), "A", "A"),  # the exact text before the letter
        (("C", "B", "A"), "a", "C"),
    ],
)
def test_the_option_that_is_meant(options: tuple[str, ...], response: str, meant: str) -> None:
    assert chosen(choice_of(*options), response) == meant


@pytest.mark.parametrize("key", ["x", "\x1b", "\t", "9", "c", ":", "z"])
def test_keys_that_mean_nothing_at_a_choice(key: str) -> None:
    assert keyboard.at_choice(choice_of("Rome", "Lima"), key) is None


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("", ["Rome"]),
        ("Rome", ["Rome"]),
        ("u", ["U", "uranium"]),
        ("g", ["K"]),  # wrong, but an answer: what is asked for is as short
        ("q", ["qi"]),
        ("?", ["?"]),
        ("!", ["!"]),
        (":u", [":u"]),
        ("U", ["Rome"]),
        ("!Kung", ["!Kung"]),
        ("undo", ["Rome"]),
    ],
)
def test_lines_that_are_answers(line: str, accepted: list[str]) -> None:
    assert keyboard.command(line, accepted) is None


@pytest.mark.parametrize(
    ("line", "accepted", "meaning"),
    [
        ("?", ["Rome"], Command.HINT),
        (":?", ["Rome"], Command.HINT),
        ("q", ["Rome"], Command.END),
        (":q", ["q"], Command.END),
        ("u", ["Rome"], Command.UNDO),
        (":u", ["U"], Command.UNDO),
        ("!", ["Rome"], Command.OBJECT),
        (":!", ["!"], Command.OBJECT),
        ("g", ["Rome"], Command.GUESS),
        (":g", ["g"], Command.GUESS),
    ],
)
def test_lines_that_are_commands(line: str, accepted: list[str], meaning: Command) -> None:
    assert keyboard.command(line, accepted) is meaning


@pytest.mark.parametrize(
    ("keys", "meaning"),
    [
        ("b", "Lima"),
        ("1", "Rome"),
        ("\r", ""),
        ("\n", ""),
        ("?", Command.HINT),
        ("q", Command.END),
        ("Q", Command.END),
        ("u", Command.UNDO),
        ("!", Command.OBJECT),
        ("g", Command.GUESS),
    ],
)
def test_keys_at_a_choice(keys: str, meaning: str | Command) -> None:
    assert keyboard.at_choice(choice_of("Rome", "Lima"), keys) == meaning


def test_true_and_false_have_keys_of_their_own() -> None:
    assert keyboard.at_choice(Judge(), "f") == "False"
    assert keyboard.at_choice(choice_of("True", "False"), "f") is None


def pressed(monkeypatch: pytest.MonkeyPatch, *keys: str | Exception) -> None:
    waiting = iter(keys)

    def getchar() -> str:
        key = next(waiting)
        if isinstance(key, Exception):
            raise key
        return key

    monkeypatch.setattr("click.getchar", getchar)


def test_a_key_that_means_nothing_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    pressed(monkeypatch, "x", "\x1b[A", "b")
    assert read(choice_of("Rome", "Lima")) == "Lima"


def test_of_keys_typed_ahead_the_first_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    pressed(monkeypatch, "b\rq")  # the rest was meant for what nobody had seen
    assert read(choice_of("Rome", "Lima")) == "Lima"


def read(choice: Choose) -> str | Command:
    return keyboard.Keyboard("> ").key(choice, lambda: None)


def test_one_of_some_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {"\r": 1, "u": 2}
    pressed(monkeypatch, "x", "\n", "U", "")
    board = keyboard.Keyboard("> ")
    assert [board.press(keys, lambda: None) for _ in range(3)] == [1, 2, None]


def test_a_terminal_that_is_gone_ends_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    pressed(monkeypatch, "")
    assert read(choice_of("Rome", "Lima")) is Command.END


def test_the_end_of_input_ends_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    pressed(monkeypatch, EOFError())
    assert read(choice_of("Rome", "Lima")) is Command.END


def test_ctrl_c_among_other_keys_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    pressed(monkeypatch, "x\x03")
    with pytest.raises(KeyboardInterrupt):
        read(choice_of("Rome", "Lima"))


# -- the words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("2021", "2021"),
        ("July 2024", "July 2024"),
        ("the 1990s", "the 1990s"),
        ("soon", "soon"),
        ("2024-07", "July 2024"),
        ("2024-07-16", "16 July 2024"),
    ],
)
def test_dates_as_people_read_them(written: str, read: str) -> None:
    assert words.date(written) == read


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (Score(), "0 %"),
        (Score(0, 3, 3), "0 %"),
        (Score(3, 3, 3), "100 %"),
        (Score(2, 3, 3), "67 %"),
        (Score(2.5, 4, 4), "63 %"),
        (Score(999, 1000, 1000), "99 %"),
        (Score(1, 1000, 1000), "1 %"),
    ],
)
def test_per_cent_is_100_only_for_all(score: Score, said: str) -> None:
    assert words.per_cent(score) == said


def test_points_may_be_parts() -> None:
    assert words.points(Score(2.5, 4, 4)) == "2.5 of 4"
    assert words.points(Score(1 / 3, 2, 2)) == "0.33 of 2"
    assert words.points(Score(10, 20, 20)) == "10 of 20"


def test_feedback_has_the_sentence_in_pieces(deck: Deck) -> None:
    session = session_of(deck, "cloze")
    said = words.feedback(deck, now(session), session.submit("Rhine"))
    assert said.answer == "Danube"
    assert said.sentence[0] == ("The ", False)
    assert said.sentence[1] == ("Danube", True)
    assert "".join(text for text, _ in said.sentence) == deck.facts[0].text
    assert said.sources == ("A small atlas, A. Mapper, Example Press, March 2021, p. 12",)
    assert said.as_of == "July 2024"


def test_the_hint_is_the_authors_before_the_sort(deck: Deck) -> None:
    item = session_of(deck, "cloze").items[0]
    assert words.hint(replace(item, hint="It is blue.")) == "It is blue."
    assert words.hint(item) == "river"


def test_an_answer_of_no_sort_is_hinted_at_by_its_first_letter(deck: Deck) -> None:
    assert words.hint(session_of(deck, "cloze").items[1]) == "it begins with 세"


def test_a_choice_without_a_hint_says_so(deck: Deck) -> None:
    assert "no hint" in words.hint(session_of(deck, "multiple-choice").items[0])


# -- hostile text -------------------------------------------------------------------------


def hostile(deck: Deck) -> tuple[Deck, Item]:
    """An item whose every text is hostile, and a deck in which its fact is too."""
    item = session_of(deck, "multiple-choice").items[0]
    choice = item.interaction
    assert isinstance(choice, Choose)
    options = tuple(replace(o, text=o.text + HOSTILE, note=HOSTILE) for o in choice.options)
    source = Source("s", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    fact = replace(deck.facts[0], text=deck.facts[0].text + HOSTILE)
    return replace(deck, facts=(fact,), knowledge=(fact,)), replace(
        item,
        stem=HOSTILE,
        interaction=replace(choice, options=options, question=HOSTILE),
        sources=(Citation(source, HOSTILE),),
        why=HOSTILE,
        as_of=HOSTILE,
        hint=HOSTILE,
        image=HOSTILE,
        audio=HOSTILE,
    )


def is_harmless(text: str) -> bool:
    return all(c.isprintable() or c == "\n" for c in text)


def test_no_control_character_of_a_file_reaches_the_terminal(deck: Deck) -> None:
    session = Session(*wrapped(hostile(deck)))
    shown = played(session, ["?", "a"], title=HOSTILE)
    assert "[bold red]not bold[/]" in shown
    assert is_harmless(shown)


def wrapped(made: tuple[Deck, Item]) -> tuple[Deck, tuple[Item, ...]]:
    return made[0], (made[1],)


def test_no_control_character_of_a_file_reaches_lines(
    deck: Deck, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(*wrapped(hostile(deck)))
    lines.play_lines(session, HOSTILE, io.BytesIO(b"x\x1b[2J\n"))
    shown = capsys.readouterr().out
    assert "[bold red]not bold[/]" in shown
    assert is_harmless(shown)


def test_what_was_typed_is_shown_harmless(deck: Deck) -> None:
    shown = played(session_of(deck, "cloze"), ["\x1b[2J\ud800", ":q"])
    assert is_harmless(shown)


# -- the screen ---------------------------------------------------------------------------


class Script:
    """A keyboard that plays a script; `:q` where it ends. At a choice a response is a key."""

    prompt = "  > "
    leaves_lines = False

    def __init__(self, responses: list[str]) -> None:
        self._responses: Iterator[str] = iter(responses)

    def key(self, choice: Choose | Judge, adapt: Callable[[], None]) -> str | Command:
        adapt()
        meaning = keyboard.at_choice(choice, (self._next("q") or "\r")[0])
        assert meaning is not None
        return meaning

    def press(self, keys: Mapping[str, T], adapt: Callable[[], None]) -> T | None:
        adapt()
        return keys[self._next("q")]

    def line(self, placeholder: Callable[[], str | None], adapt: Callable[[str], None]) -> str:
        adapt(self.prompt)
        assert (placeholder() or "").isprintable()
        return self._next(":q")

    def _next(self, end: str) -> str:
        response = next(self._responses, end)
        if response == "^C":
            raise KeyboardInterrupt
        if response == "^D":
            raise EOFError
        return response


def a_console(width: int = 80) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=True,
        color_system=None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def text_of(console: Console) -> str:
    """What stays on the screen: a line that was taken back does not."""
    assert isinstance(console.file, io.StringIO)
    return re.sub(r".*\r\x1b\[2K", "", console.file.getvalue())


def played(
    session: Session, responses: list[str], title: str = "Rivers::Europe", width: int = 80
) -> str:
    console = a_console(width)
    Dialogue(session, console, Script(responses), UNICODE).play(title)
    return text_of(console)


def rendered(what: RenderableType, width: int) -> str:
    console = a_console(width)
    console.print(what, width=width)
    return text_of(console)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_everything_is_shown_at_any_width(deck: Deck, width: int) -> None:
    session = session_of(deck)
    shown = played(session, ["x", "a", "x", "x"], width=width)
    assert max(map(cell_len, shown.splitlines())) <= min(width, WIDEST)
    whole = squeezed(shown)
    for fact in deck.facts:
        assert squeezed(fact.text) in whole
    assert squeezed(deck.facts[0].why) in whole
    assert squeezed("Source: A small atlas, A. Mapper, Example Press, March 2021, p. 12") in whole
    assert "AsofJuly2024" in whole
    assert "Hint" not in shown


def test_no_line_is_filled_up_with_spaces(deck: Deck) -> None:
    """Else they would wrap when the window gets narrower."""
    for line in played(session_of(deck), ["x", "a", "x", "x"], width=80).splitlines():
        assert len(line) - len(line.rstrip()) <= 2


def test_lines_are_no_longer_than_one_can_read(deck: Deck) -> None:
    shown = played(session_of(deck), ["x", "a"], width=200)
    assert max(map(cell_len, shown.splitlines())) <= WIDEST


def test_a_dialogue_from_title_to_score(deck: Deck) -> None:
    session = session_of(deck, "cloze")
    shown = played(session, ["?", "Rhine", "세종대왕", "", ":q"])
    assert "Rivers: Europe" in shown
    assert "Hint: river" in shown
    assert "› Rhine" in shown
    assert "≠ Confused" in shown
    assert "✓ Correct" in shown
    assert "› don't know" in shown
    assert "✗ Wrong" in shown
    assert "3/3 · 1 right · again" in shown
    assert "1 of 3 points · 33 %" in shown
    assert "Look at these again" in shown


def test_a_hint_is_no_answer(deck: Deck) -> None:
    session = session_of(deck)
    played(session, ["?", "?", "q"])
    assert session.attempts == []


@pytest.mark.parametrize("end", ["q", ":q", "^D"])
def test_a_session_may_end_before_the_first_answer(deck: Deck, end: str) -> None:
    assert "No question was answered." in played(session_of(deck, "cloze"), [end])


def test_ctrl_c_shows_the_summary_first(deck: Deck) -> None:
    console = a_console()
    dialogue = Dialogue(session_of(deck, "cloze"), console, Script(["Danube", "^C"]), UNICODE)
    with pytest.raises(KeyboardInterrupt):
        dialogue.play("")
    assert "1 of 1 points · 100 %" in text_of(console)
    assert "1 of 3 questions answered" in text_of(console)
    assert "Nothing was missed." in text_of(console)


def test_q_is_an_answer_where_it_is_accepted() -> None:
    session = session_of(
        deck_of(
            "facts: [{id: q, fact: In the Latin alphabet the letter ==q== stands right after the letter p.}]"
        ),
        "cloze",
    )
    assert "Correct" in played(session, ["q"])


def test_a_chosen_option_is_shown_with_its_letter(deck: Deck) -> None:
    session = session_of(deck, "multiple-choice")
    choice = now(session).interaction
    assert isinstance(choice, Choose)
    assert f"› b  {choice.options[1].text}" in played(session, ["2"])


# -- second thoughts ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["u"], "there is no answer to take back"),
        (["!"], "there is no verdict to object to"),
        (["g"], "there is no right answer to have guessed"),
        (["Danube", "!"], "there is no verdict to object to"),
        (["Rhine", ":g"], "there is no right answer to have guessed"),
        (["", "!"], "there is no verdict to object to"),
    ],
)
def test_second_thoughts_that_come_to_nothing(deck: Deck, keys: list[str], said: str) -> None:
    session = session_of(deck, "cloze")
    assert said in played(session, keys)
    assert len(session.attempts) == len(keys) - 1


def test_the_footer_says_what_can_be_done_about_the_last_answer(deck: Deck) -> None:
    footers: list[str] = []

    class Reader(Script):
        def line(self, placeholder: Callable[[], str | None], adapt: Callable[[str], None]) -> str:
            footers.append(placeholder() or "")
            return super().line(placeholder, adapt)

    session = session_of(deck, "cloze")
    Dialogue(session, a_console(120), Reader(["Rhine", "세종대왕", ":q"]), UNICODE).play("")
    assert [[word in said for word in ("mine counts", "undo")] for said in footers] == [
        [False, False],
        [True, True],
        [False, True],
    ]


def test_a_question_is_shown_again_only_after_what_changed_it(deck: Deck) -> None:
    session = session_of(deck, "cloze")
    shown = played(session, [":u", "Rhine", "!", "?", ":q"])
    assert shown.count("flows through ten") == 2  # in the verdict too
    assert shown.count("한글은") == 1
    session = session_of(deck, "cloze")
    assert played(session, ["Rhine", "u", ":q"]).count("flows through ten") == 3  # and the verdict
    assert session.attempts == []


def test_a_hint_is_not_forgotten_with_the_answer_that_is_taken_back(deck: Deck) -> None:
    session = session_of(deck, "cloze")
    played(session, ["?", "Rhine", "u", "Danube", "세종대왕"])
    assert [attempt.hinted for attempt in session.attempts] == [True, False]


def test_what_is_taken_back_or_counts_is_shown_harmless(deck: Deck) -> None:
    shown = played(session_of(deck, "cloze"), [HOSTILE, "!", "u", ":q"])
    assert "is taken back" in shown
    assert "counts, as you say" in shown
    assert is_harmless(shown)


def test_a_disk_that_fails_ends_with_the_summary_and_without_a_verdict(deck: Deck) -> None:
    class Full:
        def record(self, attempt: Attempt) -> str:
            raise StoreFailed(Path("store.db"), f"no room for {attempt.response}")

        def amend(self, row: str, attempt: Attempt) -> str:
            raise AssertionError(row, attempt)

        def take_back(self, row: str) -> None:
            raise AssertionError(row)

    items, _ = nkquiz.generate(deck, kinds=("cloze",))
    console = a_console()
    dialogue = Dialogue(Session(deck, items, 0, Full()), console, Script(["Danube"]), UNICODE)
    with pytest.raises(StoreFailed):
        dialogue.play("")
    assert "Correct" not in text_of(console)
    assert "No question was answered." in text_of(console)


def test_a_flipped_card_shows_all_that_is_to_be_learned(deck: Deck) -> None:
    session = session_of(deck)
    console = a_console()
    Dialogue(session, console, Script(["\r", "3", " ", "1", "q"]), UNICODE).flip("")
    shown = text_of(console)
    assert shown.count("Answer: Danube") == 2
    assert "As of July 2024" in shown
    assert "✓ Good" in shown
    assert "✗ Again" in shown
    assert [attempt.grade for attempt in session.attempts] == [Rating.GOOD, Rating.AGAIN]


def test_before_the_first_grade_there_is_nothing_to_undo(deck: Deck) -> None:
    session = session_of(deck)
    console = a_console()
    with pytest.raises(KeyError, match="'u'"):  # no key of a revealed card: it hides no answer
        Dialogue(session, console, Script(["\r", "u"]), UNICODE).flip("")
    assert "undo" not in text_of(console)
    Dialogue(session, console, Script(["\r", "3", "\r", "u", "\r", "1", "q"]), UNICODE).flip("")
    assert "is taken back" in text_of(console)
    assert [attempt.grade for attempt in session.attempts] == [Rating.AGAIN]


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_says_its_word_with_a_symbol(deck: Deck, verdict: Verdict) -> None:
    item = session_of(deck, "cloze").items[0]
    said = words.feedback(deck, item, Result(verdict, 0, 1, "Because."))
    first = rendered(screen.verdict(said, UNICODE), 80).splitlines()[0]
    assert first.strip() == f"{UNICODE.verdicts[verdict]} {verdict.value.capitalize()}  Because."
    assert verdict in ASCII.verdicts
    assert verdict in VERDICT_STYLES


def test_the_bar_shows_right_missed_and_open(deck: Deck) -> None:
    session = session_of(deck, "cloze")
    session.submit("Danube")
    session.submit("")
    bar = screen.progress(session, ASCII, 80).plain
    assert bar.split()[0].strip("#x-") == ""
    assert bar.count("#") == bar.count("x") == bar.count("-") == 16
    assert bar.endswith("2/3 | 1 right")


def test_a_window_too_narrow_for_a_bar_has_its_numbers(deck: Deck) -> None:
    assert screen.progress(session_of(deck), UNICODE, 5).plain.strip() == "0/4 · 0 right"


def test_symbols_are_those_that_the_encoding_has() -> None:
    assert glyphs_for("utf-8") is UNICODE
    assert glyphs_for("ascii") is ASCII
    assert glyphs_for("latin-1") is ASCII
    assert glyphs_for("no such encoding") is ASCII
    assert "".join((*ASCII.verdicts.values(), ASCII.right, ASCII.prompt, ASCII.dot)).isascii()


def test_a_footer_is_the_longest_that_fits() -> None:
    assert screen.footer(["long wording", "short"], 20) == "long wording"
    assert screen.footer(["long wording", "short"], 8) == "short"
    assert screen.footer(["long wording", "short"], 3) == ""


@pytest.mark.parametrize("kind", ["multiple-choice", "cloze"])
def test_what_is_pressed_before_the_question_can_be_seen_is_no_answer(
    deck: Deck, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "10")

    class Widening(Script):
        """Its window grows after the first response."""

        widths = iter(("10", "80", "80"))

        def key(self, choice: Choose | Judge, adapt: Callable[[], None]) -> str | Command:
            monkeypatch.setenv("COLUMNS", next(self.widths))
            return super().key(choice, adapt)

        def line(self, placeholder: Callable[[], str | None], adapt: Callable[[str], None]) -> str:
            monkeypatch.setenv("COLUMNS", next(self.widths))
            return super().line(placeholder, adapt)

    console, session = a_console(), session_of(deck, kind)
    Dialogue(session, console, Widening(["a", "b"]), UNICODE).play("")
    assert len(session.attempts) == 1
    assert text_of(console).count("too narrow") == 1


def test_a_long_word_in_a_narrow_window_is_broken_and_not_cut_off(deck: Deck) -> None:
    item = replace(now(session_of(deck)), interaction=choice_of("Rome", "Llanfairpwllgwyngyll"))
    shown = rendered(screen.question(Session(deck, (item,)), item, UNICODE, 20), 20)
    assert "Llanfairpwllgwyngyll" in squeezed(shown)


def test_pictures_are_named(deck: Deck) -> None:
    item = replace(session_of(deck, "cloze").items[0], image="map.png", audio="a.ogg")
    shown = rendered(screen.question(Session(deck, (item,)), item, UNICODE, 80), 80)
    assert "Picture: map.png" in shown
    assert "Sound: a.ogg" in shown


# -- lines --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"\n", ""),
        (b"\r\n", ""),
        (b"  Rome \r\n", "Rome"),
        (b"Rome", "Rome"),
        (b"Ro\x00me\n", "Rome"),
        (b"\xef\xbb\xbfRome\n", "Rome"),
        (b"R\xf6m\n", "R\ufffdm"),
        ("서울\n".encode(), "서울"),
    ],
)
def test_a_line_of_bytes_as_text(line: bytes, text: str) -> None:
    assert lines.decoded(line) == text


def test_without_stdin_nothing_is_answered(deck: Deck, capsys: pytest.CaptureFixture[str]) -> None:
    lines.play_lines(session_of(deck), "", None)
    assert capsys.readouterr().out.endswith("Score: 0 points, no question was answered\n")


def test_text_of_several_lines_never_begins_a_line_like_a_verdict(
    deck: Deck, capsys: pytest.CaptureFixture[str]
) -> None:
    item = session_of(deck, "cloze").items[0]
    text = "Wrong\nCorrect: no\nTypo"
    item = replace(item, stem=text, why=text, hint=text)
    lines.play_lines(Session(deck, (item,)), "", io.BytesIO(b"Danube\n"))
    out = capsys.readouterr().out.splitlines()
    verdicts = tuple(v.value.capitalize() for v in Verdict)
    assert [line for line in out if line.startswith(verdicts)] == ["Correct"]
