"""How a worksheet in Word looks and counts: paragraph styles, and lists with real numbers.

Everything that a teacher may want to change is in a style; a paragraph has nothing of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from nkquiz.sheet import MARGIN, Document, Settings
from nkquiz.sheet.wording import direction

FONT = "Arial"
#: By language, a font that Word has for East Asian letters; of others, one that has Hangul.
_EAST_ASIAN = {"ja": "Yu Gothic", "zh": "Microsoft YaHei"}
_HANGUL = "Malgun Gothic"

QUESTION = "Worksheet Question"
OPTION = "Worksheet Option"
CELL = "Worksheet Cell"
INSTRUCTIONS = "Worksheet Instructions"
FIELDS = "Worksheet Fields"
LINE = "Worksheet Line"
PICTURE = "Worksheet Picture"
BANK = "Worksheet Word Bank"
ANSWER = "Worksheet Answer"
WHY = "Worksheet Why"
SOURCE = "Worksheet Source"
END = "Worksheet End"
POINTS = "Worksheet Points"

#: What the footer takes of a page beside the margin, in points.
FOOT = 12
#: The width of a digit, and of a full stop with the gap after it, by the size of the font.
_DIGIT, _STOP = 0.56, 0.7


@dataclass(frozen=True, slots=True)
class Measures:
    """How wide things are, in twentieths of a point.

    `indent` is what numbers of questions and of answers stand in, `letter` those of options;
    `box` is one to write in, `number` what counts boxes, `cell` one of the table of numbers.
    """

    em: int
    indent: int
    letter: int
    box: int
    number: int
    cell: int


def measures(document: Document) -> Measures:
    """The widths that the font of a document needs, and the number of its last question: a number
    that is wider than its indent pushes the text to the next tab.
    """
    em = round(document.sheet.settings.font_size * 20)
    last = max(answer.number for answer in document.sheet.versions[0].answers)
    indent = max(2.0, _DIGIT * len(str(last)) + _STOP)
    return Measures(
        em,
        round(em * indent),
        round(em * 1.55),
        round(em * 2.1),
        round(em * 1.55),
        round(em * 2.55),
    )


#: The lists: questions with options, keys, sources.
QUESTIONS, KEYS, SOURCES = 1, 2, 3


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: spaces before and after and the font's size, by the sheet's font size."""

    name: str
    before: float = 0
    after: float = 0
    size: float = 1
    italic: bool = False
    grey: bool = False
    keep: bool = True  # with what follows


_STYLES = (
    _Style(QUESTION, before=0.85, after=0.25),
    _Style(OPTION, after=0.1),
    _Style(CELL),
    _Style(INSTRUCTIONS, before=0.3, after=0.3, italic=True),
    _Style(FIELDS, before=0.5, after=0.9),
    _Style(LINE, before=0.9),
    _Style(PICTURE, before=0.3, after=0.3),
    _Style(BANK, before=0.5, after=0.6),
    _Style(ANSWER, before=0.55),
    _Style(WHY, size=0.88, grey=True, keep=False),
    _Style(SOURCE, before=0.3, keep=False),
    _Style(END, keep=False),
)
#: Of headings, their size and the space before and after them.
_HEADINGS = (("Heading 1", 1.5, 0.0, 0.3), ("Heading 2", 1.15, 1.3, 0.3))


#: Where the lines for name, class, date and score end, in shares of the width; of large letters,
#: two on each line.
_FIELD_ENDS = {False: (0.4, 0.57, 0.75, 0.92), True: (0.56, 0.88)}


def is_large(settings: Settings) -> bool:
    """Whether letters are so large that the head of a sheet needs two lines."""
    return settings.font_size > _LARGE


_LARGE = 14


def style_id(name: str) -> str:
    """The id by which XML names a style."""
    return name.replace(" ", "")


