"""Search without a server: a page, and an index of titles, products and tags that its script loads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import Urls, article_path, page_file, product_path, tag_path
from contentshop.model import Render, SiteConfig, Task, Verbatim, digest

from .pages import Listing, ShownProduct
from .products import ProductListing
from .views import HeadView, SearchPage, SiteView, TagView

SEARCH = "search/"
"""The path of the page."""
_PRODUCT = 2
"""The kind of a product's entry; that of an article is 1 when it is marked as an ad, else 0."""


def search_tasks(
    inputs: Inputs,
    urls: Urls,
    site: SiteView,
    ordered: Sequence[Listing],
    tags: tuple[TagView, ...],
    products: Sequence[ProductListing],
) -> list[Task]:
    """Return the search page and its index, which has the digest of its bytes in its name.

    Args:
        inputs: the values of the build.
        urls: the addresses of the channel.
        site: what every page shows.
        ordered: every article's listing, the newest first.
        tags: every tag, the most used first.
        products: those that have a page of their own.

    """
    data = index(inputs.config.site, ordered, tags, products)
    name = f"assets/search-{digest(data)[:10]}.json"
    head = HeadView(title=site.title, description="", canonical=urls.absolute(SEARCH), index=False)
    page = SearchPage(site=site, language=site.language, head=head, tags=tags, search_index=urls.link(name))
    return [
        Task(f"web/{name}", "media", Verbatim(data)),
        Task(page_file(SEARCH), "list", Render("web/search.html", page)),
    ]


def index(
    site: SiteConfig, ordered: Sequence[Listing], tags: tuple[TagView, ...], pages: Sequence[ProductListing]
) -> bytes:
    """Return the index as JSON.

    `names` are tags, then brands and categories. `entries` are rows of title, names by number, the entries of
    the products it shows by number, kind, path; those of an article go on with its day, and its language where
    that is not the site's. Products come first.
    """
    tag_numbers = {tag_path(tag.name, site.slugs): number for number, tag in enumerate(tags)}
    names = {tag.name: number for number, tag in enumerate(tags)}
    products = _products(pages, ordered)
    rows: list[list[object]] = []
    for shown, path in products.values():
        about = [names.setdefault(text, len(names)) for text in (shown.brand, shown.category) if text]
        rows.append([shown.title, about, [], _PRODUCT, path])
    numbers = {name: number for number, name in enumerate(products)}
    for one in ordered:
        tagged = sorted({tag_numbers[tag_path(tag, site.slugs)] for tag in one.tags})
        showing = sorted(numbers[product.id] for product in one.products)
        row = [one.title, tagged, showing, int(one.entry.ad), article_path(one.slug), one.order[:10]]
        rows.append(row if one.entry.language == site.language else [*row, one.entry.language])
    found = json.dumps({"names": list(names), "entries": rows}, ensure_ascii=False, separators=(",", ":"))
    return found.encode(errors="replace")  # a lone surrogate must not cost the build its index


def _products(pages: Iterable[ProductListing], ordered: Iterable[Listing]) -> dict[str, tuple[ShownProduct, str]]:
    """Return each product by id with the path of its page, or else of the first article that shows it."""
    found = {
        one.product: (ShownProduct(one.product, one.title, one.brand, one.category), product_path(one.product))
        for one in pages
    }
    for listing in ordered:
        for shown in listing.products:
            found.setdefault(shown.id, (shown, article_path(listing.slug)))
    return dict(sorted(found.items()))
