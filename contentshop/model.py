"""The words of the project as frozen records.

What an author types (config, front matter, products) is described by the same records that the
program computes with, so that the JSON Schema, the validation and the documentation of a field have
one source: its type and its description here.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, dataclass_transform

import msgspec
from msgspec import Meta


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A frozen value: equal when its fields are equal, digestible, serialisable."""


def digest(*parts: bytes | str) -> str:
    """Return 32 hex digits (BLAKE2b, 128 bits) of the parts, each with its length in front."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


# --- places ---------------------------------------------------------------------------------------


class Place(Record, tag="place"):
    """A point in a file of the site; line and column count from 1 in characters, 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0


class KeyPlace(Record, tag="key"):
    """A value in a YAML file, named by the keys and list indexes that lead to it."""

    file: str
    keys: tuple[str | int, ...] = ()


class TextPlace(Record, tag="text"):
    """The `nth` (from 0) occurrence of `text` outside code in an article's Markdown."""

    file: str
    text: str
    nth: int = 0


Where = Place | KeyPlace | TextPlace


# --- what an author types: products ---------------------------------------------------------------

Channel = Literal["web", "scan", "wechat", "readmore", "moments", "group", "chat", "weibo", "feed", "email", "print"]
Carrier = Literal["url", "miniprogram", "kouling", "code", "text", "none"]
Stock = Literal["in_stock", "out_of_stock", "preorder"]
Form = Literal["link", "card", "list", "code", "offers"]

Identifier = Annotated[str, Meta(pattern=r"^[\w][\w.-]*$", max_length=80)]
Amount = Decimal
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$")]
"""A day, or a day with a time; without an offset it is meant in the site's time zone."""
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description="ISO 4217 code, such as CNY or USD.")]


def described(text: str) -> Meta:
    """Return the description of a field, shown by editors and in the reference."""
    return Meta(description=text)


class Money(Record):
    """An amount of money in a currency."""

    amount: Annotated[Amount, described("A decimal number, read from text.")]
    currency: Currency


class ReferencePrice(Record):
    """A higher price to compare with; it needs its kind, evidence and date to be shown at all."""

    amount: Annotated[Amount, described("The reference price, in the currency of the price.")]
    kind: Annotated[
        Literal["7d_low", "last_sale", "msrp", "named"],
        described("Lowest price of the 7 days before, last sale, maker's price, or another named one."),
    ]
    evidence: Annotated[
        str, Meta(min_length=1, description="What proves it, for example a photo of the printed price.")
    ]
    date: Annotated[date, described("The day the evidence is from.")]
    label: Annotated[str, described("The name shown when the kind is `named`.")] = ""


class Kouling(Record):
    """A ready-made 口令 text and the day it stops working."""

    text: Annotated[str, described("The text as the shop's app gave it, unchanged.")]
    expires: Annotated[date | None, described("Its last day.")] = None


class Offer(Record):
    """The product at one shop; price, date and stock default to the product's."""

    shop: Annotated[str, described("The shop's id in `config.yaml`.")]
    url: Annotated[str, described("The whole address, instead of the parts below.")] = ""
    path: Annotated[str, described("The path at a `web` shop, or the page of a mini-program.")] = ""
    alias: Annotated[str, described("有赞's alias of the product.")] = ""
    item_id: Annotated[str, described("The item number at 微店, 淘宝 or 京东.")] = ""
    sku: Annotated[str, described("The shop's own number of the variant.")] = ""
    price: Annotated[Amount | Money | None, described("The price at this shop.")] = None
    as_of: Annotated[date | None, described("The day the price was seen.")] = None
    valid_until: Annotated[date | None, described("The last day the price holds, in the site's time zone.")] = None
    stock: Annotated[Stock | None, described("Whether this shop has it.")] = None
    links: Annotated[dict[Channel, str], described("Ready-made addresses per channel; signed, so never edited.")] = {}
    kouling: Annotated[Kouling | None, described("A ready-made 口令, for channels that carry one.")] = None


class Product(Record):
    """A catalogue entry."""

    id: Annotated[Identifier, described("The name that directives use; letters, digits, `-`, `_`, `.`.")]
    title: Annotated[str, Meta(min_length=1, description="The name readers see.")]
    summary: Annotated[str, described("One line that says what it is.")] = ""
    brand: Annotated[str, described("The maker's brand.")] = ""
    category: Annotated[str, described("One category, used by `:::products{category=…}`.")] = ""
    tags: Annotated[tuple[str, ...], described("Words for `:::products{tag=…}`.")] = ()
    specs: Annotated[dict[str, str], described("Name and value pairs for comparison tables.")] = {}
    price: Annotated[Amount | Money | None, described("In the site's currency unless `{amount, currency}`.")] = None
    as_of: Annotated[date | None, described("The day the price was seen; required with a price.")] = None
    valid_until: Annotated[date | None, described("The last day the price holds, in the site's time zone.")] = None
    reference_price: Annotated[ReferencePrice | None, described("A higher price to compare with.")] = None
    image: Annotated[str, described("A picture, as a path in the site.")] = ""
    stock: Annotated[Stock, described("Whether it can be had.")] = "in_stock"
    offers: Annotated[tuple[Offer, ...], described("Where it is sold.")] = ()
    alternatives: Annotated[tuple[str, ...], described("Ids of products to show when this cannot be had.")] = ()


