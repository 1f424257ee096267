"""What an author can do with a find: where it may stand, and what to write into an offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, get_args

from msgspec.structs import replace

from contentshop.model import AddressForm, Carrier, Channel, PolicyRow, Record

from .addresses import host
from .destinations import is_taglink
from .identifying import Find
from .policy import Own, row_of
from .shops import kinds

_FORMS: Mapping[str, AddressForm] = {"scheme": "scheme", "urllink": "urllink", "text": "taglink"}


_UNFIT: Mapping[str, tuple[Carrier, ...]] = {
    "miniprogram": ("kouling", "none", "url", "text"),
    "live": ("kouling", "none", "url", "text"),
    "urllink": ("kouling", "none", "miniprogram"),
}
"""What cannot carry finds of some sorts."""


_ELSEWHERE = ("share", "article", "shop")
"""What is no product's."""
_UNKNOWN = "other"
"""What a shop nobody knows is called in lines to paste."""


class Opening(Record):
    """Channels that carry a find in the same way, by rows that are equally sure; no carriers where nothing does."""

    channels: tuple[Channel, ...]
    carriers: tuple[Carrier, ...]
    row: PolicyRow


def openings(find: Find, own: Own = ()) -> tuple[Opening, ...]:
    """Return how a find is carried in every channel that the policy has a row for, by the site's `own` rows too."""
    if find.kind not in kinds() or find.what in _ELSEWHERE:
        return ()
    found: dict[tuple[object, ...], Opening] = {}
    for channel in get_args(Channel):
        row = row_of(channel, find.kind, own, _form(find))
        if row is not None:
            carriers = tuple(one for one in row.carriers if _suits(find, one))
            key = (carriers, *((row.confidence, row.since, row.warn) if carriers else ()))
            before = found.get(key, Opening((), carriers, row))
            found[key] = replace(before, channels=(*before.channels, channel))
    return tuple(found.values())


def _form(find: Find) -> AddressForm:
    return _FORMS.get(find.what) or ("signed" if find.signed else "page")


def _suits(find: Find, carrier: Carrier) -> bool:
    """Return whether a find can be carried so: a 口令 only as itself, another text only as text, the rest otherwise."""
    if find.what == "text":
        return carrier == ("text" if is_taglink(find.text) else "kouling")
    return carrier not in _UNFIT.get(find.what, ("kouling", "none"))


def offer_of(find: Find, today: date) -> dict[str, Any]:
    """Return the fields of an offer for a find, in the order in which they are written; empty when none fits.

    A signed address, and a text that ends, goes into `links` under a channel that only stands for the one it was
    made for; its last day is that of one made today.
    """
    if find.form == "retired" or find.what in _ELSEWHERE or (find.is_known and not find.kind):
        return {}
    fields = _fields(find, today)
    return {"shop": find.shop or find.kind or _UNKNOWN, **fields} if fields else {}


def _fields(find: Find, today: date) -> dict[str, Any]:
    if find.share:
        return {"kouling": {"text": find.share}}
    if find.what == "text" and isinstance(find.lasts, int):
        return {"links": {"group": {"url": find.text, "expires": today + timedelta(days=find.lasts)}}}
    if find.what == "text":
        return {"taglink": find.text}
    if find.offer or find.what == "miniprogram":
        return dict(find.offer)
    if not find.signed:
        return {"url": find.clean or find.text}
    made: Any = find.text if "://" in find.text else f"https://{find.text}"
    if isinstance(find.lasts, int):
        made = {"url": made, "expires": today + timedelta(days=find.lasts)}
    return {"links": {"group": made}}


def config_of(find: Find) -> dict[str, Any]:
    """Return the keys of a shop in config.yaml that an offer for the find needs, when the site has none yet.

    An address of nobody known may be a page of any shop, which the kind `web` stands for.
    """
    if not find.is_known:
        return {_UNKNOWN: {"kind": "web", "name": "…", "url": f"https://{host(find.text)}", "append": []}}
    if find.shop or find.kind not in kinds():
        return {}
    wanted = {"kind": find.kind}
    if "appid" in kinds()[find.kind].shop:
        wanted["appid"] = find.ids.get("appid", "wx…")
    if "tag" in kinds()[find.kind].shop:
        wanted["tag"] = find.ids.get("tag", "…")
    return {find.kind: wanted}
