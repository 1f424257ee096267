"""The articles of a build on their way from documents to a plan."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping

import msgspec

from contentshop.channels.batch import Backlog, Shown
from contentshop.channels.inputs import Inputs
from contentshop.channels.resolving import Links
from contentshop.model import Article, Identity, PolicyRow, Query, Record

from .kept import Kept, Lists
from .neighbours import Neighbours
from .pages import Desk, Listing, SiteOf
from .products import ProductListing
from .shopping import Uses
from .surroundings import Surroundings
from .views import ArticlePage


class Waiting(Record):
    """What of an article waits until all of the site is known."""

    page: ArticlePage
    links: Links
    """Those of its placements, which its go pages share."""


class Made(msgspec.Struct, frozen=True):
    """An article that can be shown."""

    article: Article
    listing: Listing
    page: Callable[[], Waiting] | None = None
    """Gives the page and its links; None where it need not be made again, since what it is made from is what it was."""
    uses: Uses = Uses()
    made_from: str = ""
    """The digest of what the page is made from; empty where something is to be told of it at every build."""
    unsure: tuple[PolicyRow, ...] = ()
    """Rows of the policy that decided and are told of."""

    @property
    def asked(self) -> tuple[tuple[str, Identity, str], ...]:
        """Its tokens, with what they name and the shop that the author asked for."""
        return self.listing.settled.asked if self.page is None and self.listing.settled else self.uses.asked


class Round(msgspec.Struct, frozen=True):
    """The articles that can be shown, before anything is planned that depends on other channels."""

    inputs: Inputs
    kept: Kept
    made: deque[Made]
    """Each is taken out by `plan_web`, so that it need not be held once it is planned."""
    site_of: SiteOf
    shown: Shown
    surroundings: Surroundings
    desk: Desk


class Listings(Mapping[str, Listing]):
    """What each article gives to the site now, by file; that of planned ones waits outside memory."""

    def __init__(self, standing: Mapping[str, Listing], backlog: Backlog) -> None:
        """Begin with what stands as it was."""
        self._backlog = backlog
        self._found: dict[str, Listing | int] = dict(standing)

    def add(self, listing: Listing) -> None:
        """Take what a planned article gives."""
        self._found[listing.file] = self._backlog.put(listing)

    def __getitem__(self, file: str) -> Listing:
        """Return what an article gives."""
        found = self._found[file]
        listing: Listing = self._backlog.get(found) if isinstance(found, int) else found
        return listing

    def __iter__(self) -> Iterator[str]:
        """Yield the files."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)


class Loose(Record):
    """A token that belongs to no article that is shown, and to no product's page."""

    identity: Identity
    shop: str | None
    """That which is asked for, or an empty string; None where nothing asks for the token now."""
    line: str
    """Of `_redirects`, or empty."""
    image: str
    """The address of the picture that its go page shows, or empty."""
    files: tuple[str, ...]


class Showing(Record):
    """Where the site shows products, as far as more than a product's own listing tells it."""

    articles: dict[str, tuple[str, ...]]
    """The files of the articles with a page, or a go page, that names a product, by its id."""
    queries: tuple[tuple[Query, tuple[str, ...]], ...]
    """What articles ask for, with the ids of what was found."""
    loose: dict[str, tuple[Loose, ...]]
    """The tokens of products that belong to no page, by the product's id."""


class Plan(msgspec.Struct, frozen=True):
    """What is known of the files that are wanted, besides their tasks."""

    held: frozenset[str]
    """Files of failed articles, which stay as they are; a path that ends in `/` stands for all below it."""
    listings: Mapping[str, Listing]
    """What each article gives to the site now, by file; a failed one gives what it last gave."""
    identities: Mapping[Identity, str]
    """Every token the articles and the products' pages ask for, with the shop asked for, or an empty string."""
    products: frozenset[str]
    """The products that readers see, by id."""
    product_listings: Mapping[str, ProductListing]
    """What each product with a page gives to the site now, by id; a broken one gives what it last gave."""
    settled: frozenset[str] = frozenset()
    """Files that stand as they must, of articles and lists that were not planned."""
    lists: Mapping[str, Lists] = {}
    """What was made of the pages that list others, but for those where something is wrong."""
    around: Mapping[str, Neighbours] = {}
    """What stands at the foot of each article, by file."""
    showing: Showing = Showing({}, (), {})
