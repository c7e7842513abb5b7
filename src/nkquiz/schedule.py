"""When what was learnt is to come back: FSRS-6, by way of `fsrs`.

Owns ratings, the state of a memory, study days, intervals and their fuzz, and the order in which
due things come. Pure: the day is an argument, and nothing is drawn by chance. Knows nothing of
where states are kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from nkquiz.item import Item, Judge
from nkquiz.scoring import Result, Verdict

if TYPE_CHECKING:  # costs time to import, and only an answer needs it
    from fsrs import Card, Scheduler
    from fsrs import Rating as Grade

#: The share of due things that a learner wants to know still, and what may be asked for.
RETENTION = 0.9
LOWEST_RETENTION = 0.7
HIGHEST_RETENTION = 0.97

#: How many new things come in a day, by default.
NEW_A_DAY = 10

#: So many lapses make a leech: mostly a flawed item.
LEECH = 8

#: Who learns after midnight still learns on the day before.
_DAY_TURNS = timedelta(hours=4)
_LONGEST = 36_500

#: By how many days an interval may stray: (from, to, share of the days between), summed, and one
#: day on top. These are the ranges of Anki and `fsrs`.
_FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float(_LONGEST), 0.05))


class Rating(Enum):
    """How well something was remembered; the numbers are those of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class State:
    """What FSRS knows of one memory.

    `stability` is the days until recall falls to 90 %, `difficulty` lies between 1 and 10.
    `first` and `last` are study days. A lapse is an Again to what had been answered before.
    """

    stability: float
    difficulty: float
    first: date
    last: date
    reviews: int
    lapses: int


# -- from an answer to a rating -------------------------------------------------------------


def ratings(
    item: Item,
    result: Result,
    *,
    guessed: bool = False,
    hinted: bool = False,
    prompted: bool = False,
) -> dict[str, Rating]:
    """What an answer says about each memory of its item; empty where it is no evidence.

    `prompted`: the learner was asked once more, after an answer that was too vague. A prompt
    that nobody asks again is Again. True/false is no evidence: half of it is luck.
    """
    if isinstance(item.interaction, Judge):
        return {}
    # The steps of one process are one thing to know: its verdict is that of the whole.
    parts = result.parts if len(item.memories) > 1 else ()
    parts = parts or (result.verdict,) * len(item.memories)
    helped = guessed or hinted or prompted
    out: dict[str, Rating] = {}
    for memory, verdict in zip(item.memories, parts, strict=True):
        rating = _rating(verdict, helped=helped)
        # The weaker answer counts, where one item asks for a memory twice.
        out[memory] = min(rating, out.get(memory, rating), key=lambda rating: rating.value)
    return out


def _rating(verdict: Verdict, *, helped: bool) -> Rating:
    match verdict:
        case Verdict.CORRECT | Verdict.TYPO:
            return Rating.HARD if helped else Rating.GOOD
        case Verdict.PARTIAL:
            return Rating.HARD
        case Verdict.PROMPT | Verdict.CONFUSED | Verdict.WRONG:
            return Rating.AGAIN


# -- from ratings to a state ----------------------------------------------------------------


@cache
def version() -> str:
    """What computes the states, for the log: `fsrs 6.3.2`."""
    from importlib.metadata import version as version_of

    return f"fsrs {version_of('fsrs')}"


@cache
def _scheduler() -> Scheduler:
    """FSRS-6 with its default parameters, without steps and without its own, unseeded fuzz."""
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def study_day(at: datetime) -> date:
    """The day that a moment counts for: local, and until 04:00 the day before.

    `at` carries its UTC offset; raises ValueError where it has none.
    """
    if at.utcoffset() is None:
        raise ValueError("a moment without a time zone has no study day")
    # Local clock time: an hour that summer time adds or takes does not matter to the day.
    return (at.replace(tzinfo=None) - _DAY_TURNS).date()


def review(state: State | None, rating: Rating, day: date) -> State:
    """The state after one more answer; none before the first.

    FSRS counts whole days. It is given study days, so that what was learnt yesterday evening
    and comes back this morning is a day old. A day before the last one counts as that one.
    """
    return _advanced(state, ((rating, day),))


def replay(answers: Iterable[tuple[Rating, date]]) -> State | None:
    """The state after all answers to one memory, in their order; none without any.

    The same as `review` for each, to the bit.
    """
    known = tuple(answers)
    return _advanced(None, known) if known else None


def _advanced(state: State | None, answers: Sequence[tuple[Rating, date]]) -> State:
    grades, scheduler = _grades(), _scheduler()
    card = _card(state) if state is not None else _new_card(answers[0][1])
    for rating, day in answers:
        card, _ = scheduler.review_card(card, grades[rating], _midnight(day))
    assert card.stability is not None
    assert card.difficulty is not None
    before = state or State(0, 0, answers[0][1], answers[0][1], 0, 0)
    again = sum(rating is Rating.AGAIN for rating, _ in answers)
    if state is None and answers[0][0] is Rating.AGAIN:
        again -= 1  # there was nothing to lose yet
    return State(
        card.stability,
        card.difficulty,
        before.first,
        answers[-1][1],
        before.reviews + len(answers),
        before.lapses + again,
    )


@cache
def _grades() -> dict[Rating, Grade]:
    from fsrs import Rating as Grade

    return {rating: Grade(rating.value) for rating in Rating}


# Cards with an id: without one, `fsrs` reads the clock and sleeps to make one.


def _new_card(day: date) -> Card:
    from fsrs import Card

    return Card(0, due=_midnight(day))


