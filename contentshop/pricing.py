"""Which articles show a product: what must be looked at again when its price changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from contentshop import markup
from contentshop.model import (
    Alternatives,
    Article,
    Card,
    Code,
    Config,
    Offers,
    Price,
    Problem,
    Product,
    ProductLink,
    ProductList,
    Record,
    Segment,
)
from contentshop.problems import ProblemError
from contentshop.sources import Folder, decode, read_article, read_catalogue, read_config, zone

_LISTS = ("products", "商品组", "alternatives", "替代")
"""Names of the directives that show products without naming them, or parts of those names."""


class _Changed(Record):
    """Products that changed, by id, and the ids of those that have one of them among their alternatives."""

    products: dict[str, Product]
    replaceable: frozenset[str]


class _Forgetful:
    """A memo that remembers nothing."""

    def get(self, _: str) -> bytes | None:
        """Return nothing."""
        return None

    def put(self, _: str, __: bytes) -> None:
        """Keep nothing."""


def articles_with(root: Path, ids: Collection[str]) -> tuple[str, ...]:
    """Return the files of the articles that name one of the products or ask for some that it is among.

    An article that cannot be read is left out; check says what is wrong with it.
    """
    folder = Folder(root)
    config = read_config(folder, _ignore)
    if config is None or not ids:
        return ()
    known = read_catalogue(folder, _Forgetful(), _ignore).products
    changed = _Changed(
        {name: known[name] for name in ids if name in known},
        frozenset(one.id for one in known.values() if not set(ids).isdisjoint(one.alternatives)),
    )
    return tuple(file for file in folder.files("articles", ".md", ".markdown") if _shows(folder, file, config, changed))


def _shows(folder: Folder, file: str, config: Config, changed: _Changed) -> bool:
    site_zone = zone(config)
    try:
        text = decode(folder.bytes(file), file, _ignore)
        if text is None or site_zone is None or not any(word in text for word in (*_LISTS, *changed.products)):
            return False
        article = read_article(file, text, config, site_zone, _ignore)
        return article is not None and _any_shown(_segments(article, config), changed)
    except ProblemError:
        return False


def _segments(article: Article, config: Config) -> tuple[Segment, ...]:
    settings = markup.Settings(html=config.html, extensions=config.markup.extensions)
    return markup.convert(article.body, settings, article.title).segments


def _any_shown(segments: Iterable[Segment], changed: _Changed) -> bool:
    return any(_is_shown(segment, changed) for segment in segments)


def _is_shown(segment: Segment, changed: _Changed) -> bool:
    products = changed.products
    match segment:
        case ProductLink() | Price() | Card() | Code() | Offers():
            return segment.product in products
        case Alternatives():
            return segment.product in changed.replaceable
        case ProductList(query=None):
            return any(name in products for name in segment.products)
        case ProductList(query=query) if query is not None:
            return any(_fits(query.tag, query.category, one) for one in products.values())
        case _:
            return False


def _fits(tag: str, category: str, product: Product) -> bool:
    return (not tag or tag in product.tags) and (not category or category == product.category)


def _ignore(_: Problem) -> None:
    """Take no note of a problem: building and checking tell it."""
