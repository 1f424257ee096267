"""The tasks of the web channel, added article by article, so that nothing of one waits for the others in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from contentshop.channels.batch import Backlog, Batch
from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import Urls, article_path, page_file, product_path
from contentshop.links import token
from contentshop.model import Copy, Draw, Identity, Place, Render, Scale, Task, Verbatim, Where
from contentshop.problems import Report

from .go import GoDesk
from .going import Going, GoPages
from .kept import Home, Lists
from .lists import article_lists, feed_tasks, moved_tasks, named_in_order, product_lists, redirects
from .neighbours import Neighbours, foot, with_foot
from .pages import Listing, Settled, SiteOf, asset_paths, asset_texts
from .product_views import HomePage
from .products import MadeProduct, ProductListing, Shelf
from .rounds import Listings, Loose, Made, Plan, Round, Showing
from .shopping import Uses
from .tasks import Tasks

_Kept = TypeVar("_Kept", Listing, ProductListing)
_LISTS = {"articles": article_lists, "products": product_lists}
_HELD_FOLDERS = frozenset({"web/", "wechat/", "moments/", "texts/", "kit/"})
"""Where nothing is deleted as long as some page stays as it is: it may lead to any page, and that one to others."""


class Changed(msgspec.Struct, frozen=True):
    """An article that is planned, with what its go pages and the foot of its page are made from."""

    made: Made
    elsewhere: Mapping[Identity, str]
    """The tokens that other channels ask for, with the shops asked for."""
    gone: Sequence[Identity]
    """Those of the ledger that nothing asks for any more."""
    rest: str
    """The digest of what its foot and go pages are made from."""


class Pages(msgspec.Struct, frozen=True):
    """Everything that has pages, as this build finds it."""

    articles: deque[Changed]
    """Those that are planned; each is taken out when it is, so that it need not be held any longer."""
    settled: Sequence[Listing]
    products: Sequence[MadeProduct]
    listings: Mapping[str, Listing]
    """Of every article by file, held ones too."""
    held: Mapping[str, Listing]
    shelf: Shelf
    others: Batch
    """What other channels want."""

    @property
    def uses(self) -> Iterator[Uses]:
        """What each article that is still to be planned and each product uses."""
        yield from (one.made.uses for one in self.articles)
        yield from (one.uses for one in self.products)

    def identities(self, ledger: Container[str]) -> dict[Identity, str]:
        """Return every token asked for, with the shop asked for; of settled articles those that the ledger lacks."""
        found = {identity: shop for one in self.uses for _, identity, shop in one.asked} | dict(self.others.identities)
        asked = (one for listing in self.settled if listing.settled for one in listing.settled.asked)
        return found | {identity: shop for name, identity, shop in asked if name not in ledger}

    def place(self, inputs: Inputs, identity: Identity) -> Where | None:
        """Return where what a token is made from is written, as far as that is known."""
        if any(identity == one for product in self.products for _, one, _ in product.uses.asked):
            return inputs.catalogue.place(identity.product, "id")
        return next((Place(file) for file, one in self.listings.items() if one.id == identity.article), None)

    @property
    def goods(self) -> list[ProductListing]:
        """What the products with a page give to lists, by title."""
        return by_title([*(one.listing for one in self.products), *self.shelf.held.values()])

    @property
    def staying(self) -> tuple[Listing | ProductListing, ...]:
        """What stays as it was."""
        return (*self.held.values(), *self.shelf.held.values())


class Assembly:
    """Adds the tasks of one plan to the backlog."""

    def __init__(
        self,
        opened: Round,
        pages: Pages,
        identities: Mapping[Identity, str],
        around: Mapping[str, Neighbours],
        lists: Mapping[str, Lists],
        backlog: Backlog,
        report: Report,
    ) -> None:
        """Take all that is planned; `identities` are all tokens asked for, and lists with files are settled."""
        self._opened, self._pages, self._identities, self._around = opened, pages, identities, around
        self._lists, self._backlog = lists, backlog
        self._inputs, self._site_of = opened.inputs, opened.site_of
        self._urls, self._resolver = opened.shown.urls, opened.shown.resolver
        self._assets = [f"web/{path}" for path in asset_paths(self._inputs.theme).values()]
        self._held = {path for one in pages.staying for path in one.paths} | pages.others.held
        settled = {one.file: one.settled.files for one in pages.settled if one.settled}
        settled[""] = tuple(path for one in lists.values() for path in one.files)
        self._settled = settled
        self._tasks = Tasks(backlog, self._held, settled, report)
        self._going = GoPages(self._inputs, self._tasks, self._held)

    def plan(self, naming: Mapping[str, Iterable[str]]) -> Plan:
        """Add everything and return what is known of it; `naming` are the files of articles by products they name."""
        pages, inputs, tasks = self._pages, self._inputs, self._tasks
        seen = frozenset(name for one in pages.uses for name in one.products) | pages.others.products
        seen |= {name for one in pages.settled if one.settled for name in one.settled.products}
        lines = [line for one in pages.staying for _, line in one.redirects]
        lines += (line for one in pages.settled if one.settled for _, line in one.settled.lines)
        listings = Listings({**{one.file: one for one in pages.settled}, **pages.held}, self._backlog)
        moving: list[tuple[Changed, Listing, Going]] = []
        while pages.articles:
            changed = pages.articles.popleft()
            listing, going = self._article(changed)
            lines += going.lines.values()
            if listing.aliases:
                moving.append((changed, listing, going))
            else:
                listings.add(self._whole(changed, listing, going))
        for product in pages.products:
            self._product(product)
        rest, loose = self._rest()
        lines += rest.lines.values()
        self._media(rest.pictures)
        lists = self._list_pages()
        for changed, listing, going in moving:  # after all else, so that an old address never costs a page of the site
            for task in self._moved(listing):
                tasks.add(task.path, task.wave, task.work, listing.file)
            listings.add(self._whole(changed, listing, going))
        self._redirects(lines)
        for task in pages.others.tasks:
            tasks.add(task.path, task.wave, task.work, task.path, shared=True)
        for path, content in inputs.static.items():  # last, so that a clash never costs a page of the site
            tasks.add("web/" + path.removeprefix("static/"), "media", Copy(path, content), path)
        if self._held:
            self._held |= _HELD_FOLDERS
        products = {one.listing.product: _with_go_pages(one.listing, rest.lines, tasks) for one in pages.products}
        return Plan(
            held=frozenset(self._held),
            listings=listings,
            identities=self._identities,
            products=seen,
            product_listings=products | dict(pages.shelf.held),
            settled=frozenset().union(*self._settled.values()),
            lists=lists,
            around=self._around,
            showing=Showing(
                articles={name: tuple(files) for name, files in naming.items()},
                queries=tuple(self._resolver.matched().items()),
                loose=loose,
            ),
        )

    def plan_some(
        self, loose: Mapping[str, Sequence[Loose]]
    ) -> tuple[dict[str, Listing], dict[str, ProductListing]] | None:
        """Add what some articles, products and loose tokens have in the site, and what other channels want.

        Return what is to be kept of these articles, by file, and products, by id; None where a loose token is not what
        it was.
        """
        pages, tasks = self._pages, self._tasks
        listings: dict[str, Listing] = {}
        while pages.articles:
            changed = pages.articles.popleft()
            listing, going = self._article(changed)
            for task in self._moved(listing):
                tasks.add(task.path, task.wave, task.work, listing.file)
            listings[listing.file] = self._whole(changed, listing, going)
        for product in pages.products:
            self._product(product)
        every = [one for some in loose.values() for one in some]
        asked = {identity: shop for one in pages.products for _, identity, shop in one.uses.asked}
        asked |= {one.identity: one.shop for one in every if one.shop is not None}
        rest, now = self._without_article(asked, [one.identity for one in every if one.shop is None])
        if now != loose:
            return None
        for task in pages.others.tasks:
            tasks.add(task.path, task.wave, task.work, task.path, shared=True)
        products = (_with_go_pages(one.listing, rest.lines, tasks) for one in pages.products)
        return listings, {one.product: one for one in products}

    def _article(self, changed: Changed) -> tuple[Listing, Going]:
        """Add all that an article has in the site but its old addresses; return its listing, and its go pages."""
        made, article, pages = changed.made, changed.made.article, self._pages
        if made.page is None:
            raise ValueError(article.file)
        listing = complete(made, self._urls, self._site_of, self._assets, map(token, changed.elsewhere))
        waiting = made.page()
        self._resolver.remember(article.id, waiting.links)
        page = with_foot(waiting.page, foot(self._around[article.file], article.language))
        self._tasks.add(page_file(article_path(article.slug)), "page", Render("web/article.html", page), article.file)
        self._codes(made.uses, article.file)
        more = [identity.product for identity in (*changed.gone, *changed.elsewhere)]
        seen = self._opened.surroundings.narrowed(article, more)
        shown = {name: one for name, one in seen.catalogue.products.items() if name in pages.shelf.products}
        desk = GoDesk(seen, self._urls, self._resolver, self._site_of, {article.id: listing}, shown)
        asked = {identity: shop for _, identity, shop in made.asked} | dict(changed.elsewhere)
        going = self._going.add(desk, asked, changed.gone)
        self._resolver.forget(article.id)
        self._pictures({*made.uses.pictures, *going.pictures})
        return _with_go_pages(listing, going.lines, self._tasks), going

    def _whole(self, changed: Changed, listing: Listing, going: Going) -> Listing:
        """Return a listing with what lets the next build leave the article's files; none where something is told."""
        made = changed.made
        files = {page_file(article_path(listing.slug)), *going.paths}
        files |= {code_file(name) for name in made.uses.codes}
        files |= {task.path for task in (*made.uses.pictures, *going.pictures, *self._moved(listing))}
        if not (made.made_from and going.is_whole and all(path in self._tasks for path in files)):
            return msgspec.structs.replace(listing, settled=None)
        settled = Settled(
            page=made.made_from,
            rest=changed.rest,
            files=tuple(sorted(files)),
            asked=made.asked,
            lines=tuple(sorted(going.lines.items())),
            products=made.uses.products,
            unsure=made.unsure,
        )
        return msgspec.structs.replace(listing, settled=settled)

    def _product(self, product: MadeProduct) -> None:
        name = product.listing.product
        file = self._inputs.catalogue.origins[name].file
        self._tasks.add(page_file(product_path(name)), "page", Render("web/product.html", product.page), file)
        self._codes(product.uses, file)
        self._pictures(product.uses.pictures)

    def _rest(self) -> tuple[Going, dict[str, tuple[Loose, ...]]]:
        """Add the go pages of tokens that belong to no article that is shown now; return the loose ones among them."""
        own = {one.id for file, one in self._pages.listings.items() if file not in self._pages.held}
        asked = {identity: shop for identity, shop in self._identities.items() if identity.article not in own}
        known = [row.identity for row in self._inputs.ledger.values() if row.identity.article not in own]
        return self._without_article(asked, known)

    def _without_article(
        self, asked: Mapping[Identity, str], known: Iterable[Identity]
    ) -> tuple[Going, dict[str, tuple[Loose, ...]]]:
        """Add the go pages of tokens asked for, and of others; return the loose ones by the products they name."""
        held = {one.id: one for one in self._pages.held.values()}
        shelf = self._pages.shelf.products
        desk = GoDesk(self._inputs, self._urls, self._resolver, self._site_of, held, shelf)
        every = {token(one): one for one in known} | {token(one): one for one in asked}
        going = self._going.add(desk, asked, every.values())
        on_pages = {name for one in self._pages.products for name, _, _ in one.uses.asked}
        loose: dict[str, list[Loose]] = {}
        for name in sorted(every.keys() - on_pages):
            one = every[name]
            if one.product:
                files = tuple(path for path in (page_file(f"go/{name}/"), code_file(name)) if path in going.paths)
                line, image = going.lines.get(name, ""), going.images.get(name, "")
                loose.setdefault(one.product, []).append(Loose(one, asked.get(one), line, image, files))
        return going, {product: tuple(tokens) for product, tokens in loose.items()}

    def _moved(self, listing: Listing) -> list[Task]:
        return moved_tasks(listing, self._site_of, self._urls)

    def _codes(self, uses: Uses, owner: str) -> None:
        for name, text in uses.codes.items():
            self._tasks.add(code_file(name), "media", Draw(text), owner, shared=True)

    def _pictures(self, pictures: Iterable[Task]) -> None:
        for source, task in sorted(((_source(task), task) for task in pictures), key=lambda one: (one[1].path, one[0])):
            self._tasks.add(task.path, task.wave, task.work, source, shared=True)

    def _media(self, pictures: Iterable[Task]) -> None:
        """Add pictures and the theme's assets."""
        self._pictures(pictures)
        texts = asset_texts(self._inputs.theme)
        for name, path in asset_paths(self._inputs.theme).items():
            self._tasks.add(f"web/{path}", "media", Verbatim(texts[name].encode()), name, shared=True)

    def _redirects(self, lines: list[str]) -> None:
        """Add the file of redirects, with the lines of go pages, which are many and used up."""
        lines.sort()
        lines[:0] = redirects(self._pages.listings.values(), self._urls)
        if lines:
            text = "\n".join([*lines, ""]).encode()
            lines.clear()
            self._tasks.add("web/_redirects", "list", Verbatim(text), "_redirects")

    def _list_pages(self) -> dict[str, Lists]:
        """Add feeds, and what lists articles and products where that is not settled; return what is kept of it."""
        listings, site = list(self._pages.listings.values()), self._site_of(self._inputs.config.site.language)
        for task in feed_tasks(self._inputs, self._urls, site, listings):
            self._tasks.add(task.path, task.wave, task.work, task.path)
        found: dict[str, Lists] = {}
        for name, lists in self._lists.items():
            if lists.files:
                found[name] = lists
                continue
            files: list[str] = []
            home = None
            for task in _LISTS[name](self._inputs, self._urls, site, listings, self._pages.goods):
                self._tasks.add(task.path, task.wave, task.work, task.path)
                files.append(task.path)
                if name == "products" and isinstance(task.work, Render) and isinstance(task.work.view, HomePage):
                    home = Home(task.work.view, named_in_order(listings))
            if all(path in self._tasks for path in files):
                found[name] = Lists(lists.made_from, tuple(files), home)
        return found


