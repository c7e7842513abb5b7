"""Proofs: why a candidate is known to be wrong, or why it can't be offered.

That a deck is silent about something is no proof; nor is that a thing is of another sort.
"""

from __future__ import annotations

from typing import NamedTuple

from nkquiz.distractors.clashes import one_thing
from nkquiz.distractors.question import Question
from nkquiz.item import Proof
from nkquiz.knowledge import Candidate, ring_place
from nkquiz.model import Term, Values
from nkquiz.values import Value, may_be_equal, norm, stands_in


class Judgement(NamedTuple):
    """Whether a candidate may be a distractor: its proof, or none; and why, in a sentence."""

    candidate: Candidate
    proof: Proof | None
    why: str
    told: tuple[str, ...] = ()  # what `why` speaks of, in its order

    @property
    def reason(self) -> str:
        """Why, in a sentence. Put together when somebody asks: that is seldom."""
        return self.why.format(*self.told) if self.told else self.why


def judge(question: Question, candidate: Candidate) -> Judgement:
    """Decide whether a candidate is known to be wrong, and say why or why not."""
    refusal = _refusal(question, candidate)
    if refusal:
        return Judgement(candidate, None, refusal)
    if question.bound:
        why = 'with "{}", other values may be right too'
        return Judgement(candidate, None, why, (question.bound,))
    if question.fact.term is None:
        return _by_promise(question, candidate)
    if question.mark.attribute == "name":
        return _by_row(question, candidate)
    if "name" in question.shows:
        return _by_value(question, candidate)
    return _by_rows(question, candidate)


def authored(question: Question) -> list[Judgement]:
    """The author's own distractors, then what the author rejects."""
    knowledge, options = question.knowledge, question.mark.options
    texts = dict.fromkeys((*options.distractors, *options.reject))
    out = []
    for text in texts:
        candidate = Candidate(
            text, knowledge.terms.aliases(text), ring_place(text), knowledge.terms.named(text)
        )
        out.append(Judgement(candidate, Proof.AUTHORED, "the author lists it as wrong"))
    return out


def _refusal(question: Question, candidate: Candidate) -> str:
    """Why a candidate can't be an option at all; empty if it can."""
    if not question.right.isdisjoint(candidate.norms) and _is_right(question, candidate):
        return "it is the answer, or another name of it"
    knowledge = question.knowledge
    if knowledge.terms.has_parts and knowledge.terms.part_or_whole(
        candidate.text, question.key.text
    ):
        return f'it is a part of "{question.key.text}", or the whole, or an example of it'
    stem = question.words
    for name in candidate.face.spaced:
        if name in stem and _is_named(question, candidate, name.strip()):
            return "the stem names it already"
    return ""


def _is_named(question: Question, candidate: Candidate, normal: str) -> bool:
    """Whether the stem names a candidate whose norm stands in it: it names C++, and not C#."""
    if not question.knowledge.terms.collide(normal):
        return True
    return any(stands_in(n, question.stem) for n in candidate.names if norm(n) == normal)


def _is_right(question: Question, candidate: Candidate) -> bool:
    """Whether a candidate that has a norm in common with the answer is the answer.

    It isn't where both are terms and their names differ as written: C++ and C#.
    """
    names = question.answer.names
    right = Candidate(question.key.text, (*question.key.names, *names), 0, question.key.term)
    return one_thing(right, candidate)


def _by_promise(question: Question, candidate: Candidate) -> Judgement:
    """A sentence: its author promises one right answer, and nothing may speak for another."""
    knowledge, fact, mark = question.knowledge, question.fact, question.mark
    rival = next(knowledge.sentences.rivals(fact, mark), None)
    if rival is not None:
        right = frozenset(map(norm, knowledge.answers.of(*rival).names))
        of_whom = "it" if not right.isdisjoint(candidate.norms) else f'"{rival[1].answer}"'
        return Judgement(candidate, None, f"{rival[0].location} says the same of {of_whom}")
    for other in fact.marks:
        names = knowledge.answers.of(fact, other).names
        if other is not mark and knowledge.sentences.together(candidate.names, names):
            reason = f'the deck speaks of it together with "{other.answer}"'
            return Judgement(candidate, None, reason)
    named = knowledge.sentences.linked(candidate, question.words)
    if named:
        reason = f'its own row speaks of "{named}", as the sentence does'
        return Judgement(candidate, None, reason)
    for said in question.paraphrases:
        if any(name in said.words for name in candidate.face.spaced):
            reason = f"{said.fact.location} says much the same of it"
            return Judgement(candidate, None, reason)
    reason = "the sentence has one answer, and nothing in the deck speaks for this"
    return Judgement(candidate, Proof.PROMISED, reason)


