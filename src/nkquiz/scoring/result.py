"""Verdicts and results: what a response is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """What a response is worth."""

    CORRECT = "correct"
    TYPO = "typo"
    PARTIAL = "partial"
    PROMPT = "prompt"
    CONFUSED = "confused"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict; the points of those possible; and why, in a sentence that may be empty."""

    verdict: Verdict
    points: float
    possible: float
    feedback: str = ""

    @property
    def accepted(self) -> bool:
        return self.points == self.possible


CORRECT = Result(Verdict.CORRECT, 1, 1)


def wrong(feedback: str = "") -> Result:
    return Result(Verdict.WRONG, 0, 1, feedback)
