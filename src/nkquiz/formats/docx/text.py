"""Text as WordprocessingML: runs, paragraphs and cells of tables, as strings.

Owns letters from right to left, formulas and pictures within a text. Knows no question. Plain
python-docx takes several times as long for the same paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from nkquiz.formats.docx import styles
from nkquiz.formats.docx.maths import omml
from nkquiz.formats.docx.styles import measures, style_id
from nkquiz.model import Location
from nkquiz.prose import Blank, Maths, Picture, Piece, Prose, TextRun
from nkquiz.sheet import (
    RULE,
    Document,
    Version,
)
from nkquiz.sheet.wording import (
    direction,
    has_letters_from_the_right,
)

#: Gives the XML element of a picture; None for one that isn't shown.
PlacedPicture = Callable[[Picture, Location], Any | None]

TAB = "<w:r><w:tab/></w:r>"
BREAK = "<w:r><w:br/></w:r>"
#: A mark that ends a stretch of letters from right to left.
LEFT_TO_RIGHT = "\u200e"
_RIGHT_TO_LEFT = "\u200f"
_NOWHERE = Location("", 1, 1)
BOLD = "<w:b/><w:bCs/>"
SMALL = f'<w:rStyle w:val="{style_id(styles.POINTS)}"/>'
LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right")
)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: its paragraph, and lines around it where it is a box."""

    content: str
    lines: str = ""


class SheetText:
    """Writes the texts of one document; `where` is where the text stands that is written now."""

    def __init__(self, document: Document, placed: PlacedPicture) -> None:
        self.document = document
        self._placed = placed
        self.wide = measures(document)
        self.width = round(document.sheet.settings.column_width * 20)
        #: How many letters a line has, of average width.
        self.letters = self.width / (self.wide.em * 0.5)
        self.is_from_right = direction(document.sheet.language) == "rtl"
        self.where = _NOWHERE

    def badge(self, version: Version) -> str:
        """The letter of a version in a box at the end, to tell papers apart at a glance."""
        if not version.letter:
            return ""
        border = '<w:bdr w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
        return TAB + self.own(f"\u00a0{version.letter}\u00a0", border)

    @property
    def side(self) -> str:
        """From which side the columns of a table count."""
        return "<w:bidiVisual/>" if self.is_from_right else ""

    @property
    def gap(self) -> str:
        """Between things side by side: words from the left aren't drawn together across it."""
        return run("\u2003" + (_RIGHT_TO_LEFT if self.is_from_right else ""))

    def own(self, text: str, properties: str = "") -> str:
        """What a sheet says by itself: English, so that it's kept together among other letters."""
        if self.is_from_right:
            text = f"{LEFT_TO_RIGHT}{text}{LEFT_TO_RIGHT}"
        return run(text, properties)

    def prose(self, prose: Prose, properties: str = "") -> str:
        """A text with its blanks, formulas and pictures."""
        return "".join(self._piece(piece, properties) for piece in prose)

    def _piece(self, piece: Piece, properties: str) -> str:
        match piece:
            case TextRun(text=text):
                if self.is_from_right and has_letters_from_the_right(text):
                    properties += "<w:rtl/>"
                return run(text, properties)
            case Blank():
                return run("_" * RULE, properties)
            case Maths(source=source, tree=tree):
                return run(source, properties) if tree is None else omml(tree)
            case Picture(alt=alt):
                inline = self._placed(piece, self.where)
                if inline is None:
                    return run(f"[{alt or 'picture'}]", properties)
                return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"


def run(text: str, properties: str = "") -> str:
    """A stretch of text that looks the same."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def in_list(number: int, level: int) -> str:
    """Makes a paragraph an entry of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def paragraph(style: str, content: str, more: str = "", *, is_last: bool = False) -> str:
    """A paragraph of a style; `is_last` ends what must stay together."""
    loose = '<w:keepNext w:val="0"/>' if is_last else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{loose}{more}</w:pPr>{content}</w:p>'


def text_cell(
    content: str, more: str = "", style: str = styles.CELL, *, is_last: bool = False
) -> TableCell:
    """A cell that holds a paragraph."""
    return TableCell(paragraph(style, content, more, is_last=is_last))


def box_cell() -> TableCell:
    """An empty cell with lines around it, to write into."""
    return TableCell(paragraph(styles.CELL, ""), LINES)


def table_cell(cell: TableCell, width: int) -> str:
    """A cell in its column, `width` in twentieths of a point."""
    border = cell.lines and f"<w:tcBorders>{cell.lines}</w:tcBorders>"
    middle = '<w:vAlign w:val="center"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}{middle}</w:tcPr>'
        f"{cell.content}</w:tc>"
    )
