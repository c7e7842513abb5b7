"""The script of a choice card, in a browser that plays the apps: two sides in one page, or two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from anki_client import Anki, collections, make, read

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("chromium")]

DECK = """
id: rivers
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire]
  city:
    rows:
      - {name: Vienna, river: Danube, since: 1440}
      - {name: Nantes, river: Loire, since: 987}
      - {name: Warsaw, river: Vistula, since: 1596}
      - {name: Cologne, river: Rhine, since: 1288}
      - {name: Dresden, river: Elbe, since: 1206}
    attributes: {since: {sort: date}}
templates:
  - {id: lies, for: city, fact: "{name} lies on the =={river}=="}
  - {id: wall, for: city, fact: "{name} has had a wall since =={since}=="}
"""


@dataclass
class Sides:
    """The two sides of a card as HTML, and its looks."""

    front: str
    back: str
    css: str


@pytest.fixture(scope="module")
def anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    folder = tmp_path_factory.mktemp("script")
    make(read(DECK), folder / "rivers.apkg", kinds=["multiple-choice", "true-false"])
    with collections(folder) as make_one:
        client = make_one()
        client.take(folder / "rivers.apkg")
        yield client


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of a file, since storage needs a place to belong to."""
    (tmp_path / "card.html").write_text("<!doctype html><body class=card><div id=qa></div>")
    context = browser.new_context(viewport={"width": 400, "height": 700})
    opened = context.new_page()
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    opened.goto((tmp_path / "card.html").as_uri())
    yield opened
    context.close()
    assert failures == []


def sides(anki: Anki, id_: str) -> Sides:
    (card,) = anki.cards(f'"Id:{id_}"')
    output = card.render_output()
    return Sides(output.question_text, output.answer_text, output.css)


def show(page: Page, html: str, css: str) -> None:
    """As the apps do: the side's HTML is put into the page, and its scripts are run."""
    page.evaluate(
        """([html, css]) => {
            const qa = document.getElementById("qa");
            qa.innerHTML = "<style>" + css + "</style>" + html;
            for (const old of qa.querySelectorAll("script")) {
                const script = document.createElement("script");
                script.text = old.text;
                old.replaceWith(script);
            }
        }""",
        [html, css],
    )


def options(page: Page) -> list[str]:
    return page.locator(".options li").all_inner_texts()


VIENNA = "rivers/lies/Vienna/river/multiple-choice"
WALL = "rivers/wall/Vienna/since/multiple-choice"


def test_options_come_in_another_order_at_each_showing(anki: Anki, page: Page) -> None:
    card = sides(anki, VIENNA)
    seen = set()
    for _ in range(40):
        show(page, card.front, card.css)
        seen.add(tuple(options(page)))
    assert len(seen) > 5
    assert len({tuple(sorted(order)) for order in seen}) == 1
    assert all(order.index("Danube") in range(4) for order in seen)
    assert {order.index("Danube") for order in seen} == {0, 1, 2, 3}


def test_numbers_and_dates_stay_in_their_order(anki: Anki, page: Page) -> None:
    card = sides(anki, WALL)
    for _ in range(10):
        show(page, card.front, card.css)
        assert options(page) == sorted(options(page))
    for text in ("True", "False"):
        assert text in sides(anki, "rivers/lies/Vienna/river/true-false").front


@pytest.mark.parametrize("app", ["one page", "two pages", "no storage", "nothing is kept"])
def test_the_back_keeps_the_order_and_marks_the_key(anki: Anki, page: Page, app: str) -> None:
    card = sides(anki, VIENNA)
    for _ in range(3):
        if app == "no storage":
            page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('no') } }")
        show(page, card.front, card.css)
        front = options(page)
        if app in ("two pages", "nothing is kept"):
            if app == "nothing is kept":
                page.evaluate("sessionStorage.clear()")
            page.reload()
        show(page, card.back, card.css)
        if app == "nothing is kept":
            front = options(page)
        assert options(page) == front
        assert page.locator(".options li.right").all_inner_texts() == ["Danube"]
        assert page.locator(".wrong").count() == 0
        colours = page.locator(".options li").evaluate_all(
            "items => items.map(item => getComputedStyle(item).backgroundColor)"
        )
        (own,) = [c for c, text in zip(colours, front, strict=True) if text == "Danube"]
        assert colours.count(own) == 1


