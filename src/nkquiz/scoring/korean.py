"""Whether two romanisations can be one Korean name: Ri and Lee, Ryu and Yoo, Pak and Park.

Each spelling is read as all the Hangul that the usual systems (McCune-Reischauer without its
breves, the two official ones, and the habits of passports) can mean by it; two are alike where
these readings meet.
"""

from __future__ import annotations

import re
from functools import lru_cache

_INITIALS = {
    "": "ㅇ", "k": "ㄱㅋ", "g": "ㄱ", "kk": "ㄲ", "gg": "ㄲ", "kh": "ㅋ", "n": "ㄴ", "d": "ㄷ",
    "t": "ㄷㅌ", "tt": "ㄸ", "dd": "ㄸ", "th": "ㅌ", "r": "ㄹ", "l": "ㄹ", "rh": "ㄹ", "m": "ㅁ",
    "b": "ㅂ", "p": "ㅂㅍ", "ph": "ㅍ", "pp": "ㅃ", "bb": "ㅃ", "s": "ㅅ", "sh": "ㅅ", "ss": "ㅆ",
    "j": "ㅈ", "ch": "ㅈㅊ", "jj": "ㅉ", "tch": "ㅉ", "h": "ㅎ",
}  # fmt: skip
_VOWELS = {
    "a": "ㅏ", "ah": "ㅏ", "ar": "ㅏ", "ae": "ㅐ", "ai": "ㅐ", "e": "ㅔㅐ", "ya": "ㅑ", "eo": "ㅓ",
    "uh": "ㅓ", "o": "ㅗㅓ", "oh": "ㅗ", "ou": "ㅓ", "yeo": "ㅕ", "yo": "ㅛㅕ", "you": "ㅕㅠ",
    "yu": "ㅠㅕ", "yoo": "ㅠ", "yuh": "ㅕ", "ye": "ㅖㅕ", "wa": "ㅘ", "wae": "ㅙ", "oe": "ㅚ",
    "oi": "ㅚ", "we": "ㅞㅚ", "wo": "ㅝ", "weo": "ㅝ", "wi": "ㅟ", "wee": "ㅟ", "u": "ㅜㅡㅓ",
    "oo": "ㅜ", "woo": "ㅜ", "wu": "ㅜ", "eu": "ㅡ", "ui": "ㅢ", "eui": "ㅢ", "i": "ㅣㅢ",
    "ee": "ㅣㅢ", "yi": "ㅣ", "ie": "ㅣ",
}  # fmt: skip
_FINALS = {
    "": "-", "k": "ㄱ", "g": "ㄱ", "n": "ㄴ", "t": "ㄷ", "d": "ㄷ", "s": "ㄷ", "l": "ㄹ", "r": "ㄹ",
    "m": "ㅁ", "p": "ㅂ", "b": "ㅂ", "ng": "ㅇ", "ck": "ㄱ",
}  # fmt: skip
#: An initial ㄹ is silent, or ㄴ, in the South: before these vowels it is silent.
_SOFT = frozenset("ㅣㅑㅕㅛㅠㅖ")
_SYLLABLE = re.compile(r"([^aeiouyw]*)([aeiouyw]+(?:h(?![aeiouyw])|r(?=k$))?)([^aeiouyw]*)")
_LONGEST_SYLLABLE = 7
_LONGEST_NAME = 24
_MOST_READINGS = 400

