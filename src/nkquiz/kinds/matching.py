"""Matching: the terms of a template on one side, the values of one of its slots on the other.

Each term has one response, each other response is proven wrong for it, and one or two responses
belong to nobody: what is left over can't be had by elimination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import islice

from nkquiz.distractors import Judgement, Question, clash, drawn, judge
from nkquiz.distractors.question import draw
from nkquiz.groups import (
    FEWEST,
    MOST,
    Group,
    Part,
    allows,
    build_group,
    frame,
    group_id,
    grouped,
    lacking,
    template_of,
    together,
    worded,
)
from nkquiz.item import Item, Match, Proof
from nkquiz.knowledge import Candidate, Knowledge, ring_place
from nkquiz.lint import View, sound
from nkquiz.maker import GroupMaker, KindMaker
from nkquiz.model import Fact, Problem, Values
from nkquiz.stem import Making, is_english, sort_word
from nkquiz.values import SORTS, norm, position, precision, read_value, roman_values, write_list

KIND = "matching"

#: How many responses belong to no premise, if the deck has them.
_EXTRA = 2
#: How many other terms are looked at for a list that could be left over.
_MOST_ROWS = 200
#: A list of more values, or a longer one, is no response that one sees at a glance.
_MOST_VALUES = 3
_LONGEST = 60
#: A premise and its response may not share a word, nor so many letters at the begin of one;
#: words as short as `of` don't count.
_CLUE = 5
_LONGEST_SMALL = 2


@dataclass(frozen=True, eq=False)  # no slots: what is worked out is kept in the instance
class _Pair:
    """A premise and its response."""

    knowledge: Knowledge
    part: Part

    @cached_property
    def question(self) -> Question:
        """What the premise asks, as far as a wrong response is concerned."""
        fact, mark = self.part.fact, self.part.mark
        return Question(self.knowledge, fact, mark, self.part.memory, self.premise, ("name",))

    @property
    def premise(self) -> str:
        assert self.part.fact.term is not None
        return self.part.fact.term.name

    @property
    def response(self) -> str:
        return self.part.mark.value

    @cached_property
    def values(self) -> tuple[Candidate, ...]:
        """What the response names: one thing, or several where it is a list."""
        return _candidates(self.knowledge, self.part.mark.values or (self.response,))

    @cached_property
    def names(self) -> frozenset[str]:
        """The norms of all names of the premise."""
        assert self.part.fact.term is not None
        return frozenset(map(norm, self.part.fact.term.names))


def _candidates(knowledge: Knowledge, values: Iterable[str]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(value, knowledge.terms.aliases(value), 0, knowledge.terms.named(value))
        for value in values
    )


# -- who may meet ---------------------------------------------------------------------------


def groups(knowledge: Knowledge, facts: Iterable[Fact]) -> Iterator[Group]:
    """The facts of each template and marked slot, if its sentence names the term too.

    Dates meet those as exact as they are: beside "October 1994", "1994" would stand out.
    """
    found: dict[tuple[str, str, Enum | None], list[Part]] = {}
    for fact in facts:
        if fact.term is not None and "name" in fact.shown:
            for mark in fact.marks:
                if mark.attribute != "name" and allows(fact, mark, KIND):
                    grain = precision(knowledge.answers.of(fact, mark).value)
                    key = (f"{fact.file_id}/{fact.template}", mark.attribute, grain)
                    found.setdefault(key, []).append(Part(fact, mark))
    for (name, _, _), parts in found.items():
        yield from grouped(name, (p for p in parts if _is_fit(_Pair(knowledge, p))))


def _is_fit(pair: _Pair) -> bool:
    """Whether a pair can be asked for: the values are known, and the premise doesn't tell them."""
    question, mark = pair.question, pair.part.mark
    if question.attribute.values is Values.OPEN or not question.values:
        return False
    if len(mark.values) > _MOST_VALUES or len(pair.response) > _LONGEST:
        return False
    named = (pair.knowledge.terms.norms_of(value) for value in mark.values or (pair.response,))
    begins = _begins(pair.names)
    return all(begins.isdisjoint(_begins(names)) for names in named)


def _begins(names: Iterable[str]) -> set[str]:
    """How the words of some norms begin: who reads one twice has a clue."""
    return {word[:_CLUE] for name in names for word in name.split() if len(word) > _LONGEST_SMALL}


