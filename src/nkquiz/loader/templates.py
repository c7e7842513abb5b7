"""Templates: a sentence over the attributes of a vocabulary, and the fact that each term gives.

    slot := "{" ("the ")? attribute ("." attribute)? "}"

`name` is the term itself; `{country.capital}` reads the capital of the term that the attribute
`country` names. Owns slots; knows nothing of items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from typing import NamedTuple

from nkquiz import markup
from nkquiz.loader.facts import (
    EMPTY_SENTENCE,
    Shared,
    default_id,
    read_shared,
    report_mistakes,
    sentence_of,
    with_options,
)
from nkquiz.loader.files import FactFile
from nkquiz.loader.keys import TEMPLATE
from nkquiz.loader.reading import Reader, listing, suggest
from nkquiz.markup import Marked
from nkquiz.model import (
    Ask,
    Fact,
    Location,
    Mark,
    Template,
    Term,
    Values,
    Vocabulary,
)
from nkquiz.source import Mapping, Node, Scalar
from nkquiz.values import norm, write_list

_SLOT = re.compile(r"\{(the )?([^{}\n]+)\}")


class Slot(NamedTuple):
    """`{the country}`: which attribute (or two, by a point), and whether with its article."""

    path: tuple[str, ...]
    article: bool

    @property
    def name(self) -> str:
        return ".".join(self.path)


class Phrase(NamedTuple):
    """A text with slots, in pieces."""

    pieces: tuple[str | Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Slot))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slot.name for slot in self.slots))


class Filled(NamedTuple):
    """What a slot reads for one term: `text` as printed, `values` one by one."""

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkPlan:
    """Where a slot is marked: from which piece to which (half-open), once or several times."""

    stretches: tuple[tuple[int, int], ...]
    slot: Slot
    mark: Mark
    listed: bool = False


class World:
    """All vocabularies, with terms by name: what slots are read from."""

    def __init__(self, vocabularies: Lookup[str, Vocabulary]) -> None:
        self.vocabularies = vocabularies
        self._by_name: dict[str, dict[str, Term]] = {}

    def term(self, vocabulary: str, name: str) -> Term | None:
        """The term of a vocabulary that `name` names, by name, other name or id."""
        if vocabulary not in self.vocabularies:
            return None
        index = self._by_name.get(vocabulary)
        if index is None:
            index = self._by_name[vocabulary] = {}
            terms = self.vocabularies[vocabulary].terms
            # Names win over ids, and ids over other names.
            for names in (
                lambda t: (t.name,),
                lambda t: (t.id,),
                lambda t: t.also,
                lambda t: map(norm, t.names),
            ):
                for term in terms:
                    for known in names(term):
                        index.setdefault(known, term)
        return index.get(name) or index.get(norm(name))

    def values(self, slot: Slot, term: Term) -> tuple[str, ...] | None:
        """The values that the slot reads for a term; none where the term hasn't the attribute."""
        if slot.path == ("name",):
            return (term.name,)
        values = term.attributes.get(slot.path[0])
        return self._across(slot, values) if values and len(slot.path) == 2 else values

    def fill(self, slot: Slot, term: Term, language: str) -> Filled | None:
        """What the slot reads for a term, a list as the language of the sentence writes it; none
        where the term hasn't the attribute.
        """
        if slot.path == ("name",):
            article = f"{term.article} " if slot.article and term.article else ""
            return Filled(article + term.name, (term.name,))
        values = self.values(slot, term)
        if values is None:
            return None
        shown = values
        if slot.article:
            shown = tuple(self._with_article(slot, term.vocabulary, value) for value in values)
        return Filled(write_list(shown, language), values)

    def meant(self, slot: Slot, own: str, value: str) -> Term | None:
        """The term that a value of a slot names: one of the vocabulary named like the attribute,
        else one of the term's `own` (a country's `borders` are countries), else of any.
        """
        named = slot.path[-1]
        where = (named,) if named in self.vocabularies else (own, *self.vocabularies)
        found = (self.term(vocabulary, value) for vocabulary in where)
        return next((term for term in found if term is not None), None)

    def _across(self, slot: Slot, values: tuple[str, ...]) -> tuple[str, ...] | None:
        far: list[str] = []
        for value in values:
            other = self.term(slot.path[0], value)
            if other is None:
                return None
            there = (other.name,) if slot.path[1] == "name" else other.attributes.get(slot.path[1])
            if there is None:
                return None
            far += there
        return tuple(dict.fromkeys(far))

    def _with_article(self, slot: Slot, own: str, value: str) -> str:
        term = self.meant(slot, own, value)
        return f"{term.article} {value}" if term is not None and term.article else value


