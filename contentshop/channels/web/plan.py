"""The web channel: from the inputs of a build to every file below `build/web/`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from contentshop.channels.batch import Batch, Shown, ShownArticle
from contentshop.channels.inputs import Inputs
from contentshop.channels.references import References, Target
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls, article_path, author_path, page_file, product_path, tag_path
from contentshop.links import collisions, token
from contentshop.model import (
    Article,
    Channel,
    Copy,
    Draw,
    Identity,
    Mention,
    Place,
    Problem,
    Render,
    Scale,
    Task,
    Verbatim,
    Wave,
    Where,
    Work,
)
from contentshop.problems import Report, problem

from .go import GoDesk
from .lists import doubtful_tags, list_tasks, moved_tasks, redirects
from .neighbours import neighbours, with_foot
from .pages import FEED_ENTRIES, Desk, Listing, ShownProduct, SiteOf, asset_paths, asset_texts, iso, newest, site_views
from .products import MadeProduct, ProductDesk, ProductListing, Shelf, named_products, shelf_of
from .renaming import renamed
from .search import SEARCH
from .season import doubts
from .shelves import shelf_paths
from .shopping import Counter
from .translations import Translations
from .views import ArticlePage

_FILES = ("feed.xml", "feed.json", "sitemap.xml", "robots.txt", "404.html")
_Kept = TypeVar("_Kept", Listing, ProductListing)
_ON_SITE: frozenset[Channel] = frozenset({"web", "scan", "feed"})
_HELD_FOLDERS = frozenset({"web/", "wechat/", "moments/", "texts/", "kit/"})
"""Where nothing is deleted as long as some page stays as it is: it may lead to any page, and that one to others."""


class Plan(msgspec.Struct, frozen=True):
    """What the channel wants written, and what it found out on the way."""

    tasks: tuple[Task, ...]
    held: frozenset[str]
    """Files of failed articles, which stay as they are; a path that ends in `/` stands for all below it."""
    listings: Mapping[str, Listing]
    """What each article gives to the site now, by file; a failed one gives what it last gave."""
    identities: Mapping[Identity, str]
    """Every token the articles and the products' pages ask for, with the shop asked for, or an empty string."""
    products: frozenset[str]
    """The products that readers see, by id."""
    product_listings: Mapping[str, ProductListing]
    """What each product with a page gives to the site now, by id; a broken one gives what it last gave."""


class Kept(msgspec.Struct, frozen=True):
    """What articles, by file, and products, by id, gave at the last build in which they were sound."""

    articles: Mapping[str, Listing] = {}
    products: Mapping[str, ProductListing] = {}
    files: frozenset[str] = frozenset()
    """Files of other channels that are in the output, for what cannot be made now and stays as it is."""


class _Pages(msgspec.Struct, frozen=True):
    """Everything that has pages, as this build finds it."""

    articles: list[_Made]
    products: list[MadeProduct]
    listings: Mapping[str, Listing]
    """Of every article by file, held ones too."""
    held: Mapping[str, Listing]
    shelf: Shelf
    others: Batch
    """What other channels want."""

    @property
    def counters(self) -> list[Counter]:
        """All that served a page or a feed entry."""
        return [counter for one in self.articles for counter in one.counters] + [one.counter for one in self.products]

    @property
    def identities(self) -> dict[Identity, str]:
        """Every token asked for, with the shop that the author asked for."""
        own = {identity: shop for counter in self.counters for identity, shop in counter.identities.items()}
        return own | dict(self.others.identities)

    @property
    def goods(self) -> list[ProductListing]:
        """What the products with a page give to lists, by title."""
        every = [*(one.listing for one in self.products), *self.shelf.held.values()]
        return sorted(every, key=lambda one: (one.title, one.product))

    @property
    def staying(self) -> tuple[Listing | ProductListing, ...]:
        """What stays as it was."""
        return (*self.held.values(), *self.shelf.held.values())


class Round(msgspec.Struct, frozen=True):
    """The articles that can be shown, before anything is planned that depends on other channels."""

    inputs: Inputs
    kept: Kept
    made: tuple[_Made, ...]
    site_of: SiteOf
    shown: Shown


class _Made(msgspec.Struct, frozen=True):
    """An article that can be shown."""

    article: Article
    page: ArticlePage
    listing: Listing
    counters: list[Counter]


