"""`nkquiz stats`: a learner's progress, or what people's answers tell of the items."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nkquiz.cli import Failed, clock, common, progress, streams, waiting

if TYPE_CHECKING:
    from nkquiz.history import Retention, Statistics
    from nkquiz.item_analysis import Analysis, FormAnalysis, ItemAnalysis
    from nkquiz.store import LogEntry

_FORECAST = 14
_MOST_WEEKS = 53
_MOST_WRONG = 3
_MOST_LEECHES = 20
_LONGEST_BAR = 60
_BESIDE_BAR = 20  # day, number, and a column left free
_SHADES = " ░▒▓█"
_PLAIN_SHADES = " .:+#"
_TOO_SMALL = "n too small"


@click.command("stats", epilog="Example: nkquiz stats --items --merge ada.jsonl ben.jsonl")
@click.option("--items", "of_items", is_flag=True, help="Analyse the items.")
@click.option(
    "--merge",
    "merged",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --items: an exported log; use it once for each person.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@click.option("--csv", "as_csv", is_flag=True, help="With --items: a table for spreadsheets.")
@progress.option
@click.argument("logs", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
def command(
    of_items: bool,
    merged: tuple[Path, ...],
    as_json: bool,
    as_csv: bool,
    store_path: Path | None,
    logs: tuple[Path, ...],
) -> None:
    """Show your progress or, with --items, how well the items work.

    Without --merge, --items uses your own answers.
    """
    files = (*merged, *logs)
    if (files or as_csv) and not of_items:
        raise click.UsageError("--merge, --csv and LOGS need --items")
    if as_csv and as_json:
        raise click.UsageError("use either --json or --csv")
    if not of_items:
        _show_progress(store_path, clock.now(), _print_json if as_json else _print_progress)
        return
    analysis = _analysis(files, store_path)
    if as_json:
        _print_analysis_json(analysis)
    elif as_csv:
        _print_csv(analysis)
    else:
        _print_analysis(analysis)


# -- progress -------------------------------------------------------------------------------


def _show_progress(store_path: Path | None, now: datetime, show: Any) -> None:
    from nkquiz.history import stats
    from nkquiz.schedule import forecast, study_day

    today = study_day(now)
    with progress.reading(store_path) as store, waiting.shown("counting"):
        statistics = stats(store)
        states = dict(store.every_state())
    show(statistics, forecast(states, today, _FORECAST), len(states), today)


def _print_json(statistics: Statistics, load: tuple[int, ...], met: int, today: date) -> None:
    def shares(retention: Retention) -> dict[str, Any]:
        return {**asdict(retention), "share": retention.share}

    record = {
        "answers": statistics.answers,
        "memories": met,
        "retention": shares(statistics.retention),
        "by_month": {f"{m:%Y-%m}": shares(one) for m, one in statistics.by_month.items()},
        "calendar": {str(day): n for day, n in sorted(statistics.calendar.items())},
        "due": {str(today + timedelta(days=n)): due for n, due in enumerate(load)},
        "leeches": [asdict(leech) for leech in statistics.leeches],
    }
    click.echo(streams.as_json(record))


def _print_progress(statistics: Statistics, load: tuple[int, ...], met: int, today: date) -> None:
    met_said = f"{met} piece of knowledge" if met == 1 else f"{met} pieces of knowledge"
    click.echo(f"{common.count(statistics.answers, 'answer')}, {met_said}")
    click.echo("\nRetention: how much of what was due you still knew")
    _print_retention("in all", statistics.retention)
    for month, retention in list(statistics.by_month.items())[-6:]:
        _print_retention(f"{month:%Y-%m}", retention)
    click.echo("\nCalendar: answers a day")
    for line in heat_map(statistics.calendar, today, _weeks(), _shades()):
        click.echo(line)
    click.echo("\nDue")
    for line in bars(load, today):
        click.echo(line)
    _print_leeches(statistics)


def _print_retention(name: str, retention: Retention) -> None:
    if retention.due:
        said = f"{retention.share:.1%} of {retention.due}, asked for {retention.asked:.1%}"
    else:
        said = "nothing has been due yet"
    click.echo(f"  {name:<8} {said}")


def _weeks() -> int:
    return max(4, min(_MOST_WEEKS, shutil.get_terminal_size().columns - 8))


def _shades() -> str:
    try:
        _SHADES.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return _PLAIN_SHADES
    return _SHADES


def heat_map(calendar: Mapping[date, int], today: date, weeks: int, shades: str) -> list[str]:
    """A line for the months and one for each day of the week; the last column is this week."""
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    end = monday + timedelta(weeks=weeks)  # a day ahead: another time zone, or a clock set back
    most = max((n for day, n in calendar.items() if monday <= day < end), default=0)

    def shade(week: int, weekday: int) -> str:
        number = calendar.get(monday + timedelta(weeks=week, days=weekday), 0)
        return shades[-(-number * (len(shades) - 1) // most)] if number else shades[0]

    days = ("Mon", "", "Wed", "", "Fri", "", "Sun")
    lines = [
        f"  {name:<4}" + "".join(shade(w, n) for w in range(weeks)) for n, name in enumerate(days)
    ]
    return [("      " + _months(monday, weeks)).rstrip(), *(line.rstrip() for line in lines)]


def _months(monday: date, weeks: int) -> str:
    """The months' names over the weeks in which they begin, where there is room."""
    line = ""
    for week in range(weeks):
        day = monday + timedelta(weeks=week)
        name = f"{day:%b}"
        if day.day <= 7 and len(line) <= week <= weeks - len(name):
            line = f"{line:<{week}}{name} "
    return line


