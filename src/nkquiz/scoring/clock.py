"""A time of day: 10:30, 10.30 am, 22h15, 7 pm. A phrase elsewhere: 3:16 may be a verse as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nkquiz.scoring.forms import Reading
from nkquiz.scoring.result import Result, correct, prompt, wrong
from nkquiz.scoring.target import Target

_TIME = re.compile(
    r"(?:at |um |à |a las )?(?P<hour>\d{1,2})(?:\s?(?:[:.h]|uhr)\s?(?P<minute>\d\d))?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\.?|\s?(?P<sign>h|uhr|o['’]clock|hours|hrs))?",
    re.IGNORECASE,
)
_NOON = 12


@dataclass(frozen=True, slots=True)
class Time:
    """A time in minutes; `half` is a or p where it says so, and then they count from noon on."""

    minutes: int
    half: str = ""

    @property
    def is_vague(self) -> bool:
        """Whether it may be before noon or after it, for who counts to twelve."""
        return not self.half and 60 <= self.minutes < (_NOON + 1) * 60


def time_of(text: str) -> Time | None:
    """The time that a text is; None where it is none: 25:00, a bare 7."""
    found = _TIME.fullmatch(text.strip())
    if found is None or not (found["minute"] or found["half"] or found["sign"]):
        return None
    hour, minute, half = (
        int(found["hour"]),
        int(found["minute"] or 0),
        (found["half"] or "").lower(),
    )
    if minute > 59 or hour > 24 or (half and not 0 < hour <= _NOON):
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return Time(hour % 24 * 60 + minute, half)


def judge_time(reading: Reading, target: Target) -> Result | None:
    """A time of day for one, whichever way it is written."""
    key = time_of(target.readings[0].tidy)
    mine = time_of(reading.tidy) if key else None
    if key is None or mine is None:
        return None
    if mine.minutes == key.minutes:
        return correct()
    if (mine.minutes - key.minutes) % (_NOON * 60):
        return wrong("another time")
    if key.half and mine.is_vague:
        return prompt("before noon or after it?")
    return wrong("right time, wrong half of the day")


def times_like(text: str) -> Iterator[str]:
    """A time in the forms in which people type it; nothing where the text is none."""
    time = time_of(text)
    if time is None:
        return
    hour, minute = divmod(time.minutes, 60)
    short = f"{(hour - 1) % _NOON + 1}"
    for half in ("am", "a.m.") if hour < _NOON else ("pm", "p.m."):
        yield from (f"{short}:{minute:02} {half}", f"{short}.{minute:02} {half}")
        if not minute:
            yield f"{short} {half}"
    for hours in (f"{hour}", f"{hour:02}", short):
        yield from (f"{hours}:{minute:02}", f"{hours}.{minute:02}", f"{hours}h{minute:02}")
