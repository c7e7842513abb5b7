"""What the key `terms` says: vocabularies as lists, in the full form, or in a table.

Owns the forms in which a vocabulary may be written. Knows nothing of facts.
"""

from __future__ import annotations

from nkquiz.loader.files import FactFile, inside
from nkquiz.loader.keys import ATTRIBUTE, FULL_FORM, TERM, VOCABULARY
from nkquiz.loader.media import report_empty_path
from nkquiz.loader.reading import Reader, listing, suggest
from nkquiz.loader.rows import Cell, Row, add_row
from nkquiz.loader.tables import Table, read_csv
from nkquiz.loader.vocabularies import VocabularyDraft, VocabularyDrafts
from nkquiz.model import Attribute, Sort, Term, Values
from nkquiz.source import Mapping, Node, Scalar, Sequence
from nkquiz.values import TEXT, sort_named

#: The keys of a term whose cells are lists.
_LISTS = frozenset({"also", "in", "is_a", "tags", "disputed"})


def read_terms(file: FactFile, drafts: VocabularyDrafts) -> None:
    """Take in the `terms` of one file."""
    reader = file.reader
    node = file.get("terms")
    vocabularies = reader.mapping(node, "`terms`") if node is not None else None
    for key, value in vocabularies.items() if vocabularies is not None else ():
        draft = drafts.declare(key.value, reader.location(key))
        if isinstance(value, Mapping) and _is_full_form(value):
            _read_full_form(draft, value, file)
        else:
            for entry in reader.items(value):
                _read_entry(draft, entry, file)


def _is_full_form(node: Mapping) -> bool:
    """A mapping that describes a vocabulary, rather than one term that stands for a list."""
    return any(key in node for key in FULL_FORM)


def _read_full_form(draft: VocabularyDraft, node: Mapping, file: FactFile) -> None:
    reader = file.reader
    reader.check_keys(node, VOCABULARY, f"vocabulary `{draft.name}`")
    if sort := reader.choice(node.get("sort"), VOCABULARY["sort"]):
        draft.sort = Sort(sort)
    if names := reader.choice(node.get("names"), VOCABULARY["names"]):
        draft.names = names
    attributes = node.get("attributes")
    entries = reader.mapping(attributes, "`attributes`") if attributes is not None else None
    for key, value in entries.items() if entries is not None else ():
        _read_attribute(draft, key, value, reader)
    column = reader.text(node.get("name"), "`name`")
    rows = node.get("rows")
    for entry in reader.items(rows) if rows is not None else ():
        _read_entry(draft, entry, file, column)
    table = node.get("file")
    if table is not None:
        _read_table(draft, table, column, file)


def _read_attribute(draft: VocabularyDraft, key: Scalar, node: Node, reader: Reader) -> None:
    what = f"attribute `{key.value}`"
    entry = reader.mapping(node, what, ATTRIBUTE)
    if key.value in TERM:
        fix = "give the column another name"
        reader.error(key, "reserved-attribute", f'"{key.value}" is a key of every term; {fix}')
        return
    attribute = _attribute(key.value, entry, reader)
    known = draft.attributes.get(key.value)
    if key.value in draft.declared and known != attribute:
        reader.error(key, "contradiction", f"{what} is different in another place")
    draft.attributes[key.value] = attribute
    draft.declared[key.value] = None


def _attribute(name: str, entry: Mapping | None, reader: Reader) -> Attribute:
    if entry is None:
        return Attribute(name)
    values = reader.choice(entry.get("values"), ATTRIBUTE["values"])
    name_of_sort = reader.choice(entry.get("sort"), ATTRIBUTE["sort"])
    sort = sort_named(name_of_sort)
    return Attribute(
        name,
        Values(values) if values else Values.ONE,
        sort,
        reader.text(entry.get("unit"), "`unit`"),
        reader.tolerance(entry.get("tolerance"), sort),
        is_text=name_of_sort == TEXT,
    )


def _read_entry(draft: VocabularyDraft, node: Node, file: FactFile, column: str = "") -> None:
    """One entry of a list of terms: a name, or a mapping."""
    reader = file.reader
    if isinstance(node, Mapping):
        add_row(draft, Row(_cells(node, file), reader.location(node), file, node), column)
    elif isinstance(node, Sequence):
        message = "a term is a name, or a mapping with the key `name`, not a list"
        reader.error(node, "wrong-shape", message)
    elif name := node.value.strip():
        draft.add(Term(name, name, draft.name, reader.location(node)), reader, has_id=False)
    else:
        message = f"a term of `{draft.name}` is empty: give it a name, or remove it"
        reader.error(node, "empty-entry", message)


def _cells(node: Mapping, file: FactFile) -> dict[str, Cell]:
    reader = file.reader
    cells = {}
    for name in node:
        value = node.get(name)
        assert value is not None  # it is the value of a key that stands there
        # A source may be a mapping: it is read with the other citations.
        texts = ("",) if name == "source" else reader.texts(value, f"`{name}`")
        cells[name] = Cell(texts, reader.location(value), isinstance(value, Sequence))
        if name in ("image", "audio"):
            report_empty_path(name, value, file)
    return cells


def _read_table(draft: VocabularyDraft, node: Node, column: str, file: FactFile) -> None:
    text = file.reader.text(node, "`file`")
    path = inside(file, node, text) if text else None
    table = read_csv(file, node, path, text) if path is not None else None
    if table is None:
        return
    header = table.header
    name = column or ("name" if "name" in header else header[0])
    if name not in header:
        fix = suggest(name, header) or f"; it has {listing(header)}"
        file.reader.error(
            node, "no-such-column", f'"{text}" doesn\'t have the column "{name}"{fix}'
        )
        return
    for key in header:
        if key != name and key not in TERM:  # a column may be empty in every row
            draft.attributes.setdefault(key, Attribute(key))
    _add_records(draft, table, name)


def _add_records(draft: VocabularyDraft, table: Table, column: str) -> None:
    """Add each record as a term; cells of columns that hold lists are split."""
    lists = {n for n, a in draft.attributes.items() if a.values is not Values.ONE} | _LISTS
    for at, record in table.records:
        cells = {
            key: Cell(_split(cell, table.separator) if key in lists else (cell,), at)
            for key, cell in record.items()
        }
        for key, cell in record.items():
            if table.separator in cell and key not in lists and key not in TERM and key != column:
                fix = f"if it is one, write `{key}: {{values: all}}`, or `any`, under `attributes`"
                message = f'"{cell}" looks like a list: {fix}'
                table.file.reader.warn(at, "list-in-cell", message)
        add_row(draft, Row(cells, at, table.file), column)


def _split(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in cell.split(separator)) if part)
