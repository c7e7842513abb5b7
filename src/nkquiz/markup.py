r"""Marked sentences as plain text plus spans: `==like this==`.

    sentence := (text | mark | maths | image)*
    mark     := "==" answer ("|" vocabulary)? "=="     no space inside either "=="
    maths    := "\(" ... "\)" | "\[" ... "\]"          taken as it is, "==" included
    image    := "![" alt "](" path [title] ")"
    literal  := "\="                                   an equals sign, so `\==` is no mark
               "\\"                                   a backslash, where equals signs follow
    bar      := "\|" word, at the end of an answer      a bar that names no vocabulary

Owns what `==` means; knows nothing of facts. A run of three or of more than four `=` is text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from nkquiz.values import is_blank

_MATHS = r"(?P<maths>\\\(.*?\\\)|\\\[.*?\\\])"
_SLASHES = r"(?:(?<!\\)(?P<slashes>\\++))?+"
_TOKEN = re.compile(rf"{_SLASHES}(?P<run>(?(slashes)=|==)=*)|{_MATHS}", re.DOTALL)
#: The same, with equals signs that stand alone, and backslashes at the end.
_WRITTEN = re.compile(rf"{_SLASHES}(?P<run>=+)|{_MATHS}|(?<!\\)\\++\Z", re.DOTALL)
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
    length = 0  # of the text so far
    first, begin, offset = 0, 0, -1  # of the open mark: in the pieces, the text, the sentence
    for text, at in _tokens(sentence):
        if at >= 0 and text == "====":
            mistakes.append(Mistake("empty-mark", at))
        elif at >= 0 and offset < 0:
            if not _space_at(sentence, at + 2):
                first, begin, offset = len(out), length, at
                continue
            mistakes += _unopened(sentence, at)
        elif at >= 0 and not _space_at(sentence, at - 1):
            answer, vocabulary = _split_vocabulary("".join(out[first:]), vocabularies)
            out[first:] = [answer]
            length = begin + len(answer)
            stretches.append(Stretch(answer, vocabulary, begin, length, offset))
            offset = -1
            continue
        out.append(text)
        length += len(text)
    text = "".join(out)
    if offset >= 0:  # read as though the `==` were text
        mistakes.append(Mistake("unclosed-mark", offset))
        text = f"{text[:begin]}=={text[begin:]}"
    # `==|river==` names a vocabulary and no answer
    empty = (Mistake("empty-mark", it.offset) for it in stretches if is_blank(it.answer))
    return Marked(text, tuple(stretches), (*mistakes, *empty))


def _tokens(sentence: str) -> Iterator[tuple[str, int]]:
    """The pieces of a sentence as they read: text, with -1; `==` and `====`, each with its place."""
    done = 0
    for token in _TOKEN.finditer(sentence):
        slashes, run = len(token["slashes"] or ""), len(token["run"] or "")
        is_escaped = slashes % 2
        run -= is_escaped
        if not slashes and run not in (2, 4):
            continue  # maths, or more equals signs than a mark has
        yield sentence[done : token.start()] + "\\" * (slashes // 2) + "=" * is_escaped, -1
        done = token.end() - run
        if run == 2 or (run == 4 and not is_escaped):
            yield "=" * run, done
            done = token.end()
    yield sentence[done:], -1


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

    Equals signs that would make a mark are written `\=`, a backslash before one `\\`, a bar that
    could name a vocabulary `\|`. Spans are half-open, sorted and apart, and part no maths.
    """
    out: list[str] = []
    done = 0
    for start, end in spans:
        answer = _BAR.sub(r"\1\\|\2", text[start:end])
        before = _escaped(text[done:start], opens=bool(out), closes=True)
        out += (before, "==", _escaped(answer, opens=True, closes=True), "==")
        done = end
    out.append(_escaped(text[done:], opens=bool(out), closes=False))
    return "".join(out)


def _escaped(text: str, *, opens: bool, closes: bool) -> str:
    """A text so that nothing in it is a mark, between two `==` or one, or none."""

    def escaped(token: re.Match[str]) -> str:
        slashes, run = token["slashes"] or "", token["run"]
        if run is None:
            at_end = closes and token.end() == len(text)
            return token[0] * 2 if at_end and not token["maths"] else token[0]
        touches = (closes and token.end() == len(text)) or (opens and token.start("run") == 0)
        if touches:
            run = "\\=" * len(run)
        elif len(run) in (2, 4):
            run = f"\\{run}"
        return slashes * 2 + run

    return _WRITTEN.sub(escaped, text)


def images(text: str) -> tuple[Image, ...]:
    """The Markdown images in a plain text, in order."""
    if "![" not in text:
        return ()
    return tuple(
        Image(m.start(), m.end(1), m.end(), m[1], m[2] or m[3]) for m in _IMAGE.finditer(text)
    )
