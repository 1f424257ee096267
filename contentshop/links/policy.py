"""Which carriers work for a shop kind in a channel: `policy.yaml` and the author's rows over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import product
from typing import Literal, get_args

import msgspec

from contentshop.model import AddressForm, Carrier, Channel, PolicyRow, Record
from contentshop.tables import load

from .destinations import form_of
from .shops import kinds

Own = tuple[PolicyRow, ...]
"""The rows of config.yaml."""


class PolicyGroup(Record):
    """An entry of `policy.yaml`: the row that several channels and kinds share."""

    channel: Channel | tuple[Channel, ...]
    kind: str | tuple[str, ...]
    carriers: tuple[Carrier, ...]
    checked: date
    confidence: Literal["H", "M", "L"]
    source: str
    address: AddressForm = ""
    warn: bool = False
    since: date | None = None
    note: str = ""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Its channels, one or several."""
        return (self.channel,) if isinstance(self.channel, str) else self.channel

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its shop kinds, one or several."""
        return (self.kind,) if isinstance(self.kind, str) else self.kind

    @property
    def name(self) -> str:
        """Its first channel and kind, and the form of address it is for: no other entry has the same."""
        return " ".join(part for part in (self.channels[0], self.kinds[0], self.address) if part)

    def rows(self) -> Iterator[PolicyRow]:
        """Yield a row for each of its channels and kinds."""
        for channel, kind in product(self.channels, self.kinds):
            yield PolicyRow(
                channel=channel,
                kind=kind,
                carriers=self.carriers,
                address=self.address,
                warn=self.warn,
                since=self.since,
                checked=self.checked,
                confidence=self.confidence,
                source=self.source,
                note=self.note,
            )


class _File(Record):
    rank: tuple[Carrier, ...]
    rows: tuple[PolicyGroup, ...]


@cache
def _file() -> _File:
    found = msgspec.convert(load("contentshop.links", "policy.yaml"), _File)
    if sorted(found.rank) != sorted(get_args(Carrier)):
        msg = "policy.yaml: `rank` names every carrier once"
        raise ValueError(msg)
    check_rows([row for group in found.rows for row in group.rows()])
    return found


def check_rows(found: Sequence[PolicyRow]) -> None:
    """Refuse rows that contradict each other, name no known kind, or forbid on an inference alone.

    Raises:
        ValueError: which row is wrong, and how.

    """
    seen: set[tuple[Channel, str, AddressForm]] = set()
    for row in found:
        what = f"policy.yaml: {row.channel} × {row.kind} {row.address}".rstrip()
        key = (row.channel, row.kind, row.address)
        if key in seen:
            raise ValueError(what + " has two rows")
        seen.add(key)
        if row.kind not in kinds():
            raise ValueError(what + " names an unknown kind")
        if row.confidence == "L" and not set(row.carriers) - {"none"}:
            raise ValueError(what + " forbids at confidence L")


def groups() -> tuple[PolicyGroup, ...]:
    """Return the entries of the table as they are written."""
    return _file().rows


@cache
def rows() -> tuple[PolicyRow, ...]:
    """Return the built-in rows, one for each channel and kind, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    return tuple(row for group in groups() for row in group.rows())


def rank(carrier: Carrier) -> int:
    """Return the place of the carrier in the order from best (0) to worst."""
    return _file().rank.index(carrier)


@lru_cache(maxsize=8)
def table(own: Own = ()) -> Mapping[tuple[Channel, str], Mapping[AddressForm, PolicyRow]]:
    """Return the rows in force for each channel and shop kind, by the form of address they are for.

    `own` rows win, the last of equals; one for any form replaces the built-in ones of all forms. A kind that
    is `like` another has that one's rows where it has none.
    """
    found: dict[tuple[Channel, str], dict[AddressForm, PolicyRow]] = {}
    for row in rows():
        found.setdefault((row.channel, row.kind), {})[row.address] = row
    for row in sorted(own, key=lambda row: bool(row.address)):
        cell = found.setdefault((row.channel, row.kind), {})
        if not row.address:
            cell.clear()
        cell[row.address] = row
    for name, kind in kinds().items():
        for channel in get_args(Channel) if kind.like else ():
            cell = found.get((channel, name), {})
            if "" not in cell and (channel, kind.like) in found:
                found[channel, name] = {**found[channel, kind.like], **cell}
    return found


def row_of(channel: Channel, kind: str, own: Own = (), address: AddressForm = "") -> PolicyRow | None:
    """Return the row that decides for an address of the form: its own, else the one for any form."""
    cell = table(own).get((channel, kind), {})
    return cell.get(address) or cell.get("")


def row_for(channel: Channel, kind: str, address: str, own: Own = ()) -> PolicyRow | None:
    """Return the row that decides for an address."""
    cell = table(own).get((channel, kind), {})
    return cell.get("") if len(cell) <= 1 and "" in cell else row_of(channel, kind, own, form_of(address))


def carriers(channel: Channel, kind: str, own: Own = (), address: AddressForm = "") -> tuple[Carrier, ...]:
    """Return what carries a link to a shop of the kind in the channel, best first.

    Without a row, or with an empty one, that is `("none",)`.
    """
    row = row_of(channel, kind, own, address)
    return (row.carriers if row else ()) or ("none",)
