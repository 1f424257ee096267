"""What pages say to machines in the words of schema.org: pure functions from views to JSON-LD.

Every word that may be said is a field here. There is none for ratings gathered from others, so that none can be
made up; the only rating is the author's own, inside a review.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from contentshop.model import Html, Record

from .views import EntryView, HeadView, SiteView


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


Thing = Article | BreadcrumbList | ItemList


def script(things: Iterable[Thing | None]) -> Html:
    """Return one script element with all things of a page; nothing in it can end the element early."""
    graph = [one for one in things if one is not None]
    if not graph:
        return Html("")
    text = msgspec.json.encode({"@context": "https://schema.org", "@graph": graph}).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Html(f'<script type="application/ld+json">{text}</script>')


def article(head: HeadView, site: SiteView, language: str, author: str) -> Article:
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
        author=Person(author) if author else None,
    )


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


def listed(entries: Iterable[EntryView], site: SiteView) -> ItemList | None:
    """Return the articles that a page lists."""
    return pages((one.title, whole(one.url, site)) for one in entries)


def whole(address: str, site: SiteView) -> str:
    """Return an address inside the site with the site's own before it."""
    return site.base_url + address.removeprefix(site.home) if address.startswith(site.home) else address
