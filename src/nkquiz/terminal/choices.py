"""Which option a response means: its text, its letter or its number; and which pairs or order.

Options and parts are lettered where they are shown. What is none of them is handed on as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from nkquiz.item import Choose, Judge, Match, Order
from nkquiz.scoring.parts import pairs, sequence


def letter(index: int) -> str:
    """The letter of an option, counted from 0."""
    return chr(ord("a") + index)


def letters(choice: Choose | Judge) -> tuple[str, ...]:
    """What the options are called: a, b, c; true and false t and f."""
    if isinstance(choice, Judge):
        return tuple(option.text[0].lower() for option in choice.options)
    return tuple(map(letter, range(len(choice.options))))


def chosen(choice: Choose | Judge, response: str) -> str | None:
    """The text of the option that a response means; None if it means none of them.

    The exact text of an option comes first, then its letter ("b", "B", "b)", "(b)"), then its
    number from 1. Where options are numbers of one digit, a digit is never a place: of 2, 3, 4
    the learner who presses 3 means 3, and who presses 1 means nothing.
    """
    written = response.strip()
    texts = [option.text for option in choice.options]
    if written in texts:
        return written
    name = unicodedata.normalize("NFKC", written).casefold().strip("().:")
    for own, text in zip(letters(choice), texts, strict=True):
        if name == own:
            return text
    if any(len(text) == 1 and text.isdigit() for text in texts):
        return None
    for index, text in enumerate(texts):
        if name == str(index + 1):
            return text
    return None


def arranged(parts: Match | Order, response: str) -> str | None:
    """The pairs or the order that a response means, as it is scored: `1b 2a`, `c a b`; None if it
    is neither, or names what isn't there.
    """
    match parts:
        case Match():
            given = pairs(parts, response)
            if given is None:
                return None
            return " ".join(f"{i + 1}{letter(r)}" for i, r in sorted(given.items()))
        case Order():
            order = sequence(parts, response)
            shown = as_shown(parts)
            return None if order is None else " ".join(letter(shown.index(p)) for p in order)


def as_shown(order: Order) -> Sequence[int]:
    """The parts of an order, by their index, in the order in which they are shown."""
    return order.shown or range(len(order.parts))
