"""What the log tells, of a learner and of items."""

import csv
import io
import json
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import nkquiz
from nkquiz.cli import stats as command
from nkquiz.history import of_learner
from nkquiz.item_analysis import analyse, correlation, kr20, wilson
from nkquiz.schedule import Rating
from nkquiz.scoring import Verdict
from nkquiz.store import Answer, LogEntry, Store
from nkquiz.store.answer import line_of, new_id, values_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FORM = ("11111", "11110", "11100", "11001", "10000", "01000")
OPTIONS = ("Danube", "Elbe", "Rhine", "Vistula")


def rows(form: Sequence[str]) -> list[list[bool]]:
    return [[mark == "1" for mark in row] for row in form]


def answer(item: str = "f/a/x", at: datetime = NOON, chosen: int = 0, **other: object) -> Answer:
    right = chosen == 0
    fields: dict[str, object] = {
        "verdict": Verdict.CORRECT if right else Verdict.WRONG,
        "response": OPTIONS[chosen],
        "points": float(right),
        "options": OPTIONS,
        "chosen": chosen,
        "key": "Danube",
        "stem": "The _____ is long.",
        "duration": 2000,
        "ratings": {item: Rating.GOOD if right else Rating.AGAIN},
    }
    return Answer(item=f"{item}/multiple-choice", at=at, **(fields | other))  # type: ignore[arg-type]


def entries(*answers: Answer) -> list[LogEntry]:
    newest = None
    out = []
    for one in answers:
        newest = new_id(one.at, newest)
        out.append(LogEntry(newest, one))
    return out


def person(marks: str) -> list[LogEntry]:
    """Somebody who answered one item for each mark."""
    return entries(*(answer(f"f/{n}/x", chosen=int(mark == "0")) for n, mark in enumerate(marks)))


def item_rest(rows: Sequence[Sequence[bool]]) -> list[float | None]:
    """For each item (column) its correlation with the number right of the others, over people
    (rows). None where one of the two never varies.
    """
    return [
        correlation(
            [float(row[item]) for row in rows], [float(sum(row) - row[item]) for row in rows]
        )
        for item in range(len(rows[0]) if rows else 0)
    ]


# -- formulas -----------------------------------------------------------------------------


def test_the_known_form_has_its_known_figures() -> None:
    assert f"{kr20(rows(FORM)):.4f}" == "0.6818"
    assert [f"{value:.4f}" for value in item_rest(rows(FORM))] == [
        "0.3464",
        "0.3464",
        "0.6030",
        "0.6325",
        "0.2810",
    ]


def test_what_is_undefined_is_none() -> None:
    assert kr20([]) is None
    assert kr20(rows(["1", "0"])) is None
    assert kr20(rows(["10", "01"])) is None
    assert item_rest([]) == []
    assert item_rest(rows(["11", "11"])) == [None, None]
    assert correlation([], []) is None
    assert correlation([1.0, 1.0], [1.0, 2.0]) is None


