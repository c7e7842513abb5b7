"""Numbers in the looser forms that English speakers type: half, 10^3, a dozen, five and a half million.

Each form is rewritten as one that `values` reads; what fits no form stays as it is. They are no
numbers elsewhere: in a fact "a third" may be a rank, and "none" a word.
"""

from __future__ import annotations

import re

from nkquiz.values import parse_number
from nkquiz.values.digits import MOST_DIGITS
from nkquiz.values.words import ENGLISH

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_PART = "|".join(_PARTS)
_COUNTS: dict[str, int] = {"a": 1, "an": 1, **ENGLISH.simple}
_COUNT = "|".join(_COUNTS)
#: A bare "third" is a rank.
_FRACTION = re.compile(rf"(?:(?P<count>{_COUNT}|\d{{1,3}}) (?P<part>{_PART})s?|half)")
_AND_PART = re.compile(rf"(?P<whole>.+) and (?P<count>{_COUNT}) (?P<part>{_PART})s?(?P<rest> .+)?")
_SHORT_FRACTION = re.compile(r"(\d{1,3})/(\d{1,3})(?:nds?|rds?|ths?)")
_HUNDREDS = re.compile(r"([1-9]\d?) hundred(?= |$)")
_IMPROPER = re.compile(r"(\d{1,6})\s?[/⁄]\s?(\d{1,6})")
_POWER = re.compile(
    r"(?P<base>\d{1,4})(?: ?(?:\^|\*\*) ?(?P<digits>[-−]?\d{1,2})|(?P<raised>⁻?[⁰¹²³⁴-⁹]{1,2}))"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_POINT = re.compile(r"(?P<whole>.+) point (?P<decimals>[a-z ]+)")
_TENS = "|".join(word for word, value in ENGLISH.simple.items() if value >= 20)
_ONES = "|".join(word for word, value in ENGLISH.simple.items() if 0 < value < 10)
_GLUED = re.compile(rf"\b({_TENS})({_ONES})\b")
#: What is said for 0.
NOTHING = frozenset({"none", "nil", "nought", "naught", "nothing", "no"})
#: After a measurement: 8,849 metres above sea level.
_QUALIFIERS = re.compile(
    r" (?:above (?:mean )?sea level|in (?:all|total|length|height|depth|width)|altogether|or so"
    r"|approximately|long|high|tall|wide|deep|away|ago)$"
)


def power(text: str) -> str:
    """10^6, 10⁻³ and 2^10 as a number that `values` reads in every language; empty where it is none."""
    found = _POWER.fullmatch(text.strip())
    if found is None:
        return ""
    base, exponent = (
        int(found["base"]),
        int((found["digits"] or found["raised"]).translate(_RAISED)),
    )
    if base == 10:
        return f"1 x 10^{exponent}"
    digits = str(base**exponent) if exponent >= 0 else ""
    return digits if len(digits) <= MOST_DIGITS else ""


def fraction(text: str) -> str:
    """Two thirds, 2 thirds and 2/3rds as 2/3; empty where it is no fraction in words."""
    if found := _SHORT_FRACTION.fullmatch(_lower(text)):
        return f"{found[1]}/{found[2]}"
    found = _FRACTION.fullmatch(_lower(text))
    if found is None:
        return ""
    said, part = found["count"] or "a", _PARTS[found["part"] or "half"]
    count = int(said) if said.isdecimal() else _COUNTS[said]
    return f"{count}/{part}" if count < part else ""


def rewritten(text: str) -> str:
    """A number as `values` reads it, where it is written in one of the looser forms."""
    lowered = _lower(text)
    first, _, rest = lowered.partition(" ")
    if first in ENGLISH.about and (part := fraction(rest)):
        return f"{first} {part}"
    if simple := fraction(text) or _digits(lowered):
        return simple
    if found := _AND_PART.fullmatch(lowered):
        return _mixed(found)
    if found := _POINT.fullmatch(lowered):
        decimals = [ENGLISH.simple.get(word, 10) for word in found["decimals"].split()]
        whole = _whole(found["whole"])
        if whole is not None and max(decimals) < 10:
            return f"{whole}.{''.join(map(str, decimals))}"
    if lowered in ENGLISH.scales or lowered in ("hundred", ENGLISH.dozen):
        return f"one {lowered}"
    text = _HUNDREDS.sub(r"\g<1>00", text)
    text = _GLUED.sub(r"\1-\2", text)
    return _QUALIFIERS.sub("", text)


def _lower(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def _digits(text: str) -> str:
    """10^3, 3/2 and none in plain digits."""
    if text in NOTHING:
        return "0"
    if (found := _IMPROPER.fullmatch(text)) and 0 < int(found[2]) <= int(found[1]):
        above, below = int(found[1]), int(found[2])
        whole, rest = divmod(above, below)
        return f"{whole} {rest}/{below}" if rest else str(whole)
    return ""


def _mixed(found: re.Match[str]) -> str:
    """Five and a half million as 5.5 million; as it is where the part has no short decimal."""
    whole = _whole(found["whole"])
    count, part = _COUNTS[found["count"]], _PARTS[found["part"]]
    if whole is None or count >= part:
        return found[0]
    rest = found["rest"] or ""
    if 10**4 % part or not rest:
        return f"{whole} {count}/{part}{rest}"
    return f"{whole + count / part:g}{rest}"


def _whole(text: str) -> int | None:
    """A whole number in digits or in words."""
    number = parse_number(text)
    return None if number is None or number.unit or number.value % 1 else int(number.value)
