"""How fast worksheets are, for `make bench`: against the engines alone, in the same run."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import typst

from nkquiz import formats, sheet
from nkquiz.formats import pdf
from nkquiz.formats.pdf.data import data_of
from nkquiz.formats.pdf.glyphs import families, own_fonts
from nkquiz.item import Choose, Item, Option, Proof
from nkquiz.model import Citation, Deck, Location, Source

#: name, peer, bound, what is measured, and what it is compared with; `tests/bench.py` times both.
Timing = tuple[str, str, float, Callable[[], object], Callable[[], object]]

ITEMS = 1_000
DECK = Deck(id="big", title="Rivers and places")


def timings() -> Iterator[Timing]:
    """A PDF and a Word document of a thousand choice items, each with its key."""
    items = tuple(map(item, range(ITEMS)))
    with tempfile.TemporaryDirectory() as folder:
        yield setting(items, Path(folder))
        yield wording(items, Path(folder))


def item(number: int) -> Item:
    names = ("Danube", "Rhine", "Elbe", "Vistula")
    options = tuple(
        Option(f"{name} {number}", Proof.AUTHORED if place else None)
        for place, name in enumerate(names)
    )
    return Item(
        id=f"big/fact-{number}/river/multiple-choice",
        kind="multiple-choice",
        fact_ids=(f"big/fact-{number}",),
        memories=(f"big/fact-{number}/river",),
        stem=f"The _____ flows past place {7 * number} to the sea, and trade followed the water.",
        interaction=Choose(options, "Which river fills the blank?"),
        location=Location("big.yaml", number + 1, 1),
        sources=(Citation(Source("atlas", "A small atlas"), f"p. {number % 300}"),),
        why=f"The valley of number {number} was settled early.",
    )


def setting(items: tuple[Item, ...], folder: Path) -> Timing:
    """From items to a PDF, against typst compiling the finished source: template and data."""
    path = folder / "sheet.pdf"
    (document,) = sheet.documents(DECK, items, sheet.Settings(), path)
    fonts = own_fonts()
    data = {**data_of(document, lambda _picture, _where: None), "fonts": families(fonts)}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    source = pdf.template()
    # Typst remembers what it has set: without a change it would do nothing the second time.
    turns = iter(range(10**9))

    def ours() -> None:
        titled = sheet.Settings(title=f"Turn {next(turns)}", seed=next(turns))
        assert formats.worksheet(DECK, items, titled, path).was_written

    def engine() -> None:
        compiler = typst.Compiler(source, font_paths=fonts, sys_inputs=inputs)
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
        assert isinstance(made, bytes)
        path.write_bytes(made)
        pdf.forget()

    return f"sheet: PDF of {ITEMS:,} choice items", "typst, the finished source", 1.3, ours, engine


def wording(items: tuple[Item, ...], folder: Path) -> Timing:
    """From items to a Word document, against python-docx adding the same paragraphs."""
    path = folder / "sheet.docx"

    def ours() -> None:
        assert formats.worksheet(DECK, items, sheet.Settings(), path).was_written

    ours()
    texts = [
        ("".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t")))
        for paragraph in paragraphs(path)
    ]

    def plain() -> None:
        word = docx.Document()
        for text in texts:
            word.add_paragraph(text, "List Number")
        word.save(str(path))

    return f"sheet: Word, {ITEMS:,} choice items", "python-docx, same paragraphs", 2, ours, plain


def paragraphs(path: Path) -> list[Any]:
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    return list(docx.Document(str(path)).element.body.iter(name))
