"""`make bench`: how fast nkquiz is, as ratios against a peer or a bare floor in the same run.

Each row runs A and B in turn and takes the medians, since a time alone says little on a machine
that others use too. No test depends on any of this. `python tests/bench.py load` measures only
the suites whose names hold that word.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench_anki import packing
from bench_items import making

FACTS = 10_000
RUNS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: A is to take at most `bound` times what B takes."""

    name: str
    peer: str
    bound: float
    ratio: float
    a: str
    b: str

    def __str__(self) -> str:
        mark = "ok" if self.ratio <= self.bound else "OVER"
        return (
            f"{self.name:<44} {self.a:>10} {self.b:>10}  {self.ratio:6.3f}  <= {self.bound:<6g}"
            f" {mark:<5} {self.peer}"
        )


def seconds(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def in_turn(
    a: Callable[[], object], b: Callable[[], object], runs: int = RUNS
) -> tuple[float, float]:
    """The median seconds of each, run A B A B ... after one warm-up."""
    a(), b()
    pairs = [(seconds(a), seconds(b)) for _ in range(runs)]
    return median(x for x, _ in pairs), median(y for _, y in pairs)


def timed(
    name: str, peer: str, bound: float, a: Callable[[], object], b: Callable[[], object]
) -> Row:
    x, y = in_turn(a, b)
    return Row(name, peer, bound, x / y, f"{x * 1000:.1f} ms", f"{y * 1000:.1f} ms")


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


def starting(_: Path) -> Iterator[Row]:
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
