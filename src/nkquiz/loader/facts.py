"""Facts: a sentence with its marks, and what the author says of both.

Owns the keys that facts and templates share. A fact reads in some 20 microseconds, since decks
hold tens of thousands: what nearly no fact has is looked at only where it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nkquiz import markup
from nkquiz.loader.files import (
    PICTURE,
    SOUND,
    FactFile,
    Medium,
    media_path,
    report_empty_path,
    warn_of_picture,
)
from nkquiz.loader.keys import ASK, FACT, MARK, Table
from nkquiz.loader.reading import Reader, listing, suggest
from nkquiz.loader.sources import citations
from nkquiz.loader.terms import Drafts
from nkquiz.markup import Marked
from nkquiz.model import NO_OPTIONS, Ask, Citation, Fact, Mark, MarkOptions, Term
from nkquiz.source import Mapping, Node, Scalar, Sequence
from nkquiz.values import norm

_MISTAKES = {
    "unclosed-mark": (
        "this `==` is never closed: put `==` after the answer too, with no space between, "
        "or write `\\==` for two equals signs"
    ),
    "unopened-mark": (
        "this `==` closes nothing: put `==` before the answer too, with no space between, "
        "or write `\\==` for two equals signs"
    ),
    "empty-mark": "this mark is empty: put the answer between the two `==`",
}


EMPTY_SENTENCE = "the sentence is missing here: write one, or take the entry away"


@dataclass(slots=True)
class Shared:
    """What facts and templates have in common, read once."""

    id: str = ""
    citations: tuple[Citation, ...] = ()
    as_of: str = ""
    review_after: str = ""
    why: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    audio: str = ""
    order: tuple[str, ...] = ()
    set: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    disputed: bool = False


def default_id(text: str) -> str:
    """The id of a fact that has none: a hash of its text, marks stripped, spaces folded."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def read_facts(file: FactFile, drafts: Drafts) -> list[Fact]:
    """The facts of one file; `==answer|vocabulary==` adds terms to `drafts`."""
    node = file.get("facts")
    facts = []
    for entry in file.reader.items(node) if node is not None else ():
        fact = _read_fact(entry, file, drafts)
        if fact is not None:
            facts.append(fact)
    return facts


def _read_fact(node: Node, file: FactFile, drafts: Drafts) -> Fact | None:
    reader = file.reader
    if isinstance(node, Scalar):
        sentence, entry = node, None
        shared = _from_defaults(file)
        if node.plain and node.value.partition(":")[0] in FACT:
            _report_missing_space(node, reader)
    else:
        found = sentence_of(node, reader, FACT, "fact")
        if found is None:
            return None
        sentence, entry = found
        shared = read_shared(entry, file)
    text = sentence.value.strip()
    if not text:
        reader.error(sentence, "empty-fact", EMPTY_SENTENCE)
        return None
    marked = markup.parse(sentence.value, drafts)
    if marked.mistakes:
        report_mistakes(marked, sentence, reader)
    if len(marked.text) != len(text) and marked.text != marked.text.strip():
        marked = _stripped(marked)
    if "![" in marked.text:
        _warn_of_pictures(marked.text, sentence, file)
    location = reader.location(sentence if entry is None else entry)
    marks = _marks(marked, sentence, reader)
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
        location,
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


def _add_term(mark: Mark, drafts: Drafts, reader: Reader) -> None:
    draft = drafts.by_name[mark.vocabulary]
    if not draft.knows(mark.answer):
        draft.add(Term(mark.answer, mark.answer, draft.name, mark.location), reader, has_id=False)


def _warn_of_bars(marked: Marked, sentence: Scalar, drafts: Drafts, reader: Reader) -> None:
    """What stands after a bar, and is a word or nearly a vocabulary, was meant as one."""
    for stretch in marked.stretches:
        answer = stretch.answer
        # Where the sentence has another text, the bar is written as one that is meant.
        if "|" not in answer or not sentence.value.startswith(answer, stretch.offset + 2):
            continue
        name = markup.meant_vocabulary(answer)
        mend = suggest(answer.rpartition("|")[2], drafts.by_name)
        if not mend and name:
            mend = (
                f": declare it under `terms` (`{name}: []`), or write `\\|` for a bar of the answer"
            )
        if mend:
            message = f'"{answer}" is all answer, since it names no vocabulary{mend}'
            at = reader.source.locate(sentence, stretch.offset)
            reader.warn(at, "unknown-vocabulary", message)


def sentence_of(
    node: Node, reader: Reader, table: Table, what: str
) -> tuple[Scalar, Mapping] | None:
    """The sentence of a fact or template that is written as a mapping, or none, with a problem."""
    if not isinstance(node, Mapping):
        reader.error(node, "wrong-shape", _NO_MAPPING[what])
        return None
    sentence = node.get("fact")
    if sentence is None and not any(name in table or _is_slip(name, table) for name in node):
        _report_colon(node, reader)
        return None
    reader.check_keys(node, table, f"a {what}")
    if sentence is None:
        if not any(_is_slip(name, {"fact"}) for name in node):  # that is reported already
            message = f"this {what} has no sentence: add the key `fact`"
            reader.error(node, "no-sentence", message)
        return None
    if isinstance(sentence, Mapping):
        _report_colon(sentence, reader)
        return None
    if isinstance(sentence, Sequence):
        message = "`fact` must be one sentence, not a list: quote it if it was meant as one"
        reader.error(sentence, "wrong-shape", message)
        return None
    return sentence, node


