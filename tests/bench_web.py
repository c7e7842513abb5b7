"""How soon a page of 1,000 questions can be answered, and how large it is: rows for `make bench`.

The peer is a bare page with the same list and no script. Each is opened anew in Chromium, and
counts as usable when its last script has run and a frame has been drawn.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from nkquiz.formats.web import page_of
from nkquiz.loader import load
from nkquiz.quiz import generate
from web_quiz import chromium

ROOT = Path(__file__).parent.parent
DECK = ROOT / "decks" / "two-worlds.yaml"
ITEMS = 1_000
RUNS = 9
INTERACTIVE = 2.0
TEXT = 1.2
SHELL = 60_000

_USABLE = """() => new Promise(done => requestAnimationFrame(() => setTimeout(
  () => done(performance.now()))))"""


def page(kinds: tuple[str, ...]) -> str:
    deck, _ = load(str(DECK))
    items = generate(deck, kinds)[0][:ITEMS]
    assert len(items) == ITEMS
    return page_of(deck, items)[0]


def listed(html: str) -> str:
    """The list alone."""
    found = re.search(r'<ol class="items".*?\n</ol>(?=\n</section>)', html, re.DOTALL)
    assert found is not None
    return found[0]


def bare(html: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><title>Bare</title>{listed(html)}'


def data(html: str) -> str:
    return html.partition('id="data">')[2].partition("</script>")[0]


def opened(browser: Browser, path: Path) -> float:
    """The seconds from the start of loading to a page that can be used."""
    context = browser.new_context()
    try:
        page_ = context.new_page()
        page_.goto(path.as_uri())
        return float(page_.evaluate(_USABLE)) / 1000
    finally:
        context.close()


def rows() -> Iterator[tuple[str, str, float, float, str, str]]:
    """The fields of the rows of `make bench`: name, peer, bound, ratio, ours, the peer's."""
    for name, kinds in (
        ("choices", ("multiple-choice",)),
        ("choices and blanks", ("multiple-choice", "cloze")),
    ):
        html = page(kinds)
        with TemporaryDirectory() as folder, chromium() as browser:
            ours, peer = Path(folder) / "quiz.html", Path(folder) / "bare.html"
            ours.write_text(html, "utf-8")
            peer.write_text(bare(html), "utf-8")
            pairs = [(opened(browser, ours), opened(browser, peer)) for _ in range(RUNS + 1)][1:]
        a, b = (median(times) for times in zip(*pairs, strict=True))
        title = f"web: {ITEMS:,} {name}"
        yield f"{title}, usable", "a bare page", INTERACTIVE, a / b, _ms(a), _ms(b)
        size = len(html.encode())
        text = re.sub(r"<[^>]+>", "", listed(html))
        allowed = TEXT * (len(data(html).encode()) + len(text.encode())) + SHELL
        yield f"{title}, size", "its text + 60 KB", 1, size / allowed, _kb(size), _kb(allowed)


def writing() -> float:
    """The seconds that it takes to make the page of 1,000 questions, once they are made."""
    deck, _ = load(str(DECK))
    items = generate(deck, ("multiple-choice", "cloze"))[0][:ITEMS]
    start = time.perf_counter()
    page_of(deck, items)
    return time.perf_counter() - start


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _kb(size: float) -> str:
    return f"{size / 1000:.0f} KB"


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(f"{row}\n")
    sys.stdout.write(f"made in {_ms(writing())}\n")
