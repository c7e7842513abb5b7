"""Which option a response means: its text, its letter or its number.

Options are lettered where they are shown. What is none of them is handed on as it is.
"""

from __future__ import annotations

import unicodedata

from nkquiz.item import Choose


def letter(index: int) -> str:
    """The letter of an option, counted from 0."""
    return chr(ord("a") + index)


def chosen(choice: Choose, response: str) -> str | None:
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
    for index, text in enumerate(texts):
        if name == letter(index):
            return text
    if any(len(text) == 1 and text.isdigit() for text in texts):
        return None
    for index, text in enumerate(texts):
        if name == str(index + 1):
            return text
    return None