_NO_MAPPING = {
    "fact": "a fact is a sentence, or a mapping with the key `fact`: quote what was meant as text",
    "template": "a template must be a mapping with the keys `for` and `fact`",
}


def _report_missing_space(node: Scalar, reader: Reader) -> None:
    """`- fact:The ==Rhine== flows.` is a sentence to YAML."""
    key, colon, _ = node.value.partition(":")
    if colon:
        at = reader.source.locate(node, len(key))
        reader.error(at, "missing-space", "a space is missing after the colon: add it")


def _is_slip(name: str, known: Iterable[str]) -> bool:
    """Whether a key looks like one that was misspelt, rather than the begin of a sentence."""
    return " " not in name and bool(suggest(name, known))


def _report_colon(node: Mapping, reader: Reader) -> None:
    """A sentence with a colon and a space in it was read as a mapping."""
    key = next((node.key(name) for name in node), None)
    if key is not None and key.value == "<<":  # that is reported already
        return
    message = "the colon and space in this sentence make it a mapping: quote the sentence"
    if node.flow:
        message = "the braces around this sentence make it a mapping: quote the sentence"
    reader.error(key or node, "colon-in-sentence", message)


def report_mistakes(marked: Marked, sentence: Scalar, reader: Reader) -> None:
    for mistake in marked.mistakes:
        at = reader.source.locate(sentence, mistake.offset)
        reader.error(at, mistake.code, _MISTAKES[mistake.code])


def _from_defaults(file: FactFile) -> Shared:
    """What a fact without keys has."""
    defaults = file.defaults
    return Shared(
        citations=defaults.citations,
        as_of=defaults.as_of,
        tags=defaults.tags,
        kinds=defaults.kinds,
    )


def read_shared(node: Mapping, file: FactFile) -> Shared:
    """The keys that stand beside a sentence; those of `defaults` hold where they are absent."""
    reader, get = file.reader, node.get
    shared = _from_defaults(file)
    shared.id = reader.text(get("id"), "`id`")
    shared.why = reader.text(get("why"), "`why`")
    source, as_of, tags, kinds = get("source"), get("as_of"), get("tags"), get("kinds")
    if source is not None:
        shared.citations = citations(source, file)
    if as_of is not None:
        shared.as_of = reader.date(as_of, "`as_of`")
    if tags is not None:
        own = reader.texts(tags, "`tags`")
        shared.tags = tuple(dict.fromkeys((*shared.tags, *own))) if shared.tags else own
    if kinds is not None:
        shared.kinds = reader.choices(kinds, FACT["kinds"])
    if not _USUAL.issuperset(node):
        _read_rare(shared, node, file)
    return shared


_USUAL = frozenset({"id", "fact", "source", "as_of", "tags", "why", "kinds", "ask", "marks"})


def _read_rare(shared: Shared, node: Mapping, file: FactFile) -> None:
    reader, get = file.reader, node.get
    shared.review_after = reader.date(get("review_after"), "`review_after`")
    shared.image = _media("image", get("image"), file, PICTURE)
    shared.audio = _media("audio", get("audio"), file, SOUND)
    shared.order = reader.texts(get("order"), "`order`")
    shared.set = reader.texts(get("set"), "`set`")
    shared.allow = reader.texts(get("allow"), "`allow`")
    shared.disputed = bool(reader.flag(get("disputed"), "`disputed`"))
    if shared.order and shared.set:
        message = "a fact has an `order` or a `set`, not both: make two facts"
        reader.error(node, "order-and-set", message)


def _media(key: str, node: Node | None, file: FactFile, medium: Medium) -> str:
    if node is None:
        return ""
    report_empty_path(key, node, file)
    return media_path(file.reader.text(node, "a path"), node, file, medium)


# -- marks --------------------------------------------------------------------------------


def _marks(marked: Marked, sentence: Scalar, reader: Reader) -> tuple[Mark, ...]:
    """One mark an answer: the same answer marked twice has two spans."""
    stretches = marked.stretches
    if not stretches:
        return ()
    places = reader.source.places(sentence, [stretch.offset for stretch in stretches])
    marks: dict[str, Mark] = {}
    for (answer, vocabulary, start, end, _), at in zip(stretches, places, strict=True):
        known = marks.get(answer)
        if known is None:
            marks[answer] = Mark(answer, answer, ((start, end),), at, vocabulary)
        else:
            spans = (*known.spans, (start, end))
            marks[answer] = replace(known, spans=spans, vocabulary=known.vocabulary or vocabulary)
    return tuple(marks.values())


