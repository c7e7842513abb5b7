"""What a worksheet says by itself: its sections' titles and instructions, points, dates, sources.

All of it is English: the commands and the item kinds are too.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from nkquiz.model import Citation
from nkquiz.prose import visible
from nkquiz.values import readable_date

#: The sections of a sheet, in their order: what is quickest to answer comes first.
TITLES = {
    "multiple-choice": "Multiple choice",
    "true-false": "True or false",
    "matching": "Matching",
    "ordering": "Putting in order",
    "cloze": "Filling the blanks",
    "short-answer": "Short answers",
}

INSTRUCTIONS = {
    "multiple-choice": "Circle the letter of the right answer.",
    "true-false": "Tick the right box.",
    "matching": "Write the letter of the right answer into each box.",
    "ordering": "Number the boxes, from 1 on, in the right order.",
    "cloze": "Write what is missing on the rule.",
    "short-answer": "Write the answer on the line.",
}


#: What a pupil fills in at the head of a sheet, and what the teacher does.
NAME, CLASS, DATE, SCORE = "Name", "Class", "Date", "Score"


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
