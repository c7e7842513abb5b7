"""What a verdict says: short sentences that help, made from what the deck knows."""

from __future__ import annotations

from nkquiz.knowledge import Knowledge, without_article
from nkquiz.model import Sort, Term, Values
from nkquiz.scoring.spelling import marked
from nkquiz.scoring.target import Target
from nkquiz.scoring.things import Thing
from nkquiz.values import may_be_value, norm

#: A longer value would make the sentence hard to read.
_LONGEST_VALUE = 40


def nearly(name: str, written: str) -> str:
    """The right spelling of what was meant, the letters that were missed in brackets."""
    return f"nearly: {marked(name, written)}"


def other_name(target: Target, name: str) -> str:
    """What to say where another name than the key was given: nothing for the key itself."""
    same = norm(without_article(name, target.language))
    if same == norm(without_article(target.key, target.language)):
        return ""
    if any(norm(name) == norm(text) for text in target.options.accept):
        return f"accepted as well as {target.key}"
    term = target.answer.term if target.answer else None
    article = f"{term.article} " if term and term.article and term.name == target.key else ""
    return f"that is {article}{target.key}"


def that_is(target: Target, thing: Thing) -> str:
    """What a confused answer names: "That is South Korea, whose capital is Seoul"."""
    name = thing.name
    if thing.term is None:
        return f"that is another {thing.sort}: {name}" if thing.sort else f"that is {name}"
    if thing.term.article:
        name = f"{thing.term.article} {name}"
    told = _telling(target.knowledge, target, thing.term)
    if told:
        return f"that is {name}, whose {told[0]} is {told[1]}"
    if target.thing is not None and target.thing.sort == thing.sort:
        return f"that is {name}, another {thing.sort}"
    article = "an" if thing.sort[:1] in "aeiou" else "a"
    return f"that is {name}, {article} {thing.sort}"


def _telling(knowledge: Knowledge, target: Target, term: Term) -> tuple[str, str] | None:
    """An attribute that tells a term from the answer, those first that the question shows."""
    vocabulary = knowledge.deck.vocabularies[term.vocabulary]
    key = target.answer.term if target.answer else None
    shown = target.fact.shown if target.fact else ()
    names = sorted(term.attributes, key=lambda name: name not in shown)
    for name in names:
        attribute = vocabulary.attribute(name)
        values = term.attributes[name]
        if attribute.values is not Values.ONE or len(values) != 1 or term.disputes(name):
            continue
        value = values[0]
        if attribute.sort in (Sort.NUMBER, Sort.DATE) or len(value) > _LONGEST_VALUE:
            continue
        if may_be_value(value, target.language):
            continue
        if key is not None and norm(value) in map(norm, key.attributes.get(name, ())):
            continue
        return name.replace("_", " ").replace("-", " "), value
    return None
