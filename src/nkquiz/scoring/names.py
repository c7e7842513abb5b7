"""A typed name: the answer's own, another thing's, or either in other words.

Owns articles, accents, inverted names and words for the sort beside a name. Knows no values.
"""

from __future__ import annotations

import re
import unicodedata

from nkquiz.knowledge import without_article
from nkquiz.scoring.additions import NOTHING_MORE
from nkquiz.scoring.feedback import nearly, other_name, that_is
from nkquiz.scoring.forms import Form, Reading, plain, read, same_words, spelled_out
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.persons import without_title
from nkquiz.scoring.result import Result, confused, correct, prompt, typo, wrong
from nkquiz.scoring.slips import judge_person, judge_slip
from nkquiz.scoring.target import Target
from nkquiz.scoring.things import KnownName, without_inner_articles
from nkquiz.scoring.words import DIRECTIONS, SHORT_DIRECTION, words_of
from nkquiz.values import norm

_COMMA_OR_BRACKETS = re.compile(r"([^,()]+?)\s*(?:,\s*([^,()]+)|\(\s*([^,()]+?)\s*\))")


def judge_name(reading: Reading, target: Target) -> Result | None:
    """Equal to an accepted name, or to that of another thing."""
    mine = [its for its in target.readings if _equal(reading, its, target.language)]
    if mine:
        return _collision(reading, target) or _with_article(reading, mine, target)
    others = rivals_named(reading, target)
    exact = [e for e in others if any(same_words(f, e.form) for f in _forms(reading, target))]
    if exact:
        return as_other(exact, target)
    return _without_accents(reading, others, target)


def _equal(reading: Reading, its: Reading, language: str) -> bool:
    """Whether a text is a name, an article on either side left out, numerals in any form."""
    return any(
        same_words(a, b)
        or same_words(numbered(a, language), numbered(b, language))
        or same_words(_whole_and(a, language), _whole_and(b, language))
        for a in reading.forms
        for b in its.forms
    )


def _whole_and(form: Form, language: str) -> Form:
    """The form with "and" for the n between two words: rock 'n' roll. Beside a letter n is one."""
    if language[:2] != "en" or "n" not in form.pieces[1:-1]:
        return form
    pieces = list(form.pieces)
    for at, piece in enumerate(pieces[1:-1], 1):
        if piece == "n" and all(len(p) > 1 and p.isalpha() for p in pieces[at - 1 : at + 2 : 2]):
            pieces[at] = "and"
    return Form(tuple(pieces), form.spaces)


def _forms(reading: Reading, target: Target) -> tuple[Form, ...]:
    """The forms under which what was written may be known."""
    bare = without_title(reading.bare, target.language)
    forms = (*reading.forms, bare, *(numbered(f, target.language) for f in reading.forms))
    return tuple(dict.fromkeys(forms))


def rivals_named(reading: Reading, target: Target) -> list[KnownName]:
    """The other things that have this name, accents ignored, by a name that is theirs alone."""
    found = target.things.known_as(_forms(reading, target))
    return [entry for entry in found if not entry.short and target.is_rival(entry)]


def _collision(reading: Reading, target: Target) -> Result | None:
    """Two terms of one vocabulary whose names differ in case or signs alone: Co and CO.

    What was not written exactly as the answer is the other one, or neither.
    """
    if target.thing is None:
        return None
    own = {composed(name) for name in target.names}
    others = [
        entry
        for entry in target.things.known_as(reading.forms)
        if not entry.short
        and entry.thing.term is not None
        and entry.thing is not target.thing
        and entry.thing.sort == target.thing.sort
        and composed(entry.name) not in own
        and any(same_words(form, entry.form) for form in reading.forms)
    ]
    if not others:
        return None
    exact = [entry for entry in others if composed(entry.name) == composed(reading.text)]
    return as_other(exact, target) if exact else prompt("capitals and signs count here")


def _with_article(reading: Reading, mine: list[Reading], target: Target) -> Result:
    """Right, unless it has an article that the answer can't have."""
    if reading.article and target.articles:
        alike = {"a", "an"} if reading.article in ("a", "an") else {reading.article}
        if not alike & target.articles:
            right = without_article(mine[0].text, target.language)
            return wrong(f"right word, wrong article: {min(target.articles)} {right}")
    return correct(other_name(target, mine[0].text))


