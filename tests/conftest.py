"""What all tests share: golden files, the Hypothesis profile, programs, and no skips in CI."""

from __future__ import annotations

import atexit
import difflib
import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AnyReport = TypeVar("AnyReport", pytest.TestReport, pytest.CollectReport)

IN_CI = bool(os.environ.get("CI"))

# No test keeps its answers among those of whoever runs it. Set here, before tests copy the
# environment for the programs that they start.
_PROGRESS = tempfile.mkdtemp(prefix="nkquiz-progress-")
atexit.register(shutil.rmtree, _PROGRESS, ignore_errors=True)
os.environ["NKQUIZ_STORE"] = str(Path(_PROGRESS) / "store.db")

# What else whoever runs the tests has set changes neither what programs show nor what they may.
for _name in (
    *("COLUMNS", "FORCE_COLOR", "LINES", "NKQUIZ_NOW", "NO_COLOR"),
    *("PYTHONUNBUFFERED", "SOURCE_DATE_EPOCH"),
):
    os.environ.pop(_name, None)
os.environ["TERM"] = "xterm-256color"
os.umask(0o022)

# `nohup`, and `&` in a script, have what they start ignore signals, and so do its children: those
# that a test interrupts would wait for ever.
for _signal in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
    if signal.getsignal(_signal) is signal.SIG_IGN:
        signal.signal(_signal, signal.SIG_DFL)

# Speed is for `make bench`: a slow machine fails no test. The examples are the same in each run, on
# each machine; `make soak` draws others (`--hypothesis-profile=soak --hypothesis-seed=N`).
settings.register_profile(
    "nkquiz",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak",
    settings.get_profile("nkquiz"),
    derandomize=False,
    database=None,
    max_examples=500,
    print_blob=True,
)
settings.load_profile("nkquiz")


#: The programs that some tests need, and the Debian package that has each.
PROGRAMS = {
    "chromium": "chromium",
    "pandoc": "pandoc",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-writer",
    "strace": "strace",
}
LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known: `@pytest.mark.needs("strace")`."""
    config.addinivalue_line("markers", "needs(program): runs where the program is installed")
    config.stash[LEFT_OUT] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose program is missing, and count them; in CI they run, and fail."""
    if IN_CI:
        return
    missing = {program for program in PROGRAMS if shutil.which(program) is None}
    kept = []
    for item in items:
        lacking = missing.intersection(m.args[0] for m in item.iter_markers("needs"))
        for program in lacking:
            left_out = config.stash[LEFT_OUT]
            left_out[program] = left_out.get(program, 0) + 1
        if not lacking:
            kept.append(item)
    items[:] = kept


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Say what was left out and what would bring it back."""
    return [
        f"{number} tests need {program}: left out until Debian's {PROGRAMS[program]} is installed"
        for program, number in config.stash[LEFT_OUT].items()
    ]


SHARED = ExitStack()


@cache
def shared_browser() -> Browser:
    """One Chromium for all tests that follow each other: a start takes as long as several tests."""
    from web_quiz import chromium

    return SHARED.enter_context(chromium())


@pytest.fixture
def browser() -> Browser:
    return shared_browser()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Close the browser after its last test: Playwright holds the event loop, which others need."""
    needed = () if nextitem is None else nextitem.iter_markers("needs")
    if not any(marker.args == ("chromium",) for marker in needed):
        SHARED.close()
        shared_browser.cache_clear()


class Golden:
    """Compares what a test got with a file beside it; `make golden` rewrites the file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str, got: str | bytes) -> None:
        """Fail unless `got` is the content of the file `name`, to the byte."""
        __tracebackhide__ = True
        path = self._folder / name
        new = got.encode() if isinstance(got, str) else got
        if os.environ.get("NKQUIZ_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(new)
            return
        if not path.exists():
            pytest.fail(f"{path} is missing; `make golden` writes it", pytrace=False)
        old = path.read_bytes()
        if old != new:
            difference = text_difference(old, new) if isinstance(got, str) else offset(old, new)
            pytest.fail(f"{path} differs; `make golden` rewrites it\n{difference}", pytrace=False)


def text_difference(old: bytes, new: bytes) -> str:
    """Return a unified diff; carriage returns and other control characters show as escapes."""
    before, after = (
        ["".join(map(visible, line)) for line in text.decode("utf-8", "replace").split("\n")]
        for text in (old, new)
    )
    return "\n".join(difflib.unified_diff(before, after, "expected", "got", lineterm=""))


def visible(character: str) -> str:
    """Return the character, as an escape where it would not show."""
    return character if character.isprintable() else ascii(character)[1:-1]


def offset(old: bytes, new: bytes) -> str:
    """Say where two byte strings part, and what stands there."""
    shorter = min(len(old), len(new))
    at = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    return (
        f"from byte {at} on ({len(old)} bytes expected, got {len(new)}):\n"
        f"- {old[at : at + 32]!r}\n+ {new[at : at + 32]!r}"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Files beside the test: `golden("problems/tabs.txt", got)`."""
    return Golden(request.path.parent)


@pytest.fixture(autouse=True, scope="session")
def same_draws() -> Generator[None, None, None]:
    """Keep Hypothesis from drawing constants of the modules that happen to be imported.

    Else the same test draws something else alone than among others.
    """
    with pytest.MonkeyPatch.context() as patch:
        if settings().derandomize:
            patch.setattr(providers, "_get_local_constants", Constants)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, a test that was skipped, or is expected to fail, fails."""
    report = yield
    return no_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI, a module that skips itself fails."""
    report = yield
    return no_skip(report)


def no_skip(report: AnyReport) -> AnyReport:
    """Return the report; in CI, a skip becomes a failure."""
    if IN_CI and report.skipped:
        reason = getattr(report, "wasxfail", "") or report.longreprtext
        report.outcome = "failed"
        report.longrepr = f"nothing is skipped in CI: {reason}"
        if hasattr(report, "wasxfail"):
            del report.wasxfail
    return report
