"""Scoring over whole vocabularies: what must hold for every name, and for every pair of names."""

import random
import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from rapidfuzz.distance import OSA

from nkquiz.item import Item
from nkquiz.loader import loads
from nkquiz.model import Deck, Term
from nkquiz.scoring import Verdict, score
from nkquiz.values import norm
from typed_items import typed_items

FOLDER = Path(__file__).parent / "vocabularies"
VOCABULARIES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
ACCEPTED = (Verdict.CORRECT, Verdict.TYPO)


@dataclass(frozen=True)
class Vocabulary:
    deck: Deck
    terms: tuple[Term, ...]
    items: tuple[Item, ...]

    def verdict(self, at: int, response: str) -> Verdict:
        return score(self.deck, self.items[at], response).verdict


@cache
def vocabulary(name: str, *more: str) -> Vocabulary:
    """A vocabulary, with a sentence about each of its terms; `more` are terms besides."""
    document = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)
    sort, own = next(iter(document["terms"].items()))
    rows = own["rows"] if isinstance(own, dict) else own
    names = [row if isinstance(row, str) else row["name"] for row in rows]
    rows += [{"name": other} for other in more]
    document["facts"] = [
        {"id": f"f{i}", "fact": f"Line {i} is about =={own_name}|{sort}== here, they say."}
        for i, own_name in enumerate(names)
    ]
    deck, problems = loads(yaml.safe_dump(document, allow_unicode=True))
    assert not [problem for problem in problems if problem.is_error], problems
    made = typed_items(deck)
    items = tuple(made[own_name] for own_name in names)
    return Vocabulary(deck, deck.vocabularies[sort].terms[: len(names)], items)


def shared(terms: tuple[Term, ...]) -> set[str]:
    """The names that two terms have."""
    names = [norm(name) for term in terms for name in {norm(n) for n in term.names}]
    return {name for name in names if names.count(name) > 1}


def letters(name: str) -> int:
    return sum(c.isalpha() for c in name)


def slips(name: str, draw: random.Random) -> Iterator[str]:
    """Single-letter slips behind the first letter: one dropped, doubled, swapped, mistyped."""
    for at in range(1, len(name)):
        if not name[at].isalpha():
            continue
        before, letter, after = name[:at], name[at], name[at + 1 :]
        yield before + after
        yield before + letter + letter + after
        other = draw.choice([c for c in string.ascii_lowercase if c != letter.lower()])
        yield before + other + after
        if at > 1 and name[at - 1].isalpha() and name[at - 1].lower() != letter.lower():
            yield name[: at - 1] + letter + name[at - 1] + after


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_name_is_accepted_for_another_term(name: str) -> None:
    own = vocabulary(name)
    both = shared(own.terms)
    wrongly = [
        (own.terms[at].name, response)
        for at in range(len(own.terms))
        for other in own.terms
        if other is not own.terms[at]
        for response in other.names
        if norm(response) not in both and own.verdict(at, response) in ACCEPTED
    ]
    assert wrongly == []


#: How people write a name: what is written for what stands in the table.
WRITTEN = (
    ("&", "and"), (" and ", " & "), ("St. ", "Saint "), ("Saint ", "St. "), ("Saint ", "St "),
    ("-", " "), ("-", ""), (" ", "-"), ("'", ""), ("’", ""), (" the ", " "),
)  # fmt: skip


