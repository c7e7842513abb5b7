"""When two texts are the same text: one normal form, and the words in it.

Case, accents, width and punctuation fold away, so that what people type can be compared with
what an author wrote. What must differ all the same (C++ and C#) is for the caller to tell apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

#: Longer texts are not remembered, so that the cache stays small whatever is in a file.
_REMEMBERED = 400

#: What people type for an apostrophe, letters among them: ʼ ʻ ʾ ʿ stand in romanised names.
APOSTROPHES = "'`´‘’‛ʹʻʼʽʾʿˈ′׳"
_INNER_APOSTROPHE = re.compile(r"(?<=[^ '])'(?=[^ '])")
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ][sS](?!\w)")
_LATIN_GREEK_CYRILLIC = frozenset({"LATIN", "GREEK", "CYRILLIC"})

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII[ord("'")] = _ASCII[ord("`")] = "'"


def norm(text: str) -> str:
    """The normal form of a text: equal norms are one text to a reader.

    NFKC, casefold, combining marks stripped from Latin, Greek and Cyrillic letters only, then
    recomposed; apostrophes inside words removed, other punctuation and symbols to a space,
    spaces folded. Invisible characters vanish. The norm may be empty.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _norm(text)


def sentence_norm(text: str) -> str:
    """The norm of a sentence between spaces: ` name ` is in it where the sentence names it.

    What has a possessive ending stands in it with the ending and, after a line break, without:
    "the Elbe's source" names the Elbe, but "Women's University" has the ending in its name.
    """
    whole, bare = f" {norm(text)} ", _POSSESSIVE.sub("", text)
    return whole if bare == text else f"{whole}\n {norm(bare)} "


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, in normal form."""
    return tuple(norm(text).split())


#: Words that acronyms pass over: the FBI is the Federal Bureau of Investigation.
_SMALL_WORDS = """
a an and at by for from in of on the to with
der die das den des dem und für von zur zum im
de du d la le les l et pour en aux del los las el y para van het
"""
_SMALL = frozenset(_SMALL_WORDS.split())


def initials(words: Sequence[str]) -> tuple[str, ...]:
    """The initials of a name of several words in normal form: of all of them, then without the
    small ones. Nothing for a single word.
    """
    if len(words) < 2:
        return ()
    telling = [word[0] for word in words if word not in _SMALL]
    every = "".join([word[0] for word in words])
    return (every, "".join(telling)) if 1 < len(telling) < len(words) else (every,)


def same(a: str, b: str) -> bool:
    """Whether two texts are one: by their norms or, where these are empty, by NFC."""
    normal = norm(a)
    if normal != norm(b):
        return False
    return bool(normal) or _composed(a) == _composed(b)


def one_name(a: str, b: str) -> bool:
    """Whether the names of two things are one: by NFC and whatever their case.

    Their norms may be one where they are not: C++ and C#, sí and si.
    """
    return _composed(a).casefold() == _composed(b).casefold()


def stands_in(name: str, sentence: str) -> bool:
    """Whether a sentence has a name as it is written, whatever its case: C, but not in C++."""
    text, wanted = _composed(sentence).casefold(), _composed(name).casefold()
    at = text.find(wanted)
    while at >= 0:
        if _is_edge(text[:at][-1:]) and _is_edge(text[at + len(wanted) :][:1]):
            return True
        at = text.find(wanted, at + 1)
    return False


def _is_edge(character: str) -> bool:
    """Whether a name may end before or after this: not a letter or digit, nor a symbol."""
    return not character or (
        unicodedata.category(character)[0] in "ZPC" and character not in "#*&@%"
    )


def is_blank(text: str) -> bool:
    """Whether nobody sees anything of a text: white space and invisible characters alone."""
    return not text.strip() or (not text.isascii() and all(map(_is_unseen, text)))


#: What ends a sentence, in the scripts that mark its end.
_STOPS = (".", "!", "?", "…", ":", "。", "！", "？", "؟", "۔", "।", "։")


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a full stop or the like, in quotation marks or brackets or not."""
    return text.rstrip(" \"'”’»)]}").endswith(_STOPS)


def one_edit(a: str, b: str) -> bool:
    """Whether one insertion, deletion or substitution turns `a` into `b`."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    return a[start + (len(a) >= len(b)) :] == b[start + (len(b) >= len(a)) :]


def one_letter_apart(a: str, b: str) -> bool:
    """Whether two norms of five and more characters, their digits alike, differ by one letter: then
    they may be two spellings of one name.
    """
    if not -2 < len(a) - len(b) < 2 or len(a) < _LETTERS_TO_MISTAKE or len(b) < _LETTERS_TO_MISTAKE:
        return False
    return one_edit(a, b) and _digits(a) == _digits(b)


_LETTERS_TO_MISTAKE = 5


def _digits(text: str) -> list[str]:
    return [character for character in text if character.isdigit()]


def is_initialism(a: str, b: str) -> bool:
    """Whether one of two names is the initials of the other."""
    if (" " in a) == (" " in b):
        return False
    short, words = (b, tokens(a)) if " " in a else (a, tokens(b))
    return norm(short) in initials(words)


#: Letters and signs that show nothing: the Hangul fillers, the blank of Braille.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def _is_unseen(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        character.isspace()
        or category in ("Cc", "Cf")
        or character in _FILLERS
        or (category == "Mn" and _is_selector(character))
    )


def _is_selector(character: str) -> bool:
    """Whether this is a variation selector, a mark that nobody sees."""
    return "VARIATION SELECTOR" in unicodedata.name(character, "")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _norm(text: str) -> str:
    if text.isascii():
        folded = text.translate(_ASCII)
    else:
        folded = _fold_unicode(text)
    if "'" in folded:
        folded = _INNER_APOSTROPHE.sub("", folded).replace("'", " ")
    normal = " ".join(folded.split())
    return normal if normal.isascii() else unicodedata.normalize("NFC", normal)


_remembered = lru_cache(maxsize=1 << 16)(_norm)


def _fold_unicode(text: str) -> str:
    """Decomposed and casefolded, without accents; apostrophes as `'`, punctuation as a space."""
    # NFKD would take ´ apart into a space and an accent, hence apostrophes come first.
    text = text.translate(_CHARACTERS.apostrophes)
    # Casefolding may undo a decomposition and the reverse, hence twice (Unicode, D146).
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text)
    kept: list[str] = []
    takes_marks = False
    for character in text.translate(_CHARACTERS):
        if _is_mark(character):
            if takes_marks:
                kept.append(character)
        else:
            takes_marks = _keeps_marks(character)
            kept.append(character)
    return "".join(kept)


class _Characters(dict[int, str]):
    """What each decomposed character becomes; filled as characters are met."""

    apostrophes = dict.fromkeys(map(ord, APOSTROPHES), "'")

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._folded(chr(code))
        return folded

    def _folded(self, character: str) -> str:
        if ord(character) in self.apostrophes:
            return "'"
        category = unicodedata.category(character)
        if category[0] in "LNM":
            return "" if _is_selector(character) else character
        return "" if category == "Cf" else " "


_CHARACTERS = _Characters()


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=4096)
def _keeps_marks(character: str) -> bool:
    """Whether marks on it are kept: letters whose marks are no mere accents (Indic, kana)."""
    if not character.isalnum():
        return False
    script = unicodedata.name(character, "").partition(" ")[0]
    return script not in _LATIN_GREEK_CYRILLIC
