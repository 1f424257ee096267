"""Products, pictures and codes as an official-account article can have them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from contentshop.channels import Inputs
from contentshop.channels.frozen import frozen_price, price_ends
from contentshop.channels.naming import shop_name
from contentshop.channels.prices import PriceView
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls
from contentshop.channels.web import CardView, CodeView, Counter, ImageView, OffersView, ShopLink
from contentshop.goods import Scale
from contentshop.languages import in_language
from contentshop.links import price_of, token
from contentshop.media import Photo
from contentshop.model import Article, Channel, Code, Form, Identity, Link, Offer, Problem, Product
from contentshop.sources import is_remote

from .uploads import picture_name, picture_size
from .views import ACCOUNT, CodeFile, Insert, ShownPrice, Way, WechatPicture

WAY = "way:"
"""Stands before the token in the address of what leads to a product, until a pass knows what it becomes."""


class WechatUrls(Urls):
    """The site's addresses; an article that is published in the account has its address there."""

    def __init__(self, urls: Urls, published: Mapping[str, str]) -> None:
        super().__init__(urls.base, urls.go_base)
        self._published = published

    def absolute(self, path: str) -> str:
        """Return the whole address of a page or file."""
        return self._published.get(path) or super().absolute(path)


class WechatCounter(Counter):
    """Turns placements of one article into views; notes ways to buy, cards to put in, pictures and codes."""

    def __init__(self, inputs: Inputs, urls: Urls, resolver: Resolver, article: Article) -> None:
        super().__init__(inputs, urls, resolver, article.id, article.language, absolute=True)
        self.channel: Channel = "wechat"
        self.ways: dict[str, Way] = {}
        self.inserts: dict[str, Insert] = {}
        self.files: dict[str, WechatPicture] = {}
        """By path in the site."""
        self.prices: set[ShownPrice] = set()
        self._resolved: dict[str, Link] = {}
        self.warnings: list[Problem] = []
        self.asked: list[Code] = []
        """The codes that the author asked for, in order."""
        self.remote: list[str] = []
        """Addresses of pictures that are not in the site, which WeChat filters."""

    @property
    def code_files(self) -> tuple[CodeFile, ...]:
        """Every code that may be shown."""
        return tuple(CodeFile(name, text) for name, text in sorted(self.codes.items()))

    def joint(self) -> str:
        """Return the token of the code that stands for several products at once, and leads to the article's page."""
        identity = Identity(self._article, form="code", channel="wechat")
        self.identities[identity] = ""
        self._drawn(token(identity), "", "", "")
        return token(identity)

    def shop_link(self, link: Link) -> ShopLink | None:
        """Return the way to buy; its address names the token, and `ways` says what that becomes."""
        offer = link.offer
        if offer is None or link.carrier == "none":
            return None
        self._noted(link, offer)
        name = shop_name(self._inputs, offer, self._language)
        return ShopLink(name, WAY + link.token, "", opens_app=link.miniprogram is not None)

    def text_link(self, product: Product, key: str) -> ShopLink | None:
        """Return where a text link to the product leads."""
        found = super().text_link(product, key)
        if found is not None:
            self._code(self._resolved[found.href.removeprefix(WAY)], self.title(product))
        return found

    def profile(self) -> None:
        """Note the account's name card, where its number is known."""
        account = self._inputs.config.account
        if not account.fakeid:
            return
        name = in_language(account, self._language, self._inputs.config.site.language).name
        self.inserts[ACCOUNT] = Insert(
            number=0,
            token=ACCOUNT,
            kind="account",
            form="card",
            shop="",
            title=name,
            appid=account.fakeid,
            path=account.wechat_id,
            cover="",
            image=account.headimg,
            note=account.signature,
        )

    def code(self, segment: Code) -> CodeView | None:
        """Return the code of a product, or of the article itself."""
        if not segment.product:
            self.asked.append(segment)
            return self.share_code()
        product = self._inputs.catalogue.products[segment.product]
        link = self._link(product, "code", segment.key, "wechat", "")
        if self.shop_link(link) is None:
            return None
        self.asked.append(segment)
        return self._code(link, self.title(product))

    def share_code(self) -> CodeView:
        """Return the article's own code, the one that also stands for several products."""
        name = self.joint()
        return CodeView(_code_path(name), self.codes[name], 0)

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
        """Return the card of a product without an alternative; a single card may be one that is put in by hand."""
        card = super().own_card(product, form, note=note, layout=layout, shop=shop, key=key, scale=scale)
        link = self._link(product, form, key, "wechat", shop)
        if card.buy is None or link.offer is None:
            return msgspec.structs.replace(card, price=self._price(product, link.offer))
        if form == "card":
            self._insert(link, card, product)
        code = self._code(link, card.title)
        return msgspec.structs.replace(card, price=self._price(product, link.offer), code=code)

    def offers(self, product: Product, key: str = "") -> OffersView | None:
        """Return every shop that has the product."""
        view = super().offers(product, key)
        if view is None:
            return None
        rows = []
        for row in view.rows:
            way = self.ways.get(row.buy.href.removeprefix(WAY)) if row.buy else None
            offer = self._resolved[way.token].offer if way else None
            if way:
                self._code(self._resolved[way.token], view.product)
            rows.append(msgspec.structs.replace(row, price=self._price(product, offer) if offer else None))
        return msgspec.structs.replace(view, rows=tuple(rows))

    def price(self, product: Product) -> PriceView:
        """Return the price of a product inside a line."""
        self.products.add(product.id)
        return self._price(product, self.choice(product).offer) or PriceView("", False, "", "")

    def picture(self, path: str, alt: str, title: str = "") -> ImageView | None:
        """Return a picture of the site by its path, or a remote one by its address."""
        if is_remote(path):
            self.remote.append(path)
            return ImageView(path, alt, title)
        photo = self._inputs.photos.get(path)
        if photo is None:
            return None
        return self._picture(path, photo, alt, title)

    def _picture(self, path: str, photo: Photo, alt: str, title: str) -> ImageView:
        name = picture_name(photo, path)
        if not name:  # a drawing, which the account does not take: the site shows it
            address = super().picture(path, alt, title)
            self.remote.append(path)
            return ImageView(address.url if address else "", alt, title)
        width, height = picture_size(photo, path)
        self.files[path] = WechatPicture(path, name, width, height, alt)
        return ImageView(f"pictures/{name}", alt, title, width, height)

    def _price(self, product: Product, offer: Offer | None) -> PriceView | None:
        """Return the price as it may stand for good: with its day, or without an amount."""
        found = frozen_price(product, offer, "wechat", self._inputs, self._language)
        if found is None:
            return None
        if ends := price_ends(product, offer, "wechat", self._inputs):
            self.warnings.append(ends)
        current = found.word == "frozen_price"
        shown = price_of(product, offer, self._inputs.config.site.currency)
        if current and shown:
            self.prices.add(ShownPrice(self.title(product), found.price, shown.as_of, shown.valid_until))
        return PriceView(found.price, current, found.date, found.date_iso)

    def _code(self, link: Link, title: str) -> CodeView:
        self.sells = True
        return msgspec.structs.replace(self._code_of(link, title), url=_code_path(link.token))

    def _noted(self, link: Link, offer: Offer) -> None:
        product = self._inputs.catalogue.products[link.identity.product]
        program = link.miniprogram
        self._resolved[link.token] = link
        self.ways[link.token] = Way(
            token=link.token,
            product=product.id,
            title=self.title(product),
            shop=shop_name(self._inputs, offer, self._language),
            shop_id=offer.shop,
            carrier=link.carrier,
            address=link.address if link.carrier == "url" else "",
            appid=program.appid if program else "",
            path=program.path if program else "",
            own=program is not None and program.appid == self._inputs.config.shops[offer.shop].appid,
            text=link.kouling or link.taglink,
        )

    def _insert(self, link: Link, card: CardView, product: Product) -> None:
        """Note a card that is put into the article by hand, once for each token."""
        form = self._inputs.config.wechat.miniprogram
        program, number = link.miniprogram, link.store_product
        if link.carrier != "miniprogram" or form == "off" or (program is None and not number):
            return
        photo = self._inputs.photos.get(product.image)
        name = picture_name(photo, product.image) if photo else ""
        self.inserts.setdefault(
            link.token,
            Insert(
                number=0,
                token=link.token,
                kind="miniprogram" if program else "store",
                form=form if program else "card",
                shop=card.buy.shop if card.buy else "",
                title=card.title,
                appid=program.appid if program else "",
                path=program.path if program else number,
                cover=product.image if name else "",
                image=f"pictures/{name}" if name else "",
            ),
        )


def _code_path(name: str) -> str:
    return f"codes/{name}.png"
