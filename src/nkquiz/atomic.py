"""Files that are put in place whole or not at all: a half-written one never stands anywhere.

Owns the file or folder beside another one, and clears away what a killed process left of them.
Knows nothing of what is in it.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: How the name of what is not finished begins: nothing else may be called so.
UNFINISHED = ".nkquiz-unfinished-"
#: After so many seconds nobody works on it any more: its process was killed, or the power failed.
_LEFT_BEHIND = 3600
#: What a write fails by where there is no room for more.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: Windows's codes for a file that another program holds open: it replaces none.
_HELD = (5, 32, 33)
_CLOSE_IT = "another program may have it open: close it there, and try again"
#: In seconds: a virus scanner is done with a file by then.
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)


def beside(path: Path, content: bytes | Iterable[bytes]) -> Path:
    """A file beside `path` that holds the content on the disk, ready to take its place.

    What is too long for the memory comes in pieces.
    It has the permissions of the file at `path` or, where there is none, those of a new file. A
    link is followed: replace `target_of(path)`. Raises OSError, and then leaves nothing behind.
    """
    target = target_of(path)
    aside = _unfinished(target.parent)
    try:
        with open(aside, "xb", opener=_private) as stream:
            _clear_away(target.parent, aside.stat().st_mtime)
            stream.writelines((content,) if isinstance(content, bytes) else content)
            stream.flush()
            os.fsync(stream.fileno())
        aside.chmod(_mode(target))
    except BaseException as error:
        aside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            _name(error, aside, path)
        raise
    return aside


def _name(error: OSError, aside: Path, path: Path) -> None:
    """Say of which file an error is: a write doesn't, and nobody has given the other name."""
    if error.filename == str(aside):
        error.filename = str(target_of(path).parent)
    elif error.filename is None and error.errno in NO_ROOM:
        error.filename = str(path)


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """A folder beside `path` to make its content in, gone with all that is in it at the end.

    Raises OSError where there can be none.
    """
    import shutil  # a session needs none of it

    target = target_of(path)
    aside = _unfinished(target.parent)
    try:
        aside.mkdir(0o700)
        _clear_away(target.parent, aside.stat().st_mtime)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def target_of(path: Path) -> Path:
    """The file that is written for `path`: a link is followed, so that it stays one.

    Raises OSError where something else stands there, such as a folder or a pipe.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():  # what is left of a loop of links
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if target.exists() and not target.is_file():
        code = errno.EISDIR if target.is_dir() else errno.EINVAL
        raise OSError(code, os.strerror(code), str(path))
    return target


def replace(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Put a file in place at once. A link is followed, and stays one. Raises OSError; then the
    old file stands.
    """
    aside = beside(path, content)
    try:
        put(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def put(aside: Path, path: Path) -> None:
    """Put a finished file in the place of `path`. A link is followed, and stays one.

    Raises OSError where that can't be done, for example while another program holds the file at
    `path` open on Windows; then both files stand.
    """
    target = target_of(path)
    for wait in (*_WAITS, None):
        try:
            aside.replace(target)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            if wait is None:
                raise PermissionError(error.errno, _CLOSE_IT, str(path)) from error
            time.sleep(wait)


def name_for_damaged(path: Path) -> Path:
    """The name under which a damaged file is kept: the first of `NAME.damaged-1` and so on that
    is free.
    """
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return kept


def keep(path: Path, kept: Path) -> None:
    """Give a file that is about to be replaced a second name, under which it stays."""
    try:
        os.link(path, kept)  # so that the place is never empty
    except OSError:
        path.replace(kept)


def create(path: Path, content: bytes) -> None:
    """Put a new file in place at once. Raises FileExistsError where there is one, a link that
    leads nowhere included, and OSError; then nothing new stands anywhere.
    """
    aside = beside(path, content)
    try:
        path.open("xb").close()  # claims the name
        try:
            put(aside, path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _unfinished(folder: Path) -> Path:
    """A name that nothing has yet.

    It is known before anything is made, unlike those of `tempfile`: a signal finds no instant in
    which it would leave something behind.
    """
    return folder / f"{UNFINISHED}{os.urandom(8).hex()}"


def _private(path: str, flags: int) -> int:
    """Opens a file that nobody else may read, until it is finished."""
    return os.open(path, flags, 0o600)


def _clear_away(folder: Path, now: float) -> None:
    """Remove what killed processes left unfinished in a folder, as far as that can be done.

    `now` is the time of a file made there just now: the clock of a network drive is its own.
    """
    with suppress(OSError):
        for left in list(folder.glob(f"{UNFINISHED}*")):
            with suppress(OSError):  # another process may have been faster
                if now - left.lstat().st_mtime > _LEFT_BEHIND:
                    if left.is_dir() and not left.is_symlink():
                        import shutil

                        shutil.rmtree(left)
                    else:
                        left.unlink()


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
