"""Which distractors are drawn: by difficulty, by number of options, and for numbers and dates."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, product
from statistics import mean

import pytest

import nkquiz
from nkquiz import quiz
from nkquiz.bank.guessers import bound
from nkquiz.distractors import contradicting, paraphrases
from nkquiz.item import BLANK, Choose, Item
from nkquiz.knowledge import knowledge_of
from nkquiz.model import Deck, Difficulty, Term
from nkquiz.values import parse_date, parse_number
from shipped import SEEDS
from towns import HEAD, deck_of, rows, text, towns


def choices(deck: Deck, **wanted: object) -> dict[str, Choose]:
    items, _ = quiz.generate(deck, ("multiple-choice",), **wanted)  # type: ignore[arg-type]
    return {item.id: item.interaction for item in items if isinstance(item.interaction, Choose)}


def kinship(count: int = 300) -> Deck:
    """Towns with five attributes, of which any two share some."""
    draw = random.Random(count)
    table = []
    for row in rows(count):
        shared = {key: f"{key}{draw.randrange(4)}x" for key in ("soil", "coast", "stone", "craft")}
        table.append({"name": row["name"], "mayor": row["leader"], **shared})
    lines = ["      - {" + ", ".join(f"{k}: {v}" for k, v in row.items()) + "}" for row in table]
    return deck_of(
        HEAD + "    rows:\n" + "\n".join(lines) + "\ntemplates:\n"
        '  - {id: mayor, for: town, fact: "=={name}== is led by =={mayor}==."}\n'
    )


def shared(a: Term, b: Term) -> int:
    return sum(values == b.attributes.get(name) for name, values in a.attributes.items())


def terms_of(deck: Deck) -> dict[str, Term]:
    return {term.name: term for term in deck.vocabularies["town"].terms}


def closeness(deck: Deck, difficulty: Difficulty | None, seed: int = 0) -> float:
    """How many attributes a key and its distractors share in the mean."""
    town = terms_of(deck)
    return mean(
        shared(town[choice.key.text], town[option.text])
        for name, choice in choices(deck, difficulty=difficulty, seed=seed).items()
        for option in choice.options
        if name.endswith("/name/multiple-choice") and not option.is_key
    )


class TestDifficulty:
    @pytest.mark.parametrize("seed", range(3))
    def test_the_thirds_differ_in_closeness(self, seed: int) -> None:
        deck = kinship()
        easy, medium, hard = (closeness(deck, difficulty, seed) for difficulty in Difficulty)
        assert easy + 0.3 < medium
        assert medium + 0.3 < hard

    def test_without_one_the_closest_are_drawn(self) -> None:
        deck = kinship()
        assert closeness(deck, None) > closeness(deck, Difficulty.MEDIUM) + 0.3

    def test_each_gives_the_same_items_with_other_options(self) -> None:
        deck = kinship(60)
        easy, hard = (choices(deck, difficulty=d) for d in (Difficulty.EASY, Difficulty.HARD))
        assert easy.keys() == hard.keys()
        assert sum(easy[name] != hard[name] for name in easy) > 0.9 * len(easy)

    def test_the_deck_file_may_say_it(self) -> None:
        plain = text(rows(40))
        deck = deck_of(plain + "items: {difficulty: easy}\n")
        assert choices(deck) == choices(deck_of(plain), difficulty=Difficulty.EASY)


class TestOptions:
    @pytest.mark.parametrize("count", [3, 4, 5])
    def test_there_are_as_many_as_are_wanted(self, count: int) -> None:
        found = choices(towns(60), options=count)
        assert len(found) > 60 * 7
        assert {len(choice.options) for choice in found.values()} == {count}

    @pytest.mark.parametrize("count", [3, 4, 5])
    def test_there_are_fewer_where_the_pool_has_no_more(self, count: int) -> None:
        deck = deck_of(
            "terms: {river: [Danube, Rhine, Elbe]}\n"
            "facts: [{id: a, fact: The ==Danube== flows through Ulm.}]\n"
        )
        assert [len(choice.options) for choice in choices(deck, options=count).values()] == [3]

    @pytest.mark.parametrize("seed", range(3))
    def test_the_same_seed_gives_the_same(self, seed: int) -> None:
        assert choices(towns(60), seed=seed) == choices(towns(60), seed=seed)

    def test_another_seed_gives_others(self) -> None:
        one, other = choices(towns(60), seed=1), choices(towns(60), seed=2)
        assert one.keys() == other.keys()
        assert sum(one[name] != other[name] for name in one) > 0.7 * len(one)

    def test_the_key_is_not_always_the_one_that_others_resemble(self) -> None:
        """Pick the option whose row shares most with the others': at chance, and no more."""
        deck = kinship(400)
        town = terms_of(deck)
        asked, hits = 0, 0.0
        for name, choice in choices(deck).items():
            if name.endswith("/name/multiple-choice"):
                rows_of = [town[option.text] for option in choice.options]
                scores = [sum(shared(a, b) for b in rows_of if b is not a) for a in rows_of]
                best = [i for i, score in enumerate(scores) if score == max(scores)]
                asked += 1
                hits += (choice.options.index(choice.key) in best) / len(best)
        assert asked > 350
        assert hits < bound(asked, 0.25, 0.01)


@lru_cache(maxsize=4)
def of_towns(count: int, options: int | None) -> tuple[Item, ...]:
    return quiz.generate(towns(count), ("multiple-choice",), options=options)[0]


def numbers(
    count: int, template: str, options: int | None = None
) -> Iterator[tuple[Item, list[int], int]]:
    """The items of a template whose options are plain numbers: these, and the key's rank."""
    for item in of_towns(count, options):
        choice = item.interaction
        if item.id.startswith(f"towns/{template}/") and isinstance(choice, Choose):
            assert choice.ordered
            values = [int(option.text) for option in choice.options]
            yield item, values, choice.options.index(choice.key)


def lands(vocabulary: str) -> Deck:
    """Forty towns in eight lands of two coasts, the lands in a vocabulary of that name."""
    towns = "\n".join(
        f"      - {{name: {row['name']}, land: Land {index % 8}}}"
        for index, row in enumerate(rows(40))
    )
    lands = "\n".join(
        f"      - {{name: Land {index}, coast: {'east' if index % 2 else 'west'}}}"
        for index in range(8)
    )
    return deck_of(
        f"terms:\n  town:\n    rows:\n{towns}\n  {vocabulary}:\n    rows:\n{lands}\n"
        'templates:\n  - {id: land, for: town, fact: "=={name}== lies in =={land}==."}\n'
    )


def on_the_coast_of_the_key(deck: Deck) -> float:
    """The share of the distractors, towns or lands, that lie on the coast of the key."""
    coast = {row["name"]: index % 2 for index, row in enumerate(rows(40))}
    coast |= {f"Land {index}": index % 2 for index in range(8)}
    return mean(
        coast[option.text] == coast[choice.key.text]
        for choice in choices(deck).values()
        for option in choice.options
        if not option.is_key
    )


class TestWhatValuesHave:
    def test_a_vocabulary_of_another_name_is_not_reached(self) -> None:
        assert on_the_coast_of_the_key(lands("county")) < 0.65

    def test_values_that_have_something_in_common_are_near(self) -> None:
        assert on_the_coast_of_the_key(lands("land")) > 0.85


class TestNumbers:
    @pytest.mark.parametrize("template", ["people", "founded"])
    @pytest.mark.parametrize("options", [3, 4, 5])
    def test_the_rank_of_the_key_is_even_over_the_items(self, template: str, options: int) -> None:
        ranks = [rank for _, _, rank in numbers(400, template, options)]
        assert len(ranks) == 400
        most = bound(400, 1 / options, 0.001)
        assert all(400 - (options - 1) * most < ranks.count(rank) < most for rank in range(options))

    @pytest.mark.parametrize("template", ["people", "founded"])
    def test_they_ascend_and_differ(self, template: str) -> None:
        for _, values, _ in numbers(200, template):
            assert all(a < b for a, b in pairwise(values))

    def test_they_are_those_of_other_rows(self) -> None:
        known = {int(row["people"]) for row in rows(200)}
        assert all(known.issuperset(values) for _, values, _ in numbers(200, "people"))

    @pytest.mark.parametrize("seed", range(3))
    def test_none_lies_after_today(self, seed: int) -> None:
        facts = "\n".join(
            f"  - {{id: f{year}, fact: Bridge {year - 1900} opened in =={year}==., as_of: 1990}}"
            for year in range(1960, 1991)
        )
        found = choices(deck_of(f"facts:\n{facts}\n"), seed=seed)
        assert len(found) == 31
        for choice in found.values():
            assert max(int(option.text) for option in choice.options) <= 1990

    @pytest.mark.parametrize(
        ("sentence", "form"),
        [
            ("It cost ==2,700== dollars.", r"\d,\d00"),
            ("It holds ==25 million== people.", r"\d+ million"),
            ("It grew by ==35%== that year.", r"\d?[05]%"),
            ("It is ==1.75 m== tall.", r"\d\.\d\d m"),
            ("It opened in ==July 1994== to all.", r"[A-Z][a-z]+ 1994|[A-Z][a-z]+ 199\d"),
            ("It opened on ==14 July 1994== to all.", r"\d+ [A-Z][a-z]+ 1994"),
            ("It has ==seven== gates.", r"[a-z]+"),
            ("It cost ==€ 5== a day.", r"€ \d"),
            ("It cost ==$ 40== a day.", r"\$ \d\d"),
            ("It is ==2½== times as long.", r"\d?½"),
            ("It is ==12 1/2== times as long.", r"\d+ 1/2"),
            ("It has ==٣== gates.", r"[٠-٩]"),
            ("It has ==٢٬٧٠٠== gates.", r"[٠-٩]٬[٠-٩]٠٠"),
        ],
    )
    @pytest.mark.parametrize("seed", range(4))
    def test_all_have_the_form_of_the_key(self, sentence: str, form: str, seed: int) -> None:
        found = choices(deck_of(f"facts: [{{id: a, fact: '{sentence}'}}]\n"), seed=seed)
        (choice,) = found.values()
        assert len(choice.options) == 4
        assert all(re.fullmatch(form, option.text) for option in choice.options), choice


# -- bounds ------------------------------------------------------------------------------------


def options_of(sentence: str, language: str = "en") -> list[str]:
    deck, _ = nkquiz.loads(f"language: {language}\nfacts:\n- {sentence}\n")
    found = choices(deck)
    return [option.text for choice in found.values() for option in choice.options]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("A quorum needs at least ==ten== members.", "en"),
        ("The bridge is more than ==300 metres== long.", "en"),
        ("A jury has ==twelve== members or more.", "en"),
        ("The wall fell before ==1990==.", "en"),
        ("Der Rat hat mindestens ==zehn== Mitglieder.", "de"),
        ("Le conseil compte au moins ==dix== membres.", "fr"),
    ],
)
def test_a_bound_leaves_no_other_number_proven(sentence: str, language: str) -> None:
    assert options_of(sentence, language) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It grew by ==35%== that year.",
        "The bridge has ==ten== arches.",
        "The team lived over there for ==ten== years.",
    ],
)
def test_what_is_no_bound(sentence: str) -> None:
    assert len(options_of(sentence)) == 4


def test_a_question_of_the_authors_is_taken_at_its_word() -> None:
    sentence = (
        "{fact: A quorum needs at least ==ten== members., "
        "ask: {ten: How many members does a quorum need?}}"
    )
    assert len(options_of(sentence)) == 4


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("The First World War lasted from 1914 to ==1918==.", 1914, 9999),
        ("The Second World War lasted from ==1939== to 1945.", 0, 1945),
        ("He was born in ==1912== and died in 1914.", 0, 1914),
        ("Of the 12 apostles, ==seven== were fishers.", 0, 12),
        ("The chance of rain is ==0.9==.", 0, 1),
        ("The chance of a six is ==1/6==.", 0, 1),
    ],
)
def test_options_stay_within_what_the_sentence_leaves(sentence: str, low: int, high: int) -> None:
    options = options_of(sentence)
    assert len(options) == 4
    for option in options:
        date = parse_date(option) if low + high > 900 else None
        number = parse_number(option)
        place = date.year if date is not None else number.value if number is not None else None
        assert place is not None
        assert low < place < high, options


def test_the_rank_is_drawn_where_there_is_little_room() -> None:
    ranks = {
        options_of(f"The {name} War lasted from 1914 to ==1918==.").index("1918")
        for name in ("First", "Great", "Long", "Old", "Second", "Other", "Big", "Last")
    }
    assert len(ranks) > 2


@pytest.mark.parametrize(
    "sentence",
    [
        "The fair was held on ==5 June 1967==, and again in 1967.",  # could be the same day
        "A letter of ==5 June 1967== was found.",
        "The shop opened on ==14 July 1994== with 250 guests.",
    ],
)
def test_what_leaves_dates_their_room(sentence: str) -> None:
    first = {options_of(sentence.replace("The", name))[0] for name in ("The", "Our", "Her", "One")}
    assert len(options_of(sentence)) == 4
    assert len(first) > 1 or "letter" in sentence


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("It was fought from ==5 June 1967== to 10 June 1967.", "1 May 1967", "10 June 1967"),
        ("It was fought from 5 June 1967 to ==10 June 1967==.", "5 June 1967", "1 August 1967"),
        ("It was fought from 5 June to ==10 June 1967==.", "5 June 1967", "1 August 1967"),
        ("It was fought from ==5 June== to 10 June 1967.", "1 May", "10 June"),
        ("It ran from ==May 1914== to June 1914.", "May 1912", "June 1914"),
        ("It ran from the 4th of May 1914 to ==June 1914==.", "4 May 1914", "June 1916"),
        ("It ran from ==the 1920s== to the 1940s.", "the 1800s", "the 1940s"),
        ("It ran from the 1920s to ==1942==.", "the 1920s", "1960"),
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_dates_keep_the_order_of_the_sentence(
    sentence: str, low: str, high: str, seed: int
) -> None:
    deck, _ = nkquiz.loads(f"facts:\n- {sentence}\n")
    (choice,) = choices(deck, seed=seed).values()
    first, last = parse_date(low), parse_date(high)
    assert len(choice.options) == 4
    assert first is not None
    assert last is not None
    for option in choice.options:
        date = parse_date(option.text)
        assert date is not None
        assert first.interval()[1] < date.interval()[0], option.text
        assert date.interval()[1] < last.interval()[0], option.text


WARS = """
terms:
  war:
    rows:
      - {name: Six-Day War, start: 5 June 1967, end: 10 June 1967}
      - {name: Football War, start: 14 July 1969, end: 18 July 1969}
      - {name: Gulf War, start: 17 January 1991, end: 28 February 1991}
      - {name: Winter War, start: 30 November 1939, end: 13 March 1940}
      - {name: Korean War, start: 25 June 1950, end: 27 July 1953}
templates:
  - {id: fought, for: war, fact: "The {name} was fought from =={start}== to =={end}==."}
"""


