"""Multiple choice: one key and distractors, each of them proven wrong.

With an `ask` the stem is that question, else the sentence with its blank and a question under
it. Fewer than two proven distractors make no item: nothing is padded. Where an item-writing rule
is broken, other distractors are tried before the item is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from nkquiz.distractors import (
    Judgement,
    Question,
    authored,
    clash,
    considered,
    further,
    in_order,
    in_turn,
    judged,
    obstacle,
    value_options,
    without_room,
)
from nkquiz.item import Choose, Item, Option, Proof
from nkquiz.knowledge import Candidate
from nkquiz.lint import Flaw, View, blocking, refusal
from nkquiz.maker import KindMaker
from nkquiz.model import Fact, Level, Mark, Problem
from nkquiz.stem import Making, build, cloze_question, question_under_blank, sort_word

KIND = "multiple-choice"

_FEWEST = 2
#: How many more candidates are tried where a rule is broken: the next ones, then those of the
#: whole pool that look like the key.
_TRIED = 32
_BEYOND = 4


def make(making: Making, fact: Fact, mark: Mark) -> Item | Problem | None:
    """Nothing for a free phrase without distractors; a problem where there are too few, or where
    an item-writing rule can't be kept.
    """
    return _tried(making, fact, mark).made


def _tried(making: Making, fact: Fact, mark: Mark) -> _ChoiceTrial:
    question = _asked(making, fact, mark)
    under = "" if mark.options.ask.choice else question_under_blank(question.answer, fact.language)
    wanted = _Wanted(making, question, under)
    if question.is_of_values:
        return _of_values(wanted)
    return _of_candidates(wanted)


def _asked(making: Making, fact: Fact, mark: Mark) -> Question:
    """The author's question or, without one, the sentence with its blank."""
    question = cloze_question(making, fact, mark, KIND)
    ask = mark.options.ask
    if not ask.choice:
        return question
    return replace(question, stem=ask.choice, shows=ask.choice_shows or question.shows)


def explain(making: Making, fact: Fact, mark: Mark) -> Iterator[tuple[str, str, str]]:
    """Each candidate for a choice, whether or not it can be made: its fate, its text, and why.

    The fates are `taken`, `refused` and `left`: proven wrong, but others were drawn, or there are
    too few for an item. Of a pool of thousands only those are listed that were looked at.
    """
    question, trial = _asked(making, fact, mark), _tried(making, fact, mark)
    fate = "taken" if isinstance(trial.made, Item) else "left"
    for judgement in trial.chosen:
        yield fate, judgement.candidate.text, judgement.reason
    listed = {judgement.candidate.text for judgement in trial.chosen}
    for judgement in considered(question):
        text = judgement.candidate.text
        if text not in listed:
            listed.add(text)
            why_not = _why_not(question, trial, judgement)
            yield ("refused", text, why_not) if why_not else ("left", text, _left(trial, judgement))
    for text, why_not in trial.dropped.items():
        if text not in listed:
            yield "refused", text, why_not


def _why_not(question: Question, trial: _ChoiceTrial, judgement: Judgement) -> str:
    """Why a candidate can't be an option beside those that were chosen; empty if it could."""
    if judgement.proof is None:
        return judgement.reason
    text = judgement.candidate.text
    if question.is_of_values:
        return without_room(question, judgement.candidate)
    return trial.dropped.get(text) or _beside_chosen(question, judgement.candidate, trial.chosen)


def _left(trial: _ChoiceTrial, judgement: Judgement) -> str:
    """What is said of a candidate that could have been an option as well."""
    return judgement.reason + ("; others were drawn" if isinstance(trial.made, Item) else "")


@dataclass(slots=True)
class _ChoiceTrial:
    """A choice in the making: its distractors, what it has come to, and of distractors that an
    item-writing rule has dropped, by their texts, why.
    """

    chosen: list[Judgement]
    made: Item | Problem | None = None
    dropped: dict[str, str] = field(default_factory=dict)


