"""What the notes of a package say: one cloze note a fact, one note each other item.

Owns identity (GUIDs and cloze numbers, made from ids alone) and what stands in each field. Knows
nothing of SQLite, of times, or of how a card looks.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from nkquiz.formats.apkg.html import attribute, in_cloze, is_web_address, link, plain, prose
from nkquiz.formats.apkg.media import Media, tag
from nkquiz.formats.apkg.models import CHOICE, CLOZE, QUESTION, NoteType
from nkquiz.item import Choose, Item, Type
from nkquiz.knowledge import Answer
from nkquiz.model import Citation, Fact, Level, Location, Mark, Problem
from nkquiz.stem import hidden_spans
from nkquiz.values import Grain, norm, parse_date, print_date

_BASE62 = string.digits + string.ascii_letters
_HIGHEST_CLOZE = 499


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands in a package. `fields` are HTML, in the order of its type.

    `id` names what it practises, for people: `file/fact`, or the item's id. `cards` are the
    ordinals of its cards, from 0.
    """

    guid: str
    id: str
    type: NoteType
    fields: tuple[str, ...]
    tags: str
    cards: tuple[int, ...]


def guid(id_: str) -> str:
    """The GUID of a note: 80 bits of the id's SHA-256, in 14 letters and digits."""
    number = int.from_bytes(hashlib.sha256(id_.encode(errors="replace")).digest()[:10], "big")
    digits = []
    for _ in range(14):
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return "".join(reversed(digits))


def cloze_numbers(slots: Iterable[str]) -> dict[str, int]:
    """A number from 1 to 499 for each slot of a fact, made from the slot alone.

    Where two slots want one number, the later in alphabetical order takes the next free one.
    Raises ValueError for more slots than there are numbers.
    """
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for slot in sorted(set(slots)):
        if len(taken) == _HIGHEST_CLOZE:
            raise ValueError(f"a note has at most {_HIGHEST_CLOZE} clozes")
        digest = hashlib.sha256(slot.encode(errors="replace")).digest()
        number = int.from_bytes(digest[:8], "big") % _HIGHEST_CLOZE + 1
        while number in taken:
            number = number % _HIGHEST_CLOZE + 1
        numbers[slot] = number
        taken.add(number)
    return numbers


@dataclass(frozen=True, slots=True)
class Making:
    """What notes are made with: the deck that they go into, the files that they use.

    What becomes no note is added to `problems`.
    """

    deck_name: str
    media: Media
    problems: list[Problem]

    def at(self, location: Location) -> Callable[[str], str]:
        """What makes HTML of the prose of a file, its pictures found beside that file."""
        return lambda text: prose(text, lambda image: self.media.in_text(image, location))

    def leave_out(self, item: Item, code: str, message: str) -> None:
        problem = Problem(item.location, code, f"{message}: it is left out", Level.WARNING)
        self.problems.append(problem)


def deck_name(title: str) -> str:
    """The title as Anki's path of decks: `A::B`, no level empty."""
    printable = "".join(c if c.isprintable() else " " for c in title).replace('"', "”")
    levels = (" ".join(level.strip(" :").split()) for level in printable.split("::"))
    return "::".join(level for level in levels if level) or "nkquiz"


def compose(facts: Iterable[Fact], items: Iterable[Item], making: Making) -> Iterator[Note]:
    """The notes of a deck, in the order of its facts, one at a time. Items come in any order."""
    facts_by_key = {fact.key: fact for fact in facts}
    place = {key: number for number, key in enumerate(facts_by_key)}
    ordered = sorted(items, key=lambda item: place.get(item.fact_ids[0], len(place)))
    for key, group in groupby(ordered, key=lambda item: item.fact_ids[0]):
        together = list(group)
        clozes = [item for item in together if item.kind == "cloze"]
        if clozes:
            note = _cloze(facts_by_key.get(key), clozes, making)
            if note is not None:
                yield note
        for item in together:
            if item.kind != "cloze":
                note = _single(item, making)
                if note is not None:
                    yield note


def _single(item: Item, making: Making) -> Note | None:
    """The note of an item that is not a cloze; a problem where Anki notes can't express it."""
    match item.kind, item.interaction:
        case "multiple-choice", Choose() as choose:
            return _choice(item, choose, making)
        case "short-answer", Type() as typed:
            return _question(item, typed, making)
    message = f"an Anki package can't hold an item of the kind {item.kind} yet"
    making.leave_out(item, "not-in-anki", message)
    return None


