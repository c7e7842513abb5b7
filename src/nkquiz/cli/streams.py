"""stdout and stderr: which encoding they have, and that nothing written to them is lost unsaid.

What goes into a file or a pipe is UTF-8 on every system. A terminal keeps its own encoding;
characters that it lacks are shown as `?`, and that is said once at the end.
"""

from __future__ import annotations

import codecs
import os
import sys

_LACKING = "nkquiz.lacking"


class _Lacking:
    """The error handler of the streams, which remembers that there was something to handle."""

    def __init__(self) -> None:
        self.was_called = False

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        if any(not "\ud800" <= c <= "\udfff" for c in error.object[error.start : error.end]):
            self.was_called = True
        return "?" * (error.end - error.start), error.end


_lacking = _Lacking()


def prepare() -> None:
    """Make both streams ready; one that was closed before the start goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - to the end
            setattr(sys, name, nowhere)
    _lacking.was_called = False
    codecs.register_error(_LACKING, _lacking)
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        if stream.isatty():
            stream.reconfigure(errors=_LACKING)
        else:
            stream.reconfigure(encoding="utf-8", errors=_LACKING)


def what_was_lost() -> str:
    """What to say where the terminal lacked a character; empty where it had them all."""
    if not _lacking.was_called:
        return ""
    return (
        f"some characters are shown as `?`: the terminal's encoding, {sys.stdout.encoding}, does not "
        "have them; set it to UTF-8, or write the output to a file, which is always UTF-8"
    )


def as_json(data: object, indent: int | None = None) -> str:
    """Data as JSON that loses nothing: in ASCII where stdout is not UTF-8."""
    import json  # not needed to start

    is_utf_8 = codecs.lookup(sys.stdout.encoding or "ascii").name == "utf-8"
    return json.dumps(data, ensure_ascii=not is_utf_8, indent=indent)
