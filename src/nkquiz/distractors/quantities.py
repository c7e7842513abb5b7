"""Values as options: in the form of the key, in equal steps or from the same column.

The place of the key among them is drawn first, evenly; so neither the middle nor the nearest to
the mean is a good guess.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice

from nkquiz.distractors.proofs import judge
from nkquiz.distractors.question import Question, draw
from nkquiz.item import Option
from nkquiz.knowledge import Candidate
from nkquiz.model import Fact
from nkquiz.values import (
    Date,
    Grain,
    Limits,
    Value,
    ends,
    may_be_equal,
    norm,
    parse_date,
    parse_number,
    position,
    read_value,
    roman_values,
    written_alike,
)

#: What counts as today where neither the fact nor its source is dated.
RELEASED = Date(2026, 11, None, Grain.MONTH)
_LOOKED_AT = 160
#: How many steps are tried for a rank, of those that have room.
_TRIED = 12


def value_options(question: Question, count: int, seed: int) -> Iterator[tuple[Option, ...]]:
    """Values around the key, ascending, the key among them: one choice for each rank of the key
    that there is room for, in the order in which to try them.

    First windows of real values of the same attribute, since a made-up value may be absurd (a
    ninth period of the elements); where there are too few, equal steps. These come first where the
    sentence has another date: those of other rows lie far from it, and the key would be the near
    one.
    """
    key = question.answer.value
    assert key is not None
    ranks = _ranks(question, count, seed)
    below, above = _neighbours(question, key)
    windows = ((rank, _window(below, above, rank, count)) for rank in ranks)
    steps = _stepped(question, key, ranks, count)
    for rank, options in chain(steps, windows) if question.room.beside else chain(windows, steps):
        if options:
            yield (*options[:rank], Option(question.answer.text), *options[rank:])


def _ranks(question: Question, count: int, seed: int) -> list[int]:
    """The ranks that the key could have, in an order drawn for the item."""
    drawn = draw(seed, question.item_id, "rank")
    return sorted(range(count), key=lambda rank: drawn[4 * rank : 4 * rank + 4])


def _proven(question: Question, key: Value, texts: list[str]) -> list[Option]:
    """The values as distractors; none if one is not proven wrong."""
    options = []
    for text in texts:
        option = _distractor(question, key, text)
        if option is None:
            return []
        options.append(option)
    return options


def _distractor(question: Question, key: Value, text: str) -> Option | None:
    """A value as a distractor, if it could be true and is proven wrong."""
    if not _is_wrong(question, text, key):
        return None
    pool = question.answer.pool
    known = pool.of.get(text) if pool is not None else None
    proof = judge(question, known or Candidate(text, (text,), 0)).proof
    return Option(text, proof) if proof is not None else None


def in_order(options: tuple[Option, ...], question: Question) -> tuple[tuple[Option, ...], bool]:
    """The options ascending, where all are values of one sort; and whether they are."""
    key = question.answer.value
    numerals = roman_values(option.text for option in options) if key is None else None
    if numerals is not None:
        pairs = sorted(zip(numerals, options, strict=True), key=lambda pair: pair[0])
        return tuple(option for _, option in pairs), True
    if key is None and not options[0].text[:1].isdigit():
        return options, False
    placed = []
    for option in options:
        value = _read_like(question, option.text, key) if key else parse_number(option.text)
        if value is None:
            return options, False
        placed.append((position(value), option))
    return tuple(option for _, option in sorted(placed, key=lambda pair: pair[0])), True


def _read_like(question: Question, text: str, key: Value) -> Value | None:
    """What a text reads as, if it is of the key's sort."""
    return read_value(text, key.sort, question.fact.language, question.unit)


class _Side:
    """Distractors on one side of the key, the nearest first, each found when it is wanted."""

    def __init__(self, found: Iterator[Option]) -> None:
        self._more = found
        self._found: list[Option] = []

    def first(self, count: int) -> list[Option]:
        """So many of them, or all where there are fewer."""
        self._found += islice(self._more, max(0, count - len(self._found)))
        return self._found[:count]