# -- cloze --------------------------------------------------------------------------------


def _cloze(fact: Fact | None, items: list[Item], making: Making) -> Note | None:
    by_memory = {item.memories[0]: item for item in items}
    marks = {fact.memory(mark): mark for mark in fact.marks} if fact else {}
    for memory, item in by_memory.items():
        if memory not in marks:
            message = f"no fact of the deck has the mark of the item {item.id}"
            making.leave_out(item, "no-such-mark", message)
    asked = [(mark, by_memory[memory]) for memory, mark in marks.items() if memory in by_memory]
    if fact is None or not asked:
        return None
    if len(marks) > _HIGHEST_CLOZE:
        message = f"an Anki note has at most {_HIGHEST_CLOZE} clozes: make more facts of this one"
        making.leave_out(items[0], "too-many-marks", message)
        return None
    numbers = cloze_numbers(mark.slot for mark in fact.marks)
    text = _cloze_text(fact, asked, numbers, making.at(fact.location))
    first = items[0]
    return Note(
        guid=guid(fact.key),
        id=fact.key,
        type=CLOZE,
        fields=(text, *_common(first, fact.key, "", making, fact)),
        tags=_tags(fact.tags),
        cards=tuple(sorted(numbers[mark.slot] - 1 for mark, _ in asked)),
    )


def _cloze_text(
    fact: Fact,
    asked: list[tuple[Mark, Item]],
    numbers: dict[str, int],
    write: Callable[[str], str],
) -> str:
    """The sentence with its clozes; each stretch between them stands as it is."""
    out: list[str] = []
    done = 0
    hinted: set[str] = set()
    for start, end, mark, item in _stretches(fact, asked):
        answer = in_cloze(write(fact.text[start:end]))
        hint = _cloze_hint(item, "" if mark.slot in hinted else item.hint, write)
        hinted.add(mark.slot)
        out += (write(fact.text[done:start]), f"{{{{c{numbers[mark.slot]}::{answer}{hint}}}}}")
        done = end
    out.append(write(fact.text[done:]))
    return "".join(out)


_Stretch = tuple[int, int, Mark, Item]


def _stretches(fact: Fact, asked: list[tuple[Mark, Item]]) -> list[_Stretch]:
    """What each mark hides, sorted and apart: its own stretches and all other mentions."""
    hidden = [
        (*span, mark, item)
        for mark, item in asked
        for span in hidden_spans(fact, Answer(mark.answer, item.answers), mark)
    ]
    hidden.sort(key=lambda stretch: stretch[0])
    if all(before[1] <= after[0] for before, after in pairwise(hidden)):
        return hidden
    return _apart(hidden, [(*span, mark, item) for mark, item in asked for span in mark.spans])


def _apart(hidden: list[_Stretch], own: list[_Stretch]) -> list[_Stretch]:
    """The stretches without overlaps: a mention inside another mark's answer is left to that."""
    taken: list[_Stretch] = []
    for start, end, mark, item in (*own, *hidden):
        over = [other for other in taken if start < other[1] and other[0] < end]
        if all(other[2] is mark for other in over):
            taken = [other for other in taken if other not in over]
            start = min([start, *(other[0] for other in over)])
            end = max([end, *(other[1] for other in over)])
            taken.append((start, end, mark, item))
    return sorted(taken, key=lambda stretch: stretch[0])


def _cloze_hint(item: Item, hint: str, write: Callable[[str], str]) -> str:
    """What stands in the blank: the sort of the answer, and the author's hint behind a tap."""
    sort = item.interaction.hint if isinstance(item.interaction, Type) else ""
    tap = ""
    if hint and norm(hint) != norm(sort):
        tap = f" <details><summary>hint</summary> {write(hint)}</details>"
    return f"::{in_cloze((plain(sort) or '...') + tap)}" if sort or tap else ""


# -- choice and question ------------------------------------------------------------------


