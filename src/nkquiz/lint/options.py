"""Rules about how the options of a choice are worded, beside each other and beside the stem."""

from __future__ import annotations

import re

from nkquiz.item import BLANK
from nkquiz.lint.rule import Fault
from nkquiz.lint.view import LOOKS, OptionText, Stem, View, raw_words
from nkquiz.lint.words import LintWords
from nkquiz.values import one_edit

#: A key this much longer or shorter than the nearest distractor is chosen for its length.
_RATIO = 1.34
_CHARACTERS = 6

_MOST_OPTIONS = 5
_FEWEST_OPTIONS = 3


# -- length -------------------------------------------------------------------------------


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


# -- words that point to the key ----------------------------------------------------------


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
                return Fault(f'"{word}" stands in the stem and in the key alone')
        elif (start := _shared_start(word, stem)) and not any(
            w.startswith(start) for other in view.others for w in other.words
        ):
            return Fault(f'"{start}..." begins a word of the stem and of the key alone')
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
    return Fault("the key has the most words in common with the others: it looks like their sum")


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
        return Fault(f'"{word}" stands in the key alone')
    culprit = having[0].raw if len(having) == 1 else ""
    return Fault(f'"{word}" stands in distractors alone, which rules them out', culprit)


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


# -- options about options ------------------------------------------------------------------


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
_K_TYPE = re.compile(
    rf"(?:(?:[Bb]oth|[Oo]nly)\s+)?{_LABEL}(?:\s*,\s*{_LABEL})*,?\s*(?:and|&)\s*{_LABEL}"
    rf"(?:\s+only)?\.?|[Oo]nly\s+\(?(?:[A-E]|[IVX]{{1,4}})\)?\.?|{_LABEL}\s+only\.?"
)


def k_type(view: View) -> Fault | None:
    """Options that combine others: "A and C", "1 and 3 only"."""
    for text in view.texts:
        # Two labels and a word between them are short; most options end here.
        if len(text.words) > 1 and len(text.words[-1]) < 5 and _K_TYPE.fullmatch(text.raw.strip()):
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


# -- how options look -----------------------------------------------------------------------


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
        return Fault("the key alone begins with a small letter")
    if _is_name(key) and others and all(map(str.islower, others)):
        return Fault("the key alone begins with a capital")
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
            return Fault(f"the key alone differs in its {name}")
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
        return Fault("the article before the blank tells how the answer begins")
    if not view.others or view.key.look[0] is not False:
        return None
    if any(other.look[0] is True for other in view.others):
        return None
    mine = _plural(view.key, words)
    is_clear = mine is _agreement(view) or _head(view.key, words) in words.plurals
    if is_clear and all(_plural(other, words) is not mine for other in view.others):
        return Fault("the key alone differs in its number")
    form = _lead(view.key, view)
    if all(_lead(other, view) != form for other in view.others):
        return Fault("the key alone differs in its grammatical form")
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
    if gerund and first not in words.gerunds_not and text.norm not in view.knowledge.terms:
        return "gerund"
    return "other"


# -- options in the stem ----------------------------------------------------------------------


def key_in_stem(view: View) -> Fault | None:
    """The key, or another name of it, stands in the stem, and not every option does."""
    for name in (view.key.raw, *view.answer.names):
        if view.stem_holds(name) and not _all_in_stem(view):
            return Fault(f'the stem holds the key, "{name}"')
    return None


def _all_in_stem(view: View) -> bool:
    return bool(view.others) and all(
        any(view.stem_holds(name) for name in view.names_of(text)) for text in view.texts
    )


def distractor_in_stem(view: View) -> Fault | None:
    """A distractor, or another name of it, stands in the stem, and not every option does."""
    naming, known = view.stem.naming, view.knowledge.terms
    for text in view.others:
        if f" {text.norm} " not in naming and not any(
            [term.also for term in known.get(text.norm, ())]
        ):
            continue
        for name in view.names_of(text):
            if view.stem_holds(name) and not _all_in_stem(view):
                return Fault(f'the stem holds the distractor "{text.raw}"', text.raw)
    return None


# -- options that are one ---------------------------------------------------------------------


def duplicate_options(view: View) -> Fault | None:
    """Two options are one thing: equal, aliases, initials of one another, one letter apart."""
    for a, b in _suspects(view):
        if _same_option(a, b, view):
            return Fault(f'"{a.raw}" and "{b.raw}" are too alike', b.raw)
    return None