@dataclass(frozen=True, slots=True)
class Plan:
    """A template, compiled: what every fact of it has, and the pieces to fill."""

    template: Template
    vocabulary: Vocabulary
    phrase: Phrase
    marks: tuple[MarkPlan, ...]
    shared: Shared
    has_own_id: bool
    why: Phrase
    language: str
    excepted: frozenset[str]


def read_templates(file: FactFile, world: World) -> Iterator[Plan]:
    """The templates of one file, compiled against the vocabularies of the whole deck."""
    node = file.get("templates")
    for entry in file.reader.items(node) if node is not None else ():
        plan = _read_template(entry, file, world)
        if plan is not None:
            yield plan


def _read_template(node: Node, file: FactFile, world: World) -> Plan | None:
    reader = file.reader
    found = sentence_of(node, reader, TEMPLATE, "template")
    if found is None:
        return None
    sentence, entry = found
    shared = read_shared(entry, file)
    vocabulary = _vocabulary(entry, reader, world)
    if not sentence.value.strip():
        reader.error(sentence, "empty-fact", EMPTY_SENTENCE)
        return None
    marked = markup.parse(sentence.value, ())
    report_mistakes(marked, sentence, reader)
    if vocabulary is None:
        return None
    phrase, plans = _compile(marked, sentence, reader)
    marks = with_options(tuple(plan.mark for plan in plans), entry, reader)
    known = _Known(reader, vocabulary, world)
    known.check(sentence)
    for other in (entry.get("why"), entry.get("ask"), *_asks(entry.get("marks"))):
        for text in _scalars(other):
            known.check(text)
    if known.failed:
        return None
    text_id = shared.id or default_id(marked.text)
    template = Template(text_id, vocabulary.name, marked.text, reader.location(entry), file.id)
    return Plan(
        template,
        vocabulary,
        phrase,
        tuple(replace(plan, mark=mark) for plan, mark in zip(plans, marks, strict=True)),
        shared,
        bool(shared.id),
        _phrase(shared.why),
        file.language,
        _excepted(entry, vocabulary, reader, world),
    )


def _vocabulary(entry: Mapping, reader: Reader, world: World) -> Vocabulary | None:
    node = entry.get("for")
    name = reader.text(node, "`for`")
    if node is not None and not isinstance(node, Scalar):
        return None
    if node is None or not name:
        message = "this template names no vocabulary: add the key `for`"
        reader.error(node or entry, "no-vocabulary", message)
        return None
    vocabulary = world.vocabularies.get(name)
    if vocabulary is None:
        mend = suggest(name, world.vocabularies) or "; declare it under `terms`"
        reader.error(node, "unknown-vocabulary", f'there is no vocabulary "{name}"{mend}')
        return None
    if not vocabulary.terms:
        message = f'the vocabulary "{name}" has no terms, so this template gives no facts'
        reader.warn(node, "empty-vocabulary", message)
        return None
    return vocabulary


def _excepted(
    entry: Mapping, vocabulary: Vocabulary, reader: Reader, world: World
) -> frozenset[str]:
    node = entry.get("except")
    reader.texts(node, "`except`")  # for its problems: a name must be known by its place
    ids = []
    for at in reader.items(node) if node is not None else ():
        name = at.value.strip() if isinstance(at, Scalar) else ""
        term = world.term(vocabulary.name, name)
        if term is not None:
            ids.append(term.id)
        elif name:
            mend = suggest(name, (t.name for t in vocabulary.terms))
            message = f'`except`: "{vocabulary.name}" has no term "{name}"{mend}'
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


