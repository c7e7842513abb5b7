"""Ranking: which candidates are tried first, and which of them are drawn.

The closest come first: neighbours of the key and, for a value, what neighbours of the row asked
about have in its place. Each is judged only when its turn comes: so a candidate that a new fact
makes possible leaves the options, and nothing else moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import chain, islice
from nkquiz.distractors.neighbours import NEIGHBOURS, alike, neighbours
from nkquiz.distractors.proofs import Judgement, authored, judge
from nkquiz.distractors.question import Question
from nkquiz.knowledge import Candidate, Pool, ring_place
from nkquiz.model import Difficulty

#: How many of a pool are looked at, at most.
_LOOKED_AT = 160
#: How many neighbouring rows give a value; where these have fewer, others join them.
_ROWS = 12
_FEW = 6
#: Distractors are drawn from this many of the best, times those needed, unless a difficulty
#: is asked for.
_BEST = 3

_BITS = (1 << 64) - 1
#: An odd number without a pattern: 2**64 divided by the golden ratio (Knuth, TAOCP 3, 6.4).
_SPREAD = 0x9E3779B97F4A7C15


#: A candidate, and the row that it comes from: the term itself, or one that has the value.
_Choice = tuple[Candidate, Candidate | None]


class _Draw:
    """Fair draws for one item: SHA-256 of the seed and the item, spread over the candidates by
    the SHA-256 of each, which is its place on the ring.
    """

    def __init__(self, seed: int, item: str) -> None:
        digest = sha256(f"{seed}\0{item}".encode()).digest()
        self._salt = int.from_bytes(digest[:8], "big")
        self.number = int.from_bytes(digest[8:12], "big")

    def place(self, choice: _Choice) -> int:
        """Where a choice comes in the draw.

        A value is drawn by the row that it comes from: what many rows have is asked for more
        often, so it must be a distractor more often.
        """
        candidate, row = choice
        return (((row or candidate).place ^ self._salt) * _SPREAD) & _BITS


def drawn(
    question: Question, count: int, seed: int, difficulty: Difficulty | None
) -> list[Judgement]:
    """The first of `in_turn`, all judged."""
    return list(islice(in_turn(question, count, seed, difficulty), NEIGHBOURS))


def in_turn(
    question: Question, count: int, seed: int, difficulty: Difficulty | None
) -> Iterator[Judgement]:
    """Proven candidates in the order in which to try them: the author's own, then draws, then
    what is left by closeness. `count` are needed; each is judged when its turn comes.

    Without a difficulty the draw is among the closest, else among the third of the neighbours
    that it names.
    """
    yield from authored(question)
    pool = question.answer.pool
    if pool is None:
        return
    seen: set[str] = set()
    for candidate in _candidates(question, pool, count, seed, difficulty):
        if candidate.text not in seen:
            seen.add(candidate.text)
            judgement = judge(question, candidate)
            if judgement.proof is not None:
                yield judgement


def _candidates(
    question: Question, pool: Pool, count: int, seed: int, difficulty: Difficulty | None
) -> Iterator[Candidate]:
    """The candidates of a pool in the order of `in_turn`, whether or not they are wrong.

    Where the closest are wanted, they are not always the closest to the key: were they, it would
    be the option that has most in common with the others. All but once in each number of options
    they are the closest to a distractor, which is drawn first; so each is the centre as often.
    """
    draw, centre = _Draw(seed, question.item_id), _centre(question, pool)
    first, rest = _split(_around(question, pool, centre), count, difficulty)
    first.sort(key=draw.place)
    if difficulty in (None, Difficulty.HARD) and draw.number % (count + 1):
        for choice in first:
            yield choice[0]
            if judge(question, choice[0]).proof is not None:
                beside, far = _split(_around(question, pool, choice), count, difficulty)
                beside.sort(key=draw.place)
                first = [*beside, *first, *far]
                break
    for candidate, _ in chain(first, rest):
        yield candidate
    yield from islice(pool.ring(centre[0].place), _LOOKED_AT)


def considered(question: Question) -> list[Judgement]:
    """Every candidate that may be looked at, with its judgement: the author's own, then the
    closest of the pool to the key, then its ring.
    """
    looked_at = authored(question)
    pool = question.answer.pool
    if pool is not None:
        centre = _centre(question, pool)
        near = (candidate for candidate, _ in _around(question, pool, centre))
        ring = islice(pool.ring(centre[0].place), _LOOKED_AT)
        candidates = dict.fromkeys(chain(near, ring))
        looked_at += (judge(question, candidate) for candidate in candidates)
    return [j for j in looked_at if j.candidate.text != question.key.text]


def _split(
    ranked: list[_Choice], count: int, difficulty: Difficulty | None
) -> tuple[list[_Choice], list[_Choice]]:
    """Those to draw from, and the rest in the order in which to go on."""
    if difficulty is None:
        end = _end_of(ranked, _BEST * count)
        return ranked[:end], ranked[end:]
    third = max(count, -(-len(ranked) // 3))
    if difficulty is Difficulty.HARD:
        return ranked[:third], ranked[third:]
    if difficulty is Difficulty.EASY:
        far = ranked[::-1]
        return far[:third], far[third:]
    start = max(0, (len(ranked) - third) // 2)
    return ranked[start : start + third], [*ranked[start + third :], *ranked[:start]]


def _end_of(ranked: list[_Choice], most: int) -> int:
    """Where the first `most` different candidates end."""
    if len(ranked) <= most:
        return len(ranked)
    texts: set[str] = set()
    for index, (candidate, _) in enumerate(ranked):
        texts.add(candidate.text)
        if len(texts) > most:
            return index
    return len(ranked)


# -- what is close ---------------------------------------------------------------------------


def _centre(question: Question, pool: Pool) -> _Choice:
    """The key as a candidate of the pool, and the row that is asked about."""
    key, term = question.key, question.fact.term
    known = pool.of.get(key.term.name if key.term is not None else key.text)
    candidate = known or Candidate(key.text, key.names, ring_place(key.text), key.term)
    if term is None:
        return candidate, None
    return candidate, question.knowledge.pool(term.vocabulary).of[term.name]


def _around(question: Question, pool: Pool, centre: _Choice) -> list[_Choice]:
    """What is closest to a key or a distractor, the closest first."""
    candidate, row = centre
    if question.mark.attribute == "name":
        return _terms_around(question, pool, candidate)
    choices = _values_around(question, pool, candidate, row) if row is not None else []
    if len(choices) < _ROWS or len({choice[0].text for choice in choices}) < _FEW:
        near = neighbours(question.knowledge, pool, candidate).candidates
        choices += [(other, None) for other in near]
    return choices


def _terms_around(question: Question, pool: Pool, centre: Candidate) -> list[_Choice]:
    """The terms like one, without those that have all that the stem shows: none is wrong."""
    near = neighbours(question.knowledge, pool, centre).candidates
    asked, shows = question.fact.term, question.shows
    if asked is None or not shows:
        return [(other, other) for other in near]
    mine = [asked.attributes.get(path) for path in shows]
    return [
        (other, other)
        for other in near
        if other.term is None or [other.term.attributes.get(path) for path in shows] != mine
    ]


def _values_around(
    question: Question, pool: Pool, centre: Candidate, row: Candidate
) -> list[_Choice]:
    """What rows like one have in the place asked for: the capitals of countries nearby, say.

    Such values may share nothing with the key itself.
    """
    assert row.term is not None
    knowledge, path = question.knowledge, question.mark.attribute
    near = neighbours(knowledge, knowledge.pool(row.term.vocabulary), row)
    known, right, salt = pool.of, question.values, row.place
    scored = []
    for order, other in enumerate(near.candidates):
        values = knowledge.values_of(other.term, path) if other.term else ()
        if values:
            # Of a list one value is meant: which, is a matter of the two rows.
            text = values[0] if len(values) == 1 else values[(other.place ^ salt) % len(values)]
            value = known.get(text)
            if value is not None and text not in right:
                score = near.shared[order] / 85 + alike(centre, value)
                scored.append((-score, order, value, other))
                if len(scored) == _ROWS:
                    break
    scored.sort()
    return [(value, other) for _, _, value, other in scored]


def further(question: Question, fits: Callable[[str], bool], most: int) -> list[Judgement]:
    """The first proven candidates of the whole pool whose text fits, around the ring.

    For a key that none of the closest resembles; `fits` must be cheap.
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
