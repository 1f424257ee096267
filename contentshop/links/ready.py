"""The tokens that go into ready-made links: what a shop's platform is given when it makes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contentshop.model import Channel, Identity, Product

from .destinations import channel_of
from .tokens import token


def ready_identity(product: str, channel: Channel, outlet: str = "") -> Identity:
    """Return what the token of a product's ready-made link is made from: it stands in no article."""
    return Identity(article="", product=product, form="link", channel=channel, outlet=outlet)


def sub_id(product: str, channel: Channel, outlet: str = "") -> str:
    """Return the token that a platform is given when it makes the product's link for a channel or outlet."""
    return token(ready_identity(product, channel, outlet))


def ready_identities(products: Iterable[Product]) -> Iterator[Identity]:
    """Yield the identity of every ready-made link, each once, so that the ledger knows what orders bring back."""
    for product in products:
        keys = dict.fromkeys(key for offer in product.offers for key in offer.links)
        for key in keys:
            yield ready_identity(product.id, channel_of(key), key.partition("@")[2])
