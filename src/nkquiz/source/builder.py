"""From YAML events to nodes: one flat loop over the events of PyYAML's C parser.

Owns what is refused although it is YAML: anchors, aliases, tags, a second document, keys that
are no text or stand twice, and depth. Never recurses, so that no nesting can exhaust a stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from yaml.cyaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.tokens import AnchorToken, TagToken

from nkquiz.source.finding import Finding, quote
from nkquiz.source.nodes import (
    STYLES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Style,
    Text,
)

MAX_DEPTH = 64


class Refusal(Exception):
    """A construct after which the rest of its item cannot be understood."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class Tree:
    """What one pass over a file gives."""

    source: Text
    root: Node | None = None
    findings: list[Finding] = field(default_factory=list)
    quoted: list[Scalar] = field(default_factory=list)  # values in quotes or blocks, in order
    hollow: list[Mapping] = field(default_factory=list)  # `{a, b: c}`: a value may be missing


def build(text: str) -> Tree:
    """The nodes of a text. Raises Refusal, or yaml.YAMLError where it is no YAML."""
    tree = Tree(Text(text))
    get_event: Callable[[], Any] = CParser(text).get_event
    while (event := get_event()) is not None:
        if event.__class__ is DocumentStartEvent:
            if tree.root is not None:
                tree.findings.append(_second_document(event))
                break
            roots = _document(get_event, tree)
            tree.root = roots[0] if roots else None
    if any(pattern.search(text) for pattern in _PROPERTY_SIGNS):
        tree.findings += _properties(text)
    return tree


def _document(get_event: Callable[[], Any], tree: Tree) -> list[Node]:
    """The nodes at the top of one document: one, or none where the file is empty.

    The hot loop of reading, so nothing here that can be done after it. In a mapping it takes a
    key and its value in one turn; `names` is None outside mappings.
    """
    scalar_event, plain, source = ScalarEvent, Style.PLAIN, tree.source
    stack: list[tuple[list[Node], list[str] | None, list[int]]] = []
    values: list[Node] = []
    names: list[str] | None = None
    positions: list[int] = []
    node: Node
    while True:
        event = get_event()
        kind = event.__class__
        if names is not None:
            if kind is scalar_event:
                positions.append(event.start_mark.index)
                names.append(intern(event.value))
                event = get_event()
                kind = event.__class__
            elif kind is MappingEndEvent:
                _close(stack[-1][0][-1], names, positions, values, tree)
                values, names, positions = stack.pop()
                continue
            else:
                raise Refusal(_no_key(event))
        mark = event.start_mark
        if kind is scalar_event:
            if event.style:
                style = STYLES[event.style]
                node = Scalar(event.value, mark.line + 1, mark.column + 1, style)
                tree.quoted.append(node)
            else:
                node = Scalar(event.value, mark.line + 1, mark.column + 1, plain)
            values.append(node)
        elif kind is SequenceEndEvent:
            values, names, positions = stack.pop()
        elif kind is SequenceStartEvent:
            node = Sequence(mark.line + 1, mark.column + 1, event.flow_style)
            values.append(node)
            stack.append((values, names, positions))
            values, names = node.items, None
        elif kind is MappingStartEvent:
            node = Mapping(mark.line + 1, mark.column + 1, event.flow_style, source)
            values.append(node)
            stack.append((values, names, positions))
            values, names, positions = [], [], []
        elif kind is AliasEvent:
            values.append(_alias(event, tree))
        else:
            return values  # the end of the document
        if len(stack) > MAX_DEPTH:
            raise Refusal(_too_deep(event))


def _too_deep(event: Any) -> Finding:
    mark = event.start_mark
    message = (
        f"more than {MAX_DEPTH} lists and mappings stand in each other here, "
        "which no fact file needs: take the brackets away"
    )
    return Finding(mark.line + 1, mark.column + 1, "too-deep", message)


