"""Made-up towns: a world of any size with known truth, for tests and for the bench."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache

from nkquiz import loader
from nkquiz.model import Deck

SYLLABLES = [
    "ba",
    "ko",
    "lu",
    "mi",
    "ter",
    "gan",
    "dor",
    "ves",
    "pin",
    "qua",
    "rol",
    "sha",
    "tun",
    "vel",
    "wix",
    "zor",
    "nal",
    "fen",
    "hul",
    "jep",
]
HEAD = "id: towns\nterms:\n  town:\n    sort: place\n"
ATTRIBUTES = """    attributes:
      people: {sort: number}
      founded: {sort: date}
      twins: {values: all}
"""
TEMPLATES = """templates:
  - {id: leader, for: town, fact: "=={name}== is led by =={leader}==."}
  - {id: river, for: town, fact: "{name} lies on the =={river}==."}
  - {id: region, for: town, fact: "{name} lies in the =={region}==."}
  - id: lies
    for: town
    fact: "=={name}== stands beside the {river}, in the {region}."
    kinds: [multiple-choice]
  - {id: people, for: town, fact: "{name} has =={people}== inhabitants."}
  - {id: founded, for: town, fact: "{name} was founded in =={founded}==."}
  - id: twins
    for: town
    fact: "{name} is twinned with =={twins}==."
    kinds: [multiple-choice]
    ask: {twins: {choice: "Which of these is a twin of {name}?"}}
"""

Row = dict[str, str]


def rows(count: int, seed: int = 0) -> list[Row]:
    """As many towns, each with a leader, a river, a region, people, a year and twins."""
    draw = random.Random(f"{seed} {count}")

    def word() -> str:
        return "".join(draw.choices(SYLLABLES, k=draw.choice((3, 4, 4, 5)))).capitalize()

    rivers = list(dict.fromkeys(word() for _ in range(60)))
    names = list(dict.fromkeys(word() for _ in range(2 * count)))[:count]
    return [
        {
            "name": name,
            "leader": word(),
            "river": draw.choice(rivers),
            "region": draw.choice(("North", "South", "East", "West", "Centre")),
            "people": str(draw.randint(1_000, 9_000_000)),
            "founded": str(draw.randint(1100, 1990)),
            "twins": ", ".join(draw.sample(names, min(3, len(names)))),
        }
        for name in names
    ]


def text(table: Sequence[Row], more: str = "", templates: str = TEMPLATES) -> str:
    """The deck of a table, as its author would write it; `more` is put before the templates."""
    lines = [
        "      - {"
        + ", ".join(f"{k}: [{v}]" if k == "twins" else f"{k}: {v}" for k, v in row.items())
        + "}"
        for row in table
    ]
    return HEAD + ATTRIBUTES + "    rows:\n" + "\n".join(lines) + "\n" + more + templates


@lru_cache(maxsize=8)
def deck_of(written: str) -> Deck:
    deck, problems = loader.loads(written)
    assert not [p for p in problems if p.is_error], problems[:3]
    return deck


def towns(count: int, seed: int = 0) -> Deck:
    return deck_of(text(rows(count, seed)))
