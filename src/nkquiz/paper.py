"""What the formats of worksheets share: their pictures, and files put in place all at once.

The only part of a worksheet that looks at the disk. Knows no format: each brings the function
that turns one document into bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nkquiz import atomic, output
from nkquiz.item import Item
from nkquiz.loader.media import PICTURE, Medium, find_beside
from nkquiz.loader.paths import FileFault
from nkquiz.model import Deck, Level, Location, Problem
from nkquiz.prose import Maths, Picture
from nkquiz.sheet import Document, Settings, crossing_problems, documents, paths, texts
from nkquiz.signatures import look

#: What a document is in a format: its bytes, or the errors for which it can't be written.
Rendered = bytes | tuple[Problem, ...]
Render = Callable[[Document, "Pictures"], Rendered]


@dataclass(frozen=True, slots=True)
class Renderer:
    """What a format brings: how it renders a document, and which pictures it can show."""

    render: Render
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The files that were written, none if a problem is an error, and what is on them."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    items: int = 0


class Pictures:
    """The picture files of a worksheet; `formats` are those that it can show.

    A picture that can't be used is a warning: the sheet says what it shows.
    """

    def __init__(self, formats: Iterable[str], medium: Medium = PICTURE) -> None:
        self.problems: dict[Problem, None] = {}
        self._formats = frozenset(formats)
        self._medium = medium
        self._found: dict[tuple[str, str], Path | None] = {}

    def find(self, picture: Picture, location: Location) -> Path | None:
        """The file of a picture on an item whose fact stands at a location; None without one."""
        key = (picture.path, location.path)
        if key not in self._found:
            self._found[key] = None
            found = self._usable(picture.path, location)
            if isinstance(found, FileFault):
                self.problems[Problem(location, *found, Level.WARNING)] = None
            else:
                self._found[key] = found
        return self._found[key]

    def refuse(self, picture: Picture, location: Location, fault: str) -> None:
        """Do without a picture: `fault` says what it does or is."""
        self._found[picture.path, location.path] = None
        message = f'"{picture.path}" {fault}'
        self.problems[Problem(location, "broken-media", message, Level.WARNING)] = None

    def _usable(self, written: str, location: Location) -> Path | FileFault:
        found = find_beside(written, location.path, self._medium)
        if isinstance(found, FileFault) or (has := look(found).format) in self._formats:
            return found
        known = ", ".join(sorted(self._formats))
        what = f"is in the format {has}, which can't be shown here: save it as one of {known}"
        return FileFault("unshown-media", f'"{written}" {what}')


def write_items(
    deck: Deck, items: Iterable[Item], path: Path, renderer: Renderer, *, force: bool
) -> Outcome:
    """Write all of some items as a sheet of one version; a warning for each that another gives
    away.
    """
    items = tuple(items)
    outcome = write(deck, items, Settings(), path, renderer, force=force)
    return replace(outcome, problems=(*outcome.problems, *crossing_problems(deck, items)))


def write(
    deck: Deck,
    items: Sequence[Item],
    settings: Settings,
    path: Path,
    renderer: Renderer,
    *,
    force: bool,
) -> Outcome:
    """Write a worksheet, each file rendered when its turn comes, and put all in place at the end.

    Raises OSError where a file can't be written, Refused where one must not be; then all the old
    ones stand.
    """
    if not items:
        message = "the sheet would be empty: mark an answer ==like this=="
        return Outcome((), (Problem(Location(str(path), 1, 1), "no-items", message),))
    pictures = Pictures(renderer.pictures)
    problems: dict[Problem, None] = {}
    waiting: list[tuple[Path, Path]] = []
    for place in paths(items, settings, path):
        output.check(place, deck.inputs, force=force)  # before the work
    try:
        for document in documents(deck, items, settings, path):
            problems.update(dict.fromkeys(_unread(document)))
            rendered = renderer.render(document, pictures)
            if isinstance(rendered, bytes):
                waiting.append((atomic.beside(document.path, rendered), document.path))
            else:
                problems.update(dict.fromkeys(rendered))
        problems.update(pictures.problems)
        if any(problem.is_error for problem in problems):
            return Outcome((), tuple(problems))
        output.put(waiting, deck.inputs, force=force)
        return Outcome(tuple(target for _, target in waiting), tuple(problems), len(items))
    finally:
        for aside, _ in waiting:
            aside.unlink(missing_ok=True)


def _unread(document: Document) -> Iterator[Problem]:
    """A warning for each formula that stands on the sheet as it is written."""
    for location, text in texts(document):
        for piece in text:
            if isinstance(piece, Maths) and piece.tree is None:
                message = f"this maths can't be shown as a formula, so it is shown as written: {piece.source}"
                yield Problem(location, "unknown-maths", message, Level.WARNING)
