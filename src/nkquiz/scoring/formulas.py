"""Formulas and code, in which signs are the answer: `a + b` is not `a - b`, nor is `n!` `n`.

Elsewhere a sign parts words and no more; a text is a formula if it has a sign that prose has not,
or one that stands as in a formula. Knows nothing of decks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Several ways to type one sign, the longest first.
ALIKE = (
    ("<->", "↔"), ("<=>", "⇔"), ("-->", "→"), ("->", "→"), ("⟶", "→"), ("<--", "←"), ("<-", "←"),
    ("⟵", "←"), ("=>", "⇒"), ("⟹", "⇒"), ("=/=", "≠"), ("!=", "≠"), ("<>", "≠"), ("<=", "≤"),
    ("=<", "≤"), ("⩽", "≤"), ("≦", "≤"), (">=", "≥"), ("⩾", "≥"), ("≧", "≥"), ("−", "-"), ("–", "-"),
    ("‐", "-"), ("‑", "-"), ("⁻", "-"), ("⁺", "+"), ("**", "^"), ("×", "*"), ("⋅", "*"), ("·", "*"),
    ("∙", "*"), ("•", "*"), ("÷", "/"), ("∕", "/"), ("⁄", "/"), ("∼", "~"), ("’", "'"), ("′", "'"),
    ("‘", "'"), ("″", "''"), ("ⁿ", "^n"), ("ˣ", "^x"), ("ⁱ", "^i"),
)  # fmt: skip
#: Signs that stand in no prose.
SIGNS = "=≠<>≤≥≈≡≅∝∩∪∧∨¬→←↔⇒⇐⇔*^±∓∈∉∋⊂⊃⊆⊇∖∘⊕⊗∑∏∫√∂∇∀∃∞"
#: An operand: a number, a short name, both together, something in brackets.
_BEFORE = r"(?:(?<![^\W_])(?:[^\W\d_]{1,2}|[^\W_]*\d[^\W_]*)|[)\]])"
_AFTER = r"(?:(?:[^\W\d_]{1,2}|[^\W_]*\d[^\W_]*)(?![^\W_])|[(\[])"
_EVIDENT = re.compile(
    rf"[{re.escape(SIGNS)}]"
    rf"|{_BEFORE}(?: \+ |\+){_AFTER}"
    rf"|{_BEFORE} - {_AFTER}"
    r"|^-[^\W\d_](?![^\W_])"  # -i
    r"|[^\W\d_]'+\("  # f'(x)
    r"|^[^\W\d_]'+$"
    r"|(?:(?<![^\W_])(?<!')[^\W_]|[)\]])!"  # n!, but not Sana'a!
)
_CALL = re.compile(r"[^\W_]\((?!s\))")  # f(x), O(n log n)
_SUM = re.compile(r"\S \+ \S")
#: "3 - 5" and "1914 - 1918" are ranges.
_RANGE = re.compile(r"(?<![^\W_])\d+ ?- ?\d+(?![^\W_])")
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})-(?=[^\W\d_]{2})")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_SPACE = re.compile(r"\s*([^\w\s])\s*")
_RAISED = re.compile(r"(?<=[0-9])(?=[⁰¹²³⁴-⁹⁻])")  # 10⁶, which is not 106
_FACTOR = re.compile(r"(?<=\d) (?=[^\W_])")  # 2 H2O
_QUIET = frozenset(' .,;:()[]{}"“”„«»?_')


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """The text with one sign for each operator, and no space around signs.

    A power in digits is written without a sign: x^2 is x², which people type as x2.
    """
    text = _alike(text)
    text = _APOSTROPHE.sub("", _HYPHEN.sub(" ", text))
    text = re.sub(r"(?<!\d)\^(?=\d)", "", text)
    text = " ".join(text.casefold().removesuffix(".").split())
    return _SPACE.sub(r"\1", _FACTOR.sub("", text))


def operators(text: str) -> str:
    """The operators of a text, in their order."""
    return "".join(c for c in canonical(text) if not (c.isalnum() or c in _QUIET))


@lru_cache(maxsize=4096)
def is_formula(text: str) -> bool:
    """Whether a text, by itself, reads as a formula, so that its signs count."""
    return _EVIDENT.search(_RANGE.sub(" ", _alike(text))) is not None


def has_structure(text: str) -> bool:
    """Whether a part of the text is no weaker answer, but another one: a formula, a call, a sum."""
    return is_formula(text) or _CALL.search(text) is not None or _SUM.search(text) is not None


def raised(text: str) -> str:
    """The text with a sign before a power of a number, whose digits else run together."""
    return _RAISED.sub("^", text)


def _alike(text: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", text).split())
    text = raised(text)
    for typed, sign in ALIKE:
        text = text.replace(typed, sign)
    return unicodedata.normalize("NFKC", text)
