"""Ratings, intervals and days; and that they are those of `fsrs`."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkquiz import schedule
from nkquiz.item import Item, Judge, Type
from nkquiz.model import Location
from nkquiz.schedule import Rating, State
from nkquiz.scoring import Result, Verdict
from nkquiz.store import Answer, Store

DAY = date(2026, 3, 2)
RETENTIONS = (0.7, 0.8, 0.9, 0.95, 0.97)


def item(kind: str = "cloze", memories: tuple[str, ...] = ("rivers/danube/ten",)) -> Item:
    facts = tuple(memory.rpartition("/")[0] for memory in memories)
    place = Location("rivers.yaml", 1, 1)
    return Item(f"{memories[0]}/{kind}", kind, facts, memories, "_____", Type(("ten",)), place)


def result(verdict: Verdict, *parts: Verdict) -> Result:
    return Result(verdict, 1, 1, parts=parts)


def reference() -> fsrs.Scheduler:
    return fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def state(last: date = DAY, stability: float = 10.0, **other: object) -> State:
    fields = {"difficulty": 5.0, "first": last, "reviews": 1, "lapses": 0} | other
    return State(stability=stability, last=last, **fields)  # type: ignore[arg-type]


# -- ratings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "rating"),
    [
        (Verdict.CORRECT, Rating.GOOD),
        (Verdict.TYPO, Rating.GOOD),
        (Verdict.PARTIAL, Rating.HARD),
        (Verdict.PROMPT, Rating.AGAIN),
        (Verdict.CONFUSED, Rating.AGAIN),
        (Verdict.WRONG, Rating.AGAIN),
    ],
)
@pytest.mark.parametrize("kind", ["cloze", "multiple-choice", "short-answer"])
def test_a_verdict_gives_a_rating(kind: str, verdict: Verdict, rating: Rating) -> None:
    assert schedule.ratings(item(kind), result(verdict)) == {"rivers/danube/ten": rating}


@pytest.mark.parametrize("help_", ["guessed", "hinted", "prompted"])
@pytest.mark.parametrize(
    ("verdict", "rating"),
    [
        (Verdict.CORRECT, Rating.HARD),
        (Verdict.TYPO, Rating.HARD),
        (Verdict.PARTIAL, Rating.HARD),
        (Verdict.WRONG, Rating.AGAIN),
    ],
)
def test_help_makes_a_right_answer_hard(help_: str, verdict: Verdict, rating: Rating) -> None:
    got = schedule.ratings(item(), result(verdict), **{help_: True})
    assert got == {"rivers/danube/ten": rating}


def test_true_false_is_no_evidence() -> None:
    judged = replace(item("true-false"), interaction=Judge())
    assert schedule.ratings(judged, result(Verdict.CORRECT)) == {}


def test_each_part_counts_for_its_own_memory_and_the_weaker_for_a_shared_one() -> None:
    matching = item("matching", ("f/a/x", "f/b/x", "f/a/x"))
    got = schedule.ratings(
        matching, result(Verdict.PARTIAL, Verdict.CORRECT, Verdict.WRONG, Verdict.PARTIAL)
    )
    assert got == {"f/a/x": Rating.HARD, "f/b/x": Rating.AGAIN}


# -- days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-02T04:00+00:00", "2026-03-02"),
        ("2026-03-02T03:59:59.999+00:00", "2026-03-01"),
        ("2026-03-01T23:59+00:00", "2026-03-01"),
        ("2026-03-02T03:30+09:00", "2026-03-01"),
        ("2026-03-02T04:00-11:00", "2026-03-02"),
        ("2026-01-01T00:00+05:45", "2025-12-31"),
    ],
)
def test_the_day_turns_at_four_local(moment: str, day: str) -> None:
    assert str(schedule.study_day(datetime.fromisoformat(moment))) == day


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_summer_time_moves_no_day(day: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    four = datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=berlin)
    assert str(schedule.study_day(four)) == day
    assert schedule.study_day(four - timedelta(minutes=1)) == date.fromisoformat(day) - timedelta(1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        schedule.study_day(datetime(2026, 3, 2))  # noqa: DTZ001 - that is what is refused


# -- as fsrs has it -----------------------------------------------------------------------


def test_all_good_gives_the_intervals_of_fsrs() -> None:
    card, mine, day = fsrs.Card(1, due=noon(DAY)), None, DAY
    intervals = []
    for _ in range(12):
        card, _ = reference().review_card(card, fsrs.Rating.Good, noon(day))
        mine = schedule.review(mine, Rating.GOOD, day)
        days = schedule.interval(mine.stability)
        assert days == (card.due - noon(day)).days
        intervals.append(days)
        day += timedelta(days)
    assert intervals[:5] == [2, 11, 46, 163, 497]


@given(
    st.lists(st.tuples(st.sampled_from(Rating), st.integers(-3, 400)), min_size=1, max_size=30),
    st.sampled_from(RETENTIONS),
)
def test_states_and_intervals_are_those_of_fsrs(
    answers: list[tuple[Rating, int]], retention: float
) -> None:
    scheduler = fsrs.Scheduler((*fsrs.Scheduler().parameters,), retention, (), (), 36_500, False)
    card, mine, day = fsrs.Card(1, due=noon(DAY)), None, DAY
    for rating, days in answers:
        day += timedelta(days)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating.value), noon(day))
        mine = schedule.review(mine, rating, day)
    assert mine is not None
    assert (mine.stability, mine.difficulty) == (card.stability, card.difficulty)
    assert schedule.interval(mine.stability, retention) == (card.due - noon(day)).days


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 99)), max_size=20))
def test_a_replay_is_one_review_after_another(answers: list[tuple[Rating, int]]) -> None:
    one_by_one = None
    days = [(rating, DAY + timedelta(days)) for rating, days in answers]
    for rating, day in days:
        one_by_one = schedule.review(one_by_one, rating, day)
    assert schedule.replay(days) == one_by_one


def test_a_year_of_study_equals_fsrs_fed_the_same_ratings(tmp_path: Path) -> None:
    """Every evening of a year what is due, and ten new; `fsrs` gets the moments themselves."""
    memories = [f"rivers/fact-{number // 2}/{number % 2}" for number in range(120)]
    draw = random.Random(1)
    zone = timezone(timedelta(hours=1))
    cards: dict[str, fsrs.Card] = {}
    intervals: dict[str, int] = {}
    with Store(tmp_path / "store.db") as store:
        for number in range(365):
            now = datetime(2026, 1, 1, 18, 30, tzinfo=zone) + timedelta(number)
            today = schedule.study_day(now)
            agenda = schedule.agenda(memories, store.states(memories), today)
            assert len(agenda.new) == (10 if number < 12 else 0)
            for memory in agenda.queue:
                rating = draw.choices(list(Rating), (15, 10, 70, 5))[0]
                answer = answer_to(memory, now, rating)
                mine = store.record(answer).states[memory]
                moment = now.astimezone(UTC)
                card = cards.get(memory) or fsrs.Card(1, due=moment)
                cards[memory], _ = reference().review_card(card, fsrs.Rating(rating.value), moment)
                intervals[memory] = (cards[memory].due - moment).days
                assert schedule.interval(mine.stability) == intervals[memory]
        kept = store.states(memories)
        assert store.check() == []
        before = list(store.every_state())
        store.rebuild()
        assert list(store.every_state()) == before
    assert {m: (s.stability, s.difficulty) for m, s in kept.items()} == {
        m: (card.stability, card.difficulty) for m, card in cards.items()
    }
    assert len(kept) == 120
    assert sum(one.reviews for one in kept.values()) > 600


def answer_to(memory: str, at: datetime, rating: Rating) -> Answer:
    right = rating is not Rating.AGAIN
    verdict = Verdict.CORRECT if right else Verdict.WRONG
    return Answer(f"{memory}/cloze", at, verdict, "x", float(right), ratings={memory: rating})


def test_an_hour_earlier_the_next_morning_is_a_day_later() -> None:
    evening = datetime(2026, 3, 1, 22, tzinfo=UTC)
    learnt = schedule.review(None, Rating.AGAIN, schedule.study_day(evening))
    next_day = schedule.study_day(evening + timedelta(hours=10))
    assert schedule.due_day("f/a/x", learnt) == next_day
    assert schedule.review(learnt, Rating.GOOD, next_day).stability > 3 * learnt.stability


def test_a_lapse_is_losing_what_had_been_answered_before() -> None:
    reached = schedule.replay([(Rating.AGAIN, DAY)])
    assert reached is not None
    assert (reached.lapses, reached.reviews) == (0, 1)
    reached = schedule.review(reached, Rating.AGAIN, DAY + timedelta(1))
    assert (reached.lapses, reached.reviews, reached.first) == (1, 2, DAY)


@pytest.mark.parametrize("retention", [0.69, 0.98, 1.0, 0.0])
def test_a_retention_beyond_what_may_be_asked_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="retention"):
        schedule.interval(10, retention)


# -- fuzz ---------------------------------------------------------------------------------


@pytest.mark.parametrize("stability", [0.2, 2.4, 3.0, 7.0, 12.0, 20.0, 80.0, 900.0])
def test_fuzz_stays_in_the_ranges_of_fsrs_and_uses_them(
    stability: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = schedule.interval(stability)
    fuzzed = fsrs.Scheduler((*fsrs.Scheduler().parameters,), 0.9, (), (), 36_500, True)
    ends = []
    for chance in (0.0, 0.999999):
        monkeypatch.setattr("fsrs.scheduler.random", lambda chance=chance: chance)
        ends.append(fuzzed._get_fuzzed_interval(interval=timedelta(days)).days)
    low, high = ends[0], min(ends[1], schedule._fuzz_range(days)[1])  # `fsrs` rounds a day beyond
    got = {
        (schedule.due_day(f"f/{n}/x", state(stability=stability)) - DAY).days for n in range(4000)
    }
    assert (min(got), max(got)) == (low, high)
    assert len(got) == high - low + 1 or high - low > 400


def test_fuzz_depends_on_the_memory_and_the_number_of_answers_alone() -> None:
    ahead = [schedule.due_day("f/a/x", state(stability=80.0, reviews=n)) for n in range(20)]
    assert len(set(ahead)) > 3
    random.seed(1)
    before = random.getstate()
    assert ahead == [schedule.due_day("f/a/x", state(stability=80.0, reviews=n)) for n in range(20)]
    schedule.review(None, Rating.GOOD, DAY)
    assert random.getstate() == before


def test_nothing_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(_: float) -> None:
        raise AssertionError

    monkeypatch.setattr(time, "sleep", sleep)
    reached = schedule.review(None, Rating.GOOD, DAY)
    assert schedule.review(reached, Rating.GOOD, DAY + timedelta(2)).reviews == 2


# -- what is due --------------------------------------------------------------------------


def test_overdue_comes_first_and_new_last() -> None:
    states = {
        "f/today/x": state(DAY - timedelta(10)),
        "f/long/x": state(DAY - timedelta(40)),
        "f/later/x": state(DAY),
    }
    keys = ["f/later/x", "f/new/x", "f/today/x", "f/long/x"]
    agenda = schedule.agenda(keys, states, DAY + timedelta(2))
    assert agenda.due == ("f/long/x", "f/today/x")
    assert agenda.queue == ("f/long/x", "f/today/x", "f/new/x")
    assert agenda.next_due == schedule.due_day("f/later/x", states["f/later/x"])


def test_new_ones_are_limited_by_day_in_the_order_given() -> None:
    keys = [f"f/{n}/x" for n in range(30)]
    states = {key: state(DAY) for key in keys[:4]}
    agenda = schedule.agenda(keys, states, DAY, new=10)
    assert agenda.new == tuple(keys[4:10])
    assert agenda.waiting == 20
    tomorrow = schedule.agenda(keys, states, DAY + timedelta(1), new=10)
    assert tomorrow.new == tuple(keys[4:14])
    assert schedule.agenda(keys, states, DAY, new=0).new == ()
    assert schedule.agenda(keys, states, DAY, new=2).new == ()


def test_nothing_due_says_when_something_will_be() -> None:
    agenda = schedule.agenda(["f/a/x"], {"f/a/x": state(DAY)}, DAY)
    assert agenda.queue == ()
    assert agenda.next_due == schedule.due_day("f/a/x", state(DAY))
    assert schedule.agenda([], {}, DAY) == schedule.Agenda((), (), 0, None)


def test_a_higher_retention_brings_it_sooner() -> None:
    whens = [schedule.interval(30, retention) for retention in RETENTIONS]
    assert whens == sorted(whens, reverse=True)
    assert whens[2] == 30


def test_what_was_answered_in_the_future_is_due_and_one_answer_mends_it() -> None:
    ahead = state(DAY + timedelta(4000))
    assert schedule.is_due("f/a/x", ahead, DAY)
    fixed = schedule.review(ahead, Rating.GOOD, DAY)
    assert not schedule.is_due("f/a/x", fixed, DAY)
    assert DAY < schedule.due_day("f/a/x", fixed) < DAY + timedelta(60)


def test_a_day_ahead_is_another_time_zone() -> None:
    assert not schedule.is_due("f/a/x", state(DAY + timedelta(1)), DAY)


def test_the_last_day_there_is_ends_no_program() -> None:
    far = state(date(9999, 12, 1), stability=36_500.0)
    assert schedule.due_day("f/a/x", far) == date.max


def keys_of(*facts: str) -> list[str]:
    return [f"f/{fact}/{number}" for number, fact in enumerate(facts)]


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=25))
def test_siblings_are_as_few_times_neighbours_as_can_be(facts: list[str]) -> None:
    got = schedule.spread_siblings(keys_of(*facts))
    assert sorted(got) == sorted(keys_of(*facts))
    neighbours = sum(_fact(x) == _fact(y) for x, y in pairwise(got))
    most = max(facts.count(fact) for fact in facts)
    assert neighbours == max(0, 2 * most - len(facts) - 1)


def test_what_has_no_siblings_near_keeps_its_order() -> None:
    keys = keys_of(*"abcabcab")
    assert schedule.spread_siblings(keys) == tuple(keys)


def _fact(memory: str) -> str:
    return memory.rpartition("/")[0]


def test_the_forecast_counts_each_thing_on_its_day() -> None:
    states: dict[str, State] = {f"f/{n}/x": state(DAY - timedelta(n % 20)) for n in range(200)}
    states["f/far/x"] = state(DAY, stability=400.0)
    load = schedule.forecast(states, DAY, 14)
    days = dict(due_days(states))
    assert load[0] == sum(day <= DAY for day in days.values())
    for ahead in range(1, 14):
        assert load[ahead] == sum(day == DAY + timedelta(ahead) for day in days.values())
    assert sum(load) == 200


def due_days(states: dict[str, State]) -> Iterator[tuple[str, date]]:
    return ((key, schedule.due_day(key, one)) for key, one in states.items())
