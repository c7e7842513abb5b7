"""Marked sentences: what is no mark, then what is one, and that writing undoes reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkquiz import markup
from nkquiz.markup import Mistake


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("a == b", "a == b"),
        ("x === y", "x === y"),
        (r"\==x\==", "==x=="),
        (r"\(a==b\) holds", r"\(a==b\) holds"),
        ("== a", "== a"),
        ("a ==", "a =="),
        (r"The Danube\== rises", "The Danube== rises"),
    ],
)
def test_what_is_no_mark(sentence: str, text: str) -> None:
    assert markup.parse(sentence) == (text, (), ())


@pytest.mark.parametrize(
    ("sentence", "answers"),
    [
        ("The ==Danube== rises in the ==Black Forest==.", ["Danube", "Black Forest"]),
        ("==a == b==", ["a == b"]),
        ("==Kuwait|city== lies by the sea", ["Kuwait"]),
        ("==Kuwait|town== lies by the sea", ["Kuwait|town"]),
        (r"==Kuwait|a town== or ==yes\| no==", ["Kuwait|a town", r"yes\| no"]),
        (r"==\=\=\=\=\=== is a line", ["====="]),
        (r"==\=\=\=\===", ["===="]),
        (r"==\=a==", ["=a"]),
        (r"==a\=== and ==b==", ["a=", "b"]),
        (r"==a \== b== or ==a\=b==", ["a == b", "a=b"]),
        (r"==C:\\== and ==D:\\==", ["C:\\", "D:\\"]),
        (r"==a\b== and ==\\c==", [r"a\b", r"\\c"]),
        (r"E\===mc²==, 3\===2== and C:\\==x==", ["mc²", "2", "x"]),
        (r"\(a==b\) ==c==", ["c"]),
        (
            "==\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645==, ==\U0001f469\u200d\U0001f680==",
            ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f469\u200d\U0001f680"],
        ),
    ],
)
def test_what_is_a_mark(sentence: str, answers: list[str]) -> None:
    marked = markup.parse(sentence, {"city"})
    assert [stretch.answer for stretch in marked.stretches] == answers
    assert not marked.mistakes
    for answer, _, start, end, offset in marked.stretches:
        assert marked.text[start:end] == answer
        assert sentence.startswith("==", offset)


@pytest.mark.parametrize(
    ("sentence", "mistake"),
    [
        ("The ==Danube flows", Mistake("unclosed-mark", 4)),
        ("The ==== flows", Mistake("empty-mark", 4)),
        ("The Danube== rises", Mistake("unopened-mark", 10)),
        ("The Danube==", Mistake("unopened-mark", 10)),
    ],
)
def test_what_is_a_mistake(sentence: str, mistake: Mistake) -> None:
    assert markup.parse(sentence) == (sentence, (), (mistake,))


def test_a_vocabulary_alone_is_no_answer() -> None:
    assert markup.parse("The ==|city== lies", {"city"}).mistakes == (Mistake("empty-mark", 4),)


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d\ufe0f", "\u00ad \u2060", "\u3164"])
def test_what_nobody_sees_is_no_answer(unseen: str) -> None:
    assert markup.parse(f"The =={unseen}== lies").mistakes == (Mistake("empty-mark", 4),)


WORDS = st.text(st.sampled_from("ab =|\\()x"), max_size=12)


@given(st.lists(WORDS, max_size=6))
def test_the_quick_way_reads_as_the_thorough_one(pieces: list[str]) -> None:
    sentence = "==".join(pieces)
    quick = markup._plain(sentence)
    assert quick is None or quick == markup._any(sentence, ())


@pytest.mark.parametrize("answer", ["red|city", "red|town", "x|y", r"red\|city", "|city", "|x|"])
def test_a_bar_of_an_answer_is_written_so_that_it_names_no_vocabulary(answer: str) -> None:
    marked = markup.parse(f"A {markup.write(answer, [(0, len(answer))])} b.", {"city"})
    assert marked.text == f"A {answer} b."
    assert [(it.answer, it.vocabulary) for it in marked.stretches] == [(answer, "")]


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Bonn", ""), ("x|y", ""), ("|x|", ""), ("|city", ""), ("red|green|blue", ""),
        ("ls | wc", ""), ("A|2", ""), ("P(A|B)", ""), ("Bonn|city", "city"),
        ("Bonn|Stadt", "Stadt"), ("Rhine|river_name", "river_name"),
    ],
)  # fmt: skip
def test_what_looks_like_a_vocabulary(answer: str, name: str) -> None:
    assert markup.meant_vocabulary(answer) == name


SIGNS = st.text(st.sampled_from("ab =\\\\==|"), max_size=9)
ANSWERS = SIGNS.map(str.strip).filter(bool)


@given(st.lists(st.tuples(SIGNS, ANSWERS), max_size=4), SIGNS)
def test_writing_undoes_reading(pieces: list[tuple[str, str]], last: str) -> None:
    text, spans = "", []
    for between, answer in pieces:
        text += between or ("-" if text else "")  # two marks don't touch
        spans.append((len(text), len(text) + len(answer)))
        text += answer
    text += last
    written = markup.write(text, spans)
    for vocabularies in ((), ("b",)):
        marked = markup.parse(written, vocabularies)
        assert marked.text == text
        assert [(start, end) for _, _, start, end, _ in marked.stretches] == spans
        assert marked.mistakes == ()
        assert all(written.startswith("==", it.offset) for it in marked.stretches)


@given(SIGNS)
def test_any_text_is_read(sentence: str) -> None:
    marked = markup.parse(sentence)
    assert all(marked.text[it.start : it.end] == it.answer for it in marked.stretches)


def test_display_maths_is_taken_as_it_is() -> None:
    marked = markup.parse(r"So \[a == b\] is ==true==.")
    assert marked.text == r"So \[a == b\] is true."
    assert [stretch.answer for stretch in marked.stretches] == ["true"]
    assert marked.mistakes == ()
