"""The note types, frozen since the first release: ids, names, fields, templates.

A field or template that is added or renamed would part every learner's notes from ours, so all
types have spare fields. HTML and CSS may change freely. Everything works without JavaScript.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from typing import Any

#: The fields that every note type ends with.
COMMON = (
    "Image",
    "Audio",
    "Hint",
    "Why",
    "As of",
    "Source",
    "Language",
    "Id",
    "Deck",
    "Spare 1",
    "Spare 2",
    "Spare 3",
)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: its id, its name and its fields, none of which ever changes."""

    id: int
    name: str
    fields: tuple[str, ...]

    def id_in(self, fields: str) -> str:
        """What a note practises, by its fields as a collection stores them."""
        values = dict(zip(self.fields, fields.split("\x1f"), strict=False))
        return unescape(values.get("Id", ""))


CLOZE = NoteType(1719792000101, "nkquiz Cloze", ("Text", *COMMON))
CHOICE = NoteType(
    1719792000102,
    "nkquiz Choice",
    ("Question", "Prompt", "Options", "Key", "Answer", "Notes", *COMMON),
)
QUESTION = NoteType(
    1719792000103, "nkquiz Question", ("Question", "Prompt", "Answer", "Also right", *COMMON)
)
BY_ID = {note_type.id: note_type for note_type in (CLOZE, CHOICE, QUESTION)}

_OPEN = '<div class="nkquiz {side}" lang="{{{{Language}}}}" dir="auto">'
_IMAGE = '{{#Image}}<div class="image">{{Image}}</div>{{/Image}}'
_AUDIO = '{{#Audio}}<div class="audio">{{Audio}}</div>{{/Audio}}'
_HINT = (
    '{{#Hint}}<details class="hint"><summary>hint</summary> <bdi>{{Hint}}</bdi></details>{{/Hint}}'
)
_PROMPT = '{{#Prompt}}<div class="prompt" dir="auto">{{Prompt}}</div>{{/Prompt}}'
#: Our own field: Anki's `{{Deck}}` puts the name of a deck into the page as HTML.
_DECK = '{{#Deck}}<div class="deck" dir="auto">{{Deck}}</div>{{/Deck}}'
_ABOUT = """\
{{#Why}}<div class="why" dir="auto">{{Why}}</div>{{/Why}}
{{#As of}}<div class="small">As of <bdi>{{As of}}</bdi></div>{{/As of}}
{{#Source}}<div class="small source" dir="auto">{{Source}}</div>{{/Source}}"""


def _side(side: str, *parts: str) -> str:
    return "\n".join((_OPEN.format(side=side), *parts, "</div>"))


_CLOZE_TEXT = '<div class="text">{{cloze:Text}}</div>'
_QUESTION_TEXT = '<div class="text">{{Question}}</div>'
_FRONTS = {
    CLOZE: (_CLOZE_TEXT, _IMAGE, _DECK),
    CHOICE: (
        _QUESTION_TEXT,
        _PROMPT,
        _IMAGE,
        _AUDIO,
        '<div class="options">{{Options}}</div>',
        _HINT,
        _DECK,
    ),
    QUESTION: (
        _QUESTION_TEXT,
        _PROMPT,
        _IMAGE,
        _AUDIO,
        '<div class="typed">{{type:Answer}}</div>',
        _HINT,
        _DECK,
    ),
}
_BACKS = {
    CLOZE: (_CLOZE_TEXT, _IMAGE, _AUDIO, "<hr id=answer>", _ABOUT, _DECK),
    CHOICE: (
        _QUESTION_TEXT,
        _PROMPT,
        _IMAGE,
        _AUDIO,
        '<div id="answer" class="options key-{{Key}}">{{Options}}</div>',
        '{{#Notes}}<div class="notes" dir="auto">{{Notes}}</div>{{/Notes}}',
        _ABOUT,
        _DECK,
    ),
    QUESTION: (
        _QUESTION_TEXT,
        _PROMPT,
        _IMAGE,
        _AUDIO,
        "<hr id=answer>",
        '<div class="answer" dir="auto">{{Answer}}</div>',
        '{{#Also right}}<ul class="also" dir="auto">{{Also right}}</ul>{{/Also right}}',
        '<div class="typed">{{type:Answer}}</div>',
        _ABOUT,
        _DECK,
    ),
}


#: More options than a choice ever has.
_MOST_OPTIONS = 10
_KEY = re.compile(r"^\.the-key(\S*) ", re.MULTILINE)


def _css() -> str:
    """The looks of all cards. Only the back knows which option is right: by `.key-3`."""

    def selectors(match: re.Match[str]) -> str:
        numbers = range(1, _MOST_OPTIONS + 1)
        return ",\n".join(f".key-{n} li:nth-child({n}){match[1]}" for n in numbers) + " "

    text = (files(__package__) / "card.css").read_text(encoding="utf-8")
    return _KEY.sub(selectors, text)


@cache
def _model(note_type: NoteType) -> Any:
    import genanki

    return genanki.Model(
        model_id=note_type.id,
        name=note_type.name,
        fields=[{"name": name} for name in note_type.fields],
        templates=[
            {
                "name": note_type.name.removeprefix("nkquiz "),
                "qfmt": _side("front", *_FRONTS[note_type]),
                "afmt": _side("back", *_BACKS[note_type]),
            }
        ],
        css=_css(),
        model_type=genanki.Model.CLOZE if note_type is CLOZE else genanki.Model.FRONT_BACK,
    )


def as_json(note_type: NoteType, modified: int, deck_id: int) -> dict[str, Any]:
    """The note type as a collection holds it; `modified` in seconds since 1970."""
    data: dict[str, Any] = copy.deepcopy(_model(note_type).to_json(modified, deck_id))
    data["req"] = [[0, "any", [0]]]  # the question alone makes the card
    return data
