"""The contract of every format with every interaction, over both registries."""

import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import get_args

import pytest

import papers
from nkquiz.formats import FORMATS, Format
from nkquiz.item import Interaction, Item
from nkquiz.model import Deck
from test_worksheet_formats import HOSTILE, READERS, one_of_each

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DECK = Deck("sheet", "Rivers")
_TAG = re.compile(r"</?[a-z][^>]*>")


def fields(path: Path) -> str:
    """What the notes of a package say."""
    extracted = path.with_suffix(".db")
    with zipfile.ZipFile(path) as package:
        extracted.write_bytes(package.read("collection.anki2"))
    with closing(sqlite3.connect(extracted)) as collection:
        notes = [row[0] for row in collection.execute("SELECT flds FROM notes")]
    return unescape(_TAG.sub("", "\n".join(notes)))


def played(path: Path) -> str:
    """What the script of a page is given to play."""
    page = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.dumps(json.loads(found[1])["items"], ensure_ascii=False)


def reader(form: Format) -> Callable[[Path], str]:
    if form.name == "anki":
        return fields
    if form.name == "web":
        return lambda path: played(path).replace("\\\\", "\\").replace('\\"', '"')
    return READERS[form.suffixes[0]]


def one(interaction: type, text: str = "") -> Item:
    """An item of an interaction that no format has to look up in its deck."""
    found = [item for item in one_of_each(text) if isinstance(item.interaction, interaction)]
    return found[-1]


each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
each_interaction = pytest.mark.parametrize("interaction", get_args(Interaction))


@each_format
@each_interaction
def test_the_same_item_is_the_same_bytes(form: Format, interaction: type, tmp_path: Path) -> None:
    written = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        path = folder / f"x{(*form.suffixes, '.html')[0]}"
        assert form.write(DECK, [one(interaction)], path, NOW).problems == ()
        written.append(path.read_bytes())
    assert written[0] == written[1]


@each_format
@each_interaction
def test_hostile_text_survives(form: Format, interaction: type, tmp_path: Path) -> None:
    path = tmp_path / f"x{(*form.suffixes, '.html')[0]}"
    assert form.write(DECK, [one(interaction, HOSTILE)], path, NOW).problems == ()
    seen = papers.squeezed(reader(form)(path)).replace("\u200b", "")
    # In the stem, and again in the options, the parts or what is right instead.
    assert seen.count(papers.squeezed(HOSTILE).replace("\u200b", "")) >= 2


@each_format
@each_interaction
def test_what_is_missing_is_a_problem(form: Format, interaction: type, tmp_path: Path) -> None:
    item = replace(one(interaction), image="nowhere.png")
    path = tmp_path / f"x{(*form.suffixes, '.html')[0]}"
    (problem,) = form.write(DECK, [item], path, NOW).problems
    assert "nowhere.png" in problem.message
