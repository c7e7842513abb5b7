"""Multiple choice: one key and distractors, each of them proven wrong.

With an `ask` the stem is that question, else the sentence with its blank and a question under
it. Fewer than two proven distractors make no item: nothing is padded.
"""

from __future__ import annotations

from dataclasses import replace

from nkquiz.distractors import (
    Judgement,
    Question,
    clash,
    drawn,
    in_order,
    key_candidate,
    value_options,
)
from nkquiz.item import Choose, Item, Option
from nkquiz.model import Fact, Level, Mark, Problem
from nkquiz.stem import Making, build, cloze_question, question_under_blank, sort_word

_FEWEST = 2


def make(making: Making, fact: Fact, mark: Mark) -> Item | Problem | None:
    """Nothing for a free phrase without distractors; a problem where the pool lacks some."""
    question = cloze_question(making, fact, mark, "multiple-choice")
    ask = mark.options.ask
    under = question_under_blank(question.answer)
    if ask.choice:
        question = replace(question, stem=ask.choice, shows=ask.choice_shows or question.shows)
        under = ""
    options, ordered = _options(making, question)
    if len(options) < 1 + _fewest(question):
        return _lacks(question, len(options) - 1)
    return build(question, "multiple-choice", question.stem, Choose(options, under, ordered))


def _fewest(question: Question) -> int:
    """How many distractors an item needs: two, or one where the pool holds just two values."""
    pool = question.answer.pool
    return 1 if pool is not None and len(pool.candidates) == _FEWEST else _FEWEST


def _options(making: Making, question: Question) -> tuple[tuple[Option, ...], bool]:
    """The key first, or all in their order where they are numbers or dates."""
    count = making.options
    if question.answer.value is not None and not question.mark.options.distractors:
        return value_options(question, count, making.seed), True
    chosen: list[Judgement] = []
    key = key_candidate(question)
    taken = [key]
    for judgement in drawn(question, count - 1, making.seed, making.difficulty):
        if len(chosen) == count - 1:
            break
        if not any(clash(question, judgement.candidate, other) for other in taken):
            chosen.append(judgement)
            taken.append(judgement.candidate)
    reject = question.mark.options.reject
    options = (
        Option(question.key),
        *(Option(j.candidate.text, j.proof, reject.get(j.candidate.text, "")) for j in chosen),
    )
    return in_order(options, question)


def _lacks(question: Question, found: int) -> Problem | None:
    """What the deck would need for a choice item; nothing for a free phrase."""
    pool = question.answer.pool
    if pool is None and question.answer.value is None:
        return None
    need = _fewest(question) - max(found, 0)
    if question.answer.value is not None:
        mend = "give it `distractors`"
    else:
        word = sort_word(question.answer)
        more = f"{need} more {word}" if question.fact.term is None else f"{need} more rows"
        mend = f"add {more} that can be proven wrong, or give it `distractors`"
    message = f'no multiple-choice item for "{question.mark.answer}": {mend}'
    return Problem(question.mark.location, "needs-distractors", message, Level.WARNING)
