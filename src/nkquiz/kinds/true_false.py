"""True or false: the sentence of a fact as it is, or with one answer changed for a wrong one.

A fact gives one such item: of the mark, and in the version, that its hash draws. So no two of
them stand side by side that settle each other, and about half of a deck's are true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from nkquiz.distractors import (
    Judgement,
    Question,
    considered,
    drawn,
    judged,
    obstacle,
    value_options,
    without_room,
)
from nkquiz.distractors.clashes import clash
from nkquiz.distractors.question import draw
from nkquiz.groups import allows, template_of
from nkquiz.item import Item, Judge
from nkquiz.knowledge import Knowledge, indefinite
from nkquiz.lint import View, blocking, refusal, sound
from nkquiz.maker import KindMaker
from nkquiz.model import Fact, Level, Mark, Problem, Term
from nkquiz.stem import Making, build, cloze_question, hidden_spans, sort_word
from nkquiz.values import norm
from nkquiz.values.boundaries import particle

KIND = "true-false"

#: How many wrong answers are tried, where an item-writing rule is broken or one won't fit in.
_TRIED = 8
#: Of so many facts that say the same one owns a false statement; others may make it too.
_MOST_OWNERS = 64


class _Swap(NamedTuple):
    """A false statement, and the wrong answer in it."""

    statement: str
    judgement: Judgement
    note: str

    @property
    def answer(self) -> str:
        """The wrong answer, as its candidate is written."""
        return self.judgement.candidate.text


@dataclass(slots=True)
class _StatementTrial:
    """What has become of an item: itself or why there is none, the false statement in it, and of
    wrong answers that an item-writing rule has kept out, why.
    """

    made: Item | Problem | None
    swap: _Swap | None = None
    blocked: dict[str, str] = field(default_factory=dict)


def make(making: Making, fact: Fact, mark: Mark) -> Item | Problem | None:
    """The item of a fact, made for the mark that is drawn; nothing for its other marks.

    Only what could be made false is asked as true: else every statement about it would be true.
    """
    if not _is_drawn(making, fact, mark):
        return None
    return _tried(making, cloze_question(making, fact, mark, KIND)).made


def explain(making: Making, fact: Fact, mark: Mark) -> Iterator[tuple[str, str, str]]:
    """Each wrong answer that a statement could have, whether or not there is an item: its fate,
    its text, and why. Nothing for the marks that are not drawn.

    The fates are `taken`, `refused` and `left` (proven wrong, but another was drawn, or the
    statement is true).
    """
    if not _is_drawn(making, fact, mark):
        return
    question = cloze_question(making, fact, mark, KIND)
    trial = _tried(making, question)
    listed: set[str] = set()
    if trial.swap is not None:
        listed.add(trial.swap.answer)
        yield "taken", trial.swap.answer, trial.swap.judgement.reason
    for judgement in considered(question):
        text = judgement.candidate.text
        if text not in listed:
            listed.add(text)
            why_not = (
                trial.blocked.get(text, "")
                or without_room(question, judgement.candidate)
                or clash(question.key, judgement.candidate)
            )
            if judgement.proof is None or why_not:
                yield "refused", text, why_not or judgement.reason
            else:
                yield "left", text, _left(trial, judgement)
    for text, why_not in trial.blocked.items():
        if text not in listed:
            yield "refused", text, why_not


def _left(trial: _StatementTrial, judgement: Judgement) -> str:
    """What is said of an answer that could have made the statement false."""
    if not isinstance(trial.made, Item):
        return judgement.reason
    drawn_instead = "another was drawn" if trial.swap else "the statement was drawn to be true"
    return f"{judgement.reason}; {drawn_instead}"


def _tried(making: Making, question: Question) -> _StatementTrial:
    swaps = _swaps(making, question)
    first = next(swaps, None)
    if first is None:
        return _StatementTrial(_lacks(question))
    if draw(making.seed, question.item_id, KIND)[0] % 2:
        return _StatementTrial(sound(_view(making, question, question.fact.text, Judge())))
    return _false(making, question, chain([first], swaps))


def _is_drawn(making: Making, fact: Fact, mark: Mark) -> bool:
    """Whether the mark is the first, in an order drawn for the fact, that can be made false."""
    allowed = [m for m in making.knowledge.answers.marks_once(fact) if allows(fact, m, KIND)]
    if len(allowed) == 1:
        return allowed[0] is mark
    for other in sorted(allowed, key=lambda m: draw(making.seed, fact.key, m.slot)):
        if other is mark:
            return True
        if any(_swaps(making, cloze_question(making, fact, other, KIND))):
            return False
    return False


def _false(making: Making, question: Question, swaps: Iterable[_Swap]) -> _StatementTrial:
    """The first false statement that no item-writing rule blocks."""
    trial = _StatementTrial(None)
    for swap in _own_first(question, swaps):
        judge = Judge(swap.judgement.proof, question.fact.text, swap.note)
        view = _view(making, question, swap.statement, judge)
        flaw = blocking(view)
        if flaw is None:
            trial.made, trial.swap = view.item, swap
            return trial
        trial.made = trial.made or refusal(view, flaw)
        trial.blocked[swap.answer] = flaw.message
    return trial


def _own_first(question: Question, swaps: Iterable[_Swap]) -> Iterator[_Swap]:
    """The false statements that are the fact's own, then those that another fact may make too.

    "Doha is the capital of Jordan" can be made of what is said of Qatar or of Jordan. Whose it is
    depends on the statement alone: by its hash it changes the first mark of a sentence, or the
    second ...; and of facts that say the same around that mark, it belongs to one of the first.
    """
    fact, mark = question.fact, question.mark
    alike = question.knowledge.sentences.saying_the_same(fact, mark)[:_MOST_OWNERS]
    others: list[_Swap] = []
    for swap in swaps:
        digest = draw(0, KIND, swap.statement)
        is_first = fact.marks[digest[0] % len(fact.marks)] is mark
        owner = min((f.key for f, _ in alike), key=lambda key: draw(0, key, swap.statement))
        if is_first and owner == fact.key:
            yield swap
        else:
            others.append(swap)
    yield from others


def _view(making: Making, question: Question, statement: str, judge: Judge) -> View:
    item = build(making, question, KIND, statement, judge)
    return View(making.knowledge, question.fact, question.mark, item)


def _lacks(question: Question) -> Problem | None:
    """What the deck would need; nothing for a free phrase, which no wrong answer resembles."""
    answer = question.answer
    if answer.pool is None and answer.value is None:
        return None
    word = sort_word(answer) or "candidate"
    code = "needs-distractors"
    fix = f"add {indefinite(word)} {word} that the deck proves wrong, or `distractors`"
    if not _places(question):
        fix = "no other answer fits in its place: remove true-false from its `kinds`"
    elif found := obstacle(question):
        code, fix = found
    message = f'no {KIND} item for "{question.mark.answer}": {fix}'
    return Problem(question.mark.location, code, message, Level.WARNING)


# -- the false statement ----------------------------------------------------------------------


def _swaps(making: Making, question: Question) -> Iterator[_Swap]:
    """False statements with different wrong answers, those to be preferred first."""
    where, reject = _places(question), question.mark.options.reject
    for judgement in _wrong_answers(making, question) if where else ():
        text, term = judgement.candidate.text, None
        if not question.is_of_values:
            term = judgement.candidate.term or making.knowledge.terms.named(text)
        statement = _with_another(making, question, where, text, term)
        if clash(question.key, judgement.candidate):
            continue  # Who reports to the NIS reports to the National Intelligence Service.
        if statement and norm(statement) not in _true_sentences(making.knowledge):
            yield _Swap(statement, judgement, reject.get(text, ""))


@lru_cache(maxsize=2)
def _true_sentences(knowledge: Knowledge) -> frozenset[str]:
    """The norms of all that the deck says: none of it is false of another term."""
    return frozenset(norm(fact.text) for fact in knowledge.deck.knowledge)


def _wrong_answers(making: Making, question: Question) -> list[Judgement]:
    """Answers that are proven wrong, those to be preferred first."""
    if not question.is_of_values:
        return drawn(question, 1, making.seed, making.difficulty)[:_TRIED]
    options = next(value_options(question, making.options, making.seed), ())
    return sorted(
        judged(question, options),
        key=lambda judgement: draw(making.seed, question.item_id, judgement.candidate.text),
    )


def _places(question: Question) -> list[tuple[int, int]]:
    """The stretches of the sentence to be changed: all that name the answer. Empty where one
    names it otherwise, or with an ending, since there a wrong answer would not fit.
    """
    fact, mark, answer = question.fact, question.mark, question.answer
    old = _old(question)
    found: list[tuple[int, int]] = []
    for start, end in hidden_spans(question.knowledge, fact, mark, answer.names):
        shown = fact.text[start:end]
        at = shown.lower().find(old.lower())
        if at < 0 or shown.count(old) > 1:
            return []
        if (start, end) not in mark.spans and shown.lower() != old.lower():
            return []
        if _overlaps_another(fact, mark, start, end):
            return []  # The capital of Singapore is Singapore.
        if particle(fact.text, end)[0]:
            return []  # It agrees with the answer.
        found.append((start + at, start + at + len(old)))
    if answer.value is not None and fact.text.count(old) > len(found):
        return []  # The War of 1812 began in 1812.
    return found


def _overlaps_another(fact: Fact, mark: Mark, start: int, end: int) -> bool:
    """Whether a stretch is another answer of the fact as well."""
    others = (span for other in fact.marks if other is not mark for span in other.spans)
    return any(a < end and start < b for a, b in others)


def _old(question: Question) -> str:
    """What gives way in a mark: one value of a list, a value without the text around it."""
    if question.answer.values:
        return question.key.text
    if question.answer.value is None and question.mark.value:
        return question.mark.value
    return question.mark.answer


def _with_another(
    making: Making, question: Question, where: list[tuple[int, int]], new: str, term: Term | None
) -> str:
    """The sentence with another answer, articles in order; empty if that can't be."""
    fact, out, done = question.fact, "", 0
    for start, end in where:
        before = out + fact.text[done:start]
        before, printed = _with_article(making, question, before, new, term)
        if _is_common_noun(question, fact.text[start:end]):
            printed = _as_common_noun(printed)
        if not before.strip():
            printed = printed[:1].upper() + printed[1:]
        out, done = before + printed, end
    return out + fact.text[done:]


