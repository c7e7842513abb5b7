"""The smallest whole picture of each sort, and a sound."""

from __future__ import annotations

import struct
import zlib


def _chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def png(red: int = 200) -> bytes:
    """One pixel."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(bytes((0, red, 0, 0)))
    chunks = ((b"IHDR", head), (b"IDAT", pixel), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


PNG = png()
#: A PNG whose parts are whole and say nothing: it takes a decoder to find that out.
WITHOUT_PIXELS = b"\x89PNG\r\n\x1a\n" + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")
ICO = struct.pack("<HHHBBBBHHII", 0, 1, 1, 1, 1, 0, 0, 1, 32, len(PNG), 22) + PNG
MP3 = b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0"
#: A preview with an end of its own, then a scan and the end.
JPEG = b"\xff\xd8\xff\xe1\0\x08\xff\xd8\xff\xd9XX\xff\xda\0\x08\x01\x01\0\0\x3f\0\xd2\xcf\x20\xff\0\xff\xd9"
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
