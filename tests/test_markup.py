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
        assert sentence[offset:].startswith(f"=={answer}")


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


@given(st.lists(st.text(st.sampled_from("ab c."), min_size=1, max_size=8), max_size=5))
def test_writing_undoes_reading(pieces: list[str]) -> None:
    answers = [f"m{piece}m" for piece in pieces]
    text = " - ".join(answers)
    spans, at = [], 0
    for answer in answers:
        spans.append((at, at + len(answer)))
        at += len(answer) + 3
    marked = markup.parse(markup.write(text, spans))
    assert marked.text == text
    assert [(start, end) for _, _, start, end, _ in marked.stretches] == spans


def test_display_maths_is_taken_as_it_is() -> None:
    marked = markup.parse(r"So \[a == b\] is ==true==.")
    assert marked.text == r"So \[a == b\] is true."
    assert [stretch.answer for stretch in marked.stretches] == ["true"]
    assert marked.mistakes == ()
