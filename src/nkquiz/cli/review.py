"""`nkquiz review`: what is due, by FSRS; and what comes when."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkquiz.cli import Failed, clock, common, playing, progress, showing

if TYPE_CHECKING:  # they cost time to import, and a help text needs none of them
    from nkquiz.item import Item
    from nkquiz.model import Deck
    from nkquiz.quiz import ItemMaker
    from nkquiz.schedule import Agenda, State
    from nkquiz.store import Store

_FORECAST = 14

#: Checked against `nkquiz.schedule` in the tests: importing that for a help text would cost more.
RETENTION, LOWEST, HIGHEST = 0.9, 0.7, 0.97
NEW = 10

#: From here on a day has far more reviews: worth a warning.
COSTLY = 0.95


@click.command("review", epilog="Example: nkquiz review --new 5 decks/rivers.yaml")
@common.files
@click.option(
    "--new",
    type=click.IntRange(min=0),
    default=NEW,
    show_default=True,
    help="The largest number of new things per day.",
)
@click.option(
    "--retention",
    type=common.RealRange(LOWEST, HIGHEST),
    default=RETENTION,
    show_default=True,
    help="The share of things that you want to remember until they come back.",
)
@click.option("--count", type=click.IntRange(min=1), help="The largest number of questions.")
@common.kinds
@common.tags
@common.options
@click.option("--forecast", is_flag=True, help="Only show what is due in the coming days.")
@click.option("--cram", is_flag=True, help="Play more; this doesn't change the schedule.")
@playing.flip
@progress.option
@showing.every
def command(
    files: tuple[str, ...],
    new: int,
    retention: float,
    count: int | None,
    kinds: tuple[str, ...],
    tags: tuple[str, ...],
    options: int | None,
    forecast: bool,
    cram: bool,
    flip: bool,
    store_path: Path | None,
) -> None:
    """Review what is due in FILE...: first what has waited longest, then what is new.

    Each piece of knowledge comes back shortly before you would forget it. A day lasts until four
    in the morning. The keys are the same as in `nkquiz quiz`.
    """
    from nkquiz.quiz import item_makers

    if retention >= COSTLY:
        click.echo(f"with a retention of {retention:g} you get far more reviews", err=True)
    deck = common.load_deck(files, tags)
    memories = item_makers(deck, kinds or None)
    if not memories:
        click.echo("nothing to review: the facts give no item of these kinds", err=True)
        raise Failed(1)
    common.warn_of_missing_ids(deck)
    if forecast and progress.place(store_path).exists():  # it asks nothing, so it writes nothing
        with progress.reading(store_path) as store:
            _Hand(deck, memories, store, new, retention, options).show_forecast()
        return
    with progress.opened(store_path, clock.now()) as store:
        hand = _Hand(deck, memories, store, new, retention, options)
        if forecast:
            hand.show_forecast()
            return
        items = hand.to_cram(count or deck.settings.count) if cram else hand.to_do(count)
        if items:
            hand.play(items, cram=cram, flip=flip)
            click.echo()
        if not cram:
            hand.show_outlook()


class _Hand:
    """What a learner has of a deck, and what comes of it today."""

    def __init__(
        self,
        deck: Deck,
        memories: Mapping[str, tuple[ItemMaker, ...]],
        store: Store,
        new: int,
        retention: float,
        options: int | None,
    ) -> None:
        from nkquiz.quiz import making_for

        self._deck = deck
        self._makers = dict(memories)
        self._store = store
        self._new = new
        self._retention = retention
        self._making = making_for(deck, 0, options, None)

    @property
    def _today(self) -> date:
        from nkquiz.schedule import study_day

        return study_day(clock.now())

    def _states(self) -> dict[str, State]:
        return self._store.states(self._makers)

    def _agenda(self) -> Agenda:
        from nkquiz.schedule import agenda

        return agenda(
            tuple(self._makers),
            self._states(),
            self._today,
            new=self._new,
            retention=self._retention,
        )

    # -- what to ask ----------------------------------------------------------------------

    def to_do(self, count: int | None) -> list[Item]:
        """The items of today. What no item can be made of makes room for the next."""
        made: dict[str, Item] = {}
        states = self._states()
        while True:
            queue = self._agenda().queue[:count]
            wanted = [memory for memory in queue if memory not in made]
            made.update(self._made(wanted, states))
            if all(memory in made for memory in queue):
                return [made[memory] for memory in queue]

    def to_cram(self, count: int) -> list[Item]:
        """Some items whatever the day: what is due next comes first."""
        from nkquiz.schedule import due_day, spread_siblings

        states = self._states()
        met = sorted(
            (memory for memory in self._makers if memory in states),
            key=lambda memory: due_day(memory, states[memory], self._retention),
        )
        waiting = [*met, *(memory for memory in self._makers if memory not in states)]
        made: dict[str, Item] = {}
        while waiting and len(made) < count:
            some = waiting[: count - len(made)]
            waiting = waiting[len(some) :]
            made.update(self._made(some, states))
        return [made[memory] for memory in spread_siblings(tuple(made))]

    def _made(self, memories: Iterable[str], states: Mapping[str, State]) -> dict[str, Item]:
        """Each memory's item; one that has none is forgotten about."""
        from nkquiz.quiz import item_for

        made = {}
        for memory in memories:
            times_shown = states[memory].reviews if memory in states else 0
            item = item_for(self._making, memory, self._makers[memory], times_shown)
            if item is None:
                del self._makers[memory]
            else:
                made[memory] = item
        return made

    # -- playing --------------------------------------------------------------------------

    def play(self, items: Sequence[Item], *, cram: bool, flip: bool) -> None:
        """Ask these; each answer is kept before its verdict is shown."""
        from nkquiz import terminal
        from nkquiz.session import Session

        journal = playing.StoreJournal(self._store, self._deck.id, self._retention)
        agreed = playing.agreed(self._store, self._makers)
        seed = self._today.toordinal()  # another order of the options each day
        session = Session(self._deck, items, seed, journal, agreed, cram=cram)
        play = terminal.flip if flip else terminal.play
        play(session, self._deck.title, "Cram" if cram else "Review")

    # -- what is to come ------------------------------------------------------------------

    def show_outlook(self) -> None:
        """Say what is left for today and when something is due next."""
        margin = "  " if sys.stdout.isatty() else ""  # a session in a terminal has one
        for line in self._outlook():
            click.echo(margin + line)

    def _outlook(self) -> Iterator[str]:
        agenda, today = self._agenda(), self._today
        left = [f"{len(agenda.due)} due"] if agenda.due else []
        left += [f"{len(agenda.new)} new"] if agenda.new else []
        if left:
            yield f"Left for today: {' and '.join(left)}."
            return
        said = "Nothing is due today."
        if agenda.next_due is not None:
            ahead = (agenda.next_due - today).days
            said += f" Next: {self._load(ahead + 1)[ahead]} {_day(agenda.next_due, today)}."
        yield said
        if agenda.waiting:
            yield f"{agenda.waiting} new things wait for another day. To get more today: --new"

    def show_forecast(self) -> None:
        """The load of the coming days, of what has been met."""
        from nkquiz.cli.stats import bars

        agenda = self._agenda()
        for line in bars(self._load(_FORECAST), self._today):
            click.echo(line)
        if agenda.new or agenda.waiting:
            unmet = common.count(len(agenda.new) + agenda.waiting, "new thing")
            click.echo(f"  and {unmet}, {len(agenda.new)} of them today")

    def _load(self, days: int) -> tuple[int, ...]:
        from nkquiz.schedule import forecast

        return forecast(self._states(), self._today, days, self._retention)


def _day(day: date, today: date) -> str:
    ahead = (day - today).days
    return "tomorrow" if ahead == 1 else f"in {ahead} days, on {day:%A} {day.isoformat()}"