def _is_apart(a: _Pair, b: _Pair) -> bool:
    """Whether two pairs can stand in one item: each response is proven wrong for the other."""
    return (
        a.names.isdisjoint(b.names)
        and all(_is_wrong(value, a) for value in b.values)
        and all(_is_wrong(value, b) for value in a.values)
        and not any(clash(x, y) for x in a.values for y in b.values)
    )


def _is_wrong(value: Candidate, pair: _Pair) -> bool:
    return value.norms.isdisjoint(pair.names) and judge(pair.question, value).proof is not None


# -- items ------------------------------------------------------------------------------------


def make(making: Making, group: Group) -> Iterator[Item | Problem]:
    """The items of a group; a problem where there are too few facts, values or proofs."""
    pairs = [_Pair(making.knowledge, part) for part in group.parts]
    if len(pairs) < FEWEST:
        yield lacking(group.parts[0], KIND, _needs(pairs[0], FEWEST - len(pairs)))
        return
    made = [_made(making, group, pairs) for pairs in together(pairs, MOST, _is_apart)]
    yield from made
    if not made:
        slot = group.parts[0].mark.attribute
        yield lacking(group.parts[0], KIND, f"too many terms have the same `{slot}`")


def _needs(pair: _Pair, more: int) -> str:
    term, slot = pair.part.fact.term, pair.part.mark.attribute
    assert term is not None
    grain = precision(pair.question.answer.value)
    exact = f" that is as exact as a {grain.value}" if grain is not None else ""
    terms = "term" if more == 1 else "terms"
    needed = f"{more} more {terms} of `{term.vocabulary}` with `{slot}`{exact}"
    return f"`{pair.part.fact.template}` needs {needed}"


def _made(making: Making, group: Group, pairs: Sequence[_Pair]) -> Item | Problem:
    """The item of some pairs. Where no further response is proven wrong for all of them, the one
    of the last pair is left over.
    """
    extra = _extra(making, pairs)
    if not extra and len(pairs) > FEWEST:
        extra, pairs = {pairs[-1].response: pairs[-1].values}, pairs[:-1]
    # One that reads as a number or a date tells what all are: the year 50 doesn't.
    first = next((p for p in pairs if p.question.answer.value is not None), pairs[0]).part
    if not extra:
        slot = first.mark.attribute
        return lacking(first, KIND, f"add another `{slot}` that is wrong for all of these")
    item_id = group_id(group, (pair.part for pair in pairs), KIND)
    pairs = sorted(pairs, key=lambda pair: draw(making.seed, item_id, pair.part.memory))
    named = {pair.response: pair.values for pair in pairs} | extra
    responses = _sorted(first, list(named), making)
    match = Match(
        tuple(pair.premise for pair in pairs),
        tuple(responses),
        tuple(responses.index(pair.response) for pair in pairs),
        tuple(tuple(_proof(pair, text, named[text]) for text in responses) for pair in pairs),
    )
    stem = _stem(making.knowledge, first)
    item = build_group(item_id, KIND, [pair.part for pair in pairs], stem, match)
    return sound(View(making.knowledge, pairs[0].part.fact, pairs[0].part.mark, item))


def _proof(pair: _Pair, response: str, values: tuple[Candidate, ...]) -> Proof | None:
    """Why a response is wrong for a premise, a list by the first wrong one of its values; none
    where it is the right one.
    """
    if response == pair.response:
        return None
    proofs = (judge(pair.question, value).proof for value in values)
    return next((proof for proof in proofs if proof is not None), None)


def _stem(knowledge: Knowledge, part: Part) -> str:
    fact, slot = part.fact, part.mark.attribute
    template = template_of(knowledge, fact)
    assert template is not None
    answer = knowledge.answers.of(fact, part.mark)
    wanted, vocabulary = sort_word(answer) or "answer", worded(template.vocabulary)
    if not is_english(fact.language):  # the deck's own words are not English
        wanted, vocabulary = "answer", "name"
    head = f"Match each {vocabulary} with the right {wanted}:"
    return f"{head} {frame(template, slot, fact.language)}"


def _extra(making: Making, pairs: Sequence[_Pair]) -> dict[str, tuple[Candidate, ...]]:
    """Responses that belong to no premise, each with what it names. Beside lists they are lists:
    single values would be known by their form.
    """
    if all(len(pair.values) == 1 for pair in pairs):
        found = (judgement.candidate for judgement in _extra_values(making, pairs))
        return {candidate.text: (candidate,) for candidate in found}
    # Best are lists that share no value with a response: who sees one twice suspects either.
    return _extra_lists(making, pairs, all) or _extra_lists(making, pairs, any)


