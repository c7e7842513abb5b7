"""Memories that no file has any more, and what may have taken their place.

Their log is kept. A fact that was reworded without an id looks like one that went and one that
came, and so does a whole file that was renamed; giving the new one the old id joins them again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from sqlite3 import Connection

from nkquiz.item import BLANK
from nkquiz.schedule import State
from nkquiz.store import log, state

#: How alike two stems are, 0 to 1, to be taken for one that was reworded.
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Orphan:
    """A memory without a fact: what was asked last, and the memory that seems to have taken its
    place, or empty.
    """

    memory: str
    state: State
    sentence: str
    successor: str = ""


def orphans(connection: Connection, known: Mapping[str, Sequence[str]]) -> list[Orphan]:
    """The memories of these files that are not `known`, by key.

    `known` maps each memory that the files have to the stems that may ask for it. Memories of
    other files are left alone, unless these files ask nearly the same under a name of their own.
    """
    files = {_file(memory) for memory in known}
    same: defaultdict[str, list[str]] = defaultdict(list)
    for memory in known:
        same[memory.partition("/")[2]].append(memory)
    met = dict(state.every_state(connection))
    found = []
    for memory, there in met.items():
        if memory in known:
            continue
        if _file(memory) in files:
            others = [other for other in known if _file(other) == _file(memory)]
        else:
            others = same.get(memory.partition("/")[2], [])
        # What was learnt beside it can't have taken its place, however alike the two are.
        later = {
            other: known[other]
            for other in others
            if not (other in met and met[other].first <= there.last)
        }
        orphan = _orphan(connection, memory, there, later)
        if _file(memory) in files or orphan.successor:
            found.append(orphan)
    return found


def _file(memory: str) -> str:
    return memory.partition("/")[0]


def _orphan(
    connection: Connection, memory: str, there: State, later: Mapping[str, Sequence[str]]
) -> Orphan:
    last = log.last_about(connection, memory)
    if last is None:
        return Orphan(memory, there, "")
    stem = last.answer.stem
    sentence = stem.replace(BLANK, last.answer.key)
    if last.answer.key.endswith(".") and stem.endswith(f"{BLANK}."):
        sentence = sentence.removesuffix(".")  # that of the abbreviation ends the sentence too
    return Orphan(memory, there, sentence, _successor(memory, stem, later))


def _successor(memory: str, stem: str, later: Mapping[str, Sequence[str]]) -> str:
    """Of the memories that are asked for nearly like this the one of the same fact or slot; of
    several, or where none is, the one most like this.
    """
    fact, _, slot = memory.rpartition("/")
    best, best_rank = "", (False, 0.0)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(stem.casefold())
    for other, stems in later.items():
        likeness = _likeness(matcher, stems)
        other_fact, _, other_slot = other.rpartition("/")
        rank = (other_fact == fact or other_slot == slot, likeness)
        if likeness >= _ALIKE and rank > best_rank:
            best, best_rank = other, rank
    return best


def _likeness(matcher: SequenceMatcher[str], stems: Iterable[str]) -> float:
    best = 0.0
    for stem in stems:
        matcher.set_seq1(stem.casefold())
        # The two quick bounds spare nearly every comparison.
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= max(_ALIKE, best):
            best = max(best, matcher.ratio())
    return best
