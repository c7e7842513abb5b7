"""The suite itself: it is the same everywhere, and has a little of what `make soak` searches for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import input_mangler
import nkquiz


def soak(program: str, folder: Path, number: int) -> dict[str, int]:
    """The numbers in the report of a search, which must find nothing."""
    path = Path(__file__).with_name(program)
    command = [sys.executable, str(path), str(folder), str(number), "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", done.stdout)}


def test_every_printed_answer_survives_thirty_kills(tmp_path: Path) -> None:
    found = soak("store_killer.py", tmp_path, 30)
    assert found["kills"] == 30
    assert found["answers"] > 30


def test_every_answer_whose_verdict_was_printed_survives_a_dozen_kills(tmp_path: Path) -> None:
    found = soak("session_killer.py", tmp_path, 12)
    assert found["kills"] == 12
    assert found["ended"] < 4
    assert found["verdicts"] > 60


def test_no_mangled_file_raises(tmp_path: Path) -> None:
    found = soak("input_mangler.py", tmp_path, 100)
    assert found["inputs"] == 100
    assert found["decks"] > 5


def test_an_input_that_raises_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(deck: nkquiz.Deck, **more: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(nkquiz, "check", check)
    is_deck, failure = input_mangler.attempt(tmp_path, 7, 1)
    suffix, content = input_mangler.mangled(7, 1)
    path = tmp_path / f"input-7-1{suffix}"
    assert not is_deck
    assert failure.startswith(f"RecursionError\n{path}\n{content!r}\n")
    assert path.read_bytes() == content


def test_examples_do_not_depend_on_what_else_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    @given(st.text())
    def draw(text: str) -> None:
        drawn.append(text)

    draw()
    before = drawn.copy()
    drawn.clear()
    words = [f"word-{number}" for number in range(900)]
    (tmp_path / "imported_between.py").write_text(f"WORDS = {words}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "imported_between", raising=False)
    __import__("imported_between")
    draw()
    assert drawn == before


def test_what_a_test_starts_in_the_background_can_be_interrupted() -> None:
    program = "import conftest, signal; print(signal.getsignal(signal.SIGINT).name)"
    ignoring = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", sys.executable, "-c", program]
    done = subprocess.run(
        ignoring, cwd=Path(__file__).parent, capture_output=True, text=True, check=True
    )
    assert done.stdout == "SIG_DFL\n"
