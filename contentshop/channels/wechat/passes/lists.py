"""Lists as the editor leaves them alone: one block in each item, nothing deeper than two levels."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import PageElement

from .work import Work, every, is_blank, new, role_of

_SECOND, _DEEPER = "◦ ", "– "


def lists_hold_items_only(tree: Tag, work: Work) -> None:
    """Make an item of what stands in a list beside its items, as loose HTML has it."""
    del work
    for one in every(tree, "ul", "ol"):
        for child in [child for child in one.children if not is_blank(child)]:
            if not isinstance(child, Tag) or child.name != "li":
                child.wrap(new("li"))


def deep_lists_are_flattened(tree: Tag, work: Work) -> None:
    """Write lists within lists as lines with a sign: they would get bullets of their own twice (fact 22)."""
    del work
    for one in every(tree, "ul", "ol"):
        if one.find_parent("li") is not None:
            continue
        for item in one.find_all("li", recursive=False):
            for inner in item.find_all(["ul", "ol"]):
                if inner.find_parent("li") is item:
                    inner.replace_with(*_lines(inner, _SECOND))


def _lines(inner: Tag, sign: str) -> list[Tag]:
    """Return the items of an inner list as sections; those of a deeper one follow with another sign."""
    found: list[Tag] = []
    number = _start(inner)
    for item in inner.find_all("li", recursive=False):
        deeper = [one for one in item.find_all(["ul", "ol"]) if one.find_parent("li") is item]
        below = [line for one in deeper for line in _lines(one, _DEEPER)]
        for one in deeper:
            one.extract()
        mark = sign if role_of(item) != "task" else ""
        mark = f"{number}. " if inner.name == "ol" else mark
        found.append(_line(item, mark))
        found += below
        number += 1
    return found


def _line(item: Tag, mark: str) -> Tag:
    line = new("section", mark, role="inner-item")
    _one_flow(item)
    for child in list(item.children):
        line.append(child.extract())
    return line


def items_hold_one_section(tree: Tag, work: Work) -> None:
    """Put what an item holds into a single section: pasting leaves the first part in place and breaks off the rest."""
    del work
    for item in every(tree, "li"):
        _one_flow(item)
        parts = [child.extract() for child in list(item.children)]
        item.append(new("section", *parts))


def task_lists_lose_bullets(tree: Tag, work: Work) -> None:
    """Leave bullets off where boxes stand."""
    del work
    for one in every(tree, "ul"):
        items = one.find_all("li", recursive=False)
        if items and all(role_of(item) == "task" for item in items):
            one["data-role"] = "tasks"


def _one_flow(item: Tag) -> None:
    """Open the item's paragraph where it has one only, and keep several apart by their own blocks."""
    paragraphs = [one for one in item.find_all("p", recursive=False) if not role_of(one)]
    if len(paragraphs) == 1 and not _before(paragraphs[0]):
        paragraphs[0].unwrap()
        return
    for one in paragraphs:
        one["data-role"] = "item-text"


def _before(one: PageElement) -> bool:
    return any(not is_blank(node) for node in one.previous_siblings)


def _start(one: Tag) -> int:
    text = str(one.get("start") or "1")
    return int(text) if text.isdecimal() else 1
