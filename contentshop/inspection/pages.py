"""The addresses and ids of one HTML page, as the standard parser finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from contentshop.model import Record

_ADDRESSES = frozenset({"href", "xlink:href", "src", "poster", "action", "formaction"})
_LISTS = frozenset({"srcset", "imagesrcset"})
_REFRESH = re.compile(r"[\d.\s;,]*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]+))\s*\)|@import\s+["']([^"']+)""", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CANDIDATE = re.compile(r"[\s,]*(\S+)")


class Reference(Record):
    """An address and where it stands; `points` says whether its fragment must be an id of the page it leads to."""

    address: str
    line: int
    column: int
    points: bool = True


def css_addresses(text: str) -> Iterator[str]:
    """Yield the addresses of `url()` and `@import`; those that name a part of the same page are left out."""
    for found in _URL.finditer(_COMMENT.sub("", text)):
        address = next((one for one in found.groups() if one), "")
        if not address.startswith("#"):
            yield address


def srcset_addresses(text: str) -> Iterator[str]:
    """Yield the addresses of a `srcset`; an address may hold commas, but not end with one."""
    at = 0
    while found := _CANDIDATE.match(text, at):
        address, at = found[1], found.end()
        if not address.endswith(","):
            end = text.find(",", at)
            at = len(text) if end < 0 else end
        yield address.rstrip(",")


class PageReader(HTMLParser):
    """Collects while it is fed."""

    def __init__(self) -> None:
        super().__init__()
        self.references: list[Reference] = []
        self.ids: dict[str, int] = {}
        self.doubled: list[tuple[str, int, int, int]] = []
        self.json_texts: list[tuple[int, str]] = []
        self.base = self.broken = ""
        self.broken_line = 0
        self._inside = ""

    def fail(self, reason: str) -> None:
        """Note why no more could be read."""
        self.broken, self.broken_line = f"HTML: {reason}", self.getpos()[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the ids and addresses of an element; of two attributes of one name browsers take the first."""
        given = {name: value or "" for name, value in reversed(attrs)}
        self._inside = tag
        if tag == "script" and given.get("type", "").lower() == "application/ld+json":
            self._inside = "json"
        self._identify(tag, given)
        if tag == "base":
            self.base = self.base or given.get("href", "")
            return
        for address in self._addresses(tag, given):
            self._refer(address)
        for address in css_addresses(given.get("style", "")):
            self._refer(address, points=False)
        if tag == "meta" and re.fullmatch(r"https?://\S+", given.get("content", "")):
            self._refer(given["content"], points=False)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        del tag
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Take the addresses of styles, and keep structured data."""
        if self._inside == "style":
            for address in css_addresses(data):
                self._refer(address, points=False)
        elif self._inside == "json":
            self.json_texts.append((self.getpos()[0], data))

    def _addresses(self, tag: str, given: dict[str, str]) -> Iterator[str]:
        for name, value in given.items():
            if name in _ADDRESSES or (name == "data" and tag == "object"):
                yield value
            elif name in _LISTS:
                yield from srcset_addresses(value)
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(given.get("content", ""))
            yield found[1] if found else ""

    def _identify(self, tag: str, given: dict[str, str]) -> None:
        line, column = self.getpos()
        name = given.get("id", "")
        if name and name in self.ids:
            self.doubled.append((name, line, column + 1, self.ids[name]))
        for one in {name, given.get("name", "") if tag == "a" else ""} - {""}:
            self.ids.setdefault(one, line)

    def _refer(self, address: str, *, points: bool = True) -> None:
        line, column = self.getpos()
        self.references.append(Reference(address, line, column + 1, points))
