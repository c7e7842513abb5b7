"""A session in a terminal: question, response, verdict, and straight on to the next question.

Owns the order of what is shown and read. How it looks is the screen's, what keys mean the
keyboard's.
"""

from __future__ import annotations

import shutil
from typing import Protocol

from rich.console import Console, RenderableType
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from nkquiz.item import Choose, Item, Match, Order
from nkquiz.session import Session
from nkquiz.terminal import screen
from nkquiz.terminal.choices import arranged, letter, letters
from nkquiz.terminal.feedback import feedback
from nkquiz.terminal.glyphs import Glyphs, glyphs_for
from nkquiz.terminal.keyboard import LINES, Command, Keyboard
from nkquiz.values import same

_ERASE_LINE = Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2))


class Keys(Protocol):
    """What a dialogue asks of a keyboard."""

    prompt: str
    leaves_lines: bool

    def key(self, choice: Choose) -> str | Command: ...

    def line(self, placeholder: str) -> str: ...


def converse(session: Session, title: str) -> None:
    """Play a session in the terminal of this process."""
    console = Console(highlight=False, markup=False, emoji=False)
    glyphs = glyphs_for(console.encoding)
    Dialogue(session, console, Keyboard(f"  {glyphs.prompt} "), glyphs).play(title)


class Dialogue:
    """A session, where it is shown, and where responses come from."""

    def __init__(self, session: Session, console: Console, keys: Keys, glyphs: Glyphs) -> None:
        self._session = session
        self._console = console
        self._keys = keys
        self._glyphs = glyphs

    def play(self, title: str) -> None:
        """Play until all is done or the learner ends it; then, and after Ctrl-C, the summary."""
        self._show(screen.title(title, len(self._session.items)))
        try:
            self._ask_all()
        except KeyboardInterrupt:
            self._take_back_line()
            self._show_ending()
            raise
        self._show_ending()

    def _ask_all(self) -> None:
        session = self._session
        while (item := session.current) is not None:
            self._show(screen.question(session, item, self._glyphs, self._width()))
            response = self._response(item)
            if response is None:
                return
            result = session.submit(response)
            said = feedback(session.deck, item, result, response)
            self._show(screen.verdict(said, self._glyphs))

    def _response(self, item: Item) -> str | None:
        """What the learner answers, hints shown before; None to end."""
        while True:
            match item.interaction:
                case Choose() as choice:
                    said = self._key(choice)
                case Match() | Order() as parts:
                    said = self._arrangement(item, parts)
                case _:
                    said = self._line(item, "type the answer", "type")
            if said is Command.END:
                return None
            if said is not Command.HINT:
                return said
            self._show(screen.hint_line(item))

    def _key(self, choice: Choose) -> str | Command:
        names = letters(choice)
        between = self._glyphs.dash if len(names) > 2 else "/"
        keys = f"{names[0]}{between}{names[-1]}"
        footer = self._footer(
            (keys + " choose", "? hint", "Enter don't know", "q end"),
            (keys, "? hint", "Enter pass", "q end"),
        )
        self._console.print(
            Text(self._keys.prompt, style="bold cyan").append(footer, style="not bold dim default"),
            end="",
            no_wrap=True,
            overflow="crop",
        )
        said = self._keys.key(choice)
        self._take_back_line()
        if isinstance(said, str):
            places = [option.text for option in choice.options]
            name = names[places.index(said)] if said else ""
            self._show(screen.response_line(said, name, self._glyphs))
        return said

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
        footer = self._footer(
            (how, "? hint", "Enter don't know", ":q end"),
            (short, "? hint", "Enter pass", ":q end"),
            ("? hint", "Enter pass", ":q end"),
        )
        try:
            said = self._keys.line(footer).strip()
        except EOFError:
            return Command.END
        if said in LINES and not any(same(said, name) for name in item.answers):
            return LINES[said]
        if not self._keys.leaves_lines:
            self._show(screen.response_line(said, "", self._glyphs))
        return said

    def _footer(self, *wordings: tuple[str, ...]) -> str:
        """What the keys do, in the longest wording that fits beside the prompt."""
        lines = (f" {self._glyphs.dot} ".join(said) for said in wordings)
        return screen.footer(lines, self._width() - len(self._keys.prompt) - 1)

    def _take_back_line(self) -> None:
        """Remove the line of keys, where the terminal can; else leave it and begin another."""
        if self._console.is_dumb_terminal:
            self._console.print()
        else:
            self._console.control(_ERASE_LINE)

    def _show(self, what: RenderableType) -> None:
        self._console.print(what, width=self._width())

    def _show_ending(self) -> None:
        self._show(screen.ending(self._session, self._glyphs, self._width()))

    def _width(self) -> int:
        """How wide to print, asked anew each time: windows change."""
        return min(shutil.get_terminal_size().columns, self._console.width, screen.WIDEST)
