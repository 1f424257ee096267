"""What can be wrong in shops, policy rows and offers, told at the value that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from contentshop.model import Config, KeyPlace, Offer, Origin, Problem, Product, ReadyLink, ShopConfig
from contentshop.problems import nearest, problem
from contentshop.sources import Outlets

from .addresses import encoded, host, is_of, is_safe
from .destinations import channel_of, form_of, is_taglink
from .shops import Retired, ShopKind, kinds, retired, retired_kind

_ALWAYS = ("web", "scan", "readmore")
"""The channels that cannot be switched off."""
EXPIRES_SOON = timedelta(days=7)
"""A ready-made link is renewed so long before its last day."""
FOLLOW_FROM_SHOPS = frozenset({"no-alternatives"})
"""What articles are told because a shop is wrong: nothing leads there."""
_DIGITS = re.compile(r"\[0-9\](?:\+|\{(?P<least>\d+)(?:,(?P<most>\d+))?\})")
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
    yield from _of_program(offer, shop, where)
    kind = kinds().get(shop.kind)
    if kind is not None and not offer.url:
        yield from _of_fields(offer, kind, where)


def _of_fields(offer: Offer, kind: ShopKind, where: KeyPlace) -> Iterator[Problem]:
    """Yield what is wrong with the fields that the address is made from."""
    if not kind.address and not kind.offer and not offer.links:
        yield problem("offer-needs-url", where, kind=kind.kind)
    for name, form in kind.offer.items():
        value = getattr(offer, name)
        if not value:
            yield problem("offer-needs", where, kind=kind.kind, key=name)
        elif not form.fits(value):
            code = "offer-field-odd" if form.confidence == "L" else "offer-field"
            yield problem(code, _under(where, name), value=value, kind=kind.kind, key=name, **_in_words(form.pattern))
        elif f"{{{name}}}" in kind.address and not is_safe(f"https://host/{value}"):
            yield problem("unsafe-address", _under(where, name), address=value)
    size = len(encoded(offer.path.partition("?")[2])) + _TOKEN_ROOM
    if kind.limit and size > kind.limit:
        yield problem("query-too-long", _under(where, "path"), size=size, limit=kind.limit)


def _of_addresses(offer: Offer, where: KeyPlace) -> Iterator[Problem]:
    """Yield what is wrong with the addresses that the author gave whole."""
    if offer.url:
        yield from _unsafe(offer.url, _under(where, "url"))
    for key, given in offer.links.items():
        place = _under(where, "links", key)
        address, place = (given.url, _under(place, "url")) if isinstance(given, ReadyLink) else (given, place)
        if not is_taglink(address):
            yield from _unsafe(address, place)
        if form_of(address) == "urllink" and not isinstance(given, ReadyLink):
            yield problem("link-without-day", place, address=address)


def _of_program(offer: Offer, shop: ShopConfig, where: KeyPlace) -> Iterator[Problem]:
    """Yield what is wrong with the offer's page in a mini-program and its text for WeChat."""
    if offer.miniprogram:
        form = kinds()["miniprogram"].offer["path"]
        values = {"value": offer.miniprogram, "kind": shop.kind, "key": "miniprogram", "form": form.pattern}
        if not form.fits(offer.miniprogram):
            yield problem("offer-field", _under(where, "miniprogram"), **values)
        if not shop.appid:
            yield problem("page-without-appid", _under(where, "miniprogram"), shop=offer.shop)
    if offer.taglink and not is_taglink(offer.taglink):
        yield problem("wrong-taglink", _under(where, "taglink"), value=offer.taglink)


def problems_of_ready_links(product: Product, origin: Origin, config: Config, today: date) -> Iterator[Problem]:
    """Yield `link-expired` for ready-made links whose last day is past, `link-expires` for those near it.

    Only links for channels that are built count.
    """
    for index, offer in enumerate(product.offers):
        for key, given in offer.links.items():
            chosen = config.channels.get(channel_of(key))
            if not isinstance(given, ReadyLink) or given.expires is None or (chosen and not chosen.enabled):
                continue
            if given.expires <= today + EXPIRES_SOON:
                code = "link-expired" if given.expires < today else "link-expires"
                place = KeyPlace(origin.file, (origin.index, "offers", index, "links", key, "expires"))
                yield problem(code, place, id=product.id, shop=offer.shop, key=key, day=given.expires)


def _in_words(pattern: str) -> dict[str, str]:
    """Return a pattern of digits in words, in English and Chinese; another as it is."""
    found = _DIGITS.fullmatch(pattern)
    if found is None:
        return {"form": pattern, "form_zh": pattern}
    least, most = found["least"], found["most"]
    count = f"{least}–{most}" if most else least or ""
    return {
        "form": f"{count} digits" if count else "digits alone",
        "form_zh": f"{count} 位数字" if count else "全是数字",
    }


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
            words = _in_words(form.pattern)
            yield problem("shop-field", _under(where, name), value=value, kind=kind.kind, key=name, **words)
    if shop.url:
        yield from _unsafe(shop.url, _under(where, "url"))


def problems_of_outlets(product: Product, origin: Origin, outlets: Outlets) -> Iterator[Problem]:
    """Yield `unknown-outlet` for ready-made links that are for an outlet that there is not."""
    for index, offer in enumerate(product.offers):
        for key in offer.links:
            name = key.partition("@")[2]
            if name and name not in outlets.by_id and not outlets.is_broken(name):
                place = KeyPlace(origin.file, (origin.index, "offers", index, "links", key))
                yield problem("unknown-outlet", place, id=name, near=nearest(name, outlets.by_id))


def _unsafe(address: str, where: KeyPlace) -> Iterator[Problem]:
    gone = next((one for one in retired() if one.hosts and is_of(host(address), one.hosts)), None)
    if gone is not None:
        yield problem("retired-address", where, address=address, **_gone(gone))
    if not is_safe(address):
        yield problem("unsafe-address", where, address=address)
    elif address.lower().startswith("http:"):
        yield problem("plain-http", where, address=address)


def _gone(row: Retired) -> dict[str, str]:
    """Return what is told of a kind of shop that has gone."""
    return {"name": row.names.en, "name_zh": row.names.zh, "near": row.now}


def _unknown_kind(kind: str, where: KeyPlace) -> Problem:
    gone = retired_kind(kind)
    if gone is not None:
        return problem("retired-shop-kind", where, kind=kind, **_gone(gone))
    return problem("unknown-shop-kind", where, kind=kind, known=", ".join(kinds()), near=nearest(kind, kinds()))


def _under(where: KeyPlace, *keys: str) -> KeyPlace:
    return KeyPlace(file=where.file, keys=(*where.keys, *keys))