def with_options(marks: tuple[Mark, ...], node: Mapping, reader: Reader) -> tuple[Mark, ...]:
    """The marks with what `marks:` and `ask:` of the same fact say of them."""
    by_name: dict[str, Mark] = {}
    for mark in marks:
        by_name.setdefault(mark.slot, mark)
        by_name.setdefault(mark.answer, mark)
    settings: dict[str, MarkOptions] = {}
    ids: dict[str, str] = {}
    for mark, value in _by_mark(node.get("marks"), by_name, "`marks`", reader):
        entry = reader.mapping(value, f"mark `{mark.slot}`", MARK)
        if entry is not None:
            settings[mark.slot] = _read_options(entry, mark, reader)
            ids[mark.slot] = reader.text(entry.get("id"), "`id`")
    for mark, value in _asks(node.get("ask"), marks, by_name, reader):
        asked = _read_ask(value, reader)
        settings[mark.slot] = replace(settings.get(mark.slot, NO_OPTIONS), ask=asked)
    out = tuple(
        replace(m, slot=ids.get(m.slot) or m.slot, options=settings.get(m.slot, m.options))
        for m in marks
    )
    _check_slots(out, reader)
    return out


def _check_slots(marks: tuple[Mark, ...], reader: Reader) -> None:
    seen: dict[str, Mark] = {}
    for mark in marks:
        if mark.slot in seen:
            message = f'two marks of this fact have the id "{mark.slot}": give one another id'
            reader.error(mark.location, "duplicate-id", message)
        seen[mark.slot] = mark


def _asks(
    node: Node | None, marks: tuple[Mark, ...], by_name: dict[str, Mark], reader: Reader
) -> list[tuple[Mark, Node]]:
    """`ask` by mark; a fact with one mark may have the question alone."""
    if isinstance(node, Scalar) and not node.value.strip():
        return []
    if isinstance(node, Scalar) and len(marks) == 1:
        return [(marks[0], node)]
    if isinstance(node, Scalar):
        message = f"say which answer this asks for: `ask: {{{_names(marks)[0]}: ...}}`"
        reader.error(node, "which-mark", message if marks else "this fact has no mark to ask for")
        return []
    return _by_mark(node, by_name, "`ask`", reader)


def _by_mark(
    node: Node | None, by_name: dict[str, Mark], what: str, reader: Reader
) -> list[tuple[Mark, Node]]:
    entries = reader.mapping(node, what) if node is not None else None
    found = []
    for key, value in entries.items() if entries is not None else ():
        mark = by_name.get(key.value) or _same_but_for_form(key.value, by_name)
        if mark is None:
            names = listing(_names(tuple(by_name.values())))
            mend = suggest(key.value, by_name) or (f"; its marks are {names}" if by_name else "")
            message = f'{what}: this fact has no mark "{key.value}"{mend}'
            reader.error(key, "unknown-mark", message)
        else:
            found.append((mark, value))
    return found


def _same_but_for_form(name: str, by_name: dict[str, Mark]) -> Mark | None:
    wanted = norm(name)
    return next((m for n, m in by_name.items() if wanted and norm(n) == wanted), None)


def _names(marks: tuple[Mark, ...]) -> list[str]:
    return list(dict.fromkeys(mark.slot for mark in marks)) or [""]


def _read_options(entry: Mapping, mark: Mark, reader: Reader) -> MarkOptions:
    get = entry.get
    ask = get("ask")
    options = MarkOptions(
        reader.location(entry),
        reader.text(get("hint"), "`hint`"),
        _read_ask(ask, reader) if ask is not None else Ask(),
        reader.texts(get("accept"), "`accept`"),
        _read_reject(get("reject"), reader),
        reader.texts(get("distractors"), "`distractors`"),
        reader.tolerance(get("tolerance")),
        reader.text(get("unit"), "`unit`"),
        reader.flag(get("strict"), "`strict`"),
        reader.choices(get("kinds"), MARK["kinds"]),
        reader.texts(get("allow"), "`allow`"),
    )
    right = {norm(answer) for answer in (mark.answer, *options.accept)} - {""}
    for key, wrongs in (("distractors", options.distractors), ("reject", options.reject)):
        for wrong in wrongs:
            if norm(wrong) in right:
                message = f'`{key}`: "{wrong}" is a right answer here, so it can\'t be a wrong one'
                reader.error(get(key) or entry, "right-and-wrong", message)
    return options


def _read_reject(node: Node | None, reader: Reader) -> dict[str, str]:
    """`answer: message`, or a list of answers."""
    if isinstance(node, Mapping):
        return {k.value: reader.text(v, "the message to an answer") for k, v in node.items()}
    return dict.fromkeys(reader.texts(node, "`reject`"), "")


def _read_ask(node: Node, reader: Reader) -> Ask:
    """A question for every kind, or one for choice and one for typed items."""
    if isinstance(node, Mapping):
        reader.check_keys(node, ASK, "`ask`")
        return Ask(
            reader.text(node.get("choice"), "`choice`"), reader.text(node.get("typed"), "`typed`")
        )
    question = reader.text(node, "`ask`")
    return Ask(question, question)
