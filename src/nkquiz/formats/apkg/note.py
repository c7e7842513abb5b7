"""A note as it stands in a package: its identity, and the fields that all note types share.

Owns GUIDs (made from ids alone), tags, sources and dates. Knows nothing of SQLite, of times, or of
how a card looks.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nkquiz.formats.apkg.html import attribute, is_plain, is_web_address, link, plain, prose
from nkquiz.formats.apkg.media import PackageMedia, tag
from nkquiz.formats.apkg.models import NoteType
from nkquiz.item import Item
from nkquiz.knowledge import Knowledge
from nkquiz.model import Citation, Fact, Level, Location, Problem
from nkquiz.values import readable_date

_BASE62 = string.digits + string.ascii_letters
_PAIRS = tuple(a + b for a in _BASE62 for b in _BASE62)


class Note(NamedTuple):
    """A note as it stands in a package. `fields` are HTML, in the order of its type.

    `id` names what it practises, for people: `file/fact`, or the item's id. `cards` are the
    ordinals of its cards, from 0; new ones go into `deck`.
    """

    guid: str
    id: str
    type: NoteType
    fields: tuple[str, ...]
    tags: str
    cards: tuple[int, ...]
    deck: str


@dataclass(frozen=True, slots=True)
class NoteMaking:
    """What notes are made with: what the deck knows, the files that they use, their decks.

    `title` is the deck's, as a card shows it. What becomes no note is added to `problems`.
    """

    title: str
    knowledge: Knowledge
    media: PackageMedia
    deck_of: Callable[[Item], str]
    problems: list[Problem]

    def at(self, about: Item | Fact) -> Callable[[str], str]:
        """What makes HTML of the prose of a file, its pictures found beside that file."""
        return lambda text: self.html(about, text)

    def html(self, about: Item | Fact, text: str) -> str:
        """HTML of the prose of a file, its pictures found beside that file."""
        if is_plain(text):
            return text
        return prose(text, lambda image: self.media.in_text(image, self.place(about)))

    def place(self, about: Item | Fact) -> Location:
        """Where a fact stands; of an item, the one that it asks for: a picture that is missing is
        told of once then, whatever is made of that fact.
        """
        ids = about.fact_ids if isinstance(about, Item) else ()
        fact = self.knowledge.facts.get(ids[0]) if len(ids) == 1 else None
        return (fact or about).location

    def leave_out(self, item: Item, code: str, message: str) -> None:
        problem = Problem(item.location, code, f"{message}: it is left out", Level.WARNING)
        self.problems.append(problem)


def guid(id_: str) -> str:
    """The GUID of a note: 80 bits of the id's SHA-256, in 14 letters and digits."""
    digest = hashlib.sha256(id_.encode("utf-8", "replace")).digest()
    rest, last = divmod(int.from_bytes(digest[:10], "big"), 3844**4)
    first, a = divmod(rest, 3844)
    first, b = divmod(first, 3844)
    last, f = divmod(last, 3844)
    last, e = divmod(last, 3844)
    c, d = divmod(last, 3844)
    pairs = _PAIRS
    return f"{pairs[first]}{pairs[b]}{pairs[a]}{pairs[c]}{pairs[d]}{pairs[e]}{pairs[f]}"


def common(about: Item | Fact, id_: str, hint: str, making: NoteMaking) -> tuple[str, ...]:
    """The fields of every note type, in the order of `models.COMMON`."""
    media = making.media
    sources = about.sources if isinstance(about, Item) else about.citations
    return (
        media.picture(about.image, making.place(about)) if about.image else "",
        media.sound(about.audio, making.place(about)) if about.audio else "",
        making.html(about, hint) if hint else "",
        making.html(about, about.why) if about.why else "",
        plain(readable_date(about.as_of, about.language)) if about.as_of else "",
        _sources(sources, about.language),
        _language(about.language),
        attribute(id_),
        making.title,
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
        plain(readable_date(source.published, language)),
        plain(citation.locator),
        "" if is_web_address(url) else plain(url),
    ]
    return ", ".join(f"<bdi>{part}</bdi>" for part in parts if part)


@lru_cache(maxsize=64)
def _language(code: str) -> str:
    """The code of a language as it may stand in an attribute."""
    return "".join(c for c in code if c.isascii() and (c.isalnum() or c == "-"))


@lru_cache(maxsize=1024)
def tags_of(tags: tuple[str, ...]) -> str:
    """The tags in Anki's form: between spaces, sorted, each once."""
    unique = {tag(text).casefold(): tag(text) for text in tags}
    unique.pop("", None)
    return f" {' '.join(unique[key] for key in sorted(unique))} " if unique else ""
