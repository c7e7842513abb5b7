"""What the review log tells about a learner: answers by day, retention, leeches.

Reads no clock and shows nothing. Knows nothing of other people's logs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from nkquiz.schedule import LEECH, Rating, State, is_due, review, study_day
from nkquiz.store import Answer, LogEntry, Store


@dataclass(frozen=True, slots=True)
class Retention:
    """What was known still, of what came back when it was due; `asked` is the mean share that
    was asked for. Both are 0 where nothing was due.
    """

    due: int = 0
    known: int = 0
    asked: float = 0

    @property
    def share(self) -> float:
        return self.known / self.due if self.due else 0


@dataclass(frozen=True, slots=True)
class Leech:
    """A memory that is lost again and again: mostly a flawed item. `instead` are the wrong
    answers that were given, the most frequent first, with their numbers.
    """

    memory: str
    lapses: int
    stem: str
    key: str
    instead: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """A learner's history: answers by study day, retention in all and by month (its first day),
    and leeches, the worst first.
    """

    answers: int
    calendar: Mapping[date, int]
    retention: Retention
    by_month: Mapping[date, Retention]
    leeches: tuple[Leech, ...]


def stats(store: Store) -> Statistics:
    """What a store tells of its learner."""
    return of_learner(store.entries())


def of_learner(entries: Iterable[LogEntry]) -> Statistics:
    """What the standing answers of one learner tell, given in their order."""
    calendar: Counter[date] = Counter()
    outcomes: dict[date, list[tuple[bool, float]]] = defaultdict(list)
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    last: dict[str, Answer] = {}
    states: dict[str, State] = {}
    for entry in entries:
        answer = entry.answer
        day = study_day(answer.at)
        calendar[day] += 1
        for memory, rating in answer.ratings.items():
            before = states.get(memory)
            if before is not None and before.last < day and _was_due(memory, before, day, answer):
                known = rating is not Rating.AGAIN
                outcomes[day.replace(day=1)].append((known, answer.retention))
            if rating is Rating.AGAIN:
                wrong[memory][answer.response.strip()] += 1
            states[memory] = review(before, rating, day)
            last[memory] = answer
    worst = sorted(states, key=lambda memory: (-states[memory].lapses, memory))
    leeches = [
        Leech(m, states[m].lapses, last[m].stem, last[m].key, tuple(wrong[m].most_common()))
        for m in worst
        if states[m].lapses >= LEECH
    ]
    return Statistics(
        answers=calendar.total(),
        calendar=dict(calendar),
        retention=_retention([one for some in outcomes.values() for one in some]),
        by_month={month: _retention(some) for month, some in sorted(outcomes.items())},
        leeches=tuple(leeches),
    )


def _was_due(memory: str, state: State, day: date, answer: Answer) -> bool:
    """Whether it came when it was due, rather than in a quiz before that."""
    try:
        return is_due(memory, state, day, answer.retention)
    except ValueError:  # another program's log may ask for anything
        return False


def _retention(outcomes: Sequence[tuple[bool, float]]) -> Retention:
    if not outcomes:
        return Retention()
    known = sum(known for known, _ in outcomes)
    return Retention(len(outcomes), known, fmean(asked for _, asked in outcomes))
