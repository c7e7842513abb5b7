"""Syntax errors in the writer's terms: what was meant, where it went wrong, how to fix it.

Knows the error messages of libyaml and the mistakes behind them. Looks at the raw text and at
the tokens before the error; an error that it does not recognise is still reported in plain words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from yaml import MarkedYAMLError, YAMLError
from yaml.tokens import (
    AliasToken,
    AnchorToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    ScalarToken,
    TagToken,
)

from nkquiz.source.builder import refused, tokens
from nkquiz.source.checks import parent_indent, swallows, unclosed_quote
from nkquiz.source.finding import Finding, quote
from nkquiz.source.nodes import SourceText

_OPENING = (FlowSequenceStartToken, FlowMappingStartToken)
_CLOSING = (FlowSequenceEndToken, FlowMappingEndToken)


@dataclass(slots=True)
class Scene:
    """An error with what stands around it. `position` is its offset into the text."""

    source: SourceText
    problem: str
    position: int
    context: int  # where the construct begins that the error is in; `position` if unknown
    previous: Any = None  # the last token that ends before the error
    opened: list[Any] = field(default_factory=list)  # brackets that are still open there
    closed: Any = None  # the opening bracket of the last pair that was closed

    @property
    def text(self) -> str:
        """The whole file."""
        return self.source.text

    @property
    def character(self) -> str:
        """What stands at the error; empty at the end of the file."""
        return self.text[self.position : self.position + 1]

    def place(self, position: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        return self.source.place(position)

    def line_before(self, position: int) -> str:
        """The part of a line that stands before an offset."""
        line, column = self.place(position)
        return self.source.line(line)[: column - 1]

    def finding(self, position: int, code: str, message: str) -> Finding:
        """A finding at an offset."""
        return Finding(*self.place(position), code, message)


def diagnose(source: SourceText, error: MarkedYAMLError) -> Finding:
    """The mistake behind a syntax error."""
    scene = _scene(source, error)
    for recognise in (
        _quote_left_open,
        _text_after_quote,
        _bracket_left_open,
        _text_after_bracket,
        _text_after_name,
        _sign_at_start,
        _escape,
        _tab,
        _missing_space,
        _comment_in_text,
        _second_colon,
        _key_in_text,
        _no_colon,
        _dash_after_key,
        _comma,
        _alignment,
    ):
        finding = recognise(scene)
        if finding is not None:
            return finding
    if scene.problem == "did not find expected <document start>":
        message = "a line of three dots ends the file, but more follows: remove the dots"
        return scene.finding(scene.position, "second-document", message)
    message = f"this can't be read ({scene.problem}): put the sentence in quotes, or check the indentation"
    return scene.finding(scene.position, "syntax", message)


def _scene(source: SourceText, error: MarkedYAMLError) -> Scene:
    """The surroundings of an error, from the tokens up to it."""
    mark = error.problem_mark or error.context_mark
    position = mark.index if mark else 0
    context = error.context_mark.index if error.context_mark else position
    scene = Scene(source, error.problem or "", position, context)
    try:
        for token in tokens(source.text):
            if token.end_mark.index > position:
                break
            _note(scene, token)
    except YAMLError:
        pass  # this is the error itself
    return scene


def _note(scene: Scene, token: Any) -> None:
    if token.end_mark.index > token.start_mark.index:  # others only tell where blocks begin
        scene.previous = token
    if isinstance(token, _OPENING):
        scene.opened.append(token)
    elif isinstance(token, _CLOSING) and scene.opened:
        scene.closed = scene.opened.pop()


def _blank_between(scene: Scene, token: Any) -> bool:
    """True where nothing but blanks stands between a token and the error, on one line."""
    return not scene.text[token.end_mark.index : scene.position].strip(" \t")


# --- quotes and brackets ----------------------------------------------------------------------


def _quoted(token: Any) -> bool:
    return isinstance(token, ScalarToken) and token.style in ("'", '"')


def _quote_left_open(scene: Scene) -> Finding | None:
    if scene.problem in ("found unexpected end of stream", "found unexpected document indicator"):
        start = scene.context
    elif (
        _quoted(scene.previous)
        and _blank_between(scene, scene.previous)
        and swallows(scene.text, scene.previous.start_mark.index, scene.previous.end_mark.index)
    ):
        start = scene.previous.start_mark.index
    else:
        return None
    return unclosed_quote(*scene.place(start), scene.text[start])


def _text_after_quote(scene: Scene) -> Finding | None:
    """`- "Ri" is a diplomat`, `- 'It's here'`."""
    if not _quoted(scene.previous) or not _blank_between(scene, scene.previous):
        return None
    if scene.character in ("", "\r", "\n"):
        return None
    start = scene.previous.start_mark.index
    line, _ = scene.place(start)
    if scene.text[start] == "'":
        fix = "put the whole sentence in double quotes, because an apostrophe ends single quotes"
    elif "'" in scene.source.line(line):
        fix = 'put the whole sentence in double quotes, and write \\" for the quotes in it'
    else:
        fix = "put the whole sentence in single quotes, or remove these quotes"
    message = f"the text goes on after its closing quote: {fix}"
    return scene.finding(start, "text-after-quote", message)


def _bracket_left_open(scene: Scene) -> Finding | None:
    if not scene.opened:
        return None
    start = scene.opened[-1].start_mark.index
    bracket = scene.text[start]
    closing = "]" if bracket == "[" else "}"
    if scene.character in ("", "\r", "\n") or _outside(scene, start):
        message = f"the {bracket} that opens here is never closed: add the {closing}"
        return scene.finding(start, "unclosed-bracket", message)
    if scene.character == ":":
        message = (
            f"a colon and a space inside {bracket} {closing} start a value: "
            "put a text that contains them in quotes"
        )
        return scene.finding(scene.position, "colon-in-text", message)
    return None


def _outside(scene: Scene, start: int) -> bool:
    """True where the line of the error is indented too little to belong to the open bracket."""
    first, last = scene.place(start)[0], scene.place(scene.position)[0]
    line = scene.source.line(last)
    indent = len(line) - len(line.lstrip(" \t"))
    return last > first and indent <= parent_indent(scene.line_before(start))


def _text_after_bracket(scene: Scene) -> Finding | None:
    """`- {name} lies on the {river}`."""
    if not isinstance(scene.previous, _CLOSING) or not _blank_between(scene, scene.previous):
        return None
    if scene.character in "]}":
        message = f"there is one {scene.character} too many: remove it"
        return scene.finding(scene.position, "text-after-bracket", message)
    start = scene.closed.start_mark.index
    bracket = scene.text[start]
    what = "list" if bracket == "[" else "mapping"
    message = (
        f"a text that begins with {bracket} is read as a {what}: put the whole sentence in quotes"
    )
    return scene.finding(start, "text-after-bracket", message)


# --- signs that no text may begin with --------------------------------------------------------

_PROPERTY_CODES = {"*": "alias", "&": "anchor", "!": "tag"}


def _text_after_name(scene: Scene) -> Finding | None:
    """`- *Ri* is a diplomat`, `- &c. is short for et cetera: so on`."""
    token = scene.previous
    start = scene.context
    if isinstance(token, (AliasToken, AnchorToken, TagToken)):
        start = token.start_mark.index
    elif scene.text[start : start + 1] not in _PROPERTY_CODES:
        return None
    if scene.place(start)[0] != scene.place(scene.position)[0]:
        return None
    word = re.compile(r"\S*").match(scene.text, start)
    code = _PROPERTY_CODES.get(scene.text[start], "tag")
    return scene.finding(start, code, refused(word[0] if word else scene.text[start]))


def _sign_at_start(scene: Scene) -> Finding | None:
    """`- @home`, `- > 3 is more than 2`, `- , and`."""
    reason = ""
    if scene.problem == "did not find expected comment or line break":
        sign, position = scene.text[scene.context], scene.context
        reason = ", which begins a block of lines"
    elif scene.problem.startswith("found character that cannot start") and scene.character != "\t":
        sign, position = scene.character, scene.position
    elif scene.problem.startswith("mapping keys are not allowed"):
        sign, position = "?", scene.position
        reason = " and a space"
    elif scene.problem == "did not find expected node content" and scene.opened:
        message = "there is nothing before this comma: remove it"
        return scene.finding(scene.position, "stray-comma", message)
    elif scene.problem == "did not find expected node content":
        sign, position = scene.character, scene.position
    elif scene.character == "%":
        message = "a line that begins with % is a command for the YAML parser: remove it"
        return scene.finding(scene.position, "directive", message)
    else:
        return None
    message = f"a text can't begin with {quote(sign)}{reason}: put the sentence in quotes"
    return scene.finding(position, "sign-at-start", message)


def _escape(scene: Scene) -> Finding | None:
    if scene.problem == "found unknown escape character":
        position = scene.position
        sequence = scene.text[position : position + 2]
        message = (
            f"{quote(sequence)} means nothing inside double quotes: "
            "write \\\\ for a backslash, or use single quotes"
        )
    elif scene.problem == "found invalid Unicode character escape code":
        position = scene.text.rfind("\\", 0, scene.position)
        word = re.compile(r"\\\w*").match(scene.text, position)
        sequence = word[0] if word else "\\"
        message = f"{quote(sequence)} is not a character: write the character itself"
    elif "hexdecimal" in scene.problem:
        position = scene.text.rfind("\\", 0, scene.position + 1)
        message = (
            "here \\x, \\u or \\U needs 2, 4 or 8 hexadecimal digits: write \\\\ for a backslash"
        )
    else:
        return None
    return scene.finding(position, "bad-escape", message)


# --- blanks and lines -------------------------------------------------------------------------


def _tab(scene: Scene) -> Finding | None:
    line, _ = scene.place(scene.position)
    indent = re.match(r"[ \t]*", scene.source.line(line))
    if indent is None or "\t" not in indent[0]:
        if scene.character != "\t":
            return None
        message = "YAML does not allow a tab here: use a space"
        return scene.finding(scene.position, "tab", message)
    position = scene.source.position(line, indent[0].index("\t") + 1)
    message = "YAML does not allow a tab at the start of a line: use spaces, two for each level"
    return scene.finding(position, "tab", message)


def _missing_space(scene: Scene) -> Finding | None:
    """`id:x` and `-fact: a`, in the line of the error or where its construct begins."""
    above = scene.previous.start_mark.index if scene.previous else scene.position
    for position in (scene.context, above, scene.position):
        line, _ = scene.place(position)
        match = re.match(r"( *(?:- +)*)(?:(-)[^-\s]|[\w-]+(:)[^\s:/])", scene.source.line(line))
        if match is None or len(match[1]) > position - scene.source.position(line, 1):
            continue
        sign = match[2] or match[3]
        where = scene.source.position(line, (match.start(2) if match[2] else match.start(3)) + 1)
        message = f"a space is missing after the {'dash' if sign == '-' else 'colon'}: add it"
        return scene.finding(where, "missing-space", message)
    return None


def _comment_in_text(scene: Scene) -> Finding | None:
    """A ` #` in the first line of a sentence that goes on in the next."""
    token = scene.previous
    if not isinstance(token, ScalarToken) or not token.plain or scene.character == "-":
        return None
    between = scene.text[token.end_mark.index : scene.position]
    match = re.match(r"[ \t]+(#)", between)
    if match is None or not scene.problem.startswith("did not find expected"):
        return None
    message = "a # after a space begins a comment and ends the sentence: put the sentence in quotes"
    return scene.finding(token.end_mark.index + match.start(1), "cut-by-comment", message)


_KEY_BEFORE = re.compile(r" *(?:- +)*[^\s#].*?:[ \t]")


def _second_colon(scene: Scene) -> Finding | None:
    """`- fact: In Seoul: the capital`."""
    if not scene.problem.startswith("mapping values are not allowed"):
        return None
    if not _KEY_BEFORE.match(scene.line_before(scene.position)):
        return None
    message = "a colon and a space inside a sentence start a new key: put the sentence in quotes"
    return scene.finding(scene.position, "colon-in-text", message)


def _key_in_text(scene: Scene) -> Finding | None:
    """A key on a line that is indented so far that it goes on with the text above."""
    if not scene.problem.startswith("mapping values are not allowed"):
        return None
    line, _ = scene.place(scene.position)
    text = scene.source.line(line)
    start = len(text) - len(text.lstrip())
    message = (
        "this line goes on with the text above, and a colon and a space in it start a new key: "
        "indent the key like those above it, or put the sentence in quotes"
    )
    return scene.finding(scene.source.position(line, start + 1), "indentation", message)


def _no_colon(scene: Scene) -> Finding | None:
    """A line of words where a key should be."""
    if scene.problem != "could not find expected ':'":
        return None
    message = (
        "there should be a key here, with a colon and a space after it: add them, "
        "or indent the line if it belongs to the sentence above"
    )
    return scene.finding(scene.context, "no-key", message)


def _dash_after_key(scene: Scene) -> Finding | None:
    """`title: - a`."""
    if not scene.problem.startswith("block sequence entries are not allowed"):
        return None
    message = (
        "a list item can't be here: begin a new line before the dash, "
        "or put the text in quotes if it begins with a dash"
    )
    return scene.finding(scene.position, "dash-after-key", message)


def _comma(scene: Scene) -> Finding | None:
    """What is left inside brackets: `[a, b "c"]`."""
    if not scene.opened:
        return None
    message = "a comma is missing here: add it, or put a text with brackets or quotes in quotes"
    return scene.finding(scene.position, "missing-comma", message)


def _alignment(scene: Scene) -> Finding | None:
    """A line that begins at a column where nothing above it begins."""
    if scene.problem not in ("did not find expected '-' indicator", "did not find expected key"):
        return None
    line, _ = scene.place(scene.position)
    item = _DASH.match(scene.source.line(line)) is not None
    above = _line_above(scene.source, line, _DASH if item else _TEXT)
    if above is None:
        message = "a list item can't be on the same level as keys: put it under a key"
    else:
        indent = len(above) - len(above.lstrip())
        if not item and (dash := _DASH.match(above)):
            indent = dash.end()
        spaces = "no spaces" if indent == 0 else "1 space" if indent == 1 else f"{indent} spaces"
        what = "item" if item else "line"
        message = f"this {what} does not line up with the {what} above: indent it by {spaces}"
    return scene.finding(scene.position, "indentation", message)


_TEXT = re.compile(r"\s*\S")
_DASH = re.compile(r" *(?:- +)+")


def _line_above(source: SourceText, line: int, like: re.Pattern[str]) -> str | None:
    """The nearest line above that begins like the pattern."""
    for number in range(line - 1, 0, -1):
        text = source.line(number)
        if like.match(text):
            return text
    return None
