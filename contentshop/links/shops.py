"""What is known of the kinds of shop: the rows of `shops.yaml`, checked and frozen.

Each row says how a product's address is made, what may be appended to it and where it opens, with the
source, date and confidence of that knowledge. Nothing here is decided in code.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from contentshop.model import Record, ShopConfig
from contentshop.tables import load

Confidence = Literal["H", "M", "L"]
Opens = Literal["everywhere", "outside_wechat", "wechat"]
Traceable = Literal["placement", "channel", "account", "none"]


class Name(Record):
    """A name in both languages of the messages."""

    zh: str
    en: str


class Form(Record):
    """The regular expression that a whole value fits, and how sure that is."""

    pattern: str
    confidence: Confidence

    def fits(self, value: str) -> bool:
        """Return whether the whole value has this form."""
        return re.fullmatch(self.pattern, value, re.ASCII) is not None


class ShopKind(Record):
    """A row of `shops.yaml`; the head of that file says what each field means."""

    kind: str
    name: Name
    address: str
    offer: dict[str, Form]
    append: tuple[str, ...]
    opens: Opens
    traceable: Traceable
    checked: date
    confidence: Confidence
    source: str
    shop: dict[str, Form] = {}
    within: str = ""
    limit: int = 0
    hosts: tuple[str, ...] = ()
    since: date | None = None
    note: str = ""


class OpaqueHost(Record):
    """A host whose addresses are never touched, under a path or with a key only where given."""

    host: str
    path: str = ""
    keys: tuple[str, ...] = ()


class Opaque(Record):
    """How signed and short addresses are told; a key may end in `*`."""

    hosts: tuple[OpaqueHost, ...]
    keys: tuple[str, ...]


class _File(Record):
    keys: dict[str, str]
    kinds: tuple[ShopKind, ...]
    opaque: Opaque


PLACEHOLDERS = frozenset({"shop.url", "shop.appid", "path", "item_id", "alias", "page", "query"})
VALUES = frozenset({"source", "medium", "campaign", "token"})


@cache
def _file() -> _File:
    found = msgspec.convert(load("contentshop.links", "shops.yaml"), _File)
    for pattern, known in [
        *((row.address, PLACEHOLDERS) for row in found.kinds),
        *((template, VALUES) for template in found.keys.values()),
    ]:
        if strange := {name for _, name, _, _ in string.Formatter().parse(pattern) if name} - known:
            msg = f"shops.yaml: {pattern} names {', '.join(sorted(strange))}"
            raise ValueError(msg)
    for row in found.kinds:
        for form in (*row.offer.values(), *row.shop.values()):
            re.compile(form.pattern)
    if len({row.kind for row in found.kinds}) != len(found.kinds):
        msg = "shops.yaml: a kind stands twice"
        raise ValueError(msg)
    return found


@cache
def kinds() -> Mapping[str, ShopKind]:
    """Return every shop kind by its name, in the order of `shops.yaml`, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    return {row.kind: row for row in _file().kinds}


@cache
def opaque() -> Opaque:
    """Return the table of signed and short addresses, with keys in lower case."""
    found = _file().opaque
    hosts = tuple(
        OpaqueHost(host=row.host, path=row.path, keys=tuple(key.lower() for key in row.keys)) for row in found.hosts
    )
    return Opaque(hosts=hosts, keys=tuple(key.lower() for key in found.keys))


def tracking(kind: ShopKind, shop: ShopConfig) -> tuple[tuple[str, str], ...]:
    """Return the tracking keys that the shop accepts, each with the template of its value.

    The shop's own `append` replaces its kind's; a key without a template of its own takes the token.
    """
    templates = _file().keys
    accepted = kind.append if shop.append is None else shop.append
    return tuple((key, templates.get(key, "{token}")) for key in accepted)
