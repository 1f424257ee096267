"""Products whose prices, or what else their offers say, changed: what shows them is planned, and nothing else.

All else in the output is made from what it was made from before, as long as what the site gives to lists, feeds and
other pages, tokens and files are what they were.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import msgspec

from contentshop.channels.batch import Backlog, Batch, Shown
from contentshop.channels.urls import page_file
from contentshop.links import token
from contentshop.model import Problem, Product, Render, Task

from .assembling import Assembly, Changed, Pages, by_title
from .going import in_ledger
from .kept import Lists
from .lists import feed_tasks
from .neighbours import Neighbours
from .pages import Listing, asset_paths
from .plan import elsewhere, made_article
from .products import ProductDesk, ProductListing, Shelf
from .rewording import is_the_same
from .rounds import Round, Showing
from .season import asked, shelf
from .shelves import Shelves

_OF_OFFERS = ("price", "as_of", "valid_until", "reference_price", "stock", "offers")
"""The fields of products that say what they cost, where, and whether they can be had."""


class Before(msgspec.Struct, frozen=True):
    """What a build that went well knew, as far as it is needed when products changed."""

    showing: Showing
    listings: Mapping[str, Listing]
    """Those of articles that are needed, by file."""
    around: Mapping[str, Neighbours]
    products: Mapping[str, ProductListing]
    """Of every product with a page, by id; none of them was broken."""
    lists: Mapping[str, Lists]
    kits: Batch
    """What other channels wanted, but for their tasks."""
    beside: Sequence[str]
    """The files of these."""


class Repriced(msgspec.Struct, frozen=True):
    """What is to be kept after some products changed; the tasks are in the backlog."""

    listings: dict[str, Listing]
    """Those of articles that show the products, by file."""
    products: dict[str, ProductListing]
    lists: Lists
    """The pages that list products."""


def only_offers(before: Product, now: Product) -> bool:
    """Return whether two products differ in nothing but what they cost, where, and whether they can be had."""
    return is_written_alike(
        msgspec.structs.replace(now, **{name: getattr(before, name) for name in _OF_OFFERS}), before
    )


def is_written_alike(one: Product, other: Product) -> bool:
    """Return whether two products are the same to the digits of prices and the order of specs, as pages show them."""
    return msgspec.msgpack.encode(one) == msgspec.msgpack.encode(other)


def relying(changed: Collection[str], products: Mapping[str, Product]) -> set[str]:
    """Return the products, by id, in whose place one that changed may be shown, and these."""
    standing_for: dict[str, list[str]] = {}
    for one in products.values():
        for name in one.alternatives:
            standing_for.setdefault(name, []).append(one.id)
    found: set[str] = set()
    waiting = list(changed)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += standing_for.get(name, ())
    return found


def repriced(
    opened: Round, before: Before, some: Collection[str], beside: Callable[[Shown], Batch], backlog: Backlog
) -> Repriced | None:
    """Add the tasks of what shows some products, or return None when more than that may have to be planned.

    Args:
        opened: the articles that name these products, under the inputs of this build.
        before: what the build before knew.
        some: the products that changed in what `only_offers` says, and those for which they may stand in.
        beside: gives what other channels want.
        backlog: takes the tasks.

    """
    inputs, shown = opened.inputs, opened.shown
    others = beside(shown)
    known = inputs.catalogue.products
    standing = Shelf({name: one for name, one in known.items() if name in before.products}, {})
    may_be = _is_known(before, shown) and is_the_same(others, before.kits, before.beside)
    articles = _articles(opened, before, some, standing) if may_be else None
    if articles is None:
        return None
    assets = [f"web/{path}" for path in asset_paths(inputs.theme).values()]
    desk = ProductDesk(inputs, shown.urls, shown.resolver, opened.site_of, standing, before.listings.values(), assets)
    products = [desk.made(one) for name, one in standing.products.items() if name in some]
    told: list[Problem] = []
    pages = Pages(deque(articles), (), products, before.listings, {}, standing, others)
    loose = {name: tokens for name, tokens in before.showing.loose.items() if name in some}
    made = Assembly(opened, pages, {}, before.around, {}, backlog, told.append).plan_some(loose)
    if made is None or told or not _are_the_same(made[0], before.listings) or not _stay(made[1], before.products):
        return None
    listings, listed = made
    now = msgspec.structs.replace(before, listings={**before.listings, **listings})
    goods = by_title({**before.products, **listed}.values())
    for task in _lists(opened, now, goods, listings):
        backlog.add(task)
    of_articles, of_products = before.lists["articles"].made_from, before.lists["products"]
    made_from = opened.surroundings.of_product_lists(of_articles, goods, asked(inputs))
    return Repriced(listings, listed, msgspec.structs.replace(of_products, made_from=made_from))


def _is_known(before: Before, shown: Shown) -> bool:
    """Return whether it is known what lists show, and queries find what they found."""
    lists = before.lists
    if lists.keys() != {"articles", "products"} or lists["products"].home is None:
        return False
    return all(tuple(one.id for one in shown.resolver.matching(query)) == ids for query, ids in before.showing.queries)


def _articles(opened: Round, before: Before, some: Collection[str], standing: Shelf) -> list[Changed] | None:
    """Return the articles that name some products, made anew; None where something is to be told of one."""
    inputs, desk, surroundings = opened.inputs, opened.desk, opened.surroundings
    files = {file for name in some for file in before.showing.articles.get(name, ())}
    articles = sorted((one for one in inputs.articles if one.file in files), key=lambda one: one.file)
    handed_on, ledger = elsewhere(before.kits), in_ledger(inputs, (one.id for one in articles))
    found: list[Problem] = []
    planned: list[Changed] = []
    for article in articles:
        made_from = surroundings.of_page(article, desk.references, desk.translations, desk.in_feed)
        made = made_article(article, desk, surroundings, made_from, opened.shown.resolver, found.append)
        if made is None or found:
            return None
        beside = handed_on.get(article.id, {})
        current = {name for name, _, _ in made.asked} | {token(identity) for identity in beside}
        gone = [identity for name, identity in ledger[article.id] if name not in current]
        rest = surroundings.of_rest(article, before.around[article.file], gone, beside, standing.names)
        planned.append(Changed(made, beside, gone, rest))
    return planned


def _are_the_same(now: Mapping[str, Listing], before: Mapping[str, Listing]) -> bool:
    """Return whether others see in articles what they saw, and these have the same tokens and files."""
    for file, one in now.items():
        was = before[file]
        if one.settled is None or was.settled is None:
            return False
        settled = msgspec.structs.replace(one.settled, page=was.settled.page, rest=was.settled.rest)
        if msgspec.structs.replace(one, feed=was.feed, settled=settled) != was:
            return False
    return True


def _stay(now: Mapping[str, ProductListing], before: Mapping[str, ProductListing]) -> bool:
    """Return whether products have the same tokens and files, and names."""
    return all(msgspec.structs.replace(one, tile=before[name].tile) == before[name] for name, one in now.items())


def _lists(opened: Round, now: Before, goods: Sequence[ProductListing], listings: Collection[str]) -> Iterator[Task]:
    """Yield what lists products, and the feeds where they hold one of the articles."""
    inputs, urls = opened.inputs, opened.shown.urls
    site, home = opened.site_of(inputs.config.site.language), now.lists["products"].home
    if home is not None:
        tiles = shelf(inputs, home.named, {one.product: one.tile for one in goods})
        page = msgspec.structs.replace(home.page, products=tiles)
        yield Task(page_file(""), "list", Render("web/home.html", page))
    yield from Shelves(inputs, urls, site, goods).tasks()
    if not opened.desk.in_feed.isdisjoint(listings):
        yield from feed_tasks(inputs, urls, site, [now.listings[file] for file in sorted(opened.desk.in_feed)])
