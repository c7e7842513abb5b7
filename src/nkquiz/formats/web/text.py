"""Text as HTML and as data in a page: it shows as written, and runs nothing.

Owns escaping, and how maths and pictures stand in HTML. Knows nothing of items.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from nkquiz.prose import Blank, Maths, Part, Picture, Prose, Tree, Words, plain, read

#: By the suffix of its file, what a picture is; of sounds in the same way.
PICTURES = {
    ".avif": "image/avif", ".bmp": "image/bmp", ".gif": "image/gif", ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml", ".webp": "image/webp",
}  # fmt: skip
SOUNDS = {
    ".aac": "audio/aac", ".flac": "audio/flac", ".m4a": "audio/mp4", ".mp3": "audio/mpeg",
    ".oga": "audio/ogg", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/wav",
    ".webm": "audio/webm",
}  # fmt: skip

#: In the list; the script has a form that is read out as "blank".
BLANK = "<u>_____</u>"
_URL = re.compile(r"https?://[^\s\"'<>\\{}`]+", re.IGNORECASE)

Finder = Callable[[Picture], Path | None]


@lru_cache(maxsize=1 << 14)
def shown(text: str) -> str:
    """The text as it reads, on one line: maths as written, a picture by what it says."""
    return plain(read(text))


def is_plain(text: str) -> bool:
    """Whether a text has neither maths nor pictures in it."""
    return "\\(" not in text and "![" not in text


def html(text: str, find: Finder) -> str:
    """A text as HTML; `find` gives the file of a picture, or None where there is none."""
    return inline(read(text), find)


def inline(prose: Prose, find: Finder) -> str:
    out: list[str] = []
    for piece in prose:
        match piece:
            case Words(text=text):
                out.append(escape(text, quote=False))
            case Blank():
                out.append(BLANK)
            case Maths(source=source, tree=tree):
                out.append(escape(source) if tree is None else f"<math>{mathml(tree)}</math>")
            case Picture(alt=alt):
                path = find(piece)
                out.append(escape(alt, quote=False) if path is None else image(path, alt))
    return "".join(out)


def mathml(tree: Tree) -> str:
    """A formula as MathML, which browsers show by themselves."""
    name = tree.part.value
    upright = ' mathvariant="normal"' if tree.upright and tree.part is Part.IDENTIFIER else ""
    inner = "".join(map(mathml, tree.children)) if tree.children else escape(tree.text)
    return f"<{name}{upright}>{inner}</{name}>"


def image(path: Path, alt: str) -> str:
    return f'<img src="{_embedded(path, PICTURES)}" alt="{escape(alt)}">'


def sound(path: Path) -> str:
    return f'<audio controls preload="none" src="{_embedded(path, SOUNDS)}"></audio>'


def _embedded(path: Path, types: dict[str, str]) -> str:
    content = b64encode(path.read_bytes()).decode("ascii")
    return f"data:{types[path.suffix.lower()]};base64,{content}"


def as_json(data: Any) -> str:
    """Data for a `<script type="application/json">`: without `<`, nothing can end it early.

    Halves of surrogate pairs, which no file can hold, are U+FFFD.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def web_address(url: str) -> str:
    """The address, if it is one of the web: nothing else may become a link."""
    return url if _URL.fullmatch(url) else ""
