"""The contract of every kind, over the registry: deterministic, one key, proven, no leak."""

from __future__ import annotations

import ast
import os
import pkgutil
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

import nkquiz
from nkquiz import kinds, loader, quiz, scoring
from nkquiz.item import BLANK, Choose, Item, Judge, Match, Order, Proof, Type
from nkquiz.model import Deck
from nkquiz.registry import BY_NAME, NAMES
from nkquiz.stem import _UNDER_BLANK
from nkquiz.values import norm
from nkquiz.values.locales import SMALL
from towns import deck_of

DECKS = sorted(Path(__file__).parent.parent.glob("decks/*.yaml"))

WORLD = """
id: world
terms:
  colour: [red, green]
  city:
    sort: place
    attributes:
      river: {values: one}
      people: {sort: number, unit: million}
      founded: {sort: date}
      twins: {values: all}
      dishes: {values: any}
      visitors: {values: open}
    rows:
      - {name: Vienna, river: Danube, people: 1.9, founded: 1221, twins: [Brno], dishes: [schnitzel, cake]}
      - {name: Budapest, river: Danube, people: 1.7, founded: 1873, twins: [Linz, Brno], dishes: goulash}
      - {name: Cologne, river: Rhine, people: 1.1, founded: 50, twins: [Linz, Turin], dishes: beer}
      - {name: Basel, river: Rhine, people: 0.2, founded: 374, twins: [Graz], dishes: biscuit, visitors: Erasmus}
      - {name: Hamburg, river: Elbe, people: 1.8, founded: 808, twins: [Graz, Brno], dishes: [eel, plums]}
      - {name: Dresden, river: Elbe, people: 0.6, founded: 1206, twins: [Brno], dishes: stollen}
      - {name: Warsaw, river: Vistula, people: 1.8, founded: 1300, twins: [Graz, Lyon], dishes: dumplings}
facts:
  - id: loire
    fact: The ==Loire== is the longest river of France, at ==1,006== kilometres.
    marks:
      Loire: {distractors: [Seine, Rhone, Garonne]}
  - id: danube
    fact: The ==Danube== rises in the ==Black Forest==.
    ask: {Danube: Which river rises in the Black Forest?}
  - id: sky
    fact: The flag of Sealand shows ==red|colour== and white.
  - {id: mount, fact: The Zugspitze was climbed in ==1820==.}
  - {id: dom, fact: Work on the cathedral of Ulm came to its end in ==May 1890==.}
  - {id: bridge, fact: The bridge of Regensburg was begun in ==1135==.}
  - {id: wall, fact: The wall of Berlin fell on ==9 November 1989==.}
  - id: rain
    fact: Rain comes from the sea.
    order: [water rises, clouds form, drops fall, rivers run]
  - id: isles
    fact: Great Britain holds three countries.
    set: [England, Scotland, Wales]
templates:
  - id: lies-on
    for: city
    fact: "=={name}== lies on the =={river}==."
    ask:
      river: On which river does {name} lie?
      name: {choice: "Which of these cities lies on the {river}?"}
  - {id: people, for: city, fact: "{name} has =={people} million== inhabitants."}
  - {id: founded, for: city, fact: "{name} was founded in =={founded}==."}
  - id: twins
    for: city
    fact: "{name} is twinned with =={twins}==."
    ask: {twins: {choice: "Which of these cities is a twin of {name}?"}}
  - id: dishes
    for: city
    fact: "{name} is known for =={dishes}==."
  - id: visitors
    for: city
    fact: "{name} was visited by =={visitors}==."
"""


BRIDGES = """
terms:
  bridge:
    attributes: {{opened: {{sort: date, tolerance: "{tolerance}"}}, arches: {{sort: number}}}}
    rows:
      - {{name: Ada, opened: 1890, arches: 3}}
      - {{name: Ber, opened: 1892, arches: 4}}
      - {{name: Cor, opened: 1895, arches: 5}}
      - {{name: Dor, opened: 1950, arches: 6}}
templates:
  - id: use
    for: bridge
    fact: "=={{name}}== was opened in =={{opened}}==."
    ask: {{name: "Which bridge was opened in {{opened}}?"}}
  - {{id: built, for: bridge, fact: "=={{name}}== has {{arches}} arches."}}
"""


@lru_cache(maxsize=8)
def world(text: str = WORLD) -> Deck:
    deck, problems = loader.loads(text)
    assert not [p for p in problems if p.is_error], problems
    return deck


