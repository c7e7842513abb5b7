"""The note of a fact: its sentence, with a cloze for each mark that is asked for.

Owns the numbers of clozes, which are made from slots alone, and what each cloze covers.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from nkquiz.formats.apkg.html import in_cloze, is_plain, plain
from nkquiz.formats.apkg.models import CLOZE
from nkquiz.formats.apkg.note import Note, NoteMaking, common, guid, tags_of
from nkquiz.item import Item, Type
from nkquiz.knowledge import Knowledge
from nkquiz.markup import images
from nkquiz.model import Fact, Mark
from nkquiz.stem import hidden_spans
from nkquiz.values import norm

_HIGHEST = 499
_FIRST_64_BITS = struct.Struct(">Q").unpack_from


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


def _wanted(slot: str) -> int:
    (number,) = _FIRST_64_BITS(hashlib.sha256(slot.encode("utf-8", "replace")).digest())
    return int(number) % _HIGHEST + 1


@lru_cache(maxsize=64)
def _numbers(slots: tuple[str, ...]) -> Mapping[str, int]:
    """The numbers of a fact's slots. All facts of a template have the same ones."""
    return cloze_numbers(slots)


def cloze_note(fact: Fact | None, items: list[Item], making: NoteMaking) -> Note | None:
    """The note of a fact with its cloze items; a problem for what can't be on it."""
    waiting = {item.memories[0]: item for item in items}
    asked: list[tuple[Mark, Item]] = []
    if fact is not None:
        for mark in fact.marks:
            item = waiting.pop(fact.memory(mark), None)
            if item is not None:
                asked.append((mark, item))
    for left in waiting.values():
        message = f"no fact of the deck has the mark of the item {left.id}"
        making.leave_out(left, "no-such-mark", message)
    if fact is None or not asked:
        return None
    if len(fact.marks) > _HIGHEST:
        message = f"an Anki note has at most {_HIGHEST} clozes: split this fact"
        making.leave_out(items[0], "too-many-marks", message)
        return None
    key, slots = fact.key, tuple([mark.slot for mark in fact.marks])
    numbers = _numbers(slots) if fact.template else cloze_numbers(slots)
    fields = (_text(fact, asked, numbers, making), *common(fact, key, "", making))
    cards = tuple(sorted([numbers[mark.slot] - 1 for mark, _ in asked]))
    # By place, which takes a third of the time that names would.
    return Note(guid(key), key, CLOZE, fields, tags_of(fact.tags), cards, making.deck_of(items[0]))


def _text(
    fact: Fact, asked: list[tuple[Mark, Item]], numbers: Mapping[str, int], making: NoteMaking
) -> str:
    """The sentence with its clozes; each stretch between them stands as it is."""
    text, stretches = fact.text, _stretches(making.knowledge, fact, asked)
    if "![" in text:
        text, stretches = _beside_pictures(text, stretches)
    write: Callable[[str], str] | None = None if is_plain(text) else making.at(fact)
    out = ""
    done = 0
    hinted: set[str] = set()
    for start, end, mark, item in stretches:
        before, answer = text[done:start], text[start:end]
        if write is not None:
            before, answer = write(before), write(answer)
        said = item.hint
        if said:
            said = "" if mark.slot in hinted else making.at(fact)(said)
            hinted.add(mark.slot)
        typed = item.interaction
        sort = typed.hint if isinstance(typed, Type) else ""
        hint = _hint(item, said, sort) if said or sort else ""
        out += f"{before}{{{{c{numbers[mark.slot]}::{in_cloze(answer)}{hint}}}}}"
        done = end
    return out + (text[done:] if write is None else write(text[done:]))


def _hint(item: Item, said: str, sort: str) -> str:
    """What stands in the blank: the sort of the answer, and the author's hint behind a tap.

    `said` is that hint as HTML.
    """
    if not said or norm(item.hint) == norm(sort):
        return f"::{in_cloze(plain(sort))}" if sort else ""
    tap = f" <details><summary>hint</summary> {said}</details>"
    return f"::{in_cloze((plain(sort) or '...') + tap)}"


# -- what a cloze covers --------------------------------------------------------------------

_Stretch = tuple[int, int, Mark, Item]
_start = itemgetter(0)


def _stretches(knowledge: Knowledge, fact: Fact, asked: list[tuple[Mark, Item]]) -> list[_Stretch]:
    """What each mark hides, sorted and apart: its own stretches and all other mentions."""
    text, lowered = fact.text, fact.text.lower()
    are_places_same = len(lowered) == len(text)
    hidden: list[_Stretch] = []
    done, is_sorted = 0, True
    for mark, item in asked:
        typed, spans = item.interaction, mark.spans
        names = typed.accepted if isinstance(typed, Type) else item.answers
        is_alone = are_places_same and len(spans) == 1
        if not (is_alone and _stands_alone(text, lowered, spans[0], names)):
            spans = tuple(hidden_spans(knowledge, fact, mark, names))
        for start, end in spans:
            is_sorted = is_sorted and start >= done
            done = end
            hidden.append((start, end, mark, item))
    if not is_sorted:
        hidden.sort(key=_start)
        if any(before[1] > after[0] for before, after in pairwise(hidden)):
            return _apart(hidden, [(*s, mark, item) for mark, item in asked for s in mark.spans])
    return hidden


def _beside_pictures(text: str, stretches: list[_Stretch]) -> tuple[str, list[_Stretch]]:
    """The text and what clozes hide of it. Within a picture there can be no cloze: what its words
    say of an answer is struck out, letter for letter.
    """
    kept, pictures = [], images(text)
    for stretch in stretches:
        start, end, mark, _ = stretch
        within = any(picture.start <= start and end <= picture.end for picture in pictures)
        if within and (start, end) not in mark.spans:
            text = text[:start] + "_" * (end - start) + text[end:]
        else:
            kept.append(stretch)
    return text, kept


def _stands_alone(text: str, lowered: str, span: tuple[int, int], names: tuple[str, ...]) -> bool:
    """Whether a stretch surely is all that a mark hides: no name elsewhere, no letter at it."""
    start, end = span
    if text[end : end + 1].isalnum():
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
