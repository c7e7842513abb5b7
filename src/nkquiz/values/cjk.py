"""Numbers in Chinese, Japanese and Korean writing: 二千五百万, 이백만, 2천5백만, 2500만.

Read by their grammar, since no library reads digits among them: a number is made of parts below
ten thousand, each with its power of ten thousand, and such a part of digits with 10, 100, 1000.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    c: i for row in ("〇一二三四五六七八九", "영일이삼사오육칠팔구") for i, c in enumerate(row)
} | {"零": 0, "공": 0, "两": 2, "兩": 2, "륙": 6}
_TENS = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_POWERS = {
    "万": 10**4, "萬": 10**4, "만": 10**4, "億": 10**8, "亿": 10**8, "억": 10**8, "兆": 10**12,
    "조": 10**12,
}  # fmt: skip
LETTERS = frozenset(_DIGITS) | frozenset(_TENS) | frozenset(_POWERS)
_ARABIC = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_TOKEN = re.compile(rf"({_ARABIC})|([{''.join(sorted(LETTERS))}])")
#: A space after a power of ten thousand, as Korean has it: 2억 5000만, 이만 오천. What follows is a
#: number by its digits or tens: 이만 이상 is "more than 20,000", and 2만 일 are days.
_GAP = re.compile(rf" (?=\d|[{''.join(sorted(_DIGITS))}]*[{''.join(sorted(_TENS))}])")
_POSITIONAL = re.compile("[〇零一二三四五六七八九영공일이삼사오육칠팔구]{2,}")
#: A pattern, not compiled: it is for answers that are typed.
_RUN = rf"[{''.join(sorted(LETTERS))}]+(?=\s?(?:[年月日년월일]|世紀|世纪|세기))"
_LONG = 3  # letters, from which ideographs of numbers alone are a number
LANGUAGES = frozenset({"zh", "ja", "ko", "yue"})


def read_cjk(text: str) -> tuple[Decimal, int] | None:
    """The number that a text begins with, and where it ends; None where it begins with none, or
    with one that is in digits alone.
    """
    end = 0
    tokens: list[str] = []
    while found := _TOKEN.match(text, end):
        tokens.append(found[0])
        end = found.end()
        if _GAP.match(text, end) and (tokens[-1] in _POWERS or text[end + 1].isdigit()):
            end += 1
    end -= text[:end].endswith(" ")
    if not any(token in LETTERS for token in tokens):
        return None
    positional = _POSITIONAL.fullmatch(text[:end])
    value = _positional(tokens) if positional else _value(tokens)
    return None if value is None else (value, end)


def _positional(tokens: list[str]) -> Decimal:
    """一九四五 is 1945."""
    return Decimal("".join(str(_DIGITS[token]) for token in tokens))


def _value(tokens: list[str]) -> Decimal | None:
    total, part, digit = Decimal(0), Decimal(0), Decimal(-1)  # a digit below 0: none is open
    ceiling, room = 10**16, 10**4
    for token in tokens:
        if token in _POWERS:
            part += max(digit, Decimal(0))
            if _POWERS[token] >= ceiling or not (part or not total):
                return None
            ceiling = _POWERS[token]
            total, part, digit, room = total + (part or 1) * ceiling, Decimal(0), Decimal(-1), 10**4
        elif token in _TENS:
            if _TENS[token] >= room:
                return None
            room = _TENS[token]
            part, digit = part + (Decimal(1) if digit < 0 else digit) * room, Decimal(-1)
        elif digit >= 0 and digit != 0:
            return None
        else:
            digit = _digit(token)
    return total + part + max(digit, Decimal(0))


def _digit(token: str) -> Decimal:
    return Decimal(_DIGITS[token]) if token in _DIGITS else Decimal(token.replace(",", ""))


def in_digits(text: str) -> str:
    """The numbers of a date in digits: 十九世紀 is 19世紀."""
    return re.sub(_RUN, _in_digits, text)


def _in_digits(found: re.Match[str]) -> str:
    read = read_cjk(found[0])
    return found[0] if read is None or read[1] < len(found[0]) else str(read[0])


def may_be_word(text: str) -> bool:
    """Whether a number without digits is as likely a word: 이천 is a town, 三重 a prefecture."""
    if any(c.isdigit() for c in text if c not in LETTERS):
        return False
    if len(text) > 1 and any(c in _POWERS for c in text):
        return False
    return len(text) < _LONG or any("가" <= c <= "힣" for c in text)
