"""How many lines a block of text takes, judged without a browser."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from contentshop.model import Record

from .looks import Look
from .tree import BLOCKS, Element, Tree, visible

_BLOCK_DISPLAYS = ("block", "inline-block", "flex", "inline-flex", "table-cell", "list-item", "grid", "table")
_NARROW = 0.55
"""The width of a Latin letter in em, on average."""


class Lines(Record):
    """The text that stands in a block and in no block within it.

    Attributes:
        block: The order of the block.
        count: How many lines it takes on the narrowest phone.
        line: The height of a line in px, the largest of those in it.
        size: The font size in px, the largest of those in it.

    """

    block: int
    count: int
    line: float
    size: float


class _Run:
    """What is counted of one block while the tree is walked."""

    __slots__ = ("count", "line", "room", "size", "text", "width")

    def __init__(self, room: float) -> None:
        self.room = max(1.0, room)
        self.count = 0
        self.width = self.line = self.size = 0.0
        self.text = False

    def end(self) -> None:
        """End a line, as a break or a block does."""
        if self.width:
            self.count += max(1, -int(-self.width // self.room))
        self.width = 0.0


def is_block(one: Element) -> bool:
    """Return whether an element begins a line of its own."""
    display = one.value("display")
    return display in _BLOCK_DISPLAYS if display else one.tag in BLOCKS


def lines(tree: Tree, shown: list[Look]) -> list[Lines]:
    """Return the text of each block that has some, in the order of the blocks."""
    runs: dict[int, _Run] = {}
    block = [0] * len(tree.elements)
    for one in tree.elements:
        parent = one.parent.order if one.parent is not None and one.parent.tag else -1
        block[one.order] = one.order if parent < 0 or is_block(one) else block[parent]
    stack: list[Element | str] = []
    holder: list[Element] = []
    stack.extend(reversed(tree.root.children))
    holder.extend([tree.root] * len(stack))
    while stack:
        part, parent_of = stack.pop(), holder.pop()
        if isinstance(part, Element):
            home = runs.get(block[parent_of.order]) if parent_of.tag else None
            if home is not None and (part.tag == "br" or block[part.order] == part.order):
                home.end()
            stack.extend(reversed(part.children))
            holder.extend([part] * len(part.children))
        elif parent_of.tag and visible(part):
            look = shown[parent_of.order]
            if look.hidden:
                continue
            at = block[parent_of.order]
            run = runs.setdefault(at, _Run(shown[at].room))
            run.width += width_of(part) * look.size
            run.line, run.size = max(run.line, look.line), max(run.size, look.size)
    for run in runs.values():
        run.end()
    return [Lines(at, run.count, run.line, run.size) for at, run in sorted(runs.items())]


@lru_cache(maxsize=1024)
def width_of(text: str) -> float:
    """Return the width of a text in em, about."""
    if text.isascii():
        return _NARROW * len(text)
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in text)
