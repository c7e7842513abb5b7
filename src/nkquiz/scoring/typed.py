"""A typed answer, judged rule by rule: the first rule that knows the answer decides.

What equals an accepted answer is right; what the author rejects, or what names another thing, is
not; a number or date goes by its value, and only then is a slip of the hand looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rapidfuzz.distance import OSA

from nkquiz.item import Item
from nkquiz.knowledge import Knowledge, without_article
from nkquiz.scoring.additions import NOTHING_MORE, judge_bracket
from nkquiz.scoring.clock import judge_time
from nkquiz.scoring.coordinates import judge_place
from nkquiz.scoring.dates import judge_date
from nkquiz.scoring.feedback import nearly, other_name, that_is
from nkquiz.scoring.forms import Form, Reading, plain, read, same_words, spelled_out
from nkquiz.scoring.formulas import canonical, is_formula, operators, raised
from nkquiz.scoring.lists import judge_list
from nkquiz.scoring.numbers import is_none, judge_number
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.persons import without_title
from nkquiz.scoring.ranges import judge_range
from nkquiz.scoring.regnal import judge_monarch
from nkquiz.scoring.result import Result, Verdict, confused, correct, prompt, typo, wrong
from nkquiz.scoring.several import alternatives, denies, judge_part, judge_several
from nkquiz.scoring.slips import judge_number_of, judge_person, judge_slip, judge_spelling
from nkquiz.scoring.spelling import allowed
from nkquiz.scoring.target import Target, target_of
from nkquiz.scoring.things import KnownName, without_inner_articles
from nkquiz.scoring.values import judge_value
from nkquiz.scoring.words import DIRECTIONS, SHORT_DIRECTION, words_of
from nkquiz.values import DATE, NUMBER, Value, ValueSort, equal, norm, read_value, same

#: A longer answer is cut: nobody types one, and comparing must stay quick.
LONGEST = 200
_QUOTES = " \"'“”„‘’«»"
_DIGITS_AND_COMMAS = re.compile(r"[-−]?\d+(?:,\d+)+")
_COMMA_OR_BRACKETS = re.compile(r"([^,()]+?)\s*(?:,\s*([^,()]+)|\(\s*([^,()]+?)\s*\))")
#: Shorter answers look like too many things.
_SHORTEST_CLUE = 5

_Rule = Callable[[Reading, Target], Result | None]


def score_typed(knowledge: Knowledge, item: Item, response: str) -> Result:
    """Judge a typed response to an item of the deck that `knowledge` is of."""
    return judge(_clean(response), target_of(knowledge, item))


def judge(written: str, target: Target) -> Result:
    """Judge what was typed, without control characters, as an answer to one question."""
    if not written:
        return wrong()
    if target.listed:
        return _judge_list(written, target)
    if target.value is not None:
        seen = "".join(c for c in written if unicodedata.category(c) != "Cf")
        written = seen.strip(_QUOTES).rstrip(" !?,") or written
    reading = read(written, target.language)
    for rule in _RULES if target.value is None else _VALUE_RULES:
        result = rule(reading, target)
        if result is not None:
            return result
    return wrong(_clue(reading, target))


def _clean(response: str) -> str:
    """Without control characters, cut where nobody types on."""
    spaced = "".join(" " if c in "\t\n\r" else c for c in response[:LONGEST])
    return "".join(c for c in spaced if unicodedata.category(c) != "Cc").strip()


# --- equal to something ----------------------------------------------------------------------


def _exact(reading: Reading, target: Target) -> Result | None:
    """As it is accepted, to the letter; or nothing but signs, which are compared so too."""
    written = _composed(reading.text)
    for name in target.names:
        if written == _composed(name):
            return correct(other_name(target, name))
    return None if reading.full.pieces else wrong("there is no answer in that")


def _value_text(reading: Reading, target: Target) -> Result | None:
    """A number or date in the very words of the author."""
    folded = _folded(reading.text)
    if any(folded == _folded(name) for name in target.names):
        return correct()
    return None if reading.full.pieces else wrong("there is no answer in that")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", raised(text)).casefold().split())


def _rejected(reading: Reading, target: Target) -> Result | None:
    """What the author lists as wrong, accents ignored."""
    for text, message in target.rejected.items():
        its = read(text, target.language)
        if same(text, reading.text) or any(
            same_words(plain(a), plain(b)) for a in reading.forms for b in its.forms
        ):
            return wrong(message)
        if target.value is not None and _same_value(text, reading.text, target):
            return wrong(message)
    return None


def _formula(reading: Reading, target: Target) -> Result | None:
    """The signs of a formula, which have to be right; spaces around them don't count."""
    if not is_formula(reading.text) and not any(map(is_formula, target.names)):
        return None
    written = canonical(reading.text)
    for name in target.names:
        if written == canonical(name):
            return correct(other_name(target, name))
    known = target.things.known_as(reading.forms)
    others = [e for e in known if e.thing is not target.thing and canonical(e.name) == written]
    if others:
        return _is_other(others, target)
    signs = operators(reading.text)
    for its in target.readings:
        differ = is_formula(its.text) and signs != operators(its.text)
        if differ or any(same_words(a, b) for a in reading.forms for b in its.forms):
            return wrong("its signs are other ones")
    return None