def open_web(inputs: Inputs, kept: Kept, report: Report) -> Round:
    """Return the articles that can be shown, and what other channels need to know of them.

    Args:
        inputs: the values of the build.
        kept: what articles and products gave at the last build in which they were sound.
        report: takes what is wrong with articles; those articles stay as they last were.

    """
    urls = Urls(inputs.config.site.base_url, inputs.config.go_base_url)
    resolver = Resolver(inputs)
    site_of = site_views(inputs, urls)
    made, references = _made_articles(inputs, urls, kept, resolver, site_of, report)
    held = _held(inputs, made, kept)
    newest = _newest([*(one.listing for one in made), *held.values()], inputs.config.kits.newest)
    by_file = {one.article.file: one for one in made}
    shown = Shown(
        articles=tuple(_shown(by_file[file], inputs, urls) for file in newest if file in by_file),
        staying=any(file in held for file in newest),
        references=references,
        resolver=resolver,
        urls=urls,
    )
    return Round(inputs, kept, tuple(made), site_of, shown)


def _held(inputs: Inputs, made: Iterable[_Made], kept: Kept) -> dict[str, Listing]:
    """Return what failed articles last gave, by file."""
    failed = inputs.failed | _wrong(inputs, {one.article.file for one in made})
    return {file: kept.articles[file] for file in failed if file in kept.articles}


def _newest(listings: Iterable[Listing], number: int) -> list[str]:
    """Return the files of the newest articles, newest first, undated ones last; all with a number of 0."""
    by_slug = sorted(listings, key=lambda one: one.slug)
    files = [one.file for one in sorted(by_slug, key=lambda one: one.order, reverse=True)]
    return files[:number] if number else files


def _shown(made: _Made, inputs: Inputs, urls: Urls) -> ShownArticle:
    article, entry = made.article, made.listing.entry
    named = [mention.product for mention in made.listing.mentions]
    asked = sorted({identity.product for counter in made.counters for identity in counter.identities} - {""})
    return ShownArticle(
        article=article,
        document=inputs.documents[article.file],
        title=entry.title,
        summary=entry.summary,
        address=urls.absolute(article_path(article.slug)),
        products=tuple(dict.fromkeys([*named, *asked])),
        ad=entry.ad,
    )


def plan_web(opened: Round, others: Batch, report: Report) -> Plan:
    """Return every file of the site, and those that other channels want beside it.

    Args:
        opened: the articles that can be shown.
        others: what other channels want; their tokens get go pages like the web's own.
        report: takes what is wrong.

    """
    inputs, kept, site_of = opened.inputs, opened.kept, opened.site_of
    urls, resolver = opened.shown.urls, opened.shown.resolver
    made = list(opened.made)
    sound = {one.article.file: one for one in made}
    held = _held(inputs, made, kept)
    for found in doubtful_tags(inputs.articles, inputs.config.site.slugs):
        report(found)
    for found in (*renamed(inputs, kept.articles), *doubts(inputs)):
        report(found)
    assets = [f"web/{path}" for path in asset_paths(inputs.theme).values()]
    elsewhere = _tokens(others)
    listings = {
        file: _complete(one, urls, inputs, site_of, assets, elsewhere.get(one.article.id, ()))
        for file, one in sound.items()
    } | held
    around = neighbours(listings.values())
    made = [msgspec.structs.replace(one, page=with_foot(one.page, around[one.article.file])) for one in made]
    named = {mention.product for one in listings.values() for mention in one.mentions}
    shelf = shelf_of(inputs, named, kept.products)
    desk = ProductDesk(inputs, urls, resolver, site_of, shelf, listings.values(), assets)
    pages = _Pages(made, [desk.made(one) for one in shelf.products.values()], listings, held, shelf, others)
    for found in collisions(pages.identities, inputs.ledger, _places(pages, inputs).get):
        report(found)
    return _assembled(inputs, urls, resolver, site_of, pages, report)


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
    return Kept(articles, products, frozenset(path for path in present if not path.startswith("web/")))


def _present(one: _Kept, present: Collection[str]) -> _Kept:
    paths = tuple(path for path in one.paths if path in present)
    return msgspec.structs.replace(one, paths=paths)


def _tokens(others: Batch) -> dict[str, list[str]]:
    """Return the tokens that other channels ask for, by the article's id."""
    found: dict[str, list[str]] = {}
    for identity in others.identities:
        found.setdefault(identity.article, []).append(token(identity))
    return found


def _wrong(inputs: Inputs, sound: Collection[str]) -> frozenset[str]:
    return frozenset(article.file for article in inputs.articles if article.file not in sound)


