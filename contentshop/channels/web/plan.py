"""The web channel: from the inputs of a build to every file below `build/web/`."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

import msgspec

from contentshop.channels.batch import Backlog, Batch, Shown, ShownArticle, Steps
from contentshop.channels.inputs import Inputs
from contentshop.channels.references import References, Target
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls, article_path, author_path, product_path, tag_path
from contentshop.links import collisions, is_unsure, token
from contentshop.model import (
    Article,
    Identity,
    Mention,
    Problem,
)
from contentshop.problems import Report

from . import season
from .assembling import Assembly, Changed, Pages
from .going import in_ledger
from .kept import Kept, Lists
from .lists import doubtful_tags
from .neighbours import neighbours
from .pages import (
    FEED_ENTRIES,
    Desk,
    Listing,
    ShownProduct,
    SiteOf,
    asset_paths,
    iso,
    newest,
    site_views,
)
from .products import ProductDesk, named_products, shelf_of
from .renaming import renamed
from .rounds import Made, Plan, Round, Waiting
from .search import SEARCH
from .shelves import shelf_paths
from .shopping import Uses, uses_of
from .surroundings import Surroundings
from .translations import Translations

_FILES = ("feed.xml", "feed.json", "sitemap.xml", "robots.txt", "404.html")


def open_web(inputs: Inputs, kept: Kept, backlog: Backlog, report: Report) -> Round:
    """Return the articles that can be shown, and what other channels need to know of them.

    Args:
        inputs: the values of the build.
        kept: what articles and products gave at the last build in which they were sound.
        backlog: where pages wait until all of the site is known.
        report: takes what is wrong with articles; those articles stay as they last were.

    """
    urls = Urls(inputs.config.site.base_url, inputs.config.go_base_url)
    resolver = Resolver(inputs)
    site_of = site_views(inputs, urls)
    read = (*inputs.articles, *inputs.suspects)
    named = {one.file: named_products(inputs.documents.gists[one.file], resolver) for one in read}
    surroundings = Surroundings(inputs, resolver, site_of, named)
    made, desk = _made_articles(inputs, urls, kept, backlog, resolver, site_of, surroundings, named, report)
    held = _held(inputs, made, kept)
    newest = _newest([*(one.listing for one in made), *held.values()], inputs.config.kits.newest)
    by_file = {one.article.file: one for one in made}
    shown = Shown(
        articles=tuple(shown_article(by_file[file], inputs, urls) for file in newest if file in by_file),
        staying=any(file in held for file in newest),
        published={article_path(one.slug): one.wechat_url for one in inputs.articles if one.wechat_url},
        references=desk.references,
        resolver=resolver,
        urls=urls,
    )
    return Round(inputs, kept, deque(made), site_of, shown, surroundings, desk)


def _held(inputs: Inputs, made: Iterable[Made], kept: Kept) -> dict[str, Listing]:
    """Return what failed articles last gave, by file."""
    failed = inputs.failed | _wrong(inputs, {one.article.file for one in made})
    return {file: kept.held(file) for file in failed if file in kept.articles}


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


def plan_web(opened: Round, others: Batch, steps: Steps, backlog: Backlog, report: Report) -> Plan:
    """Add the task of every file of the site, and of those that other channels want beside it.

    Args:
        opened: the articles that can be shown.
        others: what other channels want; their tokens get go pages like the web's own.
        steps: works out what is costly once per content.
        backlog: takes the tasks.
        report: takes what is wrong.

    """
    inputs, kept, site_of = opened.inputs, opened.kept, opened.site_of
    urls, resolver = opened.shown.urls, opened.shown.resolver
    held = _held(inputs, opened.made, kept)
    for found in doubtful_tags(inputs.articles, inputs.config.site.slugs):
        report(found)
    for found in (*renamed(inputs, kept.articles), *season.doubts(inputs)):
        report(found)
    around = neighbours([*(one.listing for one in opened.made), *held.values()], steps)
    named = {mention.product for one in opened.made for mention in one.listing.mentions}
    named |= {mention.product for one in held.values() for mention in one.mentions}
    shelf = shelf_of(inputs, named, kept.products)
    with_pages = shelf.names
    beside = elsewhere(others)
    ledger = in_ledger(inputs, (one.article.id for one in opened.made))
    planned: deque[Changed] = deque()
    settled: list[Listing] = []
    naming: dict[str, list[str]] = {}
    while opened.made:
        one = opened.made.popleft()
        article = one.article
        asked = beside.get(article.id, {})
        current = {name for name, _, _ in one.asked} | {token(identity) for identity in asked}
        gone = [identity for name, identity in ledger[article.id] if name not in current]
        for name in opened.surroundings.products(article, (*gone, *asked)):
            naming.setdefault(name, []).append(article.file)
        rest = opened.surroundings.of_rest(article, around[article.file], gone, asked, with_pages)
        if one.page is None and one.listing.settled and one.listing.settled.rest == rest:
            settled.append(one.listing)
            continue
        now = one
        if one.page is None:
            remade = made_article(article, opened.desk, opened.surroundings, one.made_from, resolver, report)
            if remade is None:
                raise RuntimeError(article.file)  # what is made from the same is sound again
            now = _waiting(remade, backlog)
        planned.append(Changed(now, asked, gone, rest))
    listings = {one.file: one for one in (*settled, *(one.made.listing for one in planned))} | held
    assets = [f"web/{path}" for path in asset_paths(inputs.theme).values()]
    desk = ProductDesk(inputs, urls, resolver, site_of, shelf, listings.values(), assets)
    products = [desk.made(one) for one in shelf.products.values()]
    pages = Pages(planned, settled, products, listings, held, shelf, others)
    identities = pages.identities(inputs.ledger)
    for found in collisions(identities, inputs.ledger, partial(pages.place, inputs)):
        report(found)
    listed = opened.surroundings.of_lists(listings.values(), pages.goods, season.asked(inputs))
    lists = {name: _lists(kept, name, made_from) for name, made_from in listed.items()}
    return Assembly(opened, pages, identities, around, lists, backlog, report).plan(naming)


def _lists(kept: Kept, name: str, made_from: str) -> Lists:
    """Return the lists of something as they were when they would be made from the same; else without files."""
    before = kept.lists.get(name)
    if before is None or before.made_from != made_from or not kept.stand(before.files):
        return Lists(made_from, ())
    return before


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
    backlog: Backlog,
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
                made.append(_waiting(one, backlog))
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


def _waiting(made: Made, backlog: Backlog) -> Made:
    """Return an article whose page and links, if they were made, wait outside memory."""
    if made.page is None:
        return made
    return msgspec.structs.replace(made, page=partial(backlog.get, backlog.put(made.page())))


def _unchanged(article: Article, kept: Kept, made_from: str) -> Made | None:
    """Return an article as it was when its page would be made from the same, and all its files stand."""
    before = kept.articles.get(article.file)
    settled = before.settled if before else None
    if before is None or settled is None or settled.page != made_from or not kept.stand(settled.files):
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
    uses = uses_of(counters)
    listing = msgspec.structs.replace(listing, products=_shown_products(uses, seen))
    waiting = Waiting(page, resolver.forget(article.id))
    return Made(article, listing, lambda: waiting, uses, made_from, unsure=tuple(filter(is_unsure, rows)))


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


def _shown_products(uses: Uses, inputs: Inputs) -> tuple[ShownProduct, ...]:
    names = {identity.product for _, identity, _ in uses.asked} - {""}
    found = (inputs.catalogue.products[name] for name in sorted(names))
    return tuple(ShownProduct(one.id, one.title, one.brand, one.category) for one in found)
