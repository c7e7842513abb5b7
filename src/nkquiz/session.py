"""A quiz in progress: which item is next, and what the learner has done so far.

Pure: it reads no clock and shows nothing. The first answer to an item counts; what was missed
comes again until it is right, but never for ever: every session ends. Each answer is handed to
the journal before its result is given back, so that nobody sees a verdict that could be lost.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from nkquiz.item import Choose, Item, Type
from nkquiz.model import Deck
from nkquiz.quiz import arrange
from nkquiz.registry import BY_NAME
from nkquiz.schedule import Rating, ratings
from nkquiz.scoring import Result, Verdict, score
from nkquiz.values import norm

#: How many other items come before a missed one comes again, if there are so many.
_GAP = 4

#: How often a session asks one item at most. Who misses it each time has seen the answer as
#: often, and finds it in the summary.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer: `counts` where it was the first to its item.

    `ratings` is what it says about memories: nothing where they have been asked for in this
    session already. `grade` is the learner's own, where nothing was typed or chosen.
    `asks_again`: too vague, so that the same item is asked once more at once. `prompted`: given
    after such a one. `objected`: scored as right because the learner said so.
    """

    item: Item
    response: str
    result: Result
    counts: bool
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    grade: Rating | None = None
    hinted: bool = False
    guessed: bool = False
    prompted: bool = False
    asks_again: bool = False
    objected: bool = False


class Score(NamedTuple):
    """Points of those possible, and how many items they came from."""

    points: float = 0
    possible: float = 0
    items: int = 0

    def plus(self, result: Result) -> Score:
        return Score(self.points + result.points, self.possible + result.possible, self.items + 1)


class Summary(NamedTuple):
    """How a session went: in all, by kind, and which attempts are worth another look."""

    total: Score
    by_kind: dict[str, Score]
    missed: tuple[Attempt, ...]


class Journal(Protocol):
    """Keeps answers for good: each call returns when the disk has it, and raises OSError if the
    disk won't have it. A row is known by the text that `record` or `amend` returned.
    """

    def record(self, attempt: Attempt) -> str: ...

    def amend(self, row: str, attempt: Attempt) -> str: ...

    def take_back(self, row: str) -> None: ...


class Agreement(NamedTuple):
    """What counts from now on because a learner objected: this response, to what asks for this
    memory and has this key. Response and key are in normal form.
    """

    memory: str
    key: str
    response: str


def agreement(kind: str, memories: Sequence[str], key: str, response: str) -> Agreement | None:
    """What an objection to one verdict says of others.

    None for pairs and orders, whose letters mean something else the next time, and for true or
    false, where the sentence may be another; nor for a kind that there isn't any more.
    """
    known = BY_NAME.get(kind)
    if known is None or known.interaction not in (Choose, Type):
        return None
    if len(memories) != 1 or not norm(response):
        return None
    return Agreement(memories[0], norm(key), norm(response))


