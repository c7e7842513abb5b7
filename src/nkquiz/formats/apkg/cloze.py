"""The note of a fact: its sentence, with a cloze for each mark that is asked for.

Owns the numbers of clozes, which are made from slots alone, and what each cloze covers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise

from nkquiz.formats.apkg.html import in_cloze, is_plain, plain
from nkquiz.formats.apkg.models import CLOZE
from nkquiz.formats.apkg.note import Making, Note, common, guid, tags_of
from nkquiz.item import Item, Type
from nkquiz.knowledge import Answer
from nkquiz.model import Fact, Mark
from nkquiz.stem import hidden_spans
from nkquiz.values import norm

_HIGHEST = 499


def cloze_numbers(slots: Iterable[str]) -> dict[str, int]:
    """A number from 1 to 499 for each slot of a fact, made from the slot alone.

    Where two slots want one number, the later in alphabetical order takes the next free one.
    Raises ValueError for more slots than there are numbers.
    """
    numbers = {slot: _wanted(slot) for slot in slots}
    taken: set[int] = set(numbers.values())
    if len(taken) == len(numbers):
        return numbers
    taken.clear()
    for slot in sorted(numbers):
        if len(taken) == _HIGHEST:
            raise ValueError(f"a note has at most {_HIGHEST} clozes")
        number = numbers[slot]
        while number in taken:
            number = number % _HIGHEST + 1
        numbers[slot] = number
        taken.add(number)
    return numbers


@lru_cache(maxsize=1024)
def _wanted(slot: str) -> int:
    digest = hashlib.sha256(slot.encode(errors="replace")).digest()
    return int.from_bytes(digest[:8], "big") % _HIGHEST + 1


def cloze_note(fact: Fact | None, items: list[Item], making: Making) -> Note | None:
    """The note of a fact with its cloze items; a problem for what can't be on it."""
    waiting = {item.memories[0]: item for item in items}
    asked: list[tuple[Mark, Item]] = []
    for mark in fact.marks if fact else ():
        item = waiting.pop(fact.memory(mark), None) if fact else None
        if item is not None:
            asked.append((mark, item))
    for item in waiting.values():
        message = f"no fact of the deck has the mark of the item {item.id}"
        making.leave_out(item, "no-such-mark", message)
    if fact is None or not asked:
        return None
    if len(fact.marks) > _HIGHEST:
        message = f"an Anki note has at most {_HIGHEST} clozes: make more facts of this one"
        making.leave_out(items[0], "too-many-marks", message)
        return None
    numbers = cloze_numbers([mark.slot for mark in fact.marks])
    return Note(
        guid=guid(fact.key),
        id=fact.key,
        type=CLOZE,
        fields=(_text(fact, asked, numbers, making), *common(fact, fact.key, "", making)),
        tags=tags_of(fact.tags),
        cards=tuple(sorted([numbers[mark.slot] - 1 for mark, _ in asked])),
        deck=making.deck_of(items[0]),
    )


def _text(
    fact: Fact, asked: list[tuple[Mark, Item]], numbers: dict[str, int], making: Making
) -> str:
    """The sentence with its clozes; each stretch between them stands as it is."""
    write = str if is_plain(fact.text) else making.at(fact.location)
    out: list[str] = []
    done = 0
    hinted: set[str] = set()
    for start, end, mark, item in _stretches(fact, asked):
        answer = in_cloze(write(fact.text[start:end]))
        hint = _hint(item, "" if mark.slot in hinted else item.hint, making.at(fact.location))
        hinted.add(mark.slot)
        out += (write(fact.text[done:start]), f"{{{{c{numbers[mark.slot]}::{answer}{hint}}}}}")
        done = end
    out.append(write(fact.text[done:]))
    return "".join(out)


def _hint(item: Item, hint: str, write: Callable[[str], str]) -> str:
    """What stands in the blank: the sort of the answer, and the author's hint behind a tap."""
    sort = item.interaction.hint if isinstance(item.interaction, Type) else ""
    tap = ""
    if hint and norm(hint) != norm(sort):
        tap = f" <details><summary>hint</summary> {write(hint)}</details>"
    return f"::{in_cloze((plain(sort) or '...') + tap)}" if sort or tap else ""


# -- what a cloze covers --------------------------------------------------------------------

_Stretch = tuple[int, int, Mark, Item]


def _stretches(fact: Fact, asked: list[tuple[Mark, Item]]) -> list[_Stretch]:
    """What each mark hides, sorted and apart: its own stretches and all other mentions."""
    lowered = fact.text.lower()
    hidden: list[_Stretch] = []
    for mark, item in asked:
        if len(mark.spans) == 1 and _stands_alone(fact.text, lowered, mark.spans[0], item.answers):
            hidden.append((*mark.spans[0], mark, item))
        else:
            spans = hidden_spans(fact, Answer(mark.answer, item.answers), mark)
            hidden += [(*span, mark, item) for span in spans]
    hidden.sort(key=_start)
    if all(before[1] <= after[0] for before, after in pairwise(hidden)):
        return hidden
    return _apart(hidden, [(*span, mark, item) for mark, item in asked for span in mark.spans])


def _start(stretch: _Stretch) -> int:
    return stretch[0]


def _stands_alone(text: str, lowered: str, span: tuple[int, int], names: tuple[str, ...]) -> bool:
    """Whether a stretch surely is all that a mark hides: no name elsewhere, no letter at it."""
    start, end = span
    if len(lowered) != len(text) or text[end : end + 1].isalnum():
        return False
    if start and text[start - 1].isalnum():
        return False
    for name in names:
        small = name.lower()
        at = lowered.find(small)
        if at >= 0 and not (
            start <= at and at + len(small) <= end and lowered.find(small, at + 1) < 0
        ):
            return False
    return True


def _apart(hidden: list[_Stretch], own: list[_Stretch]) -> list[_Stretch]:
    """The stretches without overlaps: a mention inside another mark's answer is left to that."""
    taken: list[_Stretch] = []
    for start, end, mark, item in (*own, *hidden):
        over = [other for other in taken if start < other[1] and other[0] < end]
        if all(other[2] is mark for other in over):
            taken = [other for other in taken if other not in over]
            start = min([start, *(other[0] for other in over)])
            end = max([end, *(other[1] for other in over)])
            taken.append((start, end, mark, item))
    return sorted(taken, key=_start)
