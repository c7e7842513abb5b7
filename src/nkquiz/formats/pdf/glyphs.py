"""Which characters no font at hand has: typst prints a box for them and says nothing.

The engine itself is asked: each character is set alone, and its glyph is compared with that of a
code point that no font has.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

import typst

#: The families to be asked in turn: typst's own, then what has the letters that it lacks. Its own
#: have Latin, Greek, Cyrillic and mathematics.
FAMILIES = (
    "Libertinus Serif",
    "New Computer Modern",
    "Noto Serif CJK KR",
    "Noto Sans CJK KR",
    "Noto Serif",
    "Noto Sans",
    "DejaVu Serif",
    "DejaVu Sans",
)

_PROBE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#set text(font: json(bytes(sys.inputs.fonts)))
#for c in json(bytes(sys.inputs.characters)) { block(text(str.from-unicode(c))) }
"""
_GLYPH = re.compile(r'href="#(\w+)"')
#: A code point that never is a character.
_NOBODY = 0x1FFFE
#: What needs no glyph of its own.
_SILENT = frozenset(("Cf", "Zs", "Zl", "Zp", "Cc", "Mn", "Me"))
#: Of each script, the package of Debian's that brings a font.
_PACKAGES = (
    (("HANGUL", "CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "FULLWIDTH"), "fonts-noto-cjk"),
    (("EMOJI", "FACE", "REGIONAL"), "fonts-noto-color-emoji"),
)
_OTHER_PACKAGE = "fonts-noto-core"


def own_fonts() -> typst.Fonts:
    """The fonts that come with typst: the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def families(fonts: typst.Fonts) -> list[str]:
    """The families to be used, of those at hand."""
    at_hand = set(fonts.families())
    return [family for family in FAMILIES if family in at_hand]


def missing(characters: Iterable[str], fonts: typst.Fonts) -> list[str]:
    """The characters that no font has, sorted."""
    asked = sorted(c for c in set(characters) if unicodedata.category(c) not in _SILENT)
    if not asked or not _lacks(asked, fonts):
        return []
    return _missing(asked, fonts)


def _missing(asked: Sequence[str], fonts: typst.Fonts) -> list[str]:
    """Halve them until each stands alone: a glyph may be left out of a picture, if it is empty."""
    if len(asked) == 1:
        return list(asked)
    half = len(asked) // 2
    return [
        c
        for part in (asked[:half], asked[half:])
        if _lacks(part, fonts)
        for c in _missing(part, fonts)
    ]


def _lacks(asked: Sequence[str], fonts: typst.Fonts) -> bool:
    """Whether any of the characters is set as the glyph of what no font has."""
    inputs = {
        "fonts": json.dumps(families(fonts)),
        "characters": json.dumps([_NOBODY, *map(ord, asked)]),
    }
    svg = typst.Compiler(_PROBE, font_paths=fonts, sys_inputs=inputs).compile(format="svg")
    assert isinstance(svg, bytes)
    glyphs = _GLYPH.findall(svg.decode())
    return glyphs[0] in glyphs[1:]


def package_for(character: str) -> str:
    """The package that brings a font for a character."""
    name = unicodedata.name(character, "")
    for words, package in _PACKAGES:
        if any(word in name for word in words):
            return package
    return "fonts-noto-color-emoji" if ord(character) >= 0x1F300 else _OTHER_PACKAGE
