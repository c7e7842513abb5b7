"""Where responses come from in a terminal: one key for a choice, one line for a typed answer.

Owns the keys and what they do. A further key is a line in `KEYS` and a command.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import Enum
from functools import partial
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from nkquiz.item import Choose, Judge
from nkquiz.terminal.choices import chosen
from nkquiz.terminal.lines import decoded

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession


class Command(Enum):
    """What a key may mean besides an answer."""

    HINT = "hint"
    END = "end"
    UNDO = "undo"
    OBJECT = "object"
    GUESS = "guess"
    SHOW = "show"


#: Keys at a choice.
KEYS = {
    "?": Command.HINT,
    "q": Command.END,
    "u": Command.UNDO,
    "!": Command.OBJECT,
    "g": Command.GUESS,
}

#: Lines at a typed answer that are none, unless one is accepted.
LINES = {"?": Command.HINT, "!": Command.OBJECT} | {f":{key}": KEYS[key] for key in KEYS}

#: Lines that could be a wrong answer where a right one is as short: a letter, a symbol.
_SHORT_LINES = {key: KEYS[key] for key in ("q", "u", "g")}
_SHORT = 2

#: What Ctrl-C sends in raw mode. Alone it raises KeyboardInterrupt in click already.
_INTERRUPT = "\x03"
_SUSPEND = "\x1a"

_T = TypeVar("_T")


def command(line: str, accepted: Iterable[str]) -> Command | None:
    """What a line means besides an answer, where these answers are right."""
    names = tuple(accepted)
    if line.casefold() in (name.casefold() for name in names):
        return None
    if all(len(name) > _SHORT for name in names) and line in _SHORT_LINES:
        return _SHORT_LINES[line]
    return LINES.get(line)


def read_key(meaning: Callable[[str], _T | None], adapt: Callable[[], None]) -> _T | None:
    """What the next key means; none if the terminal is gone. `adapt` is called when the window's
    size may have changed.

    Keys that mean nothing here are passed over. Raises KeyboardInterrupt for Ctrl-C.
    """
    while True:
        try:
            with _resizes(adapt):
                keys = click.getchar()
        except EOFError:
            return None
        if not keys:  # the terminal is gone
            return None
        if _INTERRUPT in keys:
            raise KeyboardInterrupt
        if keys == _SUSPEND and sys.platform != "win32":
            os.kill(0, signal.SIGTSTP)
            continue
        # What came at once is one key, a sequence (arrows), or keys pressed before their time: of
        # these the first counts, since the others were meant for what nobody had seen.
        meant = None if keys.startswith("\x1b") else meaning(keys[0])
        if meant is not None:
            return meant


def at_choice(choice: Choose | Judge, key: str) -> str | Command | None:
    """The text of the option that a key chooses, "" for Enter, a command, or nothing."""
    if key in "\r\n":
        return ""
    option = chosen(choice, key)
    return KEYS.get(key.lower()) if option is None else option


class Keyboard:
    """The keys and lines of a terminal. `leaves_lines`: what is typed stays on the screen, since
    the terminal can't take it back; else it vanishes, for the caller to show it.
    """

    def __init__(self, prompt: str) -> None:
        self.prompt = prompt
        self.leaves_lines = os.environ.get("TERM") == "dumb"
        self._session: PromptSession[str] | None = None

    def key(self, choice: Choose | Judge, adapt: Callable[[], None]) -> str | Command:
        """What a key means at a choice. `adapt` is called when the window may have changed."""
        said = cast("str | Command | None", read_key(partial(at_choice, choice), adapt))
        return Command.END if said is None else said

    def press(self, keys: Mapping[str, _T], adapt: Callable[[], None]) -> _T | None:
        """What the first of these keys means; Enter is a carriage return. None if the terminal
        is gone. `adapt` is as for `key`.
        """
        return read_key(lambda key: keys.get("\r" if key == "\n" else key.lower()), adapt)

    def line(self, placeholder: Callable[[], str | None], adapt: Callable[[str], None]) -> str:
        """A line without its end; in an empty one stands the placeholder. None is for a window
        that has no room for a prompt. `adapt` is given the line up to the cursor.

        Raises EOFError for Ctrl-D on an empty line and KeyboardInterrupt for Ctrl-C.
        """
        if self.leaves_lines:
            with _resizes(lambda: adapt("")):
                return _plain_line("" if placeholder() is None else self.prompt)
        if self._session is None:
            self._session = _editor()
        buffer = self._session.default_buffer

        def before(_: object) -> None:
            adapt(self._prompt(placeholder()) + buffer.document.text_before_cursor)

        def prompt() -> Any:
            return [("class:prompt", self._prompt(placeholder()))]

        def shown() -> Any:
            return [("class:placeholder", placeholder() or "")]

        before_render = self._session.app.before_render
        before_render += before
        try:
            with _modes_kept():
                return self._session.prompt(prompt, placeholder=shown)
        finally:
            before_render -= before

    def _prompt(self, placeholder: str | None) -> str:
        return "" if placeholder is None else self.prompt


@contextmanager
def _resizes(adapt: Callable[[], None]) -> Iterator[None]:
    """Call this now, and whenever the window's size changes."""
    if sys.platform == "win32" or current_thread() is not main_thread():
        adapt()
        yield
        return

    def resized(*_: object) -> None:
        # Another resize waits, so that no drawing begins within a drawing.
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGWINCH})
        try:
            adapt()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)

    before = signal.signal(signal.SIGWINCH, resized)
    try:
        resized()
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)


@contextmanager
def _modes_kept() -> Iterator[None]:
    """Leave the terminal as it was: a signal may come just while the editor sets its modes."""
    if sys.platform == "win32":
        yield
        return
    import termios

    try:
        modes = termios.tcgetattr(sys.stdin)
    except termios.error:  # no terminal, or it is gone
        yield
        return
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(sys.stdin, termios.TCSANOW, modes)


def _plain_line(prompt: str) -> str:
    click.echo(prompt, nl=False)
    line = sys.stdin.buffer.readline()
    if not line:
        raise EOFError
    return decoded(line)


def _editor() -> PromptSession[str]:
    """A line with editing and wide characters. A `?` before all else needs no Enter."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.history import DummyHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import create_output
    from prompt_toolkit.output.vt100 import Vt100_Output
    from prompt_toolkit.styles import Style

    keys = KeyBindings()

    @keys.add("?", filter=Condition(lambda: not get_app().current_buffer.text))
    def _hint(event: KeyPressEvent) -> None:
        event.app.exit(result="?")

    output = create_output(sys.stdout)
    if isinstance(output, Vt100_Output):
        # One line needs no cursor position, and a terminal that can't report it gets a warning.
        output.enable_cpr = False
    return PromptSession(
        output=output,
        style=Style.from_dict({"prompt": "bold ansicyan", "placeholder": "italic ansibrightblack"}),
        key_bindings=keys,
        history=DummyHistory(),
        erase_when_done=True,
        enable_suspend=True,
    )
