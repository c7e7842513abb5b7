"""How fast Anki packages are written: rows for `make bench`.

CPU time, in turn, of the same notes. The peer of the whole way, anki-yaml-tool, is installed into
an environment of its own within ours.
"""

from __future__ import annotations

import html
import json
import random
import re
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from measuring import Row, cpu, in_turn
from nkquiz import loader
from nkquiz.formats import apkg
from nkquiz.formats.apkg import models
from nkquiz.formats.apkg.notes import compose
from nkquiz.formats.apkg.package import Content, write_package
from nkquiz.item import Item
from nkquiz.model import Deck
from nkquiz.quiz import generate
from towns import SYLLABLES

NOTES, MANY_NOTES = 10_000, 50_000
FACTS = 3_334
RUNS = 5
MEBIBYTES = 16
_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_MILLISECONDS = int(_NOW.timestamp() * 1000)


def packing(folder: Path) -> Iterator[Row]:
    """The suite: cloze notes, what they add to the memory, and the whole way to choices."""
    yield from cloze_notes(folder)
    yield memory_row()
    yield whole_way(folder)


def cpu_row(
    name: str, peer: str, bound: float, a: Callable[[], object], b: Callable[[], object]
) -> Row:
    """The medians of both, run A B A B ... after one warm-up."""
    x, y = in_turn(a, b, RUNS, cpu)
    return Row(f"anki: {name}", peer, bound, x / y, f"{x * 1000:.0f} ms", f"{y * 1000:.0f} ms")


# -- cloze notes ----------------------------------------------------------------------------------


_HEAD = "id: big\ntitle: Big\nsources:\n  atlas: {title: A small atlas, published: 2021}\n"


def fact_file(count: int) -> str:
    """Facts with three marks, a source, two tags and `why`."""
    lines = [f"{_HEAD}facts:"]
    for i in range(count):
        marked = f"The ==River {i}== flows past ==Place {7 * i}== to the ==Sea {i % 50}==."
        lines += [
            f"  - id: fact-{i}",
            f"    fact: {marked}",
            f"    source: {{atlas: p. {i % 300}}}",
            f"    tags: [river, group-{i % 50}]",
            f"    why: The valley of number {i} was settled early, and trade followed the water.",
        ]
    return "\n".join(lines) + "\n"


def cloze_notes(folder: Path) -> Iterator[Row]:
    """By us and by plain genanki: from facts to a package; the same notes, ready; its size."""
    deck, _ = loader.loads(fact_file(NOTES))
    items, _ = generate(deck, ["cloze"])
    ours, theirs = folder / "ours.apkg", folder / "theirs.apkg"

    def write_items() -> None:
        ours.unlink(missing_ok=True)
        apkg.write(deck, items, ours, _NOW)

    size = f"{NOTES:,} cloze notes, {len(items):,} cards"
    peer = "genanki, html.escape"
    yield cpu_row(size, peer, 0.65, write_items, lambda: by_genanki(_plainly(deck), theirs))
    notes = list(compose(deck.facts, items, apkg._making(deck, None)))

    def write_notes() -> None:
        ours.unlink(missing_ok=True)
        write_package(ours, Content("Big", iter(notes), {}, _MILLISECONDS, NOTES))

    def genanki_notes() -> None:
        by_genanki(((list(note.fields), note.tags.split()) for note in notes), theirs)

    yield cpu_row("those, their HTML ready", "plain genanki", 0.55, write_notes, genanki_notes)
    a, b = ours.stat().st_size, theirs.stat().st_size
    row = ("anki: the size of that", "plain genanki", 0.25, a / b)
    yield Row(*row, f"{a >> 10} KiB", f"{b >> 10} KiB")


def by_genanki(notes: Iterator[tuple[list[str], list[str]]], path: Path) -> None:
    import genanki

    deck = genanki.Deck(1, "Big")
    model = models._model(models.CLOZE)
    for fields, tags in notes:
        deck.add_note(genanki.Note(model=model, fields=fields, tags=tags))
    genanki.Package(deck).write_to_file(path)


def _plainly(deck: Deck) -> Iterator[tuple[list[str], list[str]]]:
    """Each fact as a script of few lines would write it: marks by number, HTML escaped."""
    spare = [""] * (len(models.CLOZE.fields) - 4)
    for fact in deck.facts:
        text = html.escape(fact.text)
        for number, mark in enumerate(fact.marks, start=1):
            answer = html.escape(mark.answer)
            text = text.replace(answer, f"{{{{c{number}::{answer}}}}}")
        source = html.escape(fact.citations[0].source.title)
        yield [text, html.escape(fact.why), source, fact.id, *spare], list(fact.tags)


