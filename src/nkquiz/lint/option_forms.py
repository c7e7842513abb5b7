"""Rules about how options read: options about options, odd shapes, grammar that fits one alone.

Owns the form of options. Compares no meanings.
"""

from __future__ import annotations

import re

from nkquiz.item import BLANK
from nkquiz.lint.rule import Fault
from nkquiz.lint.view import LOOKS, OptionText, View
from nkquiz.lint.words import LintWords


def all_none_of_the_above(view: View) -> Fault | None:
    """An option speaks of the other options: "all of the above", "both"."""
    words = view.words
    if words is None or _CATCHING.isdisjoint(view.option_words):
        return None
    pattern = _catch_all(words.catch_all)
    for text in view.texts:
        if pattern.fullmatch(text.norm):
            return Fault(f'"{text.raw}" is about the other options', _culprit(view, text))
    return None


#: One of these is in every phrase that speaks of other options.
_CATCHING = frozenset(
    ("all", "none", "any", "both", "neither", "most", "some", "two", "each", "more", "no")
)

_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def _catch_all(phrases: tuple[str, ...]) -> re.Pattern[str]:
    if phrases not in _PATTERNS:
        _PATTERNS[phrases] = re.compile("|".join(f"(?:{phrase})" for phrase in phrases))
    return _PATTERNS[phrases]


_LABEL = r"\(?(?:[A-Ea-e]|[1-5]|[IVXivx]{1,4})\)?"

#: A pattern, not compiled: few options are so short.
_K_TYPE = (
    rf"(?:(?:[Bb]oth|[Oo]nly)\s+)?{_LABEL}(?:\s*,\s*{_LABEL})*,?\s*(?:and|&)\s*{_LABEL}"
    rf"(?:\s+only)?\.?|[Oo]nly\s+\(?(?:[A-E]|[IVX]{{1,4}})\)?\.?|{_LABEL}\s+only\.?"
)


def k_type(view: View) -> Fault | None:
    """Options that combine others: "A and C", "1 and 3 only"."""
    for text in view.texts:
        # Two labels and a word between them are short; most options end here.
        if (
            len(text.words) > 1
            and len(text.words[-1]) < 5
            and re.fullmatch(_K_TYPE, text.raw.strip())
        ):
            return Fault(f'"{text.raw}" combines other options', _culprit(view, text))
    return None


def true_false_options(view: View) -> Fault | None:
    """Two options or more that begin with true, false, yes or no: another kind of item."""
    words = view.words
    if words is None or words.truth.isdisjoint(view.option_words):
        return None
    judging = [t for t in view.texts if t.words and t.words[0] in words.truth and _judges(t)]
    if len(judging) < 2:
        return None
    return Fault(f'"{judging[0].raw}" and "{judging[1].raw}" judge a claim')


def _judges(text: OptionText) -> bool:
    """Whether a first word "no" judges, and is not the "no" of "no coast"."""
    return len(text.words) == 1 or not text.raw[len(text.words[0])].isspace()


def _culprit(view: View, text: OptionText) -> str:
    return "" if text is view.key else text.raw


def odd_shape(view: View) -> Fault | None:
    """The key alone looks otherwise: capital, digits, script, brackets, quotation marks, stop.

    The number of words is left to `longest-key`: a name of two words among names of one is what
    real vocabularies are made of ("United Kingdom" beside "Panama"), and tells nothing.
    """
    if view.exhausted and view.one_vocabulary:
        return _odd_case(view)
    return odd_of_all(view)


def _odd_case(view: View) -> Fault | None:
    """The key alone is a common noun, or alone none: "oxygen" beside "Helium" and "Neon".

    That is no matter of what the pool has: its words are written in two ways. "de Gaulle" and
    "iPhone" are no common nouns.
    """
    key, others = view.key.raw, [other.raw for other in view.others]
    if key.islower() and others and all(map(_is_name, others)):
        return Fault("only the key begins with a small letter")
    if _is_name(key) and others and all(map(str.islower, others)):
        return Fault("only the key begins with a capital")
    return None


