r"""Marked sentences as plain text plus spans: `==like this==`.

    sentence := (text | mark | maths | image)*
    mark     := "==" answer ("|" vocabulary)? "=="     no space inside either "=="
    maths    := "\(" ... "\)"                          taken as it is, "==" included
    image    := "![" alt "](" path ")"
    literal  := "\=="                                  two equals signs

Owns what `==` means; knows nothing of facts. A run of three or of more than four `=` is text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import NamedTuple

_TOKEN = re.compile(r"\\==+|\\\(.*?\\\)|=+", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\(([^()\s]+)\)")


class Stretch(NamedTuple):
    """A marked stretch: `start` and `end` in the plain text, `offset` of its `==` as written."""

    answer: str
    vocabulary: str
    start: int
    end: int
    offset: int


class Mistake(NamedTuple):
    """What is wrong with a sentence, and the offset in it as written."""

    code: str
    offset: int


class Marked(NamedTuple):
    """A sentence taken apart: its text as it reads, the stretches, the mistakes."""

    text: str
    stretches: tuple[Stretch, ...]
    mistakes: tuple[Mistake, ...]


class Image(NamedTuple):
    """A Markdown image in a sentence: the half-open stretch it takes up, and what it says."""

    start: int
    end: int
    alt: str
    path: str


def parse(sentence: str, vocabularies: Container[str] = ()) -> Marked:
    """Take the marks out of `sentence`.

    `vocabularies` are the names that may stand after a `|` in a mark; any other `|` is text.
    Mistakes are `unclosed-mark` and `empty-mark`; what is mistaken stays in the text.
    """
    if "==" not in sentence:
        return Marked(sentence, (), ())
    out: list[str] = []
    stretches: list[Stretch] = []
    mistakes: list[Mistake] = []
    length = done = 0
    opened: tuple[int, int] | None = None  # offset as written, position in the text

    def copy(upto: int) -> None:
        nonlocal length, done
        out.append(sentence[done:upto])
        length += upto - done
        done = upto

    for token in _TOKEN.finditer(sentence):
        start, end = token.span()
        written = token.group()
        if written[0] == "\\" and written[1] == "=":
            copy(start)
            done = start + 1  # the backslash alone goes
        elif written == "====":
            mistakes.append(Mistake("empty-mark", start))
        elif written == "==" and opened is None and not _space_at(sentence, end):
            copy(start)
            opened, done = (start, length), end
        elif written == "==" and opened is not None and not _space_at(sentence, start - 1):
            copy(start)
            done = end
            offset, begin = opened
            opened = None
            whole = "".join(out)[begin:]
            answer, vocabulary = _split_vocabulary(whole, vocabularies)
            if vocabulary:
                out = ["".join(out)[: begin + len(answer)]]
                length = begin + len(answer)
            stretches.append(Stretch(answer, vocabulary, begin, length, offset))
    copy(len(sentence))
    if opened is not None:
        return _unclosed(sentence, vocabularies, opened[0], mistakes)
    return Marked("".join(out), tuple(stretches), tuple(mistakes))


def _unclosed(
    sentence: str, vocabularies: Container[str], offset: int, mistakes: list[Mistake]
) -> Marked:
    """Read on as though the `==` that is never closed were text."""
    rest = parse(sentence[:offset] + "\\" + sentence[offset:], vocabularies)
    return rest._replace(mistakes=(*mistakes, Mistake("unclosed-mark", offset)))


def _space_at(sentence: str, index: int) -> bool:
    return not 0 <= index < len(sentence) or sentence[index].isspace()


def _split_vocabulary(whole: str, vocabularies: Container[str]) -> tuple[str, str]:
    answer, bar, vocabulary = whole.rpartition("|")
    if bar and answer and vocabulary in vocabularies:
        return answer, vocabulary
    return whole, ""


def write(text: str, spans: Iterable[tuple[int, int]]) -> str:
    r"""The sentence that `parse` reads back as `text` with `spans` marked.

    A `==` of the text is written `\==`. Spans are half-open, sorted and apart.
    """
    out: list[str] = []
    done = 0
    for start, end in spans:
        out += (escape(text[done:start]), "==", escape(text[start:end]), "==")
        done = end
    out.append(escape(text[done:]))
    return "".join(out)


def escape(text: str) -> str:
    r"""`text` so that no `==` in it is a mark."""
    return re.sub(r"(?<!=)(==)(?!=)|(====)(?!=)", r"\\\g<0>", text)


def images(text: str) -> tuple[Image, ...]:
    """The Markdown images in a plain text, in order."""
    if "![" not in text:
        return ()
    return tuple(Image(*m.span(), m[1], m[2]) for m in _IMAGE.finditer(text))


def is_image(text: str) -> bool:
    """Whether the whole text is one Markdown image."""
    return bool(_IMAGE.fullmatch(text.strip()))
