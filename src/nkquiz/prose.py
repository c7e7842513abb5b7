r"""A text of a fact file as the pieces that a page shows: words, blanks, maths, pictures.

    text := (words | "_____" | "\(" maths "\)" | "\[" maths "\]" | "![" alt "](" path ")")*

Owns what is in a text and what of it can't be shown. Knows nothing of how a page shows it: the
formats say that, piece by piece, and words are plain text to all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nkquiz.item import BLANK
from nkquiz.markup import images

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_SPECIAL = re.compile(rf"{BLANK}|\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
#: The longest maths that is read, in characters: a formula, not an attack.
_LONGEST_MATHS = 1000
_DEEPEST = 40


class MathElement(Enum):
    """What a piece of maths is, by the name that MathML gives it."""

    ROW = "mrow"
    IDENTIFIER = "mi"
    NUMBER = "mn"
    OPERATOR = "mo"
    TEXT = "mtext"
    SPACE = "mspace"
    FRACTION = "mfrac"
    SQUARE_ROOT = "msqrt"
    ROOT = "mroot"
    SUB = "msub"
    SUPER = "msup"
    SUB_SUPER = "msubsup"
    UNDER = "munder"
    OVER = "mover"
    UNDER_OVER = "munderover"
    TABLE = "mtable"
    TABLE_ROW = "mtr"
    CELL = "mtd"


#: How many children a piece must have; any number where it isn't named.
_CHILDREN = {
    MathElement.FRACTION: 2,
    MathElement.ROOT: 2,
    MathElement.SUB: 2,
    MathElement.SUPER: 2,
    MathElement.SUB_SUPER: 3,
    MathElement.UNDER: 2,
    MathElement.OVER: 2,
    MathElement.UNDER_OVER: 3,
}
_LEAVES = frozenset(
    (
        MathElement.IDENTIFIER,
        MathElement.NUMBER,
        MathElement.OPERATOR,
        MathElement.TEXT,
        MathElement.SPACE,
    )
)
_PARTS = {part.value: part for part in MathElement}


class MathTree(NamedTuple):
    """Maths as a tree: a leaf has `text`, all else `children` in the order of MathML."""

    part: MathElement
    text: str = ""
    children: tuple[MathTree, ...] = ()
    upright: bool = False


class TextRun(NamedTuple):
    """Text as it reads, on one line."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Where something is to be filled in."""


class Maths(NamedTuple):
    """A formula: its LaTeX as written, and its tree, or none where it can't be read."""

    source: str
    tree: MathTree | None


class Picture(NamedTuple):
    """A picture: its path as written, or absolute, and what it says to who can't see it."""

    path: str
    alt: str


Piece = TextRun | Blank | Maths | Picture
Prose = tuple[Piece, ...]


def visible(text: str) -> str:
    """The text on one line; what no page can show is U+FFFD."""
    return _UNSEEN.sub("\ufffd", _SPACE.sub(" ", text))


def is_words(text: str) -> bool:
    """Whether a text has surely neither maths nor pictures in it."""
    return "\\(" not in text and "\\[" not in text and "![" not in text


@lru_cache(maxsize=1 << 14)
def read(text: str) -> Prose:
    """The pieces of a text, in order; no two words side by side, and none of them empty."""
    if is_words(text) and BLANK not in text:
        return (TextRun(visible(text)),) if text else ()
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    special: list[tuple[int, int, Piece]] = [
        (image.start, image.end, Picture(visible(image.path), visible(image.alt)))
        for image in images(text)
    ]
    for match in _SPECIAL.finditer(text):
        source = match[match.lastindex] if match.lastindex else None
        found: Piece = Blank() if source is None else maths(source)
        special.append((*match.span(), found))
    done = 0
    for start, end, piece in sorted(special, key=lambda one: one[:2]):
        if start >= done:
            if start > done:
                yield TextRun(visible(text[done:start]))
            yield piece
            done = end
    if done < len(text):
        yield TextRun(visible(text[done:]))


def plain(prose: Prose) -> str:
    """The text alone: maths as it is written, a picture by what it says."""
    return "".join(map(_plain, prose))


def _plain(piece: Piece) -> str:
    match piece:
        case TextRun(text=text):
            return text
        case Blank():
            return BLANK
        case Maths(source=source):
            return source
        case Picture(alt=alt):
            return alt


# -- maths --------------------------------------------------------------------------------------


def maths(source: str) -> Maths:
    """LaTeX as a tree; without one where it is too long, too deep, or not understood whole."""
    source = visible(source).strip()
    if len(source) > _LONGEST_MATHS or not source or max(_depths(source)) > _DEEPEST:
        return Maths(source, None)
    # Importing the library takes longer than a sheet without maths.
    from latex2mathml.converter import convert_to_element

    try:
        return Maths(source, _tree(convert_to_element(source)))
    except Exception:  # the library lets through whatever went wrong on broken LaTeX
        return Maths(source, None)


def _depths(source: str) -> Iterator[int]:
    depth = 0
    for character in source:
        depth += (character in "{^_") - (character == "}")
        yield depth


def _tree(element: Element) -> MathTree:
    """The tree of MathML; ValueError for what is none of `MathElement`, or a command left as text."""
    if element.tag in ("math", "mstyle", "mpadded"):
        return _row(tuple(map(_tree, element)))
    part = _PARTS.get(element.tag)
    if part is None:
        raise ValueError(f"no maths that a sheet can hold: {element.tag}")
    text = _text(element) if part in _LEAVES else ""
    children = tuple(map(_tree, element))
    if len(children) != _CHILDREN.get(part, len(children)):
        raise ValueError(f"a broken {element.tag}")
    if part is MathElement.ROW:
        return _row(children)
    upright = element.get("mathvariant") == "normal" or len(text) > 1
    return MathTree(part, text, children, upright)


def _row(children: tuple[MathTree, ...]) -> MathTree:
    return children[0] if len(children) == 1 else MathTree(MathElement.ROW, children=children)


def _text(element: Element) -> str:
    from html import unescape

    text = unescape(element.text or "")
    if "\\" in text or "&" in text:
        raise ValueError(f"an unknown command: {text}")
    return visible(text)
