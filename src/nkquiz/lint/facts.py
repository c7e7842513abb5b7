"""Rules about the sentence that an item comes from: how much it says, and for how long."""

from __future__ import annotations

import re

from nkquiz.lint.rule import Fault
from nkquiz.lint.view import View, raw_words
from nkquiz.lint.words import LintWords
from nkquiz.values import tokens

_LONGEST_FACT = 35
_LONGEST_CLOZE = 25
_LONGEST_ANSWER = 4
_LONGEST_LIST = 5


def gratuitous(view: View) -> Fault | None:
    """A stem of over 35 words, or a fact with a sentence in which nothing is marked."""
    count = len(view.stem.words)
    if count > _LONGEST_FACT:
        return Fault(f"the stem is {count} words long")
    text = view.fact.text
    if text.count(".") + text.count("!") + text.count("?") < 2:
        return None
    spans = [span for mark in view.fact.marks for span in mark.spans]
    for start, end in sentences(text, view.words):
        if not any(start <= first < end for first, _ in spans):
            return Fault(f'nothing is marked in "{text[start:end].strip()}"')
    return None


_ENDING = re.compile(r"[.!?]+[\"'”’)]*\s+(?=[\"'“‘(]?[^\W\da-z_])")


def sentences(text: str, words: LintWords | None) -> list[tuple[int, int]]:
    """The half-open stretches of the sentences of a text.

    A full stop after an initial or an abbreviation ends none.
    """
    out, start = [], 0
    for match in _ENDING.finditer(text):
        before = raw_words(text[start : match.start()])
        last = before[-1][0].lower() if before else ""
        abbreviated = len(last) < 2 or (words is not None and last in words.abbreviations)
        if text[match.start()] != "." or not abbreviated:
            out.append((start, match.end()))
            start = match.end()
    if start < len(text):
        out.append((start, len(text)))
    return out


def minimum_information(view: View) -> Fault | None:
    """More than one thing to remember: a long sentence, a long answer, an answer with "and".

    Names of terms are as long as they are, and so are dates and numbers.
    """
    if not view.options:
        if len(view.stem.words) > _LONGEST_CLOZE:
            return Fault(f"the sentence is {len(view.stem.words)} words long")
        if len(view.answer.values) > _LONGEST_LIST:
            return Fault(f"the answer is a list of {len(view.answer.values)}")
    answer = view.answer
    if answer.term is not None or answer.value is not None or answer.values:
        return None
    words = tokens(answer.text)
    if len(words) > _LONGEST_ANSWER:
        return Fault(f'the answer "{answer.text}" is {len(words)} words long')
    if view.words is not None and view.words.conjunction in words:
        return Fault(f'"{answer.text}" is two answers')
    return None


def date_stamp(view: View) -> Fault | None:
    """What holds for a while only, without an `as_of`: "current", "is president"."""
    words = view.words
    if words is None or view.item.as_of or view.fact.as_of:
        return None
    joined = view.stem.joined
    for stamp in words.stamps:
        if f" {stamp} " in joined and not _dated(view):
            return Fault(f'"{stamp}" is true only for some time')
    office = _office(view.stem.words, words)
    if office and not _dated(view):
        return Fault(f'"is {office}" is true only for some time')
    return None


def _office(stem: tuple[str, ...], words: LintWords) -> str:
    """The office in "is (the) president (of)"; empty where there is none."""
    for index, word in enumerate(stem):
        if word in words.present:
            after = [w for w in stem[index + 1 : index + 4] if w not in words.articles]
            if after and after[0] in words.offices:
                return after[0]
            if len(after) > 1 and after[:2] == ["prime", "minister"]:
                return "prime minister"
    return ""


_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")


def _dated(view: View) -> bool:
    """Whether the sentence says itself when: "As of July 2024, the current ..."."""
    return bool(_YEAR.search(view.stem.raw))
