"""An item as paper wants it, and its entry in the key; laid out for a width of column.

Owns which form each interaction has on paper. Knows nothing of versions or of files.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from nkquiz.item import BLANK, Choose, Item, Judge, Match, Order, Type
from nkquiz.model import Citation, Fact
from nkquiz.prose import Blank, Picture, Prose, TextRun, plain, read, visible
from nkquiz.sheet import wording
from nkquiz.sheet.model import (
    Body,
    Boxes,
    Choices,
    Filling,
    KeyEntry,
    Pairs,
    Parts,
    Settings,
    SheetQuestion,
    WritingLines,
)
from nkquiz.values import norm

#: The width of a letter on average, by the size of the font.
_LETTER = 0.5
#: What a letter with its bracket and the gap between columns take, in letters.
_BESIDE = 7
#: The most lines of one question, which must fit on a page: more parts share a line.
_MOST_LINES = 12


def worth(item: Item, settings: Settings) -> float:
    """The points of an item: as chosen for its kind, else one for each thing to be written."""
    chosen = settings.points.get(item.kind)
    if chosen is not None:
        return chosen
    match item.interaction:
        case Match(premises=premises):
            return len(premises)
        case Type(listed=listed):
            return max(1, len(listed))
        case Choose() | Judge() | Order():
            return 1


def question(item: Item, number: int, points: str, settings: Settings) -> SheetQuestion:
    """The question of an item under a number; `points` are those to be shown with it."""
    body = _body(item, settings)
    stem = _with_hint(item, settings) if isinstance(body, Filling) else _plain(item.stem)
    picture = (Picture(item.image, ""),) if item.image else ()
    return SheetQuestion(number, item, stem, picture, body, points)


def _plain(text: str) -> Prose:
    """A text in which a blank is nothing to write on: it has the length that a reader needs."""
    pieces = read(text)
    if BLANK not in text:
        return pieces
    return tuple(TextRun(BLANK) if isinstance(piece, Blank) else piece for piece in pieces)


def _with_hint(item: Item, settings: Settings) -> Prose:
    """The stem, after its first blank the sort of thing that fills it, unless a word bank or the
    stem itself tells it.
    """
    stem = read(item.stem)
    hint = item.interaction.hint if isinstance(item.interaction, Type) else ""
    is_told = not norm(hint) or f" {norm(hint)} " in f" {norm(item.stem)} "
    if is_told or settings.decoys is not None or Blank() not in stem:
        return stem
    after = stem.index(Blank()) + 1
    return (*stem[:after], TextRun(f" ({visible(hint)})"), *stem[after:])


def _body(item: Item, settings: Settings) -> Body:
    match item.interaction:
        case Judge(options=options):
            return Boxes(_read(option.text for option in options))
        case Choose(options=options, question=asked):
            texts = _read(option.text for option in options)
            return Choices(read(asked), texts, _columns(texts, settings))
        case Match(premises=premises, responses=responses):
            return Pairs(_read(premises), _read(responses))
        case Order(parts=parts):
            return Parts(_read(parts[index] for index in shown(item.interaction)))
        case Type() if BLANK in item.stem:
            return Filling()
        case Type(listed=listed):
            return WritingLines(min(len(listed), _MOST_LINES) or 1)


def shown(order: Order) -> tuple[int, ...]:
    """The indexes of the parts in the order in which they are shown."""
    return order.shown or tuple(range(len(order.parts)))


def _read(texts: Iterable[str]) -> tuple[Prose, ...]:
    return tuple(map(_plain, texts))


def _columns(options: Sequence[Prose], settings: Settings) -> int:
    """In how many columns all options fit on one line each: all side by side, two, or one."""
    letters = settings.column_width / (settings.font_size * _LETTER)
    widest = max((_width(option) for option in options), default=0)
    count = len(options)
    for columns in (count, 2):
        if columns <= count and (letters - 4) / columns >= widest + _BESIDE:
            return columns
    return 1


def _width(prose: Prose) -> float:
    """The width of a text, in letters."""
    if any(isinstance(piece, Picture) for piece in prose):
        return 24
    return sum(1 if unicodedata.east_asian_width(c) not in "WF" else 2 for c in plain(prose))


# -- the key ------------------------------------------------------------------------------------


def answer(
    item: Item, number: int, facts: Sequence[Fact], cite: Callable[[Citation, str], int]
) -> KeyEntry:
    """The key's entry for an item. `cite` gives the number of a source, named in a language;
    `facts` are those of the item that the deck has.
    """
    mark, text, also = _right(item)
    said = sentences(item, facts)
    if said:
        mark = mark or plain(text)
        text = _joined(tuple(map(read, said)), " → ")
    return KeyEntry(
        number=number,
        item=item,
        mark=mark,
        text=text,
        also=also,
        why=read(item.why),
        sources=tuple(
            dict.fromkeys((cite(c, item.language), visible(c.locator)) for c in item.sources)
        ),
        as_of=wording.date(item.as_of, item.language),
    )


def sentences(item: Item, facts: Sequence[Fact]) -> tuple[str, ...]:
    """What the facts of an item say in full, where its answer alone would not tell: what is right
    instead of a false statement, and by which dates parts are ordered. Else nothing.
    """
    match item.interaction:
        case Order(parts=parts) if len(facts) == len(parts):
            return tuple(fact.text for fact in facts)
        case Judge(right=right) if right:
            return (right,)
    return ()


def _right(item: Item) -> tuple[str, Prose, tuple[Prose, ...]]:
    """What is written, what it means, and what else is right."""
    match item.interaction:
        case Judge(key=key):
            return "", read(key.text), ()
        case Choose(options=options, key=key):
            return letter(options.index(key)), read(key.text), ()
        case Match(premises=premises, responses=responses, key=matched):
            mark = " ".join(f"{i}{letter(j)}" for i, j in enumerate(matched, 1))
            pairs = [(premise, responses[j]) for premise, j in zip(premises, matched, strict=True)]
            return mark, _joined([(*read(a), TextRun(": "), *read(b)) for a, b in pairs], "; "), ()
        case Order(parts=parts) as order:
            mark = " ".join(str(index + 1) for index in shown(order))
            return mark, _joined(list(_read(parts)), " → "), ()
        case Type(accepted=accepted):
            return "", read(accepted[0]), _read(accepted[1:])


def letter(index: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[index]


def _joined(texts: Sequence[Prose], mark: str) -> Prose:
    """The texts with a mark between them."""
    joined = texts[0]
    for text in texts[1:]:
        joined = (*joined, TextRun(mark), *text)
    return joined
