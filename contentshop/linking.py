"""Ready-made links of a site: which are to be made by the shops' platforms, and which came back.

links_to_make   product × channel × outlet for which a platform should make a link
judged          what an author filled in for one, as it is kept
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from msgspec.structs import replace

from contentshop.channels import outlet_channels
from contentshop.channels.web import Kept
from contentshop.engine import Backlog, InProcess, Steps, Store
from contentshop.gathering import Gathering
from contentshop.links import (
    Traceable,
    choose,
    destination,
    form_of_address,
    is_safe,
    is_taglink,
    kinds,
    ready_identities,
    resolve,
    row_of,
    slot_of,
    sub_id,
    with_known_kinds,
)
from contentshop.model import (
    Channel,
    Config,
    Offer,
    Outlet,
    Problem,
    Product,
    ReadyLink,
    Record,
    ShopConfig,
)
from contentshop.planning import plan
from contentshop.pricing import Forgetful
from contentshop.problems import Report, fail, is_error, nearest, problem
from contentshop.reporting import Reporter
from contentshop.sources import (
    Catalogue,
    Folder,
    Outlets,
    read_catalogue,
    read_config,
    read_outlets,
    zone,
)

_ORDER: tuple[Traceable, ...] = ("placement", "channel", "account", "none")
"""From the most that an order can tell to nothing."""
State = Literal["missing", "expires", "expired"]
_NEVER: Collection[tuple[Channel, bool]] = {("print", False), ("print", True), ("email", False)}
"""The channels in which no product has a link, and whether those are an outlet's: a print text names no product, and
mail is written to newsletters alone."""
_Use = tuple[str, str, Channel, str]
"""A product, a shop, a channel and an outlet or nothing."""


class ToMake(Record):
    """A link that a platform should make."""

    product: str
    title: str
    shop: str
    channel: Channel
    outlet: str
    address: str
    """What it is made of: the address without a ready-made link; empty when there is none."""
    slot: str
    """The shop kind whose slot takes the token."""
    sub_id: str
    """What is given there."""
    state: State
    expires: date | None = None
    """The last day of the link there is."""


class Wanted(Record):
    """What a list of links is about; empty means all."""

    channels: tuple[Channel, ...] = ()
    outlets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    shops: tuple[str, ...] = ()
    days: int = 7
    """Links that end within so many days are to be made again."""
    everything: bool = False
    """Whether products that no article shows, and offers that are not the best of a channel, count too."""


class Opened(Record):
    """A site's config, catalogue and outlets on a day of its time zone."""

    config: Config
    catalogue: Catalogue
    outlets: Outlets
    today: date


def links_to_make(root: Path, now: datetime, wanted: Wanted, report: Report) -> tuple[ToMake, ...]:
    """Return the links to be made, in the order of the catalogue, the shops, the channels and the outlets.

    These are links to shops that bring a commission and tell channels apart by ready-made links alone: those that
    something in the output leads by, drafts and articles to come among it, and that are missing or end soon. For
    products, outlets or everything asked for by name they are those that could be used.

    Raises:
        ProblemError: unknown-outlet, unknown-product, unknown-shop for what is asked for and not there.

    """
    told: list[Problem] = []

    def tell(found: Problem) -> None:
        if is_error(found) and found not in told:
            told.append(found)
            report(found)

    site = opened(root, now, tell)
    if site is None:
        return ()
    _check(site, wanted)
    used = None if wanted.everything or wanted.products else frozenset(_used(root, now, site, tell))
    names = wanted.products or tuple(site.catalogue.products)
    return tuple(one for name in names for one in _of_product(site, site.catalogue.products[name], wanted, used))


def _used(root: Path, now: datetime, site: Opened, report: Report) -> Iterator[_Use]:
    """Yield what the output leads to, and by which shop, as a build would plan it once the links are made."""
    store = Store.copy_of(None)
    config = _earning(with_known_kinds(site.config))
    gathering = Gathering(Folder(root), store, lambda _: nullcontext(InProcess()), Reporter(), report)
    inputs = gathering.inputs(config, now, drafts=True, future=True)
    steps = Steps(store, lambda _: nullcontext(InProcess()), inputs.theme)
    with Backlog() as backlog:
        planned = plan(inputs, Kept(), steps, backlog, lambda _: None)
    store.close()
    products = inputs.catalogue.products
    for identity in planned.identities.keys() - set(ready_identities(products.values())):
        if product := products.get(identity.product):
            offer = resolve(identity, product, config, site.today, planned.identities[identity]).offer
            if offer is not None:
                yield product.id, offer.shop, identity.channel, identity.outlet


