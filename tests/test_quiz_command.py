"""`nkquiz quiz` as people and scripts run it: lines through a pipe, keys in a pseudo-terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from commands import in_process
from played import ENVIRONMENT, SEQUENCE, Terminal, key_of, until_raw

DECK = """
id: words
title: Words
sources:
  atlas: {title: A small atlas, publisher: Example Press, published: 2021-03}
defaults: {source: {atlas: p. 12}}
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire]
facts:
  - id: ten
    fact: The ==Danube|river== flows through ten countries, more than any other river on Earth.
    why: Four capitals lie on it.
    as_of: 2024-07
    kinds: multiple-choice
  - id: hangul
    fact: 한글은 ==세종대왕==이 만든 문자이다.
    kinds: cloze
    marks: {세종대왕: {hint: the fourth king}}
"""
CHOICE, TYPED = "--kind=multiple-choice", "--kind=cloze"
LETTERS = "abcde"
VERDICTS = ("Correct", "Typo", "Partial", "Prompt", "Confused", "Wrong")


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENVIRONMENT, "NKQUIZ_STORE", str(tmp_path / "store.db"))


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "words.yaml"
    path.write_text(DECK, encoding="utf-8")
    return path


# -- lines --------------------------------------------------------------------------------


def run(*arguments: object, lines: bytes = b"") -> subprocess.CompletedProcess[str]:
    return in_process("quiz", *map(str, arguments), environment=ENVIRONMENT, lines=lines)


def output(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def verdicts(lines: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in lines if line.startswith(VERDICTS)]


def letter_of(option: str, lines: list[str]) -> str:
    found = next(match for line in lines if (match := re.match(rf" +([a-e])\. {option}$", line)))
    return found[1]


def test_no_line_is_no_answer(deck: Path) -> None:
    lines = output(run(deck))
    assert verdicts(lines) == []
    assert lines[-1] == "Score: 0 points, no question was answered"


def test_an_end_of_file_in_the_middle_scores_what_was_answered(deck: Path) -> None:
    lines = output(run(deck, lines=b"x\n"))
    assert verdicts(lines) == ["Wrong"]
    assert "Score: 0 of 1 points (0 %)" in lines
    assert "Answered: 1 of 2 questions" in lines


def test_a_choice_by_letter_number_or_text(deck: Path) -> None:
    letter = letter_of("Danube", output(run(deck, CHOICE)))
    number = str(LETTERS.index(letter) + 1)
    for response in (letter, letter.upper(), number, "Danube", "danube"):
        lines = output(run(deck, CHOICE, lines=f"{response}\n".encode()))
        assert verdicts(lines) == ["Correct"], response
        assert "Score: 1 of 1 points (100 %)" in lines


def test_what_stands_under_a_verdict(deck: Path) -> None:
    lines = output(run(deck, CHOICE, lines=b"Danube\n"))
    at = lines.index("Correct")
    assert lines[at : at + 6] == [
        "Correct",
        "Answer: Danube",
        "Fact: The Danube flows through ten countries, more than any other river on Earth.",
        "Why: Four capitals lie on it.",
        "Source: A small atlas, Example Press, March 2021, p. 12",
        "As of July 2024",
    ]


def test_what_was_missed_comes_again(deck: Path) -> None:
    lines = output(run(deck, CHOICE, lines=b"x\nDanube\n"))
    assert verdicts(lines) == ["Wrong", "Correct"]
    assert sum("(again) The _____ flows" in line for line in lines) == 1
    assert "Score: 0 of 1 points (0 %)" in lines
    assert lines[-2:] == ["     you: x", "     right: Danube"]


def test_lines_after_the_last_question_are_left(deck: Path) -> None:
    assert verdicts(output(run(deck, CHOICE, lines=b"Danube\nx\nx\n"))) == ["Correct"]


def test_input_without_end_ends(deck: Path) -> None:
    lines = output(run(deck, lines=b"x\n" * 1000))
    assert len(verdicts(lines)) == 8


@pytest.mark.parametrize(
    "line",
    [b"\r\n", b"\x00\n", b"\xff\xfe\n", b"\x1b[2J\n", b"x" * 1_000_000 + b"\n", b"?\n", b"q\n"],
)
def test_any_line_is_one_response(deck: Path, line: bytes) -> None:
    done = run(deck, TYPED, lines=line)
    assert verdicts(output(done)) == ["Wrong"]
    assert "\x1b" not in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_typed_answer_in_any_script(deck: Path, end: str) -> None:
    lines = output(run(deck, TYPED, lines=f"세종대왕{end}".encode()))
    assert verdicts(lines) == ["Correct"]


def test_count_and_seed(deck: Path) -> None:
    assert "1 question" in output(run(deck, "--count=1"))[0]
    assert output(run(deck, "--seed=7")) == output(run(deck, "--seed=7"))


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (DECK, ["--kind=short-answer"], "`ask`"),
        (DECK, ["--tag=none"], "no fact has the tag none"),
        ("facts: [{id: a, fact: No mark here.}]", [], "==marked=="),
        ("facts: [{id: a, fact: A ==word== here.}]", [CHOICE], "no multiple-choice item"),
        ("title: Nothing", [], "no facts"),
        ("facts: [{id: a, fact: A ==word here.}]", [], "error"),
    ],
)
def test_a_deck_without_an_item_says_what_it_lacks(
    tmp_path: Path, text: str, arguments: list[str], said: str
) -> None:
    path = tmp_path / "lacking.yaml"
    path.write_text(text, encoding="utf-8")
    done = run(path, *arguments, lines=b"x\n")
    assert done.returncode == 1
    assert done.stdout == ""
    assert said in done.stderr


@pytest.mark.parametrize("wrong", ["--count=0", "--kind=none", "--options=9", "--difficulty=no"])
def test_wrong_usage_is_status_2(deck: Path, wrong: str) -> None:
    assert run(deck, wrong).returncode == 2


def test_interrupted_lines_end_with_the_summary(deck: Path) -> None:
    command = [sys.executable, "-m", "nkquiz", "quiz", TYPED, str(deck)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"Seoul\n")
        process.stdin.flush()
        while not process.stdout.readline().startswith(b"Wrong"):
            assert process.poll() is None
        while b"(again)" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert b"Score: 0 of 1 points" in rest
    assert process.returncode == 130


# -- a terminal ---------------------------------------------------------------------------


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.child.close(force=True)


@pytest.fixture
def chooser(deck: Path, terminals: list[Terminal]) -> Terminal:
    terminals.append(Terminal(deck, CHOICE))
    return terminals[0]


@pytest.fixture
def typist(deck: Path, terminals: list[Terminal]) -> Terminal:
    terminals.append(Terminal(deck, TYPED))
    return terminals[0]


def test_one_key_chooses(chooser: Terminal) -> None:
    key = key_of("Danube", chooser.see("q end"))
    chooser.press(key)
    chooser.see("Correct")
    assert chooser.finish() == 0
    assert f"› {key}  Danube" in chooser.plain
    assert "As of July 2024" in chooser.plain
    assert "1 of 1 points · 100 %" in chooser.plain


def test_a_number_chooses(chooser: Terminal) -> None:
    key = key_of("Danube", chooser.see("q end"))
    chooser.press(str(LETTERS.index(key) + 1))
    chooser.see("Correct")
    assert chooser.finish() == 0


def test_enter_alone_is_dont_know_and_it_comes_again(chooser: Terminal) -> None:
    chooser.see("q end")
    chooser.press("\r")
    chooser.see("Wrong")
    key = key_of("Danube", chooser.see("again") + chooser.see("q end"))
    chooser.press(key)
    chooser.see("Correct")
    assert chooser.finish() == 0
    assert "› don't know" in chooser.plain
    assert "0 of 1 points · 0 %" in chooser.plain
    assert "Look at these again" in chooser.plain


def test_a_hint_for_a_choice(chooser: Terminal) -> None:
    chooser.see("q end")
    chooser.press("?")
    chooser.see("Hint")
    chooser.see("q end")
    chooser.press("q")
    assert chooser.end() == 0
    assert "No question was answered." in chooser.plain


def test_a_typed_line_answers(typist: Terminal) -> None:
    typist.see(":q end")
    typist.press("세종대왐\x7f왕\r")  # the last letter fixed
    typist.see("Correct")
    assert typist.finish() == 0
    assert "› 세종대왕" in typist.plain


def test_a_hint_for_a_typed_answer_needs_no_enter(typist: Terminal) -> None:
    typist.see(":q end")
    typist.press("?")
    typist.see("Hint.*the fourth king")
    typist.see(":q end")
    typist.press("세종대왕?\x7f\r")
    typist.see("Correct")
    assert typist.finish() == 0


@pytest.mark.parametrize("end", ["q\r", ":q\r", "\x04"])
def test_ends_of_a_typed_session(typist: Terminal, end: str) -> None:
    typist.see(":q end")
    typist.press(end)
    typist.see("No question was answered")
    assert typist.end() == 0


def test_enter_alone_is_dont_know_for_a_typed_answer(typist: Terminal) -> None:
    typist.see(":q end")
    typist.press("\r")
    typist.see("Wrong")
    typist.see(":q end")
    typist.press(":q\r")
    assert typist.end() == 0
    assert "› don't know" in typist.plain


@pytest.mark.parametrize(("kind", "footer"), [(CHOICE, "q end"), (TYPED, ":q end")])
def test_ctrl_c_ends_with_the_summary(
    deck: Path, terminals: list[Terminal], kind: str, footer: str
) -> None:
    terminal = Terminal(deck, kind)
    terminals.append(terminal)
    terminal.see(footer)
    terminal.press("\r")
    terminal.see("Wrong")
    terminal.see(footer)
    terminal.press("\x03")
    terminal.see("0 of 1 points")
    assert terminal.end() == 130


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129)])
@pytest.mark.parametrize(("kind", "footer"), [(CHOICE, "q end"), (TYPED, ":q end")])
def test_a_signal_leaves_the_terminal_as_it_was(
    deck: Path, terminals: list[Terminal], kind: str, footer: str, name: str, status: int
) -> None:
    # The outer shell keeps the terminal open, so that its modes can be looked at afterwards.
    quiz = f"{sys.executable} -m nkquiz quiz {deck} {kind}"
    command = f"sh -c 'echo process $$; exec {quiz}'; echo status $?; read x"
    child: pexpect.spawn[str] = pexpect.spawn(
        "sh", ["-c", command], env=ENVIRONMENT, encoding="utf-8", timeout=60
    )
    try:
        child.expect(r"process (\d+)\r\n")
        assert isinstance(child.match, re.Match)
        process = int(child.match[1])
        child.expect(footer)
        until_raw(child)
        os.kill(process, getattr(signal, name))
        child.expect(rf"status {status}\r\n")
        modes = termios.tcgetattr(child.child_fd)[3]
        assert modes & termios.ICANON
        assert modes & termios.ECHO
    finally:
        child.close(force=True)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_window(
    deck: Path, terminals: list[Terminal], width: int
) -> None:
    terminal = Terminal(deck, CHOICE, width=width)
    terminals.append(terminal)
    terminal.see("q end")
    terminal.press("\r")
    terminal.see("Wrong")
    terminal.see("q end")
    terminal.press("q")
    assert terminal.end() == 0
    shown = [part for line in terminal.plain.splitlines() for part in line.split("\r")]
    assert max(map(len, shown)) <= width


def broken(shown: str, width: int) -> int:
    """The rows of lines that a terminal breaks at this width."""
    return sum(max(-(-len(line) // width), 1) for line in shown.split("\n"))


@pytest.mark.parametrize(("kind", "footer"), [(CHOICE, "q end"), (TYPED, ":q end")])
def test_a_question_is_drawn_again_when_the_window_changes(
    deck: Path, terminals: list[Terminal], kind: str, footer: str
) -> None:
    both = DECK.partition("  - id: hangul")[0].replace(
        "multiple-choice", "[multiple-choice, cloze]"
    )
    deck.write_text(both, encoding="utf-8")
    terminal = Terminal(deck, kind)
    terminals.append(terminal)
    terminal.see(footer)
    start = 0
    for width in (40, 100):
        until_raw(terminal.child)
        # The line editor goes to the left of its own line by itself.
        shown = terminal.plain[start:].replace("\r", "")
        if kind == TYPED:
            shown = shown.rpartition("\n")[0] + "\n"
        terminal.child.setwinsize(30, width)
        climbed = re.search(r"\x1b\[(\d+)A\x1b\[J", terminal.see(r"\x1b\[\d+A\x1b\[J"))
        assert climbed is not None
        assert int(climbed[1]) == broken(shown, width) - 1
        start = len(terminal.plain)
        again = SEQUENCE.sub("", terminal.see(footer)).replace("\r", "").split("\n")
        assert max(map(len, again)) <= width
        assert "Words  1 question" in again[1]
    terminal.press("\r")
    terminal.see("Wrong")


@pytest.mark.parametrize(("kind", "footer"), [(CHOICE, "q end"), (TYPED, ":q end")])
def test_too_narrow_a_window_says_so_once_and_goes_on_when_it_grows(
    deck: Path, terminals: list[Terminal], kind: str, footer: str
) -> None:
    terminal = Terminal(deck, kind, width=1)
    terminals.append(terminal)
    terminal.see("This window is too narrow")
    terminal.child.setwinsize(30, 5)
    terminal.child.setwinsize(30, 80)
    terminal.see("0/1")
    terminal.see(footer)
    assert terminal.plain.count("narrow") == 1
    terminal.child.setwinsize(30, 1)
    terminal.see("This window is too narrow")
    terminal.press("\x04" if kind == TYPED else "q")
    assert terminal.end() == 0
    assert "No question was" in terminal.plain


def test_a_line_is_kept_when_the_window_changes(typist: Terminal) -> None:
    typist.see(":q end")
    typist.press("세종")
    typist.see("종")
    typist.child.setwinsize(30, 40)
    typist.see("0/1.*세종")
    typist.press("대왕\r")
    typist.see("Correct")


def test_the_terminal_is_not_asked_where_the_cursor_is(typist: Terminal) -> None:
    """Some can't answer: the line editor would then warn in the first question."""
    typist.see(":q end")
    typist.press(":q\r")
    assert typist.end() == 0
    assert "\x1b[6n" not in typist.raw