def _neighbours(question: Question, key: Value) -> tuple[_Side, _Side]:
    """Real values of the key's attribute that are written like it, below the key and above.

    Those that may not be an option, since the sentence leaves no room for them or they are as
    right as the key, are passed over.
    """
    mark, pool = question.mark, question.answer.pool
    bare = _read_like(question, mark.value, key) if mark.attribute else None
    if pool is None or bare is None:
        return _Side(iter(())), _Side(iter(()))
    line = question.knowledge.pools.line(pool, key.sort, question.unit, question.fact.language)
    placed, style = line.placed, line.style_of(bare)
    at = bisect_left(line.positions, position(bare))

    def alike(indexes: range) -> Iterator[Option]:
        for index in indexes:
            other = placed[index]
            if (other.style is style or written_alike(other.value, bare)) and other.value != bare:
                # The fixed text of the mark belongs to every option: "25 million".
                text = mark.answer.replace(mark.value, other.text, 1)
                option = _distractor(question, key, text)
                if option is not None:
                    yield option

    below = alike(range(at - 1, max(-1, at - _LOOKED_AT), -1))
    return _Side(below), _Side(alike(range(at, min(len(placed), at + _LOOKED_AT))))


def _window(below: _Side, above: _Side, rank: int, count: int) -> list[Option]:
    """`rank` real values just below the key and the rest just above it, if there are so many."""
    options = [*reversed(below.first(rank)), *above.first(count - 1 - rank)]
    return options if len(options) == count - 1 else []


def _stepped(
    question: Question, key: Value, ranks: list[int], count: int
) -> Iterator[tuple[int, list[Option]]]:
    """Equal steps around the key for each of its ranks, its own place left out.

    Where values are refused, since other facts speak for them, the best step is tried at the
    other ranks before another one is.
    """
    limits = _limits(question)
    places = ([i - rank for i in range(count) if i != rank] for rank in ranks)
    tries = [key.sort.stepped(key, offsets, limits) for offsets in places]
    for of_ranks in zip(*tries, strict=True):
        yield from _proven_first(question, key, dict(zip(ranks, of_ranks, strict=True)))


def _limits(question: Question) -> Limits:
    return Limits(question.room, ends(today(question.fact)), question.tolerance, question.unit)


def why_none(question: Question) -> str:
    """Why values in steps from the key can't be options: what keeps out the nearest
    that is refused, or that there is no room for any; empty where neither does.
    """
    key = question.answer.value
    assert key is not None
    beside = [text for offsets in ([1], [-1]) for text in _nearest(question, key, offsets)]
    if not beside:
        return "no other value that is written like it makes sense in the sentence"
    for text in beside:
        if _is_wrong(question, text, key):
            judgement = judge(question, Candidate(text, (text,), 0))
            if judgement.proof is None:
                return f'"{text}" can\'t be an option: {judgement.reason}'
    return ""


def _nearest(question: Question, key: Value, offsets: list[int]) -> list[str]:
    """The value that is one step from the key, by its best step, if there is room for it."""
    return next(key.sort.stepped(key, offsets, _limits(question))[0], [])


def _proven_first(
    question: Question, key: Value, found: dict[int, Iterator[list[str]]]
) -> Iterator[tuple[int, list[Option]]]:
    """For each rank the first of its values of which all are distractors; the first values of all
    ranks are tried before the second ones.
    """
    left = dict(found)
    for _ in range(_TRIED):
        for rank, tries in list(left.items()):
            texts = next(tries, None)
            options = _proven(question, key, texts) if texts else []
            if options or texts is None:
                del left[rank]
            if options:
                yield rank, options


def _is_wrong(question: Question, text: str, key: Value) -> bool:
    """Whether a generated value reads like the key, differs from it, and could be true."""
    value = _read_like(question, text, key)
    if value is None or may_be_equal(key, value, question.tolerance):
        return False
    if norm(text) in question.right or not question.room.holds(value):
        return False
    return key.sort.fits(value, key, _limits(question))


def today(fact: Fact) -> Date:
    """When the fact was true: its `as_of`, else its source's date, else the release."""
    for text in (fact.as_of, *(citation.source.published for citation in fact.citations)):
        date = parse_date(text) if text else None
        if date is not None:
            return date
    return RELEASED
