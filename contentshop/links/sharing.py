"""Where a reader takes the address of a page: the table `sharing.yaml` beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal, get_args
from urllib.parse import quote

import msgspec

from contentshop.model import Record, ShareButton
from contentshop.tables import load

from .shops import Name


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

    def address(self, shared: Shared) -> str:
        """Return the address at which a page is shared there."""
        values = {key: getattr(shared, field) for key, field in self.keys.items()}
        query = "&".join(f"{key}={quote(value, safe='')}" for key, value in values.items() if value)
        return f"{self.href}?{query}"


class _File(Record):
    places: tuple[SharePlace, ...]


@cache
def share_places() -> Mapping[ShareButton, SharePlace]:
    """Return every platform by its name in the config; `copy` is none.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    found = msgspec.convert(load("contentshop.links", "sharing.yaml"), _File).places
    if sorted(one.id for one in found) != sorted(set(get_args(ShareButton)) - {"copy"}):
        msg = "sharing.yaml: every platform has one row"
        raise ValueError(msg)
    return {one.id: one for one in found}
