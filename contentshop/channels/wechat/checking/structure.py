"""Checks of tags, attributes and nesting."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from .content import Check, Content, Hit
from .rules import Rule
from .styles import pixels, sides
from .tree import BLOCKS, Element

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_COMPONENT = "mp-"
_MEDIA_MARKS = ("data-mpvid", "data-vid", "data-pluginname", "voice_encode_fileid")
_MEDIA = re.compile("img|iframe|video|audio|mp|br|hr|svg")
"""What WeChat's own pruning of levels leaves alone."""


def no_div(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield every div that holds a block."""
    del rule
    return (Hit(one, {}) for one in content.tree.named("div") if _holds_block(one))


def div_plain(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield every other div."""
    del rule
    return (Hit(one, {}) for one in content.tree.named("div") if not _holds_block(one))


def _holds_block(one: Element) -> bool:
    return any(child.tag in BLOCKS for child in one.elements)


def tag_lost(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield what storing deletes."""
    return (Hit(one, {"tag": one.tag}) for one in content.tree.named(*sorted(rule.known)))


def media_lost(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield players and frames that are none of WeChat's own."""
    for one in content.tree.named(*sorted(rule.known)):
        if not any(name in one.attributes for name in _MEDIA_MARKS):
            yield Hit(one, {"tag": one.tag})


def no_script(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield scripts, handlers of events, and addresses that are scripts."""
    del rule
    for one in content.tree.elements:
        if one.tag == "script":
            yield Hit(one, {"part": "<script>"})
        for name, value in one.attributes.items():
            if name.startswith("on") and name.isalpha():
                yield Hit(one, {"part": name})
            elif name in ("href", "src") and value.strip().lower().startswith("javascript:"):
                yield Hit(one, {"part": "javascript:"})


def no_style_sheet(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield style sheets, in the content or linked."""
    del rule
    return (Hit(one, {"tag": one.tag}) for one in content.tree.named("style", "link") if one.order not in content.drawn)


def tag_unknown(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield tags of which nobody has seen that they are kept, and that no other rule names."""
    named = rule.known | {"div", "script", "style", "link", "input", "form", "label"}
    named |= {"iframe", "video", "audio", "embed", "object"}
    for one in content.outside_drawings():
        if one.tag not in named and not one.tag.startswith(_COMPONENT):
            yield Hit(one, {"tag": one.tag})


def no_id(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield elements with an id."""
    del rule
    return (Hit(one, {"id": one["id"]}) for one in content.outside_drawings() if "id" in one.attributes)


def class_dropped(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield elements with a class that the reader page does not keep; its own components may have any."""
    kept = (_COMPONENT, "js_", "ue-table-", "rich_pages", "wxw-", "video_iframe", "custom_select_card")
    for one in content.outside_drawings():
        if one.tag.startswith(_COMPONENT):
            continue
        dropped = [name for name in one["class"].split() if name not in rule.known and not name.startswith(kept)]
        if dropped:
            yield Hit(one, {"name": dropped[0]})


def nesting(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield the outermost of elements that add nothing to the one they stand in, one in another."""
    counts: dict[int, int] = {}
    inner_ones: set[int] = set()
    for one in reversed(content.tree.elements):
        inner = one.elements
        repeated = len(inner) == 1 and _repeats(inner[0], one)
        counts[one.order] = counts[inner[0].order] + 1 if repeated else 1
        if repeated:
            inner_ones.add(inner[0].order)
    for one in content.outside_drawings():
        if one.order not in inner_ones and counts[one.order] >= rule.limits["levels"]:
            yield Hit(one, {"count": counts[one.order]})


def _repeats(inner: Element, outer: Element) -> bool:
    """Return whether an element is like the one that holds nothing but it."""
    if inner.tag != outer.tag or _MEDIA.match(inner.tag) or outer.own_text:
        return False
    return set(inner.style) <= set(outer.style)


def empty_children(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield elements with many children of which most hold nothing."""
    for one in content.outside_drawings():
        inner = one.elements
        if len(inner) > rule.limits["children"]:
            empty = sum(_is_empty(content, child) for child in inner)
            if empty > rule.limits["empty"]:
                yield Hit(one, {"count": empty})


def _is_empty(content: Content, one: Element) -> bool:
    return not (_MEDIA.match(one.tag) or content.tree.length(one) or one.children or one.style)


def leaf(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield blocks in a `span leaf`."""
    del rule
    for span in content.tree.named("span"):
        if "leaf" in span.attributes:
            at = bisect_right(content.blocks, span.order)
            if at < len(content.blocks) and content.blocks[at] <= span.last:
                yield Hit(span, {"tag": content.tree.elements[content.blocks[at]].tag})


def nodeleaf(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield each `section nodeleaf` that holds something other than one component or picture."""
    for one in content.tree.named("section"):
        if "nodeleaf" not in one.attributes:
            continue
        inner = [child for child in one.elements if child.tag != "br"]
        fits = len(inner) == 1 and (inner[0].tag in rule.known or inner[0].tag.startswith(_COMPONENT))
        fits = fits or (len(inner) == 1 and inner[0].tag in ("a", "span") and not content.tree.length(inner[0]))
        if not fits or one.own_text:
            yield Hit(one, {})


def outer_frame(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield the element around everything when it has a background or padding above or below."""
    del rule
    one = _outermost(content)
    if one is None:
        return
    padding = sides(one.style, "padding")
    if any(each.name.startswith("background") and each.word not in ("none", "transparent") for each in one.style):
        yield Hit(one, {"property": "background"})
    elif any(pixels(padding.get(side, ""), whole=1.0) for side in ("top", "bottom")):
        yield Hit(one, {"property": "padding"})


def outer_padding(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield the element around everything when it has padding left or right."""
    del rule
    one = _outermost(content)
    if one is not None:
        padding = sides(one.style, "padding")
        if any(pixels(padding.get(side, ""), whole=1.0) for side in ("left", "right")):
            yield Hit(one, {})


def _outermost(content: Content) -> Element | None:
    """Return the one element that holds everything visible."""
    root = content.tree.root
    holding = [one for one in root.elements if content.tree.length(one) or one.last > one.order or one.tag == "img"]
    return holding[0] if len(holding) == 1 and not root.own_text else None


def style_entity(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield styles that are written with an entity."""
    del rule
    for one in content.tree.elements:
        if match := _ENTITY.search(one.written.get("style", "")):
            yield Hit(one, {"entity": match[0]})


def style_empty(content: Content, rule: Rule) -> Iterable[Hit]:
    """Yield styles that say nothing."""
    del rule
    return (Hit(one, {}) for one in content.tree.elements if "style" in one.attributes and not one["style"].strip())


CHECKS: Mapping[str, Check] = {
    "no-div": no_div,
    "div-plain": div_plain,
    "tag-lost": tag_lost,
    "media-lost": media_lost,
    "no-script": no_script,
    "no-style-sheet": no_style_sheet,
    "tag-unknown": tag_unknown,
    "no-id": no_id,
    "class-dropped": class_dropped,
    "nesting": nesting,
    "empty-children": empty_children,
    "leaf": leaf,
    "nodeleaf": nodeleaf,
    "outer-frame": outer_frame,
    "outer-padding": outer_padding,
    "style-entity": style_entity,
    "style-empty": style_empty,
}