def _is_name(raw: str) -> bool:
    return raw[:1].isupper()


def odd_of_all(view: View) -> Fault | None:
    """As `odd_shape`, whether or not the pool has another candidate of that shape."""
    mine = view.key.look
    others = view.others
    if not others or any(other.look == mine for other in others):
        return None
    for index, name in enumerate(LOOKS):
        if all(other.look[index] != mine[index] for other in others):
            return Fault(f"only the key differs in its {name}")
    return None


def grammar(view: View) -> Fault | None:
    """The stem has `a` or `an` before its blank, or the key alone has its number or its form.

    Number and form are compared over phrases, not over names ("United States" is no plural),
    and only a key that differs from every distractor counts: where the options are mixed, the
    form tells nothing. Many a singular ends in -s (stapes, maths), so that number counts only
    where the stem has a word that agrees with it, or the word is an irregular plural.
    """
    words = view.words
    if words is None:
        return None
    if " a _____" in view.stem.raw or " an _____" in view.stem.raw:
        return Fault("the article before the blank shows how the answer begins")
    if not view.others or view.key.look[0] is not False:
        return None
    if any(other.look[0] is True for other in view.others):
        return None
    mine = _plural(view.key, words)
    is_clear = mine is _agreement(view) or _head(view.key, words) in words.plurals
    if is_clear and all(_plural(other, words) is not mine for other in view.others):
        return Fault("only the key differs in its number (singular or plural)")
    form = _lead(view.key, view)
    if all(_lead(other, view) != form for other in view.others):
        return Fault("only the key differs in its grammatical form")
    return None


def _agreement(view: View) -> bool | None:
    """Whether the words beside the blank want a plural; none where they want neither.

    The verb after a blank agrees with it only where it is the subject, by itself: not in "of
    _____ is", nor in "and _____ are".
    """
    words, stem = view.words, view.stem
    assert words is not None
    if BLANK not in stem.raw:
        return True if stem.words[:2] and stem.words[:2] in words.asking_plural else None
    pieces = stem.joined.split("\n")
    before, after = pieces[0].split(), pieces[1].split()
    beside = before[-1] if before else ""
    if beside in words.before_plural or beside in words.before_singular:
        return beside in words.before_plural
    if beside in words.articles:
        beside = before[-2] if len(before) > 1 else ""
    verb = after[0] if after else ""
    is_subject = beside not in words.head_prepositions | words.joining
    if is_subject and verb in words.plural_verbs | words.singular_verbs:
        return verb in words.plural_verbs
    return None


def _head(text: OptionText, words: LintWords) -> str:
    """The head of a phrase: its last word, or the one before "of"."""
    for before, word in zip(text.words, text.words[1:], strict=False):
        if word in words.head_prepositions:
            return before
    return text.words[-1] if text.words else ""


def _plural(text: OptionText, words: LintWords) -> bool:
    """Whether the head of a phrase looks like a plural."""
    head = _head(text, words)
    if head in words.plurals:
        return True
    if head in words.singulars or len(head) < 4:
        return False
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "ics"))


def _lead(text: OptionText, view: View) -> str:
    """How a phrase begins: with an article, "to", a gerund, a preposition, or otherwise."""
    words = view.words
    assert words is not None
    first = text.words[0] if text.words else ""
    if first in words.articles:
        return "article"
    if first == "to":
        return "infinitive"
    if first in words.lead_prepositions:
        return "preposition"
    gerund = first.endswith("ing") and len(text.words) > 1 and len(first) > 4
    # A term is a thing, whatever it begins with: "acting ambassador".
    if gerund and first not in words.gerunds_not and text.norm not in view.knowledge.terms.by_norm:
        return "gerund"
    return "other"
