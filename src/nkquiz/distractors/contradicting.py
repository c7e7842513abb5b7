"""Contradictions: what a deck says elsewhere in the same words, with another answer.

"The Rhine flows through ten countries" and "The Danube flows through ten countries": one of the
two has several right answers, or is wrong. Owns which marks of sentences contradict each other;
knows nothing of candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from nkquiz.distractors.paraphrases import FEWEST, content_of
from nkquiz.knowledge import Knowledge, RightAnswer, masked
from nkquiz.model import Fact, Mark
from nkquiz.values import may_be_equal, norm


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: With how many marks of sentences that run alike one is compared.
_MANY = 300
#: How many words one sentence may have before those of the other, and after them.
_MORE = 12
#: What a sentence may add that changes nothing of what it says, in its normal form: a pattern, not
#: compiled, since few sentences run alike.
_REPORTS = {
    "en": (
        r"\b(?:(?:(?:and|or|so|as) )?(?:"
        r"(?:they|we|everyone|everybody|(?:some|many|most|few|other)(?: people| sources| historians| scholars)?|people|"
        r"sources|historians|scholars|legends?) (?:(?:often|still|will|would|may|might) )?"
        r"(?:says?|thinks?|claims?|believes?|tells?|holds?|knows?|reports?)(?: it)?"
        r"|(?:it )?is (?:(?:often|widely|generally|commonly|sometimes|well) )?"
        r"(?:said|told|claimed|believed|thought|known|held|reported)"
        r")(?: that)?|of course|in fact)\b"
    )
}
#: The words of what may be added that can make another claim of it: another time, place or
#: manner, a part, a condition, a denial. Where a language has none listed, every word can.
_CHANGING = {
    "en": _words(
        """
        about above across after against along amid among around as at before behind below
        beneath beside besides between beyond by concerning despite down during except
        excluding following for from in including inside into like near of off on onto
        opposite out outside over past per regarding than through throughout till to toward
        towards under underneath unlike until up upon via with within without although and
        because but how if lest nor once or provided since so that though unless what when
        whenever where whereas wherever whether which while who whom whose why again ago
        ahead alone already also always annually anew another anymore apart away back
        briefly currently daily earlier earliest early either else elsewhere ever everywhere
        eventually exclusively finally first firstly formerly frequently half here hardly
        initially instead jointly just largely last lastly late later latest least less
        mainly meanwhile merely mostly monthly more most nearly almost neither never next no
        none not now nowadays occasionally often once only originally other otherwise
        partially partly permanently previously primarily quarterly rarely rather
        respectively scarcely second secondly seldom separately simultaneously solely
        sometimes soon still subsequently temporarily then there third thrice today together
        tomorrow too twice usually weekly yearly yesterday yet
        """
    )
}


class _Run(NamedTuple):
    """The words of a sentence around a mark, in their normal form, each between spaces; and the
    names and numbers among them. `blank` is what stands from its first place to its last.
    """

    language: str
    telling: frozenset[str]
    before: str
    blank: str
    after: str


def contradictions(knowledge: Knowledge, fact: Fact, mark: Mark) -> Iterator[tuple[Fact, Mark]]:
    """The marks of other sentences that give another answer to what the sentence asks.

    One of the two may say more, before or after, but no other name, no other number and nothing
    that makes another claim of it: "the longest after the Volga" is not the longest, and what
    burned down in 1900 again may have in 1850. Words in between may change everything: "the
    second longest".

    Where some hundred sentences run alike, a mark is compared with the first of these alone: one
    that contradicts only a later one is not found.
    """
    run = _run(fact, mark)
    if run is None:
        return
    runs, answer = _runs(knowledge), knowledge.answers.of(fact, mark)
    own, tolerance = fact.key, mark.options.tolerance
    for other, its in islice(runs.beside(run, answer.sort), _MANY):
        if other.key != own and _differ(
            knowledge, answer, knowledge.answers.of(other, its), tolerance
        ):
            yield other, its


class _Runs:
    """The marks of a deck's sentences by what stands around them and the sort of their answers;
    and of each run, those that say the same and more, or less.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._marks: defaultdict[tuple[_Run, str], list[tuple[Fact, Mark]]] = defaultdict(list)
        runs: dict[_Run, None] = {}
        for fact in knowledge.deck.knowledge:
            for mark in () if fact.template else fact.marks:
                run, sort = _run(fact, mark), knowledge.answers.of(fact, mark).sort
                if run is not None and sort:
                    runs[run] = None
                    self._marks[run, sort].append((fact, mark))
        self._near: defaultdict[_Run, list[_Run]] = defaultdict(list)
        for run in runs:
            for shorter in _shorter(run):
                if shorter in runs:
                    self._near[run].append(shorter)
                    self._near[shorter].append(run)

    def beside(self, run: _Run, sort: str) -> Iterator[tuple[Fact, Mark]]:
        """The marks whose answers are of a sort, in what runs alike, or longer, or shorter; those
        that run alike first.
        """
        for near in (run, *self._near.get(run, ())):
            yield from self._marks.get((near, sort), ())


@lru_cache(maxsize=2)
def _runs(knowledge: Knowledge) -> _Runs:
    return _Runs(knowledge)


def _run(fact: Fact, mark: Mark) -> _Run | None:
    """What stands around a mark; None where it says too little."""
    text = masked(fact, mark)
    content = content_of(text, fact.language)
    if len(content.all) < FEWEST:
        return None
    before, *between, after = map(norm, text.split("\0"))
    blank = " \0 ".join(("", *between, ""))
    return _Run(fact.language[:2], content.telling, before, blank, after)


def _shorter(run: _Run) -> Iterator[_Run]:
    """What the sentence could say less, at its beginning and its end, and still claim the same."""
    before, after = run.before.split(), run.after.split()
    firsts = [n for n in range(min(len(before), _MORE) + 1) if _adds_nothing(run, before[:n])]
    lasts = [
        len(after) - n
        for n in range(min(len(after), _MORE) + 1)
        if _adds_nothing(run, after[len(after) - n :])
    ]
    for first, last in product(firsts, lasts):
        if first > 0 or last < len(after):
            yield run._replace(before=" ".join(before[first:]), after=" ".join(after[:last]))


def _adds_nothing(run: _Run, more: list[str]) -> bool:
    """Whether words before or after a sentence leave its claim as it is."""
    if not more:
        return True
    changing = _CHANGING.get(run.language)
    if changing is None:
        return False
    return changing.isdisjoint(re.sub(_REPORTS[run.language], " ", " ".join(more)).split())


def _differ(knowledge: Knowledge, a: RightAnswer, b: RightAnswer, tolerance: str) -> bool:
    """Whether two answers are two things of one sort, neither a part of the other."""
    if not {norm(name) for name in a.names}.isdisjoint(map(norm, b.names)):
        return False
    if a.value is not None and b.value is not None:
        return a.value.sort is b.value.sort and not may_be_equal(a.value, b.value, tolerance)
    of_one_sort = a.pool is not None and b.pool is not None and a.pool.name == b.pool.name
    return of_one_sort and not knowledge.terms.part_or_whole(a.text, b.text)