def every_item(deck: Deck, seed: int = 0) -> tuple[Item, ...]:
    return quiz.generate(deck, NAMES, seed)[0]


def test_each_kind_has_a_module_and_each_module_is_a_kind() -> None:
    modules = {module.name for module in pkgutil.iter_modules(kinds.__path__)}
    assert {name.replace("-", "_") for name in NAMES} == modules
    assert [kinds.maker(name).kind for name in NAMES] == list(NAMES)


def test_a_kind_is_named_by_its_own_module_only() -> None:
    """What another module wants to know of a kind, it asks the registry or the interaction."""
    source = Path(nkquiz.__file__).parent
    elsewhere = {*source.rglob("*.py")} - {source / "registry.py", *source.glob("kinds/*.py")}
    named = {
        (path.relative_to(source).as_posix(), node.value)
        for path in elsewhere
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in NAMES
    }
    # What `check --bank --json` calls its figures.
    assert named == {("bank/page.py", "matching"), ("bank/page.py", "ordering")}


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_makes_items_with_the_interaction_of_its_line(kind: str) -> None:
    items, _ = quiz.generate(world(), kind)
    assert items
    assert {type(item.interaction) for item in items} == {BY_NAME[kind].interaction}
    assert BY_NAME[kind].fills <= all(BLANK in item.stem for item in items)


@pytest.mark.parametrize("seed", range(100))
def test_every_item_keeps_the_contract(seed: int) -> None:
    deck = world()
    items = every_item(deck, seed)
    assert items == every_item(deck, seed)
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert len(item.fact_ids) == len(item.memories)
        assert len(item.fact_ids) > 1 or item.id == f"{item.memories[0]}/{item.kind}"
        full, none = right_response(item), wrong_response(item)
        assert scoring.score(deck, item, full).accepted, item
        assert scoring.score(deck, item, none).points == 0, item
        assert scoring.score(deck, item, "").points == 0
        match item.interaction:
            case Choose() | Judge() as choice:
                choice_keeps_the_contract(deck, item, choice)
            case Type():
                shown = f" {norm(item.stem)} "
                assert not any(f" {norm(name)} " in shown for name in item.answers), item
            case Match() | Order():
                assert item.options == ()


def right_response(item: Item) -> str:
    """What gets all points."""
    match item.interaction:
        case Match(key=key):
            return " ".join(f"{i}{chr(97 + r)}" for i, r in enumerate(key, 1))
        case Order(parts=parts, shown=shown):
            return " ".join(chr(97 + shown.index(i)) for i in range(len(parts)))
        case Choose() | Judge() | Type():
            return item.answers[0]


def wrong_response(item: Item) -> str:
    """What gets none: each premise with the response of the next, an order from behind."""
    match item.interaction:
        case Match(key=key):
            turned = (*key[1:], key[0])
            return " ".join(f"{i}{chr(97 + r)}" for i, r in enumerate(turned, 1))
        case Order():
            return right_response(item)[::-1]
        case Choose(options=options) | Judge(options=options):
            return next(option.text for option in options if not option.is_key)
        case Type():
            return "none of it"


def choice_keeps_the_contract(deck: Deck, item: Item, choice: Choose | Judge) -> None:
    assert item.options == choice.options
    if isinstance(choice, Judge):
        assert [option.text for option in choice.options] == ["True", "False"]
        assert BLANK not in item.stem
        said = {fact.text for fact in deck.knowledge}
        assert choice.is_true is (item.stem in said) is (not choice.right)
        assert choice.is_true or choice.right in said
    else:
        assert item.stem.endswith("?") or BLANK in item.stem
    assert 2 <= len(choice.options) <= 4
    assert sum(option.is_key for option in choice.options) == 1
    texts = [norm(option.text) for option in choice.options]
    assert len(set(texts)) == len(texts)
    for option in choice.options:
        assert (option.proof is None) == option.is_key
        assert scoring.score(deck, item, option.text).accepted == option.is_key
        assert f" {norm(option.text)} " not in f" {norm(item.stem)} ", item


def item_named(deck: Deck, name: str, seed: int = 0) -> Item | None:
    items, _ = quiz.generate(deck, [name.rpartition("/")[2]], seed)
    return next((item for item in items if item.id == name), None)


