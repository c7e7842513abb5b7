"""No function of the source is longer than one look takes in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import nkquiz

SOURCE = Path(nkquiz.__file__).parent
LONGEST = 50  # lines, decorators not counted


def functions(folder: Path) -> Iterator[tuple[int, str]]:
    """The length of each function, and where it stands."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield length, f"{path.relative_to(folder)}:{node.lineno} {node.name}"


def test_each_function_can_be_seen_at_once() -> None:
    lengths = {place: length for length, place in functions(SOURCE)}
    assert len(lengths) > 1000  # the source was found
    assert {place: length for place, length in lengths.items() if length > LONGEST} == {}


def test_a_long_function_is_found(tmp_path: Path) -> None:
    body = "    pass\n" * LONGEST
    (tmp_path / "long.py").write_text(f"def short():\n    pass\n\n\ndef long():\n{body}")
    found = [place for length, place in functions(tmp_path) if length > LONGEST]
    assert found == ["long.py:5 long"]
