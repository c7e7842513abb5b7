"""Which items are made and in which order they stand: all of a deck, or those of a session.

Everything here depends on the deck and the seed alone. The order of options belongs to what
shows them: `arrange` balances it over the items that are shown.
"""

from nkquiz.quiz.draw import draw_items, plan
from nkquiz.quiz.items import Trial, default_kinds, generate, making_for, slots, trials
from nkquiz.quiz.memories import ItemMaker, item_for, item_makers
from nkquiz.quiz.options import arrange
from nkquiz.quiz.siblings import separate_siblings

__all__ = [
    "ItemMaker",
    "Trial",
    "arrange",
    "default_kinds",
    "draw_items",
    "generate",
    "item_for",
    "item_makers",
    "making_for",
    "plan",
    "separate_siblings",
    "slots",
    "trials",
]
