"""CSV files: their encoding, their delimiter, their header and their records.

Owns what makes a table readable. Knows nothing of terms.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from nkquiz.loader.files import FactFile, content_of
from nkquiz.loader.paths import shown_beside
from nkquiz.loader.reading import Reader, count
from nkquiz.model import Location
from nkquiz.source import Node, SourceFile
from nkquiz.source.reader import without_unseen

_DELIMITERS = ",;\t|"

#: What Excel writes and reads before the header of a table.
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])(?=[\r\n])", re.IGNORECASE)

_COMMENT = "this line begins with `#`, but a table has no comments: remove the line"

Record = tuple[Location, dict[str, str]]


class Table(NamedTuple):
    """A CSV file that was read.

    `file` is the table as a file: paths in it are relative to it, problems are its own. A list
    in a cell is split at `separator`.
    """

    file: FactFile
    header: list[str]
    records: Iterator[Record]
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
    named = _SEPARATOR_LINE.match(decoded)
    delimiter = named[1] if named else _likely_delimiter(decoded)
    lines = _records(decoded, delimiter, reader)
    if named:
        next(lines, None)
    at, written = next(lines, (Location(shown, 1, 1), []))
    header = _header(written, at, reader)
    if header is None:
        return None
    records = (
        (place, dict(zip(header, cells, strict=False)))
        for place, cells in lines
        if _is_named(cells, header, written, at, reader) and _fits(cells, header, place, reader)
    )
    own = replace(file, path=path, shown=shown, reader=reader)
    return Table(own, header, records, "|" if delimiter == ";" else ";")


def _decoded(content: bytes, text: str, file: FactFile, node: Node) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fix = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"
        message = f'the table "{text}" is not UTF-8 in line {line}: {fix}'
        file.reader.error(node, "not-utf-8", message)
        return None


def _likely_delimiter(text: str) -> str:
    first_line = text.lstrip().splitlines()[:1]
    return max(_DELIMITERS, key="".join(first_line).count)


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
        message = (
            f"the table can't be read from here on ({error}): look for a quote that is never closed"
        )
        reader.error(Location(shown, line, 1), "broken-table", message)


def _header(written: list[str], at: Location, reader: Reader) -> list[str] | None:
    """The names of the columns, up to the last one that has a name; none if there is no header."""
    header = written[: max((i for i, name in enumerate(written, 1) if name), default=0)]
    if not header:
        reader.error(
            at, "empty-table", "the table is empty: put the names of the columns in its first line"
        )
        return None
    if _is_comment(header, header):
        reader.error(at, "comment-in-table", _COMMENT)
        return None
    for name, times in Counter(header).items():
        if not name:
            reader.error(at, "unnamed-column", _unnamed(header.index(name) + 1))
        elif times > 1:
            reader.error(at, "duplicate-column", f'two columns have the name "{name}": rename one')
    return header


def _unnamed(number: int) -> str:
    return f"column {number} has no name: give it one, or remove the column"


def _is_named(
    cells: list[str], header: list[str], written: list[str], at: Location, reader: Reader
) -> bool:
    """Whether a row has no cell in a last column that the header leaves without a name.

    That is reported at the header, where the mistake is.
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
        reader.error(
            at, "ragged-row", f"{message}: put quotes around a cell that contains the delimiter"
        )
        return False
    if len(cells) < len(header):
        reader.warn(at, "ragged-row", f"{message}: the missing cells count as empty")
    return True
