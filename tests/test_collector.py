"""The collector's pauses: a process that makes deck after deck stays as large as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DECK = Path(__file__).parent.parent / "decks" / "north-korean-diplomats.yaml"

#: Loads a deck, checks it and makes its items 100 times; prints the number of objects that the
#: collector knows, dropped ones included, after the first round and the last. `knowledge_of`
#: keeps two decks.
LONG_PROCESS = """
import gc, sys
from datetime import date
import nkquiz

for number in range(101):
    deck, problems = nkquiz.load(sys.argv[1])
    assert not problems and deck.facts
    nkquiz.check(deck, now=date(2026, 1, 1))
    assert nkquiz.generate(deck)[0]
    if number == 0:
        print(len(gc.get_objects()))
print(len(gc.get_objects()))
"""


def test_a_long_process_stays_as_large_as_it_was() -> None:
    command = [sys.executable, "-c", LONG_PROCESS, str(DECK)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    first, after = map(int, done.stdout.split())
    assert after <= 1.3 * first


#: Makes and drops 1,000 rings in each of 200 pauses; prints how many objects there are more.
RINGS = """
import gc
from nkquiz.collector import paused_collector

before = len(gc.get_objects())
for _ in range(200):
    with paused_collector():
        for _ in range(1_000):
            ring = []
            ring.append(ring)
print(len(gc.get_objects()) - before)
"""


def test_what_is_dropped_in_rings_is_collected_before_a_pause() -> None:
    command = [sys.executable, "-c", RINGS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20_000
