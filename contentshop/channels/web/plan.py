"""The web channel: from the inputs of a build to every file below `build/web/`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

import msgspec

from contentshop.channels.inputs import Inputs
from contentshop.links import collisions, token
from contentshop.model import Article, Copy, Draw, Identity, Place, Problem, Render, Scale, Task, Verbatim, Wave, Work
from contentshop.problems import Report, problem

from .go import GoDesk
from .lists import doubtful_tags, list_tasks, moved_tasks, redirects
from .pages import FEED_ENTRIES, Desk, Listing, ShownProduct, SiteOf, asset_paths, asset_texts, iso, newest, site_views
from .references import References, Target
from .search import SEARCH
from .shopping import Counter, Resolver
from .translations import Translations
from .urls import Urls, article_path, page_file, tag_path
from .views import ArticlePage

_FILES = ("feed.xml", "feed.json", "sitemap.xml", "robots.txt", "404.html")
_HELD_FOLDERS = frozenset({"web/assets/", "web/codes/", "web/media/"})
"""What pages that stay as they are may still show; where nothing is deleted as long as there are any."""


class Plan(msgspec.Struct, frozen=True):
    """What the channel wants written, and what it found out on the way."""

    tasks: tuple[Task, ...]
    held: frozenset[str]
    """Files of failed articles, which stay as they are; a path that ends in `/` stands for all below it."""
    listings: Mapping[str, Listing]
    """What each article gives to the site now, by file; a failed one gives what it last gave."""
    identities: tuple[Identity, ...]
    """Every token the articles ask for."""
    products: frozenset[str]
    """The products that readers see in the articles, by id."""


class _Made(msgspec.Struct, frozen=True):
    """An article that can be shown."""

    article: Article
    page: ArticlePage
    listing: Listing
    counters: list[Counter]


def plan_web(inputs: Inputs, kept: Mapping[str, Listing], report: Report) -> Plan:
    """Return every file of the channel.

    Args:
        inputs: the values of the build.
        kept: what each article gave at the last build in which it was sound, by file.
        report: takes what is wrong with articles; those articles stay as they last were.

    """
    urls = Urls(inputs.config.site.base_url, inputs.config.go_base_url)
    resolver = Resolver(inputs)
    site_of = site_views(inputs, urls)
    made = _made_articles(inputs, urls, kept, resolver, site_of, report)
    sound = {one.article.file: one for one in made}
    held = {file: kept[file] for file in inputs.failed | _wrong(inputs, sound) if file in kept}
    counters = [counter for one in made for counter in one.counters]
    identities = {identity: shop for counter in counters for identity, shop in counter.identities.items()}
    for found in collisions(identities, inputs.ledger, _places(made).get):
        report(found)
    for found in doubtful_tags(inputs.articles, inputs.config.site.slugs):
        report(found)
    assets = [f"web/{path}" for path in asset_paths(inputs.theme).values()]
    listings = {file: _complete(one, urls, inputs, site_of, assets) for file, one in sound.items()} | held
    return _assembled(inputs, urls, resolver, site_of, made, listings, held, identities, report)


def standing(kept: Mapping[str, Listing], present: Collection[str]) -> dict[str, Listing]:
    """Return the listings of articles whose pages are in the output, each with those of its files that are."""
    return {
        file: msgspec.structs.replace(one, paths=tuple(path for path in one.paths if path in present))
        for file, one in kept.items()
        if page_file(article_path(one.slug)) in present
    }


def _wrong(inputs: Inputs, sound: Mapping[str, _Made]) -> frozenset[str]:
    return frozenset(article.file for article in inputs.articles if article.file not in sound)


def _made_articles(
    inputs: Inputs, urls: Urls, kept: Mapping[str, Listing], resolver: Resolver, site_of: SiteOf, report: Report
) -> list[_Made]:
    """Return the articles that can be shown.

    An article that fails changes what others can link to, so the round is repeated until none fails anew.
    """
    problems: dict[str, list[Problem]] = {}
    failed = set(inputs.failed)
    while True:
        current = msgspec.structs.replace(inputs, failed=frozenset(failed))
        desk = _desk(current, urls, kept, resolver, site_of)
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
    return made


def _desk(inputs: Inputs, urls: Urls, kept: Mapping[str, Listing], resolver: Resolver, site_of: SiteOf) -> Desk:
    targets = {
        article.file: Target(article.slug, frozenset(inputs.documents[article.file].anchors))
        for article in inputs.articles
        if article.file not in inputs.failed
    }
    held = [kept[file] for file in inputs.failed if file in kept]
    targets |= {one.file: Target(one.slug, None) for one in held}
    tags = {tag for article in inputs.articles for tag in article.tags}
    aliases = {alias.strip("/") + "/" * alias.endswith("/") for article in inputs.articles for alias in article.aliases}
    pages = {"", SEARCH, *_FILES, *(tag_path(tag, inputs.config.site.slugs) for tag in tags), *aliases}
    pages |= {path.removeprefix("static/") for path in inputs.static}
    dated = [(iso(one.date), one.slug, one.file) for one in inputs.articles if one.file in targets and not one.draft]
    dated += [(one.order, one.slug, one.file) for one in held if not one.draft]
    references = References(inputs, urls, targets, frozenset(pages))
    translations = Translations(inputs, (one.version for one in held))
    return Desk(inputs, urls, references, site_of, resolver, newest(dated, FEED_ENTRIES), translations)


def _places(made: Iterable[_Made]) -> dict[Identity, Place]:
    return {
        identity: Place(one.article.file) for one in made for counter in one.counters for identity in counter.identities
    }


def _complete(made: _Made, urls: Urls, inputs: Inputs, site_of: SiteOf, assets: Iterable[str]) -> Listing:
    """Return the listing of an article with its tokens and every file of the output it needs."""
    tokens = sorted({token(identity) for counter in made.counters for identity in counter.identities})
    paths = {page_file(article_path(made.article.slug)), *(page_file(f"go/{name}/") for name in tokens)}
    paths |= {f"web/codes/{name}.png" for counter in made.counters for name in counter.codes}
    paths |= {task.path for counter in made.counters for task in counter.pictures}
    paths |= {task.path for task in moved_tasks(made.listing, site_of, urls)}
    paths |= set(assets)
    products = _shown_products(made, inputs)
    return msgspec.structs.replace(made.listing, tokens=tuple(tokens), paths=tuple(sorted(paths)), products=products)


def _shown_products(made: _Made, inputs: Inputs) -> tuple[ShownProduct, ...]:
    names = {identity.product for counter in made.counters for identity in counter.identities} - {""}
    found = (inputs.catalogue.products[name] for name in sorted(names))
    return tuple(ShownProduct(one.id, one.title, one.brand, one.category) for one in found)


def _assembled(
    inputs: Inputs,
    urls: Urls,
    resolver: Resolver,
    site_of: SiteOf,
    made: list[_Made],
    listings: Mapping[str, Listing],
    held: Mapping[str, Listing],
    identities: Mapping[Identity, str],
    report: Report,
) -> Plan:
    site = site_of(inputs.config.site.language)
    held_paths = {path for listing in held.values() for path in listing.paths}
    tasks = _Tasks(held_paths, report)
    go = GoDesk(inputs, urls, resolver, site_of, {listing.id: listing for listing in listings.values()})
    kept_lines = {name: line for listing in held.values() for name, line in listing.redirects}
    lines = kept_lines | _add_go_pages(inputs, identities, go, tasks, held_paths)
    for one in made:
        file = one.article.file
        tasks.add(page_file(article_path(one.article.slug)), "page", Render("web/article.html", one.page), file)
        for counter in one.counters:
            for name, text in counter.codes.items():
                tasks.add(f"web/codes/{name}.png", "media", Draw(text), file, shared=True)
    _add_media(inputs, tasks, {*go.pictures, *(task for one in made for c in one.counters for task in c.pictures)})
    for task in list_tasks(inputs, urls, site, list(listings.values())):
        tasks.add(task.path, task.wave, task.work, task.path)
    for one in made:
        for task in moved_tasks(one.listing, site_of, urls):
            tasks.add(task.path, task.wave, task.work, one.article.file)
    moved = redirects(listings.values(), urls)
    if moved or lines:
        text = "\n".join([*moved, *sorted(lines.values())]) + "\n"
        tasks.add("web/_redirects", "list", Verbatim(text.encode()), "_redirects")
    for path, content in inputs.static.items():  # last, so that a clash never costs a page of the site
        tasks.add("web/" + path.removeprefix("static/"), "media", Copy(path, content), path)
    if held_paths:
        held_paths |= _HELD_FOLDERS | {path for listing in held.values() for path in listing.linked}
    listings = {file: held.get(file) or _with_go_pages(one, lines, tasks.found) for file, one in listings.items()}
    products = frozenset(name for one in made for counter in one.counters for name in counter.products)
    return Plan(tuple(tasks.found.values()), frozenset(held_paths), listings, tuple(identities), products)


def _with_go_pages(listing: Listing, lines: Mapping[str, str], planned: Collection[str]) -> Listing:
    """Return a listing with what its go pages bring along: lines of `_redirects`, and codes to be scanned there."""
    found = tuple((name, lines[name]) for name in listing.tokens if name in lines)
    codes = {path for name in listing.tokens if (path := f"web/codes/{name}.png") in planned}
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
        if path in held or inputs.catalogue.is_broken(identity.product):
            held.add(path)
            continue
        page = go.page(identity, shop)
        tasks.add(path, "page", Render("web/go.html", page), identity.article)
        if page.code:
            tasks.add(f"web/codes/{name}.png", "media", Draw(page.code.address), identity.article, shared=True)
        if page.shop and page.opens_in_wechat and page.opens_in_browser and not page.reason:
            lines[name] = f"{go.root}go/{name}/ {page.target} 302"
    return lines


def _all_identities(inputs: Inputs, identities: Mapping[Identity, str]) -> list[tuple[Identity, str]]:
    """Return every token's identity, of this build and of all earlier ones, with the shop asked for.

    A token of a channel that has no use for it now goes to the same shop as the placement's others; one of a
    row of shops to its shop for good.
    """
    asked = {_placement(identity): shop for identity, shop in identities.items()}
    every = {row.token: row.identity for row in inputs.ledger.values()}
    every |= {token(identity): identity for identity in identities}
    return [(one, asked.get(_placement(one)) or _shop_of_row(one)) for _, one in sorted(every.items())]


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
        if shared and known_path == path:
            pass
        elif folded in self._owners or folded in self._folders or self._under_a_file(folded):
            other = known if folded in self._owners else self._folders.get(folded, self._under_a_file(folded))
            self._report(problem("duplicate-output", Place(owner), path=path, one=owner, other=other or path))
            return
        self._owners[folded] = (path, owner)
        for parent in list(PurePosixPath(folded).parents)[:-1]:
            self._folders[str(parent)] = owner
        self.found[path] = Task(path, wave, work)

    def _under_a_file(self, folded: str) -> str:
        for parent in list(PurePosixPath(folded).parents)[:-1]:
            if str(parent) in self._owners:
                return self._owners[str(parent)][1] or str(parent)
        return ""
