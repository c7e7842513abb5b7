"""Vocabularies: lists, rows and CSV files become terms; terms of several files merge.

Owns what the `terms` key means. Knows nothing of facts.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from nkquiz.loader.files import (
    PICTURE,
    SOUND,
    FactFile,
    Medium,
    content_of,
    inside,
    media_path,
    report_empty_path,
    shown_beside,
)
from nkquiz.loader.keys import ATTRIBUTE, FULL_FORM, TERM, VOCABULARY
from nkquiz.loader.reading import Reader, count, is_date, listing, not_a_date, suggest, truth
from nkquiz.loader.sources import citation_from_text, citations
from nkquiz.model import (
    Attribute,
    Citation,
    Location,
    Sort,
    Term,
    Values,
    Vocabulary,
)
from nkquiz.source import Mapping, Node, Scalar, Sequence, SourceFile
from nkquiz.source.reader import without_unseen
from nkquiz.values import norm, one_edit

_DELIMITERS = ",;\t|"
#: What Excel writes and reads before the header of a table.
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])(?=[\r\n])", re.IGNORECASE)
_SHORT = 4  # letters
_LISTS = frozenset({"also", "in", "is_a", "tags", "disputed"})


class Cell(NamedTuple):
    """One value of a row: its text, or its texts where it is or was written as a list."""

    texts: tuple[str, ...]
    at: Location
    listed: bool = False


@dataclass(slots=True)
class Draft:
    """A vocabulary in the making; `own` is the file that declared it first."""

    name: str
    location: Location
    sort: Sort = Sort.THING
    names: str = ""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    declared: dict[str, None] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)  # by id
    by_name: dict[str, str] = field(default_factory=dict)  # exact name -> id
    uses: Counter[str] = field(default_factory=Counter)
    first_use: dict[str, tuple[str, Reader, Location]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)  # every name and id, in normal form

    def knows(self, name: str) -> bool:
        """Whether a term has this name, other name or id, but for case, accents and article."""
        return (norm(name) or name) in self.known

    def add(self, term: Term, reader: Reader, *, has_id: bool) -> None:
        """Add a term, or merge it with the one that has its id or, failing that, its name."""
        known = self.terms.get(term.id) or self._namesake(term, has_id=has_id)
        if known is not None:
            if has_id:
                _report_id(known, term, reader)
            term = replace(
                _merged(known, term, self.attributes, reader), id=term.id if has_id else known.id
            )
            if known.id != term.id:
                del self.terms[known.id]
        self.terms[term.id] = term
        self.by_name[term.name] = term.id
        self.known.update(norm(name) or name for name in (term.id, *term.names))
        if term.article:
            self.known.add(norm(f"{term.article} {term.name}"))
        self.uses.update(term.attributes.keys())
        for name in term.attributes:
            self.attributes.setdefault(name, Attribute(name))

    def _namesake(self, term: Term, *, has_id: bool) -> Term | None:
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

    def __contains__(self, name: object) -> bool:
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
                for entry in file.reader.items(value):
                    _read_entry(draft, entry, file)

    def freeze(self) -> dict[str, Vocabulary]:
        for draft in self.by_name.values():
            _report_slips(draft)
        return {name: draft.freeze() for name, draft in self.by_name.items()}


def _is_full_form(node: Mapping) -> bool:
    """A mapping that describes a vocabulary, rather than one term that stands for a list."""
    return any(key in node for key in FULL_FORM)


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
    for entry in reader.items(rows) if rows is not None else ():
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
            reader.tolerance(entry.get("tolerance")),
        )
    known = draft.attributes.get(key.value)
    if key.value in draft.declared and known != attribute:
        reader.error(key, "contradiction", f"{what} is declared differently in another place")
    draft.attributes[key.value] = attribute
    draft.declared[key.value] = None


# -- rows ---------------------------------------------------------------------------------


def _read_entry(draft: Draft, node: Node, file: FactFile, column: str = "") -> None:
    """One entry of a list of terms: a name, or a mapping."""
    reader = file.reader
    if isinstance(node, Scalar):
        name = node.value.strip()
        if name:
            draft.add(Term(name, name, draft.name, reader.location(node)), reader, has_id=False)
        else:
            message = f"a term of `{draft.name}` is empty: give it a name, or take it away"
            reader.error(node, "empty-entry", message)
        return
    if not isinstance(node, Mapping):
        message = "a term is a name, or a mapping with the key `name`, not a list"
        reader.error(node, "wrong-shape", message)
        return
    cells = {}
    for name in node:
        value = node.get(name)
        assert value is not None  # it is the value of a key that stands there
        # A source may be a mapping: it is read with the other citations.
        texts = ("",) if name == "source" else reader.texts(value, f"`{name}`")
        cells[name] = Cell(texts, reader.location(value), isinstance(value, Sequence))
        if name in ("image", "audio"):
            report_empty_path(name, value, file)
    _add_row(draft, cells, column, reader.location(node), file, node)


def _read_table(draft: Draft, node: Node, column: str, file: FactFile) -> None:
    text = file.reader.text(node, "`file`")
    path = inside(file, node, text) if text else None
    table = read_csv(file, node, path, text) if path is not None else None
    if table is None:
        return
    header = table.header
    name = column or ("name" if "name" in header else header[0])
    if name not in header:
        mend = suggest(name, header) or f"; it has {listing(header)}"
        file.reader.error(node, "no-such-column", f'"{text}" has no column "{name}"{mend}')
        return
    for key in header:
        if key != name and key not in TERM:  # a column may be empty in every row
            draft.attributes.setdefault(key, Attribute(key))
    lists = {n for n, a in draft.attributes.items() if a.values is not Values.ONE} | _LISTS
    for location, cells in table.rows:
        row = {
            key: Cell(_split(cell, table.separator) if key in lists else (cell,), location)
            for key, cell in cells.items()
        }
        for key, cell in cells.items():
            if table.separator in cell and key not in lists and key not in TERM and key != name:
                mend = f"declare `{key}: {{values: all}}`, or `any`, under `attributes`"
                message = f'"{cell}" looks like a list: {mend}'
                table.file.reader.warn(location, "list-in-cell", message)
        _add_row(draft, row, name, location, table.file, None)


def _split(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in cell.split(separator)) if part)


def _add_row(
    draft: Draft,
    cells: dict[str, Cell],
    column: str,
    at: Location,
    file: FactFile,
    node: Mapping | None,
) -> None:
    """Make a term of a row and add it; `node` is the mapping that it was written as, if it was."""
    reader = file.reader
    column = column or ("name" if "name" in cells or not cells else next(iter(cells)))
    name = _one(cells, column, reader)
    if not name:
        message = f"this row of `{draft.name}` has no name: fill the column `{column}`"
        reader.error(at, "no-name", message)
        return
    own = {key: cell for key, cell in cells.items() if key in TERM and key != column}
    term = Term(
        id=_one(own, "id", reader) or name,
        name=name,
        vocabulary=draft.name,
        location=at,
        also=tuple(a for a in _many(own, "also") if a != name),
        article=_one(own, "article", reader),
        within=_many(own, "in"),
        is_a=_many(own, "is_a"),
        image=_media(own, "image", file, PICTURE),
        audio=_media(own, "audio", file, SOUND),
        citations=_row_citations(own, node, file),
        as_of=_row_date(own, reader),
        tags=_many(own, "tags"),
        disputed=_row_disputed(own, cells, reader, draft),
        attributes=_row_attributes(draft, cells, column, reader),
    )
    draft.add(term, reader, has_id=bool(_one(own, "id", reader)))


def _one(cells: dict[str, Cell], key: str, reader: Reader) -> str:
    cell = cells.get(key)
    if cell is not None and cell.listed:
        reader.error(cell.at, "several-values", f"`{key}` must be one text, not a list")
    return cell.texts[0] if cell is not None and cell.texts else ""


def _media(cells: dict[str, Cell], key: str, file: FactFile, medium: Medium) -> str:
    cell = cells.get(key)
    return media_path(_one(cells, key, file.reader), cell.at, file, medium) if cell else ""


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
        draft.first_use.setdefault(key, (cells[column].texts[0], reader, cell.at))
        attribute = draft.attributes.get(key) or Attribute(key)
        if attribute.values is Values.ONE and len(cell.texts) > 1:
            mend = f"declare `{key}: {{values: all}}`, or `any` or `open`, under `attributes`"
            reader.error(cell.at, "several-values", f"`{key}` has one value: {mend}")
            continue
        values[key] = cell.texts
    return MappingProxyType(values)


def _row_citations(
    cells: dict[str, Cell], node: Mapping | None, file: FactFile
) -> tuple[Citation, ...]:
    if node is not None:
        return citations(node.get("source"), file)
    cell = cells.get("source")
    cited = [citation_from_text(t, cell.at, file) for t in cell.texts if t] if cell else []
    return tuple(c for c in cited if c is not None)


def _row_date(cells: dict[str, Cell], reader: Reader) -> str:
    text = _one(cells, "as_of", reader)
    if text and not is_date(text):
        reader.error(cells["as_of"].at, "not-a-date", not_a_date("as_of", text))
        return ""
    return text


def _row_disputed(
    own: dict[str, Cell], cells: dict[str, Cell], reader: Reader, draft: Draft
) -> tuple[str, ...]:
    cell = own.get("disputed")
    if cell is None:
        return ()
    if len(cell.texts) == 1 and (flag := truth(cell.texts[0])) is not None:
        return ("*",) if flag else ()
    for name in cell.texts:
        if name not in cells and name not in draft.attributes:
            mend = suggest(name, cells)
            reader.error(
                cell.at, "unknown-attribute", f'`disputed`: there is no attribute "{name}"{mend}'
            )
    return cell.texts


# -- CSV ----------------------------------------------------------------------------------

Row = tuple[Location, dict[str, str]]


class Table(NamedTuple):
    """A CSV file that was read: `separator` parts a list in a cell; `file` is the file that
    paths in it are relative to, its problems its own.
    """

    file: FactFile
    header: list[str]
    rows: Iterator[Row]
    separator: str


def read_csv(file: FactFile, node: Node, path: Path, text: str) -> Table | None:
    """The table that `file` names `text`; none, with a problem, if it can't be read.

    The delimiter is the one of `,` `;` tab `|` that stands most often in the header, or that
    Excel's `sep=;` names in a line before it.
    """
    content = content_of(file, node, path, text)
    decoded = _decoded(content, text, file, node) if content is not None else None
    if decoded is None:
        return None
    shown = shown_beside(file.shown, text)
    reader = Reader(SourceFile(shown, decoded, None), file.reader.problems)
    decoded, unseen = without_unseen(decoded)
    for it in unseen:
        reader.error(Location(shown, it.line, it.column), it.code, it.message)
    said = _SEPARATOR_LINE.match(decoded)
    first_line = decoded.lstrip().splitlines()[:1]
    delimiter = said[1] if said else max(_DELIMITERS, key="".join(first_line).count)
    records = _records(decoded, delimiter, reader)
    if said:
        next(records, None)
    at, written = next(records, (Location(shown, 1, 1), []))
    header = written[: max((i for i, name in enumerate(written, 1) if name), default=0)]
    if not header:
        reader.error(at, "empty-table", "the table is empty: its first line names the columns")
        return None
    if _is_comment(header, header):
        reader.error(at, "comment-in-table", _COMMENT)
        return None
    _check_header(header, at, reader)
    rows = (
        (place, dict(zip(header, cells, strict=False)))
        for place, cells in records
        if _is_named(cells, header, written, at, reader) and _fits(cells, header, place, reader)
    )
    own = replace(file, path=path, shown=shown, reader=reader)
    return Table(own, header, rows, "|" if delimiter == ";" else ";")


def _decoded(content: bytes, text: str, file: FactFile, node: Node) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        mend = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"
        message = f'the table "{text}" is not UTF-8 in line {line}: {mend}'
        file.reader.error(node, "not-utf-8", message)
        return None


def _records(text: str, delimiter: str, reader: Reader) -> Iterator[tuple[Location, list[str]]]:
    """The cells of each line that has any, and where it begins."""
    shown = reader.source.path
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in records:
            at = Location(shown, line, 1)
            line = records.line_num + 1
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield at, cells
    except csv.Error as error:
        message = f"the table can't be read from here on ({error}): look for an unclosed quote"
        reader.error(Location(shown, line, 1), "broken-table", message)


def _check_header(header: list[str], at: Location, reader: Reader) -> None:
    for name, times in Counter(header).items():
        if not name:
            reader.error(at, "unnamed-column", _unnamed(header.index(name) + 1))
        elif times > 1:
            reader.error(at, "duplicate-column", f'two columns are called "{name}": rename one')


_COMMENT = "a table has no comments, and this line begins with `#`: take it away"


def _unnamed(number: int) -> str:
    return f"column {number} has no name: give it one, or take the column away"


def _is_named(
    cells: list[str], header: list[str], written: list[str], at: Location, reader: Reader
) -> bool:
    """Whether the last columns, if the header leaves them empty, are empty in this row too.

    Said once, at the header: its mistake it is.
    """
    filled = [i for i, cell in enumerate(cells, 1) if cell and len(header) < i]
    if not filled or filled[-1] > len(written):
        return True
    reader.error(at, "unnamed-column", _unnamed(filled[0]))
    return False


def _is_comment(cells: list[str], header: list[str]) -> bool:
    """Whether a line was meant as a comment: `# so`, or `#so` with no other cell.

    In a table of one column `#so` may be a name.
    """
    if cells[0].startswith(("# ", "##")):
        return True
    return cells[0].startswith("#") and len(header) > 1 and not any(cells[1:])


def _fits(cells: list[str], header: list[str], at: Location, reader: Reader) -> bool:
    """Whether this is a row, with no more cells than the header; trailing empty ones don't count."""
    if _is_comment(cells, header):
        reader.error(at, "comment-in-table", _COMMENT)
        return False
    message = f"this row has {count(len(cells), 'cell')}, the header {len(header)}"
    if any(cells[len(header) :]):
        reader.error(at, "ragged-row", f"{message}: quote a cell that holds the delimiter")
        return False
    if len(cells) < len(header):
        reader.warn(at, "ragged-row", f"{message}: the missing ones are read as empty")
    return True


