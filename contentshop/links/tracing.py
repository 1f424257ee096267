"""How far a sale through a link can be led back."""

from __future__ import annotations

from collections.abc import Iterable

from contentshop.model import Config, Link, Offer, ReadyLink, ShopConfig

from .addresses import is_opaque
from .shops import ShopKind, Traceable, kinds

_ORDER: tuple[Traceable, ...] = ("placement", "channel", "account", "none")
"""From the most that can be known to nothing."""


def traced(link: Link, config: Config) -> Traceable:
    """Return how far a sale through the resolved link can be led back.

    `placement`: the order or the shop's own statistics bring the token back; `channel`: the link was made for this
    channel or outlet alone; `account`: it is known to be of this author, no more; `none`: not even that.

    A key that the shop's own `append` names is taken at the author's word. A share code sells nothing: `none`.
    """
    if link.offer is None or link.offer.shop not in config.shops:
        return "none"
    shop = config.shops[link.offer.shop]
    kind = kinds()[shop.kind]
    marked = _marked(link)
    if marked:
        return _by_token(marked, link, kind, shop)
    if link.carrier == "kouling":
        return "account" if shop.affiliate else "none"
    if link.ready and not (link.carrier == "miniprogram" and link.store_product):
        return _of_ready(link, kind)
    if is_opaque(link.address) or (link.carrier == "text" and link.taglink):
        return _least("account", kind.ready)
    return _by_token(link.address, link, kind, shop)


def _marked(link: Link) -> str:
    """Return what the shop gets of a mini-program's page when the token stands in it, else an empty string."""
    if link.carrier == "code" and link.token in link.jump:
        return link.jump
    if link.carrier == "miniprogram" and link.miniprogram is not None and link.token in link.miniprogram.path:
        return link.miniprogram.path
    return ""


def _by_token(text: str, link: Link, kind: ShopKind, shop: ShopConfig) -> Traceable:
    """Return how far the token leads that should stand in the text."""
    if link.token not in text:
        return "account" if kind.traceable == "account" else "none"
    return "placement" if shop.append else kind.traceable


def _of_ready(link: Link, kind: ShopKind) -> Traceable:
    """Return how far a ready-made link leads; one that stands for several channels does not tell them apart."""
    offer = link.offer
    if offer is None:
        return "none"
    same = [key for key, address in _addresses(offer) if address == dict(_addresses(offer))[link.ready]]
    return kind.ready if len(same) == 1 else _least("account", kind.ready)


def _addresses(offer: Offer) -> Iterable[tuple[str, str]]:
    """Yield each key of the offer's ready-made links with its address."""
    for key, one in offer.links.items():
        yield key, one.url if isinstance(one, ReadyLink) else one


def _least(one: Traceable, other: Traceable) -> Traceable:
    """Return the one that tells less."""
    return max(one, other, key=_ORDER.index)
