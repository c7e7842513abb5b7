"""docs/rules.md: every item-writing rule, made from the registry."""

from __future__ import annotations

from nkquiz.lint.rule import Interactions, Rule
from nkquiz.lint.rules import RULES
from nkquiz.registry import KINDS

_HEAD = """\
# Item-writing rules

Every item that nkquiz makes is held against these rules. An item that breaks one that **blocks**
is never made: other options are tried first and, if none will do, `nkquiz check` says what the
deck lacks; a typed item is made instead where one was asked for. What breaks one that **advises**
is made, and `nkquiz check` warns, with the place and a suggestion.

`allow: [rule]` on a mark, a fact or a template lets a rule be broken there, in full knowledge.
The rules that keep an item right (called firm) can't be allowed away.

Rules that look at words know English; for a language without a word list they keep silent.

This page is made from the code: `make golden` rewrites it.
"""

_CROSS = """\
## cross-item

No item of a worksheet tells the answer of another: its stem, or a part that it puts in order,
doesn't hold the other's answer together with every term that the other's stem names, nor with one
of these terms and half of its words; nor does each hold the other's answer. Two items of one fact
tell each other's answers too.

- blocks: two such items on one worksheet; and two with one stem and different answers
- flawed: *Tae Yong-ho left the embassy in London in _____.* beside *In which city did Tae Yong-ho
  serve?*
- to mend: nothing; one of the two stays out
"""

_AUTHOR = """\
## What no program can check

Ask yourself of each fact: is it worth knowing? Is each distractor a mistake that people make? Is
there a trick in it? Whether a distractor works only answers can tell: one that fewer than 5 % choose
does nothing.
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
    lines += [f"- flawed: *{rule.flawed}*", f"- clean: *{rule.clean}*", f"- to mend: {rule.mend}"]
    return "\n".join(lines) + "\n"


def _listed(interactions: Interactions) -> str:
    """The kinds that are answered in these ways."""
    return ", ".join(sorted(kind.name for kind in KINDS if kind.interaction in interactions))