class _Known:
    """Checks that slots name attributes that there are."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary, world: World) -> None:
        self.failed = False
        self._reader = reader
        self._vocabulary = vocabulary
        self._world = world

    def check(self, text: Scalar) -> None:
        """Check the slots of one text."""
        for match in _slots(text.value):
            self._check(_slot(match), self._reader.source.locate(text, match.start()))

    def _check(self, slot: Slot, at: Location) -> None:
        if len(slot.path) > 2:
            self._fail(at, f'"{{{slot.name}}}" reaches too far: one point is the most')
            return
        first = slot.path[0]
        known = ["name", *self._vocabulary.attributes]
        if first not in known:
            mend = suggest(first, known) or f"; it has {listing(known)}"
            self._fail(at, f'"{self._vocabulary.name}" has no attribute "{first}"{mend}')
            return
        if len(slot.path) == 2:
            other = self._world.vocabularies.get(first)
            if other is None:
                self._fail(at, f'"{{{slot.name}}}": there is no vocabulary "{first}" to reach into')
            elif slot.path[1] not in (far := ["name", *other.attributes]):
                mend = suggest(slot.path[1], far) or f"; it has {listing(far)}"
                self._fail(at, f'"{first}" has no attribute "{slot.path[1]}"{mend}')
        if slot.article and not self.failed:
            self._check_article(slot, at)

    def _check_article(self, slot: Slot, at: Location) -> None:
        """Warn of an article that nothing can have, as no value of the slot is a term."""
        own = self._vocabulary.name
        read = (self._world.values(slot, term) for term in self._vocabulary.terms)
        values = [value for one in read if one is not None for value in one]
        if values and not any(self._world.meant(slot, own, value) for value in values):
            message = (
                f'"{{the {slot.name}}}" prints no article, since "{values[0]}" and the other values '
                f'are no terms: write "the {{{slot.name}}}", or list them under `terms`, each with '
                "its `article`"
            )
            self._reader.warn(at, "no-article", message)

    def _fail(self, at: Location, message: str) -> None:
        self.failed = True
        self._reader.error(at, "unknown-attribute", message)


# -- compiling ----------------------------------------------------------------------------


def _slots(text: str) -> Iterator[re.Match[str]]:
    """Where slots stand in a text; what stands in maths and looks like no slot is text."""
    for match in _SLOT.finditer(text):
        if not match.start() or text[match.start() - 1] not in "\\^_":  # `\{`, x^{2}
            yield match


def _slot(match: re.Match[str]) -> Slot:
    return Slot(tuple(part.strip() for part in match[2].split(".")), bool(match[1]))


def _phrase(text: str) -> Phrase:
    """A text with slots in pieces."""
    pieces: list[str | Slot] = []
    done = 0
    for match in _slots(text):
        if match.start() > done:
            pieces.append(text[done : match.start()])
        pieces.append(_slot(match))
        done = match.end()
    if done < len(text):
        pieces.append(text[done:])
    return Phrase(tuple(pieces))


def _compile(
    marked: Marked, sentence: Scalar, reader: Reader
) -> tuple[Phrase, tuple[MarkPlan, ...]]:
    """The sentence in pieces, cut at the ends of marks too, and where the marks lie in them."""
    pieces: list[str | Slot] = []
    plans: dict[str, MarkPlan] = {}
    done = 0
    for stretch in marked.stretches:
        pieces += _phrase(marked.text[done : stretch.start]).pieces
        inner = _phrase(marked.text[stretch.start : stretch.end])
        done = stretch.end
        at = reader.source.locate(sentence, stretch.offset)
        if len(inner.slots) != 1:
            message = "a mark of a template holds one slot, such as `=={name}==`, and fixed text"
            reader.error(at, "template-mark", message)
        else:
            slot, where = inner.slots[0], (len(pieces), len(pieces) + len(inner.pieces))
            plan = plans.setdefault(slot.name, _planned(slot, at))
            plans[slot.name] = replace(plan, stretches=(*plan.stretches, where))
        pieces += inner.pieces
    pieces += _phrase(marked.text[done:]).pieces
    return Phrase(tuple(pieces)), tuple(plans.values())


def _planned(slot: Slot, at: Location) -> MarkPlan:
    return MarkPlan((), slot, Mark(slot.name, slot.name, (), at, attribute=slot.name))


# -- growing ------------------------------------------------------------------------------


def grow(plan: Plan, world: World) -> Iterator[Fact]:
    """The facts of a template: one for each term that has the attributes used."""
    questions = [
        (_phrase(p.mark.options.ask.choice), _phrase(p.mark.options.ask.typed)) for p in plan.marks
    ]
    shown = plan.phrase.names
    marks = tuple(_placed(planned, plan, world) for planned in plan.marks)
    plan, language = replace(plan, marks=marks), plan.language
    for term in plan.vocabulary.terms:
        if term.id in plan.excepted:
            continue
        filled = [
            world.fill(piece, term, language) if isinstance(piece, Slot) else Filled(piece, ())
            for piece in plan.phrase.pieces
        ]
        known = [f for f in filled if f is not None]
        if len(known) < len(filled):
            continue
        asks = [
            Ask(_text(c, term, world, language), _text(t, term, world, language), c.names, t.names)
            for c, t in questions
        ]
        yield _grown(plan, term, known, asks, shown, _text(plan.why, term, world, language))


def _placed(planned: MarkPlan, plan: Plan, world: World) -> MarkPlan:
    """With the vocabulary that the mark's values belong to: the one named like the attribute."""
    last = planned.slot.path[-1]
    own = plan.vocabulary.name if planned.slot.path == ("name",) else ""
    vocabulary = own or (last if last in world.vocabularies else "")
    return replace(
        planned,
        mark=replace(planned.mark, vocabulary=vocabulary),
        listed=_listed(planned.slot, plan.vocabulary, world),
    )


