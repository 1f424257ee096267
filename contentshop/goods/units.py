"""Contents and prices by unit, in decimals: the rows of `units.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

import msgspec

from contentshop.model import Offer, Product, Record
from contentshop.tables import load

Scale = Mapping[str, Decimal]
"""For each measure, the size by which its prices are told."""

_CONTENT = re.compile(r"(?:(?P<times>\d+) ?[x×*] ?)?(?P<amount>[\d.]+) ?(?P<unit>\D+)")


class Unit(Record):
    """A unit by its names, as a multiple of the measure's smallest."""

    names: tuple[str, ...]
    measure: str
    size: Decimal


class Base(Record):
    """An amount by which prices are told, with its words."""

    size: Decimal
    zh: str
    en: str


class Measured(Record):
    """A content as a measure and how much of it."""

    measure: str
    amount: Decimal


class UnitPrice(Record):
    """An amount of money for so much of the content."""

    amount: Decimal
    per: Base


class _File(Record):
    units: tuple[Unit, ...]
    measures: dict[str, tuple[Base, ...]]


@cache
def _file() -> _File:
    found = msgspec.convert(load("contentshop.goods", "units.yaml"), _File)
    if {row.measure for row in found.units} != found.measures.keys() or not all(found.measures.values()):
        msg = "units.yaml: every measure has units and sizes"
        raise ValueError(msg)
    return found


@cache
def units() -> Mapping[str, Unit]:
    """Return the units by each of their names, read once."""
    return {name: row for row in _file().units for name in row.names}


@lru_cache(4096)
def measured(content: str) -> Measured | None:
    """Return a content such as `6 × 330 ml`; None when its unit is unknown or it is nothing."""
    found = _CONTENT.fullmatch(content)
    unit = units().get(found["unit"].casefold()) if found else None
    if found is None or unit is None:
        return None
    amount = Decimal(found["times"] or 1) * Decimal(found["amount"]) * unit.size
    return Measured(unit.measure, amount) if amount else None


def unit_of(content: str) -> str:
    """Return the unit of a content as it is typed."""
    found = _CONTENT.fullmatch(content)
    return found["unit"] if found else content


def content_of(product: Product, offer: Offer | None) -> Measured | None:
    """Return how much one gets at an offer, or of the product without one."""
    typed = (offer and offer.content) or product.content
    return measured(typed) if typed else None


def scale_of(products: Iterable[Product]) -> Scale:
    """Return the sizes by which the prices of several products can be compared: those of the smallest contents."""
    found: dict[str, Decimal] = {}
    for product in products:
        content = content_of(product, None)
        if content is not None:
            size = _base(content.measure, content.amount).size
            found[content.measure] = min(size, found.get(content.measure, size))
    return found


def _base(measure: str, amount: Decimal) -> Base:
    """Return the largest base that the amount reaches, else the first."""
    bases = _file().measures[measure]
    return next((base for base in reversed(bases) if base.size <= amount), bases[0])


def unit_price(price: Decimal, digits: int, content: Measured, scale: Scale | None = None) -> UnitPrice | None:
    """Return the price by unit, rounded half up to the currency's digits.

    None where it would say nothing: it rounds to zero, or the content is one base, so that it is the price.
    `scale` has the size for each measure where several products stand side by side.
    """
    base = _base(content.measure, (scale or {}).get(content.measure, content.amount))
    if base.size == content.amount:
        return None
    found = (price * base.size / content.amount).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return UnitPrice(found, base) if found else None
