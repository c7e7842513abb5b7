"""The recipes of docs/design.md: each is done in a copy of the package, which then is used.

A recipe holds if the new module and one line in a registry are enough, whatever else the code
comes to be.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RIVERS = """
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire]
facts:
  - id: danube
    fact: The ==Danube== rises in Germany's Black Forest.
"""


class Copy:
    """A copy of the package to change, in a folder with a deck `rivers.yaml`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._package = folder / "src" / "nkquiz"
        shutil.copytree(
            ROOT / "src" / "nkquiz", self._package, ignore=shutil.ignore_patterns("__pycache__")
        )
        (folder / "rivers.yaml").write_text(RIVERS, encoding="utf-8")

    def add(self, name: str, content: str) -> None:
        """Add a module, where there is none of that name."""
        path = self._package / name
        assert not path.exists()
        path.write_text(content, encoding="utf-8")

    def register(self, name: str, after: str, *lines: str) -> None:
        """Add lines to a module, after the only line that reads `after`."""
        path = self._package / name
        text = path.read_text(encoding="utf-8")
        assert text.count(f"{after}\n") == 1, f"{name} has not one line {after!r}"
        new = "\n".join((after, *lines))
        path.write_text(text.replace(f"{after}\n", f"{new}\n"), encoding="utf-8")

    def use(self, name: str, line: str) -> None:
        """Add an import to a module."""
        self.register(name, "from __future__ import annotations", "", line)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def run(self, *arguments: str, stdin: str = "") -> str:
        """What `nkquiz` prints, called in the folder with the changed package."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "src")}
        done = subprocess.run(
            [sys.executable, "-m", "nkquiz", *arguments],
            cwd=self.folder,
            env=environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_a_kind(copy: Copy) -> None:
    copy.add(
        "kinds/initial.py",
        '''"""Initial: the sentence with the first letter of its answer, and the rest is typed."""

from nkquiz.item import BLANK, Item, Type
from nkquiz.maker import KindMaker
from nkquiz.model import Fact, Mark
from nkquiz.stem import Making, build, cloze_question

KIND = "initial"


def make(making: Making, fact: Fact, mark: Mark) -> Item:
    question = cloze_question(making, fact, mark, KIND)
    stem = question.stem.replace(BLANK, f"{mark.answer[0]}{BLANK}")
    return build(question, KIND, stem, Type(question.answer.names))


MAKER = KindMaker(KIND, make)
''',
    )
    copy.register("registry.py", "KINDS = (", '    Kind("initial", Type, "First letters"),')
    stem = "The D_____ rises in Germany's Black Forest."
    assert stem in copy.run("items", "--kind", "initial", "rivers.yaml")
    said = copy.run("quiz", "--kind", "initial", "rivers.yaml", stdin="Danube\n")
    assert stem in said
    assert "Score: 1 of 1 points" in said
    copy.run("worksheet", "--kind", "initial", "rivers.yaml", "-o", "rivers.md")
    assert "## First letters" in copy.read("rivers.md")
    copy.run("web", "--kind", "initial", "rivers.yaml", "-o", "rivers.html")
    assert '"stem":"The D_____ rises' in copy.read("rivers.html")
    assert "1 note" in copy.run("anki", "--kind", "initial", "rivers.yaml", "-o", "rivers.apkg")
    assert '"initial"' in copy.run("schema")
    deck = "include: [rivers.yaml]\nitems: {kinds: initial}\n"
    (copy.folder / "deck.yaml").write_text(deck, encoding="utf-8")
    assert stem in copy.run("items", "deck.yaml")


def test_a_format(copy: Copy) -> None:
    copy.add(
        "formats/text.py",
        '''"""Plain text: the questions alone."""

from nkquiz import paper
from nkquiz.formats import worksheet_report
from nkquiz.output import UNSEALED, sealed
from nkquiz.prose import plain


def render(document, pictures):
    sections = [section for version in document.sheet.versions for section in version.sections]
    asked = [question for section in sections for question in section.questions]
    lines = [f"{question.number}. {plain(question.stem)}" for question in asked]
    return sealed("\\n".join([*lines, "", UNSEALED.decode()]).encode(), b"")


RENDERER = paper.Renderer(render, ())


def write(deck, items, path, now, *, force=False):
    return worksheet_report(paper.write_items(deck, items, path, RENDERER, force=force))
''',
    )
    copy.register(
        "formats/__init__.py",
        "WORKSHEETS = (",
        '    Format("text", (".txt",), "nkquiz.formats.text"),',
    )
    assert "X.txt" in copy.run("worksheet", "--help")
    for _ in range(2):  # the second time over its own file
        copy.run("worksheet", "rivers.yaml", "-o", "rivers.txt")
        assert copy.read("rivers.txt").startswith("1. ")


def test_a_command(copy: Copy) -> None:
    copy.add(
        "cli/marks.py",
        '''"""`nkquiz marks`: how many marks a file has."""

import click

from nkquiz.cli.common import files, load_deck


@click.command(name="marks", epilog="Example: nkquiz marks rivers.yaml")
@files
def command(files: tuple[str, ...]) -> None:
    """Count the marks of FILE..."""
    deck = load_deck(files)
    click.echo(sum(len(fact.marks) for fact in deck.facts))
''',
    )
    copy.register("cli/__init__.py", "COMMANDS = {", '    "marks": "Count the marks.",')
    assert "Count the marks." in copy.run("--help")
    assert copy.run("marks", "rivers.yaml") == "1\n"


def test_a_lint_rule(copy: Copy) -> None:
    copy.add(
        "lint/shouting.py",
        '''"""Answers in capitals."""

from nkquiz.lint.rule import Fault
from nkquiz.lint.view import View


def shouting(view: View) -> Fault | None:
    """An answer that is written in capitals."""
    return Fault(f"{view.answer.text} is shouted") if view.answer.text.isupper() else None
''',
    )
    copy.register(
        "lint/rules.py",
        "RULES = (",
        '    Rule("shouting", "Nobody shouts.", flawed="DANUBE", clean="Danube",',
        '         mend="use small letters", check=shouting.shouting, advises=TYPED),',
    )
    copy.use("lint/rules.py", "from nkquiz.lint import shouting")
    (copy.folder / "loud.yaml").write_text(
        "facts: [The Danube rises in the ==BLACK FOREST== of Germany.]\n", encoding="utf-8"
    )
    assert "is shouted" in copy.run("check", "loud.yaml")
    assert "shouted" not in copy.run("check", "rivers.yaml")


def test_a_typed_rule(copy: Copy) -> None:
    assert "Wrong" in copy.run("quiz", "--kind", "cloze", "rivers.yaml", stdin="ebunad\n")
    copy.add(
        "scoring/backwards.py",
        '''"""Answers that are written backwards."""

from nkquiz.scoring.forms import Reading
from nkquiz.scoring.result import Result, partial
from nkquiz.scoring.target import Target


def judge_backwards(reading: Reading, target: Target) -> Result | None:
    """Half a point for the key backwards."""
    if reading.text.casefold() != target.key.casefold()[::-1]:
        return None
    return partial("now write it forwards")
''',
    )
    copy.register("scoring/typed.py", "_RULES: tuple[_Rule, ...] = (", "    judge_backwards,")
    copy.use("scoring/typed.py", "from nkquiz.scoring.backwards import judge_backwards")
    said = copy.run("quiz", "--kind", "cloze", "rivers.yaml", stdin="ebunad\n")
    assert "Partial: now write it forwards" in said
