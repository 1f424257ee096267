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
from typing import Any, Literal

import msgspec

from contentshop.model import Record, ShareButton, ShopConfig
from contentshop.tables import load

Confidence = Literal["H", "M", "L"]
Opens = Literal["everywhere", "outside_wechat", "wechat"]
Traceable = Literal["placement", "channel", "account", "none"]
Forbidden = Literal["price", "picture", "go"]
"""What a shop's terms may forbid: a price that stands still, a copy of its picture, a page in between."""


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


class CardForm(Record):
    """How the card of a mini-program is made, with the placeholders of addresses; see the head of the file."""

    appid: str = ""
    page: str = ""
    signed: str = ""
    hosts: tuple[str, ...] = ()
    product: str = ""


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
    like: str = ""
    base: str = ""
    shop: dict[str, Form] = {}
    within: str = ""
    limit: int = 0
    card: CardForm | None = None
    hosts: tuple[str, ...] = ()
    ready: Traceable = "account"
    share: tuple[ShareButton, ...] = ()
    forbids: tuple[Forbidden, ...] = ()
    since: date | None = None
    note: str = ""


class Retired(Record):
    """A kind of shop that there was once, with the last day where it is known, and what took its place."""

    kind: str
    names: Name
    checked: date
    confidence: Confidence
    source: str
    hosts: tuple[str, ...] = ()
    since: date | None = None
    now: str = ""


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
    retired: tuple[Retired, ...]
    opaque: Opaque


PLACEHOLDERS = frozenset(
    {
        *("shop.url", "shop.appid", "shop.tag", "shop.merchant", "base"),
        *("path", "item_id", "alias", "page", "query", "target", "address"),
    }
)
VALUES = frozenset({"source", "medium", "campaign", "token"})


def _raw() -> Any:
    """Return the file's value with the rows that are `like` another filled in from it."""
    raw: Any = load("contentshop.links", "shops.yaml")
    known = {row["kind"]: row for row in raw["kinds"]}
    return {**raw, "kinds": [{**known[row["like"]], **row} if "like" in row else row for row in raw["kinds"]]}


@cache
def _file() -> _File:
    found = msgspec.convert(_raw(), _File)
    for pattern, known in [
        *((pattern, PLACEHOLDERS) for row in found.kinds for pattern in _patterns(row)),
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


def _patterns(row: ShopKind) -> tuple[str, ...]:
    """Return the texts of a row that hold placeholders."""
    card = row.card or CardForm()
    return (row.address, card.appid, card.page, card.signed, card.product)


@cache
def kinds() -> Mapping[str, ShopKind]:
    """Return every shop kind by its name, in the order of `shops.yaml`, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    return {row.kind: row for row in _file().kinds}


@cache
def retired() -> tuple[Retired, ...]:
    """Return the kinds of shop that have gone."""
    return _file().retired


def retired_kind(kind: str) -> Retired | None:
    """Return the retired kind of this name: its word in the table, or its name in either language."""
    wanted = kind.strip().lower()
    names = ((one, {one.kind, one.names.zh.lower(), one.names.en.lower()}) for one in retired())
    return next((one for one, known in names if wanted in known), None)


def permits(shop: ShopConfig, what: Forbidden) -> bool:
    """Return whether the shop's terms leave this to the author: its kind does not forbid it, or the author may."""
    kind = kinds().get(shop.kind)
    return kind is None or what not in kind.forbids or what in shop.allow


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
