"""What must be said beside goods of a kind or regulated group: the rows of `rules.yaml`, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal, get_args

import msgspec

from contentshop.model import Config, Kind, Product, Record, ReferenceKind, Regulated
from contentshop.tables import load


class Line(Record):
    """A sentence in both languages of the theme."""

    zh: str
    en: str


class Rule(Record):
    """A row: the line that cards carry, if any, and whether such goods may be advertised at all."""

    of: Literal[Kind, Regulated]
    checked: date
    confidence: Literal["H", "M", "L"]
    source: str
    line: Line | None = None
    forbidden: bool = False
    note: str = ""


class Term(Record):
    """For how many days after its date a reference price of a kind stands."""

    kind: ReferenceKind
    days: int
    checked: date
    confidence: Literal["H", "M", "L"]
    source: str


class _File(Record):
    rules: tuple[Rule, ...]
    references: tuple[Term, ...]


@cache
def _file() -> _File:
    found = msgspec.convert(load("contentshop.goods", "rules.yaml"), _File)
    named = [row.of for row in found.rules]
    if len(set(named)) != len(named) or not set(get_args(Regulated)) <= set(named):
        msg = "rules.yaml: every regulated group has one row"
        raise ValueError(msg)
    if {row.kind for row in found.references} != set(get_args(ReferenceKind)):
        msg = "rules.yaml: every kind of reference price has one row"
        raise ValueError(msg)
    return found


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules by kind or regulated group, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    return {row.of: row for row in _file().rules}


@cache
def terms() -> Mapping[str, int]:
    """Return for how many days a reference price of each kind stands."""
    return {row.kind: row.days for row in _file().references}


def lines_of(product: Product, config: Config, language: str) -> tuple[str, ...]:
    """Return the lines a card of the product must carry: the site's own, else the table's in the language."""
    found = []
    for name in (product.regulated, product.kind):
        rule = rules().get(name) if name else None
        known = rule.line if rule else None
        built_in = (known.zh if language.startswith("zh") else known.en) if known else ""
        found.append(config.products.lines.get(name, built_in) if name else "")
    return tuple(line for line in found if line)


def may_be_advertised(product: Product) -> bool:
    """Return whether the law allows advertisements of such a product at all."""
    rule = rules().get(product.regulated or "")
    return rule is None or not rule.forbidden
