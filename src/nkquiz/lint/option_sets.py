"""Rules about a set of options: how many, two that are one thing, one that stands in the stem.

Owns what options mean beside each other.
"""

from __future__ import annotations

from nkquiz.lint.rule import Fault
from nkquiz.lint.view import OptionText, View
from nkquiz.values import one_edit

_MOST_OPTIONS = 5

_FEWEST_OPTIONS = 3


def key_in_stem(view: View) -> Fault | None:
    """The key, or another name of it, stands in the stem, and not every option does."""
    for name in (view.key.raw, *view.answer.names):
        if view.stem_holds(name) and not _all_in_stem(view):
            return Fault(f'the stem contains the key, "{name}"')
    return None


def _all_in_stem(view: View) -> bool:
    return bool(view.others) and all(
        any(view.stem_holds(name) for name in view.names_of(text)) for text in view.texts
    )


def distractor_in_stem(view: View) -> Fault | None:
    """A distractor, or another name of it, stands in the stem, and not every option does."""
    naming, known = view.stem.naming, view.knowledge.terms.by_norm
    for text in view.others:
        if f" {text.norm} " not in naming and not any(
            [term.also for term in known.get(text.norm, ())]
        ):
            continue
        for name in view.names_of(text):
            if view.stem_holds(name) and not _all_in_stem(view):
                return Fault(f'the stem contains the distractor "{text.raw}"', text.raw)
    return None


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
    known = view.knowledge.terms.by_norm
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
        return a.raw.strip() == b.raw.strip() or not _differ(a, b, view)
    if b.norm in a.initials or a.norm in b.initials:
        return True
    if abs(len(a.norm) - len(b.norm)) < 2 and len(a.norm) > 4 and len(b.norm) > 4:
        # One edit leaves the two ends alone, or at least one of them.
        alike = a.norm[:2] == b.norm[:2] or a.norm[-2:] == b.norm[-2:]
        if alike and one_edit(a.norm, b.norm) and _digits(a) == _digits(b):
            return True
    terms = view.knowledge.terms.by_norm
    mine, theirs = terms.get(a.norm), terms.get(b.norm)
    return bool(mine and theirs) and any(x is y for x in mine or () for y in theirs or ())


def _differ(a: OptionText, b: OptionText, view: View) -> bool:
    """Whether two options of one norm are two terms of the deck: C++ and C#, sí and si."""
    terms = view.knowledge.terms.by_norm.get(a.norm, ()) if a.norm else ()
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
    terms = view.knowledge.terms.by_norm
    mine = {term.vocabulary for term in terms.get(a.norm, ())}
    return any(term.vocabulary in mine for term in terms.get(b.norm, ()))


def option_count(view: View) -> Fault | None:
    """More than five options, or fewer than three where the pool holds more."""
    count = len(view.options)
    if count > _MOST_OPTIONS:
        return Fault(f"{count} options are too many to compare")
    if count >= _FEWEST_OPTIONS:
        return None
    pool = view.answer.pool
    if count == 2 and pool is not None and len(pool.candidates) == 2:
        return None
    return Fault(f"{count} options are too few, because guessing works too often")