def _named(reading: Reading, target: Target) -> Result | None:
    """Equal to an accepted name, or to that of another thing."""
    mine = [its for its in target.readings if _equal(reading, its, target.language)]
    if mine:
        return _collision(reading, target) or _with_article(reading, mine, target)
    others = _others(reading, target)
    exact = [e for e in others if any(same_words(f, e.form) for f in _forms(reading, target))]
    if exact:
        return _is_other(exact, target)
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


def _others(reading: Reading, target: Target) -> list[KnownName]:
    """The other things that have this name, accents ignored, by a name that is theirs alone."""
    found = target.things.known_as(_forms(reading, target))
    return [entry for entry in found if not entry.short and target.is_rival(entry)]


def _collision(reading: Reading, target: Target) -> Result | None:
    """Two terms of one vocabulary whose names differ in case or signs alone: Co and CO.

    What was not written exactly as the answer is the other one, or neither.
    """
    if target.thing is None:
        return None
    own = {_composed(name) for name in target.names}
    others = [
        entry
        for entry in target.things.known_as(reading.forms)
        if not entry.short
        and entry.thing.term is not None
        and entry.thing is not target.thing
        and entry.thing.sort == target.thing.sort
        and _composed(entry.name) not in own
        and any(same_words(form, entry.form) for form in reading.forms)
    ]
    if not others:
        return None
    exact = [entry for entry in others if _composed(entry.name) == _composed(reading.text)]
    return _is_other(exact, target) if exact else prompt("capitals and signs count here")


def _with_article(reading: Reading, mine: list[Reading], target: Target) -> Result:
    """Right, unless it has an article that the answer can't have."""
    if reading.article and target.articles:
        alike = {"a", "an"} if reading.article in ("a", "an") else {reading.article}
        if not alike & target.articles:
            right = without_article(mine[0].text, target.language)
            return wrong(f"right word, wrong article: {min(target.articles)} {right}")
    return correct(other_name(target, mine[0].text))


def _is_other(entries: list[KnownName], target: Target) -> Result:
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
    return _is_other(others, target) if others else None


def _same_but_accents(a: Form, b: Form) -> bool:
    return same_words(plain(a), plain(b)) or same_words(plain(a), spelled_out(b))


def _inner_article(reading: Reading, target: Target) -> Result | None:
    """Without an article inside the name: Democratic Republic of Congo. Or inside another's."""
    written = plain(reading.bare).pieces
    for its in () if target.strict else target.readings:
        if written == without_inner_articles(its.bare, target.language):
            return correct(other_name(target, target.key))
    known = target.things.without_articles.get(written, ())
    others = [entry for entry in known if target.is_rival(entry)]
    return _is_other(others, target) if others else None


def _inverted(reading: Reading, target: Target) -> Result | None:
    """As in an index: "Korea, North"; "Einstein, Albert"; "Iran (Islamic Republic of)".

    A slip in it is one in the name. An answer that the author wrote so may be given the usual way.
    """
    if target.strict:
        return None
    turned = _turned(reading.text, target.language)
    if turned is None:
        return _usual(reading, target)
    for rule in (_named, _inner_article, judge_person, judge_slip, _usual):
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


