"""The note types, frozen since the first release: ids, names, fields, templates.

A field or template that is added or renamed would part every learner's notes from ours, so all
types have spare fields. HTML, CSS and the script may change freely. Everything works without
JavaScript; with it options are shuffled and tapped.
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
#: The spare field that says, where it isn't empty, that the sound belongs to the back alone.
BEHIND = "Spare 1"


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

    def cards_in(self, fields: str) -> frozenset[int]:
        """The ordinals of the cards of a note, by its fields as a collection stores them."""
        if self.name != CLOZE.name:
            return frozenset((0,))
        text = fields.partition("\x1f")[0]
        return frozenset(int(number) - 1 for number in _CLOZE_NUMBER.findall(text))


#: Where a cloze begins in a text, in which all other braces are escaped; Anki counts to 499.
_CLOZE_NUMBER = re.compile(r"\{\{c([0-9]{1,3})::")

CLOZE = NoteType(1719792000101, "nkquiz Cloze", ("Text", *COMMON))
CHOICE = NoteType(
    1719792000102,
    "nkquiz Choice",
    ("Question", "Prompt", "Options", "Key", "Answer", "Notes", *COMMON),
)
QUESTION = NoteType(
    1719792000103,
    "nkquiz Question",
    ("Question", "Prompt", "Answer", "Also right", "Parts", *COMMON),
)
STATEMENT = NoteType(
    1719792000104,
    "nkquiz True or false",
    ("Statement", "Prompt", "Options", "Key", "Answer", "Right", "Notes", *COMMON),
)
MATCHING = NoteType(
    1719792000105,
    "nkquiz Matching",
    ("Question", "Prompt", "Premises", "Responses", "Pairs", *COMMON),
)
ORDERING = NoteType(
    1719792000106, "nkquiz Ordering", ("Question", "Prompt", "Parts", "Order", *COMMON)
)
TYPES = (CLOZE, CHOICE, QUESTION, STATEMENT, MATCHING, ORDERING)
BY_ID = {note_type.id: note_type for note_type in TYPES}

_OPEN = '<div class="nkquiz {side}" lang="{{{{Language}}}}" dir="auto">'
_TEXT = '<div class="text">{{{{{}}}}}</div>'
_IMAGE = '{{#Image}}<div class="image">{{Image}}</div>{{/Image}}'
_AUDIO = '{{#Audio}}<div class="audio">{{Audio}}</div>{{/Audio}}'
#: On a front: a sound that speaks the answer is not heard there.
_ASKED_AUDIO = f"{{{{^{BEHIND}}}}}{_AUDIO}{{{{/{BEHIND}}}}}"
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
_LINE = "<hr id=answer>"
_OPTIONS = '<div class="options" data-note="{{Id}}">{{Options}}</div>'
_TRUTH = _OPTIONS.replace("options", "options truth")
_BEHIND = 'div id="answer" class="options key-{{Key}}'
_RIGHT_OPTION = _OPTIONS.replace('div class="options', _BEHIND)
_RIGHT_TRUTH = _TRUTH.replace('div class="options', _BEHIND)
#: Where the script puts what there is to say to who chose a wrong option.
_TOLD = '<div class="told" dir="auto"></div>'
_OTHERS = (
    '{{#Notes}}<details class="notes" dir="auto"><summary>the other options</summary>{{Notes}}'
    "</details>{{/Notes}}"
)
_TYPED = '<div class="typed">{{type:Answer}}</div>'
_ANSWER = '<div class="answer" dir="auto">{{Answer}}</div>'
_LISTS = (
    '<div class="lists"><div class="premises">{{Premises}}</div>'
    '<div class="responses">{{Responses}}</div></div>'
)

#: The field that asks, then what stands under it: in front, and behind.
_SIDES: dict[NoteType, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    CLOZE: ("cloze:Text", (), (_AUDIO, _LINE)),
    CHOICE: ("Question", (_ASKED_AUDIO, _OPTIONS, _HINT), (_AUDIO, _RIGHT_OPTION, _TOLD, _OTHERS)),
    QUESTION: (
        "Question",
        (_ASKED_AUDIO, "{{^Parts}}", _TYPED, "{{/Parts}}", _HINT),
        (
            _AUDIO,
            _LINE,
            "{{^Parts}}",
            _TYPED,  # first, since Anki moves the line to right above it
            _ANSWER,
            '{{#Also right}}<ul class="also" dir="auto">{{Also right}}</ul>{{/Also right}}',
            "{{/Parts}}",
            '{{#Parts}}<div class="parts">{{Parts}}</div>{{/Parts}}',
        ),
    ),
    STATEMENT: (
        "Statement",
        (_ASKED_AUDIO, _TRUTH, _HINT),
        (
            _AUDIO,
            _RIGHT_TRUTH,
            '{{#Right}}<div class="answer" dir="auto">{{Right}}</div>{{/Right}}',
            '{{#Notes}}<div class="why" dir="auto">{{Notes}}</div>{{/Notes}}',
        ),
    ),
    MATCHING: ("Question", (_LISTS, _HINT), (_LINE, '<div class="pairs">{{Pairs}}</div>')),
    ORDERING: (
        "Question",
        ('<div class="steps">{{Parts}}</div>', _HINT),
        (_LINE, '<div class="ordered">{{Order}}</div>'),
    ),
}
#: The note types whose options are tapped.
_TAPPED = (CHOICE, STATEMENT)


def _front(note_type: NoteType) -> str:
    asks, under, _ = _SIDES[note_type]
    prompt = () if note_type is CLOZE else (_PROMPT,)
    return _side("front", note_type, (_TEXT.format(asks), *prompt, _IMAGE, *under, _DECK))


def _back(note_type: NoteType) -> str:
    asks, _, under = _SIDES[note_type]
    prompt = () if note_type is CLOZE else (_PROMPT,)
    parts = (_TEXT.format(asks), *prompt, _IMAGE, *under, _ABOUT, _DECK)
    return _side("back", note_type, parts)


def _side(side: str, note_type: NoteType, parts: tuple[str, ...]) -> str:
    script = (_script(),) if note_type in _TAPPED else ()
    return "\n".join((_OPEN.format(side=side), *parts, "</div>", *script))


@cache
def _script() -> str:
    """What shuffles the options and lets them be tapped; the same on both sides."""
    return f"<script>\n{_resource('card.js')}</script>"


def _resource(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


#: More options than a choice ever has.
_MOST_OPTIONS = 10
_KEY = re.compile(r"^\.the-key(\S*) ", re.MULTILINE)


def _css() -> str:
    """The looks of all cards. Only the back knows which option is right: by `.key-3`."""

    def selectors(match: re.Match[str]) -> str:
        numbers = range(1, _MOST_OPTIONS + 1)
        rest = match[1]
        keys = [f".key-{n} > ol > li:nth-child({n}){rest}" for n in numbers]
        return ",\n".join((*keys, f".options li.right{rest}")) + " "

    return _KEY.sub(selectors, _resource("card.css"))


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
                "qfmt": _front(note_type),
                "afmt": _back(note_type),
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
