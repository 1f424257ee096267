"""The price of a product at an offer, with the dates that go with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contentshop.model import Config, Money, Offer, Product, Record

from .shops import permits


class Shown(Record):
    """A price that may be shown: an amount, its ISO 4217 currency, the day it was seen, its last day."""

    amount: Decimal
    currency: str
    as_of: date
    valid_until: date | None = None

    def is_current(self, today: date) -> bool:
        """Return whether the price holds on that day of the site's time zone; its last day included."""
        return self.valid_until is None or today <= self.valid_until


def price_at(product: Product, offer: Offer | None, config: Config) -> Shown | None:
    """Return the price that pages may show: like `price_of`, and none where the shop's terms forbid one."""
    shop = config.shops.get(offer.shop) if offer is not None else None
    if shop is not None and not permits(shop, "price"):
        return None
    return price_of(product, offer, config.site.currency)


def price_of(product: Product, offer: Offer | None, default_currency: str) -> Shown | None:
    """Return the price at the offer, or the product's own without one; none when it has no date.

    What the offer leaves out is the product's, field by field. An amount without a currency is in
    `default_currency`.
    """
    given = product.price if offer is None or offer.price is None else offer.price
    as_of = (offer and offer.as_of) or product.as_of
    if given is None or as_of is None:
        return None
    money = given if isinstance(given, Money) else Money(amount=given, currency=default_currency)
    return Shown(
        amount=money.amount,
        currency=money.currency,
        as_of=as_of,
        valid_until=(offer and offer.valid_until) or product.valid_until,
    )