def _short_direction(reading: Reading, target: Target) -> Result | None:
    """A point of the compass by its letter: N. Dakota. Of people it is an initial."""
    found = SHORT_DIRECTION.match(reading.tidy)
    if not found or target.people or target.strict or target.language[:2] != "en":
        return None
    return _named(read(f"{DIRECTIONS[found[1].lower()]} {found[2]}", target.language), target)


def _beside_sort(reading: Reading, target: Target) -> Result | None:
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
            return _is_other(others, target)
    return None


# --- values and lists ------------------------------------------------------------------------


def _value(reading: Reading, target: Target) -> Result | None:
    """A number, a date or the like, compared by value."""
    key = target.value
    assert key is not None
    if denies(reading, target) and not is_none(reading, key):
        return wrong("say what it is, not what it is not")
    result = _by_value(reading.text, key, target)
    if result is None or result.verdict is not Verdict.CORRECT:
        # What else is accepted may be another number.
        for value in filter(None, (_value_of(name, target) for name in target.names[1:])):
            if value.sort is key.sort and _is_right(_by_value(reading.text, value, target)):
                return correct()
    return result


def _by_value(text: str, key: Value, target: Target) -> Result | None:
    return _JUDGES.get(key.sort, judge_value)(text, key, target)


def _is_right(result: Result | None) -> bool:
    return result is not None and result.verdict is Verdict.CORRECT


def _same_value(a: str, b: str, target: Target) -> bool:
    x, y = _value_of(a, target), _value_of(b, target)
    return x is not None and y is not None and equal(x, y)


def _value_of(text: str, target: Target) -> Value | None:
    """A text read as a value of the sort that is asked for."""
    sort = target.value.sort if target.value is not None else None
    return read_value(text, sort, target.language, target.unit)


def _other(reading: Reading, target: Target) -> Result | None:
    """The name of a thing, where a value is asked for."""
    others = _others(reading, target)
    return _is_other(others, target) if others else None


def _no_value(reading: Reading, target: Target) -> Result | None:
    if _DIGITS_AND_COMMAS.fullmatch(reading.text):
        return wrong("a comma between digits reads otherwise here")
    if alternatives(reading.text, target):
        return wrong("one answer, please")
    assert target.value is not None
    return wrong(f"that is no {target.value.sort.noun}")


def _judge_list(written: str, target: Target) -> Result:
    """A list in any order, with credit for each of its parts. As it is printed it is right, whatever
    the script joins its parts with.
    """
    if _composed(written) == _composed(target.key):
        return correct()
    parts = [
        replace(target, names=target.knowledge.aliases(value), answer=None)
        for value in target.listed
    ]
    return judge_list(written, target, lambda part, at: judge(part, parts[at]))


def _bracket(reading: Reading, target: Target) -> Result | None:
    return judge_bracket(reading, target, judge)


def _several(reading: Reading, target: Target) -> Result | None:
    return judge_several(reading, target, judge)


def _clue(reading: Reading, target: Target) -> str:
    """What a wrong answer looks like: something else that the deck knows, or nearly the answer."""
    letters = plain(reading.bare).letters
    if len(letters) >= _SHORTEST_CLUE:
        near = [
            e for name, _ in target.things.near(letters, 1) for e in target.things.entries[name]
        ]
        others = [entry.thing.name for entry in near if not entry.short and target.is_rival(entry)]
        if others:
            return f"that looks like {others[0]}"
    keys = (plain(its.bare).letters for its in target.readings)
    if any(OSA.distance(letters, key) <= allowed(len(key)) + 1 for key in keys):
        return "close in letters, but not the same"
    return "that is not it"


#: The sorts of value that are typed in looser forms than they are written in.
_JUDGES: dict[ValueSort[Any], Callable[[str, Any, Target], Result | None]] = {
    DATE: judge_date,
    NUMBER: judge_number,
}

_RULES: tuple[_Rule, ...] = (
    _exact, _rejected, _formula, _named, _inner_article, _inverted, _short_direction, judge_range,
    judge_time, judge_place, _beside_sort, judge_monarch, _bracket, _several, judge_part, judge_person, judge_spelling, judge_number_of, judge_slip,
)  # fmt: skip
_VALUE_RULES: tuple[_Rule, ...] = (_value_text, _rejected, _value, _other, _no_value)
