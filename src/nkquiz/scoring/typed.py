"""Typed answers: names, numbers and dates against what is accepted and what the deck knows.

In this order: what equals an accepted answer is right, what the author rejects is wrong, what
names another term is confused, and a number or date is compared by value, never by its letters.
"""

from __future__ import annotations

import unicodedata

from nkquiz.item import Item, Type
from nkquiz.knowledge import Answer, Knowledge, without_article
from nkquiz.model import Fact, Mark, MarkOptions
from nkquiz.scoring.result import CORRECT, Result, Verdict, wrong
from nkquiz.values import Date, equal, norm, read_value, same

#: A longer answer is cut: nobody types one, and comparing must stay quick.
LONGEST = 200


def score_typed(knowledge: Knowledge, item: Item, response: str) -> Result:
    """Judge a typed response to an item of the deck that `knowledge` is of."""
    assert isinstance(item.interaction, Type)
    written = _clean(response)
    if not written:
        return wrong()
    accepted = item.interaction.accepted
    if any(_is(written, name, item.language) for name in accepted):
        return CORRECT
    found = _slot(knowledge, item)
    options = found[1].options if found else MarkOptions()
    for rejected, message in options.reject.items():
        if _is(written, rejected, item.language):
            return wrong(message)
    answer = knowledge.answer(*found) if found else None
    if answer is not None and answer.value is not None:
        return _by_value(written, answer, options, item.language)
    term = knowledge.named(written, language=item.language)
    if term is not None:
        return Result(Verdict.CONFUSED, 0, 1, f"{term.name} is another {term.vocabulary}")
    return wrong()


def _clean(response: str) -> str:
    """Without control characters, cut where nobody types on."""
    kept = (c for c in response[:LONGEST] if unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


def _is(written: str, name: str, language: str) -> bool:
    """Whether two texts are one, whether an article stands before them or not."""
    if same(written, name):
        return True
    bare = without_article(written, language)
    return same(bare, without_article(name, language)) and bool(norm(bare))


def _slot(knowledge: Knowledge, item: Item) -> tuple[Fact, Mark] | None:
    fact = knowledge.facts.get(item.fact_ids[0])
    if fact is None:
        return None
    return next(((fact, m) for m in fact.marks if fact.memory(m) == item.memories[0]), None)


def _by_value(written: str, answer: Answer, options: MarkOptions, language: str) -> Result:
    attribute = answer.attribute
    unit = options.unit or (attribute.unit if attribute else "")
    tolerance = options.tolerance or (attribute.tolerance if attribute else "")
    key = answer.value
    assert key is not None
    sort = "date" if isinstance(key, Date) else "number"
    value = read_value(written, sort, language, unit)  # type: ignore[arg-type]
    if value is not None and equal(key, value, tolerance):
        return CORRECT
    if value is None:
        return wrong(f"that is no {sort}")
    return wrong()
