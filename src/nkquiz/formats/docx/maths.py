"""Maths as Word has it (OMML), from the tree of a formula."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from nkquiz.prose import MathElement, MathTree


def omml(tree: MathTree) -> str:
    """A formula that stands in a line of text."""
    return f"<m:oMath>{_written(tree)}</m:oMath>"


def _written(tree: MathTree) -> str:
    of = [_written(child) for child in tree.children]
    make = _FORMS.get(tree.part)
    if make is not None:
        return make(of)
    if tree.part is MathElement.TABLE:
        rows = "".join(
            f"<m:mr>{''.join(f'<m:e>{_written(cell)}</m:e>' for cell in row.children)}</m:mr>"
            for row in tree.children
        )
        return f"<m:m>{rows}</m:m>"
    if tree.part is MathElement.SPACE:
        return _run("\u2009", "<m:sty m:val='p'/>")
    if of or not tree.text:
        return "".join(of)
    plain = tree.upright or tree.part is not MathElement.IDENTIFIER
    return _run(tree.text, "<m:sty m:val='p'/>" if plain else "")


def _run(text: str, style: str) -> str:
    properties = f"<m:rPr>{style}</m:rPr>" if style else ""
    return f'<m:r>{properties}<m:t xml:space="preserve">{escape(text)}</m:t></m:r>'


def _root(of: list[str]) -> str:
    return f"<m:rad><m:deg>{of[1]}</m:deg><m:e>{of[0]}</m:e></m:rad>"


def _square_root(of: list[str]) -> str:
    hidden = '<m:radPr><m:degHide m:val="1"/></m:radPr>'
    return f"<m:rad>{hidden}<m:deg/><m:e>{''.join(of)}</m:e></m:rad>"


def _under_over(of: list[str]) -> str:
    below = f"<m:limLow><m:e>{of[0]}</m:e><m:lim>{of[1]}</m:lim></m:limLow>"
    return f"<m:limUpp><m:e>{below}</m:e><m:lim>{of[2]}</m:lim></m:limUpp>"


_FORMS: dict[MathElement, Callable[[list[str]], str]] = {
    MathElement.FRACTION: lambda of: f"<m:f><m:num>{of[0]}</m:num><m:den>{of[1]}</m:den></m:f>",
    MathElement.ROOT: _root,
    MathElement.SQUARE_ROOT: _square_root,
    MathElement.SUB: lambda of: f"<m:sSub><m:e>{of[0]}</m:e><m:sub>{of[1]}</m:sub></m:sSub>",
    MathElement.SUPER: lambda of: f"<m:sSup><m:e>{of[0]}</m:e><m:sup>{of[1]}</m:sup></m:sSup>",
    MathElement.SUB_SUPER: lambda of: (
        f"<m:sSubSup><m:e>{of[0]}</m:e><m:sub>{of[1]}</m:sub><m:sup>{of[2]}</m:sup></m:sSubSup>"
    ),
    MathElement.UNDER: lambda of: f"<m:limLow><m:e>{of[0]}</m:e><m:lim>{of[1]}</m:lim></m:limLow>",
    MathElement.OVER: lambda of: f"<m:limUpp><m:e>{of[0]}</m:e><m:lim>{of[1]}</m:lim></m:limUpp>",
    MathElement.UNDER_OVER: _under_over,
}
