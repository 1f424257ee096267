"""From products and placements to what a reader sees and presses: cards, prices, ways to buy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from contentshop.channels.formats import either
from contentshop.channels.inputs import Inputs
from contentshop.channels.naming import foreign, kind_name, said, shop_name
from contentshop.channels.prices import PriceView, price_view
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls, product_path
from contentshop.goods import Scale, lines_of
from contentshop.languages import in_language
from contentshop.links import (
    AtShop,
    Choice,
    alternative,
    by_shop,
    cheapest,
    in_code,
    opens,
    permits,
    rel,
    token,
)
from contentshop.model import Channel, Code, Form, Identity, Link, Offer, Product, Query, Task

from .pictures import picture_view
from .product_views import TileView
from .views import CardView, CodeView, DisclosureView, ImageView, OfferRow, OffersView, ShopLink

CODE_SIDE = 148
"""The side at which codes are shown, in CSS px."""
_OF_COMMISSION = re.compile(r"佣|分成|commission|affiliate", re.IGNORECASE)
"""What the author's own line has where it speaks of commissions."""
LONGEST_IN_CODE = 150
"""Characters of an address that a code holds as it is: measured on 2026-11-21, codes of up to 150 characters
on a picture 1080 px wide were read from views 375 px wide, those of 420 only from 540 px up."""


class Uses(msgspec.Struct, frozen=True):
    """What pages ask for that counters served."""

    asked: tuple[tuple[str, Identity, str], ...] = ()
    """Each token with what it names, and the shop that the author asked for, or an empty string."""
    codes: Mapping[str, str] = {}
    """The text of each code by token."""
    pictures: tuple[Task, ...] = ()
    """The tasks of the files that show pictures."""
    products: tuple[str, ...] = ()
    """The products that readers see, by id, sorted."""


def uses_of(counters: Iterable[Counter]) -> Uses:
    """Return what some counters served."""
    every = tuple(counters)
    asked = {identity: shop for one in every for identity, shop in one.identities.items()}
    return Uses(
        asked=tuple((token(identity), identity, shop) for identity, shop in asked.items()),
        codes={name: text for one in every for name, text in one.codes.items()},
        pictures=tuple({task: None for one in every for task in one.pictures}),
        products=tuple(sorted({name for one in every for name in one.products})),
    )


