"""What a terminal shows, as renderables of rich: pure, for any width.

Text from files comes in as Text objects made of harmless strings, never as markup. Nothing is
overwritten here: each piece is printed once and stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import assert_never

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from nkquiz.item import BLANK, Choose, Item, Judge, Match, Order, Type
from nkquiz.schedule import Rating
from nkquiz.scoring import Verdict
from nkquiz.session import Session, Summary
from nkquiz.terminal.choices import as_shown, letter, letters
from nkquiz.terminal.feedback import (
    Feedback,
    comparison,
    heading,
    hint,
    kind,
    media,
    per_cent,
    points,
    questions,
    shown,
)
from nkquiz.terminal.glyphs import VERDICT_STYLES, Glyphs

_INDENT = 2
_LONGEST_BAR = 48
_KEY = "bold cyan"
_ANSWER = "bold green"
#: Beside premises and responses: margins, numbers, letters and the space between the sides.
_BETWEEN = 20


@dataclass(frozen=True, slots=True)
class _Inset:
    """Something between margins. Unlike rich's Padding it doesn't fill lines up with spaces,
    which would wrap when the window gets narrower.
    """

    what: RenderableType
    left: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - self.left - _INDENT, 1)
        for line in console.render_lines(self.what, options.update(width=width), pad=False):
            yield Segment(" " * self.left)
            yield from _without_end(line)
            yield Segment.line()


def _without_end(line: list[Segment]) -> list[Segment]:
    """The line without the spaces at its end, which a table has under its longest cell."""
    out = list(line)
    while out and not out[-1].text.strip():
        out.pop()
    if out:
        out[-1] = Segment(out[-1].text.rstrip(), out[-1].style, out[-1].control)
    return out


def _inset(what: RenderableType, left: int = _INDENT) -> _Inset:
    return _Inset(what, left)


def title(name: str, count: int) -> RenderableType:
    """The deck's title and how many questions come."""
    line = Text(heading(name), style="bold")
    line.append(f"  {questions(count)}" if name else questions(count), style="dim")
    return Group(Text(), _inset(line))


# -- a question ---------------------------------------------------------------------------


def question(session: Session, item: Item, glyphs: Glyphs, width: int) -> RenderableType:
    """The bar, the stem and, for a choice, the lettered options."""
    parts: list[RenderableType] = [Text(), progress(session, glyphs, width), Text(), _stem(item)]
    parts += [_inset(Text(line, style="dim")) for line in media(item)]
    match item.interaction:
        case Choose() | Judge() as choice:
            parts += [_inset(Text(shown(choice.question), style="dim"))] if choice.question else []
            parts += [Text(), _options(choice)]
        case Match() as match:
            parts += [Text(), _sides(match, width)]
        case Order() as order:
            texts = [order.parts[i] for i in as_shown(order)]
            parts += [Text(), _list(map(letter, range(len(texts))), texts)]
        case Type():
            pass
        case _ as other:
            assert_never(other)
    return Group(*parts, Text())


def progress(session: Session, glyphs: Glyphs, width: int) -> Text:
    """How much is answered of all, and how much of that was right at once."""
    total, right = len(session.items), session.right
    said = Text()
    dot = f" {glyphs.dot} "
    said.append(f"{session.answered}/{total}")
    said.append(f"{dot}{right} right")
    said.stylize("dim")
    if session.again:
        said.append(dot, style="dim").append("again", style="bold yellow")
    length = max(min(width - 2 * _INDENT - said.cell_len - 2, _LONGEST_BAR), 0)
    until_right = length * right // total if total else 0
    until_answered = length * session.answered // total if total else 0
    line = Text(" " * _INDENT, no_wrap=True, overflow="crop")
    line.append(glyphs.right * until_right, style="green")
    line.append(glyphs.missed * (until_answered - until_right), style="red")
    line.append(glyphs.open * (length - until_answered), style="dim")
    return line.append("  " if length else "").append_text(said)


def _stem(item: Item) -> RenderableType:
    text = Text(style="bold")
    before, *rest = shown(item.stem).split(BLANK)
    text.append(before)
    for after in rest:
        text.append(BLANK, style="cyan").append(after)
    return _inset(text)


