"""Short answer: a question that the author wrote, and the answer is typed."""

from __future__ import annotations

from dataclasses import replace

from nkquiz.item import Item, Type
from nkquiz.lint import View, sound
from nkquiz.model import Fact, Mark, Problem
from nkquiz.stem import Making, build, cloze_question, several_answers, sort_word


def make(making: Making, fact: Fact, mark: Mark) -> Item | Problem | None:
    """Made where the mark has an `ask` for typed items."""
    ask = mark.options.ask
    if not ask.typed:
        return None
    question = cloze_question(making, fact, mark, "short-answer")
    question = replace(question, stem=ask.typed, shows=ask.typed_shows)
    problem = several_answers(question, ask.typed)
    if problem is not None:
        return problem
    answer = question.answer
    item = build(question, "short-answer", ask.typed, Type(answer.names, sort_word(answer)))
    return sound(View(making.knowledge, fact, mark, item))
