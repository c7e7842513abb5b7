"""Reads one file: text to nodes, and on past every mistake.

A pass over the file ends at its first syntax error. The item that holds the error is then
blanked out, line for line so that every place stays true, and the next pass begins.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

from yaml import MarkedYAMLError
from yaml.reader import ReaderError

from nkquiz.collector import paused_collector
from nkquiz.model import Location, Problem
from nkquiz.source.blocks import Lines
from nkquiz.source.builder import Refusal, Tree, build
from nkquiz.source.checks import first_swallowing, surprises
from nkquiz.source.file import SourceFile
from nkquiz.source.finding import Finding
from nkquiz.source.nodes import Node, SourceText
from nkquiz.source.reader import MISREAD, decode, read_bytes, without_unseen

MAX_PASSES = 50
MAX_READ = 25_000_000  # code points that all passes together may read: some seconds


def parse(content: bytes | str, path: str) -> tuple[SourceFile, list[Problem]]:
    """The nodes of one YAML file, and its problems in the order of the file.

    `path` is only shown. Never raises for what the file holds.
    """
    text, findings = decode(content) if isinstance(content, bytes) else (content, [])
    text = text.removeprefix("\ufeff")
    file = SourceFile(path, text)
    with paused_collector():
        file.root = _nodes(text, findings)
    return file, [_problem(file, finding) for finding in sorted(findings, key=_place)]


def read(path: Path, shown: str) -> tuple[SourceFile, list[Problem]]:
    """The nodes of the file at `path`, which problems call `shown`. Never raises."""
    content = read_bytes(path, shown)
    if isinstance(content, Problem):
        return SourceFile(shown, ""), [content]
    return parse(content, shown)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


def _problem(file: SourceFile, finding: Finding) -> Problem:
    where = Location(file.path, finding.line, finding.column)
    return file.problem(where, finding.code, finding.message, finding.level)


def _nodes(text: str, findings: list[Finding]) -> Node | None:
    """The root node. Adds to `findings`; gives up on what follows after too many mistakes."""
    if any(character in text for character in MISREAD):
        text = _seen(text, findings)
    lines: Lines | None = None
    read = 0
    for passes in count(1):
        read += len(text)
        try:
            tree = _one_pass(text)
        except (ReaderError, UnicodeEncodeError):
            text = _seen(text, findings)
            continue
        except Refusal as refusal:
            mistake = refusal.finding
        else:
            findings += tree.findings
            return tree.root
        findings.append(mistake)
        lines = lines or Lines(text)
        start, end = lines.block(mistake.line - 1)
        if passes >= MAX_PASSES or read > MAX_READ:
            findings.append(_too_many(mistake))
            end = len(lines)
        if not lines.blank(start, end) and not lines.blank(mistake.line - 1, len(lines)):
            break
        text = lines.text
    return None


def _seen(text: str, findings: list[Finding]) -> str:
    """The text without what cannot be seen, which is added to the findings."""
    text, found = without_unseen(text)
    findings += found
    return text


def _one_pass(text: str) -> Tree:
    """The nodes of a text. Raises Refusal at the first mistake that nothing can be read after."""
    try:
        tree = build(text)
    except MarkedYAMLError as error:
        from nkquiz.source.mistakes import diagnose  # most files have none

        raise Refusal(diagnose(SourceText(text), error)) from error
    swallowing = first_swallowing(tree)
    if swallowing is not None:
        raise Refusal(swallowing)
    tree.findings += surprises(tree)
    return tree


def _too_many(last: Finding) -> Finding:
    message = (
        "there are so many mistakes that reading stopped here: fix those above, then try again"
    )
    return Finding(last.line, last.column, "too-many-mistakes", message)
