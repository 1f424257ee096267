"""From placements and queries to links and products, each worked out once for all channels."""

from __future__ import annotations

from contentshop.links import Choice, choose, linked
from contentshop.model import Channel, Identity, Link, PolicyRow, Product, Query

from .inputs import Inputs
from .queries import matching


class Resolver:
    """Resolves each placement and each query once; a card and its go page share the link."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._known: dict[tuple[Identity, str, str], Link] = {}
        self._choices: dict[tuple[str, Channel, str, str], Choice] = {}
        self._matching: dict[Query, list[Product]] = {}

    def link(self, identity: Identity, product: Product, shop: str = "") -> Link:
        """Return the link of a placement to a product, at the one shop asked for or the best."""
        key = (identity, product.id, shop)
        if key not in self._known:
            choice = self.choice(product, identity.channel, shop, identity.outlet)
            self._known[key] = linked(identity, choice, self._inputs.config, self._inputs.today)
        return self._known[key]

    def choice(self, product: Product, channel: Channel, shop: str = "", outlet: str = "") -> Choice:
        """Return what of a product is offered in a channel and its outlet, at the one shop asked for or the best."""
        key = (product.id, channel, shop, outlet)
        if key not in self._choices:
            self._choices[key] = choose(product, channel, self._inputs.config, self._inputs.today, shop, outlet)
        return self._choices[key]

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
