"""Ids written into the facts and templates of a file.

Terms get no id: theirs is the name, which is lost only when the term is renamed.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from nkquiz.edit.file_edit import Edited, FileEdit
from nkquiz.edit.places import (
    PlacedNode,
    value_of,
)
from nkquiz.model import Location


def write_ids(text: str, path: str, ids: Mapping[Location, str]) -> Edited:
    """Write ids into the facts and templates that begin at these places and have none.

    `text` is the whole file, with the line ends and the byte order mark that it has; `path` is
    only shown. A fact that is a plain sentence becomes a mapping of `id` and `fact`.
    """
    edit = FileEdit.of(text, path)
    if isinstance(edit, Edited):
        return edit
    for entry in edit.entries("facts", "templates"):
        wanted = ids.get(edit.location(entry))
        if wanted is not None:
            _write_id(edit, entry, wanted)
    return edit.finish()


def _write_id(edit: FileEdit, entry: PlacedNode, wanted: str) -> None:
    if isinstance(entry.node, yaml.ScalarNode):
        edit.wrap(entry, {"id": wanted}, "fact", {})
        return
    known = value_of(entry.node, "id")
    if known is None:
        edit.prepend(entry, "id", wanted)
    elif not known.value.strip():
        edit.replace(entry.under("id", known), wanted)
