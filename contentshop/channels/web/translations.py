"""Which articles are translations of each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence

from contentshop.channels.inputs import Inputs
from contentshop.channels.references import file_of
from contentshop.channels.urls import Urls, article_path
from contentshop.languages import names_of, og_locale
from contentshop.model import Article, KeyPlace, Problem, Record
from contentshop.problems import nearest, problem

from .views import AlternateView, TranslationView


class Version(Record):
    """What translations of one text need to know of each other."""

    file: str
    id: str
    slug: str
    language: str
    original: str = ""
    """The file of the article it is a translation of."""


class Translations:
    """Resolves `translation_of`.

    `standing` are the articles that are held, as they last were; those of `inputs` are read now.
    """

    def __init__(self, inputs: Inputs, standing: Iterable[Version]) -> None:
        self._inputs = inputs
        held = {one.file: one for one in standing}
        self._present = {one.file: one for one in inputs.articles if one.file not in inputs.failed}
        self._files = {one.id: one.file for one in (*inputs.suspects, *inputs.articles)}
        self._files |= {one.id: file for file, one in held.items()}
        self._unpublished = {identifier: file for file, identifier in inputs.unpublished.items()}
        self._versions = held | {file: self._version(one) for file, one in self._present.items()}
        self._groups = groups(self._versions.values())

    def of(self, article: Article) -> tuple[Version, ...]:
        """Return the article and its translations, the original first; nothing when it has none."""
        return self._groups.get(article.file, ())

    def original(self, article: Article) -> str:
        """Return the file of the article that this one is a translation of, or an empty string."""
        name = article.translation_of
        if name.endswith((".md", ".markdown")):
            return file_of(article, name)
        return self._files.get(name) or self._unpublished.get(name, "")

    def waits(self, article: Article) -> bool:
        """Return whether the original is wrong itself and never was in the output."""
        file = self.original(article)
        return file in self._inputs.failed and file not in self._versions

    def problem(self, article: Article) -> Problem | None:
        """Return what is wrong with an article's `translation_of`."""
        if not article.translation_of or self.waits(article):
            return None
        where, file = KeyPlace(article.file, ("translation_of",)), self.original(article)
        if file in self._inputs.unpublished:
            return None
        other = self._versions.get(file)
        if other is None:
            known = [*self._files, *(posixpath.basename(one) for one in self._versions)]
            near = nearest(posixpath.basename(article.translation_of), known)
            return problem("unknown-translation", where, name=article.translation_of, near=near)
        if file == article.file or other.original:
            return problem("translation-chain", where, name=article.translation_of)
        for one in self.of(article):
            if one.file != article.file and one.language.casefold() == article.language.casefold():
                return problem("translation-twice", where, language=article.language, other=one.file)
        return None

    def _version(self, article: Article) -> Version:
        original = self.original(article) if article.translation_of else ""
        return Version(article.file, article.id, article.slug, article.language, original)


def groups(versions: Iterable[Version]) -> Mapping[str, tuple[Version, ...]]:
    """Return for each file that has translations all of its group, the original first, then by language."""
    found: dict[str, list[Version]] = {}
    for one in sorted(versions, key=lambda one: (bool(one.original), one.language, one.file)):
        found.setdefault(one.original or one.file, []).append(one)
    return {one.file: tuple(group) for group in found.values() if len(group) > 1 for one in group}


def alternates(group: Sequence[Version], urls: Urls) -> tuple[AlternateView, ...]:
    """Return a group for machines; the original is also what readers of any other language get."""
    found = [AlternateView(one.language, og_locale(one.language), _address(one, urls)) for one in group]
    default = [AlternateView("x-default", "", _address(one, urls)) for one in group if not one.original]
    return (*found, *default)


def switch(group: Sequence[Version], file: str, urls: Urls) -> tuple[TranslationView, ...]:
    """Return a group for readers of one of its articles."""
    names = names_of(one.language for one in group)
    return tuple(
        TranslationView(
            names[one.language], one.language, "" if one.file == file else urls.link(article_path(one.slug))
        )
        for one in group
    )


def _address(version: Version, urls: Urls) -> str:
    return urls.absolute(article_path(version.slug))
