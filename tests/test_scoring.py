"""What a response is worth: lists, matching, ordering, strictness, and what a verdict says."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nkquiz.item import Choose, Interaction, Item, Match, Option, Order, Proof, Type
from nkquiz.loader import loads
from nkquiz.model import Deck, Location
from nkquiz.quiz import generate
from nkquiz.scoring import Result, Verdict, score
from typed_items import typed_items

NOWHERE = Location("<test>", 1, 1)


def test_what_is_no_text_is_no_response() -> None:
    deck = loads("facts: [The ==Danube== rises there.]")[0]
    item = generate(deck, "cloze")[0][0]
    assert score(deck, item, "").verdict is Verdict.WRONG
    with pytest.raises(TypeError, match="a response is text, not NoneType"):
        score(deck, item, None)  # type: ignore[arg-type]


RIVERS = """
id: rivers
terms:
  country:
    - {name: North Korea, also: [DPRK], capital: Pyongyang, people: 26 million}
    - {name: South Korea, also: [ROK], capital: Seoul, people: 52 million}
    - {name: Austria, capital: Vienna}
    - {name: Hungary, capital: Budapest}
    - {name: Slovakia, capital: Bratislava}
    - {name: Bosnia and Herzegovina, also: [Bosnia], capital: Sarajevo}
    - {name: Trinidad and Tobago, capital: Port of Spain}
    - {name: Cuba, capital: Havana}
  village: [Panmunjom]
  river:
    attributes:
      country: {values: all}
      city: {values: any}
      length: {sort: number, unit: km, tolerance: 5 %}
    rows:
      - name: Danube
        country: [Austria, Hungary, Slovakia, Bosnia and Herzegovina]
        city: [Vienna, Budapest]
        length: 2850
facts:
  - ==North Korea|country== lies north of the armistice line.
  - The talks were held in ==Panmunjom==.
  - It was signed in ==November 2023==.
  - There were ==2,700== of them.
templates:
  - for: river
    fact: "{name} touches =={country}==."
  - for: river
    fact: "{name} passes =={city}==."
  - for: river
    fact: "{name} is =={length} km== long."
"""


@cache
def rivers() -> tuple[Deck, dict[str, Item]]:
    deck, problems = loads(RIVERS)
    assert not [problem for problem in problems if problem.is_error], problems
    return deck, typed_items(deck)


def judge(key: str, response: str) -> Result:
    deck, items = rivers()
    return score(deck, items[key], response)


def shown(interaction: Interaction) -> Item:
    return Item("f/x/y/kind", "kind", ("f/x",), ("f/x/y",), "?", interaction, NOWHERE)


def judge_shown(interaction: Interaction, response: str) -> Result:
    return score(rivers()[0], shown(interaction), response)


# -- what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "response", "said"),
    [
        ("North Korea", "South Korea", "that is South Korea, whose capital is Seoul"),
        ("North Korea", "ROK", "that is South Korea, whose capital is Seoul"),
        ("North Korea", "Danube", "that is Danube, a river; asked for is a country"),
        ("North Korea", "Korea", "right, but more exactly, please"),
        ("North Korea", "not North Korea", "say what it is, not what it is not"),
        ("North Korea", "South Korea or North Korea", "one answer, please"),
        ("North Korea", "South Koera", "that looks like South Korea"),
        ("North Korea", "Nrht Korea", "close in letters, but not the same"),
        ("North Korea", "Atlantis", "that is not it"),
        ("North Korea", "DPRK", "that is North Korea"),
        ("Panmunjom", "Panmanjom", "nearly: Panm[u]njom"),
        ("Panmunjom", "Panmunjon", "nearly: Panmunjo[m]"),
        ("Panmunjom", "Panmnjom", "nearly: Panm[u]njom"),
        ("Panmunjom", "Panmunnjom", "nearly: Panmunjom, not Panmun[n]jom"),
        ("Panmunjom", "Pan munjom", "nearly: Panmunjom"),
        ("November 2023", "November 2022", "right month, wrong year"),
        ("November 2023", "October 2023", "right year, wrong month"),
        ("November 2023", "2022", "a year too early"),
        ("November 2023", "2023", "right, but more exactly: November 2023"),
        ("November 2023", "soon", "that is no date"),
        ("2,700", "27,000", "off by a factor of ten"),
        ("2,700", "2.7 million", "off by a factor of a thousand"),
        ("2,700", "2,800", "too high"),
        ("2,700", "-2,700", "right number, wrong sign"),
        ("2,700", "many", "that is no number"),
    ],
)
def test_a_verdict_says_why(key: str, response: str, said: str) -> None:
    assert judge(key, response).feedback == said


@pytest.mark.parametrize(
    ("key", "response", "said"),
    [
        ("¥", "b", "that is not it"),
        ("¥", "Y", "that is not it"),
        ("¥", "$", "that is not it"),
        ("+", "-", "that is not it"),
        ("+", "++", "that is not it"),
        ("x", "b", "that is not it"),
        ("Bonn", "¥", "there is no answer in that"),
    ],
)
def test_a_sign_is_compared_as_a_sign(key: str, response: str, said: str) -> None:
    deck, problems = loads(f'facts: ["It says =={key}== here."]\n')
    assert not problems
    assert score(deck, typed_items(deck)[key], response).feedback == said


COUNTRIES = """
id: countries
terms:
  city: [Astana, Bern]
  language: [Kazakh]
  university: [Charles University]
  country:
    attributes:
      capital: {values: one}
      languages: {values: all}
      led_by: {values: one}
    rows:
      - {name: Kazakhstan, capital: Astana, languages: [Kazakh, Russian], led_by: Olzhas}
      - {name: France, capital: Paris, languages: [French], led_by: Sébastien}
      - {name: Philippines, article: the, capital: Manila, languages: [Filipino, English]}
      - {name: Monaco, capital: Monaco, languages: [French]}
      - {name: Eswatini, capital: Mbabane}
      - {name: Ngwane, capital: Mbabane}
      - {name: Switzerland, capital: Bern}
