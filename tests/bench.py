"""`make bench`: how fast nkquiz is, as ratios against a peer or a bare floor in the same run.

Each row runs A and B in turn and takes the medians, since a time alone says little on a machine
that others use too. Both run without the cyclic collector, as nkquiz makes its items. No test depends on any of this. `python tests/bench.py load` measures only
the suites whose names hold that word.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench_anki import packing
from bench_items import making
from measuring import Row, timed
from towns import SYLLABLES

FACTS = 10_000


def fact_file(folder: Path, count: int) -> Path:
    """Facts with id, a sentence with two marks, source, two tags and `why`."""
    lines = ["id: big", "sources:", "  atlas: {title: A small atlas, published: 2021}", "facts:"]
    rivers = ("Danube", "Rhine", "Elbe", "Vistula", "Loire", "Seine", "Rhone", "Oder")
    for i in range(count):
        lines += [
            f"  - id: fact-{i}",
            f"    fact: The =={rivers[i % 8]} {i}== flows past ==Place {7 * i}== to the sea.",
            f"    source: {{atlas: p. {i % 300}}}",
            f"    tags: [river, group-{i % 50}]",
            f"    why: The valley of number {i} was settled early, and trade followed the water.",
        ]
    path = folder / "big.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def loading(folder: Path) -> Iterator[Row]:
    import yaml

    from nkquiz.loader import load
    from nkquiz.source import read

    path = fact_file(folder, FACTS)

    def peer() -> object:
        with path.open("rb") as file:
            return yaml.load(file, yaml.CSafeLoader)

    name = f"{FACTS:,} facts"
    yield timed(f"load: {name}", "yaml.load(CSafeLoader)", 0.5, lambda: load(path), peer)
    yield timed(
        f"load: reading alone, {name}",
        "yaml.load(CSafeLoader)",
        0.25,
        lambda: read(path, "big.yaml"),
        peer,
    )
    a, b = added_memory(path)
    yield Row(
        f"load: added peak memory, {name}",
        "yaml.load(CSafeLoader)",
        0.6,
        a / b,
        f"{a / 1024:.1f} MiB",
        f"{b / 1024:.1f} MiB",
    )


def added_memory(path: Path) -> tuple[float, float]:
    """KiB that loading, and the peer, add to a process that has imported both."""

    def peak(code: str) -> float:
        # Not ru_maxrss: a process inherits that from the one that started it.
        report = "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
        program = f"import re, yaml, nkquiz.loader\n{code}\n{report}"
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    base = median(peak("") for _ in range(3))
    ours = median(peak(f"deck = nkquiz.loader.load({str(path)!r})") for _ in range(3))
    peer = f"data = yaml.load(open({str(path)!r}, 'rb'), yaml.CSafeLoader)"
    return ours - base, median(peak(peer) for _ in range(3)) - base


def starting(folder: Path) -> Iterator[Row]:
    command = str(Path(sys.executable).with_name("nkquiz"))

    def run(*arguments: str) -> Callable[[], object]:
        return lambda: subprocess.run(arguments, stdout=subprocess.DEVNULL, check=True)

    yield timed(
        "start: nkquiz --help",
        "python -c pass",
        5.5,
        run(command, "--help"),
        run(sys.executable, "-c", "pass"),
    )
    deck = deck_of_200_items(folder)
    store = str(folder / "first-question.db")
    yield timed(
        "start: first question of 200 items",
        "python with click and yaml",
        3.5,
        lambda: until_asked(command, "quiz", "--store", store, str(deck)),
        lambda: until_asked(
            *(sys.executable, "-c", "import click, yaml; print('1. Ready', flush=True); input()")
        ),
    )


def deck_of_200_items(folder: Path) -> Path:
    """50 facts with two marks: a cloze and a choice of each."""
    from nkquiz.loader import load
    from nkquiz.quiz import generate

    names = [f"{a}{b}{a}".capitalize() for a in SYLLABLES for b in SYLLABLES if a != b][::3]
    lines = ["id: rivers", "terms: {river: [], place: []}", "facts:"]
    for i in range(50):
        river, place = names[i], names[-i - 1]
        fact = f"Number {i}, the =={river}|river==, flows past =={place}|place== to the sea."
        lines.append(f"  - {{id: fact-{i}, fact: '{fact}'}}")
    path = folder / "rivers.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert len(generate(load(path)[0])[0]) == 200
    return path


def until_asked(*command: str) -> None:
    """Start a program, and stop it when it has printed its first question."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as program:
        assert program.stdout is not None
        assert any(line.startswith(b"1. ") for line in program.stdout)
        program.kill()


def scoring(_: Path) -> Iterator[Row]:
    import bench_scoring

    return (Row(*fields) for fields in bench_scoring.rows())


def storing(folder: Path) -> Iterator[Row]:
    import bench_store

    return bench_store.storing(folder)


def printing(_: Path) -> Iterator[Row]:
    import bench_sheets

    return (timed(*measure) for measure in bench_sheets.timings())


def paging(_: Path) -> Iterator[Row]:
    import bench_web  # needs Chromium

    return (Row(*fields) for fields in bench_web.rows())


SUITES = (loading, starting, making, scoring, storing, packing, printing, paging)


def main(words: list[str]) -> None:
    print(f"{'':<44} {'A':>10} {'B':>10}  {'A/B':>6}     bound        B is")
    with tempfile.TemporaryDirectory() as folder:
        for suite in SUITES:
            if words and not any(word in suite.__name__ for word in words):
                continue
            for row in suite(Path(folder)):
                print(row, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
