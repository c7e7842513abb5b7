"""Nodes of a YAML file, each with what it stands in.

Owns where facts and terms stand in a file, not what they mean. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from nkquiz.edit.yaml_text import Data
from nkquiz.source import Mapping as MappingOf
from nkquiz.source import Node, Scalar


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node with what it stands in: `path` leads to its data, `parent` is the list or mapping
    around it, `key` the key that it is the value of, if it is one.
    """

    node: yaml.Node
    path: tuple[str | int, ...]
    parent: yaml.Node
    key: yaml.Node | None = None
    name_key: str = "name"  # of a term: the key that its name stands under

    def under(self, key: str, node: yaml.Node) -> PlacedNode:
        """The value of a key of this mapping."""
        known = next(k for k, _ in self.node.value if k.value == key)
        return PlacedNode(node, (*self.path, key), self.node, known)


def value_of(node: yaml.Node, key: str) -> yaml.Node | None:
    """The value of a key of a mapping."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for known, value in node.value if known.value == key), None)


def entries_of(entry: PlacedNode, name_key: str = "name") -> Iterator[PlacedNode]:
    """The entries of a list; anything else stands for a list of one."""
    if not isinstance(entry.node, yaml.SequenceNode):
        yield PlacedNode(entry.node, entry.path, entry.parent, entry.key, name_key)
        return
    for index, node in enumerate(entry.node.value):
        yield PlacedNode(node, (*entry.path, index), entry.node, None, name_key)


def terms_of(entry: PlacedNode) -> Iterator[PlacedNode]:
    """The terms of all vocabularies: the rows of one in its full form, else its entries."""
    for key, value in entry.node.value if isinstance(entry.node, yaml.MappingNode) else ():
        vocabulary = entry.under(key.value, value)
        rows = value_of(value, "rows")
        if rows is None:
            yield from entries_of(vocabulary)
        else:
            column = value_of(value, "name")
            yield from entries_of(
                vocabulary.under("rows", rows), column.value if column else "name"
            )


def data_of(node: Node | None) -> Data:
    """What a node says, without its place."""
    if node is None or isinstance(node, Scalar):
        return node.value if node else None
    if isinstance(node, MappingOf):
        return {key: data_of(node.get(key)) for key in node}
    return [data_of(item) for item in node]


def is_flow(node: yaml.Node) -> bool:
    """Whether a list or mapping is written in brackets."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def is_block_scalar(node: yaml.Node) -> bool:
    """Whether a text is written on lines of its own, after `|` or `>`."""
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing was written: `key:` alone."""
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index
