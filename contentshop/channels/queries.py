"""Which products a list asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from contentshop.links import price_of
from contentshop.model import Product, Query


def matching(query: Query, products: Mapping[str, Product], currency: str, today: date) -> list[Product]:
    """Return the products a query asks for; without `sort` in the order of the catalogue."""
    found = [
        product
        for product in products.values()
        if (not query.tag or query.tag in product.tags) and (not query.category or query.category == product.category)
    ]
    if query.sort:
        found = _sorted(found, query.sort, currency, today)
    return found[: query.limit] if query.limit else found


def _sorted(products: Sequence[Product], sort: str, currency: str, today: date) -> list[Product]:
    """Return the products by a field, `-` for descending; ties by id.

    Only prices that hold today, in the site's currency, are compared; products without one come last.
    """
    field = sort.removeprefix("-")

    def key(product: Product) -> Any:
        if field == "title":
            return product.title
        shown = price_of(product, None, currency)
        if shown is None or field == "as_of":
            return shown and shown.as_of
        return shown.amount if shown.currency == currency and shown.is_current(today) else None

    by_id = sorted(products, key=lambda product: product.id)
    known = [product for product in by_id if key(product) is not None]
    known.sort(key=key, reverse=sort.startswith("-"))
    return known + [product for product in by_id if key(product) is None]
