"""The names of people: which part is the family name, and what a person may be called.

A family name stands first or last, the syllables of a given name in their order. Knows names
only, not who else a deck knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from nkquiz.scoring.forms import Form, form_of
from nkquiz.scoring.korean import alike, is_family_name, readings
from nkquiz.scoring.words import PARTICLES, TITLES_IN_NAMES, words_of

_SUFFIXES = {"jr": "jr", "sr": "sr", "junior": "jr", "senior": "sr"}
#: Given names that stand last in Hungarian, and in no other language: Bartók Béla.
_HUNGARIAN = frozenset(
    [
        "aladár",
        "andrás",
        "antal",
        "aranka",
        "árpád",
        "attila",
        "balázs",
        "bálint",
        "béla",
        "bertalan",
        "csaba",
        "dénes",
        "dezső",
        "elek",
        "emőke",
        "endre",
        "ernő",
        "erzsébet",
        "ferenc",
        "frigyes",
        "gábor",
        "gáspár",
        "géza",
        "gergely",
        "győző",
        "györgy",
        "gyula",
        "ignác",
        "ildikó",
        "ilona",
        "imre",
        "istván",
        "iván",
        "janka",
        "jános",
        "jenő",
        "józsef",
        "judit",
        "kálmán",
        "károly",
        "katalin",
        "kinga",
        "klára",
        "kristóf",
        "lajos",
        "lászló",
        "lőrinc",
        "lóránt",
        "margit",
        "márton",
        "mátyás",
        "mihály",
        "miklós",
        "mór",
        "ödön",
        "ottó",
        "pál",
        "péter",
        "piroska",
        "rezső",
        "sándor",
        "sára",
        "szilárd",
        "szilveszter",
        "tamás",
        "tibor",
        "tivadar",
        "vendel",
        "viktor",
        "vilmos",
        "zoltán",
        "zsigmond",
        "zsófia",
        "zsolt",
        "zsuzsanna",
    ]
)
#: Family names that stand first in names that are not hyphenated: Mao Zedong.
_FIRST = frozenset(
    [
        "mao",
        "xi",
        "deng",
        "zhou",
        "hu",
        "jiang",
        "chiang",
        "zhu",
        "zhang",
        "wang",
        "liu",
        "zhao",
        "chen",
        "huang",
        "nguyen",
        "tran",
        "pol",
        "ho",
        "wen",
        "hua",
        "yuan",
        "puyi",
        "ban",
        "lin",
        "peng",
        "ye",
        "bo",
    ]
)
#: The vowels that McCune and Reischauer write with a breve.
_BREVES = str.maketrans({"ŏ": "eo", "ŭ": "eu"})
_NONE = Form((), ())


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts. `family` is empty where there is none: Plato, Elizabeth II.

    `particle` is the "van" of van Beethoven, `suffix` the "Jr.", `title` the "Queen" before
    Victoria. A Korean given name is one word.
    """

    given: Form
    family: Form
    particle: Form = _NONE
    suffix: Form = _NONE
    title: Form = _NONE
    korean: bool = False

    def whole(self) -> Iterator[Form]:
        """The full name, the family name last and first."""
        family = self.particle.then(self.family)
        yield self.title.then(self.given).then(family).then(self.suffix)
        if self.given.pieces and self.family.pieces:
            yield family.then(self.given).then(self.suffix)
            if self.particle.pieces:
                yield self.family.then(self.given).then(self.particle)

    def short(self) -> Iterator[Form]:
        """What a person is called if nobody else is: without middle names, the family name."""
        if self.title.pieces:
            yield self.given.then(self.particle).then(self.family).then(self.suffix)
        if not self.family.pieces:
            return
        if self.family.pieces[0] in PARTICLES and len(self.family.pieces) > 1:  # el-Sisi
            yield Form(self.family.pieces[1:], self.family.spaces[1:])
        family = self.particle.then(self.family)
        first = self.given if self.korean else _first(self.given)
        later = Form(self.given.pieces[len(first.pieces) :], self.given.spaces[len(first.pieces) :])
        if later.pieces:  # García Márquez, Conan Doyle
            yield later.then(family)
        for given in dict.fromkeys((self.given, first)):
            for last in dict.fromkeys((family, self.family)):
                yield given.then(last)
                yield last.then(given)
        yield family
        yield self.family


