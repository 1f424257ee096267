"""What products, shops and kinds are called in a reader's language."""

from __future__ import annotations

from contentshop.languages import in_language, is_foreign, language_of
from contentshop.links import kinds
from contentshop.model import Offer, Product

from .inputs import Inputs


def shop_name(inputs: Inputs, offer: Offer, language: str) -> str:
    """Return the name of an offer's shop; its kind's name when it has none."""
    shop = in_language(inputs.config.shops[offer.shop], language, inputs.config.site.language)
    return shop.name or kind_name(inputs, offer, language)


def kind_name(inputs: Inputs, offer: Offer, language: str) -> str:
    """Return the name of the kind of an offer's shop."""
    name = kinds()[inputs.config.shops[offer.shop].kind].name
    return name.zh if language.startswith("zh") else name.en


def said(product: Product, inputs: Inputs, language: str) -> Product:
    """Return a product with its texts in a language, as far as it has them."""
    return in_language(product, language, inputs.config.site.language)


def foreign(product: Product, field: str, inputs: Inputs, language: str) -> str:
    """Return the language of a product's text on a page where that is not the page's own, or an empty string."""
    found = language_of(product, field, language, inputs.config.site.language)
    return found if is_foreign(found, language) else ""
