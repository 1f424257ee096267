"""What pages say to machines in the words of schema.org: pure functions from views to JSON-LD.

Every word that may be said is a field here. There is none for ratings gathered from others, so that none can be
made up; the only rating is the author's own, inside a review.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from contentshop.model import Html, Record

from .containers import BEST
from .product_views import ProductPage
from .views import CardView, EntryView, FaqView, HeadView, ListView, NoteView, Part, SiteView, VerdictView

AVAILABILITY = {
    "in_stock": "https://schema.org/InStock",
    "out_of_stock": "https://schema.org/OutOfStock",
    "preorder": "https://schema.org/PreOrder",
}
SPOKEN = {"in_stock": "in stock", "out_of_stock": "out of stock", "preorder": "preorder"}
"""Availability as OpenGraph says it."""
WORST = "0.5"
"""The worst rating an author can give."""
FEWEST_NOTES = 2
"""So many merits and drawbacks make a review without a rating (Google Search Central, product snippet, 2026-11-22)."""


class Node(Record, rename="camel", omit_defaults=True, tag_field="@type", tag=str):
    """A thing; its class is its type in schema.org, and what is empty is not said."""


class Person(Node):
    """Who wrote it."""

    name: str
    url: str = ""


class Organization(Node):
    """Who publishes or sells it."""

    name: str
    url: str = ""


class Article(Node):
    """An article."""

    headline: str
    in_language: str
    main_entity_of_page: str
    publisher: Organization
    description: str = ""
    image: str = ""
    date_published: str = ""
    date_modified: str = ""
    author: Person | None = None


class ListItem(Node):
    """A line of a list: a page of a trail is its `item`, one of a list its `url`, a note only a name."""

    position: int
    name: str = ""
    item: str = ""
    url: str = ""


class BreadcrumbList(Node):
    """The way from the home page."""

    item_list_element: tuple[ListItem, ...]


class ItemList(Node):
    """Several pages or notes."""

    item_list_element: tuple[ListItem, ...]


class Brand(Node):
    """A maker's brand."""

    name: str


class Offer(Node):
    """A price that holds, as text; its last day included."""

    price: str
    price_currency: str
    url: str
    availability: str = ""
    price_valid_until: str = ""
    seller: Organization | None = None


class AggregateOffer(Node):
    """The prices of several shops in one currency, as text."""

    low_price: str
    high_price: str
    price_currency: str
    offer_count: int
    availability: str = ""
    price_valid_until: str = ""
    """The last day of the price that ends first."""


class Rating(Node):
    """The author's own rating."""

    rating_value: str
    best_rating: str
    worst_rating: str


class Review(Node):
    """What the author thinks of a product."""

    author: Person | Organization
    date_published: str = ""
    review_rating: Rating | None = None
    positive_notes: ItemList | None = None
    negative_notes: ItemList | None = None


class Product(Node):
    """The one product that a page is about."""

    name: str
    url: str = ""
    image: tuple[str, ...] = ()
    description: str = ""
    brand: Brand | None = None
    category: str = ""
    sku: str = ""
    offers: Offer | AggregateOffer | None = None
    review: Review | None = None


class Answer(Node):
    """What is answered, as plain text."""

    text: str


class Question(Node):
    """A question with the author's answer."""

    name: str
    accepted_answer: Answer


class FAQPage(Node):
    """Questions and answers that the page shows."""

    main_entity: tuple[Question, ...]


Thing = Article | BreadcrumbList | ItemList | Product | FAQPage


def script(things: Iterable[Thing | None]) -> Html:
    """Return one script element with all things of a page; nothing in it can end the element early."""
    graph = [one for one in things if one is not None]
    if not graph:
        return Html("")
    text = msgspec.json.encode({"@context": "https://schema.org", "@graph": graph}).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Html(f'<script type="application/ld+json">{text}</script>')


def article(head: HeadView, site: SiteView, language: str, author: Person | None) -> Article:
    """Return what an article's page is about."""
    return Article(
        headline=head.title,
        in_language=language,
        main_entity_of_page=head.canonical,
        publisher=Organization(site.title, site.base_url),
        description=head.description,
        image=head.image,
        date_published=head.published_iso,
        date_modified=head.updated_iso or head.published_iso,
        author=author,
    )


def product(page: ProductPage) -> Product | None:
    """Return the product that a page is about; none without a price to be said.

    Product snippets need an offer or a review (Google Search Central, product snippet, 2026-11-22).
    """
    offers = _offers(page)
    if offers is None:
        return None
    images = [page.head.image, *(view.url for view in page.gallery)]
    return Product(
        name=page.title,
        url=page.head.canonical,
        image=tuple(dict.fromkeys(whole(one, page.site) for one in images if one)),
        description=page.head.description,
        brand=Brand(page.brand.name) if page.brand else None,
        category=page.category.name if page.category else "",
        sku=page.product,
        offers=offers,
    )


