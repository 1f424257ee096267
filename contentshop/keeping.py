"""What builds keep of articles and products for the next one, as the store has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

import msgspec

from contentshop.channels.web import Context, Kept, Listing, Lists, Plan, ProductListing, Showing, context_of
from contentshop.planning import Planned

_PRODUCT = "product:"
"""Stands before a product's id where the store has files of articles."""
_LISTS = "lists:"
"""Stands there before what pages list."""
OF_PRODUCTS = (_PRODUCT, _LISTS)
"""Stand before all that is kept of products there."""
CONTEXT = "context:"
"""Stands for what was found out of all articles together there."""
SHOWING = "showing:"
"""Stands for where the site shows products there."""


def decoded(values: Mapping[str, bytes]) -> Kept:
    """Return what articles and products gave at earlier builds, without what another version kept in another shape."""
    articles, products, lists = {}, {}, {}
    for name, value in values.items():
        with suppress(msgspec.DecodeError):
            if name in (CONTEXT, SHOWING):
                continue
            if name.startswith(_LISTS):
                lists[name.removeprefix(_LISTS)] = msgspec.msgpack.decode(value, type=Lists)
            elif name.startswith(_PRODUCT):
                products[name.removeprefix(_PRODUCT)] = msgspec.msgpack.decode(value, type=ProductListing)
            else:
                articles[name] = msgspec.msgpack.decode(value, type=Listing)
    return Kept(articles, products, lists)


def context_row(made: Planned) -> bytes:
    """Return what was found out of all articles together, as it is kept."""
    return msgspec.msgpack.encode(context_of(made.opened, made.plan, made.kits, told=bool(made.told)))


def to_keep(plan: Plan, context: bytes, kept: Kept) -> Iterator[tuple[str, bytes | None]]:
    """Yield what the next build may need of articles, by file, and of products; nothing for what stays as it was."""
    yield CONTEXT, context
    yield SHOWING, msgspec.msgpack.encode(plan.showing)
    for file, one in plan.listings.items():
        yield file, None if kept.articles.get(file) is one else row_of(one)
    for name, lists in plan.lists.items():
        yield from [(_LISTS + name, None)] if kept.lists.get(name) is lists else rows_of_lists({name: lists})
    yield from rows_of_products(plan.product_listings)


def rows_of_products(products: Mapping[str, ProductListing]) -> Iterator[tuple[str, bytes]]:
    """Yield what the next build may need of products."""
    return ((_PRODUCT + name, msgspec.msgpack.encode(one)) for name, one in products.items())


def rows_of_lists(lists: Mapping[str, Lists]) -> Iterator[tuple[str, bytes]]:
    """Yield what the next build may need of pages that list others."""
    return ((_LISTS + name, msgspec.msgpack.encode(one)) for name, one in lists.items())


def row_of(listing: Listing) -> bytes:
    """Return what the next build may need of an article."""
    return msgspec.msgpack.encode(listing)


def context_in(row: bytes | None) -> Context | None:
    """Return what was found out of all articles together; None where another version kept it in another shape."""
    with suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(row, type=Context) if row else None
    return None


def showing_in(row: bytes | None) -> Showing | None:
    """Return where the site shows products; None where another version kept it in another shape."""
    with suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(row, type=Showing) if row else None
    return None