def by_title(goods: Iterable[ProductListing]) -> list[ProductListing]:
    """Return products as lists have them."""
    return sorted(goods, key=lambda one: (one.title, one.product))


def complete(made: Made, urls: Urls, site_of: SiteOf, assets: Iterable[str], elsewhere: Iterable[str]) -> Listing:
    """Return the listing of an article with all its tokens and every file of the site it needs."""
    tokens = sorted({*(name for name, _, _ in made.asked), *elsewhere})
    paths = {page_file(article_path(made.article.slug)), *(page_file(f"go/{name}/") for name in tokens)}
    paths |= {code_file(name) for name in made.uses.codes}
    paths |= {task.path for task in (*made.uses.pictures, *moved_tasks(made.listing, site_of, urls))}
    paths |= set(assets)
    return msgspec.structs.replace(made.listing, tokens=tuple(tokens), paths=tuple(sorted(paths)))


def _with_go_pages(listing: _Kept, lines: Mapping[str, str], planned: Container[str]) -> _Kept:
    """Return a listing with what its go pages bring along: lines of `_redirects`, and codes to be scanned there."""
    found = tuple((name, lines[name]) for name in listing.tokens if name in lines)
    codes: set[str] = {path for path in map(code_file, listing.tokens) if path in planned}
    return msgspec.structs.replace(listing, redirects=found, paths=tuple(sorted({*listing.paths, *codes})))


def code_file(name: str) -> str:
    """Return where the picture of a code stands in the output."""
    return f"web/codes/{name}.png"


def _source(task: Task) -> str:
    return task.work.source if isinstance(task.work, Copy | Scale) else ""
