"""Articles that were reworded: the text of their pages changed, and nothing that others see of them.

All else in the output is made from what it was made from before, so it is not planned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec

from contentshop.channels.batch import Batch, Shown
from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import article_path, page_file
from contentshop.links import token
from contentshop.model import Problem, Render, Task

from .assembling import code_file, complete
from .lists import feed_tasks
from .neighbours import foot, with_foot
from .pages import Listing, asset_paths
from .plan import elsewhere, made_article, shown_article
from .rounds import Made, Plan, Round
from .surroundings import Surroundings


class Reworded(msgspec.Struct, frozen=True):
    """What is to be written after some articles were reworded."""

    tasks: tuple[Task, ...]
    listings: dict[str, Listing]
    """Those of the articles, by file."""
    shown: Shown
    """What other channels see now."""
    is_shown: bool
    """Whether they see something of the articles; then their tasks are among these."""


def reworded(
    opened: Round,
    plan: Plan,
    kits: Batch,
    paths: Sequence[str],
    inputs: Inputs,
    files: Collection[str],
    beside: Callable[[Shown], Batch],
) -> Reworded | None:
    """Return what is to be written, or None when more than the pages of the articles may have to be.

    Args:
        opened: the articles of the build before.
        plan: of the build before, in which nothing was wrong.
        kits: what other channels wanted then, but for their tasks.
        paths: the files of these.
        inputs: those of the build before with other bodies of some articles.
        files: of these.
        beside: gives what other channels want.

    """
    desk, before = opened.desk, opened.inputs
    surroundings = Surroundings(inputs, opened.shown.resolver, opened.site_of, desk.named)
    asked = elsewhere(kits)
    assets = [f"web/{path}" for path in asset_paths(inputs.theme).values()]
    made: dict[str, Made] = {}
    listings: dict[str, Listing] = {}
    for article in (one for one in inputs.articles if one.file in files):
        gist, other = inputs.documents.gists[article.file], before.documents.gists[article.file]
        if msgspec.structs.replace(gist, content=other.content) != other:
            return None
        made_from = surroundings.of_page(article, desk.references, desk.translations, desk.in_feed)
        found: list[Problem] = []
        one = made_article(article, desk, surroundings, made_from, opened.shown.resolver, found.append)
        if one is None or found or not one.made_from:
            return None
        tokens = map(token, asked.get(article.id, {}))
        now = complete(one, opened.shown.urls, opened.site_of, assets, tokens)
        listing = _the_same(plan.listings[article.file], now, one)
        if listing is None:
            return None
        made[article.file], listings[article.file] = one, listing
    shown = _shown(opened.shown, made, inputs)
    handed_on = beside(shown) if shown is not opened.shown else None
    if handed_on is not None and not is_the_same(handed_on, kits, paths):
        return None
    tasks = [_page(one, plan) for one in made.values()]
    if not desk.in_feed.isdisjoint(made):
        site = opened.site_of(inputs.config.site.language)
        entries = [listings.get(file) or plan.listings[file] for file in sorted(desk.in_feed)]
        tasks += feed_tasks(inputs, opened.shown.urls, site, entries)
    tasks += handed_on.tasks if handed_on else ()
    return Reworded(tuple(tasks), listings, shown, handed_on is not None)


def is_the_same(now: Batch, before: Batch, paths: Sequence[str]) -> bool:
    """Return whether other channels want what they wanted, with files at the same paths."""
    wanted = [(one.identities, one.products, one.held) for one in (now, before)]
    return wanted[0] == wanted[1] and [task.path for task in now.tasks] == list(paths)


def _the_same(before: Listing, now: Listing, made: Made) -> Listing | None:
    """Return an article's listing when others see in it what they saw before, and it has the same files."""
    settled = before.settled
    if settled is None or (made.asked, made.uses.products, made.unsure) != (
        settled.asked,
        settled.products,
        settled.unsure,
    ):
        return None
    codes = set(map(code_file, now.tokens)).intersection(before.paths)
    paths = tuple(sorted(codes.union(now.paths)))
    own = msgspec.structs.replace(before, body=now.body, feed=now.feed)
    if own != msgspec.structs.replace(now, paths=paths, redirects=before.redirects, settled=settled):
        return None
    return msgspec.structs.replace(own, settled=msgspec.structs.replace(settled, page=made.made_from))


def _shown(shown: Shown, made: dict[str, Made], inputs: Inputs) -> Shown:
    """Return what other channels see, itself where they see nothing of the articles."""
    if all(one.article.file not in made for one in shown.articles):
        return shown
    articles = (
        shown_article(made[one.article.file], inputs, shown.urls) if one.article.file in made else one
        for one in shown.articles
    )
    return msgspec.structs.replace(shown, articles=tuple(articles))


def _page(made: Made, plan: Plan) -> Task:
    """Return the task of an article's page."""
    if made.page is None:
        raise RuntimeError(made.article.file)
    below = foot(plan.around[made.article.file], made.article.language)
    path = page_file(article_path(made.article.slug))
    return Task(path, "page", Render("web/article.html", with_foot(made.page().page, below)))