def _listed(slot: Slot, vocabulary: Vocabulary, world: World) -> bool:
    """Whether the slot may read several values."""
    attributes = [vocabulary.attribute(slot.path[0])]
    if len(slot.path) == 2:
        attributes.append(world.vocabularies[slot.path[0]].attribute(slot.path[1]))
    return any(attribute.values is not Values.ONE for attribute in attributes)


def _grown(
    plan: Plan, term: Term, filled: list[Filled], asks: list[Ask], shown: tuple[str, ...], why: str
) -> Fact:
    texts = [f.text for f in filled]
    if texts and isinstance(plan.phrase.pieces[0], Slot):
        texts[0] = texts[0][:1].upper() + texts[0][1:]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    marks = tuple(
        _grown_mark(planned, plan, filled, starts, ask)
        for planned, ask in zip(plan.marks, asks, strict=True)
    )
    shared = plan.shared
    return Fact(
        file_id=plan.template.file_id,
        id=f"{plan.template.id}/{term.id}",
        text="".join(texts),
        marks=marks,
        location=plan.template.location,
        has_own_id=plan.has_own_id,
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
        language=plan.language,
        template=plan.template.id,
        term=term,
        shown=shown,
    )


def _grown_mark(
    planned: MarkPlan, plan: Plan, filled: list[Filled], starts: list[int], ask: Ask
) -> Mark:
    mark = planned.mark
    first, last = planned.stretches[0]
    at = plan.phrase.pieces.index(planned.slot, first)
    values = filled[at].values
    value = write_list(values, plan.language)
    # "25 million": the fixed text belongs to the answer, an article doesn't.
    answer = "".join(value if i == at else filled[i].text for i in range(first, last))
    return replace(
        mark,
        answer=answer,
        spans=tuple((starts[a], starts[b]) for a, b in planned.stretches),
        value=value,
        values=values if planned.listed else (),
        options=mark.options if mark.options.ask == ask else replace(mark.options, ask=ask),
    )


def _text(phrase: Phrase, term: Term, world: World, language: str) -> str:
    """A phrase filled for a term; empty where the term hasn't an attribute of it."""
    out = []
    for piece in phrase.pieces:
        filled = world.fill(piece, term, language) if isinstance(piece, Slot) else Filled(piece, ())
        if filled is None:
            return ""
        out.append(filled.text)
    text = "".join(out)
    return text[:1].upper() + text[1:]


__all__ = ["Plan", "World", "grow", "read_templates"]
