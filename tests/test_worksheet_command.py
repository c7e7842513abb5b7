"""`nkquiz worksheet`: its options, what it says, and its exit status."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import papers
from nkquiz.cli import run

CLUES = "any more would give away an answer to another"
GIVEN_AWAY = [
    "The long river that flows through the city of Bonn is the ==Rhine==.",
    "The Rhine is the long river that flows through the city of ==Bonn==.",
]


class Call:
    """Runs the command on a deck, in a folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(
        self, *arguments: str, deck: Path = papers.SEED_DECK, output: str = "x.md"
    ) -> tuple[int, str, str]:
        status = run(["worksheet", str(deck), "-o", output, *arguments])
        said = self._capsys.readouterr()
        return status, said.out, said.err


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    monkeypatch.chdir(tmp_path)
    return Call(capsys)


def page() -> str:
    return Path("x.md").read_text(encoding="utf-8")


def numbers() -> list[int]:
    return [int(number) for number in re.findall(r"^(\d+)\. ", page(), re.MULTILINE)]


def test_it_says_what_it_wrote(call: Call) -> None:
    assert call() == (0, "x.md: 20 items\n", "")
    assert (
        call("--versions", "3", "--key", "separate")[1] == "x.md: 20 items, 3 versions\nx-key.md\n"
    )


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html", ".htm", ".md", ".PDF"])
def test_the_name_decides_on_the_format(call: Call, suffix: str) -> None:
    status, out, err = call(output=f"x{suffix}")
    assert (status, err) == (0, "")
    assert Path(f"x{suffix}").stat().st_size > 1000
    assert out.startswith(f"x{suffix}: ")


def test_count_kind_and_tag_choose_the_items(call: Call) -> None:
    assert call("--count", "7", "--key", "none")[0] == 0
    assert numbers() == list(range(1, 8))
    assert call("--kind", "cloze", "--kind", "true-false", "--key", "none")[0] == 0
    assert re.findall(r"^### (.*) \(", page(), re.MULTILINE) == [
        "True or false",
        "Filling the blanks",
    ]
    assert call("--tag", "tension", "--count", "3", "--key", "none")[0] == 0
    assert numbers() == [1, 2, 3]


def test_a_deck_that_gives_fewer_says_so(call: Call) -> None:
    status, out, err = call("--tag", "tension", "--count", "90")
    assert status == 0
    found = re.fullmatch(r"x\.md: (\d+) items\n", out)
    assert found is not None
    assert err.startswith(f"{found[1]} of 90 items: ")


@pytest.mark.parametrize(
    ("facts", "arguments", "said"),
    [
        (["Bonn lies on the ==Rhine==."], (), ""),
        (["Bonn lies on the ==Rhine==."], ("--count", "1"), ""),
        (["==Bonn== lies on the ==Rhine==."], (), ""),
        (
            ["==Bonn== lies on the ==Rhine==."],
            ("--count", "2"),
            "1 of 2 items: the deck has no more",
        ),
        (GIVEN_AWAY, (), f"1 of 20 items: {CLUES}"),
        (GIVEN_AWAY, ("--count", "2"), f"1 of 2 items: {CLUES}"),
    ],
)
def test_too_few_items_have_their_reason(
    call: Call, tmp_path: Path, facts: list[str], arguments: tuple[str, ...], said: str
) -> None:
    deck = tmp_path / "few.yaml"
    deck.write_text("facts:\n" + "".join(f'  - "{fact}"\n' for fact in facts), encoding="utf-8")
    status, out, err = call(*arguments, deck=deck)
    assert (status, out) == (0, "x.md: 1 item\n")
    assert [line for line in err.splitlines() if " items: " in line] == ([said] if said else [])


def test_title_instructions_and_points(call: Call) -> None:
    call(
        "--title",
        "Test 1",
        "--instructions",
        "No phones.",
        "--points",
        "2",
        "--points",
        "cloze=0.5",
    )
    text = page()
    assert text.startswith("# Test 1\n\nNo phones.\n")
    assert "2 points each." in text
    assert "0.5 points each." in text
    sections = re.findall(r"^### (.*) \(([\d.]+) points?\)", text, re.MULTILINE)
    assert f" / {sum(float(points) for _, points in sections):g}\n" in text
    assert dict(sections)["Filling the blanks"] == "4"


