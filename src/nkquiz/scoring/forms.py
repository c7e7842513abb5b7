"""How a text is compared with another one: its words, and what may stand between them.

Case, width, quotes and punctuation fold away; a hyphen, an apostrophe or the dot in "U.K." equals
a space or nothing. Accents are kept in one form and dropped in the other. Hangul is spelled out
in the letters of its keyboard. Knows nothing of decks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nkquiz.knowledge import split_article
from nkquiz.scoring.hangul import spell_hangul
from nkquiz.scoring.words import words_of
from nkquiz.values.text import APOSTROPHES


@dataclass(frozen=True, slots=True)
class Form:
    """A text as words: `spaces[i]` tells whether a space parts piece i from the next.

    Where it is false, the two are written as one word, with a hyphen or with a space.
    """

    pieces: tuple[str, ...]
    spaces: tuple[bool, ...]

    @property
    def letters(self) -> str:
        """The text without anything between its words."""
        return "".join(self.pieces)

    @property
    def text(self) -> str:
        """A text that has this form: hyphens where no space must stand."""
        between = (" " if space else "-" for space in self.spaces)
        rest = (sign + piece for sign, piece in zip(between, self.pieces[1:], strict=True))
        return "".join((*self.pieces[:1], *rest))

    def units(self) -> tuple[str, ...]:
        """The words between spaces, each written as one."""
        out = list(self.pieces[:1])
        for piece, space in zip(self.pieces[1:], self.spaces, strict=True):
            if space:
                out.append(piece)
            else:
                out[-1] += piece
        return tuple(out)

    def gaps(self) -> tuple[frozenset[int], frozenset[int]]:
        """Where in the letters a space stands, and where anything may stand."""
        at, hard, all_ = 0, set(), set()
        for piece, space in zip(self.pieces, self.spaces, strict=False):
            at += len(piece)
            all_.add(at)
            if space:
                hard.add(at)
        return frozenset(hard), frozenset(all_)

    def loose(self) -> Form:
        """The same with no spaces that must stand."""
        return Form(self.pieces, (False,) * len(self.spaces))

    def then(self, other: Form) -> Form:
        """This text, a space, and the other one; an empty one adds nothing."""
        if not self.pieces or not other.pieces:
            return self if self.pieces else other
        return Form((*self.pieces, *other.pieces), (*self.spaces, True, *other.spaces))


def same_words(a: Form, b: Form) -> bool:
    """Whether two texts are one, hyphens and the like ignored."""
    if a.letters != b.letters:
        return False
    hard_a, all_a = a.gaps()
    hard_b, all_b = b.gaps()
    return hard_a <= all_b and hard_b <= all_a


_APOSTROPHE = dict.fromkeys(map(ord, APOSTROPHES), "'")

#: Vowel points of Arabic and Hebrew, and the tatweel: mostly left out, never wrong.
_POINTS = re.compile("[\u064b-\u0652\u0670\u0640\u0591-\u05bd\u05bf-\u05c7]")

#: "H2O" in its pieces.
_DIGITS_APART = re.compile(r"\d+[^\w\s]*|\D+")

#: A letter by itself is read by its name: α decay.
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip

_SHORT = {"st": "saint", "mt": "mount", "ft": "fort"}

_AL = "ال"

_MINUS = frozenset("-−")

#: Signs that belong to the letters before them: C++, C#, Na+.
_SIGNS = frozenset("+#")

_PARTED_SIGN = re.compile(r"\s+([+#]+)\s*$")

_ION = 3  # letters that a minus may belong to: Cl-


@lru_cache(maxsize=1 << 16)
def form_of(text: str, language: str = "en") -> Form:
    """The form of a text, accents kept. It has no pieces where the text has no letter or digit."""
    pieces: list[str] = []
    spaces: list[bool] = []
    for word, between in _words(_folded(text, language)):
        for part, piece in enumerate(_DIGITS_APART.findall(word)):
            if pieces:
                spaces.append(part == 0 and _is_space(between, pieces[-1], piece))
            pieces.append(piece)
    greek = {} if language[:2] == "el" else GREEK
    spelled = tuple(
        greek.get(piece) or spell_hangul(_long(pieces, at)) for at, piece in enumerate(pieces)
    )
    return Form(spelled, tuple(spaces))


def _folded(text: str, language: str) -> str:
    """The text without case, width, vowel points and the many kinds of apostrophe."""
    text = _PARTED_SIGN.sub(r"\1", text.replace("♯", "#"))
    text = _FROM_TO.sub(r"\1-\2", _TO.sub(r"\1-", text))
    text = _YEARS.sub(_whole_years, text).translate(_APOSTROPHE)
    text = text.replace("&", f" {words_of(language).and_[0]} ")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # The capital of ı is I, and that of i is İ, which folds to an i with a dot of its own.
    return _POINTS.sub("", text.replace("ı", "i").replace("i\u0307", "i"))


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text, each with what stands before it."""
    word, between = "", ""
    for at, character in enumerate(text):
        if _belongs(character, text, at, word):
            word += character
            continue
        if word:
            yield word, between
            word, between = "", ""
        if unicodedata.category(character) != "Cf":
            between += character
    if word:
        yield word, between