def as_other(entries: list[KnownName], target: Target) -> Result:
    """Another thing; or more than was asked for: the country in which the city lies."""
    thing = entries[0].thing
    if any(norm(name) in target.wholes for name in thing.names):
        return prompt(f"right, but more exactly: which {target.sort}?")
    shorts = [short for person in target.people for short in person.short()]
    if any(same_words(entry.form, short) for entry in entries for short in shorts):
        return prompt("the full name, please")
    return confused(that_is(target, thing), thing.name)


def _without_accents(reading: Reading, others: list[KnownName], target: Target) -> Result | None:
    """Right but for accents; or another thing but for accents."""
    for its in target.readings:
        if any(_same_but_accents(a, b) for a in reading.forms for b in its.forms):
            if others:
                return prompt("accents count here")
            if target.strict:
                return wrong(f"accents count here: {its.text}")
            return typo(nearly(its.text, reading.text))
    return as_other(others, target) if others else None


def _same_but_accents(a: Form, b: Form) -> bool:
    return same_words(plain(a), plain(b)) or same_words(plain(a), spelled_out(b))


def judge_inner_article(reading: Reading, target: Target) -> Result | None:
    """Without an article inside the name: Democratic Republic of Congo. Or inside another's."""
    written = plain(reading.bare).pieces
    for its in () if target.strict else target.readings:
        if written == without_inner_articles(its.bare, target.language):
            return correct(other_name(target, target.key))
    known = target.things.without_articles.get(written, ())
    others = [entry for entry in known if target.is_rival(entry)]
    return as_other(others, target) if others else None


def judge_inverted(reading: Reading, target: Target) -> Result | None:
    """As in an index: "Korea, North"; "Einstein, Albert"; "Iran (Islamic Republic of)".

    A slip in it is one in the name. An answer that the author wrote so may be given the usual way.
    """
    if target.strict:
        return None
    turned = _turned(reading.text, target.language)
    if turned is None:
        return _usual(reading, target)
    for rule in (judge_name, judge_inner_article, judge_person, judge_slip, _usual):
        result = rule(turned, target)
        if result is not None:
            return result
    return None


def _usual(reading: Reading, target: Target) -> Result | None:
    """The usual form of an answer that the author wrote as in an index."""
    for name in filter(_is_indexed, target.names):
        usual = _turned(name, target.language)
        if usual and _equal(reading, usual, target.language):
            return correct(other_name(target, name))
    return None


def _is_indexed(name: str) -> bool:
    """Whether a name may be one as in an index: a capital stands after its comma."""
    return name.partition(",")[2].lstrip()[:1].isupper()


def _turned(text: str, language: str) -> Reading | None:
    """A name with what stands after its comma, or in brackets, put before it."""
    found = _COMMA_OR_BRACKETS.fullmatch(text.strip())
    return read(f"{found[2] or found[3]} {found[1]}", language) if found else None


def judge_short_direction(reading: Reading, target: Target) -> Result | None:
    """A point of the compass by its letter: N. Dakota. Of people it is an initial."""
    found = SHORT_DIRECTION.match(reading.tidy)
    if not found or target.people or target.strict or target.language[:2] != "en":
        return None
    return judge_name(read(f"{DIRECTIONS[found[1].lower()]} {found[2]}", target.language), target)


def judge_beside_sort(reading: Reading, target: Target) -> Result | None:
    """The name beside the word for its sort: the river Danube, the city of Vienna."""
    sort, n = target.sort_words, len(target.sort_words)
    pieces, spaces = reading.bare.pieces, reading.bare.spaces
    rests: list[Form] = []
    if n and pieces[:n] == sort:
        start = n + 1 if pieces[n : n + 1] and pieces[n] in words_of(target.language).of else n
        rests.append(Form(pieces[start:], spaces[start:]))
    if n and pieces[-n:] == sort:
        rests.append(Form(pieces[:-n], spaces[:-n]))
    for rest in rests:
        if not rest.pieces:
            return wrong(f"which {target.sort}?")
        if any(same_words(rest, form) for its in target.readings for form in its.forms):
            return prompt(NOTHING_MORE) if target.strict else correct()
        known = target.things.known_as((rest,))
        others = [entry for entry in known if not entry.short and target.is_rival(entry)]
        if others:
            return as_other(others, target)
    return None


def composed(text: str) -> str:
    """A text as written, but for how its accents are encoded and for space around it."""
    return unicodedata.normalize("NFC", text).strip()
