"""The report on a deck's items as a whole: what they come from, and what gives keys away.

Counts only; how it reads is the page's business. The items are those of a package or a sheet:
all that the deck gives, options in the order in which they are shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from nkquiz.bank import blind
from nkquiz.bank.check import silenced
from nkquiz.bank.guessers import Luck, Shown, luck, luckiest, shown
from nkquiz.item import Choose, Item, Judge
from nkquiz.kinds import maker, wanted
from nkquiz.model import Deck, Fact, Problem
from nkquiz.quiz import arrange, default_kinds, generate, making_for
from nkquiz.registry import NAMES
from nkquiz.stem import Making


@dataclass(frozen=True, slots=True)
class Exposure:
    """How often an option's text is shown, as the key and as a distractor."""

    text: str
    key: int
    distractor: int

    @property
    def seen(self) -> int:
        return self.key + self.distractor


@dataclass(frozen=True, slots=True)
class BankReport:
    """A bank in numbers.

    `kept_out` has the facts without an item by reason, `allowed` in how many places `allow`
    silences a rule, `positions` how often the key stands in each place, by what is shown:
    `4 options`, `4 in order` (numbers and dates, which ascend). True and False are no options to
    be told apart by their looks: they are counted as `truth`.
    `guessers` is what each gets of all choices; `slots` what the luckiest gets of those that ask
    for one slot of one template: `capital: name`.
    """

    facts: int
    with_items: int
    kept_out: Mapping[str, int]
    kinds: Mapping[str, int]
    proofs: Mapping[str, int]
    allowed: Mapping[str, int]
    positions: Mapping[str, tuple[int, ...]]
    longest_run: int
    exposure: tuple[Exposure, ...]
    guessers: tuple[Luck, ...]
    slots: Mapping[str, Luck]
    truth: blind.Truth | None
    matching: blind.Matching | None
    ordering: blind.Ordering | None

    @property
    def leaks(self) -> tuple[tuple[str, Luck], ...]:
        """The guessers that beat chance, each with the slot where it does: `""` for all choices."""
        return tuple(
            (slot, luck)
            for slot, luck in (*(("", luck) for luck in self.guessers), *self.slots.items())
            if luck.leaks
        )

    @property
    def is_leaky(self) -> bool:
        """Whether those who know nothing get more than chance gives."""
        return bool(self.leaks) or (self.truth is not None and self.truth.leaks)


def report(deck: Deck, kinds: Sequence[str] | None = None, seed: int = 0) -> BankReport:
    """The report on all items of a deck, in the kinds of the deck file or those named."""
    names = tuple(kinds) if kinds else default_kinds(deck)
    items = arrange(generate(deck, names, seed)[0], seed)
    giving = {fact for item in items for fact in item.fact_ids}
    left = [fact for fact in deck.facts if fact.key not in giving]
    choices = [item for item in items if isinstance(item.interaction, Choose)]
    return BankReport(
        facts=len(deck.facts),
        with_items=len(deck.facts) - len(left),
        kept_out=_by_number(_reasons(deck, left, names, seed)),
        kinds={name: count for name in NAMES if (count := sum(i.kind == name for i in items))},
        proofs=_by_number(
            option.proof.value
            for choice in _choices(choices)
            for option in choice.options
            if option.proof is not None
        ),
        allowed=silenced(deck, items),
        positions=_positions(choices),
        longest_run=_longest_run(items),
        exposure=_exposure(_choices(choices)),
        guessers=luck(shown(choices)),
        slots=luckiest(_by_slot(deck, choices)),
        truth=blind.truth(items),
        matching=blind.matching(items),
        ordering=blind.ordering(items),
    )


def _choices(items: Iterable[Item]) -> list[Choose]:
    return [item.interaction for item in items if isinstance(item.interaction, Choose)]


def _by_number(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))


# -- what keeps facts out -------------------------------------------------------------------

_REASONS = {
    "several-answers": "several right answers",
    "needs-distractors": "too few wrong options that the deck proves wrong",
    "needs-parts": "too few parts that fit in one item, or parts that don't",
}


