"""The questions of a worksheet, each with what stands under it: options, pairs, boxes, lines.

Owns where a question may break. Knows no answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from nkquiz.formats.docx import styles
from nkquiz.formats.docx.styles import QUESTIONS, list_of
from nkquiz.formats.docx.text import (
    BREAK,
    SMALL,
    TAB,
    SheetText,
    TableCell,
    box_cell,
    in_list,
    paragraph,
    run,
    table_cell,
    text_cell,
)
from nkquiz.prose import Prose, TextRun, plain
from nkquiz.sheet import (
    Boxes,
    Choices,
    Filling,
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
    has_letters_from_the_right,
    points,
)

#: How wide the boxes beside a statement are, and what is before it, in letters.
_LABELS = 24
_BOX = "□"


class Questions:
    """Writes the questions of one document."""

    def __init__(self, text: SheetText) -> None:
        self._text = text

    def head(self, version: Version) -> str:
        """The title, the fields for name and score, the instructions."""
        sheet = self._text.document.sheet
        said = f" · {version.name}" if version.name else ""
        fields = [run(f"{label} ") + TAB for label in (NAME, CLASS, DATE, SCORE)]
        middle = BREAK if styles.is_large(sheet.settings) else run(" ")
        line = run(" ").join(fields[:2]) + middle + run(" ").join(fields[2:])
        of = self._text.own(f"\u00a0/\u00a0{sheet.points}")
        instructions = BREAK.join(map(self._text.prose, sheet.instructions))
        return (
            paragraph("Heading 1", run(f"{sheet.title}{said}") + self._text.badge(version))
            + paragraph(styles.FIELDS, line + of)
            + (paragraph("Normal", instructions) if instructions else "")
        )

    def questions(self, version: Version, index: int) -> str:
        """All questions; `index` is that of the version, for its numbers."""
        number = list_of(QUESTIONS, index)
        return "".join(self._section(section, number) for section in version.sections)

    def _section(self, section: Section, number: int) -> str:
        worth = self._text.own(points(section.points), SMALL)
        return "".join(
            (
                paragraph("Heading 2", f"{run(section.title)}{TAB}{worth}"),
                paragraph(styles.INSTRUCTIONS, self._text.own(section.instructions)),
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
        is_long = any(len(plain(word)) > self._text.letters for word in words)
        shown = words if is_long else map(_unbroken, words)
        return paragraph(
            styles.BANK, (BREAK if is_long else run("\u2003 ")).join(map(self._text.prose, shown))
        )

    def _question(self, question: SheetQuestion, number: int) -> str:
        """The stem and what stands under it. All but the last paragraph stay with the next."""
        self._text.where = question.item.location
        stem = self._text.prose(question.stem)
        if question.points:
            stem += self._text.own(f" ({points(question.points)})", SMALL)
        last = isinstance(question.body, Boxes | Filling)
        shown = self._text.prose(question.picture)
        picture = paragraph(styles.PICTURE, shown, is_last=last) if shown else ""
        if isinstance(question.body, Boxes):
            labels = [f"{_BOX}\u00a0" for _ in question.body.labels]
            ticks = (
                run(box) + self._text.prose(label)
                for box, label in zip(labels, question.body.labels, strict=True)
            )
            # A tab can't push what has no room on the line.
            is_short = len(plain(question.stem)) + _LABELS < self._text.letters
            stem += ("" if is_short else BREAK) + TAB + self._text.gap.join(ticks)
        is_last = last and not picture
        asked = paragraph(styles.QUESTION, stem, in_list(number, 0), is_last=is_last)
        return asked + picture + self._body(question, number)

    def _body(self, question: SheetQuestion, number: int) -> str:
        match question.body:
            case Choices() as choices:
                return self._choices(choices, number)
            case Pairs() as pairs:
                return self._pairs(pairs, number)
            case Parts(parts=parts):
                cells = [[box_cell(), text_cell(self._text.prose(part))] for part in parts]
                box = self._text.wide.box
                return self._table(cells, (box, self._text.width - self._text.wide.indent - box))
            case WritingLines(count=count):
                return "".join(
                    paragraph(styles.LINE, TAB, is_last=i == count - 1) for i in range(count)
                )
            case Boxes() | Filling():
                return ""

    def _choices(self, choices: Choices, number: int) -> str:
        wide = self._text.wide
        indent = f'<w:ind w:left="{wide.indent}"/>'
        asked = self._text.prose(choices.question)
        if self._text.is_from_right and not has_letters_from_the_right(plain(choices.question)):
            asked = asked and self._text.own("") + asked + self._text.own(
                ""
            )  # English, asked by nkquiz itself
        out = paragraph(styles.INSTRUCTIONS, asked, indent) if asked else ""
        shown = [self._text.prose(option) for option in choices.options]
        numbered = in_list(number, 1)
        if choices.columns == 1:
            left = wide.indent + wide.letter
            under = f'{numbered}<w:ind w:left="{left}" w:hanging="{wide.letter}"/>'
            return out + "".join(
                paragraph(styles.OPTION, option, under, is_last=i == len(shown) - 1)
                for i, option in enumerate(shown)
            )
        rows = [shown[i : i + choices.columns] for i in range(0, len(shown), choices.columns)]
        cells = [
            [text_cell(option, numbered, styles.OPTION, is_last=row is rows[-1]) for option in row]
            for row in rows
        ]
        width = (self._text.width - wide.indent) // choices.columns
        return out + self._table(cells, (width,) * choices.columns)

    def _pairs(self, pairs: Pairs, number: int) -> str:
        """A box, a number and a premise; beside them a letter and a response."""
        wide = self._text.wide
        rest = self._text.width - wide.indent - wide.box - wide.number
        left = round(rest * _share(pairs.premises, pairs.responses))
        widths = (wide.box, wide.number, left, rest - left)
        numbered = in_list(number, 1)
        rows = []
        count = max(len(pairs.premises), len(pairs.responses))
        for i in range(count):
            is_last = i == count - 1
            beside = [text_cell(""), text_cell(""), text_cell("")]
            if i < len(pairs.premises):
                premise = self._text.prose(pairs.premises[i])
                beside = [box_cell(), text_cell(run(str(i + 1))), text_cell(premise)]
            right = text_cell("", is_last=is_last)
            if i < len(pairs.responses):
                response = self._text.prose(pairs.responses[i])
                right = text_cell(response, numbered, styles.OPTION, is_last=is_last)
            rows.append([*beside, right])
        return self._table(rows, widths)

    def _table(self, rows: Sequence[Sequence[TableCell]], widths: Sequence[int]) -> str:
        """Cells without lines, but for those that are boxes; a row is never torn."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        height = round(self._text.document.sheet.settings.font_size * 30)
        has_boxes = any(row[0].lines for row in rows)
        tall = f'<w:trHeight w:val="{height}"/>' if has_boxes else ""
        made = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>"
            + "".join(table_cell(cell, width) for cell, width in zip(row, widths, strict=False))
            + "".join(table_cell(text_cell(""), w) for w in widths[len(row) :])
            + "</w:tr>"
            for row in rows
        )
        return (
            f'<w:tbl><w:tblPr>{self._text.side}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="{self._text.wide.indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:left w:w="{120 if has_boxes else 0}" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
        )


def _unbroken(prose: Prose) -> Prose:
    """The text with its words kept on one line."""
    return tuple(
        TextRun(piece.text.replace(" ", "\u00a0")) if isinstance(piece, TextRun) else piece
        for piece in prose
    )


def _share(premises: Sequence[Prose], responses: Sequence[Prose]) -> float:
    """The share of the width that premises get: as wide as they are, beside the responses."""
    left, right = (max((len(plain(p)) for p in side), default=0) for side in (premises, responses))
    return min(0.6, max(0.4, (left + 2) / (left + right + 6)))
