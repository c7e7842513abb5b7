"""Dates as people write them, from a day to a century: read, printed alike, compared, shifted.

Years are astronomical (1 BC is 0, 44 BC is -43), months and days those of the calendar that the
author used: nothing is converted. A date without a year ("14 July") is a date too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from typing import ClassVar, NamedTuple

from nkquiz.values.digits import LONGEST, fold_digits, roman, roman_value
from nkquiz.values.sort import ValueSort
from nkquiz.values.spelling import ordinal, ordinal_suffix
from nkquiz.values.words import Language, language_of


class Grain(Enum):
    """How exact a date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


_YEARS = {Grain.YEAR: 1, Grain.DECADE: 10, Grain.CENTURY: 100}
#: Where a date without a year is placed, to be compared with its like; a leap year.
_NO_YEAR = 2000
#: Until then every fourth year was a leap year.
_LAST_JULIAN_YEAR = 1582
_LAST_CENTURY = 40
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exact as its `grain`; a decade or century has its first year.

    `form` is how it is written, with fields in braces: "{month_name} {day}, {year}". Dates are
    equal when their parts are, however they are written.
    """

    sort: ClassVar[ValueSort[Date]]
    year: int | None
    month: int | None = None
    day: int | None = None
    grain: Grain = Grain.YEAR
    form: str = field(default="{year}", compare=False)
    language: str = field(default="en", compare=False)

    def interval(self) -> tuple[int, int]:
        """The first and the last day, as ordinals that compare: days, 0001-01-01 being 1."""
        year = _NO_YEAR if self.year is None else self.year
        last = year + _YEARS.get(self.grain, 1) - 1
        month = self.month or 12
        day = self.day or month_length(last, month)
        return day_number(year, self.month or 1, self.day or 1), day_number(last, month, day)

    def contains(self, other: Date) -> bool:
        """Whether `other` lies wholly in this date: 2024 contains July 2024.

        Where one has no year, only the parts that this date names count.
        """
        if self.year is None or other.year is None:
            return (self.year is None or self.year == other.year) and all(
                mine is None or mine == theirs
                for mine, theirs in ((self.month, other.month), (self.day, other.day))
            )
        first, last = self.interval()
        other_first, other_last = other.interval()
        return first <= other_first and other_last <= last

    def overlaps(self, other: Date) -> bool:
        """Whether the two could be one day. Where one has no year, its month and day decide."""
        if self.year is None or other.year is None:
            return all(
                mine is None or theirs is None or mine == theirs
                for mine, theirs in ((self.month, other.month), (self.day, other.day))
            )
        first, last = self.interval()
        other_first, other_last = other.interval()
        return first <= other_last and other_first <= last


def one_era(a: Date, b: Date) -> bool:
    """Whether two dates are both BC or neither is; one without a year is of any era."""
    return a.year is None or b.year is None or (a.year > 0) is (b.year > 0)


#: Bare numbers that read as years.
_BARE_YEARS = range(1000, 2100)


# --- the calendar ----------------------------------------------------------------------------


def month_length(year: int, month: int) -> int:
    """Days in a month; by the Julian rule up to 1582, so that its leap days exist."""
    if month != 2:
        return _MONTH_LENGTHS[month - 1]
    leap = year % 4 == 0 and (year <= _LAST_JULIAN_YEAR or year % 100 != 0 or year % 400 == 0)
    return 29 if leap else 28


def day_number(year: int, month: int, day: int) -> int:
    """Days in the proleptic Gregorian calendar, any year; 0001-01-01 is 1.

    H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
    """
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 305


def _civil(number: int) -> tuple[int, int, int]:
    """The inverse of `day_number` (civil_from_days)."""
    era, of_era = divmod(number + 305, 146097)
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return year + era * 400 + (month <= 2), month, day


def year_of(number: int) -> int:
    """The year of a day by its number."""
    return _civil(number)[0]


def reads_as_year(date: Date) -> bool:
    """Whether a text that is a number as well is meant as a date: a year, by itself or circa."""
    words = language_of(date.language)
    before = date.form.partition("{")[0].strip(" .").casefold()
    return date.year in _BARE_YEARS and (not before or before in words.circa)


def shift(date: Date, n: int, grain: Grain) -> Date:
    """The date `n` steps later, as exact as before: a month after 31 January is 28 February.

    A date without a year goes round the year. A grain finer than the date's own is a
    `ValueError`.
    """
    if grain is Grain.DAY:
        if date.day is None or date.month is None:
            raise ValueError(f"cannot shift a {date.grain.value} by days")
        year = _NO_YEAR if date.year is None else date.year
        return _moved(date, *_civil(day_number(year, date.month, date.day) + n))
    if grain is Grain.MONTH:
        if date.month is None:
            raise ValueError(f"cannot shift a {date.grain.value} by months")
        years, month = divmod(date.month - 1 + n, 12)
        return _moved(date, (date.year or 0) + years, month + 1, date.day)
    return _moved(date, (date.year or 0) + n * _YEARS[grain], date.month, date.day)


def _moved(date: Date, year: int, month: int | None, day: int | None) -> Date:
    if month is not None and day is not None:
        day = min(day, month_length(_NO_YEAR if date.year is None else year, month))
    shifted = None if date.year is None else year
    return Date(shifted, month, day, date.grain, date.form, date.language)


# --- reading ---------------------------------------------------------------------------------

#: The kinds of token that a date is made of, one letter each: n digits, o ordinal digits,
#: w ordinal word, r Roman numeral, s decade, m month, e era, c "century". Their order gives the
#: parts that they can be; the calendar decides between several.
_READINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "n": (("year",),),
    "en": (("era", "year"),),
    "ne": (("year", "era"),),
    "s": (("decade",),),
    "m": (("month",),),
    "mn": (("month", "year"), ("month", "day")),
    "nm": (("day", "month"), ("year", "month")),
    "mne": (("month", "year", "era"),),
    "om": (("day", "month"),),
    "wm": (("day", "month"),),
    "mo": (("month", "day"),),
    "nmn": (("day", "month", "year"), ("year", "month", "day")),
    "omn": (("day", "month", "year"),),
    "wmn": (("day", "month", "year"),),
    "mnn": (("month", "day", "year"),),
    "mon": (("month", "day", "year"),),
    "nmne": (("day", "month", "year", "era"),),
    "omne": (("day", "month", "year", "era"),),
    "mnne": (("month", "day", "year", "era"),),
    "men": (("month", "era", "year"),),
    "nmen": (("day", "month", "era", "year"),),
    "omen": (("day", "month", "era", "year"),),
    "wmen": (("day", "month", "era", "year"),),
    "mnen": (("month", "day", "era", "year"),),
    "moen": (("month", "day", "era", "year"),),
    "nc": (("ordinal", "century"),),
    "oc": (("ordinal", "century"),),
    "wc": (("ordinal", "century"),),
    "oce": (("ordinal", "century", "era"),),
    "wce": (("ordinal", "century", "era"),),
    "nce": (("ordinal", "century", "era"),),
    "rc": (("ordinal", "century"),),
    "rce": (("ordinal", "century", "era"),),
    "cr": (("century", "ordinal"),),
    "cre": (("century", "ordinal", "era"),),
    "cn": (("century", "ordinal"),),
    "cne": (("century", "ordinal", "era"),),
}
#: The same for digits alone, by what stands between them.
_NUMERIC_READINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "nn-": (("year", "month"), ("month", "year")),
    "nn/": (("month", "year"),),
    "nnn.": (("day", "month", "year"), ("year", "month", "day")),
    "nnn-": (("year", "month", "day"), ("day", "month", "year"), ("month", "day", "year")),
    "nnn/": (("year", "month", "day"), ("day", "month", "year"), ("month", "day", "year")),
}

_TOKEN = re.compile(r"(\d+)([^\W\d_]*)|[^\W\d_]+(?:-[^\W\d_]+)?")
_SEPARATORS = frozenset({"", " ", ",", ", ", ".", ". ", "-"})
_DOTTED_ERA = re.compile(r"\b([abc])\. ?([cde])\b\.?(?: ?(e)\b\.?)?", re.IGNORECASE)
#: Tokens that are no part of a date: circa, articles, "of", "года".
_FILLERS = "ktfy"


class _Token(NamedTuple):
    """A word or digits of a date: its kind (a letter, see `_READINGS`), and its value."""

    kind: str
    value: int
    text: str
    before: str  # the separator before it
    field: str = ""  # how a form names it, where that is not its part
    after: str = ""  # what stays of its text: the "e" of "XVIIIe"


def parse_date(text: str, language: str = "en") -> Date | None:
    """The date that the whole text is; None where it is none, or could be two (3/4/1950)."""
    readings = parse_dates(text, language)
    return readings[0] if len(readings) == 1 else None


def parse_dates(text: str, language: str = "en") -> tuple[Date, ...]:
    """Every date that the whole text can be: two for 3/4/1950, none for 31 February 2020."""
    return () if len(text) > LONGEST else _parse(text, language)


def is_no_day(text: str, language: str = "en") -> bool:
    """Whether a text is written as a day that the calendar lacks: 31 April, 2024-13-01."""
    if len(text) > LONGEST or _parse(text, language):
        return False
    folded = _folded(text).removesuffix(".")
    if _with_counters(folded, language) is not None:
        return True
    tokens = _tokens(folded, language_of(language))
    return bool(tokens) and any(_names_day(tokens, parts) for parts in _possible_parts(tokens))


def lacks_century(text: str, language: str = "en") -> bool:
    """Whether a text names a day of a year of one or two digits, which may be of any century: 18
    July 64. One in digits alone ("2.10.64") may be anything.
    """
    if len(text) > LONGEST or _parse(text, language):
        return False
    tokens = _tokens(_folded(text).removesuffix("."), language_of(language))
    return bool(tokens) and any(_has_short_year(tokens, parts) for parts in _possible_parts(tokens))


def _has_short_year(tokens: list[_Token], parts: tuple[str, ...]) -> bool:
    by_part = _by_part(tokens, parts)
    if "era" in by_part or not {"day", "month", "year"} <= by_part.keys():
        return False
    digits = (by_part[part] for part in ("day", "year") if by_part[part].kind == "n")
    return all(len(it.text) <= 2 for it in digits) and not _is_numeric(by_part)


def _names_day(tokens: list[_Token], parts: tuple[str, ...]) -> bool:
    """Whether tokens with these parts are the form of a day, whatever the calendar says."""
    by_part = _by_part(tokens, parts)
    if "day" not in by_part or ("year" in by_part and not _is_year(by_part)):
        return False
    digits = (token for part, token in by_part.items() if part != "year" and token.kind == "n")
    return all(len(token.text) <= 2 for token in digits)


def _folded(text: str) -> str:
    folded = " ".join(fold_digits(text).split())
    return _DOTTED_ERA.sub(r"\1\2\3", folded)


@lru_cache(maxsize=8192)
def _parse(text: str, language: str) -> tuple[Date, ...]:
    folded = _folded(text)
    dotted, folded = folded.endswith("."), folded.removesuffix(".")
    if (numbered := _with_counters(folded, language)) is not None:
        return numbered
    tokens = _tokens(folded, language_of(language))
    if not tokens:
        return ()
    readings: list[Date] = []
    for parts in _possible_parts(tokens):
        date = _read(tokens, parts, language)
        if date is not None and dotted and tokens[-1].kind in "cy":
            date = replace(date, form=f"{date.form}.")  # "1945 г."
        if date is not None and date not in readings:
            readings.append(date)
    return _in_usual_order(readings, language_of(language))


_COUNTERS = re.compile(
    r"(?:(\d{3,4}) ?[年년] ?)?(?:(?<!\d)(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日일号])?)?"
)
_COUNTED_CENTURY = re.compile(r"(\d{1,2}) ?(?:世紀|世纪|세기)")


def _with_counters(text: str, language: str) -> tuple[Date, ...] | None:
    """The date in "2024년 7월 14일" or "2024年7月14日"; None where it is not written so."""
    if (century := _COUNTED_CENTURY.fullmatch(text)) is not None:
        form = "{ordinal}" + text[century.end(1) :]
        date = _century(int(century[1]), 1, form, language)
        return () if date is None else (date,)
    found = _COUNTERS.fullmatch(text)
    if found is None or not text:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if not _in_calendar(year, month, day):
        return ()
    form = text
    for number, part in ((3, "day"), (2, "month"), (1, "year")):
        if found[number]:
            form = f"{form[: found.start(number)]}{{{part}}}{form[found.end(number) :]}"
    grain = Grain.DAY if day else Grain.MONTH if month else Grain.YEAR
    return (Date(year, month, day, grain, form, language),)


def _in_usual_order(readings: list[Date], words: Language) -> tuple[Date, ...]:
    """Of 3 April and 4 March, the one that the language means, if it is known to mean one."""
    if len(readings) > 1 and words.day_first is not None:
        order = ("{day", "{month") if words.day_first else ("{month", "{day")
        usual = [r for r in readings if r.form.find(order[0]) < r.form.find(order[1])]
        return tuple(usual or readings)
    return tuple(readings)


def _tokens(text: str, words: Language) -> list[_Token]:
    """The tokens of a text; none as soon as something in it belongs to no date.

    An era or an ordinal of several words is one token: "before Christ", "twenty first".
    """
    if (eras := _eras(words)) is not None:
        text = eras.sub(lambda found: _compact(found[0]), text)
    text = _tens(words).sub(r"\1-\2", text)
    lexicon = date_words(words)
    tokens: list[_Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        before = text[end : found.start()]
        token = _token(found, before, words, lexicon)
        if token is None or len(tokens) > 8:
            return []
        if token.kind == "k" and tokens and tokens[-1].kind in "owr":
            token = token._replace(kind="c")  # "19th c."
        tokens.append(token)
        end = found.end()
    return tokens if end == len(text) else []


def _token(
    found: re.Match[str], before: str, words: Language, lexicon: dict[str, tuple[str, int, str]]
) -> _Token | None:
    text = found[0]
    if not found[1]:
        known = lexicon.get(text.casefold())
        if known is not None:
            return _Token(known[0], known[1], text, before, known[2])
        return _roman_token(text, before, words)
    if len(found[1]) > 5:
        return None
    value, suffix = int(found[1]), found[2].casefold()
    if not suffix:
        return _Token("n", value, text, before)
    if suffix == words.decade_suffix:
        return _Token("s", value, text, before)
    if suffix in words.ordinal_suffixes:
        return _Token("o", value, text, before)
    return None


def _roman_token(text: str, before: str, words: Language) -> _Token | None:
    """The XIX of "XIX century", the XVIIIe of "XVIIIe siècle"."""
    for ending in ("", *sorted(words.ordinal_suffixes, key=len, reverse=True)):
        value = roman_value(text.casefold().removesuffix(ending))
        if value and text.casefold().endswith(ending):
            after = text[len(text) - len(ending) :]
            return _Token("r", value, text, before, after=after)
    return None


@lru_cache(maxsize=64)
def _tens(words: Language) -> re.Pattern[str]:
    """Ordinals that a hyphen may part or a space: twenty first."""
    pairs = [word.split("-") for word in date_words(words) if word.count("-") == 1]
    if not pairs:
        return re.compile(r"(?!)()()")
    tens, ones = ("|".join({re.escape(pair[i]): None for pair in pairs}) for i in (0, 1))
    return re.compile(rf"(?<!\w)({tens}) ({ones})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=64)
def date_words(words: Language) -> dict[str, tuple[str, int, str]]:
    """Word -> (kind, value, name of the field) for all words that dates are made of."""
    lexicon = {ordinal(rank, words): ("w", rank, "") for rank in range(1, _LAST_CENTURY + 1)}
    for month, (name, *short) in enumerate(words.months, start=1):
        lexicon |= dict.fromkeys(short, ("m", month, "month_short"))
        lexicon[name.casefold()] = ("m", month, "month_name")
    for style, (before, after) in enumerate(words.eras):
        lexicon[_compact(before)] = ("e", -1, f"era_{style}")
        lexicon[_compact(after)] = ("e", 1, f"era_{style}")
    lexicon |= dict.fromkeys(words.about, ("k", 0, ""))
    lexicon[words.article] = ("t", 0, "")
    lexicon[words.of] = ("f", 0, "")
    lexicon |= dict.fromkeys(words.centuries, ("c", 0, ""))
    lexicon[words.century.casefold()] = ("c", 0, "century")
    lexicon |= dict.fromkeys(words.year_words, ("y", 0, ""))
    lexicon.pop("", None)
    return lexicon


def _compact(era: str) -> str:
    """An era as one token: `vchr` for "v. Chr."."""
    return re.sub(r"[\W_]", "", era.casefold())


@lru_cache(maxsize=64)
def _eras(words: Language) -> re.Pattern[str] | None:
    """The eras that are written as several words or with dots."""
    names = [name for pair in words.eras for name in pair if not name.isalpha()]
    if not names:
        return None
    spelled = (r"[\W_]*".join(re.escape(c) for c in name if c.isalpha()) for name in names)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})\.?(?!\w)", re.IGNORECASE)


def _possible_parts(tokens: list[_Token]) -> tuple[tuple[str, ...], ...]:
    """What the tokens can be, in order; articles and the like are no part."""
    kinds = "".join(token.kind for token in tokens)
    separators = {token.before for token in tokens[1:]}
    if tokens[0].before:
        return ()
    signs = {separator.strip() for separator in separators}  # "25. 6. 1950"
    if len(signs) == 1 and signs <= {"-", "/", "."} and set(kinds) == {"n"}:
        return _NUMERIC_READINGS.get(kinds + signs.pop(), ())
    if not separators <= _SEPARATORS:
        return ()
    if kinds[0] == "k":
        kinds = kinds[1:]
    # "the 1990s" is a date, "The 1975" is a band.
    if "t" in kinds and not set(kinds) & set("ows"):
        return ()
    if ("f" in kinds and len(kinds) < 3) or re.search("(?<![ns])y", kinds):
        return ()
    return _READINGS.get(kinds.replace("t", "").replace("f", "").replace("y", ""), ())


def _by_part(tokens: list[_Token], parts: tuple[str, ...]) -> dict[str, _Token]:
    return dict(zip(parts, (token for token in tokens if token.kind not in _FILLERS), strict=True))


def _read(tokens: list[_Token], parts: tuple[str, ...], language: str) -> Date | None:
    """The date with these parts, if the calendar has it."""
    by_part = _by_part(tokens, parts)
    form = _form(tokens, by_part)
    value = {part: token.value for part, token in by_part.items()}
    era = value.get("era", 1)
    if "ordinal" in value:
        return _century(value["ordinal"], era, form, language)
    if "decade" in value:
        decade = value["decade"]
        good = decade % 10 == 0 and 100 <= decade <= 9990
        return Date(decade, None, None, Grain.DECADE, form, language) if good else None
    year, month, day = (value.get(part) for part in ("year", "month", "day"))
    if year is not None:
        if not _is_year(by_part):
            return None
        year = year if era > 0 else 1 - year
    if "day" in value and by_part["day"].kind == "n" and len(by_part["day"].text) > 2:
        return None
    if not _in_calendar(year, month, day):
        return None
    grain = Grain.DAY if day is not None else Grain.MONTH if month is not None else Grain.YEAR
    return Date(year, month, day, grain, form, language)


def _in_calendar(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None:
        return True
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= day <= month_length(_NO_YEAR if year is None else year, month)


def _is_numeric(by_part: dict[str, _Token]) -> bool:
    return len(by_part) > 1 and all(token.kind == "n" for token in by_part.values())


def _is_year(by_part: dict[str, _Token]) -> bool:
    """Whether digits read as a year: four among other digits, three or four by themselves."""
    text = by_part["year"].text
    if _is_numeric(by_part):
        return len(text) == 4 and text != "0000"
    return text[0] != "0" and ("era" in by_part or 3 <= len(text) <= 4)


def _century(number: int, era: int, form: str, language: str) -> Date | None:
    if not 1 <= number <= _LAST_CENTURY:
        return None
    first = 100 * (number - 1) + 1 if era > 0 else 1 - 100 * number
    return Date(first, None, None, Grain.CENTURY, form, language)


#: How the fields of ordinals are named: `day_th`, `ordinal_word`.
_SUFFIXES = {"o": "_th", "w": "_word", "r": "_roman"}


def _form(tokens: list[_Token], by_part: dict[str, _Token]) -> str:
    """The text with its parts replaced by fields, to print other dates by."""
    numeric = _is_numeric(by_part)
    padded = numeric and all(len(token.text) > 1 for token in by_part.values())
    part_of = {id(token): part for part, token in by_part.items()}
    pieces: list[str] = []
    for token in tokens:
        part = part_of.get(id(token))
        pieces.append(token.before)
        if part is None or (part == "century" and not token.field):
            pieces.append(token.text)
        elif part in ("day", "month") and token.kind == "n":
            pieces.append(f"{{{part}:02}}" if padded or token.text[0] == "0" else f"{{{part}}}")
        elif part == "year" and numeric:
            pieces.append("{year:04}")
        else:
            named = token.field or part + _SUFFIXES.get(token.kind, "")
            pieces.append(f"{{{named}}}{token.after}")
    return "".join(pieces)


# --- printing --------------------------------------------------------------------------------


def print_date(date: Date, like: Date) -> str:
    """The date, written as `like` is: 14 July 2024 printed like "Nov 2023" is "Jul 2024".

    A date that lacks a part which the form shows is a `ValueError`.
    """
    form = like.form
    shows_year = "{year" in form or "{ordinal" in form
    if shows_year and "{era" not in form and date.year is not None and date.year <= 0:
        form += " {era_0}"
    try:
        return form.format_map(_fields(date, language_of(like.language)))
    except KeyError as missing:
        raise ValueError(f"{date} has no {missing.args[0]} to print like {like.form}") from None


_READABLE = {Grain.MONTH: "July 2024", Grain.DAY: "14 July 2024"}


@lru_cache(maxsize=1024)
def readable_date(text: str, language: str = "en") -> str:
    """A date in digits as people read it: 2024-07 is July 2024; any other text as it is."""
    date = parse_date(text, language)
    if date is None or date.year is None or any(c.isalpha() for c in text):
        return text
    form = _READABLE.get(date.grain)
    like = parse_date(form) if form else None
    return print_date(date, like) if like else text


def _fields(date: Date, words: Language) -> dict[str, int | str]:
    """What a form can show of a date. A part that the date lacks is absent."""
    fields: dict[str, int | str] = {}
    if date.day is not None:
        fields |= _ordinal_fields("day", date.day, words)
    if date.month is not None:
        names = words.months[date.month - 1]
        fields["month"] = date.month
        fields["month_name"] = names[0]
        fields["month_short"] = names[1].capitalize() if len(names) > 1 else names[0]
    if date.year is None:
        return fields
    fields["year"] = date.year if date.year > 0 else 1 - date.year
    if date.grain is Grain.DECADE:
        fields["decade"] = f"{date.year}{words.decade_suffix}"
    if date.grain is Grain.CENTURY:
        number = (date.year - 1) // 100 + 1 if date.year > 0 else -date.year // 100 + 1
        fields |= _ordinal_fields("ordinal", number, words)
        fields["century"] = words.century
    for style, (bc, ad) in enumerate(words.eras):
        fields[f"era_{style}"] = ad if date.year > 0 else bc
    return fields


def _ordinal_fields(name: str, value: int, words: Language) -> dict[str, int | str]:
    return {
        name: value,
        f"{name}_th": f"{value}{ordinal_suffix(value, words)}",
        f"{name}_word": ordinal(value, words),
        f"{name}_roman": roman(value),
    }
