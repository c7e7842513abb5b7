"""PDF by typst: tagged, with bookmarks and a language; the same bytes each time.

`data` turns a sheet into what the template `sheet.typ` reads, `glyphs` finds out before anything
is written which characters no font at hand has.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import typst

from nkquiz import paper
from nkquiz.formats import Report, worksheet_report
from nkquiz.formats.pdf.data import data_of
from nkquiz.formats.pdf.glyphs import families, missing, own_fonts, package_for
from nkquiz.item import Item
from nkquiz.model import Deck, Location, Problem
from nkquiz.output import UNSEALED, sealed
from nkquiz.prose import Maths, Picture, Prose, TextRun
from nkquiz.sheet import Document, texts
from nkquiz.signatures import look

#: The pictures that typst shows.
_PICTURES = ("png", "jpeg", "gif", "svg", "webp")
#: All files say that they were made then: the same sheet is the same bytes.
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
#: For so many more compilations typst remembers the parts of one.
_REMEMBERED = 11
#: What stands before the mark: as a keyword of the file it is there twice.
_MARKS = (b"/Keywords(", b"<pdf:Keywords>")
#: How many characters a message names.
_NAMED = 8


def write(
    deck: Deck, items: Iterable[Item], path: Path, now: datetime, *, force: bool = False
) -> Report:
    """Write items as a worksheet of one version, with its key at the end.

    A character that no font at hand has is an error. Raises OSError where the file can't be
    written; the old one stands then.
    """
    del now  # nothing on a sheet depends on it
    return worksheet_report(paper.write_items(deck, items, path, RENDERER, force=force))


def render(document: Document, pictures: paper.Pictures) -> paper.Rendered:
    fonts, problems = _fonts_for(document)
    if problems:
        return problems
    with tempfile.TemporaryDirectory(prefix="nkquiz-") as folder:
        place = _TypstPictures(Path(folder), pictures)
        data = {**data_of(document, place), "fonts": families(fonts), "mark": UNSEALED.decode()}
        compiler = typst.Compiler(
            template(),
            root=folder,
            font_paths=fonts,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=_MADE)
        except typst.TypstError as error:
            if not place.names:
                raise  # the template is wrong, and no text of the user's can make it so
            return tuple(place.problems()) or (_picture_problem(document, error),)
    forget()
    assert isinstance(made, bytes)
    return sealed(made, *_MARKS)


def _picture_problem(document: Document, error: typst.TypstError) -> Problem:
    """What typst says of a picture that it can't read: not which one it is."""
    where = Location(str(document.path), 1, 1)
    return Problem(where, "bad-picture", f"a picture of this sheet is broken: {error.message}")


def forget() -> None:
    """Let typst drop what it remembers of a document: it keeps each for ten more, and a deck of
    thousands of items comes in several.
    """
    fonts = own_fonts()
    for _ in range(_REMEMBERED):
        typst.Compiler(b"", font_paths=fonts).compile(format="pdf")


RENDERER = paper.Renderer(render, _PICTURES)


@lru_cache(maxsize=1)
def template() -> bytes:
    """The template, as typst reads it."""
    return files("nkquiz.formats.pdf").joinpath("sheet.typ").read_bytes()


class _TypstPictures:
    """Puts the pictures of one document where typst may read them, and nothing else there."""

    def __init__(self, folder: Path, pictures: paper.Pictures) -> None:
        self._folder = folder
        self._pictures = pictures
        self.names: dict[Path, str] = {}
        self._first: dict[Path, tuple[Picture, Location]] = {}

    def __call__(self, picture: Picture, location: Location) -> str | None:
        path = self._pictures.find(picture, location)
        if path is None:
            return None
        if path not in self.names:
            name = f"picture-{len(self.names)}.{look(path).format}"
            shutil.copyfile(path, self._folder / name)
            self.names[path] = f"/{name}"
            self._first[path] = picture, location
        return self.names[path]

    def problems(self) -> Iterator[Problem]:
        """An error for each picture that typst can't show, where it is first used."""
        for path, name in self.names.items():
            alone = f"#image({json.dumps(name)})".encode()
            try:
                typst.Compiler(alone, root=self._folder).compile(format="pdf")
            except typst.TypstError as error:
                picture, location = self._first[path]
                message = f'"{picture.path}" is broken, or not a picture: {error.message}'
                yield Problem(location, "bad-picture", message)


# -- fonts --------------------------------------------------------------------------------------


def _fonts_for(document: Document) -> tuple[typst.Fonts, tuple[Problem, ...]]:
    """Typst's own fonts if they have all characters, so that the page is the same everywhere;
    else those of the system too. A problem for each place with what none of them has.
    """
    places = _characters(document)
    fonts = own_fonts()
    lacking = missing(places, fonts)
    if lacking:
        fonts = _system_fonts()
        lacking = missing(lacking, fonts)
    return fonts, tuple(_problems(lacking, places, document))


@lru_cache(maxsize=1)
def _system_fonts() -> typst.Fonts:
    return typst.Fonts()


def _characters(document: Document) -> dict[str, Location | None]:
    """Every character of a document, and where the first text with it stands."""
    places: dict[str, Location | None] = {}
    own = (document.title, *document.sheet.sources, *map(_said, document.sheet.instructions))
    for location, text in texts(document):
        for character in set(_said(text)).difference(places):
            places[character] = location
    for character in set("".join(own)).difference(places):
        places[character] = None
    return places


def _said(prose: Prose) -> str:
    """What is set in letters; maths has a font of its own, with its own signs."""
    return "".join(
        piece.text if isinstance(piece, TextRun) else piece.source
        for piece in prose
        if isinstance(piece, TextRun | Maths)
    )


def _problems(
    lacking: list[str], places: dict[str, Location | None], document: Document
) -> Iterator[Problem]:
    """One problem for each package that would help, at the first place that needs it."""
    by_package: dict[str, list[str]] = {}
    for character in lacking:
        by_package.setdefault(package_for(character), []).append(character)
    for package, characters in by_package.items():
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters[:_NAMED])
        more = len(characters) - _NAMED
        named += f" and {more} more" if more > 0 else ""
        where = places[characters[0]] or Location(str(document.path), 1, 1)
        message = f"no installed font has {named}: install one, such as Debian's {package}"
        yield Problem(where, "missing-glyph", message)
