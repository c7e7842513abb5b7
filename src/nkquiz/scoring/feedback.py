"""What a verdict says: short sentences that help, made from what the deck knows."""

from __future__ import annotations

from nkquiz.knowledge import indefinite, without_article
from nkquiz.model import Term, Values
from nkquiz.scoring.spelling import marked
from nkquiz.scoring.target import Target
from nkquiz.scoring.things import Thing
from nkquiz.stem import is_noun
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
    """What a confused answer names: "that is South Korea, whose capital is Seoul"; of a thing of
    another sort also what is asked for.
    """
    name = _with_article(thing.term) if thing.term is not None else thing.name
    noun, wanted = thing.sort if is_noun(thing.sort) else "", target.noun
    alike = _is_of_its_sort(target, thing)
    told = _telling(target, thing) or _holding(target, thing)
    if not told and alike and (noun or wanted):
        return f"that is {name}, another {wanted or noun}"
    if not told and noun:
        told = f"{indefinite(noun)} {noun}"
    if not told and thing.term is None:
        return f"that is the answer to another question: {name}"
    asked = f"; asked for is {indefinite(wanted)} {wanted}" if wanted and not alike else ""
    return f"that is {name}{', ' if told else ''}{told}{asked}"


def _with_article(term: Term) -> str:
    return f"{term.article} {term.name}" if term.article else term.name


def _is_of_its_sort(target: Target, thing: Thing) -> bool:
    """Whether a thing could be the answer by its sort: of the same vocabulary, or another value
    of what is asked for.
    """
    if target.value is not None:
        return False
    if target.thing is not None and target.thing.sort == thing.sort:
        return True
    fact, mark = target.fact, target.mark
    if fact is None or mark is None or fact.term is None or mark.attribute == "name":
        return False
    vocabulary = fact.term.vocabulary
    return bool(target.knowledge.rows.having(vocabulary, mark.attribute, thing.names))


def _telling(target: Target, thing: Thing) -> str:
    """An attribute that tells a term from the answer: one that the question shows or, where the
    two are of one vocabulary, any other.
    """
    term = thing.term
    if term is None:
        return ""
    vocabulary = target.knowledge.deck.vocabularies[term.vocabulary]
    key = target.answer.term if target.answer else None
    shown = target.fact.shown if target.fact else ()
    is_alike = key is not None and key.vocabulary == term.vocabulary
    for name in sorted(term.attributes, key=lambda name: name not in shown):
        attribute = vocabulary.attribute(name)
        values = term.attributes[name]
        if attribute.values is not Values.ONE or len(values) != 1 or term.disputes(name):
            continue
        value = values[0]
        if attribute.sort is not None or len(value) > _LONGEST_VALUE:
            continue
        if may_be_value(value, target.language) or norm(value) in map(norm, thing.names):
            continue
        if key is not None and norm(value) in map(norm, key.attributes.get(name, ())):
            continue
        if is_noun(name) and (is_alike or name in shown):
            return f"whose {_spaced(name)} is {value}"
    return ""


def _holding(target: Target, thing: Thing) -> str:
    """The one term of which this is what the question tells of its own: the capital of Peru."""
    fact, knowledge = target.fact, target.knowledge
    if fact is None or fact.term is None:
        return ""
    for name in fact.shown:
        if name == "name" or "." in name or not is_noun(name):
            continue
        holders = knowledge.rows.having(fact.term.vocabulary, name, thing.names)
        is_one = knowledge.rows.column(fact.term, name).values is Values.ONE
        if not is_one or len(holders) != 1 or holders[0] is fact.term:
            continue
        (holder,) = holders
        if not holder.disputes(name) and norm(holder.name) not in map(norm, thing.names):
            return f"the {_spaced(name)} of {_with_article(holder)}"
    return ""


def _spaced(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
