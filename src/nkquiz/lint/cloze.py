"""Rules about what is hidden: the blank, what shows the answer all the same, what is left."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from nkquiz.item import BLANK
from nkquiz.lint.rule import Fault
from nkquiz.lint.view import View, text_of
from nkquiz.stem import has_digit, hidden_spans
from nkquiz.values import norm
from nkquiz.values.boundaries import belongs_after, belongs_before

# -- the blank ----------------------------------------------------------------------------

_UNEVEN = re.compile(r"(?<!_)_{2,4}(?!_)|_{6,}")


def blank(view: View) -> Fault | None:
    """A blank whose length or whose surroundings tell of the answer: letters that touch it."""
    raw = view.stem.raw
    if "_" not in raw:
        return None
    before, _, after = raw.partition(BLANK)
    if "_" not in before and "_" not in after:  # one blank alone, as nearly always
        return Fault("letters touch the blank") if _touches(before, after) else None
    pieces = raw.split(BLANK)
    if any(_touches(before, after) for before, after in pairwise(pieces)):
        return Fault("letters touch the blank")
    if BLANK in raw and _UNEVEN.search(raw):
        return Fault("blanks of different lengths")
    return None


def _touches(before: str, after: str) -> bool:
    """Whether letters beside a blank are of one word with what it hides, so far as one can see:
    next to another letter of their script they would be.
    """
    left, right = before[-1:], after[:1]
    return (left.isalnum() and belongs_before(left, left)) or (
        right.isalnum() and belongs_after(right, right)
    )


def unique_fill(view: View) -> Fault | None:
    """Another fact fills the same stem with another answer."""
    asked = "" if BLANK in view.stem.raw else view.mark.options.ask.typed
    if view.answer.values or (not asked and BLANK not in view.stem.raw):
        return None
    rival = next(view.knowledge.sentences.rivals(view.fact, view.mark, asked), None)
    if rival is None:
        return None
    other, its = rival
    return Fault(f'"{its.answer}" is right too (see {other.location})')


# -- leaks ----------------------------------------------------------------------------------


def leak(view: View) -> Fault | None:
    """The answer stands where the learner sees it: in the stem, hint, title or a picture's name.

    "The answer" is any name of it, its initials, or its number in other words. Tags and the
    source line only advise: nothing shows them before the answer is given, and a tag named after
    what a fact is about is what tags are for.
    """
    for name in () if view.options else view.answer.names:  # for options, see `key-in-stem`
        if view.stem_holds(name):
            return Fault(f'the stem contains "{name}"')
    return (
        _initials(view)
        or _value(view)
        or _within_name(view)
        or _blank_needed(view)
        or _around(view)
    )


def _within_name(view: View) -> Fault | None:
    """The stem shows a year or a number in a longer name, such as the War of 1812, which no blank
    may cut in two.
    """
    for name in view.answer.names:
        if has_digit(name) and view.stem.holds(name):
            return Fault(f'the stem contains "{name}" in a longer name')
    return None


def _initials(view: View) -> Fault | None:
    acronyms = view.stem.acronyms
    if acronyms and not view.options:
        for name in view.answer.names:
            if not acronyms.isdisjoint(text_of(name, view.item.language).initials):
                return Fault(f'the stem has the initials of "{name}"')
    return None


def _value(view: View) -> Fault | None:
    """The answer's number, otherwise written."""
    key = view.answer.value
    if key is None or not key.sort.is_in(key, view.stem.raw, view.item.language):
        return None
    return Fault(f"the stem contains the {key.sort.noun} that is asked for")


def _blank_needed(view: View) -> Fault | None:
    """In a template, a blank that also hides what the sentence is about.

    "The capital of {country} is =={capital}==" for Luxembourg: both are hidden, and what is left
    asks nothing.
    """
    fact, mark = view.fact, view.mark
    if fact.term is None or BLANK not in view.stem.raw or not mark.attribute:
        return None
    if view.stem.raw.count(BLANK) <= len(mark.spans):
        return None
    right = {norm(name) for name in view.answer.names}
    for path in fact.shown:
        if path != mark.attribute:
            for value in view.knowledge.rows.values(fact.term, path):
                if norm(value) in right:
                    return Fault(f'the blank also hides "{value}", which the sentence needs')
    return None


def _around(view: View) -> Fault | None:
    """What is shown around the stem: the hints, the titles, a picture's name."""
    deck, fact = view.knowledge.deck, view.fact
    seen = _seen(view.item.hint, deck.titles.get(fact.file_id, ""), deck.title, view.item.image)
    if not any([f" {norm(name)} " in seen for name in view.answer.names]):
        return None
    for where, text in (
        ("hint", view.item.hint),
        ("title", deck.titles.get(fact.file_id, "")),
        ("title", deck.title),
        ("picture's name", view.item.image),
    ):
        if text:
            shown = f" {norm(text)} "
            for name in view.answer.names:
                normal = norm(name)
                if normal and f" {normal} " in shown:
                    return Fault(f'the {where} contains "{name}"')
    return None


@lru_cache(maxsize=256)
def _seen(*texts: str) -> str:
    """What is shown around many an item, as words between spaces."""
    return " ".join([f" {norm(text)} " for text in texts if text])


def half_leak(view: View) -> Fault | None:
    """What is not the answer but near it: five letters of it, or its name on the back."""
    for word in () if view.options else text_of(view.answer.text, view.item.language).words:
        if len(word) > 4 and view.stem.begins(word[:5]):
            return Fault(f'"{word[:5]}..." begins a word of the stem and a word of the answer')
    for where, shown in _behind(view):
        normal = f" {norm(shown)} "
        for name in view.answer.names:
            if norm(name) and f" {norm(name)} " in normal:
                return Fault(f'the {where} "{shown}" contains "{name}"')
    return None


def _behind(view: View) -> list[tuple[str, str]]:
    out = [("tag", tag) for tag in view.item.tags]
    for citation in view.item.sources:
        source = citation.source
        shown = (source.title, source.author, source.publisher, citation.locator)
        out += [("source line", text) for text in shown if text]
    return out


# -- what is left -----------------------------------------------------------------------------


def context_left(view: View) -> Fault | None:
    """Nothing is left beside the blank that could be answered."""
    if view.words is None or BLANK not in view.stem.raw or view.stem.content:
        return None
    return Fault("the sentence says nothing without the blank")


_FEWEST_WORDS = 3


def little_context(view: View) -> Fault | None:
    """In a sentence: fewer than three content words are left, or less than half of the text."""
    if view.words is None or BLANK not in view.stem.raw or view.fact.template:
        return None
    left = len(view.stem.content)
    if left < _FEWEST_WORDS:
        words = "word is" if left == 1 else "words are"
        return Fault(f"only {left} content {words} left beside the blank")
    spans = hidden_spans(view.knowledge, view.fact, view.mark, view.answer.names)
    hidden = sum(end - start for start, end in spans)
    if 2 * hidden > len(view.fact.text):
        return Fault("the blank takes up more than half of the sentence")
    return None


def hint(view: View) -> Fault | None:
    """The default hint, the name of a vocabulary, where that holds one term only."""
    pool, answer = view.answer.pool, view.answer
    if view.options or view.item.hint or pool is None or answer.value is not None:
        return None
    if len(pool.candidates) != 1:
        return None
    return Fault(f'the hint "{pool.name}" fits only one thing in this deck')