def _card(state: State) -> Card:
    from fsrs import Card
    from fsrs import State as Phase

    last = _midnight(state.last)
    return Card(0, Phase.Review, None, state.stability, state.difficulty, last, last)


@cache
def _midnight(day: date) -> datetime:
    """A study day as `fsrs` wants it: any fixed hour, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


# -- when it is due -------------------------------------------------------------------------


def interval(stability: float, retention: float = RETENTION) -> int:
    """The days, 1 to 36,500, until recall falls to the retention asked for.

    Inverts the forgetting curve of FSRS-6, R = (1 + f t / S) ^ -w20 with f = 0.9 ^ (-1 / w20) - 1.
    Raises ValueError for a retention that can't be asked for.
    """
    if not LOWEST_RETENTION <= retention <= HIGHEST_RETENTION:
        raise ValueError(f"a retention lies in {LOWEST_RETENTION} to {HIGHEST_RETENTION}")
    power, factor = _curve()
    days: int = round(stability / factor * (retention**power - 1))
    return min(max(days, 1), _LONGEST)


@cache
def _curve() -> tuple[float, float]:
    power = 1 / -_scheduler().parameters[20]
    return power, float(0.9**power - 1)


def due_day(memory: str, state: State, retention: float = RETENTION) -> date:
    """The study day on which a memory comes back, its fuzz included.

    What was learnt together would else stay together for good. The fuzz is drawn by the memory's
    key and the number of its answers, so that it is the same on every machine.
    """
    days = interval(state.stability, retention)
    low, high = _fuzz_range(days)
    drawn = sha256(f"{memory}\0{state.reviews}".encode()).digest()
    days = low + int.from_bytes(drawn[:8]) * (high - low + 1) // 2**64
    return date.fromordinal(min(state.last.toordinal() + days, date.max.toordinal()))


def _fuzz_range(days: int) -> tuple[int, int]:
    """The shortest and the longest that an interval may become."""
    if days < 2.5:
        return days, days
    delta = 1.0
    for start, end, share in _FUZZ:
        delta += share * max(min(float(days), end) - start, 0.0)
    high = min(round(days + delta), _LONGEST)
    return min(max(2, round(days - delta)), high), high


def is_due(memory: str, state: State, today: date, retention: float = RETENTION) -> bool:
    """Whether a memory is to come back today.

    What was last seen in the future was answered while the clock was wrong: it is due, and the
    next answer sets it right. One day ahead is merely another time zone.
    """
    ahead = state.last.toordinal() - today.toordinal() > 1
    return ahead or due_day(memory, state, retention) <= today


class Agenda(NamedTuple):
    """What a learner is to do today, of some memories.

    `due` are due, those that have waited longest first; `new` are those not met before that may
    come today; `waiting` is how many more there are. `next_due` is the first day after today on
    which something already met comes back; none if nothing was met.
    """

    due: tuple[str, ...]
    new: tuple[str, ...]
    waiting: int
    next_due: date | None

    @property
    def queue(self) -> tuple[str, ...]:
        """What is due, then what is new, siblings apart."""
        return spread_siblings((*self.due, *self.new))


def agenda(
    memories: Sequence[str],
    states: Mapping[str, State],
    today: date,
    *,
    new: int = NEW_A_DAY,
    retention: float = RETENTION,
) -> Agenda:
    """What is to be done today of `memories`, which come in the order in which to learn them.

    `states` holds those already met. `new` is how many are met in a day: those that were met
    today already count.
    """
    days = {
        key: today if is_due(key, states[key], today, retention) else None
        for key in memories
        if key in states
    }
    whens = {key: due_day(key, states[key], retention) for key in days}
    due = sorted((key for key in days if days[key]), key=lambda key: (whens[key], _lot(today, key)))
    later = [whens[key] for key in days if not days[key]]
    unmet = [key for key in dict.fromkeys(memories) if key not in states]
    met_today = sum(states[key].first == today for key in days)
    room = max(0, new - met_today)
    return Agenda(tuple(due), tuple(unmet[:room]), len(unmet[room:]), min(later, default=None))


def _lot(today: date, memory: str) -> bytes:
    """Things of one day come in no order that could be learnt."""
    return sha256(f"{today}\0{memory}".encode()).digest()


def spread_siblings(memories: Sequence[str]) -> tuple[str, ...]:
    """The memories so that two of one fact are never neighbours, as far as that can be; else in
    their order.
    """
    waiting = deque(memories)
    held: deque[str] = deque()
    out: list[str] = []
    while waiting or held:
        before = _fact(out[-1]) if out else None
        source = held if held and _fact(held[0]) != before else waiting
        if not source:
            break
        key = source.popleft()
        if _fact(key) == before:
            held.append(key)
        else:
            out.append(key)
    for key in held:
        out.insert(_gap(out, _fact(key)), key)
    return tuple(out)


def _gap(memories: Sequence[str], fact: str) -> int:
    """The last place whose neighbours are of other facts, or the end."""
    for place in range(len(memories), -1, -1):
        beside = memories[max(place - 1, 0) : place + 1]
        if all(_fact(key) != fact for key in beside):
            return place
    return len(memories)


def _fact(memory: str) -> str:
    return memory.rpartition("/")[0]


def forecast(
    states: Mapping[str, State], today: date, days: int = 14, retention: float = RETENTION
) -> tuple[int, ...]:
    """How much is due on each of the coming days: today first, with all that is overdue."""
    counts = [0] * days
    for key, state in states.items():
        if is_due(key, state, today, retention):
            ahead = 0
        else:
            ahead = (due_day(key, state, retention) - today).days
        if ahead < days:
            counts[ahead] += 1
    return tuple(counts)
