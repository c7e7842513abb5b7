"""The quiz in one file, played in Chromium: offline, by hand, by keyboard, without a script."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser

from nkquiz.formats.web import Mode
from nkquiz.item import Choose, Item, Match, Option, Order, Proof, Type
from nkquiz.loader import load, loads
from nkquiz.model import Citation, Deck, Location, Source
from nkquiz.quiz import generate
from web_quiz import (
    DESKTOP,
    PHONE,
    TABLET,
    Visit,
    choice,
    made,
    rivers,
    served,
    visit,
    write_page,
    write_quiz,
)

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("chromium")]

#: One white pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="
)


@pytest.fixture
def quiz(tmp_path: Path) -> Path:
    return write_quiz(tmp_path)


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    return write_quiz(tmp_path, Mode.EXAM)


@pytest.fixture
def address(quiz: Path) -> Iterator[str]:
    with served(quiz) as url:
        yield url


#: What may stand where a quiz keeps its state, and is none.
MALFORMED = (
    '{"round":[]}',
    '{"round":[0]}',
    '{"round":[0],"at":1,"answers":{},"seed":1,"over":false,"whole":null,"name":"","time":9}',
    '{"round":[0],"at":0,"answers":{"9":{}},"seed":1,"over":false,"whole":null,"name":"","time":9}',
    '{"round":[0],"at":0,"answers":{"0":{"response":9}},"seed":1,"over":false,"whole":null,"name":"","time":9}',
    '{"round":[0,1],"at":0,"answers":{"0":{"response":1}},"seed":1,"over":true,"whole":null,"name":"","time":9}',
)


def answer_right(at: Visit) -> None:
    """Answer whatever is asked, rightly."""
    page = at.page
    match at.state()["at"]:
        case 0:
            at.choose("Vistula")
        case 1:
            at.choose("True")
        case 2:
            page.fill("#typed", "wien")
        case 3:
            page.get_by_label("Vienna").select_option(label="Danube")
            page.get_by_label("Hamburg").select_option(label="Elbe")
        case _:
            page.get_by_label("Move up: the Black Forest").click()
            page.get_by_label("Move up: the Black Forest").click()


def answer_wrong(at: Visit) -> None:
    page = at.page
    match at.state()["at"]:
        case 0:
            at.choose("Rhine")
        case 1:
            at.choose("False")
        case 2:
            page.fill("#typed", "Budapest")
        case 3:
            page.get_by_label("Vienna").select_option(label="Rhine")
        case _:
            page.get_by_label("Move down: Vienna").click()


def play(at: Visit, *rights: bool) -> None:
    for is_right in rights:
        (answer_right if is_right else answer_wrong)(at)
        at.check()
        at.next()


def is_wider_than_its_window(at: Visit) -> bool:
    return bool(at.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


# -- a session ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_a_whole_session_offline(browser: Browser, quiz: Path, size: tuple[int, int]) -> None:
    with visit(browser, quiz, size, has_touch=size != DESKTOP) as at:
        for number in range(1, 6):
            assert f"Question {number} of 5" in at.text()
            assert not is_wider_than_its_window(at)
            answer_right(at)
            at.check()
            assert at.text(".verdict h3") == "✓ Correct"
            assert not is_wider_than_its_window(at)
            next_ = at.page.locator(".bar .main").bounding_box()
            assert next_ is not None
            assert next_["y"] + next_["height"] <= size[1] + 1, "the way on is in view"
            at.next()
        assert at.text(".score") == "5 of 5"
        assert "100 % of the points" in at.text()
        assert "Nothing to revise" in at.text()
        assert not is_wider_than_its_window(at)


def test_a_wrong_answer_is_explained(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz, PHONE) as at:
        answer_wrong(at)
        at.check()
        said = at.text(".verdict")
        assert "Wrong" in said
        assert "Rhine flows elsewhere." in said
        assert "Answer: Vistula" in said
        assert "A small atlas, Example Press, July 2021, p. 12" in said
        assert at.text(".option.right").split("\n") == ["Vistula", "✓ right"]
        assert at.text(".option.off").split("\n") == ["Rhine", "✗ yours"]
        at.next()
        play(at, True)
        answer_wrong(at)
        at.check()
        said = at.text(".verdict")
        assert "that is something else" in said
        assert "That is Budapest, another city." in said
        assert "Vienna lies on the Danube." in said
        assert "So do three other capitals." in said
        assert "As of July 2021" in said
        at.next()
        answer_wrong(at)
        at.check()
        assert "Vienna: Danube, not Rhine" in at.text(".verdict")
        at.next()
        answer_wrong(at)
        at.check()
        assert at.text(".verdict li:first-child") == "the Black Forest"


def test_a_slip_is_forgiven_and_a_vague_answer_asked_again(
    browser: Browser, tmp_path: Path
) -> None:
    deck, _ = rivers()
    town = made(
        2, "cloze", "The town is _____.", Type(("New Belgrade",)), fact_ids=("rivers/town",),
        memories=("rivers/town/New Belgrade",),
    )  # fmt: skip
    with visit(browser, write_page(tmp_path, deck, (town,)), PHONE) as at:
        at.page.fill("#typed", "new")
        at.check()
        assert "try once more" in at.text(".verdict")
        assert "Answer" not in at.text(".verdict")
        at.page.reload()
        at.page.fill("#typed", "New Belgrad")
        at.check()
        assert "look at the spelling" in at.text(".verdict")
        assert "Nearly: New Belgrade." in at.text(".verdict")
        at.next()
        assert at.text(".score") == "1 of 1"


def test_a_vague_answer_is_asked_again_only_once(browser: Browser, tmp_path: Path) -> None:
    deck, _ = rivers()
    town = made(2, "cloze", "The town is _____.", Type(("New Belgrade",)))
    with visit(browser, write_page(tmp_path, deck, (town,))) as at:
        for _ in range(2):
            at.page.fill("#typed", "new")
            at.check()
        assert "Not exact enough" in at.text(".verdict")
        assert "New Belgrade" in at.text(".verdict")


def test_nothing_is_checked_before_there_is_an_answer(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz) as at:
        for _ in range(5):
            at.check()
            assert "Answer first" in at.text("#spot")
            at.page.get_by_role("button", name="I don’t know").click()
            assert "Here is the answer" in at.text(".verdict")
            at.next()
        assert at.text(".score") == "0 of 5"
        assert at.text().count("Not answered") == 5


def test_a_hint_is_shown_on_request(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz) as at:
        play(at, True, True)
        assert "it begins with V" not in at.text()
        at.page.click("text=Hint")
        assert "Hint: it begins with V" in at.text("#spot")


def test_results_say_what_to_revise_and_practise_it(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz, PHONE) as at:
        play(at, True, False, True, False, True)
        assert at.text(".score") == "3 of 5"
        missed = at.text(".missed")
        assert "2. The Loire is the longest river of France." in missed
        assert "Your answer: False" in missed
        assert "4. Match each city with its river." in missed
        assert "Vistula" not in missed
        line = at.page.input_value("#line")
        at.page.click("text=Practise what was missed (2)")
        assert "Question 1 of 2" in at.text()
        at.choose("True")
        at.check()
        at.next()
        at.page.get_by_label("Vienna").select_option(label="Danube")
        at.page.get_by_label("Hamburg").select_option(label="Elbe")
        at.check()
        at.next()
        assert at.text(".score") == "2 of 2"
        assert "the whole quiz: 3 of 5" in at.text()
        assert at.page.input_value("#line") == line
        at.page.click("text=Start again")
        assert "Question 1 of 5" in at.text()


def test_the_options_are_shuffled_and_those_in_order_are_not(
    browser: Browser, tmp_path: Path
) -> None:
    deck, _ = rivers()
    numbers = Choose(
        tuple(Option(str(n), Proof.AUTHORED if n else None) for n in range(5)), ordered=True
    )
    items = (
        choice(1, "Which?", "aa", "bb", "cc", "dd", "ee"),
        made(2, "multiple-choice", "How many?", numbers),
    )
    orders = set()
    with visit(browser, write_page(tmp_path, deck, items)) as at:
        for _ in range(8):
            orders.add(at.text(".options"))
            at.choose("aa")
            at.check()
            at.next()
            assert at.text(".options").split() == ["0", "1", "2", "3", "4"]
            at.page.evaluate("restart(null)")
    assert len(orders) > 1


@pytest.mark.parametrize(
    "word", ["constructor", "toString", "__proto__", "valueOf", "a constructor"]
)
def test_words_that_every_object_of_a_script_knows_are_words(
    browser: Browser, tmp_path: Path, word: str
) -> None:
    deck, _ = rivers()
    asked = made(1, "cloze", "It is set up by its _____.", Type((word,)))
    with visit(browser, write_page(tmp_path, deck, (asked,))) as at:
        at.page.fill("#typed", word)
        at.check()
        assert "Correct" in at.text(".verdict")


# -- the state is kept ----------------------------------------------------------------------------


def test_it_goes_on_after_a_reload(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz, PHONE) as at:
        order = at.text(".options")
        answer_wrong(at)
        at.reload()
        assert at.text(".options") == order
        assert at.page.locator(".option:has(:checked)").inner_text() == "Rhine"
        at.check()
        at.reload()
        assert "Wrong" in at.text(".verdict")
        assert at.page.locator(".option input").first.is_disabled()
        at.next()
        play(at, True)
        at.page.fill("#typed", "half an ans")
        at.reload()
        assert "Question 3 of 5" in at.text()
        assert at.page.input_value("#typed") == "half an ans"
        assert "back at question 3" in at.text("#status")
        play(at, True)
        at.page.get_by_label("Vienna").select_option(label="Danube")
        at.reload()
        assert at.page.get_by_label("Vienna").evaluate("e => e.selectedOptions[0].text") == "Danube"
        play(at, True)
        at.page.get_by_label("Move up: the Black Forest").click()
        parts = at.text(".parts")
        at.reload()
        assert at.text(".parts") == parts
        at.page.get_by_label("Move up: the Black Forest").click()
        at.check()
        at.next()
        at.reload()
        assert at.text(".score") == "4 of 5"


def test_another_quiz_has_a_state_of_its_own(browser: Browser, quiz: Path, tmp_path: Path) -> None:
    deck, items = rivers()
    with visit(browser, quiz) as at:
        play(at, True)
        write_page(tmp_path, deck, items[1:])  # over the same file
        at.page.reload()
        assert "Question 1 of 4" in at.text()


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied') } })",
        "Storage.prototype.setItem = () => { throw new Error('full') }",
        "Storage.prototype.getItem = () => '{\"round\": [77]}'",
        "Storage.prototype.getItem = () => 'no JSON'",
        "Storage.prototype.getItem = () => '[]'",
    ],
)
def test_without_a_memory_it_plays_all_the_same(browser: Browser, quiz: Path, broken: str) -> None:
    with visit(browser, quiz) as at:
        at.page.add_init_script(broken)
        at.page.reload()
        play(at, True, True, False, True, True)
        assert at.text(".score") == "4 of 5"


@pytest.mark.parametrize(
    "storage",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied') } })",
        "Storage.prototype.getItem = () => null",
    ],
)
def test_it_goes_on_after_a_reload_where_storage_is_closed_or_lost(
    browser: Browser, quiz: Path, storage: str
) -> None:
    with visit(browser, quiz) as at:
        at.page.add_init_script(storage)
        at.page.reload()
        play(at, True, False)
        at.reload()
        assert "Question 3 of 5" in at.text()


def test_of_two_states_the_later_counts(browser: Browser, address: str) -> None:
    with visit(browser, address) as at:
        early = at.page.evaluate("localStorage.getItem(STORE)")
        play(at, True)
        late = at.page.evaluate("localStorage.getItem(STORE)")
        at.page.evaluate("text => localStorage.setItem(STORE, text)", early)
        at.page.reload()
        assert "Question 2 of 5" in at.text()
        at.page.evaluate("text => localStorage.setItem(STORE, text)", late)
        at.page.evaluate("text => history.replaceState({ [STORE]: text }, '')", early)
        at.page.reload()
        assert "Question 2 of 5" in at.text()


@pytest.mark.parametrize("state", MALFORMED)
def test_a_state_that_is_none_starts_afresh(browser: Browser, quiz: Path, state: str) -> None:
    with visit(browser, quiz) as at:
        at.page.evaluate(
            "text => { localStorage.setItem(STORE, text); history.replaceState({ [STORE]: text }, '') }",
            state,
        )
        at.page.reload()
        assert "Question 1 of 5" in at.text()
        play(at, True)
        at.reload()
        assert "Question 2 of 5" in at.text()


FRENCH = """
id: mots
language: fr
facts:
  - La capitale de la France est ==Paris==.
