"""What single articles are made from beside themselves and what they name, kept for builds in other processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping

from contentshop.channels.batch import Batch, Shown
from contentshop.channels.inputs import Inputs
from contentshop.channels.references import References, Target
from contentshop.channels.resolving import Resolver
from contentshop.channels.urls import Urls
from contentshop.model import Identity, Record

from .kept import Kept
from .neighbours import Neighbours
from .pages import Desk, Listing
from .plan import shown_article
from .rounds import Made, Plan, Round
from .surroundings import Surroundings
from .translations import Translations, Version
from .views import SiteView


class Around(Record):
    """The articles at the foot of one, by their files."""

    previous: str
    next: str
    related: tuple[str, ...]

    @property
    def files(self) -> set[str]:
        """Those there are."""
        return {self.previous, self.next, *self.related} - {""}


class Context(Record):
    """What a build found out of all articles together."""

    views: dict[str, SiteView]
    """What pages show of the site, by language."""
    targets: dict[str, Target]
    pages: frozenset[str]
    versions: tuple[Version, ...]
    """The articles that are translations of each other."""
    around: dict[str, Around]
    in_feed: frozenset[str]
    newest: tuple[str, ...]
    """Those that other channels show."""
    published: dict[str, str]
    """The addresses in the account of articles that are published there, by the paths of their pages."""
    asked: tuple[tuple[Identity, str], ...]
    """What other channels asked for."""
    products: frozenset[str]
    """Those that other channels show."""
    beside: tuple[str, ...]
    """The files that other channels want."""
    told: bool
    """Whether planning these told anything."""

    def needed(self, files: Collection[str]) -> set[str]:
        """Return the articles of which something is asked when some are planned."""
        found = {*files}.union(*(self.around[file].files for file in files if file in self.around))
        together = (others for others in (self.in_feed, self.newest) if not set(files).isdisjoint(others))
        return found.union(*together)


def context_of(opened: Round, plan: Plan, kits: Batch, *, told: bool) -> Context:
    """Return what a build found out of all articles together; `told`: whether planning other channels told anything."""
    desk, inputs = opened.desk, opened.inputs
    languages = {inputs.config.site.language, *(one.language for one in inputs.articles)}
    versions = (desk.translations.of(one) for one in inputs.articles)
    return Context(
        views={language: opened.site_of(language) for language in sorted(languages)},
        targets=dict(desk.references.targets),
        pages=desk.references.pages,
        versions=tuple({version.file: version for group in versions for version in group}.values()),
        around={file: _around(one) for file, one in plan.around.items()},
        in_feed=desk.in_feed,
        newest=tuple(one.article.file for one in opened.shown.articles),
        published=dict(opened.shown.published),
        asked=tuple(kits.identities.items()),
        products=kits.products,
        beside=tuple(task.path for task in kits.tasks),
        told=told,
    )


def _around(one: Neighbours) -> Around:
    files = (one.previous.file if one.previous else "", one.next.file if one.next else "")
    return Around(*files, tuple(other.file for other in one.related))


def reopened(context: Context, inputs: Inputs, listings: Mapping[str, Listing]) -> tuple[Round, Plan] | None:
    """Return what a build knew of some articles, with what others are needed; None where something was told of these.

    Args:
        context: of that build.
        inputs: its inputs, as far as those articles name them.
        listings: what it kept of all articles that are needed.

    """
    urls = Urls(inputs.config.site.base_url, inputs.config.go_base_url)
    resolver, views = Resolver(inputs), context.views
    references = References(inputs, urls, context.targets, context.pages)
    articles = {one.file: one for one in inputs.articles}
    named = {file: listings[file].mentions for file in articles}
    translations = Translations(inputs, context.versions)
    desk = Desk(inputs, urls, references, views.__getitem__, resolver, context.in_feed, translations, named)
    handed_on = [Made(articles[file], listings[file]) for file in context.newest if file in articles]
    if any(one.listing.settled is None for one in handed_on):
        return None
    shown = tuple(shown_article(one, inputs, urls) for one in handed_on)
    opened = Round(
        inputs=inputs,
        kept=Kept(),
        made=deque(),
        site_of=views.__getitem__,
        shown=Shown(shown, False, context.published, references, resolver, urls),
        surroundings=Surroundings(inputs, resolver, views.__getitem__, named),
        desk=desk,
    )
    around = {
        file: Neighbours(
            listings.get(one.previous), listings.get(one.next), tuple(listings[other] for other in one.related)
        )
        for file in articles
        if (one := context.around[file]).files <= listings.keys()
    }
    return opened, Plan(frozenset(), listings, {}, frozenset(), {}, around=around)
