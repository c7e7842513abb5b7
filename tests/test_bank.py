"""The bank as a whole: sound items leave every guesser at chance, and each flaw feeds its guesser."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from click.testing import CliRunner

from nkquiz import bank, quiz
from nkquiz.bank import blind, guessers
from nkquiz.bank.report import _longest_run
from nkquiz.cli import cli
from nkquiz.item import Choose, Item, Judge, Option, Proof
from nkquiz.model import Location
from shipped import DECKS, NAMES, SEEDS, shipped
from towns import SYLLABLES, deck_of, rows, towns

WORDS = [
    "amber",
    "birch",
    "cedar",
    "dune",
    "ember",
    "fjord",
    "grove",
    "heath",
    "inlet",
    "jetty",
    "knoll",
    "lagoon",
    "marsh",
    "oasis",
]


def choice(key: str, wrong: list[str], place: int, stem: str = "", ordered: bool = False) -> Item:
    """An item whose key stands at a place."""
    options = [Option(text, Proof.AUTHORED) for text in wrong]
    options.insert(place, Option(key))
    return Item(
        id="a/b/c/multiple-choice",
        kind="multiple-choice",
        fact_ids=("a/b",),
        memories=("a/b/c",),
        stem=stem or "What is it?",
        interaction=Choose(tuple(options), "", ordered),
        location=Location("a.yaml", 1, 1),
    )


def fair(draw: random.Random) -> Item:
    """An item about which no trick says anything."""
    key, *wrong = draw.sample(WORDS, 4)
    return choice(key, wrong, draw.randrange(4))


def fair_number(draw: random.Random) -> Item:
    values = sorted(draw.sample(range(1_000, 9_999), 4))
    place = draw.randrange(4)
    key = values.pop(place)
    return choice(str(key), [str(v) for v in values], place, ordered=True)


def of_numbers(draw: random.Random, values: list[int], place: int) -> Item:
    texts = [str(value) for value in values]
    key = texts.pop(place)
    return choice(key, texts, place, ordered=True)


def spread(draw: random.Random) -> list[int]:
    """The second value is the nearest to the mean, and not in the middle alone."""
    start = 10 * draw.randrange(100, 500) + 1
    return [start, start + 100, start + 110, start + 135]


#: Numbers and years of which the third is the roundest.
ROUND = [[2130, 2320, 2500, 2690], [1832, 1841, 1850, 1859], [216, 234, 255, 263]]

#: For each guesser an item that it gets right.
FLAWED: dict[str, Callable[[random.Random], Item]] = {
    "longest": lambda draw: choice("a very long answer", ["a", "b", "c"], draw.randrange(4)),
    "shortest": lambda draw: choice("tin", ["iron ore", "raw zinc", "old lead"], draw.randrange(4)),
    "stem echo": lambda draw: choice(
        "the amber coast", ["the birch road", "the cedar path", "the dune ridge"],
        draw.randrange(4), "Where is amber found?",
    ),
    "convergence": lambda draw: choice(
        "red and green", ["red and blue", "black and green", "white and pink"], draw.randrange(4)
    ),
    "nearest to the mean": lambda draw: of_numbers(draw, spread(draw), 1),
    "middle value": lambda draw: of_numbers(draw, spread(draw), draw.choice((1, 2))),
    "least round": lambda draw: of_numbers(draw, [2000, 3000, 4321, 5000], 2),
    "roundest": lambda draw: of_numbers(draw, draw.choice(ROUND), 2),
    "most seen": lambda draw: choice("amber", draw.sample(WORDS[1:], 3), draw.randrange(4)),
    "always the first": lambda draw: choice("amber", draw.sample(WORDS[1:], 3), 0),
    "always the second": lambda draw: choice("amber", draw.sample(WORDS[1:], 3), 1),
    "always the third": lambda draw: choice("amber", draw.sample(WORDS[1:], 3), 2),
    "always the fourth": lambda draw: choice("amber", draw.sample(WORDS[1:], 3), 3),
    "always the fifth": lambda draw: choice("amber", draw.sample(WORDS[1:], 4), 4),
}  # fmt: skip


def leaks(items: list[Item]) -> set[str]:
    return {luck.guesser.name for luck in guessers.luck(guessers.shown(items)) if luck.leaks}


class TestGuessers:
    """Where they must be at chance, then where they must not."""

    @pytest.mark.parametrize("seed", range(20))
    def test_fair_items_feed_none(self, seed: int) -> None:
        draw = random.Random(seed)
        assert not leaks([fair(draw) for _ in range(400)] + [fair_number(draw) for _ in range(200)])

    def test_three_items_prove_nothing(self) -> None:
        draw = random.Random(1)
        assert not leaks([FLAWED["longest"](draw) for _ in range(3)])

    def test_options_that_are_alike_share_a_hit(self) -> None:
        item = choice("abc", ["abd", "abe", "a"], 0)
        by_name = {luck.guesser.name: luck for luck in guessers.luck(guessers.shown([item]))}
        assert by_name["longest"].hits == pytest.approx(1 / 3)
        assert by_name["shortest"].hits == 0
        assert by_name["stem echo"].hits == pytest.approx(1 / 4)

    def test_what_is_no_plain_number_has_no_roundness(self) -> None:
        dates = choice("5 May 1900", ["1 May 1900", "9 May 1900"], 1, ordered=True)
        parts = choice("1/2", ["1/3", "2/3"], 1, ordered=True)
        names = {luck.guesser.name for luck in guessers.luck(guessers.shown([dates, parts]))}
        assert "roundest" not in names
        assert "least round" in names

    def test_chance_is_the_mean_of_one_in_each_number_of_options(self) -> None:
        items = [choice("a", ["b"], 0), choice("a", ["b", "c", "d"], 0)]
        assert {luck.chance for luck in guessers.luck(guessers.shown(items))} == {0.375, 0.25}

    def test_every_guesser_has_its_flaw(self) -> None:
        assert [guesser.name for guesser in bank.GUESSERS] == list(FLAWED)

    @pytest.mark.parametrize("name", FLAWED)
    def test_its_flaw_feeds_each(self, name: str) -> None:
        draw = random.Random(name)
        assert name in leaks([FLAWED[name](draw) for _ in range(60)])


class TestSlots:
    """A trick that works in one slot is found there, though all other items hide it."""

    @staticmethod
    def slots(draw: random.Random, name: str, leaky: int) -> dict[str, list[guessers.Shown]]:
        fair_ones = {f"fair: {i}": [fair(draw) for _ in range(200)] for i in range(6)}
        items = {**fair_ones, "flawed: it": [FLAWED[name](draw) for _ in range(leaky)]}
        return {slot: guessers.shown(made) for slot, made in items.items()}

    @pytest.mark.parametrize("seed", range(10))
    def test_fair_slots_feed_none(self, seed: int) -> None:
        draw = random.Random(seed)
        found = guessers.luckiest(self.slots(draw, "longest", 0))
        assert len(found) == 6
        assert not [slot for slot, luck in found.items() if luck.leaks]

    def test_too_few_are_left_out(self) -> None:
        assert "flawed: it" not in guessers.luckiest(self.slots(random.Random(2), "longest", 7))

    @pytest.mark.parametrize("name", ["longest", "shortest", "most seen"])
    def test_one_that_leaks_is_named(self, name: str) -> None:
        slots = self.slots(random.Random(3), name, 25)
        whole = guessers.luck([item for items in slots.values() for item in items])
        assert not [luck for luck in whole if luck.leaks and luck.guesser.name == name]
        found = guessers.luckiest(slots)
        assert {slot for slot, luck in found.items() if luck.leaks} == {"flawed: it"}
        assert found["flawed: it"].guesser.name == name

    def test_the_report_says_where(self) -> None:
        """Nine of ten stars are white, and only three more colours are known: nothing but the
        table can fix that.
        """
        colours = ["red", "blue", "gold"]
        stars = "\n".join(
            f"      - {{name: {name}, colour: {colours[i // 10 % 3] if i % 10 == 0 else 'white'}}}"
            for i, name in enumerate(sorted({row["name"] for row in rows(120)})[:90])
        )
        deck = deck_of(
            f"terms:\n  star:\n    rows:\n{stars}\ntemplates:\n"
            '  - {id: colour, for: star, fact: "{name} is a =={colour}== star of the far sky."}\n'
        )
        found = bank.report(deck, ("multiple-choice",))
        assert "colour: colour" in {slot for slot, _ in found.leaks}
        assert "longest in 'colour: colour' (look at longest-key)" in " ".join(bank.lines(found))


class TestBound:
    @pytest.mark.parametrize("n", [1, 4, 17, 60, 150])
    @pytest.mark.parametrize("p", [Fraction(1, 5), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2)])
    @pytest.mark.parametrize("level", [0.01, 0.001, 0.2])
    def test_it_is_the_exact_quantile(self, n: int, p: Fraction, level: float) -> None:
        def tail(hits: int) -> Fraction:
            return sum(
                (comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(hits, n + 1)), Fraction(0)
            )

        found = guessers.bound(n, float(p), level)
        assert tail(found) <= level < tail(found - 1)

    def test_a_large_bank_is_no_trouble(self) -> None:
        # The normal approximation: 25,000 + 2.326 * sqrt(18,750).
        assert guessers.bound(100_000, 0.25, 0.01) == pytest.approx(25_320, abs=3)


class TestDecks:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("seed", SEEDS)
    def test_the_decks_that_ship_are_clean(self, name: str, seed: int) -> None:
        found = bank.report(shipped(name), ("multiple-choice",), seed)
        assert not found.leaks
        assert found.longest_run <= 3

    @pytest.mark.parametrize("seed", SEEDS)
    def test_a_large_world_is_clean(self, seed: int) -> None:
        found = bank.report(towns(400, seed), ("multiple-choice",), seed)
        assert not found.leaks
        assert sum(found.positions["4 in order"]) == 800

    @pytest.mark.parametrize("options", [3, 5])
    def test_whatever_the_number_of_options(self, options: int) -> None:
        items, _ = quiz.generate(towns(500), ("multiple-choice",), 0, options)
        assert not leaks(list(quiz.arrange(items)))

    def test_keys_stand_everywhere_alike(self) -> None:
        found = bank.report(towns(300), ("multiple-choice",))
        # The others make up for what the fixed order of numbers leaves uneven.
        both = [sum(places) for places in zip(*found.positions.values(), strict=True)]
        assert max(both) - min(both) <= 1
        ranks = found.positions["4 in order"]
        assert min(ranks) > 0.8 * sum(ranks) / 4

    def test_what_keeps_facts_out_is_told(self) -> None:
        found = bank.report(
            deck_of(
                """