"""


def test_each_text_has_the_language_of_its_item(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "mots.yaml").write_text(FRENCH, "utf-8")
    english = "id: words\nlanguage: en\ninclude: [mots.yaml]\nfacts:\n  - The sky is ==blue==.\n"
    (tmp_path / "words.yaml").write_text(english, "utf-8")
    deck, problems = load(str(tmp_path / "words.yaml"))
    assert not [problem for problem in problems if problem.is_error]
    items = generate(deck, ("cloze",))[0]
    assert {item.language for item in items} == {"en", "fr"}
    with visit(browser, write_page(tmp_path, deck, items)) as at:
        for item in items:
            for selector in ("#stem", "#typed"):
                assert at.page.get_attribute(selector, "lang") == item.language
            at.page.fill("#typed", item.answers[0])
            at.check()
            assert at.page.get_attribute(".verdict p:has(mark)", "lang") == item.language
            at.next()


@pytest.mark.parametrize("name", ["Bonn", "Washington, D.C."])
def test_a_sentence_ends_with_one_stop(browser: Browser, tmp_path: Path, name: str) -> None:
    end = "" if name.endswith(".") else "."
    deck, _ = loads(f"facts: ['The old capital is =={name}=={end}']")
    items = generate(deck, ("cloze",))[0]
    with visit(browser, write_page(tmp_path, deck, items)) as at:
        at.page.fill("#typed", name)
        at.check()
        said = at.page.locator(".verdict p:has(mark)").inner_text()
        assert said == f"The old capital is {name}{end}"


@pytest.mark.parametrize(
    ("language", "stem", "direction"),
    [
        ("en", "ירושלים lies on a hill.", "ltr"),
        ("en", "Cairo is القاهرة in Arabic.", "ltr"),
        ("he", "Jerusalem היא עיר.", "rtl"),
        ("ar-EG", "القاهرة مدينة", "rtl"),
    ],
)
def test_a_sentence_runs_as_its_language_does(
    browser: Browser, tmp_path: Path, language: str, stem: str, direction: str
) -> None:
    deck, _ = rivers()
    items = (choice(1, stem, "ירושלים", "القاهرة", "Rome", language=language),)
    path = write_page(tmp_path, deck, items)
    for selector, has_script in (("#stem", True), (".items > li > p", False)):
        with visit(browser, path, java_script_enabled=has_script) as at:
            style = "e => getComputedStyle(e).direction"
            assert at.page.locator(selector).first.evaluate(style) == direction


# -- two tabs -------------------------------------------------------------------------------------


def second_tab(at: Visit) -> Visit:
    page = at.context.new_page()
    page.goto(at.url)
    return Visit(at.context, page, at.url)


def wait_for(at: Visit, holds: str) -> None:
    """Until an expression holds in the page; the policy lets Playwright's own way not in."""
    for _ in range(100):
        if at.page.evaluate(holds):
            return
        at.page.wait_for_timeout(50)
    raise AssertionError(f"never: {holds}")


