"""What a rule is, and what it finds. A rule is data: the functions live in the other modules."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from nkquiz.item import Choose, Interaction, Judge, Type
from nkquiz.lint.view import View

Interactions = frozenset[type[Interaction]]

CHOICE: Interactions = frozenset({Choose})
TYPED: Interactions = frozenset({Type})
JUDGED: Interactions = frozenset({Judge})
NONE: Interactions = frozenset()


class Fault(NamedTuple):
    """What a rule finds in one item: a sentence, and the option that alone is to blame, if any."""

    message: str
    option: str = ""


Check = Callable[[View], Fault | None]


class Rule(NamedTuple):
    """An item-writing rule.

    `check` finds what the generator never emits in items answered as in `blocks`, and what `nkquiz
    check` reports in those of `advises`; where the two look for different things, `advice` is
    what the second uses. A rule that is `firm` can't be silenced by `allow`: it guards what is
    right, not how it is said. `by_options` says that other distractors could fix it,
    `of_sentence` that it judges the words of the sentence, whichever answer is hidden in it.
    """

    name: str
    doc: str
    flawed: str
    clean: str
    fix: str
    check: Check
    blocks: Interactions = NONE
    advises: Interactions = NONE
    advice: Check | None = None
    firm: bool = False
    by_options: bool = False
    of_sentence: bool = False


class Flaw(NamedTuple):
    """A rule that an item breaks, and how."""

    rule: Rule
    message: str
    option: str = ""