def opened(root: Path, now: datetime, report: Report) -> Opened | None:
    """Return a site as the commands of links look at it; None after its config is said to be wrong.

    Only errors are reported; what a build warns of is no business of these commands.
    """
    folder = Folder(root)

    def tell(found: Problem) -> None:
        if is_error(found):
            report(found)

    config = read_config(folder, tell)
    site_zone = zone(config) if config else None
    if config is None or site_zone is None:
        return None
    catalogue = read_catalogue(folder, Forgetful(), tell)
    return Opened(config, catalogue, read_outlets(folder, tell), now.astimezone(site_zone).date())


def _check(site: Opened, wanted: Wanted) -> None:
    known: Sequence[tuple[str, Collection[str], Collection[str]]] = (
        ("unknown-outlet", wanted.outlets, site.outlets.by_id),
        ("unknown-product", wanted.products, site.catalogue.products),
        ("unknown-shop", wanted.shops, site.config.shops),
    )
    for code, names, there in known:
        for name in names:
            if name not in there:
                values = {"id": name, "shop": name, "known": ", ".join(there), "near": nearest(name, there)}
                raise fail(code, None, **values)


def _earning(config: Config) -> Config:
    """Return a config by which every shop is chosen as if its links were made: without them a sale earns nothing."""
    return replace(config, shops={name: replace(shop, affiliate=False) for name, shop in config.shops.items()})


def _of_product(site: Opened, product: Product, wanted: Wanted, used: Collection[_Use] | None) -> Iterator[ToMake]:
    seen: set[str] = set()
    for offer in product.offers:
        shop = site.config.shops.get(offer.shop)
        if shop is None or offer.shop in seen or (offer.stock or product.stock) == "out_of_stock":
            continue
        seen.add(offer.shop)
        if not _is_made_beforehand(offer.shop, shop, wanted):
            continue
        for channel, outlet in _targets(site, wanted):
            if _is_wanted(site, product, offer, channel, outlet, wanted, used):
                state, last = _state(offer, channel, outlet, site.today + timedelta(days=wanted.days), site.today)
                if state is not None:
                    yield _to_make(product, offer, shop, channel, outlet, state, last)


def _is_made_beforehand(name: str, shop: ShopConfig, wanted: Wanted) -> bool:
    """Return whether links to a shop are made by its platform, so that they tell channels apart."""
    kind = kinds().get(shop.kind)
    if kind is None or (wanted.shops and name not in wanted.shops):
        return False
    tells_more = _ORDER.index(kind.ready) < _ORDER.index(kind.traceable)
    return tells_more and (shop.affiliate or name in wanted.shops)


def _targets(site: Opened, wanted: Wanted) -> Iterator[tuple[Channel, str]]:
    """Yield the channels that are built, each with the outlets that hand on in it, or are asked for by name.

    An outlet with posters has one for Moments, whatever channels its texts are for.
    """
    every: tuple[Channel, ...] = get_args(Channel)
    for channel in every:
        if (wanted.channels and channel not in wanted.channels) or not site.config.builds(channel):
            continue
        if not wanted.outlets and (channel, False) not in _NEVER:
            yield channel, ""
        for outlet in site.outlets.by_id.values():
            if (outlet.id in wanted.outlets or not wanted.outlets) and channel in _channels_of(outlet):
                yield channel, outlet.id


def _channels_of(outlet: Outlet) -> set[Channel]:
    """Return the channels in which an outlet has links to products; of an idle one those it might have."""
    found = {one for one in outlet_channels(outlet) if (one, True) not in _NEVER}
    moments: set[Channel] = {"moments"} if outlet.posters else set()
    return found | moments if outlet.texts or _is_idle(outlet) else moments


def _is_idle(outlet: Outlet) -> bool:
    return not (outlet.texts or outlet.posters)


