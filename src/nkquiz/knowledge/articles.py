"""Articles of the languages: what may stand before a name without being part of it."""

from __future__ import annotations

import re

#: The words that may stand before a name without being part of it, by language. Those that end
#: with an apostrophe touch the name: l'Allemagne.
ARTICLES = {
    "en": ("the", "a", "an"),
    "de": (
        "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines",
    ),
    "fr": ("le", "la", "les", "l'", "un", "une", "des"),
    "es": ("el", "la", "los", "las", "un", "una", "unos", "unas"),
    "it": ("il", "lo", "la", "i", "gli", "le", "l'", "un", "uno", "una", "un'"),
    "pt": ("o", "a", "os", "as", "um", "uma", "uns", "umas"),
    "nl": ("de", "het", "een", "'t"),
    "ca": ("el", "la", "els", "les", "l'", "un", "una"),
    "sv": ("en", "ett", "den", "det", "de"),
    "da": ("en", "et", "den", "det", "de"),
    "nb": ("en", "ei", "et", "den", "det", "de"),
    "no": ("en", "ei", "et", "den", "det", "de"),
    "hu": ("a", "az", "egy"),
    "ro": ("un", "o", "niște"),
    "el": ("ο", "η", "το", "οι", "τα", "ένας", "μια", "ένα"),
}  # fmt: skip

#: An English letter, not an article, where one of these follows it: A minor, A levels.
_AFTER_LETTER_A = frozenset(
    [
        "minor",
        "major",
        "flat",
        "sharp",
        "level",
        "levels",
        "positive",
        "negative",
        "road",
        "team",
        "group",
        "side",
    ]
)


def without_article(text: str, language: str = "en") -> str:
    """The text without a leading article of the language."""
    return split_article(text, language)[1]


def split_article(text: str, language: str = "en") -> tuple[str, str]:
    """The leading article of the language in lower case, or nothing, and what follows it."""
    articles = ARTICLES.get(language[:2], ())
    first, space, rest = text.partition(" ")
    if space and first.lower() in articles:
        is_letter = first == "A" and rest.partition(" ")[0].lower() in _AFTER_LETTER_A
        return ("", text) if is_letter else (first.lower(), rest.lstrip())
    elided, apostrophe, rest = text.replace("’", "'", 1).partition("'")
    if rest[:1].isalpha() and f"{elided.lower()}{apostrophe}" in articles:
        return f"{elided.lower()}'", rest
    return "", text


#: How English words begin that are spoken with a vowel first, and which of these are not.
_AN = re.compile(r"[aeiou]|hon|hour|heir|8|11(?!\d)|18(?!\d)", re.IGNORECASE)
_NOT_AN = re.compile(r"eu|ewe|one\b|once\b|uni(?!n|m)|us[aeiu]|ut[eio]|ura", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z]{2,}\b|[A-Z]\b")


def indefinite(text: str) -> str:
    """`a` or `an`, by how the text is spoken."""
    if _LETTERS.match(text):
        return "an" if text[0] in "AEFHILMNORSX" else "a"
    return "an" if _AN.match(text) and not _NOT_AN.match(text) else "a"
