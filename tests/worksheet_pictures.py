"""The README's pictures of a worksheet, from the pages themselves: needs poppler.

`python tests/worksheet_pictures.py` writes them anew.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from nkquiz import formats, loader, sheet
from nkquiz.registry import NAMES

ROOT = Path(__file__).parent.parent
DECK = ROOT / "decks" / "north-korean-diplomats.yaml"
#: What of a page is shown, in pixels: from the left, from the top, width, height.
CROP = ("-x", "40", "-y", "40", "-W", "664")
#: Name, what stands on the page, and how much of it is shown.
PICTURES = (("worksheet", "Version A", "585"), ("worksheet-key", "Key to version D", "585"))


def draw(folder: Path) -> None:
    """Write both pictures into a folder: the upper part of a page, in greys."""
    deck, _ = loader.load(DECK)
    items = sheet.choose(deck, 11, seed=3, kinds=NAMES)
    with tempfile.TemporaryDirectory() as aside:
        pdf = Path(aside) / "sheet.pdf"
        report = formats.worksheet(deck, items, sheet.Settings(versions=4, decoys=3), pdf)
        assert report.was_written, report.problems
        said = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
        pages = said.stdout.split("\f")
        for name, words, height in PICTURES:
            number = str(next(n for n, page in enumerate(pages, 1) if words in page))
            command = ["pdftoppm", "-png", "-gray", "-singlefile", "-r", "90", "-f", number]
            subprocess.run([*command, *CROP, "-H", height, pdf, folder / name], check=True)


if __name__ == "__main__":
    draw(ROOT / "docs")
