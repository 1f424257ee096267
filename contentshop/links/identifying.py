"""What a text holds that leads to a shop: addresses, pages of mini-programs, share texts, 口令, retired names.

    identify    a text → every find in it, in order

Nothing is rewritten: an address may be shown without what only tells where its sharer has been, and never
when it is signed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from urllib.parse import unquote_plus

from msgspec.structs import replace

from contentshop.model import Record, ShopConfig

from .addresses import host, is_of, is_opaque
from .forms import (
    KnownForm,
    Lasts,
    What,
    form_named,
    form_of_address,
    form_of_page,
    forms,
    noise_of,
    source_of,
    values_of,
)
from .kouling import looks_bare, tokens
from .shops import Confidence, Name, Retired, ShopKind, kinds, retired, tracking
from .sourcing import source_named

_ADDRESS = re.compile(r"(?<![A-Za-z0-9-])(?!plugin-)[A-Za-z][A-Za-z0-9+.-]{1,20}://[!#-;=?-\[\]^_a-z|~]+")
_BARE = re.compile(r"(?<![\w@/.:-])(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/[!#-;=?-\[\]^_a-z|~]*")
_APPID = re.compile(r"(?<![A-Za-z0-9])wx[0-9a-f]{16}(?![A-Za-z0-9])")
_PAGE = re.compile(
    r"(?<![\w/.:-])(?:plugin-private://[\w/-]+|/?(?:[\w-]+/)*pages?/[\w/-]+|/?[\w-]+/(?:[\w-]+/)+[\w-]+)"
    r"(?:\.html)?(?:\?[!#-%'-;=?-\[\]^_a-z|~&]*)?",
    re.ASCII,
)
_LONE_PAGE = re.compile(r"(?<![\w/.:-])/?(?:[\w-]+/)?pages/[\w/-]+(?:\.html)?(?:\?[!#-;=?-\[\]^_a-z|~]*)?", re.ASCII)
_FAR = 300
"""So many characters from an appid its page may stand."""
_TRACKED = ("item", "shop", "union", "scheme", "live")
_CLOSING = ".,;:!?'*"
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Find(Record):
    """One thing found in a text."""

    text: str
    start: int
    """Where it stands in the text, in characters."""
    form: str
    """The form of `forms.yaml`; `page` for another address of a shop, `own` for one of the site's shops,
    `retired`, or empty for an address of nobody known."""
    name: Name
    kind: str = ""
    """The shop kind; empty for what is no shop's."""
    what: What = "page"
    shop: str = ""
    """The shop of the site that it belongs to."""
    ids: dict[str, str] = {}
    signed: bool = False
    append: tuple[str, ...] = ()
    """The keys that may be appended."""
    lasts: Lasts = "forever"
    noise: tuple[str, ...] = ()
    """Keys that may be left out, and do stand there."""
    clean: str = ""
    """The address without them; empty when there are none."""
    offer: dict[str, str] = {}
    """The fields of an offer, for what is made anew from its parts."""
    confidence: Confidence = "H"
    checked: date | None = None
    source: Name | None = None
    since: date | None = None
    note: Name | None = None
    now: str = ""
    """The kind that took its place, of a retired one."""
    share: str = ""
    """The line of a 口令, to be kept as it was given."""
    inside: bool = False
    """Whether it stands inside the find before it."""

    @property
    def is_known(self) -> bool:
        """Return whether anything is known of it."""
        return bool(self.form)


_UNKNOWN = Name(zh="未识别的地址", en="Unknown address")
Shops = Mapping[str, ShopConfig]


def identify(text: str, shops: Shops | None = None) -> tuple[Find, ...]:
    """Return what leads to a shop in a text, in order; addresses of nobody known are among it.

    Args:
        text: an address, a share text, a 口令, or any text with some of them.
        shops: the shops of the site, so that theirs are told by name.

    """
    text = text.replace("&amp;", "&")
    search = _Search(text, shops or {})
    for match in _ADDRESS.finditer(text):
        search.address(_trimmed(match[0]), match.start())
    for one in (one for one in forms() if one.text):
        for match in re.finditer(one.text, text):
            search.add(_find(one, match[0], match.start(), _named(match)))
    for match in _BARE.finditer(text):
        search.address(_trimmed(match[0]), match.start(), "https://")
    search.pages()
    search.koulings()
    search.retired()
    return tuple(sorted(search.found, key=lambda one: (one.start, one.inside)))


