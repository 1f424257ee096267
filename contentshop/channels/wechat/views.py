"""The records of the official-account channel: what one article is made from, and what is made of it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from contentshop.channels.web import Part
from contentshop.model import Record

from .checking import Finding
from .themes import Theme
from .weighing import Weight


class WechatPicture(Record):
    """A picture of the article: its path in the site, and its file below `pictures/`, a JPEG or PNG."""

    source: str
    name: str
    width: int
    """In px; those of the file. 0 when unknown, like the height."""
    height: int
    alt: str


class CodeFile(Record):
    """A code that the article may show, as `codes/<token>.png`."""

    token: str
    text: str
    """What it holds."""


ACCOUNT = "account"
"""Stands for the account's own card where others have the token of their link."""


class Insert(Record):
    """A card that pasting cannot carry: its number in the article, and what to choose in the editor."""

    number: int
    """In the order of the article; set by the pass that marks its place."""
    token: str
    """Of its link; `ACCOUNT` for the account's own card."""
    kind: Literal["miniprogram", "store", "account"]
    form: Literal["card", "picture", "text"]
    """How it is put in; pictures and texts stand in the article as links that the draft API takes."""
    shop: str
    """The shop's name, by which the mini-program is searched for."""
    title: str
    appid: str
    """Of the mini-program, or the account's number; empty for a product of a 微信小店."""
    path: str
    """The page with its query; for a product of a 微信小店 its number, for an account its WeChat id."""
    cover: str
    """A picture by its path in the site, or empty."""
    image: str = ""
    """That picture's file below the article's folder; for an account the address of its picture."""
    note: str = ""
    """What an account says of itself."""
    text: str = ""
    """What stands in the article where the card goes; filled in by `Adapted.inserts`."""


class Way(Record):
    """How a reader of the article gets to one product: what a text link to it becomes."""

    token: str
    product: str
    """Its id."""
    title: str
    shop: str
    """The shop's name."""
    shop_id: str
    carrier: Literal["url", "miniprogram", "kouling", "code", "text", "none"]
    address: str = ""
    """Where a tap leads, for the few addresses that are links in an article."""
    appid: str = ""
    path: str = ""
    """The mini-program's page with its query."""
    own: bool = False
    """Whether the mini-program is the shop's own, so that readers find it by the shop's name."""
    text: str = ""
    """Words to copy: a 口令 or a text that WeChat opens."""


class ShownPrice(Record):
    """A price that stands in the article for good."""

    product: str
    """The product's title."""
    text: str
    as_of: date
    until: date | None
    """Its last day."""


class WechatArticle(Record):
    """One article as it goes to the official account."""

    id: str
    slug: str
    file: str
    language: str
    title: str
    digest: str
    author: str
    source_url: str
    """Where 阅读原文 leads."""
    address: str
    """Of the article's page on the site."""
    readmore: Literal["article", "shop", "campaign"]
    miniprogram: Literal["card", "picture", "text", "off"]
    cover: str
    """A picture by its path in the site, or empty."""
    ad: bool
    """Whether the mark “广告” stands above the text."""
    disclosure: str
    """The author's own line beside the mark, or empty."""
    commission: str
    """Names of shops that pay a commission of which that line says nothing."""
    theme: Theme
    parts: tuple[Part, ...]
    pictures: tuple[WechatPicture, ...] = ()
    codes: tuple[CodeFile, ...] = ()
    """Those that may be shown; `Adapted.codes` are those that are."""
    inserts: tuple[Insert, ...] = ()
    ways: tuple[Way, ...] = ()
    """By token, sorted."""
    prices: tuple[ShownPrice, ...] = ()
    """Sorted, each once."""
    joint: str = ""
    """The token of the one code that stands for several products: it leads to the article's page."""


class ShownCode(Record):
    """A code that the article shows."""

    token: str
    side: int
    """Of its file, in px."""


class Adapted(Record):
    """The article's content, ready to be pasted, with what was found out about it."""

    content: str
    draft: str
    """The same for the draft API, which takes cards that pasting loses."""
    weight: Weight
    references: tuple[tuple[str, str], ...] = ()
    """The numbered addresses at the end, in order: text and address."""
    inserts: tuple[Insert, ...] = ()
    """The cards that are put in by hand, with what stands in their places."""
    codes: tuple[ShownCode, ...] = ()
    """Those that are shown, in order, each once."""
    served: tuple[tuple[str, str], ...] = ()
    """Tokens of placements with a place for a code, each with that of the code it is bought by; empty for none."""
    left_out: tuple[int, ...] = ()
    """Which of the codes that the author asked for, counted from 0, stand too near one that leads elsewhere."""
    findings: tuple[Finding, ...] = ()
