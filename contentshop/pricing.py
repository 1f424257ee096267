"""What is to be looked at again: the articles that show a product, and what of products and groups comes to its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from contentshop import markup
from contentshop.goods import Due, DueLine, due_of, due_of_outlets
from contentshop.model import (
    Alternatives,
    Card,
    Code,
    Config,
    Join,
    KeyPlace,
    Offers,
    Place,
    Price,
    Problem,
    Product,
    ProductLink,
    ProductList,
    Record,
    Segment,
    TypedArticle,
    Verdict,
    walk,
)
from contentshop.problems import ProblemError, Report
from contentshop.sources import (
    ARTICLES,
    Catalogue,
    Folder,
    Outlets,
    decode,
    places_of,
    read_article,
    read_catalogue,
    read_config,
    read_outlets,
    zone,
)

_LISTS = ("products", "商品组", "alternatives", "替代")
"""Names of the directives that show products without naming them, or parts of those names."""
_FEW = 50
"""So many products and outlets are looked for in a text before it is parsed."""
_Subject = tuple[str, str]
"""The id of a product and that of an outlet, one of them empty."""


class _Wanted(Record):
    """Products that are looked for, by id, those of them that any product has among its alternatives, and outlets."""

    products: dict[str, Product]
    instead_of: dict[str, tuple[str, ...]]
    outlets: frozenset[str] = frozenset()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of all that is looked for."""
        return (*self.products, *self.outlets)


class Forgetful:
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
    known = read_catalogue(folder, Forgetful(), _ignore).products
    return tuple(file for file, _ in _shown(folder, config, _wanted(ids, known)))


def shown_products(root: Path, known: Mapping[str, Product]) -> frozenset[str]:
    """Return the ids of the products that articles show, drafts among them."""
    folder = Folder(root)
    config = read_config(folder, _ignore)
    if config is None or not known:
        return frozenset()
    return frozenset(id_ for _, subjects in _shown(folder, config, _wanted(known, known)) for id_, _ in subjects)


def due_lines(root: Path, now: datetime, days: int, report: Report) -> tuple[DueLine, ...]:
    """Return what of the site's products and outlets has its last day within so many days, or had it; by that day.

    The articles are those that would show the product or the outlet's code, drafts too.
    """
    folder = Folder(root)
    config = read_config(folder, report)
    site_zone = zone(config) if config else None
    if config is None or site_zone is None:
        return ()
    today = now.astimezone(site_zone).date()
    catalogue = read_catalogue(folder, Forgetful(), report)
    outlets = read_outlets(folder, report)
    last = today + timedelta(days=days)
    found = [one for product in catalogue.products.values() for one in due_of(product, config, last)]
    found += due_of_outlets(outlets.by_id.values(), last)
    wanted = _wanted({one.product for one in found}, catalogue.products, {one.outlet for one in found})
    articles = _by_subject(folder, config, wanted)
    wheres = {one: _place(one, catalogue, outlets) for one in found}
    places = places_of(wheres.values(), folder, markup.locate)
    lines = [_line(one, places[wheres[one]], today, articles.get((one.product, one.outlet), ())) for one in found]
    return tuple(sorted(lines, key=lambda one: (one.day, one.file, one.line)))


def _place(due: Due, catalogue: Catalogue, outlets: Outlets) -> KeyPlace:
    if due.outlet:
        return outlets.place(due.outlet, "expires")
    return catalogue.place(due.product, *due.keys)


def _line(due: Due, place: Place, today: date, articles: tuple[str, ...]) -> DueLine:
    left = (due.day - today).days
    return DueLine(due.day, left, due.what, due.product, due.shop, place.file, place.line, articles, due.outlet)


def _wanted(ids: Collection[str], known: Mapping[str, Product], outlets: Collection[str] = ()) -> _Wanted:
    products = {name: known[name] for name in ids if name in known}
    others = {one.id: tuple(name for name in one.alternatives if name in ids) for one in known.values()}
    instead_of = {name: some for name, some in others.items() if some}
    return _Wanted(products, instead_of, frozenset(outlets) - {""})


def _by_subject(folder: Folder, config: Config, wanted: _Wanted) -> dict[_Subject, tuple[str, ...]]:
    found: dict[_Subject, tuple[str, ...]] = {}
    for file, subjects in _shown(folder, config, wanted):
        for one in subjects:
            found[one] = (*found.get(one, ()), file)
    return found


def _shown(folder: Folder, config: Config, wanted: _Wanted) -> Iterator[tuple[str, set[_Subject]]]:
    """Yield the articles that show something of what is looked for, each with that."""
    for file in ARTICLES.files(folder) if wanted.ids else ():
        found: set[_Subject] = set()
        for segment in walk(_segments(folder, file, config, wanted.ids)):
            found |= {(name, "") for name in _named(segment, wanted)}
            if isinstance(segment, Join) and segment.outlet in wanted.outlets:
                found.add(("", segment.outlet))
        if found:
            yield file, found


def _segments(folder: Folder, file: str, config: Config, ids: Collection[str]) -> tuple[Segment, ...]:
    """Return what an article is made of; nothing when it cannot be read or has none of the ids."""
    site_zone = zone(config)
    try:
        text = decode(folder.bytes(file), file, _ignore)
        if text is None or site_zone is None or (len(ids) <= _FEW and not _mentions(text, ids)):
            return ()
        article = read_article(file, text, config, site_zone, _ignore)
        return parsed(article, config) if article is not None else ()
    except ProblemError:
        return ()


def _mentions(text: str, ids: Iterable[str]) -> bool:
    """Return whether a text may name one of the ids, however it is typed: full width, or escaped in an address."""
    typed = markup.half(unquote(text)).replace("\\", "")
    return any(word in typed for word in (*_LISTS, *ids))


def parsed(article: TypedArticle, config: Config) -> tuple[Segment, ...]:
    """Return what an article is made of."""
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