def test_a_tab_hears_of_answers_in_another(browser: Browser, address: str) -> None:
    with visit(browser, address) as first:
        second = second_tab(first)
        play(second, True, True)
        wait_for(first, "Boolean(state.answers[1]?.done)")
        assert "Correct" in first.text(".verdict")
        assert first.state()["at"] == 0
        first.next()
        first.next()
        answer_right(first)
        first.check()
        wait_for(second, "Boolean(state.answers[2]?.done)")
        assert "3 right" in second.text(".count")


def test_a_tab_that_heard_of_nothing_loses_no_answer(browser: Browser, address: str) -> None:
    with visit(browser, address) as first:
        first.page.evaluate("addEventListener('storage', e => e.stopImmediatePropagation(), true)")
        first.page.evaluate("reread = () => {}")
        second = second_tab(first)
        play(second, True, True)
        assert first.state()["answers"]["0"]["response"] is None
        play(first, False)
        first.page.reload()
        done = {at for at, answer in first.state()["answers"].items() if answer.get("done")}
        assert done == {"0", "1"}


def test_a_tab_follows_a_new_start_in_another(browser: Browser, address: str) -> None:
    with visit(browser, address) as first:
        play(first, True)
        second = second_tab(first)
        second.page.on("dialog", lambda dialog: dialog.accept())
        second.page.get_by_text("Start again").click()
        wait_for(first, "state.at === 0")
        assert first.state()["seed"] == second.state()["seed"]
        play(second, True, True, True, True, True)
        wait_for(first, "state.over")
        assert first.text(".score") == "5 of 5"


