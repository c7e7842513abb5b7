"""From a response to a verdict: how many points, and a sentence that says why.

Owns what counts as right. A choice is judged by the text of its option, a typed answer by
`typed`. Knows nothing of how items are made or shown.
"""

from __future__ import annotations

from nkquiz.item import Choose, Item, Match, Order, Type
from nkquiz.knowledge import knowledge_of
from nkquiz.model import Deck
from nkquiz.scoring.result import CORRECT, Result, Verdict, wrong
from nkquiz.scoring.typed import score_typed
from nkquiz.values import same


def score(deck: Deck, item: Item, response: str) -> Result:
    """Judge a response: the text of an option, never its letter, or what was typed.

    An empty response is wrong, without a reason: the learner doesn't know.
    """
    match item.interaction:
        case Choose() as choice:
            return _choice(choice, response)
        case Type():
            return score_typed(knowledge_of(deck), item, response)
        case Match() | Order():
            return wrong("this kind of item can't be scored yet")


def _choice(choice: Choose, response: str) -> Result:
    if not response.strip():
        return wrong()
    exact = [option for option in choice.options if option.text == response]
    chosen = exact or [option for option in choice.options if same(option.text, response)]
    if not chosen:
        return wrong("that is none of the options")
    if chosen[0].is_key:
        return CORRECT
    return wrong(chosen[0].note)


__all__ = ["Result", "Verdict", "score"]