def _first(given: Form) -> Form:
    """The first of several given names, its hyphenated parts together."""
    end = next((i for i, space in enumerate(given.spaces) if space), len(given.spaces))
    return Form(given.pieces[: end + 1], given.spaces[:end])


@lru_cache(maxsize=1 << 14)
def person_name(name: str, korean_style: str = "") -> PersonName:
    """Take a name apart. `korean_style` is the vocabulary's `names`: `korean` or nothing.

    The family name is the last word, with its particles; the first where names are Korean,
    where a given name is hyphenated like one (Moon Seong-mook), and in a few that are known.
    """
    if "," in name and not _has_suffix(name):  # "Einstein, Albert"
        last, _, first = name.partition(",")
        name, korean_style = f"{first} {last}", ""
    words = name.replace(",", " ").split()
    title, suffix = _NONE, _NONE
    if len(words) > 1 and words[0].casefold().strip(".") in TITLES_IN_NAMES:
        title = form_of(words.pop(0))
    if len(words) > 2 and (short := _SUFFIXES.get(words[-1].casefold().strip("."))):
        suffix = form_of(short)
        words.pop()
    if len(words) < 2 or _has_no_family(words):
        return PersonName(form_of(" ".join(words)), _NONE, suffix=suffix, title=title)
    if _family_first(words, korean_style):
        given = form_of(" ".join(words[1:]))
        joined = given.loose() if _is_syllables(words[1:]) or korean_style else given
        korean = bool(korean_style) or is_family_name(words[0].casefold())
        return PersonName(joined, form_of(words[0]), suffix=suffix, title=title, korean=korean)
    return replace(_western(words, korean_style), suffix=suffix, title=title)


def _has_suffix(name: str) -> bool:
    return name.rpartition(",")[2].strip().casefold().strip(".") in _SUFFIXES


def _western(words: list[str], korean_style: str) -> PersonName:
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in PARTICLES:
        cut -= 1
    given = form_of(" ".join(words[:cut]))
    particle = form_of(" ".join(words[cut:-1]))
    korean = bool(korean_style) and is_family_name(words[-1].casefold())
    return PersonName(
        given.loose() if korean else given, form_of(words[-1]), particle, korean=korean
    )


def _has_no_family(words: list[str]) -> bool:
    """Kings and saints: Elizabeth II, Alexander the Great, Joan of Arc."""
    last = words[-1].strip(".")
    if any(word in ("the", "of", "I") for word in words[1:]):
        return True
    return len(words) > 1 and last.isupper() and len(last) < 6 and set(last) <= set("IVX")


def _family_first(words: list[str], korean_style: str) -> bool:
    first, last = words[0].casefold(), words[-1].casefold()
    if korean_style:
        return "-" not in first and (is_family_name(first) or not is_family_name(last))
    if first in _FIRST or (last in _HUNGARIAN and first not in _HUNGARIAN):
        return True
    return "-" not in first and len(words) == 2 and _is_syllables(words[1:])


def _is_syllables(words: list[str]) -> bool:
    """Whether a given name is written like a Korean or Chinese one: Seong-mook, Yat-sen."""
    last = words[-1]
    return "-" in last and last.rpartition("-")[2][:1].islower()


# --- what was typed --------------------------------------------------------------------------


def without_title(form: Form, language: str) -> Form:
    """The form without a leading title: President Truman, Dr. King."""
    if len(form.pieces) > 1 and form.spaces[0] and form.pieces[0] in words_of(language).titles:
        return Form(form.pieces[1:], form.spaces[1:])
    return form


def without_ruler(form: Form, language: str) -> Form:
    """The form without the title of a ruler: King Louis XIV."""
    if len(form.pieces) > 1 and form.spaces[0] and form.pieces[0] in words_of(language).rulers:
        return Form(form.pieces[1:], form.spaces[1:])
    return form


