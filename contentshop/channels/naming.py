"""What products, shops and kinds are called in a reader's language."""

from __future__ import annotations

from typing import TypeVar

from contentshop.languages import in_language, is_foreign, language_of
from contentshop.links import forbids_kouling, kinds, unspoken
from contentshop.model import Channel, Offer, Outlet, Product

from .inputs import Inputs

R = TypeVar("R", Product, Outlet)


def shop_name(inputs: Inputs, offer: Offer, language: str) -> str:
    """Return the name of an offer's shop; its kind's name when it has none."""
    shop = in_language(inputs.config.shops[offer.shop], language, inputs.config.site.language)
    return shop.name or kind_name(inputs, offer, language)


def earns(inputs: Inputs, offer: Offer) -> bool:
    """Return whether readers are to be told that a sale at an offer's shop earns a commission."""
    return inputs.config.shops[offer.shop].affiliate and not inputs.config.disclosure.off


def kind_name(inputs: Inputs, offer: Offer, language: str) -> str:
    """Return the name of the kind of an offer's shop."""
    name = kinds()[inputs.config.shops[offer.shop].kind].name
    return name.zh if language.startswith("zh") else name.en


def said(record: R, inputs: Inputs, language: str, channel: Channel) -> R:
    """Return a product or an outlet with its texts in a language, as far as it has them, as a channel may show them.

    Where the channel carries no 口令, none stands in them.
    """
    found = in_language(record, language, inputs.config.site.language)
    return unspoken(found) if forbids_kouling(channel, inputs.config) else found


def foreign(product: Product, field: str, inputs: Inputs, language: str) -> str:
    """Return the language of a product's text on a page where that is not the page's own, or an empty string."""
    found = language_of(product, field, language, inputs.config.site.language)
    return found if is_foreign(found, language) else ""
