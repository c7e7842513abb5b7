"""The last rules for a typed answer: what people are called, and slips of the hand.

Tolerance stops where it would make one thing another: a slip must be nearer to the answer than
to anything else that the deck knows.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from nkquiz.scoring.feedback import nearly, that_is
from nkquiz.scoring.forms import Form, Reading, form_of, plain, read, same_words, spelled_out
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.persons import (
    by_initials,
    is_given_name,
    is_other_korean,
    romanised_alike,
    with_initials_apart,
    with_short_suffix,
    without_particles,
    without_ruler,
    without_title,
)
from nkquiz.scoring.result import Result, confused, correct, prompt, typo, wrong
from nkquiz.scoring.spelling import Slip, slip
from nkquiz.scoring.target import Target
from nkquiz.scoring.things import Thing
from nkquiz.scoring.words import american, inflected_alike, singular

_FULL_NAME = "the full name, please"
#: Letters of a Korean family name in which one may be off, if it is no other family name then.
_SHORT_FAMILY = 3


def judge_person(reading: Reading, target: Target) -> Result | None:
    """What a person is called: in either order, by family name, in another romanisation."""
    form = with_short_suffix(without_title(reading.bare, target.language))
    if target.people and not any(p.title.pieces or p.family.pieces for p in target.people):
        form = without_ruler(form, target.language)
    form = with_initials_apart(form, reading.text)
    if form != reading.bare:
        reading = read(form.text, target.language)
    for rule in _PERSON_RULES:
        result = rule(reading, target)
        if result is not None:
            return result
    return None


def _either_order(reading: Reading, target: Target) -> Result | None:
    """The full name, family name first or last."""
    if target.strict:
        return None
    written, language = numbered(reading.bare, target.language), target.language
    wholes = (numbered(whole, language) for person in target.people for whole in person.whole())
    return correct() if any(same_words(written, whole) for whole in wholes) else None


def _other_particle(reading: Reading, target: Target) -> Result | None:
    """A name with another "van" or "el", which is a slip."""
    bare = without_particles(plain(reading.bare))
    if target.strict or len(bare.pieces) == len(reading.bare.pieces) or _others_so(bare, target):
        return None
    for name, person in zip(target.names, target.people, strict=False):
        for form in (*person.whole(), *person.short()):
            own = without_particles(plain(form))
            if len(own.pieces) < len(form.pieces) and same_words(bare, own):
                return typo(nearly(name, reading.text))
    return None


def _others_so(form: Form, target: Target) -> bool:
    """Whether somebody or something else is known by a form."""
    return any(target.is_other(entry.thing) for entry in target.things.known_as((form,)))


def _short_name(reading: Reading, target: Target) -> Result | None:
    """A family name, or a name without the middle ones: right if nobody else is called so."""
    form = reading.bare
    known = target.things.known_as((form,))
    shorts = [short for person in target.people for short in person.short()]
    # First as it is written, then without accents.
    for mine, others in (
        (any(same_words(form, s) for s in shorts), [e for e in known if same_words(e.form, form)]),
        (any(same_words(plain(form), plain(s)) for s in shorts), known),
    ):
        things = {id(e.thing): e.thing for e in others if target.is_other(e.thing)}
        if mine and (things or target.strict):
            return prompt(_FULL_NAME)
        if mine:
            exact = any(same_words(form, short) for short in shorts)
            return correct(f"that is {target.key}") if exact else typo(f"nearly: {target.key}")
        if len(things) == 1:
            return _is_someone_else(next(iter(things.values())), target)
    return None


def _is_someone_else(thing: Thing, target: Target) -> Result:
    return confused(that_is(target, thing), thing.name)


def _initials(reading: Reading, target: Target) -> Result | None:
    """J. F. Kennedy."""
    form = reading.bare
    people = target.things.families.get(form.pieces[-1], ())
    found = {id(t): t for t, name in people if by_initials(form, name) and target.is_other(t)}
    if any(by_initials(form, person) for person in target.people):
        return prompt(_FULL_NAME) if found or target.strict else correct(f"that is {target.key}")
    return _is_someone_else(next(iter(found.values())), target) if len(found) == 1 else None


def _romanised(reading: Reading, target: Target) -> Result | None:
    """Another spelling of a Korean name, if it is nobody else's as well."""
    form = reading.bare
    if target.strict or not any(romanised_alike(form, person) for person in target.people):
        return None
    if any(
        romanised_alike(form, name)
        for thing, name in target.things.koreans_like(form)
        if target.is_other(thing)
    ):
        return prompt(_FULL_NAME) if len(form.pieces) == 1 else wrong("that could be someone else")
    return correct(f"that is {target.key}")