def _made_articles(
    inputs: Inputs, urls: Urls, kept: Kept, resolver: Resolver, site_of: SiteOf, report: Report
) -> tuple[list[_Made], References]:
    """Return the articles that can be shown, and what they refer to.

    An article that fails changes what others can link to, so the round is repeated until none fails anew.
    """
    problems: dict[str, list[Problem]] = {}
    read = (*inputs.articles, *inputs.suspects)
    named = {one.file: named_products(inputs.documents[one.file], resolver) for one in read}
    failed = set(inputs.failed)
    while True:
        current = msgspec.structs.replace(inputs, failed=frozenset(failed))
        desk = _desk(current, urls, kept, resolver, site_of, named)
        made = []
        for article in sorted(inputs.articles, key=lambda one: one.file):
            if article.file in failed:
                continue
            found: list[Problem] = []
            result = desk.article(article, inputs.documents[article.file], found.append)
            problems[article.file] = found
            if result is None:
                failed.add(article.file)
            else:
                made.append(_Made(article, *result))
        if failed == current.failed:
            break
    for article in inputs.suspects:
        problems[article.file] = []
        desk.article(article, inputs.documents[article.file], problems[article.file].append)
    for file in sorted(problems):
        for one in problems[file]:
            report(one)
    return made, desk.references


def _desk(
    inputs: Inputs,
    urls: Urls,
    kept: Kept,
    resolver: Resolver,
    site_of: SiteOf,
    named: Mapping[str, Sequence[Mention]],
) -> Desk:
    sound = {one.file: one for one in inputs.articles if one.file not in inputs.failed}
    targets = {file: Target(one.slug, frozenset(inputs.documents[file].anchors)) for file, one in sound.items()}
    held = [kept.articles[file] for file in inputs.failed if file in kept.articles]
    targets |= {one.file: Target(one.slug, None) for one in held}
    standing: list[Article | Listing] = [*held, *sound.values()]
    tags = {tag for one in standing for tag in one.tags}
    aliases = {alias.strip("/") + "/" * alias.endswith("/") for one in standing for alias in one.aliases}
    pages = {"", SEARCH, *_FILES, *(tag_path(tag, inputs.config.site.slugs) for tag in tags), *aliases}
    pages |= {author_path(one.author, inputs.config.site.slugs) for one in standing if one.author}
    pages |= {path.removeprefix("static/") for path in inputs.static}
    shown = {mention.product for file in sound for mention in named[file]}
    shown |= {mention.product for one in held for mention in one.mentions}
    shelf = shelf_of(inputs, shown, kept.products)
    pages |= {product_path(name) for name in shelf.names}
    pages |= shelf_paths((*shelf.products.values(), *shelf.held.values()), inputs.config.site.slugs)
    dated = [(iso(one.date), one.slug, one.file) for one in sound.values() if not one.draft]
    dated += [(one.order, one.slug, one.file) for one in held if not one.draft]
    references = References(inputs, urls, targets, frozenset(pages))
    translations = Translations(inputs, (one.version for one in held))
    return Desk(inputs, urls, references, site_of, resolver, newest(dated, FEED_ENTRIES), translations, named)


def _places(pages: _Pages, inputs: Inputs) -> dict[Identity, Where]:
    """Return where what each token is made from is written."""
    by_id = {one.id: file for file, one in pages.listings.items()}
    others = pages.others.identities
    places: dict[Identity, Where] = {one: Place(by_id[one.article]) for one in others if one.article in by_id}
    for product in pages.products:
        place = inputs.catalogue.place(product.listing.product, "id")
        places |= dict.fromkeys(product.counter.identities, place)
    for article in pages.articles:
        for counter in article.counters:
            places |= dict.fromkeys(counter.identities, Place(article.article.file))
    return places


def _complete(
    made: _Made, urls: Urls, inputs: Inputs, site_of: SiteOf, assets: Iterable[str], elsewhere: Iterable[str]
) -> Listing:
    """Return the listing of an article with all its tokens and every file of the site it needs."""
    tokens = sorted({*(token(identity) for counter in made.counters for identity in counter.identities), *elsewhere})
    paths = {page_file(article_path(made.article.slug)), *(page_file(f"go/{name}/") for name in tokens)}
    paths |= {f"web/codes/{name}.png" for counter in made.counters for name in counter.codes}
    paths |= {task.path for counter in made.counters for task in counter.pictures}
    paths |= {task.path for task in moved_tasks(made.listing, site_of, urls)}
    paths |= set(assets)
    return msgspec.structs.replace(
        made.listing,
        tokens=tuple(tokens),
        paths=tuple(sorted(paths)),
        products=_shown_products(made, inputs),
    )


