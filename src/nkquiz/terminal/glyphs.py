"""The symbols and colours of a terminal session: no symbol beyond ASCII where it can't be shown.

Colour is never alone: what it says, a word or a symbol says too.
"""

from __future__ import annotations

from dataclasses import dataclass

from nkquiz.scoring import Verdict


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Parts of the bar: right, missed, still open; what stands before a response and between
    words; a symbol for each verdict.
    """

    right: str
    missed: str
    open: str
    prompt: str
    dot: str
    dash: str
    verdicts: dict[Verdict, str]


UNICODE = Glyphs(
    right="━",
    missed="╍",
    open="─",
    prompt="›",
    dot="·",
    dash="–",
    verdicts={
        Verdict.CORRECT: "✓",
        Verdict.TYPO: "≈",
        Verdict.PARTIAL: "◐",
        Verdict.PROMPT: "…",
        Verdict.CONFUSED: "≠",
        Verdict.WRONG: "✗",
    },
)

ASCII = Glyphs(
    right="#",
    missed="x",
    open="-",
    prompt=">",
    dot="|",
    dash="-",
    verdicts={
        Verdict.CORRECT: "+",
        Verdict.TYPO: "~",
        Verdict.PARTIAL: "/",
        Verdict.PROMPT: "?",
        Verdict.CONFUSED: "=",
        Verdict.WRONG: "x",
    },
)

#: Colours by what they say; the sixteen of every terminal, so that its own theme holds.
VERDICT_STYLES = {
    Verdict.CORRECT: "bold green",
    Verdict.TYPO: "bold yellow",
    Verdict.PARTIAL: "bold yellow",
    Verdict.PROMPT: "bold cyan",
    Verdict.CONFUSED: "bold magenta",
    Verdict.WRONG: "bold red",
}


def glyphs_for(encoding: str) -> Glyphs:
    """The symbols that an encoding can show."""
    every = "".join((UNICODE.right, UNICODE.missed, *UNICODE.verdicts.values(), UNICODE.prompt))
    try:
        every.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE
