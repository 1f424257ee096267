"""Prices as readers see them: with their date, and without an amount once their last day is past."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from contentshop.goods import Scale, content_of, digits, unit_price
from contentshop.languages import in_language
from contentshop.links import Shown, price_at
from contentshop.model import Money, Offer, Product, Record, ReferenceKind, ReferencePrice

from .formats import by_unit, day, money
from .inputs import Inputs


class ReferenceView(Record):
    """A reference price, never shown without its date and what it is: its kind's word, or its label."""

    text: str
    label: str
    date: str
    date_iso: str
    of: ReferenceKind = "named"


class PriceView(Record, tag="price"):
    """A price with its date.

    `current` is false after the last day: then no amount is given. `until_iso` is the instant at
    which a page that was built earlier hides the amount, or empty.
    """

    text: str
    current: bool
    as_of: str
    as_of_iso: str
    until: str = ""
    until_iso: str = ""
    reference: ReferenceView | None = None
    per: str = ""
    """The price by unit, such as ¥7.98/100ml."""
    amount: str = ""
    """A decimal number for machines, empty when the price is not current; its currency is an ISO 4217 code."""
    currency: str = ""
    valid_until: str = ""
    """The last day in ISO form."""
    kind: ClassVar[str] = "price"


def price_view(
    product: Product, offer: Offer | None, inputs: Inputs, language: str, scale: Scale | None = None
) -> PriceView | None:
    """Return a price with its date; without an amount once its last day is past."""
    shown = price_at(product, offer, inputs.config)
    if shown is None:
        return None
    current = shown.is_current(inputs.today)
    reference = product.reference_price if current else None
    own = product.price.currency if isinstance(product.price, Money) else inputs.config.site.currency
    return PriceView(
        text=money(shown.amount, shown.currency, language) if current else "",
        current=current,
        as_of=day(shown.as_of, language),
        as_of_iso=shown.as_of.isoformat(),
        until=day(shown.valid_until, language) if shown.valid_until else "",
        until_iso=end_of_day(shown.valid_until, inputs) if shown.valid_until else "",
        reference=_reference(reference, shown, own, inputs, language) if reference else None,
        per=_per(product, offer, shown, language, scale) if current else "",
        amount=f"{shown.amount:f}" if current else "",
        currency=shown.currency if current else "",
        valid_until=shown.valid_until.isoformat() if current and shown.valid_until else "",
    )


def _per(product: Product, offer: Offer | None, shown: Shown, language: str, scale: Scale | None) -> str:
    """Return the price by unit as text; empty where no content is known or it would say nothing."""
    content = content_of(product, offer)
    found = unit_price(shown.amount, digits(shown.currency), content, scale) if content else None
    return by_unit(found, shown.currency, language) if found else ""


def end_of_day(last: date, inputs: Inputs) -> str:
    """Return the first instant after a day in the site's time zone, with its offset."""
    following = last + timedelta(days=1)
    return datetime.combine(following, time(), tzinfo=inputs.now.tzinfo).isoformat()


def _reference(
    reference: ReferencePrice, shown: Shown, currency: str, inputs: Inputs, language: str
) -> ReferenceView | None:
    if currency != shown.currency or reference.amount <= shown.amount:
        return None
    if reference.kind == "named" and not reference.label:
        return None
    amount = money(reference.amount, shown.currency, language)
    label = in_language(reference, language, inputs.config.site.language).label
    return ReferenceView(amount, label, day(reference.date, language), reference.date.isoformat(), reference.kind)
