"""Where addresses and pictures typed in an article lead."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from contentshop.model import Article, Problem, Record, TextPlace
from contentshop.problems import nearest, problem
from contentshop.sources import is_remote

from .inputs import Inputs
from .urls import Urls, article_path, product_of


class Target(Record):
    """An article that can be linked to; without anchors nothing is known of them."""

    slug: str
    anchors: frozenset[str] | None


class References:
    """Resolves what articles refer to: each other, pages, pictures and files of the site."""

    def __init__(self, inputs: Inputs, urls: Urls, targets: Mapping[str, Target], pages: frozenset[str]) -> None:
        self._inputs, self._urls = inputs, urls
        self.targets = targets
        self._by_path = {article_path(target.slug): file for file, target in targets.items()}
        self.pages = pages

    def path(self, article: Article, target: str, nth: int) -> str | Problem:
        """Return the path below `web/` that a link's target stands for, or what is wrong with it.

        A target ending in `.md` is an article by its file, relative to the article's folder or, with a
        leading slash, to the site's; another one is a page or file of the output by its address.
        """
        bare, mark, fragment = target.partition("#")
        name, query = unquote(bare.partition("?")[0]), bare.partition("?")[2]
        where = TextPlace(article.file, target, nth)
        if name.endswith(".md"):
            file = file_of(article, name)
            if file not in self.targets:
                return self._broken(file, target, where)
            path = article_path(self.targets[file].slug)
        else:
            found = self._page(article, name)
            if found is None:
                return problem("broken-link", where, target=target, near=nearest(name.strip("/"), self.pages))
            path = found
            file = self._by_path.get(path, "")
        known = self.targets[file].anchors if file in self.targets else None
        if fragment and known is not None and unquote(fragment) not in known:
            return problem("unknown-anchor", where, anchor=unquote(fragment), near=nearest(unquote(fragment), known))
        return path + (f"?{query}" if query else "") + mark + fragment

    def waits(self, article: Article, target: str) -> bool:
        """Return whether a link leads to an article or product that is wrong itself and never was in the output."""
        name = unquote(target.partition("#")[0].partition("?")[0])
        file, product = file_of(article, name), product_of(name)
        return (file in self._inputs.failed and file not in self.targets) or self._inputs.catalogue.is_broken(product)

    def _broken(self, file: str, target: str, where: TextPlace) -> Problem:
        if file in self._inputs.unpublished:
            return problem("link-unpublished", where, target=target)
        near = nearest(file, self.targets)
        return problem("broken-link", where, target=target, near=posixpath.basename(near))

    def _page(self, article: Article, name: str) -> str | None:
        if name.startswith("/"):
            name = name[1:]
        else:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(article.file), name)) + "/" * name.endswith("/")
            name = name.removeprefix("static/")
        for path in (name, name.rstrip("/") + "/", ""):
            if path in self.pages or path in self._by_path:
                return path if path or not name.strip("/") else None
        return None


def file_of(article: Article, name: str) -> str:
    """Return the path in the site of an article's file as another one names it.

    Relative to that article's folder or, with a leading slash, to the site's.
    """
    if name.startswith("/"):
        return name.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(article.file), name))


def picture_path(article: Article, src: str, inputs: Inputs) -> str:
    """Return the path in the site of a picture typed in an article.

    Looked for beside the article first, then from the site's folder; remote addresses stay as they are.
    """
    if is_remote(src):
        return src
    candidates = picture_candidates(article.file, src)
    return next((path for path in candidates if path in inputs.photos or path in inputs.missing), candidates[-1])


def picture_candidates(file: str, src: str) -> tuple[str, ...]:
    """Return the paths in the site that a picture typed in an article may mean, likeliest first."""
    name = unquote(src.partition("#")[0].partition("?")[0])
    from_root = posixpath.normpath(name.lstrip("/"))
    if name.startswith("/"):
        return (from_root,)
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(file), name))
    return (beside, from_root)
