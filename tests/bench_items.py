"""How fast items are made: rows for `make bench`.

The world has pools of 4,000 terms, each with a sentence for every column; all rules are on. The
floor is the bare construction of the same items, field by field, from what is ready.
"""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from statistics import median

from measuring import Row, cpu
from nkquiz import loader, quiz
from nkquiz.item import Choose, Item, Option, Type
from nkquiz.knowledge import knowledge_of
from nkquiz.lint import View
from nkquiz.model import Deck
from towns import SYLLABLES

FACTS = 100_000
POOL = 4_000
TEMPLATES = 5
RUNS = 3

#: What a sentence says of each column, and what the column holds.
COLUMNS = ("leader", "river", "region", "people", "founded")
SENTENCES = (
    "=={name}== is led by =={leader}==.",
    "{name} lies on the =={river}==.",
    "{name} lies in the =={region}==.",
    "{name} has =={people}== inhabitants.",
    "{name} was founded in =={founded}==.",
)


def world(folder: Path, facts: int) -> Path:
    """A deck of template facts, over vocabularies of 4,000 terms or less, the rest in one."""
    terms = facts // TEMPLATES
    lines, templates = ["id: world", "terms:"], ["templates:"]
    for number in range(-(-terms // POOL)):
        name, size = f"town{number}", min(POOL, terms - number * POOL)
        table(folder / f"{facts}-{name}.csv", size, number)
        lines += [f"  {name}:", f"    file: {facts}-{name}.csv", "    attributes:"]
        lines += ["      people: {sort: number}", "      founded: {sort: date}"]
        for column, sentence in zip(COLUMNS, SENTENCES, strict=True):
            templates.append(f'  - {{id: {column}{number}, for: {name}, fact: "{sentence}"}}')
    path = folder / f"{facts}.yaml"
    path.write_text("\n".join((*lines, *templates)) + "\n", encoding="utf-8")
    return path


def table(path: Path, size: int, seed: int) -> None:
    draw = random.Random(seed)

    def word() -> str:
        return "".join(draw.choices(SYLLABLES, k=draw.choice((3, 4, 4, 5)))).capitalize()

    rivers = [word() for _ in range(60)]
    names = list(dict.fromkeys(word() for _ in range(2 * size + 20)))[:size]
    rows = ["name," + ",".join(COLUMNS)]
    for name in names:
        region = draw.choice(("North", "South", "East", "West", "Centre"))
        values = (draw.randint(1_000, 9_000_000), draw.randint(1100, 1990))
        rows.append(f"{name},{word()},{draw.choice(rivers)},{region},{values[0]},{values[1]}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def loaded(folder: Path, facts: int) -> Deck:
    deck, problems = loader.load(world(folder, facts))
    assert not problems, problems[:3]
    assert len(deck.facts) == facts
    return deck


def made(deck: Deck) -> tuple[Item, ...]:
    knowledge_of.cache_clear()  # each run finds out everything anew
    return quiz.generate(deck)[0]


Fields = tuple[tuple[object, ...], tuple[object, ...], tuple[tuple[object, ...], ...]]


def fields_of(item: Item) -> Fields:
    """All that an item is made of, ready to be put together."""
    shown = item.interaction
    own = tuple(getattr(item, name) for name in Item.__slots__)
    if isinstance(shown, Choose):
        options = tuple((o.text, o.proof, o.note) for o in shown.options)
        return own, (shown.question, shown.ordered), options
    assert isinstance(shown, Type)
    return own, (shown.accepted, shown.hint), ()


def put_together(fields: list[Fields]) -> list[Item]:
    """The bare construction: the same objects, and nothing else."""
    out = []
    for own, shown, options in fields:
        interaction: object
        if options:
            chosen = tuple([Option(*option) for option in options])  # type: ignore[arg-type]
            interaction = Choose(chosen, *shown)  # type: ignore[arg-type]
        else:
            interaction = Type(*shown)  # type: ignore[arg-type]
        out.append(Item(*own[:5], interaction, *own[6:]))  # type: ignore[arg-type, call-arg]
    return out


def seconds_elsewhere(folder: Path, facts: int) -> float:
    """The seconds for all items of a deck, in a process that holds nothing else."""
    done = subprocess.run(
        [sys.executable, __file__, str(folder), str(facts)],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def bytes_an_item(deck: Deck) -> tuple[float, float]:
    """What an item takes by itself, and at the peak, when the indexes are there as well."""
    tracemalloc.start()
    try:
        items = made(deck)
        peak = tracemalloc.get_traced_memory()[1]
        knowledge_of.cache_clear()
        for cache in gc.get_objects():
            if isinstance(cache, _lru_cache_wrapper):
                cache.cache_clear()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / len(items), peak / len(items)
    finally:
        tracemalloc.stop()


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many items are looked at by the rules, which is all that are made."""
    count = [0]
    plain = View.__init__

    def counting(self: View, *arguments: object, **named: object) -> None:
        count[0] += 1
        plain(self, *arguments, **named)  # type: ignore[arg-type]

    View.__init__ = counting  # type: ignore[method-assign]
    try:
        yield count
    finally:
        View.__init__ = plain  # type: ignore[method-assign]


def making(folder: Path) -> Iterator[Row]:
    """Rows for `bench.py`: against the floor, how time and memory grow, and one session."""
    large = loaded(folder, FACTS)
    own, peak = bytes_an_item(large)
    fields = [fields_of(item) for item in made(large)]
    runs = [(cpu(lambda: made(large)), cpu(lambda: put_together(fields))) for _ in range(RUNS)]
    ours, floor = (median(column) for column in zip(*runs, strict=True))
    each = 1e6 / len(fields)
    name = f"items: {FACTS:,} facts, {len(fields):,} items"
    a, b = f"{ours * each:.1f} µs", f"{floor * each:.1f} µs"
    yield Row(name, "the bare items", 15, ours / floor, a, b)
    whole, tenth = (
        median(seconds_elsewhere(folder, facts) for _ in range(RUNS))
        for facts in (FACTS, FACTS // 10)
    )
    a, b = f"{whole:.2f} s", f"{tenth:.2f} s"
    yield Row("items: ten times the facts", "a tenth", 12, whole / tenth, a, b)
    peer = f"1,000 bytes; with the indexes {peak:,.0f}"
    yield Row("items: bytes an item", peer, 1, own / 1000, f"{own:.0f} B", "1,000 B")
    yield from session(large, ours)


def session(deck: Deck, whole: float) -> Iterator[Row]:
    """A session of 20 items from all of the facts, which take `whole` seconds to make."""

    def plan() -> None:
        knowledge_of.cache_clear()
        assert len(quiz.plan(deck, 20)) == 20

    with counted() as count:
        plan()
    name = "items: made for a session of 20"
    yield Row(name, "20 items", 3, count[0] / 20, str(count[0]), "20")
    some = median(cpu(plan) for _ in range(RUNS))
    name = "items: a session of 20 from all facts"
    yield Row(name, "all items", 0.1, some / whole, f"{some:.2f} s", f"{whole:.2f} s")


def main(folder: str, facts: str) -> None:
    deck = loaded(Path(folder), int(facts))
    sys.stdout.write(f"{cpu(lambda: made(deck))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
