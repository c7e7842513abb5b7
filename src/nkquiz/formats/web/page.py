"""The page put together: its shell, style and script, what it may load, the list and the data.

The parts are files beside this one. Nothing may load from anywhere: the policy names the hash of
each style and script, and data alone may be embedded.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from nkquiz.formats.web.text import as_json
from nkquiz.output import UNSEALED, sealed
from nkquiz.sheet.wording import direction

_COMMENTS = ("//", "/**", "/* ")

_ABOUT = {
    "practice": "Questions to read; each has its answer under it. With JavaScript this page is a quiz.",
    "exam": "Questions to read. With JavaScript this page is a quiz.",
}


@cache
def part(name: str) -> str:
    """A file of this package without what no browser needs: indentation, comments on their lines,
    line ends inside of braces.
    """
    text = files(__package__).joinpath(name).read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    code = "\n".join(line for line in lines if line and not line.startswith(_COMMENTS))
    return code.replace("{\n", "{").replace("\n}", "}")


def scorer(languages: Mapping[str, Mapping[str, Any]]) -> str:
    """What judges. Typed answers take rules of their own, half of the page's script; and so do
    values of sorts that bring a grammar. `languages` are those of typed answers, by code.
    """
    names = ["score.js"]
    if languages:
        names.append("typed.js")
    if any("grammars" in language for language in languages.values()):
        names.append("measures.js")
    return "\n".join(map(part, names))


def build(data: dict[str, Any], items: str) -> str:
    """The page of some data and the list of its items."""
    style, early = part("quiz.css"), part("early.js")
    code = f"{scorer(data['languages'])}\n{part('quiz.js')}"
    page = Template(part("page.html")).substitute(
        policy=_policy((style,), (early, code)),
        mark=UNSEALED.decode(),
        title=escape(data["title"]),
        language=escape(data["language"]),
        direction=direction(data["language"]),
        style=style,
        early=early,
        script=code,
        about=_ABOUT[data["mode"]],
        items=items,
        data=as_json(data),
    )
    return sealed(page.encode(), b'<meta name="generator" content="').decode()


def _policy(styles: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    rules = (
        "default-src 'none'",
        f"style-src {' '.join(map(_hash, styles))}",
        f"script-src {' '.join(map(_hash, scripts))}",
        "img-src data:",
        "media-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _hash(content: str) -> str:
    digest = b64encode(sha256(content.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
