"""What `check` says of a deck: warnings about its facts and its items.

Owns the checks that need the whole deck. Everything here is a warning: the loader has already
refused what is wrong in a file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import chain
from typing import Any

from nkquiz import lint
from nkquiz.distractors import contradictions
from nkquiz.item import Item
from nkquiz.kinds import makers
from nkquiz.knowledge import Knowledge, knowledge_of
from nkquiz.knowledge.rows import meaning_of
from nkquiz.lint import View
from nkquiz.model import Attribute, Deck, Fact, Level, Location, Mark, Problem, Term
from nkquiz.quiz import generate
from nkquiz.registry import NAMES
from nkquiz.values import (
    ValueSort,
    is_no_day,
    lacks_century,
    norm,
    not_taken,
    one_name,
    parse_date,
    parse_tolerance,
)

#: One place can have several of these, each about something else.
_SEVERAL_AT_A_PLACE = frozenset({"allow", "not-of-its-sort"})


@dataclass(frozen=True, slots=True)
class Review:
    """What `check` finds: problems, and what would be one if `allow` didn't silence it; both by
    place.
    """

    problems: tuple[Problem, ...]
    allowed: tuple[Problem, ...]


def check(deck: Deck, *, now: date) -> tuple[Problem, ...]:
    """What a deck lacks and which item-writing rules it breaks, by place; each once.

    `now`, a date or a datetime, decides whether a `review_after` has passed.
    """
    return review(deck, now=now).problems


def review(deck: Deck, *, now: date) -> Review:
    """As `check`, with what `allow` silenced."""
    if not isinstance(now, date):
        raise TypeError(f"`now` is a date or a datetime, not {type(now).__name__}")
    knowledge = knowledge_of(deck)
    items, problems = generate(deck)
    promises = list(_broken_promises(knowledge))
    told = {problem.location for problem in promises}
    advice = _Advice(knowledge, items)
    found = [
        *promises,
        # A broken promise says more than that the item has several answers.
        *(p for p in problems if p.code != "several-answers" or p.location not in told),
        *advice.problems,
        *_bad_allows(deck, advice.used),
        *_overdue(deck, now),
        *_without_marks(deck),
        *_unfit(deck),
        *_unread_dates(knowledge),
        *_unread_cells(knowledge),
        *_unused_tolerances(knowledge),
        *_shared_names(deck),
    ]
    return Review(grouped(deck, found), grouped(deck, advice.allowed))


def silenced(deck: Deck, items: Iterable[Item]) -> Mapping[str, int]:
    """In how many places of a deck `allow` silences each rule for these items."""
    allowed = grouped(deck, _Advice(knowledge_of(deck), items).allowed)
    return dict(sorted(Counter(problem.code for problem in allowed).items()))


# -- item-writing rules -------------------------------------------------------------------


class _Advice:
    """Which rules the items of a deck break, and what their authors allow."""

    def __init__(self, knowledge: Knowledge, items: Iterable[Item]) -> None:
        self._knowledge = knowledge
        self._slots = {
            fact.memory(mark): (fact, mark) for fact in knowledge.deck.facts for mark in fact.marks
        }
        self.problems: list[Problem] = []
        self.allowed: list[Problem] = []
        self.used: defaultdict[Location, set[str]] = defaultdict(set)
        for item in items:
            self._add(item)

    def _add(self, item: Item) -> None:
        """Look at one item; those over several facts have no wording of their own."""
        slot = self._slots.get(item.memories[0]) if len(item.memories) == 1 else None
        if slot is None:
            return
        fact, mark = slot
        view = View(self._knowledge, fact, mark, item, exhausted=True)
        has_allows = fact.allow or mark.options.allow
        for flaw in lint.flaws(view) if has_allows else lint.advice(view):
            if lint.is_allowed(view, flaw.rule):
                self.allowed.append(lint.warning(view, flaw))
                self.used[_place_of_allow(fact, mark, flaw.rule.name)].add(flaw.rule.name)
            else:
                self.problems.append(lint.warning(view, flaw))


def _place_of_allow(fact: Fact, mark: Mark, rule: str) -> Location:
    if rule in mark.options.allow:
        return mark.options.location or mark.location
    return fact.location


def _bad_allows(deck: Deck, used: Mapping[Location, set[str]]) -> Iterator[Problem]:
    """Names under `allow` that are no rule, can't be allowed, or silence nothing."""
    for fact in deck.facts:
        marks = [m for m in fact.marks if m.options.allow]
        own = [(m.options.location or m.location, m.options.allow) for m in marks]
        for location, names in ((fact.location, fact.allow), *own):
            for name in names:
                # `cross-item` is for worksheets: here no two items meet.
                if name not in used.get(location, ()) and name != "cross-item":
                    yield _warning(location, "allow", _why_useless(name))


