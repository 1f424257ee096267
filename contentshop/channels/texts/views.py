"""What the templates of texts get; every text field is one line without anything hidden in it."""

from __future__ import annotations

from contentshop.channels.frozen import FrozenPrice
from contentshop.model import Channel, Record


class GoodsView(Record):
    """A product in a text, with the one way to it: an address, a text that WeChat opens, or a 口令."""

    title: str
    line: str
    """What the author or the catalogue says of it, or nothing."""
    price: FrozenPrice | None
    shop: str
    earns: bool = False
    """Whether a sale there earns a commission."""
    notes: tuple[str, ...] = ()
    """What the law wants said beside it."""
    address: str = ""
    taglink: str = ""
    kouling: str = ""


class TextView(Record):
    """One text of an article for one channel, and one outlet or none."""

    language: str
    channel: Channel
    ad: bool
    """Whether it is marked as an advertisement."""
    title: str
    summary: str
    address: str
    """Of the article, with this text's own token; empty in the text of one link that leads to a product."""
    goods: tuple[GoodsView, ...] = ()
    tags: tuple[str, ...] = ()
    picture: str = ""
    """The whole address of the article's picture, or nothing."""
    greeting: str = ""
    signature: str = ""
    poster: bool = False
    """Whether there is a poster to post it with."""
    share: str = ""
    """Where a post begins in a browser; `{url}`, `{title}` and, with a picture, `{picture}` are to be filled in."""


class SearchRow(Record):
    """An article with the words by which readers search for it."""

    title: str
    keywords: tuple[str, ...]
    address: str


class EntryRow(Record):
    """A name with where it leads: an address, or a page of a mini-program."""

    name: str
    address: str
    appid: str = ""
    path: str = ""


class ReplyRow(Record):
    """What the account answers to a word: with an article, or with a product that it sells."""

    keyword: str
    title: str
    ad: bool
    sells: bool
    address: str
    appid: str = ""
    path: str = ""
    paying: str = ""
    """The name of the shop it leads to, where a sale there earns a commission."""


class SearchSheet(Record):
    """What readers type into WeChat's search."""

    language: str
    rows: tuple[SearchRow, ...]


class MenuSheet(Record):
    """The account's menu, group by group."""

    language: str
    articles: tuple[EntryRow, ...]
    goods: tuple[EntryRow, ...]
    home: str
    search: str
    tags: tuple[EntryRow, ...]


class ReplySheet(Record):
    """The account's automatic answers."""

    language: str
    rows: tuple[ReplyRow, ...]
