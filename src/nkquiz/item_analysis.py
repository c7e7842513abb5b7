"""Classical item analysis over several people's logs: facility, item-rest correlation, use of
distractors, KR-20.

Owns the formulas. Reads no clock and shows nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median

from nkquiz.scoring import Verdict
from nkquiz.store import Answer, LogEntry

#: Under so many people a correlation says nothing, nor does the share of a distractor.
ENOUGH_TO_DISCRIMINATE = 30

ENOUGH_FOR_SHARES = 20

#: A distractor works if so many choose it.
FUNCTIONAL = 0.05

_95_PERCENT = 1.959963984540054  # quantile of the normal distribution, two-sided


@dataclass(frozen=True, slots=True)
class OptionUse:
    """How often an option was chosen. `share` and `correlation` (with the rest of the form) are
    none where too few people answered.
    """

    text: str
    is_key: bool
    chosen: int
    share: float | None
    correlation: float | None

    @property
    def is_functional(self) -> bool:
        return self.share is not None and self.share >= FUNCTIONAL


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """One item, by the first attempts of `people`.

    `facility` is the share that was right, `low` and `high` its 95 % interval. `seconds` is the
    median time. `discrimination` is the item-rest correlation, `efficiency` the share of its
    distractors that work; each is none where too few people answered, or where it is undefined.
    `instead` are the wrong answers with their numbers, the most frequent first. `answers` counts
    all attempts, and `right` those that were right.
    """

    item: str
    people: int
    facility: float
    low: float
    high: float
    seconds: float
    discrimination: float | None
    options: tuple[OptionUse, ...]
    efficiency: float | None
    instead: tuple[tuple[str, int], ...]
    answers: int
    right: int


@dataclass(frozen=True, slots=True)
class FormAnalysis:
    """All items together, by the people who answered each of them.

    `mean` and `sd` are of the number right, `sem` the standard error of measurement in the same
    unit. What is undefined is none.
    """

    people: int
    items: int
    mean: float | None
    sd: float | None
    kr20: float | None
    sem: float | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What several people's answers tell of items, by id, and of the form that these make."""

    people: int
    items: tuple[ItemAnalysis, ...]
    form: FormAnalysis


def analyse(people: Sequence[Iterable[LogEntry]]) -> Analysis:
    """Classical item analysis: for each person, the standing answers in their order."""
    firsts: list[dict[str, Answer]] = []
    attempts: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for entries in people:
        first: dict[str, Answer] = {}
        for entry in entries:
            answer = entry.answer
            if _asks_again(answer):
                continue
            attempts[answer.item] += 1
            right[answer.item] += _is_right(answer)
            first.setdefault(answer.item, answer)
        firsts.append(first)
    marks = [{item: _is_right(answer) for item, answer in first.items()} for first in firsts]
    rests = [_rests(mark) for mark in marks]
    items = [
        _item(item, firsts, rests, attempts[item], right[item])
        for item in sorted(set().union(*firsts))
    ]
    return Analysis(len(people), tuple(items), _form(marks))


def _asks_again(answer: Answer) -> bool:
    """Whether the learner was asked once more at once: no attempt of its own."""
    return answer.verdict is Verdict.PROMPT and not answer.ratings


def _is_right(answer: Answer) -> bool:
    return answer.points == 1


def _rests(marks: Mapping[str, bool]) -> dict[str, float]:
    """For each item the share that a person got right of all others; none where there are none."""
    total = sum(marks.values())
    others = len(marks) - 1
    return {item: (total - mark) / others for item, mark in marks.items()} if others else {}


