"""The last rules for a typed answer: what people are called, and slips of the hand.

Tolerance stops where it would make one thing another: a slip must be nearer to the answer than
to anything else that the deck knows.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from nkquiz.scoring.feedback import nearly, that_is
from nkquiz.scoring.forms import Form, Reading, plain, same_words, spelled_out
from nkquiz.scoring.korean import skeleton
from nkquiz.scoring.persons import (
    by_initials,
    is_other_korean,
    is_given_name,
    romanised_alike,
    without_particles,
    without_title,
)
from nkquiz.scoring.result import Result, confused, correct, prompt, typo, wrong
from nkquiz.scoring.spelling import Slip, slip
from nkquiz.scoring.target import Target
from nkquiz.scoring.things import Entry, Thing


def judge_person(written: str, reading: Reading, target: Target) -> Result | None:
    """What a person is called: in either order, by family name, in another romanisation."""
    form = without_title(reading.bare, target.language)
    for rule in (_other_order, _short_name, _initials, _romanised, _given_name):
        result = rule(form, reading, target)
        if result is not None:
            return result
    return None


def _other_order(form: Form, reading: Reading, target: Target) -> Result | None:
    if target.strict or not target.people:
        return None
    if any(same_words(form, whole) for person in target.people for whole in person.whole()):
        return correct()
    bare = without_particles(plain(form))
    for name, person in zip(target.names, target.people, strict=True):
        if person.particle.pieces and len(bare.pieces) < len(form.pieces):
            if any(same_words(bare, without_particles(plain(w))) for w in person.whole()):
                return typo(nearly(target, name, reading.text))
    return None


def _short_name(form: Form, reading: Reading, target: Target) -> Result | None:
    """A family name, or a name without the middle ones: right if nobody else is called so."""
    entries = target.things.known_as((form,))
    exact = [e for e in entries if same_words(e.form, form)]
    for kind, found in (("exact", exact), ("plain", entries)):
        mine = any(_is_called(form if kind == "exact" else plain(form), kind, target) for _ in (0,))
        others = {id(e.thing): e.thing for e in found if e.thing is not target.thing}
        if mine:
            if others or target.strict:
                return prompt("the full name, please")
            return correct(target.key) if kind == "exact" else typo(f"nearly: {target.key}")
        if len(others) == 1:
            thing = next(iter(others.values()))
            return confused(that_is(target, thing), thing.name)
    return None


def _is_called(form: Form, kind: str, target: Target) -> bool:
    for person in target.people:
        for short in person.short():
            if same_words(form, short if kind == "exact" else plain(short)):
                return True
    return False


def _initials(form: Form, reading: Reading, target: Target) -> Result | None:
    if not any(len(piece) == 1 for piece in form.pieces):
        return None
    people = target.things.families.get(form.pieces[-1], ())
    found = {id(thing): thing for thing, name in people if by_initials(form, name)}
    mine = any(by_initials(form, person) for person in target.people)
    others = [thing for thing in found.values() if thing is not target.thing]
    if mine:
        return prompt("the full name, please") if others or target.strict else correct(target.key)
    return confused(that_is(target, others[0]), others[0].name) if len(others) == 1 else None


def _romanised(form: Form, reading: Reading, target: Target) -> Result | None:
    """Another spelling of a Korean name, if it is nobody else's as well."""
    if target.strict or not any(p.korean and romanised_alike(reading.text, p) for p in target.people):
        return None
    alone = len(form.pieces) == 1
    others = [
        thing
        for thing, name in _koreans_like(form, target)
        if thing is not target.thing and romanised_alike(reading.text, name)
    ]
    if others:
        return prompt("the full name, please") if alone else wrong("that could be someone else")
    return correct(target.key)


def _koreans_like(form: Form, target: Target) -> list[tuple[Thing, object]]:
    index = target.things.koreans
    if len(form.pieces) == 1:
        return [pair for pairs in index.values() for pair in pairs]
    keys = {skeleton(plain(Form(p, (False,) * (len(p) - 1))).letters) for p in (form.pieces[1:], form.pieces[:-1])}
    return [pair for key in keys for pair in index.get(key, ())]


def _given_name(form: Form, reading: Reading, target: Target) -> Result | None:
    if any(is_given_name(plain(form), _plain_person(person)) for person in target.people):
        return prompt("the full name, please")
    return None


def _plain_person(person):  # type: ignore[no-untyped-def]
    return person


# --- slips -----------------------------------------------------------------------------------


def judge_slip(written: str, reading: Reading, target: Target) -> Result | None:
    """A misspelling that can mean nothing else."""
    if target.strict:
        return None
    best: tuple[Slip, str, Form] | None = None
    form = without_title(reading.bare, target.language) if target.people else reading.bare
    for name, key in _spellings(target):
        for mine in dict.fromkeys((form, reading.full)):
            found = slip(mine, key, target.language, _sure(key, target))
            if found is not None and (best is None or found.distance < best[0].distance):
                best = (found, name, mine)
    if best is None or _means_other(best[0], best[2], target):
        return None
    if any(is_other_korean(best[2], best[0].changed, person) for person in target.people):
        return None
    return typo(nearly(target, best[1], reading.text))


def _sure(key: Form, target: Target) -> str:
    """The short family name of a Korean name that is given in full: Kiim Jong-un."""
    families = (p.family.letters for p in target.people if p.korean and p.family.pieces)
    units = key.units()
    return next((f for f in families if len(f) == _SHORT and len(units) > 1 and f in units), "")


#: Letters of a family name in which one may be off, if it is no other family name then.
_SHORT = 3


def _spellings(target: Target) -> list[tuple[str, Form]]:
    """What the answer may be misspelled from, with the name to show."""
    found: dict[Form, str] = {}
    for its in target.readings:
        for form in its.forms:
            found.setdefault(form, its.text)
            found.setdefault(spelled_out(form), its.text)
    for name, person in zip(target.names, target.people, strict=False):
        for form in (*person.whole(), *person.short()):
            if form in found:
                continue
            entries = target.things.known_as((form,))
            if all(entry.thing is target.thing for entry in entries):
                found[form] = name
    return [(name, form) for form, name in found.items()]


def _means_other(found: Slip, written: Form, target: Target) -> bool:
    """Whether a misspelling is as near to another thing, or has a word of another's name."""
    own = id(target.thing)
    for word in found.changed:
        if target.things.words.get(word, frozenset()) - {own}:
            return True
    for rejected in target.options.reject:
        if slip_of_rejected(written, rejected, found.distance):
            return True
    letters = plain(written).letters
    if not found.distance:
        return False
    return any(
        target.is_rival(entry)
        for name, _ in target.things.near(letters, found.distance)
        for entry in _entries(name, target)
    )


def slip_of_rejected(written: Form, rejected: str, distance: int) -> bool:
    """Whether what was written is as near to something that the author rejects."""
    from nkquiz.scoring.forms import form_of

    letters = plain(form_of(rejected)).letters
    return OSA.distance(plain(written).letters, letters, score_cutoff=distance) <= distance


def _entries(name: str, target: Target) -> tuple[Entry, ...]:
    return target.things.entries.get(name, ())
