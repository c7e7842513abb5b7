"""Numbers as people write them: read, printed again in the same form, stepped.

A `Number` is its value and its unit; the form it was written in travels along, so that another
value can be shown as the same author would have written it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal
from enum import Enum
from functools import lru_cache
from math import gcd
from typing import ClassVar

from nkquiz.values import cjk
from nkquiz.values.digits import GROUPING_SPACES, LONGEST, MOST_DIGITS, fold_digits, script_of
from nkquiz.values.sort import ValueSort
from nkquiz.values.spelling import (
    LARGEST,
    cardinal,
    is_number_word,
    ordinal,
    ordinal_suffix,
    read_words,
)
from nkquiz.values.text import norm
from nkquiz.values.units import CURRENCIES, find_unit, unit_word
from nkquiz.values.words import Language, language_of

#: Wide enough that no number which is read loses a digit; apart from the caller's context.
EXACT = Context(prec=120)
_ONE = Decimal(1)
_LARGEST_EXPONENT = 30
_ROUNDING_ERROR = Decimal("1e-20")
#: Into how many parts a third or a quarter may be divided, to write other fractions beside it.
FINEST_PARTS = 4

_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8),
}  # fmt: skip
_VULGAR_SIGNS = {parts: sign for sign, parts in _VULGAR.items()}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


class Notation(Enum):
    """What a number is written in."""

    DIGITS = "digits"
    WORDS = "words"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How a number is written: all that is needed to write another one alike."""

    notation: Notation = Notation.DIGITS
    before: str = ""  # "about ", its space included
    sign: str = ""  # "-", "−", "+", "minus "
    currency: str = ""  # "$", "€ ", its space included
    decimals: int = 0
    group: str = ""  # between thousands
    scale: Decimal = _ONE  # 10**6 for " million"
    scale_text: str = ""  # " million", "e6", its space included
    implied: Decimal = _ONE  # a scale that the author's unit has and the text has not
    unit_text: str = ""  # " km", "%"
    ordinal: bool = False  # "5th", "fifth"
    denominator: int = 0  # of a fraction
    slash: str = ""  # in a fraction: "/"; empty in one of a single character, "½"
    joint: str = ""  # between a whole and its fraction: " " in "2 1/2"
    zero: str = "0"  # of the script's digits: "٠"
    own_signs: bool = False  # the script's own for thousands and decimals: "٬" and "٫"
    joined: bool = False  # "one hundred and five"
    capital: bool = False  # "Ten"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Number:
    """A number: 25 million is 25000000, and 5th is 5.

    `unit` is a symbol of `units` or, where the author named another, its normal form; empty
    where there is none. Numbers are equal when value and unit are, however they are written.
    """

    sort: ClassVar[ValueSort[Number]]
    value: Decimal
    unit: str = ""
    form: NumberForm = field(default=NumberForm(), compare=False)


# --- reading ---------------------------------------------------------------------------------


def parse_number(text: str, language: str = "en", unit: str = "") -> Number | None:
    """The number that the whole text is, with at most one unit; None where it is none.

    `unit` is what the author says the number counts: "km", "North Koreans", "million people".
    A text that leaves it out means it.
    """
    return None if len(text) > LONGEST else _parse(text, language, unit)


@lru_cache(maxsize=8192)
def _parse(text: str, language: str, unit: str) -> Number | None:
    words = language_of(language)
    rest = fold_digits(text).removesuffix(".")
    zero, own_signs = script_of(text)
    form = NumberForm(zero=zero, own_signs=own_signs, language=language)
    before, rest = _split_about(rest, words)
    sign, rest = _split_sign(rest, words)
    currency, rest = _split_currency(rest)
    if currency and not sign:
        sign, rest = _split_sign(rest, words)
    form = replace(form, before=before, sign=sign, currency=currency)
    for value, end, shaped in _mantissas(rest, form, words):
        number = _finish(value, rest[end:], shaped, words, unit)
        if number is not None:
            return number
    return None


def _split_about(text: str, words: Language) -> tuple[str, str]:
    """Split off "about "."""
    if text[:1] in ("~", "≈"):
        rest = text[1:].lstrip()
        return text[: len(text) - len(rest)], rest
    first = re.match(r"([^\W\d_]+)\.?\s*", text)
    if first and first[1].casefold() in words.about and first[0] != first[1]:
        return first[0], text[first.end() :]
    return "", text


def _split_sign(text: str, words: Language) -> tuple[str, str]:
    """Split off "-" or "minus "."""
    if text[:1] in ("-", "−", "+"):
        return text[0], text[1:]
    first, space, rest = text.partition(" ")
    if space and first.casefold() in words.minus:
        return first + space, rest
    return "", text


