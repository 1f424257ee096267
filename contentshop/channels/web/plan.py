"""The web channel: from the inputs of a build to every file below `build/web/`."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from contentshop.channels.batch import Batch, Shown, ShownArticle, Steps
from contentshop.channels.inputs import Inputs
from contentshop.channels.references import References, Target
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls, article_path, author_path, page_file, product_path, tag_path
from contentshop.links import collisions, is_unsure, token
from contentshop.model import (
    Article,
    Copy,
    Draw,
    Identity,
    Mention,
    Place,
    PolicyRow,
    Problem,
    Render,
    Scale,
    Task,
    Verbatim,
    Where,
)
from contentshop.problems import Report

from . import season
from .go import GoDesk
from .going import Going, GoPages, in_ledger
from .kept import Kept, Lists
from .lists import doubtful_tags, feed_tasks, list_tasks, moved_tasks, redirects
from .neighbours import Neighbours, foot, neighbours, with_foot
from .pages import (
    FEED_ENTRIES,
    Desk,
    Listing,
    Settled,
    ShownProduct,
    SiteOf,
    asset_paths,
    asset_texts,
    iso,
    newest,
    site_views,
)
from .products import MadeProduct, ProductDesk, ProductListing, Shelf, named_products, shelf_of
from .renaming import renamed
from .search import SEARCH
from .shelves import shelf_paths
from .shopping import Counter
from .surroundings import Surroundings
from .tasks import Tasks
from .translations import Translations
from .views import ArticlePage, SiteView

_FILES = ("feed.xml", "feed.json", "sitemap.xml", "robots.txt", "404.html")
_Kept = TypeVar("_Kept", Listing, ProductListing)
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
    settled: frozenset[str] = frozenset()
    """Files that stand as they must, of articles and lists that were not planned."""
    lists: Lists | None = None
    """What was made of the pages that list others; None where that need not be kept."""
    around: Mapping[str, Neighbours] = {}
    """What stands at the foot of each article, by file."""


class _Pages(msgspec.Struct, frozen=True):
    """Everything that has pages, as this build finds it."""

    articles: list[Made]
    """Those that are planned."""
    settled: list[Listing]
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
        """Every token asked for, with the shop that the author asked for, but for those of settled articles."""
        own = {identity: shop for counter in self.counters for identity, shop in counter.identities.items()}
        return own | dict(self.others.identities)

    def unlisted(self, ledger: Container[str]) -> dict[Identity, str]:
        """Return the tokens of settled articles that the ledger lacks, with the shop that the author asked for."""
        asked = (one for listing in self.settled if listing.settled for one in listing.settled.asked)
        return {identity: shop for name, identity, shop in asked if name not in ledger}

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
    made: tuple[Made, ...]
    site_of: SiteOf
    shown: Shown
    surroundings: Surroundings
    desk: Desk


class Made(msgspec.Struct, frozen=True):
    """An article that can be shown."""

    article: Article
    listing: Listing
    page: ArticlePage | None = None
    """None where it need not be made again, since what it is made from is what it was."""
    counters: Sequence[Counter] = ()
    made_from: str = ""
    """The digest of what the page is made from; empty where something is to be told of it at every build."""
    rest: str = ""
    """The digest of what its foot and go pages are made from."""
    unsure: tuple[PolicyRow, ...] = ()
    """Rows of the policy that decided and are told of."""

    @property
    def products(self) -> tuple[str, ...]:
        """Those that readers see, by id."""
        return tuple(sorted({name for counter in self.counters for name in counter.products}))

    @property
    def asked(self) -> tuple[tuple[str, Identity, str], ...]:
        """Its tokens, with what they name and the shop that the author asked for."""
        if self.page is None and self.listing.settled:
            return self.listing.settled.asked
        asked = {identity: shop for counter in self.counters for identity, shop in counter.identities.items()}
        return tuple((token(identity), identity, shop) for identity, shop in asked.items())


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
    read = (*inputs.articles, *inputs.suspects)
    named = {one.file: named_products(inputs.documents.gists[one.file], resolver) for one in read}
    surroundings = Surroundings(inputs, resolver, site_of, named)
    made, desk = _made_articles(inputs, urls, kept, resolver, site_of, surroundings, named, report)
    held = _held(inputs, made, kept)
    newest = _newest([*(one.listing for one in made), *held.values()], inputs.config.kits.newest)
    by_file = {one.article.file: one for one in made}
    shown = Shown(
        articles=tuple(shown_article(by_file[file], inputs, urls) for file in newest if file in by_file),
        staying=any(file in held for file in newest),
        references=desk.references,
        resolver=resolver,
        urls=urls,
    )
    return Round(inputs, kept, tuple(made), site_of, shown, surroundings, desk)


def _held(inputs: Inputs, made: Iterable[Made], kept: Kept) -> dict[str, Listing]:
    """Return what failed articles last gave, by file; once mended they are planned, whatever they are made from then.

    Go pages of tokens that they had asked for before go on changing in the meantime.
    """
    failed = inputs.failed | _wrong(inputs, {one.article.file for one in made})
    found = (kept.articles[file] for file in failed if file in kept.articles)
    return {one.file: msgspec.structs.replace(one, settled=None) for one in found}


def _newest(listings: Iterable[Listing], number: int) -> list[str]:
    """Return the files of the newest articles, newest first, undated ones last; all with a number of 0."""
    by_slug = sorted(listings, key=lambda one: one.slug)
    files = [one.file for one in sorted(by_slug, key=lambda one: one.order, reverse=True)]
    return files[:number] if number else files


def shown_article(made: Made, inputs: Inputs, urls: Urls) -> ShownArticle:
    """Return what other channels see of an article."""
    article, entry = made.article, made.listing.entry
    named = [mention.product for mention in made.listing.mentions]
    asked = sorted({identity.product for _, identity, _ in made.asked} - {""})
    return ShownArticle(
        article=article,
        document=inputs.documents[article.file],
        title=entry.title,
        summary=entry.summary,
        address=urls.absolute(article_path(article.slug)),
        products=tuple(dict.fromkeys([*named, *asked])),
        ad=entry.ad,
    )


def plan_web(opened: Round, others: Batch, steps: Steps, report: Report) -> Plan:
    """Return every file of the site, and those that other channels want beside it.

    Args:
        opened: the articles that can be shown.
        others: what other channels want; their tokens get go pages like the web's own.
        steps: works out what is costly once per content.
        report: takes what is wrong.

    """
    inputs, kept, site_of = opened.inputs, opened.kept, opened.site_of
    urls, resolver = opened.shown.urls, opened.shown.resolver
    held = _held(inputs, opened.made, kept)
    for found in doubtful_tags(inputs.articles, inputs.config.site.slugs):
        report(found)
    for found in (*renamed(inputs, kept.articles), *season.doubts(inputs)):
        report(found)
    assets = [f"web/{path}" for path in asset_paths(inputs.theme).values()]
    around = neighbours([*(one.listing for one in opened.made), *held.values()], steps)
    named = {mention.product for one in opened.made for mention in one.listing.mentions}
    named |= {mention.product for one in held.values() for mention in one.mentions}
    shelf = shelf_of(inputs, named, kept.products)
    beside = elsewhere(others)
    ledger = in_ledger(inputs, (one.article.id for one in opened.made))
    made: list[Made] = []
    settled: list[Listing] = []
    desks: dict[str, GoDesk] = {}
    for one in opened.made:
        article = one.article
        asked = beside.get(article.id, {})
        current = {name for name, _, _ in one.asked} | {token(identity) for identity in asked}
        gone = [identity for name, identity in ledger[article.id] if name not in current]
        below = foot(around[article.file], article.language)
        rest = opened.surroundings.of_rest(article, below, gone, asked, shelf.names)
        if one.page is None and one.listing.settled and one.listing.settled.rest == rest:
            settled.append(one.listing)
            continue
        now = one
        if one.page is None:
            now = made_article(article, opened.desk, opened.surroundings, one.made_from, resolver, report) or one
        if now.page is None:
            raise RuntimeError(article.file)  # what is made from the same is sound again
        listing = complete(now, urls, site_of, assets, map(token, asked))
        more = [identity.product for identity in (*gone, *asked)]
        seen = opened.surroundings.narrowed(article, more)
        shown = {name: product for name, product in seen.catalogue.products.items() if name in shelf.products}
        desks[article.id] = GoDesk(seen, urls, resolver, site_of, {article.id: listing}, shown)
        page = with_foot(now.page, below)
        made.append(msgspec.structs.replace(now, page=page, listing=listing, rest=rest))
    listings = {one.file: one for one in (*settled, *(one.listing for one in made))} | held
    desk = ProductDesk(inputs, urls, resolver, site_of, shelf, listings.values(), assets)
    products = [desk.made(one) for one in shelf.products.values()]
    pages = _Pages(made, settled, products, listings, held, shelf, others)
    identities = pages.identities | pages.unlisted(inputs.ledger)
    for found in collisions(identities, inputs.ledger, _places(pages, inputs).get):
        report(found)
    held_by_id = {listing.id: listing for listing in held.values()}
    general = GoDesk(inputs, urls, resolver, site_of, held_by_id, shelf.products)
    going = GoPages(inputs, general, desks, {one.id for one in settled})
    listed = opened.surroundings.of_lists(listings.values(), pages.goods, season.asked(inputs))
    before = kept.lists
    if before is not None and (before.made_from != listed or not kept.whole.issuperset(before.files)):
        before = None
    return _assembled(inputs, urls, site_of, pages, going, identities, around, before or Lists(listed, ()), report)


def elsewhere(others: Batch) -> dict[str, dict[Identity, str]]:
    """Return the tokens that other channels ask for, with the shops asked for, by the article's id."""
    found: dict[str, dict[Identity, str]] = {}
    for identity, shop in others.identities.items():
        found.setdefault(identity.article, {})[identity] = shop
    return found


