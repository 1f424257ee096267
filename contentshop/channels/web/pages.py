"""Articles, lists and the small pages as view models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache, partial

import msgspec

from contentshop.channels.formats import day
from contentshop.channels.inputs import Inputs
from contentshop.channels.references import References
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import ALL_PRODUCTS, Urls, article_path, author_path, tag_path
from contentshop.languages import in_language, language_of, og_locale
from contentshop.links import Shared, share_buttons, share_places
from contentshop.model import (
    Article,
    Document,
    Gist,
    Html,
    Identity,
    KeyPlace,
    Mention,
    Place,
    PolicyRow,
    Problem,
    Product,
    Record,
    TextPlace,
    digest,
)
from contentshop.problems import Report, is_error, problem
from contentshop.sources import Theme

from . import structured
from .bodies import Body, disclosed, first_goods, has_blocks, has_code, has_verdicts, layouts
from .containers import walk
from .season import asked
from .shopping import LONGEST_IN_CODE, Counter
from .styles import smaller
from .translations import Translations, Version, alternates, switch
from .views import (
    AlternateView,
    ArticlePage,
    CodeView,
    DisclosureView,
    EntryView,
    FeedEntry,
    HeadView,
    ImageView,
    Part,
    ShareLink,
    ShareView,
    SiteView,
    TagView,
    TocLine,
)

FEED_ENTRIES = 20
_ASSETS = "web/assets/"


class ShownProduct(Record):
    """A product that an article shows, as search knows it."""

    id: str
    title: str
    brand: str
    category: str


class Settled(Record):
    """What was made of an article without a problem, and from what: as long as that holds, its files stay."""

    page: str
    """The digest of what its page is made from, but for the foot."""
    rest: str
    """The digest of what the foot and its go pages are made from."""
    files: tuple[str, ...]
    """All that was planned for it in the web channel."""
    asked: tuple[tuple[str, Identity, str], ...]
    """The tokens it asks for, with what they name and the shop that the author asked for."""
    lines: tuple[tuple[str, str], ...]
    """The lines of `_redirects` for its tokens, also those it asks for no more."""
    products: tuple[str, ...]
    """Those that readers see, by id."""
    unsure: tuple[PolicyRow, ...]
    """Rows that decided for its links and are told of."""


class Listing(Record):
    """What lists, the feed and other articles need of an article, and what it has in the output.

    Kept in the store, so that an article which fails later stays everywhere as it last was.
    """

    file: str
    id: str
    slug: str
    title: str
    order: str
    """Its date in ISO form; empty when it has none, which comes last."""
    changed: str
    """The day of its last change in ISO form, or empty."""
    pinned: bool
    draft: bool
    entry: EntryView
    feed: FeedEntry | None
    tags: tuple[str, ...]
    author: str
    aliases: tuple[str, ...]
    tokens: tuple[str, ...]
    paths: tuple[str, ...]
    """Every file of the output it needs, its own and those it shares."""
    mentions: tuple[Mention, ...] = ()
    """Every product it shows, each once, with what it says of it."""
    redirects: tuple[tuple[str, str], ...] = ()
    """Its tokens' lines of `_redirects`, by token."""
    original: str = ""
    """The file of the article it is a translation of."""
    products: tuple[ShownProduct, ...] = ()
    """Those it shows, by id."""
    body: str = ""
    """The digest of its body, or empty."""
    settled: Settled | None = None

    @property
    def version(self) -> Version:
        """What its translations need to know of it."""
        return Version(self.file, self.id, self.slug, self.entry.language, self.original)


