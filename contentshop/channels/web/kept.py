"""What earlier builds made, as the next one needs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

import msgspec

from contentshop.channels.urls import article_path, page_file, product_path
from contentshop.model import Record

from .pages import Listing
from .products import ProductListing

_Kept = TypeVar("_Kept", Listing, ProductListing)


class Lists(Record):
    """The pages that list articles and products, search too: what they were made from, and their files."""

    made_from: str
    files: tuple[str, ...]


class Kept(msgspec.Struct, frozen=True):
    """What articles, by file, and products, by id, gave at the last build in which they were sound."""

    articles: Mapping[str, Listing] = {}
    products: Mapping[str, ProductListing] = {}
    lists: Lists | None = None
    files: frozenset[str] = frozenset()
    """Files of other channels that are in the output, for what cannot be made now and stays as it is."""
    whole: frozenset[str] = frozenset()
    """Files that stand as they were written; what articles gave tells what is in them."""


def standing(kept: Kept, present: Collection[str]) -> Kept:
    """Return what is kept of pages that are in the output, each with those of its files that are, and other files."""
    articles = {
        file: _present(one, present)
        for file, one in kept.articles.items()
        if page_file(article_path(one.slug)) in present
    }
    products = {
        name: _present(one, present) for name, one in kept.products.items() if page_file(product_path(name)) in present
    }
    files = frozenset(path for path in present if not path.startswith("web/"))
    return Kept(articles, products, kept.lists, files)


def _present(one: _Kept, present: Collection[str]) -> _Kept:
    if all(path in present for path in one.paths):
        return one
    paths = tuple(path for path in one.paths if path in present)
    return msgspec.structs.replace(one, paths=paths)
