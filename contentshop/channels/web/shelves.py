"""The lists of products: all of them, those of a brand, those of a category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import ALL_PRODUCTS, Urls, group_path, page_file
from contentshop.model import Product, Render, Task

from . import structured
from .pages import has_products
from .paging import sheets
from .product_views import ProductsPage
from .products import ProductListing
from .views import HeadView, SiteView, TagView

Of = Literal["", "brand", "category"]
_FOLDERS: tuple[tuple[Of, str], ...] = (("category", "categories"), ("brand", "brands"))


def shelf_paths(products: Iterable[Product | ProductListing], style: str) -> set[str]:
    """Return the path of every list in which some of the products stand."""
    listed = list(products)
    every = {group_path(folder, name, style) for one in listed for of, folder in _FOLDERS if (name := getattr(one, of))}
    return every | {ALL_PRODUCTS} if listed else set()


class Shelves:
    """Makes the lists of products."""

    def __init__(self, inputs: Inputs, urls: Urls, site: SiteView, listings: Sequence[ProductListing]) -> None:
        self._inputs, self._urls, self._site, self._listings = inputs, urls, site, listings
        style = inputs.config.site.slugs
        self._groups: dict[Of, dict[str, list[ProductListing]]] = {of: {} for of, _ in _FOLDERS}
        self._names: dict[str, str] = {}
        for of, folder in _FOLDERS:
            for one in listings:
                if name := getattr(one, of):
                    path = group_path(folder, name, style)
                    self._groups[of].setdefault(path, []).append(one)
                    self._names[path] = min(name, self._names.get(path, name))

    def tasks(self) -> Iterator[Task]:
        """Yield the tasks of every page that lists products."""
        if self._listings or has_products(self._inputs):
            yield from self._list("", "", ALL_PRODUCTS, self._listings)
        for of, groups in self._groups.items():
            for path, listings in groups.items():
                yield from self._list(of, self._names[path], path, listings)

    def _list(self, of: Of, name: str, path: str, listings: Sequence[ProductListing]) -> Iterator[Task]:
        site = self._site
        title = f"{name} · {site.title}" if name else site.title
        trail = structured.trail([(site.title, site.base_url), (name or title, self._urls.absolute(path))])
        head = HeadView(title=title, description="", canonical="", json_ld=structured.script([trail]))
        for sheet in sheets(path, listings, self._inputs.config.site.per_page):
            page = ProductsPage(
                site=site,
                language=self._inputs.config.site.language,
                head=sheet.head(head, self._urls),
                of=of,
                name=name,
                tiles=tuple(one.tile for one in sheet.items),
                categories=self._links("category") if not of else (),
                brands=self._links("brand") if not of else (),
                count=len(listings),
                pages=sheet.pages(self._urls),
            )
            yield Task(page_file(sheet.own_path), "list", Render("web/products.html", page))

    def _links(self, of: Of) -> tuple[TagView, ...]:
        """Return every brand or category, those with the most products first."""
        groups = self._groups[of]
        order = sorted(groups, key=lambda path: (-len(groups[path]), path))
        return tuple(TagView(self._names[path], self._urls.link(path), len(groups[path])) for path in order)
