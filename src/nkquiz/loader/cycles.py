"""Terms that are, by `in` and `is_a`, a part or an example of themselves: no deck can mean that.

Looks at the vocabularies of a whole deck; changes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from nkquiz.loader.files import FactFile
from nkquiz.model import Level, Problem, Term, Vocabulary
from nkquiz.values import norm


def report_cycles(vocabularies: Mapping[str, Vocabulary], files: Iterable[FactFile]) -> None:
    """Warn of each cycle once, at the first of its terms."""
    terms = [term for vocabulary in vocabularies.values() for term in vocabulary.terms]
    linked = [term for term in terms if term.within or term.is_a]
    if not linked:
        return
    named: dict[str, list[Term]] = {}
    for term in terms:
        for name in dict.fromkeys(map(norm, term.names)):
            named.setdefault(name, []).append(term)
    readers = {file.shown: file.reader for file in files}
    told: set[int] = set()
    for term in linked:
        cycle = [] if id(term) in told else _cycle(term, named)
        told.update(map(id, cycle))
        if not cycle:
            continue
        way = " → ".join(one.name for one in (*cycle, term))
        message = (
            f'"{term.name}" is a part or an example of itself, because of `in` and `is_a`: {way}; '
            "remove one of these"
        )
        reader = readers.get(term.location.path)
        if reader is not None:
            reader.warn(term.location, "cycle", message)
        else:  # a row of a table
            problem = Problem(term.location, "cycle", message, Level.WARNING)
            next(iter(readers.values())).problems.append(problem)


def _cycle(start: Term, named: Mapping[str, list[Term]]) -> list[Term]:
    """The shortest way from a term back to it, the term first; empty if there is none."""
    came_from: dict[int, Term] = {}
    waiting = deque([start])
    while waiting:
        term = waiting.popleft()
        for whole in _wholes(term, named):
            if whole is start:
                way = [term]
                while way[-1] is not start:
                    way.append(came_from[id(way[-1])])
                return way[::-1]
            if id(whole) not in came_from:
                came_from[id(whole)] = term
                waiting.append(whole)
    return []


def _wholes(term: Term, named: Mapping[str, list[Term]]) -> Iterator[Term]:
    """What a term is said to be part of; itself only where nothing else has the name: the city
    of Luxembourg lies in Luxembourg.
    """
    for name in (*term.within, *term.is_a):
        found = named.get(norm(name), ())
        yield from (other for other in found if other is not term or len(found) == 1)
