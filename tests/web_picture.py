"""Draws docs/web.png: three screens of a phone, side by side, from the deck that ships.

`python tests/web_picture.py` draws it anew; no test compares pixels.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from nkquiz.loader import load
from nkquiz.quiz import plan
from web_quiz import Visit, chromium, visit, write_page

ROOT = Path(__file__).parent.parent
DECK = ROOT / "decks" / "countries.yaml"
SIZE = (360, 740)
COUNT = 6


def screens(browser: Browser, folder: Path) -> list[bytes]:
    deck, _ = load(str(DECK))
    items = plan(deck, COUNT, 5, ("multiple-choice", "short-answer", "matching"))
    path = write_page(folder, deck, items)
    shots: list[bytes] = []
    for scheme in ("light", "dark"):
        with visit(browser, path, SIZE, color_scheme=scheme) as at:
            found = dict.fromkeys(("choice", "typed", "results"), b"")
            for number in range(len(items)):
                kind = answer(at, number)
                at.check()
                if kind in found:
                    at.page.evaluate("scrollTo(0, 0)")
                    found[kind] = at.page.screenshot()
                at.next()
            found["results"] = at.page.screenshot()
            shots += [found["choice"], found["typed"]] if scheme == "light" else [found["results"]]
    return shots


def answer(at: Visit, number: int) -> str:
    """Answer what is asked, rightly but for one choice; what it was."""
    asked = at.page.evaluate("data.items[state.round[state.at]]")
    if "choose" in asked:
        wrong = (asked["choose"]["key"] + (number == 0)) % len(asked["choose"]["options"])
        at.page.locator(f"input[value='{wrong}']").check()
        return "choice"
    if "type" in asked:
        at.page.fill("#typed", asked["type"]["accepted"][0].lower())
        return "typed"
    for select, key in zip(at.page.locator("select").all(), asked["match"]["key"], strict=True):
        select.select_option(str(key if number else 0))
    return "matching"


def side_by_side(browser: Browser, shots: list[bytes]) -> bytes:
    images = "".join(
        f'<img src="data:image/png;base64,{b64encode(shot).decode()}">' for shot in shots
    )
    style = (
        "body { margin: 0; padding: 16px; display: flex; gap: 16px; background: #e2e0da }"
        "img { border-radius: 18px; border: 1px solid #8a8780 }"
    )
    page = browser.new_page(viewport={"width": (SIZE[0] + 18) * 3 + 32, "height": SIZE[1] + 34})
    page.set_content(f"<style>{style}</style>{images}")
    return page.screenshot()


def main() -> None:
    with TemporaryDirectory() as folder, chromium() as browser:
        picture = side_by_side(browser, screens(browser, Path(folder)))
    (ROOT / "docs" / "web.png").write_bytes(picture)


if __name__ == "__main__":
    main()