@pytest.mark.parametrize("seed", range(6))
def test_no_war_ends_before_it_starts(seed: int) -> None:
    items, _ = quiz.generate(deck_of(WARS), ("multiple-choice", "true-false"), seed=seed)
    said = [item.stem.replace(BLANK, option.text) for item in items for option in item.options]
    assert len(said) == 4 * 10 + 2 * 5
    for sentence in said:
        start, end = (parse_date(text) for text in re.findall(r"\d+ [A-Z][a-z]+ \d{4}", sentence))
        assert start is not None
        assert end is not None
        assert start.interval() < end.interval(), sentence


def test_the_end_of_a_war_is_not_always_the_date_next_to_its_start() -> None:
    nearest = [
        choice.options[0].is_key
        for seed in range(6)
        for name, choice in choices(deck_of(WARS), seed=seed).items()
        if name.endswith("/end/multiple-choice")
    ]
    assert sum(nearest) < bound(len(nearest), 0.4, 0.01)


def test_a_value_without_room_leaves_the_window_to_others() -> None:
    """Of twelve rooms, no house has fifteen; the values below twelve are real ones."""
    table = "\n".join(
        f"      - {{name: House {n}, all: {n + 8}, heated: {n}}}" for n in (2, 3, 4, 5, 6, 15, 16)
    )
    deck = deck_of(
        f"terms:\n  house:\n    rows:\n{table}\ntemplates:\n"
        '  - {id: r, for: house, fact: "Of the {all} rooms of {name}, =={heated}== are heated."}\n'
    )
    real = {"2", "3", "4", "5", "6", "15", "16"}
    for name, choice in choices(deck).items():
        most = int(name.split("/")[2].split(" ")[-1]) + 8
        texts = [option.text for option in choice.options]
        assert all(int(text) < most for text in texts)
        assert real.issuperset(texts)


# -- capitals ------------------------------------------------------------------------------------

GASES = (
    "terms: {{gas: [{}]}}\nfacts:\n- ==Oxygen== burns.\n- Water holds hydrogen and ==oxygen==.\n"
)


@pytest.mark.parametrize(
    ("gases", "like"),
    [
        ("oxygen, helium, neon, argon", str.islower),
        ("Oxygen, Helium, Neon, Argon", str.istitle),
    ],
)
def test_options_are_written_as_their_vocabulary_writes_them(
    gases: str, like: Callable[[str], bool]
) -> None:
    found = choices(deck_of(GASES.format(gases)))
    assert len(found) == 2
    for choice in found.values():
        assert len(choice.options) == 4
        assert all(like(option.text) for option in choice.options)


def test_a_vocabulary_of_both_may_not_tell_the_key_by_its_capital() -> None:
    assert len(choices(deck_of(GASES.format("oxygen, helium, Neon, Argon")))) == 2
    assert not choices(deck_of(GASES.format("oxygen, Helium, Neon, Argon")))
    assert not choices(deck_of(GASES.format("Oxygen, helium, neon, argon")))


@pytest.mark.parametrize("seed", range(8))
def test_a_false_statement_writes_a_common_noun_small(seed: int) -> None:
    deck = deck_of(GASES.format("Oxygen, Helium, Neon, Argon"))
    items, _ = quiz.generate(deck, ("true-false",), seed=seed)
    assert len(items) == 2
    assert all(item.stem[:1].isupper() and item.stem[1:].islower() for item in items)


# -- Roman numerals ------------------------------------------------------------------------------


def test_roman_numerals_stand_in_their_order() -> None:
    lines = "\n".join(
        f"      - {{name: {name}, rank: {numeral}}}"
        for name, numeral in [
            ("The Sun King", "XIV"),
            ("The Pious", "I"),
            ("The Saint", "IX"),
            ("The Fat", "VI"),
            ("The Just", "XIII"),
            ("The Beloved", "XV"),
        ]
    )
    deck = deck_of(
        f"terms:\n  king:\n    rows:\n{lines}\ntemplates:\n"
        '  - {id: rank, for: king, fact: "{name} was Louis =={rank}== of France."}\n'
    )
    order = ["I", "VI", "IX", "XIII", "XIV", "XV"]
    found = choices(deck)
    assert len(found) == 6
    for choice in found.values():
        assert choice.ordered
        places = [order.index(option.text) for option in choice.options]
        assert places == sorted(places)


# -- names of one norm ---------------------------------------------------------------------------


def test_terms_that_only_signs_tell_apart_are_options_beside_each_other() -> None:
    deck = deck_of(
        "terms: {language: [C, C++, C#, {name: Java, also: [JAVA]}]}\nfacts:\n"
        "- ==C++== is used for games.\n- Kernels are written in ==C==.\n"
    )
    found = choices(deck)
    assert len(found) == 2
    for choice in found.values():
        assert {option.text for option in choice.options} == {"C", "C++", "C#", "Java"}


# -- paraphrases -------------------------------------------------------------------------------

TODAY = date(2026, 1, 1)
CITIES = "terms: {city: [Budapest, Vienna, Bratislava, Linz, Ulm]}\nfacts:\n"
BANKS = "- ==Budapest== stands on the banks of the blue Danube.\n"


def offered(yaml: str) -> set[str]:
    return {
        option.text
        for choice in choices(deck_of(yaml)).values()
        for option in choice.options
        if not option.is_key
    }


