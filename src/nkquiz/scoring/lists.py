"""An answer that is a list, typed in any order: credit for what is there, none for guessing."""

from __future__ import annotations

import re
from collections.abc import Callable

from nkquiz.scoring.result import Result, Verdict, correct, partial, typo, wrong
from nkquiz.scoring.target import Target
from nkquiz.scoring.wording import joined
from nkquiz.scoring.words import joining_words

_Found = tuple[int, Result]  # which value a part is, and how it is written

#: Longer lists are no answers.
_MOST_PARTS = 40
#: A part of a list has three "and" at most, counted with the words between them.
_LONGEST_PART = 7
#: Words of a part that only a space sets off from the next one.
_MOST_WORDS = 4
_PARTED = re.compile(r"\s*(?:[,;/\n•、，،]|(?<!\S)[-+](?!\S))\s*")


def split_list(text: str, language: str) -> list[str]:
    """The parts of a list as people type them: commas, semicolons, slashes."""
    leading = re.compile(rf"^(?:{'|'.join(joining_words(language))})\s+", re.IGNORECASE)
    return [part for piece in _PARTED.split(text) if (part := leading.sub("", piece.strip()))]


def take_joined(text: str, language: str, take: Callable[[str], bool]) -> list[str]:
    """Take the parts of "A and B and C", the longest first, since a part may hold an "and".

    Returns the parts that were not taken.
    """
    joint = rf"(\s+(?:{'|'.join(joining_words(language))})\s+|\s*&\s*)"
    pieces = re.split(joint, text, flags=re.IGNORECASE)[:_MOST_PARTS]  # text, "and", text ...
    left: list[str] = []
    start = 0
    while start < len(pieces):
        for end in range(min(len(pieces), start + _LONGEST_PART), start, -2):
            if take("".join(pieces[start:end])):
                start = end + 1
                break
        else:
            left.append(pieces[start])
            start += 2
    return left


def _find_spaced(text: str, find: Callable[[str], _Found | None]) -> list[_Found]:
    """What is found in a list with nothing but spaces between its parts, the longest part first.

    Nothing, unless every word belongs to something.
    """
    words = text.split()
    out: list[_Found] = []
    while words:
        for end in range(min(len(words), _MOST_WORDS), 0, -1):
            if found := find(" ".join(words[:end])):
                out.append(found)
                del words[:end]
                break
        else:
            return []
    return out


def judge_list(written: str, target: Target, judge: Callable[[str, int], Result]) -> Result:
    """Judge a list; `judge(part, i)` judges one part as an answer to value `i` of the target.

    Points are the share of the values that were named, less one value for each part that is
    none of them. Naming one twice does neither good nor harm.
    """
    values = target.listed
    named: dict[int, Result] = {}
    extra: list[str] = []

    def find(part: str) -> _Found | None:
        results = list(enumerate(judge(part, i) for i in range(len(values))))
        # A value that is written right comes before one that it is a slip for.
        written_right = (pair for pair in results if pair[1].verdict is Verdict.CORRECT)
        misspelled = (pair for pair in results if pair[1].verdict is Verdict.TYPO)
        return next(written_right, None) or next(misspelled, None)

    def take(part: str) -> bool:
        whole = find(part)
        found = [whole] if whole else _find_spaced(part, find)
        for i, result in found:
            named.setdefault(i, result)
        return bool(found)

    for part in split_list(written, target.language)[:_MOST_PARTS]:
        extra += take_joined(part, target.language, take)
    misspelled = [r.feedback for r in named.values() if r.verdict is Verdict.TYPO]
    return _result(values, set(range(len(values))) - named.keys(), extra, misspelled)


def _result(
    values: tuple[str, ...], missing: set[int], extra: list[str], misspelled: list[str]
) -> Result:
    right = len(values) - len(missing)
    if right == len(values) and not extra:
        return typo("; ".join(misspelled)) if misspelled else correct()
    said = [f"{right} of {len(values)}"]
    if missing:
        said.append(f"missing: {joined([values[i] for i in sorted(missing)])}")
    if extra:
        said.append(f"not among them: {joined(extra)}")
    points = max(0, right - len(extra)) / len(values)
    return partial("; ".join(said), points) if points else wrong("; ".join(said))
