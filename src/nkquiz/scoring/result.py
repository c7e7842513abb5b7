"""Verdicts and results: what a response is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """What a response is worth."""

    CORRECT = "correct"
    TYPO = "typo"  # right but for the spelling, which the feedback shows: full points
    PARTIAL = "partial"  # right in part: a date too coarse is half, a list what it holds
    PROMPT = "prompt"  # right but too vague: nothing yet, to be asked once more
    CONFUSED = "confused"  # another thing that the deck knows: nothing
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict; the points of those possible; and why, in a sentence that may be empty.

    `parts` are the verdicts on the parts of a matching or ordering item, one for each of its
    memories and in their order; empty for all others. `confused_with` is the name of the thing
    that a confused response names.
    """

    verdict: Verdict
    points: float
    possible: float
    feedback: str = ""
    parts: tuple[Verdict, ...] = ()
    confused_with: str = ""

    @property
    def accepted(self) -> bool:
        return self.points == self.possible


CORRECT = Result(Verdict.CORRECT, 1, 1)


def correct(feedback: str = "") -> Result:
    return Result(Verdict.CORRECT, 1, 1, feedback)


def typo(feedback: str) -> Result:
    return Result(Verdict.TYPO, 1, 1, feedback)


def partial(feedback: str, points: float = 0.5) -> Result:
    return Result(Verdict.PARTIAL, points, 1, feedback)


def prompt(feedback: str) -> Result:
    return Result(Verdict.PROMPT, 0, 1, feedback)


def confused(feedback: str, name: str = "") -> Result:
    return Result(Verdict.CONFUSED, 0, 1, feedback, confused_with=name)


def wrong(feedback: str = "") -> Result:
    return Result(Verdict.WRONG, 0, 1, feedback)
