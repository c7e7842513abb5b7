"""What a deck file chooses: which facts, and which items to make of them."""

from __future__ import annotations

from collections.abc import Iterable

from nkquiz.loader.files import FactFile
from nkquiz.loader.keys import ITEMS, SELECT
from nkquiz.loader.reading import suggest
from nkquiz.model import Deck, Difficulty, Fact, ItemSettings, Selection
from nkquiz.source import Mapping
from nkquiz.values import norm


def read_settings(file: FactFile, otherwise: ItemSettings) -> ItemSettings:
    """The `items` of a file; what they don't say is as in `otherwise`."""
    reader = file.reader
    node = file.get("items")
    entry = reader.mapping(node, "`items`", ITEMS) if node is not None else None
    if entry is None:
        return otherwise
    difficulty = reader.choice(entry.get("difficulty"), ITEMS["difficulty"])
    strict = reader.flag(entry.get("strict"), "`strict`")
    return ItemSettings(
        reader.choices(entry.get("kinds"), ITEMS["kinds"]) or otherwise.kinds,
        reader.count(entry.get("options"), ITEMS["options"]) or otherwise.options,
        reader.count(entry.get("count"), ITEMS["count"]) or otherwise.count,
        Difficulty(difficulty) if difficulty else otherwise.difficulty,
        otherwise.strict if strict is None else strict,
    )


def read_selection(file: FactFile) -> Selection:
    """The `select` of a file."""
    reader = file.reader
    node = file.get("select")
    entry = reader.mapping(node, "`select`", SELECT) if node is not None else None
    if entry is None:
        return Selection()
    return Selection(*(reader.texts(entry.get(key), f"`{key}`") for key in SELECT))


def selected(facts: list[Fact], selection: Selection, deck: Deck, file: FactFile) -> Iterable[Fact]:
    """The facts that a selection takes: any within a key, all across keys."""
    if selection == Selection():
        return facts
    _warn_of_unknown(facts, deck, file)
    names = {
        norm(name)
        for vocabulary in selection.vocabularies
        if vocabulary in deck.vocabularies
        for term in deck.vocabularies[vocabulary].terms
        for name in term.names
    }
    tags, ids = set(selection.tags), set(selection.ids)
    templates, vocabularies = set(selection.templates), set(selection.vocabularies)
    return [
        fact
        for fact in facts
        if (not tags or not tags.isdisjoint(fact.tags))
        and (not ids or fact.id in ids)
        and (not templates or fact.template in templates)
        and (not vocabularies or _marks_one_of(fact, vocabularies, names))
    ]


def _marks_one_of(fact: Fact, vocabularies: set[str], names: set[str]) -> bool:
    return any(
        mark.vocabulary in vocabularies or norm(mark.value or mark.answer) in names
        for mark in fact.marks
    )


def _warn_of_unknown(facts: list[Fact], deck: Deck, file: FactFile) -> None:
    """A selection of what isn't there is a slip, and would leave the deck empty."""
    known = {
        "tags": {tag for fact in facts for tag in fact.tags},
        "ids": {fact.id for fact in facts},
        "vocabularies": set(deck.vocabularies),
        "templates": {fact.template for fact in facts} - {""},
    }
    node = file.get("select")
    for key, there in known.items():
        entries = node.get(key) if isinstance(node, Mapping) else None
        for entry in file.reader.items(entries) if entries is not None else ():
            name = file.reader.text(entry, key)
            if name and name not in there:
                message = f'`select`: {_ABSENT[key]} "{name}"{suggest(name, there)}'
                file.reader.warn(entry, "nothing-selected", message)


_ABSENT = {
    "tags": "no fact has the tag",
    "ids": "no fact has the id",
    "vocabularies": "there is no vocabulary",
    "templates": "no fact comes from the template",
}
