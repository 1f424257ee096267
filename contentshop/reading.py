"""Articles as builds read them: the head and the body of each file, worked out once per content.

What is known of a file's content is remembered, so that a build reads, of thousands of articles, those that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, overload

import msgspec

from contentshop import engine, markup
from contentshop.channels import Documents
from contentshop.links import raw_koulings
from contentshop.model import Article, Config, Document, Gist, Problem, Record, TypedArticle, digest, gist_of
from contentshop.problems import ProblemError, is_error
from contentshop.reporting import Reporter
from contentshop.sources import Folder, Memo, body_of, decode, has_old_addresses, read_article, with_body, zone

_Convert = Callable[[str, markup.Settings, str], Document]
Pool = Callable[[float], AbstractContextManager[Executor]]
"""Takes the seconds that the work may cost and gives an executor for it."""
_BODY_SECONDS = 0.004
"""What a body of 6.5 KB takes, roughly."""
_BODIES = 10
"""Bodies that are parsed together."""


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

    def look_up(self, keys: Iterable[str]) -> None:
        """Get ready for keys that will be asked for."""


class Reading:
    """Reads the articles of one site under one config."""

    def __init__(self, folder: Folder, memo: Remembering, config: Config) -> None:
        self._folder, self._memo, self._config = folder, memo, config
        self._zone = zone(config)
        self._keys: dict[str, str] = {}
        """Of documents, by the files that were read by this."""
        self._settings = markup.Settings(html=config.html, extensions=config.markup.extensions)
        extensions = (_code_of(folder, name) for name in self._settings.extensions)
        self._under = digest(engine.environment_digest(), msgspec.msgpack.encode((config, self._settings)), *extensions)

    def articles(self, files: Sequence[str], known: Collection[str]) -> Iterator[Read]:
        """Yield what files give; `known` are the article ids that tokens were made from."""
        keys = [self._key(file) for file in files]
        self._memo.look_up(key for key in keys if isinstance(key, str))
        for file, key in zip(files, keys, strict=True):
            yield self._article(file, key, known)

    def article(self, file: str, known: Collection[str]) -> Read:
        """Return what one file gives."""
        return self._article(file, self._key(file), known)

    def _key(self, file: str) -> str | Problem:
        """Return under which key a memo has what a file gives, or why the file cannot be read."""
        try:
            return digest("article", self._under, file, self._folder.digest(file))
        except ProblemError as error:
            return error.problem

    def _article(self, file: str, key: str | Problem, known: Collection[str]) -> Read:
        if isinstance(key, Problem):
            return Read(None, (key,))
        kept = self._memo.get(key)
        if kept is not None:
            read = self._in_zone(msgspec.msgpack.decode(kept, type=Read))
            self._keys[file] = read.document
            return read
        try:
            data = self._folder.bytes(file)
        except ProblemError as error:
            return Read(None, (error.problem,))
        read = self._read(file, data, known)
        if digest(data) != self._folder.digests[file][1]:
            return read  # what has changed since it was looked at is not what the key names
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

    def _read(self, file: str, data: bytes, known: Collection[str]) -> Read:
        found: list[Problem] = []
        text = decode(data, file, found.append)
        if text is None or self._zone is None:
            return Read(None, tuple(found))
        article = read_article(file, text, self._config, self._zone, found.append, known)
        if article is None:
            return Read(None, tuple(found))
        return Read(
            article.without_body(), tuple(found), tuple(raw_koulings(article, self._config)), self._document(article)
        )

    def _document(self, article: Article) -> str:
        """Return the key of an article's document."""
        return digest("document", self._under, article.text, article.title)

    def typed(self, article: Article) -> TypedArticle:
        """Return an article with its body; one whose file changed since it was read, with what stands there now.

        Raises:
            ProblemError: file-unreadable.

        """
        return article if isinstance(article, TypedArticle) else with_body(article, body_of(self._folder, article.file))

    def documents(self, articles: Sequence[Article], pool: Pool, reporter: Reporter) -> Documents:
        """Return the parsed bodies of articles; those that are new are parsed by an executor of the pool.

        Bodies are read again for that, a few at a time: all of them would be most of what a build holds.

        Raises:
            ProblemError: file-unreadable, for one that was deleted since it was read.

        """
        keys: dict[str, str] = {}
        gists: dict[str, Gist] = {}
        todo: list[Article] = []
        for article in articles:
            keys[article.file] = self._keys.get(article.file) or self._document(article)
        self._memo.look_up(map(_of_gist, keys.values()))
        for article in articles:
            key = keys[article.file]
            kept = self._memo.get(_of_gist(key))
            if kept is None:
                todo.append(article)
            else:
                gists[article.file] = msgspec.msgpack.decode(kept, type=Gist)
                self._memo.keep(key)
        reporter.stage("markdown", len(todo))
        if not todo:
            return Documents(self._memo, keys, gists)
        work = partial(_converted, markup.convert)  # imports what reads Markdown before processes begin as copies
        took = reporter.timing("article", lambda: [article.file for article in todo])
        with pool(len(todo) * _BODY_SECONDS) as executor:
            made = engine.spread(work, _Bodies(todo, self, self._settings), executor, took, batch=_BODIES)
            for article, (text, document, gist) in zip(todo, made, strict=True):
                key = keys[article.file] = self._document(msgspec.structs.replace(article, text=text))
                self._memo.put(key, document)
                self._memo.put(_of_gist(key), gist)
                gists[article.file] = msgspec.msgpack.decode(gist, type=Gist)
                reporter.advance()
        return Documents(self._memo, keys, gists)


def _of_gist(key: str) -> str:
    return f"gist {key}"


class _Bodies(Sequence[tuple[TypedArticle, markup.Settings]]):
    """Articles to be parsed; their bodies are read as they are asked for."""

    def __init__(self, articles: Sequence[Article], reading: Reading, settings: markup.Settings) -> None:
        self._articles, self._reading, self._settings = articles, reading, settings

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, number: int) -> tuple[TypedArticle, markup.Settings]: ...
    @overload
    def __getitem__(self, number: slice) -> list[tuple[TypedArticle, markup.Settings]]: ...
    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return [(self._reading.typed(one), self._settings) for one in self._articles[number]]
        return self._reading.typed(self._articles[number]), self._settings


def _converted(
    convert: _Convert, steps: Sequence[tuple[TypedArticle, markup.Settings]]
) -> list[tuple[str, bytes, bytes]]:
    """Return the digests of bodies, their documents, and the gists of these, serialised; the work of one batch."""
    return [_document(convert(article.body, settings, article.title), article) for article, settings in steps]


def _document(document: Document, article: TypedArticle) -> tuple[str, bytes, bytes]:
    data = msgspec.msgpack.encode(document)
    return article.text, data, msgspec.msgpack.encode(gist_of(document, digest(data)))


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
