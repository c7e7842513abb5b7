"""A deck's items as a whole: what keeps facts from giving items, and what `check` says of them.

Owns the checks that need the whole deck. Everything here is a warning: the loader has already
refused what is wrong in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from nkquiz.knowledge import Knowledge, knowledge_of
from nkquiz.model import Deck, Fact, Level, Location, Mark, Problem, Term
from nkquiz.quiz import generate
from nkquiz.values import norm, parse_date


def check(deck: Deck, *, now: datetime) -> tuple[Problem, ...]:
    """What a deck lacks and which item-writing rules it breaks, by place; each once.

    `now` decides whether a `review_after` has passed.
    """
    knowledge = knowledge_of(deck)
    _, problems = generate(deck)
    found = [
        *problems,
        *_overdue(deck, now),
        *_without_marks(deck),
        *_broken_promises(knowledge),
        *_shared_names(deck),
    ]
    return _sorted(deck, _folded(found))


def _warning(location: Location, code: str, message: str) -> Problem:
    return Problem(location, code, message, Level.WARNING)


def _overdue(deck: Deck, now: datetime) -> Iterator[Problem]:
    """Facts whose `review_after` has come."""
    today = now.date().toordinal()
    for fact in deck.facts:
        due = parse_date(fact.review_after) if fact.review_after else None
        if due is not None and due.interval()[0] <= today:
            message = (
                f"`review_after: {fact.review_after}` has passed: see whether this still holds, "
                f"then move the date"
            )
            yield _warning(fact.location, "review-due", message)


def _without_marks(deck: Deck) -> Iterator[Problem]:
    for fact in deck.facts:
        if not (fact.marks or fact.order or fact.set):
            message = "nothing is marked, so this gives no item: mark an answer ==like this=="
            yield _warning(fact.location, "no-mark", message)


def _broken_promises(knowledge: Knowledge) -> Iterator[Problem]:
    """Marks of sentences of which another fact says the same with another answer."""
    for fact in knowledge.deck.facts:
        if fact.template:
            continue
        for mark in fact.marks:
            rivals = knowledge.rivals(fact, mark)
            if rivals:
                yield _broken_promise(fact, mark, rivals[0])


def _broken_promise(fact: Fact, mark: Mark, rival: tuple[Fact, Mark]) -> Problem:
    other, its = rival
    message = (
        f'"{mark.answer}" is not the only answer: {other.location} says the same of '
        f'"{its.answer}"; say more in one of the sentences'
    )
    return _warning(mark.location, "several-answers", message)


def _shared_names(deck: Deck) -> Iterator[Problem]:
    """Names that two terms of one vocabulary have: neither can be told from the other by it."""
    for vocabulary in deck.vocabularies.values():
        owners: dict[str, tuple[Term, str]] = {}
        for term in vocabulary.terms:
            for name in term.names:
                owner, its = owners.setdefault(norm(name) or name, (term, name))
                if owner is not term and (its == name or norm(name) != ""):
                    message = f'"{name}" is a name of {owner.name} at {owner.location} too'
                    yield _warning(term.location, "shared-name", message)


def _folded(problems: Iterable[Problem]) -> list[Problem]:
    """One problem a place and code: a template says the same of each of its rows."""
    first: dict[tuple[Location, str], Problem] = {}
    more: dict[tuple[Location, str], int] = {}
    for problem in dict.fromkeys(problems):
        key = (problem.location, problem.code)
        if first.setdefault(key, problem) is not problem:
            more[key] = more.get(key, 0) + 1
    return [_with_more(problem, more.get(key, 0)) for key, problem in first.items()]


def _with_more(problem: Problem, more: int) -> Problem:
    if not more:
        return problem
    message = f"{problem.message} (and {more} more here)"
    return Problem(problem.location, problem.code, message, problem.level, problem.excerpt)


def _sorted(deck: Deck, problems: list[Problem]) -> tuple[Problem, ...]:
    files = {path: index for index, path in enumerate(deck.paths)}

    def place(problem: Problem) -> tuple[int, str, int, int, str]:
        where = problem.location
        return files.get(where.path, len(files)), where.path, where.line, where.column, problem.code

    return tuple(sorted(problems, key=place))
