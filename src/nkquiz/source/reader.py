"""From bytes to text: encodings, the byte order mark, files that cannot be read.

Knows nothing of YAML but which characters it refuses.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

from nkquiz.model import Location, Problem
from nkquiz.source.finding import Finding, quote

MAX_BYTES = 64 * 1024 * 1024

#: Characters that nobody sees and that YAML refuses, or counts as line ends though no editor
#: does: controls, the two Unicode separators, a byte order mark inside the text, surrogates.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
#: Those among them that the parser would let through; it stops at the others by itself.
MISREAD = ("\x85", "\u2028", "\u2029", "\ufeff")
_BYTE_ORDER_MARK = "\ufeff"


def read_bytes(path: Path, shown: str) -> bytes | Problem:
    """The bytes of a file, or the problem that stands in the way."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return _unread(shown, "is-a-directory", "this is a directory: give a file in it")
        if not stat.S_ISREG(status.st_mode):
            return _unread(shown, "not-a-file", "this is not an ordinary file: use one that is")
        if status.st_size <= MAX_BYTES:
            with path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
            if len(content) <= MAX_BYTES:
                return content
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return _unread(shown, "missing-file", "the file does not exist: check the name")
    except PermissionError:
        message = "you are not allowed to read this file: check its permissions"
        return _unread(shown, "unreadable-file", message)
    except OSError as error:
        message = f"the file can't be read ({error.strerror or error}): check the name"
        return _unread(shown, "unreadable-file", message)
    limit = MAX_BYTES // (1024 * 1024)
    message = f"the file is larger than {limit} MB: split it and `include` the parts"
    return _unread(shown, "too-large", message)


def _unread(shown: str, code: str, message: str) -> Problem:
    return Problem(Location(shown, 1, 1), code, message)


def decode(content: bytes) -> tuple[str, list[Finding]]:
    """The text of a file without its byte order mark.

    Bytes that are not UTF-8 are a finding, and are read as they were probably meant, so that
    the file's other problems show too. What is no text at all, a picture or a Word file, is empty.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            text = content[2:].decode(encoding, "replace")
            message = "the file is in UTF-16: save it as UTF-8"
            return text, [Finding(1, 1, "not-utf-8", message)]
    try:
        return content.decode("utf-8").removeprefix(_BYTE_ORDER_MARK), []
    except UnicodeDecodeError as error:
        if b"\0" in content:
            message = "this is no text file: name a file in YAML, or save it as plain text"
            return "", [Finding(1, 1, "not-text", message)]
        text = _BAD_BYTE.sub(_meant, content.decode("utf-8", "surrogateescape"))
        before = content[: error.start].decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
        return text.removeprefix(_BYTE_ORDER_MARK), [_not_utf_8(content[error.start], before)]


_BAD_BYTE = re.compile("[\udc80-\udcff]")


def _meant(match: re.Match[str]) -> str:
    """What a byte that is not UTF-8 says in the encoding that Western Windows uses."""
    return bytes([ord(match[0]) - 0xDC00]).decode("windows-1252", "replace")


def _not_utf_8(byte: int, before: str) -> Finding:
    lines = re.split(r"\r\n|\n|\r", before)
    meant = bytes([byte]).decode("windows-1252", "replace")
    hint = f" (in Latin-1 it is {quote(meant)})" if meant != "\ufffd" else ""
    message = f"the byte {byte:#04x} is not UTF-8{hint}: save the file as UTF-8"
    return Finding(len(lines), len(lines[-1]) + 1, "not-utf-8", message)


def without_unseen(text: str) -> tuple[str, list[Finding]]:
    """The text with each unseen character made a space, and a finding for each line with any."""
    findings: list[Finding] = []
    line, start = 1, 0
    for match in UNSEEN.finditer(text):
        between = list(re.finditer(r"\r\n|\n|\r", text[start : match.start()]))
        if between or not findings:
            line += len(between)
            column = match.start() - max(
                text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())
            )
            findings.append(Finding(line, column, "unseen-character", unseen(match[0])))
        start = match.start()
    return UNSEEN.sub(" ", text), findings


def unseen(character: str) -> str:
    """What to say of a character that nobody sees."""
    name = _NAMES.get(character, "a control character")
    return f"U+{ord(character):04X} ({name}) is invisible and not allowed: delete it"


_NAMES = {
    "\x00": "NUL",
    "\x1b": "escape",
    "\x7f": "delete",
    "\x85": "next line",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\ufeff": "byte order mark",
    **{chr(code): "half of a surrogate pair" for code in range(0xD800, 0xE000)},
}
