"""Bounds: what a sentence itself says of the values that could stand in its blank.

"At least ten" leaves no other number proven wrong; "from 1914 to" makes an earlier year absurd,
and so does "of the twelve" a larger count. What that is depends on the sort of value.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nkquiz.knowledge import masked
from nkquiz.model import Fact, Mark
from nkquiz.values import Room, Value

#: What stands right after a value, of any sort, and makes others right too.
_AFTER = {
    "en": ("or more", "or fewer", "or less", "or over", "or older", "or later", "or earlier",
           "and over", "and older", "at least", "at most", "at the latest", "at the earliest"),
    "de": ("oder mehr", "oder weniger"),
    "fr": ("ou plus", "ou moins", "au moins", "au plus"),
    "es": ("o más", "o menos", "como mínimo", "como máximo"),
}  # fmt: skip


def bound(fact: Fact, mark: Mark, key: Value) -> str:
    """What makes other values than the key right as well, such as "at least"; empty if nothing does.

    A question of the author's own says what is asked, and is taken at its word.
    """
    if mark.options.ask.typed or mark.options.ask.choice:
        return ""
    start, end = mark.spans[0]
    language = fact.language[:2]
    before = f" {' '.join(fact.text[:start].lower().split())}"
    after = f"{' '.join(fact.text[end:].lower().split())} "
    beside = after.partition(" ")[2]  # "10 members or more"
    for phrase in key.sort.bounds.get(language, ()):
        if before.endswith(phrase) and before[: -len(phrase)].endswith(" "):
            return phrase
    after_it = _after(language)
    found = after_it.match(after) or after_it.match(beside)
    return found[1] if found else ""


@lru_cache(maxsize=64)
def _after(language: str) -> re.Pattern[str]:
    """One of the phrases that stand right after a number or a date, in a language."""
    phrases = "|".join(map(re.escape, _AFTER.get(language, ())))
    return re.compile(rf"\W*({phrases})\b" if phrases else r"(?!)()")


def room(fact: Fact, mark: Mark, key: Value) -> Room:
    """Where a sentence leaves room for wrong values."""
    return key.sort.room(key, masked(fact, mark), fact.language)
