"""What a picture or a sound is by its bytes, whatever its name says, and whether it is whole.

Owns the signatures of formats, and what each must have up to its end. Decodes nothing: what a program makes of
the pixels is its own affair.
"""

from __future__ import annotations

import mmap
import os
import re
import struct
import zlib
from collections.abc import Callable
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
    """Chunk by chunk to the end mark: the size first, then pixels; what must be read to show it
    has its checksum.
    """
    if (
        len(content) < 24
        or content[12:16] != b"IHDR"
        or 0 in struct.unpack_from(">II", content, 16)
    ):
        return False
    at, has_pixels = 8, False
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if end > len(content):
            return False
        name = content[at + 4 : at + 8]
        if name == b"IEND":
            return has_pixels
        if name[:1].isupper():
            (check,) = struct.unpack_from(">I", content, end - 4)
            if zlib.crc32(content[at + 4 : end - 4]) != check:
                return False
        has_pixels |= name == b"IDAT" and length > 0
        at = end
    return False


#: The markers of JPEG that give the size of the picture, one for each way of coding.
_WITH_SIZE = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _jpeg(content: Content) -> bool:
    """Segment by segment to the scan, since a preview has an end of its own; then the end."""
    at, has_size = 2, False
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:
            return has_size and content.find(b"\xff\xd9", at) >= 0
        has_size |= marker in _WITH_SIZE and 0 not in struct.unpack_from(">HH", content, at + 5)
        at += 1 if marker == 0xFF else 2 + int.from_bytes(content[at + 2 : at + 4])
    return False


def _gif(content: Content) -> bool:
    """Block by block to the end mark, with a picture before it; behind it may stand anything."""
    at, has_picture = 13 + _colours(content, 10), False
    while at < len(content):
        kind = content[at]
        if kind == ord(";"):
            return has_picture
        if kind == ord(","):
            has_picture |= 0 not in struct.unpack("<HH", content[at + 5 : at + 9].ljust(4, b"\0"))
            at += 11 + _colours(content, at + 9)
        elif kind == ord("!"):
            at += 2
        elif kind != 0:  # some programs write more zeros than they should
            return False
        while at < len(content) and content[at]:  # the pieces of a block, each with its length
            at += 1 + content[at]
        at += 1
    return False


def _colours(content: Content, at: int) -> int:
    """How many bytes the colours of a GIF take, by the flags that stand there."""
    flags = int.from_bytes(content[at : at + 1])
    return 6 << (flags & 7) if flags & 0x80 else 0


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
    return _is_read(expat.ParserCreate(), content[:], is_all=True)


def _is_read(parser: expat.XMLParserType, text: bytes, *, is_all: bool) -> bool:
    """Whether a parser takes a text. One in an encoding that it can't read is as good as damaged:
    for that it raises whatever the search for the encoding does.
    """
    try:
        parser.Parse(text, is_all)
    except (expat.ExpatError, ValueError, LookupError):
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
    _is_read(parser, content[: 1 << 16], is_all=False)  # it may be wrong further on
    return bool(names) and names[0].rpartition(" ")[2] == "svg"


def _is_mp3(content: Content) -> bool:
    """Whether it has tags of a sound, or soon a frame with one more behind it: two bytes alone are
    found in other files, such as texts in UTF-16.
    """
    starts = (match.start() for match in _FRAME.finditer(content, 0, 1 << 12))
    return content[:3] == b"ID3" or any(
        (length := _frame_length(content, at))
        and content[at : at + 2] == content[at + length : at + length + 2]
        and _frame_length(content, at + length)
        for at in starts
    )


_FRAME = re.compile(rb"\xff[\xe2-\xff]")
#: In kbit/s, by version and layer as a header has them: MPEG 2 (II and III are alike), MPEG 1.
_LOW = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {
    (0, 1): _LOW,
    (0, 2): _LOW,
    (0, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (1, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): tuple(range(32, 449, 32)),
}


def _frame_length(content: Content, at: int) -> int:
    """The bytes of the MPEG audio frame that begins there (ISO/IEC 11172-3, 2.4.2.3); 0 for none."""
    header = int.from_bytes(content[at : at + 4])
    version, layer = header >> 19 & 3, header >> 17 & 3  # version 0 is 2.5; layer 1 is III
    rate, frequency = header >> 12 & 15, header >> 10 & 3
    if header >> 21 != 0x7FF or version == 1 or not layer or rate in (0, 15) or frequency == 3:
        return 0
    bits = 1000 * _RATES[version == 3, layer][rate - 1]
    hertz = (44100, 48000, 32000)[frequency] >> {0: 2, 2: 1, 3: 0}[version]
    padding = header >> 9 & 1
    if layer == 3:
        return (12 * bits // hertz + padding) * 4
    return (72 if (layer, version == 3) == (1, False) else 144) * bits // hertz + padding


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
    ("mp3", _is_mp3, _any),
)
