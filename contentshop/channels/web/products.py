"""The pages of products: which there are, what they show, and what articles say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from contentshop.channels.inputs import Inputs
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls, group_path, page_file, product_path
from contentshop.links import token
from contentshop.model import Gist, Mention, Product, Record

from . import structured
from .pages import Listing, SiteOf, in_order, preview_address, share_view
from .pictures import picture_view
from .product_views import MentionView, ProductPage, TileView
from .season import asked
from .shopping import Counter, Uses, uses_of
from .views import CardView, HeadView, TagView


class ProductListing(Record):
    """What lists and other pages need of a product's page, and what it has in the output.

    Kept in the store, so that a product which breaks later stays as it last was.
    """

    product: str
    title: str
    tile: TileView
    brand: str
    category: str
    alternatives: tuple[str, ...]
    paths: tuple[str, ...]
    """Every file of the output it needs, its own and those it shares."""
    tokens: tuple[str, ...]
    redirects: tuple[tuple[str, str], ...] = ()
    """Its tokens' lines of `_redirects`, by token."""


class Shelf(msgspec.Struct, frozen=True):
    """The products that have a page."""

    products: Mapping[str, Product]
    """By id, in the order of the catalogue; their pages are made."""
    held: Mapping[str, ProductListing]
    """By id; their pages stay as they last were."""

    @property
    def names(self) -> set[str]:
        """The ids of all of them."""
        return {*self.products, *self.held}


