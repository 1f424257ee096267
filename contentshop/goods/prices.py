"""The prices of a product with the places of their days, and the digits of currencies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from contentshop.links import Shown, price_of
from contentshop.model import Config, Product, Record

Keys = tuple[str | int, ...]


@cache
def digits(currency: str) -> int:
    """Return how many decimals an amount in the currency has (ISO 4217); 2 for one that is not known."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def is_finer(amount: Decimal, currency: str) -> bool:
    """Return whether an amount has more decimals than its currency, noughts at its end aside."""
    exponent = amount.as_tuple().exponent
    places = digits(currency)
    return isinstance(exponent, int) and -exponent > places and amount != round(amount, places)


class Priced(Record):
    """A price with the keys that lead to the day it was seen."""

    shown: Shown
    keys: Keys
    shop: str = ""


def prices_of(product: Product, config: Config) -> Iterator[Priced]:
    """Yield the product's price, then those of the offers that have a price or day of their own."""
    currency = config.site.currency
    own = price_of(product, None, currency)
    if own is not None:
        yield Priced(own, ("as_of",))
    for number, offer in enumerate(product.offers):
        there = price_of(product, offer, currency)
        if there is not None and there != own:
            keys: Keys = ("offers", number, "as_of") if offer.as_of else ("as_of",)
            yield Priced(there, keys, offer.shop)


def first_old(product: Product, config: Config, today: date) -> Priced | None:
    """Return the first price that still holds and was seen longer ago than `products.stale_after` days."""
    after = config.products.stale_after
    if not after:
        return None
    return next(
        (
            one
            for one in prices_of(product, config)
            if one.shown.is_current(today) and (today - one.shown.as_of).days > after
        ),
        None,
    )
