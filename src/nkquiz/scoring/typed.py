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
from nkquiz.knowledge import Knowledge
from nkquiz.scoring.additions import judge_bracket
from nkquiz.scoring.clock import judge_time
from nkquiz.scoring.dates import judge_date
from nkquiz.scoring.feedback import other_name
from nkquiz.scoring.forms import Reading, plain, read, same_words
from nkquiz.scoring.formulas import canonical, is_formula, operators, raised
from nkquiz.scoring.lists import judge_list
from nkquiz.scoring.names import (
    as_other,
    composed,
    judge_beside_sort,
    judge_inner_article,
    judge_inverted,
    judge_name,
    judge_short_direction,
    rivals_named,
)
from nkquiz.scoring.numbers import judge_number
from nkquiz.scoring.ranges import judge_range
from nkquiz.scoring.regnal import judge_monarch
from nkquiz.scoring.result import Result, Verdict, correct, wrong
from nkquiz.scoring.several import alternatives, denies, judge_part, judge_several
from nkquiz.scoring.slips import judge_number_of, judge_person, judge_slip, judge_spelling
from nkquiz.scoring.spelling import allowed
from nkquiz.scoring.target import Target, target_of
from nkquiz.scoring.values import judge_value
from nkquiz.values import DATE, NUMBER, Value, ValueSort, equal, read_value, same

#: A longer answer is cut: nobody types one, and comparing must stay quick.
LONGEST = 200

_QUOTES = " \"'“”„‘’«»"

_DIGITS_AND_COMMAS = re.compile(r"[-−]?\d+(?:,\d+)+")

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
    for rule in _rules(target):
        result = rule(reading, target)
        if result is not None:
            return result
    return wrong(_clue(reading, target))


def _rules(target: Target) -> tuple[_Rule, ...]:
    """A value that is written in no form that its sort knows is judged as a name is, unless the
    sort has typed rules of its own.
    """
    if target.value is None:
        return _RULES
    return _VALUE_RULES if target.value.sort in _JUDGES else _NAMED_VALUE_RULES


def _clean(response: str) -> str:
    """Without control characters, cut where nobody types on."""
    spaced = "".join(" " if c in "\t\n\r" else c for c in response[:LONGEST])
    return "".join(c for c in spaced if unicodedata.category(c) != "Cc").strip()


def _exact(reading: Reading, target: Target) -> Result | None:
    """As it is accepted, to the letter; nothing but signs, to the sign."""
    written = composed(reading.text)
    for name in target.names:
        if written == composed(name):
            return correct(other_name(target, name))
    return _signs(reading, target)


def _signs(reading: Reading, target: Target) -> Result | None:
    """Nothing but signs, which no other rule can read; of any width, as keyboards type them."""
    if reading.full.pieces:
        return None
    folded = _folded(reading.text)
    for name in target.names:
        if folded == _folded(name):
            return correct(other_name(target, name))
    is_sign = any(not its.full.pieces for its in target.readings)
    return wrong("that is not it" if is_sign else "there is no answer in that")


def _value_text(reading: Reading, target: Target) -> Result | None:
    """A number or date in the very words of the author."""
    folded = _folded(reading.text)
    if any(folded == _folded(name) for name in target.names):
        return correct()
    return _signs(reading, target)


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
        return as_other(others, target)
    signs = operators(reading.text)
    for its in target.readings:
        differ = is_formula(its.text) and signs != operators(its.text)
        if differ or any(same_words(a, b) for a in reading.forms for b in its.forms):
            return wrong("its signs are other ones")
    return None


def _value(reading: Reading, target: Target) -> Result | None:
    """A number, a date or the like, compared by value."""
    key = target.value
    assert key is not None
    result = _by_value(reading.text, key, target)
    if _is_right(result):
        return result
    if denies(reading, target):
        return wrong("say what it is, not what it is not")
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
    others = rivals_named(reading, target)
    return as_other(others, target) if others else None


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
    if composed(written) == composed(target.key):
        return correct()
    parts = [
        replace(target, names=target.knowledge.terms.aliases(value), answer=None)
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
    # One letter is close to every other one, and signs have no letters.
    if any(OSA.distance(letters, key) <= allowed(len(key)) + 1 for key in keys if len(key) > 1):
        return "close in letters, but not the same"
    return "that is not it"


#: The sorts of value that are typed in looser forms than they are written in.
_JUDGES: dict[ValueSort[Any], Callable[[str, Any, Target], Result | None]] = {
    DATE: judge_date,
    NUMBER: judge_number,
}

_NAME_RULES: tuple[_Rule, ...] = (
    _formula, judge_name, judge_inner_article, judge_inverted, judge_short_direction, judge_range,
    judge_time, judge_beside_sort, judge_monarch, _bracket, _several, judge_part, judge_person, judge_spelling, judge_number_of, judge_slip,
)  # fmt: skip

_RULES: tuple[_Rule, ...] = (_exact, _rejected, *_NAME_RULES)

_VALUE_RULES: tuple[_Rule, ...] = (_value_text, _rejected, _value, _other, _no_value)

_NAMED_VALUE_RULES: tuple[_Rule, ...] = (
    _value_text, _rejected, _value, *_NAME_RULES, _no_value,
)  # fmt: skip
