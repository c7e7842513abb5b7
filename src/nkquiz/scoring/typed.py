"""A typed answer, judged rule by rule: the first rule that knows the answer decides.

What equals an accepted answer is right; what the author rejects, or what names another thing, is
not; a number or date goes by its value, and only then is a slip of the hand looked for.
`docs/scoring` tells the rules to people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from nkquiz.item import Item, Type
from nkquiz.knowledge import Knowledge
from nkquiz.scoring.dates import judge_date
from nkquiz.scoring.feedback import nearly, other_name, that_is
from nkquiz.scoring.forms import Form, Reading, numbered, plain, read, same_words, spelled_out
from nkquiz.scoring.lists import judge_list, split_list
from nkquiz.scoring.numbers import judge_number
from nkquiz.scoring.persons import without_title
from nkquiz.scoring.result import Result, Verdict, confused, correct, prompt, typo, wrong
from nkquiz.scoring.slips import judge_person, judge_slip
from nkquiz.scoring.target import Target, target_of
from nkquiz.scoring.things import Entry
from nkquiz.scoring.words import words_of
from nkquiz.values import Date, norm, same

#: A longer answer is cut: nobody types one, and comparing must stay quick.
LONGEST = 200

_Rule = Callable[[str, Reading, Target], Result | None]


def score_typed(knowledge: Knowledge, item: Item, response: str) -> Result:
    """Judge a typed response to an item of the deck that `knowledge` is of."""
    return judge(target_of(knowledge, item), _clean(response))


def judge(target: Target, written: str) -> Result:
    """Judge what was typed, control characters gone."""
    if not written:
        return wrong()
    if target.listed:
        return _judge_list(target, written)
    reading = read(written, target.language)
    for rule in _RULES if target.value is None else _VALUE_RULES:
        result = rule(written, reading, target)
        if result is not None:
            return result
    return wrong(_closest(reading, target))


def _clean(response: str) -> str:
    """Without control characters, cut where nobody types on."""
    spaced = "".join(" " if c in "\t\n\r" else c for c in response[:LONGEST])
    return "".join(c for c in spaced if unicodedata.category(c) != "Cc").strip()


# --- equal to something ----------------------------------------------------------------------


def _exact(written: str, reading: Reading, target: Target) -> Result | None:
    """As it is accepted, to the letter; or nothing but signs, which are compared so too."""
    composed = unicodedata.normalize("NFC", written)
    for name in target.names:
        if composed == unicodedata.normalize("NFC", name):
            return correct(other_name(target, name))
    return None if reading.full.pieces else wrong("there is no answer in that")


def _value_text(written: str, reading: Reading, target: Target) -> Result | None:
    """A number or date in the words of the author."""
    folded = _folded(written)
    if any(folded == _folded(name) for name in target.names):
        return correct()
    return None if reading.full.pieces else wrong("there is no answer in that")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _rejected(written: str, reading: Reading, target: Target) -> Result | None:
    for text, message in target.options.reject.items():
        its = read(text, target.language)
        if _equal(reading, its) or any(plain(r) == plain(i) for r in reading.forms for i in its.forms):
            return wrong(message)
        if same(text, written):
            return wrong(message)
    return None


def _named(written: str, reading: Reading, target: Target) -> Result | None:
    """Equal to an accepted name, or to that of another thing: the closer one decides."""
    mine = [its for its in target.readings if _equal(reading, its)]
    others = _others(reading, target)
    same_other = [e for e in others if any(same_words(f, e.form) for f in _forms(reading, target))]
    if mine and not _clash(written, same_other, target):
        return _with_article(reading, mine, target)
    if mine:
        return prompt("capitals and accents matter here")
    if same_other:
        return _is_other(same_other, target)
    return _without_accents(reading, others, target)


def _other(written: str, reading: Reading, target: Target) -> Result | None:
    """Equal to the name of a thing, where a value is asked for."""
    others = _others(reading, target)
    return _is_other(others, target) if others else None


def _inverted(written: str, reading: Reading, target: Target) -> Result | None:
    """As in an index: "Korea, North"; "Einstein, Albert"."""
    last, comma, first = written.partition(",")
    if not comma or "," in first or target.strict:
        return None
    turned = read(f"{first.strip()} {last.strip()}", target.language)
    for rule in (_named, judge_person):
        result = rule(turned.text, turned, target)
        if result is not None:
            return result
    return None


def _equal(reading: Reading, its: Reading) -> bool:
    """Whether a text is a name, an article on either side left out."""
    language_free = any(same_words(a, b) for a in reading.forms for b in its.forms)
    if language_free:
        return True
    return any(same_words(numbered(a), numbered(b)) for a in reading.forms for b in its.forms)


def _forms(reading: Reading, target: Target) -> tuple[Form, ...]:
    """The forms under which a response may be known."""
    bare = without_title(reading.bare, target.language)
    forms = (*reading.forms, bare, *(numbered(f, target.language) for f in reading.forms))
    return tuple(dict.fromkeys(forms))


def _others(reading: Reading, target: Target) -> list[Entry]:
    """The other things that have this name, accents ignored, by a name that is theirs alone."""
    found = target.things.known_as(_forms(reading, target))
    return [e for e in found if not e.short and target.is_rival(e)]


def _clash(written: str, others: list[Entry], target: Target) -> bool:
    """Whether two terms of one vocabulary differ in nothing but case: Co and CO."""
    del written
    mine = target.thing
    return mine is not None and any(entry.thing.sort == mine.sort for entry in others)


def _with_article(reading: Reading, mine: list[Reading], target: Target) -> Result:
    """Right, unless it has an article that the answer can't have."""
    if reading.article and target.articles and any(its.article != reading.article for its in mine):
        alike = {"a", "an"} if reading.article in ("a", "an") else {reading.article}
        if not alike & target.articles:
            return wrong(f"right word, wrong article: {sorted(target.articles)[0]} {target.key}")
    return correct(other_name(target, mine[0].text))


