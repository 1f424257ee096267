"""What an author types of products."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from .base import Record

Channel = Literal["web", "scan", "wechat", "readmore", "moments", "group", "chat", "weibo", "feed", "email", "print"]
Carrier = Literal["url", "miniprogram", "kouling", "code", "text", "none"]
AddressForm = Literal["", "page", "signed", "scheme", "urllink", "taglink"]
"""Of an address: a shop's page, a signed or short one, a Scheme (`weixin://`), a URL Link, a text such as
`#小程序://…` that WeChat opens; empty for any."""
Stock = Literal["in_stock", "out_of_stock", "preorder"]
Form = Literal["link", "card", "list", "code", "offers", "page"]
OutletKind = Literal["group", "promoter", "counter", "newsletter"]

Kind = Literal["physical", "virtual", "course", "service", "ip"]
Regulated = Literal[
    "health_food",
    "special_formula",
    "drug",
    "prescription_drug",
    "device",
    "medical",
    "cosmetics",
    "beauty",
    "alcohol",
    "tobacco",
]
"""The groups of goods that laws on advertising name; `goods/rules.yaml` has a row for each."""

Identifier = Annotated[str, Meta(pattern=r"^[\w][\w.-]*$", max_length=80)]
Badge = Annotated[str, Meta(pattern=r"^\S(.{0,22}\S)?$")]
Content = Annotated[
    str, Meta(pattern=r"^([1-9][0-9]{0,3} ?[x×*] ?)?[0-9]{1,9}(\.[0-9]{1,3})? ?[A-Za-z\u4e00-\u9fff]{1,9}$")
]
"""Pieces, if several, times an amount with its unit: `500 ml`, `6 × 330ml`, `12件`."""
Amount = Decimal
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$")]
"""A day, or a day with a time; without an offset it is meant in the site's time zone."""
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description="ISO 4217 code, such as CNY or USD.")]


Language = Annotated[str, Meta(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]+)*)?$")]
"""A language tag (BCP 47), such as zh-CN, en or ja."""


def described(text: str) -> Meta:
    """Return the description of a field, shown by editors and in the reference."""
    return Meta(description=text)


class Money(Record):
    """An amount of money in a currency."""

    amount: Annotated[Amount, described("A decimal number, read from text.")]
    currency: Currency


ReferenceKind = Literal["7d_low", "last_sale", "msrp", "named"]


class ReferenceTexts(Record):
    """A reference price in another language."""

    label: Annotated[str, described("The name shown when the kind is `named`.")] = ""


class ReferencePrice(Record):
    """A higher price to compare with; it needs its kind, evidence and date to be shown at all."""

    amount: Annotated[Amount, described("The reference price, in the currency of the price.")]
    kind: Annotated[
        ReferenceKind,
        described("Lowest price of the 7 days before, last sale, maker's price, or another named one."),
    ]
    evidence: Annotated[
        str, Meta(min_length=1, description="What proves it, for example a photo of the printed price.")
    ]
    date: Annotated[date, described("The day the evidence is from.")]
    label: Annotated[str, described("The name shown when the kind is `named`.")] = ""
    translations: Annotated[dict[Language, ReferenceTexts], described("Its label in other languages.")] = {}


class Kouling(Record):
    """A ready-made 口令 text and the day it stops working."""

    text: Annotated[str, described("The text as the shop's app gave it, unchanged.")]
    expires: Annotated[date | None, described("Its last day.")] = None


LinkKey = Annotated[
    str,
    Meta(
        pattern=r"^(web|scan|wechat|readmore|moments|group|chat|weibo|feed|email|print)(@[\w][\w.-]{0,79})?$",
        description="A channel, or a channel and an outlet: `group@tea`.",
    ),
]


class ReadyLink(Record):
    """A ready-made link and the day it stops working."""

    url: Annotated[str, Meta(min_length=1, description="The address or text as it was given, unchanged.")]
    expires: Annotated[date | None, described("Its last day.")] = None


class Offer(Record):
    """The product at one shop; price, date and stock default to the product's."""

    shop: Annotated[str, described("The shop's id in `config.yaml`.")]
    url: Annotated[str, described("The whole address, instead of the parts below.")] = ""
    path: Annotated[str, described("The path at a `web` shop, or the page of a mini-program.")] = ""
    alias: Annotated[str, described("有赞's alias of the product.")] = ""
    item_id: Annotated[str, described("The item number at shops that number their products.")] = ""
    miniprogram: Annotated[
        str, described("Its page in the mini-program of a shop of another kind that has an `appid`.")
    ] = ""
    taglink: Annotated[str, described("A text that WeChat opens: `#小程序://…` or `#微信小店://…`.")] = ""
    sku: Annotated[str, described("The shop's own number of the variant.")] = ""
    price: Annotated[Amount | Money | None, described("The price at this shop.")] = None
    as_of: Annotated[date | None, described("The day the price was seen.")] = None
    valid_until: Annotated[date | None, described("The last day the price holds, in the site's time zone.")] = None
    stock: Annotated[Stock | None, described("Whether this shop has it.")] = None
    content: Annotated[Content | None, described("How much one gets here, where that differs.")] = None
    links: Annotated[
        dict[LinkKey, str | ReadyLink],
        described("Ready-made addresses per channel, or channel and outlet; signed, so never edited."),
    ] = {}
    kouling: Annotated[Kouling | None, described("A ready-made 口令, for channels that carry one.")] = None


