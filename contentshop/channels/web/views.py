"""The view models of the web channel: all that one template may show, and nothing else.

Addresses are finished (percent-encoded, with the site's path), dates and prices are text in the
page's language. A field named `*_iso` is for machines.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from contentshop.channels.prices import PriceView
from contentshop.model import Html, Kind, Record


class SiteView(Record):
    """What every page in one language shows of the site."""

    title: str
    description: str
    language: str
    """The language of the title."""
    base_url: str
    """Absolute, with a slash at its end."""
    home: str
    feed: str
    """Empty when there is no feed, like `json_feed`."""
    search: str
    assets: dict[str, str]
    """The addresses of the theme's `web/assets/`, by file name."""
    account: str
    wechat_id: str
    icp: str
    police: str
    footer: str
    analytics: Html
    json_feed: str = ""
    products: str = ""
    """The list of all products, or empty when none has a page."""
    footer_language: str = ""
    locale: str = ""
    """The pages' language as OpenGraph writes it: `zh_CN`."""


class ImageView(Record, tag="image"):
    """A picture; width and height, those of its largest file, are 0 when unknown (a remote picture)."""

    url: str
    alt: str = ""
    title: str = ""
    width: int = 0
    height: int = 0
    srcset: tuple[tuple[str, int], ...] = ()
    """The addresses of its files with their width in px, the smallest first; empty when there is but one."""
    colour: str = ""
    """Six hex digits to show while it loads; empty for a picture that may be transparent."""
    kind: ClassVar[str] = "image"


class CodeView(Record, tag="code"):
    """A code with what it leads to; `size` is its side in px."""

    url: str
    address: str
    size: int
    product: str = ""
    """The product's title; empty for a code of the article."""
    rel: str = "nofollow noopener"
    kind: ClassVar[str] = "code"


class ShopLink(Record):
    """A way to buy that can be pressed."""

    shop: str
    href: str
    rel: str
    opens_app: bool = False
    """Whether it opens a mini-program instead of a page."""


class CardView(Record, tag="card"):
    """A product card; without `buy` it says why and may show an alternative."""

    product: str
    title: str
    brand: str
    summary: str
    note: str
    layout: Literal["card", "compact"]
    image: ImageView | None
    price: PriceView | None
    buy: ShopLink | None
    code: CodeView | None
    ad: bool
    """Whether the mark “广告”/“Ad” is shown."""
    reason: Literal["", "out_of_stock", "expired", "no_offer", "no_carrier"] = ""
    preorder: bool = False
    alternative: CardView | None = None
    specs: tuple[tuple[str, str], ...] = ()
    sort: Kind = "physical"
    """What the product is, said on the card where it is no thing."""
    badges: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """What must be said beside such a product."""
    title_language: str = ""
    """The language of the title where it is not the page's; likewise the summary's."""
    summary_language: str = ""
    page: str = ""
    """The address of the product's own page."""
    kind: ClassVar[str] = "card"


class SpecRow(Record):
    """A row of a comparison: its name and one value per product, empty where unknown."""

    name: str
    values: tuple[str, ...]


class ListView(Record, tag="list"):
    """Several cards; `rows` are filled for the layout `compare`."""

    layout: Literal["grid", "list", "compare"]
    cards: tuple[CardView, ...]
    rows: tuple[SpecRow, ...] = ()
    instead_of: str = ""
    """The product whose alternatives these are; empty for any other list."""
    kind: ClassVar[str] = "list"


class OfferRow(Record):
    """A product at one shop; without `buy` it says why."""

    shop: str
    price: PriceView | None
    buy: ShopLink | None
    opens: Literal["everywhere", "outside_wechat", "wechat", "app"]
    """Where the button leads to the shop; `app` is a mini-program."""
    shop_kind: str
    """The name of the kind of shop, such as 淘宝."""
    reason: Literal["", "out_of_stock", "expired", "no_offer", "no_carrier"] = ""
    preorder: bool = False
    cheapest: bool = False
    """Whether it costs less here than at another of the shops."""


class OffersView(Record, tag="offers"):
    """Every shop that has a product, those where it can be had first."""

    product: str
    rows: tuple[OfferRow, ...]
    ad: bool
    """Whether the mark “广告”/“Ad” is shown."""
    lines: tuple[str, ...] = ()
    """What must be said beside such a product."""
    dated: PriceView | None = None
    """A price whose day and last day are those of most rows, to be said once for all of these; none for one row."""
    kind: ClassVar[str] = "offers"


class FollowView(Record, tag="follow"):
    """How the official account is followed: by its code, or by searching for its name."""

    name: str
    wechat_id: str
    image: ImageView | None
    kind: ClassVar[str] = "follow"


