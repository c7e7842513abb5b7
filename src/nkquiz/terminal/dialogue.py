"""A session in a terminal: question, response, verdict, and straight on to the next question.

Owns the order of what is shown and read. How it looks is the screen's, what keys mean the
keyboard's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from rich.console import Console, RenderableType
from rich.text import Text

from nkquiz.item import Choose, Item, Judge, Match, Order, Type
from nkquiz.schedule import Rating
from nkquiz.scoring import Result, Verdict
from nkquiz.session import Session
from nkquiz.store import StoreFailed
from nkquiz.terminal import screen
from nkquiz.terminal.choices import arranged, letter, letters
from nkquiz.terminal.feedback import feedback, shown
from nkquiz.terminal.glyphs import Glyphs, glyphs_for
from nkquiz.terminal.keyboard import Command, Keyboard, command
from nkquiz.terminal.window import Window

#: What to say where a second thought comes to nothing.
_NOTHING = {
    Command.UNDO: "there is no answer to take back",
    Command.OBJECT: "there is no verdict to object to",
    Command.GUESS: "there is no right answer to have guessed",
}

_T = TypeVar("_T")

#: What the keys mean before an answer is shown, after it, and after the last question.
_THINKING = {
    "\r": Command.SHOW,
    " ": Command.SHOW,
    "?": Command.HINT,
    "u": Command.UNDO,
    "q": Command.END,
}
_GRADING: dict[str, Rating | Command] = {
    "1": Rating.AGAIN,
    "2": Rating.HARD,
    "3": Rating.GOOD,
    "4": Rating.EASY,
    "\r": Rating.GOOD,
    " ": Rating.GOOD,
    "u": Command.UNDO,
    "q": Command.END,
}
_ENDING = {
    "\r": Command.END,
    "q": Command.END,
    "!": Command.OBJECT,
    "g": Command.GUESS,
    "u": Command.UNDO,
}


class Keys(Protocol):
    """What a dialogue asks of a keyboard."""

    prompt: str
    leaves_lines: bool

    def key(self, choice: Choose | Judge, adapt: Callable[[], None]) -> str | Command: ...

    def press(self, keys: Mapping[str, _T], adapt: Callable[[], None]) -> _T | None: ...

    def line(self, placeholder: Callable[[], str | None], adapt: Callable[[str], None]) -> str: ...


def converse(session: Session, title: str) -> None:
    """Play a session in the terminal of this process."""
    _here(session).play(title)


def converse_flipping(session: Session, title: str) -> None:
    """Play it without typing: the learner sees each answer, and grades it."""
    _here(session).flip(title)


def _here(session: Session) -> Dialogue:
    console = Console(highlight=False, markup=False, emoji=False)
    glyphs = glyphs_for(console.encoding)
    return Dialogue(session, console, Keyboard(f"  {glyphs.prompt} "), glyphs)


class Dialogue:
    """A session, where it is shown, and where responses come from."""

    def __init__(self, session: Session, console: Console, keys: Keys, glyphs: Glyphs) -> None:
        self._session = session
        self._window = Window(console)
        self._keys = keys
        self._glyphs = glyphs
        self._hinted = False

    def play(self, title: str) -> None:
        """Play until all is done or the learner ends it; then, and after Ctrl-C, the summary."""
        self._play(title, self._response)

    def flip(self, title: str) -> None:
        """As `play`, without typing: think, see the answer, grade it."""
        self._play(title, self._own_grade)

    def _play(self, title: str, turn: Callable[[Item], str | Rating | Command]) -> None:
        self._show(screen.title(title, len(self._session.items)))
        try:
            self._ask_all(turn)
        except KeyboardInterrupt:
            self._window.take_back_prompt()
            self._show_ending()
            raise
        except StoreFailed:
            self._show_ending()
            raise
        self._show_ending()

    def _ask_all(self, turn: Callable[[Item], str | Rating | Command]) -> None:
        asked: Item | None = None  # the question on the screen
        while True:
            item = self._session.current
            if item is not None and item is not asked:
                self._window.ask(partial(screen.question, self._session, item, self._glyphs))
            asked = item
            said = turn(item) if item is not None else self._last_word()
            if said is Command.END:
                return
            if isinstance(said, Command):
                answers = len(self._session.attempts)
                self._think_again(said)
                asked = asked if len(self._session.attempts) == answers else None
            elif item is not None:
                self._judge(item, said)
                asked = item if self._session.prompted else None

    def _judge(self, item: Item, said: str | Rating) -> None:
        """Keep the answer, and only then show what it is worth."""
        session = self._session
        if isinstance(said, Rating):
            session.grade(said, hinted=self._hinted)
            self._show(screen.grade_line(said, self._glyphs))
        else:
            result = session.propose(said, hinted=self._hinted)
            told = feedback(session.deck, item, result, said)
            show = screen.once_more if session.prompted else screen.verdict
            self._show(show(told, self._glyphs))
        self._hinted = False

    # -- second thoughts ------------------------------------------------------------------

    def _think_again(self, what: Command) -> None:
        """Take back or change the last answer, if that can be."""
        session = self._session
        if what is Command.UNDO and session.last is not None:
            taken = session.undo()
            self._hinted = taken.hinted
            said = shown(taken.response)
            what_was = f'"{said}"' if said else "the last answer"
            self._show(screen.note_line(f"{what_was} is taken back"))
        elif what is Command.OBJECT and session.may_object:
            session.object()
            note = f"counts, as you say: {shown(session.attempts[-1].response)}"
            self._show(screen.last_answer_line(note, self._glyphs))
        elif what is Command.GUESS and session.may_be_guessed:
            session.guess()
            note = "noted as a guess: it comes back sooner"
            self._show(screen.last_answer_line(note, self._glyphs))
        else:
            self._show(screen.note_line(_NOTHING[what]))

    def _last_word(self) -> Command:
        """All is answered: the last answer may still be changed."""
        if self._session.last is None:
            return Command.END
        words = ("Enter finish", *self._changes(""))
        return self._press(_ENDING, words) or Command.END

    def _changes(self, sign: str) -> tuple[str, ...]:
        """What can be done about the last answer, in a footer; letters get a sign before them."""
        session = self._session
        last = session.last
        chose = last is not None and isinstance(last.item.interaction, Choose | Judge)
        return (
            *(["! mine counts"] if session.may_object else []),
            *([f"{sign}g I guessed"] if chose and session.may_be_guessed else []),
            *([f"{sign}u undo"] if last is not None else []),
        )

    # -- responses ------------------------------------------------------------------------

    def _response(self, item: Item) -> str | Command:
        """What the learner answers, hints shown before."""
        while (said := self._read(item)) is Command.HINT:
            self._hint(item)
        return said

    def _read(self, item: Item) -> str | Command:
        match item.interaction:
            case Choose() | Judge() as choice:
                return self._key(choice)
            case Match() | Order() as parts:
                return self._arrangement(item, parts)
            case Type():
                return self._line(item, "type the answer", "type")

    def _hint(self, item: Item) -> None:
        self._hinted = True
        self._show(screen.hint_line(item))

    def _key(self, choice: Choose | Judge) -> str | Command:
        names = letters(choice)
        between = self._glyphs.dash if len(names) > 2 else "/"
        keys = f"{names[0]}{between}{names[-1]}"
        changes = self._changes("")
        self._prompt(
            (keys + " choose", "? hint", "Enter don't know", *changes, "q end"),
            (keys, "? hint", "Enter pass", *changes, "q end"),
            (keys, "? hint", "Enter pass", "q end"),
            (keys, "q end"),
        )
        said = self._seen(lambda: self._keys.key(choice, self._window.adapt))
        self._window.take_back_prompt()
        if isinstance(said, str):
            places = [option.text for option in choice.options]
            name = names[places.index(said)] if said else ""
            self._show(screen.response_line(said, name, self._glyphs))
        return said

    def _own_grade(self, item: Item) -> Rating | Command:
        """What the learner thinks of their own answer, once they have seen the right one."""
        words = ("Enter show the answer", "? hint", *self._changes(""), "q end")
        while (said := self._press(_THINKING, words)) is Command.HINT:
            self._hint(item)
        if said is not Command.SHOW:
            return said or Command.END
        session = self._session
        wanted = feedback(session.deck, item, Result(Verdict.CORRECT, 1, 1))
        self._show(screen.reveal(wanted))
        grades = ("1 again", "2 hard", "3 good", "4 easy", *self._changes(""), "q end")
        keys = dict(_GRADING)
        if session.last is None:
            del keys["u"]  # it would only hide the answer again
        return self._press(keys, grades) or Command.END

    def _press(self, keys: Mapping[str, _T], words: tuple[str, ...]) -> _T | None:
        """One of these keys, each with its meaning."""
        self._prompt(words, words[:1])
        said = self._seen(lambda: self._keys.press(keys, self._window.adapt))
        self._window.take_back_prompt()
        return said

    def _seen(self, read: Callable[[], _T]) -> _T:
        """What a key means, passed over while the window is too narrow for the question."""
        while True:
            said = read()
            if said is None or said is Command.END or not self._window.is_too_narrow:
                return said

    def _prompt(self, *wordings: tuple[str, ...]) -> None:
        """The prompt for a key, and what the keys do."""

        def line(width: int) -> Text:
            footer = self._footer(width, *wordings)
            prompt = Text(self._keys.prompt, style="bold cyan")
            return prompt.append(footer, style="not bold dim default")

        self._window.prompt(line)

    def _arrangement(self, item: Item, parts: Match | Order) -> str | Command:
        """Pairs or an order. What is neither costs nothing: it is asked for again."""
        count, last = len(item.answers), letter(len(item.answers) - 1)
        how = f"letters in the order of 1{self._glyphs.dash}{count}, or pairs like 1b 2a"
        short = f"letters for 1{self._glyphs.dash}{count}"
        if isinstance(parts, Order):
            how = f"all letters a{self._glyphs.dash}{last} in the right order"
            short = f"a{self._glyphs.dash}{last} in order"
        while True:
            said = self._line(item, how, short)
            if isinstance(said, Command) or not said:
                return said
            meant = arranged(parts, said)
            if meant is not None:
                return meant
            self._show(screen.note_line(f"please answer with {how}"))

    def _line(self, item: Item, how: str, short: str) -> str | Command:
        changes = self._changes(":")
        wordings = (
            (how, "? hint", "Enter don't know", *changes, ":q end"),
            (short, "? hint", "Enter don't know", *changes, ":q end"),
            (short, "? hint", "Enter pass", *changes, ":q end"),
            (short, "? hint", "Enter pass", ":q end"),
            ("? hint", "Enter pass", ":q end"),
            ("? hint", ":q end"),
        )
        window = self._window

        def footer() -> str | None:
            return None if window.is_too_narrow else self._footer(window.width, *wordings)

        said = self._seen(lambda: self._typed(item, footer))
        if isinstance(said, str) and not self._keys.leaves_lines:
            self._show(screen.response_line(said, "", self._glyphs))
        return said

    def _typed(self, item: Item, footer: Callable[[], str | None]) -> str | Command:
        """A line, or what it means besides an answer."""
        try:
            said = self._keys.line(footer, self._window.adapt).strip()
        except EOFError:
            return Command.END
        return command(said, item.answers) or said

    def _footer(self, width: int, *wordings: tuple[str, ...]) -> str:
        """What the keys do, in the longest wording that fits beside the prompt."""
        lines = (f" {self._glyphs.dot} ".join(said) for said in wordings)
        return screen.footer(lines, width - len(self._keys.prompt) - 1)

    def _show(self, what: RenderableType) -> None:
        self._window.show(lambda _: what)

    def _show_ending(self) -> None:
        self._window.close(partial(screen.ending, self._session, self._glyphs))