# -- an exam --------------------------------------------------------------------------------------


def test_an_exam_says_nothing_before_the_end(browser: Browser, exam: Path) -> None:
    with visit(browser, exam, PHONE) as at:
        answer_wrong(at)
        at.check()
        assert "Question 2 of 5" in at.text()
        assert at.page.locator(".verdict").count() == 0
        assert "right" not in at.text()
        at.page.click("text=Back")
        answer_right(at)
        at.check()
        for _ in range(3):
            answer_right(at)
            at.check()
        assert at.text("button[type=submit]") == "Finish"
        answer_right(at)
        at.check()
        assert at.text(".score") == "5 of 5"


def test_an_exam_asks_before_it_ends_with_open_questions(browser: Browser, exam: Path) -> None:
    with visit(browser, exam) as at:
        asked: list[str] = []

        def refuse_then_accept(dialog: object) -> None:
            asked.append(dialog.message)  # type: ignore[attr-defined]
            (dialog.dismiss if len(asked) == 1 else dialog.accept)()  # type: ignore[attr-defined]

        at.page.on("dialog", refuse_then_accept)
        answer_right(at)
        for _ in range(5):
            at.check()
        assert asked == ["4 questions are not answered. Finish all the same?"]
        assert "Question 5 of 5" in at.text()
        at.check()
        assert at.text(".score") == "1 of 5"
        assert "To revise" in at.text()