def _split_currency(text: str) -> tuple[str, str]:
    for sign in CURRENCIES:
        if text.startswith(sign):
            rest = text[len(sign) :].lstrip()
            return text[: len(text) - len(rest)], rest
    return "", text


_Mantissa = tuple[Decimal, int, NumberForm]


def _mantissas(text: str, form: NumberForm, words: Language) -> list[_Mantissa]:
    """The readings of how the text begins as (value, where it ends, form), longest first."""
    if not text:
        return []
    if words.code in cjk.LANGUAGES and (read := cjk.read_cjk(text)) is not None:
        return [_cjk(text, read, form)]
    if text[0].isdigit() or text[0] in _VULGAR or text[0] in ".,":
        found = _fraction(text, form) or _digits(text, form, words)
        return [found] if found else []
    return _number_words(text, form, words)


_EASTERN_SCALE = re.compile(r"([\d,.]+)([^\W\d_])")


def _cjk(text: str, read: tuple[Decimal, int], form: NumberForm) -> _Mantissa:
    """A number in Chinese, Japanese or Korean writing; 2500만 keeps its 만, to be printed again."""
    value, end = read
    found = _EASTERN_SCALE.fullmatch(text[:end])
    scale = cjk.read_cjk(found[2]) if found else None
    if found is None or scale is None:
        return value, end, replace(form, notation=Notation.WORDS)
    digits = found[1].replace(",", "")
    decimals = len(digits.partition(".")[2])
    group = "," if "," in found[1] else ""
    form = replace(form, scale=scale[0], scale_text=found[2], decimals=decimals, group=group)
    return Decimal(digits), end, form


_FRACTION = re.compile(
    r"(?:(\d{1,6})( ?(?=[¼-¾⅐-⅞])| (?=\d)))?(?:(\d{1,6})([/⁄])(\d{1,6})|([¼-¾⅐-⅞]))"
)


def _fraction(text: str, form: NumberForm) -> _Mantissa | None:
    found = _FRACTION.match(text)
    if found is None:
        return None
    if found[6]:
        if found[6] not in _VULGAR:
            return None
        above, below = _VULGAR[found[6]]
    else:
        above, below = int(found[3]), int(found[5])
    if below == 0 or above >= below:
        return None
    value = EXACT.divide(Decimal(int(found[1] or 0) * below + above), Decimal(below))
    slash = found[4] or ""
    form = replace(form, notation=Notation.FRACTION, denominator=below, slash=slash)
    joint = (" " if slash else "") if found[2] is None else found[2]
    return value, found.end(), replace(form, joint=joint)


@lru_cache(maxsize=64)
def _digit_pattern(decimal: str, group: str) -> re.Pattern[str]:
    """Digits, grouped by threes or not at all, with decimals or without."""
    signs = f"[{re.escape(group)}'{GROUPING_SPACES}]"
    grouped = rf"[1-9]\d{{0,2}}(?P<group>{signs})\d{{3}}(?:(?P=group)\d{{3}})*"
    return re.compile(
        rf"(?P<whole>{grouped}|0|[1-9]\d*|(?={re.escape(decimal)}\d))"
        rf"(?:{re.escape(decimal)}(?P<decimals>\d+))?"
        rf"(?!['{re.escape(decimal + group)}{GROUPING_SPACES}/:]?\d)"
    )


_POWER = re.compile(r"[eE]([-+]?\d{1,3})|\s?[×x·*]\s?10(?:\^([-−]?\d{1,3})|([⁻]?[⁰¹²³⁴-⁹]{1,3}))")


def _digits(text: str, form: NumberForm, words: Language) -> _Mantissa | None:
    found = _digit_pattern(words.decimal, words.group).match(text)
    if found is None or len(found[0]) > MOST_DIGITS:
        return None
    group, decimals = found["group"] or "", found["decimals"] or ""
    whole = re.sub(r"\D", "", found["whole"]) or "0"
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    form = replace(form, decimals=len(decimals), group=group)
    end = found.end()
    power = _POWER.match(text, end)
    if power:
        exponent = int(
            (power[1] or power[2] or power[3].translate(_SUPERSCRIPTS)).replace("−", "-")
        )
        if abs(exponent) > _LARGEST_EXPONENT:
            return None
        form = replace(form, scale=Decimal(10) ** exponent, scale_text=power[0])
        end = power.end()
    return value, end, form


