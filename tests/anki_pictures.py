"""Draws docs/anki-light.png and docs/anki-dark.png: cards of the deck that ships, in the real Anki.

`xvfb-run python tests/anki_pictures.py` draws them anew, where `aqt[qt]` is installed beside
nkquiz; no test compares pixels. With a folder it draws each kind of card into that instead,
light and dark, wide and narrow, to be looked at.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aqt
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
from aqt.profiles import ProfileManager
from aqt.qt import QColor, QPainter, QPixmap
from aqt.theme import Theme

from nkquiz.formats import apkg
from nkquiz.loader import load
from nkquiz.quiz import arrange, generate
from nkquiz.registry import NAMES

ROOT = Path(__file__).parent.parent
DECK = ROOT / "decks" / "north-korean-diplomats.yaml"
NARROW, WIDE, HEIGHT = 420, 1000, 900
THEMES = {"light": (Theme.LIGHT, "#dadde6"), "dark": (Theme.DARK, "#12141a")}
_MARGIN = 14
#: What the README shows: a choice that is tapped wrongly, and a matching.
_CHOICE, _TAPPED = "ri-turning-point/Mexico/multiple-choice", "Panama"


@dataclass
class Window:
    """The running Anki."""

    app: Any
    main: Any

    def wait(self, until: Callable[[], object], seconds: float) -> None:
        """Let Anki work until something is so, at most for some seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            self.app.processEvents()
            time.sleep(0.01)

    def settle(self) -> None:
        self.wait(lambda: False, 0.6)

    def run(self, script: str) -> None:
        self.main.reviewer.web.eval(script)
        self.settle()

    def look(self, theme: str, width: int) -> None:
        self.main.set_theme(THEMES[theme][0])
        self.main.resize(width, HEIGHT)

    def sides(self, card_id: int, tapped: str = "") -> tuple[QPixmap, QPixmap]:
        """The two sides of a card; on the front an option is tapped, if one is named."""
        reviewer = self.main.reviewer
        reviewer.card = self.main.col.get_card(card_id)
        reviewer.card.start_timer()
        reviewer._showQuestion()
        self.settle()
        self.main.toolbarWeb.hide()
        self.main.bottomWeb.hide()
        self.settle()
        front = reviewer.web.grab()
        if tapped:
            self.run(
                "Array.from(document.querySelectorAll('.options li'))"
                f".find(item => item.textContent === {json.dumps(tapped)}).click()"
            )
        else:
            reviewer._showAnswer()
        self.settle()
        self.run("document.activeElement.blur()")  # a caret blinks
        return front, reviewer.web.grab()


@contextmanager
def running(folder: Path) -> Iterator[Window]:
    """Anki with a profile of its own, in review."""
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox --disable-gpu"
    os.environ["ANKI_SINGLE_INSTANCE_KEY"] = str(os.getpid())
    profiles = ProfileManager(folder)
    profiles.setupMeta()
    profiles.setLang("en_US")
    profiles.create("nkquiz")
    profiles.meta["firstRun"] = False
    profiles.load("nkquiz")
    profiles.save()
    profiles.db.close()
    app = aqt._run(["anki", "-b", str(folder), "-p", "nkquiz"], exec=False)
    window = Window(app, aqt.mw)
    window.wait(lambda: window.main.col, 60)
    yield window


def import_deck(window: Window, folder: Path) -> dict[str, int]:
    """The first card of each note, by what the note practises; Anki reviews its deck then."""
    deck, _ = load(DECK)
    items, _ = generate(deck, NAMES)
    package = folder / "deck.apkg"
    apkg.write(deck, arrange(items), package, datetime.now(UTC))
    request = ImportAnkiPackageRequest(
        package_path=str(package), options=ImportAnkiPackageOptions()
    )
    col = window.main.col
    col.import_anki_package(request)
    cards = [col.get_card(id_) for id_ in col.find_cards("")]
    col.decks.select(cards[0].did)
    window.main.moveToState("review")
    window.settle()
    reviewer = window.main.reviewer
    reviewer._remaining = reviewer._showEaseButtons = lambda: ""  # cards come out of turn
    return {card.note()["Id"]: card.id for card in reversed(cards)}


def side_by_side(sides: tuple[QPixmap, QPixmap], colour: str) -> QPixmap:
    """Both sides on a ground, as high as what is on them."""
    height = max(map(_used, sides))
    picture = QPixmap(2 * NARROW + 3 * _MARGIN, height + 2 * _MARGIN)
    picture.fill(QColor(colour))
    painter = QPainter(picture)
    for number, side in enumerate(sides):
        place = _MARGIN + number * (NARROW + _MARGIN)
        painter.drawPixmap(place, _MARGIN, side, 0, 0, NARROW, height)
    painter.end()
    return picture


def _used(side: QPixmap) -> int:
    """The height down to the last row that is not of one colour, and some air."""
    image = side.toImage()
    ground = image.pixel(0, 0)
    columns = range(0, image.width(), 2)
    rows = (y for y in range(image.height()) if any(image.pixel(x, y) != ground for x in columns))
    return min(max(rows, default=0) + 34, int(image.height()))


def draw_readme(window: Window, cards: dict[str, int]) -> None:
    matching = next(id_ for id_ in cards if id_.endswith("/matching"))
    for theme, note, tapped in (("light", _CHOICE, _TAPPED), ("dark", matching, "")):
        window.look(theme, NARROW)
        card = next(cards[id_] for id_ in cards if id_.endswith(note))
        picture = side_by_side(window.sides(card, tapped), THEMES[theme][1])
        picture.save(str(ROOT / "docs" / f"anki-{theme}.png"), "PNG", 0)  # packed most tightly


def draw_all(window: Window, cards: dict[str, int], folder: Path) -> None:
    """A card of each kind, four times."""
    kinds = {id_.rpartition("/")[2] if id_.endswith(NAMES) else "cloze": id_ for id_ in cards}
    for theme in THEMES:
        for width in (NARROW, WIDE):
            window.look(theme, width)
            for kind, id_ in kinds.items():
                for side, shot in zip(("front", "back"), window.sides(cards[id_]), strict=True):
                    shot.save(str(folder / f"{kind}-{theme}-{width}-{side}.png"))


def main() -> None:
    with TemporaryDirectory() as name, running(Path(name)) as window:
        cards = import_deck(window, Path(name))
        if len(sys.argv) > 1:
            draw_all(window, cards, Path(sys.argv[1]))
        else:
            draw_readme(window, cards)
        window.main.unloadProfile(lambda: None)
    sys.stdout.flush()
    os._exit(0)  # Qt's own end crashes now and then


if __name__ == "__main__":
    main()