facts:
  - The treaty of ==1648== ended the ==war of religion==.
templates:
  - {id: capital, for: country, fact: "=={capital}== is the capital of =={name}==."}
  - {id: languages, for: country, fact: "In {name} one speaks =={languages}==."}
"""


@cache
def countries() -> tuple[Deck, dict[str, Item]]:
    deck, problems = loads(COUNTRIES)
    assert not [problem for problem in problems if problem.is_error], problems
    return deck, typed_items(deck)


@pytest.mark.parametrize(
    ("key", "response", "said"),
    [
        ("Kazakhstan", "Paris", "Paris, the capital of France; asked for is a country"),
        ("Kazakhstan", "Manila", "Manila, the capital of the Philippines; asked for is a country"),
        ("Kazakhstan", "Bern", "Bern, the capital of Switzerland; asked for is a country"),
        ("Kazakhstan", "Astana", "Astana, a city; asked for is a country"),  # of that very country
        ("Kazakhstan", "Mbabane", "Mbabane, a capital; asked for is a country"),  # of two
        ("Kazakhstan", "Filipino", "Filipino, a language; asked for is a country"),
        ("Kazakhstan", "France", "France, whose capital is Paris"),
        ("Kazakhstan", "Monaco", "Monaco, another country"),  # not "whose capital is Monaco"
        ("Astana", "Bern", "Bern, the capital of Switzerland"),
        ("Astana", "Paris", "Paris, the capital of France"),
        ("Astana", "Mbabane", "Mbabane, another capital"),
        ("Astana", "France", "France, whose capital is Paris; asked for is a capital"),
        ("Paris", "Astana", "Astana, the capital of Kazakhstan"),
        ("Paris", "Kazakh", "Kazakh, a language; asked for is a capital"),
        ("Paris", "Charles University", "Charles University, a university; asked for is a capital"),
        ("Paris", "war of religion", "the answer to another question: war of religion"),
        ("1648", "Paris", "Paris, a capital; asked for is a year"),
        ("war of religion", "France", "France, a country"),
    ],
)
def test_another_thing_is_told_apart(key: str, response: str, said: str) -> None:
    deck, items = countries()
    result = score(deck, items[key], response)
    assert result.verdict is Verdict.CONFUSED
    assert result.feedback == f"that is {said}"


@pytest.mark.parametrize(
    ("mark", "key", "response", "said"),
    [
        ({"accept": ["Donau"]}, "Danube", "Danube", ""),
        ({"accept": ["Rhine"]}, "Danube", "Rhine", "accepted as well as Danube"),
        ({"tolerance": "1 %"}, "384,400 km", "384,000 km", "close enough: 384,400 km"),
        ({"tolerance": "1 %"}, "384,400 km", "238,855 miles", "asked for is a number of km"),
        ({}, "a + b", "a - b", "its signs are other ones"),
    ],
)
def test_a_verdict_says_what_the_author_accepts_or_asks_for(
    mark: dict[str, Any], key: str, response: str, said: str
) -> None:
    fact = {"fact": f"They say =={key}== here.", "marks": {key: mark}}
    document = {"terms": {"river": ["Danube", "Rhine"]}, "facts": [fact]}
    deck, _ = loads(yaml.safe_dump(document))
    assert score(deck, typed_items(deck)[key], response).feedback == said


def test_no_answer_needs_no_reason() -> None:
    assert judge("North Korea", " \t ") == Result(Verdict.WRONG, 0, 1, "")


def test_a_confused_answer_names_what_it_is() -> None:
    assert judge("North Korea", "the ROK").confused_with == "South Korea"


def test_an_item_that_the_deck_does_not_have_is_judged_by_its_names() -> None:
    made = Type(("Danube", "Donau"))
    assert judge_shown(made, "donau").verdict is Verdict.CORRECT
    assert judge_shown(made, "Donua").verdict is Verdict.TYPO
    assert judge_shown(made, "Cuba").verdict is Verdict.CONFUSED
    assert judge_shown(Type(("1948",)), "1949").verdict is Verdict.WRONG


# -- lists --------------------------------------------------------------------------------------

LIST = "Austria, Hungary, Slovakia and Bosnia and Herzegovina"


@pytest.mark.parametrize(
    ("response", "verdict", "points"),
    [
        (LIST, "correct", 1),
        ("slovakia; bosnia and herzegovina; AUSTRIA; hungary", "correct", 1),
        ("Slovakia, Bosnia, Austria and Hungary", "correct", 1),
        ("Austria / Hungary / Slovakia / Bosnia & Herzegovina", "correct", 1),
        ("Austria, Hungray, Slovakia, Bosnia", "typo", 1),
        ("Austria, Hungary", "partial", 0.5),
        ("Austria and Hungary and Slovakia", "partial", 0.75),
        ("Austria, Austria, Austria, Austria", "partial", 0.25),
        ("Austria, Hungary, Slovakia, Bosnia, Cuba", "partial", 0.75),
        ("Austria, Hungary, Cuba", "partial", 0.25),
        ("Austria Hungary Slovakia Bosnia and Herzegovina", "correct", 1),
        ("Austria Hungray, Slovakia", "partial", 0.75),
        ("Austria or Hungary", "wrong", 0),
        ("Austria Hungary Cuba", "wrong", 0),
        ("Austria, Cuba", "wrong", 0),
        ("Cuba", "wrong", 0),
        ("all of them", "wrong", 0),
        ("", "wrong", 0),
    ],
)
def test_a_list_counts_in_any_order(response: str, verdict: str, points: float) -> None:
    result = judge(LIST, response)
    assert (result.verdict.value, result.points, result.possible) == (verdict, points, 1)


def test_a_list_says_what_is_missing_and_what_is_too_much() -> None:
    said = judge(LIST, "Austria, Hungary, Slovakia, Cuba").feedback
    assert said == "3 of 4; missing: Bosnia and Herzegovina; not among them: Cuba"


def test_each_of_several_right_values_is_right() -> None:
    for response in ("Vienna", "Budapest", "Vienna or Budapest"):
        assert judge("Vienna and Budapest", response).verdict is Verdict.CORRECT
    assert judge("Vienna and Budapest", "Cuba").verdict is Verdict.CONFUSED
    assert judge("Vienna and Budapest", "Vienna or Cuba").verdict is Verdict.WRONG


def test_the_tolerance_of_a_column_counts() -> None:
    assert judge("2850 km", "2,900 km").verdict is Verdict.CORRECT
    assert judge("2850 km", "2900").verdict is Verdict.CORRECT
    assert judge("2850 km", "3100 km").verdict is Verdict.WRONG


# -- choices, pairs, orders ---------------------------------------------------------------------

CHOICE = Choose((Option("Rhine"), Option("Elbe", Proof.FUNCTIONAL, "That flows north.")))
PAIRS = Match(("one", "two", "three"), ("b", "a", "d", "c"), (1, 0, 3))
STEPS = Order(("first", "second", "third"), shown=(2, 0, 1))


def test_a_choice_is_judged_by_its_text() -> None:
    assert judge_shown(CHOICE, "rhine").verdict is Verdict.CORRECT
    assert judge_shown(CHOICE, "Elbe") == Result(Verdict.WRONG, 0, 1, "That flows north.")
    assert judge_shown(CHOICE, "a").verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("response", "right"),
    [
        ("1b 2a 3d", 3), ("3D, 1B, 2A", 3), ("1-b;2-a;3-d", 3), ("1: b 2: a 3: d", 3),
        ("b a d", 3), ("1b 2a", 2), ("1b", 1), ("1b 2b 3b", 1), ("1a 2b 3c", 0), ("a b c", 0),
        ("1b 1b 2a 3d", 3), ("9z", 0), ("b a", 0), ("", 0), ("one", 0), ("1b 2a 3d please", 0),
    ],
)  # fmt: skip
def test_pairs_count_each(response: str, right: int) -> None:
    result = judge_shown(PAIRS, response)
    assert (result.points, result.possible) == (right / 3, 1)
    expected = {0: Verdict.WRONG, 3: Verdict.CORRECT}.get(right, Verdict.PARTIAL)
    assert result.verdict is expected
    assert not result.parts or sum(p is Verdict.CORRECT for p in result.parts) == right


@pytest.mark.parametrize("response", ["1z", "9a", "0a", "1b 2a 3e", "b a e", "1a 1b 2a 3d", "x!"])
def test_pairs_that_can_t_be_are_not_scored_but_told(response: str) -> None:
    assert judge_shown(PAIRS, response) == Result(Verdict.WRONG, 0, 1, "answer like this: 1b 2a")


@pytest.mark.parametrize(
    ("response", "share"),
    [
        ("b c a", 1), ("B, C, A", 1), ("bca", 1), ("b > c > a", 1), ("first; second; third", 1),
        ("b a c", 2 / 3), ("a b c", 1 / 3), ("a c b", 0),
        ("b c", 0), ("b b a", 0), ("b c a d", 0), ("", 0), ("1 2 3", 0), ("first; second", 0),
    ],
)  # fmt: skip
def test_orders_count_pairs(response: str, share: float) -> None:
    result = judge_shown(STEPS, response)
    assert result.points == pytest.approx(share)
    assert (result.verdict is Verdict.CORRECT) is (share == 1)
    assert (result.verdict is Verdict.WRONG) is (share == 0)


@given(st.permutations(range(5)), st.permutations(range(5)))
def test_only_the_right_order_has_all_points(order: list[int], display: list[int]) -> None:
    steps = Order(tuple("vwxyz"), shown=tuple(display))
    response = " ".join("abcde"[display.index(part)] for part in order)
    concordant = sum(a < b for a, b in itertools.combinations(order, 2))
    result = judge_shown(steps, response)
    assert result.points == pytest.approx(concordant / 10)
    assert result.accepted is (order == sorted(order))
    assert len(result.parts) in (0, 5)


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_what_is_chosen_for_a_pair_reads_back(chosen: list[int]) -> None:
    response = " ".join(f"{i + 1}{'abcd'[at]}" for i, at in enumerate(chosen))
    right = tuple(
        Verdict.CORRECT if at == key else Verdict.WRONG
        for at, key in zip(chosen, PAIRS.key, strict=True)
    )
    assert judge_shown(PAIRS, response).parts == right


# -- whatever is typed ----------------------------------------------------------------------------

TYPED = st.text(max_size=40) | st.text("aeouknrdmtsKN'’-, .;/()12iIvVxX", max_size=40)


@given(st.sampled_from(sorted(rivers()[1])), TYPED)
def test_any_text_has_a_verdict(key: str, response: str) -> None:
    result = judge(key, response)
    assert 0 <= result.points <= result.possible == 1
    full = result.verdict in (Verdict.CORRECT, Verdict.TYPO)
    assert result.accepted is full
    assert (result.verdict is Verdict.PARTIAL) is (0 < result.points < 1)


@given(TYPED)
def test_any_text_has_a_verdict_as_pairs_and_order(response: str) -> None:
    for interaction in (PAIRS, STEPS, CHOICE):
        assert 0 <= judge_shown(interaction, response).points <= 1


@given(st.sampled_from(sorted(rivers()[1])), st.text(max_size=400))
def test_what_is_too_long_is_cut(key: str, tail: str) -> None:
    long = "x" * 200
    assert judge(key, long + tail) == judge(key, long)


# -- invariants of what is read by its signs -------------------------------------------------------

SIGNS = """\
id: signs
terms:
  country: [North Korea, South Korea]
