"""Numerals within a text as digits: number words, ordinals and Roman numerals.

Owns what is a numeral and what only looks like one. Knows nothing of values.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nkquiz.knowledge import ARTICLES
from nkquiz.scoring.forms import Form
from nkquiz.values.digits import roman_value
from nkquiz.values.words import Language, language_of


@lru_cache(maxsize=1 << 16)
def numbered(form: Form, language: str = "en") -> Form:
    """The form with its numerals as digits: World War II and World War Two as World War 2."""
    form = _tens_joined(form, language_of(language))
    pieces = [_digits(form.pieces, i, language) or piece for i, piece in enumerate(form.pieces)]
    spaces = list(form.spaces)
    suffixes = language_of(language).ordinal_suffixes
    at = 1
    while at < len(pieces):
        if pieces[at - 1].isdecimal() and pieces[at] in suffixes and not spaces[at - 1]:
            pieces[at - 1 : at + 1] = [pieces[at - 1] + "."]
            del spaces[at - 1]
        at += 1
    return _ending_in_digits(pieces, spaces, language)


def _ending_in_digits(pieces: list[str], spaces: list[bool], language: str) -> Form:
    """The form of a name that ends in a numeral, which may be a rank and have an article: "Henry
    the Eighth", "Henry the VIII" and "Henry 8th" are Henry 8. "Model A 2" has none.
    """
    last = pieces[-1].removesuffix(".") if pieces else ""
    named = pieces[:-1]
    articles = ARTICLES.get(language[:2], ())
    if named and named[-1] in articles and (pieces[-1].endswith(".") or len(named[-1]) > 1):
        named = named[:-1]
    if last.isdecimal() and named:
        pieces, spaces = [*named, last], spaces[: len(named)]
    return Form(tuple(pieces), tuple(spaces))


def _tens_joined(form: Form, words: Language) -> Form:
    """The form with "thirty-eighth" as one piece, in digits."""
    pieces, spaces = list(form.pieces), list(form.spaces)
    for at in reversed(range(len(spaces))):
        tens, ones = words.simple.get(pieces[at], 0), pieces[at + 1]
        count = words.simple.get(ones) or words.ordinals.get(ones, 0)
        if words.by_rule and 20 <= tens < 100 and 0 < count < 10:
            pieces[at : at + 2] = [f"{tens + count}{'.' if ones in words.ordinals else ''}"]
            del spaces[at]
    return Form(tuple(pieces), tuple(spaces))


def numerals(form: Form, language: str = "en") -> tuple[str, ...]:
    """The numerals in a text, in order, as digits."""
    return tuple(piece for piece in numbered(form, language).pieces if piece[0].isdecimal())


def _digits(pieces: tuple[str, ...], at: int, language: str) -> str:
    """A piece as digits, an ordinal with a dot; nothing where it is no numeral."""
    piece = pieces[at]
    if piece.isdecimal():
        if piece.isascii():
            return piece.lstrip("0") or "0"  # Python refuses to read 5,000 digits as a number
        return "".join(str(int(c)) for c in piece)
    words = language_of(language)
    if piece in words.simple:
        return str(words.simple[piece])
    if piece in words.ordinals:
        return f"{words.ordinals[piece]}."
    return _roman(pieces, at, words.ordinal_suffixes)


#: Letters that are a numeral wherever they stand but at the beginning; longer ones anywhere.
_SMALL_ROMAN = re.compile(r"[xvi]+|x[lc]|l[xv]")

_LONG_ROMAN = 3

#: Words that could be numerals. "Dim" and "mild" could not: a numeral has one way to be written.
_NO_NUMERALS = frozenset({"mix", "dix"})


def _roman(pieces: tuple[str, ...], at: int, suffixes: tuple[str, ...]) -> str:
    """A Roman numeral as digits: the II of World War II, XIV alone, the XVIIIe of a French century.

    A single letter is one at the end only, and not by itself; a name such as Xi or Li at the
    beginning is none.
    """
    piece = pieces[at]
    endings = (end for end in suffixes if end.isalpha() and piece.endswith(end))
    ending = "" if roman_value(piece) else max(endings, key=len, default="")
    letters = piece.removesuffix(ending)
    value, last = roman_value(letters), at == len(pieces) - 1
    if not value or letters in _NO_NUMERALS or (ending and len(letters) < _LONG_ROMAN - 1):
        return ""
    if len(letters) == 1 and (not at or not last):
        return ""
    small = _SMALL_ROMAN.fullmatch(letters) and (at or last)
    if not small and len(letters) < _LONG_ROMAN:
        return ""
    return f"{value}." if ending else str(value)
