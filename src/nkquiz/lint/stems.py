"""Rules about the stem by itself: what it asks, and whether it can be read without trouble."""

from __future__ import annotations

import re

from nkquiz.item import BLANK, Choose
from nkquiz.lint.key_cues import vague_word
from nkquiz.lint.rule import Fault
from nkquiz.lint.view import View, raw_words
from nkquiz.lint.words import LintWords
from nkquiz.values import ends_sentence

_QUESTION_MARKS = ("?", "？", "؟", "⁇", ";")

_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2}[.!?;])\s+(?=[^\W\d_])")

_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|(?<!\w)['‘][^'‘’]*['’](?!\w)")


def negative_stem(view: View) -> Fault | None:
    """A stem that asks for what is not so. Words in quotation marks, in names and in hyphenated
    words don't count, nor do phrases that deny nothing ("at least").
    """
    words = view.words
    if words is None or words.negative.isdisjoint(view.stem.set):
        return None
    word = _negative_word(view.stem.raw, words)
    return Fault(f'the stem has "{word}"') if word else None


def _negative_word(raw: str, words: LintWords) -> str:
    text = _QUOTED.sub(lambda found: " " * len(found[0]), raw)
    for phrase in words.not_negative:
        text = re.sub(
            rf"\b{phrase}\b", lambda found: " " * len(found[0]), text, flags=re.IGNORECASE
        )
    for match in raw_words(text):
        word = match[0]
        plain = word.lower().replace("'", "").replace("’", "")
        if plain not in words.negative or _in_compound(text, *match.span()):
            continue
        inside = text[: match.start()].rstrip()
        name = word[0].isupper() and not word.isupper() and inside and inside[-1] not in ".?!:"
        if not name and not (word == "No" and text[match.end() : match.end() + 1] == "."):
            return word
    return ""


def _in_compound(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "-" or text[end : end + 1] == "-"


def vague_stem(view: View) -> Fault | None:
    """Words like "usually" in the stem: true of what, and how often?"""
    words = view.words
    if words is None or words.vague.isdisjoint(view.stem.set):
        return None
    word = vague_word(view.stem.raw, words.vague)
    return Fault(f'the stem has "{word}"') if word else None


def unfocused_stem(view: View) -> Fault | None:
    """A stem that is no question, asks for nothing and has no blank, or that says nothing besides.

    An imperative asks: "Name a river of France." Words about the form ("the following
    statement") are no content.
    """
    stem, words = view.stem, view.words
    if BLANK not in stem.raw and not _asks(stem.raw, words):
        return Fault("the stem is not a question and has no blank")
    if words is not None and not stem.content - words.asking:
        return Fault("the stem can't be answered without the options")
    return None


def _asks(raw: str, words: LintWords | None) -> bool:
    """Whether a text ends with a question mark, or its last sentence begins with a verb that
    asks, and goes on. In a language without a table any sentence with a full stop may ask so.
    """
    bare = raw.rstrip(" \"'”’»)")
    if bare.endswith(_QUESTION_MARKS):
        return True
    if words is None:
        return ends_sentence(raw)
    last = raw_words(_SENTENCE_END.split(bare)[-1])
    first, second = (word[0].lower() for word in last[:2]) if len(last) > 1 else ("", "")
    if first in words.imperatives:
        return True
    return first in words.also_imperatives and second in words.articles | words.before_plural


def inner_blank(view: View) -> Fault | None:
    """A blank with text after it, in a choice without a question under it."""
    choice = view.item.interaction
    if not isinstance(choice, Choose) or choice.question:
        return None
    _, blank, after = view.stem.raw.partition(BLANK)
    if not blank or not any(c.isalnum() for c in after):
        return None
    return Fault("the reader sees the blank before the question")


_LONGEST_STEM = 40


def ambiguous(view: View) -> Fault | None:
    """A stem that begins with a word for something unsaid, hangs on the day of reading, or is
    over 40 words long. "This" before a blank or in a question still points at nothing; "it" and
    "there" stand for nothing in "it takes an hour to" and "there are".
    """
    stem, words = view.stem, view.words
    if len(stem.words) > _LONGEST_STEM:
        return Fault(f"the stem is {len(stem.words)} words long")
    if words is None or not stem.words:
        return None
    if (
        stem.words[0] in words.deictic
        and stem.raw[:1].isalpha()
        and not _begins_with(words.expletive, stem.raw)
    ):
        return Fault(
            f'it begins with "{stem.words[0]}", but there is nothing before it that it could mean'
        )
    if not view.item.as_of:
        word = _relative(view, words)
        if word:
            return Fault(f'"{word}" depends on the day of reading')
    return None


def _begins_with(patterns: tuple[str, ...], raw: str) -> bool:
    return any(re.match(pattern, raw) for pattern in patterns)


def _relative(view: View, words: LintWords) -> str:
    stem = view.stem
    for word in stem.words:
        if word in words.relative_time and _in_lower_case(word, stem.raw):
            return word
    return next((p for p in words.relative_phrases if f" {p} " in stem.joined), "")


def _in_lower_case(word: str, raw: str) -> bool:
    """Whether a word stands there as a word: in lower case, or first ("USA Today" is a name)."""
    return any(m[0] == word or (m.start() == 0 and m[0].lower() == word) for m in raw_words(raw))
