"""How languages other than English write values, taken from two libraries when first needed.

Babel (the CLDR) knows months, eras, separators and the order of day and month; num2words spells
numbers. What neither has stands here: the few words around a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple


class Small(NamedTuple):
    """The small words of one language, in lower case."""

    scales: Mapping[str, int]
    minus: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    article: str = ""
    of: str = ""
    century: str = ""
    ordinal_suffixes: tuple[str, ...] = ()
    joiner: str = ""
    units: Mapping[str, tuple[str, ...]] | None = None
    centuries: tuple[str, ...] = ()  # short forms and cases
    year_words: tuple[str, ...] = ()  # after the digits of a year
    eras: tuple[tuple[str, str], ...] = ()  # those in use beside Babel's
    decade_suffix: str = ""
    one: tuple[str, ...] = ()  # "a" before a scale: un millón


SMALL: Mapping[str, Small] = {
    "de": Small(
        {"tausend": 10**3, "million": 10**6, "millionen": 10**6, "mio": 10**6,
         "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9, "billion": 10**12,
         "billionen": 10**12},
        ("minus",), ("etwa", "ungefähr", "rund", "circa", "ca", "zirka"), "das", "",
        "Jahrhundert", (".", "te", "ter", "ten", "tes"), "und",
        {"EUR": ("euro", "euro"), "%": ("prozent", "prozent"), "km": ("kilometer", "kilometer"), "m": ("meter", "meter"),
         "kg": ("kilogramm", "kilogramm"), "year": ("jahr", "jahre"), "d": ("tag", "tage"),
         "h": ("stunde", "stunden"), "inhabitant": ("einwohner", "einwohner"),
         "person": ("mensch", "menschen", "person", "personen")},
        centuries=("jh", "jhd", "jhdt", "jahrhunderts"), year_words=("jahre", "jahren"), decade_suffix="er",
        one=("eine",),
        eras=(("vor Christus", "nach Christus"), ("v. u. Z.", "u. Z.")),
    ),
    "fr": Small(
        {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9,
         "milliards": 10**9, "billion": 10**12, "billions": 10**12},
        ("moins",), ("environ", "vers", "quelque"), "le", "de", "siècle",
        ("e", "er", "re", "ème"), "et",
        {"EUR": ("euro", "euros"), "%": ("pour cent", "pour cent"), "km": ("kilomètre", "kilomètres"),
         "m": ("mètre", "mètres"), "kg": ("kilogramme", "kilogrammes"), "year": ("an", "ans"),
         "d": ("jour", "jours"), "h": ("heure", "heures"),
         "inhabitant": ("habitant", "habitants"), "person": ("personne", "personnes")},
        centuries=("s",),
        eras=(("avant J.-C.", "après J.-C."), ("avant Jésus-Christ", "après Jésus-Christ")),
    ),
    "es": Small(
        {"mil": 10**3, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
        ("menos",), ("unos", "unas", "aproximadamente", "cerca"), "el", "de", "siglo",
        ("º", "o", "er", "a"), "y",
        {"EUR": ("euro", "euros"), "%": ("por ciento", "por ciento"), "km": ("kilómetro", "kilómetros"),
         "m": ("metro", "metros"), "kg": ("kilogramo", "kilogramos"), "year": ("año", "años"),
         "d": ("día", "días"), "h": ("hora", "horas"),
         "inhabitant": ("habitante", "habitantes"), "person": ("persona", "personas")},
        centuries=("s",), eras=(("antes de Cristo", "después de Cristo"),), one=("un",),
    ),
    "it": Small(
        {"mila": 10**3, "milione": 10**6, "milioni": 10**6, "miliardo": 10**9, "miliardi": 10**9},
        ("meno",), ("circa",), "il", "di", "secolo", ("º", "°", "o", "a"), "e",
        {"EUR": ("euro", "euro"), "%": ("per cento", "per cento", "percento", "percento"),
         "km": ("chilometro", "chilometri"), "m": ("metro", "metri"), "year": ("anno", "anni"),
         "inhabitant": ("abitante", "abitanti"), "person": ("persona", "persone")},
        centuries=("sec",), one=("un",), eras=(("avanti Cristo", "dopo Cristo"),),
    ),
    "pt": Small(
        {"mil": 10**3, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9},
        ("menos",), ("cerca", "aproximadamente"), "o", "de", "século", ("º", "o", "a"), "e",
        {"EUR": ("euro", "euros"), "%": ("por cento", "por cento"), "km": ("quilómetro", "quilómetros"),
         "m": ("metro", "metros"), "year": ("ano", "anos"),
         "inhabitant": ("habitante", "habitantes"), "person": ("pessoa", "pessoas")},
        centuries=("séc",), eras=(("antes de Cristo", "depois de Cristo"),),
    ),
    "nl": Small(
        {"duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "miljard": 10**9, "mrd": 10**9,
         "biljoen": 10**12},
        ("min",), ("ongeveer", "circa", "rond", "ca"), "het", "van", "eeuw", ("e", "de", "ste"),
        "en",
        {"EUR": ("euro", "euro"), "%": ("procent", "procent"), "km": ("kilometer", "kilometers"),
         "m": ("meter", "meters"), "year": ("jaar", "jaren"),
         "inhabitant": ("inwoner", "inwoners"), "person": ("persoon", "personen", "mens", "mensen")},
        eras=(("voor Christus", "na Christus"),), one=("een",),
    ),
    "ru": Small(
        {"тыс": 10**3, "млн": 10**6, "млрд": 10**9, "трлн": 10**12, "тысяч": 10**3, "тысяча": 10**3, "тысячи": 10**3, "миллион": 10**6, "миллиона": 10**6,
         "миллионов": 10**6, "миллиард": 10**9, "миллиардов": 10**9},
        ("минус",), ("около", "примерно"), "", "", "век", ("й", "го", "я"), "и",
        centuries=("в", "века", "веке"), year_words=("год", "года", "году", "г"),
        eras=(("до н. э.", "н. э."), ("до нашей эры", "нашей эры")),
    ),
    "pl": Small(
        {"tys": 10**3, "mln": 10**6, "mld": 10**9, "tysiąc": 10**3, "tysiące": 10**3, "tysięcy": 10**3, "milion": 10**6, "miliony": 10**6,
         "milionów": 10**6, "miliard": 10**9, "miliardów": 10**9},
        ("minus",), ("około",), "", "", "wiek", (".",), "i",
        centuries=("w", "wieku"), year_words=("rok", "roku", "r"),
        eras=(("p.n.e.", "n.e."), ("przed naszą erą", "naszej ery")),
    ),
    "uk": Small(
        {"тис": 10**3, "млн": 10**6, "млрд": 10**9, "мільйон": 10**6, "мільйони": 10**6,
         "мільйонів": 10**6},
        ("мінус",), ("близько",), "", "", "століття", ("й", "го", "я"), "і",
        centuries=("ст",), year_words=("рік", "року", "році", "р"),
    ),
    "ko": Small(
        {}, units={"person": ("명", "명", "사람", "사람"), "km": ("킬로미터", "킬로미터"),
                   "m": ("미터", "미터"), "%": ("퍼센트", "퍼센트")},
    ),
    "ja": Small(
        {}, units={"person": ("人", "人"), "km": ("キロメートル", "キロメートル"),
                   "m": ("メートル", "メートル"), "%": ("パーセント", "パーセント")},
    ),
    "zh": Small({}, units={"person": ("人", "人"), "km": ("公里", "公里"), "m": ("米", "米")}),
}  # fmt: skip

NONE = Small({})

#: Numbers that people write in words.
_SPELLED = (*range(102), *range(200, 1000, 100), *range(1000, 10_000, 1000))
_LAST_ORDINAL = 40


def locale_of(tag: str) -> Any:
    """Babel's locale for a language tag; None where it knows none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        return None