def _choice(item: Item, choose: Choose, making: Making) -> Note:
    write = making.at(item.location)
    options = "".join(f"<li>{write(option.text)}</li>" for option in choose.options)
    wrong = sorted((option.text, option.note) for option in choose.options if option.note)
    notes = "".join(f"<li><b>{write(text)}</b> {write(note)}</li>" for text, note in wrong)
    fields = (
        write(item.stem),
        write(choose.question),
        f"<ol>{options}</ol>",
        str(choose.options.index(choose.key) + 1),
        write(choose.key.text),
        f"<ul>{notes}</ul>" if notes else "",
    )
    return _note(item, CHOICE, fields, item.hint, making)


def _question(item: Item, typed: Type, making: Making) -> Note:
    write = making.at(item.location)
    answer, *others = typed.accepted
    fields = (
        write(item.stem),
        "",
        write(answer),
        "".join(f"<li>{write(other)}</li>" for other in others),
    )
    hint = item.hint
    if not hint and norm(typed.hint) not in norm(item.stem):
        hint = typed.hint
    return _note(item, QUESTION, fields, hint, making)


def _note(item: Item, type_: NoteType, fields: tuple[str, ...], hint: str, making: Making) -> Note:
    return Note(
        guid=guid(item.id),
        id=item.id,
        type=type_,
        fields=(*fields, *_common(item, item.id, hint, making)),
        tags=_tags(item.tags),
        cards=(0,),
    )


def keeping_order(note: Note, old_fields: str) -> str:
    """The fields in one string; options that were there before, all of them, keep their places.

    The order of options is balanced over all notes of a package, so one more fact deals it anew:
    without this each re-import would touch every choice note, and what learners edited in it.
    """
    old = old_fields.split("\x1f")
    if note.type is CHOICE and len(old) == len(note.fields):
        options, key = CHOICE.fields.index("Options"), CHOICE.fields.index("Key")
        before, now = _options(old[options]), _options(note.fields[options])
        if before != now and sorted(before) == sorted(now):
            fields = list(note.fields)
            fields[options] = old[options]
            fields[key] = str(before.index(now[int(note.fields[key]) - 1]) + 1)
            return "\x1f".join(fields)
    return "\x1f".join(note.fields)


def _options(html: str) -> list[str]:
    return html.removeprefix("<ol><li>").removesuffix("</li></ol>").split("</li><li>")


# -- what all notes have ------------------------------------------------------------------


def _common(
    item: Item, id_: str, hint: str, making: Making, fact: Fact | None = None
) -> tuple[str, ...]:
    """The fields of every note type, in the order of `models.COMMON`."""
    about = item if fact is None else fact
    write = making.at(about.location)
    sources = item.sources if fact is None else fact.citations
    return (
        making.media.picture(about.image, about.location),
        making.media.sound(about.audio, about.location),
        write(hint),
        write(about.why),
        plain(_readable_date(about.as_of, about.language)),
        _sources(sources, about.language),
        "".join(c for c in about.language if c.isascii() and (c.isalnum() or c == "-")),
        attribute(id_),
        plain(making.deck_name.rpartition("::")[2]),
        "",
        "",
        "",
    )


@lru_cache(maxsize=1024)
def _sources(citations: tuple[Citation, ...], language: str) -> str:
    """Where a fact comes from, a source a line."""
    return "<br>".join(_source(citation, language) for citation in citations)


def _source(citation: Citation, language: str) -> str:
    source = citation.source
    title = f"<cite>{plain(source.title or source.id)}</cite>"
    url = source.url.strip()
    parts = [
        plain(source.author),
        link(title, url),
        plain(source.publisher),
        plain(_readable_date(source.published, language)),
        plain(citation.locator),
        "" if is_web_address(url) else plain(url),
    ]
    return ", ".join(f"<bdi>{part}</bdi>" for part in parts if part)


@lru_cache(maxsize=1024)
def _readable_date(text: str, language: str) -> str:
    """A date in digits as people read it, `July 2024`; any other text as it is."""
    date = parse_date(text, language)
    if date is None or date.year is None or any(c.isalpha() for c in text):
        return text
    form = {Grain.MONTH: "July 2024", Grain.DAY: "14 July 2024"}.get(date.grain)
    like = parse_date(form) if form else None
    return print_date(date, like) if like else text


@lru_cache(maxsize=1024)
def _tags(tags: tuple[str, ...]) -> str:
    """The tags in Anki's form: between spaces, sorted, each once."""
    unique = {tag(text).casefold(): tag(text) for text in tags}
    unique.pop("", None)
    return f" {' '.join(unique[key] for key in sorted(unique))} " if unique else ""
