"""A worksheet as data: sections, versions, the key, the word bank, and which items stand on it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import papers
from nkquiz import loader, prose, quiz, sheet
from nkquiz.item import BLANK, Choose, Item, Judge, Match, Option, Order, Proof, Type
from nkquiz.model import Citation, Deck, Location, Source
from nkquiz.prose import plain
from nkquiz.registry import NAMES
from nkquiz.sheet import Settings
from nkquiz.sheet.word_bank import word_bank

WHERE = Location("big.yaml", 1, 1)
EMPTY_DECK = Deck(id="big", title="Big")


def item(number: int, kind: str = "multiple-choice", **changes: object) -> Item:
    options = tuple(
        Option(f"{word} {number}", Proof.AUTHORED if place else None)
        for place, word in enumerate(("Danube", "Rhine", "Elbe", "Vistula"))
    )
    made = Item(
        id=f"big/fact-{number}/river/{kind}",
        kind=kind,
        fact_ids=(f"big/fact-{number}",),
        memories=(f"big/fact-{number}/river",),
        stem=f"Which river flows past place {number}?",
        interaction=Choose(options),
        location=WHERE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def typed(number: int, answer: str, stem: str = "", **changes: object) -> Item:
    stem = stem or f"Place {number} lies on the {BLANK}."
    return item(number, "cloze", **{"stem": stem, "interaction": Type((answer,)), **changes})


def made(items: list[Item], **settings: object) -> sheet.Sheet:
    return sheet.make(EMPTY_DECK, items, Settings(**settings))  # type: ignore[arg-type]


def questions(version: sheet.Version) -> list[sheet.SheetQuestion]:
    return [question for section in version.sections for question in section.questions]


def body_of(made_of: Item, **settings: object) -> sheet.Body:
    return questions(made([made_of], **settings).versions[0])[0].body


MATCH = Match(("Vienna", "Cologne"), ("Danube", "Elbe", "Rhine"), (0, 2))


# -- which items ------------------------------------------------------------------------------


MINISTRY = "The Dutch envoy to Austria, who works in Vienna, drinks =coffee=."


def tell(stems: list[str], facts: str = "") -> list[tuple[int, int]]:
    """The pairs that give each other away among items with these stems: the answer is in `=`."""
    text = "id: t\nterms: {river: [Danube, Rhine], city: [Vienna, Cologne]}\n" + facts
    deck, problems = loader.loads(text)
    assert not problems
    items = []
    for number, stem in enumerate(stems):
        answer = stem.split("=")[1] if "=" in stem else "nothing"
        items.append(typed(number, answer, stem.replace(f"={answer}=", BLANK)))
    return list(sheet.crossings(deck, items))


@pytest.mark.parametrize(
    "stems",
    [
        ["Vienna lies on the =Danube=."],
        ["Vienna lies on the =Danube=.", "The Danube is long, but the =Volga= is longer."],
        ["Vienna lies on the =Danube=.", "Vienna has =2= million people."],
        ["Vienna lies on the =Danube=.", "Cologne lies on the =Rhine=."],
        ["Vienna lies on the =Danube=.", "Near the Danube lies a town that has =2= rivers."],
        [MINISTRY, "All of Cologne drinks coffee in the =morning=."],
    ],
)
def test_items_that_tell_nothing_of_each_other(stems: list[str]) -> None:
    assert tell(stems) == []


@pytest.mark.parametrize(
    ("stems", "pairs"),
    [
        (["Vienna lies on the =Danube=.", "Vienna, on the Danube, has =2= million."], [(1, 0)]),
        (["Of Vienna and the Danube =Strauss= sang.", "=Danube= is the river of Vienna."], [(0, 1)]),
        (["=Vienna= lies on the Danube.", "Vienna lies on the =Danube=.", "The Danube in Vienna is =blue=."],
         [(0, 1), (1, 0), (2, 0), (2, 1)]),
        ([MINISTRY, "The envoy works in =Vienna=: he drinks coffee."], [(0, 1), (1, 0)]),
    ],
)  # fmt: skip
def test_items_that_give_each_other_away(stems: list[str], pairs: list[tuple[int, int]]) -> None:
    assert sorted(tell(stems)) == sorted(pairs)


def test_a_pair_of_a_matching_item_can_be_given_away() -> None:
    deck, _ = loader.loads("id: t\nterms: {river: [Danube], city: [Vienna]}")
    match = Match(("Vienna", "Cologne"), ("Danube", "Rhine"), (0, 1))
    matching = item(1, "matching", stem="Match each city.", interaction=match)
    teller = typed(2, "2", f"Vienna on the Danube has {BLANK} million people.")
    assert list(sheet.crossings(deck, [matching, teller])) == [(1, 0)]


def test_a_part_that_is_put_in_order_can_give_away() -> None:
    deck, _ = loader.loads("id: t\nterms: {river: [Danube], city: [Vienna]}")
    asked = typed(1, "Danube", f"Vienna lies on the {BLANK}.")
    parts = Order(("Vienna was built on the Danube.", "Cologne was built."))
    ordering = item(2, "ordering", stem="Put these in order.", interaction=parts)
    assert list(sheet.crossings(deck, [asked, ordering])) == [(1, 0)]


def test_groups_with_the_same_instruction_stand_together() -> None:
    deck, _ = loader.loads("id: t\nterms: {river: [Danube], city: [Vienna]}")
    stem = "Match each city with its river."
    both = [item(n, "matching", stem=stem, interaction=MATCH) for n in (1, 2)]
    assert sheet.without_conflicts(deck, both) == tuple(both)


def test_two_items_of_one_fact_never_stand_together() -> None:
    deck, _ = loader.loads("id: t\nterms: {river: [Danube], city: [Vienna]}")
    one = typed(1, "Danube", f"Vienna lies on the {BLANK}.")
    other = item(2, fact_ids=one.fact_ids, stem="Which city lies there?")
    group = item(3, "matching", fact_ids=("big/fact-4", *one.fact_ids), interaction=MATCH)
    assert sheet.without_conflicts(deck, [one, other, group]) == (one,)


def test_two_items_with_one_stem_never_stand_together() -> None:
    deck, _ = loader.loads("id: t\nterms: {river: [Danube], city: [Vienna]}")
    one, same = item(1), item(2, stem="Which river flows past place 1?")
    assert sheet.without_conflicts(deck, [one, same]) == (one,)


@pytest.mark.parametrize("path", [papers.SEED_DECK, papers.COUNTRIES, papers.EVERYTHING])
@pytest.mark.parametrize("seed", range(3))
def test_no_chosen_item_gives_another_away(path: Path, seed: int) -> None:
    deck = papers.deck_of(path)
    items = sheet.choose(deck, 40, seed, NAMES)
    assert list(sheet.crossings(deck, items)) == []
    facts = [fact for one in items for fact in one.fact_ids]
    assert len(facts) == len(set(facts))


def test_others_take_the_place_of_those_left_out() -> None:
    deck = papers.deck_of(papers.SEED_DECK)
    planned = quiz.plan(deck, 30)
    assert list(sheet.crossings(deck, planned)), "the deck gives nothing away any more"
    assert len(sheet.choose(deck, 30)) == 30


#: Few facts that many matching and ordering items could take.
FEW = """
id: few
terms:
  country: [Austria, France, Spain, Italy, Poland, Norway, Egypt, Peru]
  city:
    rows:
      - {name: Vienna, country: Austria, river: Danube, founded: 1137}
      - {name: Paris, country: France, river: Seine, founded: 1150}
      - {name: Madrid, country: Spain, river: Manzanares, founded: 1202}
      - {name: Rome, country: Italy, river: Tiber, founded: 1100}
      - {name: Warsaw, country: Poland, river: Vistula, founded: 1300}
      - {name: Oslo, country: Norway, river: Akerselva, founded: 1048}
      - {name: Cairo, country: Egypt, river: Nile, founded: 969}
      - {name: Lima, country: Peru, river: Rimac, founded: 1535}
