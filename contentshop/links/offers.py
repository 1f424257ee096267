"""Which offer a reader gets in a channel, and the link to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from contentshop.model import (
    Carrier,
    Channel,
    Config,
    Identity,
    Kouling,
    Link,
    Offer,
    PolicyRow,
    Product,
    Record,
    ShopConfig,
)

from .destinations import Way, taglink_of, tracked, ways
from .miniprograms import card as card_of
from .miniprograms import card_pairs, jump, marked, store_product
from .policy import carriers, rank, row_for
from .prices import price_at
from .shops import kinds
from .tokens import canonical, token
from .tracing import traced

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
    row: PolicyRow | None = None
    """The row of the policy that decided, also where it decided that nothing is carried."""
    way: Way = Way("")
    """The address, or the text for WeChat, without tracking."""
    passed: str = ""
    """The shop that would have been chosen, had a sale there earned anything."""


def choose(
    product: Product, channel: Channel, config: Config, today: date, offer: str = "", outlet: str = ""
) -> Choice:
    """Return the best offer of the product in the channel on a day of the site's time zone.

    First the policy's best carrier counts, then the order of shops in the config, then the price;
    `prefer: cheapest` swaps the last two. An affiliate shop where the sale could not be led back to the author
    earns nothing: neither its carrier nor its place in the order put it before one that does. Only current prices
    in the site's currency are compared, an offer without one comes after those with one, and of equals the first
    written wins. `offer` names the one shop that may be chosen, `outlet` the place in the channel for which links
    may be ready-made.
    """
    found = [
        _considered(product, one, channel, config, today, outlet)
        for one in product.offers
        if not offer or one.shop == offer
    ]
    fit = [(one.offer, one) for one in found if one.offer is not None]
    if not fit:
        reasons = {one.why: one for one in reversed(found)}
        return next((reasons[why] for why in _REASONS if why in reasons), Choice(why="no_offer"))
    if len(fit) == 1:
        return fit[0][1]
    ranked = [
        _Ranked(
            choice=choice,
            rank=rank(choice.carrier),
            preference=_preference(product, offer, config, today),
            earns=_earns(product, choice, offer, channel, config, today, outlet),
        )
        for offer, choice in fit
    ]
    return _best(ranked, by_order=config.prefer == "order")


class _Ranked(NamedTuple):
    """A choice with what it is compared by; of the rank and the preference less is better."""

    choice: Choice
    rank: int
    preference: tuple[Decimal | int, ...]
    earns: bool


def _best(ranked: Sequence[_Ranked], *, by_order: bool) -> Choice:
    """Return the best choice; one that earns nothing is not the better for its carrier, nor for its place in order."""
    highest = min((one.rank for one in ranked if one.earns), default=0)

    def place(one: _Ranked) -> tuple[object, ...]:
        return (max(one.rank, 0 if one.earns else highest), by_order and not one.earns, one.preference)

    best = min(ranked, key=place)
    first = min(ranked, key=lambda one: (one.rank, one.preference))
    if best is first or first.choice.offer is None:
        return best.choice
    return replace(best.choice, passed=first.choice.offer.shop)


def _earns(
    product: Product, choice: Choice, offer: Offer, channel: Channel, config: Config, today: date, outlet: str
) -> bool:
    """Return whether a sale by a choice earns the author something: at an affiliate shop only one that is traced."""
    if not config.shops[offer.shop].affiliate:
        return True
    identity = Identity("", product.id, "link", "", channel, outlet)
    return traced(_link(choice, offer, identity, token(identity), config, today), config) != "none"


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
    keys = {one.shop: _comparable(product, one.offer, config, today) for one in shops if one.choice.offer is not None}
    prices = {shop: amount for shop, (unknown, amount) in keys.items() if not unknown}
    least = [shop for shop, amount in prices.items() if amount == min(prices.values())]
    return least[0] if len(least) == 1 < len(prices) else ""


def _preference(product: Product, offer: Offer, config: Config, today: date) -> tuple[Decimal | int, ...]:
    """Return the offer's place in the author's preference as a sort key."""
    place = list(config.shops).index(offer.shop)
    price = _comparable(product, offer, config, today)
    return (place, *price) if config.prefer == "order" else (*price, place)


def _considered(
    product: Product, offer: Offer, channel: Channel, config: Config, today: date, outlet: str = ""
) -> Choice:
    """Return the choice of this offer, or the reason to pass it over."""
    shop = config.shops.get(offer.shop)
    if shop is None or shop.kind not in kinds():
        return Choice(why="no_offer")
    if (offer.stock or product.stock) == "out_of_stock":
        return Choice(why="out_of_stock")
    if offer.valid_until is not None and offer.valid_until < today:
        return Choice(why="expired")
    return _carried(offer, shop, channel, config, today, outlet)


def _carried(offer: Offer, shop: ShopConfig, channel: Channel, config: Config, today: date, outlet: str) -> Choice:
    """Return the choice of the first carrier that the policy names and the offer has.

    Of several addresses the first one counts for which there is such a carrier.
    """
    found = ways(offer, shop, channel, outlet, today)
    taglink = taglink_of(offer, channel, outlet, today)
    spoken = _speaks(offer, channel, config, today)
    if not (found or taglink or spoken or _has_card(offer, shop, "")):
        return Choice(why="no_offer")
    deciding = None
    for way in found or (Way(""),):
        row = row_for(channel, shop.kind, way.address, config.policy)
        deciding = deciding or row
        allowed = row.carriers if row is not None else ()
        if taglink is not None and taglink.ready and "text" in allowed:
            return Choice(offer=offer, carrier="text", row=row, way=taglink)
        for carrier in allowed:
            if _has(carrier, offer, shop, channel, way.address) or _is_said(carrier, taglink, spoken=spoken):
                return Choice(offer=offer, carrier=carrier, row=row, way=way)
    return Choice(why="no_carrier", row=deciding)


def _is_said(carrier: Carrier, taglink: Way | None, *, spoken: bool) -> bool:
    """Return whether the carrier is words that the offer has, whatever its address is."""
    return (carrier == "kouling" and spoken) or (carrier == "text" and taglink is not None)


def _has(carrier: Carrier, offer: Offer, shop: ShopConfig, channel: Channel, address: str) -> bool:
    """Return whether the offer has what the carrier needs at this address.

    A mini-program is opened by its card in an article, elsewhere by its Scheme.
    """
    match carrier:
        case "url" | "text":
            return address.startswith("http")
        case "code":
            return bool(address or jump(shop, card_of(offer, shop, "")))
        case "miniprogram" if channel == "wechat":
            return _has_card(offer, shop, address)
        case "miniprogram":
            return address.startswith("weixin:")
        case _:
            return False


def _has_card(offer: Offer, shop: ShopConfig, address: str) -> bool:
    return card_of(offer, shop, address) is not None or bool(store_product(offer, shop))


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


def _comparable(product: Product, offer: Offer, config: Config, today: date) -> tuple[int, Decimal]:
    """Return the price as a sort key: those that cannot be compared come last."""
    price = price_at(product, offer, config)
    if price is None or price.currency != config.site.currency or not price.is_current(today):
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
    if product is None:
        identity = canonical(identity)
        return Link(token=token(identity), identity=identity, carrier="url", offer=None, address="")
    return linked(identity, choose(product, identity.channel, config, today, offer, identity.outlet), config, today)


def linked(identity: Identity, choice: Choice, config: Config, today: date) -> Link:
    """Return the link of a placement whose offer was chosen, as `resolve` does; many placements share a choice."""
    identity = canonical(identity)
    name = token(identity)
    if choice.offer is None:
        return Link(token=name, identity=identity, carrier="none", offer=None, address="", row=choice.row)
    return _link(choice, choice.offer, identity, name, config, today)


def _link(choice: Choice, offer: Offer, identity: Identity, name: str, config: Config, today: date) -> Link:
    """Return the link of a choice, with everything that channels need of it."""
    shop, channel, outlet = config.shops[offer.shop], identity.channel, identity.outlet
    values = _values(identity, name, config)
    allowed = choice.row.carriers if choice.row is not None else ()
    taglink = taglink_of(offer, channel, outlet, today) if "text" in allowed else None
    way = _plain(offer, shop, channel, outlet, today) if choice.way == taglink else choice.way
    page = card_of(offer, shop, way.address)
    if page is not None:
        page = marked(page, card_pairs(page, shop, values))
    speaks = "kouling" in allowed and _speaks(offer, channel, config, today)
    return Link(
        token=name,
        identity=identity,
        carrier=choice.carrier,
        offer=offer,
        address=way.address if way.ready else tracked(way.address, kinds()[shop.kind], shop, values),
        miniprogram=page,
        store_product=store_product(offer, shop),
        kouling=offer.kouling.text if speaks and offer.kouling is not None else "",
        taglink=taglink.address if taglink is not None else "",
        jump=jump(shop, page),
        ready=choice.way.ready,
        row=choice.row,
    )


def _plain(offer: Offer, shop: ShopConfig, channel: Channel, outlet: str, today: date) -> Way:
    """Return the first address of the offer, or none."""
    found = ways(offer, shop, channel, outlet, today)
    return found[0] if found else Way("")


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