@cache
def spacing_of(named: str) -> tuple[float, float, float]:
    """The space before and after a paragraph of a style, named by its id, and the size of its
    letters: all by the size of the font.
    """
    made = ((style.name, style.before, style.after, style.size) for style in _STYLES)
    headings = ((name, before, after, size) for name, size, before, after in _HEADINGS)
    found = {style_id(name): rest for name, *rest in (*made, *headings)}
    before, after, size = found.get(named, (0.0, 0.0, 1.0))
    return before, after, size


def add_styles(word: Any, document: Document) -> None:
    """Give a Word document the styles of a worksheet, for its font size and width."""
    settings, language = document.sheet.settings, document.sheet.language
    size = settings.font_size
    east_asian = _EAST_ASIAN.get(language.partition("-")[0].lower(), _HANGUL)
    normal = word.styles["Normal"]
    _set_size(normal, size)
    normal.paragraph_format.space_after = Pt(0)
    for name in ("Normal", "Heading 1", "Heading 2", "Footer"):
        _set_font(word.styles[name], east_asian)
    _set_language(word, language)
    if direction(language) == "rtl":
        properties = normal.element.get_or_add_pPr()
        properties.insert_element_before(parse_xml(f"<w:bidi {nsdecls('w')}/>"), *_AFTER_TABS)
    for name, factor, before, after in _HEADINGS:
        style = word.styles[name]
        _set_size(style, size * factor)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(size * before)
        style.paragraph_format.space_after = Pt(size * after)
    indent = Pt(measures(document).indent / 20)
    for made in _STYLES:
        _add(word, made, size)
    for name in (LINE, PICTURE, WHY):
        word.styles[name].paragraph_format.left_indent = indent
    _add_points(word, size)
    width = round(settings.column_width * 20)
    whole = round((settings.paper.size[0] - 2 * MARGIN) * 20)
    _tabs(word.styles["Heading 2"], (width, "right", ""))
    _tabs(word.styles["Footer"], (whole, "right", ""))
    _tabs(word.styles["Heading 1"], (whole, "right", ""))
    _tabs(word.styles[QUESTION], (width, "right", ""))
    _tabs(word.styles[LINE], (width, "right", "underscore"))
    ends = _FIELD_ENDS[is_large(settings)]
    stops = [(round(whole * share), "left", "underscore") for share in ends]
    _tabs(word.styles[FIELDS], *stops)
    _border(word.styles["Heading 2"], ("bottom",))
    _border(word.styles[BANK], ("top", "left", "bottom", "right"))
    _set_size(word.styles[END], 1)
    _set_size(word.styles["Footer"], max(8, size * 0.8))
    word.styles["Footer"].font.color.rgb = RGBColor(90, 90, 90)
    bank = word.styles[BANK].paragraph_format
    bank.alignment = WD_ALIGN_PARAGRAPH.CENTER
    bank.left_indent = bank.right_indent = Pt(5)  # the border stands outside of the text


def _add(word: Any, made: _Style, size: float) -> None:
    style = word.styles.add_style(made.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.quick_style = made.name != END
    style.font.italic = style.font.cs_italic = made.italic or None
    if made.grey:
        style.font.color.rgb = RGBColor(80, 80, 80)
    if made.size != 1:
        _set_size(style, size * made.size)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(made.before * size), Pt(made.after * size)
    shape.keep_with_next = made.keep or None
    shape.keep_together = True


def _add_points(word: Any, size: float) -> None:
    style = word.styles.add_style(POINTS, WD_STYLE_TYPE.CHARACTER)
    style.quick_style = True
    style.font.bold = False
    _set_size(style, size * 0.9)
    style.font.color.rgb = RGBColor(90, 90, 90)


def _set_size(style: Any, points: float) -> None:
    """The size of letters, to half a point; that of Arabic, Hebrew and the like has its own."""
    style.font.size = Pt(round(points * 2) / 2)
    properties = style.element.get_or_add_rPr()
    for old in properties.xpath("./w:szCs"):
        properties.remove(old)
    size = parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(points * 2)}"/>')
    properties.xpath("./w:sz")[0].addnext(size)


