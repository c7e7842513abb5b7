"""Tests of the rules by injection: each flaw, put into clean items, is found; clean items are not
reported.

The clean items are those of the shipped decks and of a made-up one with numbers, dates and
phrases. An injector turns the view of one into the view of a flawed one, or into None where the
flaw can't be put there.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

import nkquiz
from nkquiz import lint
from nkquiz.item import BLANK, Choose, Item, Option, Proof
from nkquiz.knowledge import Knowledge, Pool, knowledge_of
from nkquiz.lint import BY_NAME, RULES, View
from nkquiz.model import Deck, Fact, Mark, Term
from nkquiz.values import Date, Number, Value, position
from shipped import shipped

#: Fewer injected items than this would prove nothing.
ENOUGH = 25
FOUND = 0.99
FALSE_ALARMS = 0.02

DECKS = ("north-korean-diplomats", "countries")

_FIRST = ["Ba", "De", "Fi", "Go", "Hu", "Ka", "Le", "Mi", "No", "Pu", "Ra", "Se", "Ti", "Vo", "Zu"]
_SECOND = ["rest", "lomar", "vinna", "taksu", "peri"]


def invented() -> str:
    """A deck of 75 lakes that nobody has seen: numbers, dates, colours, and some phrases."""
    rows = []
    for i in range(75):
        name = _FIRST[i % 15] + _SECOND[i // 15]
        depth, year = 113 + 37 * i, 1503 + 6 * i
        colour = ("green", "blue", "grey", "brown", "black")[i * 7 % 5]
        rows.append(f"{{name: {name}, depth: '{depth:,}', mapped: {year}, colour: {colour}}}")
    goods = [
        "salt",
        "honey",
        "timber",
        "copper",
        "linen",
        "pepper",
        "amber",
        "silver",
        "cotton",
        "barley",
    ]
    facts = [
        f"  - fact: Traders of the {place} coast paid for boats with =={good}== alone.\n"
        f"    marks: {{{good}: {{distractors: [{', '.join(o for o in goods if o != good)}]}}}}"
        for good, place in zip(goods, _FIRST, strict=False)
    ]
    return (
        "title: Waters\nterms:\n  colour: [green, blue, grey, brown, black]\n  lake:\n"
        "    attributes: {depth: {sort: number}, mapped: {sort: date}}\n    rows:\n"
        + "".join(f"      - {row}\n" for row in rows)
        + "templates:\n"
        "  - {id: depth, for: lake, fact: 'Divers measured {name} at =={depth}== feet.'}\n"
        "  - {id: mapped, for: lake, fact: 'Monks drew {name} on a chart in =={mapped}==.'}\n"
        "  - {id: colour, for: lake, fact: 'Seen from a hill, {name} looks =={colour}==.'}\n"
        "facts:\n" + "\n".join(facts) + "\n"
    )


def views_of(deck: Deck) -> list[View]:
    knowledge = knowledge_of(deck)
    slots = {fact.memory(mark): (fact, mark) for fact in deck.facts for mark in fact.marks}
    items, _ = nkquiz.generate(deck, kinds=("cloze", "multiple-choice", "short-answer"))
    return [View(knowledge, *slots[item.memories[0]], item, exhausted=True) for item in items]


@cache
def clean() -> tuple[View, ...]:
    decks = [shipped(name) for name in DECKS]
    decks.append(nkquiz.loads(invented())[0])
    return tuple(view for deck in decks for view in views_of(deck))


def again(view: View, item: Item, knowledge: Knowledge | None = None) -> View:
    return View(knowledge or view.knowledge, view.fact, view.mark, item)


def with_stem(view: View, stem: str) -> View:
    return again(view, replace(view.item, stem=stem))


def with_options(view: View, key: str, others: list[str], *, ordered: bool | None = None) -> View:
    choice = view.item.interaction
    assert isinstance(choice, Choose)
    options = (Option(key), *(Option(text, Proof.PROMISED) for text in others))
    keep = choice.ordered if ordered is None else ordered
    return again(
        view, replace(view.item, interaction=replace(choice, options=options, ordered=keep))
    )


def others(view: View) -> list[str]:
    return [text.raw for text in view.others]


def is_choice(view: View) -> bool:
    return bool(view.options)


Injector = Callable[[View], View | None]
INJECTORS: dict[str, Injector] = {}


def injects(rule: str) -> Callable[[Injector], Injector]:
    def register(injector: Injector) -> Injector:
        INJECTORS[rule] = injector
        return injector

    return register


def on_choices(change: Callable[[View], View | None]) -> Injector:
    return lambda view: change(view) if is_choice(view) else None


def on_typed(change: Callable[[View], View | None]) -> Injector:
    return lambda view: None if is_choice(view) else change(view)


INJECTORS |= {
    "option-count": on_choices(
        lambda v: with_options(v, v.key.raw, [*others(v), "Qux", "Zyx", "Vuw"])
    ),
    "duplicate-options": on_choices(
        lambda v: with_options(v, v.key.raw, [f"{v.key.raw}!", *others(v)[1:]])
    ),
    "subset-option": on_choices(
        lambda v: with_options(v, v.key.raw, [f"{v.key.raw} proper", *others(v)[1:]])
    ),
    "key-in-stem": on_choices(lambda v: with_stem(v, f"As for {v.key.raw}: {v.item.stem}")),
    "distractor-in-stem": on_choices(
        lambda v: with_stem(v, f"Unlike {others(v)[0]}: {v.item.stem}")
    ),
    "longest-key": on_choices(
        lambda v: with_options(v, v.key.raw + " and" * max(map(len, others(v))), others(v))
    ),
    "shortest-key": on_choices(
        lambda v: with_options(
            v, v.key.raw, [o + " or" * len(v.key.raw) + " so" for o in others(v)]
        )
    ),
    "odd-shape": on_choices(lambda v: with_options(v, f"({v.key.raw})", others(v))),
    "word-repeat": on_choices(
        lambda v: with_stem(
            with_options(v, f"{v.key.raw} quagga", others(v)), f"Of the quagga: {v.item.stem}"
        )
    ),
    "convergence": on_choices(
        lambda v: with_options(v, "quagga zebra okapi", ["quagga qux", "zebra zyx", "okapi vuw"])
    ),
    "absolute-terms": on_choices(lambda v: with_options(v, f"always {v.key.raw}", others(v))),
    "vague-terms": on_choices(lambda v: with_options(v, f"usually {v.key.raw}", others(v))),
    "all-none-of-the-above": on_choices(
        lambda v: with_options(v, v.key.raw, ["none of the above", *others(v)[1:]])
    ),
    "k-type": on_choices(lambda v: with_options(v, v.key.raw, ["A and C", *others(v)[1:]])),
    "true-false-options": on_choices(lambda v: with_options(v, "True", ["False", *others(v)[1:]])),
    "grammar": lambda v: with_stem(v, f"It is an {BLANK}: {v.item.stem}"),
    "negative-stem": on_choices(lambda v: with_stem(v, f"What is not true: {v.item.stem}")),
    "unfocused-stem": lambda v: with_stem(v, "Think about this."),
    "blank": on_typed(lambda v: with_stem(v, f"Two {BLANK}s, as in: {v.item.stem}")),
    "context-left": on_typed(lambda v: with_stem(v, f"{BLANK} is it.")),
    "ambiguous": lambda v: with_stem(v, f"It is so: {v.item.stem}"),
    "gratuitous": lambda v: with_stem(v, f"{'quagga ' * 36}: {v.item.stem}"),
    "minimum-information": on_typed(lambda v: with_stem(v, f"{'quagga ' * 26}: {v.item.stem}")),
    "leak": lambda v: again(v, replace(v.item, hint=f"it rhymes with {v.answer.text}")),
}


@injects("date-stamp")
def _date_stamp(view: View) -> View | None:
    if view.fact.as_of or any(c.isdigit() for c in view.item.stem):
        return None
    return with_stem(view, f"In the current state of things: {view.item.stem}")


@injects("inner-blank")
def _inner_blank(view: View) -> View | None:
    choice = view.item.interaction
    if not isinstance(choice, Choose):
        return None
    bare = replace(choice, question="")
    return again(view, replace(view.item, stem=f"The {BLANK} is meant.", interaction=bare))


@injects("lost-sequence")
def _lost_sequence(view: View) -> View | None:
    choice = view.item.interaction
    if not isinstance(choice, Choose) or not choice.ordered:
        return None
    backwards = replace(choice, options=choice.options[::-1])
    return again(view, replace(view.item, interaction=backwards))


@injects("overlap")
def _overlap(view: View) -> View | None:
    if not is_choice(view) or view.answer.value is None:
        return None
    key, (first, *rest) = view.key.raw, others(view)
    low, high = sorted((key, first), key=lambda text: position(must(view.value(text))))
    return with_options(view, key, [f"{low} to {high}", *rest])


def must(value: Value | None) -> Value:
    assert value is not None
    return value


@injects("number-format")
def _number_format(view: View) -> View | None:
    if not is_choice(view) or not isinstance(view.answer.value, Number):
        return None
    if not view.key.raw.replace(",", "").isdigit():
        return None
    return with_options(view, f"{view.key.raw}.00", others(view))


@injects("date-format")
def _date_format(view: View) -> View | None:
    if not is_choice(view) or not isinstance(view.answer.value, Date) or not view.key.raw.isdigit():
        return None
    return with_options(view, f"March {view.key.raw}", others(view))


@injects("least-round")
def _least_round(view: View) -> View | None:
    if not is_choice(view) or not isinstance(view.answer.value, Number):
        return None
    number = int(view.answer.value.value) // 10 * 10 + 7
    return with_options(view, str(number), [str(number // 10 * 10 + 100 * i) for i in (1, 2, 3)])


@injects("hint")
def _hint(view: View) -> View | None:
    pool = view.answer.pool
    if is_choice(view) or pool is None or view.item.hint or view.answer.value is not None:
        return None
    flawed = with_stem(view, view.item.stem)
    flawed.answer = view.answer._replace(
        pool=Pool(pool.name, [(c.text, c.names, c.term) for c in pool.candidates[:1]])
    )
    return flawed


@cache
def with_rivals(knowledge: Knowledge) -> Knowledge:
    """The same deck, in which another fact says the same of another answer."""
    deck = knowledge.deck
    rivals = tuple(
        replace(f, id=f"{f.id}-rival", marks=tuple(map(rival, f.marks)), term=rival_term(f))
        for f in deck.facts
    )
    return Knowledge(replace(deck, knowledge=(*deck.knowledge, *rivals)))


def rival(mark: Mark) -> Mark:
    options = replace(mark.options, accept=())
    return replace(mark, answer="quagga", value="quagga", vocabulary="", options=options)


def rival_term(fact: Fact) -> Term | None:
    return fact.term and replace(fact.term, id="quagga", name="quagga", also=())


@injects("unique-fill")
def _unique_fill(view: View) -> View | None:
    if is_choice(view) or view.answer.values:
        return None
    return again(view, view.item, with_rivals(view.knowledge))


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_an_injected_flaw_is_found(rule: str) -> None:
    asked = BY_NAME[rule].blocks | BY_NAME[rule].advises
    injected = [INJECTORS[rule](view) for view in clean() if type(view.item.interaction) in asked]
    flawed = [view for view in injected if view is not None]
    missed = [view.item.stem for view in flawed if BY_NAME[rule].check(view) is None]
    assert len(flawed) >= ENOUGH
    assert len(missed) <= (1 - FOUND) * len(flawed), missed[:5]


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_clean_items_are_not_reported(rule: str) -> None:
    asked = BY_NAME[rule].blocks | BY_NAME[rule].advises
    views = [view for view in clean() if type(view.item.interaction) in asked]
    reported = [
        (view.item.stem, view.answer.text)
        for view in views
        if rule in [flaw.rule.name for flaw in lint.flaws(view)]
    ]
    assert len(views) >= ENOUGH
    assert len(reported) <= FALSE_ALARMS * len(views), reported[:5]


def test_an_item_that_tells_another_is_found() -> None:
    """A stem that names the answer and all that the other item is about tells it."""
    views = [view for view in clean() if BLANK not in view.item.stem][:300]
    assert len(views) >= ENOUGH
    for view in views:
        asked = lint.cues(view.item, view.knowledge)
        told = f"{view.item.stem.rstrip('?')}: {view.item.answers[0]}."
        teller = lint.cues(replace(view.item, stem=told), view.knowledge)
        assert lint.cross_item(teller, asked)
        assert not lint.cross_item(asked, asked)
