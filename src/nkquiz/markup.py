r"""Marked sentences as plain text plus spans: `==like this==`.

    sentence := (text | mark | maths | image)*
    mark     := "==" answer ("|" vocabulary)? "=="     no space inside either "=="
    maths    := "\(" ... "\)" | "\[" ... "\]"          taken as it is, "==" included
    image    := "![" alt "](" path [title] ")"
    literal  := "\=="                                  two equals signs
    bar      := "\|" word, at the end of an answer      a bar that names no vocabulary

Owns what `==` means; knows nothing of facts. A run of three or of more than four `=` is text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import NamedTuple

from nkquiz.values import is_blank

_TOKEN = re.compile(r"\\==+|\\\(.*?\\\)|\\\[.*?\\\]|==+", re.DOTALL)
#: As Markdown has it: with a title, which is not read, and in <> a path with brackets. A path with
#: spaces needs no <> here: to show it as raw text would help nobody.
_IMAGE = re.compile(
    r"""!\[([^\]\n]*)\]\((?:<([^<>\n]+)>|([^()<>\s]+(?: +[^()<>\s"'][^()<>\s]*)*))(?: +(?:"[^"\n]*"|'[^'\n]*'))?\)"""
)


#: What looks like the name of a vocabulary at the end of an answer, and its bar.
_BAR = re.compile(r"(\\?)\|([^\W\d_][\w-]*)$")


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
    """A Markdown image in a sentence: the half-open stretch it takes up, and what it says.

    From `alt_end` on nobody reads it.
    """

    start: int
    alt_end: int
    end: int
    alt: str
    path: str


def parse(sentence: str, vocabularies: Container[str] = ()) -> Marked:
    """Take the marks out of `sentence`.

    `vocabularies` are the names that may stand after a `|` in a mark; any other `|` is text.
    Mistakes are `unclosed-mark`, `unopened-mark` and `empty-mark`; what is mistaken stays in the
    text.
    """
    return _plain(sentence) or _any(sentence, vocabularies)


def _plain(sentence: str) -> Marked | None:
    """What nearly every sentence is: marks alone, all well formed. None if it is anything else.

    A deck of ten thousand facts spends a third of its loading here without this.
    """
    if "\\" in sentence or "===" in sentence:
        return None
    parts = sentence.split("==")
    if len(parts) % 2 == 0 or "|" in sentence:
        return None
    stretches = []
    start = offset = 0
    for index, part in enumerate(parts):
        end = start + len(part)
        if index % 2:
            if not part or part[0].isspace() or part[-1].isspace() or is_blank(part):
                return None
            stretches.append(Stretch(part, "", start, end, offset - 2))
        start = end
        offset += len(part) + 2
    return Marked("".join(parts), tuple(stretches), ())


def _any(sentence: str, vocabularies: Container[str]) -> Marked:
    """Read token by token."""
    out: list[str] = []  # the text so far, in pieces
    stretches: list[Stretch] = []
    mistakes: list[Mistake] = []
    length = done = 0  # of the text so far; of the sentence read so far
    begin = offset = -1  # of the open mark, in the text and in the sentence
    for token in _TOKEN.finditer(sentence):
        written, (start, end) = token.group(), token.span()
        if written == "==":
            if offset < 0:
                if _space_at(sentence, end):
                    mistakes += _unopened(sentence, start)
                    continue
            elif _space_at(sentence, start - 1):
                continue
        elif written == "====":
            mistakes.append(Mistake("empty-mark", start))
            continue
        elif not written.startswith("\\="):
            continue  # maths, or more equals signs than a mark has
        piece = sentence[done:start]
        if written != "==":
            out.append(piece)
            length += len(piece)
            done = start + 1  # the backslash alone goes
        elif offset < 0:
            out.append(piece)
            length += len(piece)
            begin, offset, done = length, start, end
        else:
            whole = "".join((*out, piece))
            answer, vocabulary = _split_vocabulary(whole[begin:], vocabularies)
            out = [whole[:begin], answer]
            length = begin + len(answer)
            stretches.append(Stretch(answer, vocabulary, begin, length, offset))
            offset, done = -1, end
    text = "".join((*out, sentence[done:]))
    if offset >= 0:  # read as though the `==` were text
        mistakes.append(Mistake("unclosed-mark", offset))
        text = f"{text[:begin]}=={text[begin:]}"
    # `==|river==` names a vocabulary and no answer
    empty = (Mistake("empty-mark", it.offset) for it in stretches if is_blank(it.answer))
    return Marked(text, tuple(stretches), (*mistakes, *empty))


def _unopened(sentence: str, start: int) -> list[Mistake]:
    """The mistake of a `==` with a space after it that closes nothing: none in `a == b`."""
    return [] if _space_at(sentence, start - 1) else [Mistake("unopened-mark", start)]


def _space_at(sentence: str, index: int) -> bool:
    return not 0 <= index < len(sentence) or sentence[index].isspace()


def _split_vocabulary(whole: str, vocabularies: Container[str]) -> tuple[str, str]:
    if "|" in whole:
        answer, _, vocabulary = whole.rpartition("|")
        if vocabulary in vocabularies and not answer.endswith("\\"):
            return answer, vocabulary
    return _BAR.sub(r"|\2", whole), ""


def meant_vocabulary(answer: str) -> str:
    """The name of a vocabulary that an answer seems to end with, after its only bar; empty
    if there is none.
    """
    found = _BAR.search(answer) if answer.count("|") == 1 else None
    is_name = found is not None and found.start() > 0 and len(found[2]) > 1  # x|y is none
    return found[2] if found is not None and is_name else ""


def write(text: str, spans: Iterable[tuple[int, int]]) -> str:
    r"""The sentence that `parse` reads back as `text` with `spans` marked.

    A `==` of the text is written `\==`, a bar that could name a vocabulary `\|`. Spans are half-open, sorted and apart.
    """
    out: list[str] = []
    done = 0
    for start, end in spans:
        answer = _BAR.sub(r"\1\\|\2", text[start:end])
        out += (escape(text[done:start]), "==", escape(answer), "==")
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
    return tuple(
        Image(m.start(), m.end(1), m.end(), m[1], m[2] or m[3]) for m in _IMAGE.finditer(text)
    )
