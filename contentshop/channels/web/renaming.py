"""Articles that got another id because their address changed, and so lose their tokens without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import article_path
from contentshop.model import Article, KeyPlace, Problem
from contentshop.problems import problem

from .pages import Listing, title_of


def renamed(inputs: Inputs, kept: Mapping[str, Listing]) -> Iterator[Problem]:
    """Yield a warning for each article that looks like one of the last build under another id.

    Its file is the same; or the old file is gone, this one is new, and body, or title and language, are the same.
    An id that is still some article's, or that its author chose himself, is no such case.

    Args:
        inputs: the values of the build.
        kept: what articles gave at the last build in which they were sound, by file.

    """
    read = sorted((*inputs.articles, *inputs.suspects), key=lambda one: one.file)
    ids = {one.id for one in read} | set(inputs.unpublished.values())
    lost = {file: one for file, one in kept.items() if not one.draft and one.id not in ids}
    if not lost:
        return
    here = {one.file for one in read} | inputs.unpublished.keys() | inputs.failed
    away = [one for file, one in lost.items() if file not in here]
    bodies = _alone(away, lambda one: one.body)
    titles = _alone(away, lambda one: _titled(one.entry.language, one.title))
    told: set[str] = set()
    for article in read:
        if article.draft or article.id != article.slug:
            continue
        before = lost.get(article.file)
        if article.file not in kept:
            title = title_of(article, inputs.documents.gists[article.file])
            before = bodies.get(article.text) or titles.get(_titled(article.language, title))
        if before is not None and before.id not in told:
            told.add(before.id)
            yield _warning(article, before)


def _titled(language: str, title: str) -> str:
    return f"{language} {title}"


def _alone(listings: Iterable[Listing], key: Callable[[Listing], str]) -> dict[str, Listing]:
    """Return the listings by a key that is not empty and no other has."""
    found = list(listings)
    times = Counter(map(key, found))
    return {name: one for one in found if (name := key(one)) and times[name] == 1}


def _warning(article: Article, before: Listing) -> Problem:
    lines = [f"id: {before.id}"]
    if before.slug != article.slug:
        lines.append(f"aliases: [/{article_path(before.slug)}]")
    where, quoted = KeyPlace(article.file, ("id",)), " + ".join(f"“{one}”" for one in lines)
    return problem("renamed-article", where, id=before.id, file=before.file, lines=quoted)
