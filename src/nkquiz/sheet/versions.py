"""A worksheet from a deck's items: sections, versions in orders of their own, the keys.

What stands where depends on the items, the settings and the seed alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from string import ascii_uppercase

from nkquiz.groups import start
from nkquiz.item import Choose, Item, Judge, Match, Order, Type
from nkquiz.knowledge import Knowledge, knowledge_of
from nkquiz.model import Citation, Deck
from nkquiz.prose import Prose, read, visible
from nkquiz.quiz import arrange, separate_siblings
from nkquiz.registry import BY_NAME, NAMES
from nkquiz.sheet import wording
from nkquiz.sheet.model import Section, Settings, Sheet, SheetQuestion, Version
from nkquiz.sheet.questions import answer, question, worth
from nkquiz.sheet.word_bank import word_bank

#: How often an order is drawn anew that another version has already.
_REDRAWS = 8


def make(
    deck: Deck, items: Iterable[Item], settings: Settings, first: int = 1, part: str = ""
) -> Sheet:
    """The sheet of some items, in all its versions; questions count from `first`.

    `part` follows the title where a sheet comes in several files. Raises ValueError for more
    versions than there are letters.
    """
    if not 1 <= settings.versions <= len(ascii_uppercase):
        raise ValueError(f"a sheet has 1 to 26 versions, not {settings.versions}")
    groups = sections_of(items)
    forms = _forms(groups, settings)
    numbers = [_numbers(form, first) for form in forms]
    banks = {
        group[0].kind: _bank(deck, group, settings)
        for group in groups
        if BY_NAME[group[0].kind].fills
    }
    letters = ascii_uppercase if len(forms) > 1 else ("",)
    making = _Making(settings, banks, _NumberedSources(), knowledge_of(deck))
    versions = tuple(
        _version(letter, form, first, making) for letter, form in zip(letters, forms, strict=False)
    )
    total = sum(worth(item, settings) for group in groups for item in group)
    title = settings.title or deck.title.replace("::", ": ") or deck.id
    return Sheet(
        title=visible(title + part) or "Worksheet",
        language=deck.language,
        instructions=tuple(map(read, filter(str.strip, settings.instructions.splitlines()))),
        points=wording.number(total),
        settings=settings,
        versions=versions,
        table=tuple(tuple(number[id_] for number in numbers) for id_ in numbers[0]),
        sources=tuple(making.sources.lines),
    )


def sections_of(items: Iterable[Item]) -> list[list[Item]]:
    """The items by kind, in the order of a sheet's sections."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.kind, []).append(item)
    return sorted(found.values(), key=lambda group: _place(group[0]))


def _place(item: Item) -> tuple[int, int]:
    """What is quickest to answer comes first."""
    match item.interaction:
        case Choose():
            return 0, NAMES.index(item.kind)
        case Judge():
            return 1, NAMES.index(item.kind)
        case Match():
            return 2, NAMES.index(item.kind)
        case Order():
            return 3, NAMES.index(item.kind)
        case Type():
            return 4, NAMES.index(item.kind)


