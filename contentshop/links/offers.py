"""Which offer a reader gets in a channel, and the link to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from contentshop.model import Carrier, Channel, Config, Identity, Kouling, Link, Offer, Product, Record, ShopConfig

from .destinations import destination, tracked
from .policy import carriers, rank
from .prices import price_of
from .shops import kinds
from .tokens import canonical, token

Why = Literal["", "out_of_stock", "expired", "no_offer", "no_carrier"]

_REASONS: tuple[Why, ...] = ("no_carrier", "out_of_stock", "expired", "no_offer")
"""When offers were passed over for several reasons, the first of these is told."""


class Choice(Record):
    """The offer and its carrier, or why there is none.

    `no_carrier`: it can be bought, but nothing carries a link to it here; `out_of_stock`; `expired`: the
    offer's own `valid_until` is past; `no_offer`: no offer names a known shop and leads anywhere.
    """

    offer: Offer | None = None
    carrier: Carrier = "none"
    why: Why = ""


def choose(product: Product, channel: Channel, config: Config, today: date, offer: str = "") -> Choice:
    """Return the best offer of the product in the channel on a day of the site's time zone.

    First the policy's best carrier counts, then the order of shops in the config, then the price;
    `prefer: cheapest` swaps the last two. Only current prices in the site's currency are compared, an offer
    without one comes after those with one, and of equals the first written wins. `offer` names the one
    shop that may be chosen.
    """
    found = [
        _considered(product, one, channel, config, today) for one in product.offers if not offer or one.shop == offer
    ]
    fit = [(one.offer, one) for one in found if one.offer is not None]
    if not fit:
        reasons = {one.why for one in found}
        return Choice(why=next((why for why in _REASONS if why in reasons), "no_offer"))
    if len(fit) == 1:
        return fit[0][1]
    return min(fit, key=lambda pair: (rank(pair[1].carrier), *_preference(product, pair[0], config, today)))[1]


class AtShop(Record):
    """A product at one shop: what can be had there and how, or why not; `offer` is the first one otherwise."""

    shop: str
    offer: Offer
    choice: Choice


def by_shop(product: Product, channel: Channel, config: Config, today: date) -> tuple[AtShop, ...]:
    """Return the product at each known shop that has it, in the author's preference.

    Shops where it cannot be had come last.
    """
    found = []
    for shop in dict.fromkeys(offer.shop for offer in product.offers):
        if shop in config.shops and config.shops[shop].kind in kinds():
            choice = choose(product, channel, config, today, shop)
            first = next(offer for offer in product.offers if offer.shop == shop)
            found.append(AtShop(shop=shop, offer=choice.offer or first, choice=choice))
    return tuple(
        sorted(found, key=lambda one: (one.choice.offer is None, *_preference(product, one.offer, config, today)))
    )


def cheapest(product: Product, shops: Iterable[AtShop], config: Config, today: date) -> str:
    """Return the one shop where the product costs less than at all others, or an empty string.

    Only current prices in the site's currency are compared, at shops where the product can be had.
    """
    keys = {
        one.shop: _comparable(product, one.offer, config.site.currency, today)
        for one in shops
        if one.choice.offer is not None
    }
    prices = {shop: amount for shop, (unknown, amount) in keys.items() if not unknown}
    least = [shop for shop, amount in prices.items() if amount == min(prices.values())]
    return least[0] if len(least) == 1 < len(prices) else ""


def _preference(product: Product, offer: Offer, config: Config, today: date) -> tuple[Decimal | int, ...]:
    """Return the offer's place in the author's preference as a sort key."""
    place = list(config.shops).index(offer.shop)
    price = _comparable(product, offer, config.site.currency, today)
    return (place, *price) if config.prefer == "order" else (*price, place)


def _considered(product: Product, offer: Offer, channel: Channel, config: Config, today: date) -> Choice:
    """Return the choice of this offer, or the reason to pass it over."""
    shop = config.shops.get(offer.shop)
    if shop is None or shop.kind not in kinds():
        return Choice(why="no_offer")
    if (offer.stock or product.stock) == "out_of_stock":
        return Choice(why="out_of_stock")
    if offer.valid_until is not None and offer.valid_until < today:
        return Choice(why="expired")
    reachable = bool(destination(offer, shop, channel))
    spoken = _speaks(offer, channel, config, today)
    if not reachable and not spoken:
        return Choice(why="no_offer")
    for carrier in carriers(channel, shop.kind, config.policy):
        if carrier != "none" and (spoken if carrier == "kouling" else reachable):
            return Choice(offer=offer, carrier=carrier)
    return Choice(why="no_carrier")


def _speaks(offer: Offer, channel: Channel, config: Config, today: date) -> bool:
    """Return whether the offer has a 口令 that still works and the author wants them in the channel."""
    chosen, kouling = config.channels.get(channel), offer.kouling
    if chosen is None or not chosen.kouling or kouling is None:
        return False
    return kouling.expires is None or today <= kouling.expires


def spoken(offer: Offer, channel: Channel, config: Config, today: date) -> Kouling | None:
    """Return the offer's 口令 where it may be shown: the policy allows it, the author wants it, it still works."""
    shop = config.shops.get(offer.shop)
    if shop is None or "kouling" not in carriers(channel, shop.kind, config.policy):
        return None
    return offer.kouling if _speaks(offer, channel, config, today) else None


