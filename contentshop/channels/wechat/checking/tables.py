"""The check of tables whose words leave no room: cells are as wide as their longest word, whatever the screen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from .content import Check, Content, Hit
from .lines import width_of
from .looks import Look
from .rules import Rule
from .styles import PHONE, pixels, sides
from .tree import Element

_CELLS = ("td", "th")
_WORD = re.compile(r"[!-~\u00a0-\u024f\u0370-\u052f]+")
"""Letters, digits and signs between which no line ends."""


def table_words(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield tables whose longest words, column by column, are together wider than what a phone has room for."""
    del rule
    tables = [one for one in content.tree.named("table") if one.order not in content.wide]
    if not tables:
        return
    columns = _columns(content, _needs(content))
    for one in tables:
        parent = one.parent
        room = content.looks[parent.order].room if parent is not None and parent.tag else PHONE
        needed = sum(columns[one.order].values())
        if needed > room:
            yield Hit(one, {"width": round(needed), "room": round(room)})


def _needs(content: Content) -> Mapping[int, float]:
    """Return how wide each cell must be at least, by its order."""
    found: dict[int, float] = defaultdict(float)
    cells: list[int] = []
    for one in content.tree.elements:
        above = cells[one.parent.order] if one.parent is not None and one.parent.tag else -1
        cells.append(one.order if one.tag in _CELLS else -1 if one.tag == "table" else above)
        cell, look = cells[-1], content.looks[one.order]
        if cell >= 0 and not look.hidden:
            texts = (part for part in one.children if isinstance(part, str))
            found[cell] = max([found[cell], *(_word(text, look) for text in texts)])
    return {cell: need + _padding(content.tree.elements[cell], content.looks[cell]) for cell, need in found.items()}


def _word(text: str, look: Look) -> float:
    """Return the width of the longest part of a text that cannot be broken."""
    if look.wraps == "nowhere":
        return width_of(text.strip()) * look.size
    if look.wraps == "anywhere":
        return look.size
    return max((width_of(match) * look.size for match in _WORD.findall(text)), default=0.0)


def _padding(one: Element, look: Look) -> float:
    values = sides(one.style, "padding")
    return sum(pixels(values.get(side, ""), font=look.size) or 0.0 for side in ("left", "right"))


def _columns(content: Content, needs: Mapping[int, float]) -> Mapping[int, Mapping[int, float]]:
    """Return how wide each column of each table must be at least; cells over several columns are left out."""
    found: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    tables: list[int] = []
    for one in content.tree.elements:
        above = tables[one.parent.order] if one.parent is not None and one.parent.tag else -1
        tables.append(one.order if one.tag == "table" else above)
        if one.tag == "tr" and tables[-1] >= 0:
            for at, cell in enumerate(each for each in one.elements if each.tag in _CELLS):
                need = 0.0 if cell["colspan"] not in ("", "1") else needs.get(cell.order, 0.0)
                found[tables[-1]][at] = max(found[tables[-1]][at], need)
    return found


CHECKS: Mapping[str, Check] = {"table-words": table_words}
