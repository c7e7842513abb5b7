r"""Text as the HTML of a field: it shows as written and runs nothing.

Anki reads more than HTML in a field: `{{c1::`, `::` and `}}` make clozes, `[sound:`, `[latex]`
and `[[type:` are commands, and MathJax reads the page's text, where no entity helps: an empty
element parts its delimiters. Only prose keeps `\( \)`, `\[ \]` and Markdown images.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nkquiz.item import BLANK
from nkquiz.markup import Image, images
from nkquiz.prose import is_words

#: What can't be shown: controls (the unit separator parts Anki's fields), half surrogates.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")
_SPECIAL = re.compile(r"[&<>{}\[\]\n]|::|\\(?=[()\[\]]|begin\b)|\$(?=\$)|" + BLANK)
#: What might need escaping, coarsely: most text holds none of it. What that begins with is looked
#: for first, since one set of characters is found in a fourth of the time.
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\\n&<>{}\\[\\]\\\\:$_]")
_NOT_PLAIN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\\n&<>{}\\[\\]\\\\]|::|\\$\\$|__")
_PARTED = "<span></span>"
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "{": "&#123;",
    "}": "&#125;",
    "[": "&#91;",
    "]": "&#93;",
    "\n": "<br>",
    "::": "&#58;&#58;",
    "\\": "\\" + _PARTED,
    "$": "$" + _PARTED,
    BLANK: f'<span class="blank">{BLANK}</span>',
}
_MATHS = re.compile(r"\\\((?P<line>.*?)\\\)|\\\[(?P<display>.*?)\\\]", re.DOTALL)
#: What maths may not do: link, load, style, or redefine what other cards use.
_UNSAFE_MATHS = re.compile(
    r"\\(?:href|require|style|class|cssId|data|html\w*|def|gdef|let|(?:re)?new\w+|includegraphics)\b"
)
#: Blanks (`_____`) are looked for in the page, so they can't stand here either.
_NOT_IN_ATTRIBUTE = re.compile(r"[^\w .,;/?=%+~#@!()-]|__+")
_URL = re.compile(r"https?://[^\s\"'<>\\{}`]+", re.IGNORECASE)


def visible(text: str) -> str:
    """The text without what a page can't show: each such character is U+FFFD."""
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("\ufffd", _LINE_END.sub("\n", text))
    return text


def is_plain(text: str) -> bool:
    """Whether each stretch of the text is its own HTML."""
    return _SUSPECT.search(text) is None or _NOT_PLAIN.search(text) is None


def plain(text: str) -> str:
    """HTML that shows the text as written, maths and images too."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], visible(text))


def prose(text: str, picture: Callable[[Image], str]) -> str:
    r"""HTML of a text in which `\( \)` and `\[ \]` are maths, and `![alt](path)` what `picture`
    makes of it.
    """
    if is_plain(text):
        return text
    if is_words(text):
        return plain(text)
    special = [(image.start, image.end, picture(image)) for image in images(text)]
    special += [(m.start(), m.end(), _maths(m)) for m in _MATHS.finditer(text) if _is_safe(m)]
    out: list[str] = []
    done = 0
    for start, end, html in sorted(special):
        if start >= done:
            out += (plain(text[done:start]), html)
            done = end
    out.append(plain(text[done:]))
    return "".join(out)


def _is_safe(maths: re.Match[str]) -> bool:
    return not _UNSAFE_MATHS.search(maths[0])


def _maths(maths: re.Match[str]) -> str:
    """Maths for MathJax, which reads the text that entities stand for."""
    escaped = re.sub(r"[&<>{}\[\]]", lambda match: _ESCAPES[match[0]], visible(maths[0][2:-2]))
    # A space, since Anki knows no backslash: `\[sound:x\]` would be played.
    opened, closed = ("\\(", "\\)") if maths["line"] is not None else ("\\[ ", "\\]")
    return f"{opened}{escaped.replace('::', '&#58;&#58;')}{closed}"


def in_cloze(html: str) -> str:
    """HTML that can stand in a cloze, where a colon may begin a hint."""
    return html.replace(":", "&#58;")


def attribute(text: str) -> str:
    """The text as the value of an attribute in double quotes."""
    if text.replace("/", "").replace("-", "").isalnum() or not _NOT_IN_ATTRIBUTE.search(text):
        return text  # an id mostly, and known at once
    return _NOT_IN_ATTRIBUTE.sub(lambda m: "".join(f"&#{ord(c)};" for c in m[0]), visible(text))


def link(html: str, url: str) -> str:
    """The HTML as a link, or as it is where the address is none of the web."""
    if not _URL.fullmatch(url):
        return html
    return f'<a href="{attribute(url)}">{html}</a>'


def is_web_address(url: str) -> bool:
    return bool(_URL.fullmatch(url))