templates:
  - {id: capital, for: city, fact: "=={name}== is the capital of =={country}=="}
  - {id: river, for: city, fact: "=={name}== lies on the =={river}=="}
  - {id: founded, for: city, fact: "=={name}== was founded in =={founded}=="}
"""


def test_who_asks_for_more_gets_no_fewer() -> None:
    deck, problems = loader.loads(FEW)
    assert not problems
    found = [sheet.choose(deck, count, 0, NAMES) for count in range(1, 26)]
    assert [len(items) for items in found] == sorted(len(items) for items in found)
    assert [len(items) for items in found[:12]] == list(range(1, 13))
    assert {item.kind for item in found[-1]} >= {"matching", "ordering", "cloze"}
    assert all(list(sheet.crossings(deck, items)) == [] for items in found)


def test_kinds_over_several_facts_alone_give_what_the_deck_has() -> None:
    deck, _ = loader.loads(FEW)
    assert {one.kind for one in sheet.choose(deck, 20, 0, ("matching",))} == {"matching"}


def test_the_first_of_two_stays() -> None:
    deck, _ = loader.loads("id: t\nterms: {river: [Danube], city: [Vienna]}")
    asked = typed(1, "Danube", f"Vienna lies on the {BLANK}.")
    teller = typed(2, "2", f"Vienna on the Danube has {BLANK} million people.")
    assert sheet.without_conflicts(deck, [asked, teller]) == (asked,)
    assert sheet.without_conflicts(deck, [teller, asked]) == (teller,)


def test_given_items_all_stay_but_are_warned_of() -> None:
    deck, _ = loader.loads("id: t\nterms: {river: [Danube], city: [Vienna]}")
    asked = typed(1, "Danube", f"Vienna lies on the {BLANK}.")
    teller = typed(2, "2", f"Vienna on the Danube has {BLANK} million people.")
    (problem,) = sheet.crossing_problems(deck, [asked, teller])
    assert problem.code == "cross-item"
    assert not problem.is_error
    assert 'gives away "Danube"' in problem.message


# -- sections -----------------------------------------------------------------------------------


def test_sections_come_by_kind_in_a_fixed_order() -> None:
    items = papers.chosen(papers.EVERYTHING, 40, NAMES)
    titles = [s.title for s in sheet.make(EMPTY_DECK, items, Settings()).versions[0].sections]
    assert titles == [
        "Multiple choice",
        "True or false",
        "Matching",
        "Putting in order",
        "Filling the blanks",
        "Short answers",
    ]


def test_numbers_go_on_through_the_sections() -> None:
    numbers = [q.number for q in questions(made([item(1), typed(2, "Elbe"), item(3)]).versions[0])]
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize(
    ("one", "points"),
    [
        (item(1), "1"),
        (typed(1, "Elbe"), "1"),
        (item(1, "matching", interaction=MATCH), "2"),
        (item(1, "ordering", interaction=Order(("a", "b", "c"))), "1"),
        (item(1, "short-answer", interaction=Type(("a and b",), listed=("a", "b"))), "2"),
    ],
)
def test_points_are_one_for_each_thing_to_write(one: Item, points: str) -> None:
    assert made([one]).points == points


def test_points_can_be_chosen_by_kind() -> None:
    items = [item(1), item(2), typed(3, "Elbe"), typed(4, "Oder")]
    result = made(items, points={"multiple-choice": 1.5})
    assert result.points == "5"
    choice, cloze = result.versions[0].sections
    assert (choice.points, cloze.points) == ("3", "2")
    assert choice.instructions.endswith("1.5 points each.")
    assert cloze.instructions.endswith("1 point each.")


def test_points_stand_with_the_question_where_they_differ() -> None:
    small, large = (
        item(
            n,
            "matching",
            interaction=replace(MATCH, premises=MATCH.premises[:n], key=MATCH.key[:n]),
        )
        for n in (1, 2)
    )
    (section,) = made([small, large]).versions[0].sections
    assert [question.points for question in section.questions] == ["1", "2"]
    assert "each" not in section.instructions.removesuffix(
        "into each box. Some letters are left over."
    )


# -- forms --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "columns"),
    [
        (("1998", "2001", "2005", "2009"), 4),
        (("Vienna", "Cologne", "Dresden"), 3),
        (("True", "False"), 2),
        (("the Federal Chancellery in Vienna", "the Town Hall of Cologne"), 2),
        (("the Ministry of the Interior", "the Ministry of Culture", "the army", "the navy"), 2),
        (("a river that drops more sediment than the sea can carry away", "b", "c", "d"), 1),
        (("한국어로 된 아주 긴 선택지입니다", "한국어로 된 선택지", "짧은", "긴"), 2),
    ],
)
def test_options_stand_side_by_side_where_they_fit(options: tuple[str, ...], columns: int) -> None:
    choose = Choose(tuple(Option(o, Proof.AUTHORED if i else None) for i, o in enumerate(options)))
    body = body_of(item(1, interaction=choose))
    assert isinstance(body, sheet.Choices)
    assert body.columns == columns


def test_larger_letters_and_narrower_columns_leave_less_room() -> None:
    def columns(**settings: object) -> int:
        body = body_of(item(1), **settings)
        assert isinstance(body, sheet.Choices)
        return body.columns

    assert (columns(), columns(font_size=18), columns(columns=2, font_size=14)) == (4, 2, 1)


def test_only_what_is_to_be_filled_has_a_rule() -> None:
    def stem(made_of: Item, **settings: object) -> str:
        return plain(questions(made([made_of], **settings).versions[0])[0].stem)

    hinted = typed(1, "Elbe", interaction=Type(("Elbe",), "river"))
    assert prose.Blank() in questions(made([hinted]).versions[0])[0].stem
    assert stem(hinted) == f"Place 1 lies on the {BLANK} (river)."
    assert stem(hinted, decoys=0) == f"Place 1 lies on the {BLANK}."
    assert stem(replace(hinted, stem=f"The river there is the {BLANK}.")).endswith(f"the {BLANK}.")
    choice = item(1, stem=f"Place 1 lies on the {BLANK}.")
    assert prose.Blank() not in questions(made([choice]).versions[0])[0].stem


def test_each_interaction_has_its_form() -> None:
    assert isinstance(body_of(item(1, "true-false", interaction=Judge())), sheet.Boxes)
    assert isinstance(body_of(item(1, "matching", interaction=MATCH)), sheet.Pairs)
    assert isinstance(body_of(typed(1, "Elbe")), sheet.Filling)
    listed = Type(("a, b and c",), listed=("a", "b", "c"))
    assert body_of(item(1, "short-answer", interaction=listed)) == sheet.WritingLines(3)
    order = body_of(item(1, "ordering", interaction=Order(("x", "y", "z"), (1, 2, 0))))
    assert isinstance(order, sheet.Parts)
    assert [plain(part) for part in order.parts] == ["y", "z", "x"]


# -- versions -----------------------------------------------------------------------------------


def test_versions_hold_the_same_items_in_other_orders() -> None:
    items = papers.chosen(papers.EVERYTHING, 40, NAMES)
    versions = sheet.make(EMPTY_DECK, items, Settings(versions=4)).versions
    assert [version.letter for version in versions] == ["A", "B", "C", "D"]
    orders = [[q.item.id for q in questions(version)] for version in versions]
    assert all(sorted(order) == sorted(orders[0]) for order in orders)
    assert len({tuple(order) for order in orders}) == 4


def test_options_are_reordered_and_the_key_follows() -> None:
    versions = made([item(n) for n in range(12)], versions=4).versions
    letters = set()
    for version in versions:
        answers = {answer.number: answer for answer in version.answers}
        for question in questions(version):
            assert isinstance(question.body, sheet.Choices)
            answer = answers[question.number]
            shown = plain(question.body.options["abcd".index(answer.mark)])
            assert shown == plain(answer.text) == question.item.answers[0]
        letters.add(
            "".join(
                answers[q.number].mark for q in sorted(questions(version), key=lambda q: q.item.id)
            )
        )
    assert len(letters) == 4


@pytest.mark.parametrize("seed", range(5))
def test_keys_are_balanced_in_each_version(seed: int) -> None:
    for version in made([item(n) for n in range(12)], versions=3, seed=seed).versions:
        marks = "".join(answer.mark for answer in version.answers)
        assert all(marks.count(letter) == 3 for letter in "abcd")
        assert not any(letter * 4 in marks for letter in "abcd")


def test_the_key_of_matching_and_ordering_is_right_in_each_version() -> None:
    key = (4, 2, 0, 1)
    proofs = tuple(tuple(None if k == i else Proof.PROMISED for i in range(5)) for k in key)
    match = Match(("A", "B", "C", "D"), ("1", "2", "3", "4", "5"), key, proofs)
    order = Order(("first", "second", "third", "fourth"))
    items = [item(1, "matching", interaction=match), item(2, "ordering", interaction=order)]
    right = dict(zip(match.premises, (match.responses[k] for k in match.key), strict=True))
    for version in made(items, versions=5).versions:
        pairs, parts = (question.body for question in questions(version))
        turned = next(q.item.interaction for q in questions(version) if q.item.kind == "matching")
        assert isinstance(turned, Match)
        assert [row.index(None) for row in turned.proofs] == list(turned.key)
        assert isinstance(pairs, sheet.Pairs)
        assert isinstance(parts, sheet.Parts)
        first, second = version.answers
        for written in first.mark.split():
            premise = plain(pairs.premises[int(written[:-1]) - 1])
            assert plain(pairs.responses["abcde".index(written[-1])]) == right[premise]
        places = [int(number) for number in second.mark.split()]
        shown = [plain(part) for part in parts.parts]
        assert [text for _, text in sorted(zip(places, shown, strict=True))] == list(order.parts)
        assert shown not in (list(order.parts), list(order.parts)[::-1])


def test_the_table_maps_the_numbers() -> None:
    result = sheet.make(EMPTY_DECK, papers.chosen(papers.SEED_DECK), Settings(versions=3))
    by_number = [{q.number: q.item.id for q in questions(v)} for v in result.versions]
    assert [row[0] for row in result.table] == sorted(by_number[0])
    for row in result.table:
        assert len({ids[number] for ids, number in zip(by_number, row, strict=True)}) == 1


def test_another_seed_is_another_order_and_the_same_seed_the_same() -> None:
    items = [item(n) for n in range(12)]
    assert made(items, versions=2, seed=1) == made(items, versions=2, seed=1)
    assert made(items, versions=2, seed=1).versions != made(items, versions=2, seed=2).versions


@pytest.mark.parametrize("versions", [0, 27])
def test_there_are_as_many_versions_as_letters(versions: int) -> None:
    with pytest.raises(ValueError, match="1 to 26"):
        made([item(1)], versions=versions)


# -- the key ------------------------------------------------------------------------------------


def test_the_key_has_the_why_the_source_and_the_date() -> None:
    atlas = Source("atlas", "A small atlas", "Jo Field", "Example Press", "2021-03")
    cited = (Citation(atlas, "p. 12"), Citation(Source("notes")))
    one = typed(1, "Elbe", sources=cited, why="It flows north.", as_of="2021-03-04")
    result = made(
        [replace(one, interaction=Type(("Elbe", "Labe"))), typed(2, "Oder", sources=cited[1:])]
    )
    first, second = result.versions[0].answers
    assert (plain(first.text), [plain(a) for a in first.also]) == ("Elbe", ["Labe"])
    assert plain(first.why) == "It flows north."
    assert first.as_of == "4 March 2021"
    assert result.sources == ("Jo Field, A small atlas, Example Press, March 2021", "notes")
    assert (first.sources, second.sources) == (((1, "p. 12"), (2, "")), ((2, ""),))


def test_the_key_says_what_is_right_where_a_statement_is_wrong() -> None:
    deck = papers.deck_of(papers.EVERYTHING)
    items = papers.chosen(papers.EVERYTHING, 30, ("true-false",))
    answers = sheet.make(deck, items, Settings()).versions[0].answers
    assert {answer.mark or plain(answer.text) for answer in answers} == {"True", "False"}
    for answer in answers:
        fact = next(fact for fact in deck.facts if fact.key == answer.item.fact_ids[0])
        if fact.text == answer.item.stem:
            assert (answer.mark, answer.text) == ("", prose.read("True"))
        else:
            assert (answer.mark, answer.text) == ("False", prose.read(fact.text))


def test_the_key_of_an_order_says_the_dates_and_that_of_steps_the_steps() -> None:
    text = "id: t\nfacts:\n" + "".join(
        f"  - {{id: f{year}, fact: In =={year}== the {what} came.}}\n"
        for year, what in ((1990, "mail"), (1995, "web"), (2001, "wiki"), (2007, "phone"))
    )
    text += "  - {id: steps, fact: Water is cleaned., order: [settling, filtering, delivery]}\n"
    deck, problems = loader.loads(text)
    assert not [p for p in problems if p.is_error]
    items, _ = quiz.generate(deck, ("ordering",))
    said = {plain(a.text) for a in sheet.make(deck, items, Settings()).versions[0].answers}
    dated = " → ".join(fact.text for fact in deck.facts if fact.id != "steps")
    assert said == {dated, "settling → filtering → delivery"}


# -- the word bank --------------------------------------------------------------------------------


BANK = """
id: bank
terms:
  river: [Danube, Rhine, Elbe, Vistula, Loire, Seine, Oder, Po]
  city:
    rows: [{name: Vienna}, {name: Graz}, {name: Linz}]
