"""What a deck holds true, in rooms by what they know.

`terms` knows who is who, `rows` what a term has, `pools` what could be an option, `answers` what a
mark's answer means, `sentences` what facts say. Each knows those before it; none knows of items.
"""

from __future__ import annotations

from functools import lru_cache

from nkquiz.item import Item
from nkquiz.knowledge.answers import Answers, RightAnswer
from nkquiz.knowledge.articles import ARTICLES, indefinite, split_article, without_article
from nkquiz.knowledge.pools import NO_VALUE, SEVERAL, Asked, Pools
from nkquiz.knowledge.rows import Rows
from nkquiz.knowledge.sentences import Sentences, masked
from nkquiz.knowledge.terms import LONGEST_NAME, Terms
from nkquiz.knowledge.tolerance import tolerant_slot
from nkquiz.memo import kept
from nkquiz.model import Deck, Fact, Mark
from nkquiz.pool import Candidate, Pool, Row, ring_place

__all__ = [
    "ARTICLES",
    "LONGEST_NAME",
    "NO_VALUE",
    "SEVERAL",
    "Asked",
    "Candidate",
    "Knowledge",
    "Pool",
    "RightAnswer",
    "Row",
    "Rows",
    "indefinite",
    "knowledge_of",
    "masked",
    "ring_place",
    "split_article",
    "tolerant_slot",
    "without_article",
]


@lru_cache(maxsize=2)
def knowledge_of(deck: Deck) -> Knowledge:
    """The index over a deck; the same one each time, for the decks used last."""
    return Knowledge(deck)


class Knowledge:
    """The index over one deck. It is built part by part, each when it is first asked for."""

    def __init__(self, deck: Deck) -> None:
        tables, facts = deck.vocabularies, deck.knowledge
        self.deck = deck
        self.terms = Terms(tables)
        self.rows = Rows(tables, deck.language, self.terms)
        self.pools = Pools(tables, facts, self.terms, self.rows)
        self.answers = Answers(self.terms, self.rows, self.pools)
        self.sentences = Sentences(tables, facts, self.terms, self.rows, self.answers)

    @kept
    def facts(self) -> dict[str, Fact]:
        """Every fact by `file id / fact id`."""
        return {fact.key: fact for fact in self.deck.knowledge}

    def facts_of(self, item: Item) -> list[Fact]:
        """The facts of an item that the deck has, in the item's order."""
        return [self.facts[key] for key in item.fact_ids if key in self.facts]

    def slot(self, item: Item) -> tuple[Fact, Mark] | None:
        """The fact and the mark that an item of one fact asks for; none if the deck has neither."""
        fact = self.facts.get(item.fact_ids[0])
        marks = fact.marks if fact is not None else ()
        return next(((fact, m) for m in marks if fact and fact.memory(m) in item.memories), None)
