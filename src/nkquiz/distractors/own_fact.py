"""The fact that a wrong option belongs to: what a learner who chose it should hear.

Owns which fact that is. Knows nothing of how it is shown.
"""

from __future__ import annotations

from functools import lru_cache

from nkquiz.knowledge import Knowledge, ring_place
from nkquiz.model import Fact, Mark
from nkquiz.values import may_be_value, norm


def own_fact(knowledge: Knowledge, fact: Fact, mark: Mark, text: str) -> Fact | None:
    """The fact that is true of a wrong answer to a mark; none where the deck has none.

    It is the one of the same template, else one whose mark has that answer. A number or a date
    has one in the same template only. Of several the hash decides, so that others change nothing.
    """
    found = _of_template(knowledge, fact, mark, text) if fact.term is not None else None
    if found is None and not may_be_value(text, fact.language):
        found = knowledge.facts.get(_index(knowledge).get(norm(text), ""))
    return None if found is None or found.key == fact.key else found


def _of_template(knowledge: Knowledge, fact: Fact, mark: Mark, text: str) -> Fact | None:
    """The fact of the same template for the term that is meant, or has it as its value."""
    assert fact.term is not None
    vocabulary = fact.term.vocabulary
    if mark.attribute == "name":
        named = knowledge.terms.named(text, vocabulary, fact.language)
        terms = [] if named is None else [named]
    else:
        terms = knowledge.rows.having(vocabulary, mark.attribute, knowledge.terms.aliases(text))
    keys = (f"{fact.file_id}/{fact.template}/{term.id}" for term in terms)
    facts = [knowledge.facts[key] for key in keys if key in knowledge.facts]
    told = (one for one in facts if not one.disputed)
    return min(told, key=lambda one: ring_place(one.key), default=None)


@lru_cache(maxsize=2)
def _index(knowledge: Knowledge) -> dict[str, str]:
    """For each answer that a fact marks, in normal form, the key of that fact."""
    index: dict[str, tuple[int, str]] = {}
    for fact in knowledge.deck.knowledge:
        place = ring_place(fact.key)
        for mark in () if fact.disputed else fact.marks:
            answer = norm(mark.value or mark.answer)
            if answer not in index or place < index[answer][0]:
                index[answer] = (place, fact.key)
    return {answer: key for answer, (_, key) in index.items()}
