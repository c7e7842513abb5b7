"""The JSON Schema of fact files, from the same tables that the loader checks by.

Editors complete and check with it while a file is written. It says what a schema can say: keys
and shapes. What names what (a source, a mark, a slot) only the loader sees. Editors type plain
scalars, so a text may come as a number or a boolean here, and `~` and `null` as nothing.
"""

from __future__ import annotations

from typing import Any

from nkquiz.loader import keys
from nkquiz.loader.keys import Key, Shape, Table
from nkquiz.values import TOLERANCE_PATTERN

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
_FILLED: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_NOTHING: Schema = {"type": "null"}
_FLAG = (
    r"^\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff])?\s*$"
)


def schema() -> Schema:
    """The schema, in draft 2020-12, as plain data."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nkquiz fact file",
        "description": "Facts, or a deck that chooses among the facts of other files.",
        **_table(keys.FILE),
        "$defs": _definitions(),
    }


def _table(table: Table, required: tuple[str, ...] = ()) -> Schema:
    """A mapping with the keys of a table and no other; an empty value stands for none."""
    made: Schema = {
        "type": ["object", "null"],
        "properties": {name: _key(key) for name, key in table.items()},
        "additionalProperties": False,
    }
    return {**made, "type": "object", "required": list(required)} if required else made


def _key(key: Key) -> Schema:
    return {"description": key.doc, **_shape(key)}


def _shape(key: Key) -> Schema:
    match key.shape:
        case Shape.CHOICE:
            return _any({"enum": list(key.choices)}, _NOTHING)
        case Shape.KINDS:
            return _or_list({"enum": list(key.choices)})
        case Shape.COUNT:
            whole = {"type": "integer", "minimum": key.least, "maximum": key.most}
            return _any(whole, {"type": "string", "pattern": r"^\s*[0-9]+\s*$"}, _NOTHING)
    return _SHAPES[key.shape]


def _any(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def _or_list(entry: Schema) -> Schema:
    """An entry, a list of them, or nothing."""
    return _any(entry, {"type": "array", "items": entry}, _NOTHING)


def _by_name(value: Schema) -> Schema:
    """A mapping from names that the writer chooses."""
    return {"type": ["object", "null"], "additionalProperties": value}


def _defined(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_TEXTS = _defined("texts")

_SHAPES: dict[Shape, Schema] = {
    Shape.TEXT: _TEXT,
    Shape.NAME: _FILLED,
    Shape.TEXTS: _TEXTS,
    Shape.FLAG: _defined("flag"),
    Shape.DATE: {"type": ["string", "number", "null"]},
    Shape.PATH: {**_TEXT, "pattern": r"\S"},
    Shape.TOLERANCE: {
        "type": ["string", "number", "null"],
        "pattern": rf"^\s*$|{TOLERANCE_PATTERN}",
        "minimum": 0,
    },
    Shape.SENTENCE: _FILLED,
    Shape.CITATIONS: _or_list(_any(_TEXT, {"type": "object", "additionalProperties": _TEXT})),
    Shape.QUESTION: _defined("question"),
    Shape.ASK: _any(_TEXT, _by_name(_defined("question"))),
    Shape.MARKS: _by_name(_defined("mark")),
    Shape.REJECT: _any(_TEXTS, _by_name(_TEXT)),
    Shape.DISPUTED: _TEXTS,
    Shape.SOURCES: _by_name(_any(_FILLED, _defined("source"))),
    Shape.DEFAULTS: _defined("defaults"),
    Shape.TERMS: _by_name(_defined("vocabulary")),
    Shape.FACTS: _or_list(_any(_FILLED, _defined("fact"))),
    Shape.TEMPLATES: _or_list(_defined("template")),
    Shape.SELECT: _defined("select"),
    Shape.ITEMS: _defined("items"),
    Shape.ATTRIBUTES: {
        **_by_name(_defined("attribute")),
        "propertyNames": {"not": {"enum": list(keys.TERM)}},
    },
    Shape.ROWS: _or_list(_defined("term")),
}


def _definitions() -> Schema:
    return {
        "texts": _any(_TEXT, {"type": "array", "items": _FILLED}),
        "flag": _any({"type": ["boolean", "null"]}, {"type": "string", "pattern": _FLAG}),
        "question": _any(_TEXT, _table(keys.ASK)),
        "mark": _table(keys.MARK),
        "source": _table(keys.SOURCE),
        "defaults": _table(keys.DEFAULTS),
        "attribute": _table(keys.ATTRIBUTE),
        "select": _table(keys.SELECT),
        "items": _table(keys.ITEMS),
        "fact": _table(keys.FACT, ("fact",)),
        "template": _table(keys.TEMPLATE, ("for", "fact")),
        "term": _term(),
        "vocabulary": _vocabulary(),
    }


def _term() -> Schema:
    """A name, or a mapping whose other keys are attributes."""
    return {
        "type": ["string", "number", "boolean", "object"],
        "pattern": r"\S",
        "properties": {name: _key(key) for name, key in keys.TERM.items()},
        "additionalProperties": _TEXTS,
        "minProperties": 1,
    }


def _vocabulary() -> Schema:
    """A mapping with a key of the full form is one; any other is its only term."""
    is_full_form = {
        "type": "object",
        "anyOf": [{"required": [name]} for name in keys.FULL_FORM],
    }
    return {
        "if": is_full_form,
        "then": _table(keys.VOCABULARY),
        "else": _or_list(_defined("term")),
    }


__all__ = ["schema"]
