"""`nkquiz items`: the items that a file gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

import click

from nkquiz.cli import common, showing, streams, waiting

if TYPE_CHECKING:
    from nkquiz.item import Item
    from nkquiz.model import Citation
    from nkquiz.quiz import Trial
    from nkquiz.stem import Making


@click.command("items", epilog="Example: nkquiz items --json decks/rivers.yaml | head -1")
@common.files
@common.kinds
@common.tags
@common.options
@common.difficulty
@common.seed
@showing.every
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@click.option(
    "--explain",
    is_flag=True,
    help="Show why each wrong option was used or rejected, even if no item could be made.",
)
def command(
    files: tuple[str, ...],
    kinds: tuple[str, ...],
    tags: tuple[str, ...],
    options: int | None,
    difficulty: str | None,
    seed: int,
    as_json: bool,
    explain: bool,
) -> None:
    """List all items that FILE... gives; `count` in the file has no effect here."""
    from nkquiz.bank import grouped
    from nkquiz.item import Item
    from nkquiz.model import Difficulty, Problem
    from nkquiz.quiz import making_for, trials

    deck = common.load_deck(files, tags)
    wanted = Difficulty(difficulty) if difficulty else None
    with waiting.shown("making items"):
        making = making_for(deck, seed, options, wanted)
        tried = trials(making, deck, kinds or None)
    for trial in tried:
        if as_json and isinstance(trial.made, Item):
            click.echo(streams.as_json(as_record(trial.made)))
        elif not as_json:
            if isinstance(trial.made, Item):
                click.echo(_as_text(trial.made))
            if explain:
                _explain(making, trial)
    problems = (trial.made for trial in tried if isinstance(trial.made, Problem))
    showing.show_problems(grouped(deck, problems))


def as_record(item: Item) -> dict[str, Any]:
    """An item as `--json` prints it; what is absent is null.

    The `answers` of a matching item are the responses to its `premises`, one by one, and `proofs`
    has a row for each premise: of every response, why it is wrong. The `answers` of an ordering
    item are its parts in the right order.
    """
    from nkquiz.item import Match

    pairs = item.interaction if isinstance(item.interaction, Match) else None
    both = {"premises": pairs.premises, "responses": pairs.responses} if pairs else {}
    proofs = {"proofs": [[p and p.value for p in row] for row in pairs.proofs]} if pairs else {}
    return {
        "id": item.id,
        "kind": item.kind,
        "fact_ids": list(item.fact_ids),
        "stem": item.stem,
        **{name: list(texts) for name, texts in both.items()},
        **proofs,
        "answers": list(item.answers),
        "options": [
            {
                "text": option.text,
                "is_key": option.is_key,
                "proof": option.proof.value if option.proof else None,
            }
            for option in item.options
        ],
        "sources": [_source(citation) for citation in item.sources],
        "why": item.why or None,
        "as_of": item.as_of or None,
        "tags": list(item.tags),
    }


def _source(citation: Citation) -> dict[str, str | None]:
    names = ("title", "author", "publisher", "published", "url")
    record = {name: getattr(citation.source, name) or None for name in names}
    return {**record, "locator": citation.locator or None}


def _as_text(item: Item) -> str:
    """An item for people: its kind and stem, its options, parts or answer."""
    from nkquiz.item import Choose, Judge, Match, Order, Type
    from nkquiz.source import harmless

    lines = [f"{item.kind}: {item.stem}"]
    match item.interaction:
        case Choose(question=question) | Judge(question=question):
            lines += [f"  {question}"] if question else []
            lines += [f"  {'*' if o.is_key else '-'} {o.text}" for o in item.options]
        case Match(premises=premises, responses=responses):
            pairs = zip(premises, item.answers, strict=True)
            lines += [f"  * {premise}: {answer}" for premise, answer in pairs]
            lines += [f"  - {text}" for text in responses if text not in item.answers]
        case Order(parts=parts):
            lines += [f"  {number}. {text}" for number, text in enumerate(parts, 1)]
        case Type():
            lines.append(f"  * {item.answers[0]}")
        case _ as other:
            assert_never(other)
    return "\n".join(harmless(line) for line in lines)


def _explain(making: Making, trial: Trial) -> None:
    """Every candidate for a wrong option, and why it was taken or refused; where these gave no
    item, the sentence before, and after them why there is none.
    """
    from nkquiz.item import Item
    from nkquiz.kinds import explain, maker
    from nkquiz.source import harmless
    from nkquiz.stem import cloze_stem

    kind, made, fact, mark = trial
    if isinstance(made, Item):
        told, last = explain(making, made), ""
    else:
        tell = maker(kind).explain
        if made is None or fact is None or mark is None or tell is None:
            return
        click.echo(harmless(f"{kind}: {cloze_stem(making.knowledge, fact, mark)}"))
        told, last = tell(making, fact, mark), made.message
    for fate, text, reason in told:
        click.echo(harmless(f"    {fate:7} {text}: {reason}"))
    if last:
        click.echo(harmless(f"  {last}"))
