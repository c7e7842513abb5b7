"""What the page's script plays: a deck and its items as data for JSON.

Texts are plain here, maths as written; an item that has more is `rich`, and the script takes
those parts from the static list. Knows nothing of HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from hashlib import sha256
from typing import Any, assert_never

from nkquiz.formats.web.rules import Rules
from nkquiz.formats.web.text import as_json, is_plain, shown, web_address
from nkquiz.formats.web.words import language_record, tables
from nkquiz.item import BLANK, Choose, Item, Judge, Match, Option, Order, Type
from nkquiz.knowledge import Knowledge, knowledge_of
from nkquiz.model import Citation, Deck
from nkquiz.sheet import sentences, wording


class Mode(Enum):
    """When verdicts are shown: after each answer, or all of them at the end."""

    PRACTICE = "practice"
    EXAM = "exam"


#: By what a script knows a quiz again: so much of its hash.
_ID = 8


def title_of(deck: Deck) -> str:
    """A deck's title; a subdeck stands behind its deck."""
    return shown(": ".join(part.strip() for part in deck.title.split("::"))) or "Quiz"


def page_data(deck: Deck, items: Iterable[Item], mode: Mode) -> dict[str, Any]:
    """All that the script plays. `id` is made from all the rest: another quiz, another id."""
    knowledge = knowledge_of(deck)
    rules, sources = Rules(knowledge), _SourceRecords()
    records = [_record(knowledge, item, rules, sources) for item in items]
    data: dict[str, Any] = {
        "title": title_of(deck),
        "language": deck.language,
        "mode": mode.value,
        "items": records,
        "sources": sources.records,
        "things": rules.things,
        "languages": {
            code: {**language_record(code, names), **rules.of_language(code)}
            for code, names in sorted(rules.names.items())
        },
    }
    if rules.names:
        data["tables"] = tables()
    return {"id": sha256(as_json(data).encode()).hexdigest()[:_ID], **data}


def texts(item: Item) -> Iterator[str]:
    """Every text of an item in which maths or a picture may stand."""
    yield item.stem
    match item.interaction:
        case Choose(options=options) | Judge(options=options):
            yield from (option.text for option in options)
        case Match(premises=premises, responses=responses):
            yield from (*premises, *responses)
        case Order(parts=parts):
            yield from parts
        case Type():
            pass
        case _ as other:
            assert_never(other)


def _record(
    knowledge: Knowledge, item: Item, rules: Rules, sources: _SourceRecords
) -> dict[str, Any]:
    hint = item.hint or (item.interaction.hint if isinstance(item.interaction, Type) else "")
    record: dict[str, Any] = {
        "stem": shown(item.stem),
        "language": item.language,
        "from_right": wording.direction(item.language) == "rtl",
        "rich": not all(map(is_plain, texts(item))),
        "media": bool(item.image or item.audio),
        **_interaction(item, rules),
        **_sentences(knowledge, item),
        "hint": shown(hint),
        "why": shown(item.why),
        "as_of": wording.date(item.as_of, item.language) if item.as_of else "",
        "sources": [sources.place(citation, item.language) for citation in item.sources],
    }
    return {name: value for name, value in record.items() if value}


def _interaction(item: Item, rules: Rules) -> dict[str, Any]:
    match item.interaction:
        case Choose(options=options, question=question, ordered=ordered):
            return {"choose": _choice(options, question, ordered=ordered)}
        case Judge(options=options, question=question):
            return {"choose": _choice(options, question, ordered=True)}
        case Type():
            return {"type": rules.typed(item)}
        case Match(premises=premises, responses=responses, key=key):
            pairs = {"premises": _shown(premises), "responses": _shown(responses), "key": list(key)}
            return {"match": pairs}
        case Order(parts=parts, shown=order):
            return {"order": {"parts": _shown(parts), "shown": list(order)}}


def _choice(options: tuple[Option, ...], question: str, *, ordered: bool) -> dict[str, Any]:
    choice: dict[str, Any] = {
        "options": [shown(option.text) for option in options],
        "key": next(i for i, option in enumerate(options) if option.is_key),
        "question": shown(question),
        "ordered": ordered,
        "notes": {str(i): shown(o.note) for i, o in enumerate(options) if o.note},
    }
    return {name: its for name, its in choice.items() if its or name == "key"}


def _shown(texts: Iterable[str]) -> list[str]:
    return [shown(text) for text in texts]


def _sentences(knowledge: Knowledge, item: Item) -> dict[str, Any]:
    """The facts behind an item, where its stem doesn't say them once the blank is filled."""
    facts = knowledge.facts_of(item)
    match item.interaction:
        case Order():
            said = sentences(item, facts)
            return {"sentences": _shown(said)} if said else {}
        case Match():
            return {}
        case Choose() | Judge() | Type():
            if BLANK in item.stem or len(facts) != 1:
                return {}
    fact = facts[0]
    spans = next((m.spans for m in fact.marks if fact.memory(m) in item.memories), ())
    if not spans or not is_plain(fact.text):
        return {}
    pieces: list[list[Any]] = []
    done = 0
    for start, end in spans:
        pieces += [[shown(fact.text[done:start]), 0], [shown(fact.text[start:end]), 1]]
        done = end
    pieces.append([shown(fact.text[done:]), 0])
    return {"sentence": [piece for piece in pieces if piece[0]]}


class _SourceRecords:
    """The sources of a quiz, each once."""

    def __init__(self) -> None:
        self.records: list[dict[str, str]] = []
        self._places: dict[tuple[str, str], int] = {}

    def place(self, citation: Citation, language: str) -> list[Any]:
        """Where a source stands in `records`, and the place in it, if there is one."""
        record = source_record(citation, language)
        at = self._places.setdefault((record["text"], record.get("url", "")), len(self.records))
        if at == len(self.records):
            self.records.append(record)
        return [at, shown(citation.locator)] if citation.locator else [at]


def source_record(citation: Citation, language: str) -> dict[str, str]:
    """A source as a line, and its address on the web."""
    source = citation.source
    published = wording.date(source.published, language) if source.published else ""
    named = source.title or source.url or source.id
    text = ", ".join(filter(None, (named, source.author, source.publisher, published)))
    url = web_address(source.url)
    return {"text": shown(text), **({"url": url} if url else {})}
