"""Paths that fact files name: where they lead, and why a file can't be read.

Owns the root that no path may leave, and links. Knows nothing of what files contain.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from nkquiz.loader.reading import suggest

_ROOT_SIGNS = (".git", "pyproject.toml", "seeds")


class FileFault(NamedTuple):
    """Why a file that another one names can't be used: code and message of the problem."""

    code: str
    message: str


def named_path(text: str, folder: Path) -> Path:
    """The path that a file in `folder` names by `text`: as written or, where there is no such
    file, with `%20` and its like read as in an address.
    """
    path = folder / text
    if "%" in text and not is_there(path):
        decoded = folder / unquote(text)
        if is_there(decoded):
            return decoded
    return path


def root_of(path: Path) -> Path:
    """The nearest folder at or above the file that looks like a project, else its own folder."""
    for folder in path.parents:
        if any(is_there(folder / sign) for sign in _ROOT_SIGNS):
            return folder
    return path.parent


def shown_beside(shown: str, text: str) -> str:
    """How messages name a file that the file called `shown` names `text`."""
    return os.path.normpath(Path(shown).parent / text)


def readable_name(name: str) -> str:
    """The name of a file as text, bytes that are no UTF-8 shown as such."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def resolve(path: Path) -> Path:
    """The absolute path, links followed where that is possible."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links: reading it will say so
        return path.absolute()


def is_there(path: Path) -> bool:
    """Whether there is a file or a folder; one that may not be looked at is not there."""
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, a folder that may not be entered
        return False


def outside(text: str, root: Path) -> FileFault:
    """Why a path that leads out of the root is not followed."""
    message = f'"{text}" is outside of {root.name}/: keep the files of a deck together'
    return FileFault("outside", message)


def missing(path: Path, text: str) -> FileFault:
    """Why there is no file at a path, and which name was perhaps meant."""
    chain = links(path)
    if len(chain) > 1:
        return FileFault("missing-file", _broken_link(text, chain))
    fix = suggest(path.name, _names(resolve(path.parent)))
    fix = fix or "; paths start at the folder of this file"
    return FileFault("missing-file", f'the file "{text}" does not exist{fix}')


def links(path: Path) -> list[str]:
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


def leads_back(chain: list[str]) -> bool:
    """Whether links lead in a circle; `chain` is what `links` gives."""
    return chain[-1] in chain[:-1]


def _broken_link(text: str, chain: list[str]) -> str:
    """What to say of a link that leads to no file."""
    if leads_back(chain):
        way = " → ".join(map(readable_name, chain))
        return f'"{text}" is a link that leads back to itself ({way}): put the file in its place'
    name = readable_name(chain[-1])
    return f'"{text}" is a link to "{name}", which does not exist: put the file in its place'


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except OSError:
        return []
