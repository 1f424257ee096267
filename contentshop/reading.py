"""Articles as builds read them: the head and the body of each file, worked out once per content.

What is known of a file's content is remembered, so that a build reads, of thousands of articles, those that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import msgspec

from contentshop import engine, markup
from contentshop.channels import Documents
from contentshop.links import raw_koulings
from contentshop.model import Article, Config, Gist, Problem, Record, TypedArticle, digest, gist_of
from contentshop.problems import ProblemError, is_error
from contentshop.reporting import Reporter
from contentshop.sources import Folder, Memo, body_of, decode, has_old_addresses, read_article, with_body, zone

Pool = Callable[[float], AbstractContextManager[Executor]]
"""Takes the seconds that the work may cost and gives an executor for it."""
_BODY_SECONDS = 0.004
"""What a body of 6.5 KB takes, roughly."""


class Read(Record):
    """What an article's file gives."""

    article: Article | None
    """None when it cannot be told where the head ends, or the file cannot be read."""
    found: tuple[Problem, ...] = ()
    """What is wrong with the head."""
    koulings: tuple[Problem, ...] = ()
    """What is told of 口令 in an article that is published."""
    document: str = ""
    """The key of its document in the memo."""

    @property
    def is_sound(self) -> bool:
        """Return whether nothing is wrong with the head."""
        return self.article is not None and not any(is_error(one) for one in self.found)


class Remembering(Memo, Protocol):
    """A memo that is told what is still of use without being looked at."""

    def keep(self, key: str) -> None:
        """Take note that a build could have asked for the key."""


class Reading:
    """Reads the articles of one site under one config."""

    def __init__(self, folder: Folder, memo: Remembering, config: Config) -> None:
        self._folder, self._memo, self._config = folder, memo, config
        self._zone = zone(config)
        self._keys: dict[str, str] = {}
        """Of documents, by the files that were read by this."""
        self._bodies: dict[str, str] = {}
        """Of articles that were read by this and not parsed yet."""
        self._settings = markup.Settings(html=config.html, extensions=config.markup.extensions)
        extensions = (_code_of(folder, name) for name in self._settings.extensions)
        self._under = digest(engine.environment_digest(), msgspec.msgpack.encode((config, self._settings)), *extensions)

    def article(self, file: str, known: Collection[str]) -> Read:
        """Return what a file gives; `known` are the article ids that tokens were made from."""
        try:
            key = digest("article", self._under, file, self._folder.digest(file))
        except ProblemError as error:
            return Read(None, (error.problem,))
        kept = self._memo.get(key)
        if kept is not None:
            read = self._in_zone(msgspec.msgpack.decode(kept, type=Read))
            self._keys[file] = read.document
            return read
        read = self._read(file, known)
        if read.article is not None and read.is_sound and not has_old_addresses(read.article):
            self._memo.put(key, msgspec.msgpack.encode(read))
        return read

    def remembered(self, file: str, content: str) -> Article | None:
        """Return the sound article that a file with such a digest gave; None if it or its document is forgotten."""
        kept = self._memo.get(digest("article", self._under, file, content))
        if kept is None:
            return None
        read = self._in_zone(msgspec.msgpack.decode(kept, type=Read))
        self._keys[file] = read.document
        return read.article if self._memo.get(_of_gist(read.document)) is not None else None

    def _in_zone(self, read: Read) -> Read:
        """Return what was remembered with its moments, which are kept in UTC, in the site's time zone again."""
        article = read.article
        if article is None or (article.date is None and article.updated is None):
            return read
        date, updated = (one and one.astimezone(self._zone) for one in (article.date, article.updated))
        return msgspec.structs.replace(read, article=msgspec.structs.replace(article, date=date, updated=updated))

    def _read(self, file: str, known: Collection[str]) -> Read:
        found: list[Problem] = []
        try:
            text = decode(self._folder.bytes(file), file, found.append)
        except ProblemError as error:
            return Read(None, (error.problem,))
        if text is None or self._zone is None:
            return Read(None, tuple(found))
        article = read_article(file, text, self._config, self._zone, found.append, known)
        if article is None:
            return Read(None, tuple(found))
        self._bodies[file] = article.body
        return Read(
            article.without_body(), tuple(found), tuple(raw_koulings(article, self._config)), self._document(article)
        )

    def _document(self, article: Article) -> str:
        """Return the key of an article's document."""
        return digest("document", self._under, article.text, article.title)

    def _typed(self, article: Article) -> TypedArticle:
        """Return an article with its body; one whose file changed since it was read, with what stands there now.

        Raises:
            ProblemError: file-unreadable.

        """
        if isinstance(article, TypedArticle):
            return article
        body = self._bodies.pop(article.file, None)
        return with_body(article, body_of(self._folder, article.file) if body is None else body)

    def documents(self, articles: Sequence[Article], pool: Pool, reporter: Reporter) -> Documents:
        """Return the parsed bodies of articles; those that are new are parsed by an executor of the pool."""
        keys: dict[str, str] = {}
        gists: dict[str, Gist] = {}
        todo: list[tuple[str, tuple[str, markup.Settings, str]]] = []
        for article in articles:
            key = keys[article.file] = self._keys.get(article.file) or self._document(article)
            kept = self._memo.get(_of_gist(key))
            if kept is None:
                typed = self._typed(article)
                keys[article.file] = self._document(typed)
                todo.append((article.file, (typed.body, self._settings, typed.title)))
            else:
                gists[article.file] = msgspec.msgpack.decode(kept, type=Gist)
                self._memo.keep(key)
        reporter.stage("markdown", len(todo))
        took = reporter.timing("article", lambda: [file for file, _ in todo])
        with pool(len(todo) * _BODY_SECONDS) as executor:
            made = engine.spread(_converted, [step for _, step in todo], executor, took)
            for (file, _), (document, gist) in zip(todo, made, strict=True):
                self._memo.put(keys[file], document)
                self._memo.put(_of_gist(keys[file]), gist)
                gists[file] = msgspec.msgpack.decode(gist, type=Gist)
                reporter.advance()
        return Documents(self._memo, keys, gists)


def _of_gist(key: str) -> str:
    return f"gist {key}"


def _converted(steps: Sequence[tuple[str, markup.Settings, str]]) -> list[tuple[bytes, bytes]]:
    """Return the documents of bodies with their gists, serialised; the work of one batch."""
    return [_document(*step) for step in steps]


def _document(body: str, settings: markup.Settings, title: str) -> tuple[bytes, bytes]:
    document = markup.convert(body, settings, title)
    data = msgspec.msgpack.encode(document)
    return data, msgspec.msgpack.encode(gist_of(document, digest(data)))


def _code_of(folder: Folder, module: str) -> bytes:
    """Return the source of a Markdown extension named in the config, on which documents depend."""
    try:
        found = find_spec(module.partition(":")[0])
        if not found or not found.origin:
            return b""
        folder.see(found.origin)
        return Path(found.origin).read_bytes()
    except (ImportError, ValueError, OSError):
        return b""
