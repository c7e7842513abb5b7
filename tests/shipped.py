"""The decks that ship, each loaded once in a process, and the seeds that tests draw items with."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from nkquiz import loader
from nkquiz.model import Deck

DECKS = Path(__file__).parent.parent / "decks"
NAMES = tuple(path.stem for path in sorted(DECKS.glob("*.yaml")))
#: What holds for any seed is tested with a few; `make soak` tries more.
SEEDS = range(int(os.environ.get("NKQUIZ_SEEDS", "3")))


@cache
def shipped(name: str) -> Deck:
    deck, problems = loader.load(DECKS / f"{name}.yaml")
    assert problems == ()
    return deck
