"""Pages of mini-programs: what a card, a code or a Scheme of one holds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contentshop.model import MiniProgram, Offer, ShopConfig

from .addresses import append, encoded, host
from .destinations import form_of
from .shops import CardForm, kinds, tracking

OTHER = "miniprogram"
"""The kind whose tracking the mini-program of a shop of another kind has."""

SCENE_LENGTH = 32
"""The most characters of a scene (WeChat's documentation of getwxacodeunlimit, checked 2026-11-22)."""
_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+")


def scene(token: str) -> str:
    """Return the token as the scene of a mini-program code.

    Raises:
        ValueError: it is empty, longer than 32 characters, or has one that a scene may not hold.

    """
    if len(token) > SCENE_LENGTH or _SCENE.fullmatch(token) is None:
        msg = f"{token!r} cannot be the scene of a mini-program code"
        raise ValueError(msg)
    return token


def code_page(path: str) -> str:
    """Return a page as a mini-program code takes it: without its query and a leading slash."""
    return path.partition("?")[0].removeprefix("/")


def card(offer: Offer, shop: ShopConfig, address: str) -> MiniProgram | None:
    """Return the page of a mini-program that shows the offer, without tracking, or none.

    A page of the shop's own mini-program comes first; then what the kind makes of a signed address or of the
    offer's fields.
    """
    if offer.miniprogram and shop.appid:
        return MiniProgram(shop.appid, offer.miniprogram)
    kind = kinds().get(shop.kind)
    if kind is None or kind.card is None:
        return None
    pattern = _pattern(kind.card, address)
    needed = ((getattr(offer, name), form) for name, form in kind.offer.items() if f"{{{name}}}" in pattern)
    if not pattern or not all(value and (form.confidence == "L" or form.fits(value)) for value, form in needed):
        return None
    path = pattern.format(path=offer.path, item_id=encoded(offer.item_id), address=encoded(address))
    appid = kind.card.appid.format(shop=shop)
    return MiniProgram(appid, path) if appid else None


def store_product(offer: Offer, shop: ShopConfig) -> str:
    """Return the number by which the card of a 微信小店's product is picked, or an empty string."""
    kind = kinds().get(shop.kind)
    return kind.card.product.format(item_id=offer.item_id) if kind and kind.card else ""


def jump(shop: ShopConfig, page: MiniProgram | None) -> str:
    """Return the address that opens a page by the shop's jump rule when its code is scanned, or an empty string.

    The rule maps every address below `jump` to the mini-program, which reads page, query and token off it; the
    whole address arrives there as `q`.
    """
    if not shop.jump or page is None or page.appid != shop.appid:
        return ""
    return shop.jump + page.path.removeprefix("/")


def card_pairs(page: MiniProgram, shop: ShopConfig, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the tracking keys that go into a page's query, with their values.

    Those that the shop names; else its kind's, or for the mini-program of a shop of another kind those of
    mini-programs. Another's mini-program takes none.
    """
    if page.appid != shop.appid:
        return ()
    kind = kinds()[shop.kind]
    own = kind.card is not None and "{shop.appid}" in kind.card.appid
    pairs = ((key, template.format_map(values)) for key, template in tracking(kind if own else kinds()[OTHER], shop))
    return tuple((key, value) for key, value in pairs if value)


def marked(page: MiniProgram, pairs: tuple[tuple[str, str], ...]) -> MiniProgram:
    """Return the page with the pairs in its query; those that stand there are kept as they are."""
    return MiniProgram(page.appid, append(page.path, pairs)) if pairs else page


def _pattern(form: CardForm, address: str) -> str:
    """Return the pattern of the page: that for addresses of the form's hosts, else that of the offer's fields."""
    if form.signed and host(address) in form.hosts and form_of(address) == "signed":
        return form.signed
    return form.page