def as_written(name: str) -> set[str]:
    """The name as people write it who have another keyboard, or other habits."""
    accents_off = [c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)]
    first, _, last = name.rpartition(" ")
    written = {name.replace(old, new) for old, new in WRITTEN} | {
        name.lower(),
        "".join(accents_off),
    }
    inverted = {f"{last}, {first}"} if first and "," not in name else set()
    return written | inverted | {f"the {name}"}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_what_is_accepted_for_a_term_is_known_as_that_term_where_another_is_asked_for(
    name: str,
) -> None:
    own = vocabulary(name)
    both = shared(own.terms)
    unknown = []
    for at, term in enumerate(own.terms):
        words = set(norm(term.name).split())
        near = [i for i, t in enumerate(own.terms) if i != at and words & {*norm(t.name).split()}]
        others = [*near[:5], (at + 1) % len(own.terms)]
        for response in sorted({text for each in term.names for text in as_written(each)}):
            if norm(response) in both or own.verdict(at, response) not in ACCEPTED:
                continue
            unknown += [
                (own.terms[other].name, response)
                for other in others
                if own.verdict(other, response) is not Verdict.CONFUSED
            ]
    assert unknown == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_slip_is_accepted_for_another_term(name: str) -> None:
    own = vocabulary(name)
    draw = random.Random(name)
    wrongly = []
    for at, term in enumerate(own.terms):
        for slip in slips(term.name, draw):
            for other, near in enumerate(own.terms):
                is_near = other != at and OSA.distance(slip, near.name, score_cutoff=3) <= 3
                if is_near and own.verdict(other, slip) in ACCEPTED:
                    wrongly.append((near.name, slip, "meant", term.name))
    # A slip can spell another name: then it is that name.
    known = {norm(n) for term in own.terms for n in term.names}
    assert [w for w in wrongly if norm(w[1]) not in known] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_name_is_accepted_for_its_own_term(name: str) -> None:
    own = vocabulary(name)
    refused = [
        (term.name, response)
        for at, term in enumerate(own.terms)
        for response in term.names
        if own.verdict(at, response) is not Verdict.CORRECT
    ]
    assert refused == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_most_slips_of_a_letter_pass(name: str) -> None:
    share, _ = slips_passed(name)
    assert share >= 0.85


def slips_passed(name: str) -> tuple[float, list[tuple[str, str, Verdict]]]:
    own = vocabulary(name)
    draw = random.Random(name)
    passed, refused = 0, []
    for at, term in enumerate(own.terms):
        for response in term.names:
            if letters(response) < 5:
                continue
            for slip in list(slips(response, draw))[::5]:
                verdict = own.verdict(at, slip)
                if verdict in ACCEPTED:
                    passed += 1
                else:
                    refused.append((response, slip, verdict))
    return passed / (passed + len(refused)), refused


def same_texts(text: str) -> Iterator[str]:
    """What a text may turn into without meaning anything else."""
    yield text.upper()
    yield text.lower()
    yield unicodedata.normalize("NFD", text)
    yield unicodedata.normalize("NFC", text)
    yield f'"{text}"'
    yield f"“{text}”"
    yield f"  {text}\t"
    yield text.replace("'", "’")
    yield text.replace("-", "‑")
    yield text.replace("-", " ")
    yield text.replace("-", "")
    if not re.search(r"\d", text):
        yield text.replace(" ", "-")


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_verdict_is_the_same_however_it_is_written(name: str) -> None:
    own = vocabulary(name)
    draw = random.Random(name)
    differing = []
    for at, term in enumerate(own.terms):
        other = draw.choice(own.terms).name
        responses = [*term.names, other, *draw.sample(list(slips(term.name, draw)) or [other], 1)]
        for response in responses:
            verdict = own.verdict(at, response)
            for text in same_texts(response):
                got = own.verdict(at, text)
                if got is not verdict:
                    differing.append((term.name, response, verdict, text, got))
    assert differing == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_new_term_never_makes_a_wrong_answer_right(name: str) -> None:
    own = vocabulary(name)
    draw = random.Random(name)
    new = [
        slip
        for term in own.terms[::3]
        for slip in draw.sample(list(slips(term.name, draw)) or [term.name + "x"], 1)
    ]
    known = {norm(n) for term in own.terms for n in term.names}
    new = [text for text in dict.fromkeys(new) if norm(text) not in known and "|" not in text]
    more = vocabulary(name, *new)
    worse = []
    for at, term in enumerate(own.terms):
        responses = [
            *list(slips(term.name, draw))[::9],
            *draw.sample(new, min(7, len(new))),
            draw.choice(own.terms).name,
        ]
        worse += [
            (term.name, response)
            for response in responses
            if own.verdict(at, response) not in ACCEPTED and more.verdict(at, response) in ACCEPTED
        ]
    assert worse == []