def _is_other(entries: list[Entry], target: Target) -> Result:
    """Another thing; or more than was asked for: the country in which the city lies."""
    thing = entries[0].thing
    if any(norm(name) in target.wholes for name in thing.names):
        return prompt(f"right, but more exactly: which {target.thing.sort if target.thing else 'one'}?")
    if target.people and any(_is_short_name(entry.form, target) for entry in entries):
        return prompt("the full name, please")
    return confused(that_is(target, thing), thing.name)


def _is_short_name(form: Form, target: Target) -> bool:
    return any(same_words(form, short) for person in target.people for short in person.short())


def _without_accents(reading: Reading, others: list[Entry], target: Target) -> Result | None:
    """Right but for accents; or another thing but for accents, where that is closer."""
    for its in target.readings:
        if any(_same_but_accents(a, b) for a in reading.forms for b in its.forms):
            if others:
                return prompt("accents matter here")
            if target.strict:
                return wrong(f"the accents count here: {its.text}")
            return typo(nearly(target, its.text, reading.text))
    return _is_other(others, target) if others else None


def _same_but_accents(a: Form, b: Form) -> bool:
    return same_words(plain(a), plain(b)) or same_words(plain(a), spelled_out(b))


# --- values ----------------------------------------------------------------------------------


def _value(written: str, reading: Reading, target: Target) -> Result | None:
    """A number or date, compared by value with the key and with what else is accepted."""
    key = target.value
    assert key is not None
    if _has_negation(reading, target):
        return wrong("say what it is, not what it is not")
    judged = judge_date if isinstance(key, Date) else judge_number
    result = judged(written, key, target)  # type: ignore[operator]
    return result if isinstance(result, Result) else None


def _no_value(written: str, reading: Reading, target: Target) -> Result | None:
    sort = "date" if isinstance(target.value, Date) else "number"
    if len(split_list(written, target.language)) > 1 or _alternatives(written, target):
        return wrong("one answer, please")
    return wrong(f"that is no {sort}")


# --- several answers, and none ---------------------------------------------------------------


def _beside_sort(written: str, reading: Reading, target: Target) -> Result | None:
    """The name beside the word for its sort: the river Danube, the city of Vienna."""
    sort = target.sort_words
    of = words_of(target.language).of
    if not sort:
        return None
    pieces, n = plain(reading.bare).pieces, len(sort)
    rests: list[Form] = []
    if pieces[:n] == sort:
        start = n + 1 if pieces[n : n + 1] and pieces[n] in of else n
        rests.append(Form(reading.bare.pieces[start:], reading.bare.spaces[start:]))
    if pieces[-n:] == sort:
        rests.append(Form(reading.bare.pieces[:-n], reading.bare.spaces[:-n]))
    for rest in rests:
        if not rest.pieces:
            return wrong(f"which {' '.join(sort)}?")
        if any(same_words(rest, form) for its in target.readings for form in its.forms):
            return correct(other_name(target, target.key))
        others = [
            e
            for e in target.things.known_as((rest,))
            if not e.short and target.is_rival(e)
        ]
        if others:
            return _is_other(others, target)
    return None