def _is_wanted(
    site: Opened,
    product: Product,
    offer: Offer,
    channel: Channel,
    outlet: str,
    wanted: Wanted,
    used: Collection[_Use] | None,
) -> bool:
    """Return whether a link to an offer is one to ask for: it leads somewhere by it, or by `used` it would."""
    config = site.config
    row = row_of(channel, config.shops[offer.shop].kind, config.policy, "signed")
    if row is None or not set(row.carriers) - {"none"}:
        return False
    if outlet and _is_idle(site.outlets.by_id[outlet]) and outlet not in wanted.outlets:
        return False
    if used is not None and not (outlet and _is_idle(site.outlets.by_id[outlet])):
        return (product.id, offer.shop, channel, outlet) in used
    if wanted.everything or channel == "web":
        return True
    asked = _asked(site.outlets.by_id[outlet], product) if outlet else ""
    best = choose(product, channel, _earning(config), site.today, asked, outlet).offer
    return best is not None and best.shop == offer.shop


def _asked(outlet: Outlet, product: Product) -> str:
    """Return the shop that an outlet's links lead to, where that sells the product."""
    return outlet.shop if any(offer.shop == outlet.shop for offer in product.offers) else ""


def _state(offer: Offer, channel: Channel, outlet: str, until: date, today: date) -> tuple[State | None, date | None]:
    """Return why the link is to be made, and the last day of the one there is; None when it is good for longer."""
    found = offer.links.get(f"{channel}@{outlet}" if outlet else channel)
    if found is None:
        return "missing", None
    last = found.expires if isinstance(found, ReadyLink) else None
    if last is None or last > until:
        return None, last
    return ("expired" if last < today else "expires"), last


def _to_make(
    product: Product,
    offer: Offer,
    shop: ShopConfig,
    channel: Channel,
    outlet: str,
    state: State,
    last: date | None,
) -> ToMake:
    slot, name = slot_of(shop.kind), sub_id(product.id, channel, outlet)
    return ToMake(
        product=product.id,
        title=product.title,
        shop=offer.shop,
        channel=channel,
        outlet=outlet,
        address=destination(replace(offer, links={}), shop, channel),
        slot=shop.kind if slot else "",
        sub_id=slot.filled(name) if slot else name,
        state=state,
        expires=last,
    )


def judged(offer: Offer, text: str, last: date | None, config: Config, today: date) -> ReadyLink | Problem:
    """Return a link as it is kept, or what is wrong with it.

    One of a form that is known to end gets its last day, as if made today, when none is given. Who read it names
    the cell of what is wrong.
    """
    if is_taglink(text):
        return ReadyLink(text, last)
    if not is_safe(text):
        return problem("link-not", value=text, cell="")
    if last is not None and last < today:
        return problem("link-is-over", day=last, cell="")
    known = form_of_address(text)
    shop = config.shops.get(offer.shop)
    if (
        known is not None
        and shop is not None
        and known[0].kind not in ("", shop.kind)
        and not _akin(known[0].kind, shop)
    ):
        return problem("link-of-another", value=text, shop=offer.shop, kind=shop.kind, other=known[0].kind, cell="")
    if last is None and known is not None and isinstance(known[0].lasts, int):
        last = today + timedelta(days=known[0].lasts)
    return ReadyLink(text, last)


def _akin(kind: str, shop: ShopConfig) -> bool:
    """Return whether two kinds are one platform's: 天猫 is sold through 淘宝's links, a mini-program through any."""
    family = {shop.kind, kinds()[shop.kind].like} if shop.kind in kinds() else {shop.kind}
    return kind in family or kind == "miniprogram" or bool(kinds()[kind].like and kinds()[kind].like in family)


def judge_of(root: Path, now: datetime) -> Callable[[Offer, str, date | None], ReadyLink | Problem]:
    """Return what judges the links filled in for a site; nothing of its problems is told."""
    site = opened(root, now, lambda _: None)

    def judge(offer: Offer, text: str, last: date | None) -> ReadyLink | Problem:
        if site is None:
            return ReadyLink(text, last)
        return judged(offer, text, last, site.config, site.today)

    return judge