class _Wanted(NamedTuple):
    """A choice to be made: the question, and the question under its blank."""

    making: Making
    question: Question
    under: str

    @property
    def fewest(self) -> int:
        """How many distractors it needs: two, or one where the pool holds just two values."""
        pool = self.question.answer.pool
        return 1 if pool is not None and len(pool.candidates) == _FEWEST else _FEWEST

    def view(self, chosen: Iterable[Judgement]) -> View:
        """The item with these distractors, as the rules see it; the key comes first, or where
        its number or date belongs.
        """
        reject = self.question.mark.options.reject
        options = [Option(self.question.key.text)]
        for judgement in chosen:
            text = judgement.candidate.text
            options.append(Option(text, judgement.proof, reject.get(text, "")))
        return self.view_of(*in_order(tuple(options), self.question))

    def view_of(self, options: tuple[Option, ...], ordered: object) -> View:
        """The item with these options, as the rules see it."""
        question = self.question
        choice = Choose(options, self.under, bool(ordered))
        item = build(self.making, question, KIND, question.stem, choice)
        return View(
            self.making.knowledge, question.fact, question.mark, item, answer=question.answer
        )


def _of_values(wanted: _Wanted) -> _ChoiceTrial:
    """Numbers or dates: the first rank of the key at which no rule is broken."""
    question, first = wanted.question, None
    for options in value_options(question, wanted.making.options, wanted.making.seed):
        view = wanted.view_of(options, ordered=True)
        flaw = blocking(view)
        if flaw is None:
            return _ChoiceTrial(judged(question, options), view.item)
        first = first or _ChoiceTrial(judged(question, options), refusal(view, flaw))
    return first or _ChoiceTrial([], _lacks(question, [], wanted.fewest))


def _of_candidates(wanted: _Wanted) -> _ChoiceTrial:
    making, question = wanted.making, wanted.question
    count = making.options - 1
    candidates = in_turn(question, count, making.seed, making.difficulty)
    trial = _ChoiceTrial(_first_apart(question, candidates, [], count))
    if len(trial.chosen) < wanted.fewest:
        trial.made = _lacks(question, trial.chosen, wanted.fewest)
        return trial
    view = wanted.view(trial.chosen)
    flaw = blocking(view)
    if flaw is None:
        trial.made = view.item
        return trial
    trial.made = refusal(view, flaw)
    _fix(wanted, trial, [*trial.chosen, *islice(candidates, _TRIED)], flaw)
    return trial


def _first_apart(
    question: Question, candidates: Iterable[Judgement], chosen: list[Judgement], count: int
) -> list[Judgement]:
    """`chosen`, filled up to `count` with the first candidates that can stand beside the rest."""
    out, candidates = list(chosen), iter(candidates)
    # The next one is taken from `candidates` only when it is needed: the rest are tried later.
    while len(out) < count and (judgement := next(candidates, None)):
        if not _beside_chosen(question, judgement.candidate, out):
            out.append(judgement)
    return out


def _beside_chosen(question: Question, candidate: Candidate, chosen: Iterable[Judgement]) -> str:
    """Why a candidate can't stand beside the key or one of those chosen, which is named; empty if
    it can.
    """
    for other in (question.key, *(judgement.candidate for judgement in chosen)):
        why = _clash(question, candidate, other)
        if why:
            return f'{why} ("{other.text}")'
    return ""


def _clash(question: Question, a: Candidate, b: Candidate) -> str:
    """Why two options can't stand side by side, by their names or by what they are."""
    if question.knowledge.terms.part_or_whole(a.text, b.text):
        return "one is a part of the other, or an example of it"
    return clash(a, b)


# -- other distractors, where a rule is broken ----------------------------------------------


def _fix(wanted: _Wanted, trial: _ChoiceTrial, candidates: list[Judgement], flaw: Flaw) -> None:
    """Make the item with other distractors, if some keep every rule.

    A distractor that is to blame goes; for a key that stands out, one distractor after another
    is tried in the place of the last. Where a whole pool can't hide it, its length and shape
    are left as they are: they are those of its vocabulary.
    """
    count, left = len(trial.chosen), list(candidates)
    while flaw.rule.by_options and flaw.option:
        left = [j for j in left if j.candidate.text != flaw.option]
        kept = [j for j in trial.chosen if j.candidate.text != flaw.option]
        if len(kept) == len(trial.chosen):
            return
        trial.dropped[flaw.option] = flaw.message
        trial.chosen = _first_apart(wanted.question, left, kept, count)
        if len(trial.chosen) < wanted.fewest:
            return
        view = wanted.view(trial.chosen)
        next_flaw = blocking(view)
        if next_flaw is None:
            trial.made = view.item
            return
        flaw = next_flaw
    if flaw.rule.by_options:
        _hide_key(wanted, trial, left, flaw)


