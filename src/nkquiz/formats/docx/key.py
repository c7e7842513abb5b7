"""The key of a worksheet: its answers, the numbers in the versions, the sources.

Owns what stands beside an answer. Knows no question.
"""

from __future__ import annotations

from collections.abc import Sequence

from nkquiz.formats.docx import styles
from nkquiz.formats.docx.styles import KEYS, SOURCES, list_of
from nkquiz.formats.docx.text import (
    BOLD,
    LEFT_TO_RIGHT,
    LINES,
    SMALL,
    SheetText,
    TableCell,
    in_list,
    paragraph,
    run,
    table_cell,
)
from nkquiz.prose import plain
from nkquiz.sheet import (
    KeyEntry,
    Version,
)
from nkquiz.sheet.wording import (
    as_of,
    has_letters_from_the_right,
)

_CENTERED = '<w:jc w:val="center"/>'


class AnswerKey:
    """Writes the key of one document."""

    def __init__(self, text: SheetText) -> None:
        self._text = text

    def head(self, version: Version) -> str:
        """The title of a version's key."""
        said = version.key_name
        if not self._text.document.has_questions:
            said += f": {self._text.document.sheet.title}"
        return paragraph("Heading 1", run(said) + self._text.badge(version))

    def answers(self, version: Version, index: int) -> str:
        """The answers; after those of the last version, what holds for all."""
        number = list_of(KEYS, index)
        out = "".join(self._answer(answer, number) for answer in version.answers)
        sheet = self._text.document.sheet
        if version is not sheet.versions[-1]:
            return out
        if len(sheet.versions) > 1:
            out += paragraph("Heading 2", run("Numbers in the versions")) + self._map()
        if sheet.sources:
            numbered = in_list(list_of(SOURCES, index), 0)
            out += paragraph("Heading 2", run("Sources"))
            out += "".join(paragraph(styles.SOURCE, run(s), numbered) for s in sheet.sources)
        return out

    def _answer(self, answer: KeyEntry, number: int) -> str:
        self._text.where = answer.item.location
        text = self._text.prose(answer.text)
        if answer.mark:
            shown = run(answer.mark, BOLD) + run("\u2003") + text
        else:
            shown = self._text.prose(answer.text, BOLD)
        if answer.also:
            others = run("; ").join(map(self._text.prose, answer.also))
            shown += run(" (also: ") + others + run(")")
        since = as_of(answer.as_of)
        why = " ".join(said for said in (since, answer.cited) if said)
        if why and not answer.why and not since:
            gap = "\u2003"
            if has_letters_from_the_right(plain(answer.text)):
                gap += LEFT_TO_RIGHT
            shown, why = shown + run(gap) + run(why, SMALL), ""
        why = run(" ").join(one for one in (self._text.prose(answer.why), why and run(why)) if one)
        asked = paragraph(styles.ANSWER, shown, in_list(number, 0), is_last=not why)
        return asked + (paragraph(styles.WHY, why) if why else "")

    def _map(self) -> str:
        """Which number a question of version A has in the others; real table with a head."""
        sheet = self._text.document.sheet
        letters = [version.letter for version in sheet.versions]
        width = min(self._text.wide.cell, self._text.width // (len(letters) + 1))
        room = self._text.width // (width * (len(letters) + 1))
        groups = max(1, min(room, len(sheet.table) // 5))
        length = -(-len(sheet.table) // groups)
        rows = [_side_by_side([letters] * groups)]
        for i in range(length):
            beside = sheet.table[i::length]
            row = _side_by_side([[str(number) for number in row] for row in beside])
            rows.append(row + [""] * (len(rows[0]) - len(row)))
        made = ""
        for i, row in enumerate(rows):
            cells = "".join(_map_cell(cell, width, "" if i else BOLD) for cell in row)
            head = "" if i else "<w:tblHeader/>"
            made += f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"
        grid = f'<w:gridCol w:w="{width}"/>' * len(rows[0])
        return (
            f'<w:tbl><w:tblPr>{self._text.side}<w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
        )


def _side_by_side(rows: Sequence[Sequence[str]]) -> list[str]:
    """The cells of some rows in one, an empty cell between them."""
    joined = list(rows[0])
    for row in rows[1:]:
        joined += ["", *row]
    return joined


def _map_cell(text: str, width: int, properties: str) -> str:
    """A number in its box; what is empty has no lines, so that gaps stay gaps."""
    shown = paragraph("Normal", run(text, properties), _CENTERED)
    return table_cell(TableCell(shown, LINES if text else ""), width)
