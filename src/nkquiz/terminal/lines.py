"""A session without a terminal: one response a line in, plain text out.

Every line is a response, an empty one too ("don't know"); nothing asks again. Each verdict is a
line that begins with its word, and no other line begins with one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import BinaryIO, assert_never

import click

from nkquiz.item import Choose, Item, Judge, Match, Order, Type
from nkquiz.schedule import Rating
from nkquiz.session import Session
from nkquiz.terminal.choices import arranged, as_shown, chosen, letter, letters
from nkquiz.terminal.feedback import (
    Feedback,
    comparison,
    feedback,
    heading,
    kind,
    media,
    per_cent,
    points,
    questions,
    shown,
)

_INDENT = "   "

_Take = Callable[[Session, Item, str], Feedback]

#: How a learner may grade an answer.
GRADES = {str(r.value): r for r in Rating} | {r.name.lower(): r for r in Rating}


def play_lines(session: Session, title: str, stdin: BinaryIO | None, name: str = "Quiz") -> None:
    """Play a session on lines of bytes until it is done or the lines end.

    Shows the summary then, and also when it is interrupted. No stdin is an empty one. `name` is
    what the session is called.
    """
    _play(session, title, stdin, name, _answered)


def flip_lines(session: Session, title: str, stdin: BinaryIO | None, name: str = "Quiz") -> None:
    """As `play_lines`, but each line is the learner's own grade: `1` to `4` or its word.
    Anything else is Again.
    """
    _play(session, title, stdin, name, _graded)


def _play(session: Session, title: str, stdin: BinaryIO | None, name: str, take: _Take) -> None:
    _say(f"{name}: {heading(title)}, {questions(len(session.items))}" if title else name)
    try:
        while (item := session.current) is not None:
            _say("", *question(session, item))
            line = stdin.readline() if stdin else b""
            if not line:
                return
            # The answer is kept when this returns, and printed at once.
            _say(*verdict(take(session, item, decoded(line))))
    finally:
        _say(*summary(session))


def _answered(session: Session, item: Item, written: str) -> Feedback:
    response = meant(item, written)
    return feedback(session.deck, item, session.submit(response), response)


def _graded(session: Session, item: Item, written: str) -> Feedback:
    rating = GRADES.get(written.casefold(), Rating.AGAIN)
    said = feedback(session.deck, item, session.grade(rating))
    return said._replace(note=f"graded {rating.name.lower()}")


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(line)


def decoded(line: bytes) -> str:
    """A line of input as text, whatever is in it: what is no UTF-8 becomes U+FFFD, control
    characters and a byte order mark are dropped.
    """
    text = line.decode("utf-8", "replace").removeprefix("\ufeff")
    return "".join(c for c in text if unicodedata.category(c) != "Cc").strip()


def meant(item: Item, written: str) -> str:
    """The response as it is scored: the text of an option, pairs or an order, if it means that."""
    match item.interaction:
        case Choose() | Judge() as choice:
            return chosen(choice, written) or written
        case Match() | Order() as parts:
            return arranged(parts, written) or written
        case Type():
            return written


def question(session: Session, item: Item) -> list[str]:
    """The item with its number; one that was missed is the same number again."""
    number = [i.id for i in session.items].index(item.id) + 1
    again = "(again) " if session.again else ""
    lines = [_hanging(f"{number}. {again}", shown(item.stem))]
    lines += [_INDENT + line for line in media(item)]
    match item.interaction:
        case Choose() | Judge() as choice:
            lines += [_INDENT + shown(choice.question)] if choice.question else []
            lines += _named(letters(choice), [option.text for option in choice.options])
        case Match(premises=premises, responses=responses):
            lines += _named(map(str, range(1, len(premises) + 1)), premises)
            lines += _named(map(letter, range(len(responses))), responses)
        case Order(parts=parts) as order:
            texts = [parts[i] for i in as_shown(order)]
            lines += _named(map(letter, range(len(texts))), texts)
        case Type():
            pass
        case _ as other:
            assert_never(other)
    return lines


def _named(names: Iterable[str], texts: Iterable[str]) -> list[str]:
    return [_hanging(f"{_INDENT}{n}. ", shown(text)) for n, text in zip(names, texts, strict=True)]


def _hanging(head: str, text: str) -> str:
    """Lines after the first stand under it, so that none begins with a word of ours."""
    return head + text.replace("\n", "\n" + " " * len(head))


def verdict(said: Feedback) -> list[str]:
    """The verdict's line, then one a line: the answer, the sentence, why, source, as of."""
    lines = [f"{said.word}: {said.note}" if said.note else said.word]
    parts = "\n".join(text for _, text in said.parts)
    lines.append(_hanging("Answer: ", parts or said.answer))
    sentence = "".join(piece for piece, _ in said.sentence)
    if sentence:
        lines.append(f"Fact: {sentence}")
    if said.why:
        lines.append(_hanging("Why: ", said.why))
    lines += [f"Source: {source}" for source in said.sources]
    if said.as_of:
        lines.append(f"As of {said.as_of}")
    return lines


def summary(session: Session) -> list[str]:
    """The score in points and per cent, by kind, and what to look at again."""
    summed = session.summary()
    if not summed.total.items:
        return ["", "Score: 0 points, no question was answered"]
    lines = ["", f"Score: {points(summed.total)} points ({per_cent(summed.total)})"]
    if summed.total.items < len(session.items):
        lines.append(f"Answered: {summed.total.items} of {questions(len(session.items))}")
    lines += [
        f"{_INDENT}{kind(name)}: {points(score)} ({per_cent(score)})"
        for name, score in summed.by_kind.items()
    ]
    if summed.missed:
        lines += ["", "Look at these again:"]
    for attempt in summed.missed:
        lines.append(_hanging(f"{_INDENT}- ", shown(attempt.item.stem)))
        yours, right = comparison(attempt)
        lines.append(_hanging(f"{_INDENT}  you: ", yours or "(nothing)"))
        lines.append(_hanging(f"{_INDENT}  right: ", right))
    return lines
