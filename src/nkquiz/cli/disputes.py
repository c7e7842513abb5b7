"""`nkquiz disputes`: answers that learners objected for, and the file made to accept them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkquiz.cli import Failed, clock, common, progress, showing

if TYPE_CHECKING:  # they cost time to import, and a help text needs none of them
    from nkquiz.edit import Edited
    from nkquiz.knowledge import Knowledge
    from nkquiz.model import Deck, Fact, Location, Mark, Problem, Term
    from nkquiz.store import Answer, Objection


@click.command("disputes", epilog="Example: nkquiz disputes --apply seeds/rivers.yaml")
@common.files
@click.option("--apply", is_flag=True, help="Show the changes to the file, and make them.")
@click.option("--yes", is_flag=True, help="With --apply: accept all of them without asking.")
@click.option("--all", "every", is_flag=True, help="List those that you have already decided, too.")
@progress.option
def command(
    files: tuple[str, ...], apply: bool, yes: bool, every: bool, store_path: Path | None
) -> None:
    """List the answers to FILE... that were judged wrong and that you said should count.

    Answers that the file accepts now are left out. --apply asks you whether each answer is right,
    and adds it to the file: under `also` of the term if it is another name of a term, else under
    `accept` of the mark. Comments and layout stay as they are. If you say that an answer is not
    right, it no longer counts. --all lists the answers that you have already decided, too.
    """
    if yes and not apply:
        raise click.UsageError("--yes needs --apply")
    if yes and every:
        raise click.UsageError("--yes would accept answers that you declined: leave out --all")
    deck = common.load_deck(files)
    with progress.reading(store_path) as store:
        objections = store.objections()
    disputes = list(_disputes(deck, objections))
    listed = [dispute for dispute in disputes if every or dispute.decision is None]
    if not listed:
        known = f"; --all lists {len(disputes)} that you have decided" if disputes else ""
        click.echo(f"no objections{known}", err=True)
    elif apply:
        _apply(listed, store_path, unasked=yes)
    else:
        for dispute in listed:
            _show(dispute)


@dataclass(frozen=True, slots=True)
class _Dispute:
    """An answer that was objected for, each time that it was. `edits` make the file accept it;
    where there is none, `why_not` says why.
    """

    where: str
    objections: Sequence[Objection]
    edits: tuple[_Edit, ...] = ()
    why_not: str = ""

    @property
    def last(self) -> Answer:
        return self.objections[-1].entry.answer

    @property
    def decision(self) -> Answer | None:
        return self.objections[-1].decision


@dataclass(frozen=True, slots=True)
class _Edit:
    """A way to write an answer into a file: as `accept` of a mark, or as `also` of a term."""

    at: Location
    key: str
    target: Term | tuple[Fact, Mark]
    answer: str

    def on(self, text: str) -> Edited:
        """The file's text with the answer in it."""
        from nkquiz.edit import add_accept, add_also

        if isinstance(self.target, tuple):
            return add_accept(text, *self.target, self.answer)
        return add_also(text, self.target, self.answer)


# -- what is disputed -----------------------------------------------------------------------


def _disputes(deck: Deck, objections: Iterable[Objection]) -> Iterator[_Dispute]:
    """The objections to items of this deck, those alike as one, in the order of the facts; then
    those to what has no mark of its own, such as pairs.
    """
    from nkquiz.store.objections import subject

    alike: dict[tuple[str, str, str], list[Objection]] = {}
    for objection in objections:
        alike.setdefault(subject(objection.entry.answer), []).append(objection)
    marks = {fact.memory(mark): (fact, mark) for fact in deck.knowledge for mark in fact.marks}
    places = {memory: place for place, memory in enumerate(marks)}
    files = {fact.file_id for fact in deck.knowledge}
    for about in sorted(alike, key=lambda about: places.get(about[0], len(places))):
        memory, same = about[0], alike[about]
        if memory in marks:
            yield from _about_mark(deck, *marks[memory], same)
        elif memory.partition("/")[0] in files:
            why = "it is about several answers or a removed mark: edit the file yourself"
            yield _Dispute(memory, same, (), why)


