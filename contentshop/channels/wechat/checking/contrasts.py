"""Checks of colours in light mode and after the conversion to dark mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from .colours import Colour, contrast
from .content import Check, Content, Hit
from .findings import number
from .looks import Look, opaque, seen, seen_dark
from .rules import Rule, rules
from .tree import RAW, Element, names

_BLOCKS = names("p section h1 h2 h3 h4 h5 h6 blockquote")


def _texts(content: Content, exemption: str = "") -> Iterator[tuple[Element, Look]]:
    """Yield the elements with text of their own whose colours are known, but for those exempt."""
    for one in content.tree.elements:
        look = content.looks[one.order]
        if look.hidden or look.pictured or not look.size or one.order in content.drawn or one.tag in RAW:
            continue
        if exemption and exemption in one["data-ignore-dm"].split():
            continue
        if one.own_text:
            yield one, look


def contrast_dark(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield text that cannot be told from its background in dark mode."""
    for one, look in _texts(content, "low-contrast"):
        found, shown, behind = _worse(look)
        if found < rule.limits["least"]:
            yield Hit(one, {"contrast": number(found), "text": shown, "behind": behind})


def contrast_dark_low(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield text that is hard to read in dark mode, but can be told from its background."""
    told = rules()["contrast-dark"].limits["least"]
    for one, look in _texts(content, "low-contrast"):
        shown, behind = seen_dark(look), look.dark_behind
        found = contrast(shown, behind)
        if found < rule.limits["least"] and _worse(look)[0] >= told:
            yield Hit(one, {"contrast": number(found), "text": shown, "behind": behind})


def _worse(look: Look) -> tuple[float, Colour, Colour]:
    """Return the contrast of text in dark mode with its two colours: as shown, or as WeChat's check reads it if worse.

    That check takes the last colour chosen in the source, although text on a background of its own is
    converted again.
    """
    shown, read = (seen_dark(look), look.dark_behind), (look.chosen, look.backing)
    found, other = contrast(*shown), contrast(opaque(read[0]), opaque(read[1]))
    return (found, *shown) if found <= other else (other, *read)


def contrast_light(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield text that is hard to read in light mode; large text may have less contrast."""
    limits = rule.limits
    for one, look in _texts(content):
        large = look.size >= limits["bold-size" if look.bold else "large-size"]
        wanted = limits["large" if large else "least"]
        shown = seen(look)
        found = contrast(shown, look.behind)
        if found < wanted:
            values = {"contrast": number(found), "text": shown, "behind": look.behind, "wanted": number(wanted)}
            yield Hit(one, values)


def gradient_text(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield gradients behind text."""
    del rule
    for one in content.tree.elements:
        exempt = one.order in content.drawn or "text-bg-gradient" in one["data-ignore-dm"].split()
        if content.looks[one.order].gradient and content.tree.length(one) and not exempt:
            yield Hit(one, {})


def background_repeated(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield the first of several blocks in a row that have the same background each."""
    for one in (content.tree.root, *content.tree.elements):
        if len(one.children) >= rule.limits["times"] and not one.own_text:
            for colour, row in groupby(one.elements, key=lambda each: _backing(content, each)):
                found = list(row)
                if colour and len(found) >= rule.limits["times"]:
                    yield Hit(found[0], {"count": len(found), "colour": colour})


def _backing(content: Content, one: Element) -> str:
    """Return the background of a block with text; empty when it has none, or a gap around it."""
    look = content.looks[one.order]
    if one.tag not in _BLOCKS or not look.own.alpha or not content.tree.length(one):
        return ""
    apart = any(each.name.startswith(("margin", "border")) and each.word not in ("0", "none") for each in one.style)
    return "" if apart else f"{look.own}"


CHECKS: Mapping[str, Check] = {
    "contrast-dark": contrast_dark,
    "contrast-dark-low": contrast_dark_low,
    "contrast-light": contrast_light,
    "gradient-text": gradient_text,
    "background-repeated": background_repeated,
}
