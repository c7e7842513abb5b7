"""From YAML events to nodes: what the events of PyYAML's C parser build.

Owns what is refused although it is YAML: anchors, aliases, tags, a second document, keys that
are no text or stand twice, and depth, so that no nesting can exhaust a stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs hide it
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.tokens import AnchorToken, TagToken

from nkquiz.source import surrogates
from nkquiz.source.finding import Finding, quote
from nkquiz.source.nodes import (
    STYLES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    SourceText,
    Style,
)
from nkquiz.source.reader import UNSEEN, unseen

MAX_DEPTH = 64

#: Takes the value of a key that is there already. No key that is kept holds a NUL.
_DROPPED = "\0"

_ESCAPE = re.compile(r"\\[0-9a-zA-Z]")


class Refusal(Exception):
    """A construct after which the rest of its item cannot be understood."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class Tree:
    """What one pass over a file gives."""

    source: SourceText
    escapes: bool  # whether any character is written as an escape
    root: Node | None = None
    findings: list[Finding] = field(default_factory=list)
    quoted: list[Scalar] = field(default_factory=list)  # values in quotes or blocks, in order
    again: list[tuple[Mapping, str, int]] = field(default_factory=list)  # a key that is there
    hollow: list[Mapping] = field(default_factory=list)  # `{a, b: c}`: a value may be missing


def build(text: str) -> Tree:
    """The nodes of a text. Raises Refusal, or yaml.YAMLError where it is no YAML."""
    tree = Tree(SourceText(text), _ESCAPE.search(text) is not None)
    text = surrogates.replaced(text)
    get_event: Callable[[], Any] = CParser(text).get_event
    while (event := get_event()) is not None:
        if event.__class__ is DocumentStartEvent:
            if tree.root is not None:
                tree.findings.append(_second_document(event))
                break
            roots: list[Node] = []
            _fill_list(get_event, tree, roots, 0)
            tree.root = roots[0] if roots else None
    if text is not tree.source.text:
        _restore(tree)
    tree.findings += _duplicates(tree)
    if any(pattern.search(text) for pattern in _PROPERTY_SIGNS):
        tree.findings += _properties(text)
    return tree


def _restore(tree: Tree) -> None:
    """Put the characters in that are written as two escapes: see `surrogates`."""
    waiting = [tree.root] if tree.root is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            node.value = surrogates.restored(node.value)
        elif isinstance(node, Mapping):
            _restore_names(node, tree)
            waiting += node.nodes.values()
        else:
            waiting += node.items
    tree.again = [(node, surrogates.restored(name), place) for node, name, place in tree.again]


def _restore_names(mapping: Mapping, tree: Tree) -> None:
    """The same for keys, of which two may be one now."""
    pairs = list(zip(mapping.nodes.items(), mapping.positions, strict=True))
    mapping.nodes, mapping.positions = {}, []
    for (name, node), position in pairs:
        name = surrogates.restored(name)
        if name in mapping.nodes:
            tree.again.append((mapping, name, position))
        else:
            mapping.nodes[name] = node
            mapping.positions.append(position)


def _fill_list(get_event: Callable[[], Any], tree: Tree, nodes: list[Node], depth: int) -> None:
    """Add nodes up to the end of a list or, at the top of a file, of the document.

    This and `_fill_mapping` are the hot loops of reading: plain scalars, which most nodes are,
    are made in the loop, since calls would cost a tenth.
    """
    scalar_event, plain = ScalarEvent, Style.PLAIN
    while True:
        event = get_event()
        kind = event.__class__
        if kind is scalar_event:
            if event.style:
                nodes.append(_quoted(event, tree))
            else:
                mark: Any = event.start_mark
                nodes.append(Scalar(event.value, mark.line + 1, mark.column + 1, plain))
        elif kind is SequenceEndEvent or kind is DocumentEndEvent:
            return
        else:
            nodes.append(_collection(event, get_event, tree, depth + 1))


def _fill_mapping(get_event: Callable[[], Any], tree: Tree, mapping: Mapping, depth: int) -> None:
    """Add keys and values up to the end of a mapping."""
    scalar_event, plain = ScalarEvent, Style.PLAIN
    nodes, positions = mapping.nodes, mapping.positions
    while True:
        event = get_event()
        if event.__class__ is not scalar_event:
            if event.__class__ is MappingEndEvent:
                break
            raise Refusal(_no_key(event))
        mark: Any = event.start_mark
        name = intern(event.value)
        if name not in nodes:
            positions.append(mark.index)
        else:
            tree.again.append((mapping, name, mark.index))
            name = _DROPPED
        event = get_event()
        if event.__class__ is not scalar_event:
            nodes[name] = _collection(event, get_event, tree, depth + 1)
        elif event.style:
            nodes[name] = _quoted(event, tree)
        else:
            mark = event.start_mark
            nodes[name] = Scalar(event.value, mark.line + 1, mark.column + 1, plain)
    if mapping.flow or tree.escapes or _DROPPED in nodes or "<<" in nodes:
        _inspect(mapping, tree)


