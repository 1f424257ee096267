"""What is known of addresses and share texts by their form: the rows of `forms.yaml`, checked and frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Literal
from urllib.parse import unquote, unquote_plus

import msgspec

from contentshop.model import Offer, Record
from contentshop.tables import load

from .shops import Confidence, Name, kinds

What = Literal[
    "item", "shop", "union", "short", "miniprogram", "scheme", "urllink", "text", "live", "share", "article", "page"
]
Lasts = int | Literal["forever", "unknown"]
_HEAD = re.compile(r"[a-z][a-z0-9+.-]*://(?P<authority>[^/?#]*)(?P<path>[^?#]*)", re.IGNORECASE)


class Spot(Record):
    """One way an address of a form may be made; each value is a regular expression."""

    host: tuple[str, ...] = ()
    path: str = ""
    query: dict[str, str] = {}


class KnownForm(Record):
    """A row of `forms.yaml`; the head of that file says what each field means."""

    form: str
    name: Name
    kind: str
    what: What = msgspec.field(name="is")
    lasts: Lasts
    checked: date
    confidence: Confidence
    source: str
    at: tuple[Spot, ...] = ()
    appid: str = ""
    text: str = ""
    signed: bool = False
    holds: str = ""
    offer: dict[str, str] = {}
    since: date | None = None
    note: Name | None = None


class Slot(Record):
    """Where a platform takes a token when it makes a link; `value` says what to give there."""

    kind: str
    name: Name
    value: str
    limit: int
    checked: date
    confidence: Confidence
    source: str

    def filled(self, token: str) -> str:
        """Return what is given there for a token."""
        return self.value.replace("{token}", token)


class _File(Record):
    sources: dict[str, Name]
    slots: tuple[Slot, ...]
    noise: dict[str, tuple[str, ...]]
    forms: tuple[KnownForm, ...]


@cache
def _file() -> _File:
    found = msgspec.convert(load("contentshop.links", "forms.yaml"), _File)
    names = [one.form for one in found.forms]
    known = {"", *kinds()}
    wrong = [one.form for one in found.forms if one.kind not in known or names.count(one.form) > 1]
    wrong += [one.form for one in found.forms if one.source not in found.sources]
    wrong += [one.kind for one in found.slots if one.kind not in known or one.source not in found.sources]
    wrong += [one.form for one in found.forms if set(one.offer) - set(Offer.__struct_fields__)]
    if wrong := wrong + [kind for kind in found.noise if kind not in known]:
        msg = f"forms.yaml: {', '.join(wrong)}"
        raise ValueError(msg)
    for one in found.forms:
        for pattern in (one.appid, one.text, *(text for spot in one.at for text in _patterns(spot))):
            re.compile(pattern)
    return found


def _patterns(spot: Spot) -> Iterator[str]:
    yield from spot.host
    yield spot.path
    yield from spot.query.values()


def forms() -> tuple[KnownForm, ...]:
    """Return every form in the order in which they are tried, read once.

    Raises:
        ValueError: The packaged file is broken (`msgspec.ValidationError` for a wrong type).

    """
    return _file().forms


def form_named(name: str) -> KnownForm:
    """Return a form by its name."""
    return next(one for one in forms() if one.form == name)


def source_of(form: KnownForm) -> Name:
    """Return where a form was read."""
    return _file().sources[form.source]


def slot_of(kind: str) -> Slot | None:
    """Return where a shop kind's platform takes a token; None where none is known."""
    return next((one for one in _file().slots if one.kind == kind), None)


def noise_of(kind: str) -> tuple[str, ...]:
    """Return the keys that may be left out of unsigned addresses of a shop kind."""
    table = _file().noise
    return (*table.get(kind, ()), *table[""])


def values_of(query: str) -> dict[str, str]:
    """Return the keys of a raw query with their decoded values; of equal keys the first."""
    found: dict[str, str] = {}
    for part in query.split("&"):
        key, _, value = part.partition("=")
        found.setdefault(unquote_plus(key), unquote(value))
    return found


def form_of_address(address: str) -> tuple[KnownForm, dict[str, str]] | None:
    """Return the form that an address has, with the names found in it; None for an unknown one."""
    head = _HEAD.match(address)
    if head is None:
        return None
    host = re.sub(r":\d*\Z", "", head["authority"].rpartition("@")[2].lower()).rstrip(".")
    values = values_of(address[head.end() :].partition("#")[0].removeprefix("?"))
    for one in forms():
        for spot in one.at if not one.appid else ():
            found = _host(spot, host)
            rest = _fits(spot, head["path"], values) if found is not None else None
            if found is not None and rest is not None:
                return one, {**found, **rest}
    return None


def form_of_page(appid: str, page: str) -> tuple[KnownForm, dict[str, str]]:
    """Return the form that a page of a mini-program has, with the names found; both may be empty, not at once."""
    path, _, query = page.partition("?")
    values = values_of(query)
    for one in forms():
        if one.appid and (re.fullmatch(one.appid, appid) or (not appid and one.form == "miniprogram-page")):
            for spot in one.at:
                found = _fits(spot, path, values)
                if found is not None:
                    named = {"appid": appid, "path": page, **found}
                    return one, {name: value for name, value in named.items() if value}
    raise ValueError(appid)


def _host(spot: Spot, host: str) -> dict[str, str] | None:
    for pattern in spot.host:
        match = re.fullmatch(pattern, host)
        if match is not None:
            return _groups(match)
    return None


def _fits(spot: Spot, path: str, values: Mapping[str, str]) -> dict[str, str] | None:
    match = re.match(spot.path, path)
    if match is None:
        return None
    found = _groups(match)
    for key, pattern in spot.query.items():
        value = re.fullmatch(pattern, values.get(key, ""), re.DOTALL)
        if value is None:
            return None
        found |= _groups(value)
    return found


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value}
