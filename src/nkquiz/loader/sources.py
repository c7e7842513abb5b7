"""Sources and the citations of them, and the defaults of a file."""

from __future__ import annotations

from collections.abc import Mapping as Lookup

from nkquiz.loader.files import Defaults, FactFile
from nkquiz.loader.keys import DEFAULTS, SOURCE
from nkquiz.loader.reading import Reader, suggest
from nkquiz.model import Citation, Location, Source
from nkquiz.source import Mapping, Node, Scalar


def read_sources(file: FactFile, others: Lookup[str, Source]) -> None:
    """Take in the `sources` of a file; those of `others` may be cited too."""
    reader = file.reader
    node = file.get("sources")
    entries = reader.mapping(node, "`sources`") if node is not None else None
    for key, value in entries.items() if entries is not None else ():
        if isinstance(value, Scalar) and value.value.strip():
            file.sources[key.value] = Source(key.value, title=value.value.strip())
            continue
        entry = reader.mapping(value, f"source `{key.value}`", SOURCE)
        texts = {} if entry is None else _source_texts(entry, reader)
        file.sources[key.value] = Source(key.value, **texts)
    for name, source in others.items():
        file.sources.setdefault(name, source)


def _source_texts(entry: Mapping, reader: Reader) -> dict[str, str]:
    texts = {}
    for name in SOURCE:
        read = reader.date if name == "published" else reader.text
        texts[name] = read(entry.get(name), f"`{name}`")
    return texts


def read_defaults(file: FactFile) -> None:
    """Take in the `defaults` of a file."""
    reader = file.reader
    node = file.get("defaults")
    entry = reader.mapping(node, "`defaults`", DEFAULTS) if node is not None else None
    if entry is None:
        return
    file.defaults = Defaults(
        citations(entry.get("source"), file),
        reader.date(entry.get("as_of"), "`as_of`"),
        reader.texts(entry.get("tags"), "`tags`"),
        reader.choices(entry.get("kinds"), DEFAULTS["kinds"]),
    )


def citations(node: Node | None, file: FactFile) -> tuple[Citation, ...]:
    """`source: atlas`, `source: {atlas: p. 12}`, or a list of these."""
    if node is None:
        return ()
    reader = file.reader
    out = []
    for entry in reader.items(node):
        if isinstance(entry, Mapping):
            for name in entry:
                place = reader.text(entry.get(name), "the place in a source")
                if (source := file.sources.get(name)) is not None:
                    out.append(Citation(source, place))
                else:
                    reader.error(entry.key(name), "unknown-source", _unknown(name, file))
        elif name := reader.text(entry, "`source`"):
            if (source := file.sources.get(name)) is not None:
                out.append(Citation(source))
            else:
                reader.error(entry, "unknown-source", _unknown(name, file))
    return tuple(out)


def citation_from_text(text: str, at: Location, file: FactFile) -> Citation | None:
    """A citation in a cell of a table: an id, and perhaps a place after a colon."""
    name, _, place = text.partition(":")
    source = file.sources.get(name.strip())
    if source is None:
        file.reader.error(at, "unknown-source", _unknown(name.strip(), file))
        return None
    return Citation(source, place.strip())


def _unknown(name: str, file: FactFile) -> str:
    fix = suggest(name, file.sources) or "; add it under `sources`"
    return f'the source "{name}" does not exist{fix}'
