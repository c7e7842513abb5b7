"""Whether what parts two words are slips, each of them: of the fingers, the ear or the eye.

Real words two letters apart are mostly more than that: inflation and inflection, destruction and
instruction. Knows the Latin alphabet and its usual keyboard, nothing of any language.
"""

from __future__ import annotations

from itertools import pairwise

_VOWELS = frozenset("aeiouy")
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
#: Consonants that are heard for each other.
_HEARD = frozenset(["ck", "cs", "kq", "cq", "sz", "fv", "vw", "dt", "mn", "gj", "bp", "kx", "xs"])
#: Two letters for one, or two others, which is an edit in each; those with a `|` at the end alone.
_SPELLED = (("ph", "f"), ("le|", "al|"), ("on|", "a|"), ("um|", "a|"))
_UNREACHED = 99


def _neighbours() -> frozenset[str]:
    """Pairs of letters whose keys touch: in a row, or one below the other."""
    pairs = {a + b for row in _KEYBOARD for a, b in pairwise(row)}
    for upper, lower in pairwise(_KEYBOARD):
        pairs |= {
            a + lower[at] for i, a in enumerate(upper) for at in (i - 1, i) if 0 <= at < len(lower)
        }
    return frozenset(pairs)


_CONFUSED = _neighbours() | _HEARD


def all_slips(written: str, key: str, most: int) -> bool:
    """Whether at most so many slips turn one word, in lower case, into the other.

    A slip is two neighbours swapped; a letter for one of a key beside it, or one that sounds like
    it; a letter doubled or not, or one that isn't heard (`_is_unheard`) too many or too few. The
    distance is optimal string alignment, with these edits alone and a few spellings of a sound.
    """
    written, key = f"{written}|", f"{key}|"
    costs: list[list[int]] = []
    for i in range(len(written) + 1):
        costs.append([_UNREACHED] * (len(key) + 1))
        for j in range(len(key) + 1):
            costs[i][j] = min(_steps(costs, written, key, i, j), default=_UNREACHED)
    return costs[-1][-1] <= most


def _steps(costs: list[list[int]], written: str, key: str, i: int, j: int) -> list[int]:
    """What it costs to come to a place of the table, by each edit that leads there."""
    found = [] if i or j else [0]
    if i and j and written[i - 1] == key[j - 1]:
        found.append(costs[i - 1][j - 1])
    elif i and j and _is_confused(written[i - 1], key[j - 1]):
        found.append(costs[i - 1][j - 1] + 1)
    if i > 1 and j > 1 and written[i - 2 : i] == key[j - 1] + key[j - 2]:
        found.append(costs[i - 2][j - 2] + 1)
    for pair in _SPELLED:
        for mine, its in (pair, pair[::-1]):
            if written.endswith(mine, 0, i) and key.endswith(its, 0, j):
                found.append(costs[i - len(mine)][j - len(its)] + 2)
    if i and _is_unheard(written, i - 1):
        found.append(costs[i - 1][j] + 1)
    if j and _is_unheard(key, j - 1):
        found.append(costs[i][j - 1] + 1)
    return found


def _is_confused(a: str, b: str) -> bool:
    return (a in _VOWELS and b in _VOWELS) or a + b in _CONFUSED or b + a in _CONFUSED


def _is_unheard(word: str, at: int) -> bool:
    """Whether a letter of a word is one that people leave out or put in: beside the same letter or
    one that sounds like it, a vowel beside a vowel, an `h` after a consonant, an `e` at the end.
    """
    letter, before, after = word[at], word[at - 1 : at], word[at + 1 : at + 2]
    if letter in (before, after) or not _HEARD.isdisjoint(
        (letter + before, before + letter, letter + after, after + letter)
    ):
        return True
    if letter in _VOWELS:
        at_end = letter == "e" and after == "|"
        return at_end or before in _VOWELS or after in _VOWELS or (letter == "u" and before in "gq")
    return letter == "h" and before not in _VOWELS
