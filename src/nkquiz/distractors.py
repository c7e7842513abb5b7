"""Distractors: which candidates are proven wrong, and which of those to offer.

Owns the proofs and the ranking. A candidate that can't be proven wrong is refused, with the
reason; nothing is ever padded. Draws depend on the seed, the item and the candidate alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from itertools import chain, islice
from typing import Literal

from nkquiz.item import Option, Proof
from nkquiz.knowledge import (
    Answer,
    Candidate,
    Knowledge,
    Placed,
    may_be_equal,
    position,
    ring_place,
)
from nkquiz.model import Difficulty, Fact, Mark, Values
from nkquiz.values import (
    Date,
    Grain,
    Number,
    date_step,
    equal,
    norm,
    number_steps,
    one_edit,
    parse_date,
    print_date,
    print_number,
    read_value,
    shift,
    written_alike,
)

#: How many candidates are ranked, and how many are looked at to find them: a pool of thousands
#: costs no more than one of a hundred.
SHORTLIST = 32
_LOOKED_AT = 160
_NEAR_EACH = 6

#: What counts as today where neither the fact nor its source is dated.
RELEASED = Date(2026, 11, None, Grain.MONTH)

#: Distractors are drawn from this many of the best, times those needed, unless a difficulty
#: is asked for.
_BEST = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What an item asks: a mark of a fact, the stem as shown, and the slots that it shows."""

    knowledge: Knowledge
    fact: Fact
    mark: Mark
    item_id: str
    stem: str
    shows: tuple[str, ...] = ()

    @property
    def answer(self) -> Answer:
        return self.knowledge.answer(self.fact, self.mark)

    @property
    def key(self) -> str:
        """The right option: one value, where the answer is a list."""
        values = self.answer.values
        if not values:
            return self.answer.text
        return min(values, key=lambda value: _draw(0, self.item_id, value))


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a candidate may be a distractor: its proof, or none; and why, in a sentence."""

    candidate: Candidate
    proof: Proof | None
    reason: str


# -- proofs -------------------------------------------------------------------------------


def judge(question: Question, candidate: Candidate) -> Judgement:
    """Decide whether a candidate is known to be wrong, and say why or why not."""
    refusal = _refusal(question, candidate)
    if refusal:
        return Judgement(candidate, None, refusal)
    if question.fact.term is None:
        return _by_promise(question, candidate)
    if question.mark.attribute == "name":
        return _by_row(question, candidate)
    if "name" in question.shows:
        return _by_value(question, candidate)
    return _by_rows(question, candidate)


def authored(question: Question) -> list[Judgement]:
    """The author's own distractors, then what the author rejects."""
    knowledge, options = question.knowledge, question.mark.options
    texts = dict.fromkeys((*options.distractors, *options.reject))
    out = []
    for text in texts:
        candidate = Candidate(text, knowledge.aliases(text), ring_place(text))
        out.append(Judgement(candidate, Proof.AUTHORED, "the author lists it as wrong"))
    return out


def _refusal(question: Question, candidate: Candidate) -> str:
    """Why a candidate can't be an option at all; empty if it can."""
    knowledge, answer = question.knowledge, question.answer
    right = {norm(name) for name in answer.names} | {norm(question.key)}
    names = [norm(name) for name in candidate.names]
    if not right.isdisjoint(names):
        return "it is the answer, or another name of it"
    if any(knowledge.part_or_whole(candidate.text, name) for name in answer.names[:1]):
        return f'it is a part of "{question.key}", or the whole, or an example of it'
    stem = f" {norm(question.stem)} "
    if any(name and f" {name} " in stem for name in names):
        return "the stem names it already"
    return ""


def _by_promise(question: Question, candidate: Candidate) -> Judgement:
    """A sentence: its author promises one right answer, and nothing may speak for another."""
    knowledge, fact, mark = question.knowledge, question.fact, question.mark
    rivals = knowledge.rivals(fact, mark)
    if rivals:
        reason = f"{rivals[0][0].location} says the same of another answer"
        return Judgement(candidate, None, reason)
    for other in fact.marks:
        names = knowledge.answer(fact, other).names
        if other is not mark and knowledge.together(candidate.names, names):
            reason = f'the deck speaks of it together with "{other.answer}"'
            return Judgement(candidate, None, reason)
    reason = "the sentence has one answer, and nothing in the deck speaks for this"
    return Judgement(candidate, Proof.PROMISED, reason)


