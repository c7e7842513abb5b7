"""What an item asks, and what follows from that alone: worked out once, for all candidates."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from nkquiz.distractors.bounds import bound, room
from nkquiz.distractors.paraphrases import Said, paraphrases
from nkquiz.knowledge import Candidate, Knowledge, RightAnswer
from nkquiz.memo import kept
from nkquiz.model import Attribute, Fact, Mark
from nkquiz.values import Room, Value, norm, sentence_norm


@dataclass(frozen=True)  # no slots: what is worked out is kept in the instance
class Question:
    """A mark of a fact, the stem as shown, and the slots of the fact's term that it shows."""

    knowledge: Knowledge
    fact: Fact
    mark: Mark
    item_id: str
    stem: str
    shows: tuple[str, ...] = ()

    @kept
    def answer(self) -> RightAnswer:
        return self.knowledge.answers.of(self.fact, self.mark)

    @kept
    def key(self) -> Candidate:
        """The right option: one value, where the answer is a list.

        A term is written as its vocabulary writes it, like the other options, and not as it
        begins a sentence or stands within one: `Oxygen`, `oxygen`.
        """
        answer = self.answer
        text = answer.text
        if answer.values:
            text = min(answer.values, key=lambda value: draw(0, self.item_id, value))
            return Candidate(
                text, self.knowledge.terms.aliases(text), 0, self.knowledge.terms.named(text)
            )
        if answer.term is not None and text.casefold() == answer.term.name.casefold():
            text = answer.term.name
        known = answer.pool.of.get(text) if answer.pool is not None else None
        if known is not None and known.term is answer.term:
            return known
        return Candidate(text, answer.names, 0, answer.term)

    @kept
    def right(self) -> frozenset[str]:
        """The norms of all that is right."""
        return self.key.norms | {norm(name) for name in self.answer.names}

    @kept
    def words(self) -> str:
        """The norm of the stem: a name between spaces is in the stem."""
        return sentence_norm(self.stem)

    @kept
    def attribute(self) -> Attribute:
        """How the slot is to be read that a template's mark asks for."""
        assert self.fact.term is not None
        return self.knowledge.rows.column(self.fact.term, self.mark.attribute)

    @kept
    def values(self) -> tuple[str, ...]:
        """The values of that slot that can prove something."""
        assert self.fact.term is not None
        return self.knowledge.rows.proving(self.fact.term, self.mark.attribute)

    @kept
    def meanings(self) -> list[tuple[str, frozenset[str], Value | None]]:
        """Of each of these values: its text, the norms of its names, what it reads as."""
        knowledge, attribute = self.knowledge, self.attribute
        return [
            (value, knowledge.terms.norms_of(value), knowledge.rows.meaning(value, attribute))
            for value in self.values
        ]

    @kept
    def paraphrases(self) -> tuple[Said, ...]:
        """What the deck says elsewhere in nearly the words of the sentence."""
        return paraphrases(self.knowledge, self.fact, self.mark)

    @kept
    def bound(self) -> str:
        """What the sentence says that makes other values right as well, such as "at least"."""
        value = self.answer.value
        return "" if value is None else bound(self.fact, self.mark, value)

    @kept
    def room(self) -> Room:
        """Where the sentence leaves room for wrong values."""
        value = self.answer.value
        return Room() if value is None else room(self.fact, self.mark, value)

    @kept
    def is_of_values(self) -> bool:
        """Whether its options are values, such as numbers or dates, that nobody listed."""
        return self.answer.value is not None and not self.mark.options.distractors

    @kept
    def unit(self) -> str:
        attribute = self.answer.attribute
        return self.mark.options.unit or (attribute.unit if attribute else "")

    @kept
    def tolerance(self) -> str:
        attribute = self.answer.attribute
        return self.mark.options.tolerance or (attribute.tolerance if attribute else "")


def draw(seed: int, item: str, candidate: str) -> bytes:
    """A number for a candidate of an item, as bytes that compare: a fair draw by SHA-256."""
    return sha256(f"{seed}\0{item}\0{candidate}".encode()).digest()
