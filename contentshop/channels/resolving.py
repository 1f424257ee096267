"""From placements and queries to links and products, each worked out once for all channels."""

from __future__ import annotations

from contentshop.links import resolve
from contentshop.model import Identity, Link, PolicyRow, Product, Query

from .inputs import Inputs
from .queries import matching


class Resolver:
    """Resolves each placement and each query once; a card and its go page share the link."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._known: dict[tuple[Identity, str, str], Link] = {}
        self._matching: dict[Query, list[Product]] = {}

    def link(self, identity: Identity, product: Product, shop: str = "") -> Link:
        """Return the link of a placement to a product, at the one shop asked for or the best."""
        key = (identity, product.id, shop)
        if key not in self._known:
            self._known[key] = resolve(identity, product, self._inputs.config, self._inputs.today, shop)
        return self._known[key]

    def rows(self) -> set[PolicyRow]:
        """Return the rows of the policy that decided for the links resolved so far."""
        return {one.row for one in self._known.values() if one.row is not None and one.offer is not None}

    def matching(self, query: Query) -> list[Product]:
        """Return the products a query asks for."""
        if query not in self._matching:
            self._matching[query] = matching(
                query, self._inputs.catalogue.products, self._inputs.config.site.currency, self._inputs.today
            )
        return self._matching[query]