def _by_value(question: Question, candidate: Candidate) -> Judgement:
    """An attribute of the term that the stem names: its values are the right ones."""
    knowledge, term = question.knowledge, question.fact.term
    assert term is not None
    path = question.mark.attribute
    attribute = knowledge.column_of(term, path)
    values = knowledge.proving_values(term, path)
    if not values:
        return Judgement(candidate, None, f"`{path}` of {term.name} is disputed")
    if attribute.values is Values.OPEN:
        return Judgement(candidate, None, f"`{path}` of {term.name} may have more values")
    if any(knowledge.same_thing(candidate.text, value, attribute) for value in values):
        return Judgement(candidate, None, f"it is `{path}` of {term.name}, or a part of it")
    if attribute.values is Values.ONE:
        reason = f"`{path}` of {term.name} is {values[0]}, and it has only one"
        return Judgement(candidate, Proof.FUNCTIONAL, reason)
    reason = f"the complete list of `{path}` of {term.name} does not hold it"
    return Judgement(candidate, Proof.COMPLETE, reason)


def _by_row(question: Question, candidate: Candidate) -> Judgement:
    """Which term? A candidate's own row must differ from what the stem shows."""
    knowledge, term = question.knowledge, question.fact.term
    assert term is not None
    if candidate.term is None or candidate.term.vocabulary != term.vocabulary:
        return Judgement(candidate, None, "the deck has no row for it")
    told = knowledge.tells_apart(candidate.term, term, question.shows)
    if told is None:
        slots = ", ".join(f"`{path}`" for path in question.shows)
        return Judgement(
            candidate, None, f"its row does not differ, or is not complete, in {slots}"
        )
    proof, path = told
    values = " and ".join(knowledge.values_of(candidate.term, path))
    return Judgement(candidate, proof, f"`{path}` of {candidate.text} is {values}")


def _by_rows(question: Question, candidate: Candidate) -> Judgement:
    """A value, where the stem doesn't name the term: no row that has it may fit the stem."""
    knowledge, term, path = question.knowledge, question.fact.term, question.mark.attribute
    assert term is not None
    attribute = knowledge.column_of(term, path)
    if attribute.values is Values.OPEN:
        return Judgement(candidate, None, f"`{path}` may have more values")
    rows = knowledge.rows_with(term.vocabulary, path, candidate.names)
    for row in (*rows, *knowledge.rows_without(term.vocabulary, path)):
        if knowledge.tells_apart(row, term, question.shows) is None:
            return Judgement(candidate, None, f"the stem may mean {row.name}")
    reason = f"no {term.vocabulary} with this `{path}` is as the stem says"
    return Judgement(candidate, Proof.FUNCTIONAL, reason)


# -- ranking ------------------------------------------------------------------------------


def shortlist(question: Question) -> list[Judgement]:
    """Proven candidates of the pool, the closest to the key first; at most `SHORTLIST`."""
    pool = question.answer.pool
    if pool is None:
        return []
    proven = []
    for candidate in _nearest_first(question):
        judgement = judge(question, candidate)
        if judgement.proof is not None:
            proven.append(judgement)
            if len(proven) == SHORTLIST:
                break
    return sorted(proven, key=lambda j: -_closeness(question, j.candidate))


def _nearest_first(question: Question) -> Iterator[Candidate]:
    """Candidates that share an attribute with the key, then the ring from the item's place."""
    pool, term = question.answer.pool, question.answer.term
    assert pool is not None
    start = ring_place(question.item_id)
    near = (
        candidate
        for attribute, values in (term.attributes if term else {}).items()
        for value in values
        for candidate in pool.near(attribute, value, start, _NEAR_EACH)
    )
    seen: set[str] = set()
    for candidate in chain(near, islice(pool.ring(start), _LOOKED_AT)):
        if candidate.text not in seen:
            seen.add(candidate.text)
            yield candidate