def _reasons(deck: Deck, facts: Iterable[Fact], names: tuple[str, ...], seed: int) -> Iterable[str]:
    """Why each of the facts gives no item: the first reason that there is."""
    making = making_for(deck, seed, None, None)
    left = tuple(facts)
    of_groups = _codes_of_groups(making, deck, left, names)
    for fact in left:
        if fact.disputed:
            yield "disputed"
        elif not (fact.marks or fact.order or fact.set):
            yield "nothing is marked"
        else:
            kinds = [(mark, kind) for mark in fact.marks for kind in wanted(fact, mark, names)]
            made = (kind.make(making, fact, mark) for mark, kind in kinds if kind.make)
            codes = [problem.code for problem in made if isinstance(problem, Problem)]
            codes += of_groups.get(fact.key, ())
            yield _reason(codes[0]) if codes else _misfit(fact, kinds)


def _codes_of_groups(
    making: Making, deck: Deck, left: Sequence[Fact], names: tuple[str, ...]
) -> Mapping[str, list[str]]:
    """By fact that is left, the codes of what keeps it out of items over several or a whole one."""
    wanting = {fact.key for fact in left}
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for group_maker in (maker(name).group_maker for name in names):
        if group_maker is None or not wanting:
            continue
        undisputed = (fact for fact in deck.facts if not fact.disputed)
        for group in group_maker.groups(making.knowledge, undisputed):
            for made in () if wanting.isdisjoint(group.facts) else group_maker.make(making, group):
                if isinstance(made, Problem):
                    for key in group.facts & wanting:
                        codes[key].append(made.code)
    return codes


def _reason(code: str) -> str:
    return _REASONS.get(code, f"the rule {code}")


def _misfit(fact: Fact, tried: Sequence[object]) -> str:
    """Why a fact gives no item where nothing was tried in vain."""
    if not fact.marks:
        return "its steps or parts fit none of the kinds that you asked for"
    if tried:
        return "no mark fits a kind that you asked for"
    return "no mark has a kind that you asked for"


# -- what gives keys away --------------------------------------------------------------------


def _by_slot(deck: Deck, choices: Iterable[Item]) -> dict[str, list[Shown]]:
    """The choices that templates give, by what they ask for: `capital: name`."""
    templates = {fact.key: fact.template for fact in deck.facts if fact.template}
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in choices:
        template = templates.get(item.fact_ids[0])
        if template and item.memories:
            slot = item.memories[0].rpartition("/")[2]
            found[f"{template}: {slot}"].append(item)
    return {name: shown(items) for name, items in sorted(found.items())}


# -- where keys stand -----------------------------------------------------------------------


def _positions(items: Iterable[Item]) -> dict[str, tuple[int, ...]]:
    """How often the key stands in each place, what is shown in one way taken together."""
    places: dict[str, Counter[int]] = {}
    sizes: dict[str, int] = {}
    for item in items:
        choice = item.interaction
        assert isinstance(choice, Choose)
        size = len(choice.options)
        name = f"{size} in order" if choice.ordered else f"{size} options"
        sizes[name] = size
        places.setdefault(name, Counter())[_place(choice)] += 1
    return {
        name: tuple(places[name][place] for place in range(sizes[name])) for name in sorted(places)
    }


def _place(choice: Choose) -> int:
    return choice.options.index(choice.key)


def _longest_run(items: Iterable[Item]) -> int:
    """The most keys running that stand in one place; true or false between two ends a run."""
    places = (
        _place(item.interaction) if isinstance(item.interaction, Choose) else None
        for item in items
        if isinstance(item.interaction, Choose | Judge)
    )
    runs = (sum(1 for _ in run) for place, run in groupby(places) if place is not None)
    return max(runs, default=0)


def _exposure(choices: Iterable[Choose]) -> tuple[Exposure, ...]:
    """Each option's text, the most seen first."""
    keys: Counter[str] = Counter()
    distractors: Counter[str] = Counter()
    for choice in choices:
        for option in choice.options:
            (keys if option.is_key else distractors)[option.text] += 1
    found = [Exposure(text, keys[text], distractors[text]) for text in keys | distractors]
    return tuple(sorted(found, key=lambda e: (-e.seen, e.text)))
