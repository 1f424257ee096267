"""From a product in a channel to the one way to it that a text can carry."""

from __future__ import annotations

from collections.abc import Iterator

from contentshop.channels.inputs import Inputs
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls
from contentshop.links import opens, permits
from contentshop.model import Carrier, Channel, Identity, Link, Outlet, PolicyRow, Product, Record

IN_WECHAT: frozenset[Channel] = frozenset({"group", "chat", "moments"})
"""Where what is tapped opens inside WeChat."""


class Way(Record):
    """A way to a product: the link, the shop that was asked for, and what stands in the text for it, if anything."""

    link: Link
    shop: str
    address: str = ""
    taglink: str = ""
    kouling: str = ""


def way_to(
    product: Product, identity: Identity, outlet: Outlet | None, inputs: Inputs, resolver: Resolver, urls: Urls
) -> Way | None:
    """Return the way to a product for a placement in a text, or none.

    The outlet's shop comes first, then the shop that is chosen everywhere, then the others in their order; of each
    the first carrier of the policy that a text can hold. In Moments only the first shop that has the product counts,
    since the code in the picture leads there too.
    """
    for shop in _shops(product, outlet, inputs):
        link = resolver.link(identity, product, shop)
        if identity.channel == "moments" and link.offer is not None:
            return _carried(link, "url", shop, inputs, urls) if "url" in carriers_of(link) else Way(link, shop)
        for carrier in carriers_of(link):
            found = _carried(link, carrier, shop, inputs, urls)
            if found is not None:
                return found
    return None


def carriers_of(link: Link) -> tuple[Carrier, ...]:
    """Return every carrier that the policy allows for a link, the best first; none without an offer."""
    if link.offer is None:
        return ()
    return link.row.carriers if link.row is not None else (link.carrier,)


def _shops(product: Product, outlet: Outlet | None, inputs: Inputs) -> Iterator[str]:
    """Yield the shops to try, each once; the empty one stands for the best."""
    sold = {offer.shop for offer in product.offers}
    own = outlet.shop if outlet is not None and outlet.shop in sold else ""
    yield from dict.fromkeys([own, "", *(name for name in inputs.config.shops if name in sold)])


def _carried(link: Link, carrier: Carrier, shop: str, inputs: Inputs, urls: Urls) -> Way | None:
    match carrier:
        case "url" if link.address:
            return Way(link, shop, address=_address(link, inputs, urls))
        case "miniprogram" if link.identity.channel not in IN_WECHAT and link.address:
            return Way(link, shop, address=urls.go(link.token))
        case "text" if link.taglink:
            return Way(link, shop, taglink=link.taglink)
        case "kouling" if link.kouling:
            return Way(link, shop, kouling=link.kouling)
        case _:
            return None


def _address(link: Link, inputs: Inputs, urls: Urls) -> str:
    """Return the go page of a link, or the shop's own address.

    The latter where the shop's terms want no page in between, and in WeChat where the policy is sure that the
    address opens from a message but not from a page, as Taobao's does.
    """
    if link.offer is None:
        return ""
    shop = inputs.config.shops[link.offer.shop]
    if not permits(shop, "go"):
        return link.address
    straight = opens(shop, link.address) == "outside_wechat" and _is_sure(link.row)
    return link.address if link.identity.channel in IN_WECHAT and straight else urls.go(link.token)


def _is_sure(row: PolicyRow | None) -> bool:
    return row is not None and row.confidence != "L" and not row.warn
