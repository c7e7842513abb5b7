"""What holds for every command: its help, what it imports, and how it leaves."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pexpect
import pytest

from nkquiz.cli import COMMANDS

NKQUIZ = [sys.executable, "-m", "nkquiz"]
FACTS = "facts:\n  - The ==Danube== rises in Germany's ==Black Forest==.\n"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "rivers.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return path


def status(command: str, folder: Path) -> int:
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = subprocess.run([*NKQUIZ, command, "--help"], capture_output=True, text=True, check=True)
    assert "Example" in done.stdout


#: What neither a help text nor a first question needs: libraries, and rooms of ours.
HEAVY = (
    *("babel", "docx", "fsrs", "genanki", "latex2mathml", "num2words", "prompt_toolkit"),
    *("rapidfuzz", "rich", "shutil", "typst"),
    *("nkquiz.bank", "nkquiz.formats", "nkquiz.scoring.typed", "nkquiz.sheet", "nkquiz.stats"),
    *("nkquiz.source.mistakes", "nkquiz.store.salvage"),
)


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], ["shutil"]),  # by click
        (["quiz", "--help"], ["shutil"]),
        (["quiz", "rivers.yaml"], ["sqlite3", "yaml"]),
    ],
)
def test_what_is_not_needed_is_not_imported(
    arguments: list[str], needed: list[str], deck: Path
) -> None:
    code = (
        f"import sys; sys.argv = ['nkquiz', *{arguments!r}]; from nkquiz.cli import run; run();"
        f"print([m for m in {(*HEAVY, 'sqlite3', 'yaml')!r} if m in sys.modules])"
    )
    # Coverage, which CI measures in what the tests start too, brings imports of its own.
    own = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=own,
        stdin=subprocess.DEVNULL,
        cwd=deck.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == repr(needed)


@pytest.mark.parametrize("command", ["items --json", "check", "quiz"])
def test_a_closed_output_leaves_with_141(command: str, deck: Path) -> None:
    run = " ".join(NKQUIZ)
    facts = (f"  - Street {n} of the old town has =={n + 7}== houses.\n" for n in range(400))
    deck.write_text("facts:\n" + "".join(facts), encoding="utf-8")
    assert status(
        f"{run} {command} {deck.name} </dev/null | true; exit ${{PIPESTATUS[0]}}", deck.parent
    ) in (0, 141)
    assert status(f"{run} {command} {deck.name} </dev/null >&-", deck.parent) in (1, 141)


@pytest.mark.parametrize(
    ("command", "left"), [("check", 0), ("items", 0), ("quiz", 0), ("quiz --count 0", 2)]
)
def test_a_closed_stderr_changes_nothing_but_what_is_said_there(
    command: str, left: int, deck: Path
) -> None:
    run = f"{' '.join(NKQUIZ)} {command} {deck.name} </dev/null"
    assert status(f"diff <({run} 2>/dev/null) <({run} 2>&-)", deck.parent) == 0
    assert status(f"{run} 2>&-", deck.parent) == left


#: `nkquiz`, that stops for some seconds when it has written half of a file.
STALLED = """
import sys, time
from nkquiz.__main__ import main
from nkquiz.formats.apkg import package, text

def stalled(finish):
    return lambda *given: (time.sleep({seconds}), finish(*given))[1]

package._zip, text._row = stalled(package._zip), stalled(text._row)
sys.argv = ["nkquiz", "anki", "rivers.yaml", {more}]
main()
"""


def halfway(
    deck: Path, seconds: float, more: str = "", before: str = ""
) -> subprocess.Popen[bytes]:
    """A command that is writing: its unfinished file stands beside the one to come."""
    code = STALLED.format(seconds=seconds, more=more)
    process = subprocess.Popen(
        ["sh", "-c", f'{before} exec "$0" -c "$1"', sys.executable, code],
        cwd=deck.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not list(deck.parent.glob(".nkquiz-*")):
        time.sleep(0.01)
    return process


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
@pytest.mark.parametrize("more", ["", "'--tsv'"])
def test_a_signal_leaves_nothing_unfinished(deck: Path, name: str, status: int, more: str) -> None:
    with halfway(deck, 60, more) as process:
        # Python drops an interrupt that comes while it calls back from an import: press it again.
        while process.poll() is None:
            process.send_signal(getattr(signal, name))
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
    assert process.returncode == status
    assert [path.name for path in deck.parent.iterdir()] == ["rivers.yaml"]


def test_a_signal_that_is_ignored_stays_so(deck: Path) -> None:
    with halfway(deck, 1, before="trap '' HUP;") as process:
        process.send_signal(signal.SIGHUP)
    assert process.returncode == 0
    assert (deck.parent / "rivers.apkg").exists()


@pytest.mark.parametrize(
    "command", ["anki -o no/x.apkg", "web -o no/x.html", "worksheet -o no/x.md"]
)
def test_a_folder_that_is_missing_is_named(command: str, deck: Path) -> None:
    done = subprocess.run(
        [*NKQUIZ, *command.split(), deck.name],
        cwd=deck.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    said = "nkquiz: the folder no doesn't exist: create it first, or choose another\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, "", said)


WAITS = """
import sys, time
from nkquiz.cli import waiting
waiting.PATIENCE = float(sys.argv[1])
with waiting.shown("checking"):
    time.sleep(0.4)
print("done", "rich" in sys.modules)
"""


def at_a_terminal(patience: str) -> str:
    child = pexpect.spawn(sys.executable, ["-c", WAITS, patience], encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    assert isinstance(child.before, str)
    return child.before


def test_what_is_quick_or_no_terminal_shows_no_sign_of_life() -> None:
    assert at_a_terminal("9") == "done False\r\n"
    done = subprocess.run(
        [sys.executable, "-c", WAITS, "0"], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("done False\n", "")


def test_what_takes_long_shows_a_sign_of_life_at_a_terminal() -> None:
    shown = at_a_terminal("0")
    assert "checking ... 0:00:00" in re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", shown)
    assert shown.endswith("done True\r\n")


def test_items_groups_what_a_template_says_of_every_row(deck: Path) -> None:
    rivers = {"Bonn": "Rhine", "Mainz": "Rhine", "Ulm": "Danube", "Linz": "Danube"}
    rows = [f"{{name: {city}, river: {river}}}" for city, river in rivers.items()]
    fact = '"=={name}== lies on the =={river}==."'
    deck.write_text(
        f"terms:\n  city: [{', '.join(rows)}]\ntemplates:\n- {{for: city, fact: {fact}}}\n"
    )
    done = subprocess.run([*NKQUIZ, "items", str(deck)], capture_output=True, text=True, check=True)
    warnings = [line for line in done.stderr.splitlines() if ": warning: " in line]
    assert len(warnings) == len({line.split(": warning: ")[0] for line in warnings})
    assert "more like it)" in done.stderr


def test_a_name_that_is_no_text_can_be_played(deck: Path) -> None:
    name = os.fsencode(deck.parent) + b"/\xff.yaml"
    Path(os.fsdecode(name)).write_text(FACTS, encoding="utf-8")
    done = subprocess.run(
        [*NKQUIZ, "quiz", os.fsdecode(name)],
        input="Danube\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Score" in done.stdout


def test_no_escape_sequence_of_a_file_name_reaches_the_terminal(deck: Path) -> None:
    path = deck.rename(deck.parent / "a\x1b[31mb.yaml")
    done = subprocess.run(
        [*NKQUIZ, "quiz", str(path)], input="", capture_output=True, text=True, check=True
    )
    assert "\x1b" not in done.stdout + done.stderr
