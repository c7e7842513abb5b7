"""The words that fill a section's blanks, and others of the same vocabulary that fill none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest

from nkquiz.distractors import Question, clash, in_turn, judge
from nkquiz.distractors.question import draw
from nkquiz.item import Item
from nkquiz.knowledge import Candidate, Knowledge, knowledge_of
from nkquiz.model import Deck
from nkquiz.values import norm

#: How many candidates of one blank are tried as decoys.
_TRIED = 24


def word_bank(deck: Deck, items: Sequence[Item], decoys: int, seed: int) -> tuple[str, ...]:
    """The answers of typed items, each once, and up to `decoys` others, by the alphabet.

    A decoy is proven wrong for every blank, and differs from all other words; they come in turn
    from the vocabularies of the answers.
    """
    knowledge = knowledge_of(deck)
    words = {norm(item.answers[0]) or item.answers[0]: item.answers[0] for item in items}
    taken = [_candidate(knowledge, word) for word in words.values()]
    asked = [question for item in items if (question := _question(knowledge, item))]
    added = islice(_decoys(asked, taken, seed), decoys)
    return tuple(sorted((*words.values(), *added), key=lambda word: (norm(word), word)))


def _question(knowledge: Knowledge, item: Item) -> Question | None:
    found = knowledge.slot(item)
    if found is None:
        return None
    fact, mark = found
    shows = tuple(slot for slot in fact.shown if slot != mark.attribute)
    return Question(knowledge, fact, mark, item.id, item.stem, shows)


def _candidate(knowledge: Knowledge, word: str) -> Candidate:
    return Candidate(word, knowledge.terms.aliases(word), 0, knowledge.terms.named(word))


def _decoys(asked: Sequence[Question], taken: list[Candidate], seed: int) -> Iterator[str]:
    """Words that fill no blank: one for each blank in turn, then a second for each."""
    order = sorted(asked, key=lambda question: draw(seed, "word bank", question.item_id))
    offered = [[(q, j) for j in islice(in_turn(q, 3, seed, None), _TRIED)] for q in order]
    for found in chain.from_iterable(zip_longest(*offered)):
        if found is None:
            continue
        question, judgement = found
        candidate = judgement.candidate
        is_free = not any(candidate.text == t.text or clash(candidate, t) for t in taken)
        if is_free and all(_is_wrong(candidate, question, other) for other in asked):
            taken.append(candidate)
            yield candidate.text


def _is_wrong(candidate: Candidate, own: Question, other: Question) -> bool:
    """Whether a decoy, wrong for its own blank, fills no other either: one of the same vocabulary
    needs a proof of its own, a thing of another sort fits only if it is the answer.
    """
    if other is own:
        return True
    mine, its = own.answer.pool, other.answer.pool
    if mine is not None and its is not None and mine.name == its.name:
        return judge(other, candidate).proof is not None
    return candidate.norms.isdisjoint(other.right)
