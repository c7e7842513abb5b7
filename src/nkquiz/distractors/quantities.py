"""Numbers and dates as options: in the form of the key, in equal steps or from the same column.

The place of the key among them is drawn first, evenly; so neither the middle nor the nearest to
the mean is a good guess.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain, islice
from typing import Literal

from nkquiz.distractors.bounds import Room
from nkquiz.distractors.proofs import judge
from nkquiz.distractors.question import Question, draw
from nkquiz.item import Option
from nkquiz.knowledge import Candidate, may_be_equal, position, read_like
from nkquiz.model import Fact
from nkquiz.values import (
    POINTS,
    Date,
    Grain,
    Number,
    date_steps,
    norm,
    number_steps,
    one_era,
    parse_date,
    parse_number,
    print_date,
    print_number,
    roman_values,
    rounding,
    shift,
    written_alike,
)

#: What counts as today where neither the fact nor its source is dated.
RELEASED = Date(2026, 11, None, Grain.MONTH)
_LOOKED_AT = 160
#: Units of which 0 is not the least: 0 °C has room below, 0 K has none.
_BELOW_ZERO = ("°C", "°F")
#: How many times as long a step may be, where one step away is still right.
_TIMES = range(1, 12)
#: How many steps are tried for a rank, of those that have room.
_TRIED = 12
#: Steps of percentages where 5 and 10 points have no room at any rank.
_FINE_POINTS = (Decimal(2), Decimal(1))


def value_options(question: Question, count: int, seed: int) -> Iterator[tuple[Option, ...]]:
    """Numbers or dates around the key, ascending, the key among them: one choice for each rank
    of the key that there is room for, in the order in which to try them.

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
    beside_date = isinstance(key, Date) and question.room != Room()
    for rank, options in chain(steps, windows) if beside_date else chain(windows, steps):
        if options:
            yield (*options[:rank], Option(question.answer.text), *options[rank:])


def _ranks(question: Question, count: int, seed: int) -> list[int]:
    """The ranks that the key could have, in an order drawn for the item."""
    drawn = draw(seed, question.item_id, "rank")
    return sorted(range(count), key=lambda rank: drawn[4 * rank : 4 * rank + 4])


def _proven(question: Question, key: Number | Date, texts: list[str]) -> list[Option]:
    """The values as distractors; none if one is not proven wrong."""
    options = []
    for text in texts:
        option = _distractor(question, key, text)
        if option is None:
            return []
        options.append(option)
    return options


def _is_in_form(question: Question, key: Number, text: str) -> bool:
    """Whether a printed number has the form of the key: a half more than 2½ is 3, and has not."""
    value = _read_like(question, text, key)
    return value is not None and written_alike(value, key)


def _distractor(question: Question, key: Number | Date, text: str) -> Option | None:
    """A value as a distractor, if it could be true and is proven wrong."""
    if not _is_wrong(question, text, key):
        return None
    pool = question.answer.pool
    known = pool.of.get(text) if pool is not None else None
    proof = judge(question, known or Candidate(text, (text,), 0)).proof
    return Option(text, proof) if proof is not None else None


def in_order(options: tuple[Option, ...], question: Question) -> tuple[tuple[Option, ...], bool]:
    """The options ascending, where all are numbers or all are dates; and whether they are."""
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


def _read_like(question: Question, text: str, key: Number | Date) -> Number | Date | None:
    """What a text reads as, if it is of the key's sort."""
    sort: Literal["date", "number"] = "date" if isinstance(key, Date) else "number"
    return read_like(text, sort, question.fact.language, question.unit)


class _Side:
    """Distractors on one side of the key, the nearest first, each found when it is wanted."""

    def __init__(self, found: Iterator[Option]) -> None:
        self._more = found
        self._found: list[Option] = []

    def first(self, count: int) -> list[Option]:
        """So many of them, or all where there are fewer."""
        self._found += islice(self._more, max(0, count - len(self._found)))
        return self._found[:count]


def _neighbours(question: Question, key: Number | Date) -> tuple[_Side, _Side]:
    """Real values of the key's attribute that are written like it, below the key and above.

    Those that may not be an option, since the sentence leaves no room for them or they are as
    right as the key, are passed over.
    """
    mark, pool = question.mark, question.answer.pool
    bare = _read_like(question, mark.value, key) if mark.attribute else None
    if pool is None or bare is None:
        return _Side(iter(())), _Side(iter(()))
    sort: Literal["date", "number"] = "date" if isinstance(key, Date) else "number"
    line = question.knowledge.line(pool, sort, question.unit, question.fact.language)
    placed, form = line.placed, line.form_of(bare)
    at = bisect_left(line.positions, position(bare))

    def alike(indexes: range) -> Iterator[Option]:
        for index in indexes:
            other = placed[index]
            if (other.form is form or written_alike(other.value, bare)) and other.value != bare:
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
    question: Question, key: Number | Date, ranks: list[int], count: int
) -> Iterator[tuple[int, list[Option]]]:
    """Equal steps around the key for each of its ranks, its own place left out.

    Where values are refused, since other facts speak for them, the best step is tried at the
    other ranks before another one is.
    """
    places = {rank: [i - rank for i in range(count) if i != rank] for rank in ranks}
    yield from _proven_first(
        question, key, {rank: _texts(question, key, places[rank]) for rank in ranks}
    )
    if isinstance(key, Number) and key.unit in POINTS:
        fine = {rank: _numbers(question, key, places[rank], _FINE_POINTS) for rank in ranks}
        yield from _proven_first(question, key, fine)


