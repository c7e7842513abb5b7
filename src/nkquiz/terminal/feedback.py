"""What the learner reads around an answer, in plain pieces: the same in colour and in lines.

Owns its words. All text here comes out harmless: no control character of a file is left in it.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

from nkquiz.item import Choose, Item, Judge, Match, Order, Type
from nkquiz.knowledge import knowledge_of
from nkquiz.markup import images
from nkquiz.model import Citation, Deck
from nkquiz.scoring import Result, Verdict
from nkquiz.scoring.parts import pairs, sequence
from nkquiz.session import Attempt, Score
from nkquiz.source import harmless
from nkquiz.values import readable_date


class Feedback(NamedTuple):
    """A result and what to learn from it; empty where there is nothing to say.

    `sentence` is the fact in pieces, each with whether it shows the answer. `parts` are those of
    a matching or ordering item, as they are right, each with its verdict.
    """

    result: Result
    word: str
    note: str
    answer: str
    sentence: tuple[tuple[str, bool], ...]
    why: str
    sources: tuple[str, ...]
    as_of: str
    parts: tuple[tuple[Verdict, str], ...] = ()


def feedback(deck: Deck, item: Item, result: Result, response: str = "") -> Feedback:
    """The feedback on a response to an item of a deck."""
    return Feedback(
        result=result,
        word=result.verdict.value.capitalize(),
        note=shown(result.feedback),
        answer=answer(item),
        sentence=_sentence(deck, item),
        why=shown(item.why),
        sources=tuple(filter(None, map(_source, item.sources))),
        as_of=date(item.as_of),
        parts=_parts(deck, item, result, response),
    )


def shown(text: str) -> str:
    """The text without control characters; its line breaks stay. A picture stands there by its
    words: its path may name the answer.
    """
    for image in reversed(images(text)):
        text = f"{text[: image.start]}[{image.alt or 'picture'}]{text[image.end :]}"
    return "\n".join(harmless(line) for line in text.strip().splitlines())


def answer(item: Item) -> str:
    """The right answer: the key, not its other names; each part where there are several."""
    match item.interaction:
        case Type():
            return shown(item.answers[0])
        case Match(premises=premises):
            return shown("\n".join(map(_pair, premises, item.answers)))
        case Order(parts=parts):
            return shown("\n".join(parts))
        case Choose(key=key) | Judge(key=key):
            return shown(key.text)


def _pair(premise: str, response: str) -> str:
    return f"{premise}: {response}"


def _parts(
    deck: Deck, item: Item, result: Result, response: str
) -> tuple[tuple[Verdict, str], ...]:
    """The pairs of a matching item, each with what was given instead; the sentences or steps of
    an ordering item in their order.
    """
    match item.interaction:
        case Match() as match:
            said = pairs(match, response) or {}
            texts = [
                _pair(premise, text) + _instead(match, said.get(i), match.key[i])
                for i, (premise, text) in enumerate(zip(match.premises, item.answers, strict=True))
            ]
        case Order(parts=parts):
            known = [fact.text for fact in knowledge_of(deck).facts_of(item)]
            texts = known if len(known) == len(parts) else list(parts)
            given = sequence(item.interaction, response) or range(len(parts))
            texts = [text + _place(i, given.index(i)) for i, text in enumerate(texts)]
        case _:
            return ()
    verdicts = result.parts or (Verdict.WRONG,) * len(texts)
    return tuple(zip(verdicts, map(shown, texts), strict=True))


def _place(right: int, given: int) -> str:
    return "" if given == right else f" (you: {given + 1})"


def _instead(match: Match, given: int | None, key: int) -> str:
    if given is None or given == key:
        return ""
    return f", not {match.responses[given]}"


def comparison(attempt: Attempt) -> tuple[str, str]:
    """What was answered and what is right, in words: of pairs those that were missed, and the
    true sentence instead of a false one. Of what was only thought of, the learner's own grade.
    """
    item, response = attempt.item, attempt.response
    if attempt.grade is not None:
        return f"graded {attempt.grade.name.lower()}", answer(item)
    match item.interaction:
        case Match() as match if given := pairs(match, response):
            missed = [i for i, key in enumerate(match.key) if given.get(i) != key]
            yours = [(i, given.get(i)) for i in missed]
            said = [_pair(match.premises[i], _response(match, r)) for i, r in yours]
            right = [_pair(match.premises[i], item.answers[i]) for i in missed]
            return shown("\n".join(said)), shown("\n".join(right))
        case Order(parts=parts) as order if in_order := sequence(order, response):
            return shown("\n".join(parts[i] for i in in_order)), answer(item)
        case Judge(right=right) if right:
            return shown(response), f"{answer(item)}: {_on_one_line(right)}"
        case Choose() | Judge() | Type() | Match() | Order():
            return shown(response), answer(item)


def _response(match: Match, given: int | None) -> str:
    return match.responses[given] if given is not None else "-"


def _sentence(deck: Deck, item: Item) -> tuple[tuple[str, bool], ...]:
    """The fact as its author wrote it; nothing for an item over several facts."""
    fact = knowledge_of(deck).facts.get(item.fact_ids[0]) if len(item.fact_ids) == 1 else None
    if fact is None:
        return ()
    spans = next((m.spans for m in fact.marks if fact.memory(m) in item.memories), ())
    if not spans:  # its steps or its parts are asked for, which the sentence doesn't show
        return ()
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in spans:
        pieces += [(fact.text[done:start], False), (fact.text[start:end], True)]
        done = end
    pieces.append((fact.text[done:], False))
    # Line breaks fold: a sentence in pieces has no lines of its own.
    return tuple((_on_one_line(text), is_key) for text, is_key in pieces if text)


def _on_one_line(text: str) -> str:
    return harmless(" ".join(text.split("\n")))


def _source(citation: Citation) -> str:
    """Title, author, publisher, date and place; the address where there is no title."""
    source = citation.source
    named = source.title or source.url or source.id
    parts = (named, source.author, source.publisher, date(source.published), citation.locator)
    return harmless(" ".join(", ".join(filter(None, parts)).split()))


def date(text: str) -> str:
    """A date as people read it, made harmless."""
    return harmless(readable_date(text))


def hint(item: Item) -> str:
    """The author's hint; else for a typed answer what sort of thing it is, or how it begins."""
    if item.hint:
        return shown(item.hint)
    if isinstance(item.interaction, Type):
        return shown(item.interaction.hint) or f"it begins with {answer(item)[:1]}"
    if isinstance(item.interaction, Match):
        left = len(item.interaction.responses) - len(item.interaction.premises)
        return f"{left} of the letters are left over" if left > 1 else "one letter is left over"
    if isinstance(item.interaction, Order):
        return f"this comes first: {shown(item.interaction.parts[0])}"
    return "this question has no hint"


def heading(title: str) -> str:
    """A deck's title; a subdeck stands behind its deck."""
    return harmless(": ".join(part.strip() for part in title.split("::")))


def kind(name: str) -> str:
    return name.replace("-", " ")


def media(item: Item) -> tuple[str, ...]:
    """What a terminal can't show or play: the learner may open it."""
    named = (("Picture", item.image), ("Sound", item.audio))
    return tuple(f"{what}: {harmless(path)}" for what, path in named if path)


def per_cent(score: Score) -> str:
    """The share of the points, halves up, so that only all is 100 % and only none is 0 %."""
    if not score.possible:
        return "0 %"
    share = floor(100 * score.points / score.possible + 0.5)
    if 0 < score.points < score.possible:
        share = min(max(share, 1), 99)
    return f"{share} %"


def points(score: Score) -> str:
    """`14 of 20`; halves as decimals, at most two."""
    return f"{_number(score.points)} of {_number(score.possible)}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"