_COLOUR = re.compile(r"\x1b\[([0-9;]*;)?(3[0-7]|38|9[0-7])(;[0-9;]*)?m")


@pytest.mark.parametrize(("kind", "footer"), [(CHOICE, "q end"), (TYPED, ":q end")])
def test_colours_are_left_out_on_request(
    deck: Path, terminals: list[Terminal], kind: str, footer: str
) -> None:
    coloured: list[bool] = []
    for environment in ({}, {"NO_COLOR": "1"}):
        terminal = Terminal(deck, kind, environment=environment)
        terminals.append(terminal)
        terminal.see(footer)
        terminal.press("\r")
        terminal.see("Wrong")
        terminal.see(footer)
        terminal.press("\x04")
        assert terminal.end() == 0
        coloured.append(bool(_COLOUR.search(terminal.raw)))
    assert coloured == [True, False]


def test_a_dumb_terminal_gets_no_sequence(deck: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(deck, CHOICE, environment={"TERM": "dumb"})
    terminals.append(terminal)
    key = key_of("Danube", terminal.see("q end"))
    terminal.press(key)
    terminal.see("Correct")
    assert terminal.finish() == 0
    assert "\x1b" not in terminal.raw


def test_a_dumb_terminal_reads_lines(deck: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(deck, TYPED, environment={"TERM": "dumb"})
    terminals.append(terminal)
    for response, seen in (("?", "the fourth king"), ("", "Wrong"), ("세종대왕", "Correct")):
        terminal.see("› ")
        terminal.child.sendline(response)
        terminal.see(seen)
    assert terminal.finish() == 0
    assert "\x1b" not in terminal.raw


def test_stdout_elsewhere_means_lines_without_colour(deck: Path) -> None:
    command = f"{sys.executable} -m nkquiz quiz {deck} {CHOICE} | cat"
    child: pexpect.spawn[str] = pexpect.spawn(
        "sh", ["-c", command], env=ENVIRONMENT, encoding="utf-8", timeout=60
    )
    try:
        child.expect("a[.].*e?[.] ")
        child.sendline("Danube")
        child.expect("Correct")
        child.expect(pexpect.EOF)
        assert "\x1b" not in (child.before or "")
        assert "Score: 1 of 1 points (100 %)" in (child.before or "")
    finally:
        child.close(force=True)


def test_help_shows_an_example_and_loads_no_library() -> None:
    code = (
        "import sys; from nkquiz.cli import run; run(['quiz', '--help']); "
        "print([m for m in ('rich', 'yaml', 'prompt_toolkit', 'genanki') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.endswith("[]\n")
    assert "Example: nkquiz quiz" in done.stdout