def _why_useless(name: str) -> str:
    if name not in lint.NAMES:
        near = get_close_matches(name, lint.NAMES, 1)
        return f"`allow: {name}` is not a rule" + (f"; did you mean `{near[0]}`?" if near else "")
    rule = lint.BY_NAME.get(name)
    if rule is not None and rule.firm:
        return f"`{name}` can't be allowed, because it keeps items right"
    return f"`allow: {name}` has no effect here: remove it"


# -- the deck's own facts -----------------------------------------------------------------


def _warning(location: Location, code: str, message: str) -> Problem:
    return Problem(location, code, message, Level.WARNING)


def _overdue(deck: Deck, now: date) -> Iterator[Problem]:
    """Facts whose `review_after` has come."""
    today = now.toordinal()  # a datetime is a date as well
    for fact in deck.facts:
        due = parse_date(fact.review_after) if fact.review_after else None
        if due is not None and due.interval()[0] <= today:
            message = (
                f"`review_after: {fact.review_after}` has passed: check that this is still true, "
                f"then change the date"
            )
            yield _warning(fact.location, "review-due", message)


def _without_marks(deck: Deck) -> Iterator[Problem]:
    for fact in deck.facts:
        if not (fact.marks or fact.order or fact.set):
            message = "this gives no item, because nothing is marked: mark an answer ==like this=="
            yield _warning(fact.location, "no-mark", message)


def _unfit(deck: Deck) -> Iterator[Problem]:
    """Facts that a kind can't take, whether this deck asks for that kind or another will."""
    rules = [maker.unfit for maker in makers(NAMES) if maker.unfit is not None]
    for fact in deck.facts:
        found = () if fact.disputed else (rule(fact) for rule in rules)
        yield from (problem for problem in found if problem is not None)


def _unread_dates(knowledge: Knowledge) -> Iterator[Problem]:
    """Answers that are written as a day and are none, or are one of an unknown century, so that
    they are mere words.
    """
    for fact in knowledge.deck.facts:
        for mark in fact.marks:
            text = mark.value or mark.answer
            fault = _fault_of_day(text, fact.language) if any(map(str.isdigit, text)) else None
            if fault is None:
                continue
            answer = knowledge.answers.of(fact, mark)
            if answer.term is None and answer.value is None:
                code, said = fault
                message = f'"{text}" is written as a date, but {said}; now it counts as words only'
                yield _warning(mark.location, code, message)


def _unread_cells(knowledge: Knowledge) -> Iterator[Problem]:
    """Values of asked columns that can't be read as the column's `sort`, at their rows."""
    for fact in knowledge.deck.facts:
        for mark in fact.marks if fact.term is not None else ():
            answer = knowledge.answers.of(fact, mark)
            attribute = answer.attribute
            if attribute is None or attribute.sort is None:
                continue
            if answer.term is not None or answer.value is not None:
                continue
            if _fault_of_day(mark.value, fact.language) is not None:
                continue  # `_unread_dates` says more
            for term in _owners(knowledge, fact, mark):
                for text in term.attributes.get(attribute.name, ()):
                    if meaning_of(text, attribute, fact.language) is None:
                        message = _why_unread(text, attribute, attribute.sort, fact.language)
                        yield _warning(term.location, "not-of-its-sort", message)


def _owners(knowledge: Knowledge, fact: Fact, mark: Mark) -> Iterator[Term]:
    """The terms whose rows hold the values of a template's mark."""
    first, _, second = mark.attribute.partition(".")
    if fact.term is not None and not second:
        yield fact.term
    elif fact.term is not None:
        others = (knowledge.terms.named(v, first) for v in fact.term.attributes.get(first, ()))
        yield from (other for other in others if other is not None)


