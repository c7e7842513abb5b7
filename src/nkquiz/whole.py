"""Files that are put in place whole or not at all: a half-written one never stands anywhere.

Owns the file beside another one. Knows nothing of what is in it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def beside(path: Path, content: bytes | Iterable[bytes]) -> Path:
    """A file beside `path` that holds the content on the disk, ready to take its place.

    What is too long for the memory comes in pieces.
    It has the permissions of the file at `path` or, where there is none, those of a new file. A
    link is followed: replace `path.resolve()`. Raises OSError, and then leaves nothing behind.
    """
    target = path.resolve()
    try:
        handle, name = tempfile.mkstemp(prefix=".nkquiz-", dir=target.parent)
    except OSError as error:  # of a name that nobody has given
        error.filename = str(target.parent)
        raise
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines((content,) if isinstance(content, bytes) else content)
            stream.flush()
            os.fsync(stream.fileno())
        aside.chmod(_mode(target))
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def replace(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Put a file in place at once. A link is followed, and stays one. Raises OSError; then the
    old file stands.
    """
    aside = beside(path, content)
    try:
        aside.replace(path.resolve())
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def create(path: Path, content: bytes) -> None:
    """Put a new file in place at once. Raises FileExistsError where there is one, a link that
    leads nowhere included, and OSError; then nothing new stands anywhere.
    """
    aside = beside(path, content)
    try:
        path.open("xb").close()  # claims the name
        try:
            aside.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
