"""HTML for printing from a browser: one file, no script, nothing fetched.

Pictures stand in the file, maths is MathML; a policy in the page forbids all else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from html import escape
from importlib.resources import files
from pathlib import Path

from nkquiz import paper
from nkquiz.formats import Report, worksheet_report
from nkquiz.hypertext import PICTURES, image, mathml
from nkquiz.item import Item
from nkquiz.model import Deck, Location
from nkquiz.output import UNSEALED, sealed
from nkquiz.prose import Blank, Maths, Picture, Piece, Prose, TextRun
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
    Settings,
    SheetQuestion,
    Version,
    WritingLines,
)
from nkquiz.sheet.wording import CLASS, DATE, NAME, SCORE, as_of, direction, points

#: What stands before the mark of a page.
_MARK = '<meta name="generator" content="'
_NOWHERE = Location("", 1, 1)


def write(
    deck: Deck, items: Iterable[Item], path: Path, now: datetime, *, force: bool = False
) -> Report:
    """Write items as a worksheet of one version, with its key at the end. Raises OSError where
    the file can't be written; the old one stands then.
    """
    del now  # nothing on a sheet depends on it
    return worksheet_report(paper.write_items(deck, items, path, RENDERER, force=force))


def render(document: Document, pictures: paper.Pictures) -> paper.Rendered:
    """The page."""
    return sealed("".join(_HtmlPage(document, pictures).lines()).encode(), _MARK.encode())


RENDERER = paper.Renderer(render, tuple(PICTURES))


@lru_cache(maxsize=8)
def _style(size: float, paper_name: str) -> str:
    sheet = files("nkquiz.formats.html").joinpath("sheet.css").read_text(encoding="utf-8")
    return f":root {{ --size: {size:g}pt }}\n@page {{ size: {paper_name} }}\n{sheet}"


class _HtmlPage:
    """Writes the page of one document."""

    def __init__(self, document: Document, pictures: paper.Pictures) -> None:
        self._document = document
        self._pictures = pictures
        self._where = _NOWHERE
        self._direction = direction(document.sheet.language)

    def lines(self) -> Iterator[str]:
        document, sheet = self._document, self._document.sheet
        settings = sheet.settings
        style = _style(settings.font_size, settings.paper.value)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:"
        yield (
            f'<!DOCTYPE html>\n<html lang="{escape(sheet.language)}" dir="{self._direction}">\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'{_MARK}{UNSEALED.decode()}">\n'
            f"<title>{escape(document.title)}</title>\n<style>{style}</style>\n<main>\n"
        )
        if document.has_questions:
            for version in sheet.versions:
                yield from self._version(version, settings)
        if document.has_key:
            for version in sheet.versions:
                yield from self._key(version)
        yield "</main>\n</html>\n"

    # -- questions ------------------------------------------------------------------------------

    def _version(self, version: Version, settings: Settings) -> Iterator[str]:
        sheet = self._document.sheet
        name = f" <span>· {self._own(version.name)}</span>" if version.name else ""
        fields = "".join(f"<li>{self._own(label)} <i></i></li>" for label in (NAME, CLASS, DATE))
        yield (
            f'<section class="form">\n<h1>{escape(sheet.title)}{name}</h1>\n<ul class="fields">'
            f"{fields}<li>{self._own(SCORE)} <i></i> {self._own(f'/ {sheet.points}')}</li></ul>\n"
        )
        if sheet.instructions:
            yield f"<p>{'<br>'.join(map(self._prose, sheet.instructions))}</p>\n"
        yield '<div class="two">\n' if settings.columns > 1 else "<div>\n"
        for section in version.sections:
            yield from self._section(section)
        yield "</div>\n</section>\n"

    def _section(self, section: Section) -> Iterator[str]:
        worth = self._own(points(section.points))
        yield f"<h2>{self._own(section.title)} <span>{worth}</span></h2>\n"
        yield f'<p class="how">{self._own(section.instructions)}</p>\n'
        if section.word_bank:
            words = "".join(f"<li>{self._prose(word)}</li>" for word in section.word_bank)
            yield f'<ul class="bank">{words}</ul>\n'
        is_open = any(isinstance(q.body, Filling) for q in section.questions)
        kind = "items open" if is_open else "items"
        yield f'<ol class="{kind}" start="{section.questions[0].number}">\n'
        for question in section.questions:
            yield f"<li>{self._question(question)}</li>\n"
        yield "</ol>\n"

    def _question(self, question: SheetQuestion) -> str:
        self._where = question.item.location
        stem = self._prose(question.stem)
        if question.points:
            stem += f' <span class="worth">{self._own(f"({points(question.points)})")}</span>'
        shown = self._prose(question.picture)
        picture = f'<p class="picture">{shown}</p>' if shown else ""
        match question.body:
            case Boxes(labels=labels):
                ticks = "".join(
                    f'<label><span class="tick"></span>{self._prose(label)}</label>'
                    for label in labels
                )
                row = f'<p class="ticks"><span>{stem}</span> <span>{ticks}</span></p>'
                return f"{row}{picture}"
            case body:
                return f"<p>{stem}</p>{picture}{self._body(body)}"

    def _body(self, body: Choices | Pairs | Parts | Filling | WritingLines) -> str:
        match body:
            case Choices(question=asked, options=options, columns=columns):
                said = f'<p class="asked"><bdi>{self._prose(asked)}</bdi></p>' if asked else ""
                items = self._items(options)
                return f'{said}<ol class="options c{columns}">{items}</ol>'
            case Pairs(premises=premises, responses=responses):
                left, right = self._items(premises, _BOX), self._items(responses)
                return (
                    f'<div class="pairs"><ol class="premises">{left}</ol>'
                    f'<ol class="responses">{right}</ol></div>'
                )
            case Parts(parts=parts):
                return f'<ul class="parts">{self._items(parts, _BOX)}</ul>'
            case WritingLines(count=count):
                return '<p class="line"></p>' * count
            case Filling():
                return ""

    def _items(self, texts: Iterable[Prose], before: str = "") -> str:
        return "".join(f"<li>{before}{self._prose(text)}</li>" for text in texts)

    # -- the key --------------------------------------------------------------------------------

    def _key(self, version: Version) -> Iterator[str]:
        sheet = self._document.sheet
        said = self._own(version.key_name)
        if not self._document.has_questions:
            said += f": {escape(sheet.title)}"
        first = version.answers[0].number
        yield f'<section class="key">\n<h1>{said}</h1>\n'
        yield f'<ol class="items" start="{first}">\n'
        for answer in version.answers:
            yield f"<li>{self._answer(answer)}</li>\n"
        yield "</ol>\n"
        if version is sheet.versions[-1]:
            yield from self._for_all()
        yield "</section>\n"

    def _answer(self, answer: KeyEntry) -> str:
        self._where = answer.item.location
        self._direction = direction(answer.item.language)
        text = self._isolated(answer.text)
        out = f"<b>{escape(answer.mark)}</b>&emsp;{text}" if answer.mark else f"<b>{text}</b>"
        if answer.also:
            out += f" (also: {'; '.join(map(self._isolated, answer.also))})"
        why = (self._prose(answer.why), escape(as_of(answer.as_of)))
        rest = " ".join(said for said in (*why, escape(answer.cited)) if said)
        kind = "why" if any(why) else "cited"
        return out + (f' <span class="{kind}">{rest}</span>' if rest else "")

    def _for_all(self) -> Iterator[str]:
        sheet = self._document.sheet
        if len(sheet.versions) > 1:
            yield f'<h2>{self._own("Numbers in the versions")}</h2>\n<div class="map">'
            head = "".join(f'<th scope="col">{version.letter}</th>' for version in sheet.versions)
            for start in range(0, len(sheet.table), _MAP_ROWS):
                rows = "".join(
                    f"<tr>{''.join(f'<td>{number}</td>' for number in row)}</tr>"
                    for row in sheet.table[start : start + _MAP_ROWS]
                )
                yield f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            yield "</div>\n"
        if sheet.sources:
            sources = "".join(f"<li>{escape(source)}</li>" for source in sheet.sources)
            yield f'<h2>{self._own("Sources")}</h2>\n<ol class="sources">{sources}</ol>\n'

    # -- text -----------------------------------------------------------------------------------

    def _own(self, text: str) -> str:
        """What a sheet says by itself: English, whatever language its deck has."""
        language = self._document.sheet.language
        is_english = language.partition("-")[0].lower() == "en"
        return escape(text) if is_english else f'<bdi lang="en" dir="ltr">{escape(text)}</bdi>'

    def _isolated(self, prose: Prose) -> str:
        """A text that letters from right to left can't drag what stands beside it along with."""
        return f'<bdi dir="{self._direction}">{self._prose(prose)}</bdi>'

    def _prose(self, prose: Prose) -> str:
        return "".join(map(self._piece, prose))

    def _piece(self, piece: Piece) -> str:
        match piece:
            case TextRun(text=text):
                return escape(text)
            case Blank():
                return f'<span class="rule">{"_" * RULE}</span>'
            case Maths(source=source, tree=tree):
                return escape(source) if tree is None else mathml(tree)
            case Picture(alt=alt):
                path = self._pictures.find(piece, self._where)
                if path is None:
                    return escape(f"[{alt or 'picture'}]")
                return image(path, alt or "picture")


_BOX = '<span class="box"></span>'
_MAP_ROWS = 10
