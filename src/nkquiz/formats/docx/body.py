"""The paragraphs and tables of a worksheet as WordprocessingML: strings, parsed once a version.

Plain python-docx takes several times as long for the same paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from nkquiz.formats.docx import styles
from nkquiz.formats.docx.maths import omml
from nkquiz.formats.docx.styles import KEYS, QUESTIONS, SOURCES, list_of, measures, style_id
from nkquiz.model import Location
from nkquiz.prose import Blank, Maths, Picture, Piece, Prose, TextRun, plain
from nkquiz.sheet import (
    RULE,
    Boxes,
    Choices,
    Document,
    Filling,
    KeyEntry,
    Pairs,
    Parts,
    Section,
    SheetQuestion,
    Version,
    WritingLines,
)
from nkquiz.sheet.wording import (
    CLASS,
    DATE,
    NAME,
    SCORE,
    as_of,
    direction,
    has_letters_from_the_right,
    points,
)

#: Gives the XML element of a picture; None for one that isn't shown.
Placed = Callable[[Picture, Location], Any | None]

_TAB = "<w:r><w:tab/></w:r>"
_BREAK = "<w:r><w:br/></w:r>"
#: How wide the boxes beside a statement are, and what is before it, in letters.
_LABELS = 24
_BOX = "□"
#: A mark that ends a stretch of letters from right to left.
_LEFT_TO_RIGHT = "\u200e"
_RIGHT_TO_LEFT = "\u200f"
_NOWHERE = Location("", 1, 1)
_BOLD = "<w:b/><w:bCs/>"
_CENTERED = '<w:jc w:val="center"/>'
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right")
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table: its paragraph, and lines around it where it is a box."""

    content: str
    lines: str = ""


