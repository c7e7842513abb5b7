"""Units of measurement: which words and signs mean one, and which convert exactly.

Keyed by one symbol a unit (`km`, `h`, `%`, `USD`). The words for them are in `words`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from nkquiz.values.words import language_of

#: Unit -> (dimension, size in the dimension's own unit). Units that are not here measure
#: something of their own: temperatures, whose zeros differ, money, things that are counted.
_SIZES = {
    "s": ("time", "1"), "min": ("time", "60"), "h": ("time", "3600"), "d": ("time", "86400"),
    "week": ("time", "604800"),
    "month": ("calendar", "1"), "year": ("calendar", "12"), "decade": ("calendar", "120"),
    "century": ("calendar", "1200"),
    "mm": ("length", "0.001"), "cm": ("length", "0.01"), "m": ("length", "1"),
    "km": ("length", "1000"), "in": ("length", "0.0254"), "ft": ("length", "0.3048"),
    "yd": ("length", "0.9144"), "mi": ("length", "1609.344"), "nmi": ("length", "1852"),
    "m²": ("area", "1"), "ha": ("area", "10000"), "km²": ("area", "1000000"),
    "mi²": ("area", "2589988.110336"), "acre": ("area", "4046.8564224"),
    "mL": ("volume", "0.000001"), "L": ("volume", "0.001"), "m³": ("volume", "1"),
    "km³": ("volume", "1000000000"),
    "mg": ("mass", "0.000001"), "g": ("mass", "0.001"), "kg": ("mass", "1"),
    "t": ("mass", "1000"), "lb": ("mass", "0.45359237"), "oz": ("mass", "0.028349523125"),
    "km/h": ("speed", "1"), "m/s": ("speed", "3.6"), "km/s": ("speed", "3600"),
    "mph": ("speed", "1.609344"),
    "W": ("power", "1"), "kW": ("power", "1000"), "MW": ("power", "1000000"),
    "GW": ("power", "1000000000"),
    "Hz": ("frequency", "1"), "kHz": ("frequency", "1000"), "MHz": ("frequency", "1000000"),
    "GHz": ("frequency", "1000000000"),
    "person": ("people", "1"), "inhabitant": ("people", "1"),
    "%": ("share", "1"), "pp": ("share", "1"),
}  # fmt: skip

#: Signs that mean the same in every language. Their case matters: `m`, `M`; `K`, `k`.
_SIGNS = {
    "%": "%", "％": "%", "°": "°", "°C": "°C", "°F": "°F", "° C": "°C", "° F": "°F",
    "℃": "°C", "℉": "°F", "K": "K",
    "$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
    "¥": "JPY", "JPY": "JPY", "₩": "KRW", "KRW": "KRW", "₽": "RUB", "RUB": "RUB",
    "CNY": "CNY", "CHF": "CHF", "₹": "INR", "INR": "INR",
    "s": "s", "min": "min", "h": "h", "d": "d",
    "mm": "mm", "cm": "cm", "m": "m", "km": "km", "kms": "km", "ft": "ft", "yd": "yd", "mi": "mi",
    "nmi": "nmi", "in": "in",
    "m²": "m²", "m2": "m²", "m^2": "m²", "sqm": "m²", "km²": "km²", "km2": "km²", "km^2": "km²",
    "ha": "ha", "mi²": "mi²",
    "ml": "mL", "mL": "mL", "l": "L", "L": "L", "m³": "m³", "m3": "m³", "km³": "km³",
    "km3": "km³",
    "mg": "mg", "g": "g", "kg": "kg", "kgs": "kg", "t": "t", "lb": "lb", "lbs": "lb", "oz": "oz",
    "km/h": "km/h", "mph": "mph", "m/s": "m/s", "km/s": "km/s", "m/s²": "m/s²", "m/s2": "m/s²",
    "m/s^2": "m/s²", "g/cm³": "g/cm³", "kg/m³": "kg/m³",
    "W": "W", "kW": "kW", "MW": "MW", "GW": "GW", "J": "J", "kJ": "kJ", "V": "V", "A": "A",
    "Hz": "Hz", "kHz": "kHz", "MHz": "MHz", "GHz": "GHz", "kcal": "kcal",
    "kB": "kB", "MB": "MB", "GB": "GB", "TB": "TB",
}  # fmt: skip

#: Signs that may stand before a number, longest first.
CURRENCIES = (
    "US$", "$", "€", "£", "¥", "₩", "₽", "₹", "USD ", "EUR ", "GBP ", "JPY ", "KRW ", "CNY ", "RUB ",
    "CHF ", "INR ",
)  # fmt: skip


#: Words that mean one of several units; which, the other value tells.
_MEANINGS = {
    "pound": ("lb", "GBP"),
    "°": ("°", "°C", "°F"),
    "ton": ("ton", "t"),
    "JPY": ("JPY", "CNY"),
}

_DEGREES = re.compile(r"(?:°|deg(?:rees?)?\.?) ?(c|f)(?:elsius|ahrenheit)?")

_SIGNS_OF_ANY_CASE = {sign.casefold(): unit for sign, unit in _SIGNS.items() if len(sign) > 1}


def find_unit(text: str, language: str = "en") -> str:
    """The unit that a sign or a word means, or nothing: `km` for "kilometres"."""
    text = " ".join(text.replace("º", "°").split())
    if text in _SIGNS:
        return _SIGNS[text]
    word = text.casefold().rstrip(".")
    known = unit_words(language).get(word) or _SIGNS_OF_ANY_CASE.get(word, "")
    return known or _degrees(word) or _rate(text, language)


def _degrees(word: str) -> str:
    """The unit in "° Celsius" and "deg C"."""
    found = _DEGREES.fullmatch(word)
    return f"°{found[1].upper()}" if found else ""


def _rate(text: str, language: str) -> str:
    """The unit in "km per second" and "miles/hour"; nothing where it is no unit that is known."""
    above, sign, below = text.replace(" per ", "/").partition("/")
    if not sign or "/" in below:
        return ""
    rate = f"{find_unit(above, language)}/{find_unit(below, language)}"
    return "mph" if rate == "mi/h" else _SIGNS.get(rate, "")


def unit_word(unit: str, written: str, *, one: bool, language: str = "en") -> str:
    """The unit as `written`, in the singular or the plural where it is written as a word."""
    forms = language_of(language).units.get(unit, ())
    if written.casefold() not in forms:
        return written
    pair = forms.index(written.casefold()) // 2 * 2
    word = forms[pair] if one else forms[pair + 1]
    return word.capitalize() if written[:1].isupper() else word


def common_sizes(unit: str, other: str) -> tuple[Decimal, Decimal] | None:
    """How large two units are, measured alike: km and m are 1000 and 1; None if they cannot be.

    Exact. A missing unit goes with any.
    """
    if not unit or not other:
        return Decimal(1), Decimal(1)
    for meaning in _MEANINGS.get(unit, (unit,)):
        dimension, size = _SIZES.get(meaning, (meaning, "1"))
        for other_meaning in _MEANINGS.get(other, (other,)):
            other_dimension, other_size = _SIZES.get(other_meaning, (other_meaning, "1"))
            if dimension == other_dimension:
                return Decimal(size), Decimal(other_size)
    return None


@lru_cache(maxsize=64)
def unit_words(language: str) -> dict[str, str]:
    return {word: unit for unit, forms in language_of(language).units.items() for word in forms}


@lru_cache(maxsize=64)
def known_units(language: str) -> dict[str, str]:
    """Every word and sign for a unit, and the unit; the words in lower case."""
    return {**unit_words(language), **_SIGNS}
