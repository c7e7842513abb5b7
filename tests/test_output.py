"""What a command may write over: each of them, with real files of every sort."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import papers
from nkquiz import formats, output
from nkquiz.cli import run
from nkquiz.formats import apkg, web
from nkquiz.loader import load
from nkquiz.quiz import generate
from nkquiz.sheet import KeyPlace, Settings
from pixels import PNG

DECK = """\
id: rivers
include: [more.yaml]
terms:
  river: {file: rivers.csv}
templates:
  - {id: sea, for: river, fact: "The =={name}== flows into the =={sea}==."}
facts:
  - {id: source, fact: The ==Danube== rises in the ==Black Forest==., image: map.png}
  - id: shown
    fact: The ==Rhine== is on ![a map](shown.png).
"""
MORE = "id: more\nfacts: [{id: elbe, fact: The ==Elbe== rises in ==Bohemia==.}]\n"
CSV = "name,sea\nDanube,Black Sea\nRhine,North Sea\n"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
INPUTS = ("rivers.yaml", "more.yaml", "rivers.csv", "map.png", "shown.png")

Command = tuple[str, ...]
#: What writes a file, and the suffix of that.
COMMANDS: dict[str, Command] = {
    "x.md": ("worksheet",),
    "x.htm": ("worksheet",),
    "x.docx": ("worksheet",),
    "x.pdf": ("worksheet",),
    "x.html": ("web",),
    "x.apkg": ("anki",),
    "x.txt": ("anki", "--tsv"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("rivers.yaml", DECK), ("more.yaml", MORE), ("rivers.csv", CSV)):
        Path(name).write_text(text, encoding="utf-8")
    for name in ("map.png", "shown.png"):
        Path(name).write_bytes(PNG)
    return tmp_path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().err


def write(name: str, *more: str, deck: str = "rivers.yaml") -> int:
    return run([*COMMANDS[f"x{Path(name).suffix}".replace("tsv", "txt")], deck, "-o", name, *more])


def edit(path: Path) -> None:
    """Change a file as people do, so that it can still be read."""
    if path.suffix in (".docx", ".apkg"):
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("mine", "mine")
    else:
        path.write_bytes(path.read_bytes() + b"% mine\n")


def every_file() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_new_name_is_written_and_what_nkquiz_wrote_is_replaced(
    name: str, said: Callable[[], str]
) -> None:
    assert write(name) == 0
    first = Path(name).read_bytes()
    assert write(name) == 0
    assert Path(name).read_bytes() == first
    Path("more.yaml").write_text(MORE.replace("Bohemia", "the Giant Mountains"), encoding="utf-8")
    assert write(name) == 0, said()
    assert Path(name).read_bytes() != first


@pytest.mark.parametrize("name", COMMANDS)
def test_what_was_edited_stays_unless_forced(name: str, said: Callable[[], str]) -> None:
    assert write(name) == 0
    edit(Path(name))
    before = every_file()
    said()
    assert write(name) == 3
    assert said().endswith(
        f"nkquiz: {name}: this file was changed after nkquiz wrote it: "
        "choose another name, or replace it with --force\n"
    )
    assert every_file() == before
    assert write(name, "--force") == 0
    assert output.is_own(Path(name))


@pytest.mark.parametrize("name", COMMANDS)
def test_what_somebody_else_wrote_stays_unless_forced(name: str, said: Callable[[], str]) -> None:
    Path(name).write_text("My own notes.\n", encoding="utf-8")
    before = every_file()
    assert write(name) == 3
    assert re.search(rf"{name}: this file was not made by nkquiz.*--force\n$", said())
    assert every_file() == before
    assert write(name, "--force") == 0
    assert output.is_own(Path(name))


@pytest.mark.parametrize("name", COMMANDS)
def test_an_empty_file_holds_nothing_to_lose(name: str) -> None:
    Path(name).touch()
    assert write(name) == 0
    assert output.is_own(Path(name))


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("taken", INPUTS)
@pytest.mark.parametrize("link", ["symlink", "hard link"])
def test_an_input_is_never_written(
    name: str, taken: str, link: str, said: Callable[[], str]
) -> None:
    if link == "symlink":
        Path(name).symlink_to(taken)
    else:
        Path(name).hardlink_to(taken)
    before = every_file()
    for more in ((), ("--force",)):
        assert write(name, *more) == 3
        assert f"{name}: this command reads that file, so it can't write there" in said()
    assert every_file() == before


@pytest.mark.parametrize("name", COMMANDS)
def test_a_deck_is_not_written_over_by_its_own_name(name: str) -> None:
    Path(name).write_text(DECK, encoding="utf-8")
    before = every_file()
    assert [write(name, deck=name), write(name, "--force", deck=name)] == [3, 3]
    assert every_file() == before


def test_of_several_files_none_is_written_where_one_must_not_be() -> None:
    Path("x-key.md").write_text("My own key.\n", encoding="utf-8")
    assert write("x.md", "--key", "separate") == 3
    assert not Path("x.md").exists()
    assert Path("x-key.md").read_text(encoding="utf-8") == "My own key.\n"


@pytest.mark.parametrize("had", [("x", "x-key"), ("x-key",), ("x",), ()])
def test_of_several_files_all_stay_where_one_can_not_be_written(had: tuple[str, ...]) -> None:
    for name in had:
        Path(name).write_text(f"the old {name}", encoding="utf-8")
    before = every_file()
    Path("new").write_text("the new x", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        output.put([(Path("new"), Path("x")), (Path("gone"), Path("x-key"))], (), force=True)
    assert every_file() == before


def test_a_file_that_is_put_back_is_the_one_that_a_link_leads_to() -> None:
    Path("real").write_text("the old x", encoding="utf-8")
    for name in ("real", "nowhere"):
        Path("new").write_text("the new x", encoding="utf-8")
        Path(f"to-{name}").symlink_to(name)
        with pytest.raises(FileNotFoundError):
            output.put(
                [(Path("new"), Path(f"to-{name}")), (Path("gone"), Path("y"))], (), force=True
            )
        assert Path(f"to-{name}").is_symlink()
    assert Path("real").read_text(encoding="utf-8") == "the old x"
    assert not Path("nowhere").exists()


def unmade(path: Path, *, force: bool) -> object:
    """Write items that break whatever looks into them."""
    deck, _ = load("rivers.yaml")
    items = [replace(item, stem=None) for item in generate(deck)[0]]  # type: ignore[arg-type]
    if path.suffix == ".txt":
        return apkg.export_text(deck, items, path, force=force)
    if path.suffix == ".html":
        return web.write(deck, items, path, NOW, force=force)
    if path.suffix == ".apkg":
        return apkg.write(deck, items, path, NOW, force=force)
    separate = Settings(key=KeyPlace.SEPARATE)
    return formats.worksheet(deck, items, separate, path, force=force)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_stays_is_known_before_anything_is_made(name: str) -> None:
    path = Path(name)
    is_worksheet = COMMANDS[name] == ("worksheet",)
    assert write(name, *("--key", "separate") * is_worksheet) == 0
    edit(path.with_stem("x-key") if is_worksheet else path)
    before = every_file()
    with pytest.raises(output.Refused, match="was changed after nkquiz wrote it"):
        unmade(path, force=False)
    with pytest.raises((AttributeError, TypeError)):
        unmade(path, force=True)
    assert every_file() == before


@pytest.mark.parametrize("name", ["x.md", "x.htm", "x.html", "x.txt"])
def test_other_line_ends_are_no_edit(name: str) -> None:
    assert write(name) == 0
    path = Path(name)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert write(name) == 0


def test_a_word_file_that_was_saved_again_stays(folder: Path) -> None:
    assert write("x.docx") == 0
    profile = (folder / "profile").as_uri()
    command = ("--headless", "--convert-to", "docx", "--outdir", "again", "x.docx")
    papers.run("soffice", f"-env:UserInstallation={profile}", *command)
    Path("again/x.docx").replace("x.docx")
    before = Path("x.docx").read_bytes()
    assert write("x.docx") == 3
    assert Path("x.docx").read_bytes() == before


def test_a_text_that_looks_like_a_mark_stays_as_it_is() -> None:
    fake = output.UNSEALED.decode()
    Path("more.yaml").write_text(MORE.replace("Bohemia", fake), encoding="utf-8")
    for name in ("x.md", "x.html"):
        assert [write(name), write(name)] == [0, 0]
        assert fake in Path(name).read_text(encoding="utf-8").replace("\\", "")
        assert output.is_own(Path(name))


# -- packages ---------------------------------------------------------------------------------


def test_a_package_of_an_old_version_is_replaced() -> None:
    assert write("x.apkg") == 0
    path = Path("x.apkg")
    path.write_bytes(path.read_bytes()[: -len(output.UNSEALED) - 2] + bytes(2))
    assert not output.has_mark(Path("x.apkg"))
    assert write("x.apkg") == 0
    assert output.is_own(Path("x.apkg"))


def test_a_damaged_package_is_kept(said: Callable[[], str]) -> None:
    assert write("x.apkg") == 0
    half = Path("x.apkg").read_bytes()[:500]
    for number in (1, 2):
        Path("x.apkg").write_bytes(half)
        said()
        assert write("x.apkg") == 0
        assert f"it is kept as x.apkg.damaged-{number}" in said()
        assert Path(f"x.apkg.damaged-{number}").read_bytes() == half
        assert output.is_own(Path("x.apkg"))


# -- pictures beside a text -------------------------------------------------------------------


def test_what_lies_in_the_folder_of_a_text_stays(said: Callable[[], str]) -> None:
    assert write("x.txt") == 0
    (picture,) = Path("x.txt.media").iterdir()
    picture.write_bytes(PNG + b"mine")
    assert write("x.txt") == 3
    assert "--force" in said()
    assert picture.read_bytes() == PNG + b"mine"
    assert write("x.txt", "--force") == 0
    assert picture.read_bytes() == PNG


def test_a_picture_in_that_folder_may_belong_to_the_deck() -> None:
    assert write("x.txt") == 0
    (picture,) = Path("x.txt.media").iterdir()
    deck = "facts: [{id: a, fact: The ==Rhine== is long.}, {id: b, fact: '![](x.txt.media/%s)'}]\n"
    Path("rivers.yaml").write_text(deck % picture.name, encoding="utf-8")
    assert write("x.txt") == 0
    assert picture.read_bytes() == PNG


def test_two_texts_of_one_name_keep_their_own_pictures() -> None:
    assert [write("x.txt"), write("x.tsv")] == [0, 0]
    Path("rivers.yaml").write_text(MORE, encoding="utf-8")
    assert write("x.tsv") == 0
    assert [len(list(Path(f"x.{end}.media").iterdir())) for end in ("txt", "tsv")] == [1, 0]


# -- files that a command changes -------------------------------------------------------------


def test_a_log_is_replaced_by_one_that_holds_all_of_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[[], str]
) -> None:
    monkeypatch.setenv("NKQUIZ_STORE", str(folder / "store.db"))

    def played(count: str) -> None:
        answers = subprocess.run(
            [sys.executable, "-m", "nkquiz", "quiz", "rivers.yaml", "--count", count],
            input="Rhine\n" * 9, text=True, capture_output=True, check=False,
        )  # fmt: skip
        assert answers.returncode == 0

    export = ["store", "export", "-o", "log.jsonl"]
    played("2")
    assert run(export) == 0
    played("3")
    assert run(export) == 0
    assert Path("log.jsonl").read_text(encoding="utf-8").count("\n") > 5
    log = Path("log.jsonl").read_text(encoding="utf-8").replace("Rhine", "Elbe", 1)
    Path("log.jsonl").write_text(log, encoding="utf-8")
    assert run(export) == 3
    assert "log.jsonl: this file was not made by nkquiz" in said()
    assert Path("log.jsonl").read_text(encoding="utf-8") == log
    assert run([*export, "--force"]) == 0


def test_ids_are_not_written_into_a_file_that_changed_meanwhile(
    monkeypatch: pytest.MonkeyPatch, said: Callable[[], str]
) -> None:
    from nkquiz import edit

    path = Path("rivers.yaml")
    path.write_text("facts:\n- The ==Rhine== is long.\n", encoding="utf-8")
    real = edit.write_ids

    def slowly(*args: object) -> edit.Edited:
        path.write_text("facts:\n- The ==Rhine== is very long.\n", encoding="utf-8")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(edit, "write_ids", slowly)
    assert run(["ids", "rivers.yaml"]) == 3
    assert "rivers.yaml: another program changed it" in said()
    assert "very long" in path.read_text(encoding="utf-8")


# -- facts without ids ------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_facts_without_ids_are_named(name: str, said: Callable[[], str]) -> None:
    Path("rivers.yaml").write_text("facts: [The ==Rhine== is long.]\n", encoding="utf-8")
    assert write(name) == 0
    assert (
        "1 fact has no id, so an edit will lose its progress. To add it: nkquiz ids rivers.yaml\n"
        in said()
    )