facts:
  - Where ==North Korea== lies, at ==38° N==, the ==38th parallel== was a border.
  - In the ==1960s== it weighed ==10-15 kg== at ==10:30== or ==7 pm==.
"""


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        wide,
        lambda text: f" “{text}” ",
        lambda text: f"{text}.",
        lambda text: text.replace("-", "–"),
        lambda text: text.replace(" ", "\u00a0 "),
    ],
    ids=["case", "width", "quotes", "full stop", "dash", "spaces"],
)
@pytest.mark.parametrize(
    ("key", "response"),
    [
        ("North Korea", "n. korea"),
        ("North Korea", "s korea"),
        ("38° N", "38 degrees north"),
        ("38th parallel", "thirty-eighth parallel"),
        ("1960s", "the 1960's"),
        ("1960s", "the sixties"),
        ("10-15 kg", "10 to 15 kg"),
        ("10-15 kg", "10-15"),
        ("10-15 kg", "10 kg"),
        ("10:30", "10.30 am"),
        ("10:30", "10h30"),
        ("7 pm", "7:00"),
    ],
)
def test_a_verdict_does_not_hang_on_how_signs_are_typed(
    key: str, response: str, change: Callable[[str], str]
) -> None:
    deck, _ = loads(SIGNS)
    item = typed_items(deck)[key]
    assert score(deck, item, change(response)).verdict is score(deck, item, response).verdict
