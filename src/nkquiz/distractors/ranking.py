"""Ranking: which of the proven candidates come first.

An index yields a short list, however large the pool: what shares an attribute with the key,
what rows like the one asked about have, then the ring of the pool from the item's own place. So
a new term changes only the items that it enters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from nkquiz.distractors.proofs import Judgement, authored, judge
from nkquiz.distractors.question import Question, draw
from nkquiz.knowledge import Candidate, ring_place
from nkquiz.model import Difficulty, Term

#: How many candidates are ranked, and how many are looked at to find them.
SHORTLIST = 32
_LOOKED_AT = 160
_NEAR_EACH = 6

#: Distractors are drawn from this many of the best, times those needed, unless a difficulty
#: is asked for.
_BEST = 3


def shortlist(question: Question) -> list[Judgement]:
    """Proven candidates of the pool, the closest to the key first; at most `SHORTLIST`."""
    pool = question.answer.pool
    if pool is None:
        return []
    proven = []
    likeness = _of_like_rows(question)
    for candidate in _nearest_first(question, likeness):
        judgement = judge(question, candidate)
        if judgement.proof is not None:
            proven.append(judgement)
            if len(proven) == SHORTLIST:
                break
    return sorted(
        proven,
        key=lambda j: -_closeness(question, j.candidate) - 3 * likeness.get(j.candidate.text, 0.0),
    )


def considered(question: Question) -> list[Judgement]:
    """Every candidate that was looked at, with its judgement: the author's own, then the pool's."""
    looked_at = authored(question)
    if question.answer.pool is not None:
        nearest = _nearest_first(question, _of_like_rows(question))
        looked_at += (judge(question, candidate) for candidate in nearest)
    return [j for j in looked_at if j.candidate.text != question.key.text]


def _of_like_rows(question: Question) -> dict[str, float]:
    """What rows like the one asked about have in its place, and how like the row is: 0 to 1.

    The capitals of countries nearby, say, for the capital of a country: such values may share
    nothing with the key itself. A few rows for each value of the row, whatever the pool's size.
    """
    term, path = question.fact.term, question.mark.attribute
    if term is None or path not in term.attributes:
        return {}
    rows = question.knowledge.pool(term.vocabulary)
    start = ring_place(question.item_id)
    likeness: dict[str, float] = {}
    for attribute, values in term.attributes.items():
        for value in values if attribute != path else ():
            for row in rows.near(attribute, value, start, _NEAR_EACH):
                if row.term is None or row.term is term:
                    continue
                alike = _shared(term, row.term, path)
                for text in row.term.attributes.get(path, ()):
                    likeness[text] = max(alike, likeness.get(text, 0.0))
    return likeness


def _nearest_first(question: Question, likely: Iterable[str]) -> Iterator[Candidate]:
    """Candidates that share an attribute with the key, what like rows have, then the ring from
    the item's place.
    """
    pool, term = question.answer.pool, question.answer.term
    assert pool is not None
    start = ring_place(question.item_id)
    near = (
        candidate
        for attribute, values in (term.attributes if term else {}).items()
        for value in values
        for candidate in pool.near(attribute, value, start, _NEAR_EACH)
    )
    like = (pool.of[text] for text in likely if text in pool.of)
    seen: set[str] = set()
    for candidate in chain(near, like, islice(pool.ring(start), _LOOKED_AT)):
        if candidate.text not in seen:
            seen.add(candidate.text)
            yield candidate


def _closeness(question: Question, candidate: Candidate) -> float:
    """How alike a candidate and the key are: what they share, then how they look. 0 to 6."""
    key = question.key
    score = _alike(key, candidate)
    if key.term is not None and candidate.term is not None:
        score += 3 * _shared(key.term, candidate.term)
        if key.term.tags:
            score += 0.5 * min(2, len(set(key.term.tags) & set(candidate.term.tags)))
    if not question.knowledge.keys.isdisjoint(candidate.norms):
        score += 0.5  # options that are keys elsewhere don't give the key away
    return score


def _shared(a: Term, b: Term, but: str = "") -> float:
    """How much two rows share, one attribute left out: 0 to 1.

    The mean over the attributes of the first of Jaccard's index, so that a long list weighs no
    more than a single value.
    """
    total = 0.0
    for name, x in a.attributes.items():
        y = b.attributes.get(name)
        if y is None or name == but:
            continue
        if x == y:
            total += 1
        elif len(x) > 1 or len(y) > 1:
            total += len(set(x) & set(y)) / len(set(x) | set(y))
    return total / max(1, len(a.attributes) - (but in a.attributes))


def _alike(a: Candidate, b: Candidate) -> float:
    """How alike two texts look: words, capitals, digits, script, length. 0 to 1.5."""
    (words, capital, digit, ascii_), (words_b, capital_b, digit_b, ascii_b) = a.look, b.look
    score = 0.4 * (words == words_b) + 0.3 * (capital is capital_b)
    score += 0.2 * (digit is digit_b) + 0.2 * (ascii_ is ascii_b)
    long, short = len(a.text), len(b.text)
    if long < short:
        long, short = short, long
    return score + 0.4 * short / (long or 1)


def drawn(
    question: Question, count: int, seed: int, difficulty: Difficulty | None
) -> list[Judgement]:
    """Proven candidates in the order in which to try them: the author's own, then draws.

    `count` are needed. Without a difficulty the draw is among the closest; with one, among the
    third of the shortlist that it names, and what is left follows by closeness.
    """
    ranked = shortlist(question)
    if difficulty is None:
        first = ranked[: max(_BEST * count, count)]
    else:
        third = max(count, -(-len(ranked) // 3))
        start = {
            Difficulty.HARD: 0,
            Difficulty.MEDIUM: max(0, (len(ranked) - third) // 2),
            Difficulty.EASY: max(0, len(ranked) - third),
        }[difficulty]
        first = ranked[start : start + third]
    rest = [j for j in ranked if j not in first]
    first.sort(key=lambda j: draw(seed, question.item_id, j.candidate.text))
    return [*authored(question), *first, *rest]


def further(question: Question, fits: Callable[[str], bool], most: int) -> list[Judgement]:
    """The first proven candidates of the whole pool whose text fits, around the ring.

    For a key that none of the shortlist resembles; `fits` must be cheap.
    """
    pool = question.answer.pool
    found: list[Judgement] = []
    for candidate in pool.ring(ring_place(question.item_id)) if pool else ():
        if fits(candidate.text):
            judgement = judge(question, candidate)
            if judgement.proof is not None:
                found.append(judgement)
                if len(found) == most:
                    break
    return found
