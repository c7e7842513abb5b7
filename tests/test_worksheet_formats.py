"""Worksheets as files: PDF, Word, HTML and Markdown, read back by the programs that people use."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

import nkquiz
import papers
from conftest import Golden
from nkquiz import formats, loader, prose, sheet
from nkquiz.formats import pdf
from nkquiz.formats.pdf import data, glyphs
from nkquiz.item import BLANK, Choose, Item, Judge, Match, Option, Order, Proof, Type
from nkquiz.model import Citation, Deck, Level, Location, Source
from nkquiz.registry import NAMES
from nkquiz.sheet import Settings
from pixels import ICO, TIFF, WITHOUT_PIXELS

SUFFIXES = (".pdf", ".docx", ".html", ".md")
WHERE = Location(str(papers.EVERYTHING), 1, 1)
DECK = Deck(id="sheet", title="Rivers::All of them")


# -- a sheet with one item of each interaction ---------------------------------------------------


def item(name: str, kind: str, stem: str, interaction: object, **changes: object) -> Item:
    made = Item(
        id=f"sheet/{name}/x/{kind}",
        kind=kind,
        fact_ids=(f"sheet/{name}",),
        memories=(f"sheet/{name}/x",),
        stem=stem,
        interaction=interaction,  # type: ignore[arg-type]
        location=WHERE,
        sources=(
            Citation(Source("atlas", "A small atlas", "Jo Field", published="2021-03"), "p. 12"),
        ),
        why="It is so.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(
        Option(text, Proof.AUTHORED if place else None) for place, text in enumerate(texts)
    )


def one_of_each(text: str = "") -> list[Item]:
    """Items of every interaction; `text` stands everywhere in them."""
    choose = Choose(options(f"Danube{text}", "Rhine", "Elbe", "Oder"), f"Which river{text}?")
    judge = Judge(Proof.AUTHORED, f"It is not.{text}", f"No.{text}") if text else Judge()
    match = Match((f"Cologne{text}", "Dresden"), (f"Elbe{text}", "Oder", "Rhine"), (2, 0))
    order = Order((f"rain{text}", "brook", "river", "sea"), (2, 0, 3, 1))
    listed = Type(("England and Wales",), "", ("England", "Wales"))
    return [
        item("a", "multiple-choice", f"The {BLANK} is long.{text}", choose),
        item("b", "true-false", f"The Po is in Italy.{text}", judge, as_of="2021-03"),
        item("c", "matching", f"Match city and river.{text}", match),
        item("d", "ordering", f"Put these in order.{text}", order),
        item("e", "cloze", f"Paris lies on the {BLANK}.{text}", Type((f"Seine{text}", "La Seine"), "river")),
        item("f", "short-answer", f"Which two countries?{text}", listed, why=f"Both are.{text}"),
    ]  # fmt: skip


def written(items: Iterable[Item], path: Path, **settings: object) -> bytes:
    report = formats.worksheet(DECK, tuple(items), Settings(**settings), path)  # type: ignore[arg-type]
    if any(problem.code == "missing-glyph" for problem in report.problems):
        papers.leave_out("a font", "fonts-noto-cjk")
    assert report.was_written, report.problems
    return path.read_bytes()


# -- what a reader sees ---------------------------------------------------------------------------


class _Text(HTMLParser):
    """The text of a page, and which elements and attributes it has."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def html_of(page: str) -> _Text:
    parser = _Text()
    parser.feed(page)
    return parser


def markdown_as_html(path: Path) -> str:
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(path.read_text(encoding="utf-8"))
    assert isinstance(rendered, str)
    return rendered


def word_text(path: Path) -> str:
    body = docx.Document(str(path)).element.body
    return "".join(
        "\n" if node.tag == qn("w:p") else node.text or ""
        for node in body.iter(qn("w:t"), qn("w:p"), qn("m:t"))
    )


READERS: dict[str, Callable[[Path], str]] = {
    ".pdf": lambda path: " ".join(papers.pages(path)),
    ".docx": word_text,
    ".html": lambda path: "".join(html_of(path.read_text(encoding="utf-8")).said),
    ".md": lambda path: "".join(html_of(markdown_as_html(path)).said),
}


def read(path: Path) -> str:
    return papers.squeezed(READERS[path.suffix](path))


def shown(text: prose.Prose) -> str:
    """What of a text must be found: its words. Maths and rules are drawn."""
    return "".join(piece.text for piece in text if isinstance(piece, prose.TextRun))


def ruled(text: prose.Prose) -> str:
    """The words of a text, and the rules between them."""
    return "".join(
        "_" * sheet.RULE if isinstance(piece, prose.Blank) else prose.plain((piece,))
        for piece in text
    )


def all_texts(items: Iterable[Item], **settings: object) -> set[str]:
    """Every text of the questions and the key, piece by piece, without white space."""
    chosen = Settings(**settings)  # type: ignore[arg-type]
    found: set[str] = set()
    for document in sheet.documents(DECK, items, chosen, Path("x")):
        for _, text in sheet.texts(document):
            found.update(
                papers.squeezed(piece.text) for piece in text if isinstance(piece, prose.TextRun)
            )
    return {text for text in found if text}


