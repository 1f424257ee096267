"""Go pages: the short addresses that codes hold, one for every token ever made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from contentshop.channels.formats import either
from contentshop.channels.inputs import Inputs
from contentshop.channels.naming import earns, foreign, said, shop_name
from contentshop.channels.prices import end_of_day, price_view
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls, article_path, product_path
from contentshop.goods import lines_of
from contentshop.links import Why, alternative, opens, permits, rel, spoken
from contentshop.model import Identity, Link, Offer, Product, Task

from .pages import Listing, SiteOf
from .pictures import beside, picture_view
from .shopping import CODE_SIDE
from .views import CodeView, GoPage, HeadView, ImageView, ShopLink


class GoDesk:
    """Makes go pages; `pictures` are the tasks of the files that show their pictures."""

    def __init__(
        self,
        inputs: Inputs,
        urls: Urls,
        resolver: Resolver,
        site_of: SiteOf,
        articles: Mapping[str, Listing],
        with_page: Mapping[str, Product],
    ) -> None:
        self._inputs, self._urls, self._resolver, self._site_of = inputs, urls, resolver, site_of
        self._articles = articles
        """By article id."""
        self._with_page = with_page
        """The products that have a page of their own, by id."""
        self.pictures: set[Task] = set()
        self.root = urlsplit(urls.go_base).path

    def page(self, identity: Identity, shop: str) -> GoPage:
        """Return the page of a token.

        It leads to the product, else to its alternative, else to the article, else to the home page; that of a
        product's page to that page, else to its alternative's.
        """
        product = self._inputs.catalogue.products.get(identity.product)
        if product is not None and identity.form == "page":
            shown = next((name for name in (product.id, *product.alternatives) if name in self._with_page), "")
            if shown:
                return self._showing(self._with_page[shown], "" if shown == product.id else "gone")
        if product is not None:
            link = self._resolved(identity, product, shop)
            if link.offer is not None and (link.address or link.kouling):
                return self._product_page(identity, product, link)
            other = alternative(
                product, self._inputs.catalogue.products, identity.channel, self._inputs.config, self._inputs.today
            )
            if other is not None:
                return self._product_page(identity, other, self._resolved(identity, other, ""), product)
            return self._article_page(identity, self._why(product, identity, shop))
        return self._article_page(identity, "gone" if identity.product else "")

    def _resolved(self, identity: Identity, product: Product, shop: str) -> Link:
        link = self._resolver.link(identity, product, shop)
        return self._resolver.link(identity, product) if shop and link.offer is None else link

    def _why(self, product: Product, identity: Identity, shop: str) -> Why:
        return self._resolver.choice(product, identity.channel, shop).why

    def _product_page(
        self, identity: Identity, product: Product, link: Link, instead_of: Product | None = None
    ) -> GoPage:
        inputs = self._inputs
        listing = self._articles.get(identity.article)
        language = listing.entry.language if listing else inputs.config.site.language
        if link.offer is None:
            return self._article_page(identity, "no_offer")
        if not permits(inputs.config.shops[link.offer.shop], "go"):
            return self._article_page(identity, "")
        product, title_language = (
            said(product, inputs, language, identity.channel),
            foreign(product, "title", inputs, language),
        )
        shop = inputs.config.shops[link.offer.shop]
        where = opens(shop, link.address)
        kouling = spoken(link.offer, identity.channel, inputs.config, inputs.today)
        others = self._others(identity, product, link, language) if where == "outside_wechat" else {}
        paid = {shop_name(inputs, one, language): earns(inputs, one) for one in (link.offer, *others.values())}
        return GoPage(
            site=self._site_of(language),
            language=language,
            head=self._head(product.title, link.token),
            title=product.title,
            summary=product.summary,
            image=self._image(product),
            price=price_view(product, link.offer, inputs, language),
            ad=not inputs.config.disclosure.off,
            shop=shop_name(inputs, link.offer, language),
            target=link.address,
            rel=rel(shop),
            opens_in_wechat=where in ("everywhere", "wechat"),
            opens_in_browser=where in ("everywhere", "outside_wechat"),
            opens_app=link.address.startswith("weixin:"),
            others=tuple(others),
            commission=either([name for name, is_paid in paid.items() if is_paid], language),
            article_title=listing.title if listing else "",
            article_url=self._article_url(listing),
            kouling=kouling.text if kouling else "",
            kouling_until_iso=end_of_day(kouling.expires, inputs) if kouling and kouling.expires else "",
            lines=lines_of(product, inputs.config, language),
            reason=self._why(instead_of, identity, "") if instead_of else "",
            instead_of=said(instead_of, inputs, language, identity.channel).title if instead_of else "",
            title_language=title_language,
            code=self._code(link, product) if link.address.startswith("weixin:") or where == "wechat" else None,
            over_iso=end_of_day(link.offer.valid_until, inputs) if link.offer.valid_until else "",
        )

    def _code(self, link: Link, product: Product) -> CodeView:
        """Return the code of a page whose button opens an app, or what opens in WeChat alone: only a phone has it."""
        return CodeView(f"../../codes/{link.token}.png", self._urls.go(link.token), CODE_SIDE, product.title)

    def _others(self, identity: Identity, product: Product, link: Link, language: str) -> dict[ShopLink, Offer]:
        """Return the links to the product's other offers that open inside WeChat."""
        inputs = self._inputs
        found: dict[ShopLink, Offer] = {}
        for offer in product.offers:
            shop = inputs.config.shops.get(offer.shop)
            if shop is None or offer == link.offer:
                continue
            other = self._resolver.link(identity, product, offer.shop)
            if other.address and other.offer is not None and opens(shop, other.address) != "outside_wechat":
                found[ShopLink(shop_name(inputs, other.offer, language), other.address, rel(shop))] = other.offer
        return found

    def _article_page(self, identity: Identity, reason: Why | Literal["gone"]) -> GoPage:
        """Return the page that leads back to where the placement is: its article, its product's page, or home."""
        if not identity.article and identity.product in self._with_page:
            return self._showing(self._with_page[identity.product], reason)
        listing = self._articles.get(identity.article)
        language = listing.entry.language if listing else self._inputs.config.site.language
        site = self._site_of(language)
        target = self._article_url(listing) or self._urls.go_base
        page = self._leading_page(listing.title if listing else site.title, target, reason)
        return msgspec.structs.replace(
            page,
            site=site,
            language=language,
            summary=listing.entry.summary if listing else site.description,
            image=self._cover(listing),
            article_title=listing.title if listing else "",
            article_url=target,
        )

    def _showing(self, product: Product, reason: Why | Literal["gone"]) -> GoPage:
        """Return the page that leads to a product's own page."""
        page = self._leading_page(product.title, self._urls.absolute(product_path(product.id)), reason)
        return msgspec.structs.replace(page, summary=product.summary, image=self._image(product), leads_to="product")

    def _leading_page(self, title: str, target: str, reason: Why | Literal["gone"]) -> GoPage:
        """Return a page that leads on to another page of the site."""
        language = self._inputs.config.site.language
        return GoPage(
            site=self._site_of(language),
            language=language,
            head=self._head(title, ""),
            title=title,
            summary="",
            image=None,
            price=None,
            ad=False,
            shop="",
            target=target,
            rel="",
            opens_in_wechat=True,
            opens_in_browser=True,
            opens_app=False,
            others=(),
            article_title="",
            article_url="",
            leads_to="article",
            reason=reason,
        )

    def _cover(self, listing: Listing | None) -> ImageView | None:
        cover = listing.entry.cover if listing else None
        return beside(cover, self._urls) if cover else None

    def _image(self, product: Product) -> ImageView | None:
        view = picture_view(self._inputs, self._urls, product.image, product.title, absolute=False, used=self.pictures)
        return beside(view, self._urls) if view else None

    def _article_url(self, listing: Listing | None) -> str:
        return self._urls.absolute(article_path(listing.slug)) if listing else ""

    def _head(self, title: str, token: str) -> HeadView:
        canonical = self._urls.go(token) if token else ""
        return HeadView(title=title, description="", canonical=canonical, index=False)
