"""Rows of `make bench`: A against B, run in turn and under the same conditions."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median

RUNS = 7

_Measure = Callable[[Callable[[], object]], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: A is to take at most `bound` times what B takes."""

    name: str
    peer: str
    bound: float
    ratio: float
    a: str
    b: str

    def __str__(self) -> str:
        mark = "ok" if self.ratio <= self.bound else "OVER"
        return (
            f"{self.name:<44} {self.a:>10} {self.b:>10}  {self.ratio:6.3f}  <= {self.bound:<6g}"
            f" {mark:<5} {self.peer}"
        )


@contextmanager
def without_collector() -> Iterator[None]:
    """No collection in what is measured: nkquiz makes items without any, so its peers do too, and
    in all else it is chance on which side a full one falls.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(what: Callable[[], object]) -> float:
    """The seconds by the clock on the wall. What is made is dropped after them."""
    with without_collector():
        start = time.perf_counter()
        kept = what()
        took = time.perf_counter() - start
    del kept
    return took


def cpu(what: Callable[[], object]) -> float:
    """CPU seconds of a function, and of the programs that it starts."""
    with without_collector():
        start = _used()
        kept = what()
        took = _used() - start
    del kept
    return took


def _used() -> float:
    spent = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def in_turn(
    a: Callable[[], object],
    b: Callable[[], object],
    runs: int = RUNS,
    measure: _Measure = seconds,
) -> tuple[float, float]:
    """The median seconds of each, run A B A B ... after one warm-up."""
    a(), b()
    pairs = [(measure(a), measure(b)) for _ in range(runs)]
    return median(x for x, _ in pairs), median(y for _, y in pairs)


def timed(
    name: str,
    peer: str,
    bound: float,
    a: Callable[[], object],
    b: Callable[[], object],
    measure: _Measure = seconds,
) -> Row:
    x, y = in_turn(a, b, measure=measure)
    return Row(name, peer, bound, x / y, f"{x * 1000:.1f} ms", f"{y * 1000:.1f} ms")