def _suspects(view: View) -> list[tuple[OptionText, OptionText]]:
    """The pairs that could be one: all of them where a glance shows a name that comes twice,
    else those of nearly one length that begin or end alike, as one edit leaves them.
    """
    texts = view.texts
    norms = {text.norm for text in texts}
    twice = len(norms) < len(texts) or "" in norms
    seen: set[int] = set()
    near: list[tuple[OptionText, OptionText]] = []
    known = view.knowledge.terms
    for index, b in enumerate(texts):
        if not norms.isdisjoint(b.initials):
            twice = True
        for term in known.get(b.norm, ()):
            twice = twice or id(term) in seen
            seen.add(id(term))
        y = b.norm
        for a in texts[:index]:
            x = a.norm
            alike = x[:2] == y[:2] or x[-2:] == y[-2:]
            # Where digits differ, one letter is not what differs.
            if alike and -2 < len(x) - len(y) < 2 and not (x.isdigit() and y.isdigit()):
                near.append((a, b))
    return [(a, b) for index, b in enumerate(texts) for a in texts[:index]] if twice else near


def _same_option(a: OptionText, b: OptionText, view: View) -> bool:
    if a.norm == b.norm:
        return a.raw.strip() == b.raw.strip() or not _told_apart(a, b, view)
    if b.norm in a.initials or a.norm in b.initials:
        return True
    if abs(len(a.norm) - len(b.norm)) < 2 and len(a.norm) > 4 and len(b.norm) > 4:
        # One edit leaves the two ends alone, or at least one of them.
        alike = a.norm[:2] == b.norm[:2] or a.norm[-2:] == b.norm[-2:]
        if alike and one_edit(a.norm, b.norm) and _digits(a) == _digits(b):
            return True
    terms = view.knowledge.terms
    mine, theirs = terms.get(a.norm), terms.get(b.norm)
    return bool(mine and theirs) and any(x is y for x in mine or () for y in theirs or ())


def _told_apart(a: OptionText, b: OptionText, view: View) -> bool:
    """Whether two options of one norm are two terms of the deck: C++ and C#, sí and si."""
    terms = view.knowledge.terms.get(a.norm, ()) if a.norm else ()
    names = [{name for name in term.names if name in (a.raw, b.raw)} for term in terms]
    return len([n for n in names if n]) > 1 or (not a.norm and a.raw.strip() != b.raw.strip())


def _digits(text: OptionText) -> str:
    """The digits of the norm, where "⅓ km" has two though it shows none."""
    return "".join([c for c in text.norm if c.isdigit()])


def subset_option(view: View) -> Fault | None:
    """The words of one option are among those of another, unless both are of one vocabulary; or
    numbers or dates, which say as much with fewer words: "3 billion" beside "3.5 billion".
    """
    texts = view.texts
    if sum([len(text.words) for text in texts]) == len(view.option_words):
        return None  # no word comes twice
    for b in texts:
        for a in texts:
            part = 0 < len(a.words) < len(b.words) and set(a.words) < set(b.words)
            if part and not (_both_values(a, b, view) or _one_vocabulary(a, b, view)):
                return Fault(f'"{a.raw}" says part of "{b.raw}"', _subset_culprit(a, b, view))
    return None


def _both_values(a: OptionText, b: OptionText, view: View) -> bool:
    return view.answer.value is not None and None not in (view.value(a.raw), view.value(b.raw))


def _subset_culprit(a: OptionText, b: OptionText, view: View) -> str:
    return b.raw if a is view.key else a.raw


def _one_vocabulary(a: OptionText, b: OptionText, view: View) -> bool:
    terms = view.knowledge.terms
    mine = {term.vocabulary for term in terms.get(a.norm, ())}
    return any(term.vocabulary in mine for term in terms.get(b.norm, ()))


def option_count(view: View) -> Fault | None:
    """More than five options, or fewer than three where the pool holds more."""
    count = len(view.options)
    if count > _MOST_OPTIONS:
        return Fault(f"{count} options are too many to weigh")
    if count >= _FEWEST_OPTIONS:
        return None
    pool = view.answer.pool
    if count == 2 and pool is not None and len(pool.candidates) == 2:
        return None
    return Fault(f"{count} options leave too much to chance")
