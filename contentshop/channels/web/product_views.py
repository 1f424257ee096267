"""The view models of pages that are about products: their own, lists of them, and the home page."""

from __future__ import annotations

from typing import Literal

from contentshop.channels.prices import PriceView
from contentshop.model import Kind, Record

from .views import (
    CodeView,
    EntryView,
    HeadView,
    ImageView,
    OffersView,
    PageNumber,
    ShareView,
    ShopLink,
    SiteView,
    TagView,
)


class TileView(Record):
    """A product as lists of products show it: a picture, a title, a price, and the way to its page."""

    title: str
    url: str
    brand: str
    image: ImageView | None
    price: PriceView | None
    reason: Literal["", "out_of_stock", "expired", "no_offer", "no_carrier"] = ""
    preorder: bool = False
    sort: Kind = "physical"
    badges: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """What must be said beside such a product."""


class MentionView(Record):
    """An article that names the product, with what it says there, or nothing."""

    title: str
    url: str
    language: str
    date: str
    date_iso: str
    text: str
    cover: ImageView | None


class ProductPage(Record):
    """`products/<id>/index.html`."""

    site: SiteView
    language: str
    head: HeadView
    product: str
    title: str
    summary: str
    brand: TagView | None
    category: TagView | None
    image: ImageView | None
    gallery: tuple[ImageView, ...]
    price: PriceView | None
    buy: ShopLink | None
    code: CodeView | None
    reason: Literal["", "out_of_stock", "expired", "no_offer", "no_carrier"]
    preorder: bool
    sort: Kind
    badges: tuple[str, ...]
    lines: tuple[str, ...]
    """What must be said beside such a product."""
    ad: bool
    disclosure: str
    commission: str
    """Names of shops that pay a commission of which the disclosure says nothing."""
    """The line in the author's words, where something can be bought."""
    offers: OffersView | None
    """Every shop that has it, where there are several."""
    specs: tuple[tuple[str, str], ...]
    mentions: tuple[MentionView, ...]
    alternatives: tuple[TileView, ...]
    share: ShareView
    availability: Literal["", "in_stock", "out_of_stock", "preorder"] = ""
    """For machines; empty where nobody can tell."""


class ProductsPage(Record):
    """`products/index.html` and its like: all products, or those of a brand or category."""

    site: SiteView
    language: str
    head: HeadView
    of: Literal["", "brand", "category"]
    name: str
    """Of the brand or category."""
    tiles: tuple[TileView, ...]
    categories: tuple[TagView, ...]
    brands: tuple[TagView, ...]
    count: int
    """Of products, on all pages of the list."""
    pages: tuple[PageNumber, ...]
    """Empty when there is one page."""


class HomePage(Record):
    """`index.html` and the pages on which its list goes on, which have neither pinned articles, products nor tags."""

    site: SiteView
    language: str
    head: HeadView
    pinned: tuple[EntryView, ...]
    entries: tuple[EntryView, ...]
    tags: tuple[TagView, ...]
    pages: tuple[PageNumber, ...] = ()
    """Empty when there is one page."""
    products: tuple[TileView, ...] = ()
    """Those in season, or those that the newest articles show."""
    in_season: bool = False
    """Whether the author asks for these products."""
    shelf: str = ""
    """The author's words above the products; the theme's own when empty."""
