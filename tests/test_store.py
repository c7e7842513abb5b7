"""The store: what it keeps, what follows from it, and how logs come together."""

import json
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkquiz import schedule
from nkquiz.schedule import Rating, State
from nkquiz.scoring import Verdict
from nkquiz.store import (
    Answer,
    LogEntry,
    Store,
    StoreCorrupt,
    StoreFailed,
    database,
    log,
)
from nkquiz.store.answer import COLUMNS, entry_of, line_of, new_id, read_line, values_of
from nkquiz.store.backup import backups, before_migration
from nkquiz.store.exchange import read as read_log
from nkquiz.store.exchange import standing
from nkquiz.store.migrations import APPLICATION, MIGRATIONS
from nkquiz.store.salvage import salvage

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=1)))
TEN = "rivers/danube/ten"
ELBE = "rivers/elbe/Elbe"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.db") as one:
        yield one


def answer(memory: str = TEN, at: datetime = NOON, rating: Rating = Rating.GOOD) -> Answer:
    right = rating is not Rating.AGAIN
    return Answer(
        item=f"{memory}/multiple-choice",
        at=at,
        verdict=Verdict.CORRECT if right else Verdict.WRONG,
        response="ten",
        points=float(right),
        deck="rivers",
        stem="The Danube flows through _____ countries.",
        key="ten",
        options=("eight", "nine", "ten"),
        chosen=2,
        duration=1500,
        ratings={memory: rating},
    )


def states_of(store: Store) -> dict[str, State]:
    return dict(store.every_state())


# -- recording ----------------------------------------------------------------------------


def test_a_new_store_knows_nothing(store: Store) -> None:
    assert store.states([TEN]) == {}
    assert list(store.entries()) == []
    assert store.last_moment() is None
    assert store.check() == []


def test_an_answer_is_kept_with_all_that_was_said_of_it(store: Store) -> None:
    given = replace(answer(), hinted=True, guessed=True, retention=0.95, scheduler="x 1")
    done = store.record(given)
    (entry,) = store.entries()
    assert entry == LogEntry(done.id, given)
    assert entry.answer.at.utcoffset() == timedelta(hours=1)
    assert store.last_moment() == NOON


def test_the_state_moves_on_as_the_schedule_says(store: Store) -> None:
    first = store.record(answer())
    later = NOON + timedelta(days=3)
    second = store.record(answer(at=later, rating=Rating.AGAIN))
    today = schedule.study_day(NOON)
    expected = schedule.replay([(Rating.GOOD, today), (Rating.AGAIN, today + timedelta(3))])
    assert first.states == {TEN: schedule.review(None, Rating.GOOD, today)}
    assert second.states == store.states([TEN, ELBE]) == {TEN: expected}


def test_the_version_of_the_scheduler_is_noted(store: Store) -> None:
    store.record(answer())
    (entry,) = store.entries()
    assert entry.answer.scheduler == schedule.version()
    assert schedule.version().startswith("fsrs 6.")


def test_an_answer_without_ratings_touches_no_state(store: Store) -> None:
    store.record(answer())
    before = states_of(store)
    store.record(replace(answer(), ratings={}))
    assert states_of(store) == before
    assert len(list(store.entries())) == 2


def test_an_item_of_several_facts_moves_each_memory(store: Store) -> None:
    done = store.record(replace(answer(), ratings={TEN: Rating.GOOD, ELBE: Rating.AGAIN}))
    assert set(done.states) == {TEN, ELBE}
    assert done.states[TEN].stability > done.states[ELBE].stability


def test_only_the_states_asked_for_are_read(store: Store) -> None:
    memories = [f"f/{number}/x" for number in range(1200)]
    with store._writing() as connection:
        for memory in memories:
            database_row = (memory, 3.0, 5.0, 739_000, 739_000, 1, 0)
            connection.execute("INSERT INTO state VALUES (?, ?, ?, ?, ?, ?, ?)", database_row)
    assert set(store.states(memories)) == set(memories)
    assert list(store.states([*memories[:2], "f/none/x"])) == memories[:2]
    plan = store._connection.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM state WHERE memory IN (?, ?)", memories[:2]
    )
    assert [row[3] for row in plan] == ["SEARCH state USING PRIMARY KEY (memory=?)"]


