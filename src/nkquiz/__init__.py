"""nkquiz: write each fact once; get quizzes, Anki decks and worksheets from it.

    deck, problems = nkquiz.load("decks/rivers.yaml")
    items, problems = nkquiz.generate(deck, kinds=("cloze", "multiple-choice"), seed=7)
    result = nkquiz.score(deck, items[0], "Donau")

The names below load on first use (PEP 562), so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from nkquiz.bank.check import check as check
    from nkquiz.history import stats as stats
    from nkquiz.item import Choose as Choose
    from nkquiz.item import Item as Item
    from nkquiz.item import Judge as Judge
    from nkquiz.item import Match as Match
    from nkquiz.item import Option as Option
    from nkquiz.item import Order as Order
    from nkquiz.item import Proof as Proof
    from nkquiz.item import Type as Type
    from nkquiz.loader import load as load
    from nkquiz.loader import loads as loads
    from nkquiz.model import Deck as Deck
    from nkquiz.model import Fact as Fact
    from nkquiz.model import Level as Level
    from nkquiz.model import Location as Location
    from nkquiz.model import Problem as Problem
    from nkquiz.quiz import generate as generate
    from nkquiz.quiz import plan as plan
    from nkquiz.schedule import Rating as Rating
    from nkquiz.scoring import Result as Result
    from nkquiz.scoring import Verdict as Verdict
    from nkquiz.scoring import score as score
    from nkquiz.session import Session as Session
    from nkquiz.store import Answer as Answer
    from nkquiz.store import Store as Store

_HOMES = {
    "Answer": "store",
    "Choose": "item",
    "Deck": "model",
    "Fact": "model",
    "Item": "item",
    "Judge": "item",
    "Level": "model",
    "Location": "model",
    "Match": "item",
    "Option": "item",
    "Order": "item",
    "Problem": "model",
    "Proof": "item",
    "Rating": "schedule",
    "Result": "scoring",
    "Session": "session",
    "Store": "store",
    "Type": "item",
    "Verdict": "scoring",
    "check": "bank",
    "generate": "quiz",
    "load": "loader",
    "loads": "loader",
    "plan": "quiz",
    "score": "scoring",
    "stats": "history",
}

__all__ = ["__version__", "export", *sorted(_HOMES)]  # noqa: PLE0604 - the table is the list


def export(
    deck: Deck,
    items: Iterable[Item],
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - the word of the command line too
    *,
    force: bool = False,
) -> tuple[Problem, ...]:
    """Write items to a file, in the format of its suffix or in the one that is named.

    What an existing file at `path` remembers (the times of Anki notes) is kept. Returns what the
    format can't express; nothing is written if one of these is an error. Raises ValueError for
    an unknown format and OSError where the file can't be written: a file that nkquiz didn't
    write, or that was changed since, is replaced with `force` alone, one that the deck was read
    from never.
    """
    from datetime import UTC, datetime

    from nkquiz import formats

    now = datetime.now(UTC)  # noqa: TID251 - the outermost layer of the library
    return formats.export(deck, items, path, format, now=now, force=force)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'nkquiz' has no attribute {name!r}")
    value = getattr(import_module(f"nkquiz.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
