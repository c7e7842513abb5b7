"""Changes the fact files and tables of this project at random, and loads and checks what comes out.

`python tests/input_mangler.py FOLDER INPUTS SEED` is a soak. Whatever a file holds, it gives a deck
and problems, never an exception, and soon. A failure prints its input, which stays in the folder.
"""

from __future__ import annotations

import faulthandler
import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path

import nkquiz

ROOT = Path(__file__).parent.parent
#: Longer ones are cut to some of their lines: a short input shows as much, sooner.
_LONGEST = 3000  # bytes
_MOST_SECONDS = 20  # of processor time
#: The fact files name these; the first rows are enough.
_TABLES = ("seeds/countries.csv", "tests/worlds/elements.csv")
_GOOD = ("seeds", "tests/worlds", "tests/worksheets", "tests/vocabularies")
_BAD = ("tests/problems",)
_LAST_DAY = date(2026, 1, 1)

#: What means something in a fact file or a table.
_PIECES = (
    *("==", "|", "\\", "{", "}", "[", "]", "{name}", "{the ", "{x.y}", ":", ": ", "- ", "#", " #"),
    *(",", ";", "\t", '"', "'", "''", '""', "&", "*", "!", "%", "@", "`", ">", "|\n", "---\n"),
    *(
        "\n",
        "\r\n",
        "\r",
        "\0",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufffd",
        "\u0301",
        "\ud83d\ude00",
        "é",
    ),
    *(
        "0",
        "-1",
        "1e9",
        "1,000",
        "10 %",
        "½",
        "1:30",
        "2024-02-30",
        "300 BC",
        "٣",
        "NO",
        "~",
        "null",
    ),
    *("\\(", "\\)", "$", "<b>", "&amp;", "![", "](", "../", "%s", "/", "~/", "CON", "x" * 300),
)


@dataclass(slots=True)
class Report:
    """What the inputs came to: for each failure, by where it arose, the first input and a count."""

    inputs: int = 0
    decks: int = 0  # inputs without an error
    failures: dict[str, list[str]] = field(default_factory=dict)


