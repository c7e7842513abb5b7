"""Pictures and sounds: one answer to what can be used, from `check` and from every export."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from nkquiz.cli import run
from nkquiz.loader import load
from nkquiz.signatures import look
from pixels import ENDLESS, GIF, ICO, JPEG, MP3, PNG, SVG, WHOLE, chunks

SOUNDS = ("wav", "m4a", *ENDLESS)
NAMES = {"jpg": "jpeg", "tif": "tiff", "m4a": "mp4"}


def codes(folder: Path, text: str) -> list[str]:
    (folder / "f.yaml").write_text(text, encoding="utf-8")
    return [problem.code for problem in load(folder / "f.yaml")[1]]


def fact(name: str) -> str:
    key = "audio" if name.rpartition(".")[2] in SOUNDS else "image"
    return f"facts: [{{id: a, fact: The ==Rhine== is long., {key}: '{name}'}}]\n"


# -- what is in a file ------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [*WHOLE, *ENDLESS])
def test_what_is_whole_is_known(suffix: str, tmp_path: Path) -> None:
    content = (WHOLE | ENDLESS)[suffix]
    (tmp_path / f"x.{suffix}").write_bytes(content)
    assert look(tmp_path / f"x.{suffix}") == (NAMES.get(suffix, suffix), True)
    assert codes(tmp_path, fact(f"x.{suffix}")) == []


@pytest.mark.parametrize("suffix", WHOLE)
def test_what_is_cut_off_is_an_error_wherever_that_is(suffix: str, tmp_path: Path) -> None:
    content = WHOLE[suffix].rstrip()
    for end in range(1, len(content)):
        path = tmp_path / f"{end}.{suffix}"
        path.write_bytes(content[:end])
        assert look(path) != (NAMES.get(suffix, suffix), True), end
    assert codes(tmp_path, fact(f"{len(content) - 1}.{suffix}")) == ["broken-media"]


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><svg></svg></html>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>",
        b"404: Not Found",
        b"\0" * 100,
        MP3,
    ],
)
@pytest.mark.parametrize("suffix", ["png", "jpg", "svg", "webp"])
def test_what_is_no_picture_is_an_error(page: bytes, suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"x.{suffix}").write_bytes(page)
    assert codes(tmp_path, fact(f"x.{suffix}")) == ["broken-media"]


@pytest.mark.parametrize("suffix", SOUNDS)
@pytest.mark.parametrize("page", [b"<!DOCTYPE html>", PNG, SVG])
def test_what_is_no_sound_is_an_error(page: bytes, suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"x.{suffix}").write_bytes(page)
    assert codes(tmp_path, fact(f"x.{suffix}")) == ["broken-media"]


def test_a_damaged_pixel_is_found_in_a_png(tmp_path: Path) -> None:
    damaged = bytearray(PNG)
    damaged[45] ^= 1
    (tmp_path / "x.png").write_bytes(damaged)
    assert codes(tmp_path, fact("x.png")) == ["broken-media"]


@pytest.mark.parametrize(
    "content",
    [
        chunks(),
        chunks((b"IDAT", b"pixels")),
        chunks((b"IHDR", bytes(13)), (b"IDAT", b"pixels")),
        chunks((b"IHDR", b"\0\0\0\x01" * 2 + bytes(5))),
        b"\xff\xd8\xff\xda\xff\xd9" + bytes(20) + b"\xff\xd9",
        JPEG.replace(b"\x08\0\x01\0\x01", b"\x08\0\0\0\0"),
        b"GIF89a;",
        GIF[:19] + b";",
        GIF.replace(b",\0\0\0\0\x01\0\x01", b",\0\0\0\0\0\0\0"),
    ],
)
def test_an_end_alone_is_no_whole_picture(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(content)
    assert codes(tmp_path, fact("x.png")) == ["broken-media"]


@pytest.mark.parametrize(
    "content",
    [
        GIF + b"\n",
        GIF + b"\0" * 100,
        GIF[:-1] + b"\0;",
        GIF.replace(b",", b"!\xf9\x04\0;;;\0,"),
        GIF[:19] + GIF[19:].replace(b"\0\x01\0\0", b"\0\x01\0\x80;;;;;;"),
        PNG + b"\n",
        JPEG + b"\n",
    ],
)
def test_a_whole_picture_may_hold_more(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(content)
    assert codes(tmp_path, fact("x.png")) == []


@pytest.mark.parametrize("encoding", ["EUC-KR", "Shift_JIS", "utf-7", "hex", "idna", "none"])
@pytest.mark.parametrize("suffix", ["svg", "png", "mp3"])
def test_xml_in_an_encoding_that_nobody_reads_is_an_error(
    encoding: str, suffix: str, tmp_path: Path
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><svg xmlns="http://www.w3.org/2000/svg"/>'
    (tmp_path / f"x.{suffix}").write_bytes(text.encode())
    assert codes(tmp_path, fact(f"x.{suffix}")) == ["broken-media"]


#: The first four bytes of a frame, and how many it has: MPEG 1 layer III and II, MPEG 2, 2.5, layer I.
FRAMES = {
    b"\xff\xfb\x90\0": 417,
    b"\xff\xfb\x92\0": 418,
    b"\xff\xfd\x80\x04": 417,
    b"\xff\xf3\x40\xc0": 104,
    b"\xff\xe3\x18\xc4": 72,
    b"\xff\xff\x40\0": 136,
}


@pytest.mark.parametrize("head", FRAMES)
@pytest.mark.parametrize("before", [b"", b"\0" * 2000, b"\xff\xfe\0\0"])
def test_a_sound_without_tags_is_known_by_two_frames(
    head: bytes, before: bytes, tmp_path: Path
) -> None:
    frame = head + bytes(FRAMES[head] - 4)
    (tmp_path / "x.mp3").write_bytes(before + frame * 2)
    (tmp_path / "y.mp3").write_bytes(before + frame + b"\0" + frame)
    assert codes(tmp_path, fact("x.mp3")) == []
    assert codes(tmp_path, fact("y.mp3")) == ["broken-media"]


@pytest.mark.parametrize("page", ["<!DOCTYPE html><html>", "404: Not Found", "\xc0\xc0" * 99])
def test_a_page_in_utf_16_is_no_sound(page: str, tmp_path: Path) -> None:
    (tmp_path / "x.mp3").write_bytes(page.encode("utf-16"))
    assert codes(tmp_path, fact("x.mp3")) == ["broken-media"]


@pytest.mark.parametrize("content", [JPEG, GIF, SVG])
def test_a_picture_may_bear_the_suffix_of_another(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(content)
    assert codes(tmp_path, fact("x.png")) == []


def test_a_bomb_in_a_picture_is_no_picture(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 20}">' for i in range(12))
    text = f'<!DOCTYPE svg [<!ENTITY e0 "bomb">{entities}]><svg>&e12;</svg>'
    (tmp_path / "x.svg").write_text(text, encoding="utf-8")
    assert codes(tmp_path, fact("x.svg")) == ["broken-media"]


# -- the same of every command ----------------------------------------------------------------

EXPORTS = {
    "x.md": ("worksheet",),
    "x.htm": ("worksheet",),
    "x.docx": ("worksheet",),
    "x.pdf": ("worksheet",),
    "x.html": ("web",),
    "x.apkg": ("anki",),
    "x.txt": ("anki", "--tsv"),
}
PICTURES = {
    "half.png": PNG[:-5],
    "page.png": b"<!DOCTYPE html>",
    "empty.png": b"",
    "song.mp3": MP3,
}
SAID = [
    '"half.png": the file is damaged, or its end is missing: save it again, or use another (broken-media)',
    '"page.png": this file does not contain a picture: save it again, or use another (broken-media)',
    '"empty.png" is an empty file: save it again, or use another (empty-media)',
    '"song.mp3" is not a picture: ',
    'the file "gone.png" does not exist',
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    def both() -> str:
        read = capsys.readouterr()
        return read.out + read.err

    return both


@pytest.mark.parametrize("where", ["fact", "why", "ask", "template"])
@pytest.mark.parametrize("name", ["check", *EXPORTS])
def test_a_picture_in_a_text_is_told_of_once_and_alike(
    name: str, where: str, said: Callable[[], str]
) -> None:
    for path, content in PICTURES.items():
        Path(path).write_bytes(content)
    shown = " ".join(f"![{path[:4]}]({path})" for path in (*PICTURES, "gone.png"))
    deck = {
        "fact": f"facts:\n- {{id: a, fact: 'The map {shown} shows the ==Rhine==.'}}\n",
        "why": f"facts:\n- {{id: a, fact: The ==Rhine== is very long., why: 'See {shown}.'}}\n",
        "ask": "facts:\n- id: a\n  fact: The ==Rhine== is very long.\n"
        f"  ask: {{Rhine: 'What is long, as {shown} show?'}}\n",
        "template": "terms: {river: [{name: Rhine, people: ten}]}\ntemplates:\n- id: t\n"
        f"  for: river\n  fact: 'On {shown} one sees the =={{name}}== at once.'\n",
    }[where]
    Path("f.yaml").write_text(deck, encoding="utf-8")
    kinds = ("--kind", "short-answer" if where == "ask" else "cloze")
    if name == "check":
        assert run(["check", "f.yaml"]) == 0
    else:
        assert run([*EXPORTS[name], "f.yaml", "-o", name, *kinds]) == 0
    text = said()
    for sentence in SAID:
        assert len(re.findall(re.escape(sentence), text)) == 1, (sentence, text)


@pytest.mark.parametrize("name", ["check", *EXPORTS])
def test_a_picture_of_a_fact_that_is_broken_stops_each(name: str, said: Callable[[], str]) -> None:
    Path("half.png").write_bytes(PNG[:-5])
    Path("f.yaml").write_text(fact("half.png"), encoding="utf-8")
    command = ["check", "f.yaml"] if name == "check" else [*EXPORTS[name], "f.yaml", "-o", name]
    assert run(command) == 1
    assert said().count(SAID[0]) == 1
    assert not Path(name).exists()


def test_a_sound_is_no_picture_in_a_page_that_plays_it(said: Callable[[], str]) -> None:
    Path("song.mp3").write_bytes(MP3)
    text = (
        "facts: [{id: a, fact: '![x](song.mp3) The ==Rhine== is a long river.', audio: song.mp3}]\n"
    )
    Path("f.yaml").write_text(text, encoding="utf-8")
    assert run(["web", "f.yaml", "-o", "x.html", "--kind", "cloze"]) == 0
    page = Path("x.html").read_text(encoding="utf-8")
    assert ("<img" in page, "data:audio/mpeg" in page) == (False, True)
    assert said().count('"song.mp3" is not a picture: ') == 1


@pytest.mark.parametrize("name", ["x.htm", "x.docx", "x.pdf", "x.html", "x.apkg"])
def test_a_picture_is_shown_whatever_its_suffix_says(name: str, said: Callable[[], str]) -> None:
    Path("x.jpg").write_bytes(PNG)
    text = "facts: [{id: a, fact: '![x](x.jpg) The ==Rhine== is a long river.'}]\n"
    Path("f.yaml").write_text(text, encoding="utf-8")
    assert run([*EXPORTS[name], "f.yaml", "-o", name]) == 0
    assert "x.jpg" not in said()
    if name.startswith("x.htm"):
        assert "data:image/png;base64," in Path(name).read_text(encoding="utf-8")


def test_what_one_format_can_not_show_another_can(said: Callable[[], str]) -> None:
    Path("x.ico").write_bytes(ICO)
    text = "facts: [{id: a, fact: '![x](x.ico) The ==Rhine== is a long river.'}]\n"
    Path("f.yaml").write_text(text, encoding="utf-8")
    assert run(["worksheet", "f.yaml", "-o", "x.md"]) == 0
    assert '"x.ico" is in the format ico, which can\'t be shown here' in said()
    assert run(["anki", "f.yaml", "-o", "x.apkg"]) == 0
    assert "x.ico" not in said()