def _by_value(question: Question, candidate: Candidate) -> Judgement:
    """An attribute of the term that the stem names: its values are the right ones."""
    term, path, values = question.fact.term, question.mark.attribute, question.values
    assert term is not None
    attribute = question.attribute
    if not values:
        return Judgement(candidate, None, "`{}` of {} is disputed", (path, term.name))
    if attribute.values is Values.OPEN:
        return Judgement(candidate, None, "`{}` of {} may have more values", (path, term.name))
    for meaning in question.meanings:
        if _is_meant(question, candidate, *meaning):
            why = "it is `{}` of {}, or a part of it"
            return Judgement(candidate, None, why, (path, term.name))
    if attribute.values is Values.ONE:
        why = "`{}` of {} is {}, and it has only one"
        return Judgement(candidate, Proof.FUNCTIONAL, why, (path, term.name, values[0]))
    why = "the complete list of `{}` of {} does not hold it"
    return Judgement(candidate, Proof.COMPLETE, why, (path, term.name))


def _is_meant(
    question: Question,
    candidate: Candidate,
    value: str,
    names: frozenset[str],
    meant: Value | None,
) -> bool:
    """Whether a candidate is a value by one of its names, by what it reads as, or in part."""
    if not names.isdisjoint(candidate.norms):
        return True
    knowledge, attribute = question.knowledge, question.attribute
    if meant is not None:
        other = knowledge.rows.meaning(candidate.text, attribute)
        if other is not None:
            return may_be_equal(other, meant, attribute.tolerance)
    return knowledge.terms.has_parts and knowledge.terms.part_or_whole(candidate.text, value)


def _by_row(question: Question, candidate: Candidate) -> Judgement:
    """Which term? A candidate's own row must differ from what the stem shows."""
    knowledge, term = question.knowledge, question.fact.term
    assert term is not None
    if candidate.term is None or candidate.term.vocabulary != term.vocabulary:
        return Judgement(candidate, None, "the deck has no row for it")
    told = knowledge.rows.tells_apart(candidate.term, term, question.shows)
    if told is None:
        return Judgement(candidate, None, _why_not_told(question, candidate.term))
    proof, path = told
    values = knowledge.rows.values(candidate.term, path)
    said = values[0] if len(values) == 1 else " and ".join(values)
    return Judgement(candidate, proof, "`{}` of {} is {}", (path, candidate.text, said))


def _why_not_told(question: Question, row: Term) -> str:
    """Why a row can't be told apart from what the stem shows."""
    knowledge = question.knowledge
    for path in question.shows:
        if not knowledge.rows.proving(row, path):
            return f"the deck doesn't say `{path}` of {row.name}, or it is disputed"
    slots = " and ".join(f"`{path}`" for path in question.shows) or "anything"
    return f"it doesn't differ in {slots} from what the stem says"


def _by_rows(question: Question, candidate: Candidate) -> Judgement:
    """A value, where the stem doesn't name the term: no row that has it may fit the stem."""
    knowledge, term, path = question.knowledge, question.fact.term, question.mark.attribute
    assert term is not None
    if question.attribute.values is Values.OPEN:
        return Judgement(candidate, None, f"`{path}` may have more values")
    for row in knowledge.rows.different(term.vocabulary, path, candidate.names, question.shows):
        if knowledge.rows.tells_apart(row, term, question.shows) is None:
            return Judgement(candidate, None, f"the stem may mean {row.name}")
    reason = f"no {term.vocabulary} with this `{path}` is as the stem says"
    return Judgement(candidate, Proof.FUNCTIONAL, reason)