def _shown_products(made: _Made, inputs: Inputs) -> tuple[ShownProduct, ...]:
    names = {identity.product for counter in made.counters for identity in counter.identities} - {""}
    found = (inputs.catalogue.products[name] for name in sorted(names))
    return tuple(ShownProduct(one.id, one.title, one.brand, one.category) for one in found)


def _assembled(inputs: Inputs, urls: Urls, resolver: Resolver, site_of: SiteOf, pages: _Pages, report: Report) -> Plan:
    site = site_of(inputs.config.site.language)
    held, held_paths = pages.held, {path for one in pages.staying for path in one.paths}
    held_paths |= pages.others.held
    tasks = _Tasks(held_paths, report)
    by_id = {listing.id: listing for listing in pages.listings.values()}
    go = GoDesk(inputs, urls, resolver, site_of, by_id, pages.shelf.products)
    kept_lines = {name: line for one in pages.staying for name, line in one.redirects}
    lines = kept_lines | _add_go_pages(inputs, pages.identities, go, tasks, held_paths)
    _add_pages(inputs, pages, tasks)
    _add_media(inputs, tasks, go.pictures.union(*(counter.pictures for counter in pages.counters)))
    for task in list_tasks(inputs, urls, site, list(pages.listings.values()), pages.goods):
        tasks.add(task.path, task.wave, task.work, task.path)
    for one in pages.articles:
        for task in moved_tasks(one.listing, site_of, urls):
            tasks.add(task.path, task.wave, task.work, one.article.file)
    moved = redirects(pages.listings.values(), urls)
    if moved or lines:
        text = "\n".join([*moved, *sorted(lines.values())]) + "\n"
        tasks.add("web/_redirects", "list", Verbatim(text.encode()), "_redirects")
    for task in pages.others.tasks:
        tasks.add(task.path, task.wave, task.work, task.path, shared=True)
    for path, content in inputs.static.items():  # last, so that a clash never costs a page of the site
        tasks.add("web/" + path.removeprefix("static/"), "media", Copy(path, content), path)
    if held_paths:
        held_paths |= _HELD_FOLDERS
    listings = {file: held.get(file) or _with_go_pages(one, lines, tasks.found) for file, one in pages.listings.items()}
    kept = {one.listing.product: _with_go_pages(one.listing, lines, tasks.found) for one in pages.products}
    kept |= pages.shelf.held
    seen = frozenset(name for counter in pages.counters for name in counter.products) | pages.others.products
    return Plan(tuple(tasks.found.values()), frozenset(held_paths), listings, pages.identities, seen, kept)


def _add_pages(inputs: Inputs, pages: _Pages, tasks: _Tasks) -> None:
    """Add the pages of articles and products with their codes."""
    for one in pages.articles:
        file = one.article.file
        tasks.add(page_file(article_path(one.article.slug)), "page", Render("web/article.html", one.page), file)
        _add_codes(one.counters, tasks, file)
    for product in pages.products:
        name = product.listing.product
        file = inputs.catalogue.origins[name].file
        tasks.add(page_file(product_path(name)), "page", Render("web/product.html", product.page), file)
        _add_codes([product.counter], tasks, file)


def _add_codes(counters: Iterable[Counter], tasks: _Tasks, owner: str) -> None:
    for counter in counters:
        for name, text in counter.codes.items():
            tasks.add(f"web/codes/{name}.png", "media", Draw(text), owner, shared=True)


def _with_go_pages(listing: _Kept, lines: Mapping[str, str], planned: Collection[str]) -> _Kept:
    """Return a listing with what its go pages bring along: lines of `_redirects`, and codes to be scanned there."""
    found = tuple((name, lines[name]) for name in listing.tokens if name in lines)
    codes: set[str] = {path for path in (f"web/codes/{name}.png" for name in listing.tokens) if path in planned}
    return msgspec.structs.replace(listing, redirects=found, paths=tuple(sorted({*listing.paths, *codes})))