terms: {river: [Danube, Rhine, Elbe, Oder], metal: []}
facts:
  - {id: a, fact: The ==Danube== flows through Ulm.}
  - {id: b, fact: The ==Rhine== flows through Basel., disputed: true}
  - {id: c, fact: Rivers flow.}
  - {id: d, fact: The ==Black Forest== is dark and wide., kinds: [multiple-choice]}
  - {id: e, fact: Its colour is ==Silver|metal==., kinds: [multiple-choice]}
"""
            )
        )
        assert (found.facts, found.with_items) == (5, 1)
        assert found.kept_out == {
            "disputed": 1,
            "no mark fits a kind that you asked for": 1,
            "nothing is marked": 1,
            "too few wrong options that the deck proves wrong": 1,
        }
        assert found.kinds == {"cloze": 1, "multiple-choice": 1}
        assert found.proofs == {"promised": 3}
        assert {(e.text, e.key, e.distractor) for e in found.exposure} == {
            ("Danube", 1, 0),
            ("Rhine", 0, 1),
            ("Elbe", 0, 1),
            ("Oder", 0, 1),
        }


def name(number: int) -> str:
    """A made-up river."""
    return (SYLLABLES[number % 20] + SYLLABLES[number // 20 % 20] + "dor").capitalize()


#: One answer again and again, beside others that never are one.
LEAKY = "facts:\n" + "\n".join(
    f"""  - fact: Town {i} lies on the ==Danube==, far from the sea.
    marks: {{Danube: {{distractors: [{name(3 * i)}, {name(3 * i + 1)}, {name(3 * i + 2)}]}}}}"""
    for i in range(40)
)


def run(tmp_path: Path, text: str, *arguments: str) -> tuple[int, str]:
    path = tmp_path / "deck.yaml"
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(cli, ["check", "--bank", *arguments, str(path)])
    status = getattr(done.exception, "status", done.exit_code)
    return status, done.stdout


def answered(true: bool) -> Item:
    """A true/false item."""
    item = choice("True", ["False"], 0)
    judge = Judge(None if true else Proof.AUTHORED)
    return replace(item, kind="true-false", interaction=judge)


class TestBlind:
    """What those get who answer blindly where no options are to be looked at."""

    EVENTS = """
