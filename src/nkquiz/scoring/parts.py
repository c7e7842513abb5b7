"""Matching and ordering: a response names parts by number and letter, each counts by itself.

`1b 2a` gives premise 1 the second response; `c a b` puts the part shown third first. Numbers
count `Match.premises`, letters `Match.responses` or the parts in the order of `Order.shown`: who
shows an item in another order passes it to be scored as it was shown.
"""

from __future__ import annotations

import re
from itertools import combinations

from nkquiz.item import Match, Order
from nkquiz.scoring.result import Result, Verdict, wrong
from nkquiz.values import norm

#: Patterns, not compiled: many a session has no such item.
_PAIR = r"(?i)(\d{1,2})\s*[-=:.)]?\s*([a-z])(?![^\W\d_])"
_LETTERS = r"(?i)[\s,;>→-]*([a-z](?:[\s,;>→-]+[a-z])*)[\s.]*"
_PARTED = r"\s*(?:\n|;|>|→|,)\s*"


def judge_match(match: Match, response: str) -> Result:
    """Judge pairs such as `1b 2a`, or the letters in the order of the premises: `b a` or `ba`.

    Points are the share of premises with the right response; one that is left out is wrong.
    `parts` has a verdict for each premise.
    """
    chosen = pairs(match, response)
    if chosen is None:
        return wrong("answer like this: 1b 2a" if response.strip() else "")
    right = [chosen.get(i) == key for i, key in enumerate(match.key)]
    parts = tuple(Verdict.CORRECT if is_right else Verdict.WRONG for is_right in right)
    return _shared(sum(right), len(right), parts)


def pairs(match: Match, response: str) -> dict[int, int] | None:
    """For each premise that is named the index of its response; None where the text is none of
    that form, names what isn't there, or gives a premise two.
    """
    given = _given(match, response)
    chosen = dict(given)
    if len(chosen) < len(set(given)):
        return None
    premises, responses = range(len(match.premises)), range(len(match.responses))
    if not all(premise in premises and answer in responses for premise, answer in given):
        return None
    return chosen or None


def _given(match: Match, response: str) -> list[tuple[int, int]]:
    """The pairs as they are written, whatever they name; empty where the text has another form."""
    letters = _letters(response) or _run(response)
    if letters is not None and len(letters) == len(match.premises):
        return list(enumerate(letters))
    if re.search(r"\w", re.sub(_PAIR, "", response)):
        return []
    found = re.finditer(_PAIR, response)
    return [(int(pair[1]) - 1, ord(pair[2].lower()) - ord("a")) for pair in found]


def judge_order(order: Order, response: str) -> Result:
    """Judge an order such as `c a b`; the parts' texts, parted by semicolons, will do too.

    Points are the share of pairs of parts that stand in the right order (Kendall's tau without
    its sign), so only the whole order has all. `parts` has a verdict for each part, in the right
    order: correct where it stands right to all others.
    """
    n = len(order.parts)
    given = sequence(order, response)
    if given is None:
        example = " ".join("cabdefgh"[:n])
        said = f"answer with each letter once, like this: {example}"
        return wrong(said if response.strip() else "")
    place = {part: at for at, part in enumerate(given)}
    every = list(combinations(range(n), 2))
    swapped = [(a, b) for a, b in every if place[a] > place[b]]
    off = {part for pair in swapped for part in pair}
    parts = tuple(Verdict.WRONG if i in off else Verdict.CORRECT for i in range(n))
    return _shared(len(every) - len(swapped), len(every), parts, "pairs in order")


def sequence(order: Order, response: str) -> list[int] | None:
    """The parts in the order given, as indexes into the right order; None where it is no order."""
    n = len(order.parts)
    shown = order.shown or tuple(range(n))
    letters = _letters(response) or _run(response)
    if letters is not None:
        return [shown[i] for i in letters] if sorted(letters) == list(range(n)) else None
    texts = [norm(text) for text in re.split(_PARTED, response) if text]
    own = [norm(part) for part in order.parts]
    return [own.index(text) for text in texts] if sorted(texts) == sorted(own) else None


def _letters(response: str) -> list[int] | None:
    found = re.fullmatch(_LETTERS, response)
    if found is None:
        return None
    return [ord(letter.lower()) - ord("a") for letter in re.findall("[a-zA-Z]", found[1])]


def _run(response: str) -> list[int] | None:
    """Letters without anything between them: `cab`."""
    written = response.strip().lower()
    return [ord(c) - ord("a") for c in written] if re.fullmatch("[a-z]+", written) else None


def _shared(right: int, all_: int, parts: tuple[Verdict, ...], what: str = "right") -> Result:
    """The share of points for what is right."""
    if right == all_:
        return Result(Verdict.CORRECT, 1, 1, parts=parts)
    verdict = Verdict.PARTIAL if right else Verdict.WRONG
    return Result(verdict, right / all_, 1, f"{right} of {all_} {what}", parts)