def _about_mark(
    deck: Deck, fact: Fact, mark: Mark, objections: Sequence[Objection]
) -> Iterator[_Dispute]:
    """The dispute about a mark; none if the file accepts the answer by now."""
    from nkquiz.item import Judge
    from nkquiz.knowledge import knowledge_of
    from nkquiz.registry import BY_NAME
    from nkquiz.values import norm

    knowledge, last = knowledge_of(deck), objections[-1].entry.answer
    names = set(map(norm, knowledge.answers.of(fact, mark).names))
    if norm(last.response) in names:
        return
    dispute = partial(_Dispute, str(mark.location), objections)
    listed = map(norm, (*mark.options.reject, *mark.options.distractors))
    kind = BY_NAME.get(last.item.rpartition("/")[2])
    if kind is not None and kind.interaction is Judge:
        yield dispute((), "it is about the whole sentence: edit the file yourself")
    elif norm(last.key) not in names:
        yield dispute((), f"the file has another answer now: {mark.answer}")
    elif norm(last.response) in listed:
        yield dispute((), "the file lists it as wrong")
    else:
        edits = tuple(_edits(knowledge, fact, mark, last.response))
        why_not = "" if edits else _no_place(knowledge, fact, mark, last.response)
        yield dispute(edits, why_not)


def _no_place(knowledge: Knowledge, fact: Fact, mark: Mark, response: str) -> str:
    """Why an answer to a sentence of a template can't be written, and what to do by hand."""
    from nkquiz.edit import scalar

    answer, other = knowledge.answers.of(fact, mark), knowledge.terms.named(response)
    if other is not None:
        return f"it is the name of another thing now: {other.name}"
    if answer.term is not None:
        at = f"{answer.term.location.path}:{answer.term.location.line}"
        return f"{answer.term.name} is in {at}: add the answer to the column `also` there"
    why = "the sentence comes from a template, so it would be right for many terms"
    column = mark.attribute.rpartition(".")[2]
    if answer.value is not None:
        return f"{why}: fix the value in the row, or give `{column}` a `tolerance`"
    entry = f"{{name: {scalar(mark.answer)}, also: [{scalar(response)}]}}"
    return f"{why}: under `terms`, list all values of `{column}`, this one as `{entry}`"


def _is_yaml(path: str) -> bool:
    return Path(path).suffix.lower() in {".yaml", ".yml"}


def _edits(knowledge: Knowledge, fact: Fact, mark: Mark, response: str) -> Iterator[_Edit]:
    """The ways to write it, the best first.

    Another name of a thing belongs to the thing, unless another thing has that name: then it is
    right in this sentence alone.
    """
    term = knowledge.answers.of(fact, mark).term
    is_free = knowledge.terms.named(response) is None
    if term is not None and is_free and _is_yaml(term.location.path):
        yield _Edit(term.location, "also", term, response)
    if not fact.template:
        yield _Edit(fact.location, "accept", (fact, mark), response)


# -- what is shown --------------------------------------------------------------------------


def _show(dispute: _Dispute) -> None:
    from nkquiz.source import harmless

    last = dispute.last
    number = len(dispute.objections)
    times = "" if number == 1 else f", {number} times"
    click.echo(harmless(f"{dispute.where}: {last.stem}"))
    click.echo(harmless(f"  answered: {last.response} ({last.at:%Y-%m-%d}{times})"))
    click.echo(harmless(f"  accepted: {last.key}"))
    if dispute.why_not:
        click.echo(harmless(f"  can't be added: {dispute.why_not}"))
    if dispute.decision is not None:
        counts = "right" if dispute.objections[-1].counts else "not right"
        click.echo(f"  decided: {counts} ({dispute.decision.at:%Y-%m-%d})")