def _quoted(event: Any, tree: Tree) -> Scalar:
    """A scalar in quotes or in a block."""
    mark = event.start_mark
    node = Scalar(event.value, mark.line + 1, mark.column + 1, STYLES[event.style])
    tree.quoted.append(node)
    return node


def _collection(event: Any, get_event: Callable[[], Any], tree: Tree, depth: int) -> Node:
    """The list or mapping that begins with an event, and all in it; an alias is refused."""
    kind, mark = event.__class__, event.start_mark
    if kind is AliasEvent:
        return _alias(event, tree)
    if depth > MAX_DEPTH:
        raise Refusal(_too_deep(event))
    if kind is SequenceStartEvent:
        node = Sequence(mark.line + 1, mark.column + 1, event.flow_style)
        _fill_list(get_event, tree, node.items, depth)
        return node
    mapping = Mapping(mark.line + 1, mark.column + 1, event.flow_style, tree.source)
    _fill_mapping(get_event, tree, mapping, depth)
    return mapping


def _too_deep(event: Any) -> Finding:
    mark = event.start_mark
    message = (
        f"more than {MAX_DEPTH} lists and mappings are inside each other here: "
        "remove brackets, because a fact file needs fewer"
    )
    return Finding(mark.line + 1, mark.column + 1, "too-deep", message)


def _inspect(node: Mapping, tree: Tree) -> None:
    """A second look at a mapping whose end is reached, where it may hold what it should not."""
    node.nodes.pop(_DROPPED, None)
    if tree.escapes and any(map(UNSEEN.search, node)):
        raise Refusal(_unseen_key(node))
    if "<<" in node:
        tree.findings.append(_merge_key(node))
        node.keep([name for name in node if name != "<<"])
    if node.flow and any(isinstance(value, Scalar) and not value.value for value in node.values()):
        tree.hollow.append(node)


def _duplicates(tree: Tree) -> Iterator[Finding]:
    """Keys that stand twice in a mapping. The first one stands."""
    mapping: Mapping | None = None
    places: dict[str, int] = {}
    for node, name, position in tree.again:
        if node is not mapping:
            mapping, places = node, dict(zip(node, node.positions, strict=True))
        if name in places:
            source = tree.source
            yield _duplicate(source.key(name, position), source.key(name, places[name]))


def _duplicate(again: Scalar, first: Scalar) -> Finding:
    where = (
        f"twice in line {first.line}"
        if again.line == first.line
        else f"in line {first.line} and again in line {again.line}"
    )
    message = f"the key {quote(again.value)} is {where}: keep one, or rename one of them"
    return Finding(again.line, again.column, "duplicate-key", message)


def _unseen_key(node: Mapping) -> Finding:
    """The first key that an escape puts an unseen character into."""
    key, sign = next(
        (key, found[0]) for key, _ in node.items() if (found := UNSEEN.search(key.value))
    )
    return Finding(key.line, key.column, "unseen-character", unseen(sign))


def _merge_key(node: Mapping) -> Finding:
    key = node.key("<<")
    message = "`<<` merges mappings in YAML, but not in a fact file: write all the keys"
    return Finding(key.line, key.column, "merge-key", message)


#: Where an anchor or a tag may stand; a sentence with one of these signs in it is looked at twice.
_PROPERTY_SIGNS = [re.compile(rf"{sign}(?<![^\s\[\]{{}},:?-]{sign})") for sign in "&!"]


def _properties(text: str) -> Iterator[Finding]:
    """Anchors and tags, which stand in front of a value."""
    for token in tokens(text):
        mark = token.start_mark
        if token.__class__ is AnchorToken:
            yield Finding(mark.line + 1, mark.column + 1, "anchor", refused(f"&{token.value}"))
        elif token.__class__ is TagToken:
            name = (token.value[0] or "") + token.value[1]
            yield Finding(mark.line + 1, mark.column + 1, "tag", refused(name))


def tokens(text: str) -> Iterator[Any]:
    """The tokens of a text. Raises yaml.YAMLError where there is none."""
    get_token: Callable[[], Any] = CParser(text).get_token
    while (token := get_token()) is not None:
        yield token


def refused(name: str) -> str:
    """What to say of an anchor, an alias or a tag."""
    what = {"&": "an anchor", "*": "an alias"}.get(name[0], "a tag")
    return (
        f"{quote(name)} is {what} in YAML, but fact files can't use it: "
        "put the text in quotes if it is text, else remove this"
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
        f"there is a {what} where a key should be: put the text in quotes, "
        f"because a text that begins with a bracket is read as a {what}"
    )
    return Finding(mark.line + 1, mark.column + 1, "key-not-text", message)


def _second_document(event: Any) -> Finding:
    mark = event.start_mark
    message = (
        "`---` begins a second document, but a fact file has only one: "
        "remove the line, or move what comes after it to another file; it is not read"
    )
    return Finding(mark.line + 1, mark.column + 1, "second-document", message)
