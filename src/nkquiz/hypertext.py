"""What pages in HTML share: maths as MathML, and pictures and sounds that stand in the page itself.

Knows neither items nor pages: those who write pages say where things stand.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from pathlib import Path

from nkquiz.prose import MathElement, MathTree
from nkquiz.signatures import look

#: By the format of a picture, what it is for a browser; of sounds in the same way.
PICTURES = {
    "avif": "image/avif", "bmp": "image/bmp", "gif": "image/gif", "jpeg": "image/jpeg",
    "png": "image/png", "svg": "image/svg+xml", "webp": "image/webp",
}  # fmt: skip
SOUNDS = {
    "aac": "audio/aac", "flac": "audio/flac", "mp4": "audio/mp4", "mp3": "audio/mpeg",
    "ogg": "audio/ogg", "wav": "audio/wav", "webm": "audio/webm",
}  # fmt: skip


def mathml(tree: MathTree) -> str:
    """A formula in a line of text, as browsers show it by themselves."""
    return f"<math>{_element(tree)}</math>"


def _element(tree: MathTree) -> str:
    if tree.part is MathElement.SPACE:
        return '<mspace width="0.17em"></mspace>'
    name = tree.part.value
    upright = (
        ' mathvariant="normal"' if tree.upright and tree.part is MathElement.IDENTIFIER else ""
    )
    inner = escape(tree.text, quote=False) + "".join(map(_element, tree.children))
    return f"<{name}{upright}>{inner}</{name}>"


def image(path: Path, alt: str) -> str:
    """A picture within the page. Raises KeyError for a format that is none of `PICTURES`."""
    return f'<img src="{_embedded(path, PICTURES)}" alt="{escape(alt)}">'


def sound(path: Path) -> str:
    """A sound within the page, not played by itself. Raises KeyError as `image` does."""
    return f'<audio controls preload="none" src="{_embedded(path, SOUNDS)}"></audio>'


def _embedded(path: Path, types: dict[str, str]) -> str:
    content = b64encode(path.read_bytes()).decode("ascii")
    return f"data:{types[look(path).format]};base64,{content}"
