"""Texts that nobody expects, and decks and responses that are made of them, for Hypothesis."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

from nkquiz import markup
from nkquiz.item import Item, Type
from nkquiz.loader import loads
from nkquiz.model import Deck
from nkquiz.quiz import generate
from typed_items import typed_items

LANGUAGES = ("en", "de", "ko", "ja", "ar")

#: Letters that lower case or the case-blind patterns of a language take for s, k and i.
LOOKALIKES = ("ſ", "\u212a", "İ", "ı")

#: Signs, emoji and their joiners, combining marks, bidirectional controls, white space, digits of
#: other scripts, and the words that the scorer has a rule for.
PIECES = (
    *"!?+¥…—-−'’\"“&/\\()[],;:.·#%°^_~*=<>|@$€№×½²①",
    "!!", "==", "😀", "👩‍👩‍👧", "🇰🇵", "❤️", "👍🏽", "#️⃣", "\u0301", "\u20dd", "\u0e31", "\u093f", "\u200b", "\u200d",
    "\u200e", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u0640", "\u05b0", "\u3000", "\u00a0", "\u2009", " ", " ",
    "٣", "४", "৭", "２", "𝟗", "〇", "二", "百", "Ⅷ", "1", "0", "10", "007", "1,000", "1.5", "1/2", "10^6", "1e400",
    "1960", "-5", "44 BC", "km", "38° N", "38° ſ", "38° ſouth", "12:30", "May", "3rd", "the ", "a ", "of", " and ", " or ", "not ", "le ",
    "der ", "ال", "Kim", "Jong", "Xi", "de ", "van ", "Jr.", "King ", "II", "St. ", "North ", "N. ", "I", "x", "ß",
    *LOOKALIKES,
    "ﬁ", "ς", "é", "e\u0301", "김", "은", "ㄱ", "\u1100\u1161", "東京", "の", "مصر", "ไทย", "𐍈", "H2O", "Na+", "C++", "Fe2+",
)  # fmt: skip

TEXTS = st.one_of(
    st.sampled_from(PIECES),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=4),
    st.builds(lambda piece, times: piece * times, st.sampled_from(PIECES), st.integers(99, 999)),
)

#: Answers that are read as a value, a formula, a time, a range or a place.
VALUES = st.sampled_from(
    ("10", "1,000 km", "3 May 1999", "1960s", "44 BC", "38° N", "38° S", "50° 5′ N 14° 25′ E", "10-15", "10:30", "H2O", "x^2", "½", "二十世紀", "5 million")
) | TEXTS  # fmt: skip


def marked(answer: str) -> str:
    """An answer, marked in a sentence."""
    return markup.write(answer, [(0, len(answer))])


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A fact file with every way to ask for a typed answer."""
    term, other, phrase, value = draw(TEXTS), draw(TEXTS), draw(TEXTS), draw(VALUES)
    sort = draw(st.sampled_from(("person", "place", "thing")))
    names = {"names": "korean"} if sort == "person" and draw(st.booleans()) else {}
    read = draw(st.sampled_from(({}, {"sort": "number", "tolerance": "10 %"}, {"sort": "date"})))
    values = draw(st.sampled_from(("one", "any", "all")))
    mark = {"accept": [draw(TEXTS)], "reject": {draw(TEXTS): "No."}}
    return {
        "id": "t",
        "language": draw(st.sampled_from(LANGUAGES)),
        "items": {"strict": draw(st.sampled_from(("yes", "no")))},
        "terms": {
            "w": {
                "sort": sort,
                **names,
                "attributes": {"v": {"values": values, **read}},
                "rows": [
                    {"name": term, "also": [draw(TEXTS)], "v": [draw(VALUES), draw(VALUES)]},
                    {"name": other, "v": draw(VALUES)},
                ],
            }
        },
        "facts": [
            {"fact": f"Here is {marked(term)}, {marked(phrase)}.", "marks": {phrase: mark}},
            {"fact": f"Here was {marked(value)}, once."},
            {"fact": "Each:", "set": [draw(TEXTS), draw(TEXTS)], "ask": "Which are they?"},
        ],
        "templates": [
            {"id": "t", "for": "w", "fact": "{name} has =={v}==.", "ask": {"v": "What?"}}
        ],
    }


def typed(document: dict[str, Any]) -> tuple[Deck, list[Item]]:
    """The deck of a document, and all that it asks to be typed."""
    deck, _ = loads(yaml.safe_dump(document, allow_unicode=True))
    made, _ = generate(deck, ("cloze", "short-answer"))
    items = [*typed_items(deck).values(), *made]
    return deck, [item for item in items if isinstance(item.interaction, Type)]


@st.composite
def responses(draw: st.DrawFn, names: tuple[str, ...]) -> str:
    """Anything; or an answer as it is, changed in a place, or beside another one."""
    anything = draw(TEXTS | st.text(max_size=9))
    name = draw(st.sampled_from(names))
    at = draw(st.integers(0, len(name)))
    left_out = draw(st.integers(0, 2))
    ways = (
        anything,
        name[:at] + anything + name[at:],
        name[:at] + name[at + left_out :],
        name[:at] + anything + name[at + left_out :],
        f"{name}, {anything}",
    )
    chosen: str = draw(st.sampled_from(ways))
    return chosen
