"""What the key `facts` says: each entry is a sentence with its marks.

A fact reads in some 20 microseconds, since decks hold tens of thousands: what nearly no fact has
is looked at only where it stands. Knows no items.
"""

from __future__ import annotations

import hashlib
from unicodedata import normalize

from nkquiz import markup
from nkquiz.loader.files import FactFile
from nkquiz.loader.keys import FACT
from nkquiz.loader.marks import marks_of, with_options
from nkquiz.loader.media import warn_of_picture
from nkquiz.loader.reading import Reader, suggest
from nkquiz.loader.sentences import (
    EMPTY_SENTENCE,
    report_missing_space,
    report_mistakes,
    sentence_of,
)
from nkquiz.loader.shared_keys import SharedKeys, from_defaults, read_shared
from nkquiz.loader.vocabularies import VocabularyDrafts
from nkquiz.markup import Marked
from nkquiz.model import Fact, Mark, Term
from nkquiz.source import Mapping, Node, Scalar


def default_id(text: str) -> str:
    """The id of a fact that has none: a hash of its text, marks stripped, spaces folded, accents
    composed.
    """
    words = normalize("NFC", " ".join(text.split()))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def read_facts(file: FactFile, drafts: VocabularyDrafts) -> list[Fact]:
    """The facts of one file; `==answer|vocabulary==` adds terms to `drafts`."""
    node = file.get("facts")
    facts = []
    for entry in file.reader.items(node) if node is not None else ():
        fact = _read_fact(entry, file, drafts)
        if fact is not None:
            facts.append(fact)
    return facts


def _read_fact(node: Node, file: FactFile, drafts: VocabularyDrafts) -> Fact | None:
    if isinstance(node, Scalar):
        if node.plain and node.value.partition(":")[0] in FACT:
            report_missing_space(node, file.reader)
        return _fact(node, None, from_defaults(file), file, drafts)
    found = sentence_of(node, file.reader, FACT, "fact")
    if found is None:
        return None
    sentence, entry = found
    return _fact(sentence, entry, read_shared(entry, file), file, drafts)


def _fact(
    sentence: Scalar,
    entry: Mapping | None,
    shared: SharedKeys,
    file: FactFile,
    drafts: VocabularyDrafts,
) -> Fact | None:
    """A fact of its sentence and of what stands beside it; none, with a problem, without text."""
    reader = file.reader
    text = sentence.value.strip()
    if not text:
        reader.error(sentence, "empty-fact", EMPTY_SENTENCE)
        return None
    marked = _marked(sentence, len(text), file, drafts)
    marks = marks_of(marked, sentence, reader)
    if entry is not None and ("marks" in entry or "ask" in entry):
        marks = with_options(marks, entry, reader)
    for mark in marks:
        if mark.vocabulary:
            _add_term(mark, drafts, reader)
    if "|" in marked.text:
        _warn_of_bars(marked, sentence, drafts, reader)
    return Fact(
        file.id,
        shared.id or default_id(marked.text),
        marked.text,
        marks,
        reader.location(sentence if entry is None else entry),
        bool(shared.id),
        shared.citations,
        shared.as_of,
        shared.review_after,
        shared.why,
        shared.tags,
        shared.image,
        shared.audio,
        shared.order,
        shared.set,
        shared.kinds,
        shared.allow,
        shared.disputed,
        file.language,
    )


def _marked(sentence: Scalar, length: int, file: FactFile, drafts: VocabularyDrafts) -> Marked:
    """The sentence with its marks; `length` is that of its text without space at the ends."""
    marked = markup.parse(sentence.value, drafts)
    if marked.mistakes:
        report_mistakes(marked, sentence, file.reader)
    if len(marked.text) != length and marked.text != marked.text.strip():
        marked = _stripped(marked)
    if "![" in marked.text:
        _warn_of_pictures(marked.text, sentence, file)
    return marked


def _stripped(marked: Marked) -> Marked:
    """Without the white space that a quoted sentence may have at its ends."""
    lead = len(marked.text) - len(marked.text.lstrip())
    moved = (s._replace(start=s.start - lead, end=s.end - lead) for s in marked.stretches)
    return marked._replace(text=marked.text.strip(), stretches=tuple(moved))


def _warn_of_pictures(text: str, sentence: Scalar, file: FactFile) -> None:
    begin = sentence.value.find("![")
    for image in markup.images(text):
        offset = max(0, sentence.value.find(image.path, begin))
        warn_of_picture(image.path, file.reader.source.locate(sentence, offset), file)


def _add_term(mark: Mark, drafts: VocabularyDrafts, reader: Reader) -> None:
    draft = drafts.by_name[mark.vocabulary]
    if not draft.knows(mark.answer):
        draft.add(Term(mark.answer, mark.answer, draft.name, mark.location), reader, has_id=False)


def _warn_of_bars(
    marked: Marked, sentence: Scalar, drafts: VocabularyDrafts, reader: Reader
) -> None:
    """What stands after a bar, and is a word or nearly a vocabulary, was meant as one."""
    for stretch in marked.stretches:
        answer = stretch.answer
        # Where the sentence has another text, the bar is written as one that is meant.
        if "|" not in answer or not sentence.value.startswith(answer, stretch.offset + 2):
            continue
        name = markup.meant_vocabulary(answer)
        fix = suggest(answer.rpartition("|")[2], drafts.by_name)
        if not fix and name:
            fix = f": add it under `terms` (`{name}: []`), or write `\\|` if the bar belongs to the answer"
        if fix:
            message = (
                f'"{answer}" is the whole answer, because there is no vocabulary of that name{fix}'
            )
            at = reader.source.locate(sentence, stretch.offset)
            reader.warn(at, "unknown-vocabulary", message)