class JoinView(Record, tag="join"):
    """How a group is joined: by its code, until that expires.

    `until_iso` is the instant at which a page that was built earlier shows what comes after, or empty:
    `fallback`, else the account, else a plain sentence. Without `image` the code has expired.
    """

    name: str
    note: str
    image: ImageView | None
    until: str = ""
    until_iso: str = ""
    fallback: str = ""
    account: FollowView | None = None
    kind: ClassVar[str] = "join"


class HtmlView(Record, tag="html"):
    """Finished HTML between the other parts."""

    html: Html
    kind: ClassVar[str] = "html"


class LinkView(Record, tag="link"):
    """A text link to a product; without `href` nothing can be bought and only the label is shown."""

    href: str
    rel: str
    title: str
    label: tuple[Part, ...]
    kind: ClassVar[str] = "link"


class DisclosureView(Record, tag="disclosure"):
    """The line in the author's words, before the first card, and what must be said beside them."""

    text: str
    commission: str = ""
    """Names of shops that pay a commission of which the author's words say nothing."""
    kind: ClassVar[str] = "disclosure"


class NoteView(Record):
    """A merit or a drawback; `text` is the same for machines."""

    parts: tuple[Part, ...]
    text: str


class VerdictView(Record, tag="verdict"):
    """The author's verdict on a product, with the product's card."""

    card: CardView
    badge: Literal["", "top-pick", "runner-up", "budget"]
    rating: str
    """Out of 5, as typed, or empty."""
    percent: int
    """The rating in hundredths of the best."""
    pros: tuple[NoteView, ...]
    cons: tuple[NoteView, ...]
    audience: tuple[Part, ...]
    kind: ClassVar[str] = "verdict"


class QuoteView(Record, tag="quote"):
    """Somebody's words; `text` is the same for machines. How consent was given is nobody's to see."""

    body: tuple[Part, ...]
    text: str
    speaker: str
    source: str
    """What is shown of the source: the host of an address."""
    source_url: str
    date: str
    date_iso: str
    kind: ClassVar[str] = "quote"


class QuestionView(Record):
    """A question with its answer; the texts are the same for machines."""

    level: int
    anchor: str
    question: tuple[Part, ...]
    question_text: str
    answer: tuple[Part, ...]
    answer_text: str


class FaqView(Record, tag="faq"):
    """Questions and answers."""

    items: tuple[QuestionView, ...]
    kind: ClassVar[str] = "faq"


Part = (
    HtmlView
    | LinkView
    | PriceView
    | CardView
    | ListView
    | CodeView
    | ImageView
    | DisclosureView
    | OffersView
    | FollowView
    | JoinView
    | VerdictView
    | QuoteView
    | FaqView
)


class TagView(Record):
    """A tag with its address and how many articles have it."""

    name: str
    url: str
    count: int = 0


class EntryView(Record):
    """An article as lists show it."""

    title: str
    url: str
    summary: str
    language: str
    date: str
    date_iso: str
    cover: ImageView | None
    tags: tuple[TagView, ...]
    ad: bool
    draft: bool
    pinned: bool


class TocLine(Record):
    """A line of the table of contents; the highest headings of the article have the level 0."""

    level: int
    anchor: str
    title: tuple[Part, ...]


class ShareLink(Record):
    """A button that opens a platform's own sharing page."""

    name: str
    href: str


class ShareView(Record):
    """How a reader passes the page on: a code, its address, buttons."""

    code: CodeView
    address: str
    links: tuple[ShareLink, ...]
    copies: bool = True
    """Whether there is a button that copies the address."""


class AlternateView(Record):
    """An address of the same text in a language (`x-default` for all others), with OpenGraph's name of it."""

    language: str
    locale: str
    href: str


class TranslationView(Record):
    """The same text in a language, by the language's own name; the page itself has no address."""

    name: str
    language: str
    url: str


class HeadView(Record):
    """What stands in the head of a page for machines; addresses are absolute."""

    title: str
    description: str
    canonical: str
    image: str = ""
    type: Literal["website", "article", "product"] = "website"
    properties: tuple[tuple[str, str], ...] = ()
    """More OpenGraph properties, by name."""
    published_iso: str = ""
    updated_iso: str = ""
    json_ld: Html = Html(html="")
    index: bool = True
    """Whether search engines may list the page."""
    alternates: tuple[AlternateView, ...] = ()
    """All translations, itself included, or none."""
    previous: str = ""
    """The page before this one of a list, or empty; likewise the next."""
    next: str = ""


class PageNumber(Record):
    """A page of a list; without `url` it is the one shown, and without a number a gap."""

    number: int = 0
    url: str = ""


class NeighbourView(Record):
    """An article as the foot of another shows it."""

    title: str
    url: str
    date: str
    date_iso: str
    language: str = ""
    """Its language where it is not the page's."""
    cover: ImageView | None = None


