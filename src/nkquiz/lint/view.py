"""What a rule may look at: an item, where it comes from, and the words in it, counted once.

A rule runs on every item that a deck of 100,000 facts gives: what two rules need is worked out
here, and what depends on a text alone is remembered by text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nkquiz.item import BLANK, Choose, Item, Option
from nkquiz.knowledge import LONGEST_NAME, Knowledge, RightAnswer
from nkquiz.lint.words import LintWords, words_of
from nkquiz.model import Fact, Mark
from nkquiz.prose import plain, read
from nkquiz.values import (
    Value,
    initials,
    may_be_value,
    norm,
    read_value,
    sentence_norm,
    stands_in,
)

_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_RAW_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NOTHING: frozenset[str] = frozenset()


class OptionText:
    """An option or an answer: its normal form, its words and how it looks."""

    __slots__ = (
        "acronym",
        "content",
        "initials",
        "length",
        "look",
        "norm",
        "numeric",
        "raw",
        "words",
    )

    def __init__(self, raw: str, language: str) -> None:
        words = words_of(language)
        self.raw = raw
        self.norm = norm(raw)
        self.words = tuple(self.norm.split())
        # Where there is no table, there are no content words either: see `nkquiz.lint.words`.
        self.content = frozenset(self.words) - words.function if words else _NOTHING
        self.length = len(raw)
        self.initials = initials(self.words)
        self.acronym = self.norm if 2 <= len(raw) <= 6 and raw.isalpha() and raw.isupper() else ""
        self.look = _look(raw)
        self.numeric = bool(self.look[1]) or may_be_value(raw, language)


#: What is seen of a text before it is read, and what to call it.
LOOKS = ("capital", "digits", "script", "brackets", "quotation marks", "full stop")


def _look(raw: str) -> tuple[str | bool, ...]:
    """By `LOOKS`: whether it begins with a capital, and so on."""
    first = next((c for c in raw if c.isalnum()), "")
    capital = first.isupper() if first.isalpha() else "neither"
    digits = not raw.isalpha() and any(c.isdigit() for c in raw)
    brackets = "(" in raw or "[" in raw
    quoted = raw[:1] in "\"'“‘«„" and len(raw) > 1
    # "Washington, D.C." ends with no full stop.
    stop = raw.endswith((".", "!", "?")) and raw[-2:-1].islower()
    return capital, digits, script(raw), brackets, quoted, stop


def script(raw: str) -> str:
    """The script of the first letter: LATIN, CJK ...; empty where there is no letter."""
    if raw.isascii():
        return "LATIN" if any(c.isalpha() for c in raw) else ""
    letter = next((c for c in raw if c.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


@lru_cache(maxsize=1 << 14)
def text_of(raw: str, language: str) -> OptionText:
    """The text, taken apart; remembered, since options come again and again."""
    return OptionText(raw, language)


class Stem:
    """The stem as shown. `joined` is its normal form between spaces, a blank as a line break;
    `naming` the same, with what has a possessive ending once more without it.
    """

    __slots__ = ("_common", "acronyms", "content", "joined", "naming", "raw", "set", "words")

    def __init__(self, raw: str, words: LintWords | None) -> None:
        self.raw = raw
        pieces = [norm(piece) for piece in raw.split(BLANK)] if BLANK in raw else [norm(raw)]
        self.joined = " " + " \n ".join(pieces) + " "
        self.naming = "\n".join(map(sentence_norm, raw.split(BLANK)))
        self.words = tuple(self.joined.split())
        self.set = frozenset(self.words)
        self.content = self.set - words.function if words else _NOTHING
        self._common = words.common_prefixes if words else _NOTHING
        self.acronyms = {a.lower() for a in _ACRONYM.findall(raw)}

    def begins(self, start: str) -> bool:
        """Whether a content word begins with these five letters, and they are not those that
        unrelated words share.
        """
        if f" {start}" not in self.joined or start in self._common:
            return False
        return any(word.startswith(start) for word in self.content)

    def holds(self, name: str) -> bool:
        """Whether a name stands in the stem as words of its own.

        A name that reads like a common word (`WHO`, `May`) must stand there as it is written.
        """
        normal = norm(name)
        if not normal or f" {normal} " not in self.naming:
            return False
        if name.islower() or normal not in _LOOKALIKES:
            return True
        return any(word[0] == name for word in _RAW_WORD.finditer(self.raw))


#: Names that case alone tells from a common word.
_LOOKALIKES = frozenset(
    ("who", "us", "it", "may", "march", "will", "in", "or", "me", "as", "is", "he", "so", "no")
)


@lru_cache(maxsize=256)
def stem_of(raw: str, language: str) -> Stem:
    """The stem, taken apart; the items of one mark share it. Of a picture it has what it says."""
    return Stem(plain(read(raw)) if "![" in raw else raw, words_of(language))


class View:
    """An item and what it was made from: all that a rule may look at.

    `options` are empty for a typed item. `exhausted` says that no candidate is left that would
    make the options look more alike: then some rules only advise.
    """

    __slots__ = (
        "answer",
        "exhausted",
        "fact",
        "item",
        "key",
        "knowledge",
        "mark",
        "option_words",
        "options",
        "others",
        "stem",
        "texts",
        "values",
        "words",
    )

    def __init__(
        self,
        knowledge: Knowledge,
        fact: Fact,
        mark: Mark,
        item: Item,
        *,
        answer: RightAnswer | None = None,
        exhausted: bool = False,
    ) -> None:
        self.knowledge = knowledge
        self.fact = fact
        self.mark = mark
        self.item = item
        self.answer = answer or knowledge.answers.of(fact, mark)
        self.words = words_of(item.language)
        self.stem = stem_of(item.stem, item.language)
        self.exhausted = exhausted
        choice = item.interaction
        self.options: tuple[Option, ...] = choice.options if isinstance(choice, Choose) else ()
        self.others: list[OptionText] = []
        self.key: OptionText = text_of(self.answer.text, item.language)
        for option in self.options:
            text = text_of(option.text, item.language)
            if option.proof is None:
                self.key = text
            else:
                self.others.append(text)
        #: All options: the key, then the distractors.
        self.texts: list[OptionText] = [self.key, *self.others]
        #: What the options mean, where the key is a value, such as a number; in the order of `texts`.
        self.values: list[Value | None] = (
            [self.value(text.raw) for text in self.texts] if self.answer.value is not None else []
        )
        words: set[str] = set()
        self.option_words = (
            words.union(*[text.words for text in self.texts]) if self.options else words
        )

    @property
    def one_vocabulary(self) -> bool:
        """Whether all options are candidates of one pool, which the author can't reword."""
        pool = self.answer.pool
        if pool is None or self.mark.options.distractors:
            return False
        known = self.knowledge.terms.by_norm
        return self.answer.attribute is not None or all(
            any(term.vocabulary == pool.name for term in known.get(text.norm, ()))
            for text in self.texts
        )

    def is_name(self, text: OptionText) -> bool:
        """Whether an option is a term's name, so that the words in it mean nothing by themselves."""
        return bool(text.look[0]) and text.norm in self.knowledge.terms.by_norm

    def names_of(self, text: OptionText) -> tuple[str, ...]:
        """All names of what an option stands for, as far as the deck knows them."""
        terms = self.knowledge.terms.by_norm.get(text.norm)
        if not terms:
            return (text.raw,)
        return (text.raw, *[name for term in terms for name in term.names])

    def stem_holds(self, name: str) -> bool:
        """Whether the stem holds a name, and not only within a longer one that the deck knows.

        "Sudan" doesn't stand in "which countries border South Sudan?", and C not in "C++".
        """
        stem = self.stem
        if not stem.holds(name):
            return False
        if self.knowledge.terms.collide(norm(name)):
            return stands_in(name, stem.raw)
        words, wanted = stem.naming.split(" "), norm(name).split()
        size = len(wanted)
        starts = [i for i in range(len(words) - size + 1) if words[i : i + size] == wanted]
        return not all(self._within_name(words, start, start + size) for start in starts)

    def _within_name(self, words: list[str], start: int, end: int) -> bool:
        """Whether a stretch of words lies in a longer name of a term."""
        known = self.knowledge.terms.by_norm
        return any(
            " ".join(words[first:last]) in known
            for first in range(max(0, end - LONGEST_NAME), start + 1)
            for last in range(end, min(first + LONGEST_NAME, len(words)) + 1)
            if last - first > end - start
        )

    def value(self, text: str) -> Value | None:
        """What an option reads as, by itself or as the key's sort; None for all but values."""
        key, attribute = self.answer.value, self.answer.attribute
        unit = self.mark.options.unit or (attribute.unit if attribute else "")
        return read_value(text, None if key is None else key.sort, self.item.language, unit)


def raw_words(text: str) -> list[re.Match[str]]:
    """The words of a text as written, with their places."""
    return list(_RAW_WORD.finditer(text))