#: "10 to 15", "1914 to 1918".
_TO = re.compile(r"(\d) (?:to|until|bis|à|a|al|hasta|tot) (?=\d)", re.IGNORECASE)

#: "from 1914 to 1918", "between 1914 and 1918".
_FROM_TO = re.compile(
    r"\b(?:from|von|de|desde|between|zwischen|entre) (\d+)(?:-| (?:and|und|et|y) )(\d+)(?![\d./-])",
    re.IGNORECASE,
)

#: "1914-18".
_YEARS = re.compile(r"(?<![\d-])(\d\d)(\d\d)\s*[-–—]\s*(\d{4}|\d\d)(?![\d./-])")


def _whole_years(found: re.Match[str]) -> str:
    """Two years, both with all their digits."""
    century, year, last = found.groups()
    if len(last) == 2 and int(last) <= int(year):
        return found[0]  # 2023-11 is a month
    return f"{century}{year} {last if len(last) == 4 else century + last}"


def _belongs(character: str, text: str, at: int, word: str) -> bool:
    """Whether the character at a place is part of a word: a letter, a digit, a sign that belongs
    to them.
    """
    if character.isalnum() or unicodedata.category(character)[0] == "M":
        return True
    if not word:
        return False
    if character in _SIGNS:
        return True
    return character in _MINUS and len(word) <= _ION and not text[at + 1 :].strip()


def _is_space(between: str, before: str, after: str) -> bool:
    """Whether what stands between two words parts them as a space does."""
    if before[-1].isdecimal() and after[0].isdecimal():
        return True
    if len(before) == len(after) == 1 and (before + after).isalpha():
        return False  # "U K"
    return any(c.isspace() or c in ",;:()[]=<>|" for c in between)


def _long(pieces: list[str], at: int) -> str:
    """A word, written out where it is a usual short form: St. Lucia, but not Main St."""
    piece = pieces[at]
    last = at == len(pieces) - 1
    if last or piece not in _SHORT or (at and pieces[at - 1].isdecimal()):
        return piece
    return _SHORT[piece]


_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

_ACCENTED = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")


@lru_cache(maxsize=1 << 16)
def plain(form: Form) -> Form:
    """The form without accents: `São` is `sao`, `Tromsø` is `tromso`."""
    if all(piece.isascii() for piece in form.pieces):
        return form
    return Form(tuple(map(_without_accents, form.pieces)), form.spaces)


@lru_cache(maxsize=1 << 16)
def spelled_out(form: Form) -> Form:
    """The form with accents written as people do without the keys for them: Duesseldorf."""
    if all(piece.isascii() for piece in form.pieces):
        return form
    pieces = (_without_accents(piece.translate(_SPELLED_OUT)) for piece in form.pieces)
    return Form(tuple(pieces), form.spaces)


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    accented = False
    for character in unicodedata.normalize("NFD", text):
        if unicodedata.category(character)[0] == "M":
            if not accented:
                kept.append(character)
        else:
            accented = unicodedata.name(character, "").startswith(_ACCENTED)
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_PLAIN)


_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")

_QUOTES = " \"'“”‘’«»„"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its leading article taken off: its forms with and without it."""

    text: str
    article: str
    full: Form
    bare: Form

    @property
    def tidy(self) -> str:
        """The text for who reads its signs: of plain width, with plain spaces and hyphens, without
        quotes around it and a full stop after it.
        """
        text = unicodedata.normalize("NFKC", self.text.replace("º", "°")).translate(_HYPHENS)
        return " ".join(text.split()).strip(_QUOTES).removesuffix(".")

    @property
    def forms(self) -> tuple[Form, ...]:
        return (self.full, self.bare) if self.article else (self.full,)


@lru_cache(maxsize=1 << 16)
def read(text: str, language: str = "en") -> Reading:
    """Read a text; an article alone is no article."""
    stripped = text.strip(_QUOTES)
    article, rest = (
        _arabic_article(stripped) if language[:2] == "ar" else split_article(stripped, language)
    )
    full = form_of(text, language)
    bare = form_of(rest, language) if article else full
    return Reading(text, article, full, bare) if bare.pieces else Reading(text, "", full, full)


def _arabic_article(text: str) -> tuple[str, str]:
    """The article that Arabic writes as one with its word, and what follows it."""
    rest = text.removeprefix(_AL)
    return (_AL, rest) if rest != text and len(rest) > 2 else ("", text)