@pytest.mark.parametrize(
    ("right", "number", "low", "high"),
    [
        (0, 0, 0, 1),
        (0, 10, 0, 0.2775),
        (10, 10, 0.7225, 1),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(right: int, number: int, low: float, high: float) -> None:
    assert wilson(right, number) == pytest.approx((low, high), abs=5e-5)


# -- items --------------------------------------------------------------------------------


def test_few_people_give_no_discrimination_and_no_shares() -> None:
    analysis = analyse([person(row) for row in FORM])
    assert analysis.people == 6
    assert [item.facility for item in analysis.items] == pytest.approx(
        [5 / 6, 5 / 6, 1 / 2, 1 / 3, 1 / 3]
    )
    assert all(item.discrimination is None and item.efficiency is None for item in analysis.items)
    assert all(use.share is None for item in analysis.items for use in item.options)
    form = analysis.form
    assert (form.people, form.items) == (6, 5)
    assert form.kr20 == kr20(rows(FORM))
    assert form.mean == pytest.approx(17 / 6)
    assert form.sd is not None
    assert form.sem == pytest.approx(form.sd * (1 - 0.681818181818) ** 0.5)


def test_enough_people_give_the_figures_of_the_formulas() -> None:
    many = [row for row in FORM for _ in range(5)]
    analysis = analyse([person(row) for row in many])
    assert [item.discrimination for item in analysis.items] == pytest.approx(item_rest(rows(many)))
    assert analysis.items[0].discrimination == pytest.approx(0.34641016)


@pytest.mark.parametrize(
    ("people", "shares", "correlations"), [(19, 0, 0), (20, 1, 0), (29, 1, 0), (30, 1, 1)]
)
def test_each_figure_needs_its_number_of_people(
    people: int, shares: int, correlations: int
) -> None:
    draw = random.Random(3)
    crowd = [
        entries(*(answer(f"f/{n}/x", chosen=draw.randrange(4)) for n in range(3)))
        for _ in range(people)
    ]
    for item in analyse(crowd).items:
        assert (item.efficiency is not None) == bool(shares)
        assert all((use.share is not None) == bool(shares) for use in item.options)
        assert all((use.correlation is not None) == bool(correlations) for use in item.options)
        assert (item.discrimination is not None) == bool(correlations)


def test_a_distractor_works_from_five_in_a_hundred() -> None:
    chosen = [0] * 13 + [1] * 5 + [2] + [0]
    crowd = [
        entries(answer(chosen=one), answer("f/b/x", chosen=n % 2)) for n, one in enumerate(chosen)
    ]
    (item, _) = analyse(crowd).items
    assert [(use.text, use.chosen, use.is_functional) for use in item.options] == [
        ("Danube", 14, True),
        ("Elbe", 5, True),
        ("Rhine", 1, True),
        ("Vistula", 0, False),
    ]
    assert item.options[0].is_key
    assert item.efficiency == pytest.approx(2 / 3)
    assert item.instead == (("Elbe", 5), ("Rhine", 1))


def test_only_first_attempts_count() -> None:
    again = [answer(chosen=1, at=NOON), answer(chosen=0, at=NOON + timedelta(minutes=1))]
    (item,) = analyse([entries(*again)]).items
    assert (item.people, item.facility, item.answers, item.right) == (1, 0, 2, 1)


def test_a_prompt_that_is_asked_again_is_no_attempt() -> None:
    vague = answer(chosen=1, verdict=Verdict.PROMPT, ratings={})
    (item,) = analyse([entries(vague, answer())]).items
    assert (item.facility, item.answers) == (1, 1)
    final = answer(chosen=1, verdict=Verdict.PROMPT)
    (item,) = analyse([entries(final, answer())]).items
    assert (item.facility, item.answers) == (0, 2)


def test_the_form_is_of_those_who_answered_all() -> None:
    analysis = analyse([person("11"), person("10"), person("0"), []])
    assert (analysis.people, analysis.form.people, analysis.form.items) == (4, 2, 2)
    assert analysis.items[0].people == 3


def test_nobody_and_nothing() -> None:
    assert analyse([]).items == ()
    assert analyse([[], []]).form.people == 0


# -- a learner ----------------------------------------------------------------------------


def test_retention_counts_what_was_due_alone() -> None:
    day = timedelta(days=1)
    told = of_learner(
        entries(
            answer(at=NOON),  # new
            answer(at=NOON + timedelta(hours=1), chosen=1),  # the same day
            answer(at=NOON + 1 * day),  # due: known
            answer("f/b/x", at=NOON),  # new
            answer("f/b/x", at=NOON + 1 * day, chosen=1),  # in a quiz, before it was due
            answer("f/b/x", at=NOON + 40 * day, chosen=1, retention=0.8),  # due: lost
        )
    )
    assert (told.retention.due, told.retention.known) == (2, 1)
    assert told.retention.share == 0.5
    assert told.retention.asked == pytest.approx(0.85)
    assert list(told.by_month) == [date(2026, 3, 1), date(2026, 4, 1)]
    assert told.answers == 6
    assert told.calendar[date(2026, 3, 2)] == 3


def test_a_leech_is_told_with_what_was_answered_instead() -> None:
    answers = [answer(at=NOON + timedelta(days=n), chosen=1 + (n > 5)) for n in range(9)]
    told = of_learner(entries(*answers, answer("f/fine/x")))
    (leech,) = told.leeches
    assert (leech.memory, leech.lapses, leech.key) == ("f/a/x", 8, "Danube")
    assert leech.instead == (("Elbe", 6), ("Rhine", 3))
    assert of_learner(entries(*answers[:8])).leeches == ()


def test_another_programs_retention_breaks_nothing() -> None:
    told = of_learner(entries(answer(), answer(at=NOON + timedelta(days=9), retention=0.1)))
    assert told.retention.due == 0


def test_nothing_was_answered() -> None:
    told = of_learner([])
    assert (told.answers, told.retention.share, told.leeches) == (0, 0, ())


def test_the_public_function_reads_a_store(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        assert nkquiz.stats(store) == of_learner(())


# -- the command --------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.command, list(arguments), catch_exceptions=False)


def log(path: Path, told: Sequence[LogEntry]) -> str:
    head = json.dumps({"format": "nkquiz-log", "version": 1})
    path.write_text("\n".join([head, *(line_of(values_of(one)) for one in told)]) + "\n")
    return str(path)


@pytest.fixture
def people(tmp_path: Path) -> list[str]:
    return [log(tmp_path / f"{n}.jsonl", person(row)) for n, row in enumerate(FORM)]


def test_six_peoples_logs_give_the_known_form(people: list[str]) -> None:
    done = run("--items", "--merge", *people)
    assert "the form: 6 people, mean 2.83, SD 1.46, KR-20 0.6818, SEM 0.82" in done.stdout
    assert done.stdout.count("discrimination n too small") == 5
    assert done.stdout.count("distractors: n too small") == 5
    assert "facility 0.83 (0.44 to 0.97) at the first attempt, n 6" in done.stdout


def test_the_analysis_as_json_and_csv(people: list[str]) -> None:
    *items, form = map(json.loads, run("--items", "--json", "--merge", *people).stdout.splitlines())
    assert len(items) == 5
    assert items[0]["discrimination"] is None
    assert f"{form['form']['kr20']:.4f}" == "0.6818"
    table = list(csv.DictReader(io.StringIO(run("--items", "--csv", *people).stdout)))
    assert [row["item"] for row in table] == [item["item"] for item in items]
    assert table[0]["discrimination"] == ""


def test_a_spreadsheet_has_nothing_where_nothing_was_wrong(tmp_path: Path) -> None:
    path = log(tmp_path / "a.jsonl", entries(answer()))
    (row,) = csv.DictReader(io.StringIO(run("--items", "--csv", path).stdout))
    assert (row["facility"], row["instead"]) == ("1.0", "")


def test_a_spreadsheet_takes_no_answer_for_a_formula(tmp_path: Path) -> None:
    evil = answer(chosen=1, response="=cmd()|x", options=(), item="=f")
    path = log(
        tmp_path / "a.jsonl",
        entries(
            Answer(**{name: getattr(evil, name) for name in evil.__slots__} | {"chosen": None})
        ),
    )
    (row,) = csv.DictReader(io.StringIO(run("--items", "--csv", path).stdout))
    assert row["item"].startswith("'=")
    assert row["instead"].startswith("'=")


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_what_was_answered_can_not_steer_the_terminal(
    tmp_path: Path, form: tuple[str, ...]
) -> None:
    evil = "\x1b[2Jgone"
    path = log(tmp_path / "a.jsonl", entries(answer(chosen=1, response=evil, item=evil)))
    done = run("--items", *form, path)
    assert "gone" in done.stdout
    assert "\x1b" not in done.stdout


def test_logs_that_share_rows_are_one_persons(tmp_path: Path) -> None:
    one, two, three = (entries(answer(), answer(chosen=1)) for _ in range(3))
    first = log(tmp_path / "a.jsonl", one)
    others = [log(tmp_path / "b.jsonl", two), log(tmp_path / "c.jsonl", three)]
    done = run("--items", "--merge", first, *others)
    assert "1 item, 3 people" in done.stdout
    assert done.stderr == ""
    done = run("--items", "--merge", first, first, *others)
    assert "1 item, 3 people" in done.stdout
    assert done.stderr.count("they count as one person") == 1
    both = log(tmp_path / "d.jsonl", [*two, *three])
    done = run("--items", "--merge", first, *others, both)
    assert "1 item, 2 people" in done.stdout


def test_an_answer_taken_back_is_not_analysed(tmp_path: Path) -> None:
    first, second = entries(answer(chosen=1), answer())
    back = LogEntry(new_id(NOON, second.id), answer(ratings={}), undoes=first.id)
    path = log(tmp_path / "a.jsonl", [first, second, back, second])
    (item, _) = map(json.loads, run("--items", "--json", path).stdout.splitlines())
    assert (item["facility"], item["answers"]) == (1, 1)


def test_a_log_that_can_not_be_read_ends_the_command(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("nothing\n")
    done = CliRunner().invoke(command.command, ["--items", str(path)])
    assert "this is not a log" in done.stderr
    assert done.exit_code == 1


@pytest.mark.parametrize(
    "wrong", [["--csv"], ["--merge", "a"], ["a"], ["--items", "--csv", "--json"]]
)
def test_options_that_do_not_go_together(wrong: list[str]) -> None:
    assert run(*wrong).exit_code == 2


@pytest.fixture
def learnt(tmp_path: Path) -> str:
    path = tmp_path / "store.db"
    with Store(path) as store:
        for number in range(30):
            store.record(answer(f"f/{number % 10}/x", at=NOON + timedelta(days=number)))
        for number in range(10):
            store.record(answer("f/leech/x", at=NOON + timedelta(days=number), chosen=1))
    return str(path)


def test_progress_at_a_glance(learnt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NKQUIZ_NOW", "2026-04-02T12:00+00:00")
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("--store", learnt).stdout
    assert "40 answers, 11 pieces of knowledge" in shown
    assert "52.6% of 19, asked for 90.0%" in shown
    assert "f/leech/x: 9 lapses" in shown
    assert "Danube; instead: Elbe (10)" in shown
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("columns", [20, 24, 30, 40, 80, 120])
def test_the_load_fits_in_a_window(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = list(command.bars((99999, 1, 0), date(2026, 3, 4)))
    assert max(map(len, lines)) < columns
    assert [line.split()[-1] for line in lines][-1] == "0"
    assert ("█" in lines[0] or "#" in lines[0]) == (columns > 20)


@pytest.mark.parametrize(("number", "more"), [(20, ""), (23, "... and 3 more")])
def test_leeches_are_shown_up_to_a_number(tmp_path: Path, number: int, more: str) -> None:
    path = str(tmp_path / "store.db")
    with Store(path) as store:
        store._connection.execute("PRAGMA synchronous = OFF")  # only to be quick
        for leech in range(number):
            for day in range(9):
                at = NOON + timedelta(days=day)
                store.record(answer(f"f/{leech}/x", at=at, chosen=1))
    shown = run("--store", path).stdout
    assert shown.count(": 8 lapses") == 20
    assert ("more" in shown) == bool(more)
    assert more in shown


def test_progress_as_json(learnt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NKQUIZ_NOW", "2026-04-02T12:00+00:00")
    told = json.loads(run("--store", learnt, "--json").stdout)
    assert told["answers"] == 40
    assert told["calendar"]["2026-03-02"] == 2
    assert next(iter(told["due"])) == "2026-04-02"
    assert told["leeches"][0]["memory"] == "f/leech/x"


def test_the_heat_map_ends_with_this_week() -> None:
    today = date(2026, 3, 4)  # a Wednesday
    days = {0: 4, 1: 1, 9: 2, 99: 9}
    calendar = {today - timedelta(ago): number for ago, number in days.items()}
    assert command.heat_map(calendar, today, 4, " .:+#") == [
        "",
        "  Mon   :",
        "         .",
        "  Wed    #",
        "",
        "  Fri",
        "",
        "  Sun",
    ]


@pytest.mark.parametrize(("day", "months"), [(18, ["Feb", "Mar"]), (11, ["Feb"]), (4, ["Feb"])])
def test_a_month_without_room_for_its_name_is_left_out(day: int, months: list[str]) -> None:
    line = command.heat_map({}, date(2026, 3, day), 8, " #")[0]
    assert line.split() == months
    assert len(line) <= len("  Mon ") + 8


@pytest.mark.parametrize("ahead", [1, 3])
def test_the_heat_map_shows_a_day_ahead(ahead: int) -> None:
    """Where one was in another time zone, or the clock was set back."""
    today = date(2026, 3, 4)
    lines = command.heat_map({today + timedelta(ahead): 5, today: 1}, today, 4, " .:+#")
    assert [line[-1:] for line in (lines[3], lines[3 + ahead])] == [".", "#"]
    assert command.heat_map({today + timedelta(9): 5}, today, 4, " #")[3] == "  Wed"


def test_an_empty_store_is_no_failure(tmp_path: Path) -> None:
    Store(tmp_path / "s.db").close()
    assert "nothing has been due yet" in run("--store", str(tmp_path / "s.db")).stdout


@pytest.mark.parametrize(
    "now",
    [
        "tomorrow",
        "2026-13-01",
        "1960-01-01",
        "1969-12-31",
        "1970-01-01T00:00+14:00",
        "0001-01-01",
        "0001-01-01T00:00+14:00",
        "9999-12-31",
        "9999-12-31T23:59-12:00",
        "2999-12-31T23:00-12:00",
    ],
)
def test_a_clock_that_says_nonsense_is_a_usage_error(
    learnt: str, now: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NKQUIZ_NOW", now)
    done = run("--store", learnt)
    assert done.exit_code == 2
    assert "NKQUIZ_NOW" in done.stderr