def _item(
    item: str,
    firsts: Sequence[Mapping[str, Answer]],
    rests: Sequence[Mapping[str, float]],
    attempts: int,
    right: int,
) -> ItemAnalysis:
    met = [
        (first[item], rest.get(item))
        for first, rest in zip(firsts, rests, strict=True)
        if item in first
    ]
    answers = [answer for answer, _ in met]
    right_first = [_is_right(answer) for answer in answers]
    number = len(answers)
    low, high = wilson(sum(right_first), number)
    options = _options(met)
    distractors = [option for option in options if not option.is_key]
    works = [option.is_functional for option in distractors]
    wrong = Counter(answer.response.strip() for answer in answers if not _is_right(answer))
    return ItemAnalysis(
        item=item,
        people=number,
        facility=sum(right_first) / number,
        low=low,
        high=high,
        seconds=median(answer.duration for answer in answers) / 1000,
        discrimination=_correlation(met, right_first),
        options=options,
        efficiency=fmean(works) if works and number >= ENOUGH_FOR_SHARES else None,
        instead=tuple(wrong.most_common()),
        answers=attempts,
        right=right,
    )


def _options(met: Sequence[tuple[Answer, float | None]]) -> tuple[OptionUse, ...]:
    """The options that were shown to anybody, the key first, then the most chosen."""
    taken = [_chosen(answer) for answer, _ in met]
    chosen = Counter(text for text in taken if text is not None)
    shown = dict.fromkeys(text for answer, _ in met for text in answer.options)
    keys = {answer.key for answer, _ in met}
    enough = len(met) >= ENOUGH_FOR_SHARES
    uses = [
        OptionUse(
            text=text,
            is_key=text in keys,
            chosen=chosen[text],
            share=chosen[text] / len(met) if enough else None,
            correlation=_correlation(met, [text == one for one in taken]),
        )
        for text in shown
    ]
    return tuple(sorted(uses, key=lambda use: (not use.is_key, -use.chosen, use.text)))


def _chosen(answer: Answer) -> str | None:
    return None if answer.chosen is None else answer.options[answer.chosen]


def _correlation(met: Sequence[tuple[Answer, float | None]], marks: Sequence[bool]) -> float | None:
    """The correlation of marks with the rest of the form, if enough people have a rest."""
    pairs = [(mark, rest) for mark, (_, rest) in zip(marks, met, strict=True) if rest is not None]
    if len(pairs) < ENOUGH_TO_DISCRIMINATE:
        return None
    return correlation([float(mark) for mark, _ in pairs], [rest for _, rest in pairs])


def _form(marks: Sequence[Mapping[str, bool]]) -> FormAnalysis:
    """The form: all items that anybody answered, by those who answered all."""
    items = sorted(set().union(*marks))
    rows = [[mark[item] for item in items] for mark in marks if len(mark) == len(items)]
    if not items or not rows:
        return FormAnalysis(0, len(items), None, None, None, None)
    totals = [float(sum(row)) for row in rows]
    sd = sqrt(_variance(totals))
    reliability = kr20(rows)
    sem = None if reliability is None else sd * sqrt(max(0, 1 - reliability))
    return FormAnalysis(len(rows), len(items), fmean(totals), sd, reliability, sem)


def wilson(right: int, number: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927); (0, 1) of nothing."""
    if number == 0:
        return 0.0, 1.0
    z = _95_PERCENT
    share = right / number
    middle = share + z * z / (2 * number)
    reach = z * sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    scale = 1 + z * z / number
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def kr20(rows: Sequence[Sequence[bool]]) -> float | None:
    """Kuder and Richardson's formula 20 (1937), variances divided by N; people are rows.

    None for fewer than two items, or where all people have the same number right.
    """
    items = len(rows[0]) if rows else 0
    spread = _variance([float(sum(row)) for row in rows]) if rows else 0.0
    if items < 2 or spread == 0:
        return None
    shares = [fmean(float(row[item]) for row in rows) for item in range(items)]
    return items / (items - 1) * (1 - sum(p * (1 - p) for p in shares) / spread)


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r; none where either never varies."""
    if not xs:
        return None
    mean_x, mean_y = fmean(xs), fmean(ys)
    spread = _variance(xs) * _variance(ys)
    if spread <= 0:
        return None
    both = fmean((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return both / sqrt(spread)


def _variance(values: Sequence[float]) -> float:
    mean = fmean(values)
    return fmean((value - mean) ** 2 for value in values)