def _several(written: str, reading: Reading, target: Target) -> Result | None:
    """Two answers are wrong, unless both are names of the one; so is a denial."""
    parts = _alternatives(written, target)
    if parts:
        results = [judge(target, part) for part in parts]
        if all(result.verdict is Verdict.CORRECT for result in results):
            return correct(other_name(target, parts[0]))
        return wrong("one answer, please")
    if _has_negation(reading, target):
        return wrong("say what it is, not what it is not")
    return None


def _alternatives(written: str, target: Target) -> list[str]:
    """The answers in "A or B", "A / B", "A (B)"; nothing where it is one."""
    words = words_of(target.language)
    joining = (*words.or_, *words.and_)
    own = {piece for its in target.readings for piece in its.full.pieces}
    joining = tuple(word for word in joining if word not in own)
    signs = "".join(sign for sign in ";/|()=," if not any(sign in name for name in target.names))
    patterns = [rf"\s*[{signs}]\s*"] if signs else []
    if joining:
        patterns.append(rf"(?<!\S)(?:{'|'.join(joining)})(?!\S)")
    pattern = "|".join(patterns) or "$"
    parts = [p.strip() for p in re.split(pattern, written, flags=re.IGNORECASE)]
    full = [part for part in parts if part and read(part, target.language).full.pieces]
    return full if len(full) > 1 else []


def _has_negation(reading: Reading, target: Target) -> bool:
    own = {piece for its in target.readings for piece in its.full.pieces}
    first = reading.full.pieces
    return any(word in words_of(target.language).not_ and word not in own for word in first)


def _part(written: str, reading: Reading, target: Target) -> Result | None:
    """Some words of the answer, and no others: right, but too vague."""
    if target.people:
        return None
    pieces = plain(reading.bare).pieces
    telling = [p for p in pieces if len(p) > 2 and p not in target.sort_words and p not in _SMALL]
    if not (telling or _has_numeral(pieces)):
        return None
    for its in target.readings:
        own = plain(its.full).pieces
        if set(pieces) <= set(own) and len(pieces) <= len(own) and pieces != own:
            if its.text == target.key or not _is_part_of_other(pieces, target):
                return prompt("right, but more exactly, please")
    return None


_SMALL = frozenset("the and of for und der die das les des del los las".split())


def _has_numeral(pieces: tuple[str, ...]) -> bool:
    return any(piece.isdecimal() for piece in pieces)


def _is_part_of_other(pieces: tuple[str, ...], target: Target) -> bool:
    """Whether the words stand in the name of another thing too."""
    own = id(target.thing)
    shared = [target.things.words.get(piece, frozenset()) - {own} for piece in pieces]
    return bool(shared and frozenset.intersection(*shared))


def _judge_list(target: Target, written: str) -> Result:
    """A list in any order, or its parts with credit for each."""
    values = target.listed
    parts = [
        replace(target, names=target.knowledge.aliases(value), answer=None, mark=None)
        for value in values
    ]
    own = {piece for value in values for piece in read(value, target.language).full.pieces}

    def judge_part(part: str, at: int) -> Result:
        del own
        return judge(parts[at], part)

    return judge_list(written, values, target.language, judge_part)


def _closest(reading: Reading, target: Target) -> str:
    """What a wrong answer looks like, if it looks like something that the deck knows."""
    letters = plain(reading.bare).letters
    if len(letters) < 5:
        return ""
    near = target.things.near(letters, 1)
    entries = [e for name, _ in near for e in target.things.entries.get(name, ()) if not e.short]
    others = [e for e in entries if target.is_rival(e)]
    return f"that looks like {others[0].thing.name}" if others else ""


_RULES: tuple[_Rule, ...] = (
    _exact, _rejected, _named, _inverted, _beside_sort, _several, judge_person, _part, judge_slip,
)  # fmt: skip
_VALUE_RULES: tuple[_Rule, ...] = (_value_text, _rejected, _value, _other, _no_value)