_FAMILY_NAMES = frozenset(
    [
        "kim",
        "gim",
        "lee",
        "yi",
        "ri",
        "rhee",
        "rhie",
        "yee",
        "i",
        "park",
        "pak",
        "bak",
        "choe",
        "choi",
        "jeong",
        "jung",
        "jong",
        "chung",
        "cheong",
        "kang",
        "gang",
        "jo",
        "cho",
        "yun",
        "yoon",
        "youn",
        "jang",
        "chang",
        "lim",
        "im",
        "rim",
        "yim",
        "han",
        "o",
        "oh",
        "seo",
        "suh",
        "sin",
        "shin",
        "kwon",
        "gwon",
        "hwang",
        "an",
        "ahn",
        "song",
        "ryu",
        "yu",
        "yoo",
        "ryoo",
        "hong",
        "jon",
        "jeon",
        "chun",
        "chon",
        "ko",
        "go",
        "koh",
        "moon",
        "mun",
        "yang",
        "ryang",
        "son",
        "sohn",
        "pae",
        "bae",
        "baek",
        "paek",
        "paik",
        "ho",
        "heo",
        "huh",
        "nam",
        "sim",
        "shim",
        "ro",
        "roh",
        "no",
        "noh",
        "ha",
        "kwak",
        "gwak",
        "sung",
        "seong",
        "cha",
        "chu",
        "joo",
        "ju",
        "u",
        "woo",
        "na",
        "ra",
        "min",
        "ku",
        "koo",
        "gu",
        "thae",
        "tae",
        "ji",
        "chi",
        "om",
        "eom",
        "um",
        "won",
        "chae",
        "chon",
        "pang",
        "bang",
        "hyon",
        "hyun",
        "hyeon",
        "ham",
        "pyon",
        "byun",
        "byeon",
        "ryom",
        "yeom",
        "yom",
        "yo",
        "yeo",
        "to",
        "do",
        "so",
        "sok",
        "seok",
        "suk",
        "sonu",
        "ki",
        "gi",
        "ban",
        "pan",
        "myong",
        "kyong",
    ]
)


def is_family_name(name: str) -> bool:
    """Whether a romanised word is one of the common family names."""
    return name in _FAMILY_NAMES


def tables() -> dict[str, dict[str, str] | list[str]]:
    """What spellings can mean, for a program in another language that reads them as we do."""
    return {
        "initials": dict(_INITIALS),
        "vowels": dict(_VOWELS),
        "finals": dict(_FINALS),
        "families": sorted(_FAMILY_NAMES),
    }


@lru_cache(maxsize=1 << 14)
def readings(letters: str) -> frozenset[str]:
    """All Hangul that a romanised name, written as one word, can mean; nothing if it is none."""
    found: set[str] = set()
    if len(letters) > _LONGEST_NAME:
        return frozenset()
    for end in range(1, min(len(letters), _LONGEST_SYLLABLE) + 1):
        heads = _syllable(letters[:end])
        if not heads:
            continue
        tails = readings(letters[end:]) if end < len(letters) else frozenset({""})
        found.update(head + tail for head in heads for tail in tails)
        if len(found) > _MOST_READINGS:
            return frozenset()
    return frozenset(found)


@lru_cache(maxsize=4096)
def _syllable(text: str) -> frozenset[str]:
    match = _SYLLABLE.fullmatch(text)
    if match is None:
        return frozenset()
    initials, vowels, finals = (
        table.get(part, "")
        for table, part in zip((_INITIALS, _VOWELS, _FINALS), match.groups(), strict=True)
    )
    if match[3] == "":
        vowels = vowels.replace("ㅜㅡㅓ", "ㅜㅡ")  # u is ㅓ in Sung, not in Ju
    found = {i + v + f for i in initials for v in vowels for f in finals}
    for syllable in tuple(found):
        if syllable[0] == "ㄹ":
            found.add(("ㅇ" if syllable[1] in _SOFT else "ㄴ") + syllable[1:])
    return frozenset(found)


def alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names, each a tuple of romanised syllables or words, can be the same Hangul.

    Syllables are compared one by one where both have as many, else as one word.
    """
    if len(a) == len(b):
        return all(
            x == y or not readings(x).isdisjoint(readings(y)) for x, y in zip(a, b, strict=True)
        )
    return not readings("".join(a)).isdisjoint(readings("".join(b)))


def skeleton(letters: str) -> str:
    """A key that all romanisations of one name share: its consonants, the fickle ones left out."""
    text = re.sub("n[gk]", "", letters.replace("sh", "s").replace("tch", "c"))
    text = text.replace("ch", "c").translate(_CONSONANTS)
    return re.sub(r"(.)\1+", r"\1", text)


_CONSONANTS = str.maketrans("gdbjszv", "ktpcssp", "aeiouywhrln")