def _given_name(reading: Reading, target: Target) -> Result | None:
    form = reading.bare
    if any(is_given_name(form, person) for person in target.people):
        return prompt(_FULL_NAME)
    return None


_PERSON_RULES = (
    _either_order,
    _short_name,
    _other_particle,
    _initials,
    _romanised,
    _given_name,
)


# --- slips -----------------------------------------------------------------------------------


def judge_slip(reading: Reading, target: Target) -> Result | None:
    """A misspelling that can mean nothing else."""
    if target.strict:
        return None
    best: tuple[Slip, str, Form] | None = None
    form = without_title(reading.bare, target.language) if target.people else reading.bare
    for key, name in _spellings(target).items():
        for mine in dict.fromkeys((form, reading.full)):
            found = slip(mine, key, target.language, _sure(key, target))
            if found is not None and (best is None or found.distance < best[0].distance):
                best = (found, name, mine)
    if best is None or _means_other(best[0], best[2], target):
        return None
    return typo(nearly(best[1], reading.text))


def judge_spelling(reading: Reading, target: Target) -> Result | None:
    """English as the British spell it for what Americans do, or the reverse, however far off."""
    if target.strict or target.people or not target.language.startswith("en"):
        return None
    written = _american(reading.bare)
    for its in target.readings:
        if same_words(written, _american(its.bare)):
            return typo(nearly(its.text, reading.text))
    return None


def _american(form: Form) -> Form:
    return Form(tuple(map(american, plain(form).pieces)), form.spaces)


def judge_number_of(reading: Reading, target: Target) -> Result | None:
    """A common noun in the plural for the singular, or the reverse, in English."""
    if target.strict or target.people or not target.language.startswith("en"):
        return None
    before, last = _noun_apart(reading)
    for its in target.readings:
        own, noun = _noun_apart(its)
        is_name = not its.text[:1].islower()
        if not is_name and before == own and not singular(last).isdisjoint(singular(noun)):
            return typo(f"nearly: {its.text}")
    return None


def _noun_apart(reading: Reading) -> tuple[tuple[str, ...], str]:
    """The words before the last one, and that; a sign, such as "¥", has none."""
    units = plain(reading.bare).units()
    return units[:-1], units[-1] if units else ""


def _spellings(target: Target) -> dict[Form, str]:
    """What the answer may be misspelled from, and what to show then."""
    found: dict[Form, str] = {}
    for its in target.readings:
        for form in its.forms:
            found.setdefault(form, its.text)
            found.setdefault(spelled_out(form), its.text)
    for name, person in zip(target.names, target.people, strict=False):
        for form in (*person.whole(), *person.short()):
            known = target.things.known_as((form,))
            if not any(target.is_other(entry.thing) for entry in known):
                found.setdefault(form, name)
    return found


def _sure(key: Form, target: Target) -> str:
    """The short family name of a Korean name that is given in full: Kiim Jong-un."""
    families = (p.family.letters for p in target.people if p.korean and p.family.pieces)
    units = key.units()
    return next(
        (f for f in families if len(f) == _SHORT_FAMILY and len(units) > 1 and f in units), ""
    )


def is_other_word(word: str, target: Target) -> bool:
    """Whether the deck's sentences use a word, and it is no other form of one of the answer's."""
    return word in target.things.said.texts and not any(
        inflected_alike(word, own, target.language) for own in own_words(target)
    )


def own_words(target: Target) -> frozenset[str]:
    """The words of all that is right, accents dropped."""
    forms = (plain(form) for its in target.readings for form in (its.full, *its.forms))
    return frozenset(word for form in forms for word in (*form.pieces, *form.units()))


def _means_other(found: Slip, written: Form, target: Target) -> bool:
    """Whether a misspelling is as near to another thing, or has a word of another's name."""
    if any(is_other_korean(written, found.changed, person) for person in target.people):
        return True
    words = target.things.words
    if any(words.get(word, frozenset()) - {id(target.thing)} for word in found.changed):
        return True
    if any(is_other_word(word, target) for word in found.changed):
        return True
    letters, off = plain(written).letters, found.distance
    if not off:
        return False
    rejected = (plain(form_of(text, target.language)).letters for text in target.rejected)
    if any(OSA.distance(letters, text, score_cutoff=off) <= off for text in rejected):
        return True
    return any(
        target.is_rival(entry)
        for name, _ in target.things.near(letters, off)
        for entry in target.things.entries[name]
    )
