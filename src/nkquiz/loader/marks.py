"""The marks of a sentence, and what `marks` and `ask` say about each.

Owns which mark a key names. Knows nothing of vocabularies.
"""

from __future__ import annotations

from dataclasses import replace

from nkquiz.loader.keys import ASK, MARK
from nkquiz.loader.reading import Reader, listing, suggest
from nkquiz.markup import Marked
from nkquiz.model import NO_OPTIONS, Ask, Mark, MarkOptions
from nkquiz.source import Mapping, Node, Scalar
from nkquiz.values import norm


def marks_of(marked: Marked, sentence: Scalar, reader: Reader) -> tuple[Mark, ...]:
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
            message = (
                f'two marks of this fact have the id "{mark.slot}": give one of them another id'
            )
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
        message = f"say which answer this question asks for: `ask: {{{_names(marks)[0]}: ...}}`"
        reader.error(
            node,
            "which-mark",
            message if marks else "this fact has no mark that a question can ask for",
        )
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
            fix = suggest(key.value, by_name) or (f"; its marks are {names}" if by_name else "")
            message = f'{what}: this fact doesn\'t have the mark "{key.value}"{fix}'
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
