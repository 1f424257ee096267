"""Parsed bodies: what they are made of, and what stands inside that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from .base import Problem, Record


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


class Verdict(Record, tag="verdict"):
    """What the author thinks of a product: merits, drawbacks, whom it suits; each is the inside of one line."""

    product: str
    badge: Literal["", "top-pick", "runner-up", "budget"] = ""
    rating: str = ""
    """The author's own, from 0.5 to 5 in steps of 0.1, or empty."""
    pros: tuple[tuple[Segment, ...], ...] = ()
    cons: tuple[tuple[Segment, ...], ...] = ()
    audience: tuple[Segment, ...] = ()
    key: str = ""
    raw: str = ""
    nth: int = 0


class Quote(Record, tag="quote"):
    """The words of a buyer or an expert; `consent` is kept for the author and shown to nobody."""

    speaker: str
    source: str
    consent: str
    date: str = ""
    """A day in ISO form, or empty."""
    body: tuple[Segment, ...] = ()
    raw: str = ""
    nth: int = 0


class Question(Record):
    """A question with its answer; `level` is that of its heading, `anchor` without scope."""

    level: int
    anchor: str
    question: tuple[Segment, ...]
    answer: tuple[Segment, ...]


class Faq(Record, tag="faq"):
    """Questions and answers."""

    items: tuple[Question, ...] = ()
    raw: str = ""
    nth: int = 0


Selling = ProductLink | Price | Card | ProductList | Code | Offers | Alternatives | Verdict
"""The segments that name products."""
Segment = Html | Scope | Address | Picture | Selling | Follow | Join | Quote | Faq


Segments = tuple[Segment, ...]
"""Segments that stand together, in a document or inside another one."""


class Heading(Record):
    """A line of the table of contents; `anchor` is without scope."""

    level: int
    anchor: str
    title: tuple[Segment, ...]


class Mention(Record):
    """A product that an article names, with what it says there as plain text, or nothing."""

    product: str
    text: str = ""


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
    mentions: tuple[Mention, ...] = ()
    """Every product named, each once, in the order of the body; not those that a query finds."""
    problems: tuple[Problem, ...] = ()
    """What was wrong in the grammar; places are `TextPlace` with an empty file."""


class Gist(Record):
    """What a document names of the site, and what others may ask of it: enough to tell whether it must be read."""

    content: str
    """The digest of the document."""
    title: str
    anchors: tuple[str, ...]
    mentions: tuple[Mention, ...]
    pictures: tuple[str, ...]
    """As typed, each once."""
    targets: tuple[str, ...]
    """The addresses of the site in its links as typed, each once."""
    queries: tuple[Query, ...]
    has_lists: bool
    """Whether it has lists of products."""
    has_outlets: bool
    """Whether it says how an account is followed or a group joined."""


def gist_of(document: Document, content: str) -> Gist:
    """Return the gist of a document with a digest."""
    every = [*walk(document.segments), *(one for heading in document.headings for one in walk(heading.title))]
    lists = [one for one in every if isinstance(one, ProductList)]
    return Gist(
        content=content,
        title=document.title,
        anchors=document.anchors,
        mentions=document.mentions,
        pictures=tuple(dict.fromkeys(one.src for one in every if isinstance(one, Picture))),
        targets=tuple(dict.fromkeys(one.target for one in every if isinstance(one, Address))),
        queries=tuple(dict.fromkeys(one.query for one in lists if one.query is not None)),
        has_lists=bool(lists),
        has_outlets=any(isinstance(one, (Follow, Join)) for one in every),
    )


def walk(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Return the segments and all inside them, each before what it holds."""
    for segment in segments:
        yield segment
        for flow in inside(segment):
            yield from walk(flow)


def inside(segment: Segment) -> list[Segments]:
    """Return the flows a segment holds, in the order of the document or, in a verdict, of the page."""
    found: list[Segments] = []

    def noted(flow: Segments) -> Segments:
        found.append(flow)
        return flow

    with_inside(segment, noted)
    return found


def with_inside(segment: Segment, change: Callable[[Segments], Segments]) -> Segment:
    """Return the segment with each flow it holds changed; most segments hold none."""
    match segment:
        case ProductLink():
            return msgspec.structs.replace(segment, label=change(segment.label))
        case Quote():
            return msgspec.structs.replace(segment, body=change(segment.body))
        case Verdict():
            pros, cons = (tuple(map(change, notes)) for notes in (segment.pros, segment.cons))
            return msgspec.structs.replace(segment, pros=pros, cons=cons, audience=change(segment.audience))
        case Faq():
            return msgspec.structs.replace(segment, items=tuple(_question(one, change) for one in segment.items))
        case _:
            return segment


def _question(one: Question, change: Callable[[Segments], Segments]) -> Question:
    return msgspec.structs.replace(one, question=change(one.question), answer=change(one.answer))
