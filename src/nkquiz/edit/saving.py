"""A file with a new text in its place, at once or not at all.

Owns the permissions and links of a file that is saved.
"""

from __future__ import annotations

import os
from pathlib import Path

from nkquiz import atomic, output


def save(path: Path, text: str, before: str) -> None:
    """Put a text in the place of a file at once, or not at all; its permissions are kept.

    A link is followed, and stays one. Raises OSError, which names `path`; Refused where the file
    is no longer as it was `before`, when it was read.
    """
    if path.read_bytes() != before.encode():
        raise output.Refused(path, "another program changed it: run the command again")
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied", os.fspath(path))
    try:
        atomic.replace(path, text.encode())
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error
