"""Two entries of one term become one: names and tags are joined, values must agree.

Owns what a contradiction between two entries is. Keeps no vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from nkquiz.loader.reading import Reader
from nkquiz.model import Attribute, Term, Values
from nkquiz.values import norm

T = TypeVar("T")

#: What a term has one of, beside its attributes.
_SINGLE = ("article", "image", "audio", "as_of")


def merged(old: Term, new: Term, columns: Mapping[str, Attribute], reader: Reader) -> Term:
    """One term of two: names and tags are joined, values must agree but in open columns."""
    attributes = _merged_attributes(old, new, columns, reader)
    for key in _SINGLE:
        was, now = getattr(old, key), getattr(new, key)
        if was and now and was != now:
            _contradiction(old, new, key, (was,), (now,), reader)
    renamed = () if new.name == old.name else (new.name,)
    return replace(
        old,
        also=_joined(_joined(old.also, new.also), renamed),
        article=old.article or new.article,
        within=_joined(old.within, new.within),
        is_a=_joined(old.is_a, new.is_a),
        image=old.image or new.image,
        audio=old.audio or new.audio,
        citations=_joined(old.citations, new.citations),
        as_of=old.as_of or new.as_of,
        tags=_joined(old.tags, new.tags),
        disputed=_joined(old.disputed, new.disputed),
        attributes=attributes,
    )


def _merged_attributes(
    old: Term, new: Term, columns: Mapping[str, Attribute], reader: Reader
) -> MappingProxyType[str, tuple[str, ...]]:
    attributes = dict(old.attributes)
    for key, values in new.attributes.items():
        known = attributes.setdefault(key, values)
        if key in columns and columns[key].values is Values.OPEN:
            attributes[key] = _joined(known, values)
        elif sorted(map(_form, known)) != sorted(map(_form, values)):
            _contradiction(old, new, key, known, values, reader)
    return MappingProxyType(attributes)


def _joined(a: tuple[T, ...], b: tuple[T, ...]) -> tuple[T, ...]:
    return (*a, *(x for x in b if x not in a))


def _form(value: str) -> str:
    return norm(value) or value


def _contradiction(
    old: Term, new: Term, key: str, was: tuple[str, ...], now: tuple[str, ...], reader: Reader
) -> None:
    message = (
        f'`{key}` of "{new.name}" is "{"; ".join(now)}" here '
        f'and "{"; ".join(was)}" at {old.location}: keep one of them'
    )
    reader.error(new.location, "contradiction", message)


def report_id(known: Term, again: Term, reader: Reader) -> bool:
    """Report two things of one file with one id; in another file that is how a term is renamed."""
    named = known.id != known.name and again.name != known.name
    is_other = named and again.location.path == known.location.path
    if is_other:
        message = (
            f'the id "{again.id}" is also the id of "{known.name}" at {known.location}: '
            "give one of them another id"
        )
        reader.error(again.location, "duplicate-id", message)
    return is_other