# -- the contract of every format ------------------------------------------------------------------


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("path", [papers.SEED_DECK, papers.EVERYTHING])
def test_every_item_option_and_key_is_there(suffix: str, path: Path, tmp_path: Path) -> None:
    items = papers.chosen(path, 40, NAMES)
    file = tmp_path / f"x{suffix}"
    written(items, file, versions=3)
    text = read(file)
    for expected in all_texts(items, versions=3):
        assert expected in text
    for letter in "ABC":
        assert f"Version{letter}" in text
        assert papers.squeezed(f"Key to version {letter}") in text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_sheet_is_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    items = papers.chosen(papers.EVERYTHING, 40, NAMES)
    first = written(items, tmp_path / f"x{suffix}", versions=2, seed=5)
    again = written(items, tmp_path / f"x{suffix}", versions=2, seed=5)
    assert first == again
    assert first != written(items, tmp_path / f"x{suffix}", versions=2, seed=6)


HOSTILE = (
    " <b>bold</b> &amp; #let x = $1$ *a* _b_ `c` [d](e) ![f] {{g}} :smile: www.h.org https://i.org "
    "@j ~k~ | l || 1. m ' \" -- ... \\ \\( n <!-- o --> ]]> %p ^q^ #set page() = r\u200b"
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_text_shows_as_it_is(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"x{suffix}"
    written(one_of_each(HOSTILE), file)
    seen = read(file).replace("\u200b", "")
    wanted = papers.squeezed(HOSTILE).replace("\u200b", "")
    # Each item once in the questions; choice, matching, ordering, cloze again in a part; the key.
    assert seen.count(wanted) >= 6 + 5 + 4


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_can_not_be_shown_breaks_nothing(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"x{suffix}"
    written(one_of_each(" a\x00b\x1bc\ud800d\ufffee\r\nf\tg"), file)
    assert "a\ufffdb\ufffdc\ufffdd\ufffdefg" in read(file)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_without_a_key_no_answer_is_told(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"x{suffix}"
    written(one_of_each(), file, key=sheet.KeyPlace.NONE)
    assert "Seine" not in read(file)
    assert "Itisso" not in read(file)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_separate_key_is_a_file_of_its_own(suffix: str, tmp_path: Path) -> None:
    written(one_of_each(), tmp_path / f"x{suffix}", key=sheet.KeyPlace.SEPARATE, versions=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        (f"x{suffix}", f"x-key{suffix}")
    )
    questions, key = (read(tmp_path / f"{name}{suffix}") for name in ("x", "x-key"))
    assert "Seine" in key
    assert "Seine" not in questions
    assert "Jo Field, A small atlas, March 2021".replace(" ", "") in key
    assert "RiversAllofthem" in key.replace(":", "")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_title_instructions_and_word_bank_are_shown(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"x{suffix}"
    written(one_of_each(), file, title="My & own", instructions="Use a <pen>.", decoys=0)
    text = read(file)
    for said in ("My&own", "Usea<pen>.", "Itstandsinthebox.", "Name", "Class", "Date", "Score"):
        assert said in text
    assert text.index("Itstandsinthebox.") < text.index("Seine") < text.index("Parislieson")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_sheet_is_refused(suffix: str, tmp_path: Path) -> None:
    report = formats.worksheet(DECK, (), Settings(), tmp_path / f"x{suffix}")
    (problem,) = report.problems
    assert problem.code == "no-items"
    assert not report.was_written
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_export_by_suffix(suffix: str, tmp_path: Path) -> None:
    deck = papers.deck_of(papers.SEED_DECK)
    items, _ = nkquiz.generate(deck, ("cloze",))
    problems = nkquiz.export(deck, items, tmp_path / f"x{suffix}")
    assert {problem.code for problem in problems} == {"cross-item"}
    assert not any(problem.is_error for problem in problems)
    text = read(tmp_path / f"x{suffix}")
    assert all(papers.squeezed(one.answers[0]) in text for one in items)


def test_a_format_that_is_no_paper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no format of worksheets"):
        formats.worksheet(DECK, one_of_each(), Settings(), tmp_path / "x.apkg")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_can_not_be_written_leaves_the_old_one(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        formats.worksheet(DECK, one_of_each(), Settings(), tmp_path / "nowhere" / f"x{suffix}")
    assert list(tmp_path.iterdir()) == []


# -- pictures and maths ---------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder with a deck in it that shows pictures."""
    folder = tmp_path / "deck"
    folder.mkdir()
    (folder / "pyproject.toml").touch()
    shutil.copyfile(papers.EVERYTHING.with_name("flag.png"), folder / "flag.png")
    return folder


def pictured(folder: Path, markup: str) -> tuple[Deck, tuple[Item, ...]]:
    text = f"facts:\n  - The flag {markup} is that of ==Monaco==.\n"
    path = folder / "deck.yaml"
    path.write_text(text, encoding="utf-8")
    deck, problems = loader.load(path)
    assert not [problem for problem in problems if problem.is_error]
    return deck, nkquiz.generate(deck, ("cloze",))[0]


PICTURES = {
    ".pdf": lambda path: "/Subtype/Image" in path.read_bytes().decode("latin-1"),
    ".docx": lambda path: any("media/" in name for name in zipfile.ZipFile(path).namelist()),
    ".html": lambda path: "data:image/png;base64," in path.read_text(),
    ".md": lambda path: "![red](deck/flag.png)" in path.read_text(),
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_picture_is_shown(suffix: str, world: Path) -> None:
    deck, items = pictured(world, "![red](flag.png)")
    path = world.parent / f"x{suffix}"
    report = formats.worksheet(deck, items, Settings(), path)
    assert report.problems == ()
    assert PICTURES[suffix](path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("![red](flga.png)", 'the file "flga.png" does not exist; did you mean "flag.png"?'),
        ("![red](../etc/x.png)", '"../etc/x.png" is outside of '),
        ("![red](ETC/x.png)", "is outside of "),
        ("![red](https://e.org/x.png)", '"https://e.org/x.png" is a web address: '),
        ("![red](data:image/png;base64,xx)", '"data:image/png;base64,xx" is a web address: '),
        ("![red](deck.yaml)", '"deck.yaml" is not a picture: '),
        ("![red](page.png)", '"page.png": this file does not contain a picture: '),
        ("![red](half.png)", '"half.png": the file is damaged, or its end'),
        ("![red](icon.ico)", '"icon.ico" is in the format ico, which can\'t be shown here: '),
    ],
)
def test_a_picture_that_can_not_be_shown_is_told_of(
    suffix: str, markup: str, said: str, world: Path
) -> None:
    etc = world.parent / "etc"
    etc.mkdir()
    flag = (world / "flag.png").read_bytes()
    (etc / "x.png").write_bytes(flag)
    (world / "half.png").write_bytes(flag[: len(flag) // 2])
    (world / "page.png").write_text("<!DOCTYPE html><p>Not found")
    (world / "icon.ico").write_bytes(ICO)
    deck, items = pictured(world, markup.replace("ETC", str(etc)))
    path = world.parent / f"x{suffix}"
    report = formats.worksheet(deck, items, Settings(), path)
    assert [p.level for p in report.problems] == [Level.WARNING]
    assert said in report.problems[0].message
    assert not PICTURES[suffix](path)
    assert "[red]" in read(path)


@pytest.mark.parametrize(
    ("suffix", "content", "code"),
    [(".pdf", WITHOUT_PIXELS, "bad-picture"), (".docx", TIFF, "broken-media")],
)
def test_a_picture_without_pixels_is_no_crash(
    suffix: str, content: bytes, code: str, world: Path
) -> None:
    shutil.copyfile(world / "flag.png", world / "good.png")
    (world / "flag.png").write_bytes(content)
    deck, items = pictured(world, "![fine](good.png) ![red](flag.png)")
    report = formats.worksheet(deck, items, Settings(), world.parent / f"x{suffix}")
    (problem,) = report.problems
    assert problem.code == code
    assert '"flag.png" is ' in problem.message
    assert problem.location.path == str(world / "deck.yaml")


def flagged(kind: str, body: object) -> Item:
    return item("p", kind, "What do you see?", body, image="flag.png", sources=(), why="")


def test_the_picture_of_an_item_stands_between_stem_and_options(tmp_path: Path) -> None:
    choice = flagged("multiple-choice", Choose(options("red", "blue", "green")))
    for one, after in ((choice, "red"), (flagged("true-false", Judge()), "Key")):
        page = written([one], tmp_path / "x.html").decode()
        assert page.index("see?") < page.index('<p class="picture"><img') < page.index(after)
        lines = written([one], tmp_path / "x.md").decode().split("\n\n")
        (at,) = (n for n, line in enumerate(lines) if line.startswith("    ![picture]("))
        assert "see?" in lines[at - 1]
        written([one], tmp_path / "x.docx")
        word = outline(tmp_path / "x.docx").splitlines()
        (at,) = (n for n, line in enumerate(word) if "WorksheetPicture" in line)
        assert "see?" in word[at - 1]
        assert (" end" in word[at]) == (one.kind == "true-false")
        written([one], tmp_path / "x.pdf")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_instructions_keep_their_lines(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"x{suffix}"
    written(one_of_each(), file, instructions="First this.\nThen that.")
    if suffix == ".docx":
        paragraph = next(p for p in docx.Document(str(file)).paragraphs if "First" in p.text)
        assert paragraph.text == "First this.\nThen that."
        return
    text = papers.run("pdftotext", file, "-") if suffix == ".pdf" else file.read_text("utf-8")
    assert re.search(r"First this\.(<br>|\\?\n)Then that\.", text)


MATHS = r"\(\frac{a}{b} \le \sqrt[3]{x_1^2} + \sum_{i=1}^n \alpha_i\)"
SIGNS = {
    ".pdf": r"𝑎",
    ".docx": "≤",
    ".html": "≤",
    ".md": r"\le",
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_maths_is_set(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"x{suffix}"
    written([item("m", "cloze", f"We know {MATHS} and {BLANK}.", Type(("more",)))], file)
    text = READERS[suffix](file)
    assert SIGNS[suffix] in text
    assert ("frac" in text) == (suffix == ".md")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("source", [r"\(\unknown{x}\)", r"\(a{\)", r"\(\)"])
def test_maths_that_is_not_understood_stands_as_written(
    suffix: str, source: str, tmp_path: Path
) -> None:
    file = tmp_path / f"x{suffix}"
    items = [item("m", "cloze", f"We know {source} and {BLANK}.", Type(("more",)))]
    report = formats.worksheet(DECK, items, Settings(), file)
    assert [(p.code, p.level) for p in report.problems] == [("unknown-maths", Level.WARNING)]
    assert papers.squeezed(f"We know {source[2:-2]} and") in read(file)


def test_a_space_in_maths_has_a_width_in_html(tmp_path: Path) -> None:
    items = [item("m", "cloze", rf"We know \(x\,dx\) and {BLANK}.", Type(("more",)))]
    page = written(items, tmp_path / "x.html").decode()
    assert '<mi>x</mi><mspace width="0.17em"></mspace><mi>d</mi>' in page


def test_html_in_maths_stays_text(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    source = r"\(\text{<script>alert(1)</script>} < \href{javascript:alert(1)}{x}\)"
    written([item("m", "cloze", f"We know {source} and {BLANK}.", Type(("more",)))], file)
    page = html_of(file.read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert "href" not in page.attributes


# -- PDF --------------------------------------------------------------------------------------------


def test_a_pdf_is_tagged_and_has_language_and_bookmarks(tmp_path: Path, golden: Golden) -> None:
    file = tmp_path / "x.pdf"
    deck = replace(DECK, language="de-AT")
    formats.worksheet(deck, one_of_each(), Settings(versions=2), file)
    said = papers.run("pdfinfo", file)
    assert re.search(r"Tagged: +yes", said)
    assert re.search(r"Title: +Rivers: All of them", said)
    assert b"/Lang(de)" in file.read_bytes().replace(b"/Lang (", b"/Lang(")
    assert b"/Outlines" in file.read_bytes()
    assert b"pdfuaid" in file.read_bytes()
    golden("worksheets/structure.txt", structure(file))


def structure(file: Path) -> str:
    """The tags of a PDF and their texts; poppler shows a title in bytes that are no text."""
    said = papers.run("pdfinfo", "-struct-text", file)
    return re.sub(r' "[^"\n]*\ufffd[^"\n]*"', "", said)


@pytest.mark.parametrize(("paper", "size"), [("a4", "595.276 x 841.89"), ("letter", "612 x 792")])
def test_the_paper_has_the_size_that_is_asked_for(paper: str, size: str, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    written(one_of_each(), file, paper=sheet.Paper(paper))
    assert size in papers.run("pdfinfo", file)


@pytest.mark.parametrize("paper", list(sheet.Paper))
@pytest.mark.parametrize("size", [11, 18])
def test_no_item_is_torn_in_a_pdf(paper: sheet.Paper, size: float, tmp_path: Path) -> None:
    items = papers.chosen(papers.COUNTRIES, 60, ("multiple-choice", "true-false", "cloze"))
    assert len(items) == 60
    file = tmp_path / "x.pdf"
    settings = Settings(paper=paper, font_size=size, key=sheet.KeyPlace.NONE)
    formats.worksheet(DECK, items, settings, file)
    (document,) = sheet.documents(DECK, items, settings, file)
    assert_whole(document, [papers.squeezed(page) for page in papers.pages(file)])


def assert_whole(document: sheet.Document, pages: list[str]) -> None:
    """Each question stands on one page, with its number, and in the right order."""
    at = (0, 0)
    for section in document.sheet.versions[0].sections:
        for question in section.questions:
            stem = papers.squeezed(ruled(question.stem))
            begin = f"{question.number}.{stem[:40]}"
            page = next((n for n, text in enumerate(pages) if begin in text), None)
            assert page is not None, begin
            place = pages[page].index(begin)
            assert (page, place) >= at
            at = (page, place)
            if isinstance(question.body, sheet.Choices):
                for index, option in enumerate(question.body.options):
                    assert (
                        f"{sheet.letter(index)}{papers.squeezed(shown(option))}"
                        in pages[page][place:]
                    )


def test_matching_has_one_column_where_two_have_no_room(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    match = Match(("Turkmenistan", "Azerbaijan"), ("Ashgabat", "Baku"), (0, 1))
    one = item("m", "matching", "Match them.", match)
    order = []
    for columns in (1, 2):
        written([one], file, columns=columns, font_size=14, key=sheet.KeyPlace.NONE)
        text = papers.pages_by_line(file)[0]
        order.append(text.index("Ashgabat") < text.index("Azerbaijan"))
    assert order == [True, False]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("short words", "short words"),
        ("P'yŏngyang", "P'yŏngyang"),
        ("a Donaudampfschiff", "a " + "\u200b".join("Donaudampfschiff")),
    ],
)
def test_only_a_word_longer_than_a_line_breaks_anywhere(text: str, broken: str) -> None:
    assert data.broken(text, 12) == broken


def test_a_long_word_stays_on_the_paper(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    word = "Donaudampfschifffahrt" * 8
    written([item("l", "cloze", f"The {BLANK} is long.", Type((word,)))], file, decoys=0)
    boxes = papers.run("pdftotext", "-bbox", file, "-")
    assert max(float(x) for x in re.findall(r'<word .*xMax="([\d.]+)"', boxes)) < 595 - 54 + 1
    assert min(float(x) for x in re.findall(r'<word xMin="([\d.-]+)"', boxes)) > 54 - 1


@pytest.mark.parametrize(
    ("prose_", "isolated"),
    [
        ("Cairo", "Cairo"),
        (["P'yŏngyang", ["blank"]], ["P'yŏngyang", ["blank"]]),
        ("ירושלים", ["\u2066", "ירושלים", "\u2069"]),
        (["in ", "القاهرة"], ["\u2066", "in ", "القاهرة", "\u2069"]),
    ],
)
def test_letters_from_the_right_are_shut_off(prose_: object, isolated: object) -> None:
    assert data.isolated(prose_, "ltr") == isolated


ARABIC = replace(DECK, language="ar", title="الأنهار")


def test_what_a_sheet_says_by_itself_is_english_among_letters_from_the_right(
    tmp_path: Path,
) -> None:
    items = [replace(one, language="ar") for one in one_of_each()]
    for deck, is_told in ((DECK, False), (ARABIC, True)):
        file = tmp_path / "x.html"
        formats.worksheet(deck, items, Settings(), file)
        said = '<bdi lang="en" dir="ltr">Circle the letter of the right answer.</bdi>'
        assert (said in file.read_text("utf-8")) == is_told
    file = tmp_path / "x.pdf"
    formats.worksheet(ARABIC, items, Settings(), file)
    lines = papers.run("pdftotext", "-layout", file, "-").splitlines()
    assert any("Circle the letter of the right answer." in line for line in lines)
    # What nkquiz asks by itself too.
    assert any("Which river?" in line for line in lines)
    # Their places on the page: the name at the right, the score at the left.
    boxes = papers.run("pdftotext", "-bbox", file, "-")
    left = {
        word: float(found[1])
        for word in ("Name", "Score", "point")
        if (found := re.search(rf'xMin="([\d.]+)"[^>]*>{word}<', boxes))
    }
    assert left["Score"] < 100 < 500 < left["Name"]
    one = re.search(r'xMin="([\d.]+)"[^>]*>1</word>\s*<word[^>]*>point<', boxes)
    assert one is not None
    assert float(one[1]) < left["point"]


def test_a_source_without_a_reason_stands_on_the_line_of_its_answer(tmp_path: Path) -> None:
    bare, told = one_of_each()[0], one_of_each()[1]
    page = written([replace(bare, why="", as_of=""), told], tmp_path / "x.html").decode()
    assert '<span class="cited">[1, p. 12]</span>' in page
    assert '<span class="why">It is so. As of March 2021. [1, p. 12]</span>' in page


def test_nothing_is_printed_on_the_back_of_another_version(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    written(one_of_each(), file, versions=3)
    pages = papers.pages(file)
    firsts = [n for n, text in enumerate(pages) if "Name" in text]
    firsts.append(next(n for n, text in enumerate(pages) if "Key to version A" in text))
    assert len(firsts) == 4
    assert all(first % 2 == 0 for first in firsts), "pages count from 0"


def test_what_is_longer_than_a_page_goes_on_over_the_next(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    long = " ".join(f"word{number}" for number in range(3000))
    written([item("l", "cloze", f"{long} {BLANK}.", Type(("x",)))], file)
    text = papers.squeezed(" ".join(papers.pages(file)))
    assert "word0word1" in text
    assert "word2998word2999" in text


# -- glyphs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain text",
        "P'yŏngyang Māori Kraków Çelik ß",
        "Ελλάδα Москва",
        "½ × ≤ → — … ’",
        "e\u0301\u200b\u00ad",
    ],
)
def test_what_the_engine_has_by_itself(text: str) -> None:
    assert glyphs.missing(text, glyphs.own_fonts()) == []


@pytest.mark.parametrize(
    ("text", "lacking", "package"),
    [
        ("the 한국 of ŏ", ["국", "한"], "fonts-noto-cjk"),
        ("日本", ["日", "本"], "fonts-noto-cjk"),
        ("አ of Ethiopia", ["አ"], "fonts-noto-core"),
        ("😀", ["😀"], "fonts-noto-color-emoji"),
    ],
)
def test_what_it_has_not(text: str, lacking: list[str], package: str) -> None:
    assert [
        c for c in glyphs.missing(text, glyphs.own_fonts()) if c.isalpha() or c == "😀"
    ] == lacking
    assert {glyphs.package_for(character) for character in lacking} == {package}


def test_a_missing_glyph_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_system_fonts", glyphs.own_fonts)
    file = tmp_path / "x.pdf"
    file.write_bytes(b"old")
    report = formats.worksheet(DECK, one_of_each(" 한국"), Settings(), file, force=True)
    (problem,) = report.problems
    assert (problem.code, problem.level, problem.location) == ("missing-glyph", Level.ERROR, WHERE)
    assert problem.message == (
        "no installed font has 국 (U+AD6D), 한 (U+D55C): install one, such as Debian's fonts-noto-cjk"
    )
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_font_of_the_system_helps_out(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    written(one_of_each(" 한국 ŏ"), file)
    fonts = papers.run("pdffonts", file)
    assert "LibertinusSerif" in fonts
    assert re.search(r"Noto\w*CJK", fonts)


def test_a_sheet_in_latin_letters_needs_no_font_of_the_system(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    written(papers.chosen(papers.SEED_DECK), file)
    names = papers.run("pdffonts", file).split("\n", 2)[2]
    own = {family.replace(" ", "") for family in glyphs.own_fonts().families()}
    assert own.issuperset({"LibertinusSerif"})
    assert all(re.match(r"\w+\+LibertinusSerif", line) for line in names.splitlines())


def test_the_template_is_markup_and_the_text_is_data() -> None:
    assert b"eval(" not in pdf.template()


# -- Word -------------------------------------------------------------------------------------------


def test_word_documents_have_styles_and_lists(tmp_path: Path, golden: Golden) -> None:
    file = tmp_path / "x.docx"
    written(one_of_each(), file, versions=2)
    golden("worksheets/word.txt", outline(file))


def outline(path: Path) -> str:
    """Each paragraph: its list and level, its style, its text; a table's stand after a bar."""
    lines = []
    for paragraph in docx.Document(str(path)).element.body.iter(qn("w:p")):
        style = (
            paragraph.pPr.pStyle.val
            if paragraph.pPr is not None and paragraph.pPr.pStyle is not None
            else ""
        )
        numbers = paragraph.pPr.numPr if paragraph.pPr is not None else None
        number = f"{numbers.numId.val}.{numbers.ilvl.val}" if numbers is not None else ""
        keeps = paragraph.xpath("boolean(./w:pPr/w:keepNext[@w:val='0'])")
        text = "".join(
            "\t" if node.tag == qn("w:tab") else node.text or ""
            for node in paragraph.iter(qn("w:t"), qn("w:tab"))
            if node.getparent().tag == qn("w:r")
        )
        bar = "|" if paragraph.getparent().tag == qn("w:tc") else " "
        lines.append(f"{bar}{style:<22}{number:<6}{'end' if keeps else '':<4}{text}".rstrip())
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("size", "count"), [(11, 6), (11, 12), (11, 120), (18, 6), (40, 1200)])
def test_numbers_in_word_have_room_before_the_text(size: float, count: int, tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    items = [replace(one_of_each()[4], id=f"sheet/{n}/x/cloze") for n in range(count)]
    written(items, file, font_size=size)
    numbering = docx.Document(str(file)).part.numbering_part.element
    level = numbering.xpath("./w:abstractNum/w:lvl[./w:lvlText/@w:val='%1.']/w:pPr/w:ind")[0]
    digit, stop = 0.556, 0.278  # of Arial
    wide = size * 20 * (digit * len(str(count)) + stop)
    assert int(level.get(qn("w:hanging"))) == int(level.get(qn("w:left"))) > wide


def test_letters_from_the_right_have_the_size_of_the_others_in_word(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    written(one_of_each(), file, font_size=18)
    for style in docx.Document(str(file)).styles:
        if style.name.startswith(("Worksheet", "Normal", "Heading 1", "Heading 2", "Footer")):
            assert style.element.xpath("./w:rPr/w:sz/@w:val") == style.element.xpath(
                "./w:rPr/w:szCs/@w:val"
            )


def test_a_word_document_counts_from_the_right_where_its_language_does(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    for deck, is_right in ((DECK, False), (ARABIC, True)):
        formats.worksheet(deck, one_of_each(" مصر"), Settings(), file)
        word = docx.Document(str(file))
        assert bool(word.styles["Normal"].element.xpath("./w:pPr/w:bidi")) == is_right
        body = word.element.body
        assert len(body.xpath(".//w:bidiVisual")) == (len(word.tables) if is_right else 0)
        assert bool(body.xpath(".//w:r[./w:rPr/w:rtl]/w:t[contains(., 'مصر')]")) == is_right
        assert not body.xpath(".//w:r[./w:rPr/w:rtl]/w:t[contains(., 'Circle')]")


@pytest.mark.parametrize(("versions", "columns", "size"), [(26, 1, 11), (6, 2, 16), (4, 1, 40)])
def test_the_table_of_numbers_in_word_has_room(
    versions: int, columns: int, size: float, tmp_path: Path
) -> None:
    file = tmp_path / "x.docx"
    settings = Settings(versions=versions, columns=columns, font_size=size)
    formats.worksheet(DECK, one_of_each(), settings, file)
    grid = docx.Document(str(file)).tables[-1]._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")
    assert len(grid) == versions
    assert sum(map(int, grid)) <= settings.column_width * 20


def test_words_in_the_bank_of_word_are_not_broken_or_stand_alone(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"

    def bank(*answers: str) -> str:
        items = [
            item(answer, "cloze", f"There is {BLANK} {answer[:1]}.", Type((answer,)))
            for answer in answers
        ]
        written(items, file, decoys=0)
        found = docx.Document(str(file)).paragraphs
        return next(p.text for p in found if p.style and p.style.name == "Worksheet Word Bank")

    assert bank("Black Forest", "Elbe") == "Black\u00a0Forest\u2003 Elbe"
    long = " ".join(["very"] * 40)
    assert bank("Black Forest", long) == f"Black Forest\n{long}"


def test_lists_in_word_count_for_each_version(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    written(papers.chosen(papers.SEED_DECK), file, versions=2)
    numbering = docx.Document(str(file)).part.numbering_part.element
    starts = {
        int(number.get(qn("w:numId"))): number.xpath("./w:lvlOverride/w:startOverride/@w:val")
        for number in numbering.iter(qn("w:num"))
    }
    used = {
        int(value)
        for value in docx.Document(str(file)).element.body.xpath(
            ".//w:p/w:pPr/w:numPr/w:numId/@w:val"
        )
    }
    assert used <= starts.keys()
    assert len(used) == 2 * 2 + 1  # questions and key of each version, and the sources
    assert all(start == ["1"] for start in starts.values())


#: The order in which Word wants what stands in a paragraph's, a cell's and a section's properties.
ORDERS = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind "
    "contextualSpacing jc outlineLvl rPr sectPr",
    "w:tcPr": "tcW gridSpan tcBorders shd noWrap tcMar vAlign",
    "w:tblPr": "tblStyle bidiVisual tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "w:sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "w:rPr": "rStyle rFonts b bCs i iCs color spacing sz szCs bdr rtl lang",
}


def test_properties_stand_in_the_order_that_word_wants(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    settings = Settings(versions=2, columns=2, decoys=0)
    formats.worksheet(ARABIC, one_of_each(" مصر"), settings, file)
    word = docx.Document(str(file))
    made = [
        style.element
        for style in word.styles
        if style.name.startswith(("Worksheet", "Normal", "Heading 1", "Heading 2", "Footer"))
    ]
    for root in (word.element.body, *made):
        for name, order in ORDERS.items():
            for properties in root.iter(qn(name)):
                tags = [child.tag.rpartition("}")[2] for child in properties]
                assert set(tags) <= set(order.split()), name
                assert tags == sorted(tags, key=order.split().index), name


def test_word_documents_have_an_east_asian_font_and_a_language(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    formats.worksheet(replace(DECK, language="ja"), one_of_each(), Settings(), file)
    normal = docx.Document(str(file)).styles["Normal"].element
    assert normal.rPr.rFonts.get(qn("w:eastAsia")) == "Yu Gothic"
    assert normal.rPr.xpath("./w:lang/@w:val") == ["ja"]


def test_nothing_in_a_word_document_tells_when_it_was_made(tmp_path: Path) -> None:
    data = written(one_of_each(), tmp_path / "x.docx")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2000-01-01"}
    assert str(datetime.now(UTC).year) not in core


def told_pages(path: Path) -> list[int]:
    """How many pages each footer of a Word document tells of before anybody has counted them."""
    sections = docx.Document(str(path)).sections
    footers = [
        section.footer._element for section in sections if not section.footer.is_linked_to_previous
    ]
    return [
        int(footer.xpath("string(.//w:fldSimple[contains(@w:instr, 'PAGEREF')]//w:t)"))
        for footer in footers
    ]


@pytest.mark.parametrize(("count", "columns", "pages"), [(1, 1, 1), (90, 1, 4), (90, 2, 3)])
def test_a_footer_in_word_tells_about_how_many_pages_there_are(
    count: int, columns: int, pages: int, tmp_path: Path
) -> None:
    file = tmp_path / "x.docx"
    items = [replace(one_of_each()[4], id=f"sheet/{n}/x/cloze") for n in range(count)]
    written(items, file, columns=columns, key=sheet.KeyPlace.NONE)
    (told,) = told_pages(file)
    assert told == pages


def test_libreoffice_opens_word_documents_and_shows_all_of_them(tmp_path: Path) -> None:
    """One run of LibreOffice for all, since it takes seconds to start."""
    cases = {
        "seed": (papers.chosen(papers.SEED_DECK), Settings(versions=4)),
        "everything": (
            papers.chosen(papers.EVERYTHING, 40, NAMES),
            Settings(versions=2, decoys=3),
        ),
        "long": (
            papers.chosen(papers.COUNTRIES, 60, ("multiple-choice", "true-false", "cloze")),
            Settings(key=sheet.KeyPlace.NONE, paper=sheet.Paper.LETTER),
        ),
    }
    files = [tmp_path / f"{name}.docx" for name in cases]
    for file, (items, settings) in zip(files, cases.values(), strict=True):
        assert formats.worksheet(DECK, items, settings, file).was_written
    made = dict(zip(cases, papers.to_pdf(tmp_path, *files), strict=True))
    for name, (items, settings) in cases.items():
        text = papers.squeezed(" ".join(papers.pages(made[name])))
        for document in sheet.documents(DECK, items, settings, files[0]):
            for _, one in sheet.texts(document):
                for piece in one:
                    if isinstance(piece, prose.TextRun):
                        assert papers.squeezed(piece.text) in text
    pages = [papers.squeezed(page) for page in papers.pages_by_line(made["long"])]
    items, settings = cases["long"]
    (document,) = sheet.documents(DECK, items, settings, files[2])
    assert_whole(document, pages)
    assert "612 x 792" in papers.run("pdfinfo", made["long"])
    seed = papers.pages(made["seed"])
    assert next(page for page in seed if "Version A" in page).count("Name") == 1
    first = [page for page in seed if re.search(r"Version B page \d", page)]
    assert [re.findall(r"page (\d) of (\d)", page)[0] for page in first] == [
        (str(n), str(len(first))) for n in range(1, len(first) + 1)
    ]
    counted = [
        int(of) for page in seed for at, of in re.findall(r"page (\d) of (\d)", page) if at == "1"
    ]
    assert len(counted) == 8
    assert all(abs(a - b) <= 1 for a, b in zip(told_pages(files[0]), counted, strict=True))
    papers.run("pdftoppm", "-png", "-r", "40", made["seed"], tmp_path / "page")
    assert len(list(tmp_path.glob("page-*.png"))) == len(seed)


# -- HTML and Markdown --------------------------------------------------------------------------------


def test_html_as_expected(tmp_path: Path, golden: Golden) -> None:
    page = written(one_of_each(), tmp_path / "x.html", versions=2, columns=2).decode()
    golden("worksheets/sheet.html", re.sub(r"(?s)<style>.*?</style>", "<style></style>", page))


def test_the_rule_of_a_blank_is_seen(tmp_path: Path) -> None:
    page = written(one_of_each(), tmp_path / "x.html").decode()
    rule = re.search(r"\.rule \{([^}]*)\}", page)
    assert rule is not None
    assert "color: transparent" in rule[1], "then a border without a colour of its own is too"
    assert "border-bottom: 1px solid #000" in rule[1]


def test_html_runs_nothing_and_fetches_nothing(tmp_path: Path) -> None:
    page = written(one_of_each(HOSTILE), tmp_path / "x.html").decode()
    parsed = html_of(page)
    assert "script" not in parsed.tags
    assert not {"src", "href", "onload", "style"} & parsed.attributes
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]


def test_markdown_as_expected(tmp_path: Path, golden: Golden) -> None:
    written(one_of_each(), tmp_path / "x.md", versions=2, decoys=0)
    golden("worksheets/sheet.md", (tmp_path / "x.md").read_bytes())


@pytest.mark.needs("pandoc")
@pytest.mark.parametrize("dialect", ["gfm", "markdown"])
@pytest.mark.parametrize("path", [papers.SEED_DECK, papers.EVERYTHING])
def test_markdown_means_the_same_to_pandoc(path: Path, dialect: str, tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    items = papers.chosen(path, 40, NAMES)
    written(items, file, versions=2)
    command = ["pandoc", "--from", dialect, "--to", "html", str(file)]
    page = html_of(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    text = papers.squeezed("".join(page.said))
    assert [t for t in sorted(all_texts(items, versions=2)) if t not in text] == []
    assert "table" in page.tags
    assert not page.tags & {"script", "pre", "blockquote", "sub", "del"}


def test_markdown_counts_on_after_a_heading(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    written(one_of_each(), file, key=sheet.KeyPlace.NONE)
    starts = re.findall(r'<ol(?: start="(\d+)")?>', markdown_as_html(file))
    assert starts == ["", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("It's 1.9 million, e.g. here.", r"It\'s 1.9 million, e.g. here."),
        ("1. first", r"1\. first"),
        ("a - b -- c ...", r"a - b \-\- c \.\.\."),
        ("- a", r"\- a"),
        ("at 10:30 now", "at 10:30 now"),
        (":smile: www.x.org http://y", r"\:smile: www\.x.org http\://y"),
    ],
)
def test_markdown_escapes_no_more_than_it_must(text: str, escaped: str) -> None:
    from nkquiz.formats.markdown import _escaped

    assert _escaped(text) == escaped
