"""More or less than one answer: "A or B", a denial, some words of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from nkquiz.scoring.forms import Reading, plain, read
from nkquiz.scoring.formulas import has_structure
from nkquiz.scoring.numerals import numerals
from nkquiz.scoring.persons import without_suffix_comma
from nkquiz.scoring.result import Result, Verdict, correct, prompt, wrong
from nkquiz.scoring.target import Target
from nkquiz.scoring.words import CHANGING, MODIFIERS, small_words, words_of
from nkquiz.values import tokens

_SIGNS = ";/|()=,"
#: Whoever names more is not naming one thing in several ways.
_MOST_NAMES = 4


def judge_several(
    reading: Reading, target: Target, judge: Callable[[str, Target], Result]
) -> Result | None:
    """Two answers are wrong, unless both are names of the one; so is a denial."""
    parts = alternatives(reading.text, target)
    if parts:
        if len(parts) <= _MOST_NAMES and all(
            judge(part, target).verdict is Verdict.CORRECT for part in parts
        ):
            return correct()
        return wrong("one answer, please")
    return wrong("say what it is, not what it is not") if denies(reading, target) else None


def alternatives(written: str, target: Target) -> list[str]:
    """The answers in "A or B", "A / B", "A (B)"; nothing where it is one.

    What stands in the answer itself, a comma or an "and", parts nothing.
    """
    words, own = words_of(target.language), _own_words(target)
    joining = [re.escape(w) for w in (*words.or_, *words.and_) if w not in own]
    signs = "".join(sign for sign in _SIGNS if not any(sign in name for name in target.names))
    patterns = [rf"\s*[{signs}]\s*"] if signs else []
    if joining:
        patterns.append(rf"(?<!\S)(?:{'|'.join(joining)})(?!\S)")
    whole = without_suffix_comma(written) if target.people else written
    parts = re.split("|".join(patterns) or "$", whole, flags=re.IGNORECASE)
    full = [p.strip() for p in parts if read(p, target.language).full.pieces]
    return full if len(full) > 1 else []


def denies(reading: Reading, target: Target) -> bool:
    """Whether there is a "not" that the answer hasn't."""
    denied = set(reading.full.pieces).intersection(words_of(target.language).not_)
    if target.people:
        denied.discard("no")  # a Korean family name
    return bool(denied) and not denied <= _own_words(target)


def _own_words(target: Target) -> set[str]:
    return {piece for its in target.readings for piece in its.full.pieces}


def judge_part(reading: Reading, target: Target) -> Result | None:
    """Some words of the answer, and no others: right, but too vague.

    Not for people, nor for words that tell nothing (its sort, "of"). Nor of its other names: the
    Republic of Korea is no part of the Democratic People's Republic of Korea. Nor where what is
    missing makes it another answer: of a formula, of 3:1, of vitamin B12, of "not guilty".
    """
    if target.people or has_structure(target.key):
        return None
    pieces = plain(reading.bare).pieces
    empty = {*target.sort_words, *small_words(target.language)}
    if not any((len(p) > 2 or p.isdecimal()) and p not in empty for p in pieces):
        return None
    for its in target.readings:
        own = plain(its.full).pieces
        is_part = set(pieces) <= set(own) and len(pieces) <= len(own)
        is_part = is_part and _numerals_alike(reading, its, target.language)
        if is_part and its.bare == target.readings[0].bare and not _is_torn(reading, pieces, its):
            if _lacks_denial(pieces, own, target.language):
                return wrong("that is the opposite")
            return prompt("right, but more exactly, please")
    return None


def _numerals_alike(reading: Reading, its: Reading, language: str) -> bool:
    """Whether the answer has every numeral of the response: the First is no part of the Twenty-first."""
    return set(numerals(reading.full, language)) <= set(numerals(its.full, language))


def _lacks_denial(pieces: tuple[str, ...], own: tuple[str, ...], language: str) -> bool:
    """Whether a "not" of the answer is missing; the "No." of a number denies nothing."""
    denying = words_of(language).not_
    return any(
        piece in denying and piece not in pieces and not after[:1].isdecimal()
        for piece, after in zip(own, (*own[1:], ""), strict=True)
    )


def _is_torn(reading: Reading, pieces: tuple[str, ...], its: Reading) -> bool:
    """Whether what is missing makes the rest another answer: numbers alone, or the B of B12."""
    if all(piece.isdecimal() for piece in pieces):
        return True
    missing = set(tokens(its.text)).difference(tokens(reading.text))
    torn = {part for word in missing for part in _mixed(word)}
    return not torn.isdisjoint(pieces) or _lacks_modifier(pieces, its)


def _mixed(word: str) -> list[str]:
    """The parts of a word of letters and digits; nothing for any other word."""
    parts = re.findall(r"\d+|\D+", word)
    return parts if len(parts) > 1 else []


def _lacks_modifier(pieces: tuple[str, ...], its: Reading) -> bool:
    """Whether a word or prefix is missing that makes another thing: vice president, un-American."""
    own, spaces = its.full.pieces, its.full.spaces
    return any(
        (piece in MODIFIERS or (piece in CHANGING and not space)) and piece not in pieces
        for piece, space in zip(own, spaces, strict=False)
    )
