"""Reasons: what an author is told of candidates, and why none at all can be proven wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from nkquiz.distractors.proofs import Judgement, judge
from nkquiz.distractors.quantities import why_none
from nkquiz.distractors.question import Question
from nkquiz.item import Option
from nkquiz.knowledge import Candidate
from nkquiz.model import Values


class Obstacle(NamedTuple):
    """The code of the problem that it is, and what it is, with its fix."""

    code: str
    message: str


def obstacle(question: Question) -> Obstacle | None:
    """What keeps every candidate from being proven wrong; none where others would help."""
    fact, mark = question.fact, question.mark
    attribute = question.answer.attribute
    if attribute is not None and attribute.values is Values.OPEN:
        fix = (
            f"`{mark.attribute}` is `open`, so nothing is proven wrong: write `values: all` or add "
        )
        return Obstacle("needs-distractors", f"{fix}`distractors`")
    if question.bound:
        why = f'with "{question.bound}", other values may be right too'
        return Obstacle("needs-distractors", f"{why}: add `distractors`")
    rival = (
        None
        if fact.term is not None
        else next(question.knowledge.sentences.rivals(fact, mark), None)
    )
    if rival is not None:
        other, its = rival
        why = f'"{its.answer}" is right too (see {other.location}), so nothing is proven wrong'
        fix = "say more in one of the sentences, or add `distractors`"
        return Obstacle("several-answers", f"{why}: {fix}")
    if question.answer.value is not None and not mark.options.distractors:
        why = why_none(question)
        return Obstacle("needs-distractors", f"{why}: add `distractors`") if why else None
    return None


def judged(question: Question, options: Iterable[Option]) -> list[Judgement]:
    """The judgements of the wrong ones among numbers or dates that are offered."""
    pool = question.answer.pool
    known = pool.of if pool is not None else {}
    texts = (option.text for option in options if not option.is_key)
    return [judge(question, known.get(text) or Candidate(text, (text,), 0)) for text in texts]


def without_room(question: Question, candidate: Candidate) -> str:
    """Why the sentence keeps out a number or date that is wrong; empty if it does not."""
    attribute = question.answer.attribute
    if question.answer.value is None or attribute is None:
        return ""
    value = question.knowledge.rows.meaning(candidate.text, attribute)
    if value is None or question.room.holds(value):
        return ""
    return "it would not make sense with the other numbers and dates of the sentence"
