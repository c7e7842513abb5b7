"""What a worksheet says by itself: its sections' instructions, points, dates, sources.

All of it is English: the commands and the item kinds are too.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from nkquiz.item import Choose, Item, Judge, Match, Order, Type
from nkquiz.model import Citation
from nkquiz.prose import visible
from nkquiz.registry import BY_NAME
from nkquiz.values import readable_date

#: What a pupil fills in at the head of a sheet, and what the teacher does.
NAME, CLASS, DATE, SCORE = "Name", "Class", "Date", "Score"


def instructions(item: Item) -> str:
    """What to do with an item, and with all others of its kind."""
    match item.interaction:
        case Choose():
            return "Circle the letter of the right answer."
        case Judge():
            return "Tick the right box."
        case Match():
            return "Write the letter of the right answer into each box."
        case Order():
            return "Number the boxes, from 1 on, in the right order."
        case Type() if BY_NAME[item.kind].fills:
            return "Write what is missing on the rule."
        case Type():
            return "Write the answer on the line."


def number(value: float) -> str:
    """`2`, `1.5`, `1.333`: all digits that were asked for, so that what is printed adds up."""
    return f"{value:.10g}"


def points(amount: str) -> str:
    return f"{amount} point" if amount == "1" else f"{amount} points"


#: The languages that are written from right to left.
_FROM_THE_RIGHT = ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi")


def direction(language: str) -> str:
    """How a language is written: `ltr` or `rtl`."""
    return "rtl" if language.partition("-")[0].lower() in _FROM_THE_RIGHT else "ltr"


def has_letters_from_the_right(text: str) -> bool:
    """Whether letters of a text are written from right to left: they drag along what stands
    beside them.
    """
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def date(text: str, language: str) -> str:
    """A date as people read it, with all that can be seen of it."""
    return visible(readable_date(text, language))


def as_of(date: str) -> str:
    """From when an answer is, as a sentence; empty for no date."""
    return f"As of {date}." if date else ""


@lru_cache(maxsize=1024)
def source(citation: Citation, language: str) -> str:
    """A source as a line of a list, without the place in it."""
    said = citation.source
    published = date(said.published, language)
    parts = (said.author, said.title or said.id, said.publisher, published, said.url)
    return ", ".join(visible(part) for part in parts if part)
