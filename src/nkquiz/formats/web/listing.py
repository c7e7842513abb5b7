"""The items as a list in plain HTML: what is read without a script, and what is printed.

Answers stand in `<details>`, which nothing needs a script to open. End tags that HTML lets one
leave out are left out, since there are thousands. Pure, but for the pictures, which
`paper` finds and `hypertext` reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from nkquiz.formats.web.data import Mode, source_record
from nkquiz.formats.web.text import Finder, html, shown
from nkquiz.hypertext import PICTURES, SOUNDS, image, sound
from nkquiz.item import BLANK, Choose, Item, Judge, Match, Order, Type
from nkquiz.knowledge import knowledge_of
from nkquiz.loader.media import SOUND
from nkquiz.model import Deck
from nkquiz.paper import Pictures
from nkquiz.prose import Picture
from nkquiz.sheet import letter, sentences, wording

#: Options no longer than this stand in two columns on paper.
_SHORT = 30


class PageMedia:
    """The pictures and sounds of a quiz, and what is wrong with them."""

    def __init__(self) -> None:
        self.pictures = Pictures(PICTURES)
        self.sounds = Pictures(SOUNDS, SOUND)

    def finder(self, item: Item) -> Finder:
        """What finds a picture that stands in a text of an item."""
        return lambda picture: self.pictures.find(picture, item.location)

    def figure(self, item: Item) -> str:
        """The picture and the sound that come with an item."""
        said = "The picture that belongs to this question"
        found = [image(path, said) for path in self._files(self.pictures, item.image, item)]
        found += [sound(path) for path in self._files(self.sounds, item.audio, item)]
        return f"<figure>{''.join(found)}</figure>" if found else ""

    @staticmethod
    def _files(kept: Pictures, path: str, item: Item) -> Iterator[Path]:
        found = kept.find(Picture(path, ""), item.location) if path else None
        if found is not None:
            yield found


def listing(items: Iterable[Item], deck: Deck, mode: Mode, media: PageMedia) -> str:
    """All items, a `<li>` each, in the language of the deck. In an exam it has no answers."""
    return "\n".join(_entry(item, deck, mode, media) for item in items)


def _entry(item: Item, deck: Deck, mode: Mode, media: PageMedia) -> str:
    find = media.finder(item)
    lang = ""
    if item.language != deck.language:
        to = wording.direction(item.language)
        lang = f' lang="{escape(item.language)}" dir="{to}"'
    answer = ""
    if mode is Mode.PRACTICE:
        said = sentences(item, knowledge_of(deck).facts_of(item))
        answer = _answer(item, said, find)
    return f"<li{lang}><p>{html(item.stem, find)}{media.figure(item)}{_body(item, find)}{answer}"


def _body(item: Item, find: Finder) -> str:
    """What one answers with: options, a line, two columns, parts."""
    match item.interaction:
        case Choose(options=options, question=question):
            texts = [option.text for option in options]
            look = "short" if all(len(text) <= _SHORT for text in texts) else ""
            return _asked(question) + _list(texts, look, find)
        case Judge(options=labels, question=question):
            return _asked(question) + _list([label.text for label in labels], "boxes", find)
        case Type():
            return "" if BLANK in item.stem else '<p class="line">'
        case Match(premises=premises, responses=responses):
            both = _list(premises, "premises", find) + _list(responses, "responses", find)
            return f'<div class="match">{both}</div>'
        case Order(parts=parts, shown=order):
            return _list([parts[i] for i in order or range(len(parts))], "parts", find)


def _asked(question: str) -> str:
    return f"<p>{escape(shown(question))}" if question else ""


def _list(texts: Iterable[str], look: str, find: Finder) -> str:
    entries = "".join(f"<li>{html(text, find)}" for text in texts)
    kind = f' class="{look}"' if look else ""
    return f"<ol{kind}>{entries}</ol>"


def _answer(item: Item, said: Sequence[str], find: Finder) -> str:
    """The answer, why, and from where; `said` are the sentences that the answer alone is short of."""
    lines = [_key(item, said, find)]
    if item.why:
        lines.append(f"<p>{html(item.why, find)}")
    if item.as_of:
        lines.append(f"<p>As of {escape(wording.date(item.as_of, item.language))}")
    for citation in item.sources:
        source = escape(source_record(citation, item.language)["text"], quote=False)
        place = f", {escape(shown(citation.locator))}" if citation.locator else ""
        lines.append(f"<p>Source: {source}{place}")
    return f"<details><summary>Answer</summary>{''.join(lines)}</details>"


def _key(item: Item, said: Sequence[str], find: Finder) -> str:
    match item.interaction:
        case Match(premises=premises, responses=responses, key=key):
            entries = "".join(
                f"<li>{html(premise, find)}: <b>{_lettered(at, responses[at], find)}</b>"
                for premise, at in zip(premises, key, strict=True)
            )
            return f"<ol>{entries}</ol>"
        case Order(parts=parts):
            return f"<ol>{''.join(f'<li>{html(part, find)}' for part in said or parts)}</ol>"
        case Judge(key=right):
            return "".join(f"<p>{html(text, find)}" for text in (right.text, *said))
        case Choose(options=options, key=key):
            return f"<p>{_lettered(options.index(key), key.text, find)}"
        case Type(accepted=accepted, listed=listed):
            return f"<p>{', '.join(html(part, find) for part in listed or accepted[:1])}"


def _lettered(at: int, text: str, find: Finder) -> str:
    """An option with its letter in the list."""
    return f"{letter(at).upper()}. {html(text, find)}"
