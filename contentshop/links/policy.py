"""Which carriers work for a shop kind in a channel: `policy.yaml` and the author's rows over it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import get_args

import msgspec

from contentshop.model import Carrier, Channel, PolicyRow, Record
from contentshop.tables import load


class _File(Record):
    rank: tuple[Carrier, ...]
    rows: tuple[PolicyRow, ...]


@cache
def _file() -> _File:
    found = msgspec.convert(load("contentshop.links", "policy.yaml"), _File)
    if sorted(found.rank) != sorted(get_args(Carrier)):
        msg = "policy.yaml: `rank` names every carrier once"
        raise ValueError(msg)
    if len({(row.channel, row.kind) for row in found.rows}) != len(found.rows):
        msg = "policy.yaml: a channel and kind have two rows"
        raise ValueError(msg)
    return found


def rows() -> tuple[PolicyRow, ...]:
    """Return the built-in rows, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    return _file().rows


def rank(carrier: Carrier) -> int:
    """Return the place of the carrier in the order from best (0) to worst."""
    return _file().rank.index(carrier)


@lru_cache(maxsize=8)
def table(own: tuple[PolicyRow, ...] = ()) -> Mapping[tuple[Channel, str], PolicyRow]:
    """Return the row in force for each channel and shop kind; `own` rows win, the last of equals."""
    return {(row.channel, row.kind): row for row in (*rows(), *own)}


def carriers(channel: Channel, kind: str, own: tuple[PolicyRow, ...] = ()) -> tuple[Carrier, ...]:
    """Return what carries a link to a shop of the kind in the channel, best first.

    Without a row, or with an empty one, that is `("none",)`.
    """
    row = table(own).get((channel, kind))
    return (row.carriers if row else ()) or ("none",)
