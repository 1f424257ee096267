"""What builds keep of articles and products for the next one, as the store has it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import msgspec

from contentshop import engine
from contentshop.channels.web import Kept, Listing, Plan, ProductListing

_PRODUCT = "product:"
"""Stands before a product's id where the store has files of articles."""


def decoded(values: Mapping[str, bytes]) -> Kept:
    """Return what articles and products gave at earlier builds, without what another version kept in another shape."""
    articles, products = {}, {}
    for name, value in values.items():
        with suppress(msgspec.DecodeError):
            if name.startswith(_PRODUCT):
                products[name.removeprefix(_PRODUCT)] = msgspec.msgpack.decode(value, type=ProductListing)
            else:
                articles[name] = msgspec.msgpack.decode(value, type=Listing)
    return Kept(articles, products)


def to_keep(plan: Plan, kept: Kept) -> dict[str, bytes | None]:
    """Return what the next build may need of articles, by file, and of products; nothing for what stays as it was."""
    articles = {
        file: None if kept.articles.get(file) is one else msgspec.msgpack.encode(one)
        for file, one in plan.listings.items()
    }
    return articles | {_PRODUCT + name: msgspec.msgpack.encode(one) for name, one in plan.product_listings.items()}


def whole(written: Mapping[str, engine.Written], present: Mapping[str, tuple[int, int]]) -> frozenset[str]:
    """Return the files that stand as a build that came to its end wrote them."""
    return frozenset(path for path in engine.intact(written, present) if written[path].fingerprint is not None)
