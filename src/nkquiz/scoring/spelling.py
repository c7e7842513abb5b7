"""Whether a word is a slip of the hand for another, or another word.

All conditions must hold: as many words, numerals alike, no opposites, the first letter alike, few
letters off for its length, each of several by a slip. Distance is optimal string alignment (Boytsov 2011, section 2.1): one
for a letter too many, too few, another one, or two neighbours swapped. Knows nothing of decks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from rapidfuzz.distance import OSA, Levenshtein

from nkquiz.scoring.forms import Form, plain
from nkquiz.scoring.misspelling import all_slips
from nkquiz.scoring.numerals import numerals
from nkquiz.scoring.words import CONTRASTS, DENYING, PAIRS, PREFIXES, SUFFIXES, small_words

#: Letters of a word, and of a whole answer, beyond which one more may be off.
_WORD = (3, 8)
_WHOLE = (4, 8, 14)
#: More ways to cut a text into words than anybody needs.
_MOST_GAPS = 12
#: More letters off than this are no help to see.
_MOST_MARKED = 4
#: Letters off in one word, from which each has to be a slip, or it is another word.
_SEVERAL = 2
#: What is left of a word without its prefix, at least, for the prefix to be one.
_SHORTEST_STEM = 4


def allowed(letters: int) -> int:
    """How many letters may be off in an answer of so many."""
    return sum(letters > bound for bound in _WHOLE)


def allowed_in_word(letters: int) -> int:
    """How many letters may be off in one word of so many."""
    return sum(letters > bound for bound in _WORD)


@dataclass(frozen=True, slots=True)
class Slip:
    """How far off a spelling is, and the words that were written instead of others."""

    distance: int
    changed: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def slip(written: Form, key: Form, language: str = "en", sure: str = "") -> Slip | None:
    """How `written` is a misspelling of `key`; None where it is another text.

    In the short word `sure` a letter may be off as well, since the others tell what is meant.
    Accents don't count: a text that lacks them, or only a space, is 0 letters off.
    """
    a, b = plain(written), plain(key)
    if numerals(a, language) != numerals(b, language):
        return None
    if a.letters == b.letters:
        return Slip(0)
    most = allowed(len(b.letters))
    distance = OSA.distance(a.letters, b.letters, score_cutoff=most)
    if distance > most or not _begins_alike(a.letters, b.letters) or _is_ideographic(b.letters):
        return None
    if len(a.pieces) == len(b.pieces) and _any_contrast(a.pieces, b.pieces):
        return None
    cuts = [tuple(zip(units, b.units(), strict=True)) for units in _cut(a, b)]
    pairs = min(cuts, key=_off, default=())
    small = small_words(language) | {sure}
    if not pairs or not all(_close(mine, its, small) for mine, its in pairs):
        return None
    return Slip(distance, tuple(mine for mine, its in pairs if mine != its))


def _off(pairs: tuple[tuple[str, str], ...]) -> int:
    return sum(OSA.distance(mine, its) for mine, its in pairs)


def _begins_alike(written: str, key: str) -> bool:
    """The first letter is alike, or the first two are swapped."""
    return written[:1] == key[:1] or (len(key) > 1 and written[:2] == key[1] + key[0])


def _is_ideographic(letters: str) -> bool:
    """Another ideograph is another word, not a slip."""
    return any("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in letters)


def _cut(written: Form, key: Form) -> Iterator[tuple[str, ...]]:
    """The written text cut into as many words as the key has, as its gaps permit.

    A space may be left out only for a hyphen of the key.
    """
    wanted = len(key.units())
    hard, all_ = written.gaps()
    if len(all_) < wanted - 1 or len(all_) > _MOST_GAPS:
        return
    hyphens = len(key.pieces) - wanted
    letters = written.letters
    for cuts in combinations(sorted(all_), wanted - 1):
        if len(hard.difference(cuts)) <= hyphens:
            yield tuple(letters[i:j] for i, j in pairwise((0, *cuts, len(letters))))


def _close(written: str, key: str, small: frozenset[str]) -> bool:
    """Whether one word is a slip for another. In a small word, such as "and", a letter may be off."""
    if written == key:
        return True
    most = 1 if key in small else allowed_in_word(len(key))
    off = OSA.distance(written, key, score_cutoff=most)
    if off > most or contrast(written, key):
        return False
    return off < _SEVERAL or not (written + key).isascii() or all_slips(written, key, most)


def _any_contrast(written: tuple[str, ...], key: tuple[str, ...]) -> bool:
    return any(contrast(a, b) for a, b in zip(written, key, strict=True) if a != b)


# --- words that must not be mistaken for each other ------------------------------------------

_OPPOSITES: dict[str, frozenset[str]] = {}
for _group in CONTRASTS:
    for _word in _group:
        _OPPOSITES[_word] = _OPPOSITES.get(_word, frozenset()) | _group


def contrast(written: str, key: str) -> bool:
    """Whether two words are opposites, or such by their beginning or end: hyper-, hypo-."""
    if frozenset((written, key)) in PAIRS:
        return True
    others = _OPPOSITES.get(key, frozenset())
    if written in others:
        return True
    if written[-1:] == key[-1:] == "s" and contrast(written[:-1], key[:-1]):
        return True  # both in the plural
    off = OSA.distance(written, key)
    if any(OSA.distance(written, other) <= off for other in others if other != key):
        return True
    return _denied(written, key) or _affixes_differ(written, key, off)


def _denied(written: str, key: str) -> bool:
    """Whether one word is the other with `non-`, `an-` or the like."""
    longer, shorter = sorted((written, key), key=len, reverse=True)
    return any(longer == prefix + shorter for prefix in DENYING)


def _affixes_differ(written: str, key: str, off: int) -> bool:
    """Whether two words differ in a prefix or a suffix of one group, and less in all else."""
    for group in PREFIXES:
        mine, its = _affix(group, written.startswith), _affix(group, key.startswith)
        stems = written[len(mine) :], key[len(its) :]
        if _parts(mine, its) and len(stems[1]) >= _SHORTEST_STEM and OSA.distance(*stems) < off:
            return True
    for group in SUFFIXES:
        mine, its = _affix(group, written.endswith), _affix(group, key.endswith)
        stems = written.removesuffix(mine), key.removesuffix(its)
        if _parts(mine, its) and min(map(len, stems)) > 1 and OSA.distance(*stems) < off:
            return True
    return False


def _affix(group: tuple[str, ...], has: Callable[[str], bool]) -> str:
    """The longest affix of a group that a word has."""
    return next((affix for affix in group if has(affix)), "")


def _parts(mine: str, its: str) -> bool:
    """Whether both words have an affix, and not the same one."""
    return bool(mine and its) and mine != its


# --- what to show ----------------------------------------------------------------------------


def marked(key: str, written: str) -> str:
    """The right spelling with the letters in brackets that were not written so.

    Where nothing but extra letters was written, these are shown: "Panmunjom, not Panmun[n]jom".
    """
    here, there = _changes(written, key)
    here = {at for at in here if key[at].isalnum()}
    if len(here) > _MOST_MARKED:
        return key
    if here:
        return _bracketed(key, here)
    shown = any(written[at].isalnum() for at in there) and len(there) <= _MOST_MARKED
    return f"{key}, not {_bracketed(written, there)}" if shown else key


def _changes(written: str, key: str) -> tuple[set[int], set[int]]:
    """Which letters of the key, and which of what was written, the other text has not."""
    a, b = _folded(written), _folded(key)
    here: set[int] = set()
    there: set[int] = set()
    for op in Levenshtein.editops(a, b):
        if op.tag != "delete":
            here.add(op.dest_pos)
        if op.tag != "insert":
            there.add(op.src_pos)
    return here, there


def _folded(text: str) -> str:
    """Lower case, letter by letter, so that places stay."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _bracketed(text: str, places: set[int]) -> str:
    out: list[str] = []
    for at, character in enumerate(text):
        if at in places and at - 1 not in places:
            out.append("[")
        out.append(character)
        if at in places and at + 1 not in places:
            out.append("]")
    return "".join(out)