def _add_go_pages(
    inputs: Inputs, identities: Mapping[Identity, str], go: GoDesk, tasks: _Tasks, held: set[str]
) -> dict[str, str]:
    """Add a go page for every token but those held, and return the lines of `_redirects` for them, by token.

    A host may redirect only to a shop that opens everywhere; the page itself stays for other hosts.
    """
    lines = {}
    for identity, shop in _all_identities(inputs, identities):
        name = token(identity)
        path = page_file(f"go/{name}/")
        if path in held or _is_broken(identity, inputs):
            held.add(path)
            continue
        page = go.page(identity, shop)
        owner = identity.article or path
        tasks.add(path, "page", Render("web/go.html", page), owner)
        if page.code:
            tasks.add(f"web/codes/{name}.png", "media", Draw(page.code.address), owner, shared=True)
        if page.shop and page.opens_in_wechat and page.opens_in_browser and not page.reason:
            lines[name] = f"{go.root}go/{name}/ {page.target} 302"
    return lines


def _is_broken(identity: Identity, inputs: Inputs) -> bool:
    """Return whether the product or the outlet of a token is wrong, so that nobody knows where it leads."""
    outlet = bool(identity.outlet) and inputs.outlets.is_broken(identity.outlet)
    return outlet or inputs.catalogue.is_broken(identity.product)


def _all_identities(inputs: Inputs, identities: Mapping[Identity, str]) -> list[tuple[Identity, str]]:
    """Return every token's identity, of this build and of all earlier ones, with the shop asked for.

    A token that nothing asks for now goes to the shop of its outlet; one without outlet to the same shop as the
    placement's others on the site, and one of a row of shops to its shop for good.
    """
    exact = {token(identity): shop for identity, shop in identities.items()}
    asked = {_placement(one): shop for one, shop in identities.items() if shop and one.channel in _ON_SITE}
    every = {row.token: row.identity for row in inputs.ledger.values()}
    every |= {token(identity): identity for identity in identities}

    def shop_of(name: str, one: Identity) -> str:
        if one.outlet:
            outlet = inputs.outlets.by_id.get(one.outlet)
            return exact.get(name, outlet.shop if outlet else "")
        return exact.get(name) or asked.get(_placement(one)) or _shop_of_row(one)

    return [(one, shop_of(name, one)) for name, one in sorted(every.items())]


def _shop_of_row(identity: Identity) -> str:
    """Return the shop that a row of shops is about, with which its key ends; nothing for other placements."""
    return identity.key.rpartition("/")[2] if identity.form == "offers" else ""


def _placement(identity: Identity) -> tuple[str, str, str, str]:
    return identity.article, identity.product, identity.form, identity.key


def _add_media(inputs: Inputs, tasks: _Tasks, pictures: Collection[Task]) -> None:
    """Add pictures and the theme's assets."""
    for source, task in sorted(((_source(task), task) for task in pictures), key=lambda one: (one[1].path, one[0])):
        tasks.add(task.path, task.wave, task.work, source, shared=True)
    texts = asset_texts(inputs.theme)
    for name, path in asset_paths(inputs.theme).items():
        tasks.add(f"web/{path}", "media", Verbatim(texts[name].encode()), name, shared=True)


def _source(task: Task) -> str:
    return task.work.source if isinstance(task.work, Copy | Scale) else ""


class _Tasks:
    """Tasks by path; two different things at one path are a problem, also when only the case differs."""

    def __init__(self, held: set[str], report: Report) -> None:
        self.found: dict[str, Task] = {}
        self._owners: dict[str, tuple[str, str]] = {path.casefold(): (path, "") for path in held}
        self._folders: dict[str, str] = {}
        self._report = report

    def add(self, path: str, wave: Wave, work: Work, owner: str, *, shared: bool = False) -> None:
        """Add a task; `shared` ones may come again with the same content."""
        folded = path.casefold()
        known_path, known = self._owners.get(folded, (path, owner))
        if shared and folded in self._owners and known_path == path:
            pass
        elif folded in self._owners or folded in self._folders or self._under_a_file(folded):
            other = known if folded in self._owners else self._folders.get(folded, self._under_a_file(folded))
            self._report(problem("duplicate-output", Place(owner), path=path, one=owner, other=other or path))
            return
        self._owners[folded] = (path, owner)
        for parent in _folders(folded):
            self._folders[parent] = owner
        self.found[path] = Task(path, wave, work)

    def _under_a_file(self, folded: str) -> str:
        for parent in _folders(folded):
            if parent in self._owners:
                return self._owners[parent][1] or parent
        return ""


def _folders(path: str) -> list[str]:
    """Return the folders a path lies in."""
    return [path[:index] for index, char in enumerate(path) if char == "/"]
