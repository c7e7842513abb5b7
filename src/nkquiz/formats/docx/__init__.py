"""Word documents by python-docx: real lists, styles that a teacher can change, items kept whole.

`questions` and `key` write the paragraphs, `text` what stands in them, `maths` the formulas,
`styles` how they look and count. The same sheet is the same bytes: nothing in the file tells when
it was made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from nkquiz import paper
from nkquiz.formats import Report, worksheet_report
from nkquiz.formats.docx.key import AnswerKey
from nkquiz.formats.docx.length import PICTURE, pages_of
from nkquiz.formats.docx.questions import Questions
from nkquiz.formats.docx.styles import END, FOOT, add_numbering, add_styles
from nkquiz.formats.docx.text import SheetText
from nkquiz.item import Item
from nkquiz.model import Deck, Location
from nkquiz.output import UNSEALED, sealed
from nkquiz.prose import Picture
from nkquiz.sheet import MARGIN, Document, Settings

_PICTURES = ("png", "jpeg", "gif", "bmp", "tiff")
#: All files say that they were made then.
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_ZIPPED = (1980, 1, 1, 0, 0, 0)


def write(
    deck: Deck, items: Iterable[Item], path: Path, now: datetime, *, force: bool = False
) -> Report:
    """Write items as a worksheet of one version, with its key at the end. Raises OSError where
    the file can't be written; the old one stands then.
    """
    del now  # nothing on a sheet depends on it
    return worksheet_report(paper.write_items(deck, items, path, RENDERER, force=force))


def render(document: Document, pictures: paper.Pictures) -> paper.Rendered:
    """The bytes of the file."""
    word: Any = docx.Document()
    add_styles(word, document)
    add_numbering(word, document)
    _describe(word, document)
    text = SheetText(
        document, _WordPictures(word, pictures, document.sheet.settings.font_size * PICTURE)
    )
    questions, key = Questions(text), AnswerKey(text)
    pages = _Pages(word, document.sheet.settings)
    if document.has_questions:
        for index, version in enumerate(document.sheet.versions):
            said = " · ".join(filter(None, (document.sheet.title, version.name)))
            pages.add(said, questions.head(version), questions.questions(version, index))
    if document.has_key:
        for index, version in enumerate(document.sheet.versions):
            said = f"{document.sheet.title} · {version.key_name}"
            pages.add(said, key.head(version), key.answers(version, index))
    return _packed(word)


RENDERER = paper.Renderer(render, _PICTURES)


def _describe(word: Any, document: Document) -> None:
    properties = word.core_properties
    properties.title = document.title[:255]
    properties.language = document.sheet.language[:255]
    properties.author = properties.last_modified_by = "nkquiz"
    properties.comments = ""
    properties.created = properties.modified = _MADE
    properties.revision = 1


class _WordPictures:
    """Puts pictures into the package, and gives the XML that shows one."""

    def __init__(self, word: Any, pictures: paper.Pictures, height: float) -> None:
        self._word = word
        self._pictures = pictures
        self._height = height

    def __call__(self, picture: Picture, location: Location) -> Any | None:
        path = self._pictures.find(picture, location)
        if path is None:
            return None
        try:
            inline = self._word.part.new_pic_inline(str(path), height=Pt(self._height))
        except Exception:  # python-docx raises whatever a broken picture makes it stumble over
            self._pictures.refuse(picture, location, "is not a picture that Word can show")
            return None
        inline.docPr.set("descr", picture.alt or "picture")
        return inline


class _Pages:
    """Adds content to the document, each version as a section of its own with a footer.

    A section begins on a sheet of its own: nothing is printed on the back of another version.
    """

    def __init__(self, word: Any, settings: Settings) -> None:
        self._word = word
        self._settings = settings
        self._parts = 0

    def add(self, said: str, head: str, rest: str) -> None:
        """Add a version or a key, its head over all columns; `said` stands in its footer."""
        self._parts += 1
        is_first = self._parts == 1
        section = self._word.sections[0] if is_first else self._new(WD_SECTION.ODD_PAGE)
        self._lay_out(section, columns=1)
        _restart_pages(section)
        end = f"end_{self._parts}"
        count = _foot(section, said, end)
        elements = self._append(head)
        if self._settings.columns > 1:
            self._lay_out(self._new(WD_SECTION.CONTINUOUS), self._settings.columns)
        elements += self._append(rest)
        count.text = str(pages_of(elements, self._settings))
        self._mark(end)

    def _append(self, xml: str) -> list[Any]:
        last = self._word.element.body[-1]  # the properties of the last section
        spaces = nsdecls("w", "m", "r", "wp", "a", "pic")
        elements = list(parse_xml(f"<w:body {spaces}>{xml}</w:body>"))
        for element in elements:
            last.addprevious(element)
        return elements

    def _mark(self, name: str) -> None:
        """Set a bookmark where the document ends so far."""
        last = self._word.element.body.xpath("(.//w:p)[last()]")[0]
        number = f'{nsdecls("w")} w:id="{self._parts}"'
        last.append(parse_xml(f'<w:bookmarkStart {number} w:name="{name}"/>'))
        last.append(parse_xml(f"<w:bookmarkEnd {number}/>"))

    def _new(self, start: WD_SECTION) -> Any:
        section = self._word.add_section(start)
        # The paragraph that ends a section takes up no line.
        self._word.paragraphs[-1].style = END
        return section

    def _lay_out(self, section: Any, columns: int) -> None:
        width, height = self._settings.paper.size
        section.page_width, section.page_height = Pt(width), Pt(height)
        section.left_margin = section.right_margin = Pt(MARGIN)
        section.top_margin = Pt(MARGIN)
        section.bottom_margin = Pt(MARGIN + FOOT)
        section.footer_distance = Pt(MARGIN / 2)
        properties = section._sectPr  # noqa: SLF001 - python-docx knows no columns
        for old in properties.xpath("./w:pgNumType"):
            properties.remove(old)
        cols = properties.xpath("./w:cols")[0]
        cols.set(qn("w:num"), str(columns))
        cols.set(qn("w:space"), "360")


def _restart_pages(section: Any) -> None:
    cols = section._sectPr.xpath("./w:cols")[0]  # noqa: SLF001 - nor where pages count from
    cols.addprevious(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))


def _foot(section: Any, said: str, end: str) -> Any:
    """What the sheet is, the page's number within the version, and that of its last page, where
    the bookmark `end` stands: LibreOffice doesn't count the pages of a section.

    Gives the element whose text is that last number until it is counted.
    """
    section.footer.is_linked_to_previous = False
    line = section.footer.paragraphs[0]
    line.style = "Footer"
    for xml in (
        f'<w:r {nsdecls("w")}><w:t xml:space="preserve">{escape(said)}</w:t><w:tab/></w:r>',
        f'<w:r {nsdecls("w")}><w:t xml:space="preserve">page </w:t></w:r>',
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
        f'<w:r {nsdecls("w")}><w:t xml:space="preserve"> of </w:t></w:r>',
        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGEREF {end} "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
        f"<w:r {nsdecls('w')}><w:t>\u200e</w:t></w:r>",  # English, among letters from the right too
    ):
        line._p.append(parse_xml(xml))  # noqa: SLF001 - nor fields
    return line._p.xpath("./w:fldSimple[last()]//w:t")[0]  # noqa: SLF001


def _packed(word: Any) -> bytes:
    """The file, its entries without dates."""
    saved, packed = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIPPED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
        new.comment = UNSEALED
    return sealed(packed.getvalue(), b"")