class _NumberedSources:
    """The sources of a sheet's facts, numbered as they come."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}

    def number(self, citation: Citation, language: str) -> int:
        line = wording.source(citation, language)
        return self.lines.setdefault(line, len(self.lines) + 1)


# -- the order of things ------------------------------------------------------------------------

_Form = list[tuple[Item, ...]]  # the items of a version, by section


def _forms(groups: list[list[Item]], settings: Settings) -> list[_Form]:
    """The items of each version in its order; version A has them as they come."""
    seed = settings.seed
    forms: list[_Form] = [[arrange([_shuffled(i, seed) for i in g], seed) for g in groups]]
    orders = [[tuple(item.id for item in group)] for group in groups]
    for letter in ascii_uppercase[1 : settings.versions]:
        form: _Form = []
        for group, taken in zip(groups, orders, strict=True):
            reordered = _reordered(group, taken, f"{settings.seed} {letter}")
            digest = sha256(f"{settings.seed} {letter}".encode()).digest()
            seed = int.from_bytes(digest[:6], "big")
            form.append(arrange([_turned(item, seed) for item in reordered], seed))
        forms.append(form)
    return forms


def _reordered(group: Sequence[Item], taken: list[tuple[str, ...]], seed: str) -> list[Item]:
    """The items of a section in an order that no version has yet, if there is one left."""
    reordered = list(group)
    for attempt in range(_REDRAWS):
        shuffled = list(group)
        Random(f"{seed} {group[0].kind} {attempt}").shuffle(shuffled)
        reordered = separate_siblings(shuffled)
        if tuple(item.id for item in reordered) not in taken:
            break
    taken.append(tuple(item.id for item in reordered))
    return reordered


def _shuffled(item: Item, seed: int) -> Item:
    """The item; one whose parts stand in the right order gets another to show them in."""
    order = item.interaction
    return _turned(item, seed) if isinstance(order, Order) and not order.shown else item


def _turned(item: Item, seed: int) -> Item:
    """The item with its premises, or its parts, in another order. Responses stay sorted."""
    match item.interaction:
        case Match(premises=premises, responses=responses, key=key, proofs=proofs):
            order = list(range(len(premises)))
            Random(f"{seed} {item.id}").shuffle(order)
            turned = Match(
                tuple(premises[i] for i in order),
                responses,
                tuple(key[i] for i in order),
                tuple(proofs[i] for i in order) if proofs else (),
            )
            return replace(item, interaction=turned)
        case Order(parts=parts):
            return replace(item, interaction=Order(parts, start(len(parts), seed, item.id)))
    return item


def _numbers(form: _Form, first: int) -> dict[str, int]:
    """The number of each item in a version, by its id."""
    items = (item for group in form for item in group)
    return {item.id: number for number, item in enumerate(items, first)}


# -- a version ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Making:
    """What all versions are made with. `banks` are the word banks, by kind."""

    settings: Settings
    banks: Mapping[str, tuple[Prose, ...]]
    sources: _NumberedSources
    knowledge: Knowledge


def _version(letter: str, form: _Form, first: int, making: _Making) -> Version:
    number = first
    sections, answers = [], []
    for group in form:
        bank = making.banks.get(group[0].kind, ())
        sections.append(_section(group, number, making.settings, bank))
        for item in group:
            facts = making.knowledge.facts_of(item)
            answers.append(answer(item, number, facts, making.sources.number))
            number += 1
    return Version(letter, tuple(sections), tuple(answers))


def _section(
    group: Sequence[Item], first: int, settings: Settings, bank: tuple[Prose, ...]
) -> Section:
    worths = [worth(item, settings) for item in group]
    each = wording.number(worths[0]) if len(set(worths)) == 1 else ""
    questions: list[SheetQuestion] = []
    for number, (item, points) in enumerate(zip(group, worths, strict=True), first):
        questions.append(question(item, number, "" if each else wording.number(points), settings))
    instructions = _instructions(group, settings, bank)
    if each and len(group) > 1:
        instructions += f" {wording.points(each)} each."
    title = BY_NAME[group[0].kind].title
    return Section(title, instructions, wording.number(sum(worths)), tuple(questions), bank)


def _instructions(group: Sequence[Item], settings: Settings, bank: tuple[Prose, ...]) -> str:
    said = wording.instructions(group[0])
    matches = [item.interaction for item in group if isinstance(item.interaction, Match)]
    if any(len(match.responses) > len(match.premises) for match in matches):
        said += " Some letters are left over."
    if bank:
        said += " It stands in the box."
        answers = [item.answers[0] for item in group]
        if len(set(answers)) < len(answers):
            said += " Some words are needed more than once."
        if settings.decoys:
            said += " Some are not needed."
    return said


def _bank(deck: Deck, group: Sequence[Item], settings: Settings) -> tuple[Prose, ...]:
    if settings.decoys is None:
        return ()
    return tuple(map(read, word_bank(deck, group, settings.decoys, settings.seed)))
