"""The theme's styles, each on its element, and nothing else in the attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bs4 import Tag

from contentshop.channels.wechat.accepted import accepted, is_kept
from contentshop.channels.wechat.themes import Theme

from .work import Work, every, new, role_of

_LAST = ("blockquote", "note", "definition", "item", "inner-item", "card", "record")
_CARDS = ("card", "ticket-alone", "endnotes")
"""In these, paragraphs are lines without a margin."""
_QUIET = ("th", "td", "h2", "h3", "h4", "card-title", "pre")
"""In these, what is marked as important needs no colour of its own."""
_BARE = ("thead", "tbody", "em", "u", "small", "sub", "sup", "br", "section")


def headings_get_insides(tree: Tag, work: Work) -> None:
    """Put a heading's text into an element of its own where the theme draws around the text, and its sign before."""
    for one in every(tree, "h2", "h3"):
        if mark := work.theme.marks.get(one.name, ""):
            one.insert(0, mark)
        if work.theme.style(f"{one.name}-in"):
            inside = new("span", *[child.extract() for child in list(one.children)], role=f"{one.name}-in")
            one.append(inside)


def styles_are_written(tree: Tag, work: Work) -> None:
    """Write the style of every element's part or tag into it, the only place for styles (fact 11)."""
    for one in tree.find_all(True):
        if isinstance(one, Tag):
            style = ";".join(filter(None, (_style(one, work), _authors(one))))
            if style:
                one["style"] = style
            else:
                one.attrs.pop("style", None)


def _style(one: Tag, work: Work) -> str:
    theme, role = work.theme, role_of(one)
    if role in _WORKED_OUT:
        return _WORKED_OUT[role](one, theme)
    if role in theme.styles:
        return theme.style(role)
    if one.name in _BARE or _needs_none(one):
        return ""
    if one.name == "tr":
        return theme.style("head-row" if one.parent is not None and one.parent.name == "thead" else "row")
    aligned = str(one.attrs.pop("data-align", ""))
    return ";".join(filter(None, (theme.style(one.name), aligned and f"text-align:{aligned}")))


_WORKED_OUT: Mapping[str, Callable[[Tag, Theme], str]] = {
    "tasks": lambda _, theme: ";".join(filter(None, (theme.style("ul"), "list-style:none"))),
    "small-img": lambda one, _: f"width:{one.get('data-w')}px;max-width:100%",
}


def _needs_none(one: Tag) -> bool:
    """Return whether an element looks right by what stands around it."""
    if one.name == "p":
        return _is_last(one) or _in_card(one)
    if one.name == "strong":
        return any(parent.name in _QUIET or role_of(parent) in _QUIET for parent in one.parents)
    return one.name == "code" and any(role_of(parent) == "pre" for parent in one.parents)


def _is_last(one: Tag) -> bool:
    """Return whether a paragraph ends a block that has a padding of its own."""
    parent = one.parent
    if parent is None or one.find_next_sibling(True) is not None:
        return False
    return parent.name in ("blockquote", "li") or role_of(parent) in _LAST or _in_item(parent)


def _in_card(one: Tag) -> bool:
    return any(role_of(parent) in _CARDS for parent in one.parents)


def _in_item(parent: Tag) -> bool:
    return parent.parent is not None and parent.parent.name == "li"


def _authors(one: Tag) -> str:
    """Return what is left of a style that the author wrote: what WeChat keeps (facts 12, 14, 15)."""
    if role_of(one) or not one.get("style"):
        return ""
    found = []
    for part in str(one["style"]).split(";"):
        key, _, value = (piece.strip() for piece in part.partition(":"))
        if is_kept(key.lower(), value):
            found.append(f"{key.lower()}:{value}")
    return ";".join(found)


def attributes_are_few(tree: Tag, work: Work) -> None:
    """Take off every attribute that is lost or means nothing: ids, classes, roles (facts 11, 19)."""
    del work
    table = accepted()
    for one in tree.find_all(True):
        for name in list(one.attrs):
            kept = name in table.attributes or name in _DATA or name.startswith("data-miniprogram")
            if not kept or (name == "start" and one.name != "ol"):
                del one[name]


_DATA = ("data-w", "data-ratio", "data-insert")


def everything_stands_in_two_sections(tree: Tag, work: Work) -> None:
    """Put what all text shares on a section inside another: the outermost one loses its style (facts 33, 36).

    WeChat sets text in two even edges, which suits Han characters and tears words apart.
    """
    inner = new("section", *[child.extract() for child in list(tree.children)])
    is_han = work.article.language.startswith(("zh", "ja"))
    inner["style"] = ";".join(filter(None, (work.theme.style("body"), "" if is_han else "text-align:left")))
    tree.append(new("section", inner))