terms:
  town:
    - {name: Ulm, river: Danube, founded: 1154}
    - {name: Bonn, river: Rhine, founded: 1243}
    - {name: Dresden, river: Elbe, founded: 1206}
    - {name: Tours, river: Loire, founded: 1320}
    - {name: Torun, river: Vistula, founded: 1233}
    - {name: Opole, river: Oder, founded: 1217}
items: {kinds: [true-false, matching, ordering]}
templates:
  - {id: lies, for: town, fact: "{name} lies on the =={river}=="}
  - {id: founded, for: town, fact: "{name} was founded in =={founded}=="}
facts:
  - {id: rain, fact: Rain forms., order: [water evaporates, vapour cools, drops fall]}
"""

    def test_true_and_false_feed_no_guesser_and_are_no_exposure(self) -> None:
        found = bank.report(deck_of(self.EVENTS), ("true-false",))
        assert (found.positions, found.longest_run, found.exposure, found.guessers) == (
            {},
            0,
            (),
            (),
        )
        assert found.truth is not None
        assert found.truth.items == 12
        assert not found.is_leaky

    def test_true_or_false_between_two_choices_ends_a_run(self) -> None:
        choices = [choice("amber", WORDS[1:4], 0) for _ in range(2)]
        assert _longest_run([*choices, answered(True), *choices]) == 2
        assert _longest_run([*choices, *choices]) == 4

    def test_without_such_items_nothing_is_said_of_them(self) -> None:
        found = bank.report(deck_of(self.EVENTS), ("cloze", "multiple-choice"))
        assert (found.truth, found.matching, found.ordering) == (None, None, None)
        shown = "\n".join(bank.lines(found))
        assert not any(
            f"\n{title}\n" in shown for title in ("True or false", "Matching", "Ordering")
        )

    @pytest.mark.parametrize(
        ("true", "leaks"), [(30, False), (40, False), (20, False), (41, True), (19, True)]
    )
    def test_the_bound_of_the_true_is_two_sided(self, true: int, leaks: bool) -> None:
        found = blind.truth([answered(i < true) for i in range(60)])
        assert found is not None
        assert (found.items, found.true, found.leaks) == (60, true, leaks)
        assert found.longest_run == max(true, 60 - true)

    def test_matching_and_ordering_are_counted_by_their_parts(self) -> None:
        found = bank.report(deck_of(self.EVENTS), ("matching", "ordering"))
        assert found.matching is not None
        assert found.matching.premises < found.matching.responses
        assert found.ordering is not None
        assert found.ordering.parts == 6 + 3
        assert 0 < found.ordering.standing < found.ordering.pairs == 15 + 3
        shown = "\n".join(bank.lines(found))
        assert "\nMatching\n  premises: " in shown
        assert "\nOrdering\n  parts: 9; different orders at the start: 2" in shown

    def test_what_has_steps_or_parts_is_not_called_unmarked(self) -> None:
        text = """