def test_a_sentence_in_other_words_speaks_for_what_it_names() -> None:
    assert "Vienna" in offered(CITIES + BANKS)
    said = "- Vienna, too, stands on the banks of the Danube.\n"
    assert offered(CITIES + BANKS + said) == {"Bratislava", "Linz", "Ulm"}


@pytest.mark.parametrize(
    "said",
    [
        "- Vienna stands on the banks of the Wien.\n",  # of another river
        "- Vienna lies where the Danube leaves the hills.\n",  # something else
    ],
)
def test_what_speaks_for_nothing(said: str) -> None:
    assert "Vienna" in offered(CITIES + BANKS + said)


BLUE = "terms: {river: [Danube, Rhine, Elbe, Loire, Oder]}\nfacts:\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("==Danube== is the longest river of Austria", "==Rhine== is the second longest there"),
        ("The longest river of Austria is the ==Danube==", "The ==Rhine== is the second longest"),
        (
            "The capital of Austria lies on the ==Danube==",
            "That of Mars lies on the ==Rhine==, too",
        ),
        ("The river of Linz is the ==Danube==", "The river of Linz is the ==Rhine== after Ulm"),
        (
            "A bridge in the west crosses the ==Danube==",
            "A bridge in the south crosses the ==Rhine==",
        ),
    ],
)
def test_no_promise_is_broken(one: str, other: str) -> None:
    deck = deck_of(BLUE + f"- {one}.\n- {other}.\n")
    assert [p for p in nkquiz.check(deck, now=TODAY) if p.code == "several-answers"] == []


@pytest.mark.parametrize(
    "longer",
    [
        "The capital of Austria lies on the ==Rhine==, as some people say",
        "As some people say, the capital of Austria lies on the ==Rhine==",
    ],
)
def test_two_promises_break_each_other_though_one_says_more(longer: str) -> None:
    one, other = "The capital of Austria lies on the ==Danube==", longer
    for first, second in ((one, other), (other, one)):
        yaml = BLUE + f"- {first}.\n- {second}.\n"
        assert offered(yaml) == {"Elbe", "Loire", "Oder"}
        problems = nkquiz.check(deck_of(yaml), now=TODAY)
        told = [(p.location.line, p.message) for p in problems if p.code == "several-answers"]
        assert [line for line, _ in told] == [3, 4]
        assert ":4:3 says the same of" in told[0][1]
        assert ":3:3 says the same of" in told[1][1]