class Desk:
    """Turns articles into pages and listings, with everything they share."""

    def __init__(
        self,
        inputs: Inputs,
        urls: Urls,
        references: References,
        site_of: SiteOf,
        resolver: Resolver,
        in_feed: frozenset[str],
        translations: Translations,
        named: Mapping[str, Sequence[Mention]],
    ) -> None:
        self._inputs, self._urls, self.references, self._site_of = inputs, urls, references, site_of
        self._resolver = resolver
        self.in_feed, self.named = in_feed, named
        self.translations = translations

    def seeing(self, inputs: Inputs) -> Desk:
        """Return a desk that looks at other inputs."""
        shared = (self._urls, self.references, self._site_of, self._resolver)
        return Desk(inputs, *shared, self.in_feed, self.translations, self.named)

    def article(
        self, article: Article, document: Document, report: Report
    ) -> tuple[ArticlePage, Listing, list[Counter]] | None:
        """Return the page and listing of an article and the counters that served it.

        None when it cannot be shown: what is wrong with it is reported, unless it is wrong elsewhere.
        """
        found: list[Problem] = []
        counter, feed_counter = (self._counter(article, absolute=absolute) for absolute in (False, True))
        body = Body(article, self._inputs, self.references, self._urls, counter, found.append, absolute=False)
        parts = body.parts(document.segments)
        top = min((one.level for one in document.headings), default=0)
        toc = tuple(TocLine(one.level - top, one.anchor, body.parts(one.title)) for one in document.headings)
        cover = self._cover(article, counter, found.append)
        if translation := self.translations.problem(article):
            found.append(translation)
        for name, size in counter.too_long.items():
            values = {"id": name, "size": size, "limit": LONGEST_IN_CODE}
            found.append(problem("long-address", Place(article.file), **values))
        found = [_placed(one, article.file) for one in (*document.problems, *found)]
        for one in found:
            report(one)
        if body.waits or self.translations.waits(article) or any(is_error(one) for one in found):
            return None
        preview = self._preview(article, feed_counter)
        feed_entry = self._feed_entry(article, document, feed_counter)
        listing = self._listing(article, document, cover, feed_entry, ad=self._is_ad(counter))
        page = self._page(article, listing, preview, toc, parts, counter.share_code(), counter.disclosure())
        return page, listing, [counter, feed_counter]

    def _is_ad(self, counter: Counter) -> bool:
        return counter.sells and not self._inputs.config.disclosure.off

    def _listing(
        self, article: Article, document: Document, cover: ImageView | None, feed: FeedEntry | None, *, ad: bool
    ) -> Listing:
        entry = EntryView(
            title=title_of(article, document),
            url=self._urls.link(article_path(article.slug)),
            summary=article.summary or document.lead,
            language=article.language,
            date=day(article.date, article.language) if article.date else "",
            date_iso=iso(article.date),
            cover=cover,
            tags=tuple(self._tag(tag) for tag in article.tags),
            ad=ad,
            draft=article.draft,
            pinned=article.pinned,
        )
        return Listing(
            file=article.file,
            id=article.id,
            slug=article.slug,
            title=entry.title,
            order=iso(article.date),
            changed=iso(article.updated or article.date)[:10],
            original=self.translations.original(article) if article.translation_of else "",
            pinned=article.pinned,
            draft=article.draft,
            entry=entry,
            feed=feed,
            tags=article.tags,
            author=article.author,
            aliases=article.aliases,
            tokens=(),
            paths=(),
            mentions=tuple(self.named[article.file]),
            body=article.text,
        )

    def _page(
        self,
        article: Article,
        listing: Listing,
        preview: str,
        toc: tuple[TocLine, ...],
        parts: tuple[Part, ...],
        code: CodeView,
        disclosure: DisclosureView,
    ) -> ArticlePage:
        entry = listing.entry
        group = self.translations.of(article)
        head = self._head(
            article, entry.title, entry.summary or entry.title, preview, alternates(group, self._urls), parts
        )
        known = self._inputs.catalogue.products
        shown = [known[one.product] for one in listing.mentions if one.product in known]
        return ArticlePage(
            site=self._site_of(article.language),
            language=article.language,
            head=head,
            title=entry.title,
            author=article.author,
            author_url=self._urls.link(author_path(article.author, self._inputs.config.site.slugs))
            if article.author
            else "",
            date=entry.date,
            date_iso=entry.date_iso,
            updated=day(article.updated, article.language) if article.updated else "",
            updated_iso=iso(article.updated),
            tags=entry.tags,
            summary=article.summary,
            cover=entry.cover,
            toc=toc,
            body=disclosed(parts, disclosure) if entry.ad else parts,
            ad=entry.ad,
            share=share_view(code, head, self._inputs, shown, article.language),
            draft=article.draft,
            scheduled=article.date is not None and article.date > self._inputs.now,
            translations=switch(group, article.file, self._urls),
            has_blocks=has_blocks(parts),
            has_verdicts=has_verdicts(parts),
            has_code=has_code(parts),
            layouts=layouts(parts),
            goods=first_goods(parts),
        )

    def _counter(self, article: Article, *, absolute: bool) -> Counter:
        return Counter(self._inputs, self._urls, self._resolver, article.id, article.language, absolute=absolute)

    def _cover(self, article: Article, counter: Counter, report: Report) -> ImageView | None:
        if not article.cover:
            return None
        view = counter.picture(article.cover, "")
        if view is None:
            report(self._inputs.unusable(article.cover, KeyPlace(article.file, ("cover",))))
        return view

    @staticmethod
    def _preview(article: Article, counter: Counter) -> str:
        """Return the whole address of the cover for link previews and search engines."""
        return preview_address(counter.picture(article.cover, "") if article.cover else None)

    def _author(self, article: Article) -> structured.Person | None:
        """Return who wrote an article, with the whole address of the page of what they wrote."""
        path = author_path(article.author, self._inputs.config.site.slugs)
        return structured.Person(article.author, self._urls.absolute(path)) if article.author else None

    def _tag(self, tag: str) -> TagView:
        return TagView(tag, self._urls.link(tag_path(tag, self._inputs.config.site.slugs)))

    def _feed_entry(self, article: Article, document: Document, counter: Counter) -> FeedEntry | None:
        if article.file not in self.in_feed or article.date is None or not self._inputs.config.builds("feed"):
            return None
        body = Body(article, self._inputs, self.references, self._urls, counter, lambda _: None, absolute=True)
        parts = body.parts(document.segments)
        ad = self._is_ad(counter)
        return FeedEntry(
            title=title_of(article, document),
            url=self._urls.absolute(article_path(article.slug)),
            language=article.language,
            published_iso=iso(article.date),
            updated_iso=iso(article.updated or article.date),
            author=article.author,
            summary=article.summary or document.lead,
            tags=article.tags,
            body=disclosed(parts, counter.disclosure()) if ad else parts,
            ad=ad,
        )

    def _head(
        self,
        article: Article,
        title: str,
        summary: str,
        image: str,
        others: tuple[AlternateView, ...],
        parts: Iterable[Part],
    ) -> HeadView:
        canonical = self._urls.absolute(article_path(article.slug))
        head = HeadView(
            title=title,
            description=summary,
            canonical=canonical,
            image=image,
            type="article",
            published_iso=iso(article.date),
            updated_iso=iso(article.updated),
            alternates=others,
        )
        return msgspec.structs.replace(head, json_ld=structured.script(self._things(article, head, parts)))

    def _things(self, article: Article, head: HeadView, parts: Iterable[Part]) -> Iterator[structured.Thing | None]:
        """Yield what the page says to machines: the article, its verdict and questions, the way by its first tag."""
        site, every = self._site_of(article.language), tuple(walk(parts))
        about = structured.article(head, site, article.language, self._author(article))
        yield from (about, structured.reviewed(every, about, site), structured.questions(every))
        yield structured.goods(every, site)
        tags = [(tag, self._urls.absolute(tag_path(tag, self._inputs.config.site.slugs))) for tag in article.tags[:1]]
        yield structured.trail([(site.title, site.base_url), *tags, (head.title, head.canonical)])


