"""Which articles show a product: what must be looked at again when its price changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from contentshop import markup
from contentshop.model import Article, Card, Code, Config, Price, Problem, Product, ProductLink, ProductList, Segment
from contentshop.problems import ProblemError
from contentshop.sources import Folder, decode, read_article, read_catalogue, read_config, zone

_LISTS = ("products", "商品组")
"""Names of the directive that asks for products without naming them."""


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
    products = {name: known[name] for name in ids if name in known}
    return tuple(
        file for file in folder.files("articles", ".md", ".markdown") if _shows(folder, file, config, products)
    )


def _shows(folder: Folder, file: str, config: Config, products: Mapping[str, Product]) -> bool:
    site_zone = zone(config)
    try:
        text = decode(folder.bytes(file), file, _ignore)
        if text is None or site_zone is None or not any(word in text for word in (*_LISTS, *products)):
            return False
        article = read_article(file, text, config, site_zone, _ignore)
        return article is not None and _any_shown(_segments(article, config), products)
    except ProblemError:
        return False


def _segments(article: Article, config: Config) -> tuple[Segment, ...]:
    settings = markup.Settings(html=config.html, extensions=config.markup.extensions)
    return markup.convert(article.body, settings, article.title).segments


def _any_shown(segments: Iterable[Segment], products: Mapping[str, Product]) -> bool:
    return any(_is_shown(segment, products) for segment in segments)


def _is_shown(segment: Segment, products: Mapping[str, Product]) -> bool:
    match segment:
        case ProductLink() | Price() | Card() | Code():
            return segment.product in products
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
