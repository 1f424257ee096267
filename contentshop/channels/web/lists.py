"""Home, tags, feed, sitemap and the other files that speak of many articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from urllib.parse import quote

from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import Urls, article_path, author_path, page_file, product_path, tag_path
from contentshop.model import Article, KeyPlace, Problem, Render, Task
from contentshop.problems import problem
from contentshop.sources import is_inside

from . import structured
from .pages import FEED_ENTRIES, Listing, SiteOf, in_order
from .paging import Sheet, sheets
from .product_views import HomePage, TileView
from .products import ProductListing
from .search import search_tasks
from .season import shelf
from .shelves import Shelves, shelf_paths
from .translations import alternates, groups
from .views import (
    EntryView,
    Feed,
    GroupPage,
    HeadView,
    MovedPage,
    NotFoundPage,
    Robots,
    Sitemap,
    SitemapEntry,
    SiteView,
    TagView,
)

_Group = tuple[str, str, Literal["tag", "author"], list[EntryView]]
"""The path of a page, whose it is, what that is, and the articles."""


def article_lists(
    inputs: Inputs, urls: Urls, site: SiteView, listings: list[Listing], products: list[ProductListing]
) -> Iterator[Task]:
    """Yield the tasks of every page and file that lists articles but for feeds and the home page's first sheet.

    Of products they show the names at most.
    """
    ordered = in_order(listings)
    style = inputs.config.site.slugs
    tags = tags_of(ordered, urls, style)
    language = site.language
    shelves = sorted(shelf_paths(products, style))
    goods = [product_path(name) for name in sorted(one.product for one in products)]
    gathered = _groups(ordered, tags, style)
    others = [*shelves, *goods, *(path for path, _, _, _ in gathered)]
    sitemap = Sitemap(language, _addresses(ordered, others, urls))
    yield from (_home(inputs, site, sheet, urls) for sheet in _home_sheets(ordered, inputs) if sheet.number > 1)
    yield Task("web/404.html", "list", Render("web/404.html", _not_found(site, ordered, urls)))
    yield Task("web/sitemap.xml", "list", Render("web/sitemap.xml", sitemap))
    yield Task("web/robots.txt", "list", Render("web/robots.txt", Robots(language, urls.absolute("sitemap.xml"))))
    for group in gathered:
        yield from _group(site, group, inputs.config.site.per_page, urls)
    yield from search_tasks(inputs, urls, site, ordered, tags, products)


def product_lists(
    inputs: Inputs, urls: Urls, site: SiteView, listings: list[Listing], products: list[ProductListing]
) -> list[Task]:
    """Return the tasks of every page that lists products: the home page's first sheet and the shelves."""
    ordered = in_order(listings)
    tags = tags_of(ordered, urls, inputs.config.site.slugs)
    pinned = tuple(one.entry for one in ordered if one.pinned)
    tiles = shelf(inputs, named_in_order(ordered), {one.product: one.tile for one in products})
    first = next(_home_sheets(ordered, inputs))
    return [_home(inputs, site, first, urls, pinned, tags, tiles), *Shelves(inputs, urls, site, products).tasks()]


def named_in_order(listings: Iterable[Listing]) -> tuple[str, ...]:
    """Return the products that articles name, by id, those of the newest article first."""
    return tuple(dict.fromkeys(mention.product for one in in_order(list(listings)) for mention in one.mentions))


def feed_tasks(inputs: Inputs, urls: Urls, site: SiteView, listings: list[Listing]) -> list[Task]:
    """Return the tasks of the feeds, which hold the newest articles whole."""
    ordered = in_order([one for one in listings if one.feed is not None])
    return [
        Task(f"web/{name}", "list", Render(f"web/{name}", _feed(site, ordered, urls.absolute(name))))
        for name in (("feed.xml", "feed.json") if inputs.config.builds("feed") else ())
    ]


def tags_of(listings: Iterable[Listing], urls: Urls, style: str) -> tuple[TagView, ...]:
    """Return every tag with its number of articles, the most used first; tags with one address are one tag."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for listing in sorted(listings, key=lambda one: one.file):
        for path in {tag_path(tag, style): tag for tag in listing.tags}:
            counts[path] = counts.get(path, 0) + 1
        for tag in listing.tags:
            names.setdefault(tag_path(tag, style), tag)
    order = sorted(names, key=lambda path: (-counts[path], path))
    return tuple(TagView(names[path], urls.link(path), counts[path]) for path in order)


def doubtful_tags(articles: Iterable[Article], style: str) -> Iterator[Problem]:
    """Yield a warning for each tag whose page is another tag's, unless they differ in case and blanks alone."""
    first: dict[str, str] = {}
    told: set[str] = set()
    for article in sorted(articles, key=lambda one: one.file):
        for tag in article.tags:
            other = first.setdefault(tag_path(tag, style), tag)
            if other != tag and tag not in told and _bare(other) != _bare(tag):
                told.add(tag)
                place = KeyPlace(article.file, ("tags",))
                yield problem("same-tag-page", place, tag=tag, other=other, path="/" + tag_path(tag, style))


def _bare(tag: str) -> str:
    return re.sub(r"[\s_-]+", "", tag).casefold()


