"""Files that commands write: which of them may be replaced, and the mark by which ours are known.

A file that nkquiz made holds `nkquiz:` and 16 hexadecimal digits, the SHA-256 of the rest of it,
so that an edit shows. Knows no format: a format writes UNSEALED where its mark is to stand, and
seals what it made.
"""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from nkquiz import atomic

_NAME = b"nkquiz:"
#: What stands in the place of a mark until the file is complete.
UNSEALED = _NAME + b"0" * 16
_MARK = re.compile(rb"nkquiz:[0-9a-f]{16}")

_INPUT = "this command reads that file, so it can't write there: choose another name"
_WHAT_TO_DO = "choose another name, or replace it with --force"
_CHANGED = f"this file was changed after nkquiz wrote it: {_WHAT_TO_DO}"
_FOREIGN = f"this file was not made by nkquiz, or was made by an old version: {_WHAT_TO_DO}"


class Refused(OSError):
    """A file that is not replaced; `strerror` says why and what to do, `filename` which one."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(errno.EEXIST, why, str(path))


# -- the mark ---------------------------------------------------------------------------------


def sealed(content: bytes, *before: bytes) -> bytes:
    """A file with its mark: behind the last of each of `before`, where UNSEALED stands."""
    mark, _ = _marks(io.BytesIO(content))
    for begin in before:
        start = content.rindex(begin + UNSEALED) + len(begin)
        content = content[:start] + mark + content[start + len(mark) :]
    return content


def seal(stream: BinaryIO, position: int) -> None:
    """Write the mark of a file that is open for reading and writing, where UNSEALED stands."""
    stream.seek(0)
    mark, _ = _marks(stream)
    stream.seek(position)
    stream.write(mark)


def is_own(path: Path) -> bool:
    """Whether a file is one that nkquiz made, and unchanged; line ends don't count."""
    with path.open("rb") as stream:
        mark, found = _marks(stream)
    return mark in found


def has_mark(path: Path) -> bool:
    """Whether a file was made by nkquiz once, changed since or not."""
    with path.open("rb") as stream:
        return bool(_marks(stream)[1])


def _marks(lines: Iterable[bytes]) -> tuple[bytes, set[bytes]]:
    """The mark that a file should have, and those that stand in it."""
    digest, found = sha256(), set[bytes]()
    for line in lines:
        if line.endswith(b"\r\n"):
            line = line[:-2] + b"\n"
        if _NAME in line:
            found.update(_MARK.findall(line))
            line = _MARK.sub(UNSEALED, line)
        digest.update(line)
    return _NAME + digest.hexdigest()[:16].encode(), found


# -- what may be replaced ---------------------------------------------------------------------


def check(
    path: Path,
    inputs: Iterable[str | Path],
    *,
    force: bool,
    is_ours: Callable[[Path], bool] = is_own,
) -> None:
    """Raise Refused where a file must not be written: over an input never, over what `is_ours`
    doesn't know only with `force`. Raises OSError where the path can't be looked at.
    """
    target = atomic.target_of(path)
    if not target.exists():
        return
    refuse_input(path, inputs)
    if force or target.stat().st_size == 0 or is_ours(target):
        return
    raise Refused(path, _CHANGED if has_mark(target) else _FOREIGN)


def refuse_input(path: Path, inputs: Iterable[str | Path]) -> None:
    """Raise Refused for a file that is among the inputs."""
    if is_among(path, inputs):
        raise Refused(path, _INPUT)


def is_among(path: Path, inputs: Iterable[str | Path]) -> bool:
    """Whether a file is one of the inputs, under whatever name."""
    return any(_is_same(path, Path(known)) for known in inputs)


def _is_same(path: Path, known: Path) -> bool:
    try:
        return path.samefile(known)
    except OSError:  # one of the two isn't there
        return False


def put(files: Sequence[tuple[Path, Path]], inputs: Iterable[str | Path], *, force: bool) -> None:
    """Put finished files in their places, `(file, place)` each: all of them, or none where one
    must not or can't be written. Raises Refused and OSError.
    """
    inputs = tuple(inputs)
    for _, path in files:
        check(path, inputs, force=force)
    with ExitStack() as copies:
        # One file is put whole or not at all, so the last one needs no copy.
        old = [(path, _copy(path, copies)) for _, path in files[:-1]]
        for done, (aside, path) in enumerate(files):
            try:
                atomic.put(aside, path)
            except BaseException:
                _put_back(old[:done])
                raise


def _copy(path: Path, copies: ExitStack) -> Path | None:
    """A copy of the file at a path until `copies` end; none where there is no file."""
    if not path.exists():
        return None
    copy = atomic.beside(path, path.read_bytes())
    copies.callback(copy.unlink, missing_ok=True)
    return copy


def _put_back(old: Sequence[tuple[Path, Path | None]]) -> None:
    """Make the files what they were, as far as that can be done."""
    for path, copy in old:
        with suppress(OSError):
            if copy is None:
                atomic.target_of(path).unlink()
            else:
                atomic.put(copy, path)


def write(path: Path, content: bytes, inputs: Iterable[str | Path], *, force: bool) -> None:
    """Put one file in place at once, if it may be written. Raises Refused and OSError."""
    check(path, inputs, force=force)
    aside = atomic.beside(path, content)
    try:
        put([(aside, path)], inputs, force=force)
    finally:
        aside.unlink(missing_ok=True)
