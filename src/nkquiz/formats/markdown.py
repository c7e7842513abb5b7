r"""Markdown that GitHub shows as it is meant and pandoc reads: items in numbered lists.

Both take a backslash before any sign, so every sign of a text that could mean something gets one;
`'` and `"` too, which pandoc would make round. Options are bullets with a letter in bold, since
GitHub has no lists with letters. Maths stands between dollars.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from nkquiz import paper
from nkquiz.formats import Report, worksheet_report
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
    SheetQuestion,
    Version,
    WritingLines,
    letter,
)
from nkquiz.sheet.wording import CLASS, DATE, NAME, SCORE, as_of, points

_PICTURES = ("png", "jpeg", "gif", "svg", "webp")
#: Signs that mean something anywhere; then those that do at the begin of a line, side by side, or
#: in what would become a link or an emoji.
_SIGNS = re.compile(
    r"""[\\`*_{}\[\]<>#|~$&@^'"]"""
    r"""|^[-+=]|(?<=-)-|-(?=-)|\.(?=\.)|(?<=\.)\.|^(?P<number>\d+)(?P<mark>[.)])"""
    r"""|:(?=//)|(?<=www)\.|:(?=[\w+-]+:)""",
    re.IGNORECASE,
)


def _rule(length: int) -> str:
    """A rule to write on, of so many underscores."""
    return r"\_" * length


_LINE = _rule(60)
_RULE = _rule(RULE)
_BOX = "☐"
#: What stands before the mark of a page.
_MARK = "<!-- "
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
    """The page, as UTF-8."""
    blocks = _MarkdownPage(document, pictures).blocks()
    text = "\n\n".join((*blocks, f"{_MARK}{UNSEALED.decode()} -->\n"))
    return sealed(text.encode(), _MARK.encode())


RENDERER = paper.Renderer(render, _PICTURES)


class _MarkdownPage:
    """Writes one document, block by block."""

    def __init__(self, document: Document, pictures: paper.Pictures) -> None:
        self._document = document
        self._pictures = pictures
        self._where = _NOWHERE

    def blocks(self) -> Iterator[str]:
        sheet = self._document.sheet
        yield f"# {_escaped(self._document.title)}"
        if self._document.has_questions:
            if sheet.instructions:
                yield "\\\n".join(map(self._prose, sheet.instructions))
            for version in sheet.versions:
                yield from self._version(version)
        if self._document.has_key:
            for version in sheet.versions:
                yield from self._key(version)
            yield from self._for_all()

    # -- questions ------------------------------------------------------------------------------

    def _version(self, version: Version) -> Iterator[str]:
        if version.name:
            yield f"## {version.name}"
        fields = (f"{label} {_RULE}" for label in (NAME, CLASS, DATE))
        yield f"{' '.join(fields)} {SCORE} {_rule(6)} / {self._document.sheet.points}"
        for section in version.sections:
            yield from self._section(section)

    def _section(self, section: Section) -> Iterator[str]:
        yield f"### {section.title} ({points(section.points)})"
        yield f"*{_escaped(section.instructions)}*"
        if section.word_bank:
            yield "> " + " · ".join(self._prose(word) for word in section.word_bank)
        for question in section.questions:
            yield from _indented(f"{question.number}. ", self._question(question))

    def _question(self, question: SheetQuestion) -> Iterator[str]:
        self._where = question.item.location
        stem = self._prose(question.stem)
        if question.points:
            stem += f" ({points(question.points)})"
        match question.body:
            case Boxes(labels=labels):
                yield stem + "".join(f" {_BOX} {self._prose(label)}" for label in labels)
                yield from self._picture(question)
            case body:
                yield stem
                yield from self._picture(question)
                yield from self._body(body)

    def _picture(self, question: SheetQuestion) -> Iterator[str]:
        if question.picture:
            yield self._prose(question.picture)

    def _body(self, body: Choices | Pairs | Parts | Filling | WritingLines) -> Iterator[str]:
        match body:
            case Choices(question=asked, options=options):
                if asked:
                    yield f"*{self._prose(asked)}*"
                yield "\n".join(
                    f"- **{letter(i)}** {self._prose(option)}" for i, option in enumerate(options)
                )
            case Pairs(premises=premises, responses=responses):
                yield self._pairs(premises, responses)
            case Parts(parts=parts):
                yield "\n".join(f"- {_BOX} {self._prose(part)}" for part in parts)
            case WritingLines(count=count):
                for _ in range(count):
                    yield _LINE
            case Filling():
                return

    def _pairs(self, premises: Sequence[Prose], responses: Sequence[Prose]) -> str:
        """A table, since neither reader has two lists side by side."""
        rows = ["| Letter | | | |", "|---|---|---|---|"]
        for i in range(max(len(premises), len(responses))):
            left = right = " | "
            if i < len(premises):
                left = f"{_rule(5)} | {i + 1} {self._prose(premises[i])}"
            if i < len(responses):
                right = f"**{letter(i)}** | {self._prose(responses[i])}"
            rows.append(f"| {left} | {right} |")
        return "\n".join(rows)

    # -- the key --------------------------------------------------------------------------------

    def _key(self, version: Version) -> Iterator[str]:
        yield f"## {version.key_name}"
        for answer in version.answers:
            yield from _indented(f"{answer.number}. ", [self._answer(answer)])

    def _answer(self, answer: KeyEntry) -> str:
        self._where = answer.item.location
        text = self._prose(answer.text)
        out = f"**{_escaped(answer.mark)}** {text}" if answer.mark else text
        if answer.also:
            out += f" (also: {'; '.join(map(self._prose, answer.also))})"
        own = (_escaped(said) for said in (as_of(answer.as_of), answer.cited))
        rest = [said for said in (self._prose(answer.why), *own) if said]
        return f"{out} — {' '.join(rest)}" if rest else out

    def _for_all(self) -> Iterator[str]:
        sheet = self._document.sheet
        if len(sheet.versions) > 1:
            yield "### Numbers in the versions"
            head = f"| {' | '.join(version.letter for version in sheet.versions)} |"
            rows = (f"| {' | '.join(map(str, row))} |" for row in sheet.table)
            yield "\n".join((head, "|---" * len(sheet.versions) + "|", *rows))
        if sheet.sources:
            yield "### Sources"
            for number, source in enumerate(sheet.sources, 1):
                yield f"{number}. {_escaped(source)}"

    # -- text -----------------------------------------------------------------------------------

    def _prose(self, prose: Prose) -> str:
        return "".join(map(self._piece, prose))

    def _piece(self, piece: Piece) -> str:
        match piece:
            case TextRun(text=text):
                return _escaped(text)
            case Blank():
                return _RULE
            case Maths(source=source, tree=tree):
                return _escaped(source) if tree is None else f"${_maths(source)}$"
            case Picture(alt=alt):
                path = self._pictures.find(piece, self._where)
                said = _escaped(alt or "picture")
                if path is None:
                    return rf"\[{said}\]"
                folder = self._document.path.resolve().parent
                beside = Path(os.path.relpath(path, folder)).as_posix()
                return f"![{said}]({quote(beside)})"


def _escaped(text: str) -> str:
    return _SIGNS.sub(_with_backslash, text)


def _with_backslash(sign: re.Match[str]) -> str:
    if sign["number"]:
        return rf"{sign['number']}\{sign['mark']}"
    return rf"\{sign[0]}"


def _maths(source: str) -> str:
    """Maths without what ends it, or a cell of a table, too early."""
    return source.replace("$", r"\$").replace("|", r"\vert ")


def _indented(number: str, blocks: Iterable[str]) -> Iterator[str]:
    """Blocks as one entry of a numbered list: all but the first line stand under its text."""
    before, indent = number, " " * max(4, len(number))
    for block in blocks:
        first, *rest = block.split("\n")
        yield "\n".join((before.ljust(len(indent)) + first, *(indent + line for line in rest)))
        before = indent


__all__ = ["RENDERER", "render", "write"]
