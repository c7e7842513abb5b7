"""A worksheet as data: which items stand on it, sections, versions, the key, the word bank.

Pure: a sheet is made of a deck, its items, settings and a seed, and the formats turn it into
files. `choose` picks items that don't give each other away, `documents` says what stands in which
file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from nkquiz.item import Item
from nkquiz.model import Deck, Level, Location, Problem
from nkquiz.prose import Prose
from nkquiz.sheet.crossing import choose, crossings, has_clues, without_conflicts
from nkquiz.sheet.model import (
    MARGIN,
    RULE,
    Body,
    Boxes,
    Choices,
    Document,
    Filling,
    KeyEntry,
    KeyPlace,
    Pairs,
    Paper,
    Parts,
    Section,
    Settings,
    Sheet,
    SheetQuestion,
    Version,
    WritingLines,
)
from nkquiz.sheet.questions import letter, sentences
from nkquiz.sheet.versions import make, sections_of

#: The most items of one file, and the most questions in all its versions: memory grows with them.
MOST_ITEMS = 2_000
MOST_QUESTIONS = 4_000


def documents(
    deck: Deck, items: Iterable[Item], settings: Settings, path: Path
) -> Iterator[Document]:
    """The files of a worksheet, each made when its turn comes: `X.pdf`, and `X-key.pdf` where the
    key is apart; `X-1.pdf`, `X-2.pdf` and so on where one would be too long.
    """
    parts = _parts(items, settings)
    first = 1
    for index, (part, own) in enumerate(zip(parts, _numbered(path, len(parts)), strict=True), 1):
        title = f" ({index} of {len(parts)})" if len(parts) > 1 else ""
        sheet = make(deck, part, settings, first, title)
        has_key = settings.key is KeyPlace.END
        yield Document(own, sheet, has_questions=True, has_key=has_key)
        if settings.key is KeyPlace.SEPARATE:
            yield Document(_key(own), sheet, has_questions=False, has_key=True)
        first += len(part)


def paths(items: Iterable[Item], settings: Settings, path: Path) -> Iterator[Path]:
    """Where the documents of a worksheet are to stand, known before one is made."""
    for own in _numbered(path, len(_parts(items, settings))):
        yield own
        if settings.key is KeyPlace.SEPARATE:
            yield _key(own)


def _numbered(path: Path, count: int) -> list[Path]:
    if count == 1:
        return [path]
    return [path.with_stem(f"{path.stem}-{number}") for number in range(1, count + 1)]


def _key(path: Path) -> Path:
    return path.with_stem(f"{path.stem}-key")


def _parts(unsorted: Iterable[Item], settings: Settings) -> list[list[Item]]:
    """The items by file, as even as can be."""
    items = [item for group in sections_of(unsorted) for item in group]
    most = min(MOST_ITEMS, max(1, MOST_QUESTIONS // settings.versions))
    count = max(1, -(-len(items) // most))
    size = -(-len(items) // count)
    return [items[i * size : (i + 1) * size] for i in range(count)]


def texts(document: Document) -> Iterator[tuple[Location, Prose]]:
    """Every text of a document that comes from a deck, and where its fact stands. What all
    versions have comes once for each.
    """
    for version in document.sheet.versions:
        if document.has_questions:
            for section in version.sections:
                for question in section.questions:
                    for text in (question.stem, question.picture, *_of_body(question.body)):
                        yield question.item.location, text
        if document.has_key:
            for answer in version.answers:
                for text in (answer.text, *answer.also, answer.why):
                    yield answer.item.location, text


def _of_body(body: Body) -> tuple[Prose, ...]:
    match body:
        case Choices(question=question, options=options):
            return (question, *options)
        case Boxes(labels=labels):
            return labels
        case Pairs(premises=premises, responses=responses):
            return (*premises, *responses)
        case Parts(parts=parts):
            return parts
        case Filling() | WritingLines():
            return ()


def crossing_problems(deck: Deck, items: Iterable[Item]) -> Iterator[Problem]:
    """A warning for each item that another one's stem gives away: the first of those that do."""
    items = tuple(items)
    told: set[int] = set()
    for teller, asked in crossings(deck, items):
        if asked not in told:
            told.add(asked)
            stem, answer = items[teller].stem, items[asked].answers[0]
            message = f'on one sheet, "{stem}" gives away "{answer}": remove one of the two'
            yield Problem(items[asked].location, "cross-item", message, Level.WARNING)


__all__ = [
    "MARGIN",
    "RULE",
    "Body",
    "Boxes",
    "Choices",
    "Document",
    "Filling",
    "KeyEntry",
    "KeyPlace",
    "Pairs",
    "Paper",
    "Parts",
    "Section",
    "Settings",
    "Sheet",
    "SheetQuestion",
    "Version",
    "WritingLines",
    "choose",
    "crossing_problems",
    "crossings",
    "documents",
    "has_clues",
    "letter",
    "make",
    "sections_of",
    "sentences",
    "texts",
    "without_conflicts",
]
