"""Numbers and dates as options: in the form of the key, in equal steps or from the same column.

The place of the key among them is drawn first, evenly; so neither the middle nor the nearest to
the mean is a good guess.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
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
    Date,
    Grain,
    Number,
    approximate,
    date_step,
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
#: How many times a natural step may be too short.
_MOST_STEPS = 12


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
    steps = ((rank, _proven(question, key, _steps(question, key, rank, count))) for rank in ranks)
    beside_date = isinstance(key, Date) and question.room != Room()
    for rank, options in chain(steps, windows) if beside_date else chain(windows, steps):
        if options:
            yield (*options[:rank], Option(question.answer.text), *options[rank:])


def _ranks(question: Question, count: int, seed: int) -> list[int]:
    """The ranks that the key could have, in an order drawn for the item."""
    drawn = draw(seed, question.item_id, "rank")
    return sorted(range(count), key=lambda rank: drawn[4 * rank : 4 * rank + 4])


def _proven(question: Question, key: Number | Date, texts: list[str]) -> list[Option]:
    """The values as distractors; none if one is not proven wrong, or not in the key's form."""
    options = []
    for text in texts:
        option = _distractor(question, key, text)
        if option is None or not _is_in_form(question, key, text):
            return []
        options.append(option)
    return options


def _is_in_form(question: Question, key: Number | Date, text: str) -> bool:
    """Whether a printed number has the form of the key: a half more than 2½ is 3, and has not."""
    value = _read_like(question, text, key)
    return isinstance(key, Date) or (value is not None and written_alike(value, key))


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


def _steps(question: Question, key: Number | Date, rank: int, count: int) -> list[str]:
    """Equal steps around the key, its own place left out; empty where there is no room.

    Where the sentence leaves little room, the steps are as small as it takes.
    """
    offsets = [i - rank for i in range(count) if i != rank]
    try:
        if isinstance(key, Date):
            longest_step, grain = _date_step(question, key)
            amount = _within_room(question, key, (longest_step, grain), (offsets[0], offsets[-1]))
            return [print_date(shift(key, n * amount, grain), key) for n in offsets if amount]
        step = _step_beyond_tolerance(question, key, rank)
        longest = question.room.steps(key, rank, count - 1 - rank)
        if longest is not None and step >= longest:
            step = _below(longest, rounding(key))
        return [print_number(key.value + n * step, key) for n in offsets if step]
    except ValueError:
        return []


def _within_room(
    question: Question, key: Date, step: tuple[int, Grain], ends: tuple[int, int]
) -> int:
    """The longest step, up to this one, with which the first and the last date have room, in the
    era of the key; or 0.
    """
    longest, grain = step
    return next(
        (
            amount
            for amount in range(longest, 0, -1)
            if all(
                question.room.holds(end) and one_era(end, key)
                for end in (shift(key, n * amount, grain) for n in ends)
            )
        ),
        0,
    )


def _below(longest: Decimal, unit: Decimal) -> Decimal:
    """The greatest multiple of a unit that is less than `longest`; 0 where there is none."""
    times = int(longest / unit)
    return (times if times * unit < longest else times - 1) * unit


def _date_step(question: Question, key: Date) -> tuple[int, Grain]:
    """A natural step or, of an approximate date, the first multiple that can't be as right."""
    step, grain = date_step(key, today(question.fact))
    if approximate(key):
        for times in range(1, _MOST_STEPS):
            if not may_be_equal(key, shift(key, -times * step, grain), question.tolerance):
                return times * step, grain
    return step, grain


def _natural_step(key: Number, rank: int) -> Decimal:
    """How far options are from one another. Around a power of ten others are as round as it:
    1,000 to 4,000; 500 to 2,000; 700 to 1,000; with 800 and 1,200 it would tell itself.
    """
    digits = key.value.as_tuple().digits
    scale = key.form.scale * key.form.implied
    if key.unit in ("%", "pp") or key.form.ordinal or key.value < 10 * scale:
        return number_steps(key)
    if digits[0] != 1 or any(digits[1:]) or key.form.decimals:
        return number_steps(key)
    return key.value / {0: 1, 1: 2}.get(rank, 10)


def _step_beyond_tolerance(question: Question, key: Number, rank: int) -> Decimal:
    """A natural step or, where what is that near is still right, the first multiple that isn't."""
    step, tolerance = _natural_step(key, rank), question.tolerance
    for times in range(1, _MOST_STEPS):
        near = replace(key, value=key.value + times * step)
        if not may_be_equal(key, near, tolerance):
            return times * step
    return step


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
