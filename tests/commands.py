"""Commands in this process, with a clock and a store of their own."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nkquiz.cli import run
from nkquiz.schedule import State
from nkquiz.scoring import Verdict
from nkquiz.store import Answer, Store

EVENING = datetime(2026, 3, 2, 18, tzinfo=UTC)
VERDICTS = tuple(verdict.value.capitalize() for verdict in Verdict)


@dataclass(slots=True)
class Done:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def stems(self) -> list[str]:
        """What was asked, in its order; each time it was asked."""
        return re.findall(r"^\d+\. (.*)$", self.out, re.MULTILINE)

    @property
    def verdicts(self) -> list[str]:
        lines = self.out.splitlines()
        return [line.partition(":")[0] for line in lines if line.startswith(VERDICTS)]


def in_process(
    *arguments: str, environment: Mapping[str, str], lines: bytes = b"", folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command as a program does that reads a pipe and writes one, but in this process."""
    stdin = io.TextIOWrapper(io.BytesIO(lines), "utf-8", "surrogateescape")
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ.keys() - environment.keys():
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        if folder is not None:
            patch.chdir(folder)
        for name, stream in (("stdin", stdin), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        status = run(arguments)
    said = [read(stream) for stream in (out, err)]
    return subprocess.CompletedProcess(arguments, status, *said)


def read(stream: io.TextIOWrapper) -> str:
    """What was written to a stream so far."""
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()


@dataclass(slots=True)
class Learner:
    """Who plays through a pipe: a clock, a store, a deck."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    deck: Path
    store: Path | None  # none: in the home
    now: datetime = field(default=EVENING)

    def does(self, command: str, *arguments: object, lines: str = "") -> Done:
        """Run a command over the deck; stdin is no terminal."""
        stdin = io.TextIOWrapper(io.BytesIO(lines.encode()))
        self.monkeypatch.setattr(sys, "stdin", stdin)
        if self.store is None:
            self.monkeypatch.delenv("NKQUIZ_STORE", raising=False)
        else:
            self.monkeypatch.setenv("NKQUIZ_STORE", str(self.store))
        self.monkeypatch.setenv("NKQUIZ_NOW", self.now.isoformat())
        status = run([command, str(self.deck), *map(str, arguments)])
        said = self.capsys.readouterr()
        return Done(status, said.out, said.err)

    def sleeps(self, **time: float) -> None:
        self.now += timedelta(**time)

    @property
    def place(self) -> Path:
        assert self.store is not None
        return self.store

    @property
    def answers(self) -> list[Answer]:
        with Store.reading(self.place) as store:
            return [entry.answer for entry in store.entries()]

    @property
    def states(self) -> dict[str, State]:
        with Store.reading(self.place) as store:
            assert store.check() == []
            return dict(store.every_state())
