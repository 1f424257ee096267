"""What every check is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

from .lines import Lines, lines
from .looks import Look, looks
from .rules import Rule
from .tree import BLOCKS, Element, Tree, parse

SCROLLS = ("auto", "scroll")


class Hit(NamedTuple):
    """An element that breaks a rule, with the values of the rule's words."""

    element: Element
    values: dict[str, object]


class Content:
    """An article's content, read once; what costs more is worked out when a check asks for it."""

    def __init__(self, text: str) -> None:
        self.tree: Tree = parse(text)

    @cached_property
    def looks(self) -> list[Look]:
        """The look of each element, by its order."""
        return looks(self.tree)

    @cached_property
    def lines(self) -> list[Lines]:
        """The text of each block that has some."""
        return lines(self.tree, self.looks)

    @cached_property
    def drawn(self) -> frozenset[int]:
        """The orders of what stands inside an SVG."""
        found: set[int] = set()
        for svg in self.tree.named("svg"):
            if svg.order not in found:
                found.update(range(svg.order + 1, svg.last + 1))
        return frozenset(found)

    @cached_property
    def wide(self) -> frozenset[int]:
        """The orders of what may be wide: it says so, or it stands in something that scrolls or is drawn."""
        tree = self.tree
        found = set(self.drawn)
        scrolling = tree.declared("overflow", "overflow-x")
        marked = [one for one in tree.elements if "data-ignore-width" in one.attributes]
        _fill(found, [one for one, each in scrolling if each.word in SCROLLS], 1)
        _fill(found, marked, 0)
        return frozenset(found)

    @cached_property
    def played(self) -> frozenset[int]:
        """The orders of drawings and of what stands in a container of drawings that are played with clicks."""
        tree = self.tree
        found = set(self.drawn) | {one.order for one in tree.named("svg")}
        _fill(found, [one for one in tree.elements if one["data-mode"] == "svg"], 0)
        return frozenset(found)

    @cached_property
    def blocks(self) -> list[int]:
        """The orders of the elements that are blocks by their names."""
        return [one.order for one in self.tree.elements if one.tag in BLOCKS]

    def outside_drawings(self, *tags: str) -> list[Element]:
        """Return the elements of these names that stand in no SVG; without names, all that do not."""
        found = self.tree.named(*tags) if tags else self.tree.elements
        return [one for one in found if one.order not in self.drawn]


def _fill(found: set[int], roots: list[Element], skip: int) -> None:
    """Add the orders of elements and all in them; with `skip` 1 without the elements themselves."""
    done = -1
    for one in sorted(roots, key=lambda each: each.order):
        if one.order > done:
            found.update(range(one.order + skip, one.last + 1))
            done = one.last


Check = Callable[[Content, Rule], Iterable[Hit]]