class Counter:
    """Turns placements of one article, in one channel, into views; collects tokens and codes on the way.

    `identities` are all tokens that were asked for; `codes` the text of each code by token.
    """

    def __init__(
        self, inputs: Inputs, urls: Urls, resolver: Resolver, article: str, language: str, *, absolute: bool
    ) -> None:
        self._inputs, self._urls, self._resolver, self._article = inputs, urls, resolver, article
        self._language, self._absolute = language, absolute
        self.channel: Channel = "feed" if absolute else "web"
        self.identities: dict[Identity, str] = {}
        """With the shop that the author asked for, or an empty string."""
        self.codes: dict[str, str] = {}
        self.pictures: set[Task] = set()
        """The tasks of the files that show pictures."""
        self.products: set[str] = set()
        """The products that readers see."""
        self.too_long: dict[str, int] = {}
        """Products whose address is too long for a code, with its length."""
        self.sells = False
        self.paying: dict[str, str] = {}
        """The names of shops readers are led to that pay a commission, by the shop."""

    def _address(self, path: str) -> str:
        return self._urls.absolute(path) if self._absolute else self._urls.link(path)

    def _link(self, product: Product, form: Form, key: str, channel: Channel, shop: str) -> Link:
        self.products.add(product.id)
        identity = Identity(self._article, product.id, form, key, channel)
        self.identities[identity] = shop or self.identities.get(identity, "")
        link = self._resolver.link(identity, product, shop)
        if link.offer and self._inputs.config.shops[link.offer.shop].affiliate:
            self.paying[link.offer.shop] = shop_name(self._inputs, link.offer, self._language)
        return link

    def disclosure(self) -> DisclosureView:
        """Return what is said of what is sold here: the author's line, and the shops it should speak of."""
        config = self._inputs.config
        text = in_language(config.disclosure, self._language, config.site.language).text
        named = [self.paying[name] for name in config.shops if name in self.paying]
        return DisclosureView(text, "" if _OF_COMMISSION.search(text) else either(named, self._language))

    def shop_link(self, link: Link) -> ShopLink | None:
        """Return the way to buy, straight to the shop where that opens everywhere, else by the go page.

        None where nothing can be bought, or a code alone carries the link here.
        """
        if link.offer is None or link.carrier in ("none", "code"):
            return None
        return shop_link(self._inputs, link, self._urls, self._language)

    def title(self, product: Product) -> str:
        """Return the product's title in the article's language, as far as it has one."""
        return said(product, self._inputs, self._language, self.channel).title

    def text_link(self, product: Product, key: str) -> ShopLink | None:
        """Return where a text link to the product leads."""
        found = self.shop_link(self._link(product, "link", key, self.channel, ""))
        self.sells = self.sells or found is not None
        return found

    def code(self, segment: Code) -> CodeView | None:
        """Return the code of a product, or of the article itself."""
        if not segment.product:
            return self.share_code()
        product = said(self._inputs.catalogue.products[segment.product], self._inputs, self._language, self.channel)
        link = self._link(product, "code", segment.key, "scan", "")
        return self._code_of(link, product.title) if link.offer else None

    def share_code(self) -> CodeView:
        """Return the article's own code."""
        identity = Identity(article=self._article)
        self.identities[identity] = ""
        return self._drawn(token(identity), "", "", "")

    def _code_of(self, link: Link, title: str) -> CodeView:
        self.sells = True
        direct = in_code(link, self._inputs.config, "")
        way = rel(self._inputs.config.shops[link.offer.shop]) if direct and link.offer else ""
        if len(direct) > LONGEST_IN_CODE:
            self.too_long[link.identity.product] = len(direct)
            direct = ""
        return self._drawn(link.token, title, direct, way)

    def _drawn(self, token: str, title: str, direct: str, way: str) -> CodeView:
        address = direct or self._urls.go(token)
        self.codes[token] = address
        return CodeView(self._address(f"codes/{token}.png"), address, CODE_SIDE, title, way or "nofollow noopener")

    def page_code(self, product: Product) -> CodeView:
        """Return the code that leads to a product's own page."""
        identity = Identity(article="", product=product.id, form="page")
        self.identities[identity] = ""
        return self._drawn(token(identity), product.title, "", "")

    def page(self, product: str) -> str:
        """Return the address of a product's own page."""
        if self._absolute:
            return ""
        return self._urls.link(product_path(product))

    def matching(self, query: Query) -> list[Product]:
        """Return the products a query asks for."""
        return self._resolver.matching(query)

    def tile(self, product: Product) -> TileView:
        """Return the product as lists of products show it, which is no placement."""
        choice = self.choice(product)
        return TileView(
            title=product.title,
            url=self.page(product.id),
            brand=product.brand,
            image=self.picture(product.image, ""),
            price=price_view(product, choice.offer, self._inputs, self._language),
            reason=choice.why,
            preorder=is_preorder(product, choice.offer),
            sort=product.kind,
            badges=product.badges,
            lines=lines_of(product, self._inputs.config, self._language),
        )

    def card(
        self,
        product: Product,
        form: Form,
        *,
        note: str = "",
        layout: str = "card",
        shop: str = "",
        key: str = "",
        scale: Scale | None = None,
    ) -> CardView:
        """Return the card of a product, with the code that a phone scans and, for one that cannot be had, another's.

        `scale` is what prices by unit share.
        """
        card = self.own_card(product, form, note=note, layout=layout, shop=shop, key=key, scale=scale)
        if self._link(product, form, key, self.channel, shop).offer:
            return card
        return msgspec.structs.replace(card, alternative=self._instead(product, form, key))

    def own_card(
        self,
        product: Product,
        form: Form,
        *,
        note: str = "",
        layout: str = "card",
        shop: str = "",
        key: str = "",
        scale: Scale | None = None,
    ) -> CardView:
        """Return the card of a product without an alternative."""
        inputs, language = self._inputs, self._language
        title_language, summary_language = (foreign(product, field, inputs, language) for field in ("title", "summary"))
        product = said(product, inputs, language, self.channel)
        link = self._link(product, form, key, self.channel, shop)
        buy = self.shop_link(link)
        scan = self._link(product, form, key, "scan", shop)
        code = self._code_of(scan, product.title) if scan.offer and not self._absolute else None
        self.sells = self.sells or buy is not None
        return CardView(
            product=product.id,
            title=product.title,
            brand=product.brand,
            summary=product.summary,
            note=note,
            layout="compact" if layout == "compact" else "card",
            image=self.picture(product.image, product.title),
            price=price_view(product, link.offer, inputs, language, scale),
            buy=buy,
            code=code,
            ad=not inputs.config.disclosure.off,
            reason=self.choice(product, shop).why,
            preorder=is_preorder(product, link.offer),
            specs=tuple(product.specs.items()),
            sort=product.kind,
            badges=product.badges,
            lines=lines_of(product, inputs.config, language),
            title_language=title_language,
            summary_language=summary_language,
            page=self.page(product.id),
        )

    def offers(self, product: Product, key: str = "") -> OffersView | None:
        """Return every shop that has the product; none when no known shop does."""
        config, today = self._inputs.config, self._inputs.today
        shops = by_shop(product, self.channel, config, today)
        least = cheapest(product, shops, config, today)
        rows = tuple(self._at_shop(product, one, key, cheapest=one.shop == least) for one in shops)
        lines = lines_of(product, self._inputs.config, self._language)
        if not rows:
            return None
        ad = not config.disclosure.off
        return OffersView(self.title(product), rows, ad=ad, lines=lines, dated=common_day(rows))

    def _at_shop(self, product: Product, one: AtShop, key: str, *, cheapest: bool) -> OfferRow:
        """Return the product at one shop: a placement of its own, whose key ends with the shop."""
        link = self._link(product, "offers", f"{key}/{one.shop}" if key else one.shop, self.channel, one.shop)
        buy = self.shop_link(link)
        self.sells = self.sells or buy is not None
        price = price_view(product, one.offer, self._inputs, self._language)
        return OfferRow(
            shop=shop_name(self._inputs, one.offer, self._language),
            price=price and msgspec.structs.replace(price, reference=None),  # it is not each shop's own
            buy=buy,
            opens="app" if buy and buy.opens_app else opens(self._inputs.config.shops[one.shop], link.address),
            shop_kind=kind_name(self._inputs, one.offer, self._language),
            reason="" if buy else one.choice.why or "no_carrier",
            preorder=is_preorder(product, one.offer),
            cheapest=cheapest,
        )

    def alternatives(self, product: Product, key: str = "") -> tuple[CardView, ...]:
        """Return the cards of the product's alternatives that can be had, in their order."""
        known = self._inputs.catalogue.products
        others = [known[name] for name in dict.fromkeys(product.alternatives) if name in known and name != product.id]
        return tuple(
            self.card(other, "list", layout="compact", key=key) for other in others if self.choice(other).offer
        )

    def _instead(self, product: Product, form: Form, key: str) -> CardView | None:
        """Return the card of the first alternative that can be had."""
        inputs = self._inputs
        other = alternative(product, inputs.catalogue.products, self.channel, inputs.config, inputs.today)
        return self.card(other, form, layout="compact", key=key) if other else None

    def choice(self, product: Product, shop: str = "") -> Choice:
        """Return the offer a reader gets here, or why there is none."""
        return self._resolver.choice(product, self.channel, shop)

    def price(self, product: Product) -> PriceView:
        """Return the price of a product at the offer a reader gets."""
        self.products.add(product.id)
        found = price_view(product, self.choice(product).offer, self._inputs, self._language)
        return found or PriceView("", False, "", "")

    def picture(self, path: str, alt: str, title: str = "") -> ImageView | None:
        """Return a picture of the site by its path, or a remote one by its address."""
        return picture_view(self._inputs, self._urls, path, alt, title, absolute=self._absolute, used=self.pictures)


def common_day(rows: Iterable[OfferRow]) -> PriceView | None:
    """Return a price whose day and last day are those of most rows; none where no two rows have them in common."""
    prices = [one.price for one in rows if one.buy and one.price and one.price.current]
    days = [(one.as_of_iso, one.until_iso) for one in prices]
    best = max(prices, key=lambda one: days.count((one.as_of_iso, one.until_iso)), default=None)
    return best if best and days.count((best.as_of_iso, best.until_iso)) > 1 else None


def is_preorder(product: Product, offer: Offer | None) -> bool:
    """Return whether what is bought at the offer comes later."""
    return ((offer.stock if offer else None) or product.stock) == "preorder"


def shop_link(inputs: Inputs, link: Link, urls: Urls, language: str) -> ShopLink:
    """Return a link to a chosen offer."""
    offer = link.offer
    if offer is None:
        raise ValueError(link)
    shop = inputs.config.shops[offer.shop]
    direct = link.carrier == "url" and (opens(shop, link.address) == "everywhere" or not permits(shop, "go"))
    address = link.address if direct else urls.go(link.token)
    return ShopLink(shop_name(inputs, offer, language), address, rel(shop), opens_app=link.carrier == "miniprogram")