def test_an_exam_goes_on_after_a_reload(browser: Browser, exam: Path) -> None:
    with visit(browser, exam) as at:
        answer_right(at)
        at.check()
        at.reload()
        assert "Question 2 of 5" in at.text()
        at.page.click("text=Back")
        assert at.page.locator(".option:has(:checked)").inner_text() == "Vistula"
        assert at.page.locator("details").count() == 0


# -- the result, and paper ------------------------------------------------------------------------


def test_the_result_is_a_line_to_copy(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz, permissions=["clipboard-read", "clipboard-write"]) as at:
        play(at, True, False, True, False, True)
        at.page.fill("#name", "Kim")
        at.page.click("text=Copy result")
        at.page.wait_for_selector("text=Copied.")
        line = at.page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(
            r"Geography: Rivers of Europe: 3 of 5 points \(60 %\), Kim, \d{4}-\d\d-\d\d, missed 2 4, "
            r"quiz [0-9a-f]{8}",
            line,
        )
        at.page.reload()
        assert at.page.input_value("#line") == line


def test_the_line_can_be_copied_by_hand_where_the_clipboard_is_closed(
    browser: Browser, quiz: Path
) -> None:
    with visit(browser, quiz) as at:
        at.page.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
        )
        at.page.reload()
        play(at, True, True, True, True, True)
        at.page.click("text=Copy result")
        at.page.wait_for_selector("#copied")
        assert at.page.evaluate("getSelection().toString() || document.activeElement.id") in (
            "line",
            at.page.input_value("#line"),
        )


def test_printing_gives_a_worksheet(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz) as at:
        at.page.emulate_media(media="print")
        assert not at.page.locator("#app").is_visible()
        assert at.page.locator("#sheet").is_visible()
        sheet = at.text("main")
        for text in ("Which river flows past Warsaw?", "Loire", "Hamburg", "the Black Sea"):
            assert text in sheet
        assert "Name" in at.text("header")
        assert not at.page.locator("details").first.is_visible()
        assert "three other capitals" not in sheet


