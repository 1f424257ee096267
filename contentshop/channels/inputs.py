"""All that a channel is planned from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import msgspec

from contentshop.media import Photo
from contentshop.model import Article, Config, Document, Fonts, Gist, LedgerRow, Problem, Where
from contentshop.problems import problem
from contentshop.sources import Catalogue, Memo, Outlets, Theme


class Documents(Mapping[str, Document]):
    """The parsed bodies of articles by file, each decoded when it is asked for, and the gist of each."""

    def __init__(self, memo: Memo, keys: Mapping[str, str], gists: Mapping[str, Gist]) -> None:
        """Take documents that a memo has under the keys."""
        self._memo, self._keys = memo, keys
        self.gists = gists

    def __getitem__(self, file: str) -> Document:
        """Return the document of an article's file."""
        data = self._memo.get(self._keys[file])
        if data is None:
            raise KeyError(file)
        return msgspec.msgpack.decode(data, type=Document)

    def __iter__(self) -> Iterator[str]:
        """Yield the files."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._keys)

    def updated(self, other: Documents) -> Documents:
        """Return these documents with others put in their places, all in the memo of those."""
        return Documents(other._memo, {**self._keys, **other._keys}, {**self.gists, **other.gists})


class Inputs(msgspec.Struct, frozen=True):
    """The values of one build; nothing in them is ever changed."""

    config: Config
    now: datetime
    """Aware, in the site's time zone."""
    articles: tuple[Article, ...]
    """The published ones, in no particular order."""
    documents: Documents
    """By the article's file."""
    unpublished: Mapping[str, str]
    """Drafts and scheduled articles that this build leaves out: file and id."""
    failed: frozenset[str]
    """Files of articles that already turned out to be wrong."""
    suspects: tuple[Article, ...]
    """Failed articles whose head is wrong; their bodies are looked at for problems, and not shown."""
    catalogue: Catalogue
    outlets: Outlets
    photos: Mapping[str, Photo]
    """By path in the site."""
    missing: Mapping[str, Problem]
    """Pictures that cannot be used, by path in the site, with what is wrong; its place is where one is named."""
    static: Mapping[str, str]
    """Digests of the files below `static/`, by path in the site."""
    ledger: Mapping[str, LedgerRow]
    theme: Theme
    environment: str
    """The digest of the versions that output depends on."""
    fonts: Fonts = Fonts()
    """Those that posters are set in; none where none are made, or none were found."""

    @property
    def today(self) -> date:
        """The day of the build in the site's time zone."""
        return self.now.date()

    def unusable(self, path: str, where: Where) -> Problem:
        """Return what is wrong with a picture that is not among `photos`, told where it is named."""
        known = self.missing.get(path)
        return Problem(known.code, where, known.values) if known else problem("missing-picture", where, path=path)
