"""The addresses of the web channel, which last: where each page is written and how it is linked to."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from contentshop.model import digest
from contentshop.sources import is_slug, slug_of

_SAFE = "/-._~"
_SIGNS = re.compile(r"(?<=[A-Za-z0-9+#])[+#]")
_SPOKEN = {"+": "-plus", "#": "-sharp"}
"""Signs that tell tags apart and cannot stand in an address: C, C++ and C#."""


class Urls:
    """Addresses under one base; a path is relative to the output's `web/` and has no leading slash."""

    def __init__(self, base_url: str, go_base_url: str = "") -> None:
        self.base = base_url.rstrip("/") + "/"
        self.go_base = (go_base_url or base_url).rstrip("/") + "/"
        parts = urlsplit(self.base)
        self.root = parts.path or "/"
        self.host = parts.hostname or ""

    def link(self, path: str) -> str:
        """Return the address of a page or file for links inside the site, percent-encoded."""
        return self.root + _encoded(path)

    def absolute(self, path: str) -> str:
        """Return the whole address of a page or file."""
        return self.base + _encoded(path)

    def go(self, token: str) -> str:
        """Return the short address of a token, as codes hold it."""
        return f"{self.go_base}go/{token}/"


@lru_cache(maxsize=1 << 12)
def _encoded(path: str) -> str:
    return quote(path, safe=_SAFE)


ALL_PRODUCTS = "products/"
"""The path of the list of all products."""


def article_path(slug: str) -> str:
    """Return the path of an article's page, ending in a slash."""
    return f"articles/{slug}/"


def product_path(product: str) -> str:
    """Return the path of a product's page, ending in a slash."""
    return f"products/{product}/"


def product_of(path: str) -> str:
    """Return the product whose page stands at a path, or nothing."""
    folder, _, name = path.strip("/").rpartition("/")
    return name if folder == "products" else ""


def tag_path(tag: str, style: str) -> str:
    """Return the path of a tag's page, ending in a slash."""
    return group_path("tags", tag, style)


def author_path(author: str, style: str) -> str:
    """Return the path of the page of an author's articles, ending in a slash."""
    return group_path("authors", author, style)


@lru_cache(maxsize=1 << 14)
def group_path(folder: str, name: str, style: str) -> str:
    """Return the path of the page of all that have a name in common, ending in a slash."""
    slug = slug_of(_SIGNS.sub(lambda sign: _SPOKEN[sign[0]], name), style)
    return f"{folder}/{slug if is_slug(slug) else digest(name)[:12]}/"


def numbered(path: str, number: int) -> str:
    """Return the path of a page of a list; the first is the list's own."""
    return f"{path}page/{number}/" if number > 1 else path


def page_file(path: str) -> str:
    """Return the file a page is written to."""
    return f"web/{path}index.html" if not path or path.endswith("/") else f"web/{path}"
