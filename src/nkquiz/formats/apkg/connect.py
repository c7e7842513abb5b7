"""A package handed to a running Anki, through the add-on AnkiConnect.

Owns its protocol: a JSON object `{action, version, params}` is posted, `{result, error}` comes
back. Goes to this machine only, since the add-on reads the package from its disk.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

#: Where the add-on listens unless it is told otherwise, and the version of the protocol.
ADDRESS = "http://127.0.0.1:8765"
_VERSION = 6
#: Seconds to wait for a sign of life, and for the import of a large package.
_SHORT, _LONG = 5, 600


class Unreachable(Exception):
    """Nobody answers at the address, or not as the add-on does."""


class AnkiRefused(Exception):
    """The add-on answers that it can't do it: why, in its words."""


def is_address(url: str) -> bool:
    """Whether something could listen there: `http://` or `https://`, and a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half an IPv6 address, a port that is no number
        return False


def push(path: Path, address: str = ADDRESS, key: str = "") -> None:
    """Have a running Anki import the package at `path`, as its own import would.

    `key` is the add-on's `apiKey`, where one is set. Raises Unreachable or AnkiRefused, and ValueError
    for what is no address.
    """
    if not is_address(address):
        raise ValueError(f"no address: {address!r}")
    version = _call(address, key, _SHORT, "version", {})
    if not isinstance(version, int) or version < _VERSION:
        raise AnkiRefused(f"it has version {version}, but version {_VERSION} is needed: update it")
    if _call(address, key, _LONG, "importPackage", {"path": str(path.resolve())}) is not True:
        raise AnkiRefused("it could not import the package")


def _call(address: str, key: str, seconds: int, action: str, params: dict[str, str]) -> Any:
    request: dict[str, Any] = {"action": action, "version": _VERSION, "params": params}
    if key:
        request["key"] = key
    data = json.dumps(request).encode()
    headers = {"Content-Type": "application/json"}
    # No proxy: it would have to reach this very machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(
            urllib.request.Request(address, data, headers),  # noqa: S310 - checked by push
            timeout=seconds,
        ) as answer:
            reply = json.load(answer)
    except urllib.error.HTTPError as error:
        error.close()
        raise AnkiRefused(f"it answers {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable from error
    if not isinstance(reply, dict) or set(reply) != {"result", "error"}:
        raise Unreachable
    if reply["error"] is not None:
        raise AnkiRefused(str(reply["error"]))
    return reply["result"]