@pytest.mark.parametrize(
    ("text", "opened"), [("Print as a worksheet", 0), ("Print with answers", 5)]
)
def test_the_print_buttons_print(browser: Browser, quiz: Path, text: str, opened: int) -> None:
    with visit(browser, quiz) as at:
        at.page.evaluate(
            "print = () => { printed = document.querySelectorAll('details[open]').length }"
        )
        at.page.click(f"text={text}")
        assert at.page.evaluate("printed") == opened
        assert at.page.locator("details[open]").count() == 0


# -- without a script -----------------------------------------------------------------------------


def test_without_javascript_it_is_a_list_with_answers(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz, PHONE, java_script_enabled=False) as at:
        assert not at.page.locator("#app").is_visible()
        sheet = at.text("#sheet")
        for text in ("Which river flows past Warsaw?", "Rhine", "Hamburg", "the Black Sea"):
            assert text in sheet
        assert "three other capitals" not in sheet
        answers = at.page.locator("details")
        assert answers.count() == 5
        answers.nth(2).locator("summary").click()
        said = answers.nth(2).inner_text()
        assert "Vienna" in said
        assert "So do three other capitals." in said
        assert "As of July 2021" in said
        assert "A small atlas" in said


def test_a_script_that_fails_leaves_the_list(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz) as at:
        at.page.add_init_script("JSON.parse = () => { throw new Error('on purpose') }")
        at.page.reload()
        assert at.page.locator("#sheet").is_visible()
        assert not at.page.locator("#app").is_visible()
        assert at.complaints.pop() == "on purpose"


# -- accessible -----------------------------------------------------------------------------------


def problems_of(at: Visit) -> list[str]:
    """What axe finds, its best practices and the newest rules included."""
    found = at.page.evaluate("axe.run().then(result => result.violations)")
    return [f"{v['id']}: {[node['html'][:120] for node in v['nodes']]}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(
    browser: Browser, quiz: Path, scheme: str, size: tuple[int, int]
) -> None:
    with visit(browser, quiz, size, color_scheme=scheme) as at:
        at.page.evaluate(AXE_FILE_PATH.read_text("utf-8"))
        at.page.evaluate("axe.configure({ rules: [{ id: 'target-size', enabled: true }] })")
        for number in range(5):
            assert problems_of(at) == []
            (answer_wrong if number % 2 else answer_right)(at)
            at.check()
            assert problems_of(at) == []
            at.next()
        assert problems_of(at) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_list(browser: Browser, quiz: Path, scheme: str) -> None:
    with visit(browser, quiz, color_scheme=scheme) as at:
        at.page.evaluate(AXE_FILE_PATH.read_text("utf-8"))
        at.page.evaluate(
            "document.documentElement.className = '';"
            "document.querySelectorAll('details').forEach(d => { d.open = true })"
        )
        assert problems_of(at) == []


SMALL = """() => [...document.querySelectorAll(
    '#app button, #app a, #app .option, #app input[type=text], #app select, #sheet summary')]
  .filter(e => e.checkVisibility())
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height, e.getBoundingClientRect().width])
  .filter(([, height, width]) => height < 44 || width < 44)"""


def test_targets_are_large_enough_for_a_thumb(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz, PHONE, has_touch=True) as at:
        for _ in range(5):
            assert at.page.evaluate(SMALL) == []
            answer_wrong(at)
            at.check()
            assert at.page.evaluate(SMALL) == []
            at.next()
        assert at.page.evaluate(SMALL) == []
    with visit(browser, quiz, PHONE, java_script_enabled=False) as at:
        heights = [
            box["height"] for s in at.page.locator("summary").all() if (box := s.bounding_box())
        ]
        assert len(heights) == 5
        assert min(heights) >= 44