def _wrong(inputs: Inputs, sound: Collection[str]) -> frozenset[str]:
    return frozenset(article.file for article in inputs.articles if article.file not in sound)


def _made_articles(
    inputs: Inputs,
    urls: Urls,
    kept: Kept,
    resolver: Resolver,
    site_of: SiteOf,
    surroundings: Surroundings,
    named: Mapping[str, Sequence[Mention]],
    report: Report,
) -> tuple[list[Made], Desk]:
    """Return the articles that can be shown, and the desk at which they were made.

    An article that fails changes what others can link to, so the round is repeated until none fails anew.
    """
    problems: dict[str, list[Problem]] = {}
    failed = set(inputs.failed)
    while True:
        current = msgspec.structs.replace(inputs, failed=frozenset(failed))
        desk = _desk(current, urls, kept, resolver, site_of, named)
        made = []
        for article in sorted(inputs.articles, key=lambda one: one.file):
            if article.file in failed:
                continue
            found: list[Problem] = []
            problems[article.file] = found
            made_from = surroundings.of_page(article, desk.references, desk.translations, desk.in_feed)
            one = _unchanged(article, kept, made_from) or made_article(
                article, desk, surroundings, made_from, resolver, found.append
            )
            if one is None:
                failed.add(article.file)
            else:
                made.append(one)
        if failed == current.failed:
            break
    for one in made:
        resolver.note(one.unsure)
    for article in inputs.suspects:
        problems[article.file] = []
        desk.article(article, inputs.documents[article.file], problems[article.file].append)
    for file in sorted(problems):
        for told in problems[file]:
            report(told)
    return made, desk


