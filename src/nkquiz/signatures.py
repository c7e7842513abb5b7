"""What a picture or a sound is by its bytes, whatever its name says, and whether it is whole.

Owns the signatures of formats and how each of them ends. Decodes nothing: what a program makes of
the pixels is its own affair.
"""

from __future__ import annotations

import mmap
import os
import re
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple
from xml.parsers import expat

Content = mmap.mmap


class Found(NamedTuple):
    """The name of a format, empty where it is none that we know; whether the file is whole."""

    format: str = ""
    is_whole: bool = False


def look(path: Path) -> Found:
    """What is in a file. Raises OSError where it can't be read."""
    status = path.stat()
    return _look(os.fspath(path), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1 << 12)
def _look(path: str, _changed: int, size: int) -> Found:
    """Kept for each state of a file: what checks it and what shows it ask one after the other."""
    if size == 0:
        return Found()
    with (
        open(path, "rb") as stream,  # noqa: PTH123
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        for name, begins, is_whole in _FORMATS:
            if begins(content):
                return Found(name, is_whole(content))
    return Found()


# -- how a format ends ------------------------------------------------------------------------


def _png(content: Content) -> bool:
    """Chunk by chunk to the end mark; what must be read to show it has its checksum."""
    at = 8
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if end > len(content):
            return False
        name = content[at + 4 : at + 8]
        if name == b"IEND":
            return True
        if name[:1].isupper():
            (check,) = struct.unpack_from(">I", content, end - 4)
            if zlib.crc32(content[at + 4 : end - 4]) != check:
                return False
        at = end
    return False


def _jpeg(content: Content) -> bool:
    """Segment by segment to the scan, since a preview has an end of its own; then the end."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:
            return content.find(b"\xff\xd9", at) >= 0
        at += 1 if marker == 0xFF else 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


def _gif(content: Content) -> bool:
    return content[-64:].rstrip(b"\0").endswith(b";")


def _riff(content: Content) -> bool:
    size = int.from_bytes(content[4:8], "little")
    is_stream = size >= 0x7FFFF000  # written before its length was known
    return is_stream or size + 8 <= len(content)


def _bmp(content: Content) -> bool:
    return int.from_bytes(content[2:6], "little") <= len(content) and len(content) > 26


def _tiff(content: Content) -> bool:
    """Its directory lies within the file: most programs write it last."""
    order: Literal["little", "big"] = "little" if content[:2] == b"II" else "big"
    at = int.from_bytes(content[4:8], order)
    entries = int.from_bytes(content[at : at + 2], order)
    return at >= 8 and at + 6 + 12 * entries <= len(content)


def _ico(content: Content) -> bool:
    count = int.from_bytes(content[4:6], "little")
    places = (struct.unpack_from("<II", content, 14 + 16 * i) for i in range(count))
    return len(content) >= 6 + 16 * count > 6 and all(
        size + start <= len(content) for size, start in places
    )


def _boxes(content: Content) -> bool:
    """Box by box, each with its length, to the end of the file; the data is in one of them."""
    at, has_data = 0, False
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16])
        has_data |= content[at + 4 : at + 8] == b"mdat"
        if size == 0:  # to the end
            return has_data
        if size < 8:
            return False
        at += size
    return has_data and at <= len(content)


def _svg(content: Content) -> bool:
    try:
        expat.ParserCreate().Parse(content[:], True)  # noqa: FBT003 - to the end
    except expat.ExpatError:
        return False
    return True


def _any(_content: Content) -> bool:
    """No end that one could know: a sound that is cut off is heard as far as it goes."""
    return True


# -- how a format begins ----------------------------------------------------------------------


def _begins(pattern: bytes) -> Callable[[Content], bool]:
    begin = re.compile(pattern, re.DOTALL)
    return lambda content: begin.match(content) is not None


def _is_svg(content: Content) -> bool:
    """Whether it is XML whose first element is `svg`: a page that has one in it is no picture."""
    names: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _attributes: names.append(name)
    with suppress(expat.ExpatError):  # cut off, or wrong further on
        parser.Parse(content[: 1 << 16])
    return bool(names) and names[0].rpartition(" ")[2] == "svg"


_Format = tuple[str, Callable[[Content], bool], Callable[[Content], bool]]
_FORMATS: tuple[_Format, ...] = (
    ("png", _begins(rb"\x89PNG\r\n\x1a\n"), _png),
    ("jpeg", _begins(rb"\xff\xd8\xff"), _jpeg),
    ("gif", _begins(rb"GIF8[79]a"), _gif),
    ("webp", _begins(rb"RIFF....WEBP"), _riff),
    ("avif", _begins(rb"....ftyp.{0,40}?avi[fs]"), _boxes),
    ("tiff", _begins(rb"II[*+]\0|MM\0[*+]"), _tiff),
    ("ico", _begins(rb"\0\0[\x01\x02]\0"), _ico),
    ("bmp", _begins(rb"BM.{4}\0\0\0\0"), _bmp),
    ("svg", _is_svg, _svg),
    ("wav", _begins(rb"(?:RIFF|RF64)....WAVE"), _riff),
    ("mp4", _begins(rb"....ftyp"), _boxes),
    ("flac", _begins(rb"fLaC"), _any),
    ("ogg", _begins(rb"OggS"), _any),
    ("webm", _begins(rb"\x1a\x45\xdf\xa3"), _any),
    ("aac", _begins(rb"ADIF|\xff[\xf0\xf1\xf8\xf9]"), _any),
    # The last: what begins a sound may come late in it, and by chance in another file.
    ("mp3", _begins(rb"ID3|.{0,4096}?\xff[\xe2-\xe7\xea-\xef\xf2-\xf7\xfa-\xff]"), _any),
)
