"""What is to be looked at again: the articles that show a product, and what of products comes to its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from contentshop import markup
from contentshop.goods import Due, DueLine, due_of
from contentshop.model import (
    Alternatives,
    Article,
    Card,
    Code,
    Config,
    Offers,
    Place,
    Price,
    Problem,
    Product,
    ProductLink,
    ProductList,
    Record,
    Segment,
    Verdict,
    walk,
)
from contentshop.problems import ProblemError, Report
from contentshop.sources import Folder, decode, places_of, read_article, read_catalogue, read_config, zone

_LISTS = ("products", "商品组", "alternatives", "替代")
"""Names of the directives that show products without naming them, or parts of those names."""
_FEW = 50
"""So many products are looked for in a text before it is parsed."""


class _Wanted(Record):
    """Products that are looked for, by id, and those of them that any product has among its alternatives."""

    products: dict[str, Product]
    instead_of: dict[str, tuple[str, ...]]


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
    return tuple(file for file, _ in _shown(folder, config, _wanted(ids, known)))


def due_lines(root: Path, now: datetime, days: int, report: Report) -> tuple[DueLine, ...]:
    """Return what of the site's products has its last day within so many days, or had it; by that day.

    The articles are those that would show the product, drafts too.
    """
    folder = Folder(root)
    config = read_config(folder, report)
    site_zone = zone(config) if config else None
    if config is None or site_zone is None:
        return ()
    today = now.astimezone(site_zone).date()
    catalogue = read_catalogue(folder, _Forgetful(), report)
    last = today + timedelta(days=days)
    found = [one for product in catalogue.products.values() for one in due_of(product, config, last)]
    articles = _by_product(folder, config, _wanted({one.product for one in found}, catalogue.products))
    wheres = {one: catalogue.place(one.product, *one.keys) for one in found}
    places = places_of(wheres.values(), folder, markup.locate)
    lines = [_line(one, places[wheres[one]], today, articles.get(one.product, ())) for one in found]
    return tuple(sorted(lines, key=lambda one: (one.day, one.file, one.line)))


def _line(due: Due, place: Place, today: date, articles: tuple[str, ...]) -> DueLine:
    left = (due.day - today).days
    return DueLine(due.day, left, due.what, due.product, due.shop, place.file, place.line, articles)


def _wanted(ids: Collection[str], known: Mapping[str, Product]) -> _Wanted:
    products = {name: known[name] for name in ids if name in known}
    others = {one.id: tuple(name for name in one.alternatives if name in ids) for one in known.values()}
    return _Wanted(products, {name: some for name, some in others.items() if some})


def _by_product(folder: Folder, config: Config, wanted: _Wanted) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for file, names in _shown(folder, config, wanted):
        for name in names:
            found[name] = (*found.get(name, ()), file)
    return found


def _shown(folder: Folder, config: Config, wanted: _Wanted) -> Iterator[tuple[str, set[str]]]:
    """Yield the articles that show one of the products, each with the ids of those."""
    for file in folder.files("articles", ".md", ".markdown") if wanted.products else ():
        segments = _segments(folder, file, config, wanted.products)
        names = {name for segment in walk(segments) for name in _named(segment, wanted)}
        if names:
            yield file, names


def _segments(folder: Folder, file: str, config: Config, products: Collection[str]) -> tuple[Segment, ...]:
    """Return what an article is made of; nothing when it cannot be read or names none of the products."""
    site_zone = zone(config)
    try:
        text = decode(folder.bytes(file), file, _ignore)
        if text is None or site_zone is None or (len(products) <= _FEW and not _mentions(text, products)):
            return ()
        article = read_article(file, text, config, site_zone, _ignore)
        return _parsed(article, config) if article is not None else ()
    except ProblemError:
        return ()


def _mentions(text: str, products: Iterable[str]) -> bool:
    return any(word in text for word in (*_LISTS, *products))


def _parsed(article: Article, config: Config) -> tuple[Segment, ...]:
    settings = markup.Settings(html=config.html, extensions=config.markup.extensions)
    return markup.convert(article.body, settings, article.title).segments


def _named(segment: Segment, wanted: _Wanted) -> Iterator[str]:
    """Yield the ids of the products that a segment shows."""
    products = wanted.products
    match segment:
        case ProductLink() | Price() | Card() | Code() | Offers() | Verdict():
            names: Iterable[str] = (segment.product,)
        case Alternatives():
            names = wanted.instead_of.get(segment.product, ())
        case ProductList(query=None):
            names = segment.products
        case ProductList(query=query) if query is not None:
            names = [name for name, one in products.items() if _fits(query.tag, query.category, one)]
        case _:
            names = ()
    return (name for name in names if name in products)


def _fits(tag: str, category: str, product: Product) -> bool:
    return (not tag or tag in product.tags) and (not category or category == product.category)


def _ignore(_: Problem) -> None:
    """Take no note of a problem: building and checking tell it."""
