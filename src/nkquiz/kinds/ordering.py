"""Ordering: dated facts from the earliest to the latest, or the steps of a process.

No two of the dates could be one day, and no text shown tells of a date or of a place in the
order. The order in which the parts are shown is neither the right one nor its reverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from nkquiz.groups import (
    FEWEST,
    Group,
    Part,
    allows,
    build_group,
    frame,
    group_id,
    grouped,
    lacking,
    named_parts,
    start,
    template_of,
    together,
    unfit_parts,
    whole_mark,
    whole_stem,
)
from nkquiz.item import BLANK, Item, Order
from nkquiz.knowledge import Knowledge
from nkquiz.lint import View, sound
from nkquiz.lint.view import raw_words
from nkquiz.maker import GroupMaker, KindMaker
from nkquiz.model import Fact, Mark, Problem
from nkquiz.stem import Making, cloze_stem
from nkquiz.values import Value, ends, may_be_equal, norm, parse_date, parse_number
from nkquiz.values.locales import beside_years
from nkquiz.values.numbering import numbering
from nkquiz.values.words import language_of

KIND = "ordering"

_MOST = 6
#: Steps of a process: with two the start would be the answer or its reverse.
_FEWEST_STEPS, _MOST_STEPS = 3, 8

_ROMAN = re.compile(r"[IVXLC]{2,}")
#: Words that tell of a place in an order, in English. Ordinals are found by reading them.
_PLACES = frozenset({"last", "final", "finally", "next", "latest", "earliest", "oldest", "newest"})
#: What is no month where it begins with a small letter.
_ALSO_WORDS = frozenset({"may", "march"})
#: How many words a date in a step has: 44 v. Chr.
_LONGEST_DATE = 3
#: A step that begins with its number: "2) bake", "Step 2: bake". Where an ordinal is written with
#: a point, "2. bake" may be anything.
_NUMBERED = re.compile(r"\W*(?:step +)?(\d{1,2})([.):])(?= )", re.IGNORECASE)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
#: One number that could be a year tells nothing of its place, unless it is told to be one.
_FEWEST_YEARS = 2
#: What stands after a number that is a year: "1989: it falls".
_AFTER_YEARS = re.compile(r"\s*(?:[:;,)–—-]|$)")
#: What may count something after a number: a word, or two ("square metres"), without signs.
_COUNTED = re.compile(r"\s*[^\s,;:.()]+(?: [^\s,;:.()]+)?")
#: "Im 1200. Raum" has an ordinal.
_ORDINAL_POINT = re.compile(r"\.\s+\w")


@dataclass(frozen=True, eq=False)  # no slots: what is worked out is kept in the instance
class _Dated:
    """A part with its date, and the text that stands for it."""

    knowledge: Knowledge
    part: Part

    @cached_property
    def date(self) -> Value | None:
        value = self.knowledge.answers.of(self.part.fact, self.part.mark).value
        return value if value is not None and value.sort.orders_facts(value) else None

    @cached_property
    def tolerance(self) -> str:
        attribute = self.knowledge.answers.of(self.part.fact, self.part.mark).attribute
        return self.part.mark.options.tolerance or (attribute.tolerance if attribute else "")

    @cached_property
    def text(self) -> str:
        """The term, where the stem has the sentence; else the sentence with its blank."""
        fact, mark = self.part.fact, self.part.mark
        if fact.term is not None:
            return fact.term.name
        return cloze_stem(self.knowledge, fact, mark)


# -- who may meet ---------------------------------------------------------------------------


def groups(knowledge: Knowledge, facts: Iterable[Fact]) -> Iterator[Group]:
    """The dated facts of each template and of each file, and each fact that lists steps."""
    found: dict[tuple[str, str], list[Part]] = {}
    for fact in facts:
        if fact.order:
            mark = _steps_mark(fact)
            if allows(fact, mark, KIND):
                yield Group(fact.key, (Part(fact, mark),))
        for mark in fact.marks:
            part = Part(fact, mark)
            if allows(fact, mark, KIND) and _is_fit(_Dated(knowledge, part)):
                name = fact.template or "dated"
                found.setdefault((f"{fact.file_id}/{name}", mark.attribute), []).append(part)
    for (name, _), parts in found.items():
        yield from grouped(name, parts)


def _is_fit(dated: _Dated) -> bool:
    """Whether a mark is a date that is known, and what is shown besides tells nothing of it."""
    fact, mark = dated.part.fact, dated.part.mark
    if fact.term is not None:
        if "name" not in fact.shown or mark.attribute == "name":
            return False
        if not dated.knowledge.rows.proving(fact.term, mark.attribute):
            return False
    return dated.date is not None and not place_told(dated.text, fact.language, digits=True)


def place_told(text: str, language: str, *, digits: bool) -> str:
    """The word of a text that tells of a date or of a place in an order; empty if none does.

    With `digits` any word that holds one counts: a year, Apollo 11.
    """
    for match in raw_words(text.replace(BLANK, " ")):
        word = match[0]
        number = parse_number(word, language)
        if number is not None and number.form.ordinal:
            return word
        if digits and (any(map(str.isdigit, word)) or _ROMAN.fullmatch(word)):
            return word
        if digits and word not in _ALSO_WORDS and parse_date(word, language) is not None:
            return word
        if language.startswith("en") and word.lower() in _PLACES:
            return word
    return ""


def _date_told(step: str, language: str) -> str:
    """The words of a step that tell its date; empty if none do.

    A number is a year only beside what makes it one: before a unit or what it counts it is none.
    """
    words = raw_words(step)
    for index, match in enumerate(words):
        before = words[index - 1][0].lower() if index else ""
        if _YEAR.fullmatch(match[0]) and _is_year(step, match, before, language):
            return match[0]
        for last in words[index : index + _LONGEST_DATE]:
            phrase = step[match.start() : last.end()]
            if _is_date(phrase, language) and (index or phrase.lower() not in _ALSO_WORDS):
                return phrase
    return ""


def _is_year(step: str, number: re.Match[str], before: str, language: str) -> bool:
    """Whether a number that could be a year is told to be one by what stands beside it."""
    if _is_amount(step, number, before, language):
        return False
    is_told = before in beside_years(language).years
    return is_told or _AFTER_YEARS.match(step, number.end()) is not None


def _is_amount(step: str, number: re.Match[str], before: str, language: str) -> bool:
    """Whether a number has a unit, stands after a word such as "by", or is an ordinal."""
    if before in beside_years(language).amounts:
        return True
    if "." in language_of(language).ordinal_suffixes and _ORDINAL_POINT.match(step, number.end()):
        return True
    after = _COUNTED.match(step, number.end())
    phrases = {after[0], after[0].rpartition(" ")[0]} - {""} if after else set()
    read = (parse_number(number[0] + phrase, language) for phrase in phrases)
    return any(value is not None and value.unit for value in read)


def _is_date(phrase: str, language: str) -> bool:
    """Whether a phrase is a date by its words: a month, an era, a century. In English a month has
    a capital; "about 2000" may be anything.
    """
    if phrase.isdigit():
        return False
    if language.startswith("en") and phrase.isalpha() and phrase.islower():
        return False
    date = parse_date(phrase, language)
    return date is not None and (date.month is not None or not _YEAR.search(phrase[-4:]))


def _own_number(step: str, place: int) -> str:
    """The number that a step begins with, as in "2) bake"; empty if there is none. Before a point
    it may be an ordinal ("2. Violine"), unless it is the place of the step, counted from 1.
    """
    found = _NUMBERED.match(step)
    if found is None or (found[2] == "." and int(found[1]) != place):
        return ""
    return found[0].strip()


def _ascending_years(steps: Iterable[str], language: str) -> str:
    """The first numbers that could be years, where those of all steps ascend; else empty."""
    found = [year for step in steps for year in _possible_years(step, language)]
    if len(found) < _FEWEST_YEARS or found != sorted(set(found)):
        return ""
    return _quoted(found[:_FEWEST_YEARS])


def _possible_years(step: str, language: str) -> Iterator[str]:
    before = ""
    for word in raw_words(step):
        if _YEAR.fullmatch(word[0]) and not _is_amount(step, word, before, language):
            yield word[0]
        before = word[0].lower()


def _quoted(words: Iterable[str]) -> str:
    return " and ".join(f'"{word}"' for word in words)


def _is_apart(a: _Dated, b: _Dated) -> bool:
    """Whether one of two dates is wholly before the other, and the texts differ."""
    assert a.date is not None
    assert b.date is not None
    if norm(a.text) == norm(b.text):
        return False
    tolerances = {a.tolerance, b.tolerance}
    return not any(may_be_equal(a.date, b.date, tolerance) for tolerance in tolerances)


# -- items ------------------------------------------------------------------------------------


def make(making: Making, group: Group) -> Iterator[Item | Problem]:
    """The items of a group; a problem where there are too few dates, or too many alike."""
    first = group.parts[0]
    if not first.mark.spans:
        yield _steps(making, first)
        return
    dated = [_Dated(making.knowledge, part) for part in group.parts]
    if len(dated) < FEWEST:
        yield lacking(first, KIND, _needs(first, FEWEST - len(dated)))
        return
    made = [_made(making, group, members) for members in together(dated, _MOST, _is_apart)]
    yield from made
    if not made:
        yield lacking(first, KIND, "too many of the dates could be the same day")


def _needs(part: Part, more: int) -> str:
    fact, some = part.fact, "" if more == 1 else "s"
    if fact.term is None:
        return f"add {more} more fact{some} to this file, each with one date, ==marked=="
    return f"`{fact.template}` needs {more} more term{some} of `{fact.term.vocabulary}` with a date"


def _made(making: Making, group: Group, dated: Sequence[_Dated]) -> Item | Problem:
    def when(one: _Dated) -> tuple[Decimal, Decimal]:
        assert one.date is not None
        return ends(one.date)

    ordered = sorted(dated, key=when)
    parts = [one.part for one in ordered]
    item_id = group_id(group, parts, KIND)
    order = Order(tuple(d.text for d in ordered), start(len(parts), making.seed, item_id))
    item = build_group(item_id, KIND, parts, _stem(making.knowledge, parts[0]), order)
    return sound(View(making.knowledge, parts[0].fact, parts[0].mark, item))


def _stem(knowledge: Knowledge, part: Part) -> str:
    template = template_of(knowledge, part.fact) if part.fact.template else None
    if template is None:
        return "Put these in order of the date in the blank, the earliest first."
    said = frame(template, part.mark.attribute, part.fact.language)
    return f"Put these in order, the earliest first: {said}"


def _steps(making: Making, part: Part) -> Item | Problem:
    """The item of a fact that lists steps: one memory, since they are one thing to know."""
    steps = part.fact.order
    problem = unfit_steps(part.fact)
    if problem is not None:
        return problem
    item_id = f"{part.memory}/{KIND}"
    order = Order(steps, start(len(steps), making.seed, item_id))
    stem = whole_stem(part.fact, "Put the steps in their order.")
    item = build_group(item_id, KIND, [part], stem, order)
    return sound(View(making.knowledge, part.fact, part.mark, item))


def unfit_steps(fact: Fact) -> Problem | None:
    """The problem of a fact that lists steps which can't be ordered; none if they can, if the
    author doesn't want them to be, or if there are none.
    """
    if not fact.order:
        return None
    mark = _steps_mark(fact)
    fault = _fault_of_steps(fact) if allows(fact, mark, KIND) else ""
    return unfit_parts(Part(fact, mark), KIND, fault) if fault else None


def _steps_mark(fact: Fact) -> Mark:
    return whole_mark(fact, "order", ", ".join(fact.order))


def _fault_of_steps(fact: Fact) -> str:
    """Why steps can't be ordered; empty if they can."""
    steps = fact.order
    if not _FEWEST_STEPS <= len(steps) <= _MOST_STEPS:
        return f"it has {len(steps)} steps, but must have {_FEWEST_STEPS} to {_MOST_STEPS}"
    if len({norm(step) for step in steps}) < len(steps):
        return "two steps are the same: say how they differ"
    return _told_by_one(fact) or _told_by_all(fact) or _told_by_sentence(fact)


