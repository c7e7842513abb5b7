"""YAML -> located nodes: text or bytes of one file become scalars, lists and mappings.

Every scalar is text and knows its line and column. Mistakes are problems in the writer's terms;
after a syntax error the list item that it stands in is skipped and reading goes on. Knows YAML,
nothing of facts.
"""

from __future__ import annotations

from nkquiz.source.file import SourceFile
from nkquiz.source.nodes import Mapping, Node, Scalar, Sequence, Style
from nkquiz.source.parser import parse, read
from nkquiz.source.render import harmless, render

__all__ = [
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "SourceFile",
    "Style",
    "harmless",
    "parse",
    "read",
    "render",
]
