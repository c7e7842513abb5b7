"""Data as YAML text, on one line or on lines of its own.

Owns which texts need quotes. Knows nothing of files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

#: What a file says: texts, lists of data, data by key.
Data = Any

_PLAIN = re.compile(r"(?!0b)(?=.*[a-df])[0-9a-f]{12}|[^\W\d_](?:[\w '’.-]*[\w.’'])?")
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "y", "n", "null"])


def scalar(text: str) -> str:
    """A text as YAML: plain where no reader of YAML could take it for anything else."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(data: Data) -> str:
    """Data on one line, lists and mappings in brackets."""
    if isinstance(data, dict):
        return "{" + pairs(data) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(flow, data)) + "]"
    return scalar(data)


def pairs(data: Mapping[str, Data]) -> str:
    """What stands between the braces of a mapping."""
    return ", ".join(f"{scalar(key)}: {flow(value)}" for key, value in data.items())


def block_lines(data: Mapping[str, Data], indent: int) -> Iterator[str]:
    """Lines of `key: value`; a mapping stands in lines of its own, a list in brackets."""
    for key, value in data.items():
        head = f"{' ' * indent}{scalar(key)}:"
        if isinstance(value, dict):
            yield head
            yield from block_lines(value, indent + 2)
        else:
            yield f"{head} {flow(value)}"
