"""The foot of an article: the articles before and after it, and those related to it.

All of it comes from listings, so that an article that is held has its neighbours, and is one, as it last was.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop
from itertools import chain, pairwise

import msgspec

from contentshop.channels.batch import Steps
from contentshop.model import Problem, Record

from .pages import Listing, in_order
from .views import ArticlePage, NeighbourView

RELATED = 3
"""So many related articles are shown at most."""
NEWEST = 200
"""So many articles that share a tag or product are looked at, so that what all articles share stays cheap."""
_PRODUCT_WEIGHT = 3
"""A shared product says as much as three shared tags."""


class Neighbours(msgspec.Struct, frozen=True):
    """The articles that the foot of one shows."""

    previous: Listing | None = None
    """The next older one in its language."""
    next: Listing | None = None
    related: tuple[Listing, ...] = ()


class _Shares(Record):
    """What an article may share with others."""

    language: str
    text: str
    """The file of the original, by which translations are one text."""
    keys: tuple[str, ...]
    """Each as often as it counts; tags with one address are one."""


class _Order(Record):
    """All articles, in order; what is related among them is worked out once for the same."""

    articles: tuple[_Shares, ...]


def neighbours(listings: Iterable[Listing], steps: Steps) -> dict[str, Neighbours]:
    """Return the neighbours of every article by its file."""
    ordered = in_order(list(listings))
    older, newer = _beside(ordered)
    shares = tuple(_Shares(one.entry.language, one.original or one.file, tuple(_keys(one))) for one in ordered)
    made = steps("related", _related, [_Order(shares)])[0]
    if isinstance(made, Problem):
        raise TypeError(made)  # no template is at work that could be wrong
    related = msgspec.msgpack.decode(made, type=list[tuple[int, ...]])
    return {
        one.file: Neighbours(older.get(one.file), newer.get(one.file), tuple(ordered[place] for place in places))
        for one, places in zip(ordered, related, strict=True)
    }


class Foot(Record):
    """What a page shows of its neighbours."""

    previous: NeighbourView | None
    next: NeighbourView | None
    related: tuple[NeighbourView, ...]


def foot(around: Neighbours, language: str) -> Foot:
    """Return the foot of an article in a language."""
    related = tuple(neighbour(one, language) for one in around.related)
    return Foot(_turn(around.previous), _turn(around.next), related)


def with_foot(page: ArticlePage, below: Foot) -> ArticlePage:
    """Return a page with its foot."""
    return msgspec.structs.replace(page, previous=below.previous, next=below.next, related=below.related)


def _beside(ordered: Sequence[Listing]) -> tuple[dict[str, Listing], dict[str, Listing]]:
    """Return the next older and the next newer dated article in its language, of each that has one, by its file."""
    lines: dict[str, list[Listing]] = defaultdict(list)
    for one in ordered:
        if one.order:
            lines[one.entry.language].append(one)
    pairs = list(chain.from_iterable(map(pairwise, lines.values())))
    return {newer.file: older for newer, older in pairs}, {older.file: newer for newer, older in pairs}


def _related(order: _Order, _: str) -> bytes:
    """Return for each article the places of those related to it, serialised."""
    sharing = _sharing(order.articles)
    places = [_related_to(place, order.articles, sharing) for place in range(len(order.articles))]
    return msgspec.msgpack.encode(places)


def _related_to(place: int, ordered: Sequence[_Shares], sharing: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """Return the articles that share most with one, those in its language first, one version of each text."""
    own = ordered[place]
    taken = {own.text: place}
    for wanted in (own.language, ""):
        for other in _best(own, wanted, sharing) if len(taken) <= RELATED else ():
            one = ordered[other]
            if wanted or one.language != own.language:
                taken.setdefault(one.text, other)
            if len(taken) > RELATED:
                break
    return tuple(taken.values())[1:]


def _best(own: _Shares, language: str, sharing: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Yield the places of the articles that share something with one, those that share most first.

    A heap, since of hundreds only the first few are asked for.
    """
    keys = (language + key for key in own.keys)
    scores = Counter(chain.from_iterable(sharing[key] for key in keys if key in sharing))
    heap = [(-score, place) for place, score in scores.items()]
    heapify(heap)
    while heap:
        yield heappop(heap)[1]


def _sharing(ordered: Sequence[_Shares]) -> dict[str, list[int]]:
    """Return by language and key, and by key alone, the places in order of the articles that have it."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(ordered):
        for key in set(one.keys):
            for wanted in (one.language, ""):
                if len(found[wanted + key]) < NEWEST:
                    found[wanted + key].append(place)
    return found


def _keys(listing: Listing) -> Iterator[str]:
    """Yield a key as often as it counts for each thing that others may share; tags with one address are one."""
    for product in listing.products:
        yield from (f" product {product.id}",) * _PRODUCT_WEIGHT
    yield from dict.fromkeys(f" tag {tag.url}" for tag in listing.entry.tags)


def _turn(listing: Listing | None) -> NeighbourView | None:
    """Return what is shown of the article before or after, which is in the page's language and has no picture."""
    return msgspec.structs.replace(neighbour(listing, listing.entry.language), cover=None) if listing else None


def neighbour(listing: Listing, language: str) -> NeighbourView:
    """Return what a page in a language shows of an article at its foot."""
    entry = listing.entry
    foreign = entry.language if entry.language != language else ""
    return NeighbourView(entry.title, entry.url, entry.date, entry.date_iso, foreign, entry.cover)
