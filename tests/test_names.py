"""A class name stands for one thing in the whole program."""

import ast
from collections import defaultdict
from pathlib import Path

import nkquiz

_SOURCE = Path(nkquiz.__file__).parent


def test_no_class_name_is_used_twice() -> None:
    homes = defaultdict(list)
    for path in sorted(_SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(f"{path.relative_to(_SOURCE)}:{node.lineno}")
    assert homes["Deck"]
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}
