"""Lists as most editors write them: what belongs to an item stands under the item's text.

Python-Markdown wants four columns for each level; two after `- ` or three after `1. ` it takes for the
level above, and a paragraph or code there for the end of the list.
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor
from markdown.util import STX

_ITEM = re.compile(r"(?:[*+-]|\d+\.)(?P<space> +)(?=\S)")
_RULE = re.compile(r"(?:(?:\* *){3,}|(?:- *){3,})")
_COLUMNS = 4


class ListIndents(Preprocessor):
    """Moves what stands under an item's text to the column at which Python-Markdown looks for it."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines; those outside lists and those that stand far enough in already stay as they are."""
        reader = _Reader()
        return [moved for line in lines for moved in reader.read(line)]


class _Reader:
    """Reads the lines of a body one by one."""

    def __init__(self) -> None:
        self.texts: list[int] = []
        """The column of the text of each item that is open, the outermost first."""
        self.above = ""
        """What the line before says."""
        self.level = 0
        """In how many items the block began."""
        self.shift = 0
        """How far its lines are moved."""

    def read(self, line: str) -> list[str]:
        """Return the line as it shall stand, after a blank one where an item would be taken for an inner one."""
        text = line.lstrip(" ")
        indent, above, inside = len(line) - len(text), self.above, bool(self.texts)
        self.above = text
        if not text:
            return [line]
        item = None if _RULE.fullmatch(text) else _ITEM.match(text)
        starts = not above or above.startswith(("#", STX))
        if not item and not starts:
            return [line if inside and indent < self.texts[-1] else " " * self.shift + line]
        while self.texts and indent < self.texts[-1]:
            self.texts.pop()
        level = len(self.texts)
        self.shift = max(0, _COLUMNS * level - indent)
        parted = bool(above) and item is not None and level < self.level
        if not above or parted:
            self.level = level
        if item and (level or ((inside or starts) and indent < _COLUMNS)):
            space = len(item["space"])
            self.texts.append(indent + item.end() - (space - 1 if space > _COLUMNS else 0))
        return [*([""] if parted else []), " " * self.shift + line]
