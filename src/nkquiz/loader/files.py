"""Which files a deck takes in: includes, each once, none outside the root.

Owns paths. Knows of a file's contents only its `include` key, its id and its title.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from nkquiz.loader.keys import FILE
from nkquiz.loader.reading import Reader, is_empty_text, suggest
from nkquiz.model import Citation, Location, Problem, Source
from nkquiz.source import Mapping, Node, Scalar, SourceFile, parse, read
from nkquiz.source.reader import read_bytes

_ROOT_SIGNS = (".git", "pyproject.toml", "seeds")
_MAX_DEPTH = 50  # includes within includes
#: How an address begins. A letter alone names a drive.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


class FileFault(NamedTuple):
    """Why a file that another one names is not to be had: what a problem says of it."""

    code: str
    message: str


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


@dataclass(slots=True)
class Defaults:
    """What holds for every fact of a file that doesn't say otherwise."""

    citations: tuple[Citation, ...] = ()
    as_of: str = ""
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class FactFile:
    """One file that was read. `shown` is its path as messages name it."""

    path: Path | None
    shown: str
    reader: Reader
    root: Path | None
    node: Mapping | None = None
    id: str = ""
    title: str = ""
    language: str = "en"
    sources: dict[str, Source] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    includes: list[FactFile] = field(default_factory=list)

    def get(self, key: str) -> Node | None:
        return self.node.get(key) if self.node is not None else None

    @property
    def folder(self) -> Path:
        """What paths in it are relative to."""
        return self.path.parent if self.path else self.root or Path()

    def closure(self) -> set[int]:
        """The identities of this file and of all that it includes, itself included."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            file = waiting.pop()
            if id(file) not in seen:
                seen.add(id(file))
                waiting += file.includes
        return seen


class Files:
    """Reads files, each once, in the order in which their facts count: included ones first."""

    def __init__(self, root: Path | None, problems: list[Problem]) -> None:
        self.files: list[FactFile] = []
        self._root = root.resolve() if root else None
        self._problems = problems
        self._by_path: dict[Path, FactFile] = {}
        self._depth = 0

    def take(self, path: str | os.PathLike[str]) -> FactFile:
        """Read a file that the user named, and what it includes."""
        shown = _readable_name(os.fspath(path))
        real = _resolve(Path(path))
        known = self._by_path.get(real)
        if known is not None:
            return known
        source, problems = read(real, shown)
        self._problems += problems
        return self._read(real, source, self._root or root_of(real))

    def take_text(self, text: str | bytes, shown: str) -> FactFile:
        """Read a text that stands in no file; its paths are relative to `root`."""
        source, problems = parse(text, shown)
        self._problems += problems
        file = FactFile(None, shown, Reader(source, self._problems), self._root)
        file.node = _root_mapping(source.root, file.reader)
        self._open(file)
        return file

    def _read(self, real: Path, source: SourceFile, root: Path) -> FactFile:
        file = FactFile(real, source.path, Reader(source, self._problems), root)
        self._by_path[real] = file
        file.node = _root_mapping(source.root, file.reader)
        self._open(file)
        return file

    def _open(self, file: FactFile) -> None:
        reader = file.reader
        file.id = reader.text(file.get("id"), "`id`") or _default_id(file)
        file.title = reader.text(file.get("title"), "`title`")
        file.language = reader.text(file.get("language"), "`language`") or "en"
        include = file.get("include")
        reader.texts(include, "`include`")  # for its problems: a path must be known by its place
        for entry in reader.items(include) if include is not None else ():
            if isinstance(entry, Scalar):
                self._include(file, entry, entry.value.strip())
        self.files.append(file)

    def _include(self, file: FactFile, node: Node, text: str) -> None:
        target = inside(file, node, text) if text else None
        if target is None:
            return
        if target == file.path:
            file.reader.error(
                node, "include-itself", "this file includes itself: take the entry away"
            )
            return
        known = self._by_path.get(target) or self._read_included(file, node, target, text)
        if known is not None:
            file.includes.append(known)

    def _read_included(
        self, file: FactFile, node: Node, target: Path, text: str
    ) -> FactFile | None:
        if self._depth == _MAX_DEPTH:
            message = f"files include each other {_MAX_DEPTH} deep here: name this one at the top"
            file.reader.error(node, "too-deep", message)
            return None
        content = content_of(file, node, target, text)
        if content is None:
            return None
        source, problems = parse(content, shown_beside(file.shown, text))
        self._problems += problems
        self._depth += 1
        included = self._read(target, source, self._root or root_of(target))
        self._depth -= 1
        return included


def inside(file: FactFile, at: Node | Location, text: str) -> Path | None:
    """The path that `text` means in `file`, or none, with a problem, if it leaves the root."""
    if file.root is None:
        _report_no_root(file, at, text)
        return None
    target = _resolve(file.folder / text)
    if not target.is_relative_to(file.root):
        file.reader.error(at, *_outside(text, file.root))
        return None
    return target


def content_of(file: FactFile, at: Node | Location, target: Path, text: str) -> bytes | None:
    """The bytes of a file that another one names; the problem stands where the name does."""
    content = read_bytes(target, text)
    if not isinstance(content, Problem):
        return content
    if content.code == "missing-file" or _leads_back(_links(target)):
        file.reader.error(at, *_missing(file.folder / text, text))
    else:
        file.reader.error(at, content.code, f'"{text}" can\'t be read: {content.message}')
    return None


def media_path(text: str, at: Node | Location, file: FactFile, medium: Medium) -> str:
    """The absolute path of a picture or a sound; empty where there is none or it is not to be had."""
    if not text:
        return ""
    if file.root is None:
        _report_no_root(file, at, text)
        return ""
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
        found = find_media(text, file.folder, file.root)
        if not isinstance(found, FileFault):
            found = medium_fault(named_path(text, file.folder), PICTURE) or found
        if isinstance(found, FileFault):
            file.reader.warn(at, *found)


def named_path(text: str, folder: Path) -> Path:
    """The path that a file in `folder` names by `text`: as written or, where there is no such
    file, with `%20` and its like read as in an address.
    """
    path = folder / text
    if "%" in text and not _is_there(path):
        decoded = folder / unquote(text)
        if _is_there(decoded):
            return decoded
    return path


def find_media(text: str, folder: Path, root: Path) -> Path | FileFault:
    """The picture or sound that a file in `folder` names by `text`, or why it is not to be had.

    The path is absolute, links followed; it lies inside `root`.
    """
    path = named_path(text, folder)
    if _SCHEME.match(text) and not _is_there(path):
        message = f'"{text}" is an address: save what it shows beside this file, and name that'
        return FileFault("remote-media", message)
    target = _resolve(path)
    if not target.is_relative_to(root):
        return _outside(text, root)
    return media_fault(path, text) or target


def media_fault(path: Path, text: str) -> FileFault | None:
    """Why there is no picture or sound to be read at a path that stands as `text` in a file."""
    if not _is_there(path):
        return _missing(path, text)
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


def _report_no_root(file: FactFile, at: Node | Location, text: str) -> None:
    file.reader.error(at, "no-root", f'"{text}" can\'t be found: this text stands in no file')


def _outside(text: str, root: Path) -> FileFault:
    message = f'"{text}" leads out of {root.name}/: keep the files of a deck together'
    return FileFault("outside", message)


def _missing(path: Path, text: str) -> FileFault:
    links = _links(path)
    if len(links) > 1:
        return FileFault("missing-file", _broken_link(text, links))
    mend = suggest(path.name, _names(_resolve(path.parent)))
    mend = mend or "; paths are relative to the file that names them"
    return FileFault("missing-file", f'there is no file "{text}"{mend}')


def _links(path: Path) -> list[str]:
    """The name of a file and, where it is a link, of those that it leads to, one by one; the last
    is no link, or stands there already.
    """
    names = [path.name]
    seen: set[Path] = set()
    try:
        while path not in seen and path.is_symlink():
            seen.add(path)
            path = Path(os.path.normpath(path.parent / path.readlink()))
            names.append(path.name)
    except (OSError, ValueError):  # a name too long, a folder that may not be entered
        pass
    return names


def _leads_back(links: list[str]) -> bool:
    return links[-1] in links[:-1]


def _broken_link(text: str, links: list[str]) -> str:
    """What to say of a link that leads to no file."""
    if _leads_back(links):
        way = " → ".join(map(_readable_name, links))
        return f'"{text}" is a link that leads back to itself ({way}): put the file in its place'
    name = _readable_name(links[-1])
    return f'"{text}" is a link to "{name}", and there is no such file: put the file in its place'


def root_of(path: Path) -> Path:
    """The nearest folder at or above the file that looks like a project, else its own folder."""
    for folder in path.parents:
        if any(_is_there(folder / sign) for sign in _ROOT_SIGNS):
            return folder
    return path.parent


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, a folder that may not be entered
        return False


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []


def _resolve(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links: reading it will say so
        return path.absolute()


def shown_beside(shown: str, text: str) -> str:
    """How messages name a file that the file called `shown` names `text`."""
    return os.path.normpath(Path(shown).parent / text)


def _readable_name(name: str) -> str:
    """The name of a file as text, bytes that are no UTF-8 shown as such."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _default_id(file: FactFile) -> str:
    return _readable_name(file.path.stem) if file.path else "text"


def _root_mapping(node: Node | None, reader: Reader) -> Mapping | None:
    if node is None:
        return None
    if not isinstance(node, Mapping):
        mend = "begin with `facts:` and put the sentences under it"
        reader.error(node, "wrong-shape", f"a fact file is a mapping: {mend}")
        return None
    reader.check_keys(node, FILE, "a fact file")
    return node