def _close(
    node: Any, names: list[str], positions: list[int], values: list[Node], tree: Tree
) -> None:
    """Fill a mapping whose end is reached. Of two equal keys the first one stands."""
    nodes = dict(zip(names, values, strict=True))
    if len(nodes) != len(names):
        nodes, positions = _without_duplicates(names, positions, values, tree)
    node.fill(nodes, positions)
    if "<<" in nodes:
        tree.findings.append(_merge_key(node))
    if node.flow and any(isinstance(value, Scalar) and not value.value for value in values):
        tree.hollow.append(node)


def _without_duplicates(
    names: list[str], positions: list[int], values: list[Node], tree: Tree
) -> tuple[dict[str, Node], list[int]]:
    nodes: dict[str, Node] = {}
    kept: dict[str, int] = {}
    for name, position, value in zip(names, positions, values, strict=True):
        if name in nodes:
            again, first = tree.source.key(name, position), tree.source.key(name, kept[name])
            tree.findings.append(_duplicate(again, first))
        else:
            nodes[name] = value
            kept[name] = position
    return nodes, list(kept.values())


def _duplicate(again: Scalar, first: Scalar) -> Finding:
    where = (
        f"twice in line {first.line}"
        if again.line == first.line
        else f"in line {first.line} and again in line {again.line}"
    )
    message = f"the key {quote(again.value)} stands {where}: keep one, or rename one of them"
    return Finding(again.line, again.column, "duplicate-key", message)


def _merge_key(node: Mapping) -> Finding:
    key = node.key("<<")
    message = "“<<” merges mappings in YAML, which fact files do not do: write the keys out"
    return Finding(key.line, key.column, "merge-key", message)


#: Where an anchor or a tag may stand; a sentence with one of these signs in it is looked at twice.
_PROPERTY_SIGNS = [re.compile(rf"{sign}(?<![^\s\[\]{{}},:?-]{sign})") for sign in "&!"]


def _properties(text: str) -> Iterator[Finding]:
    """Anchors and tags, which stand in front of a value."""
    get_token: Callable[[], Any] = CParser(text).get_token
    while (token := get_token()) is not None:
        mark = token.start_mark
        if token.__class__ is AnchorToken:
            yield Finding(mark.line + 1, mark.column + 1, "anchor", refused(f"&{token.value}"))
        elif token.__class__ is TagToken:
            name = (token.value[0] or "") + token.value[1]
            yield Finding(mark.line + 1, mark.column + 1, "tag", refused(name))


def refused(name: str) -> str:
    """What to say of an anchor, an alias or a tag."""
    what = {"&": "an anchor", "*": "an alias"}.get(name[0], "a tag")
    return (
        f"{quote(name)} is {what} in YAML, which fact files do not use: "
        "quote the text if it was meant as text, else take this away"
    )


def _alias(event: Any, tree: Tree) -> Scalar:
    """An alias, kept as the text that it is written with."""
    mark = event.start_mark
    tree.findings.append(_alias_finding(event))
    return Scalar(f"*{event.anchor}", mark.line + 1, mark.column + 1)


def _alias_finding(event: Any) -> Finding:
    mark = event.start_mark
    return Finding(mark.line + 1, mark.column + 1, "alias", refused(f"*{event.anchor}"))


def _no_key(event: Any) -> Finding:
    """A key that is a list, a mapping or an alias."""
    if event.__class__ is AliasEvent:
        return _alias_finding(event)
    mark = event.start_mark
    what = "list" if event.__class__ is SequenceStartEvent else "mapping"
    message = (
        f"a {what} stands where a key should be: quote the text, "
        f"since a text that begins with a bracket is read as a {what}"
    )
    return Finding(mark.line + 1, mark.column + 1, "key-not-text", message)


def _second_document(event: Any) -> Finding:
    mark = event.start_mark
    message = (
        "“---” begins a second document, and a fact file is one: "
        "remove the line, or put what follows into a file of its own; it is not read"
    )
    return Finding(mark.line + 1, mark.column + 1, "second-document", message)