def _hide_key(wanted: _Wanted, trial: _ChoiceTrial, left: list[Judgement], flaw: Flaw) -> None:
    """Make the item with another last distractor, if with some the key doesn't stand out."""
    for other in _with_another(wanted, left, trial.chosen):
        view = wanted.view(other)
        if flaw.rule.check(view) is None and blocking(view) is None:
            trial.chosen, trial.made = other, view.item
            return
    alike = _most_alike(wanted, left, trial.chosen)
    view = wanted.view(alike)
    view.exhausted = True
    if blocking(view) is None:
        trial.chosen, trial.made = alike, view.item


def _with_another(
    wanted: _Wanted, left: list[Judgement], chosen: list[Judgement]
) -> Iterator[list[Judgement]]:
    """The choice with its last distractor replaced: by each of the rest, then by those of the
    whole pool that look like the key. An author's distractor goes last.
    """
    question = wanted.question
    order = sorted(range(len(chosen)), key=lambda i: (chosen[i].proof is Proof.AUTHORED, -i))
    kept = [judgement for i, judgement in enumerate(chosen) if i != order[0]]
    for judgement in left:
        if judgement not in chosen:
            yield from _beside(question, kept, judgement)
    for judgement in further(question, _like(question.key.text), _BEYOND):
        yield from _beside(question, kept, judgement)


def _beside(
    question: Question, kept: list[Judgement], judgement: Judgement
) -> Iterator[list[Judgement]]:
    """The distractors with one more, if it can stand beside them."""
    full = _first_apart(question, [judgement], kept, len(kept) + 1)
    if len(full) > len(kept):
        yield full


def _like(key: str) -> Callable[[str], bool]:
    """Whether a text is about as long as the key, and begins as it does."""
    shortest, longest, capital = len(key) / 1.3, len(key) * 1.3, key[:1].isupper()
    return lambda text: shortest < len(text) < longest and text[:1].isupper() is capital


def _most_alike(wanted: _Wanted, left: list[Judgement], chosen: list[Judgement]) -> list[Judgement]:
    """The choice with the candidate that is nearest to the key in length in its last place."""
    length = len(wanted.question.key.text)
    ranked = sorted(left, key=lambda j: abs(len(j.candidate.text) - length))
    for judgement in ranked[:_BEYOND]:
        kept = [other for other in chosen if other is not judgement][: len(chosen) - 1]
        for full in _beside(wanted.question, kept, judgement):
            return full
    return chosen


# -- what a deck lacks ------------------------------------------------------------------------


def _lacks(question: Question, chosen: list[Judgement], fewest: int) -> Problem | None:
    """What the deck would need for a choice item, beside the distractors that there are; nothing
    for a free phrase of which the author lists none.
    """
    answer, need = question.answer, fewest - len(chosen)
    is_free = answer.pool is None and answer.value is None
    if is_free and not question.mark.options.distractors:
        return None
    found = obstacle(question)
    code = found.code if found is not None else "needs-distractors"
    if found is not None:
        fix = found.message
    elif is_free:
        fix = f"add {need} more under `distractors`"
    elif answer.value is not None:
        fix = "add `distractors`"
    else:
        word = sort_word(answer) or "candidate"
        slots = question.shows if question.mark.attribute == "name" else ()
        having = " with " + " and ".join(f"`{slot}`" for slot in slots) if slots else ""
        named = word if need == 1 else _plural(word)
        fix = f"add {need} more {named}{having} that the deck proves wrong, or `distractors`"
    reasons = "".join(f"{reason}; " for reason in _refused_authored(question, chosen))
    message = f'no multiple-choice item for "{question.mark.answer}": {reasons}{fix}'
    return Problem(question.mark.location, code, message, Level.WARNING)


def _refused_authored(question: Question, chosen: list[Judgement]) -> Iterator[str]:
    """Which of the author's own distractors can't be options, and why."""
    taken = {judgement.candidate.text for judgement in chosen}
    for judgement in authored(question):
        if judgement.candidate.text not in taken:
            why = _beside_chosen(question, judgement.candidate, chosen)
            yield f'"{judgement.candidate.text}" can\'t be an option: {why}'


def _plural(word: str) -> str:
    """The plural of a vocabulary's name: city, cities."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


MAKER = KindMaker(KIND, make, explain)
