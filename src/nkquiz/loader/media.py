"""Pictures and sounds that fact files name: which are found, and which can be shown or played.

Owns what a picture and a sound are. The loader and every format ask here, so that all say the same
of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from nkquiz.loader.files import FactFile, report_no_root
from nkquiz.loader.paths import (
    FileFault,
    is_there,
    missing,
    named_path,
    outside,
    resolve,
    root_of,
)
from nkquiz.loader.reading import is_empty_text
from nkquiz.markup import images
from nkquiz.model import NO_OPTIONS, Fact, Location
from nkquiz.source import Node

#: How an address begins. A letter alone names a drive.
_SCHEME = r"(?i)[a-z][a-z0-9+.-]+:"


class Medium(NamedTuple):
    """What a file is to be: the suffixes and the formats that some target of ours can show or play.

    A file needn't be of the format that its suffix says: browsers, Anki and Word look inside.
    """

    name: str
    suffixes: frozenset[str]
    formats: frozenset[str]


PICTURE = Medium(
    "picture",
    frozenset(("avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp")),
    frozenset(("avif", "bmp", "gif", "ico", "jpeg", "png", "svg", "tiff", "webp")),
)

SOUND = Medium(
    "sound",
    frozenset(("aac", "flac", "m4a", "mp3", "mp4", "oga", "ogg", "opus", "wav", "webm")),
    frozenset(("aac", "flac", "mp3", "mp4", "ogg", "wav", "webm")),
)


def media_path(text: str, at: Node | Location, file: FactFile, medium: Medium) -> str:
    """The absolute path of a picture or a sound; empty where there is none or it can't be used."""
    if not text:
        return ""
    if file.root is None:
        report_no_root(file, at, text)
        return ""
    file.inputs[resolve(named_path(text, file.folder))] = None
    found = find_media(text, file.folder, file.root, medium)
    if isinstance(found, FileFault):
        file.reader.error(at, *found)
        return ""
    return str(found)


def report_empty_path(key: str, node: Node, file: FactFile) -> None:
    """Say so where `image: ""` or `audio: ""` names nothing; with nothing at all it is absent."""
    if is_empty_text(node):
        message = f"`{key}` is empty: give a file, or remove the key"
        file.reader.error(node, "empty-path", message)


def warn_of_picture(text: str, at: Location, file: FactFile) -> None:
    """Say what is wrong with a picture within a sentence: that reads on without it.

    A text that stands in no file has no pictures; whoever shows it says so.
    """
    if file.root is not None:
        # A fact of a template may stand in a table, and a picture beside that.
        folder = file.folder if at.path == file.shown else resolve(Path(at.path)).parent
        file.inputs[resolve(named_path(text, folder))] = None
        found = find_media(text, folder, file.root, PICTURE)
        if isinstance(found, FileFault):
            file.reader.warn(at, *found)


def warn_of_other_pictures(facts: Iterable[Fact], file: FactFile) -> None:
    """Say what is wrong with the pictures in all that facts show beside their sentences."""
    for fact in facts:
        texts = [(text, fact.location) for text in (fact.why, *fact.order, *fact.set)]
        for mark in fact.marks:
            own = mark.options
            if own is not NO_OPTIONS:
                shown = (own.ask.choice, own.ask.typed, own.hint, *own.distractors)
                texts += [(text, own.location or mark.location) for text in shown]
        for text, at in texts:
            for image in images(text):
                warn_of_picture(image.path, at, file)


def find_beside(text: str, fact_file: str, medium: Medium) -> Path | FileFault:
    """As `find_media`, for a text that stands in the file at a path."""
    file = resolve(Path(fact_file))
    return find_media(text, file.parent, root_of(file), medium)


def find_media(text: str, folder: Path, root: Path, medium: Medium) -> Path | FileFault:
    """The picture or sound that a file in `folder` names by `text`, or why it can't be used.

    The path is absolute, links followed; it lies inside `root`.
    """
    path = named_path(text, folder)
    if re.match(_SCHEME, text) and not is_there(path):
        message = f'"{text}" is a web address: save the file next to this one, and give its name'
        return FileFault("remote-media", message)
    target = resolve(path)
    if not target.is_relative_to(root):
        return outside(text, root)
    return media_fault(path, text, medium) or target


def media_fault(path: Path, text: str, medium: Medium) -> FileFault | None:
    """Why the file at a path, which stands as `text` in a fact file, can't be shown or played."""
    try:
        return (
            _no_file(path, text) or _no_medium(path, medium) or _content_fault(path, text, medium)
        )
    except OSError as error:
        return FileFault("unreadable-media", f'"{text}" can\'t be read: {error.strerror}')


def _no_file(path: Path, text: str) -> FileFault | None:
    if not is_there(path):
        return missing(path, text)
    if path.is_dir():
        return FileFault("is-a-directory", f'"{text}" is a directory: give a file in it')
    if not path.is_file():  # a pipe would be waited for
        return FileFault("no-file", f'"{text}" is not a regular file: give a picture or a sound')
    if path.stat().st_size == 0:
        return FileFault("empty-media", f'"{text}" is an empty file: save it again, or use another')
    return None


def _no_medium(path: Path, medium: Medium) -> FileFault | None:
    if path.suffix[1:].lower() in medium.suffixes:
        return None
    known = ", ".join(sorted(medium.suffixes))
    return FileFault("unknown-media", f'"{path.name}" is not a {medium.name}: use one of {known}')


def _content_fault(path: Path, text: str, medium: Medium) -> FileFault | None:
    from nkquiz.signatures import look  # most decks have no pictures

    found = look(path)
    if found.format not in medium.formats:
        what = f"this file does not contain a {medium.name}"
    elif not found.is_whole:
        what = "the file is damaged, or its end is missing"
    else:
        return None
    return FileFault("broken-media", f'"{text}": {what}: save it again, or use another')
