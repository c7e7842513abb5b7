"""What `quiz` and `review` share: each answer is kept before its verdict is shown."""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkquiz.cli import clock, progress

if TYPE_CHECKING:  # they cost time to import, and a help text needs none of them
    from nkquiz.item import Item
    from nkquiz.session import Agreement, Attempt
    from nkquiz.store import Answer, Store

flip = click.option(
    "--flip", is_flag=True, help="Don't type: think, see the answer, and grade yourself."
)

#: What keeps a store from being written at all, where no place was named for it.
_NO_PLACE = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR)

#: A response of any length may come in; more of it tells nothing.
_LONGEST_RESPONSE = 1000


class StoreJournal:
    """Keeps the answers of a session in the store, each with the moment it was given at."""

    def __init__(self, store: Store, deck: str, retention: float) -> None:
        self._store = store
        self._deck = deck
        self._retention = retention
        self._answers: dict[str, Answer] = {}
        self._before = clock.now()

    def record(self, attempt: Attempt) -> str:
        now = clock.now()
        # One question stands on the screen as soon as the one before is judged.
        taken = max(now - self._before, timedelta())
        answer = replace(
            _answer(attempt, now),
            deck=self._deck,
            duration=taken // timedelta(milliseconds=1),
            retention=self._retention,
        )
        row = self._store.record(answer).id
        self._answers[row] = answer
        self._before = clock.now()
        return row

    def amend(self, row: str, attempt: Attempt) -> str:
        before = self._answers[row]
        answer = replace(
            _answer(attempt, before.at),
            deck=before.deck,
            duration=before.duration,
            retention=before.retention,
        )
        new = self._store.amend(row, answer).id
        self._answers[new] = answer
        return new

    def take_back(self, row: str) -> None:
        self._store.undo(row, clock.now())
        self._before = clock.now()


def _answer(attempt: Attempt, at: datetime) -> Answer:
    """The row of an answer."""
    from nkquiz.store import Answer

    item, response = attempt.item, attempt.response
    options = tuple(option.text for option in item.options)
    return Answer(
        item=item.id,
        at=at,
        verdict=attempt.result.verdict,
        response=response[:_LONGEST_RESPONSE],
        points=attempt.result.points / attempt.result.possible,
        stem=item.stem,
        key=_key(item),
        options=options,
        chosen=options.index(response) if response in options else None,
        hinted=attempt.hinted,
        guessed=attempt.guessed,
        objected=attempt.objected,
        ratings=attempt.ratings,
    )


def _key(item: Item) -> str:
    """What is right: of several names the first, of several parts all."""
    from nkquiz.item import Match, Order

    is_several = isinstance(item.interaction, Match | Order)
    return "; ".join(item.answers) if is_several else item.answers[0]


@contextmanager
def store_if_any(given: Path | None, now: datetime) -> Iterator[Store | None]:
    """The store; none, with a warning, where the home can't be written and no place was named.

    A quiz can be played anywhere. Ends the command with status 3 in any other trouble.
    """
    from nkquiz.store import StoreFailed

    with ExitStack() as stack:
        try:
            store = stack.enter_context(progress.opened(given, now))
        except StoreFailed as error:
            if given is not None or error.errno not in _NO_PLACE:
                raise
            click.echo(f"{error.filename}: {error.strerror}", err=True)
            click.echo("the answers of this session will not be kept", err=True)
            yield None
        else:
            yield store


def agreed(store: Store, memories: Collection[str]) -> list[Agreement]:
    """What counts for these memories because of objections, those left out that were declined."""
    from nkquiz.session import agreement

    found = []
    for objection in store.objections():
        answer = objection.entry.answer
        memory, _, kind = answer.item.rpartition("/")
        if memory in memories and objection.counts:
            found.append(agreement(kind, (memory,), answer.key, answer.response))
    return [one for one in found if one is not None]
