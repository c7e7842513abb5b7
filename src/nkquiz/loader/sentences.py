"""The sentence of a fact or a template, and mistakes in how it is written.

Owns what YAML makes of a sentence that its author did not mean. Knows no mark's settings.
"""

from __future__ import annotations

from collections.abc import Iterable

from nkquiz.loader.keys import Table
from nkquiz.loader.reading import Reader, suggest
from nkquiz.markup import Marked
from nkquiz.source import Mapping, Node, Scalar, Sequence

_MISTAKES = {
    "unclosed-mark": (
        "this `==` is never closed: put `==` directly after the answer too, "
        "or write `\\==` for two equals signs"
    ),
    "unopened-mark": (
        "this `==` closes nothing: put `==` directly before the answer too, "
        "or write `\\==` for two equals signs"
    ),
    "empty-mark": "this mark is empty: put the answer between the two `==`",
}

EMPTY_SENTENCE = "the sentence is missing here: write one, or remove the entry"

_NO_MAPPING = {
    "fact": "a fact is a sentence, or a mapping with the key `fact`: put text in quotes",
    "template": "a template must be a mapping with the keys `for` and `fact`",
}


def sentence_of(
    node: Node, reader: Reader, table: Table, what: str
) -> tuple[Scalar, Mapping] | None:
    """The sentence of a fact or template that is written as a mapping, or none, with a problem."""
    if not isinstance(node, Mapping):
        reader.error(node, "wrong-shape", _NO_MAPPING[what])
        return None
    sentence = node.get("fact")
    if sentence is None and not any(name in table or _is_slip(name, table) for name in node):
        _report_colon(node, reader)
        return None
    reader.check_keys(node, table, f"a {what}")
    if sentence is None:
        if not any(_is_slip(name, {"fact"}) for name in node):  # that is reported already
            message = f"this {what} has no sentence: add the key `fact`"
            reader.error(node, "no-sentence", message)
        return None
    if isinstance(sentence, Mapping):
        _report_colon(sentence, reader)
        return None
    if isinstance(sentence, Sequence):
        message = "`fact` must be one sentence, not a list: put it in quotes if it is one"
        reader.error(sentence, "wrong-shape", message)
        return None
    return sentence, node


def report_missing_space(node: Scalar, reader: Reader) -> None:
    """`- fact:The ==Rhine== flows.` is a sentence to YAML."""
    key, colon, _ = node.value.partition(":")
    if colon:
        at = reader.source.locate(node, len(key))
        reader.error(at, "missing-space", "a space is missing after the colon: add it")


def _is_slip(name: str, known: Iterable[str]) -> bool:
    """Whether a key looks like one that was misspelt, rather than the begin of a sentence."""
    return " " not in name and bool(suggest(name, known))


def _report_colon(node: Mapping, reader: Reader) -> None:
    """A sentence with a colon and a space in it was read as a mapping."""
    key = next((node.key(name) for name in node), None)
    if key is not None and key.value == "<<":  # that is reported already
        return
    message = "the colon and space in this sentence make it a mapping: put the sentence in quotes"
    if node.flow:
        message = "the braces around this sentence make it a mapping: put the sentence in quotes"
    reader.error(key or node, "colon-in-sentence", message)


def report_mistakes(marked: Marked, sentence: Scalar, reader: Reader) -> None:
    for mistake in marked.mistakes:
        at = reader.source.locate(sentence, mistake.offset)
        reader.error(at, mistake.code, _MISTAKES[mistake.code])