def _closeness(question: Question, candidate: Candidate) -> float:
    """How alike a candidate and the key are: what they share, then how they look. 0 to 6."""
    term, other = question.answer.term, candidate.term
    score = 0.0
    if term is not None and other is not None:
        mine, theirs = _traits(term.attributes), _traits(other.attributes)
        if mine or theirs:
            score += 3 * len(mine & theirs) / len(mine | theirs)
        score += 0.5 * min(2, len(set(term.tags) & set(other.tags)))
    if norm(candidate.text) in question.knowledge.keys:
        score += 0.5  # options that are keys elsewhere don't give the key away
    return score + _alike(question.key, candidate.text)


def _traits(attributes: object) -> set[tuple[str, str]]:
    assert hasattr(attributes, "items")
    return {(name, value) for name, values in attributes.items() for value in values}


def _alike(a: str, b: str) -> float:
    """How alike two texts look: words, capitals, digits, script, length. 0 to 1.5."""
    words = 0.4 if len(a.split()) == len(b.split()) else 0.0
    capital = 0.3 if a[:1].isupper() == b[:1].isupper() else 0.0
    digits = 0.2 if any(map(str.isdigit, a)) == any(map(str.isdigit, b)) else 0.0
    script = 0.2 if a.isascii() == b.isascii() else 0.0
    longest = max(len(a), len(b), 1)
    return words + capital + digits + script + 0.4 * (1 - abs(len(a) - len(b)) / longest)


def _draw(seed: int, item: str, candidate: str) -> bytes:
    return sha256(f"{seed}\0{item}\0{candidate}".encode()).digest()


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
    first.sort(key=lambda j: _draw(seed, question.item_id, j.candidate.text))
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


# -- options that are too alike -------------------------------------------------------------


def clash(question: Question, a: Candidate, b: Candidate) -> str:
    """Why two options can't stand side by side; empty if they can."""
    names_a, names_b = {norm(n) for n in a.names}, {norm(n) for n in b.names}
    if not names_a.isdisjoint(names_b):
        return "they are one thing"
    x, y = norm(a.text), norm(b.text)
    if _initials(x) == y.replace(" ", "") or _initials(y) == x.replace(" ", ""):
        return "one is the initials of the other"
    if min(len(x), len(y)) >= 5 and one_edit(x, y) and not _digits_differ(x, y):
        return "they differ by one letter"
    together = a.term is not None and b.term is not None and a.term.vocabulary == b.term.vocabulary
    words_a, words_b = set(x.split()), set(y.split())
    if not together and (words_a < words_b or words_b < words_a):
        return "the words of one are among those of the other"
    return ""


def key_candidate(question: Question) -> Candidate:
    """The key, to be compared with its distractors."""
    answer = question.answer
    return Candidate(question.key, answer.names, 0, answer.term)


def _initials(normal: str) -> str:
    words = normal.split()
    return "".join(word[0] for word in words) if len(words) > 1 else "\0"


def _digits_differ(a: str, b: str) -> bool:
    return [c for c in a if c.isdigit()] != [c for c in b if c.isdigit()]


# -- numbers and dates ----------------------------------------------------------------------


def value_options(question: Question, count: int, seed: int) -> Iterator[tuple[Option, ...]]:
    """Numbers or dates around the key, ascending, the key among them: one choice for each rank
    of the key that there is room for, in the order in which to try them.

    The key's rank is drawn first, uniformly, so that neither the middle nor the nearest to the
    mean is a good guess. Then a window of real values of the same attribute, or equal steps.
    """
    key = question.answer.value
    assert key is not None
    ranks = sorted(range(count), key=lambda rank: _draw(seed, question.item_id, f"rank {rank}"))
    near = _neighbours(question, key, count)
    for rank in ranks:
        for texts in (_window(near, rank, count), _steps(question, key, rank, count)):
            options = _proven(question, key, texts)
            if options:
                yield (*options[:rank], Option(question.answer.text), *options[rank:])
                break


def _proven(question: Question, key: Number | Date, texts: list[str]) -> list[Option]:
    """The values as distractors; none if one of them is not proven wrong."""
    if not all(_is_wrong(question, text, key) for text in texts):
        return []
    wrong = [judge(question, Candidate(text, (text,), 0)) for text in texts]
    if not all(judgement.proof for judgement in wrong):
        return []
    return [Option(judgement.candidate.text, judgement.proof) for judgement in wrong]


