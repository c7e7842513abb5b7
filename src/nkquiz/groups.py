"""Facts that meet in one item: which of them, and what such an item has from all of them.

Owns the groups that matching and ordering items are made from, and the sentence of a template as
a frame. Knows no kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple, TypeVar

from nkquiz.distractors.question import draw
from nkquiz.item import BLANK, Interaction, Item
from nkquiz.knowledge import Knowledge, ring_place
from nkquiz.model import Fact, Level, Mark, Problem, Template
from nkquiz.values import ends_sentence, norm

_T = TypeVar("_T")

#: Fewest parts of an item over several facts, and most facts that are looked at for one.
FEWEST = 4
MOST = 8

_SLOT = re.compile(r"(?<![\\^_])\{(?:the )?([^{}\n]+)\}")
_ARTICLE = re.compile(rf"\b([Aa])n? (?={BLANK})")


class Part(NamedTuple):
    """A mark of a fact, as a part of an item over several."""

    fact: Fact
    mark: Mark

    @property
    def memory(self) -> str:
        return self.fact.memory(self.mark)


class Group(NamedTuple):
    """Parts that may meet in one item: of one template and slot, of one file, or of one fact.

    `name` is what their items' ids begin with: `file id / template`.
    """

    name: str
    parts: tuple[Part, ...]

    @property
    def facts(self) -> frozenset[str]:
        """The keys of its facts."""
        return frozenset(part.fact.key for part in self.parts)


def allows(fact: Fact, mark: Mark, kind: str) -> bool:
    """Whether the author allows a kind of item for a mark."""
    allowed = mark.options.kinds or fact.kinds
    return not allowed or kind in allowed


# -- a whole and its parts ------------------------------------------------------------------


def whole_mark(fact: Fact, slot: str, answer: str) -> Mark:
    """What stands for a mark where a fact asks for all of its `order` or `set`."""
    return Mark(answer, slot, (), fact.location)


def whole_stem(fact: Fact, asked: str) -> str:
    """The sentence of a fact, which may lack its full stop, and what is asked of its parts."""
    text = fact.text.rstrip()
    return f"{text}{'' if ends_sentence(text) else '.'} {asked}"


def named_parts(fact: Fact, parts: Iterable[str]) -> list[str]:
    """The parts that the sentence names, in the order in which it does.

    A part that stands only within a longer one ("water" in "water vapour") isn't named.
    """
    text = f" {norm(fact.text)} "
    found: list[tuple[int, str]] = []
    for part in sorted(parts, key=len, reverse=True):
        word = f" {norm(part)} "
        at = text.find(word) if word.strip() else -1
        if at >= 0:
            found.append((at, part))
            hidden = re.sub(r"\w", "\0", word)
            text = text.replace(word, hidden)
    return [part for _, part in sorted(found)]


def unfit_parts(part: Part, kind: str, fault: str) -> Problem:
    """The problem of an `order` or a `set` of which no item can be made."""
    message = f"no {kind} item of this `{part.mark.slot}`: {fault}"
    return Problem(part.mark.location, "needs-parts", message, Level.WARNING)


# -- who meets whom -------------------------------------------------------------------------


def grouped(name: str, parts: Iterable[Part]) -> Iterator[Group]:
    """Parts in groups of 4 to 8, each part in one; all in one, where they are fewer.

    The parts stand on a ring by the hash of their memory. A stretch of it that holds more than
    eight is cut in two where its middle lies or, if that leaves fewer than four on one side, by
    the middle one of its parts; so a further fact changes the group that it falls into and, at
    most, some of those next to it. Neither seed nor order of the facts matters.
    """
    ring = sorted((ring_place(part.memory), part.memory, part) for part in parts)
    waiting = [(0, len(ring), 0, 1 << 64)] if ring else []
    while waiting:
        first, last, low, high = waiting.pop()
        if last - first <= MOST:
            yield Group(name, tuple(part for _, _, part in ring[first:last]))
            continue
        middle = (low + high) // 2
        cut = bisect_left(ring, middle, first, last, key=lambda place: place[0])
        if min(cut - first, last - cut) < FEWEST:
            cut = (first + last) // 2
            middle = ring[cut][0]
        waiting += [(cut, last, middle, high), (first, cut, low, middle)]


def together(
    parts: Sequence[_T], most: int, apart: Callable[[_T, _T], bool]
) -> Iterator[tuple[_T, ...]]:
    """Groups of 4 to `most` of a group's parts, so that each part is in one if that can be.

    `apart` tells whether two parts can stand in one item. What is left over after a group is
    filled up with parts that have had their turn.
    """
    rounds = -(-len(parts) // most)
    size = max(FEWEST, -(-len(parts) // rounds)) if rounds else 0
    waiting = list(parts)
    while waiting:
        group = _filled([], waiting, size, apart)
        group = _filled(group, parts, FEWEST, apart)
        if len(group) >= FEWEST:
            yield tuple(group)
        waiting = [part for part in waiting[1:] if part not in group]


def _filled(
    group: list[_T], parts: Iterable[_T], size: int, apart: Callable[[_T, _T], bool]
) -> list[_T]:
    """The group with the first parts that fit all in it, until it has `size`."""
    out = list(group)
    for part in parts:
        if len(out) >= size:
            break
        if part not in out and all(apart(part, other) for other in out):
            out.append(part)
    return out


def start(count: int, seed: int, item_id: str) -> tuple[int, ...]:
    """In which order to show the parts of an item: drawn, and neither the right one nor its reverse.

    With fewer than three parts there is no such order.
    """
    right = list(range(count))
    drawn = sorted(right, key=lambda part: draw(seed, item_id, str(part)))
    if drawn in (right, right[::-1]):
        drawn = [*drawn[1:], drawn[0]]
    return tuple(drawn)


# -- what the item has ------------------------------------------------------------------------


def group_id(group: Group, parts: Iterable[Part], kind: str) -> str:
    """`file id / template / hash of the parts' memories / kind`: whatever their order, the
    wording and the seed.
    """
    memories = "\n".join(sorted(part.memory for part in parts))
    return f"{group.name}/{sha256(memories.encode()).hexdigest()[:12]}/{kind}"


def build_group(
    item_id: str, kind: str, parts: Sequence[Part], stem: str, interaction: Interaction
) -> Item:
    """The item over these parts: the sources of all of them, and what they have in common."""
    facts = [part.fact for part in parts]
    first = facts[0]
    return Item(
        id=item_id,
        kind=kind,
        fact_ids=tuple(fact.key for fact in facts),
        memories=tuple(part.memory for part in parts),
        stem=stem,
        interaction=interaction,
        location=parts[0].mark.location,
        sources=tuple(dict.fromkeys(c for fact in facts for c in fact.citations)),
        why=first.why if all(fact.why == first.why for fact in facts) else "",
        as_of=first.as_of if all(fact.as_of == first.as_of for fact in facts) else "",
        tags=tuple(tag for tag in first.tags if all(tag in fact.tags for fact in facts)),
        language=first.language,
    )


def template_of(knowledge: Knowledge, fact: Fact) -> Template | None:
    """The template that a fact comes from."""
    wanted = (fact.file_id, fact.template)
    return next((t for t in knowledge.deck.templates if (t.file_id, t.id) == wanted), None)


def frame(template: Template, asked: str, language: str) -> str:
    """The sentence of a template with nobody in it: "[city] lies on the _____."

    The term's place is in brackets, the slot that is asked for is the blank, and what differs
    besides is left out.
    """

    def shown(slot: re.Match[str]) -> str:
        path = ".".join(part.strip() for part in slot[1].split("."))
        if path == asked:
            return BLANK
        return f"[{worded(template.vocabulary)}]" if path == "name" else "…"

    text = _SLOT.sub(shown, template.sentence)
    return _ARTICLE.sub(r"\1(n) ", text) if language.startswith("en") else text


def worded(name: str) -> str:
    """The name of a vocabulary or an attribute as words."""
    return name.rpartition(".")[2].replace("_", " ").replace("-", " ")


def lacking(part: Part, kind: str, need: str) -> Problem:
    """The problem of a group that gives no item, at its first mark."""
    message = f"no {kind} item here: {need}"
    return Problem(part.mark.location, "needs-parts", message, Level.WARNING)
