"""Checks of SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .content import Check, Content, Hit
from .rules import Rule
from .styles import attribute_pixels
from .tree import Element, names

_DEFINITIONS = names("defs marker lineargradient radialgradient pattern clippath mask filter symbol use")
_ANIMATIONS = ("animate", "animatetransform", "animatemotion", "set")
_REFERENCE = re.compile(r"url\(\s*['\"]?#", re.IGNORECASE)


def svg_reference(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield what refers to something else within a drawing, or could be referred to; once per drawing."""
    del rule
    done = -1
    for svg in content.tree.named("svg"):
        if svg.order <= done:
            continue
        done = svg.last
        parts = (part for one in (svg, *content.tree.inside(svg)) for part in _references(one))
        part = next(parts, "")
        if part:
            yield Hit(svg, {"part": part})


def _references(one: Element) -> Iterator[str]:
    if one.tag in _DEFINITIONS:
        yield f"<{one.tag}>"
    if one.tag == "image":
        return
    for name, value in one.attributes.items():
        if name in ("id", "class") or (name in ("href", "xlink:href") and one.tag != "a"):
            yield name
        elif _REFERENCE.search(value):
            yield "url(#…)"


def svg_width(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield drawings with a width in per cent, or one wider than a column."""
    for one in content.outside_drawings("svg"):
        width = one["width"].strip()
        size = attribute_pixels(width)
        if width.endswith("%") or (size is not None and size > rule.limits["to"]):
            yield Hit(one, {"width": width})


def svg_view_box(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield drawings without a `viewBox`."""
    del rule
    return (Hit(one, {}) for one in content.outside_drawings("svg") if not one["viewbox"])


def svg_foreign_object(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield foreign objects that hold something else than sections."""
    del rule
    for one in content.tree.named("foreignobject"):
        other = next((child.tag for child in one.elements if child.tag != "section"), "")
        if other:
            yield Hit(one, {"tag": other})


def svg_animation(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield animations of attributes that are not on the list."""
    for one in content.tree.named(*_ANIMATIONS):
        name = one["attributename"]
        if name and name.lower() not in rule.known:
            yield Hit(one, {"name": name})


def svg_begin(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield animations that begin by touch and not by a click."""
    del rule
    for one in content.tree.named(*_ANIMATIONS):
        begin = one["begin"].lower()
        if re.search(r"\btouchstart\b", begin) and not re.search(r"\bclick\b", begin):
            yield Hit(one, {})


def svg_text(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield drawn text whose colour does not follow the text around it."""
    del rule
    fills: dict[int, str] = {}
    for one in content.tree.elements:
        if one.order not in content.drawn and one.tag != "svg":
            continue
        above = fills.get(one.parent.order, "") if one.parent is not None else ""
        fills[one.order] = (one.value("fill") or one["fill"]).strip().lower() or above
        if one.tag == "text" and content.tree.length(one) and not _follows(content, one, fills[one.order]):
            yield Hit(one, {})


def _follows(content: Content, one: Element, fill: str) -> bool:
    """Return whether drawn text has the colour of the text around it; its parts may say so for it."""
    if fill == "currentcolor":
        return True
    inner = [(each.value("fill") or each["fill"]).strip().lower() for each in content.tree.inside(one)]
    return bool(inner) and not one.own_text and all(each == "currentcolor" for each in inner)


CHECKS: Mapping[str, Check] = {
    "svg-reference": svg_reference,
    "svg-width": svg_width,
    "svg-view-box": svg_view_box,
    "svg-foreign-object": svg_foreign_object,
    "svg-animation": svg_animation,
    "svg-begin": svg_begin,
    "svg-text": svg_text,
}
