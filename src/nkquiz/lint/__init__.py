"""Item-writing rules: what an item must not be, what it had better not be, and how to fix it.

`RULES` is the registry, one function a rule; the generator asks `blocking` of every item that
it makes, `nkquiz check` asks `advice`. Knows items and knowledge, and no kind of item.
"""

from __future__ import annotations

from typing import get_args

from nkquiz.item import BLANK, Interaction, Item
from nkquiz.lint.pairs import Cues, cross_item, cues
from nkquiz.lint.rule import Check, Fault, Flaw, Rule
from nkquiz.lint.rules import BY_NAME, RULES
from nkquiz.lint.view import View
from nkquiz.model import Level, Problem

#: What may be named under `allow`.
NAMES = (*BY_NAME, "cross-item")

_Checks = dict[type[Interaction], tuple[tuple[Rule, Check], ...]]

_BLOCKING: _Checks = {
    way: tuple((rule, rule.check) for rule in RULES if way in rule.blocks)
    for way in get_args(Interaction)
}
_ADVISING: _Checks = {
    way: tuple((rule, rule.advice or rule.check) for rule in RULES if way in rule.advises)
    for way in get_args(Interaction)
}


def blocking(view: View) -> Flaw | None:
    """The first flaw for which the item must not be emitted; none if it may."""
    for rule, check in _BLOCKING[type(view.item.interaction)]:
        fault = check(view)
        if fault is not None and (rule.firm or not is_allowed(view, rule)):
            return Flaw(rule, fault.message, fault.option)
    return None


def sound(view: View) -> Item | Problem:
    """The item, if no rule blocks it; else the problem that says why it isn't emitted."""
    flaw = blocking(view)
    return view.item if flaw is None else refusal(view, flaw)


def advice(view: View) -> tuple[Flaw, ...]:
    """The flaws that are worth a warning; those that the author allows too: see `is_allowed`."""
    return _found(view, _ADVISING[type(view.item.interaction)])


def flaws(view: View) -> tuple[Flaw, ...]:
    """Every flaw of an item, in the order of the registry: those that block, then the advice."""
    return (*_found(view, _BLOCKING[type(view.item.interaction)]), *advice(view))


def _found(view: View, checks: tuple[tuple[Rule, Check], ...]) -> tuple[Flaw, ...]:
    found = ((rule, check(view)) for rule, check in checks)
    return tuple(Flaw(rule, fault.message, fault.option) for rule, fault in found if fault)


def is_allowed(view: View, rule: Rule) -> bool:
    """Whether the author says under `allow` that this rule may be broken here."""
    return rule.name in view.mark.options.allow or rule.name in view.fact.allow


def refusal(view: View, flaw: Flaw) -> Problem:
    """The problem of an item that is not emitted, at its mark."""
    message = f'no {view.item.kind} item for "{view.mark.answer}": {flaw.message}; {flaw.rule.fix}'
    return Problem(view.mark.location, flaw.rule.name, message, Level.WARNING)


def warning(view: View, flaw: Flaw) -> Problem:
    """The problem of an item that could be better: at its mark, or at its fact where the words
    of the sentence are meant.
    """
    rule = flaw.rule
    if rule.of_sentence and BLANK in view.item.stem:
        message = f"{flaw.message}; {rule.fix}"
        return Problem(view.fact.location, rule.name, message, Level.WARNING)
    message = f'"{view.mark.answer}": {flaw.message}; {rule.fix}'
    return Problem(view.mark.location, rule.name, message, Level.WARNING)


__all__ = [
    "BY_NAME",
    "NAMES",
    "RULES",
    "Check",
    "Cues",
    "Fault",
    "Flaw",
    "Rule",
    "View",
    "advice",
    "blocking",
    "cross_item",
    "cues",
    "flaws",
    "is_allowed",
    "refusal",
    "sound",
    "warning",
]