def options_of(item: Item | None) -> dict[str, Proof | None]:
    assert item is not None
    assert isinstance(item.interaction, Choose)
    return {option.text: option.proof for option in item.interaction.options}


class TestProofs:
    """What is refused, then what is proven."""

    @pytest.mark.parametrize("seed", range(20))
    def test_a_city_on_the_same_river_is_no_distractor(self, seed: int) -> None:
        options = options_of(item_named(world(), "world/lies-on/Vienna/name/multiple-choice", seed))
        assert "Budapest" not in options
        assert {proof for text, proof in options.items() if text != "Vienna"} == {Proof.FUNCTIONAL}

    @pytest.mark.parametrize("seed", range(20))
    def test_what_is_on_the_complete_list_is_no_distractor(self, seed: int) -> None:
        item = item_named(world(), "world/twins/Budapest/twins/multiple-choice", seed)
        options = options_of(item)
        assert len({"Linz", "Brno"} & set(options)) == 1
        assert set(options.values()) <= {None, Proof.COMPLETE}

    @pytest.mark.parametrize("kind", NAMES)
    def test_an_open_list_proves_nothing(self, kind: str) -> None:
        items, problems = quiz.generate(world(), [kind])
        assert not [i for i in items if i.memories == ("world/visitors/Basel/visitors",)]
        told = [p.message for p in problems if "`visitors` is `open`" in p.message]
        assert bool(told) is (kind in ("cloze", "multiple-choice", "true-false"))

    @pytest.mark.parametrize(
        ("values", "shown", "asked"),
        [
            ("any", "{visitors}", True),
            ("open", "{visitors}", False),
            ("open", "{visitors}, and lies on the {river}", True),
        ],
    )
    def test_an_open_list_does_not_tell_which_term_is_meant(
        self, values: str, shown: str, asked: bool
    ) -> None:
        text = WORLD.replace("visitors: {values: open}", f"visitors: {{values: {values}}}")
        text += f'  - {{id: by, for: city, fact: "=={{name}}== was seen by {shown}."}}\n'
        items, _ = quiz.generate(world(text), ["cloze"])
        assert ("world/by/Basel/name" in {i.memories[0] for i in items}) is asked

    def test_a_typed_item_with_several_answers_is_left_out_with_a_problem(self) -> None:
        deck = world()
        assert item_named(deck, "world/lies-on/Vienna/name/cloze") is None
        assert item_named(deck, "world/lies-on/Warsaw/name/cloze") is not None
        _, problems = quiz.generate(deck)
        assert any(p.code == "several-answers" and "Budapest" in p.message for p in problems)

    @pytest.mark.parametrize(
        ("tolerance", "asked"),
        [
            ("", {"Ada", "Ber", "Cor", "Dor"}),
            ("1 year", {"Ada", "Ber", "Cor", "Dor"}),
            ("2 years", {"Cor", "Dor"}),
            ("3 years", {"Dor"}),
        ],
    )
    def test_what_lies_within_the_tolerance_of_what_is_shown_is_right_too(
        self, tolerance: str, asked: set[str]
    ) -> None:
        deck, _ = loader.loads(BRIDGES.format(tolerance=tolerance))
        items, problems = quiz.generate(deck, ["cloze", "short-answer"])
        of_name = [i for i in items if "/name/" in i.id]
        assert {i.answers[0] for i in of_name if "/use/" in i.id and i.kind == "cloze"} == asked
        assert {i.answers[0] for i in of_name if i.kind == "short-answer"} == asked
        assert len([i for i in of_name if "/built/" in i.id]) == 4, "exact"
        assert len([i for i in items if "/opened/" in i.id]) == 4, "the name is shown"
        told = [p.message for p in problems if p.code == "several-answers"]
        assert bool(told) is (len(asked) < 4)
        assert all("(Ada, Ber" in m and "any `opened` within" in m for m in told[:1])

    @pytest.mark.parametrize(("year", "fair"), [(1892, True), (1894, False)])
    def test_two_answers_within_the_tolerance_agree(self, year: int, fair: bool) -> None:
        text = (
            "facts:\n"
            "  - {id: a, fact: The bridge of Ulm was opened in ==1890==.,"
            " marks: {'1890': {tolerance: 2}}}\n"
            f"  - {{id: b, fact: The bridge of Ulm was opened in =={year}==.}}\n"
        )
        items, _ = quiz.generate(loader.loads(text)[0], ["cloze"])
        assert ("1890" in {i.answers[0] for i in items}) is fair

    @pytest.mark.parametrize(
        ("sentence", "stems"),
        [
            ("The ==War of 1812== was long.", {"The _____ was long."}),
            ("Peace is in ==Article 9== of it.", {"Peace is in _____ of it."}),
            ("The War of 1812 began on ==4 July==.", {"The War of 1812 began on _____."}),
            ("The War of 1812 began in ==1812==.", set()),
            ("The ==War of 1812== began in ==1812==.", {"The _____ began in 1812."}),
            ("The ==Boeing 747== has ==747== seats.", {"The _____ has 747 seats."}),
            ("In 1812 Britain fought, and in ==1812== the US.",
             {"In _____ Britain fought, and in _____ the US."}),
        ],
    )  # fmt: skip
    def test_a_name_is_not_cut_in_two(self, sentence: str, stems: set[str]) -> None:
        text = f"terms: {{war: [War of 1812, Boer War]}}\nfacts:\n  - {sentence}\n"
        items, problems = quiz.generate(loader.loads(text)[0], ["cloze"])
        assert {item.stem for item in items} == stems
        assert bool(problems) is (sentence.count("==") // 2 > len(stems))
        false, _ = quiz.generate(loader.loads(text)[0], ["true-false"])
        assert not [i for i in false if "/1812/" in i.id and "War of" in sentence]

    @pytest.mark.parametrize(
        ("language", "sentence", "stem"),
        [
            ("en", "He wrote two ==sonnet==s.", "He wrote two _____."),
            ("en", "The rule of old is ==wait and see...==", "The rule of old is _____"),
            ("en", "The old capital is ==Bonn==", "The old capital is _____"),
            ("en", "Its seat is ==Washington, D.C.==, we say.", "Its seat is _____, we say."),
            ("de", "Caesar starb in Rom ==44 v. Chr.==", "Caesar starb in Rom _____."),
            ("de", "Er kam im ==April==wetter.", "Er kam im _____."),
            ("zh", "长城长==21196公里==。", "长城长_____。"),
            ("zh", "==长江==是河流，长江很长。", "_____是河流，_____很长。"),
            ("ja", "日本の首都は==東京==です。", "日本の首都は_____です。"),
            ("ja", "猫は==DNA==を持つ。", "猫は_____を持つ。"),
            ("th", "เมืองหลวงคือ==กรุงเทพ==ครับ", "เมืองหลวงคือ_____ครับ"),
            ("ko", "==평양==에서 회의가 열렸다.", "_____에서 회의가 열렸다."),
            (
                "ko",
                "==서울==은 크고, 서울은 오래되었다.",
                "_____은(는) 크고, _____은(는) 오래되었다.",
            ),
            ("ko", "배는 ==부산==으로 갔다.", "배는 _____(으)로 갔다."),
            ("ko", "그 은행은 ==서울==은행이다.", "그 은행은 _____은행이다."),
            ("ko", "북==한강==은 강이다.", "_____은(는) 강이다."),
        ],
    )
    def test_what_touches_a_blank(self, language: str, sentence: str, stem: str) -> None:
        deck, _ = loader.loads(f"language: {language}\nfacts:\n  - {sentence}\n")
        items, problems = quiz.generate(deck, ["cloze"])
        assert ([item.stem for item in items], problems) == ([stem], ())

    @pytest.mark.parametrize(
        ("language", "sentence", "accepted"),
        [
            ("en", "Two ==poem== hang there.", ("poem",)),
            ("en", "The ==Rhine== and its bank are the ==Rhine=='s.", ("Rhine",)),
            ("ko", "배는 ==부산==으로 갔다.", ("부산",)),
            ("ko", "그 은행은 ==서울==은행이다.", ("서울",)),
            ("zh", "==长江==是河流。", ("长江",)),
            ("ja", "猫は==DNA==を持つ。", ("DNA",)),
            ("en", "Two ==poem==s hang there.", ("poems",)),
            ("en", "A mis==print== made the stamp dear.", ("misprint",)),
            ("en", "One ==poem== hangs by two ==poem==s.", ("poem", "poems")),
            ("en", "The ==1990==s came.", ("1990s",)),
            ("en", "The prize went to the ==8==th.", ("8th",)),
            ("de", "Er kam im ==April==wetter.", ("Aprilwetter",)),
            ("de", "Der Lauf des ==Rhein==s ist lang.", ("Rhein", "Rheins")),
            ("ko", "북==한강==은 강이다.", ("북한강",)),
        ],
    )
    def test_letters_that_touch_a_mark_are_of_the_answer(
        self, language: str, sentence: str, accepted: tuple[str, ...]
    ) -> None:
        text = f"language: {language}\nterms: {{fluss: [Rhein, Elbe]}}\nfacts:\n  - {sentence}\n"
        deck, _ = loader.loads(text)
        (item,), _ = quiz.generate(deck, ["cloze"])
        assert item.answers == accepted
        assert item.id.split("/")[2] == deck.facts[0].marks[0].answer  # the memory stays
        for answer in accepted:
            assert scoring.score(deck, item, answer).verdict.value == "correct"

    def test_a_term_with_an_ending_keeps_its_options(self) -> None:
        text = """
language: de
terms: {fluss: [Rhein, Elbe, Oder, Donau]}
facts: [Der Lauf des ==Rhein==s ist lang.]
"""
        deck, _ = loader.loads(text)
        (item,), _ = quiz.generate(deck, ["multiple-choice"])
        assert item.answers == ("Rhein",)

    def test_half_of_a_word_is_a_typo_at_best(self) -> None:
        deck, _ = loader.loads("facts: [Two ==poem==s hang there.]")
        (item,), _ = quiz.generate(deck, ["cloze"])
        assert scoring.score(deck, item, "poem").verdict.value == "typo"

    @pytest.mark.parametrize(
        ("sentence", "answers"),
        [
            ("The ==UK|state== is not ==Mali|state==.", {"UK", "Mali"}),
            ("The ==Danube== is long, and the ==danube== is deep.", {"Danube"}),
            ("The ==UK== is the ==United Kingdom==.", {"UK"}),
            ("The ==Mali== of old was no ==Mali|state==.", {"Mali"}),
            ("A year has ==12== months, and ==twelve== men were there.", {"12", "twelve"}),
        ],
    )
    def test_two_names_of_a_thing_are_asked_once(self, sentence: str, answers: set[str]) -> None:
        text = (
            "terms: {state: [{name: United Kingdom, also: [UK]}, Mali]}\n"
            f"facts:\n  - {sentence}\n"
        )
        deck, _ = loader.loads(text)
        assert {mark.answer for _, mark in quiz.slots(deck)} == answers

    def test_a_free_phrase_gives_typed_items_only(self) -> None:
        deck = world()
        assert item_named(deck, "world/danube/Black Forest/cloze") is not None
        assert item_named(deck, "world/danube/Black Forest/multiple-choice") is None

    def test_two_values_give_two_options(self) -> None:
        options = options_of(item_named(world(), "world/sky/red/multiple-choice"))
        assert options == {"red": None, "green": Proof.PROMISED}

    def test_authored_distractors_are_taken(self) -> None:
        options = options_of(item_named(world(), "world/loire/Loire/multiple-choice"))
        assert options == {
            "Loire": None,
            "Seine": Proof.AUTHORED,
            "Rhone": Proof.AUTHORED,
            "Garonne": Proof.AUTHORED,
        }

    def test_the_deck_speaks_for_a_candidate(self) -> None:
        deck = world(
            """
terms: {river: [Danube, Rhine, Elbe, Oder, Inn], town: [Ulm]}
facts:
  - {id: a, fact: The ==Danube== flows through ==Ulm==.}
  - {id: b, fact: A canal leads from the ==Rhine== to ==Ulm==.}
"""
        )
        options = options_of(item_named(deck, "text/a/Danube/multiple-choice"))
        assert "Rhine" not in options
        assert len(options) == 4

    def test_a_disputed_fact_gives_no_items_but_still_speaks(self) -> None:
        deck = world(
            """
terms: {river: [Danube, Rhine, Elbe, Oder, Inn]}
facts:
  - {id: a, fact: The ==Danube== flows through ==Ulm==.}
  - {id: b, fact: "The ==Elbe== flows through ==Ulm==.", disputed: true}
"""
        )
        assert not [item for item in every_item(deck) if item.fact_ids == ("text/b",)]
        assert item_named(deck, "text/a/Danube/multiple-choice") is None

    def test_part_and_whole_are_no_distractors(self) -> None:
        deck = world(
            """
terms:
  place:
    - {name: Bavaria, in: Germany}
    - Germany
    - France
    - Spain
    - Italy
facts:
  - {id: a, fact: Neuschwanstein stands in ==Bavaria==.}
"""
        )
        options = options_of(item_named(deck, "text/a/Bavaria/multiple-choice"))
        assert set(options) == {"Bavaria", "France", "Spain", "Italy"}


def why_no_choice(facts: str) -> list[str]:
    deck = deck_of("id: d\nfacts:\n" + facts)
    items, problems = quiz.generate(deck, ("multiple-choice",))
    assert not items
    return [problem.message for problem in problems]


class TestTooFew:
    """What is said where there is no choice item."""

    def test_a_mark_without_distractors_is_a_typed_one(self) -> None:
        assert why_no_choice("- Foxes eat ==young rabbits== in spring.\n") == []
        rejecting = "{young rabbits: {reject: {hares: Those are others.}}}"
        fact = f'- {{fact: "Foxes eat ==young rabbits== here.", marks: {rejecting}}}\n'
        assert why_no_choice(fact) == []

    @pytest.mark.parametrize(
        ("listed", "refused"),
        [
            ("dead beetles", ""),
            ("dead beetles, rabbits", "the words of one are among those of the other"),
            ("dead beetles, young rabbit", "they differ by one letter"),
        ],
    )
    def test_the_author_s_are_too_few(self, listed: str, refused: str) -> None:
        marks = f"{{young rabbits: {{distractors: [{listed}]}}}}"
        fact = f'- {{fact: "Foxes eat ==young rabbits== here.", marks: {marks}}}\n'
        (message,) = why_no_choice(fact)
        last = listed.rpartition(", ")[2]
        why = f'"{last}" can\'t be an option: {refused} ("young rabbits"); ' if refused else ""
        assert message == (
            f'no multiple-choice item for "young rabbits": {why}add 1 more under `distractors`'
        )

    def test_a_sentence_that_is_true_of_another_proves_nothing(self) -> None:
        deck = deck_of(
            "terms: {city: [Vienna, Budapest, Cologne, Bonn, Ulm]}\nfacts:\n"
            "- ==Vienna== lies on the river Danube.\n- ==Budapest== lies on the river Danube.\n"
        )
        items, problems = quiz.generate(deck, ("multiple-choice", "true-false"))
        assert not items
        assert {p.code for p in problems} == {"several-answers"}
        assert '"Budapest" is right too (see ' in problems[0].message
        assert all("more cities" not in p.message for p in problems)


EXPLAINED = """
terms:
  language: [C++, C#, C, Java, Python, Rust]
  office: [Ministry, Foreign Ministry, Cabinet, Army, Assembly, Ministry of Defence]
facts:
- The program was written in ==Java== for the bank.
- The law was written by the ==Foreign Ministry== in spring.
- The ==Cabinet== of the ==Army== meets in winter.
- fact: Whales live ==10 to 15 years== in the sea.
  marks:
    10 to 15 years:
      distractors: [12 to 20 years, 20 to 25 years, 14 to 16 years, 30 to 40 years]
"""


def told(deck: Deck, seed: int) -> Iterator[tuple[Choose, dict[str, tuple[str, str]]]]:
    making = quiz.making_for(deck, seed, None, None)
    for item in quiz.generate(deck, ("multiple-choice",), seed)[0]:
        assert isinstance(item.interaction, Choose)
        listed = list(kinds.explain(making, item))
        by_text = {text: (fate, reason) for fate, text, reason in listed}
        assert len(by_text) == len(listed)
        yield item.interaction, by_text


class TestExplained:
    def test_what_is_said_to_be_taken_is_what_is_offered(self) -> None:
        for deck in (world(), deck_of(EXPLAINED)):
            for choice, fates in told(deck, 1):
                taken = {text for text, (fate, _) in fates.items() if fate == "taken"}
                assert taken == {o.text for o in choice.options if not o.is_key}

    @pytest.mark.parametrize("text", ["C++", "Ministry", "Ministry of Defence"])
    def test_what_another_seed_takes_is_not_refused(self, text: str) -> None:
        fates = [found[text][0] for s in range(9) for _, found in told(deck_of(EXPLAINED), s)
                 if text in found]  # fmt: skip
        assert {"taken", "left"} == set(fates)

    def test_a_rule_that_dropped_a_distractor_is_named(self) -> None:
        *_, (choice, fates) = told(deck_of(EXPLAINED), 0)
        assert len(choice.options) == 3
        for text in ("12 to 20 years", "14 to 16 years"):
            assert fates[text] == ("refused", f'"10 to 15 years" and "{text}" overlap')


class TestNumbers:
    @pytest.mark.parametrize("seed", range(30))
    def test_they_ascend_and_keep_the_form_of_the_key(self, seed: int) -> None:
        options = list(options_of(item_named(world(), "world/loire/1,006/multiple-choice", seed)))
        values = [int(text.replace(",", "")) for text in options]
        assert values == sorted(values)
        assert all(
            ("," in text) == (value >= 1000) for text, value in zip(options, values, strict=True)
        )

    def test_the_rank_of_the_key_is_drawn_evenly(self) -> None:
        deck = world()
        ranks = [0, 0, 0, 0]
        for seed in range(200):
            options = options_of(item_named(deck, "world/loire/1,006/multiple-choice", seed))
            ranks[list(options).index("1,006")] += 1
        assert min(ranks) > 30, ranks

    def test_nothing_lies_after_today(self) -> None:
        deck = world("facts: [{id: a, fact: The bridge opened in ==2020==., as_of: 2021}]")
        for seed in range(50):
            options = options_of(item_named(deck, "text/a/2020/multiple-choice", seed))
            assert max(options) <= "2021"


def lines_of(deck_path: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nkquiz", "items", "--json", str(deck_path)],
        capture_output=True,
        env={**os.environ, **environment},
        check=True,
    )
    return done.stdout.decode()


def test_the_same_items_under_any_hash_seed(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(WORLD, encoding="utf-8")
    first = lines_of(path, PYTHONHASHSEED="1")
    assert first
    assert first == lines_of(path, PYTHONHASHSEED="2")


def test_the_same_items_in_any_order_of_the_facts() -> None:
    facts = [
        f"  - The =={river}== flows through Town {i}."
        for i, river in enumerate(
            ["Danube", "Rhine", "Elbe", "Oder", "Inn", "Isar", "Main", "Saar"]
        )
    ]
    head = "terms: {river: [Danube, Rhine, Elbe, Oder, Inn, Isar, Main, Saar]}\nfacts:\n"
    plain = {item.id: item.interaction for item in every_item(world(head + "\n".join(facts)))}
    assert len(plain) == 24  # a cloze, a choice and a statement of each
    shuffle = random.Random(7)
    for _ in range(5):
        shuffle.shuffle(facts)
        shuffled = every_item(world(head + "\n".join(facts)))
        assert {item.id: item.interaction for item in shuffled} == plain


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_the_decks_that_ship_are_free_of_errors_and_have_items(path: Path) -> None:
    deck, problems = loader.load(path)
    assert not problems
    items = every_item(deck)
    assert len(items) >= 40
    assert sum(item.kind == "multiple-choice" for item in items) >= 25


# -- what is asked under a blank ---------------------------------------------------------------

HEADS = "\n".join(
    f"      - {{name: {name}, SLOT: {value}}}"
    for name, value in (
        ("Ulm", "Romulus Rex"),
        ("Bonn", "Peter Great"),
        ("Graz", "Otto Wise"),
        ("Linz", "Brennus Gaul"),
        ("Brno", "Hiram Tyre"),
    )
)


def asked_of(slot: str, vocabulary: str = "") -> set[str]:
    """What is asked under the blank, and by matching, where five cities have a slot."""
    people = "[Romulus Rex, Peter Great, Otto Wise, Brennus Gaul, Hiram Tyre]"
    more = f"  {vocabulary}: {people}\n" if vocabulary else ""
    deck, problems = loader.loads(
        f"terms:\n{more}  city:\n    rows:\n{HEADS.replace('SLOT', slot)}\n"
        f'templates:\n  - {{id: a, for: city, fact: "{{name}} is bound to =={{{slot}}}==."}}\n'
    )
    assert not problems
    made = quiz.generate(deck, ("multiple-choice", "matching"))[0]
    choices = {i.interaction.question for i in made if isinstance(i.interaction, Choose)}
    return choices | {i.stem.partition(":")[0] for i in made if isinstance(i.interaction, Match)}


@pytest.mark.parametrize("slot", ["seed", "speed", "head_of_state", "founding father", "shed"])
def test_a_noun_is_asked_for_by_its_name(slot: str) -> None:
    word = slot.replace("_", " ")
    assert asked_of(slot, "person") == {
        f"Which {word} fills the blank?",
        f"Match each city with the right {word}",
    }


@pytest.mark.parametrize("slot", ["founded", "led_by", "born in", "built", "first settled"])
def test_a_verb_is_not_asked_for_by_its_name(slot: str) -> None:
    assert asked_of(slot) == {
        "Which of these fills the blank?",
        "Match each city with the right answer",
    }
    assert asked_of(slot, "person") == {
        "Which person fills the blank?",
        "Match each city with the right person",
    }


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Which fluss fills the blank?"),
        ("en-GB", "Which fluss fills the blank?"),
        ("de", "Was gehört in die Lücke?"),
        ("de-AT", "Was gehört in die Lücke?"),
        ("ko", "빈칸에 들어갈 말은?"),
        ("eo", "Which of these fills the blank?"),
    ],
)
def test_a_question_is_in_the_language_of_its_sentence(language: str, question: str) -> None:
    text = f"""
language: {language}
terms:
  stadt:
    - {{name: Wien, fluss: Donau}}
    - {{name: Bonn, fluss: Rhein}}
    - {{name: Dresden, fluss: Elbe}}
    - {{name: Tours, fluss: Loire}}
    - {{name: Opole, fluss: Oder}}
templates:
  - {{id: lage, for: stadt, fact: "{{name}} liegt am =={{fluss}}==."}}
"""
    made = quiz.generate(loader.loads(text)[0], ("multiple-choice", "matching"))[0]
    asked = {i.interaction.question for i in made if isinstance(i.interaction, Choose)}
    assert asked == {question}
    (stem,) = (i.stem for i in made if isinstance(i.interaction, Match))
    pair = "stadt with the right fluss" if language[:2] == "en" else "name with the right answer"
    assert stem == f"Match each {pair}: [stadt] liegt am _____."


