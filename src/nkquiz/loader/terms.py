"""Vocabularies: lists, rows and CSV files become terms; terms of several files merge.

Owns what the `terms` key means. Knows nothing of facts.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from nkquiz.loader.files import FactFile, inside
from nkquiz.loader.keys import ATTRIBUTE, TERM, VOCABULARY
from nkquiz.loader.reading import Reader, is_date, suggest
from nkquiz.loader.sources import citation_from_text, citations
from nkquiz.model import (
    Attribute,
    Citation,
    Level,
    Location,
    Problem,
    Sort,
    Term,
    Values,
    Vocabulary,
)
from nkquiz.source import Mapping, Node, Scalar, SourceFile
from nkquiz.values import norm

_DELIMITERS = ",;\t|"
_LISTS = frozenset({"also", "in", "is_a", "tags", "disputed"})


class Cell(NamedTuple):
    """One value of a row: its text, or its texts where it was written as a list."""

    texts: tuple[str, ...]
    listed: bool
    at: Location


@dataclass(slots=True)
class Draft:
    """A vocabulary in the making; `own` is the file that declared it first."""

    name: str
    location: Location
    sort: Sort = Sort.THING
    names: str = ""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    terms: dict[str, Term] = field(default_factory=dict)  # by id
    by_name: dict[str, str] = field(default_factory=dict)  # exact name -> id
    uses: Counter[str] = field(default_factory=Counter)

    def find(self, name: str) -> Term | None:
        """The term with this name, exactly or but for case and accents, or with this id."""
        found = self.by_name.get(name) or self.by_name.get(norm(name))
        return self.terms.get(found) if found else self.terms.get(name)

    def add(self, term: Term, reader: Reader, has_id: bool) -> None:
        """Add a term, or merge it with the one that has its id or, failing that, its name."""
        known = self.terms.get(term.id) or self._namesake(term, has_id)
        if known is not None:
            term = replace(_merged(known, term, reader), id=term.id if has_id else known.id)
            if known.id != term.id:
                del self.terms[known.id]
        self.terms[term.id] = term
        self.by_name[term.name] = term.id
        self.by_name.setdefault(norm(term.name), term.id)
        self.uses.update(term.attributes.keys())
        for name in term.attributes:
            self.attributes.setdefault(name, Attribute(name))

    def _namesake(self, term: Term, has_id: bool) -> Term | None:
        """The term of this name, unless both have an id of their own: those are two things."""
        named = self.terms.get(self.by_name.get(term.name, ""))
        if named is None or (has_id and named.id != named.name):
            return None
        return named

    def freeze(self) -> Vocabulary:
        return Vocabulary(
            self.name,
            self.location,
            self.sort,
            self.names,
            MappingProxyType(self.attributes),
            tuple(self.terms.values()),
        )


class Drafts:
    """All vocabularies of a deck while it is read."""

    def __init__(self) -> None:
        self.by_name: dict[str, Draft] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def draft(self, name: str, at: Location) -> Draft:
        return self.by_name.setdefault(name, Draft(name, at))

    def read(self, file: FactFile) -> None:
        """Take in the `terms` of one file."""
        node = file.get("terms")
        terms = file.reader.mapping(node, "`terms`") if node is not None else None
        for key, value in terms.items() if terms is not None else ():
            draft = self.draft(key.value, file.reader.location(key))
            if isinstance(value, Mapping) and _is_full_form(value):
                _read_full_form(draft, value, file)
            else:
                for entry in file.reader.items(value, f"vocabulary `{key.value}`"):
                    _read_entry(draft, entry, file)

    def freeze(self, problems: list[Problem]) -> dict[str, Vocabulary]:
        for draft in self.by_name.values():
            problems += _slips(draft)
        return {name: draft.freeze() for name, draft in self.by_name.items()}


def _is_full_form(node: Mapping) -> bool:
    """A mapping that describes a vocabulary, rather than one term that stands for a list."""
    return any(key in node for key in ("file", "rows", "attributes", "sort", "names"))


def _read_full_form(draft: Draft, node: Mapping, file: FactFile) -> None:
    reader = file.reader
    reader.check_keys(node, VOCABULARY, f"vocabulary `{draft.name}`")
    if sort := reader.choice(node.get("sort"), VOCABULARY["sort"]):
        draft.sort = Sort(sort)
    if names := reader.choice(node.get("names"), VOCABULARY["names"]):
        draft.names = names
    attributes = node.get("attributes")
    for key, value in _entries(reader, attributes, "`attributes`"):
        _read_attribute(draft, key, value, reader)
    column = reader.text(node.get("name"), "`name`")
    rows = node.get("rows")
    for entry in reader.items(rows, "`rows`") if rows is not None else ():
        _read_entry(draft, entry, file, column)
    table = node.get("file")
    if table is not None:
        _read_table(draft, table, column, file)


def _entries(reader: Reader, node: Node | None, what: str) -> Iterable[tuple[Scalar, Node]]:
    mapping = reader.mapping(node, what) if node is not None else None
    return mapping.items() if mapping is not None else ()


def _read_attribute(draft: Draft, key: Scalar, node: Node, reader: Reader) -> None:
    what = f"attribute `{key.value}`"
    entry = reader.mapping(node, what, ATTRIBUTE)
    if key.value in TERM:
        mend = "a term's own keys can't be attributes: give the column another name"
        reader.error(key, "reserved-attribute", f'"{key.value}" is a key of every term; {mend}')
        return
    attribute = Attribute(key.value)
    if entry is not None:
        values = reader.choice(entry.get("values"), ATTRIBUTE["values"])
        sort = reader.choice(entry.get("sort"), ATTRIBUTE["sort"])
        attribute = Attribute(
            key.value,
            Values(values) if values else Values.ONE,
            Sort(sort) if sort else None,
            reader.text(entry.get("unit"), "`unit`"),
            reader.text(entry.get("tolerance"), "`tolerance`"),
        )
    known = draft.attributes.get(key.value)
    if key.value in draft.declared and known != attribute:
        reader.error(key, "contradiction", f"{what} is declared differently in another place")
    draft.attributes[key.value] = attribute
    draft.declared.add(key.value)


# -- rows ---------------------------------------------------------------------------------


def _read_entry(draft: Draft, node: Node, file: FactFile, column: str = "") -> None:
    """One entry of a list of terms: a name, or a mapping."""
    reader = file.reader
    if isinstance(node, Scalar):
        name = node.value.strip()
        if name:
            draft.add(Term(name, name, draft.name, reader.location(node)), reader, has_id=False)
        else:
            reader.error(node, "empty-entry", f"a term of `{draft.name}` has no name")
        return
    if not isinstance(node, Mapping):
        reader.error(node, "wrong-shape", "a term is a name, or a mapping with a `name`")
        return
    cells = {}
    for key, value in node.items():
        texts = reader.texts(value, f"`{key.value}`")
        cells[key.value] = Cell(texts, not isinstance(value, Scalar), reader.location(value))
    _add_row(draft, cells, column, reader.location(node), file, node)


def _read_table(draft: Draft, node: Node, column: str, file: FactFile) -> None:
    text = file.reader.text(node, "`file`")
    path = text and inside(file, node, text)
    if not path:
        return
    shown = f"{file.shown.rpartition('/')[0]}/{text}".lstrip("/") if "/" in file.shown else text
    table = read_csv(file, node, path, shown)
    if table is None:
        return
    reader, rows = table
    lists = {n for n, a in draft.attributes.items() if a.values is not Values.ONE} | _LISTS
    for location, cells, separator in rows:
        row = {
            name: Cell(_split(cell, separator) if name in lists else (cell,), False, location)
            for name, cell in cells.items()
        }
        for name, cell in cells.items():
            if name not in lists and name not in TERM and separator in cell:
                mend = f"declare `{name}: {{values: all}}`, or `any`, under `attributes`"
                reader.warn(location, "list-in-cell", f'"{cell}" looks like a list: {mend}')
        _add_row(draft, row, column, location, file, None, reader)


def _split(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in cell.split(separator)) if part)


def _add_row(
    draft: Draft,
    cells: dict[str, Cell],
    column: str,
    at: Location,
    file: FactFile,
    node: Mapping | None,
    reader: Reader | None = None,
) -> None:
    """Make a term of a row and add it; `node` is the mapping that it was written as, if it was."""
    reader = reader or file.reader
    column = column or ("name" if "name" in cells or not cells else next(iter(cells)))
    name_cell = cells.get(column)
    if name_cell is None or not name_cell.texts:
        where = f"the column `{column}`"
        reader.error(at, "no-name", f"this row of `{draft.name}` has no name: fill {where}")
        return
    name = name_cell.texts[0]
    own = {key: cell for key, cell in cells.items() if key in TERM and key != column}
    term = Term(
        id=_one(own, "id") or name,
        name=name,
        vocabulary=draft.name,
        location=at,
        also=tuple(a for a in _many(own, "also") if a != name),
        article=_one(own, "article"),
        within=_many(own, "in"),
        is_a=_many(own, "is_a"),
        image=_one(own, "image"),
        audio=_one(own, "audio"),
        citations=_row_citations(own, node, file, reader),
        as_of=_row_date(own, reader),
        tags=_many(own, "tags"),
        disputed=_row_disputed(own, cells, reader, draft),
        attributes=_row_attributes(draft, cells, column, reader),
    )
    draft.add(term, reader, has_id="id" in own)


def _one(cells: dict[str, Cell], key: str) -> str:
    cell = cells.get(key)
    return cell.texts[0] if cell and cell.texts else ""


def _many(cells: dict[str, Cell], key: str) -> tuple[str, ...]:
    cell = cells.get(key)
    return cell.texts if cell else ()


def _row_attributes(
    draft: Draft, cells: dict[str, Cell], column: str, reader: Reader
) -> MappingProxyType[str, tuple[str, ...]]:
    values = {}
    for key, cell in cells.items():
        if key == column or key in TERM or not any(cell.texts):
            continue
        attribute = draft.attributes.get(key) or Attribute(key)
        if attribute.values is Values.ONE and len(cell.texts) > 1:
            mend = f"declare `{key}: {{values: all}}`, or `any` or `open`, under `attributes`"
            reader.error(cell.at, "several-values", f"`{key}` has one value: {mend}")
            continue
        values[key] = cell.texts
    return MappingProxyType(values)


def _row_citations(
    cells: dict[str, Cell], node: Mapping | None, file: FactFile, reader: Reader
) -> tuple[Citation, ...]:
    if node is not None:
        return citations(node.get("source"), file)
    cell = cells.get("source")
    cited = [citation_from_text(t, cell.at, file, reader) for t in cell.texts if t] if cell else []
    return tuple(c for c in cited if c is not None)


def _row_date(cells: dict[str, Cell], reader: Reader) -> str:
    text = _one(cells, "as_of")
    if text and not is_date(text):
        reader.error(cells["as_of"].at, "not-a-date", f'`as_of` is no date: "{text}"')
        return ""
    return text


def _row_disputed(
    own: dict[str, Cell], cells: dict[str, Cell], reader: Reader, draft: Draft
) -> tuple[str, ...]:
    cell = own.get("disputed")
    if cell is None:
        return ()
    if cell.texts in (("true",), ("yes",)):
        return ("*",)
    if cell.texts in (("false",), ("no",)):
        return ()
    for name in cell.texts:
        if name not in cells and name not in draft.attributes:
            mend = suggest(name, cells)
            reader.error(
                cell.at, "unknown-attribute", f'`disputed`: there is no attribute "{name}"{mend}'
            )
    return cell.texts


# -- CSV ----------------------------------------------------------------------------------

Row = tuple[Location, dict[str, str], str]


def read_csv(
    file: FactFile, node: Node, path: Path, shown: str
) -> tuple[Reader, Iterator[Row]] | None:
    """The rows of a CSV file as (location, cells by column, separator of lists in a cell).

    The delimiter is the one of `,` `;` tab `|` that stands most often in the header.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = {2: "there is no such file", 21: "that is a folder"}.get(error.errno or 0)
        reason = reason or f"it can't be read: {error.strerror}"
        file.reader.error(node, "no-such-file", f'the table "{shown}": {reason}')
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        mend = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"
        file.reader.error(
            node, "not-utf-8", f'the table "{shown}" is not UTF-8 at line {line}: {mend}'
        )
        return None
    reader = Reader(SourceFile(shown, text, None), file.reader.problems)
    return reader, _rows(text, shown, reader)