@cache
def originals(*folders: str) -> tuple[tuple[str, bytes], ...]:
    """Fact files and tables, each with its suffix."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*"))]
    return tuple(
        (path.suffix, path.read_bytes()) for path in found if path.suffix in (".yaml", ".csv")
    )


def original(draw: random.Random) -> tuple[str, bytes]:
    """One of them: a good one more often than one that is full of mistakes."""
    return draw.choice(originals(*(_BAD if draw.random() < 0.3 else _GOOD)))


def cut(content: bytes, draw: random.Random) -> bytes:
    """Its first lines and some that follow each other, where it is long."""
    if len(content) <= _LONGEST:
        return content
    lines = content.splitlines(keepends=True)
    first, at = draw.randint(1, 30), draw.randrange(len(lines))
    return b"".join([*lines[:first], *lines[at : at + draw.randint(5, 40)]])[:_LONGEST]


# -- changes --------------------------------------------------------------------------------------


def put_piece(content: bytes, draw: random.Random) -> bytes:
    at = draw.randint(0, len(content))
    end = at + draw.choice((0, 0, 1, 3))
    piece = draw.choice(_PIECES).encode("utf-8", "surrogatepass")
    return content[:at] + piece + content[end:]


def put_byte(content: bytes, draw: random.Random) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + draw.randbytes(1) + content[at + draw.randint(0, 1) :]


def drop(content: bytes, draw: random.Random) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + content[at + draw.choice((1, 2, 5, 20, 200)) :]


def copy(content: bytes, draw: random.Random) -> bytes:
    """Put one stretch of it somewhere else too."""
    at, to = draw.randint(0, len(content)), draw.randint(0, len(content))
    return content[:to] + content[at : at + draw.choice((1, 4, 20, 100))] + content[to:]


def swap_lines(content: bytes, draw: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def indent(content: bytes, draw: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    at = draw.randrange(len(lines))
    lines[at] = b"  " + lines[at] if draw.random() < 0.5 else lines[at].removeprefix(b"  ")
    return b"".join(lines)


def cross(content: bytes, draw: random.Random) -> bytes:
    """Put lines of another file into it."""
    lines = content.splitlines(keepends=True)
    others = original(draw)[1].splitlines(keepends=True)
    at, start = draw.randint(0, len(lines)), draw.randrange(len(others) or 1)
    return b"".join([*lines[:at], *others[start : start + draw.randint(1, 8)], *lines[at:]])


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(put_piece, put_piece, put_byte, drop, copy, swap_lines, indent, cross),
)


def mangled(seed: int, number: int) -> tuple[str, bytes]:
    """One input: a suffix, and bytes."""
    draw = random.Random(f"{seed}/{number}")
    suffix, content = original(draw)
    content = cut(content, draw)
    for _ in range(draw.choice((0, 1, 1, 1, 2, 3, 5, 8))):
        content = draw.choice(_CHANGES)(content, draw)
    return suffix, content


# -- trying them ----------------------------------------------------------------------------------


def attempt(folder: Path, seed: int, number: int) -> tuple[bool, str]:
    """Load and check one input; whether it was without errors, and the exception that it raised."""
    suffix, content = mangled(seed, number)
    path = folder / f"input-{seed}-{number}{suffix}"
    path.write_bytes(content)
    signal.setitimer(signal.ITIMER_PROF, _MOST_SECONDS)
    try:
        is_deck = load_and_check(path, f"{number} {content[-20:].decode('latin-1')}")
    except Exception as error:
        return (
            False,
            f"{where(error)}\n{path}\n{content!r}\n{''.join(traceback.format_exception(error))}",
        )
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    path.unlink()
    return is_deck, ""


def load_and_check(path: Path, response: str) -> bool:
    """Whether a file loads without errors; then its items are made, and one response scored."""
    if path.suffix == ".csv":
        text = f"terms: {{a: {{file: {path.name}}}}}\ntemplates: [{{for: a, fact: '=={{name}}== is it.'}}]"
        deck, problems = nkquiz.loads(text, root=path.parent)
    else:
        deck, problems = nkquiz.load(path)
    nkquiz.check(deck, now=_LAST_DAY)
    if any(problem.is_error for problem in problems):
        return False
    items, _ = nkquiz.generate(deck)
    for item in items[:20]:
        nkquiz.score(deck, item, response)
    return True


def where(error: BaseException) -> str:
    """The exception and the line of nkquiz that it came from: one cause is reported once."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        frame for frame in frames if "nkquiz" in frame.filename and "tests" not in frame.filename
    ]
    place = f" at {own[-1].filename}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{place}"


def too_slow(*_: object) -> None:
    raise TimeoutError(f"not done after {_MOST_SECONDS} seconds")


def begin() -> None:
    """In each worker: an input that takes too long, or ends Python, is told too."""
    faulthandler.enable()
    signal.signal(signal.SIGPROF, too_slow)


def attempts(folder: Path, inputs: int, seed: int) -> Iterator[tuple[bool, str]]:
    with ProcessPoolExecutor(initializer=begin) as workers:
        yield from workers.map(partial(attempt, folder, seed), range(inputs), chunksize=50)


def report_of(folder: Path, inputs: int, seed: int) -> Report:
    """Try as many inputs as asked."""
    report = Report()
    for table in _TABLES:
        rows = (ROOT / table).read_bytes().splitlines(keepends=True)
        (folder / Path(table).name).write_bytes(b"".join(rows[:20]))
    try:
        for is_deck, failure in attempts(folder, inputs, seed):
            report.inputs += 1
            report.decks += is_deck
            if failure:
                cause, _, shown = failure.partition("\n")
                report.failures.setdefault(cause, []).append(shown)
    except BrokenProcessPool:
        left = "\n".join(map(str, sorted(folder.glob("input-*"))))
        report.failures["Python ended"] = [f"It was reading one of these:\n{left}"]
    return report


if __name__ == "__main__":
    report = report_of(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    for cause, shown in report.failures.items():
        sys.stdout.write(
            f"\n{cause}, {len(shown)} times, first with seed {sys.argv[3]}:\n{shown[0]}\n"
        )
    sys.stdout.write(
        f"inputs={report.inputs}, decks={report.decks}, failures={len(report.failures)}\n"
    )
    sys.exit(1 if report.failures else 0)
