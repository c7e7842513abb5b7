"""A document as the data that `sheet.typ` reads: text stays text, and nothing of it is markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from nkquiz.model import Location
from nkquiz.prose import Blank, Maths, Part, Picture, Prose, Tree, Words, plain
from nkquiz.sheet import (
    MARGIN,
    RULE,
    Answer,
    Boxes,
    Choices,
    Document,
    Filling,
    Lines,
    Pairs,
    Parts,
    Question,
    Section,
    Version,
)
from nkquiz.sheet.wording import points

Data = dict[str, Any]
#: Where a picture stands among the files that typst may read; None for one that isn't shown.
Placed = Callable[[Picture, Location], str | None]

#: From so many letters on a question may be longer than a page.
_LONG = 1500
#: The height of a picture, by the size of the font: a row of options, a picture in a stem.
_PICTURE = 8.0
_LEAVES = (Part.IDENTIFIER, Part.NUMBER, Part.OPERATOR, Part.TEXT, Part.SPACE)


def data_of(document: Document, placed: Placed) -> Data:
    """What the template needs, all but the fonts."""
    sheet = document.sheet
    settings = sheet.settings
    writer = _Writer(placed, settings.font_size * _PICTURE)
    versions = sheet.versions
    return {
        "title": document.title if not document.has_questions else sheet.title,
        "lang": _language(sheet.language),
        "instructions": writer.prose(sheet.instructions, Location("", 1, 1)),
        "points": sheet.points,
        "paper": "a4" if settings.paper.value == "a4" else "us-letter",
        "margin": MARGIN,
        "size": settings.font_size,
        "columns": settings.columns,
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
            "letters": letters,
            "questions": document.has_questions,
            "answers": [writer.answer(answer) for answer in version.answers],
            "table": [list(row) for row in sheet.table] if is_last and len(letters) > 1 else [],
            "sources": list(sheet.sources) if is_last else [],
        }


class _Writer:
    """Turns the parts of a sheet into data."""

    def __init__(self, placed: Placed, picture_height: float) -> None:
        self._placed = placed
        self._height = picture_height

    def version(self, version: Version) -> Data:
        return {
            "letter": version.letter,
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

    def _question(self, question: Question) -> Data:
        where = question.item.location
        body = self._body(question, where)
        return {
            "stem": self.prose(question.stem, where),
            "points": points(question.points) if question.points else "",
            "long": _letters(body) + len(plain(question.stem)) > _LONG,
            **body,
        }

    def _body(self, question: Question, where: Location) -> Data:
        match question.body:
            case Choices(question=asked, options=options, columns=columns):
                shown = self._all(options, where)
                said = self.prose(asked, where)
                return {"form": "choices", "asked": said, "options": shown, "columns": columns}
            case Boxes(labels=labels):
                return {"form": "boxes", "labels": self._all(labels, where)}
            case Pairs(premises=premises, responses=responses):
                left, right = self._all(premises, where), self._all(responses, where)
                return {"form": "pairs", "premises": left, "responses": right}
            case Parts(parts=parts):
                return {"form": "parts", "parts": self._all(parts, where)}
            case Filling():
                return {"form": "filling"}
            case Lines(count=count):
                return {"form": "lines", "count": count}

    def answer(self, answer: Answer) -> Data:
        where = answer.item.location
        text, why = self.prose(answer.text, where), self.prose(answer.why, where)
        return {
            "number": answer.number,
            "mark": answer.mark,
            "text": text,
            "also": self._all(answer.also, where),
            "why": why,
            "sources": [list(source) for source in answer.sources],
            "as_of": answer.as_of,
            "long": len(plain(answer.text)) + len(plain(answer.why)) > _LONG,
        }

    def _all(self, texts: Iterable[Prose], where: Location) -> list[Any]:
        return [self.prose(text, where) for text in texts]

    def prose(self, prose: Prose, where: Location) -> Any:
        """A string where there are only words, else a list of pieces."""
        if not prose:
            return ""
        if len(prose) == 1 and isinstance(prose[0], Words):
            return prose[0].text
        return [self._piece(piece, where) for piece in prose]

    def _piece(self, piece: Words | Blank | Maths | Picture, where: Location) -> Any:
        match piece:
            case Words(text=text):
                return text
            case Blank():
                return ["blank"]
            case Maths(source=source, tree=tree):
                return source if tree is None else ["maths", _tree(tree), source]
            case Picture(alt=alt):
                file = self._placed(piece, where)
                said = alt or "picture"
                return f"[{said}]" if file is None else ["picture", file, said, self._height]


def _tree(tree: Tree) -> list[Any]:
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