def in_order(options: tuple[Option, ...], question: Question) -> tuple[tuple[Option, ...], bool]:
    """The options ascending, where all are numbers or all are dates; and whether they are."""
    key = question.answer.value
    if key is None:
        return options, False
    placed = []
    for option in options:
        value = _read_like(question, option.text, key)
        if value is None:
            return options, False
        placed.append((position(value), option))
    return tuple(option for _, option in sorted(placed, key=lambda pair: pair[0])), True


def _read_like(question: Question, text: str, key: Number | Date) -> Number | Date | None:
    """What a text reads as, if it is of the key's sort."""
    sort: Literal["date", "number"] = "date" if isinstance(key, Date) else "number"
    return read_value(text, sort, question.fact.language, _unit(question))


def _unit(question: Question) -> str:
    attribute = question.answer.attribute
    return question.mark.options.unit or (attribute.unit if attribute else "")


def _neighbours(question: Question, key: Number | Date, count: int) -> tuple[list[str], list[str]]:
    """Real values of the key's attribute that are written like it: the nearest below the key,
    ascending, and the nearest above; at most `count` of each.
    """
    mark, pool = question.mark, question.answer.pool
    bare = _read_like(question, mark.value, key) if mark.attribute else None
    if pool is None or bare is None:
        return [], []
    sort: Literal["date", "number"] = "date" if isinstance(key, Date) else "number"
    line = question.knowledge.line(pool, sort, _unit(question), question.fact.language)
    at = bisect_left(line, position(bare), key=lambda placed: placed.position)
    below = (line[i] for i in range(at - 1, max(-1, at - _LOOKED_AT), -1))
    above = (line[i] for i in range(at, min(len(line), at + _LOOKED_AT)))

    def alike(side: Iterator[Placed]) -> list[str]:
        found = (p.text for p in side if p.value != bare and written_alike(p.value, bare))
        # The fixed text of the mark belongs to every option: "25 million".
        return [mark.answer.replace(mark.value, text, 1) for text in islice(found, count)]

    return alike(below)[::-1], alike(above)


def _window(near: tuple[list[str], list[str]], rank: int, count: int) -> list[str]:
    """`rank` real values just below the key and the rest just above it, if there are so many."""
    below, above = near
    if len(below) < rank or len(above) < count - 1 - rank:
        return []
    return [*below[len(below) - rank :], *above[: count - 1 - rank]]


def _steps(question: Question, key: Number | Date, rank: int, count: int) -> list[str]:
    """Equal steps around the key, its own place left out; empty where there is no room."""
    offsets = [i - rank for i in range(count) if i != rank]
    try:
        if isinstance(key, Date):
            amount, grain = date_step(key, today(question.fact))
            return [print_date(shift(key, n * amount, grain), key) for n in offsets]
        step = _step_beyond_tolerance(question, key)
        return [print_number(key.value + n * step, key) for n in offsets]
    except ValueError:
        return []


def _step_beyond_tolerance(question: Question, key: Number) -> Decimal:
    """A natural step or, where what is that near is still right, the first multiple that isn't."""
    step, tolerance = number_steps(key), _tolerance(question)
    for times in range(1, 10):
        near = replace(key, value=key.value + times * step)
        if not equal(key, near, tolerance):
            return times * step
    return step


def _is_wrong(question: Question, text: str, key: Number | Date) -> bool:
    """Whether a generated value reads like the key, differs from it, and could be true."""
    value = _read_like(question, text, key)
    if value is None or may_be_equal(key, value, _tolerance(question)):
        return False
    if any(norm(text) == norm(name) for name in question.answer.names):
        return False
    if isinstance(value, Date):
        return value.year is None or value.interval()[0] <= today(question.fact).interval()[1]
    assert isinstance(key, Number)
    if key.value >= 0 and value.value < (0 if key.value == 0 else 1 if _is_count(key) else 0):
        return False
    return not (key.unit == "%" and abs(key.value) <= 100 < abs(value.value))


def _is_count(number: Number) -> bool:
    return number.value == number.value.to_integral_value()


def _tolerance(question: Question) -> str:
    attribute = question.answer.attribute
    return question.mark.options.tolerance or (attribute.tolerance if attribute else "")


def today(fact: Fact) -> Date:
    """When the fact was true: its `as_of`, else its source's date, else the release."""
    for text in (fact.as_of, *(citation.source.published for citation in fact.citations)):
        date = parse_date(text) if text else None
        if date is not None:
            return date
    return RELEASED
