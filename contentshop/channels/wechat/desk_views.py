"""What the templates of the copy page and of the list of articles may show."""

from __future__ import annotations

from typing import Literal

from contentshop.model import Html, Record

from .weighing import Weight


class FieldRow(Record):
    """A line to be copied into its own field of the editor."""

    name: Literal["title", "author", "digest", "source"]
    text: str
    count: int
    """Characters; bytes of an address."""
    limit: int
    """What the editor takes."""
    shortened: str = ""
    """What the draft has instead, where that takes less."""
    whole: int = 0
    """How long it was before it was cut to whole sentences; 0 when it was not."""


class PictureRow(Record):
    """A picture or code of the article, in the order of the text."""

    number: int
    path: str
    """Below the page's folder, as the content names it."""
    script: str
    """What hands it to a page that was opened as a file."""
    alt: str
    width: int
    height: int
    kind: Literal["picture", "code"]
    address: str = ""
    """Where it is in public once the site is deployed; empty when it is not."""


class CoverView(Record):
    """The covers, and what of the wide one is always seen."""

    wide: str
    square: str
    width: int
    height: int
    side: int
    left: str
    """Where the middle square begins, and how wide it is, in percent of the wide cover."""
    part: str
    enlarged: bool = False


class InsertRow(Record):
    """A card to be inserted by hand where the text has its number."""

    number: int
    kind: Literal["miniprogram", "store", "account"]
    form: Literal["card", "picture", "text"]
    text: str
    """What stands in the article where it goes."""
    shop: str
    title: str
    appid: str
    path: str
    cover: str
    """Its picture below the page's folder, or empty."""


class FindingRow(Record):
    """What was found out about the article."""

    level: Literal["error", "warning", "note"]
    rule: str
    text: str
    hint: str = ""
    excerpt: str = ""
    count: int = 1
    """How often it was found."""


class PriceRow(Record):
    """A price that the article shows, which stays as it is once sent."""

    product: str
    text: str
    as_of: str
    until: str


class CopyPage(Record):
    """The page from which an article is copied into the editor of an official account."""

    language: str
    """Of the page itself: the site's."""
    article_language: str
    title: str
    author: str
    account: str
    date: str
    content: Html
    fields: tuple[FieldRow, ...]
    pictures: tuple[PictureRow, ...]
    cover: CoverView | None
    inserts: tuple[InsertRow, ...]
    findings: tuple[FindingRow, ...]
    prices: tuple[PriceRow, ...]
    references: tuple[tuple[str, str], ...]
    ad: bool
    weight: Weight
    most: int
    """Characters that the draft API promises to take."""
    address: str = ""
    """Of the article's own page."""
    public: bool = False
    """Whether the pictures are in the web site too."""


class KitRow(Record):
    """One article in the list of copy pages."""

    title: str
    href: str
    language: str
    date: str
    cover: str
    weight: Weight
    pictures: int
    inserts: int
    errors: int
    warnings: int


class KitList(Record):
    """The list of all articles that can be copied."""

    language: str
    account: str
    rows: tuple[KitRow, ...]
