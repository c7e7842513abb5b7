"""Text as HTML and as data in a page: it shows as written, and runs nothing.

Owns escaping. Knows nothing of items.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from nkquiz.hypertext import image, mathml
from nkquiz.prose import Blank, Maths, Picture, Prose, TextRun, is_words, plain, read

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
    return is_words(text)


def html(text: str, find: Finder) -> str:
    """A text as HTML; `find` gives the file of a picture, or None where there is none."""
    return inline(read(text), find)


def inline(prose: Prose, find: Finder) -> str:
    out: list[str] = []
    for piece in prose:
        match piece:
            case TextRun(text=text):
                out.append(escape(text, quote=False))
            case Blank():
                out.append(BLANK)
            case Maths(source=source, tree=tree):
                out.append(escape(source) if tree is None else mathml(tree))
            case Picture(alt=alt):
                path = find(piece)
                out.append(escape(alt, quote=False) if path is None else image(path, alt))
    return "".join(out)


def as_json(data: Any) -> str:
    """Data for a `<script type="application/json">`: without `<`, nothing can end it early.

    Halves of surrogate pairs, which no file can hold, are U+FFFD.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def web_address(url: str) -> str:
    """The address, if it is one of the web: nothing else may become a link."""
    return url if _URL.fullmatch(url) else ""