def _options(choice: Choose | Judge) -> RenderableType:
    return _list(letters(choice), [option.text for option in choice.options])


def _grid(gap: int, columns: int = 2) -> Table:
    """Columns in which a word that is too long is broken: rich would cut its end off."""
    grid = Table.grid(padding=(0, gap, 0, 0))
    for _ in range(columns):
        grid.add_column(overflow="fold")
    return grid


def _list(names: Iterable[str], texts: Iterable[str]) -> RenderableType:
    grid = _grid(2)
    for name, text in zip(names, texts, strict=True):
        grid.add_row(Text(name, style=_KEY), Text(shown(text)))
    return _inset(grid, 2 * _INDENT)


def _sides(match: Match, width: int) -> RenderableType:
    """Numbered premises and lettered responses: side by side, or under each other where the
    window is too narrow for that.
    """
    left = [(str(i + 1), shown(text)) for i, text in enumerate(match.premises)]
    right = [(letter(i), shown(text)) for i, text in enumerate(match.responses)]
    needed = sum(max(cell_len(text) for _, text in side) for side in (left, right)) + _BETWEEN
    if needed > width:
        numbers, texts = zip(*left, strict=True)
        names, others = zip(*right, strict=True)
        return Group(_list(numbers, texts), Text(), _list(names, others))
    grid = _grid(2, 5)
    for premise, response in zip_longest(left, right, fillvalue=("", "")):
        number, text = premise
        name, other = response
        cells = (Text(number, style=_KEY), Text(text), Text(), Text(name, style=_KEY), Text(other))
        grid.add_row(*cells)
    return _inset(grid, 2 * _INDENT)


def hint_line(item: Item) -> RenderableType:
    return _inset(Text("Hint: ", style="bold yellow").append(hint(item), style="not bold default"))


def note_line(text: str) -> RenderableType:
    """A word to the learner that is no verdict."""
    return _inset(Text(text, style="yellow"))


def footer(wordings: Iterable[str], width: int) -> str:
    """The first wording that fits in one line of this width; nothing where none does."""
    return next((said for said in wordings if len(said) <= width), "")


# -- an answer ----------------------------------------------------------------------------


def response_line(said: str, name: str, glyphs: Glyphs) -> RenderableType:
    """What was answered: an option with its letter, what was typed, or that nothing was."""
    line = Text(f"{glyphs.prompt} ", style=_KEY)
    if name:
        line.append(f"{name}  ", style=_KEY)
    line.append(shown(said)) if said else line.append("don't know", style="dim italic")
    return _inset(line)


def verdict_line(said: Feedback, glyphs: Glyphs) -> RenderableType:
    """The verdict alone, and why."""
    head = Text(f"{glyphs.verdicts[said.result.verdict]} {said.word}")
    head.stylize(VERDICT_STYLES[said.result.verdict])
    if said.note:
        head.append(f"  {said.note}", style="not bold default")
    return _inset(head)


def last_answer_line(note: str, glyphs: Glyphs) -> RenderableType:
    """What the learner changed about the last answer, which counts: it stands under the question
    that comes next, and must not be taken for a verdict on that.
    """
    line = Text("Last answer: ", style="dim")
    line.append(
        f"{glyphs.verdicts[Verdict.CORRECT]} ", style=f"not dim {VERDICT_STYLES[Verdict.CORRECT]}"
    )
    return _inset(line.append(note, style="not dim"))


def once_more(said: Feedback, glyphs: Glyphs) -> RenderableType:
    """That the answer was too vague; the right one is not shown yet."""
    return Group(verdict_line(said, glyphs), Text())


def verdict(said: Feedback, glyphs: Glyphs) -> RenderableType:
    """The verdict, the sentence with its answer, and what else is to be learned."""
    parts: list[RenderableType] = [verdict_line(said, glyphs)]
    if said.parts:
        parts.append(_parts(said, glyphs))
    is_named = not said.parts and (not said.result.accepted or not said.sentence)
    return Group(*parts, _lesson(said, _answer(said) if is_named else []))


