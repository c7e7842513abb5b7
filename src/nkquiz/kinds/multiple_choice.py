"""Multiple choice: one key and distractors, each of them proven wrong.

With an `ask` the stem is that question, else the sentence with its blank and a question under
it. Fewer than two proven distractors make no item: nothing is padded. Where an item-writing rule
is broken, other distractors are tried before the item is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from nkquiz.distractors import (
    Judgement,
    Question,
    clash,
    considered,
    further,
    in_order,
    in_turn,
    judge,
    value_options,
)
from nkquiz.item import Choose, Item, Option, Proof
from nkquiz.knowledge import Candidate
from nkquiz.lint import Flaw, View, blocking, refusal
from nkquiz.model import Fact, Level, Mark, Problem, Values
from nkquiz.stem import Making, build, cloze_question, question_under_blank, sort_word

_FEWEST = 2
#: How many more candidates are tried where a rule is broken: the next ones, then those of the
#: whole pool that look like the key.
_TRIED = 32
_BEYOND = 4


def make(making: Making, fact: Fact, mark: Mark) -> Item | Problem | None:
    """Nothing for a free phrase without distractors; a problem where the pool lacks some, or
    where an item-writing rule can't be kept.
    """
    question = _asked(making, fact, mark)
    under = "" if mark.options.ask.choice else question_under_blank(question.answer, fact.language)
    wanted = _Wanted(making, question, under)
    if question.answer.value is not None and not mark.options.distractors:
        return _of_values(wanted)
    return _of_candidates(wanted)


def _asked(making: Making, fact: Fact, mark: Mark) -> Question:
    """The author's question or, without one, the sentence with its blank."""
    question = cloze_question(making, fact, mark, "multiple-choice")
    ask = mark.options.ask
    if not ask.choice:
        return question
    return replace(question, stem=ask.choice, shows=ask.choice_shows or question.shows)


def explain(making: Making, fact: Fact, mark: Mark, item: Item) -> Iterator[tuple[str, str, str]]:
    """Each candidate for a choice item that was made: its fate, its text, and why.

    The fates are `taken`, `refused` and `left` (proven wrong, but others were drawn). Of a pool
    of thousands only those are listed that were looked at.
    """
    question = _asked(making, fact, mark)
    assert isinstance(item.interaction, Choose)
    options = {option.text: option for option in item.interaction.options if not option.is_key}
    reasons = {j.candidate.text: j for j in considered(question)}
    for text, option in options.items():
        judgement = reasons.pop(text, None) or judge(question, Candidate(text, (text,), 0))
        authored = option.proof is Proof.AUTHORED
        yield "taken", text, "the author lists it as wrong" if authored else judgement.reason
    shown = [question.key, *(Candidate(text, (text,), 0) for text in options)]
    for text, judgement in reasons.items():
        clashes = ((_clash(question, judgement.candidate, other), other.text) for other in shown)
        beside = next((f"{why} ({other})" for why, other in clashes if why), "")
        if judgement.proof is None:
            yield "refused", text, judgement.reason
        elif beside:
            yield "refused", text, beside
        else:
            yield "left", text, f"{judgement.reason}; others were drawn"


@dataclass(frozen=True, slots=True)
class _Wanted:
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
        item = build(question, "multiple-choice", question.stem, choice)
        return View(
            self.making.knowledge, question.fact, question.mark, item, answer=question.answer
        )


def _of_values(wanted: _Wanted) -> Item | Problem:
    """Numbers or dates: the first rank of the key at which no rule is broken."""
    first: Problem | None = None
    for options in value_options(wanted.question, wanted.making.options, wanted.making.seed):
        view = wanted.view_of(options, ordered=True)
        flaw = blocking(view)
        if flaw is None:
            return view.item
        first = first or refusal(view, flaw)
    return first or _lacks(wanted.question, wanted.fewest)


def _of_candidates(wanted: _Wanted) -> Item | Problem | None:
    making, question = wanted.making, wanted.question
    count = making.options - 1
    candidates = in_turn(question, count, making.seed, making.difficulty)
    chosen = _first_apart(question, candidates, [], count)
    if len(chosen) < wanted.fewest:
        pool = question.answer.pool
        free = pool is None and question.answer.value is None
        return None if free else _lacks(question, wanted.fewest - len(chosen))
    view = wanted.view(chosen)
    flaw = blocking(view)
    if flaw is None:
        return view.item
    others = [*chosen, *islice(candidates, _TRIED)]
    return _mended(wanted, others, chosen, flaw) or refusal(view, flaw)


def _first_apart(
    question: Question, candidates: Iterable[Judgement], chosen: list[Judgement], count: int
) -> list[Judgement]:
    """`chosen`, filled up to `count` with the first candidates that can stand beside the rest."""
    out = list(chosen)
    taken = [question.key, *(judgement.candidate for judgement in out)]
    for judgement in candidates:
        if len(out) >= count:
            break
        candidate = judgement.candidate
        if not any(_clash(question, candidate, other) for other in taken):
            out.append(judgement)
            taken.append(candidate)
    return out


def _clash(question: Question, a: Candidate, b: Candidate) -> str:
    """Why two options can't stand side by side, by their names or by what they are."""
    if question.knowledge.part_or_whole(a.text, b.text):
        return "one is a part of the other, or an example of it"
    return clash(a, b)


# -- other distractors, where a rule is broken ----------------------------------------------


def _mended(
    wanted: _Wanted, candidates: list[Judgement], chosen: list[Judgement], flaw: Flaw
) -> Item | None:
    """The item with other distractors, if some keep every rule.

    A distractor that is to blame goes; for a key that stands out, one distractor after another
    is tried in the place of the last. Where a whole pool can't hide it, its length and shape
    are left as they are: they are those of its vocabulary.
    """
    count, left = len(chosen), list(candidates)
    while flaw.rule.by_options and flaw.option:
        left = [j for j in left if j.candidate.text != flaw.option]
        kept = [j for j in chosen if j.candidate.text != flaw.option]
        if len(kept) == len(chosen):
            return None
        chosen = _first_apart(wanted.question, left, kept, count)
        if len(chosen) < wanted.fewest:
            return None
        view = wanted.view(chosen)
        next_flaw = blocking(view)
        if next_flaw is None:
            return view.item
        flaw = next_flaw
    if not flaw.rule.by_options:
        return None
    for other in _with_another(wanted, left, chosen):
        view = wanted.view(other)
        if flaw.rule.check(view) is None and blocking(view) is None:
            return view.item
    view = wanted.view(_most_alike(wanted, left, chosen))
    view.exhausted = True
    return view.item if blocking(view) is None else None


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


def _lacks(question: Question, need: int) -> Problem:
    """What the deck would need for a choice item: `need` more distractors."""
    answer = question.answer
    if answer.attribute is not None and answer.attribute.values is Values.OPEN:
        slot = question.mark.attribute
        mend = f"`{slot}` is `open`, which proves nothing: say `values: all` or give `distractors`"
    elif answer.value is not None:
        mend = "give it `distractors`"
    else:
        word = sort_word(answer) or "candidate"
        slots = question.shows if question.mark.attribute == "name" else ()
        having = " with " + " and ".join(f"`{slot}`" for slot in slots) if slots else ""
        named = word if need == 1 else _plural(word)
        mend = f"needs {need} more {named}{having} that the deck proves wrong, or `distractors`"
    message = f'no multiple-choice item for "{question.mark.answer}": {mend}'
    return Problem(question.mark.location, "needs-distractors", message, Level.WARNING)


def _plural(word: str) -> str:
    """The plural of a vocabulary's name: city, cities."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