class Body:
    """Writes the content of one document."""

    def __init__(self, document: Document, placed: Placed) -> None:
        self._document = document
        self._placed = placed
        self._wide = measures(document)
        self._width = round(document.sheet.settings.column_width * 20)
        #: How many letters a line has, of average width.
        self._letters = self._width / (self._wide.em * 0.5)
        self._is_from_right = direction(document.sheet.language) == "rtl"
        self._where = _NOWHERE

    # -- questions ------------------------------------------------------------------------------

    def head(self, version: Version) -> str:
        sheet = self._document.sheet
        said = f" · {version.name}" if version.name else ""
        fields = [_run(f"{label} ") + _TAB for label in (NAME, CLASS, DATE, SCORE)]
        middle = _BREAK if styles.is_large(sheet.settings) else _run(" ")
        line = _run(" ").join(fields[:2]) + middle + _run(" ").join(fields[2:])
        of = self._own(f"\u00a0/\u00a0{sheet.points}")
        instructions = _BREAK.join(map(self._prose, sheet.instructions))
        return (
            _paragraph("Heading 1", _run(f"{sheet.title}{said}") + self._badge(version))
            + _paragraph(styles.FIELDS, line + of)
            + (_paragraph("Normal", instructions) if instructions else "")
        )

    def _badge(self, version: Version) -> str:
        """The letter of a version in a box at the end, to tell papers apart at a glance."""
        if not version.letter:
            return ""
        border = '<w:bdr w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
        return _TAB + self._own(f"\u00a0{version.letter}\u00a0", border)

    def questions(self, version: Version, index: int) -> str:
        number = list_of(QUESTIONS, index)
        return "".join(self._section(section, number) for section in version.sections)

    def _section(self, section: Section, number: int) -> str:
        worth = self._own(points(section.points), _SMALL)
        return "".join(
            (
                _paragraph("Heading 2", f"{_run(section.title)}{_TAB}{worth}"),
                _paragraph(styles.INSTRUCTIONS, self._own(section.instructions)),
                self._bank(section.word_bank),
                *(self._question(question, number) for question in section.questions),
            )
        )

    def _bank(self, words: Sequence[Prose]) -> str:
        """The words in a box, none broken; each on a line of its own where one is longer than
        that, since nobody would see where it ends.
        """
        if not words:
            return ""
        is_long = any(len(plain(word)) > self._letters for word in words)
        shown = words if is_long else map(_unbroken, words)
        return _paragraph(
            styles.BANK, (_BREAK if is_long else _run("\u2003 ")).join(map(self._prose, shown))
        )

    def _question(self, question: SheetQuestion, number: int) -> str:
        """The stem and what stands under it. All but the last paragraph stay with the next."""
        self._where = question.item.location
        stem = self._prose(question.stem)
        if question.points:
            stem += self._own(f" ({points(question.points)})", _SMALL)
        last = isinstance(question.body, Boxes | Filling)
        shown = self._prose(question.picture)
        picture = _paragraph(styles.PICTURE, shown, is_last=last) if shown else ""
        if isinstance(question.body, Boxes):
            labels = [f"{_BOX}\u00a0" for _ in question.body.labels]
            ticks = (
                _run(box) + self._prose(label)
                for box, label in zip(labels, question.body.labels, strict=True)
            )
            # A tab can't push what has no room on the line.
            is_short = len(plain(question.stem)) + _LABELS < self._letters
            stem += ("" if is_short else _BREAK) + _TAB + self._gap.join(ticks)
        is_last = last and not picture
        asked = _paragraph(styles.QUESTION, stem, _numbered(number, 0), is_last=is_last)
        return asked + picture + self._body(question, number)

    def _body(self, question: SheetQuestion, number: int) -> str:
        match question.body:
            case Choices() as choices:
                return self._choices(choices, number)
            case Pairs() as pairs:
                return self._pairs(pairs, number)
            case Parts(parts=parts):
                cells = [[_box(), self._cell(self._prose(part))] for part in parts]
                box = self._wide.box
                return self._table(cells, (box, self._width - self._wide.indent - box))
            case WritingLines(count=count):
                return "".join(
                    _paragraph(styles.LINE, _TAB, is_last=i == count - 1) for i in range(count)
                )
            case Boxes() | Filling():
                return ""

    def _choices(self, choices: Choices, number: int) -> str:
        wide = self._wide
        indent = f'<w:ind w:left="{wide.indent}"/>'
        asked = self._prose(choices.question)
        if self._is_from_right and not has_letters_from_the_right(plain(choices.question)):
            asked = asked and self._own("") + asked + self._own(
                ""
            )  # English, asked by nkquiz itself
        out = _paragraph(styles.INSTRUCTIONS, asked, indent) if asked else ""
        shown = [self._prose(option) for option in choices.options]
        numbered = _numbered(number, 1)
        if choices.columns == 1:
            left = wide.indent + wide.letter
            under = f'{numbered}<w:ind w:left="{left}" w:hanging="{wide.letter}"/>'
            return out + "".join(
                _paragraph(styles.OPTION, option, under, is_last=i == len(shown) - 1)
                for i, option in enumerate(shown)
            )
        rows = [shown[i : i + choices.columns] for i in range(0, len(shown), choices.columns)]
        cells = [
            [self._cell(option, numbered, styles.OPTION, is_last=row is rows[-1]) for option in row]
            for row in rows
        ]
        width = (self._width - wide.indent) // choices.columns
        return out + self._table(cells, (width,) * choices.columns)

    def _pairs(self, pairs: Pairs, number: int) -> str:
        """A box, a number and a premise; beside them a letter and a response."""
        wide = self._wide
        rest = self._width - wide.indent - wide.box - wide.number
        left = round(rest * _share(pairs.premises, pairs.responses))
        widths = (wide.box, wide.number, left, rest - left)
        numbered = _numbered(number, 1)
        rows = []
        count = max(len(pairs.premises), len(pairs.responses))
        for i in range(count):
            is_last = i == count - 1
            beside = [self._cell(""), self._cell(""), self._cell("")]
            if i < len(pairs.premises):
                premise = self._prose(pairs.premises[i])
                beside = [_box(), self._cell(_run(str(i + 1))), self._cell(premise)]
            right = self._cell("", is_last=is_last)
            if i < len(pairs.responses):
                response = self._prose(pairs.responses[i])
                right = self._cell(response, numbered, styles.OPTION, is_last=is_last)
            rows.append([*beside, right])
        return self._table(rows, widths)

    def _cell(
        self, content: str, more: str = "", style: str = styles.CELL, *, is_last: bool = False
    ) -> _Cell:
        return _Cell(_paragraph(style, content, more, is_last=is_last))

    def _table(self, rows: Sequence[Sequence[_Cell]], widths: Sequence[int]) -> str:
        """Cells without lines, but for those that are boxes; a row is never torn."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        height = round(self._document.sheet.settings.font_size * 30)
        has_boxes = any(row[0].lines for row in rows)
        tall = f'<w:trHeight w:val="{height}"/>' if has_boxes else ""
        made = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>"
            + "".join(_table_cell(cell, width) for cell, width in zip(row, widths, strict=False))
            + "".join(_table_cell(self._cell(""), w) for w in widths[len(row) :])
            + "</w:tr>"
            for row in rows
        )
        return (
            f'<w:tbl><w:tblPr>{self._side}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="{self._wide.indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:left w:w="{120 if has_boxes else 0}" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
        )

    # -- the key --------------------------------------------------------------------------------

    def key_head(self, version: Version) -> str:
        said = version.key_name
        if not self._document.has_questions:
            said += f": {self._document.sheet.title}"
        return _paragraph("Heading 1", _run(said) + self._badge(version))

    def key(self, version: Version, index: int) -> str:
        """The answers; after those of the last version, what holds for all."""
        number = list_of(KEYS, index)
        out = "".join(self._answer(answer, number) for answer in version.answers)
        sheet = self._document.sheet
        if version is not sheet.versions[-1]:
            return out
        if len(sheet.versions) > 1:
            out += _paragraph("Heading 2", _run("Numbers in the versions")) + self._map()
        if sheet.sources:
            numbered = _numbered(list_of(SOURCES, index), 0)
            out += _paragraph("Heading 2", _run("Sources"))
            out += "".join(_paragraph(styles.SOURCE, _run(s), numbered) for s in sheet.sources)
        return out

    def _answer(self, answer: KeyEntry, number: int) -> str:
        self._where = answer.item.location
        text = self._prose(answer.text)
        if answer.mark:
            shown = _run(answer.mark, _BOLD) + _run("\u2003") + text
        else:
            shown = self._prose(answer.text, _BOLD)
        if answer.also:
            others = _run("; ").join(map(self._prose, answer.also))
            shown += _run(" (also: ") + others + _run(")")
        since = as_of(answer.as_of)
        why = " ".join(said for said in (since, answer.cited) if said)
        if why and not answer.why and not since:
            gap = "\u2003"
            if has_letters_from_the_right(plain(answer.text)):
                gap += _LEFT_TO_RIGHT
            shown, why = shown + _run(gap) + _run(why, _SMALL), ""
        why = _run(" ").join(one for one in (self._prose(answer.why), why and _run(why)) if one)
        asked = _paragraph(styles.ANSWER, shown, _numbered(number, 0), is_last=not why)
        return asked + (_paragraph(styles.WHY, why) if why else "")

    def _map(self) -> str:
        """Which number a question of version A has in the others; real table with a head."""
        sheet = self._document.sheet
        letters = [version.letter for version in sheet.versions]
        width = min(self._wide.cell, self._width // (len(letters) + 1))
        room = self._width // (width * (len(letters) + 1))
        groups = max(1, min(room, len(sheet.table) // 5))
        length = -(-len(sheet.table) // groups)
        rows = [_side_by_side([letters] * groups)]
        for i in range(length):
            beside = sheet.table[i::length]
            row = _side_by_side([[str(number) for number in row] for row in beside])
            rows.append(row + [""] * (len(rows[0]) - len(row)))
        made = ""
        for i, row in enumerate(rows):
            cells = "".join(_map_cell(cell, width, "" if i else _BOLD) for cell in row)
            head = "" if i else "<w:tblHeader/>"
            made += f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"
        grid = f'<w:gridCol w:w="{width}"/>' * len(rows[0])
        return (
            f'<w:tbl><w:tblPr>{self._side}<w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
        )

    # -- text -----------------------------------------------------------------------------------

    @property
    def _side(self) -> str:
        """From which side the columns of a table count."""
        return "<w:bidiVisual/>" if self._is_from_right else ""

    @property
    def _gap(self) -> str:
        """Between things side by side: words from the left aren't drawn together across it."""
        return _run("\u2003" + (_RIGHT_TO_LEFT if self._is_from_right else ""))

    def _own(self, text: str, properties: str = "") -> str:
        """What a sheet says by itself: English, so that it's kept together among other letters."""
        if self._is_from_right:
            text = f"{_LEFT_TO_RIGHT}{text}{_LEFT_TO_RIGHT}"
        return _run(text, properties)

    def _prose(self, prose: Prose, properties: str = "") -> str:
        return "".join(self._piece(piece, properties) for piece in prose)

    def _piece(self, piece: Piece, properties: str) -> str:
        match piece:
            case TextRun(text=text):
                if self._is_from_right and has_letters_from_the_right(text):
                    properties += "<w:rtl/>"
                return _run(text, properties)
            case Blank():
                return _run("_" * RULE, properties)
            case Maths(source=source, tree=tree):
                return _run(source, properties) if tree is None else omml(tree)
            case Picture(alt=alt):
                inline = self._placed(piece, self._where)
                if inline is None:
                    return _run(f"[{alt or 'picture'}]", properties)
                return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"


