"""Pictures and sounds of a package: found, named by their content, each once.

Owns which files may travel. A file that is missing, or lies outside, is a problem; its card is
made without it.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from nkquiz.formats.apkg.html import attribute, plain
from nkquiz.loader.media import PICTURE, SOUND, Medium, find_beside, media_fault
from nkquiz.loader.paths import FileFault, named_path, resolve
from nkquiz.markup import Image
from nkquiz.model import Level, Location, Problem

#: A name of `_name_of`.
_OURS = re.compile(r"nkquiz-[0-9a-f]{20}\.[a-z0-9]+")
#: What parts tags, or can't be in one.
_NO_TAG = re.compile(r'[\s"\x00-\x1f\x7f-\x9f\ud800-\udfff]+')


class PackageMedia:
    """The files that the notes of one package use."""

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}  # name in the package -> file
        self.problems: dict[Problem, None] = {}
        self._names: dict[tuple[Path, Medium], str | FileFault] = {}

    def picture(self, path: str, location: Location) -> str:
        """The `<img>` of an absolute path; empty where there is none."""
        return self._tag(Path(path), "", location) if path else ""

    def sound(self, path: str, location: Location) -> str:
        """What makes Anki play an absolute path; empty where there is none."""
        if not path:
            return ""
        name = self._name(Path(path), SOUND, location)
        return f"[sound:{name}]" if name else ""

    def in_text(self, image: Image, location: Location) -> str:
        """The `<img>` of a Markdown image, its path relative to the file it stands in."""
        found = find_beside(image.path, location.path, PICTURE)
        if isinstance(found, FileFault):
            self._problem(location, found)
            return plain(image.alt)
        # Its own name, not that of a file that it may be a link to: the suffix says what it is.
        path = named_path(image.path, resolve(Path(location.path)).parent)
        return self._tag(path, image.alt, location) or plain(image.alt)

    def _tag(self, path: Path, alt: str, location: Location) -> str:
        name = self._name(path, PICTURE, location)
        return f'<img src="{name}" alt="{attribute(alt)}">' if name else ""

    def _name(self, path: Path, medium: Medium, location: Location) -> str:
        """The name in the package, made from the content alone; empty with a problem."""
        key = (path, medium)
        if key not in self._names:
            self._names[key] = media_fault(path, path.name, medium) or _name_of(path)
        named = self._names[key]
        if isinstance(named, FileFault):
            self._problem(location, named)
            return ""
        self.files[named] = path
        return named

    def _problem(self, location: Location, fault: FileFault) -> None:
        self.problems[Problem(location, *fault, Level.WARNING)] = None


def is_own(path: Path) -> bool:
    """Whether a file has the name that we give its content: so it is unchanged."""
    return _OURS.fullmatch(path.name) is not None and path.is_file() and path.name == _name_of(path)


def _name_of(path: Path) -> str:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return f"nkquiz-{digest[:20]}{path.suffix.lower()}"


def tag(text: str) -> str:
    """The text as an Anki tag: no spaces, `::` between the levels, none of them empty."""
    levels = (level.strip(" \t\n:") for level in re.split(r":{2,}", text))
    return "::".join(_NO_TAG.sub("_", level) for level in levels if level)