def with_short_suffix(form: Form) -> Form:
    """The form with Jr. for Junior."""
    if len(form.pieces) < 3 or form.pieces[-1] not in _SUFFIXES:
        return form
    return Form((*form.pieces[:-1], _SUFFIXES[form.pieces[-1]]), form.spaces)


def without_suffix_comma(text: str) -> str:
    """The text without the comma before a last Jr. or Sr., which parts no answers: King, Jr."""
    before, comma, _ = text.rpartition(",")
    if not comma or not before.strip() or not _has_suffix(text):
        return text
    return f"{before}{text[len(before) + 1 :]}"


def with_initials_apart(form: Form, text: str) -> Form:
    """The form of a text that begins with initials written as one: JS Bach."""
    first = text.split(" ", maxsplit=1)[0]
    if not re.fullmatch(r"[A-Z]{2,3}", first) or form.pieces[:1] != (first.casefold(),):
        return form
    return Form((*first.casefold(), *form.pieces[1:]), ((True,) * (len(first) - 1)) + form.spaces)


def without_particles(form: Form) -> Form:
    """The form without "van", "de" and the like, in which people err."""
    kept = [piece for piece in form.pieces if piece not in PARTICLES]
    return Form(tuple(kept), (True,) * (len(kept) - 1)) if kept else form


def by_initials(written: Form, name: PersonName) -> bool:
    """Whether a name with initials can be this one: J. F. Kennedy, A. Einstein.

    What the name itself has as initials may be written out, all of it: John Fitzgerald Kennedy.
    """
    if not name.family.pieces:
        return False
    whole = (*name.particle.pieces, *name.family.pieces)
    family = whole if written.pieces[-len(whole) :] == whole else name.family.pieces
    if written.pieces[-len(family) :] != family:
        return False
    given, own = written.pieces[: -len(family)], name.given.pieces
    if not 0 < len(given) <= len(own) or not all(map(_is_initial_of, given, own)):
        return False
    longer = [len(mine) - len(its) for mine, its in zip(given, own, strict=False)]
    return any(longer) and (max(longer) <= 0 or len(given) == len(own) > 1)


def _is_initial_of(a: str, b: str) -> bool:
    """Whether two given names are one, or one is the initial of the other."""
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def is_given_name(written: Form, name: PersonName) -> bool:
    """Whether what was written is the given name, or one of several, and no more.

    Of a name without a family name: its beginning.
    """
    letters, given = written.letters, name.given
    if not letters or letters == name.family.letters:
        return False
    if not name.family.pieces:
        return len(written.pieces) < len(given.pieces) and given.letters.startswith(letters)
    units = given.units() if not name.korean else (given.letters,)
    return letters == given.letters or letters in units


def is_other_korean(written: Form, changed: tuple[str, ...], name: PersonName) -> bool:
    """Whether a misspelled Korean name is another good name: Jang for Jong; Yong-un for Jong-un.

    That is, a known family name, or a given name that begins with another sound.
    """
    if not name.korean:
        return False
    if any(is_family_name(word) for word in changed):
        return True
    if written.pieces[:1] != name.family.pieces or len(written.pieces) < 2:
        return False
    mine, its = "".join(written.pieces[1:]), name.given.letters
    # A given name of signs has no letters.
    other_sound = mine[:1] != its[:1]
    return other_sound and bool(readings(mine)) and readings(mine).isdisjoint(readings(its))


def romanised_alike(mine: Form, name: PersonName) -> bool:
    """Whether what was written is a Korean name in another romanisation, in either order.

    Without a given name, whether it is the family name.
    """
    mine = Form(tuple(piece.translate(_BREVES) for piece in mine.pieces), mine.spaces)
    its_given, its_family = name.given.pieces, name.family.pieces
    if not name.korean or not mine.pieces:
        return False
    if len(mine.pieces) == 1:
        return alike(mine.pieces, its_family)
    orders = ((mine.pieces[:1], mine.pieces[1:]), (mine.pieces[-1:], mine.pieces[:-1]))
    return any(alike(f, its_family) and alike(g, its_given) for f, g in orders)