def test_a_session_by_keyboard_alone(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz) as at:
        keys = at.page.keyboard

        def focused(what: str) -> bool:
            return bool(at.page.evaluate("s => document.activeElement.matches(s)", what))

        def tab_to(what: str) -> None:
            for _ in range(30):
                if focused(what):
                    return
                keys.press("Tab")
            pytest.fail(f"no Tab leads to {what}")

        tab_to(".option input")
        for _ in range(4):
            if at.page.locator(".option:has(:focus)").inner_text() == "Vistula":
                break
            keys.press("ArrowDown")
        keys.press("Space")
        keys.press("Enter")
        assert "Correct" in at.text(".verdict")
        keys.press("Enter")  # on to the next question, where the focus is
        assert focused("h2")
        tab_to(".option input")
        keys.press("1")
        keys.press("Enter")
        keys.press("Enter")
        assert focused("#typed")
        keys.type("Wien")
        keys.press("Enter")
        keys.press("Enter")
        tab_to("#m0")
        keys.type("Dan")
        keys.press("Tab")
        keys.type("Elb")
        tab_to("button[type=submit]")
        keys.press("Enter")
        assert "Correct" in at.text(".verdict")
        keys.press("Enter")
        tab_to("[aria-label='Move up: the Black Forest']")
        keys.press("Enter")
        assert focused("[aria-label='Move up: the Black Forest']"), "the focus moves along"
        keys.press("Space")
        tab_to("button[type=submit]")
        keys.press("Enter")
        keys.press("Enter")
        assert focused("#result")
        assert at.text(".score") == "5 of 5"


def test_what_happens_is_read_out(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz) as at:
        status = at.page.get_by_role("status")
        answer_wrong(at)
        at.check()
        assert status.inner_text() == "Wrong. Rhine flows elsewhere. The answer is Vistula."
        at.next()
        play(at, True, True, True)
        answer_wrong(at)
        assert status.inner_text() == "Vienna: now 2 of 3"
        names = at.page.locator(".move").evaluate_all(
            "all => all.map(e => e.getAttribute('aria-label'))"
        )
        assert len(set(names)) == len(names) == 6


def test_a_blank_is_read_out_as_one(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz) as at:
        play(at, True, True)
        heading = at.page.get_by_role("heading", level=2)
        assert heading.get_attribute("id") == "stem"
        assert "blank" in at.page.locator("#stem .unseen").inner_text()
        assert at.page.get_by_role("textbox", name="Your answer").is_visible()


@pytest.mark.parametrize(
    ("size", "font"), [((640, 400), "100%"), ((320, 500), "100%"), (PHONE, "200%")]
)
def test_it_holds_when_it_is_zoomed(
    browser: Browser, quiz: Path, size: tuple[int, int], font: str
) -> None:
    """A window of 1280 at 200 % and at 400 %; and twice the letters on a phone."""
    with visit(browser, quiz, size) as at:
        at.page.evaluate("font => { document.documentElement.style.fontSize = font }", font)
        for _ in range(5):
            assert not is_wider_than_its_window(at)
            answer_wrong(at)
            at.check()
            assert not is_wider_than_its_window(at)
            at.next()
        assert not is_wider_than_its_window(at)


def test_nothing_moves_for_those_who_want_it_still(browser: Browser, quiz: Path) -> None:
    moving = (
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration)"
        " || parseFloat(getComputedStyle(e).animationDuration)).length"
    )
    with visit(browser, quiz, reduced_motion="reduce") as at:
        assert at.page.evaluate(moving) == 0
        rule = "getComputedStyle(document.querySelector('progress'), '::-webkit-progress-value').transitionDuration"
        assert at.page.evaluate(rule) in ("", "0s")


# -- hostile text, maths, pictures ----------------------------------------------------------------

HOSTILE = (
    "</script><script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "<!--<script>",
    "]]>${pwned=1}`",
    "&lt;b&gt; &amp;",
    "\u202eright to left",
    "' onclick='pwned=1",
    '"><svg onload=pwned=1>',
)


def hostile_quiz() -> tuple[Deck, tuple[Item, ...]]:
    deck, _ = loads("title: '</title><script>pwned=1</script>'\nfacts: []\n")
    one, *others = HOSTILE
    source = Citation(Source("x", one, "<b>author</b>", url="javascript:pwned=1"), HOSTILE[1])
    more = {"why": HOSTILE[2], "as_of": HOSTILE[6], "hint": HOSTILE[7], "sources": (source,)}
    notes = tuple(Option(text, Proof.AUTHORED, one) for text in others)
    return deck, (
        made(1, "multiple-choice", HOSTILE[1], Choose((Option(one), *notes), HOSTILE[7]), **more),
        made(2, "cloze", f"_____ {HOSTILE[0]}", Type((HOSTILE[1], *others)), **more),
        made(3, "matching", HOSTILE[3], Match(HOSTILE[:3], HOSTILE[3:7], (0, 1, 2)), **more),
        made(4, "ordering", HOSTILE[4], Order(HOSTILE[:4], (2, 0, 3, 1)), **more),
    )