def _number_words(text: str, form: NumberForm, words: Language) -> list[_Mantissa]:
    """The number words that begin the text, all of them first, then all but the last.

    "One second" is no number but its last word is a unit.
    """
    spelled: list[str] = []
    ends: list[int] = []
    for found in re.finditer(r"[^\W\d_]+", text):
        word = found[0].casefold()
        if not is_number_word(word, words):
            break
        if ends and text[ends[-1] : found.start()] not in _between(spelled[-1], words):
            break
        spelled.append(word)
        ends.append(found.end())
    form = replace(
        form,
        notation=Notation.WORDS,
        joined=words.joiner in spelled,
        capital=text[0].isupper(),
    )
    readings: list[_Mantissa] = []
    for count in range(len(ends), max(0, len(ends) - 2), -1):
        read = read_words(spelled[:count], words)
        if read is not None:
            shaped = replace(form, ordinal=read[1])
            readings.append((Decimal(read[0]), ends[count - 1], shaped))
    return readings


def _between(word: str, words: Language) -> tuple[str, ...]:
    """What may follow a number word before the next: "two thousand, seven hundred"."""
    return (" ", "-", ", ") if word in words.scales else (" ", "-")


def _finish(
    value: Decimal, rest: str, form: NumberForm, words: Language, authored: str
) -> Number | None:
    """The number, once what follows its digits or words is known to belong to it."""
    if form.notation is not Notation.WORDS:
        form, rest = _take_ordinal(form, rest, words)
        form, rest = _take_scale(form, rest, words)
    implied, authored_unit = _authored(authored, form.language)
    unit = find_unit(form.currency.rstrip()) if form.currency else ""
    if rest:
        if unit or form.ordinal:
            return None
        unit = _unit_of(rest.strip(), form.language, authored, authored_unit)
        if not unit:
            return None
        form = replace(form, unit_text=rest)
    elif implied != 1 and form.scale == 1:
        form = replace(form, implied=implied)
    unit = unit or authored_unit
    value = plain(EXACT.multiply(EXACT.multiply(value, form.scale), form.implied))
    negative = form.sign not in ("", "+")
    return Number(value.copy_negate() if negative and value else value, unit, form)


def plain(value: Decimal) -> Decimal:
    """The same value without zeros at its end, and without an exponent: 500, never 5E+2."""
    if value == value.to_integral_value():
        return Decimal(int(value))
    return EXACT.normalize(value)


def _take_ordinal(form: NumberForm, rest: str, words: Language) -> tuple[NumberForm, str]:
    """Split off the "th" of "5th"."""
    if form.decimals or form.scale_text or form.currency or form.denominator:
        return form, rest
    suffix = re.match(r"[^\W\d_]+\.?|\.", rest)
    if suffix and suffix[0].casefold() in words.ordinal_suffixes:
        return replace(form, ordinal=True), rest[suffix.end() :]
    return form, rest


def _take_scale(form: NumberForm, rest: str, words: Language) -> tuple[NumberForm, str]:
    """Split off the " million" of "25 million", the "m" of "$5m"."""
    word = re.match(r"\s?([^\W\d_]+)(?:\.(?= ))?", rest)
    if form.ordinal or form.scale_text or word is None:
        return form, rest
    key = word[1].casefold()
    scale = words.scales.get(key) or words.scale_signs.get(key)
    if key == words.dozen:
        scale = 12
    if not scale and form.currency:
        scale = {"k": 10**3, "m": 10**6, "b": 10**9}.get(key)
    if not scale:
        return form, rest
    return replace(form, scale=Decimal(scale), scale_text=word[0]), rest[word.end() :]


@lru_cache(maxsize=1024)
def _authored(unit: str, language: str) -> tuple[Decimal, str]:
    """What an author's unit stands for: "million people" -> (1000000, "person")."""
    words = language_of(language)
    first, _, rest = unit.strip().partition(" ")
    scale = words.scales.get(first.casefold()) or words.scale_signs.get(first.casefold())
    if scale:
        return Decimal(scale), find_unit(rest, language) or norm(rest)
    return _ONE, find_unit(unit, language) or norm(unit)


def _unit_of(text: str, language: str, authored: str, authored_unit: str) -> str:
    """The unit that the text names, the author's own among them; empty where it is unknown."""
    unit = find_unit(text, language)
    if unit or not authored:
        return unit
    _, named = _authored(text, language)
    if named in (authored_unit, authored_unit + "s") or named + "s" == authored_unit:
        return authored_unit
    return ""


# --- printing --------------------------------------------------------------------------------


