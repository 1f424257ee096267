"""Checks of links, mini-programs and other components, of code and of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from .content import Check, Content, Hit
from .pictures import host
from .rules import Rule
from .tree import BLOCKS, Element, visible

_HOME = "mp.weixin.qq.com"
_ADDRESS = 80
_CARDS = ("mp-miniprogram", "mp-common-miniprogram", "mp-weapp")
_WRAPS = ("pre-wrap", "pre-line", "break-spaces", "normal", "nowrap")
_KEEPS = ("pre", "pre-wrap", "break-spaces", "pre-line")
_LISTS = frozenset(("ul", "ol"))
_NEWLINES = re.compile("[\r\n]")
_RUN = re.compile("  |\t|[\r\n] ?")


def is_article(address: str) -> bool:
    """Return whether an address is that of a published article."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.netloc == _HOME and (parts.path == "/s" or parts.path.startswith("/s/"))


def _links(content: Content) -> Iterator[tuple[Element, str]]:
    """Yield the links that lead somewhere and belong to no component."""
    for one in content.outside_drawings("a"):
        address = one["href"].strip()
        if address and "data-miniprogram-appid" not in one.attributes:
            yield one, address


def link_foreign(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield links to anything but WeChat's own host."""
    del rule
    for one, address in _links(content):
        outside = host(address) != _HOME or not address.lower().startswith("https:")
        if outside and not address.startswith("#") and not address.lower().startswith("javascript:"):
            yield Hit(one, {"address": address[:_ADDRESS]})


def link_page(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield links to pages of WeChat's host that are no articles."""
    del rule
    for one, address in _links(content):
        if host(address) == _HOME and address.lower().startswith("https:") and not is_article(address):
            yield Hit(one, {"address": address[:_ADDRESS]})


def link_temporary(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield links to articles that were shown for a while only."""
    del rule
    for one, address in _links(content):
        if is_article(address) and re.search(r"[?&](tempkey|timestamp)=", address):
            yield Hit(one, {"address": address[:_ADDRESS]})


def link_anchor(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield links within the page."""
    del rule
    return (Hit(one, {"address": each[:_ADDRESS]}) for one, each in _links(content) if each.startswith("#"))


def miniprogram(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield mini-program links and cards that lack what they need."""
    del rule
    for one in content.tree.named("a"):
        if "data-miniprogram-appid" in one.attributes:
            yield from _lacking(one, ("appid", "path"))
    for one in content.tree.named(*_CARDS):
        yield from _lacking(one, ("appid", "path", "title", "imageurl"))


def _lacking(one: Element, names: tuple[str, ...]) -> Iterator[Hit]:
    missing = [name for name in names if not one[f"data-miniprogram-{name}"]]
    if missing == ["imageurl"] and one["data-progarm-imageurl"]:
        return
    if missing:
        yield Hit(one, {"missing": ", ".join(missing)})


def components_apart(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield blocks that hold several components side by side."""
    del rule
    for one in content.tree.elements:
        found = sum(child.tag.startswith("mp-") for child in one.elements)
        if found > 1:
            yield Hit(one, {"count": found})


def code_space(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield code whose spaces or line breaks are ordinary ones."""
    del rule
    kept = -1
    for one in content.tree.elements:
        if one.order <= kept or not (one.tag in ("pre", "code") or one.value("white-space") in _KEEPS):
            continue
        if not content.tree.length(one):
            continue
        inside = (one, *content.tree.inside(one))
        kept = one.last
        if any(isinstance(part, str) and _RUN.search(part.strip("\r\n")) for each in inside for part in each.children):
            yield Hit(one, {})


def pre_text(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield preformatted text that does not wrap."""
    del rule
    for one in content.tree.named("pre"):
        if content.tree.length(one) and one.value("white-space") not in _WRAPS[:-1]:
            yield Hit(one, {})


def list_item(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield items of which pasting would keep only the first part in place."""
    del rule
    for one in content.tree.named("li"):
        parts = [part for part in one.children if isinstance(part, Element) or visible(part)]
        if len(parts) > 1:
            yield Hit(one, {})


def list_nested(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield lists that stand in a list."""
    del rule
    depths = _depths(content)
    return (Hit(one, {}) for one in content.tree.named("ul", "ol") if depths[one.order] > 1)


def list_depth(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield lists that stand too deep."""
    depths = _depths(content)
    for one in content.tree.named("ul", "ol"):
        if depths[one.order] == int(rule.limits["levels"]) + 1:
            yield Hit(one, {"count": depths[one.order]})


def _depths(content: Content) -> list[int]:
    """Return in how many lists each element stands, itself counted."""
    found: list[int] = []
    for one in content.tree.elements:
        above = found[one.parent.order] if one.parent is not None and one.parent.tag else 0
        found.append(above + (one.tag in _LISTS))
    return found


def raw_newline(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield paragraphs with a line feed between their words."""
    del rule
    kept = -1
    for one in content.outside_drawings():
        if one.tag in ("pre", "code", "script", "style", "textarea") or one.value("white-space") in _KEEPS:
            kept = max(kept, one.last)
        if one.order > kept and _broken(one):
            yield Hit(one, {})


def _broken(one: Element) -> bool:
    """Return whether a line feed stands between visible parts of one line."""
    last = len(one.children) - 1
    for at, part in enumerate(one.children):
        if not isinstance(part, str) or not _NEWLINES.search(part):
            continue
        words = visible(part)
        if words and _NEWLINES.search(part.strip()):
            return True
        before = at > 0 and _inline(one.children[at - 1])
        after = at < last and _inline(one.children[at + 1])
        lead = bool(_NEWLINES.search(part[: len(part) - len(part.lstrip())]))
        trail = bool(_NEWLINES.search(part[len(part.rstrip()) :]))
        if (lead and before and (words or after)) or (trail and after and (words or before)):
            return True
    return False


def _inline(part: Element | str) -> bool:
    """Return whether a neighbour stands in the same line."""
    return isinstance(part, str) or (part.tag not in BLOCKS and part.tag not in ("br", "img", "svg"))


CHECKS: Mapping[str, Check] = {
    "link-foreign": link_foreign,
    "link-page": link_page,
    "link-temporary": link_temporary,
    "link-anchor": link_anchor,
    "miniprogram": miniprogram,
    "components-apart": components_apart,
    "code-space": code_space,
    "pre-text": pre_text,
    "list-item": list_item,
    "list-nested": list_nested,
    "list-depth": list_depth,
    "raw-newline": raw_newline,
}