class _Search:
    """One text and what was found in it; of finds at the same place the first counts."""

    def __init__(self, text: str, shops: Shops) -> None:
        self.text, self.shops = text, shops
        self.found: list[Find] = []

    def is_free(self, start: int, end: int) -> bool:
        return not any(one.start < end and start < one.start + len(one.text) for one in self.found)

    def add(self, *finds: Find) -> None:
        """Take a find, and what is inside it."""
        if finds and self.is_free(finds[0].start, finds[0].start + len(finds[0].text)):
            self.found.extend(finds)

    def address(self, address: str, start: int, scheme: str = "") -> None:
        """Take an address; one without a scheme counts only when its form is known."""
        finds = _of_address(scheme + address, start, self.shops)
        if not scheme or finds[0].form not in ("", "page"):
            self.add(*(replace(one, text=address) if one.text == scheme + address else one for one in finds))

    def pages(self) -> None:
        """Take the mini-programs named by appid, each with the page that stands beside it, and pages alone."""
        for match in _APPID.finditer(self.text):
            if self.is_free(*match.span()):
                page = self._page_beside(match)
                start = min(match.start(), page.start()) if page else match.start()
                end = max(match.end(), page.end()) if page else match.end()
                self.add(*_of_page(match[0], page[0] if page else "", self.text[start:end], start, self.shops))
        for match in _LONE_PAGE.finditer(self.text):
            self.add(*_of_page("", match[0], match[0], match.start(), self.shops))

    def _page_beside(self, appid: re.Match[str]) -> re.Match[str] | None:
        """Return the page that stands next to an appid: behind it, else before it."""
        behind = _PAGE.search(self.text, appid.end(), appid.end() + _FAR)
        other = _APPID.search(self.text, appid.end())
        if behind and not (other and other.start() < behind.start()) and self.is_free(*behind.span()):
            return behind
        before = list(_PAGE.finditer(self.text, max(0, appid.start() - _FAR), appid.start()))
        return before[-1] if before and self.is_free(*before[-1].span()) else None

    def koulings(self) -> None:
        """Take each token once, with its line as the text to keep."""
        row, seen = form_named("kouling"), set[str]()
        for one in tokens(self.text):
            if one.text not in seen:
                seen.add(one.text)
                start = self.text.rfind("\n", 0, one.start) + 1
                line = self.text[start : (self.text.find("\n", one.end) + 1 or len(self.text) + 1) - 1].strip()
                found = _find(row, one.text, one.start, {"token": one.text})
                self.found.append(replace(found, share=line, inside=one.in_address))
        bare = self.text.strip()
        if not seen and looks_bare(bare):
            found = _find(row, bare, self.text.index(bare), {"token": bare})
            self.found.append(replace(found, share=bare, confidence="L"))

    def retired(self) -> None:
        """Take the names of what there was once, where no address of theirs was taken already."""
        for row in retired():
            for name in dict.fromkeys((row.names.zh, row.names.en)):
                for match in re.finditer(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", self.text):
                    self.add(_gone(row, match[0], match.start()))


_DEEPEST = 20
"""So many addresses may stand inside each other; what is deeper is no longer looked at."""


def _of_address(address: str, start: int, shops: Shops) -> list[Find]:
    """Return what an address is, and what the address inside it is."""
    known = form_of_address(address)
    if known is None:
        return [_other(address, start, shops)]
    row, ids = known
    query = address.partition("#")[0].partition("?")[2]
    inner = values_of(query).get(row.holds, "") if row.holds else ""
    inside = [replace(one, inside=True) for one in _of_address(inner, start, shops)] if _is_address(inner) else []
    if row.what == "scheme" and "path" in ids and (page_query := values_of(query).get("query", "")):
        ids = {**ids, "path": f"{ids['path']}?{page_query}"}
    return [_addressed(_find(row, address, start, ids), address, row, shops), *inside]


def _addressed(found: Find, address: str, row: KnownForm, shops: Shops) -> Find:
    """Return a find with what may be added to its address and left out of it."""
    shop, config = _shop_of(row.kind, found.ids.get("appid", ""), shops)
    if row.signed or is_opaque(address):
        return replace(found, signed=True, shop=shop)
    kind = kinds().get(row.kind)
    keys = tuple(key for key, _ in tracking(kind, config)) if kind and row.what in _TRACKED else ()
    noise, clean = _cleaned(address, noise_of(row.kind))
    return replace(found, append=keys, noise=noise, clean=clean, shop=shop)


def _cleaned(address: str, noise: Collection[str]) -> tuple[tuple[str, ...], str]:
    """Return the keys of an address that only tell how it was shared, and the rest of it, byte for byte."""
    head, mark, fragment = address.partition("#")
    base, _, query = head.partition("?")
    parts = query.split("&") if query else []
    keys = [unquote_plus(part.partition("=")[0]) for part in parts]
    left = [part for part, key in zip(parts, keys, strict=True) if key not in noise]
    dropped = tuple(dict.fromkeys(key for key in keys if key in noise))
    return dropped, (base + "?" * bool(left) + "&".join(left) + mark + fragment) if dropped else ""


def _other(address: str, start: int, shops: Shops) -> Find:
    """Return what an address of no known form is: of a shop of the site, of a kind of shop, gone, or unknown."""
    name = host(address)
    for row in retired():
        if is_of(name, row.hosts):
            return _gone(row, address, start)
    for shop, config in shops.items():
        if config.url and host(config.url) == name and config.kind in kinds():
            return _of_own(address, start, shop, config)
    for kind in kinds().values():
        if kind.hosts and is_of(name, kind.hosts):
            signed = is_opaque(address)
            said = Name(zh=f"{kind.name.zh}的其他页面", en=f"Another page of {kind.name.en}")
            return _as_known(Find(address, start, "page", said, kind.kind, signed=signed), kind)
    return Find(address, start, "", _UNKNOWN, signed=is_opaque(address))


def _of_own(address: str, start: int, shop: str, config: ShopConfig) -> Find:
    """Return the find of an address that begins as that of one of the site's shops."""
    kind = kinds()[config.kind]
    keys = () if is_opaque(address) else tuple(key for key, _ in tracking(kind, config))
    path = address.removeprefix(config.url.rstrip("/"))
    offer = {"path": path} if path != address and "path" in kind.offer else {}
    said = Name(zh=config.name or kind.name.zh, en=config.name or kind.name.en)
    noise, clean = ((), "") if is_opaque(address) else _cleaned(address, noise_of(config.kind))
    found = Find(address, start, "own", said, config.kind, "item" if offer else "page", shop, offer=offer)
    return _as_known(replace(found, signed=is_opaque(address), append=keys, noise=noise, clean=clean), kind)


def _of_page(appid: str, page: str, text: str, start: int, shops: Shops) -> list[Find]:
    """Return what a page of a mini-program is, and what the address inside it is."""
    row, ids = form_of_page(appid, page)
    found = _find(row, text, start, ids)
    shop, config = _shop_of(row.kind, appid, shops)
    inner = values_of(page.partition("?")[2]).get(row.holds, "") if row.holds else ""
    inside = [replace(one, inside=True) for one in _of_address(inner, start, shops)] if _is_address(inner) else []
    keys = () if row.signed or not page else tuple(key for key, _ in tracking(kinds()[row.kind], config))
    return [replace(found, shop=shop, append=keys), *inside]


def _is_address(inner: str) -> bool:
    return 0 < inner.count("://") + inner.count("%3A%2F%2F") + inner.count("%253A") <= _DEEPEST and "://" in inner


def _find(row: KnownForm, text: str, start: int, ids: Mapping[str, str]) -> Find:
    offer = {field: ids[name] for field, name in row.offer.items() if name in ids}
    return Find(
        text,
        start,
        row.form,
        row.name,
        row.kind,
        row.what,
        ids=dict(ids),
        signed=row.signed,
        lasts=row.lasts,
        offer=offer,
        confidence=row.confidence,
        checked=row.checked,
        source=source_of(row),
        since=row.since,
        note=row.note,
    )


def _gone(row: Retired, text: str, start: int) -> Find:
    return Find(
        text,
        start,
        "retired",
        row.names,
        row.kind,
        confidence=row.confidence,
        checked=row.checked,
        source=source_named(row.source),
        since=row.since,
        now=row.now,
    )


def _as_known(found: Find, kind: ShopKind) -> Find:
    """Return a find that is known by its kind alone."""
    return replace(found, confidence=kind.confidence, checked=kind.checked, source=source_named(kind.source))


def _shop_of(kind: str, appid: str, shops: Shops) -> tuple[str, ShopConfig]:
    """Return the site's first shop of a kind, of that appid where one is known; a plain one when there is none."""
    for name, config in shops.items():
        if config.kind == kind and (not appid or not config.appid or config.appid == appid):
            return name, config
    return "", ShopConfig(kind=kind)


def _named(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value}


def _trimmed(address: str) -> str:
    """Return an address without the signs of the sentence around it."""
    while address and (address[-1] in _CLOSING or address[-1] in _PAIRS):
        opening = _PAIRS.get(address[-1])
        if opening and address.count(opening) >= address.count(address[-1]):
            break
        address = address[:-1]
    return address
