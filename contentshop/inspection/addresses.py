"""From an address in a file of the output to the file it leads to, as browsers and static hosts find it."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote, unquote, urljoin, urlsplit

from contentshop.model import Record

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_FOLLOWED = ("http", "https")


class Target(Record):
    """Where an address leads inside the site; `file` is empty when there is nothing, `path` is what was asked for."""

    path: str
    file: str = ""
    fragment: str = ""


class Addresses:
    """The addresses of one built site, of whose files the paths are known."""

    def __init__(self, base_url: str, go_base_url: str, files: Collection[str], moved: Collection[str] = ()) -> None:
        """Take the site's addresses.

        Args:
            base_url: where the site is served.
            go_base_url: where its go pages are, when that is elsewhere.
            files: the paths of all files.
            moved: paths a host redirects, as `_redirects` names them.

        """
        self._base = base_url.rstrip("/") + "/"
        self._bases = [_place_of(one.rstrip("/") + "/") for one in (base_url, go_base_url) if one]
        self._files = frozenset(files)
        self._moved = frozenset(one for one in moved if not one.endswith("*"))
        self._splats = tuple(one[:-1] for one in moved if one.endswith("*"))
        self._known: dict[tuple[str, str], Target | None] = {}

    def target(self, path: str, base: str, address: str) -> Target | None:
        """Return what an address leads to; None when that is outside the site.

        Args:
            path: the file the address stands in.
            base: what that file says its addresses are relative to; empty for itself.
            address: as written.

        """
        text = re.sub(r"[\t\r\n]", "", address.strip(" \t\r\n\f\0"))
        if _SCHEME.match(text) and text.split(":", 1)[0].lower() not in _FOLLOWED:
            return None
        anywhere = (text.startswith("/") and not base) or _SCHEME.match(text)
        key = ("", text) if anywhere else (f"{path} {base}", text)
        if key not in self._known:
            self._known[key] = self._found(path, base, text.replace("\\", "/"))
        return self._known[key]

    def _found(self, path: str, base: str, text: str) -> Target | None:
        try:
            own = urljoin(self._base + quote(path.removesuffix("index.html")), base)
            place, inside = _place_of(urljoin(own, text))
        except ValueError:
            return Target(text)  # no browser can follow it
        fragment = text.partition("#")[2].partition(":~:")[0]
        for host, folder in self._bases:
            if place == host and (inside.startswith(folder) or inside + "/" == folder):
                return self._inside(inside[len(folder) :], fragment)
        astray = inside.lstrip("/") if place == self._bases[0][0] and not urlsplit(text).netloc else ""
        found = self._inside(astray, fragment)
        # The address lacks the path the site is under: what it means is there, but not at the host's root.
        return Target(astray) if astray and found.file else None

    def _inside(self, quoted: str, fragment: str) -> Target:
        path = unquote(quoted)
        for file in (path + "index.html",) if not path or path.endswith("/") else (path, path + "/index.html"):
            if file in self._files:
                return Target(path, file, fragment)
        is_moved = f"/{path}" in self._moved or f"/{path}".startswith(self._splats)
        return Target(path, "_redirects" if is_moved else "")


def _place_of(address: str) -> tuple[tuple[str, int], str]:
    """Return host and port of an address, by which sites differ, and its path; http and https are the same site.

    Raises:
        ValueError: it is no address.

    """
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    return (host, 0 if parts.port in (None, 80, 443) else parts.port), parts.path or "/"
