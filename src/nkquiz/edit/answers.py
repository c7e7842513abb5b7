"""Answers that a file accepts from now on, written into it: of a mark, or of a term.

Owns where such an answer goes. Refuses what no place in the file can hold.
"""

from __future__ import annotations

import yaml

from nkquiz.edit.file_edit import Edited, FileEdit
from nkquiz.edit.places import (
    value_of,
)
from nkquiz.edit.yaml_text import scalar
from nkquiz.model import Fact, Mark, Term
from nkquiz.values import norm

_CHANGED = "the file has changed since it was read: try again"


def add_accept(text: str, fact: Fact, mark: Mark, answer: str) -> Edited:
    """Accept `answer` for a mark of a fact from now on: it goes under `marks` of the fact.

    Refused for a fact from a template, whose marks speak for all its terms.
    """
    edit = FileEdit.of(text, fact.location.path)
    if isinstance(edit, Edited):
        return edit
    entry = edit.find(fact.location, "facts")
    if fact.template or entry is None:
        fix = "add the answer under `also` of the term" if fact.template else _CHANGED
        return edit.refuse(fact.location, f"no answer can be added to this sentence: {fix}")
    if isinstance(entry.node, yaml.ScalarNode):
        edit.wrap(entry, {}, "fact", {"marks": {mark.answer: {"accept": [answer]}}})
    else:
        edit.put(entry, ("marks", _mark_key(entry.node, mark), "accept"), answer)
    return edit.finish()


def _mark_key(fact: yaml.Node, mark: Mark) -> str:
    """The key by which `marks` of a fact already names a mark; else the mark's answer."""
    marks = value_of(fact, "marks")
    keys = [key.value for key, _ in marks.value] if isinstance(marks, yaml.MappingNode) else []
    same = [key for key in keys if key == mark.answer or norm(key) == norm(mark.answer)]
    return same[-1] if same else mark.answer


def add_also(text: str, term: Term, name: str) -> Edited:
    """Give a term another name from now on.

    Refused where the term stands in a table, or in a sentence alone.
    """
    edit = FileEdit.of(text, term.location.path)
    if isinstance(edit, Edited):
        return edit
    entry = edit.find(term.location, "terms")
    if entry is None:
        fix = f"list it under `terms` as `{{name: {scalar(term.name)}, also: [{scalar(name)}]}}`"
        return edit.refuse(term.location, f"no name can be added here: {fix}")
    if isinstance(entry.node, yaml.ScalarNode):
        edit.wrap(entry, {}, entry.name_key, {"also": [name]})
    else:
        edit.put(entry, ("also",), name)
    return edit.finish()
