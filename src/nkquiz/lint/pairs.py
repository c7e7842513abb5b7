"""Two items in one form: whether one gives the other away. Worksheets ask this of every pair."""

from __future__ import annotations

from dataclasses import dataclass

from nkquiz.item import Choose, Item
from nkquiz.knowledge import Knowledge
from nkquiz.lint.view import Stem, stem_of
from nkquiz.lint.words import words_of
from nkquiz.values import norm

_LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class Cues:
    """What one item shows and what it asks: its stem, its answers, and what it is about."""

    stem: Stem
    answers: tuple[str, ...]
    about: tuple[str, ...]


def cues(item: Item, knowledge: Knowledge) -> Cues:
    """What `cross_item` needs of an item; worked out once for each item of a form."""
    stem = stem_of(item.stem, item.language)
    names = tuple(dict.fromkeys(name for name in item.answers if norm(name)))
    if isinstance(item.interaction, Choose):
        names = tuple(dict.fromkeys((*names, *knowledge.aliases(names[0])))) if names else ()
    return Cues(stem, names, _about(stem, knowledge) or _content(stem, item.language))


def _about(stem: Stem, knowledge: Knowledge) -> tuple[str, ...]:
    """The terms that a stem names: the longest name where one lies in another."""
    words, found, at = stem.words, [], 0
    while at < len(words):
        for end in range(min(at + _LONGEST_NAME, len(words)), at, -1):
            phrase = " ".join(words[at:end])
            if phrase in knowledge.terms:
                found.append(phrase)
                at = end - 1
                break
        at += 1
    return tuple(dict.fromkeys(found))


def _content(stem: Stem, language: str) -> tuple[str, ...]:
    """Where a stem names no term: its content words; all of its words without a table."""
    words = words_of(language)
    return tuple(sorted(stem.content if words else stem.set))


def cross_item(teller: Cues, asked: Cues) -> bool:
    """Whether the first item's stem holds the second's answer and all that this is about."""
    return (
        bool(asked.about)
        and any(teller.stem.holds(name) for name in asked.answers)
        and all(f" {phrase} " in teller.stem.joined for phrase in asked.about)
    )
