"""Which products a list asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contentshop.links import price_of
from contentshop.model import Product, Query

from .inputs import Inputs


def matching(inputs: Inputs, query: Query) -> list[Product]:
    """Return the products a query asks for; without `sort` in the order of the catalogue."""
    found = [
        product
        for product in inputs.catalogue.products.values()
        if (not query.tag or query.tag in product.tags) and (not query.category or query.category == product.category)
    ]
    if query.sort:
        found = _sorted(found, query.sort, inputs)
    return found[: query.limit] if query.limit else found


def _sorted(products: Sequence[Product], sort: str, inputs: Inputs) -> list[Product]:
    """Return the products by a field, `-` for descending; ties by id.

    Only prices that hold today, in the site's currency, are compared; products without one come last.
    """
    field, currency = sort.removeprefix("-"), inputs.config.site.currency

    def key(product: Product) -> Any:
        if field == "title":
            return product.title
        shown = price_of(product, None, currency)
        if shown is None or field == "as_of":
            return shown and shown.as_of
        return shown.amount if shown.currency == currency and shown.is_current(inputs.today) else None

    by_id = sorted(products, key=lambda product: product.id)
    known = [product for product in by_id if key(product) is not None]
    known.sort(key=key, reverse=sort.startswith("-"))
    return known + [product for product in by_id if key(product) is None]
