"""Where a reader takes the address of a page: the table `sharing.yaml` beside this module."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Literal, get_args

import msgspec

from contentshop.model import Config, Product, Record, ShareButton
from contentshop.tables import load

from .addresses import encoded
from .shops import Name, kinds


class Shared(Record):
    """What is said of a page where it is shared; addresses are absolute."""

    url: str
    title: str
    summary: str = ""
    picture: str = ""


class SharePlace(Record):
    """A platform and the page of its own where sharing begins."""

    id: ShareButton
    name: Name
    href: str
    keys: dict[str, Literal["url", "title", "summary", "picture"]]
    checked: date
    confidence: Literal["H", "M", "L"]
    source: str
    note: str = ""

    def form(self, fields: Collection[str]) -> str:
        """Return the address with the places of such fields to be filled in: `{url}`, `{title}`, percent-encoded."""
        query = "&".join(f"{key}={{{field}}}" for key, field in self.keys.items() if field in fields)
        return f"{self.href}?{query}"

    def address(self, shared: Shared) -> str:
        """Return the address at which a page is shared there; what there is nothing of is left out."""
        values = {name: encoded(getattr(shared, name)) for name in shared.__struct_fields__}
        return self.form([name for name, value in values.items() if value]).format_map(values)


class _File(Record):
    places: tuple[SharePlace, ...]
    buttons: tuple[ShareButton, ...]


@cache
def _file() -> _File:
    return msgspec.convert(load("contentshop.links", "sharing.yaml"), _File)


def share_buttons(products: Iterable[Product], config: Config) -> tuple[ShareButton, ...]:
    """Return the buttons by which a page with some products is passed on.

    Those of config.yaml; else what the kinds of their shops say, in the order of the shops.
    """
    if config.share is not None:
        return tuple(dict.fromkeys(config.share))
    sold = {offer.shop for product in products for offer in product.offers}
    rows = [kinds().get(shop.kind) for name, shop in config.shops.items() if name in sold]
    found = (button for row in rows if row is not None for button in row.share or _file().buttons)
    return tuple(dict.fromkeys(found)) or _file().buttons


@cache
def share_places() -> Mapping[ShareButton, SharePlace]:
    """Return every platform by its name in the config; `copy` is none.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    found = _file().places
    if sorted(one.id for one in found) != sorted(set(get_args(ShareButton)) - {"copy"}):
        msg = "sharing.yaml: every platform has one row"
        raise ValueError(msg)
    return {one.id: one for one in found}
