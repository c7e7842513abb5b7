"""The examples of the README and of the pages under docs/ do what they say.

The blocks of a page run in order, in a folder that has `seeds/`, `decks/` and every file that the
README and the page on the format show:

- ```` ```sh ```` and ```` ```python ````: must exit with 0.
- ```` ```console ````: lines from `$ ` on are run, and print the lines under them; `...` alone
  stands for any lines. `check` exits with 1 when it finds errors, so an output shown excuses that.
- ```` ```yaml ```` or ```` ```csv ````, first line `# file: NAME`: the rest is that file.

A block that installs something, or calls make, is left out.
"""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^([ \t]*)```(\w+)[ \t]*\n(.*?)^\1```[ \t]*$", re.MULTILINE | re.DOTALL)
INSTALLS = re.compile(
    r"^\s*(\$ )?(sudo )?(make|pip3?|pipx|uv|apt|apt-get|git clone|python3? -m (pip|venv))\b",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    line: int
    language: str
    text: str

    @property
    def is_left_out(self) -> bool:
        return self.language in {"sh", "console"} and bool(INSTALLS.search(self.text))


def blocks(page: str) -> list[Block]:
    return [
        Block(
            line=page.count("\n", 0, fence.start()) + 1,
            language=fence[2],
            text=textwrap.dedent(fence[3]),
        )
        for fence in FENCE.finditer(page)
    ]


def run(command: list[str], folder: Path) -> tuple[int, str]:
    """Return the exit status and all that was printed."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(folder / ".home"),  # progress stays in the folder too
        "XDG_DATA_HOME": str(folder / ".home" / "share"),
        "COLUMNS": "80",
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def play(block: Block, folder: Path) -> None:
    """Do what a block says, and check what comes of it."""
    match block.language:
        case "sh":
            status, output = run(["bash", "-euo", "pipefail", "-c", block.text], folder)
            assert status == 0, output
        case "python":
            status, output = run([sys.executable, "-W", "error", "-c", block.text], folder)
            assert status == 0, output
        case "console":
            for command, expected in transcript(block.text):
                status, output = run(["bash", "-euo", "pipefail", "-c", command], folder)
                assert status == 0 or (status == 1 and expected), output
                assert as_shown(expected).fullmatch(output), f"$ {command}\n{output}"
        case "yaml" | "csv" if name := re.match(r"# file: (\S+)\n", block.text):
            path = folder / name[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text[name.end() :], encoding="utf-8")


def transcript(text: str) -> list[tuple[str, str]]:
    """Split a console block into commands and what each prints."""
    _, *parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    return list(zip(parts[::2], parts[1::2], strict=True))


def as_shown(expected: str) -> re.Pattern[str]:
    """Return what the output must match: the same lines, any lines for `...`."""
    lines = expected.splitlines(keepends=True)
    return re.compile("".join("(?:.*\n)*" if x == "...\n" else re.escape(x) for x in lines))


README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
#: The pages whose files the examples of other pages use.
GIVEN = (README, ROOT / "docs" / "format.md")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks_of(page: Path) -> list[Block]:
    return blocks(page.read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("seeds", "decks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for page in GIVEN:
        for block in blocks_of(page):
            if block.language in ("yaml", "csv"):
                play(block, tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_examples_work(page: Path, folder: Path) -> None:
    for block in blocks_of(page):
        if block.is_left_out:
            continue
        try:
            play(block, folder)
        except AssertionError as error:
            pytest.fail(f"{name_of(page)}:{block.line}: this {block.language} block fails\n{error}")


def test_the_readme_has_examples_of_every_sort() -> None:
    languages = {block.language for block in blocks_of(README) if not block.is_left_out}
    assert {"console", "python", "sh", "yaml"} <= languages


def test_the_readme_says_how_to_test() -> None:
    assert any("make test" in block.text for block in blocks_of(README) if block.is_left_out)


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 230


LINK = re.compile(r"\[[^]]*\]\((?!https?:|#)([^)#\s]+)(?:#([^)]*))?\)")


def links(page: Path) -> list[tuple[str, str]]:
    """The files, with their anchors, that a page links to outside of code."""
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    return LINK.findall(re.sub(r"`[^`\n]*`", "", prose))


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in found}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in links(page):
        path = page.parent / target
        assert path.exists(), f"{name_of(page)} links to {target}"
        assert not anchor or anchor in headings(path), f"{name_of(page)} links to {target}#{anchor}"


def test_the_readme_links_to_every_page() -> None:
    linked = {target for target, _ in links(README)}
    assert {name_of(page) for page in PAGES[1:]} <= linked


@pytest.mark.parametrize(
    "text", ["make quiz\n", "$ pip install .\n", "cd x\ngit clone y\n", "python -m venv .venv\n"]
)
def test_what_installs_is_left_out(text: str) -> None:
    assert Block(1, "sh", text).is_left_out


@pytest.mark.parametrize("text", ["nkquiz new make\n", "# make a deck\n", "uvula\n"])
def test_what_does_not_install_is_run(text: str) -> None:
    assert not Block(1, "sh", text).is_left_out


def test_a_block_knows_its_line_and_loses_its_indentation() -> None:
    assert blocks("- Do:\n\n  ```sh\n  ls\n  ```\n") == [Block(3, "sh", "ls\n")]


def test_a_console_block_is_compared_line_by_line(tmp_path: Path) -> None:
    play(Block(1, "console", "$ printf 'a\\nb\\nc\\n'\na\n...\n$ true\n"), tmp_path)
    with pytest.raises(AssertionError):
        play(Block(1, "console", "$ echo a\nb\n"), tmp_path)
    with pytest.raises(AssertionError):
        play(Block(1, "console", "$ echo a; exit 2\na\n"), tmp_path)


def test_a_yaml_block_with_a_name_is_written(tmp_path: Path) -> None:
    play(Block(1, "yaml", "# file: my/own.yaml\nfacts: []\n"), tmp_path)
    play(Block(1, "sh", "test \"$(cat my/own.yaml)\" = 'facts: []'\n"), tmp_path)
