"""The shelf of the home page: the products in season, or those that the newest articles show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contentshop.channels.inputs import Inputs
from contentshop.channels.queries import matching
from contentshop.goods import may_be_advertised
from contentshop.model import KeyPlace, Problem, Query
from contentshop.problems import CONFIG, nearest, problem

from .product_views import TileView


def asked(inputs: Inputs) -> tuple[str, ...]:
    """Return the products that the config asks for, each once, those it names first; broken ones too."""
    home, known = inputs.config.home, inputs.catalogue.products
    if not home.limit:
        return ()
    named = [name for name in home.products if name in known or inputs.catalogue.is_broken(name)]
    return tuple(dict.fromkeys([*named, *_tagged(inputs)]))


def shelf(inputs: Inputs, shown: Iterable[str], tiles: Mapping[str, TileView]) -> tuple[TileView, ...]:
    """Return what stands on the shelf: what can be had, and what the author names; nothing that no one may advertise.

    Args:
        inputs: the values of the build.
        shown: the products that articles show, those of the newest article first.
        tiles: of every product with a page, by id.

    """
    home, known = inputs.config.home, inputs.catalogue.products
    wanted = asked(inputs) if home.products or home.tag else tuple(dict.fromkeys(shown))
    standing = [name for name in wanted if name in tiles and (name not in known or may_be_advertised(known[name]))]
    found = (tiles[name] for name in standing if name in home.products or not tiles[name].reason)
    return tuple(found)[: home.limit]


def doubts(inputs: Inputs) -> Iterator[Problem]:
    """Yield what is wrong with what the config asks for."""
    home, catalogue = inputs.config.home, inputs.catalogue
    for number, name in enumerate(home.products):
        if name not in catalogue.products and not catalogue.is_broken(name):
            near = nearest(name, catalogue.products)
            yield problem("unknown-product", KeyPlace(CONFIG, ("home", "products", number)), id=name, near=near)
    if home.tag and not _tagged(inputs) and not catalogue.broken:
        yield problem("query-without-products", KeyPlace(CONFIG, ("home", "tag")))


def _tagged(inputs: Inputs) -> list[str]:
    tag, known = inputs.config.home.tag, inputs.catalogue.products
    found = matching(Query(tag=tag), known, inputs.config.site.currency, inputs.today) if tag else []
    return [one.id for one in found]
