"""Links: those that WeChat takes, and for all others a number with the address at the end."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bs4 import Tag

from contentshop.channels.wechat.views import Way

from .work import Work, every, having, new, playing, words_of

_ARTICLE = re.compile(r"https?://mp\.weixin\.qq\.com/s[/?]")
_OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_SPOKEN = re.compile(r"(mailto|tel|sms):([^?]+)", re.IGNORECASE)
_SCHEME = re.compile(r"^\w+://(www\.)?")
_ESCAPED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_WAY = "way:"


def article_links_stay(tree: Tag, work: Work) -> None:
    """Keep links to published articles, the only ones the editor takes (fact 20), without their place in the page."""
    del work
    for one in every(tree, "a"):
        address = str(one.get("href") or "")
        if _ARTICLE.match(address):
            one.attrs = {"href": "https:" + address.partition("#")[0].partition(":")[2]}


def product_links_get_ways(tree: Tag, work: Work) -> None:
    """Follow a link to a product by the number under which the end says how it is bought (fact 20)."""
    for one in every(tree, "a"):
        address = str(one.get("href") or "")
        way = work.ways.get(address.removeprefix(_WAY)) if address.startswith(_WAY) else None
        if way is None:
            if address.startswith(_WAY) or not address:
                one.unwrap()
            continue
        if _ARTICLE.match(way.address):
            one["href"] = way.address
            continue
        number = work.reference(f"product {way.product} {way.shop}", _way_text(way, work), "")
        _numbered(one, number)
        if work.article.miniprogram == "text" and way.appid and not _has_program(one):
            program = {"data-miniprogram-appid": way.appid, "data-miniprogram-path": way.path, "href": ""}
            one.attrs = {**program, "data-miniprogram-type": "text"}
        else:
            one.unwrap()


def outside_links_are_numbered(tree: Tag, work: Work) -> None:
    """Follow a link to elsewhere by a number; equal addresses share one (fact 20)."""
    for one in every(tree, "a"):
        address = str(one.get("href") or "")
        if _ARTICLE.match(address) or one.has_attr("data-miniprogram-appid"):
            continue
        spoken = _SPOKEN.match(address)
        if spoken is not None and spoken[2] not in words_of(one):
            one.append(f"({spoken[2]})")
        elif spoken is None and _OUTSIDE.match(address) and not _says(one, address):
            text = words_of(one) or _picture_text(one) or _bare(address)
            _numbered(one, work.reference(address, text, address))
        one.unwrap()


def references_are_listed(tree: Tag, work: Work) -> None:
    """List what the numbers stand for at the end."""
    place = playing(tree, "endnotes-place")
    if place is None:
        return
    if work.references:
        lines = [_reference(number, *one) for number, one in enumerate(work.references.values(), 1)]
        parts: list[Tag | str] = [part for line in lines for part in (new("br"), line)][1:]
        place.insert_before(new("section", _title(_heading(work)), new("p", *parts), role="endnotes"))
    place.decompose()


def _heading(work: Work) -> str:
    kinds = {bool(address) for _, address in work.references.values()}
    return work.say("both") if len(kinds) > 1 else work.say("references" if True in kinds else "products")


def _title(text: str) -> Tag:
    return new("p", text, role="endnotes-title")


def _reference(number: int, text: str, address: str) -> str:
    shown = _ESCAPED.sub(_legible, address)
    return f"[{number}] {text} {shown}".rstrip() if text != address else f"[{number}] {shown}"


def _legible(escaped: re.Match[str]) -> str:
    """Return escaped characters as such, where they are letters that an address may hold unescaped."""
    text = unquote(escaped[0], errors="replace")
    return text if text.isalnum() else escaped[0]


def _numbered(one: Tag, number: int) -> None:
    one.insert_after(new("sup", f"[{number}]", role="ref"))


def _way_text(way: Way, work: Work) -> str:
    """Return how a product is bought, in words."""
    if way.text:
        return work.say("by-text", title=way.title, shop=way.shop, text=way.text)
    word = "in-app" if way.own else "by-code"
    return work.say(word, title=way.title, shop=way.shop)


def _says(one: Tag, address: str) -> bool:
    """Return whether a link's text is its address, so that it needs no number."""
    return _bare(words_of(one)) == _bare(address)


def _bare(address: str) -> str:
    return _SCHEME.sub("", address).rstrip("/")


def _picture_text(one: Tag) -> str:
    image = one.find("img")
    return str(image.get("alt") or "") if isinstance(image, Tag) else ""


def _has_program(one: Tag) -> bool:
    """Return whether a mini program's link stands in the paragraph already: several are refused (fact section 3.4)."""
    block = one.find_parent(["p", "li", "section"])
    return block is not None and any(having(block, "data-miniprogram-appid"))
