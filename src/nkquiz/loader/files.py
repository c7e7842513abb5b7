"""Which files a deck takes in: includes, each once, none outside the root.

Knows of a file's contents only its `include` key, its id and its title.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from nkquiz.loader.keys import FILE
from nkquiz.loader.paths import (
    leads_back,
    links,
    missing,
    outside,
    readable_name,
    resolve,
    root_of,
    shown_beside,
)
from nkquiz.loader.reading import Reader
from nkquiz.model import Citation, Level, Location, Problem, Source
from nkquiz.source import Mapping, Node, Scalar, SourceFile, parse, read
from nkquiz.source.reader import read_bytes

_MAX_DEPTH = 50  # includes within includes


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
    inputs: dict[Path, None]  # shared by all files of a deck: whatever it is read from
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
        self.inputs: dict[Path, None] = {}
        self._root = root.resolve() if root else None
        self._problems = problems
        self._by_path: dict[Path, FactFile] = {}
        self._depth = 0

    def take(self, path: str | os.PathLike[str]) -> FactFile:
        """Read a file that the user named, and what it includes."""
        shown = readable_name(os.fspath(path))
        real = resolve(Path(path))
        known = self._by_path.get(real)
        if known is not None:
            return known
        source, problems = read(real, shown)
        self._problems += problems or _emptiness(source)
        return self._read(real, source, self._root or root_of(real))

    def take_text(self, text: str | bytes, shown: str) -> FactFile:
        """Read a text that stands in no file; its paths are relative to `root`."""
        source, problems = parse(text, shown)
        self._problems += problems or _emptiness(source)
        file = FactFile(None, shown, Reader(source, self._problems), self._root, self.inputs)
        file.node = _root_mapping(source.root, file.reader)
        self._open(file)
        return file

    def _read(self, real: Path, source: SourceFile, root: Path) -> FactFile:
        file = FactFile(real, source.path, Reader(source, self._problems), root, self.inputs)
        self.inputs[real] = None
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
            file.reader.error(node, "include-itself", "this file includes itself: remove the entry")
            return
        known = self._by_path.get(target) or self._read_included(file, node, target, text)
        if known is not None:
            file.includes.append(known)

    def _read_included(
        self, file: FactFile, node: Node, target: Path, text: str
    ) -> FactFile | None:
        if self._depth == _MAX_DEPTH:
            message = f"files include each other {_MAX_DEPTH} deep here: include this one from the first file"
            file.reader.error(node, "too-deep", message)
            return None
        content = content_of(file, node, target, text)
        if content is None:
            return None
        source, problems = parse(content, shown_beside(file.shown, text))
        self._problems += problems or _emptiness(source)
        self._depth += 1
        included = self._read(target, source, self._root or root_of(target))
        self._depth -= 1
        return included


def inside(file: FactFile, at: Node | Location, text: str) -> Path | None:
    """The path that `text` means in `file`, or none, with a problem, if it leaves the root."""
    if file.root is None:
        report_no_root(file, at, text)
        return None
    target = resolve(file.folder / text)
    if not target.is_relative_to(file.root):
        file.reader.error(at, *outside(text, file.root))
        return None
    return target


def content_of(file: FactFile, at: Node | Location, target: Path, text: str) -> bytes | None:
    """The bytes of a file that another one names; the problem stands where the name does."""
    file.inputs[target] = None
    content = read_bytes(target, text)
    if not isinstance(content, Problem):
        return content
    if content.code == "missing-file" or leads_back(links(target)):
        file.reader.error(at, *missing(file.folder / text, text))
    else:
        file.reader.error(at, content.code, f'"{text}" can\'t be read: {content.message}')
    return None


def report_no_root(file: FactFile, at: Node | Location, text: str) -> None:
    """Report a path in a text that stands in no file."""
    file.reader.error(
        at, "no-root", f'"{text}" can\'t be found, because this text is not in a file'
    )


def _emptiness(source: SourceFile) -> list[Problem]:
    """What to say of a file in which nothing, or nothing but comments, stands."""
    if source.root is not None:
        return []
    message = "the file is empty: write `facts:` and the sentences under it, as `nkquiz new` shows"
    return [Problem(Location(source.path, 1, 1), "empty-file", message, Level.WARNING)]


def _default_id(file: FactFile) -> str:
    """The name of the file, composed: macOS may take its accents apart, Linux does not."""
    return normalize("NFC", readable_name(file.path.stem)) if file.path else "text"


def _root_mapping(node: Node | None, reader: Reader) -> Mapping | None:
    if node is None:
        return None
    if not isinstance(node, Mapping):
        fix = "begin with `facts:` and put the sentences under it"
        reader.error(node, "wrong-shape", f"a fact file is a mapping: {fix}")
        return None
    reader.check_keys(node, FILE, "a fact file")
    return node