def preview_address(view: ImageView | None) -> str:
    """Return the whole address of a picture for link previews and search engines, which show no SVG."""
    return view.url if view and not view.url.endswith(".svg") and not view.url.startswith("data:") else ""


def share_view(code: CodeView, head: HeadView, inputs: Inputs, products: Iterable[Product], language: str) -> ShareView:
    """Return how a page with some products is passed on, with the buttons that the author or their shops want."""
    buttons = share_buttons(products, inputs.config)
    shared = Shared(url=head.canonical, title=head.title, summary=head.description, picture=head.image)
    places = [share_places()[name] for name in buttons if name != "copy"]
    links = tuple(
        ShareLink(one.name.zh if language.startswith("zh") else one.name.en, one.address(shared)) for one in places
    )
    return ShareView(code, head.canonical, links, copies="copy" in buttons)


def title_of(article: Article, document: Document | Gist) -> str:
    """Return the title of the front matter, else of the first heading, else the slug."""
    return article.title or document.title or article.slug


def newest(dated: Iterable[tuple[str, str, str]], number: int) -> frozenset[str]:
    """Return the files that come first, newest first, of (date in ISO form, slug, file); undated ones never do."""
    by_slug = sorted((one for one in dated if one[0]), key=lambda one: one[1])
    return frozenset(file for _, _, file in sorted(by_slug, key=lambda one: one[0], reverse=True)[:number])


