"""The command line: one file a command, each loaded when it is called.

The clock, the seed and the exit status are set here and nowhere below: 0 done, 1 errors in the
input, 2 wrong usage, 3 store, disk or output failed, 130 interrupted (129 and 143 by SIGHUP and
SIGTERM), 141 closed stdout.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from nkquiz import __version__
from nkquiz.cli import streams
from nkquiz.cli.signals import left_in_order

#: Each command, and the first line of its help: listing them must not load them.
COMMANDS = {
    "quiz": "Play a scored session.",
    "review": "Review what is due.",
    "items": "List the items that a file gives.",
    "check": "Show problems and item-writing warnings.",
    "anki": "Write an Anki package.",
    "worksheet": "Write a worksheet with a key: PDF, Word, HTML or Markdown.",
    "web": "Write a quiz in one HTML file.",
    "new": "Write an example file with comments to start from.",
    "ids": "Add missing ids to a file.",
    "schema": "Print the JSON Schema of fact files, for editors.",
    "stats": "Show your progress, or how well the items work.",
    "disputes": "List answers that you said should count; add them to the file.",
    "store": "Move, merge, check or repair your progress.",
}


class Failed(Exception):
    """Ends the command with an exit status; what there is to say has been said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Commands(click.Group):
    """The commands, each imported from the module of its name when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"nkquiz.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: nkquiz quiz decks/rivers.yaml",
)
@click.version_option(__version__, prog_name="nkquiz")
def cli() -> None:
    """Write each fact once, as a sentence; get quizzes, Anki decks and worksheets from it."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    closed = sys.stdout is None
    streams.prepare()
    with left_in_order():
        status = _flushed(_run(arguments))
    if lost := streams.what_was_lost():
        click.echo(f"nkquiz: {lost}", err=True)
    return 141 if closed and status == 0 else status


def _run(arguments: Sequence[str] | None) -> int:
    try:
        status = cli.main(arguments, prog_name="nkquiz", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except Failed as failed:
        return failed.status
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        _close_output()
        return 141
    except SystemExit as left:
        # Where the output was closed click leaves with 1, and puts this in the place of stdout.
        if type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):
            return 141
        return left.code if isinstance(left.code, int) else 0
    except OSError as error:
        return _failed(error)


def _flushed(status: int) -> int:
    """Write what is left for stdout; the status of the command, or of that where it fails."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close_output()
        return 141
    except OSError as error:
        _close_output()
        return status if status == 3 else _failed(error)
    return status


def _failed(error: OSError) -> int:
    click.echo(f"nkquiz: {_failure(error)}", err=True)
    return 3


def _failure(error: OSError) -> str:
    """What failed; of a file in a folder that isn't there, that it is the folder that is missing."""
    from pathlib import Path  # an eighth of the start, and not needed to start

    from nkquiz.atomic import NO_ROOM

    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    if not name and error.errno in NO_ROOM:
        name = "stdout"  # whatever else is written says which file it is
    folder = Path(name).parent
    if isinstance(error, FileNotFoundError) and name and not folder.is_dir():
        return f"the folder {folder} doesn't exist: create it first, or choose another"
    return f"{name}: {error.strerror}" if name and error.strerror else str(error.strerror or error)


def _close_output() -> None:
    """Point stdout elsewhere, so that the interpreter's last flush doesn't fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
