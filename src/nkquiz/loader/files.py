"""Which files a deck takes in: includes, each once, none outside the root.

Owns paths. Knows of a file's contents only its `include` key, its id and its title.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from nkquiz.loader.keys import FILE
from nkquiz.loader.reading import Reader, suggest
from nkquiz.model import Citation, Problem, Source
from nkquiz.source import Mapping, Node, parse, read

_ROOT_SIGNS = (".git", "pyproject.toml", "seeds")


@dataclass(slots=True)
class Defaults:
    """What holds for every fact of a file that doesn't say otherwise."""

    citations: tuple[Citation, ...] = ()
    as_of: str = ""
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(slots=True)
class FactFile:
    """One file that was read. `shown` is its path as messages name it; `given` is true for a
    file that the user named, false for one that was included.
    """

    path: Path | None
    shown: str
    reader: Reader
    root: Path | None
    given: bool
    node: Mapping | None = None
    id: str = ""
    title: str = ""
    language: str = "en"
    sources: dict[str, Source] = field(default_factory=dict)
    defaults: Defaults = field(default_factory=Defaults)
    includes: list[FactFile] = field(default_factory=list)

    def get(self, key: str) -> Node | None:
        return self.node.get(key) if self.node is not None else None

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

    def take(self, path: str | os.PathLike[str]) -> FactFile:
        """Read a file that the user named, and what it includes."""
        shown = os.fspath(path)
        real = _resolve(Path(path))
        if real in self._by_path:
            known = self._by_path[real]
            known.given = True
            return known
        return self._read(real, shown, self._root or root_of(real), given=True)

    def take_text(self, text: str | bytes, shown: str) -> FactFile:
        """Read a text that stands in no file; its paths are relative to `root`."""
        source, problems = parse(text, shown)
        self._problems += problems
        file = FactFile(None, shown, Reader(source, self._problems), self._root, True)
        file.node = _root_mapping(source.root, file.reader)
        self._open(file)
        return file

    def _read(self, real: Path, shown: str, root: Path, given: bool) -> FactFile:
        source, problems = read(real, shown)
        self._problems += problems
        file = FactFile(real, shown, Reader(source, self._problems), root, given)
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
        for entry in reader.items(include, "`include`") if include is not None else ():
            self._include(file, entry)
        self.files.append(file)

    def _include(self, file: FactFile, node: Node) -> None:
        text = file.reader.text(node, "each entry of `include`")
        target = text and inside(file, node, text)
        if not target:
            return
        if target == file.path:
            file.reader.error(node, "include-itself", "this file includes itself: remove the line")
            return
        known = self._by_path.get(target)
        if known is None:
            shown = _shown_beside(file.shown, text)
            if not _readable(file.reader, node, target, text):
                return
            known = self._read(target, shown, self._root or root_of(target), given=False)
        file.includes.append(known)


def inside(file: FactFile, node: Node, text: str) -> Path | None:
    """The path that `text` means in `file`, or none, with a problem, if it leaves the root."""
    if file.root is None:
        file.reader.error(node, "no-root", f'"{text}" can\'t be found: this text stands in no file')
        return None
    base = file.path.parent if file.path else file.root
    if "\0" in text:
        file.reader.error(node, "outside", "a path can't hold a NUL character")
        return None
    target = _resolve(base / text)
    if not target.is_relative_to(file.root):
        message = f'"{text}" leads out of {file.root.name}/: keep the files of a deck together'
        file.reader.error(node, "outside", message)
        return None
    return target


def _readable(reader: Reader, node: Node, target: Path, text: str) -> bool:
    """Whether the file can be read; if not, the problem stands where the path does."""
    try:
        with target.open("rb"):
            return True
    except IsADirectoryError:
        reader.error(node, "is-a-directory", f'"{text}" is a folder: name a file in it')
    except FileNotFoundError:
        mend = (
            suggest(target.name, _names(target.parent))
            or "; paths are relative to the file that names them"
        )
        reader.error(node, "no-such-file", f'there is no file "{text}"{mend}')
    except OSError as error:
        reader.error(node, "unreadable", f'"{text}" can\'t be read: {error.strerror}')
    return False


def root_of(path: Path) -> Path:
    """The nearest folder at or above the file that looks like a project, else its own folder."""
    for folder in path.parents:
        if any((folder / sign).exists() for sign in _ROOT_SIGNS):
            return folder
    return path.parent


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []


def _resolve(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links: reading it will say so
        return path.absolute()


def _shown_beside(shown: str, text: str) -> str:
    return os.path.normpath(os.path.join(os.path.dirname(shown), text))


def _default_id(file: FactFile) -> str:
    return file.path.stem if file.path else "text"


def _root_mapping(node: Node | None, reader: Reader) -> Mapping | None:
    if node is None:
        return None
    if not isinstance(node, Mapping):
        mend = "begin with `facts:` and put the sentences under it"
        reader.error(node, "wrong-shape", f"a fact file is a mapping: {mend}")
        return None
    reader.check_keys(node, FILE, "a fact file")
    return node
