"""Checks that the slots of a template name attributes that its vocabulary has.

Owns what a slot may reach. Fills none.
"""

from __future__ import annotations

from nkquiz.loader.reading import Reader, listing, suggest
from nkquiz.loader.slots import Slot, slot_matches, slot_of
from nkquiz.loader.term_index import TermIndex
from nkquiz.model import (
    Location,
    Vocabulary,
)
from nkquiz.source import Scalar


class SlotCheck:
    """Checks that slots name attributes that there are."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary, index: TermIndex) -> None:
        self.failed = False
        self._reader = reader
        self._vocabulary = vocabulary
        self._index = index

    def check(self, text: Scalar) -> None:
        """Check the slots of one text."""
        for match in slot_matches(text.value):
            self._check(slot_of(match), self._reader.source.locate(text, match.start()))

    def _check(self, slot: Slot, at: Location) -> None:
        if len(slot.path) > 2:
            self._fail(at, f'"{{{slot.name}}}" has too many points: use one point at most')
            return
        first = slot.path[0]
        known = ["name", *self._vocabulary.attributes]
        if first not in known:
            fix = suggest(first, known) or f"; it has {listing(known)}"
            self._fail(at, f'"{self._vocabulary.name}" doesn\'t have the attribute "{first}"{fix}')
            return
        if len(slot.path) == 2:
            other = self._index.vocabularies.get(first)
            if other is None:
                self._fail(at, f'"{{{slot.name}}}": the vocabulary "{first}" does not exist')
            elif slot.path[1] not in (far := ["name", *other.attributes]):
                fix = suggest(slot.path[1], far) or f"; it has {listing(far)}"
                self._fail(at, f'"{first}" doesn\'t have the attribute "{slot.path[1]}"{fix}')
        if slot.article and not self.failed:
            self._check_article(slot, at)

    def _check_article(self, slot: Slot, at: Location) -> None:
        """Warn of an article that nothing can have, as no value of the slot is a term."""
        own = self._vocabulary.name
        read = (self._index.values(slot, term) for term in self._vocabulary.terms)
        values = [value for one in read if one is not None for value in one]
        if values and not any(self._index.meant(slot, own, value) for value in values):
            message = (
                f'"{{the {slot.name}}}" prints no article, because "{values[0]}" and the other values '
                f'are not terms: write "the {{{slot.name}}}", or list the values under `terms`, each '
                "with its `article`"
            )
            self._reader.warn(at, "no-article", message)

    def _fail(self, at: Location, message: str) -> None:
        self.failed = True
        self._reader.error(at, "unknown-attribute", message)
