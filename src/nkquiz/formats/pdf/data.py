"""A document as the data that `sheet.typ` reads: text stays text, and nothing of it is markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from nkquiz.model import Location
from nkquiz.prose import Blank, MathElement, Maths, MathTree, Picture, Prose, TextRun, plain
from nkquiz.sheet import (
    MARGIN,
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

Data = dict[str, Any]
#: Where a picture stands among the files that typst may read; None for one that isn't shown.
Placed = Callable[[Picture, Location], str | None]

#: From so many letters on a question may be longer than a page.
_LONG = 1500
#: In a column of less than so many times the size of the font two lists have no room side by side.
_NARROW = 26
#: The width of a letter, by the size of the font: a wide one, since what has no room runs off.
_LETTER = 0.6
#: What indents and borders take of a column, and the gap in the middle of two lists.
_BESIDE, _MIDDLE = 5, 1.5
#: The height of a picture, by the size of the font: a row of options, a picture in a stem.
_PICTURE = 8.0
#: Between two letters, but not before an accent that stands by itself.
_BREAK = re.compile(r"(?<=[^\W_])(?=[^\W_])|(?<=[^\w\s])(?=\w)")
_ISOLATE = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
_END = "\u2069"
_LEAVES = (
    MathElement.IDENTIFIER,
    MathElement.NUMBER,
    MathElement.OPERATOR,
    MathElement.TEXT,
    MathElement.SPACE,
)


def data_of(document: Document, placed: Placed) -> Data:
    """What the template needs, all but the fonts."""
    sheet = document.sheet
    settings = sheet.settings
    width = settings.column_width / settings.font_size
    writer = _Writer(placed, settings.font_size * _PICTURE, width)
    versions = sheet.versions
    return {
        "title": document.title if not document.has_questions else sheet.title,
        "lang": _language(sheet.language),
        "from-right": direction(sheet.language) == "rtl",
        "instructions": [writer.prose(line, Location("", 1, 1)) for line in sheet.instructions],
        "fields": [NAME, CLASS, DATE, SCORE],
        "points": sheet.points,
        "paper": "a4" if settings.paper.value == "a4" else "us-letter",
        "margin": MARGIN,
        "size": settings.font_size,
        "columns": settings.columns,
        "narrow": width < _NARROW,
        "rule": "_" * RULE,
        "versions": [writer.version(v) for v in versions] if document.has_questions else [],
        "keys": list(_keys(document, writer)) if document.has_key else [],
    }


def _language(language: str) -> str:
    """The language as typst takes it: two or three letters."""
    code = language.partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else "en"


def _keys(document: Document, writer: _Writer) -> Iterator[Data]:
    """A key for each version. The last has what holds for all: the table, the sources."""
    sheet = document.sheet
    letters = [version.letter for version in sheet.versions]
    for version in sheet.versions:
        is_last = version is sheet.versions[-1]
        yield {
            "letter": version.letter,
            "name": version.key_name,
            "letters": letters,
            "questions": document.has_questions,
            "answers": [writer.answer(answer) for answer in version.answers],
            "table": [list(row) for row in sheet.table] if is_last and len(letters) > 1 else [],
            "sources": list(sheet.sources) if is_last else [],
        }


class _Writer:
    """Turns the parts of a sheet into data."""

    def __init__(self, placed: Placed, picture_height: float, width: float) -> None:
        self._placed = placed
        self._height = picture_height
        half = width if width < _NARROW else (width - _MIDDLE) / 2
        self._longest, self._longest_in_pairs = _letters_in(width), _letters_in(half)

    def version(self, version: Version) -> Data:
        return {
            "letter": version.letter,
            "name": version.name,
            "sections": [self._section(section) for section in version.sections],
        }

    def _section(self, section: Section) -> Data:
        nowhere = section.questions[0].item.location
        return {
            "title": section.title,
            "instructions": section.instructions,
            "points": points(section.points),
            "first": section.questions[0].number,
            "bank": [self.prose(word, nowhere) for word in section.word_bank],
            "open": any(isinstance(q.body, Filling) for q in section.questions),
            "questions": [self._question(question) for question in section.questions],
        }

    def _question(self, question: SheetQuestion) -> Data:
        where = question.item.location
        body = self._body(question, where)
        return {
            "stem": self.prose(question.stem, where),
            "picture": self.prose(question.picture, where),
            "points": points(question.points) if question.points else "",
            "long": _letters(body) + len(plain(question.stem)) > _LONG,
            **body,
        }

    def _body(self, question: SheetQuestion, where: Location) -> Data:
        match question.body:
            case Choices(question=asked, options=options, columns=columns):
                shown = self._all(options, where)
                said = self.prose(asked, where)
                if said and direction(question.item.language) == "rtl":
                    # It's English where the deck asks nothing of its own.
                    said = [_ISOLATE["auto"], *_pieces(said), _END]
                return {"form": "choices", "asked": said, "options": shown, "columns": columns}
            case Boxes(labels=labels):
                return {"form": "boxes", "labels": self._all(labels, where)}
            case Pairs(premises=premises, responses=responses):
                most = self._longest_in_pairs
                left, right = self._all(premises, where, most), self._all(responses, where, most)
                return {"form": "pairs", "premises": left, "responses": right}
            case Parts(parts=parts):
                return {"form": "parts", "parts": self._all(parts, where)}
            case Filling():
                return {"form": "filling"}
            case WritingLines(count=count):
                return {"form": "lines", "count": count}

    def answer(self, answer: KeyEntry) -> Data:
        where = answer.item.location
        to = direction(answer.item.language)
        text, why, *also = (
            isolated(self.prose(one, where), to) for one in (answer.text, answer.why, *answer.also)
        )
        return {
            "number": answer.number,
            "mark": answer.mark,
            "text": text,
            "also": also,
            "why": why,
            "cited": answer.cited,
            "as_of": as_of(answer.as_of),
            "long": len(plain(answer.text)) + len(plain(answer.why)) > _LONG,
        }

    def _all(self, texts: Iterable[Prose], where: Location, longest: int = 0) -> list[Any]:
        return [self.prose(text, where, longest) for text in texts]

    def prose(self, prose: Prose, where: Location, longest: int = 0) -> Any:
        """A string where there are only words, else a list of pieces. A word of more letters than
        `longest`, by default than a line has, may break anywhere.
        """
        if not prose:
            return ""
        longest = longest or self._longest
        if len(prose) == 1 and isinstance(prose[0], TextRun):
            return broken(prose[0].text, longest)
        return [self._piece(piece, where, longest) for piece in prose]

    def _piece(
        self, piece: TextRun | Blank | Maths | Picture, where: Location, longest: int
    ) -> Any:
        match piece:
            case TextRun(text=text):
                return broken(text, longest)
            case Blank():
                return ["blank"]
            case Maths(source=source, tree=tree):
                return source if tree is None else ["maths", _tree(tree), source]
            case Picture(alt=alt):
                file = self._placed(piece, where)
                said = alt or "picture"
                return f"[{said}]" if file is None else ["picture", file, said, self._height]


def _letters_in(width: float) -> int:
    """How many letters surely have room in a width, given by the size of the font."""
    return max(1, int((width - _BESIDE) / _LETTER))


def broken(text: str, longest: int) -> str:
    """The text, with places to break in words of more than `longest` letters."""
    if len(text) <= longest:
        return text
    return " ".join(
        word if len(word) <= longest else _BREAK.sub("\u200b", word) for word in text.split(" ")
    )


def _pieces(prose: Any) -> list[Any]:
    return prose if isinstance(prose, list) else [prose]


def isolated(prose: Any, direction: str) -> Any:
    """Text with letters from right to left, shut off from what stands beside it."""
    pieces = _pieces(prose)
    said = "".join(piece for piece in pieces if isinstance(piece, str))
    if not has_letters_from_the_right(said):
        return prose
    return [_ISOLATE[direction], *pieces, _END]


def _tree(tree: MathTree) -> list[Any]:
    if tree.part in _LEAVES:
        return [tree.part.value, tree.text, tree.upright or len(tree.text) != 1]
    return [tree.part.value, *map(_tree, tree.children)]


def _letters(value: Any) -> int:
    """How much text there is in some data."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_letters, value.values()))
    return sum(map(_letters, value)) if isinstance(value, list) else 0
