"""The pictures of the README, drawn by the program itself: `python tests/pictures.py`."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

from nkquiz import loader, quiz
from nkquiz.session import Session
from nkquiz.terminal import feedback, glyphs, screen

ROOT = Path(__file__).parent.parent
DECK = ROOT / "decks" / "north-korean-diplomats.yaml"


def quiz_picture() -> str:
    """A choice that is wrong and a typed answer that is right, as SVG."""
    deck, _ = loader.load(DECK)
    every, _ = quiz.generate(deck)
    wanted = (
        "ri-reasons/unfair work appraisal/multiple-choice",
        "fewer-arrivals/broker fees/cloze",
    )
    items = [item for name in wanted for item in every if item.id.endswith(name)]
    session = Session(deck, items, seed=4)
    console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True)
    signs = glyphs.UNICODE
    console.print(screen.title(deck.title, len(items)))
    for response, letter in (("growing private debts", "a"), ("Broker fees", "")):
        item = session.current
        assert item is not None
        console.print(screen.question(session, item, signs, 84))
        result = session.submit(response)
        console.print(screen.response_line(response, letter, signs))
        console.print(screen.verdict(feedback.feedback(deck, item, result), signs))
    return without_fonts(console.export_svg(title="nkquiz quiz decks/north-korean-diplomats.yaml"))


def without_fonts(svg: str) -> str:
    """Fonts that rich would fetch from the network; the viewer's own will do."""
    svg = re.sub(r"@font-face \{.*?\}\n", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code, monospace", "Fira Code, Menlo, Consolas, monospace")


if __name__ == "__main__":
    (ROOT / "docs" / "quiz.svg").write_text(quiz_picture(), encoding="utf-8")
