"""Prices in what is sent: an article in WeChat, a text, a poster. What was sent cannot be called back.

So such a price stands with the day it was seen, or not at all (`channels.<name>.price: hidden`), and never when
its last day is past.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from babel.dates import format_skeleton

from contentshop.languages import locale_of
from contentshop.links import kinds, price_at
from contentshop.model import Channel, ChannelConfig, KeyPlace, Offer, Problem, Product, Record
from contentshop.problems import problem

from .formats import money
from .inputs import Inputs

FrozenWord = Literal["frozen_price", "frozen_hidden", "frozen_hidden_miniprogram"]
SOON = timedelta(days=7)
"""So long before its last day a price that is sent is told of."""


class FrozenPrice(Record):
    """A price as what is sent shows it: in templates `words[one.word]|fill(date=one.date, price=one.price)`.

    `price` and `date` are empty where the amount is hidden.
    """

    word: FrozenWord
    price: str = ""
    """¥39.90"""
    date: str = ""
    """11月20日, with the year when it is not this one."""
    date_iso: str = ""


def frozen_price(
    product: Product, offer: Offer | None, channel: Channel, inputs: Inputs, language: str
) -> FrozenPrice | None:
    """Return the price of a product at an offer as a channel shows it for good; none when none may be shown.

    None is there without a price and its day, and after its last day.
    """
    shown = price_at(product, offer, inputs.config)
    if shown is None or not shown.is_current(inputs.today):
        return None
    if _is_hidden(channel, inputs):
        return FrozenPrice("frozen_hidden_miniprogram" if _is_miniprogram(offer, inputs) else "frozen_hidden")
    return FrozenPrice(
        word="frozen_price",
        price=money(shown.amount, shown.currency, language),
        date=short_day(shown.as_of, inputs.today, language),
        date_iso=shown.as_of.isoformat(),
    )


def price_ends(product: Product, offer: Offer | None, channel: Channel, inputs: Inputs) -> Problem | None:
    """Return a warning, at the last day where it is written, when a price that the channel shows ends within `SOON`.

    It does not name the channel: that several show the price is told once.
    """
    shown = price_at(product, offer, inputs.config)
    if shown is None or shown.valid_until is None or _is_hidden(channel, inputs):
        return None
    if not inputs.today <= shown.valid_until <= inputs.today + SOON:
        return None
    return problem("price-ends", _place(product, offer, inputs), id=product.id, day=shown.valid_until)


def short_day(day: date, today: date, language: str) -> str:
    """Return a day as a short text has it: 11月20日, Nov 20; with its year when that is not today's."""
    return format_skeleton("MMMd" if day.year == today.year else "yMMMd", day, locale=locale_of(language))


def _is_hidden(channel: Channel, inputs: Inputs) -> bool:
    return inputs.config.channels.get(channel, ChannelConfig()).price == "hidden"


def _is_miniprogram(offer: Offer | None, inputs: Inputs) -> bool:
    """Return whether the offer's shop is a mini-program, whose addresses begin so."""
    shop = inputs.config.shops.get(offer.shop) if offer else None
    return shop is not None and shop.kind in kinds() and kinds()[shop.kind].address.startswith("weixin:")


def _place(product: Product, offer: Offer | None, inputs: Inputs) -> KeyPlace:
    """Return where the last day of the price is written: at the offer, or at the product."""
    if offer is not None and offer.valid_until is not None:
        index = next((number for number, one in enumerate(product.offers) if one == offer), None)
        if index is not None:
            return inputs.catalogue.place(product.id, "offers", index, "valid_until")
    return inputs.catalogue.place(product.id, "valid_until")