def reveal(said: Feedback) -> RenderableType:
    """The answer, with what else is to be learned."""
    return Group(_lesson(said, _answer(said)), Text())


def grade_line(rating: Rating, glyphs: Glyphs) -> RenderableType:
    """How a learner graded their own answer."""
    verdict = Verdict.WRONG if rating is Rating.AGAIN else Verdict.CORRECT
    text = f"{glyphs.verdicts[verdict]} {rating.name.capitalize()}"
    return _inset(Text(text, style=VERDICT_STYLES[verdict]))


def _answer(said: Feedback) -> list[Text]:
    if said.parts:
        texts = (Text(f"{' ' * _INDENT}{text}", style=_ANSWER) for _, text in said.parts)
        return [Text("Answer:", style="dim"), *texts]
    return [_labelled("Answer", said.answer, _ANSWER)]


def _lesson(said: Feedback, lines: list[Text]) -> RenderableType:
    """These lines, the sentence, why, source and date."""
    if said.sentence:
        sentence = Text()
        for piece, is_answer in said.sentence:
            sentence.append(piece, style=_ANSWER if is_answer else "")
        lines.append(sentence)
    if said.why:
        lines.append(_labelled("Why", said.why))
    lines += [_labelled("Source", source, "dim") for source in said.sources]
    if said.as_of:
        lines.append(Text(f"As of {said.as_of}", style="dim"))
    return Group(*(_inset(line, 2 * _INDENT) for line in lines))


def _parts(said: Feedback, glyphs: Glyphs) -> RenderableType:
    """Each part as it is right, with its verdict's sign."""
    grid = _grid(2)
    for verdict, text in said.parts:
        style = VERDICT_STYLES[verdict]
        grid.add_row(Text(glyphs.verdicts[verdict], style=style), Text(text))
    return _inset(grid, 2 * _INDENT)


def _labelled(label: str, text: str, style: str = "") -> Text:
    return Text(f"{label}: ", style="dim").append(text, style=f"not dim {style}".strip())


# -- the end ------------------------------------------------------------------------------


def ending(session: Session, glyphs: Glyphs, width: int) -> RenderableType:
    """The score in points and per cent, by kind, and what to look at again."""
    summary, count = session.summary(), len(session.items)
    if not summary.total.items:
        return Group(Text(), _inset(Text("No question was answered.", style="dim")))
    head = Text("Score  ", style="bold")
    head.append(f"{points(summary.total)} points {glyphs.dot} {per_cent(summary.total)}")
    parts: list[RenderableType] = [Text(), progress(session, glyphs, width), Text(), _inset(head)]
    if summary.total.items < count:
        answered = f"{summary.total.items} of {questions(count)} answered"
        parts.append(_inset(Text(answered, style="dim")))
    parts += [Text(), _inset(_by_kind(summary))]
    if summary.missed:
        parts += [Text(), _inset(Text("Look at these again", style="bold"))]
        parts += [_missed(summary, glyphs)]
    else:
        parts += [Text(), _inset(Text("Nothing was missed.", style="green"))]
    return Group(*parts)


def _by_kind(summary: Summary) -> Table:
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column()
    grid.add_column()
    grid.add_column(justify="right")
    for name, score in summary.by_kind.items():
        grid.add_row(Text(kind(name)), Text(points(score)), Text(per_cent(score)))
    return grid


def _missed(summary: Summary, glyphs: Glyphs) -> RenderableType:
    """Each missed item once: its stem, what was answered first, what is right."""
    parts: list[RenderableType] = []
    for attempt in summary.missed:
        yours, right = comparison(attempt)
        grid = _grid(1)
        wrong = Text(glyphs.verdicts[attempt.result.verdict], style="red")
        grid.add_row(wrong, Text(yours or "don't know"))
        sign = Text(glyphs.verdicts[Verdict.CORRECT], style="green")
        grid.add_row(sign, Text(right, style=_ANSWER))
        parts += [Text(), _stem(attempt.item), _inset(grid, 2 * _INDENT)]
    return Group(*parts)
