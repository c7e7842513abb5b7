"""However many problems there are: few lines at a terminal, in time that grows with the file."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from nkquiz.cli import run, showing
from nkquiz.loader import load
from nkquiz.model import Location, Problem

COLUMNS = "id: t\nterms:\n  city:\n    file: cities.csv\n    attributes: {size: {sort: number}}\n"


def unknown_keys(number: int) -> str:
    return "facts:\n- fact: The ==Rhine==.\n" + "".join(f"  key{i}: x\n" for i in range(number))


def one_line(number: int) -> str:
    return "facts: [" + ", ".join(["{fac: a}"] * number) + "]\n"


def duplicate_ids(number: int) -> str:
    facts = (f"- {{id: a, fact: The ==Rhine{i}==.}}\n" for i in range(number))
    return f"facts:\n{''.join(facts)}"


def duplicate_terms(number: int) -> str:
    rows = (f"  - {{name: X{i}, id: a}}\n" for i in range(number))
    return f"terms:\n  w:\n{''.join(rows)}"


def missing_files(number: int) -> str:
    return "include:\n" + "".join(f"- f{i}.yaml\n" for i in range(number))


def aliases(_: int) -> str:
    rows = (
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return f"a: &a [{', '.join('x' * 9)}]\n{''.join(rows)}"


def depth(number: int) -> str:
    return "facts: " + "[" * number


def tabs(number: int) -> str:
    return "\t" * number


def tabs_before_keys(number: int) -> str:
    return "\tx: y\n" * number


def unclosed_marks(number: int) -> str:
    return "facts:\n" + "".join(f"- The ==Rhine{i}\n" for i in range(number))


FLOODS: list[Callable[[int], str]] = [
    unknown_keys, one_line, duplicate_ids, duplicate_terms, missing_files, aliases, depth, tabs,
    tabs_before_keys, unclosed_marks,
]  # fmt: skip


def written(folder: Path, content: str | bytes) -> str:
    path = folder / "deck.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_problems_takes_few_lines(
    flood: Callable[[int], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", written(tmp_path, flood(10_000))]) == 1
    said = capsys.readouterr()
    assert 2 < len(said.out.splitlines()) < 100
    assert len(said.err.splitlines()) == 1


def test_random_bytes_take_few_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, random.Random(1).randbytes(1_000_000))
    assert run(["check", path]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{path}:1:1: error: this is no text file: name a file in YAML, or save it as plain text (not-text)"
    ]


def test_a_wrong_cell_in_every_row_of_a_table_takes_few_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"City{i};{i}-{i}-{i};x\n" for i in range(200))
    (tmp_path / "cities.csv").write_text(f"name;as_of;image\n{rows}")
    assert run(["check", written(tmp_path, COLUMNS)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert len(out) < 140
    assert "and 180 more like it (not-a-date)" in out
    assert "and 180 more like it (missing-file)" in out


@pytest.mark.parametrize(
    "flood", [unknown_keys, one_line, duplicate_ids, duplicate_terms, missing_files, unclosed_marks]
)
def test_the_work_grows_with_the_file(flood: Callable[[int], str], tmp_path: Path) -> None:
    few, many = (calls_to_load(written(tmp_path, flood(number))) for number in (300, 900))
    assert many < 3.5 * few


def test_a_cell_takes_the_same_work_in_a_table_of_any_width(tmp_path: Path) -> None:
    calls = []
    for width in (100, 1_000, 10_000):
        header = ",".join(f"size{column}" for column in range(width))
        (tmp_path / "cities.csv").write_text(f"name,{header}\nBonn{',x' * width}\n")
        text = "terms: {city: {file: cities.csv}}\n"
        calls.append(calls_to_load(written(tmp_path, text)) / width)
    assert max(calls[1:]) < 1.2 * calls[0]


def calls_to_load(path: str) -> int:
    """How many functions are called, Python's own among them, to read a file."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        load(path)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "command", ["check", "quiz", "review", "items", "anki", "worksheet", "web", "ids"]
)
def test_every_command_shows_some_or_all(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, unclosed_marks(100))
    more = ["-o", str(tmp_path / "x.md")] if command == "worksheet" else []
    for option, shown in ([], 20), (["--all"], 100):
        assert run([command, path, *more, *option]) == 1
        said = capsys.readouterr()
        assert (said.out + said.err).count("(unclosed-mark)\n  - ") == shown
        assert (
            "and 80 more like it (unclosed-mark)\n`--all` shows all of them\n"
            in said.out + said.err
        ) == (not option)


def test_json_has_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--json", written(tmp_path, unclosed_marks(100))]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["line"] for line in lines] == list(range(2, 102))


def lines_of(problems: list[Problem]) -> list[str]:
    with click.Context(click.Command("check")):
        return [line for text in showing.lines(problems) for line in text.splitlines()]


def problem(number: int, code: str) -> Problem:
    return Problem(Location("f", number, 1), code, f"number {number}", excerpt="text")


@pytest.mark.parametrize("kinds", [1, 2, 7, 40, 60, 300])
def test_there_are_never_more_than_200_lines(kinds: int) -> None:
    lines = lines_of([problem(i, f"code-{i % kinds}") for i in range(30 * kinds)])
    assert 50 < len(lines) <= 200
    assert any("code-0" in line for line in lines)
    assert lines[-1] == "`nkquiz check --all` shows all of them"


def test_what_fits_is_shown_as_it_is() -> None:
    assert len(lines_of([problem(i, "a") for i in range(20)])) == 60
    assert lines_of([]) == []


def test_what_is_said_again_of_one_line_is_counted() -> None:
    again = [Problem(Location("f", 1, column), "a", "no") for column in range(1, 5)]
    assert lines_of([*again, Problem(Location("f", 2, 1), "a", "no")]) == [
        "f:1:1: error: no (and 3 more like it) (a)",
        "f:2:1: error: no (a)",
    ]
