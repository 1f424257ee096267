"""From what other channels made of an article to the pages from which a phone hands it on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from urllib.parse import quote

import msgspec

from contentshop.channels.batch import Batch, Shown, ShownArticle, Steps
from contentshop.channels.formats import day
from contentshop.channels.inputs import Inputs
from contentshop.channels.naming import said
from contentshop.model import Channel, Outlet, Render, Task, Verbatim
from contentshop.problems import Report

from .made import Made
from .views import (
    Kit,
    KitEntry,
    KitFiles,
    KitIndex,
    KitOutlet,
    KitPage,
    Kits,
    OutletEntry,
    PosterView,
    SectionView,
    SheetView,
)

LIST: Final = "kit/index.json"
"""Where it stands what belongs to each kit."""
PAGE: Final = "kit/index.html"
"""The list of all kits, and its template."""
_TEMPLATE = "kit/page.html"
_CHANNELS: tuple[Channel, ...] = ("moments", "group", "chat", "weibo", "email", "print")
"""Those with texts, in the order of a kit's page."""
_SHEETS = ("search", "menu", "replies")


def plan_kit(
    inputs: Inputs, shown: Shown, made: Mapping[str, Task], staying: Collection[str], steps: Steps, report: Report
) -> Batch:
    """Return a page per article and outlet, the list of all, and what belongs to each.

    Args:
        inputs: the values of the build.
        shown: what the web channel found out.
        made: the tasks of the channels whose files a kit gathers, by path.
        staying: files of theirs that cannot be made now and are there as they last were.
        steps: reads texts that are made by templates.
        report: not needed; what is wrong is told by the channels that make the parts.

    """
    del report
    desk = _Desk(inputs, Made(made, staying, steps))
    kits = [kit for one in shown.articles if (kit := desk.kit(one))]
    known = {one.article.slug: one.article.date for one in shown.articles}
    listed = [(str(known[kit.slug] or ""), kit.slug, kit.entry) for kit in kits]
    if shown.staying:  # the lists would lose what failed articles gave to them
        return Batch(tuple(desk.tasks), held=frozenset({PAGE, LIST}))
    entries = tuple(entry for _, _, entry in _newest(listed))
    if not entries:
        return Batch()
    index = KitIndex(desk.language, desk.site, entries, desk.sheets())
    listing = Kits(desk.language, desk.site, tuple(kits), tuple(desk.outlets()))
    tasks = [*desk.tasks, Task(PAGE, "list", Render(PAGE, index))]
    tasks.append(Task(LIST, "list", Verbatim(msgspec.json.format(msgspec.json.encode(listing), indent=1) + b"\n")))
    return Batch(tuple(tasks))


def _newest(listed: list[tuple[str, str, KitEntry]]) -> list[tuple[str, str, KitEntry]]:
    """Return entries of (date in ISO form, slug, entry), the newest first, ties by slug."""
    by_slug = sorted(listed, key=lambda one: one[1])
    return sorted(by_slug, key=lambda one: one[0], reverse=True)


class _Desk:
    """Makes the pages of kits; collects their tasks on the way."""

    def __init__(self, inputs: Inputs, made: Made) -> None:
        self._inputs, self._made = inputs, made
        self.language = inputs.config.site.language
        self.site = inputs.config.site.title
        self.tasks: list[Task] = []

    def kit(self, shown: ShownArticle) -> Kit | None:
        """Return the kit of an article, or none where no channel made anything of it."""
        article = shown.article
        own = self._page(shown, None)
        groups = [KitFiles("", self._files(shown, None))] if own else []
        outlets = []
        for outlet in self._inputs.outlets.by_id.values():
            page = self._page(shown, outlet)
            if page is not None:
                groups.append(KitFiles(outlet.id, self._files(shown, outlet)))
                outlets.append(
                    OutletEntry(outlet.id, page.outlet, f"{quote(f'{article.slug}/{outlet.id}')}/index.html")
                )
        if not groups:
            return None
        entry = KitEntry(
            title=shown.title,
            language=article.language,
            date=day(article.date, self.language) if article.date else "",
            url=f"{quote(article.slug)}/index.html" if own else "",
            posters=len(own.posters) if own else 0,
            outlets=tuple(outlets),
        )
        return Kit(article.id, article.slug, article.file, entry, tuple(groups))

    def outlets(self) -> Iterator[KitOutlet]:
        """Yield every outlet with what it asks for."""
        for one in self._inputs.outlets.by_id.values():
            yield KitOutlet(one.id, one.name, one.texts, one.posters)

    def sheets(self) -> tuple[SheetView, ...]:
        """Return the sheets for the account."""
        there = self._made.files("texts")
        return tuple(SheetView(name, f"../texts/{name}.csv") for name in _SHEETS if f"texts/{name}.csv" in there)

    def _page(self, shown: ShownArticle, outlet: Outlet | None) -> KitPage | None:
        """Return the page for everyone or for an outlet, its task added; none with nothing on it."""
        article = shown.article
        folder = f"kit/{article.slug}" + (f"/{outlet.id}" if outlet else "")
        up = "../" * (folder.count("/") + 1)
        page = KitPage(
            language=self.language,
            site=self.site,
            home=f"{up}{PAGE}",
            title=shown.title,
            text_language=article.language,
            date=day(article.date, self.language) if article.date else "",
            address=shown.address,
            outlet=said(outlet, self._inputs, self.language, "moments").name if outlet else "",
            posters=tuple(self._posters(shown, outlet, up)),
            sections=tuple(self._sections(article.slug, outlet)),
            desk=None if outlet else self._made.desk(shown, up),
        )
        if not (page.posters or page.sections or page.desk):
            return None
        self.tasks.append(Task(f"{folder}/index.html", "page", Render(_TEMPLATE, page)))
        return page

    def _posters(self, shown: ShownArticle, outlet: Outlet | None, up: str) -> Iterator[PosterView]:
        for folder, name in self._poster_folders(shown, outlet):
            if sizes := self._made.posters(folder, up):
                product = self._inputs.catalogue.products.get(name)
                yield PosterView(said(product, self._inputs, self.language, "moments").title if product else "", sizes)

    def _poster_folders(self, shown: ShownArticle, outlet: Outlet | None) -> Iterator[tuple[str, str]]:
        """Yield where posters of the article and of its products stand, with the product's id."""
        last = f"/{outlet.id}" if outlet else ""
        yield f"moments/articles/{shown.article.slug}{last}", ""
        for product in shown.products:
            yield f"moments/products/{product}{last}", product

    def _sections(self, slug: str, outlet: Outlet | None) -> Iterator[SectionView]:
        texts = self._made.texts(_texts_folder(slug, outlet))
        for channel in _CHANNELS:
            if channel in texts:
                comment, share = texts.get(f"{channel}-comment", ""), texts.get(f"{channel}-share", "")
                yield SectionView(channel, texts[channel], comment, share if share.startswith("https://") else "")

    def _files(self, shown: ShownArticle, outlet: Outlet | None) -> tuple[str, ...]:
        """Return every file of a kit, its page first of all."""
        slug, last = shown.article.slug, f"/{outlet.id}" if outlet else ""
        folders = [_texts_folder(slug, outlet), *(folder for folder, _ in self._poster_folders(shown, outlet))]
        found = [path for folder in folders for path in self._made.files(folder)]
        found += () if outlet else self._made.below(f"wechat/{slug}")
        return (f"kit/{slug}{last}/index.html", *sorted(found))


def _texts_folder(slug: str, outlet: Outlet | None) -> str:
    return f"texts/{slug}/{outlet.id}" if outlet else f"texts/{slug}"