def _is_common_noun(question: Question, shown: str) -> bool:
    """Whether a sentence writes a term small that its vocabulary writes with a capital."""
    term = question.key.term
    return term is not None and term.name[:1].isupper() and shown[:1].islower()


def _as_common_noun(text: str) -> str:
    """The text with a small first letter, unless that is one of several capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _with_article(
    making: Making, question: Question, before: str, new: str, term: Term | None
) -> tuple[str, str]:
    """What stands before an answer, and the answer, each name with its own article.

    An article that the deck gives the old name goes. One that it gives the new name comes where
    the old had its own, or none at all in running text. `a` and `an` go by what follows.
    """
    key = question.key.term
    old_article = key.article if key else ""
    head, _, last = before.rstrip(" ").rpartition(" ")
    has_own = bool(old_article) and last.lower() == old_article.lower() and before.endswith(" ")
    article = term.article if term else ""
    if has_own:
        before = f"{head} " if head else ""
        return before, f"{article} {new}" if article else new
    if question.fact.language.startswith("en") and last.lower() in ("a", "an"):
        right = indefinite(new)
        fitting = right.capitalize() if last[0].isupper() else right
        return f"{head}{' ' if head else ''}{fitting} ", new
    if article and last.lower() != article.lower() and _takes_article(making, question):
        return before, f"{article} {new}"
    return before, new


def _takes_article(making: Making, question: Question) -> bool:
    """Whether a name has its article where the answer stands: as the template says, and always
    in a sentence.
    """
    template = template_of(making.knowledge, question.fact) if question.fact.template else None
    if template is None:
        return True
    return f"{{the {question.mark.attribute}}}" in template.sentence


MAKER = KindMaker(KIND, make, explain)
