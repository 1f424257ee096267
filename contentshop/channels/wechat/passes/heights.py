"""How far apart things stand on a phone, roughly: text in lines of 343 px, pictures in their proportions.

Heights are taken rather too small, so that what seems far enough apart is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from math import ceil

from bs4 import Tag
from bs4.element import NavigableString

from .work import BLOCKS, number_of, role_of

_WIDTH = 343.0
_LINE = 26.0
_HAN, _LATIN = 16.0, 8.0
_MARGINS = {"h2": 44.0, "h3": 30.0, "h4": 24.0, "p": 16.0, "li": 6.0, "hr": 60.0, "tr": 14.0, "blockquote": 16.0}
_PADDINGS = {"card": 40.0, "pre": 40.0, "note": 40.0, "ticket": 120.0, "shelf-row": 20.0, "insert": 40.0}
_SHARES = {"card-image": 0.36, "shelf-image": 0.25, "code-image": 0.3}
_ROWS = ("card-top", "shelf-row", "ticket", "ticket-alone")


def slots_by_height(tree: Tag) -> list[tuple[Tag, float]]:
    """Return the places for codes with their heights from the beginning of the text, in px, in their order."""
    return list(_Meter().slots(tree))


class _Meter:
    """Walks down a tree and adds heights up."""

    def __init__(self) -> None:
        self.at = 0.0

    def slots(self, tag: Tag) -> Iterator[tuple[Tag, float]]:
        """Yield the places below an element and leave `at` behind it."""
        if tag.has_attr("data-slot"):
            yield tag, self.at
            return
        if role_of(tag) in _ROWS or tag.name == "tr" or not _has_blocks(tag):
            self.at += _height(tag, _WIDTH)
            return
        for child in tag.children:
            if isinstance(child, Tag):
                yield from self.slots(child)
            else:
                self.at += _text_height(str(child), _WIDTH)
        self.at += _MARGINS.get(tag.name, 0.0) + _PADDINGS.get(role_of(tag), 0.0)


def _has_blocks(tag: Tag) -> bool:
    return any(isinstance(child, Tag) and child.name in BLOCKS for child in tag.children)


def _height(tag: Tag, width: float) -> float:
    if role_of(tag) in _ROWS or tag.name == "tr":
        cells = [child for child in tag.children if isinstance(child, Tag)]
        share = width / max(1, len(cells))
        return max([_height(cell, share) for cell in cells] or [0.0])
    own = _MARGINS.get(tag.name, 0.0) + _PADDINGS.get(role_of(tag), 0.0)
    inner = [child for child in tag.children if isinstance(child, Tag)]
    blocks = [child for child in inner if child.name in BLOCKS]
    if blocks:
        return own + sum(_height(child, width) for child in blocks)
    images = [tag] if tag.name == "img" else tag.find_all("img")
    lines = sum(_text_height(part, width) for part in _lines(tag))
    return own + lines + sum(_image_height(one, width) for one in images)


def _lines(tag: Tag) -> list[str]:
    """Return the text of an element, broken at its breaks."""
    parts = [""]
    for node in tag.descendants:
        if isinstance(node, NavigableString):
            parts[-1] += str(node)
        elif isinstance(node, Tag) and node.name == "br":
            parts.append("")
    return parts


def _text_height(text: str, width: float) -> float:
    if not text.strip():
        return 0.0
    long = sum(_HAN if unicodedata.east_asian_width(char) in "WFA" else _LATIN for char in text.strip())
    return ceil(long / width) * _LINE


def _image_height(tag: Tag, width: float) -> float:
    ratio, natural = number_of(tag, "data-ratio"), number_of(tag, "data-w")
    share = _SHARES.get(role_of(tag), 1.0) * _WIDTH if role_of(tag) in _SHARES else width
    return min(share, natural or share) * ratio
