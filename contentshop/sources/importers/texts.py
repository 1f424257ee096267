"""Texts of shops as one plain line: HTML falls away, and with it scripts, styles and pictures."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
"""Parts of emoji and of some scripts; other invisible characters go."""
_HIDDEN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "head", "title")
_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "code",
    "em",
    "font",
    "i",
    "mark",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
_SENTENCE = re.compile(r"[。！？!?…]+[”’）」]?|\.(?=\s)")
_LIMIT = 160
"""Characters that a summary has at most."""


def one_line(text: str) -> str:
    """Return the text on one line, without what cannot be seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (_visible(char) for char in text)
    return " ".join("".join(kept).split())


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cs", "Cn", "Co"):
        return "\ufffd"
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    return "" if category == "Cf" and char not in _JOINERS else char


def bare(html: str) -> str:
    """Return the text that a reader would see of a piece of HTML, on one line."""
    if "<" not in html and "&" not in html:
        return one_line(html)
    from bs4 import BeautifulSoup, Comment, Tag

    soup = BeautifulSoup(f"<div>{html}</div>", "html.parser")
    for hidden in soup.find_all(_HIDDEN):
        hidden.decompose()
    for note in soup.find_all(string=lambda text: isinstance(text, Comment)):
        note.extract()
    for tag in soup.find_all(_is_block):
        if isinstance(tag, Tag):
            tag.insert_before(" ")
            tag.insert_after(" ")
    return one_line(soup.get_text())


def _is_block(tag: object) -> bool:
    return getattr(tag, "name", "") not in _INLINE


def summary(html: str) -> str:
    """Return a description as one line of at most 160 characters: whole sentences, else words and “…”."""
    text = bare(html)
    if len(text) <= _LIMIT:
        return text
    ends = [match.end() for match in _SENTENCE.finditer(text[: _LIMIT + 1]) if match.end() <= _LIMIT]
    if ends:
        return text[: ends[-1]]
    cut = text[: _LIMIT - 1]
    word, space, _ = cut.rpartition(" ")
    return (word if space and len(word) > _LIMIT // 2 else cut) + "…"
