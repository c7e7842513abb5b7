"""Pictures and sounds of a package: found, named by their content, each once.

Owns which files may travel. A file that is missing, or lies outside, is a problem; its card is
made without it.
"""

from __future__ import annotations

import errno
import hashlib
import re
from pathlib import Path

from nkquiz.formats.apkg.html import attribute, plain
from nkquiz.markup import Image
from nkquiz.model import Level, Location, Problem

_PICTURES = frozenset(
    ("avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp")
)
_SOUNDS = frozenset(("aac", "flac", "m4a", "mp3", "mp4", "oga", "ogg", "opus", "wav", "webm"))
#: What parts tags, or can't be in one.
_NO_TAG = re.compile(r'[\s"\x00-\x1f\x7f-\x9f\ud800-\udfff]+')


class Media:
    """The files that the notes of one package use."""

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}  # name in the package -> file
        self.problems: dict[Problem, None] = {}
        self._names: dict[Path, str] = {}

    def picture(self, path: str, location: Location) -> str:
        """The `<img>` of an absolute path; empty where there is none."""
        return self._tag(Path(path), "", location) if path else ""

    def sound(self, path: str, location: Location) -> str:
        """What makes Anki play an absolute path; empty where there is none."""
        if not path:
            return ""
        name = self._name(Path(path), _SOUNDS, location)
        return f"[sound:{name}]" if name else ""

    def in_text(self, image: Image, location: Location) -> str:
        """The `<img>` of a Markdown image, its path relative to the file it stands in."""
        if "://" in image.path:
            message = f"a package holds no picture from the web: save {image.path} beside the file"
            return self._without(image, "remote-picture", message, location)
        file = Path(location.path).resolve()
        path = file.parent / image.path
        if not _is_inside(path, file):
            message = f'"{image.path}" leads out of the folder: keep the files of a deck together'
            return self._without(image, "outside", message, location)
        return self._tag(path, image.alt, location) or plain(image.alt)

    def _without(self, image: Image, code: str, message: str, location: Location) -> str:
        self._problem(location, code, message)
        return plain(image.alt)

    def _tag(self, path: Path, alt: str, location: Location) -> str:
        name = self._name(path, _PICTURES, location)
        return f'<img src="{name}" alt="{attribute(alt)}">' if name else ""

    def _name(self, path: Path, suffixes: frozenset[str], location: Location) -> str:
        """The name in the package, made from the content alone; empty with a problem."""
        if path.suffix[1:].lower() not in suffixes:
            known = ", ".join(sorted(suffixes))
            message = f'Anki can\'t show "{path.name}": take one of {known}'
            self._problem(location, "unknown-media", message)
            return ""
        if path not in self._names:
            self._names[path] = self._add(path, location)
        return self._names[path]

    def _add(self, path: Path, location: Location) -> str:
        try:
            if not path.is_file():  # a pipe would be waited for
                raise OSError(errno.EINVAL, "it is no regular file")
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            message = f'"{path.name}" can\'t be read ({reason}): the card is made without it'
            self._problem(location, "missing-media", message)
            return ""
        name = f"nkquiz-{digest[:20]}{path.suffix.lower()}"
        self.files[name] = path
        return name

    def _problem(self, location: Location, code: str, message: str) -> None:
        self.problems[Problem(location, code, message, Level.WARNING)] = None


def _is_inside(path: Path, file: Path) -> bool:
    """Whether a path lies in the project that a fact file belongs to."""
    from nkquiz.loader.files import root_of

    try:
        return path.resolve().is_relative_to(root_of(file))
    except (OSError, ValueError, RuntimeError):  # a NUL, a loop of links
        return False


def tag(text: str) -> str:
    """The text as an Anki tag: no spaces, `::` between the levels, none of them empty."""
    levels = (level.strip(" \t\n:") for level in re.split(r":{2,}", text))
    return "::".join(_NO_TAG.sub("_", level) for level in levels if level)
