"""Where an offer leads, and how the way there is marked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contentshop.model import Channel, Offer, ShopConfig

from .addresses import append, append_within, encoded, host, is_of, is_opaque, is_safe
from .shops import ShopKind, kinds, tracking


def destination(offer: Offer, shop: ShopConfig, channel: Channel) -> str:
    """Return the address of the offer in the channel, without tracking.

    A ready-made link for this very channel comes first, then the offer's `url`, then the pattern of the
    shop's kind. Empty when the kind is unknown, a field is missing or ill-formed, or the address is not safe.
    """
    kind = kinds().get(shop.kind)
    address = offer.links.get(channel) or offer.url or (kind and _built(offer, shop, kind)) or ""
    return address if is_safe(address) else ""


def _built(offer: Offer, shop: ShopConfig, kind: ShopKind) -> str:
    """Return the address by the kind's pattern; empty when what it needs is missing or surely wrong."""
    needed = [(getattr(offer, name), form) for name, form in kind.offer.items()]
    needed += [(getattr(shop, name), form) for name, form in kind.shop.items()]
    if any(not value or (form.confidence != "L" and not form.fits(value)) for value, form in needed):
        return ""
    page, _, query = offer.path.partition("?")
    return kind.address.format(
        shop=shop,
        path=_joined(shop.url, offer.path),
        item_id=encoded(offer.item_id),
        alias=encoded(offer.alias),
        page="/".join(encoded(part) for part in page.split("/")),
        query=encoded(query),
    )


def _joined(base: str, path: str) -> str:
    """Return the path so that it continues the shop's address with exactly one slash after the host."""
    if base.endswith("/") and path.startswith("/"):
        return path[1:]
    bare_host = re.fullmatch("[^/]+//[^/?#]+", base)
    return f"/{path}" if bare_host and path[:1] not in {"/", "?", "#"} else path


def tracked(address: str, kind: ShopKind, shop: ShopConfig, values: Mapping[str, str]) -> str:
    """Return the address with the tracking keys its shop accepts.

    `values` holds source, medium, campaign and token; a key whose value is empty is left out. Opaque
    addresses, and those of hosts that are not the kind's (unless the shop names its own keys), stay as they are.
    """
    foreign = kind.hosts and shop.append is None and not is_of(host(address), kind.hosts)
    pairs = [(key, template.format_map(values)) for key, template in tracking(kind, shop)]
    pairs = [(key, value) for key, value in pairs if value]
    if is_opaque(address):
        return address
    if kind.within and address.startswith("weixin:"):
        return append_within(address, kind.within, pairs)
    return address if foreign else append(address, pairs)


def rel(shop: ShopConfig) -> str:
    """Return the `rel` of links to the shop: `sponsored` where a sale earns a commission."""
    if shop.affiliate:
        return "sponsored nofollow noopener"
    return "nofollow noopener" if shop.nofollow else "noopener"