def _groups(ordered: list[Listing], tags: tuple[TagView, ...], style: str) -> list[_Group]:
    """Return every tag and then every author with the articles that have it, newest first."""
    having: dict[str, list[EntryView]] = {}
    authors: dict[str, str] = {}
    for one in ordered:
        paths = dict.fromkeys(tag_path(tag, style) for tag in one.tags)
        if one.author:
            authors.setdefault(author_path(one.author, style), one.author)
            paths[author_path(one.author, style)] = None
        for path in paths:
            having.setdefault(path, []).append(one.entry)
    tagged = {tag_path(tag.name, style): tag.name for tag in tags}
    found: list[_Group] = [(path, name, "tag", having[path]) for path, name in tagged.items()]
    return found + [(path, authors[path], "author", having[path]) for path in sorted(authors)]


def _home_sheets(ordered: list[Listing], inputs: Inputs) -> Iterator[Sheet[EntryView]]:
    return sheets("", [one.entry for one in ordered if not one.pinned], inputs.config.site.per_page)


def _home(
    inputs: Inputs,
    site: SiteView,
    sheet: Sheet[EntryView],
    urls: Urls,
    pinned: tuple[EntryView, ...] = (),
    tags: tuple[TagView, ...] = (),
    tiles: tuple[TileView, ...] = (),
) -> Task:
    """Return the home page, or one on which its list goes on: that has entries alone."""
    asked = inputs.config.home
    facts = structured.script([structured.listed((*pinned, *sheet.items), site)])
    head = HeadView(title=site.title, description=site.description, canonical="", json_ld=facts)
    page = HomePage(
        site=site,
        language=site.language,
        head=sheet.head(head, urls),
        pinned=pinned,
        entries=sheet.items,
        tags=tags,
        pages=sheet.pages(urls),
        products=tiles,
        in_season=bool(asked.products or asked.tag),
        shelf=asked.title,
    )
    return Task(page_file(sheet.own_path), "list", Render("web/home.html", page))


def _not_found(site: SiteView, ordered: list[Listing], urls: Urls) -> NotFoundPage:
    head = HeadView(title=site.title, description="", canonical=urls.absolute("404.html"), index=False)
    return NotFoundPage(site=site, language=site.language, head=head, entries=tuple(one.entry for one in ordered[:6]))


def _group(site: SiteView, group: _Group, size: int, urls: Urls) -> Iterator[Task]:
    """Yield the pages of a tag or an author."""
    path, name, of, entries = group
    trail = structured.trail([(site.title, site.base_url), (name, urls.absolute(path))])
    for sheet in sheets(path, entries, size):
        facts = structured.script([trail, structured.listed(sheet.items, site)])
        head = HeadView(title=f"{name} · {site.title}", description="", canonical="", json_ld=facts)
        page = GroupPage(
            site=site,
            language=site.language,
            head=sheet.head(head, urls),
            name=name,
            of=of,
            entries=sheet.items,
            count=len(entries),
            pages=sheet.pages(urls),
        )
        yield Task(page_file(sheet.own_path), "list", Render("web/group.html", page))


def _feed(site: SiteView, ordered: list[Listing], address: str) -> Feed:
    entries = [one.feed for one in ordered if one.feed is not None and not one.draft][:FEED_ENTRIES]
    updated = max((entry.updated_iso for entry in entries), default="1970-01-01T00:00:00+00:00")
    return Feed(site, site.language, address, updated, tuple(entries))


def _addresses(ordered: list[Listing], others: Iterable[str], urls: Urls) -> tuple[SitemapEntry, ...]:
    newest = max((one.changed for one in ordered), default="")
    shown = [one for one in ordered if not one.draft]
    translated = groups(one.version for one in shown)
    articles = (
        SitemapEntry(urls.absolute(article_path(one.slug)), one.changed, alternates(translated.get(one.file, ()), urls))
        for one in shown
    )
    return (
        SitemapEntry(urls.absolute(""), newest),
        *articles,
        *(SitemapEntry(urls.absolute(path)) for path in others),
    )


def alias_path(alias: str) -> str:
    """Return the path of an old address: a page of its own unless it names a file."""
    path = alias.strip().strip("/")
    return path if path.endswith((".html", ".htm")) else path + "/"


def moved_tasks(listing: Listing, site_of: SiteOf, urls: Urls) -> list[Task]:
    """Return a page at each old address of an article that leads to the new one."""
    target = urls.absolute(article_path(listing.slug))
    head = HeadView(title=listing.title, description="", canonical=target, index=False)
    language = listing.entry.language
    view = MovedPage(site=site_of(language), language=language, head=head, target=target, title=listing.title)
    own = article_path(listing.slug)
    paths = [path for alias in listing.aliases if is_inside(path := alias_path(alias)) and path != own]
    return [Task(page_file(path), "page", Render("web/moved.html", view)) for path in paths]


def redirects(listings: Iterable[Listing], urls: Urls) -> list[str]:
    """Return the lines of `_redirects` (Netlify, Cloudflare Pages) for old addresses."""
    return sorted(
        f"{urls.root}{quote(alias_path(alias))} {urls.link(article_path(listing.slug))} 301"
        for listing in listings
        for alias in listing.aliases
        if alias_path(alias) != article_path(listing.slug)
    )
