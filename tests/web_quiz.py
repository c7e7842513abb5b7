"""A quiz with every interaction, and the browser that the tests of the page play it in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from nkquiz.formats.web import Mode, page_of
from nkquiz.formats.web.page import scorer as scorer_script
from nkquiz.item import Choose, Item, Judge, Match, Option, Order, Proof
from nkquiz.loader import loads
from nkquiz.model import Citation, Deck, Location, Source
from typed_items import typed_items

#: Debian's; Playwright's own browsers are builds that no distribution keeps up to date.
CHROMIUM = shutil.which("chromium")
PHONE, TABLET, DESKTOP = (375, 667), (820, 1180), (1280, 800)

RIVERS = """
id: rivers
title: Geography::Rivers of Europe
sources:
  atlas: {title: A small atlas, publisher: Example Press, published: 2021-07, url: "https://example.org/atlas"}
defaults: {source: {atlas: p. 12}}
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire]
  city:
    - {name: Vienna, also: [Wien]}
    - Budapest
    - Belgrade
    - New Belgrade
  person:
    sort: person
    rows: [Marie Curie]
facts:
  - id: capital
    fact: ==Vienna== lies on the ==Danube==.
    why: So do three other capitals.
    as_of: 2021-07
    marks: {Vienna: {hint: it begins with V}}
  - id: town
    fact: The town across the Sava is ==New Belgrade==.
"""

ATLAS = Citation(
    Source("atlas", "A small atlas", "", "Example Press", "2021-07", "https://example.org/atlas"),
    "p. 12",
)


def made(number: int, kind: str, stem: str, interaction: Any, **more: Any) -> Item:
    """An item that no deck has to give."""
    own: dict[str, Any] = {
        "fact_ids": (f"made/{number}",),
        "memories": (f"made/{number}",),
        "location": Location("rivers.yaml", 1, 1),
        "sources": (ATLAS,),
    }
    own |= more
    return Item(id=f"made/{number}/{kind}", kind=kind, stem=stem, interaction=interaction, **own)


def choice(number: int, stem: str, key: str, *others: str, **more: Any) -> Item:
    wrong = (Option(text, Proof.AUTHORED, f"{text} flows elsewhere") for text in others)
    return made(number, "multiple-choice", stem, Choose((Option(key), *wrong)), **more)


def rivers() -> tuple[Deck, tuple[Item, ...]]:
    """A deck, and one item of each kind: choice, true or false, cloze, matching, ordering."""
    deck, problems = loads(RIVERS)
    assert not problems
    typed = typed_items(deck)
    fact = deck.facts[0]
    cloze = typed["Vienna"]
    cloze = Item(
        **{
            **{name: getattr(cloze, name) for name in Item.__slots__},
            "sources": fact.citations,
            "why": fact.why,
            "as_of": fact.as_of,
            "hint": "it begins with V",
        }
    )
    pairs = Match(("Vienna", "Hamburg"), ("Elbe", "Rhine", "Danube"), (2, 0))
    order = Order(("the Black Forest", "Vienna", "the Black Sea"), (1, 2, 0))
    return deck, (
        choice(1, "Which river flows past Warsaw?", "Vistula", "Rhine", "Elbe", "Loire"),
        made(2, "true-false", "The Loire is the longest river of France.", Judge()),
        cloze,
        made(4, "matching", "Match each city with its river.", pairs),
        made(5, "ordering", "Put these in order, from the source on.", order),
    )


def write_quiz(folder: Path, mode: Mode = Mode.PRACTICE, name: str = "quiz.html") -> Path:
    deck, items = rivers()
    return write_page(folder, deck, items, mode, name)


def write_page(
    folder: Path,
    deck: Deck,
    items: tuple[Item, ...],
    mode: Mode = Mode.PRACTICE,
    name: str = "quiz.html",
) -> Path:
    path = folder / name
    path.write_text(page_of(deck, items, mode)[0], "utf-8")
    return path


# -- the browser ----------------------------------------------------------------------------------


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Without a graphics card, what stands in for one takes a fifth of the time.
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in a window of its own, and all that it asked for or complained about."""

    context: BrowserContext
    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def text(self, selector: str = "#app") -> str:
        return self.page.inner_text(selector)

    def state(self) -> Any:
        return self.page.evaluate("state")

    def check(self) -> None:
        self.page.click("button[type=submit]")

    def next(self) -> None:
        self.page.click(".bar .main")

    def reload(self) -> None:
        """Reload, which leaves all as it was."""
        before = self.state()
        self.page.reload()
        after = self.state()
        assert before | {"time": 0} == after | {"time": 0}

    def choose(self, text: str) -> None:
        self.page.locator(".option", has_text=text).locator("input").check()


@contextmanager
def visit(
    browser: Browser, page: Path | str, size: tuple[int, int] = DESKTOP, **more: Any
) -> Iterator[Visit]:
    """Visit a file without a network, or the address of a page."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, offline=isinstance(page, Path), **more
    )
    context.set_default_timeout(10_000)
    url = page.as_uri() if isinstance(page, Path) else page
    opened = Visit(context, context.new_page(), url)
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda message: opened.complaints.append(message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.goto(url)
    yield opened
    context.close()
    assert opened.complaints == []
    fetched = [url for url in opened.requests if not url.startswith("data:")]
    assert set(fetched) - {urljoin(url, "/favicon.ico")} == {url}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any, **more: Any) -> None:
        pass


@contextmanager
def served(path: Path) -> Iterator[str]:
    """A page's address at a server of this machine.

    What two tabs store and hear of each other is tested here: under load Chromium gives a file a
    storage that is old or empty, and so do pages that know of no quiz.
    """
    handler = partial(_Quiet, directory=path.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{path.name}"
        server.shutdown()


def scorer(browser: Browser) -> Page:
    """A blank page that has the scorer alone."""
    page = browser.new_page()
    page.set_content("<p>scorer</p>")
    page.add_script_tag(content=scorer_script({"": {"grammars": {}}}))
    return page


JUDGE_ALL = """([data, asked]) => asked.map(([at, response]) => {
  const { verdict, points, said } = judge(response, data.items[at], data);
  return [verdict, points, said];
})"""
