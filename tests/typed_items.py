"""Typed items straight from a deck's marks, whatever the kinds make of them."""

from nkquiz.item import Item, Type
from nkquiz.knowledge import knowledge_of
from nkquiz.model import Deck


def typed_items(deck: Deck) -> dict[str, Item]:
    """For each marked answer the item that asks for it, the first where there are several."""
    knowledge = knowledge_of(deck)
    items: dict[str, Item] = {}
    for fact in deck.facts:
        for mark in fact.marks:
            item = Item(
                id=f"{fact.memory(mark)}/cloze",
                kind="cloze",
                fact_ids=(fact.key,),
                memories=(fact.memory(mark),),
                stem=fact.text.replace(mark.answer, "_____"),
                interaction=Type(knowledge.answers.of(fact, mark).names),
                location=mark.location,
                language=fact.language,
            )
            items.setdefault(mark.answer, item)
    return items
