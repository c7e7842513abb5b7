"""One row of the review log: as a record, as columns, and as a line of JSON.

Owns what a row holds and what makes it valid. Knows nothing of the database.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple, TypeGuard

from nkquiz.schedule import RETENTION, Rating, study_day
from nkquiz.scoring import Verdict

#: A row's id: 12 hexadecimal digits of its tick, then 20 drawn ones. Sorted ids are in the order
#: in which rows count.
_ID = re.compile(r"[0-7][0-9a-f]{31}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 140_000_000_000_000  # in the year 6406, in milliseconds
_GAP = 1 << 48  # between ids that share a tick, at most


@dataclass(frozen=True, slots=True)
class Answer:
    """What a learner did with one item.

    `at` carries the UTC offset of the place where it was answered. `stem` and `key` are what was
    asked and what was right then. `options` are the texts shown, in their order, `chosen` the
    index of the one taken. `points` are of one possible. `duration` is in milliseconds.
    `ratings` say what the answer is worth as evidence, by memory; empty where it is none: in
    cramming, at a repetition within a session, at a prompt that is asked again. `retention` is
    what was asked for, `scheduler` the version that computed the state.
    `objected`: it was judged otherwise, and the learner said that it should count.
    """

    item: str
    at: datetime
    verdict: Verdict
    response: str
    points: float
    deck: str = ""
    stem: str = ""
    key: str = ""
    options: tuple[str, ...] = ()
    chosen: int | None = None
    duration: int = 0
    hinted: bool = False
    guessed: bool = False
    objected: bool = False
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    retention: float = RETENTION
    scheduler: str = ""


class LogEntry(NamedTuple):
    """A row of the log. `undoes` is the id of the row that this one takes back, or empty.

    A row that takes another back tells of the same item, and is no answer itself. One that names
    itself there takes no answer back: it says what was decided about an objection.
    """

    id: str
    answer: Answer
    undoes: str = ""

    @property
    def decides(self) -> bool:
        return self.undoes == self.id

    @property
    def tick(self) -> int:
        return int(self.id[:12], 16)


#: The columns of the table, and the keys of a line of JSON, in their order.
COLUMNS = (
    "id",
    "at",
    "offset",
    "deck",
    "item",
    "stem",
    "key",
    "verdict",
    "points",
    "response",
    "options",
    "chosen",
    "duration",
    "hinted",
    "guessed",
    "objected",
    "ratings",
    "retention",
    "scheduler",
    "undoes",
)

#: Those that are 0 or 1 in the table.
_YES_OR_NO = ("hinted", "guessed", "objected")

LogRow = tuple[Any, ...]


def new_id(at: datetime, newest: str | None) -> str:
    """An id that no machine makes twice, behind all ids of the store.

    Its tick is the time in milliseconds or, where the clock stands behind the newest row, one
    more than that row's: a hybrid logical clock (Kulkarni et al. 2014). So the order of rows
    is the order of answers in one store, and nearly that of time across several.
    """
    tick = milliseconds(at)
    if newest is not None:
        before = int(newest[:12], 16)
        if before >= _LATEST:  # no later tick is left: the digits behind it grow
            return f"{int(newest, 16) + 1 + secrets.randbelow(_GAP):032x}"
        tick = max(tick, before + 1)
    return f"{tick:012x}{secrets.token_hex(10)}"


def is_id(value: object) -> TypeGuard[str]:
    """Whether a value has the form of a row's id."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970, UTC. Raises ValueError for a moment without a UTC offset."""
    _offset(at)
    return (at - _EPOCH) // timedelta(milliseconds=1)


def _offset(at: datetime) -> int:
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("an answer is given at a place: its moment needs a UTC offset")
    return offset // timedelta(minutes=1)


def _moment(at: int, offset: int) -> datetime:
    zone = timezone(timedelta(minutes=offset))
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(zone)


def day_number(answer: Answer) -> int:
    """The study day of an answer, as `date.toordinal` counts."""
    return study_day(_moment(milliseconds(answer.at), _offset(answer.at))).toordinal()


# -- as columns -----------------------------------------------------------------------------


def values_of(entry: LogEntry) -> LogRow:
    """The row's columns. Raises ValueError where the moment has no UTC offset."""
    answer = entry.answer
    return (
        entry.id,
        milliseconds(answer.at),
        _offset(answer.at),
        _storable(answer.deck),
        _storable(answer.item),
        _storable(answer.stem),
        _storable(answer.key),
        answer.verdict.value,
        float(answer.points),
        _storable(answer.response),
        _compact([_storable(option) for option in answer.options]),
        answer.chosen,
        answer.duration,
        int(answer.hinted),
        int(answer.guessed),
        int(answer.objected),
        _compact({_storable(key): rating.value for key, rating in answer.ratings.items()}),
        float(answer.retention),
        answer.scheduler,
        entry.undoes or None,
    )


