"""A row of a vocabulary, from a table or a mapping in YAML, becomes a term.

Owns what each cell of a row means. Knows nothing of how a table is written.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from nkquiz.loader.files import FactFile
from nkquiz.loader.keys import TERM
from nkquiz.loader.media import PICTURE, SOUND, Medium, media_path
from nkquiz.loader.misspelt import Use
from nkquiz.loader.reading import is_date, not_a_date, suggest, truth
from nkquiz.loader.sources import citation_from_text, citations
from nkquiz.loader.vocabularies import VocabularyDraft
from nkquiz.model import Attribute, Citation, Location, Term, Values
from nkquiz.source import Mapping


class Cell(NamedTuple):
    """One value of a row: its text, or its texts where it is or was written as a list."""

    texts: tuple[str, ...]
    at: Location
    listed: bool = False


class Row(NamedTuple):
    """The cells of one term by column; `node` is the mapping that it was written as, if it was."""

    cells: dict[str, Cell]
    at: Location
    file: FactFile
    node: Mapping | None = None

    def one(self, key: str) -> str:
        """The text of a cell that must not be a list; empty where there is none."""
        cell = self.cells.get(key)
        if cell is not None and cell.listed:
            message = f"`{key}` must be one text, not a list"
            self.file.reader.error(cell.at, "several-values", message)
        return cell.texts[0] if cell is not None and cell.texts else ""

    def many(self, key: str) -> tuple[str, ...]:
        """All texts of a cell."""
        cell = self.cells.get(key)
        return cell.texts if cell else ()

    def without(self, column: str) -> Row:
        """The row without the column that names the term."""
        rest = {key: cell for key, cell in self.cells.items() if key != column}
        return Row(rest, self.at, self.file, self.node)


def add_row(draft: VocabularyDraft, row: Row, column: str) -> None:
    """Make a term of a row and add it; `column` names the term, `name` or the first if empty."""
    cells, reader = row.cells, row.file.reader
    column = column or ("name" if "name" in cells or not cells else next(iter(cells)))
    name = row.one(column)
    if not name:
        message = f"this row of `{draft.name}` has no name: fill in the column `{column}`"
        reader.error(row.at, "no-name", message)
        return
    rest = row.without(column)
    own_id = rest.one("id")
    term = Term(
        id=own_id or name,
        name=name,
        vocabulary=draft.name,
        location=row.at,
        also=tuple(other for other in rest.many("also") if other != name),
        article=rest.one("article"),
        within=rest.many("in"),
        is_a=rest.many("is_a"),
        image=_media(rest, "image", PICTURE),
        audio=_media(rest, "audio", SOUND),
        citations=_citations(rest),
        as_of=_date(rest),
        tags=rest.many("tags"),
        disputed=_disputed(rest.cells.get("disputed"), row, draft),
        attributes=_attributes(rest, name, draft),
    )
    draft.add(term, reader, has_id=bool(own_id))


def _media(row: Row, key: str, medium: Medium) -> str:
    cell = row.cells.get(key)
    return media_path(row.one(key), cell.at, row.file, medium) if cell else ""


def _attributes(
    row: Row, name: str, draft: VocabularyDraft
) -> MappingProxyType[str, tuple[str, ...]]:
    reader = row.file.reader
    values = {}
    for key, cell in row.cells.items():
        if key in TERM or not any(cell.texts):
            continue
        draft.first_use.setdefault(key, Use(name, reader, cell.at))
        attribute = draft.attributes.get(key) or Attribute(key)
        if attribute.values is Values.ONE and len(cell.texts) > 1:
            fix = f"for several, write `{key}: {{values: all}}`, or `any` or `open`, under `attributes`"
            reader.error(cell.at, "several-values", f"`{key}` can have only one value: {fix}")
            continue
        values[key] = cell.texts
    return MappingProxyType(values)


def _citations(row: Row) -> tuple[Citation, ...]:
    if row.node is not None:
        return citations(row.node.get("source"), row.file)
    cell = row.cells.get("source")
    if cell is None:
        return ()
    cited = (citation_from_text(text, cell.at, row.file) for text in cell.texts if text)
    return tuple(citation for citation in cited if citation is not None)


def _date(row: Row) -> str:
    text = row.one("as_of")
    if text and not is_date(text):
        row.file.reader.error(row.cells["as_of"].at, "not-a-date", not_a_date("as_of", text))
        return ""
    return text


def _disputed(cell: Cell | None, row: Row, draft: VocabularyDraft) -> tuple[str, ...]:
    if cell is None:
        return ()
    if len(cell.texts) == 1 and (flag := truth(cell.texts[0])) is not None:
        return ("*",) if flag else ()
    for name in cell.texts:
        if name not in row.cells and name not in draft.attributes:
            message = f'`disputed`: there is no attribute "{name}"{suggest(name, row.cells)}'
            row.file.reader.error(cell.at, "unknown-attribute", message)
    return cell.texts
