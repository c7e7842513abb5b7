"""The notes of items that have one of their own: choices, questions, matching, ordering.

Owns what stands in the fields of each note type. Letters and numbers are the card's: they are
counted by its looks, but for those on a back that refer to the front.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_uppercase
from typing import assert_never

from nkquiz.distractors import own_fact
from nkquiz.formats.apkg.models import (
    BEHIND,
    CHOICE,
    COMMON,
    MATCHING,
    ORDERING,
    QUESTION,
    STATEMENT,
    NoteType,
)
from nkquiz.formats.apkg.note import Note, NoteMaking, common, guid, tags_of
from nkquiz.item import Choose, Item, Judge, Match, Order, Type
from nkquiz.knowledge import Knowledge
from nkquiz.values import norm


def single_note(item: Item, making: NoteMaking) -> Note:
    """The note of an item that is not a cloze."""
    match item.interaction:
        case Choose() as choose:
            return _choice(item, choose, making)
        case Judge() as judge:
            return _statement(item, judge, making)
        case Type() as typed:
            return _question(item, typed, making)
        case Match() as pairs:
            return _matching(item, pairs, making)
        case Order() as order:
            return _ordering(item, order, making)
        case _ as other:
            assert_never(other)


def _note(
    item: Item, type_: NoteType, fields: tuple[str, ...], making: NoteMaking, hint: str = ""
) -> Note:
    id_ = item.id
    shared = common(item, id_, hint or item.hint, making)
    if _speaks_the_answer(item, making.knowledge):
        shared = (*shared[:_BEHIND], "behind", *shared[_BEHIND + 1 :])
    return Note(
        guid(id_), id_, type_, (*fields, *shared), tags_of(item.tags), (0,), making.deck_of(item)
    )


#: The field that keeps a sound from the front, in `models.COMMON`.
_BEHIND = COMMON.index(BEHIND)


def _speaks_the_answer(item: Item, knowledge: Knowledge) -> bool:
    """Whether the item's sound is that of the term whose name it asks for."""
    slot = knowledge.slot(item) if item.audio else None
    if slot is None:
        return False
    fact, mark = slot
    return fact.term is not None and mark.attribute == "name" and item.audio == fact.term.audio


def _list(tag: str, items: Iterable[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag.partition(' ')[0]}>"


# -- choices --------------------------------------------------------------------------------

#: What tells the script of the card that the options have an order of their own.
FIXED = 'ol class="fixed"'


def _choice(item: Item, choose: Choose, making: NoteMaking) -> Note:
    write = making.at(item)
    notes = list(_notes(item, choose, making))
    fields = (
        write(item.stem),
        write(choose.question),
        _list(FIXED if choose.ordered else "ol", [write(option.text) for option in choose.options]),
        str(choose.options.index(choose.key) + 1),
        write(choose.key.text),
        _list("ul", notes) if notes else "",
    )
    return _note(item, CHOICE, fields, making)


def _notes(item: Item, choose: Choose, making: NoteMaking) -> Iterator[str]:
    """What to tell who chose a wrong option, by its text: why it is wrong, or what is true of it.

    The script of the card finds a note by the option in it, so that their order is free.
    """
    write = making.at(item)
    slot = making.knowledge.slot(item)
    for option in sorted(choose.options, key=lambda option: option.text):
        if option.is_key:
            continue
        told = write(option.note) if option.note else ""
        if not told and slot is not None:
            fact = own_fact(making.knowledge, *slot, option.text)
            told = making.at(fact)(fact.text) if fact else ""
        if told:
            yield f"<b>{write(option.text)}</b> <span>{told}</span>"


def _statement(item: Item, judge: Judge, making: NoteMaking) -> Note:
    """A statement, and behind a false one the sentence as it is right."""
    write = making.at(item)
    fields = (
        write(item.stem),
        write(judge.question),
        _list(FIXED, [write(option.text) for option in judge.options]),
        str(judge.options.index(judge.key) + 1),
        write(judge.key.text),
        write(judge.right),
        write(judge.note),
    )
    return _note(item, STATEMENT, fields, making)


def keeping_order(note: Note, old_fields: str) -> str:
    """The fields in one string; options that were there before, all of them, keep their places.

    The order of options is balanced over all notes of a package, so one more fact deals it anew:
    without this each re-import would touch every choice note, and what learners edited in it.
    """
    if note.type is CHOICE:
        old = old_fields.split("\x1f")
        options, key = CHOICE.fields.index("Options"), CHOICE.fields.index("Key")
        is_free = note.fields[options].startswith("<ol>") and len(old) == len(note.fields)
        before, now = (_options(f[options]) if is_free else [] for f in (old, note.fields))
        if before != now and sorted(before) == sorted(now):
            fields = list(note.fields)
            fields[options] = old[options]
            fields[key] = str(before.index(now[int(note.fields[key]) - 1]) + 1)
            return "\x1f".join(fields)
    return "\x1f".join(note.fields)


def _options(html: str) -> list[str]:
    return html.removeprefix("<ol><li>").removesuffix("</li></ol>").split("</li><li>")


# -- questions ------------------------------------------------------------------------------


def _question(item: Item, typed: Type, making: NoteMaking) -> Note:
    """A typed answer or, where all parts of a whole are asked for, a list to think of."""
    write = making.at(item)
    answer, *others = typed.accepted
    fields = (
        write(item.stem),
        write(typed.hint) if typed.listed else "",
        write(answer),
        "".join(f"<li>{write(other)}</li>" for other in others),
        _list("ul", map(write, typed.listed)) if typed.listed else "",
    )
    tells = bool(item.hint or typed.listed) or norm(typed.hint) in norm(item.stem)
    return _note(item, QUESTION, fields, making, "" if tells else typed.hint)


# -- several parts ----------------------------------------------------------------------------


def _matching(item: Item, match: Match, making: NoteMaking) -> Note:
    """Two lists in front; behind, each premise with the letter and the text of its response."""
    write = making.at(item)
    pairs = (
        f"<span>{write(premise)}</span> {_lettered(index, write(match.responses[index]))}"
        for premise, index in zip(match.premises, match.key, strict=True)
    )
    fields = (
        write(item.stem),
        "",
        _list("ol", map(write, match.premises)),
        _list("ol", map(write, match.responses)),
        _list("ol", pairs),
    )
    return _note(item, MATCHING, fields, making)


def _ordering(item: Item, order: Order, making: NoteMaking) -> Note:
    """The parts as shown in front; behind, their letters and sentences in the right order."""
    write = making.at(item)
    shown = order.shown or tuple(range(len(order.parts)))
    right = (
        _lettered(shown.index(index), text)
        for index, text in enumerate(_sentences(item, order, making))
    )
    fields = (
        write(item.stem),
        "",
        _list("ol", (write(order.parts[index]) for index in shown)),
        _list("ol", right),
    )
    return _note(item, ORDERING, fields, making)


def _sentences(item: Item, order: Order, making: NoteMaking) -> list[str]:
    """The facts that tell the dates, where each part has one; else the parts."""
    facts = [making.knowledge.facts.get(id_) for id_ in item.fact_ids]
    known = [making.at(fact)(fact.text) for fact in facts if fact]
    if len(known) == len(order.parts):
        return known
    return [making.at(item)(part) for part in order.parts]


def _lettered(index: int, html: str) -> str:
    letter = ascii_uppercase[index] if index < len(ascii_uppercase) else str(index + 1)
    return f"<b>{letter}</b> <bdi>{html}</bdi>"