def test_every_language_whose_values_are_known_has_a_question() -> None:
    assert set(_UNDER_BLANK) == set(SMALL)


def test_a_picture_named_after_the_answer_stays_and_its_words_are_hidden() -> None:
    deck, _ = loader.loads(
        "facts:\n"
        '  - "![](<old vienna.png>) This is ==Vienna== on the map."\n'
        "  - '![plan of Ulm](ulm.png \"Ulm\") This is ==Ulm== on the map.'\n"
    )
    items, _ = quiz.generate(deck, ["cloze"])
    assert [item.stem for item in items] == [
        "![](<old vienna.png>) This is _____ on the map.",
        '![plan of _____](ulm.png "Ulm") This is _____ on the map.',
    ]


def test_terms_that_are_told_apart_as_written_stand_in_one_sentence() -> None:
    """Their norms are one: the stem that shows C does not tell C++."""
    deck = deck_of(
        "terms:\n  language: [C, C++, C#, Java, Pascal, Ada]\n"
        'facts:\n  - {id: f, fact: "The language ==C++== grew out of ==C== in 1985."}\n'
    )
    items, _ = quiz.generate(deck, ("cloze",))
    assert [item.answers[0] for item in items] == ["C++", "C"]


@pytest.mark.parametrize(
    ("one", "other", "several"),
    [
        ("It froze at =={}==.", "It froze on =={}==.", False),
        ("C++ was new in =={}==.", "C# was new in =={}==.", False),
        ("At −5 °C it is =={}==.", "At 5 °C it is =={}==.", False),
        ("It cost 2.5 in =={}==.", "It cost 25 in =={}==.", False),
        ("The capital of Mali is =={}==.", "The capital of Mali is =={}==", True),
        ("The capital of Mali is =={}==.", "the  capital, of Mali, is =={}==!", True),
        ("Mali's well-known town is =={}==.", "Mali’s well known town is =={}==.", True),
        ("Sa\u0303o Tome\u0301 has =={}==.", "São Tomé has =={}==.", True),
    ],
)
def test_stops_and_spaces_make_no_other_sentence(one: str, other: str, several: bool) -> None:
    facts = "".join(
        f'  - {{id: f{n}, fact: "{text.format(answer)}"}}\n'
        for n, (text, answer) in enumerate([(one, "Bamako"), (other, "Segou")])
    )
    items, _ = quiz.generate(deck_of(f"facts:\n{facts}"), ("cloze",))
    assert len(items) == (0 if several else 2)
