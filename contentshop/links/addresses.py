"""Adding to addresses without touching what stands there.

An address that a shop gave is text. Taking it apart and putting it together again changes it (GBK bytes,
empty values, `;`, the case of hex digits), so text is added before the first `#` and nothing else is
done; removing that text gives back the same bytes. Signed and short addresses are left alone altogether
(measured on six address shapes on 2026-11-21: five came back changed).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import quote, unquote, unquote_plus

from .shops import OpaqueHost, opaque

_HEAD = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>[^?#]*)", re.IGNORECASE)
_WEIXIN = "weixin://dl/business/?"
_FORBIDDEN = re.compile(r'[\x00-\x20"<>\\`\x7f]')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})

Pairs = Sequence[tuple[str, str]]


@lru_cache(maxsize=1 << 12)
def encoded(value: str) -> str:
    """Return the value percent-encoded as UTF-8; letters, digits and `-._~` stay, half a surrogate is a `?`."""
    return quote(value, safe="", errors="replace")


def _keys(query: str) -> set[str]:
    """Return the names that stand in a raw query, whether `&` or `;` parts them, decoded for comparison."""
    return {unquote_plus(part.partition("=")[0]) for part in re.split("[&;]", query) if part}


def _new(pairs: Iterable[tuple[str, str]], taken: set[str]) -> str:
    """Return the pairs whose keys are not taken, as text; of equal keys the first."""
    fresh: dict[str, str] = {}
    for key, value in pairs:
        if key not in taken:
            fresh.setdefault(key, value)
    return "&".join(f"{encoded(key)}={encoded(value)}" for key, value in fresh.items())


def appended(address: str, pairs: Pairs) -> str:
    """Return the exact text that `append` adds, with its `?` or `&`; empty when every key stands there."""
    head = address.partition("#")[0]
    _, mark, query = head.partition("?")
    text = _new(pairs, _keys(query))
    if not text:
        return ""
    if not mark:
        return f"?{text}"
    return text if not query or query.endswith("&") else f"&{text}"


def append(address: str, pairs: Pairs) -> str:
    """Return the address with the pairs added before its first `#`; keys that stand there are kept as they are.

    The rest of the address is not parsed, decoded or reordered: `strip(append(a, p), appended(a, p)) == a`.
    """
    head, mark, fragment = address.partition("#")
    return f"{head}{appended(address, pairs)}{mark}{fragment}"


def append_within(address: str, key: str, pairs: Pairs) -> str:
    """Return the address with the pairs added to the query that is the encoded value of its last key.

    For plain Schemes, whose `query` is itself a query (`…&query=id%3D1`). An address that does not end in
    that key is returned as it is.
    """
    last = re.search(rf"[?&]{re.escape(key)}=([^&#]*)$", address)
    if last is None:
        return address
    inner = unquote(last[1])
    text = _new(pairs, _keys(inner))
    joiner = "&" if text and inner and not inner.endswith("&") else ""
    return address + encoded(joiner + text)


def strip(address: str, added: str) -> str:
    """Return the address as it was before `added` (from `appended`) was put in.

    Raises:
        ValueError: The text does not stand where `append` puts it.

    """
    head, mark, fragment = address.partition("#")
    if not head.endswith(added):
        msg = f"{added!r} does not end the address before its fragment"
        raise ValueError(msg)
    return f"{head.removesuffix(added)}{mark}{fragment}"


def host(address: str) -> str:
    """Return the host in lower case, without user and port; empty when the address names none."""
    found = _HEAD.match(address)
    if found is None:
        return ""
    name = found["authority"].rpartition("@")[2].lower()
    return re.sub(r":\d*$", "", name).rstrip(".")


def is_of(name: str, hosts: Iterable[str]) -> bool:
    """Return whether the host is one of the hosts or under one of them."""
    return any(name == one or name.endswith(f".{one}") for one in hosts)


@lru_cache(maxsize=4096)
def is_opaque(address: str) -> bool:
    """Return whether the address is signed or short, so that nothing may be added to it.

    Told by the opaque table of `shops.yaml`; keys count in any case, and in a fragment or a nested query
    too, since a wrong guess on this side only loses tracking.
    """
    parts = re.split("[?&;#]", address)[1:]
    keys = {unquote_plus(part.partition("=")[0]).lower() for part in parts}
    for known in opaque().keys:
        if known in keys or (known.endswith("*") and any(key.startswith(known[:-1]) for key in keys)):
            return True
    name, found = host(address), _HEAD.match(address)
    return found is not None and any(_matches(row, name, found["path"], keys) for row in opaque().hosts)


def _matches(row: OpaqueHost, name: str, path: str, keys: set[str]) -> bool:
    if not name.endswith(row.host) or not is_of(name, (row.host,)):
        return False
    return (not row.path or re.match(row.path, path) is not None) and (not row.keys or not keys.isdisjoint(row.keys))


def is_safe(address: str) -> bool:
    r"""Return whether the address may stand in a page: http, https, or a weixin Scheme, and nothing that hides.

    Refused are other schemes, a missing host, a user before the host (`https://taobao.com@evil.example`),
    white space, control and invisible characters, and the characters `"`, `<`, `>`, `` ` ``, `\`, none of
    which an address can hold unencoded (RFC 3986). Chinese characters are allowed.
    """
    found = _HEAD.match(address)
    if found is None or not found["authority"] or "@" in found["authority"]:
        return False
    if _FORBIDDEN.search(address):
        return False
    if not address.isascii() and any(unicodedata.category(char) in _INVISIBLE for char in address):
        return False
    scheme = found["scheme"].lower()
    return scheme in {"http", "https"} or (scheme == "weixin" and address.lower().startswith(_WEIXIN))