class Outlet(Record):
    """The one place that hands content on, such as a group; a row of `outlets.yaml`."""

    id: Annotated[Identifier, described("The name that `::join` uses; letters, digits, `-`, `_`, `.`.")]
    kind: Annotated[Literal["group"], described("What it is; `group` is a WeChat group (微信群).")]
    name: Annotated[str, Meta(min_length=1, description="The name readers see.")]
    code: Annotated[str, Meta(min_length=1, description="The picture of its code, as a path in the site.")]
    expires: Annotated[
        date | None, described("The code's last day, in the site's time zone; WeChat prints it below the code.")
    ] = None
    note: Annotated[str, described("One line that says what goes on there.")] = ""
    fallback: Annotated[str, described("What readers are told once the code has expired.")] = ""


class Origin(Record):
    """Where a product was read: the file and its index in the list."""

    file: str
    index: int


# --- what an author types: config -----------------------------------------------------------------


class SiteConfig(Record):
    """The site as a whole."""

    title: Annotated[str, Meta(min_length=1, description="The name of the site.")]
    base_url: Annotated[
        str,
        Meta(pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$", description="Where `build/web/` is hosted; may have a path."),
    ]
    language: Annotated[str, described("The language of articles that name none, such as `zh-CN` or `en`.")] = "zh-CN"
    timezone: Annotated[str, described("An IANA name; dates in the site are meant in it.")] = "Asia/Shanghai"
    currency: Annotated[Currency, described("The currency of prices that name none (ISO 4217).")] = "CNY"
    author: Annotated[str, described("The author of articles that name none.")] = ""
    description: Annotated[str, described("One or two sentences for the home page and search engines.")] = ""
    slugs: Annotated[
        Literal["keep", "pinyin"],
        described("Keep Chinese in addresses, or write it in pinyin (needs the `pinyin` extra)."),
    ] = "keep"


class AccountConfig(Record):
    """The official account (公众号) that stands behind the site."""

    name: Annotated[str, described("Its name as readers see it.")] = ""
    wechat_id: Annotated[str, described("Its WeChat id.")] = ""
    code: Annotated[str, described("The picture of its follow code, as a path in the site; `::follow` shows it.")] = ""


class ShopConfig(Record):
    """A place where products are bought."""

    kind: Annotated[str, described("One of the shop kinds: web, youzan, weidian, taobao, jd, miniprogram.")]
    name: Annotated[str, described("The name readers see; the kind's name when empty.")] = ""
    url: Annotated[str, described("The address of a `web` shop, before the offers' paths.")] = ""
    appid: Annotated[str, described("The appid of a `miniprogram` shop.")] = ""
    affiliate: Annotated[bool, described("Whether a sale here earns a commission; sets `rel=sponsored`.")] = False
    nofollow: Annotated[bool, described("Whether links to this own shop are `nofollow`.")] = False
    append: Annotated[
        tuple[str, ...] | None,
        described("Tracking keys this shop accepts, instead of its kind's; `[]` appends nothing."),
    ] = None


class TrackingConfig(Record):
    """What is appended to the addresses of shops that allow it."""

    source: Annotated[str, described("`utm_source`; the host of `base_url` when empty.")] = ""
    campaign: Annotated[str, described("`utm_campaign`; the article's id when empty.")] = ""


class DisclosureConfig(Record):
    """The mark “广告”/“Ad” and the line before the first card, which the law asks for."""

    text: Annotated[str, described("The line before the first card, in the author's words.")] = ""
    off: Annotated[str, described("The written reason for showing neither; the mark is on while this is empty.")] = ""


class FooterConfig(Record):
    """What stands at the foot of every page."""

    icp: Annotated[str, described("The ICP record number.")] = ""
    police: Annotated[str, described("The 公安备案 number.")] = ""
    text: Annotated[str, described("A line of your own.")] = ""


class AnalyticsConfig(Record):
    """A snippet of HTML put at the end of every page's head; off by default."""

    snippet: Annotated[str, described("Trusted HTML, copied as it is.")] = ""


class MarkupConfig(Record):
    """How Markdown is read."""

    extensions: Annotated[tuple[str, ...], described("More Python-Markdown extensions, by import name.")] = ()


class ChannelConfig(Record):
    """What the author decides for one channel."""

    enabled: Annotated[bool, described("Whether the channel is built.")] = True
    kouling: Annotated[bool, described("Whether 口令 may be shown where the policy allows it.")] = False
    medium: Annotated[str, described("`utm_medium`; the channel's name when empty.")] = ""


class PolicyRow(Record):
    """Which carriers work for one shop kind in one channel, with the evidence for it."""

    channel: Annotated[Channel, described("The channel.")]
    kind: Annotated[str, described("The shop kind.")]
    carriers: Annotated[tuple[Carrier, ...], described("What works there, best first.")]
    since: Annotated[date | None, described("Since when it has been so.")] = None
    checked: Annotated[date | None, described("When it was last looked at.")] = None
    confidence: Annotated[Literal["H", "M", "L"], described("How sure that is.")] = "M"
    source: Annotated[str, described("Where that is from.")] = ""
    note: Annotated[str, described("Anything to know.")] = ""


class Config(Record):
    """`config.yaml`."""

    site: Annotated[SiteConfig, described("The site as a whole.")]
    account: Annotated[AccountConfig, described("The official account.")] = AccountConfig()
    shops: Annotated[
        dict[Identifier, ShopConfig], described("Shops by id; their order is the order of preference.")
    ] = {}
    prefer: Annotated[
        Literal["order", "cheapest"], described("Between equally good carriers: the order of shops, or the price.")
    ] = "order"
    channels: Annotated[dict[Channel, ChannelConfig], described("Choices per channel.")] = {}
    policy: Annotated[tuple[PolicyRow, ...], described("Rows that replace rows of the built-in policy.")] = ()
    tracking: Annotated[TrackingConfig, described("What is appended to shops' addresses.")] = TrackingConfig()
    disclosure: Annotated[DisclosureConfig, described("The advertisement mark and line.")] = DisclosureConfig()
    html: Annotated[
        Literal["allow", "clean", "escape"], described("HTML in articles: as it is, sanitised, or shown as text.")
    ] = "allow"
    markup: Annotated[MarkupConfig, described("How Markdown is read.")] = MarkupConfig()
    codes: Annotated[
        Literal["go", "direct"], described("Codes hold the short address of a go page, or the shop's own address.")
    ] = "go"
    go_base_url: Annotated[
        str,
        Meta(
            pattern=r"^(https?://[^/?#\s]+(/[^?#\s]*)?)?$",
            description="Another address under which `build/web/` is hosted, for go pages.",
        ),
    ] = ""
    footer: Annotated[FooterConfig, described("The foot of every page.")] = FooterConfig()
    analytics: Annotated[AnalyticsConfig, described("A snippet for every page.")] = AnalyticsConfig()


# --- what an author types: articles ---------------------------------------------------------------


class FrontMatter(Record):
    """The head of an article; every field may be left out."""

    title: Annotated[str, described("The title; the first heading when left out.")] = ""
    id: Annotated[
        str,
        Meta(
            pattern=r"^[^\r\n]*$",
            description="The name that tokens are made from; the article's first slug when left out.",
        ),
    ] = ""
    slug: Annotated[str, described("The last part of the address; from the file's name when left out.")] = ""
    date: Annotated[Moment, described("Published from then on; from the file's name when left out.")] = ""
    updated: Annotated[Moment, described("When it was last changed.")] = ""
    tags: Annotated[tuple[str, ...], described("Its tags.")] = ()
    summary: Annotated[str, described("One or two sentences; the first ones of the text when left out.")] = ""
    cover: Annotated[str, described("A picture, as a path in the site.")] = ""
    author: Annotated[str, described("The author; the site's when left out.")] = ""
    language: Annotated[str, described("The language; the site's when left out.")] = ""
    translation_of: Annotated[
        str, described("The article this one is a translation of: its file, like in a link, or its id.")
    ] = ""
    draft: Annotated[bool, described("Whether it is left out of builds without `--drafts`.")] = False
    pinned: Annotated[bool, described("Whether it stands first on the home page.")] = False
    aliases: Annotated[tuple[str, ...], described("Old addresses, as paths, that lead here.")] = ()


class Article(Record):
    """One Markdown file, its head read and its defaults filled in."""

    file: str
    id: str
    slug: str
    title: str
    language: str
    author: str
    date: datetime | None
    """Aware, in the site's time zone; an undated article has none."""
    updated: datetime | None
    tags: tuple[str, ...]
    summary: str
    cover: str
    draft: bool
    pinned: bool
    aliases: tuple[str, ...]
    body: str
    body_line: int
    """The line of the file on which the body begins, from 1."""
    translation_of: str = ""
    """As typed: a file or an id."""


# --- documents ------------------------------------------------------------------------------------


class Html(Record, tag="html"):
    """Finished HTML, which need not be well-formed by itself; templates print it unescaped."""

    html: str

    def __html__(self) -> str:
        """Return the HTML; the protocol of MarkupSafe."""
        return self.html


class Scope(Record, tag="scope"):
    """Stands before an id and in links to it: empty on the article's own page, unique elsewhere."""


class Address(Record, tag="address"):
    """An address of the site as typed in a link (`other.md#part`, `/tags/x/`); stands in an attribute."""

    target: str
    nth: int = 0


class Picture(Record, tag="picture"):
    """A picture as typed; `src` is a path in the site or a remote address."""

    src: str
    alt: str = ""
    title: str = ""
    nth: int = 0


class ProductLink(Record, tag="link"):
    """A text link to a product: `[label](product:id)`."""

    product: str
    label: tuple[Segment, ...]
    key: str = ""
    raw: str = ""
    nth: int = 0


class Price(Record, tag="price"):
    """The price of a product inside a line."""

    product: str
    raw: str = ""
    nth: int = 0


class Card(Record, tag="card"):
    """A product card."""

    product: str
    note: str = ""
    layout: Literal["card", "compact"] = "card"
    offer: str = ""
    key: str = ""
    raw: str = ""
    nth: int = 0


class Query(Record):
    """Which products a list shows when it names none."""

    tag: str = ""
    category: str = ""
    sort: Literal["", "price", "-price", "title", "as_of"] = ""
    limit: int = 0


class ProductList(Record, tag="list"):
    """Several products, named or asked for."""

    products: tuple[str, ...] = ()
    query: Query | None = None
    layout: Literal["grid", "list", "compare"] = "grid"
    key: str = ""
    raw: str = ""
    nth: int = 0


class Code(Record, tag="code"):
    """A code: of a product, or of the article itself when `product` is empty."""

    product: str = ""
    key: str = ""
    raw: str = ""
    nth: int = 0


class Offers(Record, tag="offers"):
    """Every shop that has a product, with what it costs there."""

    product: str
    key: str = ""
    raw: str = ""
    nth: int = 0


class Alternatives(Record, tag="alternatives"):
    """The alternatives of a product that can be had."""

    product: str
    key: str = ""
    raw: str = ""
    nth: int = 0


class Follow(Record, tag="follow"):
    """How the official account is followed."""

    raw: str = ""
    nth: int = 0


class Join(Record, tag="join"):
    """How a group is joined."""

    outlet: str
    raw: str = ""
    nth: int = 0


Selling = ProductLink | Price | Card | ProductList | Code | Offers | Alternatives
"""The segments that name products."""
Segment = Html | Scope | Address | Picture | Selling | Follow | Join


class Heading(Record):
    """A line of the table of contents; `anchor` is without scope."""

    level: int
    anchor: str
    title: tuple[Segment, ...]


class Document(Record):
    """A parsed body."""

    segments: tuple[Segment, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id of the body, without scope, sorted."""
    title: str = ""
    """The text of a first-level heading that opened the body and was taken out as its title."""
    lead: str = ""
    """The first sentences as plain text, at most about 120 characters."""
    problems: tuple[Problem, ...] = ()
    """What was wrong in the grammar; places are `TextPlace` with an empty file."""


class Problem(Record):
    """Something wrong: a code of the catalogue, where, and the values its message needs."""

    code: str
    where: Where | None = None
    values: dict[str, str] = {}


# --- links ----------------------------------------------------------------------------------------


class Identity(Record):
    """What a token is made from; an empty product is the article's own share code."""

    article: str
    product: str = ""
    form: Form = "code"
    key: str = ""
    channel: Channel = "scan"
    outlet: str = ""


class LedgerRow(Record):
    """One token ever made."""

    token: str
    identity: Identity
    first_seen: date


class Link(Record):
    """A placement in a channel, resolved: where it leads and how it is carried."""

    token: str
    identity: Identity
    carrier: Carrier
    offer: Offer | None
    """The chosen offer; none for a share code, or when nothing is left to buy."""
    address: str
    """The destination with tracking, or empty when there is none."""


# --- steps and tasks ------------------------------------------------------------------------------


class Render(Record, tag="render"):
    """A page made by a template from one view model."""

    template: str
    view: Any


class Copy(Record, tag="copy"):
    """A file of the site, copied as it is."""

    source: str
    content: str
    """The digest of its bytes."""


class Draw(Record, tag="draw"):
    """A QR code of a text, as PNG."""

    text: str


class Verbatim(Record, tag="verbatim"):
    """Bytes that are known already."""

    data: bytes


Work = Render | Copy | Draw | Verbatim
Wave = Literal["media", "page", "list"]
"""The order of writing: what pages refer to, pages, what refers to pages."""


class Task(Record):
    """One output file and all it depends on; `path` is relative to the output folder, with `/`."""

    path: str
    wave: Wave
    work: Work
