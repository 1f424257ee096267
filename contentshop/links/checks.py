"""What can be wrong in shops, policy rows and offers, told at the value that is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from contentshop.model import Config, KeyPlace, Offer, Origin, Problem, Product, ShopConfig
from contentshop.problems import nearest, problem

from .addresses import encoded, is_safe
from .shops import ShopKind, kinds

_ALWAYS = ("web", "scan", "readmore")
"""The channels that cannot be switched off."""
FOLLOW_FROM_SHOPS = frozenset({"no-alternatives"})
"""What articles are told because a shop is wrong: nothing leads there."""
_TOKEN_ROOM = len("%26utm_content%3D") + 12


def problems_of_config(config: Config, file: str = "config.yaml") -> tuple[Problem, ...]:
    """Return what is wrong with the shops and policy rows: unknown kinds, missing or ill-formed keys."""
    found = [
        one for name, shop in config.shops.items() for one in _of_shop(shop, KeyPlace(file=file, keys=("shops", name)))
    ]
    for index, row in enumerate(config.policy):
        if row.kind not in kinds():
            found.append(_unknown_kind(row.kind, KeyPlace(file=file, keys=("policy", index, "kind"))))
    found += _of_channels(config, file)
    return tuple(found)


def with_known_kinds(config: Config) -> Config:
    """Return the config with shops of unknown kinds taken for web shops, to look for other problems with."""
    shops = {name: shop if shop.kind in kinds() else replace(shop, kind="web") for name, shop in config.shops.items()}
    return replace(config, shops=shops)


def _of_channels(config: Config, file: str) -> Iterator[Problem]:
    """Yield a warning for each choice that decides nothing."""
    for channel, chosen in config.channels.items():
        where = KeyPlace(file=file, keys=("channels", channel))
        if channel in _ALWAYS and not chosen.enabled:
            yield problem("channel-without-effect", _under(where, "enabled"), channel=channel, key=".enabled")


def problems_of_offers(product: Product, origin: Origin, config: Config) -> tuple[Problem, ...]:
    """Return what is wrong with the offers of a product that was read at `origin`."""
    return tuple(
        one
        for index, offer in enumerate(product.offers)
        for one in problems_of_offer(offer, KeyPlace(file=origin.file, keys=(origin.index, "offers", index)), config)
    )


def problems_of_offer(offer: Offer, where: KeyPlace, config: Config) -> Iterator[Problem]:
    """Yield what is wrong with the offer that stands at `where`.

    `unknown-shop`, `offer-needs`, `offer-field`, `offer-field-odd`, `query-too-long`, `unsafe-address`,
    `plain-http`. A shop of an unknown kind is the config's problem, not the offer's.
    """
    shop = config.shops.get(offer.shop)
    if shop is None:
        known = ", ".join(config.shops)
        near = nearest(offer.shop, config.shops)
        yield problem("unknown-shop", _under(where, "shop"), shop=offer.shop, known=known, near=near)
        return
    yield from _of_addresses(offer, where)
    kind = kinds().get(shop.kind)
    if kind is not None and not offer.url:
        yield from _of_fields(offer, kind, where)


def _of_fields(offer: Offer, kind: ShopKind, where: KeyPlace) -> Iterator[Problem]:
    """Yield what is wrong with the fields that the address is made from."""
    for name, form in kind.offer.items():
        value = getattr(offer, name)
        if not value:
            yield problem("offer-needs", where, kind=kind.kind, key=name)
        elif not form.fits(value):
            code = "offer-field-odd" if form.confidence == "L" else "offer-field"
            yield problem(code, _under(where, name), value=value, kind=kind.kind, key=name, form=form.pattern)
        elif f"{{{name}}}" in kind.address and not is_safe(f"https://host/{value}"):
            yield problem("unsafe-address", _under(where, name), address=value)
    size = len(encoded(offer.path.partition("?")[2])) + _TOKEN_ROOM
    if kind.limit and size > kind.limit:
        yield problem("query-too-long", _under(where, "path"), size=size, limit=kind.limit)


def _of_addresses(offer: Offer, where: KeyPlace) -> Iterator[Problem]:
    """Yield what is wrong with the addresses that the author gave whole."""
    if offer.url:
        yield from _unsafe(offer.url, _under(where, "url"))
    for channel, address in offer.links.items():
        yield from _unsafe(address, _under(where, "links", channel))


def _of_shop(shop: ShopConfig, where: KeyPlace) -> Iterator[Problem]:
    kind = kinds().get(shop.kind)
    if kind is None:
        yield _unknown_kind(shop.kind, _under(where, "kind"))
        return
    for name, form in kind.shop.items():
        value = getattr(shop, name)
        if not value:
            yield problem("shop-needs", where, kind=kind.kind, key=name)
        elif not form.fits(value):
            yield problem("shop-field", _under(where, name), value=value, kind=kind.kind, key=name, form=form.pattern)
    if shop.url:
        yield from _unsafe(shop.url, _under(where, "url"))


def _unsafe(address: str, where: KeyPlace) -> Iterator[Problem]:
    if not is_safe(address):
        yield problem("unsafe-address", where, address=address)
    elif address.lower().startswith("http:"):
        yield problem("plain-http", where, address=address)


def _unknown_kind(kind: str, where: KeyPlace) -> Problem:
    return problem("unknown-shop-kind", where, kind=kind, known=", ".join(kinds()), near=nearest(kind, kinds()))


def _under(where: KeyPlace, *keys: str) -> KeyPlace:
    return KeyPlace(file=where.file, keys=(*where.keys, *keys))
