"""Pictures and sounds that fact files name: which are found, and which can be shown or played.

Owns what a picture and a sound are. Reads none of their bytes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from nkquiz.loader.files import FactFile, report_no_root
from nkquiz.loader.paths import FileFault, is_there, missing, named_path, outside, resolve
from nkquiz.loader.reading import is_empty_text
from nkquiz.model import Location
from nkquiz.source import Node

#: How an address begins. A letter alone names a drive.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


class Medium(NamedTuple):
    """What a file is to be, by the suffixes that some target of ours can show or play."""

    name: str
    suffixes: frozenset[str]


PICTURE = Medium(
    "picture",
    frozenset(("avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp")),
)

SOUND = Medium(
    "sound", frozenset(("aac", "flac", "m4a", "mp3", "mp4", "oga", "ogg", "opus", "wav", "webm"))
)


def media_path(text: str, at: Node | Location, file: FactFile, medium: Medium) -> str:
    """The absolute path of a picture or a sound; empty where there is none or it can't be used."""
    if not text:
        return ""
    if file.root is None:
        report_no_root(file, at, text)
        return ""
    file.inputs[resolve(named_path(text, file.folder))] = None
    found = find_media(text, file.folder, file.root)
    fault = found if isinstance(found, FileFault) else medium_fault(found, medium)
    if fault is not None:
        file.reader.error(at, *fault)
        return ""
    return str(found)


def report_empty_path(key: str, node: Node, file: FactFile) -> None:
    """Say so where `image: ""` or `audio: ""` names nothing; with nothing at all it is absent."""
    if is_empty_text(node):
        message = f"`{key}` is empty: name a file, or take the key away"
        file.reader.error(node, "empty-path", message)


def warn_of_picture(text: str, at: Location, file: FactFile) -> None:
    """Say what is wrong with a picture within a sentence: that reads on without it.

    A text that stands in no file has no pictures; whoever shows it says so.
    """
    if file.root is not None:
        file.inputs[resolve(named_path(text, file.folder))] = None
        found = find_media(text, file.folder, file.root)
        if not isinstance(found, FileFault):
            found = medium_fault(named_path(text, file.folder), PICTURE) or found
        if isinstance(found, FileFault):
            file.reader.warn(at, *found)


def find_media(text: str, folder: Path, root: Path) -> Path | FileFault:
    """The picture or sound that a file in `folder` names by `text`, or why it can't be used.

    The path is absolute, links followed; it lies inside `root`.
    """
    path = named_path(text, folder)
    if _SCHEME.match(text) and not is_there(path):
        message = f'"{text}" is an address: save what it shows beside this file, and name that'
        return FileFault("remote-media", message)
    target = resolve(path)
    if not target.is_relative_to(root):
        return outside(text, root)
    return media_fault(path, text) or target


def media_fault(path: Path, text: str) -> FileFault | None:
    """Why there is no picture or sound to be read at a path that stands as `text` in a file."""
    if not is_there(path):
        return missing(path, text)
    if path.is_dir():
        return FileFault("is-a-directory", f'"{text}" is a directory: name a file in it')
    if not path.is_file():  # a pipe would be waited for
        return FileFault("no-file", f'"{text}" is no regular file: name a picture or a sound')
    if path.stat().st_size == 0:
        return FileFault(
            "empty-media", f'"{text}" is an empty file: save it again, or name another'
        )
    return None


def medium_fault(path: Path, medium: Medium) -> FileFault | None:
    """Why a file can't be shown or played, by its suffix."""
    if path.suffix[1:].lower() in medium.suffixes:
        return None
    known = ", ".join(sorted(medium.suffixes))
    return FileFault("unknown-media", f'"{path.name}" is no {medium.name}: take one of {known}')
