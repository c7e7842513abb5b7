"""Rulers, whom a numeral tells apart, with their titles and the realms that people add.

Louis XIV is Louis the 14th and King Louis XIV of France; Louis XV of France is not. A name that
ends in a numeral counts as one, whether the deck says that it is a person's or not.
"""

from __future__ import annotations

from dataclasses import dataclass

from nkquiz.scoring.additions import NOTHING_MORE, contradicts
from nkquiz.scoring.feedback import nearly, other_name, that_is
from nkquiz.scoring.forms import Form, Reading, plain, read, same_words
from nkquiz.scoring.formulas import has_structure
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.persons import without_ruler
from nkquiz.scoring.result import Result, confused, correct, prompt, typo
from nkquiz.scoring.target import Target
from nkquiz.scoring.words import words_of


@dataclass(frozen=True, slots=True)
class _Monarch:
    """A name in its parts, the numeral as digits: the "of France" is the realm."""

    title: str
    name: Form
    realm: Form

    @property
    def numeral(self) -> bool:
        return len(self.name.pieces) > 1 and self.name.pieces[-1].isdecimal()

    @property
    def without_numeral(self) -> Form:
        return Form(self.name.pieces[:-1], self.name.spaces[:-1])


def _monarch(form: Form, language: str) -> _Monarch:
    words = words_of(language)
    bare = without_ruler(form, language)
    title = form.pieces[0] if bare != form else ""
    pieces, spaces = bare.pieces, bare.spaces
    end = next((at for at, piece in enumerate(pieces) if at and piece in words.of), len(pieces))
    realm = Form(pieces[end + 1 :], spaces[end + 1 :])
    if end < len(pieces) and end > 1 and pieces[end - 1] in words.rulers:
        end -= 1  # "Louis XIV, King of France"
    return _Monarch(title, numbered(Form(pieces[:end], spaces[: end - 1]), language), realm)


def judge_monarch(reading: Reading, target: Target) -> Result | None:
    """A ruler by another title, or none, with the realm, or without the numeral."""
    if target.strict or not reading.bare.pieces or has_structure(target.key):
        return None
    written = _monarch(reading.bare, target.language)
    for its in target.readings:
        own = _monarch(its.bare, target.language)
        if own.numeral and its.bare.pieces[-1].isalpha() and _go_together(written, own):
            result = _compare(written, own, its, reading, target)
            if result is not None:
                return result
    return None


def _go_together(written: _Monarch, own: _Monarch) -> bool:
    """Whether title and realm are those of the answer, or one of the two has none."""
    if written.title and own.title and written.title != own.title:
        return False
    return same_words(written.realm, own.realm) if own.realm.pieces else True


def _compare(
    written: _Monarch, own: _Monarch, its: Reading, reading: Reading, target: Target
) -> Result | None:
    others = {
        id(entry.thing): entry.thing
        for entry in target.things.known_as((written.name,))
        if not entry.short and target.is_other(entry.thing)
    }
    if not same_words(plain(written.name), plain(own.name)):
        if same_words(plain(written.name), plain(own.without_numeral)) and not others:
            return prompt("the full name, please")
        thing = next(iter(others.values()), None) if written.numeral else None
        return confused(that_is(target, thing), thing.name) if thing else None
    if others:
        return prompt("the full name, please")
    if not own.realm.pieces and _is_odd(written.realm, target):
        return None
    if not own.realm.pieces and contradicts(read(written.realm.text, target.language), target):
        return prompt(NOTHING_MORE)
    exact = same_words(written.name, own.name)
    return correct(other_name(target, its.text)) if exact else typo(nearly(its.text, reading.text))


def _is_odd(realm: Form, target: Target) -> bool:
    """Whether what follows is no realm: it has a numeral, or chooses, joins or denies."""
    words = words_of(target.language)
    joining = {*words.or_, *words.and_, *words.not_}
    pieces = numbered(realm, target.language).pieces
    return any(piece in joining or piece[0].isdecimal() for piece in pieces)