class ArticlePage(Record):
    """`articles/<slug>/index.html`."""

    site: SiteView
    language: str
    head: HeadView
    title: str
    author: str
    author_url: str
    """Of the page of the author's articles; empty without an author."""
    date: str
    date_iso: str
    updated: str
    updated_iso: str
    tags: tuple[TagView, ...]
    summary: str
    cover: ImageView | None
    toc: tuple[TocLine, ...]
    body: tuple[Part, ...]
    ad: bool
    share: ShareView
    draft: bool
    scheduled: bool
    translations: tuple[TranslationView, ...] = ()
    """All versions of it in their order, itself included, or none."""
    has_blocks: bool = False
    """Whether it shows parts whose styles are in `blocks.css`."""
    has_verdicts: bool = False
    """Whether it shows verdicts, quotations or questions, whose styles are in `verdicts.css`."""
    has_code: bool = False
    """Whether it shows code, whose styles are in `code.css`."""
    layouts: tuple[str, ...] = ()
    """Those of the lists it shows; the styles of `grid` and `compare` are in files of their own."""
    previous: NeighbourView | None = None
    """The article before it by date; with `next` and `related` its foot, whose styles are in `foot.css`."""
    next: NeighbourView | None = None
    related: tuple[NeighbourView, ...] = ()
    goods: tuple[CardView, ...] = ()
    """The first products it shows that can be had, each once, to stand beside its text: styles in `beside.css`."""


class GroupPage(Record):
    """`tags/<tag>/index.html` and `authors/<author>/index.html`: the articles that have it in common."""

    site: SiteView
    language: str
    head: HeadView
    name: str
    of: Literal["tag", "author"]
    entries: tuple[EntryView, ...]
    count: int = 0
    """Of articles, on all pages of the list."""
    pages: tuple[PageNumber, ...] = ()
    """Empty when there is one page."""


class SearchPage(Record):
    """`search/index.html`; its script loads the index from the address given."""

    site: SiteView
    language: str
    head: HeadView
    tags: tuple[TagView, ...]
    search_index: str


class GoPage(Record):
    """`go/<token>/index.html`: the short address that codes hold.

    `target` is where the reader goes on to; `opens_in_wechat` and `opens_in_browser` say whether it
    opens there. `others` are ways to buy that do open in WeChat. A page that leads to an article or
    to a product's page has no price.
    """

    site: SiteView
    language: str
    head: HeadView
    title: str
    summary: str
    image: ImageView | None
    price: PriceView | None
    ad: bool
    shop: str
    target: str
    rel: str
    opens_in_wechat: bool
    opens_in_browser: bool
    opens_app: bool
    others: tuple[ShopLink, ...]
    article_title: str
    article_url: str
    reason: Literal["", "out_of_stock", "expired", "no_offer", "no_carrier", "gone"] = ""
    kouling: str = ""
    """A 口令 to copy, where policy and author allow one."""
    kouling_until_iso: str = ""
    """The instant after its last day, or empty."""
    lines: tuple[str, ...] = ()
    """What must be said beside such a product."""
    leads_to: Literal["shop", "article", "product"] = "shop"
    """What stands at the target; the home page is read like an article."""
    instead_of: str = ""
    """The product that cannot be had, when this page shows its alternative."""
    title_language: str = ""
    """The language of the title where it is not the page's."""
    code: CodeView | None = None
    """This page's own address, to be scanned with a phone where a button could open no app."""
    commission: str = ""
    """Names of the shops here that pay a commission."""
    over_iso: str = ""
    """The instant after the offer's last day, from which a page built earlier says so and stays; or empty."""


class NotFoundPage(Record):
    """`404.html`; its addresses begin with the site's path, since it is served anywhere."""

    site: SiteView
    language: str
    head: HeadView
    entries: tuple[EntryView, ...]


class MovedPage(Record):
    """A page at an old address of an article."""

    site: SiteView
    language: str
    head: HeadView
    target: str
    title: str


class FeedEntry(Record):
    """An article in the feed, with its full text in plain parts and absolute addresses."""

    title: str
    url: str
    language: str
    published_iso: str
    updated_iso: str
    author: str
    summary: str
    tags: tuple[str, ...]
    body: tuple[Part, ...]
    ad: bool = False
    """Whether the mark “广告”/“Ad” stands before the text."""


class Feed(Record):
    """`feed.xml` (Atom) or `feed.json` (JSON Feed)."""

    site: SiteView
    language: str
    address: str
    updated_iso: str
    entries: tuple[FeedEntry, ...]


class SitemapEntry(Record):
    """An address with the day of its last change, or none, and its translations."""

    address: str
    day: str = ""
    alternates: tuple[AlternateView, ...] = ()


class Sitemap(Record):
    """`sitemap.xml`."""

    language: str
    pages: tuple[SitemapEntry, ...]


class Robots(Record):
    """`robots.txt`."""

    language: str
    sitemap: str
