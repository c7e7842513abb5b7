"""The facts that a template gives: one for each term that has the attributes used.

Owns how a compiled template is filled. Reads no node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from nkquiz.loader.slots import Phrase, Slot, phrase_of
from nkquiz.loader.templates import CompiledTemplate, MarkedSlot
from nkquiz.loader.term_index import Filled, TermIndex
from nkquiz.model import (
    Ask,
    Fact,
    Mark,
    Term,
    Values,
    Vocabulary,
)
from nkquiz.values import write_list


def facts_from(compiled: CompiledTemplate, index: TermIndex) -> Iterator[Fact]:
    """The facts of a template: one for each term that has the attributes used."""
    questions = [
        (phrase_of(m.mark.options.ask.choice), phrase_of(m.mark.options.ask.typed))
        for m in compiled.marks
    ]
    shown = compiled.phrase.names
    marks = tuple(_placed(marked, compiled, index) for marked in compiled.marks)
    compiled, language = replace(compiled, marks=marks), compiled.language
    for term in compiled.vocabulary.terms:
        if term.id in compiled.excepted:
            continue
        filled = [
            index.fill(piece, term, language) if isinstance(piece, Slot) else Filled(piece, ())
            for piece in compiled.phrase.pieces
        ]
        known = [f for f in filled if f is not None]
        if len(known) < len(filled):
            continue
        asks = [
            Ask(_text(c, term, index, language), _text(t, term, index, language), c.names, t.names)
            for c, t in questions
        ]
        yield _fact(compiled, term, known, asks, shown, _text(compiled.why, term, index, language))


def _placed(marked: MarkedSlot, compiled: CompiledTemplate, index: TermIndex) -> MarkedSlot:
    """With the vocabulary that the mark's values belong to: the one named like the attribute."""
    last = marked.slot.path[-1]
    own = compiled.vocabulary.name if marked.slot.path == ("name",) else ""
    vocabulary = own or (last if last in index.vocabularies else "")
    return replace(
        marked,
        mark=replace(marked.mark, vocabulary=vocabulary),
        listed=_listed(marked.slot, compiled.vocabulary, index),
    )


def _listed(slot: Slot, vocabulary: Vocabulary, index: TermIndex) -> bool:
    """Whether the slot may read several values."""
    attributes = [vocabulary.attribute(slot.path[0])]
    if len(slot.path) == 2:
        attributes.append(index.vocabularies[slot.path[0]].attribute(slot.path[1]))
    return any(attribute.values is not Values.ONE for attribute in attributes)


def _fact(
    compiled: CompiledTemplate,
    term: Term,
    filled: list[Filled],
    asks: list[Ask],
    shown: tuple[str, ...],
    why: str,
) -> Fact:
    texts = [f.text for f in filled]
    if texts and isinstance(compiled.phrase.pieces[0], Slot):
        texts[0] = texts[0][:1].upper() + texts[0][1:]
    starts = list(accumulate(map(len, texts), initial=0))
    marks = tuple(
        _mark(marked, compiled, filled, starts, ask)
        for marked, ask in zip(compiled.marks, asks, strict=True)
    )
    shared = compiled.shared
    return Fact(
        file_id=compiled.template.file_id,
        id=f"{compiled.template.id}/{term.id}",
        text="".join(texts),
        marks=marks,
        location=compiled.template.location,
        has_own_id=compiled.has_own_id,
        citations=(*shared.citations, *(c for c in term.citations if c not in shared.citations)),
        as_of=shared.as_of or term.as_of,
        review_after=shared.review_after,
        why=why,
        tags=tuple(dict.fromkeys((*shared.tags, *term.tags))),
        image=shared.image or term.image,
        audio=shared.audio or term.audio,
        order=shared.order,
        set=shared.set,
        kinds=shared.kinds,
        allow=shared.allow,
        disputed=shared.disputed or any(term.disputes(name.split(".")[0]) for name in shown),
        language=compiled.language,
        template=compiled.template.id,
        term=term,
        shown=shown,
    )


def _mark(
    marked: MarkedSlot,
    compiled: CompiledTemplate,
    filled: list[Filled],
    starts: list[int],
    ask: Ask,
) -> Mark:
    mark = marked.mark
    first, last = marked.stretches[0]
    at = compiled.phrase.pieces.index(marked.slot, first)
    values = filled[at].values
    value = write_list(values, compiled.language)
    # "25 million": the fixed text belongs to the answer, an article doesn't.
    answer = "".join(value if i == at else filled[i].text for i in range(first, last))
    return replace(
        mark,
        answer=answer,
        spans=tuple((starts[a], starts[b]) for a, b in marked.stretches),
        value=value,
        values=values if marked.listed else (),
        options=mark.options if mark.options.ask == ask else replace(mark.options, ask=ask),
    )


def _text(phrase: Phrase, term: Term, index: TermIndex, language: str) -> str:
    """A phrase filled for a term; empty where the term hasn't an attribute of it."""
    out = []
    for piece in phrase.pieces:
        filled = index.fill(piece, term, language) if isinstance(piece, Slot) else Filled(piece, ())
        if filled is None:
            return ""
        out.append(filled.text)
    text = "".join(out)
    return text[:1].upper() + text[1:]