@pytest.mark.parametrize(
    "bad",
    [
        {"at": NOON.replace(tzinfo=None)},
        {"points": 1.5},
        {"points": float("nan")},
        {"chosen": 3},
        {"duration": -1},
        {"retention": 2.0},
    ],
)
def test_what_could_not_be_read_back_is_refused_and_nothing_kept(
    store: Store, bad: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        store.record(replace(answer(), **bad))  # type: ignore[arg-type]
    assert list(store.entries()) == []
    store.record(answer())


def test_half_a_character_is_no_reason_to_lose_an_answer(store: Store) -> None:
    store.record(replace(answer(), response="\udce9t\u00e9 \0 한"))
    (entry,) = store.entries()
    assert entry.answer.response == "?té \0 한"


def test_the_log_only_grows(store: Store) -> None:
    store.record(answer())
    for sql in ("UPDATE log SET points = 1", "DELETE FROM log"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            store._connection.execute(sql)


def test_each_answer_waits_for_the_disk(store: Store) -> None:
    values = [store._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS]
    assert dict(zip(SETTINGS, values, strict=True)) == SETTINGS


SETTINGS = {"journal_mode": "wal", "synchronous": 2}


def test_every_table_is_strict(store: Store) -> None:
    tables = store._connection.execute("PRAGMA table_list").fetchall()
    ours = [row for row in tables if not row[1].startswith("sqlite_")]
    assert len(ours) == 3
    assert all(row[5] for row in ours)


# -- taking back --------------------------------------------------------------------------


def test_an_answer_taken_back_leaves_the_state_as_it_was(store: Store) -> None:
    store.record(answer())
    before = states_of(store)
    wrong = store.record(answer(at=NOON + timedelta(days=2), rating=Rating.AGAIN))
    assert store.undo(wrong.id, NOON + timedelta(days=2, seconds=5)) == before
    assert states_of(store) == before
    assert store.check() == []


def test_a_first_answer_taken_back_leaves_a_new_memory(store: Store) -> None:
    done = store.record(answer())
    assert store.undo(done.id, NOON) == {}
    assert states_of(store) == {}
    assert list(store.entries()) == []


def test_taking_back_is_a_row_more(store: Store) -> None:
    done = store.record(answer())
    store.undo(done.id, NOON)
    rows = [row for row in read_log(store.export(), "log") if isinstance(row, LogEntry)]
    assert [row.undoes for row in rows] == ["", done.id]


def test_what_is_not_there_can_not_be_taken_back(store: Store) -> None:
    done = store.record(answer())
    store.undo(done.id, NOON)
    row = next(iter(store._connection.execute("SELECT max(id) FROM log")))[0]
    for identity in (done.id, row, "0" * 32):
        with pytest.raises(LookupError):
            store.undo(identity, NOON)
    assert store.check() == []


def test_an_answer_in_the_middle_can_be_taken_back(store: Store) -> None:
    done = [store.record(answer(at=NOON + timedelta(days=3 * n))) for n in range(4)]
    store.undo(done[1].id, NOON + timedelta(days=10))
    today = schedule.study_day(NOON)
    days = [today + timedelta(3 * n) for n in (0, 2, 3)]
    assert store.states([TEN])[TEN] == schedule.replay((Rating.GOOD, day) for day in days)
    assert store.check() == []


# -- changing one's mind ------------------------------------------------------------------


def test_an_amended_answer_leaves_the_state_that_it_would_have_left(store: Store) -> None:
    store.record(answer())
    wrong = store.record(answer(at=NOON + timedelta(days=2), rating=Rating.AGAIN))
    done = store.amend(wrong.id, answer(at=NOON + timedelta(days=2)))
    days = [schedule.study_day(NOON + timedelta(days=n)) for n in (0, 2)]
    assert done.states == {TEN: schedule.replay((Rating.GOOD, day) for day in days)}
    assert states_of(store) == done.states
    assert [entry.id for entry in store.entries()][1:] == [done.id]
    assert store.check() == []


def test_what_can_not_be_amended_leaves_everything_as_it_was(store: Store) -> None:
    done = store.record(answer())
    lines = list(store.export())
    with pytest.raises(LookupError):
        store.amend("0" * 32, answer())
    with pytest.raises(ValueError, match="points"):
        store.amend(done.id, replace(answer(), points=2))
    assert list(store.export()) == lines


def test_an_objection_stands_until_it_is_taken_back(store: Store) -> None:
    done = store.record(answer())
    assert store.objections() == []
    objected = store.amend(done.id, replace(answer(), objected=True))
    assert [objection.entry.id for objection in store.objections()] == [objected.id]
    store.undo(objected.id, NOON)
    assert store.objections() == []


def objection(store: Store, response: str = "10", at: datetime = NOON) -> Answer:
    """An objection that is kept."""
    said = replace(answer(at=at), response=response, chosen=None, objected=True)
    store.record(said)
    return said


def test_a_decision_is_about_what_was_objected_for_alike_before_it(store: Store) -> None:
    said = objection(store)
    objection(store, response="X")
    objection(store, response=" 10. ")
    store.decide([said], Verdict.WRONG, NOON)
    objection(store)
    assert [one.decision is None for one in store.objections()] == [False, True, False, True]
    assert [one.counts for one in store.objections()] == [False, True, False, True]
    store.decide([said], Verdict.CORRECT, NOON)
    assert [one.counts for one in store.objections()] == [True] * 4


def test_a_decision_is_a_row_that_is_no_answer(store: Store, tmp_path: Path) -> None:
    said = objection(store)
    before = (list(store.entries()), states_of(store))
    store.decide([said, said], Verdict.WRONG, NOON + timedelta(days=1))
    lines = list(store.export())
    assert len(lines) == 3  # the head, the objection, the decision
    assert (list(store.entries()), states_of(store), store.check()) == (*before, [])
    rows = [row for row in read_log(lines, "log") if isinstance(row, LogEntry)]
    assert [row.answer for row in standing(rows)] == [replace(said, scheduler=schedule.version())]
    store.rebuild()
    with Store(tmp_path / "other.db") as other:
        other.merge(lines, "log")
        other.merge(lines, "log")
        assert (states_of(other), other.check()) == (before[1], [])
        assert [one.counts for one in (*store.objections(), *other.objections())] == [False] * 2
    with pytest.raises(LookupError):
        store.undo(rows[-1].id, NOON)


def test_a_decision_is_salvaged(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store(path) as store:
        store.decide([objection(store)], Verdict.WRONG, NOON)
    salvage(path)
    with Store(path) as store:
        assert [one.counts for one in store.objections()] == [False]


def test_objections_are_found_without_reading_the_log(store: Store) -> None:
    sql = f"EXPLAIN QUERY PLAN SELECT id FROM log WHERE {log._OBJECTIONS}"
    plan = [row[3] for row in store._connection.execute(sql)]
    assert plan[0].startswith("SEARCH log USING INDEX objections")
    assert not any(line.startswith("SCAN") for line in plan)


# -- what follows from the log ------------------------------------------------------------


def study(store: Store, seed: int, *, days: int = 20, start: datetime = NOON) -> None:
    """Some weeks of answers, a few taken back, on a clock that is not always right."""
    draw = random.Random(seed)
    for day in range(days):
        for _ in range(draw.randint(0, 6)):
            wrong_by = timedelta(days=draw.choice((0, 0, 0, 0, -3, 5)))
            zone = timezone(timedelta(hours=draw.choice((1, 1, 9, -10))))
            at = (start + timedelta(days=day, minutes=draw.randrange(900)) + wrong_by).astimezone(
                zone
            )
            memories = draw.sample(
                [f"rivers/fact-{n}/x" for n in range(12)], draw.choice((1, 1, 3))
            )
            ratings = {memory: draw.choice(list(Rating)) for memory in memories}
            done = store.record(replace(answer(memories[0], at), ratings=ratings))
            if draw.random() < 0.15:
                store.undo(done.id, at + timedelta(seconds=4))


@pytest.mark.parametrize("seed", range(5))
def test_a_rebuild_gives_the_same_to_the_bit(tmp_path: Path, seed: int) -> None:
    with Store(tmp_path / "store.db") as store:
        study(store, seed)
        assert store.check() == []
        before = {table: rows_of(store, table) for table in ("evidence", "state", "log")}
        with store._writing() as connection:
            connection.execute("UPDATE state SET stability = 1, last = 5")
            connection.execute("DELETE FROM evidence WHERE rating = 3")
            connection.execute("INSERT INTO state VALUES ('a/b/c', 1, 1, 1, 1, 1, 1)")
        assert len(store.check()) > 3
        store.rebuild()
        assert {table: rows_of(store, table) for table in before} == before
        assert store.check() == []


def rows_of(store: Store, table: str) -> list[tuple[object, ...]]:
    return store._connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


#: Changes to what follows from the log that leave rows which follow from none.
IMPOSSIBLE = (
    "UPDATE evidence SET rating = -78",
    "UPDATE evidence SET day = 0",
    "UPDATE evidence SET day = 1 << 60",
    "UPDATE state SET last = 0",
    "UPDATE state SET stability = 0",
    "UPDATE state SET stability = 9e999",
    "UPDATE state SET difficulty = -1",
    "UPDATE state SET reviews = 0",
)

#: Changes after which a text isn't UTF-8.
NO_TEXT = (
    "UPDATE evidence SET answer = CAST(x'ff80' AS TEXT)",
    "UPDATE evidence SET memory = CAST(x'ff80' AS TEXT)",
    "UPDATE state SET memory = CAST(x'ff80' AS TEXT)",
)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE state SET stability = stability + 1e-13", "the state is"),
        ("DELETE FROM state", "from the log follows"),
        ("DELETE FROM evidence", "rated in the log"),
        ("UPDATE evidence SET day = day + 1", "not so in the log"),
        ("INSERT INTO state VALUES ('x/y/z', 1, 1, 1, 1, 1, 1)", "nothing in the log"),
        *((sql, "") for sql in (*IMPOSSIBLE, *NO_TEXT)),
    ],
)
def test_a_check_finds_what_does_not_follow(store: Store, sql: str, said: str) -> None:
    store.record(answer())
    store._connection.execute(sql)
    assert any(said in finding for finding in store.check())
    assert store.damage() == []
    store.rebuild()
    assert store.check() == []


def allow_anything(store: Store) -> None:
    """Have the tables that follow from the log take what no column of theirs should hold."""
    connection = store._connection
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("""
        UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT, ', ''), ' NOT NULL', '')
        WHERE name IN ('evidence', 'state')""")
    connection.execute("PRAGMA writable_schema = RESET")


#: Changes that no column allows; a damaged page may hold them all the same.
FORBIDDEN = (
    "UPDATE evidence SET rating = NULL",
    "UPDATE evidence SET day = x'00'",
    "UPDATE state SET memory = x'61'",
    "UPDATE state SET stability = NULL",
    "UPDATE state SET difficulty = x'00'",
    "UPDATE state SET first = NULL",
    "UPDATE state SET last = 1.5",
)


@pytest.mark.parametrize("sql", [*IMPOSSIBLE, *FORBIDDEN])
def test_what_can_not_follow_is_said_where_it_is_read_and_rebuilt(store: Store, sql: str) -> None:
    store.record(answer())
    taken = store.record(answer()).id
    before = states_of(store)
    allow_anything(store)
    store._connection.execute(sql)
    reading: Callable[[], object] = {
        "evidence": lambda: store.undo(taken, NOON),
        "state": lambda: list(store.every_state()),
    }[sql.split()[1]]
    with pytest.raises(StoreFailed, match="to fix it, use `nkquiz store rebuild`"):
        reading()
    store.rebuild()
    assert states_of(store) == before
    assert store.check() == []


@pytest.mark.parametrize(
    "change",
    ["ratings = 'x'", "ratings = '{\"a\":9}'", "verdict = 'nice'", "at = -5", "options = ''"],
)
def test_a_garbled_row_of_the_log_is_damage(store: Store, change: str) -> None:
    store.record(answer())
    assert store.damage() == []
    store._connection.execute("DROP TRIGGER no_update")
    store._connection.execute(f"UPDATE log SET {change}")
    assert ["of the log can't be read" in said for said in store.check()] == [True]
    assert store.damage() == store.check()
    with pytest.raises(StoreCorrupt):
        list(store.entries())
    if "ratings" in change:
        with pytest.raises(StoreCorrupt):
            store.rebuild()


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("offset", [-720, -210, 0, 60, 345, 840])
def test_the_database_counts_study_days_as_the_schedule_does(
    tmp_path: Path, hour: int, offset: int
) -> None:
    zone = timezone(timedelta(minutes=offset))
    with Store(tmp_path / "store.db") as store:
        for day in (datetime(1970, 1, 3), datetime(2026, 3, 2), datetime(6000, 1, 1)):  # noqa: DTZ001
            at = day.replace(hour=hour, tzinfo=zone)
            store.record(answer(f"f/{day.year}/x", at))
            store.record(
                answer(f"f/{day.year}/y", at.replace(minute=59, second=59, microsecond=999_999))
            )
        assert store.check() == []


# -- clocks -------------------------------------------------------------------------------


def test_answers_count_in_the_order_given_though_the_clock_was_set_back(store: Store) -> None:
    future = NOON + timedelta(days=2000)
    store.record(answer(at=future))
    done = store.record(answer(at=NOON, rating=Rating.AGAIN))
    days = [schedule.study_day(future), schedule.study_day(NOON)]
    expected = schedule.replay(zip((Rating.GOOD, Rating.AGAIN), days, strict=True))
    assert done.states == {TEN: expected}
    assert [entry.answer.at for entry in store.entries()] == [future, NOON]
    assert store.check() == []
    store.rebuild()
    assert states_of(store) == {TEN: expected}


def test_a_stopped_clock_keeps_the_order_too(store: Store) -> None:
    done = [store.record(answer(f"f/{n}/x")).id for n in range(50)]
    assert done == sorted(done)
    assert [entry.id for entry in store.entries()] == done


def test_a_flight_around_the_world_loses_no_day(store: Store) -> None:
    tokyo, honolulu = timezone(timedelta(hours=9)), timezone(timedelta(hours=-10))
    store.record(answer(at=datetime(2026, 3, 2, 8, tzinfo=tokyo)))
    done = store.record(answer(at=datetime(2026, 3, 1, 20, tzinfo=honolulu)))
    assert done.states[TEN].last == date(2026, 3, 1)
    assert done.states[TEN].reviews == 2
    assert store.check() == []


# -- lines --------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
entries = st.builds(
    LogEntry,
    st.from_regex(r"[0-6][0-9a-f]{31}", fullmatch=True),
    st.builds(
        Answer,
        item=texts,
        at=st.builds(
            lambda moment, offset: moment.astimezone(timezone(timedelta(minutes=offset))),
            st.datetimes(datetime(1970, 1, 3), datetime(6000, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
                lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
            ),
            st.integers(-1439, 1439),
        ),
        verdict=st.sampled_from(Verdict),
        response=texts,
        points=st.floats(0, 1),
        deck=texts,
        stem=texts,
        key=texts,
        options=st.lists(texts, min_size=1, max_size=5).map(tuple),
        chosen=st.none() | st.just(0),
        duration=st.integers(0, 10**9),
        hinted=st.booleans(),
        guessed=st.booleans(),
        ratings=st.dictionaries(
            texts.filter(lambda text: "\0" not in text), st.sampled_from(Rating), max_size=3
        ),
        retention=st.floats(0, 1),
        scheduler=texts,
    ),
    st.just("") | st.from_regex(r"[0-7][0-9a-f]{31}", fullmatch=True),
)


@given(entries)
def test_a_row_survives_columns_and_lines(entry: LogEntry) -> None:
    values = values_of(entry)
    assert entry_of(values) == entry
    line = line_of(values)
    assert "\n" not in line
    assert read_line(line) == entry
    assert line_of(values_of(read_line(line))) == line


GOOD = json.loads(line_of(values_of(LogEntry("0" * 32, answer()))))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "x"}, "not the id"),
        ({"id": "f" * 32}, "not the id"),
        ({"id": 5}, "`id` must be a text"),
        ({"at": "now"}, "`at` must be a whole number"),
        ({"at": 10**18}, "`at` must be a whole number"),
        ({"at": True}, "`at` must be a whole number"),
        ({"offset": 1440}, "`offset`"),
        ({"verdict": "nice"}, "nice"),
        ({"points": 2}, "`points`"),
        ({"points": "1"}, "`points`"),
        ({"options": "ten"}, "`options` must be a list"),
        ({"options": [1]}, "`options` must be a list"),
        ({"chosen": 3}, "`chosen`"),
        ({"hinted": 1}, "`hinted` must be true or false"),
        ({"ratings": []}, "`ratings`"),
        ({"ratings": {"a": 5}}, "a rating must be"),
        ({"ratings": {"a": [1]}}, "a rating must be"),
        ({"ratings": {"a": True}}, "a rating must be"),
        ({"colour": "red"}, "can't have 'colour'"),
        ({"id": "7fffffffffffb370871e1a04df95f072"}, "too far in the future"),
        ({"options": [], "chosen": 0}, "there are no `options`"),
        ({"scheduler": "\ud800"}, "half a character"),
        ({"undoes": "\ud800"}, "half a character"),
        ({"ratings": {"\ud800": 3}}, "half a character"),
        ({"ratings": {"a\0b": 3}}, "a NUL character"),
    ],
)
def test_a_line_that_is_no_row_says_why(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_line(json.dumps(GOOD | change))


@pytest.mark.parametrize("line", ["", "{", "[]", "null", "[" * 100_000, '{"id": NaN}'])
def test_a_line_of_nonsense_says_so(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_line(line)


@pytest.mark.parametrize("missing", [name for name in COLUMNS if name not in ("chosen", "undoes")])
def test_a_row_lacks_nothing(missing: str) -> None:
    line = {key: value for key, value in GOOD.items() if key != missing}
    with pytest.raises(ValueError, match=missing):
        read_line(json.dumps(line))


@pytest.mark.parametrize("tick", ["0" * 12, "6fffffffffff", "7f544a44c000", "7fffffffffff"])
def test_an_id_is_behind_all_others_and_can_be_moved(tick: str) -> None:
    newest = f"{tick}b370871e1a04df95f072"
    for _ in range(100):
        identity = new_id(NOON, newest)
        assert identity > newest
        assert entry_of(values_of(LogEntry(identity, answer()))).id == identity
        if tick != "7fffffffffff":  # which came in before such rows were refused
            assert read_line(line_of(values_of(LogEntry(identity, answer())))).id == identity
        newest = identity


# -- two machines -------------------------------------------------------------------------


def merged(path: Path, *logs: list[str]) -> tuple[list[str], dict[str, State]]:
    """The log and the states of a store that takes in some logs."""
    with Store(path) as store:
        for lines in logs:
            _, problems = store.merge(lines, "log")
            assert problems == []
            assert store.check() == []
        return list(store.export()), states_of(store)


@pytest.mark.parametrize("seed", range(4))
def test_machines_merged_in_any_order_and_twice_agree(tmp_path: Path, seed: int) -> None:
    logs = []
    for number in range(3):
        with Store(tmp_path / f"machine-{number}.db") as store:
            study(store, 10 * seed + number, start=NOON + timedelta(days=7 * number))
            logs.append(list(store.export()))
    a, b, c = logs
    first = merged(tmp_path / "abc.db", a, b, c)
    assert merged(tmp_path / "cab.db", c, a, b) == first
    assert merged(tmp_path / "abbac.db", a, b, b, a, c) == first
    assert merged(tmp_path / "machine-2.db", b, a) == first
    assert merged(tmp_path / "other.db", first[0]) == first


def test_a_merge_counts_what_was_new(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as a, Store(tmp_path / "b.db") as b:
        a.record(answer())
        b.record(answer(ELBE))
        lines = list(a.export())
        assert [b.merge(lines, "a")[0] for _ in range(2)] == [
            type(b.merge([lines[0]], "a")[0])(1, 0),
            type(b.merge([lines[0]], "a")[0])(0, 1),
        ]
        assert set(states_of(b)) == {TEN, ELBE}


def test_a_row_taken_back_elsewhere_is_taken_back_here(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as a, Store(tmp_path / "b.db") as b:
        done = a.record(answer())
        b.merge(list(a.export()), "a")
        assert set(states_of(b)) == {TEN}
        a.undo(done.id, NOON)
        b.merge(list(a.export()), "a")
        assert states_of(b) == {}
        assert b.check() == []


def test_logs_behind_each_other_are_merged_as_one(store: Store, tmp_path: Path) -> None:
    lines: list[str] = []
    for river in (ELBE, TEN):
        with Store(tmp_path / f"{len(lines)}.db") as other:
            other.record(answer(river))
            lines += other.export()
    done, problems = store.merge(lines, "both.jsonl")
    assert (done.added, problems) == (2, [])


def test_after_a_merge_new_answers_count_behind_the_others(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as a, Store(tmp_path / "b.db") as b:
        a.record(answer(at=NOON + timedelta(days=9)))
        b.merge(list(a.export()), "a")
        b.record(answer(rating=Rating.AGAIN))
        assert b.check() == []
        assert [entry.answer.ratings[TEN] for entry in b.entries()] == [Rating.GOOD, Rating.AGAIN]


@pytest.mark.parametrize(
    ("spoil", "line", "said"),
    [
        (lambda lines: lines[:1], None, ""),
        (lambda lines: ["\ufeff" + lines[0]], None, ""),
        (lambda _: [], 1, "this is not a log"),
        (lambda _: [""], 1, "this is not a log"),
        (lambda lines: lines[1:], 1, "this is not a log"),
        (lambda lines: ["x: y", *lines], 1, "this is not a log"),
        (lambda lines: ['{"format": "nkquiz-log", "version": 2}', *lines[1:]], 1, "a newer nkquiz"),
        (lambda lines: [*lines, lines[-1][:50]], 4, "this line is not JSON"),
        (lambda lines: [*lines, '{"format": "nkquiz-log", "version": 2}'], 4, "a newer nkquiz"),
        (lambda lines: [*lines, '{"format": "another"}'], 4, "a row can't have 'format'"),
        (lambda lines: [lines[0], "[]", *lines[1:]], 2, "a row must be an object"),
        (
            lambda lines: [*lines[:2], lines[2].replace('"ten"', '"two"')],
            3,
            "differs from the same row",
        ),
    ],
)
def test_a_log_that_can_not_be_read_changes_nothing(
    store: Store, tmp_path: Path, spoil: Callable[[list[str]], list[str]], line: int, said: str
) -> None:
    with Store(tmp_path / "other.db") as other:
        other.record(answer(ELBE))
        other.record(answer(ELBE))
        lines = list(other.export())
    store.merge([lines[0], lines[2]], "other")
    before = list(store.export())
    done, problems = store.merge(spoil(lines), "other.jsonl")
    assert (done.added, done.known) == (0, 0)
    assert list(store.export()) == before
    assert store.check() == []
    assert [said in problem.message for problem in problems] == [True] * bool(said)
    if line:
        assert str(problems[0]).startswith(f"other.jsonl:{line}:1: error: ")


# -- two sessions at once -----------------------------------------------------------------


def test_several_may_begin_one_store_at_the_same_instant(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    start = threading.Barrier(4)

    def begin(path: Path) -> None:
        try:
            start.wait()
            Store(path, patience=60).close()
        except BaseException as error:
            failures.append(error)

    for number in range(15):
        path = tmp_path / f"{number}.db"
        threads = [threading.Thread(target=begin, args=(path,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []


def test_two_sessions_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    failures: list[BaseException] = []

    def session(number: int) -> None:
        try:
            with Store(path, patience=60) as store:
                for n in range(40):
                    done = store.record(answer(f"f/{n % 5}/x", NOON + timedelta(days=number)))
                    if n % 10 == 9:
                        store.undo(done.id, NOON)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=session, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store(path) as store:
        assert len(list(store.entries())) == 4 * 36
        assert store.check() == []


def test_what_one_session_did_the_other_sees(tmp_path: Path) -> None:
    with Store(tmp_path / "store.db") as one, Store(tmp_path / "store.db") as two:
        one.record(answer())
        assert two.record(answer(at=NOON + timedelta(days=2))).states[TEN].reviews == 2


# -- versions -----------------------------------------------------------------------------


def schema_of(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 2").fetchall()


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_each_version_becomes_todays(tmp_path: Path, version: int) -> None:
    """A store of each version before, made by the migrations up to it, is brought up to date."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    if version:
        database.connect(old, migrations=MIGRATIONS[:version]).close()
    else:
        old.touch()
    with Store(old) as one, Store(new) as other:
        assert schema_of(one._connection) == schema_of(other._connection)
        one.record(answer())
        assert one.check() == []
    assert len(backups(old)) == bool(version)


def test_a_migration_keeps_what_is_there_and_a_backup_of_it(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store(path) as store:
        store.record(answer())
        before = list(store.export())

    def more(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE more (x TEXT) STRICT")
        connection.execute("INSERT INTO more VALUES ('y')")

    with closing(database.connect(path, migrations=(*MIGRATIONS, more))) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        assert version == len(MIGRATIONS) + 1
        assert connection.execute("SELECT x FROM more").fetchone() == ("y",)
    (backup,) = backups(path)
    with Store.reading(backup) as old:
        assert list(old.export()) == before


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store(path) as store:
        store.record(answer())

    def bad(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE state")
        connection.execute("SELECT * FROM nowhere")

    with pytest.raises(StoreFailed, match="nowhere"):
        database.connect(path, migrations=(*MIGRATIONS, bad))
    with Store(path) as store:
        assert store.check() == []
        assert TEN in store.states([TEN])


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    newer = (*MIGRATIONS, lambda connection: connection.execute("CREATE TABLE new (x TEXT) STRICT"))
    database.connect(path, migrations=newer).close()
    before = path.read_bytes()
    for opening in (Store, Store.reading):
        with pytest.raises(StoreFailed, match=r"a newer nkquiz wrote it .*update nkquiz"):
            opening(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b"title: Rivers\n",
        b"PK\3\4 something",
        b"x" * 5000,
        b"x" * 4096 + b"0" * 4096,  # a store's second page has a row
        b"x" * 4096 + b"\n" * 4096,  # or the way to one
    ],
)
def test_a_file_of_another_sort_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rivers.yaml"
    path.write_bytes(content)
    for opening in (Store, Store.reading):
        with pytest.raises(StoreFailed, match="not a store of nkquiz"):
            opening(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_an_old_sqlite_is_said_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    with Store(path) as store:
        store.record(answer())
    before = path.read_bytes()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    for opening in (Store, Store.reading):
        with pytest.raises(StoreFailed, match=r"nkquiz needs 3\.37 or newer: use another Python"):
            opening(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "collection.anki2"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER)")
    before = path.read_bytes()
    for opening in (Store, Store.reading):
        with pytest.raises(StoreFailed, match="belongs to another program"):
            opening(path)
    assert path.read_bytes() == before


def test_a_store_says_whose_it_is(store: Store) -> None:
    assert store._connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    assert APPLICATION.to_bytes(4) == b"nkqz"


# -- backups ------------------------------------------------------------------------------


def test_one_backup_a_day_and_the_last_ten_are_kept(store: Store) -> None:
    start = date(2026, 3, 1)
    for number in range(14):
        store.record(answer(f"f/{number}/x"))
        day = start + timedelta(number)
        assert store.back_up(day) is not None
        assert store.back_up(day) is None
    found = backups(store.path)
    assert [file.name for file in found] == [f"2026-03-{day:02}.db" for day in range(14, 4, -1)]
    assert {file.parent for file in found} == {store.path.with_name("store.db.backups")}
    assert sorted(file.parent for file in store.path.parent.rglob("*")) != []
    with Store.reading(found[0]) as copy:
        assert list(copy.export()) == list(store.export())
        assert copy.check() == []
    assert not [file for file in found[0].parent.iterdir() if file.suffix != ".db"]


def test_daily_backups_push_out_none_from_before_a_migration(store: Store) -> None:
    before_migration(store._connection, store.path, 1)
    before_migration(store._connection, store.path, 1)
    for number in range(12):
        store.back_up(date(2026, 3, 1) + timedelta(number))
    names = {file.name for file in backups(store.path)}
    assert {"version-1-1.db", "version-1-2.db"} < names
    assert len(names) == 12


# -- orphans ------------------------------------------------------------------------------


def test_what_the_files_have_is_no_orphan(store: Store) -> None:
    store.record(answer())
    store.record(answer("geography/elbe/Elbe"))
    assert store.orphans({TEN: ("x",)}) == []
    assert store.orphans({}) == []


PIERS = {
    name: (f"The ferry to the island of _____ leaves from pier {n}.",)
    for n, name in enumerate(("Alba", "Bora", "Cato"), 1)
}


@pytest.mark.parametrize(
    ("days", "successor"),
    [(-1, ""), (0, ""), (1, "ferries/bora/Bora"), (None, "ferries/bora/Bora")],
)
def test_what_was_learnt_beside_an_orphan_did_not_take_its_place(
    store: Store, days: int | None, successor: str
) -> None:
    store.record(replace(answer("ferries/alba/Alba"), stem=PIERS["Alba"][0], key="Alba"))
    if days is not None:
        store.record(answer("ferries/bora/Bora", NOON + timedelta(days=days)))
    (found,) = store.orphans({"ferries/bora/Bora": PIERS["Bora"]})
    assert found.successor == successor


@pytest.mark.parametrize(
    ("stem", "key", "sentence"),
    [("In _____.", "Rome", "In Rome."), ("In _____.", "44 v. Chr.", "In 44 v. Chr.")],
)
def test_the_sentence_of_an_orphan_has_one_stop(
    store: Store, stem: str, key: str, sentence: str
) -> None:
    store.record(replace(answer("ferries/alba/Alba"), stem=stem, key=key))
    (found,) = store.orphans({"ferries/bora/Bora": ()})
    assert found.sentence == sentence


@pytest.mark.parametrize("taken_by", ["ferries/new/Alba", "ferries/alba/Albania"])
def test_the_same_fact_or_slot_took_its_place_rather_than_a_sentence_more_alike(
    store: Store, taken_by: str
) -> None:
    store.record(replace(answer("ferries/alba/Alba"), stem=PIERS["Alba"][0], key="Alba"))
    known = {
        "ferries/bora/Bora": PIERS["Bora"],
        taken_by: ("The ferry to the isle of _____ goes from pier 1.",),
        "ferries/cato/Cato": PIERS["Cato"],
    }
    (found,) = store.orphans(known)
    assert found.successor == taken_by


def test_an_orphan_is_offered_the_sentence_that_took_its_place(store: Store) -> None:
    store.record(answer())
    store.record(replace(answer("rivers/gone/x"), stem="Nothing like it _____.", key="here"))
    known = {
        "rivers/new/Danube": ("The _____ flows through ten countries now.",),
        "rivers/new/ten": ("The Danube flows through _____ countries now.",),
        "rivers/other/x": ("The Elbe rises in the Giant Mountains.",),
        "lakes/new/ten": ("The Danube flows through _____ countries.",),
    }
    gone, found = sorted(store.orphans(known), key=lambda orphan: orphan.sentence)
    assert (gone.memory, gone.successor) == ("rivers/gone/x", "")
    assert (found.memory, found.successor) == (TEN, "rivers/new/ten")
    assert found.sentence == "The Danube flows through ten countries."
    assert found.state == store.states([TEN])[TEN]
