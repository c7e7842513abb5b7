"""More than the answer, in brackets after it: Paris (France), Albert Einstein (physicist).

It does no harm, unless the deck knows what was added as something that the answer is not; then
nobody knows which of the two is meant, and the learner is asked once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nkquiz.scoring.forms import Reading, plain, read
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.result import Result, prompt
from nkquiz.scoring.several import denies
from nkquiz.scoring.target import Target
from nkquiz.scoring.things import Thing
from nkquiz.scoring.words import CONTRASTS, small_words, words_of
from nkquiz.values import norm, tokens

_BRACKETS = re.compile(r"([^()\[\]]+?)\s*[(\[]\s*([^()\[\]/|;=]+?)\s*[)\]]")
NOTHING_MORE = "nothing but the name, please"
#: Digits of a number that may be a year; a shorter one makes another thing: iron (II).
_YEAR = 3
_CONTRASTING = frozenset[str]().union(*CONTRASTS)


def judge_bracket(
    reading: Reading, target: Target, judge: Callable[[str, Target], Result]
) -> Result | None:
    """A full answer and a bracket after it."""
    found = _BRACKETS.fullmatch(reading.tidy)
    if found is None or any("(" in name or "[" in name for name in target.names):
        return None
    added = read(found[2], target.language)
    choosing = words_of(target.language).or_
    if denies(added, target) or not set(choosing).isdisjoint(added.full.pieces):
        return None
    result = judge(found[1], target)
    if not result.accepted:
        return None
    answer = read(found[1], target.language)
    if target.strict or _is_modifier(added, target) or _tells_another(answer, added, target):
        return prompt(NOTHING_MORE)
    return prompt(NOTHING_MORE) if contradicts(added, target) else result


def contradicts(added: Reading, target: Target) -> bool:
    """Whether the deck knows what was added as a thing that nothing ties to the answer: no value of
    it, and not named in the question.
    """
    known = (entry.thing for entry in target.things.known_as(added.forms))
    others = [thing for thing in known if target.is_other(thing)]
    own = _values(target) if others else frozenset()
    return any(
        own.isdisjoint(map(norm, thing.names)) and not _is_asked(thing, target) for thing in others
    )


def _values(target: Target) -> frozenset[str]:
    """The norms of all that the deck says the answer has, lies in or is."""
    term = target.thing.term if target.thing else None
    if term is None:
        return target.wholes
    values = (value for values in term.attributes.values() for value in values)
    return target.wholes.union(map(norm, values))


def _is_asked(thing: Thing, target: Target) -> bool:
    return set(tokens(thing.name)) <= set(tokens(target.item.stem))


def _is_modifier(added: Reading, target: Target) -> bool:
    """Whether what was added tells one thing from another of its name: Korea (North), iron (II),
    f(x).
    """
    pieces = numbered(plain(added.bare), target.language).pieces
    return all(map(_is_telling, pieces))


def _is_telling(piece: str) -> bool:
    """Whether a word is a short number, a letter, or one of those that have an opposite."""
    if piece[0].isdecimal():
        return len(piece) < _YEAR
    return piece in _CONTRASTING or (len(piece) == 1 and piece.isascii())


def _tells_another(answer: Reading, added: Reading, target: Target) -> bool:
    """Whether another thing has the words of both in its name: Congo (Democratic Republic)."""
    words, small = target.things.words, small_words(target.language)
    have = [words.get(piece, frozenset()) for piece in plain(answer.bare).pieces]
    both = frozenset[int]().union(*have[:1]).intersection(*have) - {id(target.thing)}
    telling = (piece for piece in plain(added.bare).pieces if piece not in small)
    return any(both & words.get(piece, frozenset()) for piece in telling)