def test_the_order_of_another_card_is_not_taken_for_ones_own(anki: Anki, page: Page) -> None:
    """The back alone, as a preview shows it, after another card or after an old version."""
    show(page, sides(anki, WALL).front, "")
    card = sides(anki, VIENNA)
    show(page, card.back, card.css)
    as_stored = options(page)
    for order in ([0, 1], [0, 0, 1, 2], [3, 2, 1, 9], "x", None):
        state = json.dumps({"note": VIENNA, "order": order, "chosen": 7})
        page.evaluate(f"window.nkquizShown = {state}")
        show(page, card.back, card.css)
        assert options(page) == as_stored
        assert page.locator(".options li.right").all_inner_texts() == ["Danube"]


@pytest.mark.parametrize(
    ("define", "called"),
    [
        ("window.pycmd = x => { window.called = x }", "ans"),
        ("window.showAnswer = () => { window.called = 'droid' }; window.pycmd = null", "droid"),
        (
            "window.anki = {}; window.sendMessage = (a, b) => { window.called = a + b }",
            "ankitapmidCenter",
        ),
        ("", None),
    ],
    ids=["Anki", "AnkiDroid", "AnkiMobile", "AnkiWeb"],
)
def test_a_tap_answers(anki: Anki, page: Page, define: str, called: str | None) -> None:
    card = sides(anki, VIENNA)
    page.evaluate(f"() => {{ {define} }}")
    show(page, card.front, card.css)
    page.locator(".options li", has_text="Danube").click()
    assert page.evaluate("window.called") == called
    assert page.locator(".chosen").all_inner_texts() == ["Danube"]
    show(page, card.back, card.css)
    assert page.locator(".right.chosen").all_inner_texts() == ["Danube"]
    assert page.locator(".wrong").count() == 0
    assert page.locator(".told").inner_text() == ""


def pressed(page: Page, key: str) -> list[str]:
    """What an app calls and which option is chosen, after a key."""
    page.keyboard.press(key)
    return [page.evaluate("window.called || ''"), *page.locator(".chosen").all_inner_texts()]


def test_other_keys_are_left_to_the_app(anki: Anki, page: Page) -> None:
    card = sides(anki, VIENNA)
    page.evaluate("() => { window.pycmd = x => { window.called = x } }")
    page.evaluate(
        "document.addEventListener('keydown', e => { window.heard = [e.key, e.defaultPrevented] })"
    )
    show(page, card.front, card.css)
    for key in ("Enter", "Space", "1"):  # nothing is in focus
        assert pressed(page, key) == [""]
    page.keyboard.press("Tab")
    for key in "12345":
        assert pressed(page, key) == ["", options(page)[0]]
        assert page.evaluate("window.heard") == [key, False]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_reaches_each_option(anki: Anki, page: Page, key: str) -> None:
    card = sides(anki, VIENNA)
    page.evaluate("() => { window.pycmd = x => { window.called = x } }")
    show(page, card.front, card.css)
    for text in options(page):
        assert pressed(page, "Tab") == ["", text]
        focused = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert focused == "solid"
    assert pressed(page, key) == ["ans", options(page)[-1]]
    show(page, card.back, card.css)
    assert page.locator(".chosen").all_inner_texts() == [options(page)[-1]]


def test_where_no_app_turns_the_card_the_key_is_left_to_the_page(anki: Anki, page: Page) -> None:
    """AnkiWeb hears of it at the document, and turns the card."""
    card = sides(anki, VIENNA)
    page.evaluate("document.addEventListener('keydown', e => { window.called = e.key })")
    show(page, card.front, card.css)
    page.keyboard.press("Tab")
    assert pressed(page, "Enter") == ["Enter", options(page)[0]]


def test_an_option_that_was_passed_on_the_way_is_not_chosen(anki: Anki, page: Page) -> None:
    card = sides(anki, VIENNA)
    hint = '<details class="hint"><summary>hint</summary> x</details>'
    show(page, card.front.replace('<div class="deck"', f'{hint}<div class="deck"'), card.css)
    for _ in options(page):
        page.keyboard.press("Tab")
    assert pressed(page, "Tab") == [""]
    show(page, card.back, card.css)
    assert page.locator(".chosen, .wrong").count() == 0
    # A tap stays, where the learner turns the card.
    show(page, card.front.replace('<div class="deck"', f'{hint}<div class="deck"'), card.css)
    page.locator(".options li").first.click()
    page.locator("summary").click()
    assert page.locator(".chosen").all_inner_texts() == options(page)[:1]


