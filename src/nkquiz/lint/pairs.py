"""Two items in one form: whether one gives the other away. Worksheets ask this of every pair."""

from __future__ import annotations

from typing import NamedTuple

from nkquiz.item import Choose, Item
from nkquiz.knowledge import LONGEST_NAME, Knowledge
from nkquiz.lint.view import Stem, stem_of
from nkquiz.lint.words import words_of
from nkquiz.values import norm

#: So much of what an item asks must stand in another that speaks of the same, and so many words.
_SHARE = 0.5
_FEWEST_SHARED = 3


class Cues(NamedTuple):
    """What one item shows and what it asks: its stem, its answers, and what it is about.

    `names` says whether `about` are names; else they are the words of the stem.
    """

    stem: Stem
    answers: tuple[str, ...]
    about: tuple[str, ...]
    content: frozenset[str]
    names: bool


def cues(item: Item, knowledge: Knowledge) -> Cues:
    """What `cross_item` needs of an item; worked out once for each item of a form."""
    stem = stem_of(item.stem, item.language)
    names = tuple(dict.fromkeys(name for name in item.answers if norm(name)))
    if isinstance(item.interaction, Choose):
        names = tuple(dict.fromkeys((*names, *knowledge.terms.aliases(names[0])))) if names else ()
    about, content = _about(stem, knowledge), _content(stem, item.language)
    return Cues(stem, names, about or tuple(sorted(content)), content, bool(about))


def _about(stem: Stem, knowledge: Knowledge) -> tuple[str, ...]:
    """The terms that a stem names: the longest name where one lies in another."""
    words, found, at = stem.words, [], 0
    while at < len(words):
        for end in range(min(at + LONGEST_NAME, len(words)), at, -1):
            phrase = " ".join(words[at:end])
            if phrase in knowledge.terms.by_norm:
                found.append(phrase)
                at = end - 1
                break
        at += 1
    return tuple(dict.fromkeys(found))


def _content(stem: Stem, language: str) -> frozenset[str]:
    """The content words of a stem; all of its words without a table."""
    words = words_of(language)
    return stem.content - words.asking if words else stem.set


def cross_item(teller: Cues, asked: Cues) -> bool:
    """Whether the first item's stem holds the second's answer, and all that this is about or
    enough of it to know that it speaks of the same: a name, if there is one, and half of the words.
    Where each stem holds the other's answer, the two speak of the same.
    """
    if not asked.about or not any(teller.stem.holds(name) for name in asked.answers):
        return False
    if any(asked.stem.holds(name) for name in teller.answers):
        return True
    named = [f" {phrase} " in teller.stem.naming for phrase in asked.about]
    if all(named):
        return True
    shared = len(asked.content & teller.stem.set)
    is_same = any(named) or not asked.names
    return is_same and shared >= _FEWEST_SHARED and shared >= _SHARE * len(asked.content)
