"""Making a post fit where its length is limited."""

from __future__ import annotations

import msgspec

from contentshop.links import share_places

from .limits import limit, shortened, width
from .views import GoodsView, TextView

_WORDS = 18
"""Room for what the template says itself: the mark “广告”, “全文：”, blanks and line ends."""
_PRICE_WORDS = 18
_TITLE, _GOODS, _TAGS = 60, 20, 24
"""The most that a title, the name of a product, and all tags take, in Han characters."""
_SUMMARY = 8
"""A summary that is cut shorter says nothing."""


def fitted(view: TextView) -> TextView:
    """Return a post for Weibo with its parts cut so that it stays within the limit, the least important ones first."""
    title = shortened(view.title, _TITLE)
    room = limit("weibo_text") - _WORDS - limit("weibo_link") - width(title) - width(view.signature)
    tags, room = _tags(view.tags, room)
    goods, room = _goods(view.goods, room)
    summary = shortened(view.summary, room) if room >= _SUMMARY else ""
    share = share_places()["weibo"].form(("url", "title", "picture") if view.picture else ("url", "title"))
    changes = {"title": title, "tags": tags, "goods": goods, "summary": summary, "share": share}
    return msgspec.structs.replace(view, **changes)


def _tags(tags: tuple[str, ...], room: int) -> tuple[tuple[str, ...], int]:
    """Return as many tags as fit, without what would end one, and the room that is left."""
    found: list[str] = []
    left = min(room, _TAGS)
    for tag in (one.replace("#", "").strip() for one in tags):
        taken = width(tag) + 2
        if tag and taken <= left:
            found.append(tag)
            left -= taken
            room -= taken
    return tuple(found), room


def _goods(goods: tuple[GoodsView, ...], room: int) -> tuple[tuple[GoodsView, ...], int]:
    """Return the products that fit with their names cut, and the room that is left."""
    found: list[GoodsView] = []
    for one in goods:
        cut = msgspec.structs.replace(one, title=shortened(one.title, _GOODS))
        price = width(f"{one.price.price}{one.price.date}") + _PRICE_WORDS if one.price else 0
        way = limit("weibo_link") if one.address else width(one.kouling or one.taglink)
        taken = width(cut.title) + price + way + sum(width(note) + 1 for note in one.notes) + 2
        if taken <= room:
            found.append(cut)
            room -= taken
    return tuple(found), room
