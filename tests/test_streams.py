"""What stands in a file or a pipe is UTF-8; at a terminal, what can't be shown is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from nkquiz.cli import COMMANDS

NKQUIZ = [sys.executable, "-m", "nkquiz"]
FACTS = 'id: r\nfacts:\n- {id: a, fact: "==Gdańsk== lies by the sea 😀."}\n- The ==Rhine== flows.\n'
WESTERN = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return path


def at_a_terminal(deck: Path, *arguments: str, encoding: str = "cp1252") -> str:
    child = pexpect.spawn(
        NKQUIZ[0],
        [*NKQUIZ[1:], *arguments, deck.name],
        cwd=str(deck.parent),
        env={**WESTERN, "PYTHONIOENCODING": encoding},
        dimensions=(50, 200),
        encoding=encoding,
    )
    child.expect(pexpect.EOF)
    assert child.before is not None
    return child.before.replace("\r\n", "\n")


@pytest.mark.parametrize("arguments", [["items"], ["items", "--json"], ["items", "--explain"]])
def test_a_pipe_gets_utf_8_whatever_the_locale(deck: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [*NKQUIZ, *arguments, str(deck)], capture_output=True, env=WESTERN, check=True
    )
    assert "Gdańsk" in done.stdout.decode("utf-8")
    assert "😀" in done.stdout.decode("utf-8")
    assert b"?" not in done.stdout
    assert done.stderr == b""


def test_a_terminal_without_the_letters_says_so_once(deck: Path) -> None:
    *items, said = at_a_terminal(deck, "items").splitlines()
    assert items[:2] == ["cloze: _____ lies by the sea ?.", "  * Gda?sk"]
    assert said == (
        "nkquiz: some characters are shown as `?`: the terminal's encoding, cp1252, does not have "
        "them; set it to UTF-8, or write the output to a file, which is always UTF-8"
    )


def test_a_terminal_with_the_letters_shows_them(deck: Path) -> None:
    assert at_a_terminal(deck, "items", encoding="utf-8").splitlines()[:2] == [
        "cloze: _____ lies by the sea 😀.",
        "  * Gdańsk",
    ]


def test_json_loses_nothing_at_any_terminal(deck: Path) -> None:
    lines = at_a_terminal(deck, "items", "--json").splitlines()
    assert json.loads(lines[0])["answers"] == ["Gdańsk"]
    assert len(lines) == 2


#: Every command that writes to stdout, and `--help` for those that need something else first.
OUTPUT = {
    "quiz": "deck.yaml",
    "review": "deck.yaml",
    "items": "deck.yaml",
    "check": "wrong.yaml",
    "anki": "deck.yaml",
    "worksheet": "deck.yaml -o x.md",
    "web": "deck.yaml",
    "new": "new",
    "ids": "deck.yaml",
    "schema": "",
    "stats": "",
    "disputes": "--help",
    "store": "export",
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("buffered", [True, False])
def test_a_full_disk_behind_stdout_is_said(command: str, buffered: bool, deck: Path) -> None:
    (deck.parent / "wrong.yaml").write_text("facts:\n- The ==Rhine\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    environment["NKQUIZ_STORE"] = str(deck.parent / "store.db")
    if command in ("stats", "store"):  # they have nothing to say before the first answer
        subprocess.run([*NKQUIZ, "quiz", str(deck)], env=environment, input=b"x\n", check=True)
    done = subprocess.run(
        ["bash", "-c", f"echo | {' '.join(NKQUIZ)} {command} {OUTPUT[command]} >/dev/full"],
        cwd=deck.parent,
        env=environment if buffered else {**environment, "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1:] == ["nkquiz: stdout: No space left on device"]
    assert done.returncode == 3
