"""Cloze: the sentence with a blank, and the answer is typed."""

from __future__ import annotations

from nkquiz.item import Item, Type
from nkquiz.lint import View, sound
from nkquiz.maker import KindMaker
from nkquiz.model import Fact, Mark, Problem
from nkquiz.stem import Making, build, cloze_question, several_answers, sort_word

KIND = "cloze"


def make(making: Making, fact: Fact, mark: Mark) -> Item | Problem | None:
    """One blank for one mark. A problem where other facts would fill it otherwise."""
    question = cloze_question(making, fact, mark, KIND)
    problem = several_answers(question)
    if problem is not None:
        return problem
    answer = question.answer
    item = build(making, question, KIND, question.stem, Type(answer.names, sort_word(answer)))
    return sound(View(making.knowledge, fact, mark, item))


MAKER = KindMaker(KIND, make)
