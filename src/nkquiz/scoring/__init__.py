"""From a response to a verdict: how many points, and a sentence that says why.

Owns what counts as right. A choice is judged by the text of its option, a typed answer by
`typed`, matching and ordering by `parts`. Knows nothing of how items are made or shown.
"""

from __future__ import annotations

from nkquiz.item import Choose, Item, Judge, Match, Option, Order, Type
from nkquiz.knowledge import knowledge_of
from nkquiz.model import Deck
from nkquiz.scoring.parts import judge_match, judge_order
from nkquiz.scoring.result import CORRECT, Result, Verdict, wrong
from nkquiz.values import same


def score(deck: Deck, item: Item, response: str) -> Result:
    """Judge a response to an item of a deck.

    The response is the text of an option, never its letter; what was typed, a list in any order;
    pairs (`1b 2a`) or an order (`c a b`), whose letters and numbers count what the item lists,
    so pass the item as it was shown. Any text has a verdict; an empty one is wrong without a
    reason, since the learner doesn't know. Raises TypeError for what is no text.

    `points` of `possible` (always 1): 1 for correct and typo; the share that is right for
    partial, a half for a date that is too coarse; else 0, for a prompt until it is answered again.
    """
    if not isinstance(response, str):
        raise TypeError(f"a response is text, not {type(response).__name__}")
    match item.interaction:
        case Choose(options=options) | Judge(options=options):
            return _choice(options, response)
        case Type():
            from nkquiz.scoring.typed import score_typed  # heavy: asking needs none of it

            return score_typed(knowledge_of(deck), item, response)
        case Match() as pairs:
            return judge_match(pairs, response)
        case Order() as order:
            return judge_order(order, response)


def _choice(options: tuple[Option, ...], response: str) -> Result:
    if not response.strip():
        return wrong()
    exact = [option for option in options if option.text == response]
    chosen = exact or [option for option in options if same(option.text, response)]
    if not chosen:
        return wrong("that is none of the options")
    if chosen[0].is_key:
        return CORRECT
    return wrong(chosen[0].note)


__all__ = ["Result", "Verdict", "score"]