def promises_broken(yaml: str) -> list[int]:
    problems = nkquiz.check(deck_of(yaml), now=TODAY)
    return [p.location.line for p in problems if p.code == "several-answers"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (
            "en",
            "The treaty was signed in ==Ulm==",
            "The treaty was signed in ==Linz== without shouting",
        ),
        ("en", "The town burned down in ==1850==", "The town burned down in ==1900== again"),
        ("en", "The town burned down in ==1850==", "Later, the town burned down in ==1900=="),
        (
            "en",
            "The town burned down in ==1850==",
            "The town burned down in ==1900==, as it was besieged",
        ),
        ("en", "==Ulm== has a grand cathedral", "==Linz== has a grand cathedral with bells"),
        ("en", "==Ulm== has a grand cathedral", "Not ==Linz== has a grand cathedral"),
        (
            "en",
            "==Ulm== has a grand cathedral",
            "==Linz== has a grand cathedral when people say so",
        ),
        ("de", "Der Turm wurde fertig ==1890==", "Der Turm wurde fertig ==1892== erneut"),
        ("de", "Der Turm wurde fertig ==1890==", "Wieder der Turm wurde fertig ==1892=="),
    ],
)
def test_what_is_said_more_may_make_another_claim(language: str, one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        yaml = f"language: {language}\n{CITIES}- {first}.\n- {second}.\n"
        assert promises_broken(yaml) == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (
            "en",
            "The town burned down in ==1850==",
            "It is said that the town burned down in ==1900==",
        ),
        ("en", "The town burned down in ==1850==", "The town burned down in ==1900==, it is said"),
        ("en", "The town burned down in ==1850==", "As we know, the town burned down in ==1900=="),
        ("en", "The town burned down in ==1850==", "The town burned down in ==1900==, of course"),
        (
            "en",
            "==Ulm== has a grand cathedral",
            "Surely, ==Linz== has a grand cathedral, many claim",
        ),
        ("de", "Der Turm wurde fertig ==1890==", "Der Turm wurde fertig, ==1892=="),
    ],
)
def test_what_is_said_more_may_change_nothing(language: str, one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        yaml = f"language: {language}\n{CITIES}- {first}.\n- {second}.\n"
        assert promises_broken(yaml) == [4, 5]


def test_two_dates_of_one_event_break_a_promise() -> None:
    facts = "facts:\n- The tower of Ulm was finished in =={}==.\n- The tower of Ulm was finished in =={}==, they say.\n"
    for dates, broken in ((("May 1890", "1890"), 0), (("1890", "1892"), 2)):
        problems = nkquiz.check(deck_of(facts.format(*dates)), now=TODAY)
        assert [p.code for p in problems].count("several-answers") == broken


def test_a_long_number_is_compared_to_its_last_digit() -> None:
    yaml = "terms: {city: [Ulm, Linz, Graz, Bonn, Trier]}\nfacts:\n- A lottery gave 1000000 to ==Ulm==.\n"
    assert "Linz" in offered(yaml + "- A lottery gave 1000001 to Linz.\n")
    assert "Linz" not in offered(yaml + "- A lottery gave 1000000 to Linz, too.\n")


def comparisons(sentence: str, count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often two sentences are compared where each of a deck is looked at once."""
    counted = 0

    def counting(compare: Callable[..., bool]) -> Callable[..., bool]:
        def compared(*what: object) -> bool:
            nonlocal counted
            counted += 1
            return compare(*what)

        return compared

    facts = "".join(f"- {sentence.format(i, i % 7, i % 50)}\n" for i in range(count))
    knowledge = knowledge_of(deck_of(f"terms: {{river: []}}\nfacts:\n{facts}"))
    with monkeypatch.context() as patched:
        patched.setattr(paraphrases, "_MANY", 30)
        patched.setattr(paraphrases, "_enough", counting(paraphrases._enough))
        patched.setattr(contradicting, "_MANY", 30)
        patched.setattr(contradicting, "_differ", counting(contradicting._differ))
        for fact in knowledge.deck.facts:
            for mark in fact.marks:
                paraphrases.paraphrases(knowledge, fact, mark)
                list(contradicting.contradictions(knowledge, fact, mark))
    return counted


@pytest.mark.parametrize(
    "sentence",
    [
        "In Korea the ==kiln{0}== is known to everyone by night",
        "In Korea the ==kiln{0}== is known to guild{0} by night",
        "==town{0}== stands quietly among ==flowers{1}==",
        "==Town{0}== lies quietly on the ==River{2}|river==",
        "==Town{0}|river== lies quietly near the meadows",
        "The meadows of the north lie near ==Town{0}|river==, by the house of guild{0}",
    ],
)
def test_a_deck_twice_as_large_takes_twice_the_comparisons(
    sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (comparisons(sentence, count, monkeypatch) for count in (400, 800))
    assert many <= 2.1 * few + 100
    assert many < 800 * 2 * 2 * 30


def test_a_number_is_no_part_of_a_longer_one() -> None:
    assert len(options_of("The debt was ==3 billion== dollars.")) == 4


# -- what rows and names say ---------------------------------------------------------------------

TABLE = """
terms:
  river: [Danube, Main, Rhine]
  city:
    attributes: {river: {values: any}}
    rows:
      - {name: Vienna, river: Danube}
      - {name: Belgrade, river: Danube}
      - {name: Trier, river: Main}
      - {name: Graz, river: Main}
      - {name: Cologne, river: Rhine}
      - {name: Bonn, river: Rhine}
facts:
"""


def test_a_row_speaks_for_a_term_where_the_sentence_names_its_value() -> None:
    assert not offered(TABLE + "- The city of ==Vienna== lies on the Danube.\n") & {"Belgrade"}
    assert len(offered(TABLE + "- The city of ==Vienna== is known for waltzes.\n")) == 3


def test_a_part_stands_beside_no_whole_whatever_it_is_called() -> None:
    deck = deck_of(
        "terms:\n  sea:\n  - {name: Mediterranean, also: [Mediterranean Sea]}\n"
        "  - {name: Adriatic, in: Mediterranean Sea}\n  - Baltic\n  - North Sea\n  - Black Sea\n"
        "facts:\n- The Oder flows into the ==Baltic==.\n- The Po flows into the ==Adriatic==.\n"
    )
    for choice in choices(deck).values():
        texts = {option.text for option in choice.options}
        assert not texts >= {"Adriatic", "Mediterranean"}


# -- acronyms ------------------------------------------------------------------------------------

AGENCIES = (
    "terms: {{agency: [{}, Coast Guard, Secret Service]}}\n"
    "facts:\n- The moon rockets of the land were flown by the =={}== in the sixties.\n"
)


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("ABC", "Federal Bureau of Investigation"),
        ("OF", "Federal Bureau of Investigation"),
        ("FB", "Federal Bureau of Investigation"),
    ],
)
def test_what_is_no_acronym_of_a_name(acronym: str, name: str) -> None:
    (choice,) = choices(deck_of(AGENCIES.format(f"{acronym}, {name}", acronym))).values()
    assert {option.text for option in choice.options} >= {acronym, name}


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("FBI", "Federal Bureau of Investigation"),
        ("NASA", "National Aeronautics and Space Administration"),
        ("OECD", "Organisation for Economic Cooperation and Development"),
        ("DOD", "Department of Defense"),
    ],
)
def test_no_acronym_stands_beside_its_name(acronym: str, name: str) -> None:
    for key in (acronym, name):
        for choice in choices(deck_of(AGENCIES.format(f"{acronym}, {name}", key))).values():
            assert not {option.text for option in choice.options} >= {acronym, name}


# -- approximate values --------------------------------------------------------------------------

FOUNDED = (
    "terms:\n  town:\n    attributes: {{founded: {{sort: date}}}}\n    rows:\n"
    "      - {{name: Alm, founded: {}}}\n      - {{name: Brod, founded: {}}}\n"
    "      - {{name: Cerno, founded: 1912}}\n      - {{name: Dol, founded: 1850}}\n"
    'templates:\n  - {{id: f, for: town, fact: "{{name}} was founded in =={{founded}}==."}}\n'
    '  - {{id: n, for: town, fact: "=={{name}}== is of {{founded}}."}}\n'
)


@pytest.mark.parametrize(("a", "b"), [("1994", "1995"), ("about 1994", "1970")])
def test_values_that_are_told_apart(a: str, b: str) -> None:
    found = choices(deck_of(FOUNDED.format(a, b)))
    assert "Brod" in [o.text for n, c in found.items() if "n/Alm" in n for o in c.options]


@pytest.mark.parametrize("about", ["about", "c.", "circa", "around"])
def test_an_approximate_date_proves_nothing_of_a_near_one(about: str) -> None:
    for name, choice in choices(deck_of(FOUNDED.format(f"{about} 1994", "1995"))).items():
        texts = [option.text for option in choice.options]
        assert choice.key.text not in ("Alm", "Brod") or not {"Alm", "Brod"} <= set(texts)
        if name.endswith("f/Alm/founded/multiple-choice"):
            years = [int(text[-4:]) for text in texts]
            assert all(year == 1994 or abs(year - 1994) > 10 for year in years)


# -- eras and temperatures ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("key", "form"), [("AD 14", r"AD \d+"), ("44 BC", r"\d+ BC"), ("AD 1914", r"AD \d+")]
)
def test_dates_stay_in_the_era_of_the_key(key: str, form: str, seed: int) -> None:
    deck = deck_of(f"facts: [{{id: a, fact: He died in =={key}== in Rome.}}]\n")
    (choice,) = choices(deck, seed=seed).values()
    assert all(re.fullmatch(form, option.text) for option in choice.options), choice


@pytest.mark.parametrize(
    ("key", "below"), [("0 K", False), ("0 km", False), ("0 °C", True), ("0 °F", True)]
)
def test_only_a_temperature_has_room_below_zero(key: str, below: bool) -> None:
    deck = deck_of(
        f"facts: [{{id: a, fact: The gauge at the northern gate reads =={key}== by night.}}]\n"
    )
    least = [
        option.text
        for seed in range(8)
        for choice in choices(deck, seed=seed).values()
        for option in choice.options[:1]
    ]
    assert least
    assert any(text.startswith("-") for text in least) is below


# -- round numbers -------------------------------------------------------------------------------


def named(keys: list[str], sentence: str = "holds =={}== of all that came") -> Deck:
    """A sentence for each key, each of another hall."""
    halls = (f"Q{a}{b}{c}" for a, b, c in product("aeiou", "bdgkl", "moru"))
    told = zip(halls, keys, strict=False)
    return deck_of(
        "facts:\n"
        + "".join(f"- 'The hall of {hall} {sentence.format(key)}.'\n" for hall, key in told)
    )


def roundness(text: str, _: list[str]) -> float:
    """Few digits before zeros, and then a last one of 5."""
    digits = re.sub(r"\D", "", text.partition(" ")[0]).strip("0")
    return (digits[-1:] == "5") - 2 * len(digits)


def place(text: str, _: list[str]) -> float:
    """The place of the last digit that is not 0, from the end of the text: the least is taken."""
    digits = re.sub(r"\D", "", text.partition(" ")[0])
    return -(len(digits) - len(digits.rstrip("0")))


def is_step(text: str, options: list[str]) -> float:
    """Whether the distance from one option to the next is an option."""
    values = [Decimal(re.sub(r"[^\d.]", "", option)) for option in options]
    return Decimal(re.sub(r"[^\d.]", "", text)) == values[1] - values[0]


Liking = Callable[[str, list[str]], float]


def share_of_keys(deck: Deck, likes: Liking, fewest: int = 30) -> float:
    """How often the key is right by taking what is liked best, over a few seeds."""
    shares = []
    for seed in SEEDS:
        for choice in choices(deck, seed=seed).values():
            options = [option.text for option in choice.options]
            liked = [likes(text, options) for text in options]
            taken = [o for o, n in zip(choice.options, liked, strict=True) if n == max(liked)]
            shares.append(sum(option.is_key for option in taken) / len(taken))
    assert len(shares) >= len(SEEDS) * fewest
    return sum(shares) / len(shares)


DRAWN = random.Random(7)
POWERS = [f"{10 ** (2 + i % 4):,}" for i in range(80)]
DIGITS = [f"{n * 10 ** (1 + i % 4):,}" for i in range(10) for n in range(1, 10)]
FIVES = [f"{(10 * n + 5) * 10 ** (1 + i % 3):,}" for i in range(10) for n in range(1, 10)]
MIXED = [f"{n * 10 ** (n % 3):,}" for n in range(103, 900, 9)]
SMALL = [str(n) for n in range(2, 100)]
PRICES = [f"£{DRAWN.randint(1, 80) / 4:.2f}" for _ in range(90)]
HALVES = [f"{DRAWN.randint(1, 30) / 2:.1f} kg" for _ in range(90)]
TENTHS = [f"{DRAWN.randint(1, 99) / 10:.1f} kg" for _ in range(90)]
PERCENT = [f"{n} %" for n in range(5, 100)]
NUMBERS = {
    "powers": POWERS, "digits": DIGITS, "fives": FIVES, "mixed": MIXED, "small": SMALL,
    "prices": PRICES, "halves": HALVES, "tenths": TENTHS, "percent": PERCENT,
}  # fmt: skip
YEARS = {
    "mixed": [str(year) for year in range(1604, 2024, 5)],
    "tens": [str(year) for year in range(1500, 2024, 10)],
    "new": [str(year) for year in range(1960, 2024)],
}


@pytest.mark.parametrize("keys", NUMBERS)
@pytest.mark.parametrize("likes", [roundness, place])
def test_neither_the_roundest_nor_the_least_round_is_a_good_guess(keys: str, likes: Liking) -> None:
    assert share_of_keys(named(NUMBERS[keys]), likes) < 0.33


@pytest.mark.parametrize("keys", YEARS)
@pytest.mark.parametrize("likes", [roundness, place])
def test_nor_is_it_of_years(keys: str, likes: Liking) -> None:
    assert share_of_keys(named(YEARS[keys], "opened in =={}== to all"), likes) < 0.33


@pytest.mark.parametrize("options", [4, 5])
def test_a_step_that_is_an_option_tells_no_key(options: int) -> None:
    """1,000 to 4,000 are as often beside 2,000 as beside 1,000."""
    keys = [f"{n}{'0' * zeros}" for zeros in (1, 2, 3, 4) for n in (1, 2, 3, 4, 5, 15, 20, 25, 30)]
    telling = []
    for seed in range(12):
        for choice in choices(named(keys), seed=seed, options=options).values():
            texts = [option.text for option in choice.options]
            telling += [o.is_key for o in choice.options if is_step(o.text, texts)]
    assert len(telling) > 40
    assert sum(telling) / len(telling) < 0.35


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("key", ["12.5 %", "37 %", "90 %", "8 %", "97.5 %"])
def test_percentages_are_5_or_10_points_apart(key: str, seed: int) -> None:
    (choice,) = choices(named([key]), seed=seed).values()
    values = [Decimal(option.text.removesuffix(" %")) for option in choice.options]
    assert {b - a for a, b in pairwise(values)} <= {5, 10}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("2/3 kg", r"\d{1,2}/\d{1,2} kg"),
        ("3/4 kg", r"\d{1,2}/\d{1,2} kg"),
        ("1/2", r"\d/\d"),
        ("5/6", r"\d{1,2}/\d{1,2}"),
        ("½", r"[¼-¾⅐-⅞]"),
        ("½ km", r"[¼-¾⅐-⅞] km"),
        ("¼", r"[¼-¾⅐-⅞]"),
        ("⅓", r"[¼-¾⅐-⅞]"),
        ("¾", r"[¼-¾⅐-⅞]"),
    ],
)
def test_fractions_stand_beside_proper_fractions(key: str, form: str, seed: int) -> None:
    (choice,) = choices(named([key]), seed=seed).values()
    assert len(choice.options) == 4
    assert all(re.fullmatch(form, option.text) for option in choice.options), choice


# -- steps that other facts speak for ------------------------------------------------------------


def like_sentences(years: Iterable[int]) -> Deck:
    """An inn of 1940, and something else beside it for each of the years."""
    halls = ("".join(letters) for letters in product("bdgklmnprst", "aeiou", "bdgkl"))
    others = "".join(
        f"- The old {hall} beside the river in Leeds was built in =={year}== by monks.\n"
        for hall, year in zip(halls, years, strict=False)
    )
    inn = "- {id: inn, fact: The old inn beside the river in Leeds was built in ==1940== by monks.}"
    return deck_of(f"facts:\n{inn}\n{others}")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("years", [[1920], [1930, 1950], [1910, 1920, 1930, 1950, 1960]])
def test_another_step_is_tried_where_other_facts_speak_for_values(
    years: list[int], seed: int
) -> None:
    found = choices(like_sentences(years), seed=seed)
    texts = [option.text for option in found["text/inn/1940/multiple-choice"].options]
    assert len(texts) == 4
    assert set(texts).isdisjoint(map(str, years))


def test_it_is_told_which_fact_speaks_for_a_value() -> None:
    deck = like_sentences(year for year in range(1840, 2000) if year != 1940)
    _, problems = quiz.generate(deck, ("multiple-choice",))
    (told,) = [p.message for p in problems if 'for "1940"' in p.message]
    assert re.search(r'"19\d\d" can\'t be an option: .+:\d+:\d+ says much the same of it', told)
    assert told.endswith("add `distractors`")


def test_it_is_told_that_there_is_no_room() -> None:
    deck = deck_of("facts: ['Of the 2 old gates of the town, ==1== is of stone.']\n")
    _, problems = quiz.generate(deck, ("multiple-choice",))
    (told,) = [problem.message for problem in problems]
    assert "no other value that is written like it makes sense" in told
