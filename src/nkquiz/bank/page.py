"""The page of a report: lines of at most 80 columns, and the record that `--json` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from textwrap import wrap
from typing import Any

from nkquiz.bank.blind import Matching, Ordering, Truth
from nkquiz.bank.guessers import LEVEL, Luck
from nkquiz.bank.report import BankReport

_WIDTH = 78
#: How many of the options that are seen most are listed.
_MOST_SEEN = 5
_PLACES = ("1st", "2nd", "3rd", "4th", "5th")


def lines(report: BankReport) -> Iterator[str]:
    """What a person reads: yield, kinds, proofs, places, exposure, guessers."""
    yield "Yield"
    yield f"  {report.with_items:,} of {report.facts:,} facts gave items"
    for reason, count in report.kept_out.items():
        yield f"  {count:>7,}  {reason}"
    yield from _counts("Items by kind", report.kinds)
    yield from _counts("Distractors by proof", report.proofs)
    yield from _counts("Allowed, by rule", report.allowed)
    if report.positions:
        yield from _places(report)
        yield from _exposure(report)
        yield from _guessers(report)
    if report.truth:
        yield from _truth(report.truth)
    if report.matching:
        yield from _matching(report.matching)
    if report.ordering:
        yield from _ordering(report.ordering)


def _counts(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield ""
        yield title
        for name, count in counts.items():
            yield f"  {count:>7,}  {name}"


def _places(report: BankReport) -> Iterator[str]:
    yield ""
    yield "Places of the right answer"
    yield f"  {'':<16}" + "".join(f"{place:>9}" for place in _PLACES).rstrip()
    for name, places in report.positions.items():
        yield f"  {name:<16}" + "".join(f"{count:>9,}" for count in places)
    yield f"  longest run in one place: {report.longest_run}"


def _exposure(report: BankReport) -> Iterator[str]:
    exposure = report.exposure
    no_key = sum(not option.key for option in exposure)
    no_distractor = sum(not option.distractor for option in exposure)
    yield ""
    yield "Exposure"
    yield f"  {len(exposure):,} options; {no_key:,} never the key, {no_distractor:,} never a distractor"
    yield f"  {'the most seen':<40}{'key':>9}{'distractor':>12}"
    for option in exposure[:_MOST_SEEN]:
        text = _cut(option.text, 38)
        yield f"  {text:<40}{option.key:>9,}{option.distractor:>12,}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _guessers(report: BankReport) -> Iterator[str]:
    yield ""
    yield "Guessers, who know only a trick"
    yield f"  {'':<20}{'choices':>9}{'hits':>11}{'share':>9}{'chance':>9}{'too many':>10}"
    for luck in report.guessers:
        yield (
            f"  {luck.guesser.name:<20}{luck.items:>9,}{luck.hits:>11,.1f}{luck.share:>9.1%}"
            f"{luck.chance:>9.1%}{_too_many(luck):>10}{_leaks(luck)}"
        )
    if report.slots:
        yield ""
        yield "The luckiest guesser in the choices of each slot"
        yield f"  {'':<24}{'':<20}{'choices':>9}{'share':>8}{'too many':>10}"
        for slot, luck in report.slots.items():
            yield (
                f"  {_cut(slot, 23):<24}{luck.guesser.name:<20}{luck.items:>9,}"
                f"{luck.share:>8.1%}{_too_many(luck):>10}{_leaks(luck)}"
            )
    yield ""
    yield from wrap(_verdict(report), _WIDTH)


def _too_many(luck: Luck) -> str:
    """The share that is too much for chance; none where even all would not be."""
    return f"{luck.bound / luck.items:.1%}" if luck.bound <= luck.items else "-"


def _leaks(luck: Luck) -> str:
    return " leaks" if luck.leaks else ""


def _verdict(report: BankReport) -> str:
    names = [
        f"{luck.guesser.name}{f' in {slot!r}' if slot else ''} (look at {luck.guesser.rule})"
        for slot, luck in report.leaks
    ]
    if names:
        fixes = dict.fromkeys(luck.guesser.fix for _, luck in report.leaks if luck.guesser.fix)
        return " ".join((f"Better than chance: {'; '.join(names)}.", *fixes))
    return (
        f"No guesser beats chance: all are below the one-sided binomial bound at {LEVEL:.0%}, "
        f"shared among them, over all choices and over the slots."
    )


def _truth(truth: Truth) -> Iterator[str]:
    yield ""
    yield "True or false"
    yield f"  {truth.true:,} of {truth.items:,} are true: {truth.true / truth.items:.1%}"
    if truth.bound <= truth.items:
        leaks = "  leaks" if truth.leaks else ""
        yield f"  too many of either, by the binomial bound at {LEVEL:.0%}: {truth.bound:,}{leaks}"
    yield f"  longest run of one answer: {truth.longest_run}"


def _matching(matching: Matching) -> Iterator[str]:
    yield ""
    yield "Matching"
    over = matching.responses - matching.premises
    yield f"  premises: {matching.premises:,}; responses: {matching.responses:,}, {over:,} left over"
    yield (
        f"  premises beside their own response: {matching.in_line:,}; "
        f"by chance {matching.expected:,.1f}"
    )


def _ordering(ordering: Ordering) -> Iterator[str]:
    yield ""
    yield "Ordering"
    yield (
        f"  parts: {ordering.parts:,}; different orders at the start: {ordering.starts:,}, "
        f"items with the commonest: {ordering.most:,}"
    )
    yield (
        f"  left as it stands: {ordering.standing / ordering.pairs:.1%} of the pairs are right; "
        f"by chance {0.5:.1%}"
    )


def record(report: BankReport) -> dict[str, Any]:
    """The same for programs, as JSON takes it."""
    return {
        "facts": report.facts,
        "with_items": report.with_items,
        "kept_out": dict(report.kept_out),
        "kinds": dict(report.kinds),
        "proofs": dict(report.proofs),
        "allowed": dict(report.allowed),
        "positions": {name: list(places) for name, places in report.positions.items()},
        "longest_run": report.longest_run,
        "exposure": [
            {"text": e.text, "key": e.key, "distractor": e.distractor} for e in report.exposure
        ],
        "guessers": [_luck(luck) for luck in report.guessers],
        "slots": {slot: _luck(luck) for slot, luck in report.slots.items()},
        "truth": asdict(report.truth) | {"leaks": report.truth.leaks} if report.truth else None,
        "matching": asdict(report.matching) if report.matching else None,
        "ordering": asdict(report.ordering) if report.ordering else None,
    }


def _luck(luck: Luck) -> dict[str, Any]:
    return {
        "name": luck.guesser.name,
        "items": luck.items,
        "hits": round(luck.hits, 3),
        "chance": round(luck.chance, 6),
        "bound": luck.bound,
        "leaks": luck.leaks,
        "rule": luck.guesser.rule,
    }