def _offers(page: ProductPage) -> Offer | AggregateOffer | None:
    """Return what the product costs as the page shows it: nothing once the price is past or nothing can be had.

    A page that was built before a price's last day cannot take it back: `priceValidUntil` says that day.
    """
    availability = AVAILABILITY.get(page.availability, "")
    rows = page.offers.rows if page.offers else ()
    prices = [one.price for one in rows if one.buy and one.price and one.price.amount]
    if len(prices) > 1 and len({one.currency for one in prices}) == 1:
        amounts = sorted((one.amount for one in prices), key=Decimal)
        until = min((one.valid_until for one in prices if one.valid_until), default="")
        return AggregateOffer(amounts[0], amounts[-1], prices[0].currency, len(amounts), availability, until)
    price = page.price
    if price is None or not price.amount or not availability:
        return None
    return Offer(
        price=price.amount,
        price_currency=price.currency,
        url=page.head.canonical,
        availability=availability,
        price_valid_until=price.valid_until,
        seller=Organization(page.buy.shop) if page.buy else None,
    )


def properties(page: ProductPage) -> tuple[tuple[str, str], ...]:
    """Return the OpenGraph properties of a product (Meta, microdata tags, 2026-11-22), those that are known."""
    price = page.price
    found = {
        "product:retailer_item_id": page.product,
        "product:brand": page.brand.name if page.brand else "",
        "product:availability": SPOKEN.get(page.availability, ""),
        "product:price:amount": price.amount if price else "",
        "product:price:currency": price.currency if price else "",
    }
    return tuple((name, value) for name, value in found.items() if value)


def questions(parts: Iterable[Part]) -> FAQPage | None:
    """Return all questions of a body with their answers, or nothing."""
    found = [one for part in parts if isinstance(part, FaqView) for one in part.items]
    known = tuple(
        Question(one.question_text, Answer(one.answer_text)) for one in found if one.question_text and one.answer_text
    )
    return FAQPage(known) if known else None


def reviewed(parts: Iterable[Part], about: Article, site: SiteView) -> Product | None:
    """Return the product that an article reviews, with the author's review.

    None unless it judges one product alone: product snippets are for pages about one
    (Google Search Central, product snippet, 2026-11-22).
    """
    verdicts = [one for one in parts if isinstance(one, VerdictView)]
    if len({one.card.product for one in verdicts}) != 1:
        return None
    verdict, card = verdicts[0], verdicts[0].card
    rating = Rating(verdict.rating, str(BEST), WORST) if verdict.rating else None
    if rating is None and sum(bool(one.text) for one in (*verdict.pros, *verdict.cons)) < FEWEST_NOTES:
        return None
    review = Review(
        author=about.author or about.publisher,
        date_published=about.date_published,
        review_rating=rating,
        positive_notes=_notes(verdict.pros),
        negative_notes=_notes(verdict.cons),
    )
    return Product(
        name=card.title,
        image=(whole(card.image.url, site),) if card.image else (),
        description=card.summary,
        brand=Brand(card.brand) if card.brand else None,
        sku=card.product,
        review=review,
    )


def _notes(notes: Sequence[NoteView]) -> ItemList | None:
    texts = (one.text for one in notes if one.text)  # a note may be a picture alone, which says nothing to machines
    items = tuple(ListItem(number, text) for number, text in enumerate(texts, 1))
    return ItemList(items) if items else None


def trail(steps: Sequence[tuple[str, str]]) -> BreadcrumbList | None:
    """Return the way to a page as names and whole addresses, the page last; one step alone is no way."""
    items = tuple(ListItem(number, name, item=address) for number, (name, address) in enumerate(steps, 1))
    return BreadcrumbList(items) if len(items) > 1 else None


def pages(entries: Iterable[tuple[str, str]]) -> ItemList | None:
    """Return a list of pages by names and whole addresses, each page once; none for an empty one."""
    once: dict[str, str] = {}
    for name, address in entries:
        once.setdefault(address, name)
    items = tuple(ListItem(number, name, url=address) for number, (address, name) in enumerate(once.items(), 1))
    return ItemList(items) if items else None


def goods(parts: Iterable[Part], site: SiteView) -> ItemList | None:
    """Return the products of a body that have a page, when it shows several."""
    cards = [one for part in parts for one in (part.cards if isinstance(part, ListView) else (part,))]
    found = pages((one.title, whole(one.page, site)) for one in cards if isinstance(one, CardView) and one.page)
    return found if found and len(found.item_list_element) > 1 else None


def listed(entries: Iterable[EntryView], site: SiteView) -> ItemList | None:
    """Return the articles that a page lists."""
    return pages((one.title, whole(one.url, site)) for one in entries)


def whole(address: str, site: SiteView) -> str:
    """Return an address as one that needs no page: inside the site with the site's own before it."""
    if address.startswith("//"):
        return "https:" + address
    return site.base_url + address.removeprefix(site.home) if address.startswith(site.home) else address
