"""The smallest whole picture of each sort, and a sound."""

from __future__ import annotations

import struct
import zlib


def _chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


_HEAD = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))


def chunks(*parts: tuple[bytes, bytes]) -> bytes:
    """A PNG of some parts, and its end."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))


def png(red: int = 200) -> bytes:
    """One pixel."""
    return chunks(_HEAD, (b"IDAT", zlib.compress(bytes((0, red, 0, 0)))))


PNG = png()
#: A PNG whose parts are whole and say nothing: it takes a decoder to find that out.
WITHOUT_PIXELS = chunks(_HEAD, (b"IDAT", b"nothing"))
ICO = struct.pack("<HHHBBBBHHII", 0, 1, 1, 1, 1, 0, 0, 1, 32, len(PNG), 22) + PNG
MP3 = b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0"
#: A preview with an end of its own, the size, then a scan and the end.
JPEG = (
    b"\xff\xd8\xff\xe1\0\x08\xff\xd8\xff\xd9XX\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0"
    b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\xd2\xcf\x20\xff\0\xff\xd9"
)
GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
BMP = (
    b"BM" + struct.pack("<IIIIiiHHIIiiII", 58, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4)
)
TIFF = b"II*\0" + struct.pack("<I", 12) + b"data" + struct.pack("<HI", 0, 0)
WEBP = b"RIFF" + struct.pack("<I", 16) + b"WEBPVP8L" + struct.pack("<I", 4) + b"/\0\0\0"
AVIF = struct.pack(">I", 20) + b"ftypavif\0\0\0\0avif" + struct.pack(">I", 12) + b"mdatdata"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>\n'
WAV = b"RIFF" + struct.pack("<I", 40) + b"WAVEfmt " + bytes(20) + b"data" + bytes(8)
MP4 = struct.pack(">I", 20) + b"ftypM4A \0\0\0\0M4A " + struct.pack(">I", 12) + b"mdatdata"
#: Each format by a suffix of its files; the last three have no end that one could miss.
WHOLE = {
    "png": PNG, "jpg": JPEG, "gif": GIF, "bmp": BMP, "tif": TIFF, "webp": WEBP, "avif": AVIF,
    "svg": SVG, "ico": ICO, "wav": WAV, "m4a": MP4,
}  # fmt: skip
ENDLESS = {"mp3": MP3, "ogg": b"OggS\0\x02", "flac": b"fLaC\0\0", "webm": b"\x1a\x45\xdf\xa3\x01"}