facts:
  - Cologne lies on the ==Rhine==.
  - Dresden lies on the ==Elbe==.
  - Hamburg lies on the ==Elbe== too, near the sea.
  - The capital of Austria is ==Vienna==.
  - The Danube flows through ==ten== countries.
"""


def bank(decoys: int, seed: int = 0) -> tuple[list[str], tuple[str, ...]]:
    deck, problems = loader.loads(BANK)
    assert not [p for p in problems if p.is_error]
    items = [one for one in quiz.generate(deck, ("cloze",))[0] if one.kind == "cloze"]
    assert len(items) == 5
    return [one.answers[0] for one in items], word_bank(deck, items, decoys, seed)


def test_a_bank_without_decoys_has_each_answer_once() -> None:
    _, words = bank(0)
    assert words == ("Elbe", "Rhine", "ten", "Vienna")


@pytest.mark.parametrize("seed", range(4))
def test_decoys_are_of_the_same_vocabularies_and_fill_no_blank(seed: int) -> None:
    answers, words = bank(4, seed)
    added = set(words).difference(answers)
    assert len(added) == 4
    assert added <= {"Danube", "Vistula", "Loire", "Seine", "Oder", "Po", "Graz", "Linz"}
    assert added & {"Graz", "Linz"}, "each vocabulary has its turn"


def test_a_bank_has_no_more_decoys_than_the_deck_can_prove() -> None:
    answers, words = bank(50)
    added = set(words).difference(answers)
    assert added == {"Danube", "Vistula", "Loire", "Seine", "Oder", "Po", "Graz", "Linz"}


def test_the_bank_stands_in_the_section_of_blanks_in_every_version() -> None:
    deck, _ = loader.loads(BANK)
    items, _ = quiz.generate(deck, ("cloze", "multiple-choice"))
    result = sheet.make(deck, items, Settings(versions=2, decoys=2))
    for version in result.versions:
        for section in version.sections:
            assert bool(section.word_bank) == (section.title == "Filling the blanks")
            if section.word_bank:
                assert "Some words are needed more than once." in section.instructions
                assert "Some are not needed." in section.instructions


# -- files --------------------------------------------------------------------------------------


def files(count: int, **settings: object) -> list[sheet.Document]:
    chosen = Settings(**settings)  # type: ignore[arg-type]
    return list(sheet.documents(EMPTY_DECK, [item(n) for n in range(count)], chosen, Path("x.pdf")))


@pytest.mark.parametrize(
    ("key", "names"),
    [
        (sheet.KeyPlace.END, {"x.pdf": (True, True)}),
        (sheet.KeyPlace.NONE, {"x.pdf": (True, False)}),
        (sheet.KeyPlace.SEPARATE, {"x.pdf": (True, False), "x-key.pdf": (False, True)}),
    ],
)
def test_where_the_key_stands(key: sheet.KeyPlace, names: dict[str, tuple[bool, bool]]) -> None:
    assert {f.path.name: (f.has_questions, f.has_key) for f in files(3, key=key)} == names


def test_versions_stand_in_one_file() -> None:
    (document,) = files(200, versions=4)
    assert len(document.sheet.versions) == 4


def test_two_thousand_items_are_one_file_and_one_more_two() -> None:
    assert [f.path.name for f in files(2000)] == ["x.pdf"]
    documents = files(2001, key=sheet.KeyPlace.SEPARATE)
    assert [f.path.name for f in documents] == ["x-1.pdf", "x-1-key.pdf", "x-2.pdf", "x-2-key.pdf"]
    first, second = documents[0].sheet, documents[2].sheet
    assert (first.title, second.title) == ("Big (1 of 2)", "Big (2 of 2)")
    numbers = [q.number for made in (first, second) for q in questions(made.versions[0])]
    assert numbers == list(range(1, 2002))


def test_many_versions_of_many_items_are_split_too() -> None:
    documents = files(500, versions=26)
    assert len(documents) == 4
    assert all(len(f.sheet.table) * 26 <= sheet.MOST_QUESTIONS for f in documents)


def test_the_order_does_not_depend_on_the_process(tmp_path: Path) -> None:
    program = (
        "import sys; from nkquiz.cli import run;"
        f"run(['worksheet', {str(papers.SEED_DECK)!r}, '-o', sys.argv[1], '--versions', '3', '--decoys', '3'])"
    )
    written = set()
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.md"
        subprocess.run(
            [sys.executable, "-c", program, str(path)],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            check=True,
            capture_output=True,
        )
        written.add(path.read_bytes())
    assert len(written) == 1
