"""Objections to verdicts, each with what was decided about it since.

Both are rows of the log. A decision is about all that was objected for alike before it; who
objects once more has it decided once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from nkquiz.scoring import Verdict
from nkquiz.store.answer import Answer, LogEntry
from nkquiz.values import norm

_Subject = tuple[str, str, str]


class Objection(NamedTuple):
    """A standing answer that counts because its learner said so. `decision` says whether it is
    right, and when that was decided; none where nobody has.
    """

    entry: LogEntry
    decision: Answer | None = None

    @property
    def counts(self) -> bool:
        """Whether the same answer counts when it is given again."""
        return self.decision is None or self.decision.verdict is Verdict.CORRECT


def decided(rows: Iterable[LogEntry]) -> list[Objection]:
    """The objections among these rows, in their order, each with the last decision behind it."""
    objections: list[LogEntry] = []
    decisions: dict[_Subject, LogEntry] = {}
    for row in rows:
        if row.decides:
            decisions[subject(row.answer)] = row
        else:
            objections.append(row)
    return [Objection(row, _decision(row, decisions)) for row in objections]


def _decision(objection: LogEntry, decisions: dict[_Subject, LogEntry]) -> Answer | None:
    last = decisions.get(subject(objection.answer))
    return last.answer if last is not None and last.id > objection.id else None


def subject(answer: Answer) -> _Subject:
    """What is objected for: this response, to what asks for this memory and has this key."""
    return answer.item.rpartition("/")[0], norm(answer.key), norm(answer.response)
