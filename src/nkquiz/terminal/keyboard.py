"""Where responses come from in a terminal: one key for a choice, one line for a typed answer.

Owns the keys and what they do. A further key is a line in `KEYS` and a command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

import click

from nkquiz.item import Choose
from nkquiz.terminal.choices import chosen

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession


class Command(Enum):
    """What a key may mean besides an answer."""

    HINT = "hint"
    END = "end"


#: Keys at a choice, and lines at a typed answer that are no answer (unless one is accepted).
KEYS = {"?": Command.HINT, "q": Command.END}
LINES = {"?": Command.HINT, ":q": Command.END, "q": Command.END}

#: What Ctrl-C sends in raw mode. Alone it raises KeyboardInterrupt in click already.
_INTERRUPT = "\x03"


def read_key(choice: Choose) -> str | Command:
    """The text of the option that a key chooses, "" for Enter, or a command.

    Keys that mean nothing here are passed over. Raises KeyboardInterrupt for Ctrl-C.
    """
    while True:
        try:
            keys = click.getchar()
        except EOFError:
            return Command.END
        if not keys:  # the terminal is gone
            return Command.END
        if _INTERRUPT in keys:
            raise KeyboardInterrupt
        meaning = _meaning(choice, keys)
        if meaning is not None:
            return meaning


def _meaning(choice: Choose, keys: str) -> str | Command | None:
    """What came at once is one key, a sequence (arrows), or keys pressed before their time: of
    these the first counts, since the others were meant for what nobody had seen."""
    if keys.startswith("\x1b"):
        return None
    key = keys[0]
    if key in "\r\n":
        return ""
    option = chosen(choice, key)
    return KEYS.get(key.lower()) if option is None else option


class Editor:
    """Typed lines with editing and wide characters; prompt_toolkit is loaded at the first."""

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self._session: PromptSession[str] | None = None

    def read(self, placeholder: str) -> str:
        """A line without its end; the prompt vanishes, for the caller to show what was typed.

        A `?` before all else is a line of its own. Raises EOFError for Ctrl-D on an empty line
        and KeyboardInterrupt for Ctrl-C.
        """
        if self._session is None:
            self._session = _prompt_session()
        shown: Any = [("class:placeholder", placeholder)]
        return self._session.prompt([("class:prompt", self._prompt)], placeholder=shown)


def _prompt_session() -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.history import DummyHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.styles import Style

    keys = KeyBindings()

    @keys.add("?", filter=Condition(lambda: not get_app().current_buffer.text))
    def _hint(event: KeyPressEvent) -> None:
        event.app.exit(result="?")

    style = Style.from_dict({"prompt": "bold ansicyan", "placeholder": "ansibrightblack"})
    return PromptSession(
        style=style,
        key_bindings=keys,
        history=DummyHistory(),
        erase_when_done=True,
        enable_suspend=True,
    )


def read_plain(prompt: str) -> str:
    """A line of a terminal that can't move its cursor. Raises EOFError at its end."""
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def line_reader(prompt: str) -> Callable[[str], str]:
    """How lines are read in this terminal: given what to say in an empty one, the line."""
    if os.environ.get("TERM") == "dumb":
        return lambda _: read_plain(prompt)
    return Editor(prompt).read