# -- merging ------------------------------------------------------------------------------


def _merged(old: Term, new: Term, columns: dict[str, Attribute], reader: Reader) -> Term:
    """One term of two: names and tags are joined, values must agree but in open columns."""

    def joined(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
        return (*a, *(x for x in b if x not in a))

    attributes = dict(old.attributes)
    for key, values in new.attributes.items():
        known = attributes.setdefault(key, values)
        if key in columns and columns[key].values is Values.OPEN:
            attributes[key] = joined(known, values)
        elif sorted(map(_form, known)) != sorted(map(_form, values)):
            _contradiction(old, new, key, known, values, reader)
    for key in ("article", "image", "audio", "as_of"):
        was, now = getattr(old, key), getattr(new, key)
        if was and now and was != now:
            _contradiction(old, new, key, (was,), (now,), reader)
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


def _report_id(known: Term, again: Term, reader: Reader) -> None:
    """Two things of one file that have one id: in another file it is how a term is renamed."""
    named = known.id != known.name and again.name != known.name
    if named and again.location.path == known.location.path:
        message = (
            f'the id "{again.id}" is that of "{known.name}" at {known.location} too: '
            "give one another id"
        )
        reader.error(again.location, "duplicate-id", message)


def _form(value: str) -> str:
    return norm(value) or value


def _contradiction(
    old: Term, new: Term, key: str, was: tuple[str, ...], now: tuple[str, ...], reader: Reader
) -> None:
    message = (
        f'`{key}` of "{new.name}" is "{"; ".join(now)}" here '
        f'and "{"; ".join(was)}" at {old.location}: keep one'
    )
    reader.error(new.location, "contradiction", message)


def _report_slips(draft: Draft) -> None:
    """An attribute that one term has, one edit from another or from a term's key, is a slip."""
    known = [*draft.declared, *(name for name, times in draft.uses.items() if times > 1), *TERM]
    for name, times in draft.uses.items():
        if times > 1 or name in draft.declared:
            continue
        near = [n for n in known if _nearly(n, name)]
        known.append(name)
        if near:
            term, reader, at = draft.first_use[name]
            message = f'only "{term}" has the attribute "{name}"; did you mean "{near[0]}"?'
            reader.warn(at, "slip", message)


def _nearly(a: str, b: str) -> bool:
    """Whether one edit, or a swap of two letters, turns one word into the other.

    That says nothing of short words, nor of `year1` and `year2`.
    """
    if max(len(a), len(b)) < _SHORT or _digits(a) != _digits(b):
        return False
    swapped = sorted(a) == sorted(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 2
    return swapped or (a != b and one_edit(a, b))


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