def print_number(value: Decimal | int, like: Number) -> str:
    """The value, written as `like` is: precision, grouping, unit, scale, words or digits.

    Decimals that the value needs are never cut off: what is printed reads as the same value.
    """
    value = Decimal(value)
    form = like.form
    words = language_of(form.language)
    scale = EXACT.multiply(form.scale, form.implied)
    mantissa, scale_text = EXACT.divide(value.copy_abs(), scale), form.scale_text
    if len(mantissa.as_tuple().digits) > MOST_DIGITS and not form.denominator:
        mantissa, scale_text = value.copy_abs(), ""  # a dozen's thirds have no end
    sign = _printed_sign(value, form, words)
    text = _in_script(_print_mantissa(mantissa, form, words), form) + scale_text
    if form.capital and not (sign or form.before):
        text = text[0].upper() + text[1:]
    unit = printed_unit(like, one=mantissa == 1 and not scale_text)
    return f"{form.before}{sign}{form.currency}{text}{unit}"


def _printed_sign(value: Decimal, form: NumberForm, words: Language) -> str:
    if value < 0:
        if form.sign not in ("", "+"):
            return form.sign
        return f"{words.minus[0]} " if form.notation is Notation.WORDS else "-"
    return "+" if form.sign == "+" else ""


def printed_unit(like: Number, *, one: bool) -> str:
    written = like.form.unit_text.lstrip()
    space = like.form.unit_text[: len(like.form.unit_text) - len(written)]
    return space + unit_word(like.unit, written, one=one, language=like.form.language)


def _print_mantissa(value: Decimal, form: NumberForm, words: Language) -> str:
    """What stands before scale and unit, in the notation of the form where that is possible."""
    text = ""
    if form.notation is Notation.FRACTION:
        text = _print_fraction(value, form)
    elif form.notation is Notation.WORDS and significant_exponent(value) >= 0 and value < LARGEST:
        joiner = words.joiner if form.joined else ""
        write = ordinal if form.ordinal else cardinal
        text = write(int(value), words, joiner)
    return text or _print_digits(value, form, words)


def _in_script(text: str, form: NumberForm) -> str:
    """Digits in those of the script that the form is written in, and its signs beside them."""
    if form.zero == "0":
        return text
    digits = {ord("0") + n: chr(ord(form.zero) + n) for n in range(10)}
    return text.translate(digits | (_OWN_SIGNS if form.own_signs else {}))


_OWN_SIGNS = {ord("."): "٫", ord(","): "٬"}


def _print_fraction(value: Decimal, form: NumberForm) -> str:
    """Halves, thirds ... in lowest terms: "1/2", "2 1/2", "2½"; in parts of those where it takes
    them: 1/6 beside 2/3. Nothing where the value has no such fraction.
    """
    for times in range(1, FINEST_PARTS + 1):
        below = times * form.denominator
        above = round(EXACT.multiply(value, Decimal(below)))
        # A third plus a third is not quite two thirds, in decimals.
        off = EXACT.subtract(EXACT.divide(Decimal(above), Decimal(below)), value)
        if off.copy_abs() <= _ROUNDING_ERROR:
            return _write_fraction(*divmod(above, below), below, form)
    return ""


def _write_fraction(whole: int, part: int, below: int, form: NumberForm) -> str:
    """A whole and a part of it; nothing where there is no sign for it and one is wanted."""
    if not part:
        return str(whole)
    shared = gcd(part, below)
    part, below = part // shared, below // shared
    fraction = f"{part}{form.slash}{below}" if form.slash else _VULGAR_SIGNS.get((part, below), "")
    if not fraction:
        return ""
    return f"{whole}{form.joint}{fraction}" if whole else fraction


def _print_digits(value: Decimal, form: NumberForm, words: Language) -> str:
    decimals = max(form.decimals, -significant_exponent(value), 0)
    whole, _, part = f"{value:.{decimals}f}".partition(".")
    spelled = form.notation is Notation.WORDS
    group = form.group or (words.group if spelled and len(whole) > 4 else "")
    if group:
        whole = f"{int(whole):,}".replace(",", group)
    if form.ordinal and not part:
        return whole + ordinal_suffix(int(value), words)
    return f"{whole}{words.decimal}{part}" if part else whole


def machine_number(value: Decimal) -> float | int:
    """The value as the numbers of JSON and JavaScript have it."""
    return int(value) if value == value.to_integral_value() else float(value)


def significant_exponent(value: Decimal) -> int:
    """The power of ten of the last digit that is not 0; 0 for 0."""
    if not value:
        return 0
    exponent = EXACT.normalize(value).as_tuple().exponent
    assert isinstance(exponent, int), "the value is finite"
    return exponent