def day_comes_first(locale: Any) -> bool | None:
    """Whether a date in digits has the day before the month; None where the year comes first,
    since that says nothing about 3/4/1950.
    """
    pattern = locale.date_formats["short"].pattern
    if pattern.startswith("y"):
        return None
    return bool(pattern.find("d") < pattern.find("M"))


def separators(locale: Any) -> tuple[str, str]:
    """The signs before decimals and between thousands."""
    symbols = locale.number_symbols
    symbols = symbols.get("latn", symbols)
    return symbols["decimal"], symbols["group"]


def months(locale: Any) -> tuple[tuple[str, ...], ...]:
    """For each month its name as printed in a date, then other forms in lower case."""
    out = []
    for month in range(1, 13):
        name = locale.months["format"]["wide"][month]
        others = {
            locale.months[context][width][month].casefold().rstrip(".")
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
        }
        out.append((name, *sorted(others - {name.casefold()})))
    return tuple(out)


_ENGLISH_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@lru_cache(maxsize=16)
def weekdays(language: str) -> frozenset[str]:
    """The days of the week in a language, long and short, in lower case."""
    if language[:2] == "en":
        return frozenset((*_ENGLISH_DAYS, *(day[:3] for day in _ENGLISH_DAYS)))
    locale = locale_of(language)
    if locale is None:
        return frozenset()
    names = (
        locale.days["format"][width][day] for width in ("wide", "abbreviated") for day in range(7)
    )
    return frozenset(name.casefold().rstrip(".") for name in names)


class BesideYears(NamedTuple):
    """What stands before a number, in lower case: `in 1989` tells a year, `by 1000` an amount."""

    years: frozenset[str] = frozenset()
    amounts: frozenset[str] = frozenset()


