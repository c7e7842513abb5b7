"""What the tests of worksheets share: decks, and the programs that read papers."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

import pytest

from conftest import PROGRAMS
from nkquiz import loader, sheet
from nkquiz.item import Item
from nkquiz.model import Deck

ROOT = Path(__file__).parent.parent
SEED_DECK = ROOT / "decks" / "north-korean-diplomats.yaml"
COUNTRIES = ROOT / "seeds" / "countries.yaml"
EVERYTHING = ROOT / "tests" / "worksheets" / "everything.yaml"


@lru_cache(maxsize=8)
def deck_of(path: Path) -> Deck:
    deck, problems = loader.load(path)
    assert not [problem for problem in problems if problem.is_error]
    return deck


@lru_cache(maxsize=32)
def chosen(
    path: Path, count: int | None = None, kinds: tuple[str, ...] | None = None
) -> tuple[Item, ...]:
    return sheet.choose(deck_of(path), count, kinds=kinds)


def run(*command: str | Path) -> str:
    """What a program prints; it must succeed."""
    if shutil.which(command[0]) is None:
        leave_out(command[0], PROGRAMS.get(str(command[0]), PROGRAMS["pdftotext"]))
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def leave_out(what: str | Path, package: str) -> NoReturn:
    """End a test of papers on a machine that lacks what it needs; in CI that is a failure."""
    pytest.skip(f"{what} is missing: install Debian's {package}")


def pages(pdf: Path) -> list[str]:
    """The text of each page in the order of reading, its white space folded."""
    return _pages(run("pdftotext", "-enc", "UTF-8", pdf, "-"))


def pages_by_line(pdf: Path) -> list[str]:
    """The text of each page, line by line from left to right."""
    return _pages(run("pdftotext", "-enc", "UTF-8", "-layout", pdf, "-"))


def _pages(text: str) -> list[str]:
    return [folded(page) for page in text.split("\f")[:-1]]


def folded(text: str) -> str:
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """The text without white space and hyphens: where a line breaks, either may be lost."""
    return re.sub(r"[\s-]+", "", text)


def to_pdf(folder: Path, *documents: Path) -> list[Path]:
    """LibreOffice's PDF of Word documents, written into a folder; all in one run of it."""
    profile = (folder / "profile").as_uri()
    run(
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
        "--outdir", folder, *documents,
    )  # fmt: skip
    return [folder / document.with_suffix(".pdf").name for document in documents]
