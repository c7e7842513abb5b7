"""Whole numbers in words: read and written, cardinal and ordinal, by a language's table."""

from __future__ import annotations

from functools import lru_cache

from nkquiz.values.locales import compounds, flat, letters
from nkquiz.values.words import Language

#: Words reach below this; beyond, people write digits.
LARGEST = 10**15
#: A number in words of another language that is longer is not looked at.
LONGEST_COMPOUND = 80


@lru_cache(maxsize=64)
def number_words(words: Language) -> frozenset[str]:
    """All words that a number in words is made of."""
    phrases = (word for phrase in _phrases(words) for word in phrase.split())
    return frozenset(
        {words.hundred, words.dozen, words.joiner, *words.one}.union(
            words.simple, words.scales, words.ordinals, phrases
        )
    ) - {""}


def is_number_word(word: str, words: Language) -> bool:
    """Whether a word, in lower case, can be part of a number: `fünf`, `zweitausendsiebenhundert`."""
    return word in number_words(words) or is_compound(word, words)


def is_compound(word: str, words: Language) -> bool:
    """Whether a word is a number of several parts, in a language that writes them as one."""
    return not words.by_rule and _compound(word, words) is not None


def read_words(spelled: list[str], words: Language) -> tuple[int, bool] | None:
    """The value of number words, and whether it is an ordinal; None where they are no number."""
    if not words.by_rule:
        return _read_phrase(spelled, words)
    *head, last = spelled
    if last == words.dozen:
        count = 1 if len(head) == 1 and head[0] in words.one else _cardinal(head, words)
        return (count * 12, False) if count else None
    rank = words.ordinals.get(last)
    if rank is None:
        value = _cardinal(spelled, words)
        return None if value is None else (value, False)
    if not head:
        return rank, True
    value = _cardinal([*head, _word(rank, words)], words)
    return None if value is None else (value, True)


@lru_cache(maxsize=64)
def _phrases(words: Language) -> dict[str, int]:
    """The numbers that a language spells, hyphens as spaces."""
    return {flat(phrase): value for phrase, value in words.spelled.items()}


def _read_phrase(spelled: list[str], words: Language) -> tuple[int, bool] | None:
    """The value of a phrase of the language's table, a scale after it taken in."""
    phrase, known = " ".join(spelled), _phrases(words)
    if phrase in words.ordinals:
        return words.ordinals[phrase], True
    scale = words.scales.get(spelled[-1], 1) if len(spelled) > 1 else 1
    value = known.get(phrase)
    if value is None and scale > 1:
        head = " ".join(spelled[:-1])
        count = 1 if head in words.one else known.get(head)
        value = None if count is None else count * scale
    if value is None:
        value = _compound(phrase, words)
    return None if value is None else (value, False)


@lru_cache(maxsize=4096)
def _compound(phrase: str, words: Language) -> int | None:
    """The value of a number of several parts, whether they are written as one word or not."""
    if len(phrase) > LONGEST_COMPOUND or not any(stem in letters(phrase) for stem in _stems(words)):
        return None
    parts = compounds(words.code)
    if parts is None:
        return None
    text = letters(phrase)
    if text in parts.tails:
        return parts.tails[text]
    for end in range(len(text), 0, -1):
        tail = text[end:].removeprefix(words.joiner) or text[end:]
        rest = parts.tails.get(tail, 0)
        for heads, room in ((parts.thousands, 1000), (parts.hundreds, 100)):
            if text[:end] in heads and (not tail or 0 < rest < room):
                return heads[text[:end]] + rest
    return None


@lru_cache(maxsize=64)
def _stems(words: Language) -> tuple[str, ...]:
    """The words for 100 and 1000, as short as they are said."""
    said: dict[int, str] = {}
    for phrase, value in words.spelled.items():
        if value in (100, 1000):
            said[value] = min(said.get(value, phrase), phrase, key=len)
    return tuple(map(letters, said.values()))


def _cardinal(spelled: list[str], words: Language) -> int | None:
    """Read cardinals: "two thousand seven hundred and five" is 2705.

    `room` is what still fits below the last word: after "twenty" only 1 to 9.
    """
    if not spelled:
        return None
    if spelled[0] in words.one:  # "a hundred", but not "a ten"
        if len(spelled) < 2 or spelled[1] in words.simple or spelled[1] == words.joiner:
            return None
        spelled = [_word(1, words), *spelled[1:]]
    total, group, room, ceiling, joined = 0, 0, 100, LARGEST, False
    for word in spelled:
        if word in words.simple:
            value = words.simple[word]
            if value >= room or (value == 0 and len(spelled) > 1):
                return None
            group, room, joined = group + value, 10 if value >= 20 else 1, False
        elif joined:
            return None
        elif word == words.hundred and 0 < group < 100:
            group, room = group * 100, 100
        elif word in words.scales and 0 < group < 1000 and words.scales[word] < ceiling:
            ceiling = words.scales[word]
            total, group, room = total + group * ceiling, 0, 100
        elif word == words.joiner and room == 100 and (group or total):
            joined = True
        else:
            return None
    return None if joined else total + group


def _word(value: int, words: Language) -> str:
    """The single word for a value; empty where it takes several."""
    if value == 100:
        return words.hundred
    for table in (words.simple, words.scales):
        for word, number in table.items():
            if number == value:
                return word
    return ""


def cardinal(value: int, words: Language, joiner: str = "") -> str:
    """2705 -> "two thousand seven hundred five"; a joiner ("and") stands before the last two digits."""
    if not words.by_rule:
        return next((phrase for phrase, number in words.spelled.items() if number == value), "")
    if value == 0:
        return _word(0, words)
    parts: list[str] = []
    for word, scale in sorted(words.scales.items(), key=lambda pair: -pair[1]):
        count, value = divmod(value, scale)
        if count:
            parts += [*_below_thousand(count, words, joiner), word]
    if joiner and parts and 0 < value < 100:
        parts.append(joiner)
    return " ".join(parts + _below_thousand(value, words, joiner))


def _below_thousand(value: int, words: Language, joiner: str) -> list[str]:
    hundreds, rest = divmod(value, 100)
    parts = [_word(hundreds, words), words.hundred] if hundreds else []
    if not rest:
        return parts
    if hundreds and joiner:
        parts.append(joiner)
    tens = f"{_word(rest - rest % 10, words)}-{_word(rest % 10, words)}"
    return [*parts, _word(rest, words) or tens]


def ordinal(value: int, words: Language, joiner: str = "") -> str:
    """21 -> "twenty-first". There is none for 0: then it is empty."""
    if not words.by_rule:
        return next((word for word, rank in words.ordinals.items() if rank == value), "")
    if value == 0:
        return ""
    text = cardinal(value, words, joiner)
    cut = max(text.rfind(" "), text.rfind("-")) + 1
    last = words.simple.get(text[cut:]) or words.scales.get(text[cut:]) or 100
    return text[:cut] + next(word for word, rank in words.ordinals.items() if rank == last)


def ordinal_suffix(value: int, words: Language) -> str:
    """What makes digits an ordinal: "st" for 21, "th" for 11."""
    suffixes = words.ordinal_suffixes
    last = 0 if value % 100 // 10 == 1 else value % 10
    return suffixes[last] if last < len(suffixes) else suffixes[0]