def _show_difference(path: str, old: str, new: str) -> None:
    from nkquiz.source import harmless

    lines = unified_diff(old.splitlines(), new.splitlines(), path, path, lineterm="", n=2)
    for line in lines:
        click.echo("    " + "\t".join(map(harmless, line.split("\t"))))


# -- what is written ------------------------------------------------------------------------


def _apply(disputes: Sequence[_Dispute], store_path: Path | None, *, unasked: bool) -> None:
    """Show each change, and write those that are accepted: each file once, at the end; then keep
    what else was decided.
    """
    can_ask = sys.stdin.isatty() and sys.stdout.isatty()
    is_right = _what_can_be_written if unasked else _asked if can_ask else _left_open
    wanted: dict[str, list[_Edit]] = {}
    decided: list[tuple[_Dispute, bool]] = []
    texts: dict[str, str] = {}
    for dispute in disputes:
        _show(dispute)
        edit = _first_that_works(dispute, texts)
        if edit is not None:
            _show_difference(edit.at.path, texts[edit.at.path], edit.on(texts[edit.at.path]).text)
        said = is_right(edit)
        if said and edit is not None:
            wanted.setdefault(edit.at.path, []).append(edit)
        elif said is not None:
            decided.append((dispute, said))
    if not (unasked or can_ask):
        click.echo("nothing was written: to write all of this, use --yes", err=True)
        raise Failed(2)
    for path, edits in wanted.items():
        _write(path, texts[path], edits)
    if not wanted:
        click.echo("nothing was written", err=True)
    _keep(decided, store_path)


def _what_can_be_written(edit: _Edit | None) -> bool | None:
    return None if edit is None else True


def _left_open(_: _Edit | None) -> bool | None:
    return None


def _asked(edit: _Edit | None) -> bool | None:
    """Whether the learner says that it is right; none if that is left for another time."""
    answers = {"y": True, "yes": True, "n": False, "no": False, "": None}

    def meant(said: str) -> bool | None:
        if said.strip().casefold() not in answers:
            raise click.UsageError("answer y, n or Enter")
        return answers[said.strip().casefold()]

    what = "y or n: don't ask again" if edit is None else "y: add it, n: don't ask again"
    question = f"  Is that right? {what}, Enter: later"
    said: bool | None = click.prompt(question, default="", show_default=False, value_proc=meant)
    return said


def _keep(decided: Sequence[tuple[_Dispute, bool]], store_path: Path | None) -> None:
    """Keep what was decided about objections that are not written, so that it is asked once."""
    from nkquiz.scoring import Verdict

    if not decided:
        return
    now = clock.now()
    with progress.opened(store_path, now) as store:
        for dispute, is_right in decided:
            verdict = Verdict.CORRECT if is_right else Verdict.WRONG
            answers = [objection.entry.answer for objection in dispute.objections]
            store.decide(answers, verdict, now)
    said = common.count(len(decided), "objection")
    click.echo(f"{said} decided: only --all still lists them", err=True)


def _first_that_works(dispute: _Dispute, texts: dict[str, str]) -> _Edit | None:
    """The first edit that can be made; shows why where there is none."""
    problems: list[Problem] = []
    for edit in dispute.edits:
        path = edit.at.path
        if path not in texts:
            texts[path] = Path(path).read_bytes().decode()
        edited = edit.on(texts[path])
        if not edited.problems:
            return edit
        problems += edited.problems
    showing.show_problems(problems[:1])
    return None


def _write(path: str, text: str, edits: Sequence[_Edit]) -> None:
    """Make the edits from the end of the file on, so that no place moves before its turn."""
    from nkquiz.edit import save

    before, written = text, 0
    for edit in sorted(edits, key=lambda edit: (edit.at.line, edit.at.column), reverse=True):
        edited = edit.on(text)
        showing.show_problems(edited.problems)
        text = edited.text
        written += bool(edited.written)
    if text != before:
        save(Path(path), text, before)
    click.echo(f"{path}: {common.count(written, 'answer')} written")