def _unchanged(article: Article, kept: Kept, made_from: str) -> Made | None:
    """Return an article as it was when its page would be made from the same, and all its files stand."""
    before = kept.articles.get(article.file)
    settled = before.settled if before else None
    if before is None or settled is None or settled.page != made_from or not kept.whole.issuperset(settled.files):
        return None
    return Made(article, before, made_from=made_from, unsure=settled.unsure)


def made_article(
    article: Article, desk: Desk, surroundings: Surroundings, made_from: str, resolver: Resolver, report: Report
) -> Made | None:
    """Return an article made from its surroundings, or None when it cannot be shown.

    Where something is to be told, it is made once more by a desk that sees the whole site, for hints at near names.
    """
    seen = surroundings.narrowed(article)
    document = seen.documents[article.file]
    found: list[Problem] = []
    with resolver.noting() as rows:
        result = desk.seeing(seen).article(article, document, found.append)
        if found or result is None:
            made_from = ""
            result = desk.article(article, document, report)
    if result is None:
        return None
    page, listing, counters = result
    listing = msgspec.structs.replace(listing, products=_shown_products(counters, seen))
    return Made(article, listing, page, counters, made_from, unsure=tuple(filter(is_unsure, rows)))


def _desk(
    inputs: Inputs,
    urls: Urls,
    kept: Kept,
    resolver: Resolver,
    site_of: SiteOf,
    named: Mapping[str, Sequence[Mention]],
) -> Desk:
    sound = {one.file: one for one in inputs.articles if one.file not in inputs.failed}
    targets = {file: Target(one.slug, frozenset(inputs.documents.gists[file].anchors)) for file, one in sound.items()}
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


def complete(made: Made, urls: Urls, site_of: SiteOf, assets: Iterable[str], elsewhere: Iterable[str]) -> Listing:
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
    )


def _shown_products(counters: Iterable[Counter], inputs: Inputs) -> tuple[ShownProduct, ...]:
    names = {identity.product for counter in counters for identity in counter.identities} - {""}
    found = (inputs.catalogue.products[name] for name in sorted(names))
    return tuple(ShownProduct(one.id, one.title, one.brand, one.category) for one in found)


