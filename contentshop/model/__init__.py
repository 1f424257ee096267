"""The words of the project as frozen records.

What an author types (config, front matter, products) is described by the same records that the
program computes with, so that the JSON Schema, the validation and the documentation of a field have
one source: its type and its description here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from .base import (
    KeyPlace,
    Place,
    Problem,
    Record,
    TextPlace,
    Where,
    digest,
)
from .documents import (
    Address,
    Alternatives,
    Card,
    Code,
    Document,
    Faq,
    Follow,
    Gist,
    Heading,
    Html,
    Join,
    Mention,
    Offers,
    Picture,
    Price,
    ProductLink,
    ProductList,
    Query,
    Question,
    Quote,
    Scope,
    Segment,
    Segments,
    Selling,
    Verdict,
    gist_of,
    inside,
    walk,
    with_inside,
)
from .links import Identity, LedgerRow, Link, MiniProgram, PolicyRow
from .posters import Face, Fonts, Paint, Poster, PostersConfig
from .products import (
    AddressForm,
    Amount,
    Badge,
    Carrier,
    Channel,
    Content,
    Currency,
    Form,
    Identifier,
    Kind,
    Kouling,
    Language,
    LinkKey,
    Moment,
    Money,
    Offer,
    Origin,
    Outlet,
    OutletKind,
    OutletTexts,
    Product,
    ProductTexts,
    ReadyLink,
    ReferenceKind,
    ReferencePrice,
    ReferenceTexts,
    Regulated,
    Stock,
    described,
)

# --- what an author types: config -----------------------------------------------------------------


class SiteTexts(Record):
    """The site in another language."""

    title: Annotated[str, described("The name of the site.")] = ""
    author: Annotated[str, described("The author of articles that name none.")] = ""
    description: Annotated[str, described("One or two sentences about the site.")] = ""


class SiteConfig(Record):
    """The site as a whole."""

    title: Annotated[str, Meta(min_length=1, description="The name of the site.")]
    base_url: Annotated[
        str,
        Meta(pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$", description="Where `build/web/` is hosted; may have a path."),
    ]
    language: Annotated[Language, described("The language of articles that name none, such as `zh-CN` or `en`.")] = (
        "zh-CN"
    )
    timezone: Annotated[str, described("An IANA name; dates in the site are meant in it.")] = "Asia/Shanghai"
    currency: Annotated[Currency, described("The currency of prices that name none (ISO 4217).")] = "CNY"
    author: Annotated[str, described("The author of articles that name none.")] = ""
    description: Annotated[str, described("One or two sentences for the home page and search engines.")] = ""
    per_page: Annotated[
        int, Meta(ge=1, le=1000, description="How many articles or products a page of a list shows.")
    ] = 20
    slugs: Annotated[
        Literal["keep", "pinyin"],
        described("Keep Chinese in addresses, or write it in pinyin (needs the `pinyin` extra)."),
    ] = "keep"
    translations: Annotated[dict[Language, SiteTexts], described("Its texts in other languages.")] = {}


class NameTexts(Record):
    """A name in another language."""

    name: Annotated[str, described("The name readers see.")] = ""


class AccountConfig(Record):
    """The official account (公众号) that stands behind the site."""

    name: Annotated[str, described("Its name as readers see it.")] = ""
    wechat_id: Annotated[str, described("Its WeChat id.")] = ""
    code: Annotated[str, described("The picture of its follow code, as a path in the site; `::follow` shows it.")] = ""
    fakeid: Annotated[
        str,
        Meta(
            pattern=r"^([A-Za-z0-9+/]+={0,2})?$",
            description="Its number in the back office, such as `MzAwMDAwMDAwMA==`; `::follow` becomes its name card.",
        ),
    ] = ""
    headimg: Annotated[
        str,
        Meta(pattern=r"^(https?://\S+)?$", description="The address of its picture on mmbiz.qpic.cn, for that card."),
    ] = ""
    signature: Annotated[str, described("What it says of itself, for that card.")] = ""
    translations: Annotated[dict[Language, NameTexts], described("Its name in other languages.")] = {}


class ShopConfig(Record):
    """A place where products are bought."""

    kind: Annotated[str, described("One of the shop kinds, such as web, youzan, weidian, taobao, jd, miniprogram.")]
    name: Annotated[str, described("The name readers see; the kind's name when empty.")] = ""
    url: Annotated[str, described("The address of the shop, before the offers' paths.")] = ""
    appid: Annotated[str, described("The appid of a mini-program; any shop may have one of its own.")] = ""
    jump: Annotated[
        str,
        Meta(
            pattern=r"^(https://[^/?#\s]+/([^?#\s]*/)?)?$",
            description="The address that the mini-program's console maps to it; its codes hold it, page and token.",
        ),
    ] = ""
    tag: Annotated[str, described("Your publisher's id at an affiliate network.")] = ""
    merchant: Annotated[str, described("The advertiser's id at an affiliate network.")] = ""
    allow: Annotated[
        tuple[Literal["price", "picture", "go"], ...],
        described("What the shop's terms forbid by default and you may do: a price, a picture, a go page."),
    ] = ()
    affiliate: Annotated[bool, described("Whether a sale here earns a commission; sets `rel=sponsored`.")] = False
    nofollow: Annotated[bool, described("Whether links to this own shop are `nofollow`.")] = False
    append: Annotated[
        tuple[str, ...] | None,
        described("Tracking keys this shop accepts, instead of its kind's; `[]` appends nothing."),
    ] = None
    translations: Annotated[dict[Language, NameTexts], described("Its name in other languages.")] = {}


class TrackingConfig(Record):
    """What is appended to the addresses of shops that allow it."""

    source: Annotated[str, described("`utm_source`; the host of `base_url` when empty.")] = ""
    campaign: Annotated[str, described("`utm_campaign`; the article's id when empty.")] = ""


class LineTexts(Record):
    """A line in another language."""

    text: Annotated[str, described("The line as readers see it.")] = ""


class DisclosureConfig(Record):
    """The mark “广告”/“Ad” and the line before the first card, which the law asks for."""

    text: Annotated[str, described("The line before the first card, in the author's words.")] = ""
    off: Annotated[str, described("The written reason for showing neither; the mark is on while this is empty.")] = ""
    translations: Annotated[dict[Language, LineTexts], described("The line in other languages.")] = {}


class FooterConfig(Record):
    """What stands at the foot of every page."""

    icp: Annotated[str, described("The ICP record number.")] = ""
    police: Annotated[str, described("The 公安备案 number.")] = ""
    text: Annotated[str, described("A line of your own.")] = ""
    translations: Annotated[dict[Language, LineTexts], described("The line in other languages.")] = {}


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
    price: Annotated[
        Literal["dated", "hidden"],
        described("What is sent and cannot be called back shows prices with their day, or none."),
    ] = "dated"


class HomeConfig(Record):
    """The shelf of products on the home page; of those that the newest articles show, when it asks for none."""

    title: Annotated[str, described("What stands above the shelf, such as 冬天用得上的.")] = ""
    products: Annotated[tuple[Identifier, ...], described("The products in season by id, in their order.")] = ()
    tag: Annotated[str, described("Those of the catalogue with this tag, after the ones named.")] = ""
    limit: Annotated[int, Meta(ge=0, le=100, description="How many stand there at most; 0 for no shelf.")] = 8


class ProductsConfig(Record):
    """What is made of the catalogue, and how it is looked after."""

    pages: Annotated[
        Literal["used", "all"],
        described("Which products have a page of their own: those that articles show, or all of the catalogue."),
    ] = "used"
    stale_after: Annotated[
        int, Meta(ge=0, le=9999, description="Days after which a price that pages show is called old; 0 for never.")
    ] = 30
    lines: Annotated[
        dict[Literal[Kind, Regulated], str],
        described('Your own line instead of the built-in one, by `kind` or `regulated`; `""` shows none.'),
    ] = {}


class KitsConfig(Record):
    """What is made for handing articles on in other channels."""

    newest: Annotated[
        int, Meta(ge=0, le=100_000, description="How many articles, the newest ones, kits are made of; 0 for all.")
    ] = 20


class WechatConfig(Record):
    """The article as it stands in the official account."""

    theme: Annotated[
        str, Meta(pattern=r"^[\w-]*$", description="A file of `templates/wechat/themes/`; the first one when empty.")
    ] = ""
    readmore: Annotated[
        Literal["article", "shop", "campaign"],
        described("Where 阅读原文 leads: the article on the site, the first product's shop, or `campaign`."),
    ] = "article"
    campaign: Annotated[
        str,
        Meta(pattern=r"^(https?://\S+)?$", description="Where 阅读原文 leads with `readmore: campaign`."),
    ] = ""
    miniprogram: Annotated[
        Literal["card", "picture", "text", "off"],
        described("How a mini-program is linked where a shop has one; `off` leaves the code alone."),
    ] = "card"
    public_pictures: Annotated[
        bool,
        described("Whether the article's pictures are put into `build/web/media/` too, for editors to fetch them."),
    ] = False


ShareButton = Literal["weibo", "qq", "qzone", "email", "facebook", "x", "copy"]


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
    home: Annotated[HomeConfig, described("The shelf of products on the home page.")] = HomeConfig()
    products: Annotated[ProductsConfig, described("What is made of the catalogue, and how it is looked after.")] = (
        ProductsConfig()
    )
    kits: Annotated[KitsConfig, described("What is made for handing articles on in other channels.")] = KitsConfig()
    wechat: Annotated[WechatConfig, described("The article as it stands in the official account.")] = WechatConfig()
    share: Annotated[
        tuple[ShareButton, ...] | None,
        described("The buttons that pass a page on, in this order, beside its code; else those of its shops’ kinds."),
    ] = None
    posters: Annotated[PostersConfig, described("How posters are set.")] = PostersConfig()
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

    def builds(self, channel: Channel) -> bool:
        """Return whether a channel is built: each is that is not switched off."""
        return channel not in self.channels or self.channels[channel].enabled


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
    language: Annotated[Language, described("The language; the site's when left out.")] = ""
    translation_of: Annotated[
        str, described("The article this one is a translation of: its file, like in a link, or its id.")
    ] = ""
    draft: Annotated[bool, described("Whether it is left out of builds without `--drafts`.")] = False
    pinned: Annotated[bool, described("Whether it stands first on the home page.")] = False
    aliases: Annotated[tuple[str, ...], described("Old addresses, as paths, that lead here.")] = ()
    wechat_url: Annotated[
        str,
        Meta(
            pattern=r"^(https://mp\.weixin\.qq\.com/\S+)?$",
            description="Where it is published in the official account; articles there link to it.",
        ),
    ] = ""


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
    text: str
    """The digest of its body, by which it is known again under another name; empty without one."""
    body_line: int
    """The line of the file on which the body begins, from 1."""
    translation_of: str = ""
    """As typed: a file or an id."""
    wechat_url: str = ""


class TypedArticle(Article, kw_only=True):
    """An article with its body as typed, for what reads it; nothing is planned from that."""

    body: str

    def without_body(self) -> Article:
        """Return what is planned from."""
        return Article(*(getattr(self, name) for name in Article.__struct_fields__))


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


ScaledForm = Literal["webp", "jpeg", "png"]


class Scale(Record, tag="scale"):
    """A picture of the site, at most `width` px wide."""

    source: str
    content: str
    """The digest of its bytes."""
    width: int
    form: ScaledForm
    """PNG has few colours here, for drawings."""
    height: int = 0
    """In px, to be cropped about the middle to exactly `width` × `height`; 0 for its own proportions."""
    within: tuple[int, int] | None = None
    """Proportions it is cropped to before that, so that one crop shows the middle of another."""
    heaviest: int = 0
    """Bytes that the file may have, for places that take no more; 0 for any number."""


class Draw(Record, tag="draw"):
    """A QR code of a text, as PNG."""

    text: str


class Script(Record, tag="script"):
    """What another work makes, as a script that hands it to a page: pages opened as files can read no other files."""

    name: str
    """What the page knows it by."""
    work: Scale | Draw


class Verbatim(Record, tag="verbatim"):
    """Bytes that are known already."""

    data: bytes


Work = Render | Copy | Scale | Draw | Paint | Script | Verbatim
Wave = Literal["media", "page", "list"]
"""The order of writing: what pages refer to, pages, what refers to pages."""


class Task(Record):
    """One output file and all it depends on; `path` is relative to the output folder, with `/`."""

    path: str
    wave: Wave
    work: Work


__all__ = [
    "AccountConfig",
    "Address",
    "AddressForm",
    "Alternatives",
    "Amount",
    "AnalyticsConfig",
    "Article",
    "Badge",
    "Card",
    "Carrier",
    "Channel",
    "ChannelConfig",
    "Code",
    "Config",
    "Content",
    "Copy",
    "Currency",
    "DisclosureConfig",
    "Document",
    "Draw",
    "Face",
    "Faq",
    "Follow",
    "Fonts",
    "FooterConfig",
    "Form",
    "FrontMatter",
    "Gist",
    "Heading",
    "Html",
    "Identifier",
    "Identity",
    "Join",
    "KeyPlace",
    "Kind",
    "KitsConfig",
    "Kouling",
    "LedgerRow",
    "Link",
    "LinkKey",
    "MarkupConfig",
    "Mention",
    "MiniProgram",
    "Moment",
    "Money",
    "Offer",
    "Offers",
    "Origin",
    "Outlet",
    "OutletKind",
    "OutletTexts",
    "Paint",
    "Picture",
    "Place",
    "PolicyRow",
    "Poster",
    "PostersConfig",
    "Price",
    "Problem",
    "Product",
    "ProductLink",
    "ProductList",
    "ProductTexts",
    "ProductsConfig",
    "Query",
    "Question",
    "Quote",
    "ReadyLink",
    "Record",
    "ReferenceKind",
    "ReferencePrice",
    "ReferenceTexts",
    "Regulated",
    "Render",
    "Scale",
    "ScaledForm",
    "Scope",
    "Script",
    "Segment",
    "Segments",
    "Selling",
    "ShareButton",
    "ShopConfig",
    "SiteConfig",
    "Stock",
    "Task",
    "TextPlace",
    "TrackingConfig",
    "TypedArticle",
    "Verbatim",
    "Verdict",
    "Wave",
    "WechatConfig",
    "Where",
    "Work",
    "described",
    "digest",
    "gist_of",
    "inside",
    "walk",
    "with_inside",
]