def _set_font(style: Any, east_asian: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script, font in (("ascii", FONT), ("hAnsi", FONT), ("cs", FONT), ("eastAsia", east_asian)):
        fonts.set(qn(f"w:{script}"), font)


def _set_language(word: Any, language: str) -> None:
    properties = word.styles["Normal"].element.get_or_add_rPr()
    own = language if language.isascii() and language.replace("-", "").isalnum() else "en"
    xml = f'<w:lang {nsdecls("w")} w:val="{own}" w:eastAsia="{own}" w:bidi="{own}"/>'
    properties.append(parse_xml(xml))


def _tabs(style: Any, *stops: tuple[int, str, str]) -> None:
    made = "".join(
        f'<w:tab w:val="{side}" {f"""w:leader="{leader}" """ if leader else ""}w:pos="{place}"/>'
        for place, side, leader in stops
    )
    properties = style.element.get_or_add_pPr()
    for old in properties.xpath("./w:tabs"):
        properties.remove(old)
    tabs = parse_xml(f"<w:tabs {nsdecls('w')}>{made}</w:tabs>")
    properties.insert_element_before(tabs, *_AFTER_TABS)


def _border(style: Any, sides: tuple[str, ...]) -> None:
    """A thin line at some sides; it stands before all that Word wants after it."""
    made = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="{4 if len(sides) > 1 else 2}" w:color="auto"/>'
        for side in sides
    )
    properties = style.element.get_or_add_pPr()
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{made}</w:pBdr>")
    properties.insert_element_before(border, *_AFTER_BORDER)


#: What may follow in the properties of a paragraph: Word minds the order.
_AFTER_TABS = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
_AFTER_BORDER = ("w:shd", "w:tabs", *_AFTER_TABS)


# -- lists --------------------------------------------------------------------------------------


def list_of(kind: int, version: int) -> int:
    """The number of a list: each version counts for itself."""
    return 10 + 3 * version + kind


def add_numbering(word: Any, document: Document) -> None:
    """The lists of a document: their levels, and one of each for each version."""
    numbering = word.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    wide = measures(document)
    question = _level(0, "decimal", "%1.", wide.indent, QUESTION)
    option = _level(1, "lowerLetter", "%2", wide.letter, OPTION, "<w:rPr><w:b/></w:rPr>")
    levels = {
        QUESTIONS: ("multilevel", question + option),
        KEYS: ("singleLevel", _level(0, "decimal", "%1.", wide.indent, ANSWER)),
        SOURCES: ("singleLevel", _level(0, "decimal", "[%1]", wide.indent, SOURCE)),
    }
    for kind, (sort, xml) in levels.items():
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}">'
                f'<w:multiLevelType w:val="{sort}"/>{xml}</w:abstractNum>'
            )
        )
    for kind in levels:
        numbering.append(_list(kind, kind, 1))
    for index, version in enumerate(document.sheet.versions):
        first = version.answers[0].number
        for kind in levels:
            numbering.append(_list(list_of(kind, index), kind, 1 if kind == SOURCES else first))
    for name, kind in ((QUESTION, QUESTIONS), (ANSWER, KEYS), (SOURCE, SOURCES)):
        _counts(word.styles[name], kind, 0)
    _counts(word.styles[OPTION], QUESTIONS, 1)


def _level(level: int, form: str, text: str, indent: int, style: str, shown: str = "") -> str:
    """A level of a list; its numbers stand in an indent of that width."""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{style_id(style)}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr>{shown}</w:lvl>'
    )


def _list(number: int, kind: int, first: int) -> Any:
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{first}"/></w:lvlOverride></w:num>'
    )


def _counts(style: Any, number: int, level: int) -> None:
    properties = style.element.get_or_add_pPr()
    numbers = properties.get_or_add_numPr()
    numbers.get_or_add_ilvl().val = level
    numbers.get_or_add_numId().val = number