def _why_unread(text: str, attribute: Attribute, sort: ValueSort[Any], language: str) -> str:
    # The example is in English, and its unit is its own.
    fits = not attribute.unit and meaning_of(sort.example, attribute, language) is not None
    fix = f"write one such as {sort.example}" if fits else "correct it"
    return (
        f'"{text}" can\'t be read as a {sort.noun} (`{attribute.name}` has `sort: {sort.name}`), '
        f"so it counts as words only: {fix}"
    )


def _unused_tolerances(knowledge: Knowledge) -> Iterator[Problem]:
    """Tolerances that mean nothing for the value that is asked for."""
    for fact in knowledge.deck.facts:
        for mark in fact.marks:
            answer = knowledge.answers.of(fact, mark)
            column = answer.attribute.tolerance if answer.attribute is not None else ""
            text, value = mark.options.tolerance or column, answer.value
            allowed = parse_tolerance(text) if text and value is not None else None
            if value is not None and allowed and not value.sort.takes(allowed, value):
                message = f'"{mark.answer}": {not_taken(text, value.sort)}'
                yield _warning(mark.location, "not-a-tolerance", message)


def _fault_of_day(text: str, language: str) -> tuple[str, str] | None:
    """The code of a problem, and why a text that is written as a day can't be read as one."""
    if is_no_day(text, language):
        said = "there is no such day in the calendar: correct it, such as 14 July 2024"
        return "no-such-date", said
    if lacks_century(text, language):
        said = "its year could be in any century: write all its digits, or its era"
        return "short-year", said
    return None


def _broken_promises(knowledge: Knowledge) -> Iterator[Problem]:
    """Marks of sentences of which another fact says the same, or more, with another answer."""
    for fact in knowledge.deck.facts:
        if fact.template:
            continue
        for mark in fact.marks:
            others = chain(
                knowledge.sentences.rivals(fact, mark), contradictions(knowledge, fact, mark)
            )
            rival = next(others, None)
            if rival is not None:
                yield _broken_promise(mark, rival)


def _broken_promise(mark: Mark, rival: tuple[Fact, Mark]) -> Problem:
    other, its = rival
    message = (
        f'"{mark.answer}" is not the only answer: {other.location} says the same of '
        f'"{its.answer}": say more in one of the sentences'
    )
    return _warning(mark.location, "several-answers", message)


def _shared_names(deck: Deck) -> Iterator[Problem]:
    """Names that two terms of one vocabulary have: neither can be told from the other by it."""
    for vocabulary in deck.vocabularies.values():
        owners: dict[str, list[tuple[Term, str]]] = {}
        for term in vocabulary.terms:
            for name in term.names:
                alike = owners.setdefault(norm(name), [])
                owner = next((its for its, other in alike if one_name(other, name)), term)
                alike.append((term, name))
                if owner is not term:
                    message = f'"{name}" is also a name of {owner.name} at {owner.location}'
                    yield _warning(term.location, "shared-name", message)


def grouped(deck: Deck, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by place; of a template, which says the same of every row, one a place and code."""
    grown = {
        place
        for fact in deck.facts
        if fact.template
        for place in (fact.location, *(mark.location for mark in fact.marks))
    }
    first: dict[tuple[Location, str, str], Problem] = {}
    more: Counter[tuple[Location, str, str]] = Counter()
    for problem in dict.fromkeys(problems):
        own = problem.message if problem.code in _SEVERAL_AT_A_PLACE else ""
        key = (problem.location, problem.code, own)
        if first.setdefault(key, problem) is not problem:
            more[key] += 1
    once = [
        problem.and_more(more[key] if problem.location in grown else 0)
        for key, problem in first.items()
    ]
    return _sorted(deck, once)


def _sorted(deck: Deck, problems: list[Problem]) -> tuple[Problem, ...]:
    files = {path: index for index, path in enumerate(deck.paths)}

    def place(problem: Problem) -> tuple[int, str, int, int, str]:
        where = problem.location
        return files.get(where.path, len(files)), where.path, where.line, where.column, problem.code

    return tuple(sorted(problems, key=place))
