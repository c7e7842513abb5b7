"""What the key `templates` says: each sentence compiled, with its marks and questions.

A template is read once and then filled for each term, in `template_facts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nkquiz import markup
from nkquiz.loader.facts import default_id
from nkquiz.loader.files import FactFile
from nkquiz.loader.keys import TEMPLATE
from nkquiz.loader.marks import with_options
from nkquiz.loader.reading import Reader, suggest
from nkquiz.loader.sentences import EMPTY_SENTENCE, report_mistakes, sentence_of
from nkquiz.loader.shared_keys import SharedKeys, read_shared
from nkquiz.loader.slot_check import SlotCheck
from nkquiz.loader.slots import Phrase, Slot, phrase_of
from nkquiz.loader.term_index import TermIndex
from nkquiz.markup import Marked
from nkquiz.model import (
    Location,
    Mark,
    Template,
    Vocabulary,
)
from nkquiz.source import Mapping, Node, Scalar


@dataclass(frozen=True, slots=True)
class MarkedSlot:
    """A slot that is marked, once or several times; each of `stretches` is from which piece to
    which (half-open). `listed`: it may read several values.
    """

    stretches: tuple[tuple[int, int], ...]
    slot: Slot
    mark: Mark
    listed: bool = False


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template, compiled: what every fact of it has, and the pieces to fill."""

    template: Template
    vocabulary: Vocabulary
    phrase: Phrase
    marks: tuple[MarkedSlot, ...]
    shared: SharedKeys
    has_own_id: bool
    why: Phrase
    language: str
    excepted: frozenset[str]


def read_templates(file: FactFile, index: TermIndex) -> Iterator[CompiledTemplate]:
    """The templates of one file, compiled against the vocabularies of the whole deck."""
    node = file.get("templates")
    for entry in file.reader.items(node) if node is not None else ():
        compiled = _read_template(entry, file, index)
        if compiled is not None:
            yield compiled


def _read_template(node: Node, file: FactFile, index: TermIndex) -> CompiledTemplate | None:
    reader = file.reader
    found = sentence_of(node, reader, TEMPLATE, "template")
    if found is None:
        return None
    sentence, entry = found
    shared = read_shared(entry, file)
    vocabulary = _vocabulary(entry, reader, index)
    if not sentence.value.strip():
        reader.error(sentence, "empty-fact", EMPTY_SENTENCE)
        return None
    marked = markup.parse(sentence.value, ())
    report_mistakes(marked, sentence, reader)
    if vocabulary is None:
        return None
    phrase, slots = _compile(marked, sentence, reader)
    marks = with_options(tuple(slot.mark for slot in slots), entry, reader)
    if not _has_known_slots(sentence, entry, SlotCheck(reader, vocabulary, index)):
        return None
    text_id = shared.id or default_id(marked.text)
    template = Template(text_id, vocabulary.name, marked.text, reader.location(entry), file.id)
    return CompiledTemplate(
        template,
        vocabulary,
        phrase,
        tuple(replace(slot, mark=mark) for slot, mark in zip(slots, marks, strict=True)),
        shared,
        bool(shared.id),
        phrase_of(shared.why),
        file.language,
        _excepted(entry, vocabulary, reader, index),
    )


def _has_known_slots(sentence: Scalar, entry: Mapping, check: SlotCheck) -> bool:
    """Whether each slot of the sentence, of `why` and of the questions can be filled."""
    check.check(sentence)
    for node in (entry.get("why"), entry.get("ask"), *_asks(entry.get("marks"))):
        for text in _scalars(node):
            check.check(text)
    return not check.failed


def _vocabulary(entry: Mapping, reader: Reader, index: TermIndex) -> Vocabulary | None:
    node = entry.get("for")
    name = reader.text(node, "`for`")
    if node is not None and not isinstance(node, Scalar):
        return None
    if node is None or not name:
        message = "this template has no vocabulary: add the key `for`"
        reader.error(node or entry, "no-vocabulary", message)
        return None
    vocabulary = index.vocabularies.get(name)
    if vocabulary is None:
        fix = suggest(name, index.vocabularies) or "; add it under `terms`"
        reader.error(node, "unknown-vocabulary", f'the vocabulary "{name}" does not exist{fix}')
        return None
    if not vocabulary.terms:
        message = f'the vocabulary "{name}" has no terms, so this template gives no facts'
        reader.warn(node, "empty-vocabulary", message)
        return None
    return vocabulary


def _excepted(
    entry: Mapping, vocabulary: Vocabulary, reader: Reader, index: TermIndex
) -> frozenset[str]:
    node = entry.get("except")
    reader.texts(node, "`except`")  # for its problems: a name must be known by its place
    ids = []
    for at in reader.items(node) if node is not None else ():
        name = at.value.strip() if isinstance(at, Scalar) else ""
        term = index.term(vocabulary.name, name)
        if term is not None:
            ids.append(term.id)
        elif name:
            fix = suggest(name, (t.name for t in vocabulary.terms))
            message = f'`except`: "{vocabulary.name}" doesn\'t have the term "{name}"{fix}'
            reader.error(at, "unknown-term", message)
    return frozenset(ids)


def _asks(marks: Node | None) -> Iterator[Node | None]:
    """The questions that stand under `marks`."""
    for mark in marks.values() if isinstance(marks, Mapping) else ():
        yield mark.get("ask") if isinstance(mark, Mapping) else None


def _scalars(node: Node | None) -> Iterator[Scalar]:
    """All the texts under a node."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _scalars(value)


def _compile(
    marked: Marked, sentence: Scalar, reader: Reader
) -> tuple[Phrase, tuple[MarkedSlot, ...]]:
    """The sentence in pieces, cut at the ends of marks too, and where the marks lie in them."""
    pieces: list[str | Slot] = []
    marks: dict[str, MarkedSlot] = {}
    done = 0
    for stretch in marked.stretches:
        pieces += phrase_of(marked.text[done : stretch.start]).pieces
        inner = phrase_of(marked.text[stretch.start : stretch.end])
        done = stretch.end
        at = reader.source.locate(sentence, stretch.offset)
        if len(inner.slots) != 1:
            message = (
                "a mark of a template needs one slot, such as `=={name}==`; it can have more text"
            )
            reader.error(at, "template-mark", message)
        else:
            slot, where = inner.slots[0], (len(pieces), len(pieces) + len(inner.pieces))
            mark = marks.setdefault(slot.name, _marked_slot(slot, at))
            marks[slot.name] = replace(mark, stretches=(*mark.stretches, where))
        pieces += inner.pieces
    pieces += phrase_of(marked.text[done:]).pieces
    return Phrase(tuple(pieces)), tuple(marks.values())


def _marked_slot(slot: Slot, at: Location) -> MarkedSlot:
    return MarkedSlot((), slot, Mark(slot.name, slot.name, (), at, attribute=slot.name))
