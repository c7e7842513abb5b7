"""A command in a pseudo-terminal, played key by key."""

from __future__ import annotations

import os
import re
import sys
import termios
import time
from collections.abc import Mapping
from types import MappingProxyType

import pexpect

ENVIRONMENT = {
    **os.environ,
    "PYTHONUTF8": "1",
}


SEQUENCE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[()][A-Z0-9]|[=>78])")


def until_raw(child: pexpect.spawn[str]) -> None:
    """Wait until single keys are read: what is typed before is dropped."""
    while termios.tcgetattr(child.child_fd)[3] & termios.ICANON:
        assert child.isalive()
        time.sleep(0.01)


class Terminal:
    """`nkquiz quiz`, or another command, in a pseudo-terminal. `press` waits until a key would be
    read.
    """

    def __init__(
        self,
        *arguments: object,
        command: str = "quiz",
        width: int = 80,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._seen = ""
        self.child: pexpect.spawn[str] = pexpect.spawn(
            sys.executable,
            ["-m", "nkquiz", command, *map(str, arguments)],
            env={**ENVIRONMENT, **environment},
            encoding="utf-8",
            dimensions=(30, width),
            timeout=60,
        )
        self.child.delaybeforesend = None

    def see(self, pattern: str) -> str:
        """What is shown up to the pattern and with it."""
        self.child.expect(pattern)
        shown = f"{self.child.before}{self.child.after}"
        self._seen += shown
        return shown

    def press(self, keys: str) -> None:
        until_raw(self.child)
        self.child.send(keys)

    def finish(self) -> int:
        """Leave what is shown after the last answer."""
        self.see("Enter finish")
        self.press("\r")
        return self.end()

    def end(self) -> int:
        """The exit status; all that is left to read is read."""
        self.child.expect(pexpect.EOF)
        self._seen += self.child.before or ""
        self.child.close()
        if self.child.signalstatus:
            return -self.child.signalstatus
        assert self.child.exitstatus is not None
        return self.child.exitstatus

    @property
    def raw(self) -> str:
        return self._seen

    @property
    def plain(self) -> str:
        return SEQUENCE.sub("", self._seen)


def key_of(option: str, shown: str) -> str:
    found = re.search(rf"([a-e])  {option}", SEQUENCE.sub("", shown))
    assert found is not None
    return found[1]
