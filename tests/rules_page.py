"""docs/rules.md: every item-writing rule, made from the registry."""

from __future__ import annotations

from nkquiz.lint.rule import Interactions, Rule
from nkquiz.lint.rules import RULES
from nkquiz.registry import KINDS

_HEAD = """\
# Item-writing rules

nkquiz checks every item that it makes with these rules. If an item breaks a rule that **blocks**,
it is not made: nkquiz tries other options, and if none work, `nkquiz check` says what is missing in
the deck. (If you asked for typed items too, a typed item is made instead.) If an item breaks a rule
that **advises**, it is made, and `nkquiz check` warns, with the place and a suggestion.

`allow: [rule]` on a mark, a fact or a template lets you break a rule there. You can't allow the
rules that keep an item right (called firm).

Rules about words work in English. In a language without a word list they do nothing.

This page is made from the code: `make golden` rewrites it.
"""

_CROSS = """\
## cross-item

No item of a worksheet gives away the answer to another. Item A gives away the answer to item B if
the stem of A, or a part that A puts in order, contains the answer to B together with all terms in
the stem of B, or together with one of these terms and half of the words of B. Two items that
contain each other's answers, and two items of one fact, give each other away too.

- blocks: two such items on one worksheet; and two with one stem and different answers
- flawed: *Tae Yong-ho left the embassy in London in _____.* beside *In which city did Tae Yong-ho
  serve?*
- to fix: nothing, because nkquiz leaves out one of the two
"""

_AUTHOR = """\
## What no program can check

Ask yourself about each fact: is it worth knowing? Is each distractor a mistake that people make?
Does it contain a trick? Only real answers show whether a distractor works: if fewer than 5 % choose
it, it does nothing.
"""


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join([_HEAD, *(_section(rule) for rule in RULES), _CROSS, _AUTHOR])


def _section(rule: Rule) -> str:
    lines = [f"## {rule.name}", "", rule.doc, ""]
    if rule.blocks:
        lines.append(f"- blocks: {_listed(rule.blocks)}{' (firm)' if rule.firm else ''}")
    if rule.advises:
        lines.append(f"- advises: {_listed(rule.advises)}")
    lines += [f"- flawed: *{rule.flawed}*", f"- clean: *{rule.clean}*", f"- to fix: {rule.fix}"]
    return "\n".join(lines) + "\n"


def _listed(interactions: Interactions) -> str:
    """The kinds that are answered in these ways."""
    return ", ".join(sorted(kind.name for kind in KINDS if kind.interaction in interactions))