def _extra_lists(
    making: Making, pairs: Sequence[_Pair], enough: Callable[[Iterable[bool]], bool]
) -> dict[str, tuple[Candidate, ...]]:
    """Whole lists of other terms, each as long as one premise's own. `enough` tells how many of
    its values are wrong for each premise: any of them makes it a wrong list.
    """
    found: dict[str, tuple[Candidate, ...]] = {}
    taken = [_candidates(pair.knowledge, [pair.response])[0] for pair in pairs]
    for pair in sorted(pairs, key=lambda pair: draw(making.seed, KIND, pair.part.memory)):
        if len(found) == _EXTRA:
            break
        for text, values in _lists_like(pair, making.seed):
            (whole,) = _candidates(pair.knowledge, [text])
            is_free = all(enough(_is_wrong(value, other) for value in values) for other in pairs)
            if is_free and not any(clash(whole, other) for other in taken):
                found[text] = values
                taken.append(whole)
                break
    return found


def _lists_like(pair: _Pair, seed: int) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
    """The lists of other terms with as many values as a pair's, and how they read."""
    fact, slot = pair.part.fact, pair.part.mark.attribute
    assert fact.term is not None
    start = ring_place(f"{seed}\n{pair.part.memory}")
    for row in islice(pair.knowledge.pools.of_terms(fact.term.vocabulary).ring(start), _MOST_ROWS):
        values = pair.knowledge.rows.proving(row.term, slot) if row.term is not None else ()
        text = write_list(values, fact.language)
        if len(values) == len(pair.values) and len(text) <= _LONGEST:
            yield text, _candidates(pair.knowledge, values)


def _extra_values(making: Making, pairs: Sequence[_Pair]) -> list[Judgement]:
    """Responses that belong to no premise, each the nearest to another premise's own."""
    found: list[Judgement] = []
    taken = [value for pair in pairs for value in pair.values]
    for pair in sorted(pairs, key=lambda pair: draw(making.seed, KIND, pair.part.memory)):
        if len(found) == _EXTRA:
            break
        for judgement in drawn(pair.question, 1, making.seed, making.difficulty):
            candidate = judgement.candidate
            if (
                _is_free(candidate, pairs)
                and _is_as_exact(candidate, pair)
                and not any(clash(candidate, t) for t in taken)
            ):
                found.append(judgement)
                taken.append(candidate)
                break
    return found


def _is_as_exact(candidate: Candidate, pair: _Pair) -> bool:
    """Whether a response is as exact as those of the premises, where these are dates."""
    grain = precision(pair.question.answer.value)
    meaning = pair.knowledge.rows.meaning(candidate.text, pair.question.attribute)
    return grain is None or grain is precision(meaning)


def _is_free(candidate: Candidate, pairs: Sequence[_Pair]) -> bool:
    return all(_is_wrong(candidate, pair) for pair in pairs)


def _sorted(part: Part, responses: list[str], making: Making) -> list[str]:
    """The responses in their order: values of one sort by their places, else by the alphabet."""
    answer = making.knowledge.answers.of(part.fact, part.mark)
    unit = answer.attribute.unit if answer.attribute else ""
    own = answer.value.sort if answer.value is not None else None
    for sort in (own, *SORTS) if own is not None else ():
        values = {r: read_value(r, sort, part.fact.language, unit) for r in responses}
        placed = [(position(value), text) for text, value in values.items() if value is not None]
        if len(placed) == len(responses):
            return [text for _, text in sorted(placed)]
    numerals = roman_values(responses)
    if numerals is not None:
        return [text for _, text in sorted(zip(numerals, responses, strict=True))]
    return sorted(responses, key=lambda text: (norm(text), text))


def explain(making: Making, item: Item) -> Iterator[tuple[str, str, str]]:
    """Why each other response is wrong for each premise."""
    match, knowledge = item.interaction, making.knowledge
    assert isinstance(match, Match)
    for index, (fact_id, memory) in enumerate(zip(item.fact_ids, item.memories, strict=True)):
        fact = knowledge.facts[fact_id]
        mark = next(m for m in fact.marks if fact.memory(m) == memory)
        pair = _Pair(knowledge, Part(fact, mark))
        for place, text in enumerate(match.responses):
            if place != match.key[index]:
                candidate = Candidate(
                    text, knowledge.terms.aliases(text), 0, knowledge.terms.named(text)
                )
                reason = judge(pair.question, candidate).reason
                yield "wrong", f"{pair.premise}: {text}", reason


MAKER = KindMaker(KIND, group_maker=GroupMaker(groups, make, explain))
