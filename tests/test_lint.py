"""Item-writing rules: for each, first what must not fire, then what must."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

import nkquiz
import rules_page
from conftest import Golden
from nkquiz import lint
from nkquiz.bank import check, review
from nkquiz.item import Choose, Interaction, Item, Option, Proof, Type
from nkquiz.knowledge import Knowledge, knowledge_of
from nkquiz.lint import BY_NAME, RULES, View
from nkquiz.model import Deck, Problem
from shipped import NAMES, shipped

WORLD = """
id: world
title: A world of rivers
terms:
  river: [Danube, Rhine, Elbe, Oder, Loire, Po]
  city: [Vienna, Cologne, Hamburg, Seoul, Mexico City, "Washington, D.C.", St. John's]
  country:
    - {name: United States, also: [US, USA, America]}
    - {name: Democratic Republic of the Congo, also: [DR Congo]}
    - Sudan
    - South Sudan
    - North Korea
    - South Korea
    - Iran
    - Iraq
    - Mexico
  body:
    - {name: National Intelligence Service, also: [NIS]}
    - {name: World Health Organization, also: [WHO]}
    - National Police Agency
    - Foreign Ministry
  film: [Never Let Me Go, Dr. No, Only Yesterday, The Third Man]
  post: [acting ambassador, deputy ambassador, trade attaché, consul general]
  alone: [Atlantis]
  plane: [Boeing 747, Airbus A320, Concorde]
  two: [left, right]
"""


def deck_of(text: str) -> Deck:
    deck, problems = nkquiz.loads(text)
    assert not [p for p in problems if p.is_error], problems
    return deck


def view(
    stem: str,
    key: str,
    *others: str,
    kind: str = "",
    fact: str = "",
    world: str = WORLD,
    marks: str = "",
    keys: str = "",
    more_facts: Any = (),
    names: Any = (),
    ordered: bool = False,
    question: str = "",
    exhausted: bool = False,
    **changes: Any,
) -> View:
    """A view of an item about `fact`, by default a sentence that ends with the key.

    With `others` it is a choice, else a typed item; `keys` are YAML keys of the fact, `marks`
    those of the mark. `changes` are of the item.
    """
    sentence = fact or f"In this deck stands =={key}==."
    lines = [f"facts:\n  - id: f\n    fact: {sentence!r}"]
    lines += [f"    {keys}"] if keys else []
    lines += [f"    marks:\n      {key!r}: {{{marks}}}"] if marks else []
    lines += [f"  - {other!r}" for other in more_facts]
    deck = deck_of(world + "\n".join(lines) + "\n")
    made = next(f for f in deck.facts if f.id == "f")
    knowledge = Knowledge(deck)
    mark = made.marks[0]
    answer = knowledge.answers.of(made, mark)
    interaction: Interaction = Type((*answer.names, *names), "")
    if others:
        wrong = tuple(Option(text, Proof.PROMISED) for text in others)
        options = (Option(key), *wrong)
        if ordered:
            options = tuple(sorted(options, key=lambda option: option.text))
        interaction = Choose(options, question, ordered)
    item = Item(
        id="i",
        kind=kind or ("multiple-choice" if others else "cloze"),
        fact_ids=(made.key,),
        memories=(made.memory(mark),),
        stem=stem,
        interaction=interaction,
        location=mark.location,
        sources=made.citations,
        as_of=made.as_of,
        tags=made.tags,
        hint=mark.options.hint,
        image=made.image,
    )
    return View(knowledge, made, mark, replace(item, **changes), exhausted=exhausted)


def choice(*options: str, stem: str = "Which is it?", **more: Any) -> View:
    """A choice whose key is the first option."""
    return view(stem, *options, **more)


def typed(stem: str, key: str, **more: Any) -> View:
    return view(stem, key, **more)


Case = tuple[str, Callable[[], View]]


def case(name: str, make: Callable[..., View], *args: str, **more: Any) -> Case:
    return name, lambda: make(*args, **more)


RIVAL = "In this deck stands ==Rhine==."
FOUR_RIVERS = ("Danube", "Rhine", "Elbe", "Oder")

CLEAN: list[Case] = [
    case("option-count", choice, *FOUR_RIVERS),
    case("option-count", choice, "Danube", "Rhine", "Elbe", "Oder", "Loire"),
    case("option-count", choice, "left", "right"),
    case("duplicate-options", choice, *FOUR_RIVERS),
    case("duplicate-options", choice, "Iran", "Iraq", "Mexico"),
    case("duplicate-options", choice, "Apollo 11", "Apollo 12", "Apollo 13"),
    case("duplicate-options", choice, "C++", "C#", "C", world="terms:\n  pl: [C++, C#, C]\n"),
    case("duplicate-options", choice, "Sí", "Si", "No", world="terms:\n  w: [Sí, Si, 'No']\n"),
    case("subset-option", choice, "South Sudan", "Sudan", "Mexico"),
    case("subset-option", choice, "medical care", "dental care", "child care"),
    case("overlap", choice, "10 to 20", "21 to 30", "31 to 50"),
    case("overlap", choice, "2013", "2014", "2015"),
    case("overlap", choice, "under 10", "10-19", "over 19"),
    case("overlap", choice, "South-eastern Asia", "South Asia", "Central Asia"),
    case("overlap", choice, "October 1994", "November 1994", "December 1994"),
    case("lost-sequence", choice, "1994", "1981", "2002", ordered=True),
    case("lost-sequence", choice, *FOUR_RIVERS),
    case("lost-sequence", choice, "Boeing 747", "Airbus A320", "Concorde"),
    case("lost-sequence", choice, "C", "I", "D"),  # symbols
    case("lost-sequence", choice, "XIV", "Xi", "IV"),
    case("lost-sequence", choice, "XIV", "IX", "XVI", ordered=True),
    case("key-in-stem", choice, *FOUR_RIVERS, stem="Which river flows through Vienna?"),
    case(
        "key-in-stem", choice, "Danube", "Rhine", stem="Which is longer, the Danube or the Rhine?"
    ),
    case("key-in-stem", choice, "World Health Organization", "NIS", stem="Who counts the sick?"),
    case("key-in-stem", choice, "Sudan", "Iran", "Iraq", stem="Which state borders South Sudan?"),
    case("key-in-stem", choice, "wall", "roof", "floor", stem="Which is near the wallpaper?"),
    case("distractor-in-stem", choice, *FOUR_RIVERS, stem="Which river flows through Vienna?"),
    case("distractor-in-stem", choice, "Iran", "Sudan", "Iraq", stem="Is it near South Sudan?"),
    case("distractor-in-stem", choice, "Rhine", "Danube", stem="The Danube or the Rhine?"),
    case("longest-key", choice, "Danube", "Rhine", "Elbe"),
    case("longest-key", choice, "eleven char", "eight ch", "six ch"),
    case("longest-key", choice, "Democratic Republic of the Congo", "Iran", "Iraq", exhausted=True),
    case("shortest-key", choice, "Po", "Rhine", "Elbe"),
    case("shortest-key", choice, "tin", "zinc", "magnesium alloy"),
    case("odd-shape", choice, "Boeing 747", "Airbus A320", "Concorde"),
    case("odd-shape", choice, "Washington, D.C.", "Vienna", "Seoul"),
    case("odd-shape", choice, "United States", "Mexico", "Sudan"),
    case("odd-shape", choice, "São Paulo", "Vienna", "Seoul"),
    case("number-format", choice, "2,700", "3,000", "900"),
    case("number-format", choice, "six", "two", "ten"),
    case("number-format", choice, "€ 5", "€ 4", "€ 6"),
    case("number-format", choice, "2½", "1½", "3½"),
    case("number-format", choice, "٢٬٧٠٠", "٩٠٠", "٣٬٠٠٠"),
    case("date-format", choice, "14 July 2024", "3 May 2024", "12 July 2024"),
    case("date-format", choice, "2016", "2019", "2021"),
    case("date-format", choice, "44 BC", "57 BC", "AD 14"),
    case("least-round", choice, "2,743", "2,418", "3,000"),
    case("least-round", choice, "2,700", "2,700,000", "300"),
    case("least-round", choice, "1987", "1980", "1990"),
    case("word-repeat", choice, *FOUR_RIVERS, stem="Which river flows through Vienna?"),
    case("word-repeat", choice, "The Hague", "The Wash", "Po", stem="Which of the three is it?"),
    case("word-repeat", choice, "kneecap", "kneepan", "shin", stem="What covers the knee?"),
    case("word-repeat", choice, "formic", "acetic", "citric", stem="Which form of acid is it?"),
    case("word-repeat", choice, "kneecap", "shin", "shoulder", stem="What shields a kneeling man?"),
    case("word-repeat", choice, "South Korea", "South Sudan", "Iran", stem="Which southern state?"),
    case(
        "word-repeat", choice, "internal affairs", "trade", "war", stem="Which international task?"
    ),
    case("convergence", choice, "high fever", "high blood pressure", "yellow fever"),
    case("convergence", choice, "Kim Jong-un", "Kim Jong-il", "Kim Yong-nam", "Pak Pong-ju"),
    case("absolute-terms", choice, "always wet", "always dry", "cold"),
    case("absolute-terms", choice, "wallet", "ball", "hall"),
    case("absolute-terms", choice, "Only Yesterday", "Dr. No", "The Third Man"),
    case("absolute-terms", choice, "only wet", "never dry", "always cold"),
    case("vague-terms", choice, "May 2024", "June 2024", "July 2024"),
    case("vague-terms", choice, "14 May", "15 May", "16 May"),
    case("vague-terms", choice, "unusual rain", "snow", "hail"),
    case("all-none-of-the-above", choice, "all of Korea", "none of Korea", "both banks"),
    case("all-none-of-the-above", choice, "the house above", "the fire below", "the wall"),
    case("all-none-of-the-above", choice, "none", "one", "two"),
    case("k-type", choice, "vitamins A and D", "vitamin A", "vitamin B"),
    case("k-type", choice, "Kim Jong-un", "Kim Jong-il", "Pak Pong-ju"),
    case("k-type", choice, "2 or 3", "4 or 5", "6 or 7"),
    case("k-type", choice, "salt and pepper", "A minor", "C"),
    case("true-false-options", choice, "no coast", "no rivers", "no roads"),
    case("true-false-options", choice, "Dr. No", "Only Yesterday", "Never Let Me Go"),
    case("true-false-options", choice, "true", "fair", "kind"),
    case("grammar", choice, "controls", "laws", "quotas"),
    case("grammar", choice, "controls", "law", "quota"),
    case("grammar", choice, "stapes", "anvil", "hammer"),
    case("grammar", choice, "stapes", "anvil", "hammer", stem="The _____ is a bone of the ear."),
    case("grammar", choice, "liver", "kidneys", "heart", stem="The _____ is an organ."),
    case("grammar", choice, "stapes", "drum", "cochlea", stem="Hammer, anvil and _____ are bones."),
    case("grammar", choice, "lungs", "heart", "liver", stem="The work of the _____ is known."),
    case("grammar", choice, "lungs", "kidneys", "liver", stem="The _____ are organs."),
    case("grammar", choice, "political affairs", "consular services", "trade promotion"),
    case("grammar", choice, "acting ambassador", "deputy ambassador", "trade attaché"),
    case("grammar", choice, "United States", "Mexico", "Sudan"),
    case("grammar", choice, "glass", "status", "physics"),
    case("grammar", typed, "It is a(n) _____ of Europe.", "river"),
    case(
        "negative-stem", choice, *FOUR_RIVERS, stem="Which notable river is at least 900 km long?"
    ),
    case("negative-stem", choice, "Seoul", "Vienna", stem='Where was "Do not go" sung?'),
    case("negative-stem", choice, "Seoul", "Vienna", stem="Where was Never Let Me Go shot?"),
    case("negative-stem", choice, "Seoul", "Vienna", stem="Where does the touch-me-not grow?"),
    case("negative-stem", choice, "Seoul", "Vienna", stem="Which is not only old but also big?"),
    case("negative-stem", choice, "Seoul", "Vienna", stem="Where was Symphony No. 9 written?"),
    case("unfocused-stem", choice, *FOUR_RIVERS, stem="Which river flows through Vienna?"),
    case("unfocused-stem", choice, *FOUR_RIVERS, stem="The _____ flows through Vienna."),
    case("unfocused-stem", choice, *FOUR_RIVERS, stem="Name the river of Vienna."),
    case("unfocused-stem", typed, "Name someone who swam in a river", "Danube"),
    case("unfocused-stem", typed, "Complete: The river of Vienna is the ...", "Danube"),
    case("unfocused-stem", typed, "Vienna lies on a river. Give its name.", "Danube"),
    case("unfocused-stem", typed, "List the rivers of Vienna.", "Danube"),
    case("unfocused-stem", typed, "Nenne den Fluss.", "Danube", language="de"),
    case("unfocused-stem", choice, *FOUR_RIVERS, stem="Which river is called “blue”?”"),
    case("inner-blank", choice, *FOUR_RIVERS, stem="The _____ is long.", question="Which river?"),
    case("inner-blank", choice, *FOUR_RIVERS, stem="The longest is the _____."),
    case("inner-blank", typed, "The _____ is long.", "Danube"),
    case("ambiguous", typed, "The Danube flows through _____.", "Vienna"),
    case("ambiguous", typed, "Hereford lies near _____.", "Vienna"),
    case("ambiguous", typed, "It takes _____ minutes for light to reach us.", "eight"),
    case("ambiguous", typed, "It took him a year to reach _____.", "Vienna"),
    case("ambiguous", typed, "It is _____ that flows through Vienna.", "Danube"),
    case("ambiguous", typed, "It was the _____ who crossed first.", "Romans"),
    case("ambiguous", typed, "It was in 1989 that the wall fell in _____.", "Berlin"),
    case("ambiguous", typed, "It is the Danube that flows through _____.", "Vienna"),
    case("ambiguous", typed, "It is well known that the Danube flows through _____.", "Vienna"),
    case("ambiguous", typed, "It is forbidden to swim in the _____.", "Danube"),
    case("ambiguous", typed, "It seems that the Danube is _____.", "blue"),
    case("ambiguous", typed, "It rains most in _____.", "Wales"),
    case("ambiguous", typed, "There are _____ bridges in Ulm.", "five"),
    case("ambiguous", typed, "There have been _____ bridges in Ulm.", "five"),
    case("ambiguous", typed, "There was once a bridge to _____.", "Ulm"),
    case("ambiguous", typed, "Today it is _____.", "Vienna", keys="as_of: 2024"),
    case("ambiguous", typed, "The paper USA Today comes from _____.", "Vienna"),
    case("gratuitous", typed, "The Danube flows to _____.", "Vienna"),
    case(
        "gratuitous",
        typed,
        "_____ lies near St. Pölten.",
        "Vienna",
        fact="==Vienna== is near St. Pölten.",
    ),
    case(
        "gratuitous", typed, "_____", "Vienna", fact="==Vienna== wrote J. S. Bach. No ==Oder== did."
    ),
    case("unique-fill", typed, "In this deck stands _____.", "Danube"),
    case("unique-fill", choice, *FOUR_RIVERS, more_facts=[RIVAL]),
    case("leak", typed, "The river of Vienna is the _____.", "Danube"),
    case("leak", typed, "Tell us where the _____ rises.", "United States"),
    case("leak", typed, "It rose by _____ in 1948.", "six"),
    case("leak", typed, "Which state borders South Sudan?", "Sudan", kind="short-answer"),
    case("leak", typed, "Which river?", "Danube", hint="a long one"),
    case("blank", typed, "The _____'s source lies in _____.", "Danube"),
    case("blank", typed, "The variable snake_case is _____.", "Danube"),
    case("context-left", typed, "_____ is the capital of Austria.", "Vienna"),
    case("minimum-information", typed, "The river of Vienna is the _____.", "Danube"),
    case("minimum-information", typed, "The state is _____.", "Democratic Republic of the Congo"),
    case("minimum-information", typed, "It cost _____.", "three hundred and twelve"),
    case("hint", typed, "The river is the _____.", "Danube"),
    case("hint", typed, "It sank: _____.", "Atlantis", hint="an island"),
    case("date-stamp", typed, "As of July 2024, the president was _____.", "Vienna"),
    case("date-stamp", typed, "The current president is _____.", "Vienna", keys="as_of: 2024"),
    case("date-stamp", typed, "The electric currents of _____ are strong.", "Vienna"),
    case("date-stamp", typed, "In 1990 the still young state chose _____.", "Vienna"),
]

FLAWED: list[Case] = [
    case("option-count", choice, "Danube", "Rhine", "Elbe", "Oder", "Loire", "Po"),
    case("option-count", choice, "Danube", "Rhine"),
    case("duplicate-options", choice, "Danube", "DANUBE", "Rhine"),
    case("duplicate-options", choice, "National Intelligence Service", "NIS", "Foreign Ministry"),
    case("duplicate-options", choice, "European Union", "EU", "United Nations"),
    case("duplicate-options", choice, "United States", "America", "Mexico"),
    case("duplicate-options", choice, "Zambia", "Gambia", "Iran"),
    case("duplicate-options", choice, "Havana", "Havanna", "Lima"),
    case("subset-option", choice, "medical treatment", "treatment", "a new post"),
    case("subset-option", choice, "Korea", "North Korea", "Iran"),
    case("overlap", choice, "10 to 20", "15 to 30", "31 to 50"),
    case("overlap", choice, "10–20", "20–30", "31–50"),
    case("overlap", choice, "1994", "October 1994", "2001"),
    case("overlap", choice, "more than 10", "12", "3"),
    case("overlap", choice, "2,700", "2700", "3,000"),
    case("lost-sequence", choice, "1994", "1981", "2002"),
    case("lost-sequence", choice, "two", "ten", "six"),
    case("lost-sequence", choice, "XIV", "IX", "XVI"),
    case("key-in-stem", choice, *FOUR_RIVERS, stem="Which river, the Danube, is meant?"),
    case("key-in-stem", choice, *FOUR_RIVERS, stem="Which is the Danube’s other name?"),
    case("distractor-in-stem", choice, *FOUR_RIVERS, stem="Which is the Rhine's neighbour?"),
    case("leak", typed, "Vienna's bridges are in _____.", "Vienna"),
    case("key-in-stem", choice, "United States", "Iran", "Iraq", stem="Where in the USA is it?"),
    case("key-in-stem", choice, "Foreign Ministry", "NIS", "WHO", stem="What does a foreign ministry do?"),
    case("distractor-in-stem", choice, *FOUR_RIVERS, stem="Which is longer than the Rhine?"),
    case("distractor-in-stem", choice, "Iran", "United States", "Iraq", stem="What did the US buy?"),
    case("longest-key", choice, "because monks built the bridge", "war", "trade"),
    case("longest-key", choice, "Democratic Republic of the Congo", "Iran", "Iraq"),
    case("shortest-key", choice, "tin", "magnesium alloy", "stainless steel"),
    case("odd-shape", choice, "Boeing 747", "Concorde", "Comet"),
    case("odd-shape", choice, "the river", "Rhine", "Elbe"),
    case("odd-shape", choice, "平壌", "Seoul", "Busan"),
    case("odd-shape", choice, "Danube (river)", "Rhine", "Elbe"),
    case("odd-shape", choice, "“Danube”", "Rhine", "Elbe"),
    case("odd-shape", choice, "It is wet.", "Dry weather", "Cold weather"),
    case("number-format", choice, "2,700", "3000", "3500"),
    case("number-format", choice, "six", "7", "8"),
    case("number-format", choice, "€ 5", "€4", "€6"),
    case("number-format", choice, "2½", "1 1/2", "3 1/2"),
    case("number-format", choice, "٣", "2", "4"),
    case("date-format", choice, "14 July 2024", "June 2024", "May 2024"),
    case("date-format", choice, "44 BC", "57 AD", "157 AD"),
    case("date-format", choice, "14 July 2024", "July 3, 2024", "July 4, 2024"),
    case("least-round", choice, "2,743", "2,000", "3,000"),
    case("least-round", choice, "2,750", "3,000", "4,000"),
    case("word-repeat", choice, "kneecap", "shin", "heel", stem="What covers the knee?"),
    case("word-repeat", choice, "eyebrows", "heels", "nails", stem="What is above the eyebrow?"),
    case("word-repeat", choice, "Mexico City", "Vienna", "Seoul", stem="What is Mexico's capital?"),
    case("word-repeat", choice, "Korean", "Thai", "Lao", stem="What do people in Korea speak?"),
    case("word-repeat", choice, "National Police Agency", "WHO", "Red Cross", stem="What is the NPA?"),
    case("word-repeat", choice, "NIS", "WHO", "EU", stem="What is the National Intelligence Service?"),
    case("convergence", choice, "fever red rash cough", "fever one", "rash two", "cough three"),
    case("absolute-terms", choice, "always wet", "dry", "cold"),
    case("absolute-terms", choice, "wet and dry", "only wet", "only dry"),
    case("vague-terms", choice, "usually wet", "dry", "cold"),
    case("vague-terms", choice, "wet", "it may be dry", "cold"),
    case("all-none-of-the-above", choice, "Danube", "Rhine", "none of the above"),
    case("all-none-of-the-above", choice, "All of these", "Rhine", "Elbe"),
    case("all-none-of-the-above", choice, "Danube", "Rhine", "All answers are correct"),
    case("k-type", choice, "A and C", "A and B", "B and C"),
    case("k-type", choice, "1 and 3 only", "1, 2 and 3", "2 and 3 only"),
    case("k-type", choice, "I only", "Rhine", "Both A and B"),
    case("true-false-options", choice, "yes", "no", "only in spring"),
    case("true-false-options", choice, "True", "False", "Unknown"),
    case("true-false-options", choice, "Yes, in 1948", "No, later", "Perhaps"),
    case("grammar", choice, "lungs", "heart", "liver", stem="The _____ are organs."),
    case("grammar", choice, "lungs", "heart", "liver", stem="These _____ breathe."),
    case("grammar", choice, "heart", "lungs", "kidneys", stem="This _____ is an organ."),
    case("grammar", choice, "heart", "lungs", "kidneys", stem="In mammals the _____ is an organ."),
    case("grammar", choice, "lungs", "heart", "liver", stem="What are the organs of breath?"),
    case("grammar", choice, "to leave", "a holiday", "a new post"),
    case("grammar", choice, "signing a pact", "formal ties", "open borders"),
    case("grammar", choice, "people of the sea", "land of the sea", "king of the sea"),
    case("grammar", typed, "It is an _____ of Europe.", "island"),
    case("negative-stem", choice, *FOUR_RIVERS, stem="Which does not lie in Austria?"),
    case("negative-stem", choice, *FOUR_RIVERS, stem="Which is NOT in Austria?"),
    case("negative-stem", choice, *FOUR_RIVERS, stem="All flow south, except which?"),
    case("negative-stem", choice, *FOUR_RIVERS, stem="Which river isn’t long?"),
    case("negative-stem", choice, *FOUR_RIVERS, stem="Without which river would Vienna be dry?"),
    case("unfocused-stem", choice, *FOUR_RIVERS, stem="The river that flows through Vienna"),
    case("unfocused-stem", choice, *FOUR_RIVERS, stem="The river that flows through Vienna is"),
    case("unfocused-stem", choice, *FOUR_RIVERS, stem="Vienna is old. A river of Vienna."),
    case("unfocused-stem", typed, "State law rules rivers.", "Danube"),
    case("unfocused-stem", typed, "Name", "Danube"),
    case("unfocused-stem", choice, *FOUR_RIVERS, stem="Which of the following is correct?"),
    case("unfocused-stem", typed, "It is _____.", "Danube"),
    case("inner-blank", choice, *FOUR_RIVERS, stem="The _____ flows through Vienna."),
    case("ambiguous", typed, "It flows through _____.", "Vienna"),
    case("ambiguous", typed, "It takes its name from _____.", "Vienna"),
    case("ambiguous", typed, "It takes part for _____.", "Austria"),
    case("ambiguous", typed, "It is close to _____.", "Vienna"),
    case("ambiguous", typed, "It is a river that flows through _____.", "Vienna"),
    case("ambiguous", typed, "It was _____.", "Vienna"),
    case("ambiguous", typed, "It appears in _____.", "Vienna"),
    case("ambiguous", typed, "There it flows through _____.", "Vienna"),
    case("ambiguous", typed, "There has he built _____.", "Vienna"),
    case("ambiguous", typed, "That is in _____.", "Vienna"),
    case("ambiguous", typed, "This river flows through _____.", "Vienna"),
    case("ambiguous", typed, "The capital is now _____.", "Vienna"),
    case("ambiguous", typed, "Two years ago the capital was _____.", "Vienna"),
    case("ambiguous", typed, "word " * 41 + "_____.", "Vienna"),
    case("gratuitous", typed, "word " * 36 + "_____.", "Vienna"),
    case("gratuitous", typed, "_____", "Vienna", fact="Rivers matter. ==Vienna== has one."),
    case("unique-fill", typed, "In this deck stands _____.", "Danube", more_facts=[RIVAL]),
    case("leak", typed, "The Danube and _____ are one.", "Danube"),
    case("leak", typed, "In the USA, _____ is far.", "United States"),
    case("leak", typed, "The NPA is the _____.", "National Police Agency"),
    case("leak", typed, "He waited 6 days, that is _____.", "six"),
    case("leak", typed, "Of twelve months, that is _____.", "12"),
    case("leak", typed, "Which river?", "Danube", hint="It begins like Danube"),
    case("leak", typed, "Which river?", "Danube", image="img/danube.png"),
    case("leak", typed, "Which river?", "Danube", world=WORLD.replace("A world of rivers", "Danube")),
    case("leak", choice, *FOUR_RIVERS, world=WORLD.replace("A world of rivers", "X::Danube")),
    case("blank", typed, "He wrote two _____s.", "river"),
    case("blank", typed, "He lived in ________ and in _____.", "river"),
    case("context-left", typed, "_____ is it.", "Vienna"),
    case("minimum-information", typed, "word " * 26 + "_____.", "Vienna"),
    case("minimum-information", typed, "He said: _____.", "one two three four words"),
    case("minimum-information", typed, "He named _____.", "war and peace"),
    case("hint", typed, "It sank: _____.", "Atlantis"),
    case("date-stamp", typed, "The current capital is _____.", "Vienna"),
    case("date-stamp", typed, "So far the river has risen by _____.", "six"),
    case("date-stamp", typed, "_____ is the president of Austria.", "Vienna"),
    case("date-stamp", typed, "_____ is prime minister of Austria.", "Vienna"),
]  # fmt: skip


ADVICE_CLEAN: list[Case] = [
    case("vague-terms", typed, "In May 2024 the river rose to _____.", "Vienna"),
    case("vague-terms", typed, "The band Mostly Autumn played in _____.", "Vienna"),
    case("longest-key", choice, "Danube", "Rhine", "Elbe"),
    case("leak", typed, "The river of Vienna is the _____.", "Danube", tags=("rivers",)),
    case("leak", typed, "The interior of the _____ is dry.", "international law"),
    case("context-left", typed, "The old capital of Austria is _____.", "Vienna"),
]

ADVICE_FLAWED: list[Case] = [
    case("vague-terms", typed, "The river usually rises in _____.", "Vienna"),
    case("longest-key", choice, "Democratic Republic of the Congo", "Iran", "Iraq", exhausted=True),
    case("leak", typed, "Where do North Koreans go from _____?", "South Korea"),
    case("leak", typed, "The river of Vienna is the _____.", "Danube", tags=("danube",)),
    case("context-left", typed, "The capital is _____.", "Vienna"),
    case(
        "context-left",
        typed,
        "See old red Rome in _____.",
        "a very long answer that fills it",
        fact="See old Rome in ==a very long answer that fills it==.",
    ),
    case("negative-stem", typed, "The river does not flow through _____.", "Vienna"),
]


def named(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("rule", "make"), [pytest.param(*c, id=f"{c[0]}-{i}") for i, c in enumerate(cases)]
    )


@named(CLEAN)
def test_what_is_clean_passes(rule: str, make: Callable[[], View]) -> None:
    made = make()
    fault = BY_NAME[rule].check(made)
    applies = type(made.item.interaction) in BY_NAME[rule].blocks | BY_NAME[rule].advises
    assert fault is None or not applies, fault


@named(FLAWED)
def test_what_is_flawed_is_found(rule: str, make: Callable[[], View]) -> None:
    made = make()
    fault = BY_NAME[rule].check(made)
    assert fault is not None
    assert fault.message
    blocked = type(made.item.interaction) in BY_NAME[rule].blocks
    assert rule in [flaw.rule.name for flaw in lint.flaws(made)]
    assert (lint.blocking(made) is not None) or not blocked


@named(ADVICE_CLEAN)
def test_what_needs_no_advice_gets_none(rule: str, make: Callable[[], View]) -> None:
    assert rule not in [flaw.rule.name for flaw in lint.advice(make())]


@named(ADVICE_FLAWED)
def test_what_could_be_better_is_advised(rule: str, make: Callable[[], View]) -> None:
    made = make()
    assert rule in [flaw.rule.name for flaw in lint.advice(made)]
    assert rule not in [
        f.rule.name for f in lint._found(made, lint._BLOCKING[type(made.item.interaction)])
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_cases_both_ways_and_says_how_to_mend(rule: lint.Rule) -> None:
    assert [name for name, _ in CLEAN if name == rule.name]
    assert [name for name, _ in FLAWED if name == rule.name]
    assert all((rule.doc, rule.flawed, rule.clean, rule.fix))
    assert rule.blocks or rule.advises
    assert rule.check.__doc__


def test_rules_have_one_name_each() -> None:
    assert len(BY_NAME) == len(RULES)


# -- languages ------------------------------------------------------------------------------

IN_ENGLISH_ONLY = [
    "absolute-terms",
    "vague-terms",
    "all-none-of-the-above",
    "true-false-options",
    "negative-stem",
    "grammar",
    "word-repeat",
    "convergence",
    "ambiguous",
    "date-stamp",
    "context-left",
]


@named([c for c in FLAWED if c[0] in IN_ENGLISH_ONLY])
def test_a_language_without_a_word_list_has_no_word_rules(
    rule: str, make: Callable[[], View]
) -> None:
    made = make()
    item = replace(made.item, language="xx")
    fault = BY_NAME[rule].check(View(made.knowledge, made.fact, made.mark, item))
    assert fault is None or fault.message.endswith("words long")


def test_a_region_has_the_words_of_its_language() -> None:
    made = choice("usually wet", "dry", "cold", language="en-GB")
    assert lint.blocking(made) is not None


# -- allow ----------------------------------------------------------------------------------


def test_what_an_author_allows_passes() -> None:
    flawed = "Which river does not rise in the Alps?"
    assert lint.blocking(choice(*FOUR_RIVERS, stem=flawed)) is not None
    assert lint.blocking(choice(*FOUR_RIVERS, stem=flawed, marks="allow: [negative-stem]")) is None
    assert lint.blocking(choice(*FOUR_RIVERS, stem=flawed, keys="allow: negative-stem")) is None


def test_what_keeps_an_item_right_cannot_be_allowed() -> None:
    made = choice("Danube", "DANUBE", "Rhine", marks="allow: [duplicate-options]")
    flaw = lint.blocking(made)
    assert flaw is not None
    assert flaw.rule.name == "duplicate-options"


# -- two items -------------------------------------------------------------------------------


def cross(teller: View, asked: View) -> bool:
    return lint.cross_item(
        lint.cues(teller.item, teller.knowledge), lint.cues(asked.item, asked.knowledge)
    )


TELLER = "The Danube flows through Vienna and on to _____."


def test_an_item_that_tells_another_is_found() -> None:
    teller = typed(TELLER, "Hamburg")
    assert not cross(teller, typed("The Rhine flows through _____.", "Cologne"))
    assert not cross(teller, typed("The Rhine flows through _____.", "Vienna"))
    assert not cross(typed("The Elbe flows to _____.", "Hamburg"), typed(TELLER, "Vienna"))
    assert not cross(teller, typed("The wall of this is _____.", "Vienna"))
    assert cross(teller, typed("The Danube flows through _____.", "Vienna"))
    assert cross(teller, choice("Vienna", "Seoul", "Cologne", stem="Where is the Danube?"))
    assert cross(teller, typed("It flows on to _____.", "Vienna"))


def test_two_items_that_hold_each_other_s_answers_tell_each_other() -> None:
    whose = typed("Since whose escape in 2016 is she the highest to have left?", "Danube")
    when = typed("To which year does the book date the Danube's flight?", "2016")
    assert cross(whose, when)
    assert cross(when, whose)
    assert not cross(whose, typed("To which year does the book date the flood?", "2016"))
    assert not cross(typed("Who escaped in 2015?", "Danube"), when)


# -- the generator -----------------------------------------------------------------------------

MENDABLE = """
terms:
  lake: [Como, Garda, Lugano, Maggiore, Neusiedl, Constance, Balaton, Trasimeno]
facts:
  - fact: The deepest of them is the lake of ==Como==.
    ask: Which lake, far deeper than Lake Garda, is deepest?
  - fact: "Old boats lie in ==Lake of the Four Forested Cantons|lake==."
    ask: In which water do old boats lie?
  - fact: The people drink ==green tea==.
    ask: What do the people drink?
    marks:
      green tea: {distractors: [tea, black coffee, cold milk, usually wine]}
  - fact: The people eat ==bread==.
    ask: Which of the following is not eaten by the people?
    marks:
      bread: {distractors: [meat, fish, grass]}
"""


def made_of(text: str) -> tuple[dict[str, Item], tuple[Problem, ...]]:
    items, problems = nkquiz.generate(deck_of(text), kinds=("multiple-choice",))
    return {item.answers[0]: item for item in items}, problems


def test_other_distractors_are_tried_before_an_item_is_given_up() -> None:
    items, _ = made_of(MENDABLE)
    assert "Garda" not in texts(items["Como"])
    assert texts(items["green tea"]) == {"green tea", "black coffee", "cold milk"}


def test_a_name_that_none_of_its_vocabulary_resembles_is_asked_and_advised() -> None:
    items, _ = made_of(MENDABLE)
    assert "Lake of the Four Forested Cantons" in items
    problems = check(deck_of(MENDABLE), now=NOW)
    assert "longest-key" in [problem.code for problem in problems]


def test_an_item_that_no_other_options_mend_becomes_a_problem() -> None:
    items, problems = made_of(MENDABLE)
    assert "bread" not in items
    [problem] = problems
    assert (problem.code, problem.location.line) == ("negative-stem", 13)
    assert problem.message == (
        'no multiple-choice item for "bread": the stem has "not"; ask what is true'
    )


def texts(item: Item) -> set[str]:
    assert isinstance(item.interaction, Choose)
    return {option.text for option in item.interaction.options}


# -- check -------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def codes(text: str, now: date = NOW) -> list[tuple[int, str]]:
    return [(p.location.line, p.code) for p in check(deck_of(text), now=now)]


@pytest.mark.parametrize(
    ("distractors", "rule"),
    [
        ("Only Elbe, Only Oder, Only Loire", "absolute-terms"),
        ("all of the above, none of these, A and B", "all-none-of-the-above"),
        ("A and B, only B and C, never any", "k-type"),
        ("never, no, yes", "true-false-options"),
    ],
)
def test_the_more_exact_rule_is_named_first(distractors: str, rule: str) -> None:
    text = f"""
facts:
  - fact: The river through Vienna is the ==Danube==.
    kinds: [multiple-choice]
    marks: {{Danube: {{distractors: [{distractors}]}}}}
"""
    assert [code for _, code in codes(text)] == [rule]


def test_a_sound_deck_has_no_problems() -> None:
    text = """
title: Rivers
facts:
  - fact: The ==Danube== rises in the Black Forest.
    review_after: 2027
  - The ==Rhine== rises high in the Alps.
"""
    assert codes(text) == []


@pytest.mark.parametrize(
    ("names", "shared"),
    [("C, C++, C#", 0), ("sí, si", 0), ("Vienna, {name: Wien, also: [VIENNA]}", 1)],
)
def test_two_terms_share_a_name_that_reads_alike(names: str, shared: int) -> None:
    found = codes(f"terms:\n  thing: [{names}]\nfacts:\n- The moon is ==round== and far away.\n")
    assert [code for _, code in found].count("shared-name") == shared


def test_check_says_what_a_deck_lacks_and_where() -> None:
    text = """
terms:
  river: [Danube, Rhine]
  city:
    - {name: Vienna, also: [Wien], river: Danube}
    - {name: Cologne, also: [Wien], river: Rhine}
    - {name: Graz, river: Rhine}
templates:
  - id: lies
    for: city
    fact: "=={name}== lies on the =={river}== in the plain."
facts:
  - fact: Nothing is marked here.
    review_after: 2020
  - The ==Danube== flows through Passau.
  - The ==Inn== flows through Passau.
  - fact: The ==Rhine== is usually deep in Cologne.
    allow: [vague-terms, leak, vague-term]
"""
    assert codes(text) == [
        (6, "shared-name"),
        (11, "needs-distractors"),
        (11, "several-answers"),
        (13, "no-mark"),
        (13, "review-due"),
        (15, "several-answers"),
        (16, "several-answers"),
        (17, "allow"),
        (17, "allow"),
    ]
    found = review(deck_of(text), now=NOW)
    assert [p.code for p in found.allowed] == ["vague-terms"]
    messages = [p.message for p in found.problems]
    assert any("add 1 more city with `river`" in message for message in messages)
    assert any("did you mean `vague-terms`?" in message for message in messages)
    assert all(not p.is_error for p in found.problems)


def test_now_is_a_date_or_a_datetime() -> None:
    text = "facts: [{fact: The ==Rhine== is deep in Cologne., review_after: 2026-03-01}]"
    assert "review-due" not in [code for _, code in codes(text, date(2026, 2, 28))]
    assert [code for _, code in codes(text, date(2026, 3, 1))] == [
        code for _, code in codes(text, datetime(2026, 3, 1, tzinfo=UTC))
    ]
    assert "review-due" in [code for _, code in codes(text, date(2026, 3, 1))]
    with pytest.raises(TypeError, match="a date or a datetime, not str"):
        codes(text, "2026-03-01")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "answer", ["29 February 2024", "31/12/1999", "2023-24", "the 31 April club"]
)
def test_what_is_a_date_or_was_never_meant_as_one(answer: str) -> None:
    assert "no-such-date" not in [code for _, code in codes(f"facts: [It was =={answer}==.]")]


@pytest.mark.parametrize("answer", ["30 February 2020", "1999-13-01", "April 31"])
def test_a_date_that_no_calendar_has_is_said_at_its_mark(answer: str) -> None:
    (problem,) = (
        p
        for p in check(deck_of(f"facts:\n- It was =={answer}==.\n"), now=NOW)
        if p.code == "no-such-date"
    )
    assert (problem.location.line, problem.location.column) == (2, 10)
    assert problem.message.startswith(f'"{answer}" is written as a date')


@pytest.mark.parametrize(
    ("answer", "is_told"), [("18 July AD 64", False), ("18 July 1964", False), ("18 July 64", True)]
)
def test_a_day_of_any_century_is_told(answer: str, is_told: bool) -> None:
    told = [code for _, code in codes(f"facts: [It was =={answer}== in Rome.]")]
    assert ("short-year" in told) is is_told


PLACES = """
terms:
  port:
    attributes:
      place: {sort: coordinates, tolerance: 0.5}
      opened: {sort: date}
      depths: {sort: number, values: all, unit: m}
      motto: {}
    rows:
    - {name: Arbor, %s}
  ship:
    rows: [{name: Argo, port: Arbor}, {name: Bounty, port: Arbor}]
templates:
- {id: place, for: port, fact: "The port of {name} lies at =={place}== on the map."}
- {id: again, for: port, fact: "The map shows the port of {name} at =={place}==."}
- {id: opened, for: port, fact: "The port of {name} was opened in =={opened}==."}
- {id: ad, for: port, fact: "The port of {name} was shut in ==AD {opened}==."}
- {id: depths, for: port, fact: "The docks of {name} have depths of =={depths}==."}
- {id: motto, for: port, fact: "The port of {name} has the motto =={motto}==."}
- {id: home, for: ship, fact: "The home port of {name} lies at =={port.place}==."}
"""


def unread(cells: str) -> list[Problem]:
    found = check(deck_of(PLACES % cells), now=NOW)
    return [problem for problem in found if problem.code == "not-of-its-sort"]


@pytest.mark.parametrize(
    "cells",
    [
        "place: 14° 5′ N 10° 0′ E",
        "place: 38° N",
        "opened: 1789",
        "opened: about 44 BC",
        "depths: [12, 7.5, 1 km]",
        "motto: banana",
        "draught: banana",
        "opened: 30 February 2020",
        "opened: 18 July 64",
    ],
)
def test_what_reads_as_its_sort_has_none_or_is_told_as_a_date(cells: str) -> None:
    assert unread(cells) == []


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ("place: banana", ["banana"]),
        ("place: '35.36, 138.73'", ["35.36, 138.73"]),
        ("place: 14° 60′ N 10° 0′ E", ["14° 60′ N 10° 0′ E"]),
        ("opened: banana", ["banana"]),
        ("depths: [12, banana, 7, cherry]", ["banana", "cherry"]),
        ("depths: banana", ["banana"]),
        ("place: banana, opened: banana", ["banana", "banana"]),
    ],
)
def test_what_cannot_be_read_as_its_sort_is_told_once_at_its_row(
    cells: str, texts: list[str]
) -> None:
    found = unread(cells)
    assert [problem.message.split('"')[1] for problem in found] == texts
    assert {(p.location.line, p.is_error) for p in found} == {(10, False)}


def test_what_cannot_be_read_as_its_sort_is_told_with_an_example() -> None:
    (place,) = unread("place: banana")
    assert place.message == (
        '"banana" can\'t be read as a position (`place` has `sort: coordinates`), '
        "so it counts as words only: write one such as 50° 5′ N 14° 25′ E"
    )
    (depth,) = unread("depths: banana")
    assert depth.message.endswith("words only: correct it")


def test_what_a_far_column_alone_asks_for_is_told_at_its_own_row() -> None:
    text = PLACES % "place: banana"
    lines = [line for line in text.splitlines() if "{id:" not in line or "home" in line]
    found = check(deck_of("\n".join(lines)), now=NOW)
    assert [p.location.line for p in found if p.code == "not-of-its-sort"] == [10]


def test_a_term_may_look_like_a_date() -> None:
    text = "terms: {band: [April 31]}\nfacts: [The band was ==April 31==.]"
    assert "no-such-date" not in [code for _, code in codes(text)]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("The ==Rhine== flows.", "only 1 content word is left"),
        ("The ==Rhine== flows north.", "only 2 content words are left"),
    ],
)
def test_words_that_are_left_are_counted(sentence: str, said: str) -> None:
    problems = check(deck_of(f"facts: [{sentence}]"), now=NOW)
    assert any(said in problem.message for problem in problems)


def test_a_template_tells_its_rows_apart_once() -> None:
    rows = "".join(f"    - {{name: City {i}, river: River {i}}}\n" for i in range(12))
    text = f"""
terms:
  city:
{rows}
templates:
  - id: current
    for: city
    fact: "=={{name}}== currently lies on a river called {{river}}."
"""
    problems = [p for p in check(deck_of(text), now=NOW) if p.code == "date-stamp"]
    assert len(problems) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_decks_are_clean(name: str) -> None:
    assert check(shipped(name), now=NOW) == ()


def test_every_item_of_the_shipped_decks_passes_at_any_seed() -> None:
    deck = shipped("north-korean-diplomats")
    knowledge = knowledge_of(deck)
    slots = {fact.memory(mark): (fact, mark) for fact in deck.facts for mark in fact.marks}
    for seed in range(20):
        for item in nkquiz.generate(deck, seed=seed)[0]:
            made = View(knowledge, *slots[item.memories[0]], item, exhausted=True)
            assert lint.flaws(made) == ()


# -- the docs ----------------------------------------------------------------------------------


def test_the_page_of_rules_is_current(golden: Golden) -> None:
    golden("../docs/rules.md", rules_page.page())