def test_hostile_text_is_only_text(browser: Browser, tmp_path: Path) -> None:
    deck, items = hostile_quiz()
    with visit(browser, write_page(tmp_path, deck, items), PHONE) as at:
        assert at.page.title() == "</title><script>pwned=1</script>"
        assert at.text("#stem") == HOSTILE[1]
        shown = at.page.locator(".option").evaluate_all("all => all.map(e => e.innerText)")
        assert sorted(shown) == sorted(HOSTILE)
        at.page.locator(".option input").first.check()
        at.check()
        verdict = at.text(".verdict")
        for text in (HOSTILE[0], HOSTILE[1], HOSTILE[2], "<b>author</b>"):
            assert text in verdict
        assert at.page.locator(".verdict a").count() == 0
        at.next()
        at.page.click("text=Hint")
        assert HOSTILE[7] in at.text("#spot")
        at.page.fill("#typed", HOSTILE[1])
        at.check()
        assert "Correct" in at.text(".verdict")
        at.next()
        at.page.locator("select").first.select_option(index=1)
        at.check()
        at.next()
        at.page.locator("[data-by='1']").first.click()
        at.check()
        at.next()
        assert HOSTILE[3] in at.text(".missed")
        assert (
            at.page.locator("#app img, #app svg, #app script, #sheet img, #sheet script").count()
            == 0
        )
        assert at.page.evaluate("typeof pwned") == "undefined"
        assert not is_wider_than_its_window(at)
    with visit(browser, tmp_path / "quiz.html", java_script_enabled=False) as at:
        sheet = at.text("#sheet")
        for text in HOSTILE:
            assert text in sheet


def test_the_policy_lets_nothing_in(browser: Browser, quiz: Path) -> None:
    with visit(browser, quiz) as at:
        at.page.evaluate(
            "() => { for (const [tag, name, text] of [['script', 'text', 'pwned = 1'], ['style', 'textContent',"
            " 'h1 { display: none }'], ['img', 'src', 'https://example.org/x.png']]) { const e ="
            " document.createElement(tag); e[name] = text; document.body.append(e); } }"
        )
        assert at.page.evaluate("fetch('https://example.org').then(() => 1, () => 0)") == 0
        assert at.page.evaluate("typeof pwned") == "undefined"
        assert at.page.locator("h1").is_visible()
        assert len(at.complaints) >= 4
        assert all(
            "Content Security Policy" in said or "violates" in said for said in at.complaints
        )
        at.complaints.clear()
        del at.requests[1:]  # what was refused is listed too


def test_maths_and_pictures_are_shown(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(PIXEL)
    deck, _ = loads("facts: []\n")
    where = {"location": Location(str(tmp_path / "deck.yaml"), 1, 1)}
    formula = choice(
        1, r"What is \(x^2\) at 3? It is _____.", r"\(\frac{9}{1}\)", "6 ![a dot](dot.png)"
    )
    item = Item(
        **{
            **{name: getattr(formula, name) for name in Item.__slots__},
            **where,
            "image": str(tmp_path / "dot.png"),
        }
    )
    with visit(browser, write_page(tmp_path, deck, (item,)), PHONE) as at:
        assert at.page.locator("#stem msup").is_visible()
        assert at.page.locator("#app .options mfrac").is_visible()
        for picture in at.page.locator("#app img").all():
            assert picture.evaluate("e => e.complete && e.naturalWidth") == 1
            assert picture.get_attribute("alt")
        assert at.page.locator("#app img").count() == 2
        at.page.emulate_media(media="print")
        listed = at.page.locator("#sheet figure img")
        assert listed.evaluate("e => parseFloat(getComputedStyle(e).maxHeight)") < 150, "not a page"
        at.page.emulate_media(media="screen")
        at.page.locator(".option input").first.check()
        at.check()
        assert "Answer" in at.text(".verdict") or at.page.locator(".verdict mark").count()
