"""How heavy a content is: its characters for each that a reader sees, and which of its blocks weigh most.

Editors that are no leaner have 12 to 54 times (several of them, measured on their own samples in November 2026); the
draft API documents 20,000 characters. The limits here are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from contentshop.model import Record

if TYPE_CHECKING:
    from bs4 import Tag

_LONG, _LIMIT_LONG, _LIMIT = 3_000, 4, 8
"""Visible characters from which on an article is long, and how many times them a long and a short one may have."""
_LIGHT = 3_000
"""Characters up to which no content is called heavy: a line and a card are mostly card."""
_HEAVIEST = 5
_SHOWN = 16
_AROUND = ("section", "div")


class Weight(Record):
    """How heavy a content is."""

    characters: Annotated[int, Meta(ge=0)]
    visible: Annotated[int, Meta(ge=0)]
    """Characters that a reader sees, without blanks."""
    heaviest: tuple[tuple[str, int], ...] = ()
    """The heaviest blocks, the heaviest first: how each begins, and its characters."""

    @property
    def factor(self) -> str:
        """How many times as long the content is as its text."""
        return f"{self.characters / max(1, self.visible):.1f}"

    @property
    def limit(self) -> int:
        """How many times as long it may be."""
        return _LIMIT_LONG if self.visible > _LONG else _LIMIT

    @property
    def is_heavy(self) -> bool:
        """Whether it is longer than that, and long enough to care."""
        return self.characters > max(_LIGHT, self.limit * self.visible)


def weigh(content: str) -> Weight:
    """Return how heavy a content is."""
    from bs4 import BeautifulSoup

    tree = BeautifulSoup(f"<body>{content}</body>", "lxml").body
    return Weight(len(content), 0) if tree is None else weight_of(tree, len(content))


def weight_of(tree: Tag, characters: int) -> Weight:
    """Return how heavy a content of so many characters is, from its tree."""
    found = sorted(_blocks(tree), key=lambda one: -one[1])
    return Weight(characters, len("".join(tree.get_text().split())), tuple(found[:_HEAVIEST]))


def _blocks(tree: Tag) -> Iterator[tuple[str, int]]:
    """Yield the blocks inside what stands around the whole."""
    blocks = tree.find_all(True, recursive=False)
    while len(blocks) == 1 and blocks[0].name in _AROUND and (inner := blocks[0].find_all(True, recursive=False)):
        blocks = inner
    for block in blocks:
        text = " ".join(block.get_text().split())
        yield (text[:_SHOWN] + "…" * (len(text) > _SHOWN)) or "<img>", len(str(block))
