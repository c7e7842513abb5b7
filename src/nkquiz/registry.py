"""The registry of kinds: what each kind of item is called, and how one answers it.

Each has a module of its name in `kinds/`, which makes its items. The list stands here, below that
package, for those who must not import it: the loader, and the help of a command.
"""

from __future__ import annotations

from typing import NamedTuple

from nkquiz.item import Choose, Interaction, Judge, Match, Order, Type


class Kind(NamedTuple):
    """A kind of item, by its name in files. `title` heads its section on paper.

    `by_default`: made where nobody names kinds. `fills`: its stem is the sentence of its fact, and
    what is typed fills the blank, so that a worksheet can have a word bank and Anki a cloze note.
    """

    name: str
    interaction: type[Interaction]
    title: str
    by_default: bool = False
    fills: bool = False


#: In the order in which they are listed.
KINDS = (
    Kind("cloze", Type, "Filling the blanks", by_default=True, fills=True),
    Kind("multiple-choice", Choose, "Multiple choice", by_default=True),
    Kind("short-answer", Type, "Short answers", by_default=True),
    Kind("true-false", Judge, "True or false"),
    Kind("matching", Match, "Matching"),
    Kind("ordering", Order, "Putting in order"),
)

BY_NAME = {kind.name: kind for kind in KINDS}
NAMES = tuple(BY_NAME)