def shelf_of(inputs: Inputs, named: Iterable[str], kept: Mapping[str, ProductListing]) -> Shelf:
    """Return the products that have a page: those named, on the home page too, and what stands in for these; or all.

    One that is broken, or deleted while an article that failed still shows it, is held.
    """
    catalogue = inputs.catalogue
    waiting = [*named, *asked(inputs)]
    if inputs.config.products.pages == "all":
        waiting += [*catalogue.products, *filter(catalogue.is_broken, kept)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        used.add(name)
        product = catalogue.products.get(name)
        if product is not None:
            waiting += product.alternatives
        elif name in kept and catalogue.is_broken(name):
            waiting += kept[name].alternatives
    held = {name: kept[name] for name in sorted(used & kept.keys() - catalogue.products.keys())}
    return Shelf({name: one for name, one in catalogue.products.items() if name in used}, held)


def named_products(gist: Gist, resolver: Resolver) -> tuple[Mention, ...]:
    """Return every product that a document shows, each once; of those that a query finds it says nothing."""
    found = {one.product: one for one in gist.mentions}
    for query in gist.queries:
        for product in resolver.matching(query):
            found.setdefault(product.id, Mention(product.id))
    return tuple(found.values())


class MadeProduct(msgspec.Struct, frozen=True):
    """A product with its page."""

    page: ProductPage
    listing: ProductListing
    uses: Uses


class ProductDesk:
    """Makes the pages of products from the shelf and what articles give."""

    def __init__(
        self,
        inputs: Inputs,
        urls: Urls,
        resolver: Resolver,
        site_of: SiteOf,
        shelf: Shelf,
        listings: Iterable[Listing],
        assets: Sequence[str],
    ) -> None:
        self._inputs, self._urls, self._resolver = inputs, urls, resolver
        self._shelf, self._assets = shelf, assets
        self._language = inputs.config.site.language
        self._site = site_of(self._language)
        self._said: dict[str, list[tuple[Listing, str]]] = {}
        for listing in in_order(list(listings)):
            for mention in listing.mentions:
                self._said.setdefault(mention.product, []).append((listing, mention.text))

    def made(self, product: Product) -> MadeProduct:
        """Return a product's page, with what it has in the output."""
        counter = Counter(self._inputs, self._urls, self._resolver, "", self._language, absolute=False)
        tile = counter.tile(product)
        page = self._page(product, counter)
        page = msgspec.structs.replace(page, head=_told(page))
        return MadeProduct(page, self._listing(product, tile, counter), uses_of([counter]))

    def _page(self, product: Product, counter: Counter) -> ProductPage:
        card = counter.own_card(product, "card")
        offers = counter.offers(product) if len({one.shop for one in product.offers}) > 1 else None
        is_ad = counter.sells and not self._inputs.config.disclosure.off
        disclosure = counter.disclosure()
        said = sorted(self._said.get(product.id, ()), key=lambda one: not one[1])
        mentions = tuple(_mention(listing, text) for listing, text in said)
        head = self._head(product, counter, mentions)
        return ProductPage(
            site=self._site,
            language=self._language,
            head=head,
            product=product.id,
            title=product.title,
            summary=product.summary,
            brand=self._group("brands", product.brand) if product.brand else None,
            category=self._group("categories", product.category) if product.category else None,
            image=card.image,
            gallery=tuple(view for path in product.gallery if (view := counter.picture(path, product.title))),
            price=card.price,
            buy=card.buy,
            code=card.code,
            reason=card.reason,
            preorder=card.preorder,
            sort=card.sort,
            badges=card.badges,
            lines=card.lines,
            ad=is_ad,
            disclosure=disclosure.text if is_ad else "",
            commission=disclosure.commission if is_ad else "",
            offers=offers,
            specs=card.specs,
            mentions=mentions,
            alternatives=tuple(self._alternatives(product, counter)),
            share=share_view(counter.page_code(product), head, self._inputs, [product], self._language),
            availability=_availability(card),
        )

    def _group(self, folder: str, name: str) -> TagView:
        return TagView(name, self._urls.link(group_path(folder, name, self._inputs.config.site.slugs)))

    def _alternatives(self, product: Product, counter: Counter) -> Iterable[TileView]:
        for name in product.alternatives:
            if name in self._shelf.products:
                yield counter.tile(self._shelf.products[name])
            elif name in self._shelf.held:
                yield self._shelf.held[name].tile

    def _head(self, product: Product, counter: Counter, mentions: Sequence[MentionView]) -> HeadView:
        used = counter.pictures
        image = picture_view(self._inputs, self._urls, product.image, product.title, absolute=True, used=used)
        return HeadView(
            title=product.title,
            description=product.summary or next((one.text for one in mentions if one.text), ""),
            canonical=self._urls.absolute(product_path(product.id)),
            image=preview_address(image),
        )

    def _listing(self, product: Product, tile: TileView, counter: Counter) -> ProductListing:
        own = page_file(product_path(product.id))
        tokens = {token(identity) for identity in counter.identities}
        paths = {own, *(page_file(f"go/{name}/") for name in tokens), *self._assets}
        paths |= {f"web/codes/{name}.png" for name in counter.codes}
        paths |= {task.path for task in counter.pictures}
        return ProductListing(
            product=product.id,
            title=product.title,
            tile=tile,
            brand=product.brand,
            category=product.category,
            alternatives=product.alternatives,
            paths=tuple(sorted(paths)),
            tokens=tuple(sorted(tokens)),
        )


def _told(page: ProductPage) -> HeadView:
    """Return the head of a page with what the page says to machines."""
    site, head = page.site, page.head
    way = structured.trail([(site.title, site.base_url), (page.title, head.canonical)])
    facts = structured.script([structured.product(page), way])
    return msgspec.structs.replace(head, type="product", properties=structured.properties(page), json_ld=facts)


def _mention(listing: Listing, text: str) -> MentionView:
    entry = listing.entry
    return MentionView(entry.title, entry.url, entry.language, entry.date, entry.date_iso, text, entry.cover)


def _availability(card: CardView) -> Literal["", "in_stock", "out_of_stock", "preorder"]:
    if card.buy is None:
        return "out_of_stock" if card.reason == "out_of_stock" else ""
    return "preorder" if card.preorder else "in_stock"