class Session:
    """A quiz over some items, in their order, with the options as `current` shows them.

    `agreed` is what counts because of earlier objections. In a `cram` no answer says anything
    about a memory.
    """

    def __init__(
        self,
        deck: Deck,
        items: Sequence[Item],
        seed: int = 0,
        journal: Journal | None = None,
        agreed: Iterable[Agreement] = (),
        *,
        cram: bool = False,
    ) -> None:
        self.deck = deck
        self.items = arrange(items, seed)
        self.attempts: list[Attempt] = []
        self._journal = journal
        self._rows: list[str] = []
        self._cram = cram
        self._agreed_before = frozenset(agreed)
        self._begin()

    def _begin(self) -> None:
        self._waiting = deque(self.items)
        self._asked: Counter[str] = Counter()
        self._right: set[str] = set()
        self._agreed = set(self._agreed_before)

    # -- where it stands ------------------------------------------------------------------

    @property
    def current(self) -> Item | None:
        """The item that waits for a response; none when all are done."""
        return self._waiting[0] if self._waiting else None

    @property
    def last(self) -> Attempt | None:
        """The last answer that was not taken back."""
        return self.attempts[-1] if self.attempts else None

    @property
    def answered(self) -> int:
        """How many different items have been answered, right or wrong."""
        return len(self._asked)

    @property
    def right(self) -> int:
        """How many items were right at the first answer."""
        return len(self._right)

    @property
    def again(self) -> bool:
        """Whether the current item was missed before."""
        return bool(self._waiting) and self._waiting[0].id in self._asked

    @property
    def prompted(self) -> bool:
        """Whether the current item is asked once more, since the last answer was too vague."""
        return self.last is not None and self.last.asks_again

    # -- answers --------------------------------------------------------------------------

    def submit(self, response: str, *, hinted: bool = False) -> Result:
        """Judge a response to the current item and go on to the next.

        A missed item comes again a few items later, three times at most; only the first answer
        to it counts. Raises LookupError when all are done, and OSError if the answer can't be
        kept: then it was not given.
        """
        item = self._item()
        return self._take(self._attempt(item, response, self._judged(item, response), hinted))

    def propose(self, response: str, *, hinted: bool = False) -> Result:
        """As `submit`, but what is too vague is asked for once more: `prompted` tells."""
        item = self._item()
        attempt = self._attempt(item, response, self._judged(item, response), hinted)
        if attempt.result.verdict is Verdict.PROMPT and not attempt.prompted:
            attempt = replace(attempt, counts=False, ratings={}, asks_again=True)
        return self._take(attempt)

    def grade(self, rating: Rating, *, hinted: bool = False) -> Result:
        """Take the learner's own grade for the current item, and go on to the next."""
        item = self._item()
        right = rating is not Rating.AGAIN
        result = Result(Verdict.CORRECT, 1, 1) if right else Result(Verdict.WRONG, 0, 1)
        attempt = self._attempt(item, "", result, hinted)
        graded = dict.fromkeys(attempt.ratings, rating)
        return self._take(replace(attempt, grade=rating, ratings=graded))

    def _item(self) -> Item:
        if not self._waiting:
            raise LookupError("the session is over")
        return self._waiting[0]

    def _judged(self, item: Item, response: str) -> Result:
        result = score(self.deck, item, response)
        if not result.accepted and _agreement(item, response) in self._agreed:
            return Result(Verdict.CORRECT, 1, 1, "it counts, as you said before")
        return result

    def _attempt(self, item: Item, response: str, result: Result, hinted: bool) -> Attempt:  # noqa: FBT001
        before = self.last if self.prompted else None
        attempt = Attempt(
            item,
            response,
            result,
            counts=item.id not in self._asked,
            hinted=hinted or (before is not None and before.hinted),
            prompted=before is not None,
        )
        return replace(attempt, ratings=self._ratings(attempt, self.attempts))

    def _ratings(self, attempt: Attempt, before: Iterable[Attempt]) -> dict[str, Rating]:
        """What an answer says about memories that no answer before it has said anything about."""
        if self._cram or not attempt.counts:
            return {}
        known = {memory for other in before for memory in other.ratings}
        said = ratings(
            attempt.item,
            attempt.result,
            guessed=attempt.guessed,
            hinted=attempt.hinted,
            prompted=attempt.prompted,
        )
        return {memory: rating for memory, rating in said.items() if memory not in known}

    def _take(self, attempt: Attempt) -> Result:
        """Keep an answer, and only then go on."""
        self._rows.append(self._journal.record(attempt) if self._journal else "")
        self.attempts.append(attempt)
        self._go_on(attempt)
        return attempt.result

    def _go_on(self, attempt: Attempt) -> None:
        item, result = attempt.item, attempt.result
        if attempt.objected and (agreed := _agreement(item, attempt.response)):
            self._agreed.add(agreed)
        if attempt.asks_again:
            return
        self._waiting.popleft()
        self._asked[item.id] += 1
        if result.accepted and attempt.counts:
            self._right.add(item.id)
        elif not result.accepted and self._asked[item.id] < _MOST:
            self._waiting.insert(min(_GAP, len(self._waiting)), item)

    # -- second thoughts ------------------------------------------------------------------

    def undo(self) -> Attempt:
        """Take back the last answer: its item is the current one again.

        Returns what was taken back. Raises LookupError where there is nothing to take back.
        """
        if not self.attempts:
            raise LookupError("there is no answer to take back")
        if self._journal:
            self._journal.take_back(self._rows[-1])
        self._rows.pop()
        taken = self.attempts.pop()
        self._replay()
        return taken

    @property
    def may_object(self) -> bool:
        """Whether the last answer was judged to be worth less than a right one."""
        last = self.last
        return last is not None and not last.result.accepted and bool(norm(last.response))

    def object(self) -> Result:
        """Count the last answer as right, since the learner says so; and the same answer too
        when it is given again. Raises LookupError where there is nothing to object to.
        """
        last = self.last
        if last is None or not self.may_object:
            raise LookupError("there is no verdict to object to")
        result = Result(
            Verdict.CORRECT,
            last.result.possible,
            last.result.possible,
            "it counts, as you say",
            (Verdict.CORRECT,) * len(last.result.parts),
        )
        counts = all(a.item.id != last.item.id or a.asks_again for a in self.attempts[:-1])
        return self._amend(
            replace(last, result=result, counts=counts, objected=True, asks_again=False)
        )

    @property
    def may_be_guessed(self) -> bool:
        """Whether the last answer was right, and not yet said to be a guess."""
        last = self.last
        return last is not None and last.result.accepted and not last.guessed and last.grade is None

    def guess(self) -> Result:
        """Note that the last answer was a guess. Raises LookupError if it was not right."""
        last = self.last
        if last is None or not self.may_be_guessed:
            raise LookupError("there is no right answer to have guessed")
        return self._amend(replace(last, guessed=True))

    def _amend(self, attempt: Attempt) -> Result:
        """Put another attempt in the place of the last."""
        attempt = replace(attempt, ratings=self._ratings(attempt, self.attempts[:-1]))
        if self._journal:
            self._rows[-1] = self._journal.amend(self._rows[-1], attempt)
        self.attempts[-1] = attempt
        self._replay()
        return attempt.result

    def _replay(self) -> None:
        """Come to where the answers lead, from the beginning."""
        self._begin()
        for attempt in self.attempts:
            self._go_on(attempt)

    # -- how it went ----------------------------------------------------------------------

    def summary(self) -> Summary:
        """The score so far: of the items answered, not of all; only first answers count."""
        total = Score()
        by_kind: dict[str, Score] = {}
        counting = [attempt for attempt in self.attempts if attempt.counts]
        for attempt in counting:
            total = total.plus(attempt.result)
            kind = attempt.item.kind
            by_kind[kind] = by_kind.get(kind, Score()).plus(attempt.result)
        missed = tuple(attempt for attempt in counting if not attempt.result.accepted)
        return Summary(total, by_kind, missed)


def _agreement(item: Item, response: str) -> Agreement | None:
    return agreement(item.kind, item.memories, item.answers[0], response)