# -- memory ---------------------------------------------------------------------------------------


def memory_row() -> Row:
    """What writing adds to the peak of a process that has the items, at two sizes."""
    few, many = added_mebibytes(NOTES), added_mebibytes(MANY_NOTES)
    name = f"anki: added peak memory, {NOTES:,} / {MANY_NOTES:,} notes"
    row = (name, f"{MEBIBYTES} MiB, at any size", 1, max(few, many) / MEBIBYTES)
    return Row(*row, f"{few:.1f} MiB", f"{many:.1f} MiB")


def added_mebibytes(count: int) -> float:
    """Measured in a process of its own, whose peak is set back before it writes."""
    command = [sys.executable, __file__, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _measure(count: int) -> str:
    import gc
    import tempfile

    deck, _ = loader.loads(fact_file(count))
    items, _ = generate(deck, ["cloze"])
    gc.collect()
    with tempfile.TemporaryDirectory() as folder:
        Path("/proc/self/clear_refs").write_text("5")
        before = _peak()
        apkg.write(deck, items, Path(folder) / "x.apkg", _NOW)
        return f"{(_peak() - before) / 1024:.2f}"


def _peak() -> int:
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


# -- the whole way --------------------------------------------------------------------------------


def whole_way(folder: Path) -> Row:
    """From facts in YAML to choice cards, against as many cards by a tool that takes YAML too."""
    ours, theirs, output = folder / "facts.yaml", folder / "cards.yaml", folder / "x.apkg"
    ours.write_text(choice_file(FACTS), encoding="utf-8")
    deck, _ = loader.load(ours)
    choices, _ = generate(deck, ["multiple-choice"])
    theirs.write_text(_cards(choices), encoding="utf-8")
    tool = str(peer_tool())
    nkquiz = str(Path(sys.executable).with_name("nkquiz"))

    def run(*command: str) -> None:
        output.unlink(missing_ok=True)
        subprocess.run(command, capture_output=True, check=True, cwd=folder)

    return cpu_row(
        f"{FACTS:,} facts in YAML, {len(choices):,} choices",
        "anki-yaml-tool, as many front/back notes",
        0.2,
        lambda: run(nkquiz, "anki", str(ours), "--kind", "multiple-choice", "-o", str(output)),
        lambda: run(tool, "build", "--file", str(theirs), "--output", str(output)),
    )


def choice_file(count: int) -> str:
    """Facts with three marks, each in a vocabulary: 40 rivers, as many places as facts, 30 seas."""
    draw = random.Random(0)
    names = ["".join(draw.choices(SYLLABLES, k=4)).capitalize() for _ in range(count + 70)]
    lines = [f"{_HEAD}terms: {{river: [], place: [], sea: []}}", "facts:"]
    for i, place in enumerate(names[70:]):
        river, sea = names[i % 40], names[40 + i % 30]
        lines += [
            f"  - id: fact-{i}",
            f"    fact: Number {i}, the =={river}|river==, passes =={place}|place== to =={sea}|sea==.",
            f"    source: {{atlas: p. {i % 300}}}",
            f"    tags: [river, group-{i % 50}]",
        ]
    return "\n".join(lines) + "\n"


def _cards(items: tuple[Item, ...]) -> str:
    """As many notes with a question and an answer, in the tool's format."""
    card = {"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}
    config = {"name": "Basic", "fields": ["Front", "Back"], "templates": [card], "css": ""}
    lines = [f"config: {json.dumps(config)}", "deck-name: Big", "data:"]
    for item in items:
        lines += [
            f"- front: {json.dumps(item.stem)}",
            f"  back: {json.dumps(item.answers[0])}",
            f"  tags: [{', '.join(item.tags)}]",
        ]
    return "\n".join(lines) + "\n"


def peer_tool() -> Path:
    """The program, installed once: what it needs must not meet what we need."""
    folder = Path(sys.prefix) / "peers" / "anki-yaml-tool"
    program = folder / "bin" / "anki-yaml-tool"
    if not program.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "anki-yaml-tool"]
        subprocess.run(pip, check=True, capture_output=True)
    return program


if __name__ == "__main__":
    sys.stdout.write(_measure(int(sys.argv[1])))