def bars(load: tuple[int, ...], today: date) -> Iterator[str]:
    """What is due on each day from today on, a line each."""
    room = max(0, min(_LONGEST_BAR, shutil.get_terminal_size().columns - _BESIDE_BAR))
    most = max(load, default=0)
    full = _shades()[-1]
    for ahead, number in enumerate(load):
        day = today + timedelta(days=ahead)
        bar = full * (-(-number * room // most) if most else 0)
        name = "today" if ahead == 0 else f"{day:%a %m-%d}"
        yield f"  {name:<9} {number:>6} {bar}".rstrip()


def _print_leeches(statistics: Statistics) -> None:
    from nkquiz.source import harmless

    if not statistics.leeches:
        return
    click.echo("\nLeeches: things that you forget again and again, so check their facts")
    for leech in statistics.leeches[:_MOST_LEECHES]:
        click.echo(harmless(f"  {leech.memory}: {common.count(leech.lapses, 'lapse')}"))
        click.echo(harmless(f"    {leech.stem}"))
        click.echo(harmless(f"    {leech.key}; instead: {_wrong(leech.instead)}"))
    more = len(statistics.leeches) - _MOST_LEECHES
    if more > 0:
        click.echo(f"  ... and {more} more: --json shows all")


def _wrong(instead: tuple[tuple[str, int], ...]) -> str:
    shown = [f"{text or '(nothing)'} ({n})" for text, n in instead[:_MOST_WRONG]]
    return ", ".join(shown) or "-"


# -- items ----------------------------------------------------------------------------------


def _analysis(files: tuple[Path, ...], store_path: Path | None) -> Analysis:
    from nkquiz.item_analysis import analyse

    if files:
        return analyse(_people_of(files))
    with progress.reading(store_path) as store, waiting.shown("counting"):
        return analyse([list(store.entries())])


def _people_of(paths: Iterable[Path]) -> list[list[LogEntry]]:
    """Each person's standing answers. Logs that share a row are one person's: two machines', or
    the same log twice.
    """
    from nkquiz.store.exchange import standing

    people: list[tuple[Path, dict[str, LogEntry]]] = []
    for path in paths:
        rows = {row.id: row for row in _rows(path)}
        same = [one for one in people if not rows.keys().isdisjoint(one[1])]
        for first, known in same:
            click.echo(
                f"{path} and {first} have the same rows, so they count as one person", err=True
            )
            rows |= known
        people = [one for one in people if one not in same]
        people.append((same[0][0] if same else path, rows))
    return [standing(rows.values()) for _, rows in people]


def _rows(path: Path) -> list[LogEntry]:
    """The rows of an exported log. Ends the command where it can't be read."""
    from nkquiz.model import Problem
    from nkquiz.source import harmless
    from nkquiz.store.exchange import read

    with ExitStack() as stack:
        lines = stack.enter_context(path.open(encoding="utf-8", errors="replace"))
        rows = list(read(lines, str(path)))
    problems = [row for row in rows if isinstance(row, Problem)]
    for problem in problems[:_MOST_WRONG]:
        click.echo(harmless(str(problem)), err=True)
    if problems:
        raise Failed(1)
    return [row for row in rows if not isinstance(row, Problem)]


def _print_analysis(analysis: Analysis) -> None:
    from nkquiz.source import harmless

    several = analysis.people > 1
    click.echo(f"{common.count(len(analysis.items), 'item')}, {_people(analysis.people)}")
    for item in analysis.items:
        click.echo(f"\n{harmless(item.item)}")
        click.echo(f"  {_facility(item)}")
        if several:
            click.echo(f"  discrimination {_figure(item.discrimination, item.people)}")
            for line in _options(item):
                click.echo(harmless(f"  {line}"))
        if item.instead:
            click.echo(harmless(f"  instead: {_wrong(item.instead)}"))
    if several:
        click.echo(f"\n{_form(analysis.form)}")


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _facility(item: ItemAnalysis) -> str:
    interval = f"{item.low:.2f} to {item.high:.2f}"
    first = f"facility {item.facility:.2f} ({interval}) at the first attempt, n {item.people}"
    return f"{first}; {item.right} of {item.answers} right in all; {item.seconds:.1f} s"


def _figure(value: float | None, people: int) -> str:
    from nkquiz.item_analysis import ENOUGH_TO_DISCRIMINATE

    if value is None:
        is_too_small = people < ENOUGH_TO_DISCRIMINATE
        return (
            _TOO_SMALL if is_too_small else "undefined: everybody was right, or everybody was wrong"
        )
    return f"{value:.2f}"


def _options(item: ItemAnalysis) -> Iterator[str]:
    if not item.options:
        return
    if item.efficiency is None:
        yield f"distractors: {_TOO_SMALL}"
        return
    yield f"distractor efficiency {item.efficiency:.2f}"
    for option in item.options:
        name = "key" if option.is_key else "works" if option.is_functional else "idle"
        value = _figure(option.correlation, item.people)
        yield f"  {name:<5} {option.text}: {option.share or 0:.0%}, correlation {value}"


def _form(form: FormAnalysis) -> str:
    if form.mean is None or form.sd is None:
        return f"the form: nobody answered all {common.count(form.items, 'item')}"
    if form.kr20 is None or form.sem is None:
        rest = "KR-20 undefined"
    else:
        rest = f"KR-20 {form.kr20:.4f}, SEM {form.sem:.2f}"
    return f"the form: {_people(form.people)}, mean {form.mean:.2f}, SD {form.sd:.2f}, {rest}"


def _print_analysis_json(analysis: Analysis) -> None:
    for item in analysis.items:
        click.echo(streams.as_json(asdict(item)))
    click.echo(streams.as_json({"form": asdict(analysis.form)}))


def _print_csv(analysis: Analysis) -> None:
    names = ("item", "people", "facility", "low", "high", "seconds", "discrimination")
    more = ("efficiency", "answers", "right")
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow((*names, *more, "instead"))
    for item in analysis.items:
        row = asdict(item)
        cells = [_cell(row[name]) for name in (*names, *more)]
        table.writerow((*cells, _cell(_wrong(item.instead) if item.instead else "")))
    click.echo(text.getvalue(), nl=False)


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula, and no terminal for a command."""
    from nkquiz.source import harmless

    if isinstance(value, str):
        text = harmless(value)
        return f"'{text}" if text.lstrip().startswith(tuple("=+-@＝＋－＠")) else text
    return "" if value is None else value