facts:
  - {id: rain, fact: Rain forms., order: [water evaporates, vapour cools, drops fall]}
  - {id: twice, fact: Ice forms., order: [water cools, water cools, ice]}
  - {id: ulm, fact: Two rivers meet there., set: [Danube, Iller]}
  - {id: bare, fact: Rivers flow.}
"""
        assert bank.report(deck_of(text), ("ordering",)).kept_out == {
            "its steps or parts fit none of the kinds that you asked for": 1,
            "nothing is marked": 1,
            "too few parts that fit in one item, or parts that don't": 1,
        }
        assert bank.report(deck_of(text), ("cloze",)).kept_out == {
            "its steps or parts fit none of the kinds that you asked for": 3,
            "nothing is marked": 1,
        }


class TestAllowed:
    """What `allow` silences is no problem, and is counted."""

    SOUND = "facts: [The ==Danube== flows through the old town of Ulm.]\n"
    ALLOWED = """
facts:
  - fact: The ==Danube== does not flow through the old town of Rome.
    allow: [negative-stem]
"""

    def run(self, tmp_path: Path, text: str, *arguments: str) -> tuple[str, str]:
        path = tmp_path / "deck.yaml"
        path.write_text(text, encoding="utf-8")
        done = CliRunner().invoke(cli, ["check", *arguments, str(path)])
        assert done.exit_code == 0
        return done.stdout, done.stderr

    def test_nothing_is_said_where_nothing_is_allowed(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, self.SOUND) == ("", "no problems\n")
        assert self.run(tmp_path, self.SOUND, "--json") == ("", "")
        assert "Allowed" not in self.run(tmp_path, self.SOUND, "--bank")[0]

    def test_it_is_counted_once_a_place(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, self.ALLOWED) == ("", "no problems, 1 allowed\n")
        stamped = self.ALLOWED.replace("old town", "current capital")
        assert self.run(tmp_path, stamped)[1] == "0 errors, 1 warning, 1 allowed\n"

    def test_json_has_it_with_a_level_of_its_own(self, tmp_path: Path) -> None:
        record = json.loads(self.run(tmp_path, self.ALLOWED, "--json")[0])
        assert (record["level"], record["code"], record["line"]) == ("allowed", "negative-stem", 3)

    def test_the_bank_counts_it_by_rule(self, tmp_path: Path) -> None:
        assert "1  negative-stem" in self.run(tmp_path, self.ALLOWED, "--bank")[0]
        record = json.loads(self.run(tmp_path, self.ALLOWED, "--bank", "--json")[0])
        assert record["allowed"] == {"negative-stem": 1}

    def test_the_clock_may_be_stopped(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = """
facts: [{fact: The ==Danube== flows through the old town of Ulm., review_after: 2090}]
"""
        assert self.run(tmp_path, text) == ("", "no problems\n")
        monkeypatch.setenv("NKQUIZ_NOW", "2090-02-01T12:00")
        assert "(review-due)" in self.run(tmp_path, text)[0]


class TestCommand:
    @pytest.mark.parametrize("name", NAMES)
    def test_it_reads_well_at_80_columns(self, name: str) -> None:
        done = CliRunner().invoke(cli, ["check", "--bank", str(DECKS / f"{name}.yaml")])
        assert done.exit_code == 0
        assert max(map(len, done.stdout.splitlines())) <= 80
        for title in (
            "Yield",
            "Items by kind",
            "Places of the right answer",
            "Exposure",
            "Guessers",
        ):
            assert f"\n{title}" in f"\n{done.stdout}"

    def test_a_deck_without_choices_has_no_guessers(self, tmp_path: Path) -> None:
        status, shown = run(tmp_path, "facts: [The ==Danube== flows through Ulm.]\n")
        assert status == 0
        assert "Guessers" not in shown

    def test_control_characters_stay_out_of_the_terminal(self, tmp_path: Path) -> None:
        text = LEAKY.replace("Danube", "Dan\u200bub\u202ee")
        assert "\u202e" not in run(tmp_path, text)[1]

    def test_a_leak_is_named_and_fails(self, tmp_path: Path) -> None:
        status, shown = run(tmp_path, LEAKY)
        assert status == 1
        said = " ".join(shown.split())
        assert "Better than chance: " in said
        assert "most seen (look at the exposure of options)" in said

    HALLS = tuple(f"{a}{b}".title() for a in SYLLABLES[:8] for b in SYLLABLES[8:12])

    def test_a_table_of_few_numbers_feeds_none(self, tmp_path: Path) -> None:
        rows = "".join(
            f"    - {{name: {h}, doors: {i % 9 + 9}}}\n" for i, h in enumerate(self.HALLS)
        )
        text = (
            f"terms:\n  hall:\n    attributes: {{doors: {{sort: number}}}}\n    rows:\n{rows}"
            'templates:\n- {id: d, for: hall, fact: "The hall of {name} holds =={doors}== doors."}\n'
        )
        status, shown = run(tmp_path, text)
        assert status == 0
        assert "one template over a table" not in " ".join(shown.split())

    def test_like_sentences_of_one_number_are_told_to_be_a_table(self, tmp_path: Path) -> None:
        """Each by itself is sound, but 12 is never wrong, and so it is seen most."""
        facts = "".join(f"- The hall of {h} holds ==12== doors of oak.\n" for h in self.HALLS)
        status, shown = run(tmp_path, f"facts:\n{facts}")
        assert status == 1
        assert "make them one template over a table" in " ".join(shown.split())

    def test_json_is_one_object(self, tmp_path: Path) -> None:
        status, shown = run(tmp_path, LEAKY, "--json")
        assert status == 1
        record = json.loads(shown)
        assert record["kinds"] == {"cloze": 40, "multiple-choice": 40}
        assert "most seen" in [g["name"] for g in record["guessers"] if g["leaks"]]
        assert {"text": "Danube", "key": 40, "distractor": 0} in record["exposure"]

    def test_a_seed_draws_the_items_anew(self, tmp_path: Path) -> None:
        text = TestBlind.EVENTS
        drawn = {run(tmp_path, text, "--json", "--seed", str(seed))[1] for seed in range(4)}
        assert len(drawn) > 1
        assert run(tmp_path, text, "--json", "--seed", "0") == run(tmp_path, text, "--json")
        path = tmp_path / "deck.yaml"
        assert CliRunner().invoke(cli, ["check", "--seed", "1", str(path)]).exit_code == 2

    def test_json_has_what_blind_answers_get(self, tmp_path: Path) -> None:
        record = json.loads(run(tmp_path, TestBlind.EVENTS, "--json")[1])
        assert record["truth"]["items"] == 12
        assert record["truth"]["leaks"] is False
        assert record["ordering"]["parts"] == 9
        assert record["matching"]["premises"] < record["matching"]["responses"]

    def test_errors_come_first(self, tmp_path: Path) -> None:
        assert run(tmp_path, "facts: [{fat: x}]\n") == (1, "")
