"""Short answer: a question that the author wrote, and the answer is typed.

A fact with a `set` asks for all of its parts, in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nkquiz.groups import (
    Group,
    Part,
    allows,
    build_group,
    named_parts,
    unfit_parts,
    whole_mark,
    whole_stem,
)
from nkquiz.item import Item, Type
from nkquiz.knowledge import Knowledge
from nkquiz.lint import View, sound
from nkquiz.maker import GroupMaker, KindMaker
from nkquiz.model import Fact, Mark, Problem
from nkquiz.stem import Making, build, cloze_question, several_answers, sort_word
from nkquiz.values import norm, write_list

KIND = "short-answer"

#: Of one part there is no list; of more, nobody remembers all.
_FEWEST, _MOST = 2, 8


def make(making: Making, fact: Fact, mark: Mark) -> Item | Problem | None:
    """Made where the mark has an `ask` for typed items."""
    ask = mark.options.ask
    if not ask.typed:
        return None
    question = cloze_question(making, fact, mark, KIND)
    question = replace(question, stem=ask.typed, shows=ask.typed_shows)
    problem = several_answers(question, ask.typed)
    if problem is not None:
        return problem
    answer = question.answer
    item = build(making, question, KIND, ask.typed, Type(answer.names, sort_word(answer)))
    return sound(View(making.knowledge, fact, mark, item))


# -- all parts of a whole -----------------------------------------------------------------------


def groups(knowledge: Knowledge, facts: Iterable[Fact]) -> Iterator[Group]:
    """Each fact that lists the parts of a whole. The deck's other facts don't matter."""
    del knowledge
    for fact in facts:
        if fact.set:
            mark = whole_mark(fact, "set", write_list(fact.set, fact.language))
            if allows(fact, mark, KIND):
                yield Group(fact.key, (Part(fact, mark),))


def make_list(making: Making, group: Group) -> Iterator[Item | Problem]:
    """The item that asks for all parts; a problem where they are too few, too many or alike."""
    part = group.parts[0]
    listed = part.fact.set
    if not _FEWEST <= len(listed) <= _MOST:
        fault = f"it has {len(listed)} parts, but must have {_FEWEST} to {_MOST}"
    elif len({norm(one) for one in listed}) < len(listed):
        fault = "two parts are the same: say how they differ"
    else:
        named = named_parts(part.fact, listed)
        fault = f'the sentence names "{named[0]}": remove it' if named else ""
    if fault:
        yield unfit_parts(part, KIND, fault)
        return
    typed = Type((part.mark.answer,), f"{len(listed)} parts, in any order", listed)
    stem = whole_stem(part.fact, "Which are they?")
    item = build_group(f"{part.memory}/{KIND}", KIND, [part], stem, typed)
    yield sound(View(making.knowledge, part.fact, part.mark, item))


MAKER = KindMaker(
    KIND,
    make,
    group_maker=GroupMaker(groups, make_list),
    needs=f"for {KIND} items, write a question under `ask`",
)
