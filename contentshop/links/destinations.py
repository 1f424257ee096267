"""Where an offer leads, and how the way there is marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from contentshop.model import AddressForm, Channel, Config, Link, Offer, Record, ShopConfig

from .addresses import append, append_within, encoded, host, is_of, is_opaque, is_safe
from .shops import Opens, ShopKind, kinds, permits, tracking

TAGLINKS = ("#小程序://", "#微信小店://")
"""How a text begins that WeChat opens."""
URL_LINKS = ("wxaurl.cn", "wxmpurl.cn")
"""The hosts of URL Links, which live for 30 days at most."""


class Way(Record):
    """An address that an offer leads to, without tracking; `ready` is the key of the ready-made link it is."""

    address: str
    ready: str = ""


def ready_link(offer: Offer, channel: Channel, outlet: str = "", today: date | None = None) -> Way | None:
    """Return the ready-made link for the outlet in the channel, else that for the channel.

    One whose last day is before `today` is passed over.
    """
    keys = (f"{channel}@{outlet}", channel) if outlet else (channel,)
    for key in keys if offer.links else ():
        found = offer.links.get(key)
        if isinstance(found, str):
            return Way(found, key)
        if found is not None and (found.expires is None or today is None or today <= found.expires):
            return Way(found.url, key)
    return None


def channel_of(key: str) -> Channel:
    """Return the channel of the key of a ready-made link, such as `group@tea`."""
    found: Channel = msgspec.convert(key.partition("@")[0], Channel)
    return found


def is_taglink(text: str) -> bool:
    """Return whether it is a text that WeChat opens instead of an address."""
    return text.startswith(TAGLINKS)


def taglink_of(offer: Offer, channel: Channel, outlet: str = "", today: date | None = None) -> Way | None:
    """Return the offer's text for WeChat: the ready-made one of the outlet or channel, else its own."""
    ready = ready_link(offer, channel, outlet, today)
    if ready is not None and is_taglink(ready.address):
        return ready
    return Way(offer.taglink) if is_taglink(offer.taglink) else None


def ways(
    offer: Offer, shop: ShopConfig, channel: Channel, outlet: str = "", today: date | None = None
) -> tuple[Way, ...]:
    """Return the addresses of the offer in the channel, best first.

    A ready-made link for this very outlet or channel comes first, then the offer's `url` or, without one, the
    pattern of the shop's kind. Empty when the kind is unknown, a field is missing or ill-formed, or an address
    is not safe.
    """
    kind = kinds().get(shop.kind)
    plain = Way(offer.url or (kind and _built(offer, shop, kind)) or "")
    ready = ready_link(offer, channel, outlet, today)
    found = (plain,) if ready is None or is_taglink(ready.address) else (ready, plain)
    return tuple(way for way in found if is_safe(way.address)) if is_safe(found[0].address) else ()


def destination(offer: Offer, shop: ShopConfig, channel: Channel, outlet: str = "", today: date | None = None) -> str:
    """Return the first address of the offer in the channel, without tracking, or an empty string."""
    found = ways(offer, shop, channel, outlet, today)
    return found[0].address if found else ""


def form_of(address: str) -> AddressForm:
    """Return the form of an address, as rows of the policy name it."""
    if address.startswith("weixin:"):
        return "scheme"
    if _is_urllink(address):
        return "urllink"
    return "signed" if is_opaque(address) else "page"


def _is_urllink(address: str) -> bool:
    return host(address) in URL_LINKS


def _built(offer: Offer, shop: ShopConfig, kind: ShopKind) -> str:
    """Return the address by the kind's pattern; empty when what it needs is missing or surely wrong."""
    needed = [(getattr(offer, name), form) for name, form in kind.offer.items()]
    needed += [(getattr(shop, name), form) for name, form in kind.shop.items()]
    if any(not value or (form.confidence != "L" and not form.fits(value)) for value, form in needed):
        return ""
    page, _, query = offer.path.partition("?")
    path = _joined(shop.url, offer.path)
    return kind.address.format(
        shop=shop,
        base=(shop.url or kind.base).rstrip("/"),
        path=path,
        target=encoded(shop.url + path) if "{target}" in kind.address else "",
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


def opens(shop: ShopConfig, address: str) -> Opens:
    """Return where a tap on the address leads to the shop; a URL Link opens everywhere."""
    return "everywhere" if _is_urllink(address) else kinds()[shop.kind].opens


def in_code(link: Link, config: Config, go: str) -> str:
    """Return what a code of the link holds, of which `go` is the go page.

    The address of the mini-program's jump rule where there is one; the destination itself where the author wants
    that (`codes: direct`) or the shop allows no page in between; else the go page.
    """
    if link.jump:
        return link.jump
    shop = config.shops.get(link.offer.shop) if link.offer is not None else None
    direct = config.codes == "direct" or (shop is not None and not permits(shop, "go"))
    return link.address if direct and link.address else go


def rel(shop: ShopConfig) -> str:
    """Return the `rel` of links to the shop: `sponsored` where a sale earns a commission."""
    if shop.affiliate:
        return "sponsored nofollow noopener"
    return "nofollow noopener" if shop.nofollow else "noopener"