class ProductTexts(Record):
    """A product in another language; what is left out stays as it is."""

    title: Annotated[str, described("The name readers see.")] = ""
    summary: Annotated[str, described("One line that says what it is.")] = ""
    brand: Annotated[str, described("The maker's brand.")] = ""
    category: Annotated[str, described("The category as readers see it.")] = ""
    specs: Annotated[dict[str, str], described("All name and value pairs for comparison tables.")] = {}
    badges: Annotated[tuple[Badge, ...], described("All its badges.")] = ()


class Product(Record):
    """A catalogue entry."""

    id: Annotated[Identifier, described("The name that directives use; letters, digits, `-`, `_`, `.`.")]
    title: Annotated[str, Meta(min_length=1, description="The name readers see.")]
    summary: Annotated[str, described("One line that says what it is.")] = ""
    brand: Annotated[str, described("The maker's brand.")] = ""
    kind: Annotated[
        Kind, described("What it is: a thing, something digital, a course, a service, or a licence (IP).")
    ] = "physical"
    regulated: Annotated[
        Regulated | None,
        described("The group of goods with rules of their own that it is in; cards show the line that is due."),
    ] = None
    badges: Annotated[
        tuple[Badge, ...],
        described("Short words on the card, each of 24 characters at most."),
    ] = ()
    content: Annotated[
        Content | None, described("How much one gets, such as `500 ml` or `6 × 330 ml`, for the price by unit.")
    ] = None
    category: Annotated[str, described("One category, used by `:::products{category=…}`.")] = ""
    tags: Annotated[tuple[str, ...], described("Words for `:::products{tag=…}`.")] = ()
    specs: Annotated[dict[str, str], described("Name and value pairs for comparison tables.")] = {}
    price: Annotated[Amount | Money | None, described("In the site's currency unless `{amount, currency}`.")] = None
    as_of: Annotated[date | None, described("The day the price was seen; required with a price.")] = None
    valid_until: Annotated[date | None, described("The last day the price holds, in the site's time zone.")] = None
    reference_price: Annotated[ReferencePrice | None, described("A higher price to compare with.")] = None
    image: Annotated[str, described("A picture, as a path in the site.")] = ""
    gallery: Annotated[tuple[str, ...], described("Further pictures, each a path in the site or an address.")] = ()
    stock: Annotated[Stock, described("Whether it can be had.")] = "in_stock"
    offers: Annotated[tuple[Offer, ...], described("Where it is sold.")] = ()
    alternatives: Annotated[tuple[str, ...], described("Ids of products to show when this cannot be had.")] = ()
    translations: Annotated[dict[Language, ProductTexts], described("Its texts in other languages.")] = {}


class OutletTexts(Record):
    """An outlet in another language."""

    name: Annotated[str, described("The name readers see.")] = ""
    note: Annotated[str, described("One line that says what goes on there.")] = ""
    fallback: Annotated[str, described("What readers are told once the code has expired.")] = ""
    greeting: Annotated[str, described("The line its texts begin with.")] = ""
    signature: Annotated[str, described("The line its texts end with.")] = ""
    contact: Annotated[str, described("How readers reach it; stands after the signature.")] = ""


class Outlet(Record):
    """The one place or person that hands content on; a row of `outlets.yaml`."""

    id: Annotated[Identifier, described("The name that `::join` and folders use; letters, digits, `-`, `_`, `.`.")]
    kind: Annotated[
        OutletKind,
        described("What it is: a WeChat group (微信群), a promoter (推客), a counter in a shop, or a newsletter."),
    ]
    name: Annotated[str, Meta(min_length=1, description="The name readers see.")]
    texts: Annotated[bool, described("Whether it gets texts of its own, with its own tokens.")] = False
    posters: Annotated[bool, described("Whether it gets posters of its own, with its own codes.")] = False
    shop: Annotated[str, described("The shop its links lead to, where that sells the product there.")] = ""
    greeting: Annotated[str, described("The line its texts begin with.")] = ""
    signature: Annotated[str, described("The line its texts end with.")] = ""
    contact: Annotated[str, described("How readers reach it; stands after the signature.")] = ""
    code: Annotated[str, described("The picture of a group's code, as a path in the site; `::join` shows it.")] = ""
    expires: Annotated[
        date | None, described("The code's last day, in the site's time zone; WeChat prints it below the code.")
    ] = None
    note: Annotated[str, described("One line that says what goes on there.")] = ""
    fallback: Annotated[str, described("What readers are told once the code has expired.")] = ""
    translations: Annotated[dict[Language, OutletTexts], described("Its texts in other languages.")] = {}


class Origin(Record):
    """Where a product was read: the file and its index in the list."""

    file: str
    index: int
