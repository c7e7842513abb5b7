"""`nkquiz new`: what it writes can be read, checked and played at once, and nothing is lost."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

import nkquiz
from commands import in_process
from nkquiz import cli


def run(*arguments: str, folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    return in_process(*arguments, environment=home, lines=stdin.encode(), folder=folder)


# -- what must not be lost -------------------------------------------------------------------


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "rivers.yaml").write_text("mine\n")
    done = run("new", "rivers", folder=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "rivers.yaml: it already exists: choose another name" in done.stderr
    assert (tmp_path / "rivers.yaml").read_text() == "mine\n"


def test_a_link_to_nowhere_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "rivers.yaml").symlink_to(tmp_path / "elsewhere")
    assert run("new", "rivers", folder=tmp_path).returncode == 3
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("name", ["", ".", "..", "folder/", "a\nb", "\x1b[2J"])
def test_what_names_no_file_is_wrong_usage(tmp_path: Path, name: str) -> None:
    done = run("new", name, folder=tmp_path)
    assert done.returncode == 2
    assert "NAME" in done.stderr
    assert "\x1b" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    done = run("new", "nowhere/rivers", folder=tmp_path)
    assert done.returncode == 3
    assert (
        done.stderr
        == "nkquiz: the folder nowhere doesn't exist: create it first, or choose another\n"
    )


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    assert cli.run(["new", "rivers"]) == 3
    assert list(tmp_path.iterdir()) == []


# -- what is written -------------------------------------------------------------------------

NAMES = {
    "rivers": ("rivers", "Rivers"),
    "european-rivers.yaml": ("european-rivers", "European rivers"),
    "facts/my_rivers.yml": ("my_rivers", "My rivers"),
    "a: b # c": ("a: b # c", "A: b # c"),
    '"quoted"': ('"quoted"', '"quoted"'),
    "{braces}": ("{braces}", "{braces}"),
    "2024": ("2024", "2024"),
    "no": ("no", "No"),
    "v1.2": ("v1.2", "V1.2"),
    "TITLE": ("TITLE", "TITLE"),
    "한국": ("한국", "한국"),
    "---": ("---", "---"),
    "-": ("-", "-"),
}


@pytest.mark.parametrize("name", NAMES)
def test_id_and_title_come_from_the_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "facts").mkdir()
    done = run("new", "--", name, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    file = tmp_path / (name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    deck, problems = nkquiz.load(file)
    assert problems == ()
    assert (deck.id, deck.title) == NAMES[name]
    assert file.name in done.stdout


def test_it_passes_check_without_a_warning(tmp_path: Path) -> None:
    run("new", "rivers", folder=tmp_path)
    done = run("check", "rivers.yaml", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_shows_each_kind_of_key_and_is_short(tmp_path: Path) -> None:
    run("new", "rivers", folder=tmp_path)
    text = (tmp_path / "rivers.yaml").read_text(encoding="utf-8")
    assert 60 <= text.count("\n") <= 90
    assert max(map(len, text.splitlines())) <= 100
    for key in ("sources", "defaults", "rows", "templates", "ask", "why", "tags", "as_of"):
        assert f"{key}:" in text, key
    for key in ("accept", "distractors", "reject", "hint", "tolerance", "also", "attributes"):
        assert f"{key}:" in text, key


def test_every_fact_has_an_id_and_its_kinds_of_item(tmp_path: Path) -> None:
    run("new", "rivers", folder=tmp_path)
    deck, _ = nkquiz.load(tmp_path / "rivers.yaml")
    assert all(fact.has_own_id for fact in deck.facts)
    items, problems = nkquiz.generate(deck)
    assert problems == ()
    assert {item.kind for item in items} == {"cloze", "multiple-choice", "short-answer"}
    assert len(items) >= 30


def test_the_commands_it_prints_work(tmp_path: Path) -> None:
    lines = run("new", "my rivers", folder=tmp_path).stdout.splitlines()
    commands = [line.split(maxsplit=1)[1] for line in lines if line.startswith("  nkquiz ")]
    assert commands == ["quiz 'my rivers.yaml'", "check 'my rivers.yaml'"]
    done = run("quiz", "my rivers.yaml", folder=tmp_path, stdin="x\n")
    assert done.returncode == 0, done.stderr
    assert "of 1" in done.stdout