_BESIDE_YEARS: Mapping[str, BesideYears] = {
    "en": BesideYears(
        frozenset({"in", "since", "until", "till", "from", "year"}),
        frozenset({"by", "to", "at", "of", "than", "times"}),
    ),
    "de": BesideYears(frozenset({"im", "seit", "bis", "ab", "jahr"}), frozenset({"auf", "mal"})),
    "fr": BesideYears(frozenset({"en", "depuis", "année"}), frozenset({"à", "par", "de"})),
    "es": BesideYears(frozenset({"en", "desde", "año"}), frozenset({"a", "por", "de"})),
}
_NO_WORDS = BesideYears()


def beside_years(language: str) -> BesideYears:
    """The words before years and before amounts of a language; none where it has no table."""
    return _BESIDE_YEARS.get(language[:2].lower(), _NO_WORDS)


def eras(locale: Any) -> tuple[tuple[str, str], ...]:
    """The words for before and after our era."""
    names = locale.eras["abbreviated"]
    return ((names[0], names[1]), *SMALL.get(locale.language, NONE).eras)


#: Where num2words calls a language otherwise than Babel, or writes its regions apart.
_CONVERTERS = {"nb": ("no",), "nn": ("no",), "kk": ("kz",), "fr": ("fr", "fr_BE", "fr_CH")}


def _converters(language: str) -> list[Any]:
    """What spells numbers in a language, its regions after it; none where the library has none."""
    from num2words import CONVERTER_CLASSES

    names = _CONVERTERS.get(language, (language,))
    return [CONVERTER_CLASSES[name] for name in names if name in CONVERTER_CLASSES]


@lru_cache(maxsize=16)
def spelled_numbers(language: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Cardinals in words, and ordinals of one word; none where the library has none."""
    cardinals: dict[str, int] = {}
    ordinals: dict[str, int] = {}
    for converter in _converters(language):
        for number in _SPELLED:
            for word in _ways(converter, number):
                cardinals.setdefault(word, number)
        for rank in range(1, _LAST_ORDINAL + 1):
            word = _ordinal(converter, rank)
            if word and " " not in word:
                ordinals.setdefault(word, rank)
    return cardinals, ordinals


def _ordinal(converter: Any, rank: int) -> str:
    """An ordinal in words; empty where the library doesn't know how the language makes it."""
    try:
        return flat(converter.to_ordinal(rank))
    except (NotImplementedError, LookupError):
        return ""


@lru_cache(maxsize=16)
def ranks(language: str) -> Mapping[str, int]:
    """Ordinals by their letters, those of several words too: dix-neuvième, décimo noveno."""
    found: dict[str, int] = {}
    for converter in _converters(language):
        for rank in range(1, _LAST_ORDINAL + 1):
            found.setdefault(letters(_ordinal(converter, rank)), rank)
    found.pop("", None)
    return found


class Compounds(NamedTuple):
    """What long numbers are made of, by their letters: a head, then perhaps a tail that is less.

    `hundreds` are those of years (nineteen hundred), whose tails are below 100. `stems` are the
    words for 100 and 1000, one of which a long number has.
    """

    thousands: Mapping[str, int]
    hundreds: Mapping[str, int]
    tails: Mapping[str, int]
    stems: tuple[str, ...]


@lru_cache(maxsize=16)
def compounds(language: str) -> Compounds | None:
    """The parts of numbers up to a million; None for a language without number words."""
    converters = _converters(language)[:1]
    if not converters:
        return None
    converter = converters[0]
    tails = _by_letters(converter, range(1, 1000))
    thousands = _by_letters(converter, (*range(1000, 101_000, 1000), *range(200_000, 10**6, 10**5)))
    stems = tuple(letters(min(_ways(converter, n), key=len)) for n in (100, 1000))
    hundreds = {
        letters(word) + stems[0] + plural: number * 100
        for number in range(11, 20)
        for word in _ways(converter, number)
        for plural in ("", "s")  # dix-neuf cents
    }
    return Compounds(thousands, hundreds, tails, stems)


def _by_letters(converter: Any, numbers: Iterable[int]) -> dict[str, int]:
    return {letters(word): number for number in numbers for word in _ways(converter, number)}


def _ways(converter: Any, number: int) -> tuple[str, ...]:
    """How a number is said: `hundert` as well as `einhundert`, `тысяча` as `одна тысяча`."""
    word = str(converter.to_cardinal(number)).casefold()
    if not (100 < number < 200 or number in (100, 1000)):
        return (word,)
    one = str(converter.to_cardinal(1)).casefold()
    first, space, rest = word.partition(" ")
    if space and rest and first[:2] == one[:2]:
        return word, rest
    for prefix in (one, one[:-1]):
        if prefix and word.startswith(prefix) and len(word) > len(prefix) + 2:
            return word, word[len(prefix) :].strip()
    return (word,)


def letters(text: str) -> str:
    """A spelled number without what stands between its words."""
    return flat(text).replace(" ", "")


def flat(text: str) -> str:
    """A spelled number as it is looked up: lower case, hyphens as spaces."""
    return re.sub(r"[\s-]+", " ", text.casefold()).strip()