def _rows(text: str, shown: str, reader: Reader) -> Iterator[Row]:
    if "\0" in text:
        reader.error(Location(shown, 1, 1), "control-character", "the table holds a NUL character")
        return
    header_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header_line.count)
    separator = "|" if delimiter == ";" else ";"
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    line = 1
    try:
        for record in records:
            at = Location(shown, line, 1)
            line = records.line_num + 1
            cells = [cell.strip() for cell in record]
            if not any(cells):
                continue
            if not header:
                header = cells
                _check_header(header, at, reader)
            elif _fits(cells, header, at, reader):
                yield at, dict(zip(header, cells, strict=False)), separator
    except csv.Error as error:
        message = f"the table can't be read on from here: {error}; look for an unclosed quote"
        reader.error(Location(shown, line, 1), "broken-table", message)
    if not header:
        reader.error(Location(shown, 1, 1), "empty-table", "the table is empty: it needs a header")


def _check_header(header: list[str], at: Location, reader: Reader) -> None:
    for name, times in Counter(header).items():
        if times > 1 and name:
            reader.error(at, "duplicate-column", f'two columns are called "{name}": rename one')


def _fits(cells: list[str], header: list[str], at: Location, reader: Reader) -> bool:
    """Whether the row has no more cells than the header; trailing empty ones don't count."""
    if any(cells[len(header) :]):
        message = f"this row has {len(cells)} cells, the header {len(header)}"
        reader.error(at, "ragged-row", f"{message}: quote a cell that holds the delimiter")
        return False
    if len(cells) < len(header):
        message = f"this row has {len(cells)} cells, the header {len(header)}"
        reader.warn(at, "ragged-row", f"{message}: the missing ones are read as empty")
    return True


