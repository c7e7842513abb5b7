"""The recipes of docs/design.md: each is done in a copy of the package, which then is used.

A recipe holds if the new module and one line in a registry are enough, whatever else the code
comes to be.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from web_quiz import JUDGE_ALL, scorer

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
        before = path.read_text(encoding="utf-8").splitlines()
        assert before.count(after) == 1, f"{name} has not one line {after!r}"
        at = before.index(after) + 1
        path.write_text("\n".join((*before[:at], *lines, *before[at:], "")), encoding="utf-8")

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
    return build(making, question, KIND, stem, Type(question.answer.names))


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
        '         fix="use small letters", check=shouting.shouting, advises=TYPED),',
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
    copy.register("scoring/typed.py", "_NAME_RULES: tuple[_Rule, ...] = (", "    judge_backwards,")
    copy.use("scoring/typed.py", "from nkquiz.scoring.backwards import judge_backwards")
    said = copy.run("quiz", "--kind", "cloze", "rivers.yaml", stdin="ebunad\n")
    assert "Partial: now write it forwards" in said


TEMPERATURE = r'''"""Temperatures as a sort of value: 100 °C is 212 °F."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from nkquiz.values.measures import (
    Grammar, Measure, Measured, Scale, are_equal, difference, read_measures, rewritten
)
from nkquiz.values.sort import Limits, ValueSort
from nkquiz.values.words import Language

_FAHRENHEIT = Scale("heat", Decimal(5) / 9, Decimal(-160) / 9)
_WORDS = {"°c": Scale("heat"), "°f": _FAHRENHEIT, "degrees fahrenheit": _FAHRENHEIT}
_GRAMMAR = Grammar("(-?[0-9]+) ?WORD", (1,), _WORDS, "(?!)", "right number, wrong unit")


@dataclass(frozen=True, slots=True)
class Temperature:
    """How hot or cold it is."""

    sort: ClassVar[ValueSort[Temperature]]
    measure: Measure
    text: str = field(compare=False)


def read(text: str, _language: str, _unit: str) -> Temperature | None:
    """The temperature that a text is."""
    measures = read_measures(text, _GRAMMAR)
    return Temperature(measures[0], text) if measures else None


def _begins(_word: str, _second: str, _words: Language) -> bool:
    return False


def _style(value: Temperature) -> str:
    return re.sub("[-0-9]+", "", value.text)


def _equal(key: Temperature, other: Temperature, _tolerance: str = "") -> bool:
    return are_equal((other.measure,), _measured(key, "", ""))


def _measured(key: Temperature, _language: str, _tolerance: str) -> Measured:
    return Measured(_GRAMMAR, (key.measure,))


def _ends(value: Temperature) -> tuple[Decimal, Decimal]:
    return value.measure.value, value.measure.value


def _stepped(
    key: Temperature, offsets: Sequence[int], _: Limits
) -> tuple[Iterator[list[str]], ...]:
    def moved(degrees: int) -> str:
        return rewritten(key.text, _GRAMMAR, lambda it: f"{int(it.groups[0] or 0) + degrees} °C")

    return (iter([[moved(25 * n) for n in offsets]]),)


TEMPERATURE: ValueSort[Temperature] = ValueSort(
    name="temperature",
    noun="temperature",
    example="100 °C",
    begins=_begins,
    read=read,
    recognise=read,
    style=_style,
    alike=lambda a, b: _style(a) == _style(b),
    equal=_equal,
    may_be_equal=_equal,
    difference=lambda value, key: difference(
        (value.measure,), _measured(key, "", ""), "temperature"
    ),
    ends=_ends,
    stepped=_stepped,
    fits=lambda _value, _key, _limits: True,
    measured=_measured,
)
Temperature.sort = TEMPERATURE
'''
LIQUIDS = """
facts:
  - {id: water, fact: Water boils at ==100 °C== by the sea.}
terms:
  metal:
    attributes: {melts: {sort: temperature}}
    rows:
      - {name: Tin, melts: 232 °C}
      - {name: Lead, melts: 327 °C}
      - {name: Zinc, melts: 420 °C}
      - {name: Silver, melts: 962 °C}
templates:
  - {id: melting, for: metal, fact: "{name} melts at =={melts}==."}
"""


@pytest.fixture
def with_temperature(copy: Copy) -> Copy:
    """A copy that knows temperatures: a module, and a line (with its import) in the registry."""
    copy.add("values/sorts/temperature.py", TEMPERATURE)
    copy.register(
        "values/sorts/__init__.py", "SORTS: tuple[ValueSort[Any], ...] = (", "    TEMPERATURE,"
    )
    copy.use("values/sorts/__init__.py", "from nkquiz.values.sorts.temperature import TEMPERATURE")
    (copy.folder / "liquids.yaml").write_text(LIQUIDS, encoding="utf-8")
    return copy


def test_a_sort_of_value(with_temperature: Copy) -> None:
    copy = with_temperature
    assert '"temperature"' in copy.run("schema")
    assert copy.run("check", "liquids.yaml") == ""
    lines = copy.run("items", "--json", "--kind", "multiple-choice", "liquids.yaml").splitlines()
    options = {
        item["answers"][0]: [option["text"] for option in item["options"]]
        for item in map(json.loads, lines)
    }
    assert len(options) == 5
    assert {int(text.split()[0]) % 25 for text in options["100 °C"]} == {0}
    assert options["232 °C"] == ["232 °C", "327 °C", "420 °C", "962 °C"]
    copy.run("worksheet", "liquids.yaml", "-o", "sheet.md")
    assert "100 °C" in copy.read("sheet.md")


#: What is typed for 100 °C, and what is said.
TYPED = (
    ("100 °C", "correct", ""),
    ("212 degrees Fahrenheit", "correct", ""),
    ("100 °F", "wrong", "right number, wrong unit"),
    ("90 °C", "wrong", "another temperature"),
    ("hot", "wrong", "that is no temperature"),
)


def test_typed_answers_of_a_new_sort(with_temperature: Copy) -> None:
    facts = "".join(f"  - The pot was at ==100 °C== on day {n}.\n" for n in range(len(TYPED)))
    (with_temperature.folder / "pot.yaml").write_text(f"facts:\n{facts}", encoding="utf-8")
    stdin = "".join(f"{typed}\n" for typed, _, _ in TYPED)
    said = with_temperature.run("quiz", "--kind", "cloze", "pot.yaml", stdin=stdin)
    lines = [line for line in said.splitlines() if line.startswith(("Correct", "Wrong"))]
    assert lines[: len(TYPED)] == [
        f"{verdict.capitalize()}: {words}" if words else verdict.capitalize()
        for _, verdict, words in TYPED
    ]


@pytest.mark.needs("chromium")
@pytest.mark.xdist_group("chromium")
def test_the_page_reads_a_new_sort(with_temperature: Copy, browser: Browser) -> None:
    with_temperature.run(
        "web", "--kind", "cloze", "--count", "5", "liquids.yaml", "-o", "page.html"
    )
    page = with_temperature.read("page.html")
    found = re.search('<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    at = next(n for n, item in enumerate(data["items"]) if item["stem"].startswith("Water"))
    asked = [(at, typed) for typed, _, _ in TYPED]
    judged = scorer(browser).evaluate(JUDGE_ALL, [data, asked])
    assert [(verdict, words) for verdict, _, words in judged] == [
        (verdict, words) for _, verdict, words in TYPED
    ]
