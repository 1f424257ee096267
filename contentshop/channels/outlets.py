"""Which channels an outlet hands content on in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal, get_args

import msgspec

from contentshop.model import Channel, Outlet, OutletKind, Record
from contentshop.tables import load


class _Row(Record):
    kind: OutletKind
    channels: tuple[Channel, ...]
    checked: date
    confidence: Literal["H", "M", "L"]
    source: str


@cache
def _channels() -> Mapping[OutletKind, tuple[Channel, ...]]:
    rows = msgspec.convert(load("contentshop.channels", "outlets.yaml"), dict[str, tuple[_Row, ...]])["kinds"]
    if sorted(row.kind for row in rows) != sorted(get_args(OutletKind)):
        msg = "outlets.yaml: every kind has one row"
        raise ValueError(msg)
    return {row.kind: row.channels for row in rows}


def outlet_channels(outlet: Outlet) -> tuple[Channel, ...]:
    """Return the channels an outlet hands content on in, by its kind: the table `outlets.yaml` beside this module."""
    return _channels()[outlet.kind]