def _told_by_one(fact: Fact) -> str:
    """How one of the steps tells its place by itself; empty if none does."""
    for place, step in enumerate(fact.order, start=1):
        word = place_told(step, fact.language, digits=False)
        word = word or _own_number(step, place) or _date_told(step, fact.language)
        if word:
            return f'"{word}" in "{step}" tells its place in the order: remove it'
    return ""


def _told_by_all(fact: Fact) -> str:
    """How the steps tell their order side by side; empty if they don't."""
    years = _ascending_years(fact.order, fact.language)
    if years:
        return f"{years} are in the same order as the steps: remove such numbers"
    numbers = numbering(fact.order, fact.language)
    if numbers:
        return f"{_quoted(numbers)} number the steps: remove such numbers and letters"
    return ""


def _told_by_sentence(fact: Fact) -> str:
    """How the sentence tells the order of the steps; empty if it doesn't."""
    steps = fact.order
    named = named_parts(fact, steps)
    if len(named) > 1 and named == [step for step in steps if step in named]:
        return f"the sentence names {_quoted(named[:2])} in their order: remove them from it"
    if steps[0] in named:  # nearly always as what the others follow
        return f'the sentence names "{steps[0]}", the first step: remove it from the sentence'
    return ""


MAKER = KindMaker(KIND, group_maker=GroupMaker(groups, make), unfit=unfit_steps)
