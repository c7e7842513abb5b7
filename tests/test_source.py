"""Reading YAML: what is kept, where it stands, and what is said of each mistake."""

import io
import json
import os
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from nkquiz.model import Level, Location, Problem
from nkquiz.source import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    SourceFile,
    Style,
    harmless,
    parse,
    read,
    reader,
    render,
)

HERE = Path(__file__).parent
FILES = sorted((HERE / "problems" / "source").glob("*.yaml"))


class GoldenFile(Protocol):
    def __call__(self, name: str, got: str | bytes) -> None: ...


def plain(node: Node | None) -> Any:
    """The node as Python's own lists, dictionaries and strings."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node is None else {key.value: plain(value) for key, value in node.items()}


def clean(text: str | bytes) -> Any:
    """What a text without problems holds."""
    file, problems = parse(text, "f.yaml")
    assert problems == []
    return plain(file.root)


def codes(text: str | bytes) -> list[str]:
    return [problem.code for problem in parse(text, "f.yaml")[1]]


def mapping(text: str) -> tuple[SourceFile, Mapping]:
    file, _ = parse(text, "f.yaml")
    assert isinstance(file.root, Mapping)
    return file, file.root


def scalar(node: Node | None) -> Scalar:
    assert isinstance(node, Scalar)
    return node


# --- problems: a file, and beside it what is said of it ----------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_problems(path: Path, golden: GoldenFile) -> None:
    file, problems = parse(path.read_bytes(), path.name)
    said = "".join(f"{render(problem)}\n" for problem in problems)
    if path.stem.startswith("quiet-"):
        assert said == ""
    else:
        assert said
        golden(f"problems/source/{path.stem}.out", said)
    if b"- after" in path.read_bytes():  # whatever went wrong before, the last item is read
        assert "after" in str(plain(file.root))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_line_ends_change_nothing(path: Path) -> None:
    content = path.read_bytes()
    if b"\r" in content or content.startswith(b"\xff"):
        return
    old, new = parse(content, "f")[1], parse(content.replace(b"\n", b"\r\n"), "f")[1]
    assert [str(problem) for problem in new] == [str(problem) for problem in old]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("unclosed-quote", ["The ==Danube== rises.", 'He said "yes".', "after"]),
        ("unclosed-quote-that-closes", ['The ==Danube== rises."', "after"]),
        ("unclosed-apostrophe", ["The ==Danube=='s length", "after"]),
        ("indentation", ["e", "g", "after"]),
        ("sign-at-start", ["after"]),
    ],
)
def test_only_the_item_with_the_mistake_is_skipped(name: str, kept: list[str]) -> None:
    path = HERE / "problems" / "source" / f"{name}.yaml"
    data = plain(parse(path.read_bytes(), "f")[0].root)
    assert (data["facts"] if isinstance(data, dict) else data) == kept


def test_a_mistake_outside_lists_skips_its_key_alone() -> None:
    text = "title: [a] b\nterms:\n  river: [a\n  city: [b]\nsources:\n  x:\n    title: 'a' b\n    url: u\n"
    file, problems = parse(text, "f.yaml")
    assert [problem.location.line for problem in problems] == [1, 3, 7]
    assert plain(file.root) == {"terms": {"city": ["b"]}, "sources": {"x": {"url": "u"}}}


def test_a_key_without_a_value_is_no_key() -> None:
    file, _ = parse("{ask: When, where, a: b}", "f.yaml")
    assert plain(file.root) == {"ask": "When", "a": "b"}
    assert isinstance(file.root, Mapping)
    assert [(key.value, key.column) for key, _ in file.root.items()] == [("ask", 2), ("a", 20)]


def test_of_two_equal_keys_the_first_stands() -> None:
    file, _ = parse("a: 1\nb: 2\na: 3\nc: 4\n", "f.yaml")
    assert plain(file.root) == {"a": "1", "b": "2", "c": "4"}
    assert isinstance(file.root, Mapping)
    assert [key.line for key, _ in file.root.items()] == [1, 2, 4]


# --- nodes ------------------------------------------------------------------------------------


def test_every_scalar_is_text() -> None:
    assert clean("- NO\n- 1:30\n- 2016\n- null\n- ~\n-\n- 0x1f\n- 1e3\n- 2021-02-03\n- ''\n") == [
        *("NO", "1:30", "2016", "null", "~", "", "0x1f", "1e3", "2021-02-03", "")
    ]


def test_an_empty_value_is_an_empty_plain_scalar() -> None:
    _, root = mapping("key:\nquoted: ''\n")
    assert scalar(root.get("key")).plain
    assert not scalar(root.get("quoted")).plain


def test_styles() -> None:
    file, _ = parse("- a\n- 'b'\n- \"c\"\n- |\n  d\n- >\n  e\n", "f.yaml")
    assert isinstance(file.root, Sequence)
    assert [scalar(item).style for item in file.root.items] == [
        *(Style.PLAIN, Style.SINGLE_QUOTED, Style.DOUBLE_QUOTED, Style.BLOCK, Style.BLOCK)
    ]


def test_places_count_code_points_from_one() -> None:
    file, root = mapping("# 각\n𝕒𝕓: é\nb: [x, {y: z}]\n'c': d\n")
    key, value = next(iter(root.items()))
    assert (key.value, key.line, key.column) == ("𝕒𝕓", 2, 1)
    assert file.location(value) == Location("f.yaml", 2, 5)
    listed = root.get("b")
    assert isinstance(listed, Sequence)
    inner = listed.items[1]
    assert isinstance(inner, Mapping)
    assert (listed.flow, listed.line, listed.column) == (True, 3, 4)
    assert (inner.flow, inner.line, inner.column) == (True, 3, 8)
    assert (inner.key("y").line, inner.key("y").column) == (3, 9)
    assert (root.flow, root.line, root.column) == (False, 2, 1)
    assert root.key("c").style is Style.SINGLE_QUOTED


def test_a_mapping_reads_like_a_dictionary() -> None:
    _, root = mapping("a: 1\nb: 2\n")
    assert (len(root), list(root), "a" in root, "c" in root) == (2, ["a", "b"], True, False)
    assert scalar(root.get("b")).value == "2"
    assert root.get("c") is None
    assert [scalar(value).value for value in root.values()] == ["1", "2"]
    with pytest.raises(KeyError):
        root.key("c")


def test_places_are_the_same_with_a_byte_order_mark_and_any_line_end() -> None:
    for text in ("a: b\nc: d", "a: b\r\nc: d", "a: b\rc: d", "\ufeffa: b\nc: d"):
        for content in (text, text.encode()):
            file, problems = parse(content, "f.yaml")
            assert isinstance(file.root, Mapping)
            value = scalar(file.root.get("c"))
            assert (value.line, value.column, problems) == (2, 4, [])
            assert file.root.key("c").column == 1
            assert [file.excerpt(line) for line in range(4)] == ["", "a: b", "c: d", ""]


def test_a_problem_carries_its_line() -> None:
    file, root = mapping("a: b\nc: d\r\n")
    warning = file.problem(root.key("c"), "code", "message", Level.WARNING)
    assert warning == Problem(Location("f.yaml", 2, 1), "code", "message", Level.WARNING, "c: d")
    assert file.problem(Location("f.yaml", 1, 4), "code", "message").excerpt == "a: b"


def test_the_garbage_collector_is_left_as_it_was() -> None:
    import gc

    parse("a: b", "f.yaml")
    assert gc.isenabled()
    gc.disable()
    try:
        parse("a: b", "f.yaml")
        assert not gc.isenabled()
    finally:
        gc.enable()


# --- what would be hostile, or just large -------------------------------------------------------


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[{a: ", "[a, "])
def test_a_hundred_thousand_brackets(opening: str) -> None:
    file, problems = parse(f"a:\n  - {opening * 100_000}\n  - b\n", "f.yaml")
    assert [problem.code for problem in problems] == ["too-deep"]
    assert len(render(problems[0])) < 500
    assert plain(file.root) == {"a": ["b"]}


def test_depth_up_to_the_limit_is_read() -> None:
    assert codes("[" * 64 + "]" * 64) == []
    assert codes("[" * 65 + "]" * 65) == ["too-deep"]


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_a_scalar_of_ten_megabytes(quote: str) -> None:
    text = "word " * 2_000_000 + "end"
    file, root = mapping(f"a: {quote}{text}{quote}\nb: c\n")
    value = scalar(root.get("a"))
    assert value.value == text
    assert file.locate(value, len(text)).column == 4 + len(quote) + len(text)


def test_a_mistake_in_a_line_of_ten_megabytes_is_shown_short() -> None:
    file, problems = parse('- "' + "x " * 5_000_000 + '" y\n- b\n', "f.yaml")
    assert [problem.code for problem in problems] == ["text-after-quote"]
    assert len(render(problems[0])) < 500
    assert plain(file.root) == ["b"]


def test_reading_gives_up_after_many_mistakes() -> None:
    file, problems = parse("- @a\n" * 1000, "f.yaml")
    assert [problem.code for problem in problems[-2:]] == ["sign-at-start", "too-many-mistakes"]
    assert len(problems) == 51
    assert file.root is None


def test_what_was_read_before_giving_up_is_kept() -> None:
    file, problems = parse("- first\n" + "- @a\n" * 60 + "- last\n", "f.yaml")
    assert problems[-1].code == "too-many-mistakes"
    assert plain(file.root) == ["first"]


def test_many_keys_without_value_on_one_line() -> None:
    text = "{" + ",".join(f"k{number}" for number in range(50_000)) + "}"
    assert codes(text) == ["missing-value"]


def test_tags_run_nothing(tmp_path: Path) -> None:
    target = tmp_path / "made"
    file, problems = parse(f"!!python/object/apply:os.mkdir [{target}]", "f.yaml")
    assert [problem.code for problem in problems] == ["tag"]
    assert not target.exists()
    assert plain(file.root) == [str(target)]


def test_surrogates_do_not_come_through() -> None:
    file, problems = parse('- "\\ud800"\n- b\ud800c\n- d\n', "f.yaml")
    assert [problem.code for problem in problems] == ["bad-escape", "unseen-character"]
    assert plain(file.root) == ["b c", "d"]
    "".join(map(render, problems)).encode()


# --- files ------------------------------------------------------------------------------------


def problem_of(path: Path) -> Problem:
    file, problems = read(path, "shown.yaml")
    assert file.root is None
    assert len(problems) == 1
    assert problems[0].location == Location("shown.yaml", 1, 1)
    assert render(problems[0]) == str(problems[0])  # there is no line to show
    return problems[0]


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"a: b\nc: @d\n")
    file, problems = read(path, "shown.yaml")
    assert plain(file.root) == {"a": "b"}
    assert str(problems[0].location) == "shown.yaml:2:4"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "none.yaml").code == "missing-file"
    assert problem_of(tmp_path / "a\0b").code == "missing-file"
    (tmp_path / "f.yaml").touch()
    assert problem_of(tmp_path / "f.yaml" / "g.yaml").code == "missing-file"


def test_a_directory(tmp_path: Path) -> None:
    assert problem_of(tmp_path).code == "is-a-directory"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert problem_of(tmp_path / "pipe").code == "not-a-file"


def test_a_file_that_links_to_itself(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").symlink_to("f.yaml")
    assert problem_of(tmp_path / "f.yaml").code == "unreadable-file"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "f.yaml").touch()
    monkeypatch.setattr(Path, "open", refuse)  # the user of a test may be allowed everything
    assert problem_of(tmp_path / "f.yaml").code == "unreadable-file"


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f.yaml").write_text("a: b")
    monkeypatch.setattr(reader, "MAX_BYTES", 3)
    assert problem_of(tmp_path / "f.yaml").code == "too-large"


# --- where a piece of a scalar stands -----------------------------------------------------------

MARKER = "☆"


@pytest.mark.parametrize(
    "text",
    [
        "- one ☆ two",
        "- one\n  two ☆ three",
        "- one\n\n\n  two ☆ three",
        "- one\n  ☆",
        "- [one, two\n ☆, three]",
        "- 'it''s ''☆'",
        "- 'one\n\n  two''s\n  ☆'",
        '- "a\\tb\\u00e9\\x41\\U0001F600\\"☆"',
        '- "one\\\n   \\  two\\\n\n  three ☆"',
        '- "one  \n  two\r\n\r\n  ☆"',
        "- |\n  one\n    two\n\n  ☆",
        "- |4\n      one\n    ☆",
        "- |2-\n    one\n   \n  ☆",
        "- >\n  one\n  two\n\n  three\n    four\n    five\n\n  six ☆ seven",
        "- >-\n\n\n  one\n     ☆\n  two",
        "- | # note\r\n  one\r\n  two ☆\r\n",
        "- ☆: b",
        "- 'it''s ☆': b",
    ],
)
def test_locate(text: str) -> None:
    file, problems = parse(text, "f.yaml")
    assert problems == []
    for value in scalars(file.root):
        if MARKER in value.value:
            assert shown_at(file, file.locate(value, value.value.index(MARKER))) == MARKER
            return
    pytest.fail("the marker is in no scalar")


def scalars(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [found for item in node.items for found in scalars(item)]
    if node is None:
        return []
    return [found for key, value in node.items() for found in [key, *scalars(value)]]


def shown_at(file: SourceFile, place: Location) -> str:
    return file.excerpt(place.line)[place.column - 1]


def test_locate_the_end() -> None:
    file, root = mapping("a: one\nb: 'two'\nc: 'x''y'\n")
    ends = [(node, len(scalar(node).value)) for node in root.values()]
    places = [file.locate(scalar(node), length) for node, length in ends]
    assert [(place.line, place.column) for place in places] == [(1, 7), (2, 8), (3, 9)]


TEXT = st.text(st.sampled_from("ab  \n\t'\"\\:#-é字😀"), max_size=30)
STYLES = st.sampled_from([None, "'", '"', "|", ">"])


@given(TEXT, TEXT, STYLES, st.integers(10, 60), st.sampled_from(["item", "value", "key", "deep"]))
@example("a", "", ">", 10, "item")
def test_locate_in_every_style(
    before: str, after: str, style: str | None, width: int, where: str
) -> None:
    value = before + MARKER + after
    data = {"item": [value], "value": {"k": value}, "key": {value: "v"}, "deep": {"k": [[value]]}}
    text = yaml.safe_dump(data[where], default_style=style, allow_unicode=True, width=width)
    file, _ = parse(text, "f.yaml")
    for found in scalars(file.root):
        if MARKER in found.value:
            assert found.value == value
            assert shown_at(file, file.locate(found, len(before))) == MARKER


@given(st.text(), st.integers(0, 100))
def test_locate_never_raises(text: str, offset: int) -> None:
    file, _ = parse(text, "f.yaml")
    for found in scalars(file.root):
        place = file.locate(found, offset)
        assert (place.line, place.column) >= (1, 1)


# --- any text at all ----------------------------------------------------------------------------

YAMLISH = st.text(
    st.sampled_from(list("ab1 ,:-?#[]{}\"'|>&*!%@`\\~=<\n\n\n  \t\r\x00é字")), max_size=80
)


@given(st.one_of(st.text(), YAMLISH, st.binary(), YAMLISH.map(str.encode)))
@example("a: b\n...\n...\nc")
@example("%TAG ! x\n---\n!a")
@example("\ufeff\ufeff")
def test_nothing_raises(content: str | bytes) -> None:
    file, problems = parse(content, "f.yaml")
    for problem in problems:
        assert problem.location.line >= 1
        assert problem.location.column >= 1
        assert render(problem).encode().decode().isprintable() or "\n" in render(problem)
    for found in scalars(file.root):
        assert file.excerpt(found.line) or not found.value or not found.plain
        found.value.encode()


LEAVES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))
LINES = st.one_of(LEAVES, st.lists(LEAVES, max_size=3).map("\n".join)).filter(
    lambda text: not reader.UNSEEN.search(text)
)
DATA = st.recursive(
    LINES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(LINES.filter(lambda key: key != "<<"), inner)
    ),
    max_leaves=12,
)


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


@given(DATA, STYLES, st.sampled_from([None, True, False]), st.integers(20, 200), st.booleans())
def test_the_nodes_are_what_the_base_loader_reads(
    data: Any, style: str | None, flow: bool | None, width: int, readable: bool
) -> None:
    text = yaml.dump(
        data,
        Dumper=Dumper,
        default_style=style,
        default_flow_style=flow,
        width=width,
        allow_unicode=readable,
    )
    file, _ = parse(text, "f.yaml")
    assert plain(file.root) == yaml.load(text, yaml.CBaseLoader)


# --- a problem as people read it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("excerpt", "column", "shown"),
    [
        ("abc", 2, "  abc\n   ^"),
        ("abc", 4, "  abc\n     ^"),
        ("abc", 99, "  abc\n     ^"),
        ("\tabc", 2, "      abc\n      ^"),
        ("한국 abc", 3, "  한국 abc\n      ^"),
        ("e\u0301a", 3, "  e\u0301a\n   ^"),
        ("\u1112\u1161\u11ab a", 5, "  \u1112\u1161\u11ab a\n     ^"),
        ("\x1b[31m\x00\x7f\x9b", 6, "  ␛[31m␀␡\ufffd\n       ^"),
        ("a\u202eb\u2066", 3, "  a\ufffdb\ufffd\n    ^"),
        ("a" * 200, 1, "  " + "a" * 40 + "…\n  ^"),
        ("a" * 200, 100, "  …" + "a" * 100 + "…\n" + " " * 63 + "^"),
        ("a" * 100 + " " * 5, 104, "  …" + "a" * 57 + "\n" + " " * 63 + "^"),
    ],
)
def test_render(excerpt: str, column: int, shown: str) -> None:
    problem = Problem(Location("f.yaml", 7, column), "code", "message", excerpt=excerpt)
    assert render(problem) == f"f.yaml:7:{column}: error: message (code)\n{shown}"


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e",
        "\U0001f469\u200d\U0001f680",
        "a\u00adb",
        "\u05d0\u200f!\u200e \u061c",
    ],
)
def test_what_a_script_is_written_with_stays(text: str) -> None:
    assert harmless(text) == text


def test_a_message_that_repeats_a_long_text_loses_its_middle() -> None:
    short = Problem(Location("f.yaml", 1, 1), "code", "a" * 400)
    assert short.message == "a" * 400
    long = Problem(Location("f.yaml", 1, 1), "code", f'no "{"a" * 10_000_000}": write another')
    assert len(long.message) < 400
    assert long.message.startswith('no "aaa')
    assert " … " in long.message
    assert long.message.endswith('": write another')


def test_render_shows_no_control_character_of_the_message_or_path() -> None:
    problem = Problem(Location("\x1b]0;x\x07", 1, 1), "code", "a\nb\x9b\ud800", Level.WARNING)
    assert render(problem) == "␛]0;x␇:1:1: warning: a␊b\ufffd\ufffd (code)"


# -- characters that JSON writes as two escapes ----------------------------------------------------

IN_JSON = st.text(
    st.sampled_from('ab 😀🇰𐍈é\\"u\ue03d') | st.characters(min_codepoint=0x10000), max_size=12
)


@given(IN_JSON, IN_JSON)
def test_what_json_writes_is_read(text: str, key: str) -> None:
    written = json.dumps({f"k{key}": text, "last": ["x"]})
    if "\ue03d" not in text + key:  # this character is the stand-in for half a pair
        assert clean(written) == {f"k{key}": text, "last": ["x"]}
    file, problems = parse(written, "f.yaml")
    if not problems:
        assert isinstance(file.root, Mapping)
        value = file.root.get(f"k{key}")
        assert isinstance(value, Scalar)
        end = file.locate(value, len(value.value))
        assert written[end.column - 1 :] == '", "last": ["x"]}'


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r"a \uD83D\uDE00", r"a \uD83D\uDE00"),
        (r"'\ud83d\ude00'", r"\ud83d\ude00"),
        (r'"\\ud83d\\ude00"', r"\ud83d\ude00"),
        (r'"\\\uD83D\uDE00"', "\\😀"),
        ("|-\n  \\ud83d\\ude00", r"\ud83d\ude00"),
    ],
)  # fmt: skip
def test_only_escapes_in_double_quotes_are_read(written: str, value: str) -> None:
    pair = r'- "\ud83d\ude00"'
    assert clean(f"- {written}\n{pair}\n") == [value, "😀"]


def test_a_key_that_stands_twice_is_found_however_it_is_written() -> None:
    assert codes(r'{"\ud83d\ude00": a, "😀": b}') == ["duplicate-key"]


@pytest.mark.parametrize("half", [r"\ud83d", r"\ude00", r"\ude00\ud83d"])
def test_half_a_pair_is_a_problem_where_it_stands(half: str) -> None:
    _, problems = parse(rf'- "\ud83d\ude00 {half}"', "f.yaml")
    assert [(p.code, p.location.column) for p in problems] == [("bad-escape", 17)]
