"""What earlier builds made, as the next one needs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

import msgspec

from contentshop.channels.urls import article_path, page_file, product_path
from contentshop.model import Record

from .pages import Listing
from .product_views import HomePage
from .products import ProductListing

_Kept = TypeVar("_Kept", Listing, ProductListing)


class Home(Record):
    """The first sheet of the home page."""

    page: HomePage
    named: tuple[str, ...]
    """The products that articles name, those of the newest article first."""


class Lists(Record):
    """Pages that list articles, search too, or products: what they were made from, and their files."""

    made_from: str
    files: tuple[str, ...]
    home: Home | None = None
    """Among those that list products."""


class Kept(msgspec.Struct, frozen=True):
    """What articles, by file, and products, by id, gave at the last build in which they were sound."""

    articles: Mapping[str, Listing] = {}
    products: Mapping[str, ProductListing] = {}
    lists: Mapping[str, Lists] = {}
    """By what they list: `articles`, `products`."""
    files: Collection[str] = ()
    """The files that are in the output, for what cannot be made now and stays as it is."""
    changed: frozenset[str] | None = None
    """Those that do not stand as what articles gave tells; None where all may not."""

    def stand(self, files: Iterable[str]) -> bool:
        """Return whether files stand as what articles gave tells."""
        return self.changed is not None and self.changed.isdisjoint(files)

    def held(self, file: str) -> Listing:
        """Return what an article gave, as long as it fails: with those of its files that are in the output.

        Once mended it is planned, whatever it is made from then: go pages of tokens that it had asked for go on
        changing in the meantime.
        """
        return msgspec.structs.replace(_present(self.articles[file], self.files), settled=None)


def standing(kept: Kept, present: Collection[str]) -> Kept:
    """Return what is kept of pages that are in the output; of products each with those of its files that are."""
    articles = {file: one for file, one in kept.articles.items() if page_file(article_path(one.slug)) in present}
    products = {
        name: _present(one, present) for name, one in kept.products.items() if page_file(product_path(name)) in present
    }
    return Kept(articles, products, kept.lists, present)


def _present(one: _Kept, present: Collection[str]) -> _Kept:
    return msgspec.structs.replace(one, paths=tuple(path for path in one.paths if path in present))