def test_what_is_told_is_not_said_again(anki: Anki, page: Page) -> None:
    card = sides(anki, VIENNA)
    show(page, card.front, card.css)
    show(page, card.back, card.css)
    names = page.locator(".notes b").all_text_contents()
    assert sorted(names) == sorted(text for text in options(page) if text != "Danube")
    show(page, card.front, card.css)
    page.locator(".options li", has_text=names[0]).click()
    show(page, card.back, card.css)
    assert page.locator(".notes b").all_text_contents() == names[1:]
    # The only one there is leaves no pill without anything behind it.
    one = card.back.index("</li>", card.back.index('class="notes"')) + len("</li>")
    alone = card.back[:one] + card.back[card.back.index("</ul>", one) :]
    show(page, card.front, card.css)
    page.locator(".options li", has_text=names[0]).click()
    show(page, alone, card.css)
    assert page.locator(".told").is_visible()
    assert page.locator(".notes").count() == 0


def test_a_wrong_choice_is_answered_with_its_own_fact(anki: Anki, page: Page) -> None:
    card = sides(anki, VIENNA)
    for river, fact in (
        ("Vistula", "Warsaw lies on the Vistula"),
        ("Loire", "Nantes lies on the Loire"),
    ):
        show(page, card.front, card.css)
        if river not in options(page):
            continue
        page.locator(".options li", has_text=river).click()
        show(page, card.back, card.css)
        assert page.locator(".wrong").all_inner_texts() == [river]
        assert page.locator(".right").all_inner_texts() == ["Danube"]
        assert page.locator(".told").inner_text() == fact
    # A second showing without a tap has forgotten the first.
    show(page, card.front, card.css)
    show(page, card.back, card.css)
    assert page.locator(".chosen, .wrong").count() == 0
    assert not page.locator(".told").is_visible()


def test_without_the_script_the_right_option_is_marked(
    anki: Anki, browser: Browser, tmp_path: Path
) -> None:
    card = sides(anki, VIENNA)
    path = tmp_path / "plain.html"
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for html, marks in ((card.front, 0), (card.back, 1)):
        path.write_text(f"<!doctype html><style>{card.css}</style><body class=card>{html}", "utf-8")
        page.goto(path.as_uri())
        ticks = page.locator(".options li").evaluate_all(
            "items => items.filter(i => getComputedStyle(i, '::after').content.includes('✓')).length"
        )
        assert ticks == marks
    context.close()


def test_the_script_is_safe_in_a_template(anki: Anki) -> None:
    script = sides(anki, VIENNA).front.split("<script>")[1].split("</script>")[0]
    for forbidden in ("{{", "}}", "`", "${", "=>", "eval", "http"):
        assert forbidden not in script


RIGHT_TO_LEFT = """
id: rtl
facts:
  - id: two
    fact: طول النهر ==Nile== كبير جدا في القارة.
    marks: {Nile: {distractors: [Danube, Elbe, Rhine]}}
"""

#: Where the words of each option begin and end, and where it does itself.
PLACES = """items => items.map(item => {
    const range = document.createRange();
    range.selectNodeContents(item);
    const [words, box] = [range.getBoundingClientRect(), item.getBoundingClientRect()];
    return [words.right, box.left, words.left];
})"""


@pytest.mark.parametrize("width", [340, 900])
@pytest.mark.parametrize("kind", ["true-false", "multiple-choice"])
def test_the_mark_moves_no_words_from_left_to_right_on_a_card_from_right_to_left(
    tmp_path: Path, page: Page, kind: str, width: int
) -> None:
    make(read(RIGHT_TO_LEFT), tmp_path / "rtl.apkg", kinds=[kind])
    page.set_viewport_size({"width": width, "height": 700})
    with collections(tmp_path) as make_one:
        client = make_one()
        client.take(tmp_path / "rtl.apkg")
        (found,) = client.cards()
        card = sides(client, found.note()["Id"])
    show(page, card.front, card.css)
    before = page.locator(".options li").evaluate_all(PLACES)
    show(page, card.back, card.css)
    after = page.locator(".options li").evaluate_all(PLACES)
    assert [words for words, *_ in after] == [words for words, *_ in before]
    assert all(left - box > 40 for _, box, left in after)  # there is the mark
