"""About how many pages a part of a document fills: what its footer shows until Word counts them.

Word counts pages when it prints or is asked to, and a file that makes it do so when it is opened
begins with a question to the teacher.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any

from docx.oxml.ns import qn

from nkquiz.formats.docx.styles import FOOT, spacing_of
from nkquiz.sheet import MARGIN, Settings

#: The height of a line and the width of a letter on average, by the size of the font: of Arial.
_LINE, _LETTER = 1.15, 0.5
#: The height of a picture, by the size of the font.
PICTURE = 8
#: What stays empty at the end of pages, since nothing is torn.
_LOST = 1.03


def pages_of(elements: Iterable[Any], settings: Settings) -> int:
    """How many pages paragraphs and tables fill, one at least."""
    page = (settings.paper.size[1] - 2 * MARGIN - FOOT) / settings.font_size
    width = settings.column_width / settings.font_size
    filled = sum(_height(element, width) for element in elements) * _LOST
    return max(1, ceil(filled / (page * settings.columns)))


def _height(element: Any, width: float) -> float:
    """The height of a paragraph or a table, by the size of the font; so is the width it has."""
    if element.tag == qn("w:tbl"):
        return sum(_of_row(row, width) for row in element.iter(qn("w:tr")))
    before, after, size = spacing_of(element.xpath("string(./w:pPr/w:pStyle/@w:val)"))
    pictures = PICTURE if next(element.iter(qn("w:drawing")), None) is not None else 0
    lines = sum(max(1, ceil(letters * _LETTER * size / (width - 2))) for letters in _lines(element))
    return before + after + pictures + lines * _LINE * size


def _of_row(row: Any, width: float) -> float:
    cells = list(row.iter(qn("w:tc")))
    return max(
        sum(_height(one, width / len(cells) + 1) for one in cell.iter(qn("w:p"))) for cell in cells
    )


def _lines(paragraph: Any) -> Iterator[int]:
    """The number of letters up to each break."""
    letters = 0
    for node in paragraph.iter(qn("w:t"), qn("w:br")):
        if node.tag == qn("w:br"):
            yield letters
            letters = 0
        else:
            letters += len(node.text or "")
    yield letters
