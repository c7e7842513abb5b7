"""The words that values are written in: one literal table a language.

Numbers, months, eras, units and signs; nothing here computes. A language that has no table
yet is read by the English one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from nkquiz.values import locales


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """How one language writes numbers and dates. All words in lower case."""

    decimal: str
    group: str
    simple: Mapping[str, int]  # zero to nineteen, and the tens
    hundred: str
    scales: Mapping[str, int]  # rising powers of a thousand
    scale_signs: Mapping[str, int]  # short forms, after digits only
    dozen: str
    ordinals: Mapping[str, int]
    ordinal_suffixes: tuple[str, ...]  # by last digit: 0, 1, 2, 3; the first for all others
    joiner: str  # "one hundred and five"
    one: tuple[str, ...]  # "a hundred"
    minus: tuple[str, ...]
    about: tuple[str, ...]
    circa: tuple[str, ...]  # those of `about` that stand before years only
    months: tuple[tuple[str, ...], ...]  # the name as printed, then short forms
    eras: tuple[tuple[str, str], ...]  # (before, after), as printed
    article: str
    of: str
    century: str
    decade_suffix: str
    units: Mapping[str, tuple[str, ...]]  # unit -> singular, plural; again for other words
    day_first: bool | None = None  # in 3/4/1950; None: nobody knows
    #: Numbers in words, as whole phrases: where given, `simple` and `hundred` are not used.
    spelled: Mapping[str, int] = field(default_factory=dict)
    centuries: tuple[str, ...] = ()  # other words for `century`
    year_words: tuple[str, ...] = ()  # "года" after 1945
    code: str = "en"  # Babel's name for the language

    @property
    def by_rule(self) -> bool:
        """Whether numbers in words are made from `simple` and `hundred`."""
        return bool(self.hundred)


ENGLISH = Language(
    decimal=".",
    group=",",
    simple={
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
        "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
        "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90,
    },
    hundred="hundred",
    scales={"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    scale_signs={"mil": 10**6, "mio": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12},
    dozen="dozen",
    ordinals={
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
        "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
        "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
        "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
        "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
        "hundredth": 100, "thousandth": 10**3, "millionth": 10**6, "billionth": 10**9,
        "trillionth": 10**12,
    },
    ordinal_suffixes=("th", "st", "nd", "rd"),
    joiner="and",
    one=("a", "an"),
    minus=("minus", "negative"),
    about=("about", "around", "approximately", "approx", "roughly", "some", "circa", "ca", "c"),
    circa=("circa", "ca", "c"),
    months=(
        ("January", "jan"), ("February", "feb"), ("March", "mar"), ("April", "apr"), ("May",),
        ("June", "jun"), ("July", "jul"), ("August", "aug"), ("September", "sep", "sept"),
        ("October", "oct"), ("November", "nov"), ("December", "dec"),
    ),
    eras=(("BC", "AD"), ("BCE", "CE"), ("before Christ", "after Christ")),
    article="the",
    of="of",
    century="century",
    decade_suffix="s",
    units={
        "%": ("percent", "percent", "per cent", "per cent", "pct", "pct"),
        "pp": ("percentage point", "percentage points"),
        "USD": ("dollar", "dollars", "us dollar", "us dollars"),
        "EUR": ("euro", "euros"),
        "GBP": ("pound sterling", "pounds sterling"),
        "JPY": ("yen", "yen"),
        "KRW": ("won", "won"),
        "CNY": ("yuan", "yuan"),
        "RUB": ("rouble", "roubles", "ruble", "rubles"),
        "person": ("person", "people", "person", "persons"),
        "inhabitant": ("inhabitant", "inhabitants"),
        "time": ("time", "times"),
        "s": ("second", "seconds", "sec", "secs", "sec", "sec"),
        "min": ("minute", "minutes", "min", "mins"),
        "h": ("hour", "hours", "hr", "hrs"),
        "d": ("day", "days"),
        "week": ("week", "weeks"),
        "month": ("month", "months"),
        "year": ("year", "years", "yr", "yrs", "year old", "years old"),
        "decade": ("decade", "decades"),
        "century": ("century", "centuries"),
        "mm": ("millimetre", "millimetres", "millimeter", "millimeters"),
        "cm": ("centimetre", "centimetres", "centimeter", "centimeters"),
        "m": ("metre", "metres", "meter", "meters"),
        "km": ("kilometre", "kilometres", "kilometer", "kilometers"),
        "in": ("inch", "inches"),
        "ft": ("foot", "feet"),
        "yd": ("yard", "yards"),
        "mi": ("mile", "miles"),
        "nmi": ("nautical mile", "nautical miles"),
        "light-year": ("light year", "light years", "light-year", "light-years"),
        "m²": ("square metre", "square metres", "square meter", "square meters", "sq m", "sq m"),
        "km²": (
            "square kilometre", "square kilometres", "square kilometer", "square kilometers",
            "sq km", "sq km",
        ),
        "ha": ("hectare", "hectares"),
        "mi²": ("square mile", "square miles", "sq mi", "sq mi"),
        "acre": ("acre", "acres"),
        "mL": ("millilitre", "millilitres", "milliliter", "milliliters"),
        "L": ("litre", "litres", "liter", "liters"),
        "m³": ("cubic metre", "cubic metres", "cubic meter", "cubic meters"),
        "km³": ("cubic kilometre", "cubic kilometres", "cubic kilometer", "cubic kilometers"),
        "mg": ("milligram", "milligrams"),
        "g": ("gram", "grams", "gramme", "grammes"),
        "kg": ("kilogram", "kilograms", "kilogramme", "kilogrammes", "kilo", "kilos"),
        "t": ("tonne", "tonnes", "metric ton", "metric tons"),
        "ton": ("ton", "tons"),
        "pound": ("pound", "pounds"),
        "oz": ("ounce", "ounces"),
        "km/h": (
            "kilometre per hour", "kilometres per hour", "kilometer per hour",
            "kilometers per hour", "kph", "kph",
        ),
        "mph": ("mile per hour", "miles per hour"),
        "m/s": (
            "metre per second", "metres per second", "meter per second", "meters per second",
        ),
        "km/s": (
            "kilometre per second", "kilometres per second", "kilometer per second",
            "kilometers per second",
        ),
        "°C": ("degree celsius", "degrees celsius", "celsius", "celsius", "degree c", "degrees c"),
        "°F": (
            "degree fahrenheit", "degrees fahrenheit", "fahrenheit", "fahrenheit", "degree f",
            "degrees f",
        ),
        "K": ("kelvin", "kelvin", "kelvin", "kelvins"),
        "°": ("degree", "degrees"),
        "W": ("watt", "watts"),
        "kW": ("kilowatt", "kilowatts"),
        "MW": ("megawatt", "megawatts"),
        "GW": ("gigawatt", "gigawatts"),
        "J": ("joule", "joules"),
        "V": ("volt", "volts"),
        "A": ("ampere", "amperes", "amp", "amps"),
        "Hz": ("hertz", "hertz"),
        "kcal": ("kilocalorie", "kilocalories"),
        "barrel": ("barrel", "barrels"),
        "byte": ("byte", "bytes"),
        "bit": ("bit", "bits"),
    },
)  # fmt: skip

LANGUAGES: Mapping[str, Language] = {"en": ENGLISH}


@lru_cache(maxsize=64)
def language_of(tag: str) -> Language:
    """How the language of a tag such as `en` or `de-CH` writes values.

    English is written out above; British and American English know the order of day and month.
    Every other language comes from Babel; one that Babel doesn't know is read as English.
    """
    own = LANGUAGES.get(tag)
    if own is not None:
        return own
    locale = locales.locale_of(tag)
    if locale is None:
        return ENGLISH
    if locale.language == "en":
        first = locales.day_comes_first(locale) if locale.territory else None
        return replace(ENGLISH, day_first=first)
    return _from_locale(locale)


@lru_cache(maxsize=64)
def leading_words(words: Language) -> frozenset[str]:
    """The words that may stand before those that a value begins with."""
    return frozenset((*words.about, *words.minus, *words.one, words.article))


def _from_locale(locale: Any) -> Language:
    small = locales.SMALL.get(locale.language, locales.NONE)
    decimal, group = locales.separators(locale)
    spelled, ordinals = locales.spelled_numbers(locale.language)
    return replace(
        ENGLISH,
        decimal=decimal,
        group=group,
        simple={phrase: value for phrase, value in spelled.items() if phrase.isalpha()},
        hundred="",
        scales=small.scales,
        scale_signs={},
        dozen="",
        ordinals=ordinals,
        ordinal_suffixes=small.ordinal_suffixes or (".",),
        joiner=small.joiner,
        one=small.one,
        minus=small.minus,
        about=small.about,
        circa=(),
        months=locales.months(locale),
        eras=locales.eras(locale),
        article=small.article,
        of=small.of,
        century=small.century,
        centuries=small.centuries,
        year_words=small.year_words,
        decade_suffix=small.decade_suffix,
        units=small.units or {},
        day_first=locales.day_comes_first(locale),
        spelled=spelled,
        code=locale.language,
    )