def _comparable(product: Product, offer: Offer, currency: str, today: date) -> tuple[int, Decimal]:
    """Return the price as a sort key: those that cannot be compared come last."""
    price = price_of(product, offer, currency)
    if price is None or price.currency != currency or not price.is_current(today):
        return 1, Decimal(0)
    return 0, price.amount


def alternative(
    product: Product, catalogue: Mapping[str, Product], channel: Channel, config: Config, today: date
) -> Product | None:
    """Return the first alternative that can be bought in the channel, or none.

    The product's own alternatives come first, in their order, then theirs; ids that the catalogue does not
    have are passed over.
    """
    for other in _others(product, catalogue):
        if choose(other, channel, config, today).offer is not None:
            return other
    return None


def _others(product: Product, catalogue: Mapping[str, Product]) -> Iterator[Product]:
    """Yield every product that alternatives lead to, nearest first, each once."""
    seen, waiting = {product.id}, deque(product.alternatives)
    while waiting:
        name = waiting.popleft()
        if name in catalogue and name not in seen:
            seen.add(name)
            yield catalogue[name]
            waiting.extend(catalogue[name].alternatives)


def resolve(identity: Identity, product: Product | None, config: Config, today: date, offer: str = "") -> Link:
    """Return the link of a placement in its channel: its token, offer, carrier and address with tracking.

    A share code (no product) has the carrier `url`, no offer and no address: whoever knows where the
    article stands fills that in. When nothing can be bought the carrier is `none`; `choose` says why.
    """
    identity = canonical(identity)
    name = token(identity)
    if product is None:
        return Link(token=name, identity=identity, carrier="url", offer=None, address="")
    choice = choose(product, identity.channel, config, today, offer)
    address = _address(choice.offer, config.shops[choice.offer.shop], identity, name, config) if choice.offer else ""
    return Link(token=name, identity=identity, carrier=choice.carrier, offer=choice.offer, address=address)


def _address(offer: Offer, shop: ShopConfig, identity: Identity, name: str, config: Config) -> str:
    address = destination(offer, shop, identity.channel)
    if not address or offer.links.get(identity.channel):
        return address
    return tracked(address, kinds()[shop.kind], shop, _values(identity, name, config))


def _values(identity: Identity, name: str, config: Config) -> dict[str, str]:
    channel = config.channels.get(identity.channel)
    return {
        "source": config.tracking.source or _host(config.site.base_url),
        "medium": (channel and channel.medium) or identity.channel,
        "campaign": config.tracking.campaign or identity.article,
        "token": name,
    }


@lru_cache(maxsize=8)
def _host(base_url: str) -> str:
    return urlsplit(base_url).hostname or ""
