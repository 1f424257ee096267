"""From placements and queries to links and products, each worked out once for all channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from contentshop.links import Choice, choose, linked
from contentshop.model import Channel, Identity, Link, PolicyRow, Product, Query

from .inputs import Inputs
from .queries import matching

Links = tuple[tuple[Identity, str, str, Link], ...]
"""Links by their placements, the ids of their products, and the shops asked for."""


class Resolver:
    """Resolves each placement and each query once; a card and its go page share the link."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._known: dict[str, dict[tuple[Identity, str, str], Link]] = {}
        """By the article's id, then by the placement, the product, and the shop asked for."""
        self._choices: dict[tuple[str, Channel, str, str], Choice] = {}
        self._matching: dict[Query, list[Product]] = {}
        self._rows: set[PolicyRow] = set()

    def link(self, identity: Identity, product: Product, shop: str = "") -> Link:
        """Return the link of a placement to a product, at the one shop asked for or the best."""
        known, key = self._known.setdefault(identity.article, {}), (identity, product.id, shop)
        if key not in known:
            choice = self.choice(product, identity.channel, shop, identity.outlet)
            known[key] = linked(identity, choice, self._inputs.config, self._inputs.today)
        found = known[key]
        if found.row is not None and found.offer is not None:
            self._rows.add(found.row)
        return found

    def forget(self, article: str) -> Links:
        """Forget the links of an article, by its id, and return them for `remember`."""
        return tuple((*key, link) for key, link in self._known.pop(article, {}).items())

    def remember(self, article: str, links: Links) -> None:
        """Know links of an article again."""
        known = self._known.setdefault(article, {})
        known |= {(identity, product, shop): link for identity, product, shop, link in links}

    def choice(self, product: Product, channel: Channel, shop: str = "", outlet: str = "") -> Choice:
        """Return what of a product is offered in a channel and its outlet, at the one shop asked for or the best."""
        key = (product.id, channel, shop, outlet)
        if key not in self._choices:
            self._choices[key] = choose(product, channel, self._inputs.config, self._inputs.today, shop, outlet)
        return self._choices[key]

    def rows(self) -> set[PolicyRow]:
        """Return the rows of the policy that decided for the links resolved so far, and those noted."""
        return set(self._rows)

    def note(self, rows: Iterable[PolicyRow]) -> None:
        """Take note of rows that decided for links which need not be resolved again."""
        self._rows.update(rows)

    @contextmanager
    def noting(self) -> Iterator[set[PolicyRow]]:
        """Give the set that takes the rows which decide for links inside the block."""
        before, self._rows = self._rows, set()
        inside = self._rows
        try:
            yield inside
        finally:
            self._rows = before | inside

    def matching(self, query: Query) -> list[Product]:
        """Return the products a query asks for."""
        if query not in self._matching:
            self._matching[query] = matching(
                query, self._inputs.catalogue.products, self._inputs.config.site.currency, self._inputs.today
            )
        return self._matching[query]

    def matched(self) -> dict[Query, tuple[str, ...]]:
        """Return the queries asked so far, each with the ids of what it asks for."""
        return {query: tuple(one.id for one in found) for query, found in self._matching.items()}
