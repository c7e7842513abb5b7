"""The keys that facts and templates share, apart from the sentence and its marks.

Owns what stands beside a sentence. Knows nothing of templates.
"""

from __future__ import annotations

from dataclasses import dataclass

from nkquiz.loader.files import FactFile
from nkquiz.loader.keys import FACT
from nkquiz.loader.media import PICTURE, SOUND, Medium, media_path, report_empty_path
from nkquiz.loader.sources import citations
from nkquiz.model import Citation
from nkquiz.source import Mapping, Node


@dataclass(slots=True)
class SharedKeys:
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


def from_defaults(file: FactFile) -> SharedKeys:
    """What a fact without keys has."""
    defaults = file.defaults
    return SharedKeys(
        citations=defaults.citations,
        as_of=defaults.as_of,
        tags=defaults.tags,
        kinds=defaults.kinds,
    )


def read_shared(node: Mapping, file: FactFile) -> SharedKeys:
    """The keys that stand beside a sentence; those of `defaults` hold where they are absent."""
    reader, get = file.reader, node.get
    shared = from_defaults(file)
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


def _read_rare(shared: SharedKeys, node: Mapping, file: FactFile) -> None:
    reader, get = file.reader, node.get
    shared.review_after = reader.date(get("review_after"), "`review_after`")
    shared.image = _media("image", get("image"), file, PICTURE)
    shared.audio = _media("audio", get("audio"), file, SOUND)
    shared.order = reader.texts(get("order"), "`order`")
    shared.set = reader.texts(get("set"), "`set`")
    shared.allow = reader.texts(get("allow"), "`allow`")
    shared.disputed = bool(reader.flag(get("disputed"), "`disputed`"))
    if shared.order and shared.set:
        message = "a fact can have an `order` or a `set`, but not both: make two facts"
        reader.error(node, "order-and-set", message)


def _media(key: str, node: Node | None, file: FactFile, medium: Medium) -> str:
    if node is None:
        return ""
    report_empty_path(key, node, file)
    return media_path(file.reader.text(node, "a path"), node, file, medium)