def _storable(text: str) -> str:
    """The text without halves of characters, which a terminal may deliver and no file holds."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def entry_of(row: Sequence[Any]) -> LogEntry:
    """The row of these columns. Raises ValueError, TypeError or KeyError for nonsense."""
    return _entry(_data_of(row))


def _data_of(row: Sequence[Any]) -> dict[str, Any]:
    """The columns as a line of JSON has them, by name."""
    data = dict(zip(COLUMNS, row, strict=True))
    data["options"] = json.loads(data["options"])
    data["ratings"] = json.loads(data["ratings"])
    data.update({name: bool(data[name]) for name in _YES_OR_NO})
    return data


# -- as a line of JSON ----------------------------------------------------------------------


def line_of(row: Sequence[Any]) -> str:
    """The row as JSON, without a line end; the same row gives the same bytes."""
    return _compact({key: value for key, value in _data_of(row).items() if value is not None})


def read_line(line: str) -> LogEntry:
    """The row of a line of JSON. Raises ValueError, with a reason, for anything else."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("this line is not JSON") from None
    if not isinstance(data, dict):
        raise ValueError("a row must be an object")
    unknown = sorted(set(data) - set(COLUMNS))
    if unknown:
        raise ValueError(f"a row can't have {unknown[0]!r}; a newer nkquiz may have written it")
    try:
        entry = _entry({"chosen": None, "undoes": None, **data})
    except KeyError as error:
        raise ValueError(f"the row has no {error.args[0]!r}") from None
    _refuse_what_no_store_writes(entry, data)
    return entry


def _refuse_what_no_store_writes(entry: LogEntry, data: Mapping[str, Any]) -> None:
    """Raise ValueError for a row that would harm a store: behind it no other could come, or it
    would not be the same again when it is read back.
    """
    if entry.tick > _LATEST:
        raise ValueError(f"{entry.id!r} is not the id of a row: its time is too far in the future")
    if entry.answer.chosen is not None and not entry.answer.options:
        raise ValueError("`chosen` is the place of an option, but there are no `options`")
    try:
        _compact(data).encode()
    except UnicodeEncodeError:
        raise ValueError("a text has half a character in it, such as \\ud800") from None
    if any("\0" in memory for memory in entry.answer.ratings):
        raise ValueError("a memory in `ratings` has a NUL character in it")


def _entry(data: Mapping[str, Any]) -> LogEntry:
    """The row of checked values; ValueError says which is wrong."""
    identity = _text(data, "id")
    if not is_id(identity):
        raise ValueError(f"{identity[:40]!r} is not the id of a row")
    undoes = "" if data["undoes"] is None else _text(data, "undoes")
    return LogEntry(identity, _answer(data), undoes)


def _answer(data: Mapping[str, Any]) -> Answer:
    options = data["options"]
    if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
        raise ValueError("`options` must be a list of texts")
    chosen = data["chosen"]
    return Answer(
        item=_text(data, "item"),
        at=_moment(_whole(data, "at", 0, _LATEST), _whole(data, "offset", -1439, 1439)),
        verdict=Verdict(_text(data, "verdict")),
        response=_text(data, "response"),
        points=_number(data, "points", 0, 1),
        deck=_text(data, "deck"),
        stem=_text(data, "stem"),
        key=_text(data, "key"),
        options=tuple(options),
        chosen=None if chosen is None else _whole(data, "chosen", 0, max(0, len(options) - 1)),
        duration=_whole(data, "duration", 0, _LATEST),
        hinted=_yes_or_no(data, "hinted"),
        guessed=_yes_or_no(data, "guessed"),
        objected=_yes_or_no(data, "objected"),
        ratings=_ratings(data["ratings"]),
        retention=_number(data, "retention", 0, 1),
        scheduler=_text(data, "scheduler"),
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise ValueError(f"`{key}` must be a text")
    return value


def _whole(data: Mapping[str, Any], key: str, least: int, most: int) -> int:
    value = data[key]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"`{key}` must be a whole number from {least} to {most}")
    return value


def _number(data: Mapping[str, Any], key: str, least: float, most: float) -> float:
    value = data[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"`{key}` must be a number from {least} to {most}")
    return float(value)


def _yes_or_no(data: Mapping[str, Any], key: str) -> bool:
    value = data[key]
    if not isinstance(value, bool):
        raise ValueError(f"`{key}` must be true or false")
    return value


def _ratings(value: object) -> dict[str, Rating]:
    if not isinstance(value, dict):
        raise ValueError("`ratings` must be numbers from 1 to 4, by memory")
    for rating in value.values():
        if isinstance(rating, bool) or rating not in (1, 2, 3, 4):
            raise ValueError("a rating must be 1, 2, 3 or 4: Again, Hard, Good or Easy")
    return {str(memory): Rating(rating) for memory, rating in value.items()}
