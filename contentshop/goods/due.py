"""What of a product or a group comes to its end, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from contentshop.model import Config, Outlet, Product, ReadyLink, Record

from .prices import Keys, prices_of
from .rules import terms

What = Literal["price", "kouling", "link", "reference", "as_of", "code"]
"""The last day of a price or offer, of a 口令, of a ready-made link, of a reference price's evidence, of a price's
being fresh, of a group's code."""


class Due(Record):
    """Something of a product or an outlet, named by its id, with its last day and the keys to what is to be renewed."""

    day: date
    what: What
    product: str
    keys: Keys
    shop: str = ""
    outlet: str = ""


class DueLine(Record):
    """The same as it is told: with its place and the articles that show the product or code."""

    day: date
    left: int
    """Days from today; below zero when the day is past."""
    what: What
    product: str
    shop: str
    file: str
    line: int
    articles: tuple[str, ...]
    outlet: str = ""


def due_of(product: Product, config: Config, last: date) -> Iterator[Due]:
    """Yield what of a product has its last day on or before a day."""
    return (one for one in _all(product, config) if one.day <= last)


def due_of_outlets(outlets: Iterable[Outlet], last: date) -> Iterator[Due]:
    """Yield the codes that have their last day on or before a day."""
    for one in outlets:
        if one.code and one.expires is not None and one.expires <= last:
            yield Due(one.expires, "code", "", ("expires",), outlet=one.id)


def _all(product: Product, config: Config) -> Iterator[Due]:
    name = product.id
    if product.valid_until is not None:
        yield Due(product.valid_until, "price", name, ("valid_until",))
    for number, offer in enumerate(product.offers):
        if offer.valid_until is not None:
            yield Due(offer.valid_until, "price", name, ("offers", number, "valid_until"), offer.shop)
        if offer.kouling is not None and offer.kouling.expires is not None:
            yield Due(offer.kouling.expires, "kouling", name, ("offers", number, "kouling", "expires"), offer.shop)
        for key, link in offer.links.items():
            if isinstance(link, ReadyLink) and link.expires is not None:
                yield Due(link.expires, "link", name, ("offers", number, "links", key, "expires"), offer.shop)
    reference = product.reference_price
    if reference is not None:
        last = _days_after(reference.date, terms()[reference.kind])
        yield Due(last, "reference", name, ("reference_price", "date"))
    yield from _old(product, config)


def _old(product: Product, config: Config) -> Iterator[Due]:
    """Yield the last day on which each price is fresh; that of one without end, or that ends later."""
    if not config.products.stale_after:
        return
    seen: set[Keys] = set()
    for one in prices_of(product, config):
        last = _days_after(one.shown.as_of, config.products.stale_after)
        if one.keys not in seen and one.shown.is_current(last):
            seen.add(one.keys)
            yield Due(last, "as_of", product.id, one.keys, one.shop if len(one.keys) > 1 else "")


def _days_after(day: date, days: int) -> date:
    """Return the day so many days later, or the last one there is."""
    return day + timedelta(days=min(days, (date.max - day).days))