SiteOf = Callable[[str], SiteView]
"""Takes a language and gives what pages in it show of the site."""


def has_products(inputs: Inputs) -> bool:
    """Return whether the home page or articles, as typed, show products; then every page leads to the list of all."""
    catalogue = inputs.catalogue
    known = catalogue.products
    if inputs.config.products.pages == "all" or not (known or catalogue.broken):
        return bool(known or catalogue.broken)
    return bool(asked(inputs)) or any(
        one.has_lists or any(said.product in known or catalogue.is_broken(said.product) for said in one.mentions)
        for one in inputs.documents.gists.values()
    )


def site_views(inputs: Inputs, urls: Urls) -> SiteOf:
    """Return the site's views by language, each made once."""
    return cache(partial(site_view, inputs, urls))


def site_view(inputs: Inputs, urls: Urls, language: str) -> SiteView:
    """Return what every page in a language shows of the site."""
    config, own = inputs.config, inputs.config.site.language
    site, footer = in_language(config.site, language, own), in_language(config.footer, language, own)
    account = in_language(config.account, language, own)
    return SiteView(
        title=site.title,
        description=site.description,
        language=language_of(config.site, "title", language, own),
        base_url=urls.base,
        home=urls.link(""),
        feed=urls.link("feed.xml") if config.builds("feed") else "",
        json_feed=urls.link("feed.json") if config.builds("feed") else "",
        locale=og_locale(language),
        search=urls.link("search/"),
        products=urls.link(ALL_PRODUCTS) if has_products(inputs) else "",
        assets={name: urls.link(path) for name, path in asset_paths(inputs.theme).items()},
        account=account.name,
        wechat_id=account.wechat_id,
        icp=footer.icp,
        police=footer.police,
        footer=footer.text,
        footer_language=language_of(config.footer, "text", language, own),
        analytics=Html(config.analytics.snippet),
    )


@lru_cache(maxsize=2)
def asset_texts(theme: Theme) -> dict[str, str]:
    """Return the text of every asset of the theme by its file name, style sheets made smaller."""
    return {
        path.removeprefix(_ASSETS): smaller(text) if path.endswith(".css") else text
        for path, text in theme.files
        if path.startswith(_ASSETS)
    }


@lru_cache(maxsize=2)
def asset_paths(theme: Theme) -> dict[str, str]:
    """Return where the theme's assets stand in the output, each with the digest of its text in its name."""
    found = {}
    for name, text in asset_texts(theme).items():
        stem, _, suffix = name.rpartition(".")
        found[name] = f"assets/{stem}-{digest(text)[:10]}.{suffix}"
    return found


def in_order(listings: Sequence[Listing]) -> list[Listing]:
    """Return listings from the newest to the oldest, undated ones last, ties by slug."""
    by_slug = sorted(listings, key=lambda one: one.slug)
    return sorted(by_slug, key=lambda one: (bool(one.order), one.order), reverse=True)


def iso(moment: datetime | None) -> str:
    """Return a moment in ISO form with its offset; nothing for none."""
    return moment.isoformat() if moment else ""


def _placed(found: Problem, file: str) -> Problem:
    """Return a problem of a document with the file it is in."""
    if isinstance(found.where, TextPlace) and not found.where.file:
        return Problem(found.code, TextPlace(file, found.where.text, found.where.nth), found.values)
    return found