def test_the_word_bank_and_its_decoys(call: Call) -> None:
    def words(*arguments: str) -> set[str]:
        assert call("--kind", "cloze", "--count", "6", *arguments)[0] == 0
        banks = re.findall(r"^> (.*)$", page(), re.MULTILINE)
        return set(banks[0].split(" · ")) if banks else set()

    assert words() == set()
    answers = words("--word-bank")
    assert len(answers) == 6
    with_decoys = words("--decoys", "4")
    assert answers < with_decoys
    assert len(with_decoys) == 10


def test_a_word_bank_without_blanks_is_told_of(call: Call) -> None:
    assert call("--kind", "cloze", "--decoys", "3")[2] == ""
    _, _, err = call("--kind", "true-false", "--word-bank")
    assert err == "there is no word bank, because no item has a blank\n"


def test_points_add_up_as_they_are_printed(call: Call) -> None:
    call("--kind", "cloze", "--count", "5", "--points", "1.333")
    assert "1.333 points each." in page()
    assert " / 6.665\n" in page()


def test_another_seed_is_another_sheet(call: Call) -> None:
    made = set()
    for seed in ("1", "1", "2"):
        call("--seed", seed)
        made.add(page())
    assert len(made) == 2


def test_large_print_has_large_letters_in_one_column(call: Call) -> None:
    call("--large-print", output="x.html")
    assert "--size: 18pt" in Path("x.html").read_text(encoding="utf-8")
    call("--large-print", "--font-size", "24", output="x.html")
    assert "--size: 24pt" in Path("x.html").read_text(encoding="utf-8")


def test_columns_and_paper_reach_the_page(call: Call) -> None:
    call("--columns", "2", "--paper", "letter", output="x.html")
    text = Path("x.html").read_text(encoding="utf-8")
    assert '<div class="two">' in text
    assert "size: letter" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "x.txt"), "the name must end in .pdf, .docx, .html, .htm or .md"),
        (("--large-print", "--columns", "2"), "use one column"),
        (("--font-size", "18", "--columns", "2"), "use one column"),
        (("--points", "riddle=2"), "'riddle' is not a kind"),
        (("--points", "many"), "'many' is not a number of points"),
        (("--points", "nan"), "'nan' is not a number of points"),
        (("--points", "0"), "'0' is not a number of points"),
        (("--versions", "27"), "27 is not in the range"),
        (("--key", "hidden"), "'hidden' is not one of"),
        (("--count", "0"), "0 is not in the range"),
        (("--decoys", "-1"), "-1 is not in the range"),
    ],
)
def test_wrong_usage(call: Call, arguments: tuple[str, ...], said: str) -> None:
    status, out, err = call(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert not Path("x.md").exists()


def test_the_output_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["worksheet", str(papers.SEED_DECK)]) == 2
    assert "'-o'" in capsys.readouterr().err


def test_errors_in_the_deck_write_nothing(call: Call) -> None:
    Path("bad.yaml").write_text("facts:\n  - The ==Danube is open.\n    x: [\n", encoding="utf-8")
    assert call(deck=Path("bad.yaml"))[0] == 1
    assert not Path("x.md").exists()


def test_a_deck_without_items_is_an_error(call: Call) -> None:
    Path("none.yaml").write_text("facts:\n  - Nothing is marked here.\n", encoding="utf-8")
    status, out, err = call(deck=Path("none.yaml"))
    assert (status, out) == (1, "")
    assert "the sheet would be empty" in err


def test_a_folder_that_is_not_there_is_the_disk_s_fault(call: Call) -> None:
    status, out, err = call(output="nowhere/x.md")
    assert (status, out) == (3, "")
    assert err == "nkquiz: the folder nowhere doesn't exist: create it first, or choose another\n"


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["worksheet", "--help"]) == 0
    assert "Example: nkquiz worksheet" in capsys.readouterr().out