def _run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


_SMALL = f'<w:rStyle w:val="{style_id(styles.POINTS)}"/>'


def _unbroken(prose: Prose) -> Prose:
    """The text with its words kept on one line."""
    return tuple(
        TextRun(piece.text.replace(" ", "\u00a0")) if isinstance(piece, TextRun) else piece
        for piece in prose
    )


def _numbered(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _paragraph(style: str, content: str, more: str = "", *, is_last: bool = False) -> str:
    """A paragraph of a style; `is_last` ends what must stay together."""
    loose = '<w:keepNext w:val="0"/>' if is_last else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{loose}{more}</w:pPr>{content}</w:p>'


def _share(premises: Sequence[Prose], responses: Sequence[Prose]) -> float:
    """The share of the width that premises get: as wide as they are, beside the responses."""
    left, right = (max((len(plain(p)) for p in side), default=0) for side in (premises, responses))
    return min(0.6, max(0.4, (left + 2) / (left + right + 6)))


def _side_by_side(rows: Sequence[Sequence[str]]) -> list[str]:
    """The cells of some rows in one, an empty cell between them."""
    joined = list(rows[0])
    for row in rows[1:]:
        joined += ["", *row]
    return joined


def _map_cell(text: str, width: int, properties: str) -> str:
    """A number in its box; what is empty has no lines, so that gaps stay gaps."""
    shown = _paragraph("Normal", _run(text, properties), _CENTERED)
    return _table_cell(_Cell(shown, _LINES if text else ""), width)


def _box() -> _Cell:
    return _Cell(_paragraph(styles.CELL, ""), _LINES)


def _table_cell(cell: _Cell, width: int) -> str:
    border = cell.lines and f"<w:tcBorders>{cell.lines}</w:tcBorders>"
    middle = '<w:vAlign w:val="center"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}{middle}</w:tcPr>'
        f"{cell.content}</w:tc>"
    )