# -- merging ------------------------------------------------------------------------------


def _merged(old: Term, new: Term, reader: Reader) -> Term:
    """One term of two: lists are joined, single values must agree."""

    def joined(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
        return (*a, *(x for x in b if x not in a))

    attributes = dict(old.attributes)
    for key, values in new.attributes.items():
        if attributes.setdefault(key, values) != values:
            _contradiction(old, new, key, attributes[key], values, reader)
    also = joined(old.also, new.also)
    if new.name != old.name:
        also = joined(also, (new.name,))
    return replace(
        old,
        also=also,
        article=old.article or new.article,
        within=joined(old.within, new.within),
        is_a=joined(old.is_a, new.is_a),
        image=old.image or new.image,
        audio=old.audio or new.audio,
        citations=(*old.citations, *(c for c in new.citations if c not in old.citations)),
        as_of=old.as_of or new.as_of,
        tags=joined(old.tags, new.tags),
        disputed=joined(old.disputed, new.disputed),
        attributes=MappingProxyType(attributes),
    )


def _contradiction(
    old: Term, new: Term, key: str, was: tuple[str, ...], now: tuple[str, ...], reader: Reader
) -> None:
    message = (
        f'`{key}` of "{new.name}" is "{"; ".join(now)}" here '
        f'and "{"; ".join(was)}" at {old.location}: keep one'
    )
    reader.error(new.location, "contradiction", message)


def _slips(draft: Draft) -> Iterator[Problem]:
    """An attribute that one term has, one edit from another that more have, is a slip."""
    for name, times in draft.uses.items():
        if times > 1 or name in draft.declared:
            continue
        near = [n for n in draft.attributes if n != name and _one_edit(n, name)]
        if near:
            term = next(t for t in draft.terms.values() if name in t.attributes)
            message = f'only "{term.name}" has the attribute "{name}"; did you mean "{near[0]}"?'
            yield Problem(term.location, "slip", message, Level.WARNING)


def _one_edit(a: str, b: str) -> bool:
    """Whether one insertion, deletion or substitution turns `a` into `b`."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    return a[start + (len(a) >= len(b)) :] == b[start + (len(b) >= len(a)) :]