def why_none(question: Question) -> str:
    """Why numbers or dates in steps from the key can't be options: what keeps out the nearest
    that is refused, or that there is no room for any; empty where neither does.
    """
    key = question.answer.value
    assert key is not None
    beside = [text for offsets in ([1], [-1]) for text in _nearest(question, key, offsets)]
    if not beside:
        return "the sentence leaves no room for others that are written like it"
    for text in beside:
        if _is_wrong(question, text, key):
            judgement = judge(question, Candidate(text, (text,), 0))
            if judgement.proof is None:
                return f'"{text}" can\'t be an option: {judgement.reason}'
    return ""


def _nearest(question: Question, key: Number | Date, offsets: list[int]) -> list[str]:
    """The value that is one step from the key, by its best step, if there is room for it."""
    return next(_texts(question, key, offsets), [])


def _proven_first(
    question: Question, key: Number | Date, found: dict[int, Iterator[list[str]]]
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


def _texts(question: Question, key: Number | Date, offsets: list[int]) -> Iterator[list[str]]:
    """Values at these numbers of steps from the key, for each step that has room, those to be
    preferred first.
    """
    if isinstance(key, Date):
        yield from _dates(question, key, offsets)
        return
    yield from _numbers(question, key, offsets, number_steps(key))
    longest = question.room.steps(key, max(0, -offsets[0]), max(0, offsets[-1]))
    if longest is not None and key.unit not in POINTS:
        # Where the sentence leaves little room, the steps are as small as it takes.
        yield from _numbers(question, key, offsets, (_below(longest, rounding(key)),))


def _dates(question: Question, key: Date, offsets: list[int]) -> Iterator[list[str]]:
    """Dates in the era of the key, not after today, where the sentence leaves room for the first
    and the last.
    """
    now = today(question.fact)
    steps, grain = date_steps(key, now)
    for step in steps:
        times = next(_far_enough(question, key, (shift(key, -n * step, grain) for n in _TIMES)), 1)
        dates = [shift(key, n * times * step, grain) for n in offsets]
        ends = (dates[0], dates[-1])
        in_room = all(question.room.holds(end) and one_era(end, key) for end in ends)
        if in_room and _is_past(dates[-1], now):
            yield [print_date(date, key) for date in dates]


def _numbers(
    question: Question, key: Number, offsets: list[int], steps: Iterable[Decimal]
) -> Iterator[list[str]]:
    """Numbers in each of these steps, in the form of the key, where the sentence leaves room for
    the first and the last.
    """
    for step in filter(None, steps):
        near = (replace(key, value=key.value + n * step) for n in _TIMES)
        times = next(_far_enough(question, key, near), 1)
        values = [key.value + n * times * step for n in offsets]
        if all(question.room.holds(replace(key, value=end)) for end in (values[0], values[-1])):
            texts = [print_number(value, key) for value in values]
            if all(_is_in_form(question, key, text) for text in texts):
                yield texts


def _far_enough(
    question: Question, key: Number | Date, near: Iterable[Number | Date]
) -> Iterator[int]:
    """The numbers of steps after which a value is no longer as right as the key, being about the
    same or within its tolerance.
    """
    for times, value in zip(_TIMES, near, strict=True):
        if not may_be_equal(key, value, question.tolerance):
            yield times


def _below(longest: Decimal, unit: Decimal) -> Decimal:
    """The greatest multiple of a unit that is less than `longest`; 0 where there is none."""
    times = int(longest / unit)
    return (times if times * unit < longest else times - 1) * unit


def _is_wrong(question: Question, text: str, key: Number | Date) -> bool:
    """Whether a generated value reads like the key, differs from it, and could be true."""
    value = _read_like(question, text, key)
    if value is None or may_be_equal(key, value, question.tolerance):
        return False
    if norm(text) in question.right or not question.room.holds(value):
        return False
    if isinstance(value, Date):
        assert isinstance(key, Date)
        return one_era(value, key) and _is_past(value, today(question.fact))
    assert isinstance(key, Number)
    if not _is_above_least(value, key):
        return False
    return not (key.unit == "%" and abs(key.value) <= 100 < abs(value.value))


def _is_above_least(value: Number, key: Number) -> bool:
    """Whether a value is not below what the key's like can be: no count is negative."""
    if key.value < 0 or (key.value == 0 and key.unit in _BELOW_ZERO):
        return True
    return value.value >= (1 if key.value and _is_count(key) else 0)


def _is_past(date: Date, now: Date) -> bool:
    if date.year is None or (now.year is not None and date.year < now.year):
        return True
    return date.interval()[0] <= now.interval()[1]


def _is_count(number: Number) -> bool:
    return number.value == number.value.to_integral_value()


def today(fact: Fact) -> Date:
    """When the fact was true: its `as_of`, else its source's date, else the release."""
    for text in (fact.as_of, *(citation.source.published for citation in fact.citations)):
        date = parse_date(text) if text else None
        if date is not None:
            return date
    return RELEASED
