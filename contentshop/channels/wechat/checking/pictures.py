"""Checks of the pictures in a content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from .content import Check, Content, Hit
from .findings import number
from .rules import Rule
from .styles import attribute_pixels, pixels
from .tree import Element

_DATA = re.compile(r"data:image/([\w.+-]+)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.([a-z]{2,5})(?=$|[?#])", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ADDRESS = 80


def image_foreign(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield pictures that are not on WeChat's servers."""
    for one in content.tree.named("img"):
        address = _address(one)
        if host(address) not in rule.known:
            yield Hit(one, {"address": address[:_ADDRESS]})


def image_source(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield pictures without an address, or with one that leads nowhere outside the author's computer."""
    del rule
    for one in content.tree.named("img"):
        address = _address(one)
        scheme = _SCHEME.match(address)
        known = scheme is None or scheme[0].lower() in ("https:", "http:", "data:")
        if "ProseMirror-separator" in one["class"].split():
            continue
        if not address or not known or (address.lower().startswith("data:") and not _DATA.match(address)):
            yield Hit(one, {"address": address[:_ADDRESS]})


def image_type(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield pictures of a type that uploading refuses; those that WeChat has already are its own."""
    for one in content.tree.named("img"):
        address = _address(one)
        data = _DATA.match(address)
        if host(address).endswith(".qpic.cn"):
            continue
        suffix = None if data or address.lower().startswith("data:") else _SUFFIX.search(address)
        found = data[1] if data else suffix[1] if suffix else ""
        if found.lower() in rule.known:
            yield Hit(one, {"type": found.lower()})


def image_data_small(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield pictures given as very little data."""
    for one in content.tree.named("img"):
        address = _address(one)
        if _DATA.match(address) and len(address) < rule.limits["characters"]:
            yield Hit(one, {"count": len(address)})


def image_hidden(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield pictures that are wholly transparent."""
    del rule
    for one in content.tree.named("img"):
        value = one.value("opacity").removesuffix("%")
        if value and re.fullmatch(r"[+-]?0*\.?0*", value) and "0" in value:
            yield Hit(one, {})


def image_width(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield pictures whose width fills narrow screens and not wide ones; without a style the natural width counts."""
    for one in content.tree.named("img"):
        if one.order in content.wide:
            continue
        style = one.value("width")
        natural = one["width"] or one["data-w"]
        width = pixels(style) if style and style != "auto" else attribute_pixels(natural)
        if width is not None and rule.limits["from"] <= width < rule.limits["to"]:
            yield Hit(one, {"width": number(width)})


def image_attributes(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield pictures whose size stands in attributes only."""
    del rule
    for one in content.tree.named("img"):
        for name in ("width", "height"):
            if name in one.attributes and not one.value(name) and not (name == "height" and one.value("width")):
                yield Hit(one, {})
                break


def image_facts(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield pictures whose natural size is not given."""
    del rule
    for one in content.tree.named("img"):
        if not (one["data-w"] and one["data-ratio"]) and "ProseMirror-separator" not in one["class"].split():
            yield Hit(one, {})


def _address(one: Element) -> str:
    return (one["src"] or one["data-src"]).strip()


def host(address: str) -> str:
    """Return the host of an address; empty when it has none."""
    try:
        return urlsplit(address if "//" in address[:12] else "").hostname or ""
    except ValueError:
        return ""


CHECKS: Mapping[str, Check] = {
    "image-foreign": image_foreign,
    "image-source": image_source,
    "image-type": image_type,
    "image-data-small": image_data_small,
    "image-hidden": image_hidden,
    "image-width": image_width,
    "image-attributes": image_attributes,
    "image-facts": image_facts,
}