def _assembled(
    inputs: Inputs,
    urls: Urls,
    site_of: SiteOf,
    pages: _Pages,
    going: GoPages,
    identities: Mapping[Identity, str],
    around: Mapping[str, Neighbours],
    lists: Lists,
    report: Report,
) -> Plan:
    """Return the plan; `identities` are all tokens asked for, and lists with files are settled."""
    site = site_of(inputs.config.site.language)
    held, held_paths = pages.held, {path for one in pages.staying for path in one.paths}
    held_paths |= pages.others.held
    settled = {one.file: one.settled.files for one in pages.settled if one.settled}
    settled[""] = lists.files
    tasks = Tasks(held_paths, settled, report)
    kept_lines = {name: line for one in pages.staying for name, line in one.redirects}
    kept_lines |= {name: line for one in pages.settled if one.settled for name, line in one.settled.lines}
    lines = kept_lines | going.add(identities, tasks, held_paths)
    _add_pages(inputs, pages, tasks)
    _add_media(inputs, tasks, going.pictures.union(*(counter.pictures for counter in pages.counters)))
    lists = _add_lists(inputs, urls, site, pages, lists, tasks)
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
    listings = {**{one.file: one for one in pages.settled}, **held}
    for one in pages.articles:
        listing = _with_go_pages(one.listing, lines, tasks.found)
        listings[listing.file] = _settled(one, listing, going.of_articles[listing.id], tasks.found, site_of, urls)
    products = {one.listing.product: _with_go_pages(one.listing, lines, tasks.found) for one in pages.products}
    products |= pages.shelf.held
    seen = frozenset(name for counter in pages.counters for name in counter.products) | pages.others.products
    seen |= {name for one in pages.settled if one.settled for name in one.settled.products}
    return Plan(
        tasks=tuple(tasks.found.values()),
        held=frozenset(held_paths),
        listings=listings,
        identities=identities,
        products=seen,
        product_listings=products,
        settled=frozenset().union(*settled.values()),
        around=around,
        lists=lists if all(path in tasks.found or path in settled[""] for path in lists.files) else None,
    )


def _settled(
    made: Made, listing: Listing, going: Going, planned: Mapping[str, Task], site_of: SiteOf, urls: Urls
) -> Listing:
    """Return a listing with what lets the next build leave the article's files, where nothing is to be told of it."""
    files = {page_file(article_path(listing.slug)), *going.paths}
    files |= {f"web/codes/{name}.png" for counter in made.counters for name in counter.codes}
    files |= {task.path for counter in made.counters for task in counter.pictures}
    files |= {task.path for task in (*going.pictures, *moved_tasks(listing, site_of, urls))}
    if not (made.made_from and going.is_whole and files <= planned.keys()):
        return msgspec.structs.replace(listing, settled=None)
    settled = Settled(
        page=made.made_from,
        rest=made.rest,
        files=tuple(sorted(files)),
        asked=made.asked,
        lines=tuple(sorted(going.lines.items())),
        products=made.products,
        unsure=made.unsure,
    )
    return msgspec.structs.replace(listing, settled=settled)


def _add_lists(inputs: Inputs, urls: Urls, site: SiteView, pages: _Pages, lists: Lists, tasks: Tasks) -> Lists:
    """Add feeds, and what lists articles and products where that is not settled; return what is kept of it."""
    listings = list(pages.listings.values())
    made = [] if lists.files else list_tasks(inputs, urls, site, listings, pages.goods)
    for task in (*feed_tasks(inputs, urls, site, listings), *made):
        tasks.add(task.path, task.wave, task.work, task.path)
    return Lists(lists.made_from, lists.files or tuple(task.path for task in made))


def _add_pages(inputs: Inputs, pages: _Pages, tasks: Tasks) -> None:
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


def _add_codes(counters: Iterable[Counter], tasks: Tasks, owner: str) -> None:
    for counter in counters:
        for name, text in counter.codes.items():
            tasks.add(f"web/codes/{name}.png", "media", Draw(text), owner, shared=True)


def _with_go_pages(listing: _Kept, lines: Mapping[str, str], planned: Collection[str]) -> _Kept:
    """Return a listing with what its go pages bring along: lines of `_redirects`, and codes to be scanned there."""
    found = tuple((name, lines[name]) for name in listing.tokens if name in lines)
    codes: set[str] = {path for path in (f"web/codes/{name}.png" for name in listing.tokens) if path in planned}
    return msgspec.structs.replace(listing, redirects=found, paths=tuple(sorted({*listing.paths, *codes})))


def _add_media(inputs: Inputs, tasks: Tasks, pictures: Collection[Task]) -> None:
    """Add pictures and the theme's assets."""
    for source, task in sorted(((_source(task), task) for task in pictures), key=lambda one: (one[1].path, one[0])):
        tasks.add(task.path, task.wave, task.work, source, shared=True)
    texts = asset_texts(inputs.theme)
    for name, path in asset_paths(inputs.theme).items():
        tasks.add(f"web/{path}", "media", Verbatim(texts[name].encode()), name, shared=True)


def _source(task: Task) -> str:
    return task.work.source if isinstance(task.work, Copy | Scale) else ""
