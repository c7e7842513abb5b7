"""docs/design.md describes the code as it is: its layers, its reading path, its recipes."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "nkquiz"
PAGE = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
NAME = re.compile(r"`([a-z_/]+(?:\.\w+)?)`")


def rows(title: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    section = PAGE.split(f"## {title}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert table is not None, title
    lines = table[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_the_layers_are_those_that_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    layers = [layer.split(" | ") for layer in contract["layers"]]
    assert [NAME.findall(row[0]) for row in rows("The layers")] == layers


def test_the_reading_path_can_be_read_in_a_day() -> None:
    files = [name for row in rows("A reading path") for name in NAME.findall(row[0])]
    lines = sum(len((PACKAGE / name).read_text(encoding="utf-8").splitlines()) for name in files)
    assert lines <= 6_000
    said = re.search(r"about ([\d,]+) lines", PAGE)
    assert said is not None
    assert abs(int(said[1].replace(",", "")) - lines) <= 250, lines


@pytest.mark.parametrize("row", rows("Recipes"), ids=lambda row: row[0])
def test_the_registry_of_a_recipe_is_there(row: list[str]) -> None:
    _, _, place = row
    registry = re.fullmatch(r"`(\S+)`: `(\w+)`", place)
    assert registry is not None
    text = (PACKAGE / registry[1]).read_text(encoding="utf-8")
    assert re.search(rf"^{registry[2]}\b", text, re.MULTILINE)


def test_every_file_that_is_named_exists() -> None:
    for name in re.findall(r"`((?!tests/)[a-z_]+(?:/[a-z_]+)*\.(?:py|css|typ))`", PAGE):
        assert (PACKAGE / name).exists(), name
