"""Ranking: which candidates are tried first, and which of them are drawn.

The closest come first: neighbours of the key and, for a value, what neighbours of the row asked
about have in its place. Each is judged only when its turn comes: so a candidate that a new fact
makes possible leaves the options, and nothing else moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, islice

from nkquiz.distractors.neighbours import NEIGHBOURS, ROW, neighbours
from nkquiz.distractors.proofs import Judgement, authored, judge
from nkquiz.distractors.question import Question
from nkquiz.knowledge import SEVERAL
from nkquiz.model import Difficulty
from nkquiz.pool import Candidate, Pool, alike, look_of, ring_place

#: How many of a pool are looked at, at most.
_LOOKED_AT = 160
#: How many of the closest are looked at to draw from; where they have fewer different values
#: than `_FEW`, others join them.
_CLOSEST = 12
_FEW = 6
#: What it counts to share a row, for a share of 0 to 255.
_SHARED = ROW / 255
#: A value is common if it should be in more than this share of the items where it is wrong.
_COMMON = 1 / 3
#: Distractors are drawn from this many of the best, times those needed, unless a difficulty
#: is asked for; or from more, until they are this many different ones.
_BEST, _DIFFERENT = 3, 2

_BITS = (1 << 64) - 1
#: An odd number without a pattern: 2**64 divided by the golden ratio (Knuth, TAOCP 3, 6.4).
_SPREAD = 0x9E3779B97F4A7C15


#: The number of a candidate in its pool, and that of the row that it comes from: the term's own,
#: or one that has the value; -1 where there is none.
_Choice = tuple[int, int]


class _Draw:
    """Fair draws for one item: SHA-256 of the seed and the item, spread over the candidates by
    the SHA-256 of each, which is its place on the ring.
    """

    def __init__(self, seed: int, item: str) -> None:
        digest = sha256(f"{seed}\0{item}".encode()).digest()
        self._salt = int.from_bytes(digest[:8], "big")
        self.number = int.from_bytes(digest[8:12], "big")

    def sorted(self, choices: list[_Choice], close: _Closeness) -> list[_Choice]:
        """The choices in the order of the draw.

        A value is drawn by the row that it comes from: what many rows have is asked for more
        often, so it must be a distractor more often.
        """
        values, places, mixed = close.pool.places, close.rows.places, self._mixed

        def place(choice: _Choice) -> int:
            return mixed(values[choice[0]] if choice[1] < 0 else places[choice[1]])

        return sorted(choices, key=place)

    def common(self, close: _Closeness, count: int) -> list[int]:
        """Of the values that far more rows have than others, by number, those that are options of
        this item. Drawn as seldom as the others they would be guessed by being seen most, and
        right: so each is an option of so many items that it is the key of one in as many of them
        as any other option.

        Of `count` + 1 options a value that is the key for a share p of the rows should be seen in
        a share (count + 1) p of the items, so in count p / (1 - p) of those where it is wrong.
        Those that are to be seen most come first, by the order of Ohlsson's sequential Poisson
        sampling (Journal of Official Statistics 14, 1998).
        """
        turns = []
        for number, share in close.frequent():
            if number == close.key.number or count * share <= _COMMON * (1 - share):
                continue
            turn = self._mixed(close.pool.places[number]) * (1 - share) / (_BITS * count * share)
            if turn < 1:
                turns.append((turn, number))
        return [number for _, number in sorted(turns)]

    def _mixed(self, place: int) -> int:
        """Where a place of the ring comes in this draw: 64 bits."""
        return ((place ^ self._salt) * _SPREAD) & _BITS


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
    close, draw = _Closeness(question, pool), _Draw(seed, question.item_id)
    done: set[int] = set()
    for number in _numbers(close, draw, count, difficulty):
        if number not in done:
            done.add(number)
            judgement = judge(question, pool.candidates[number])
            if judgement.proof is not None:
                yield judgement


def _numbers(
    close: _Closeness,
    draw: _Draw,
    count: int,
    difficulty: Difficulty | None,
) -> Iterator[int]:
    """The candidates in the order of `in_turn`, by number, whether or not they are wrong.

    Unless a difficulty is asked for, some of the values that many rows have come before all others.

    Where the closest are wanted, they are not always the closest to the key: were they, it would
    be the option that has most in common with the others. All but once in each number of options
    they are the closest to a distractor, which is drawn first; so each is the centre as often.
    That one comes from the closer half, since what is far from the key has no neighbours near it;
    and it is that one even where it can't be an option, so that the others stay what they are.
    """
    if difficulty is None:
        yield from draw.common(close, count)
    most = _CLOSEST if difficulty is None else NEIGHBOURS
    first, rest = _split(close.around(close.centre, most), count, difficulty)
    if first and difficulty in (None, Difficulty.HARD) and draw.number % (count + 1):
        centre = draw.sorted(first[: -(-len(first) // 2)], close)[0]
        beside, far = _split(close.around(centre, most), count, difficulty)
        for number, _ in (centre, *draw.sorted(beside, close)):
            yield number
        rest = [*far, *rest]
    for number, _ in chain(draw.sorted(first, close), rest):
        yield number
    for number, _ in close.around(close.centre, NEIGHBOURS):
        yield number
    for candidate in islice(close.pool.ring(close.key.place), _LOOKED_AT):
        yield candidate.number


def considered(question: Question) -> list[Judgement]:
    """Every candidate that may be looked at, with its judgement: the author's own, then the
    closest of the pool to the key, then its ring.
    """
    looked_at = authored(question)
    pool = question.answer.pool
    if pool is not None:
        close = _Closeness(question, pool)
        near = [pool.candidates[n] for n, _ in close.around(close.centre, NEIGHBOURS)]
        ring = islice(pool.ring(close.key.place), _LOOKED_AT)
        candidates = {candidate.text: candidate for candidate in chain(near, ring)}
        looked_at += (judge(question, candidate) for candidate in candidates.values())
    return [j for j in looked_at if j.candidate.text != question.key.text]


def _split(
    ranked: list[_Choice], count: int, difficulty: Difficulty | None
) -> tuple[list[_Choice], list[_Choice]]:
    """Those to draw from, and the rest in the order in which to go on."""
    if difficulty is None:
        most = _BEST * count
        # Rows that have one value count as one, however many are close.
        different = {number for number, _ in ranked[:most]}
        while len(different) < _DIFFERENT * count and most < len(ranked):
            different.add(ranked[most][0])
            most += 1
        return ranked[:most], ranked[most:]
    third = max(count, -(-len(ranked) // 3))
    if difficulty is Difficulty.HARD:
        return ranked[:third], ranked[third:]
    if difficulty is Difficulty.EASY:
        far = ranked[::-1]
        return far[:third], far[third:]
    start = max(0, (len(ranked) - third) // 2)
    return ranked[start : start + third], [*ranked[start + third :], *ranked[:start]]


# -- what is close ---------------------------------------------------------------------------


class _Closeness:
    """What is close to the key of a question, or to one of its distractors.

    `key` is the key as a candidate of `pool`, if it is one; `rows` the vocabulary of the term that
    is asked about; `centre` their numbers.
    """

    def __init__(self, question: Question, pool: Pool) -> None:
        key, term, knowledge = question.key, question.fact.term, question.knowledge
        known = pool.of.get(key.term.name if key.term is not None else key.text)
        self.key = known or Candidate(key.text, key.names, ring_place(key.text), key.term)
        self.rows = pool if term is None else knowledge.pools.of_terms(term.vocabulary)
        row = -1 if term is None else self.rows.of[term.name].number
        self.centre: _Choice = self.key.number, row
        self._question = question
        self.pool = pool

    def around(self, centre: _Choice, most: int) -> list[_Choice]:
        """What is closest to a choice, the closest first; about `most`."""
        if self._question.mark.attribute == "name":
            return self._terms(centre[1], most)
        choices = self._values(centre, most) if centre[1] >= 0 and self.centre[1] >= 0 else []
        if len(choices) < most or len({number for number, _ in choices}) < _FEW:
            choices += [(number, -1) for number in self._alone(centre[0])[:most]]
        return choices

    def frequent(self) -> tuple[tuple[int, float], ...]:
        """The values that many rows have, with their shares; none where a name is asked for."""
        path = self._question.mark.attribute
        if path == "name" or self.centre[1] < 0:
            return ()
        return self._question.knowledge.pools.frequent(self.rows, path, self.pool)

    def _alone(self, number: int) -> Sequence[int]:
        """The neighbours of a candidate in its pool, whatever its row; the ring for a stranger."""
        if number >= 0:
            return neighbours(self._question.knowledge, self.pool, number).numbers
        return [c.number for c in islice(self.pool.ring(self.key.place), NEIGHBOURS)]

    def _terms(self, row: int, most: int) -> list[_Choice]:
        """The terms like one, without those that have all that the stem shows: none is wrong."""
        near = neighbours(self._question.knowledge, self.rows, row).numbers
        columns = self.rows.columns
        shown = [columns[path].codes for path in self._question.shows if path in columns]
        if len(shown) < len(self._question.shows) or not shown:
            return [(number, number) for number in near[:most]]
        asked = self.centre[1]
        mine = [codes[asked] for codes in shown]
        if len(shown) == 1:
            codes, own = shown[0], mine[0]
            return [(n, n) for n in near if codes[n] != own][:most]
        return [(n, n) for n in near if [codes[n] for codes in shown] != mine][:most]

    def _values(self, centre: _Choice, most: int) -> list[_Choice]:
        """What rows like one have in the place asked for: the capitals of countries nearby, say.

        Such values may share nothing with the key itself.
        """
        number, row = centre
        question, pool, rows = self._question, self.pool, self.rows
        near, shared = neighbours(question.knowledge, rows, row)
        column = question.knowledge.pools.values_by_row(rows, question.mark.attribute, pool)
        looks = pool.looks
        look = looks[number] if number >= 0 else look_of(self.key.text)
        right = {known.number for v in question.values if (known := pool.of.get(v))}
        scored = []
        for order, other in enumerate(near):
            value = column[other]
            if value == SEVERAL:
                value = self._one_of(other, row)
            if value >= 0 and value not in right:
                score = shared[order] * _SHARED + alike(look, looks[value])
                scored.append((-score, order, value, other))
                if len(scored) == most:
                    break
        scored.sort()
        return [(value, other) for _, _, value, other in scored]

    def _one_of(self, row: int, centre: int) -> int:
        """Which value of a list is meant, by number: that is a matter of the two rows."""
        candidate = self.rows.candidates[row]
        assert candidate.term is not None
        path = self._question.mark.attribute
        values = self._question.knowledge.rows.values(candidate.term, path)
        text = values[(candidate.place ^ self.rows.places[centre]) % len(values)]
        known = self.pool.of.get(text)
        return known.number if known is not None else -1


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
