"""Rules about what points to the key: its length, its words, words that tests like.

Owns cues beside the distractors. Says nothing of how an option reads by itself.
"""

from __future__ import annotations

from nkquiz.lint.rule import Fault
from nkquiz.lint.view import OptionText, Stem, View, raw_words

#: A key this much longer or shorter than the nearest distractor is chosen for its length.
_RATIO = 1.34

_CHARACTERS = 6


def longest_key(view: View) -> Fault | None:
    """The key is by far the longest."""
    if view.exhausted and view.one_vocabulary:
        return None
    return longest_of_all(view)


def longest_of_all(view: View) -> Fault | None:
    """As `longest_key`, whether or not the pool has another candidate of that length."""
    if not view.others:
        return None
    near, length = max([t.length for t in view.others]), view.key.length
    if length - near < _CHARACTERS or length < _RATIO * near:
        return None
    return Fault(f"the key is {length} characters long, the longest distractor {near}")


def shortest_key(view: View) -> Fault | None:
    """The key is by far the shortest."""
    if view.exhausted and view.one_vocabulary:
        return None
    return shortest_of_all(view)


def shortest_of_all(view: View) -> Fault | None:
    """As `shortest_key`, whether or not the pool has another candidate of that length."""
    if not view.others:
        return None
    near, length = min([t.length for t in view.others]), view.key.length
    if near - length < _CHARACTERS or near < _RATIO * length:
        return None
    return Fault(f"the key is {length} characters long, the shortest distractor {near}")


def word_repeat(view: View) -> Fault | None:
    """A word of the stem comes again in the key alone.

    The first five letters count as a word; those that unrelated words share (`inter`, `trans`)
    do not. Four letters count where they are a word of the stem, and the key is made of it and
    more: knee, kneecap.
    """
    stem, key = view.stem, view.key
    for word in key.content:
        if word in stem.set:
            if not any(word in other.words for other in view.others):
                return Fault(f'"{word}" is in the stem, and only the key has it')
        elif (start := _shared_start(word, stem)) and not any(
            w.startswith(start) for other in view.others for w in other.words
        ):
            return Fault(
                f'"{start}..." begins a word of the stem, and of the options only the key has it'
            )
    if stem.acronyms or key.acronym:
        return _initials_repeat(view)
    return None


#: How long a word must be to be made of one of four letters and more.
_COMPOUND = 7


def _shared_start(word: str, stem: Stem) -> str:
    """How a word of the key and a content word of the stem begin alike; empty if none does."""
    if len(word) > 4 and stem.begins(word[:5]):
        return word[:5]
    return word[:4] if len(word) >= _COMPOUND and word[:4] in stem.content else ""


def _initials_repeat(view: View) -> Fault | None:
    if view.words is None:
        return None
    acronyms = view.stem.acronyms
    if told := acronyms.intersection(view.key.initials):
        if all(acronyms.isdisjoint(other.initials) for other in view.others):
            return Fault(f'the stem has the initials of the key, "{max(told).upper()}"')
    elif view.key.acronym and len(view.key.acronym) > 2:
        names = _capitalised(view.stem.raw)
        if view.key.acronym in names and not any(o.acronym in names for o in view.others):
            return Fault(f'the stem spells out "{view.key.raw}"')
    return None


def _capitalised(raw: str) -> str:
    """The initials of the capitalised words, in order; of runs apart a space stands between."""
    return "".join(w[0][0].lower() if w[0][0].isupper() else " " for w in raw_words(raw))


def convergence(view: View) -> Fault | None:
    """The key shares more words with the distractors than any of these does."""
    key = view.key
    if len(key.content) < 2 or len(view.others) < 2:
        return None
    texts = view.texts
    if sum([len(text.words) for text in texts]) - len(view.option_words) < 2:
        return None
    shared = [_shared(text, texts) for text in texts]
    best = max(shared[1:])
    if shared[0] < 1.5 * best or shared[0] - best < 2:
        return None
    return Fault("the key shares the most words with the other options, so it looks like their sum")


def _shared(text: OptionText, texts: list[OptionText]) -> int:
    return sum(
        [1 for word in text.content for other in texts if other is not text and word in other.words]
    )


def absolute_terms(view: View) -> Fault | None:
    """Words like "always" in the key alone, or in distractors alone.

    A term's name is no claim: the words in it don't count.
    """
    words = view.words
    if words is None or words.absolute.isdisjoint(view.option_words):
        return None
    having = [t for t in view.texts if _has(t, words.absolute) and not view.is_name(t)]
    if not having or len({t is view.key for t in having}) == 2:
        return None
    word = next(w for w in having[0].words if w in words.absolute)
    if having[0] is view.key:
        return Fault(f'only the key has "{word}"')
    culprit = having[0].raw if len(having) == 1 else ""
    return Fault(f'only distractors have "{word}", which rules them out', culprit)


def _has(text: OptionText, words: frozenset[str]) -> bool:
    return any(word in words for word in text.words)


def vague_option(view: View) -> Fault | None:
    """Words like "usually" in an option. A month of May is no "may", nor is a word in a name."""
    words = view.words
    if words is None or words.vague.isdisjoint(view.option_words):
        return None
    for text in view.texts:
        if _has(text, words.vague) and not view.is_name(text):
            word = vague_word(text.raw, words.vague)
            if word:
                culprit = "" if text is view.key else text.raw
                return Fault(f'"{word}" in an option says nothing definite', culprit)
    return None


def vague_word(raw: str, vague: frozenset[str]) -> str:
    """The first vague word of a text; a capitalised one within it is a name or a month."""
    for match in raw_words(raw):
        word = match[0].lower()
        if word in vague and (match[0].islower() or (match.start() == 0 and word != "may")):
            return word
    return ""
