"""Checks of the properties in styles, and of heights and widths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from .colours import parse
from .content import SCROLLS, Check, Content, Hit
from .findings import number
from .rules import Rule
from .styles import attribute_pixels, pixels, sides
from .tree import Element

_GROWS = ("img", "table", "tbody", "thead", "tfoot", "tr", "td", "th")
_LOOKED_AT = 50
"""So many elements of a table are searched for its first row."""


def no_position(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield positions other than static."""
    for one, declaration in content.tree.declared("position"):
        if declaration.word in rule.known:
            yield Hit(one, {"value": declaration.word})


def no_offset(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield offsets that need a position."""
    del rule
    for one, declaration in content.tree.declared("top", "right", "bottom", "left", "inset"):
        if declaration.word != "auto" and one.order not in content.drawn:
            yield Hit(one, {"property": declaration.name})


def no_float(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield floats."""
    del rule
    return (Hit(one, {}) for one, each in content.tree.declared("float") if each.word != "none")


def no_grid(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield grids."""
    del rule
    return (Hit(one, {}) for one, each in content.tree.declared("display") if each.word in ("grid", "inline-grid"))


def no_variable(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield variables, defined or used."""
    del rule
    for one in content.tree.elements:
        for each in one.style:
            if each.name.startswith("--") or "var(" in each.word:
                yield Hit(one, {"property": each.name})


def no_animation(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield animations and transitions."""
    del rule
    for one in content.tree.elements:
        for each in one.style:
            if each.name.removeprefix("-webkit-").startswith(("animation", "transition")) and each.word != "none":
                yield Hit(one, {"property": each.name})
                break


def important(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield the first important declaration of each element."""
    del rule
    for one in content.tree.elements:
        first = next((each for each in one.style if each.important), None)
        if first is not None:
            yield Hit(one, {"property": first.name})


def font_family(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield fonts that do not begin with the platform's own; code may have its own."""
    for one, each in content.tree.declared("font-family"):
        chain = [name.strip().strip("\"'") for name in each.word.split(",")]
        if each.word != "inherit" and set(chain[: len(rule.known)]) != rule.known:
            yield Hit(one, {})


def text_align(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield alignments by the direction of writing."""
    for one, each in content.tree.declared("text-align"):
        if each.word in rule.known:
            yield Hit(one, {"value": each.word})


def line_height(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield blocks whose lines overlap: a height of 0 with text, or less than the font size over several lines."""
    limits = rule.limits
    for run in content.lines:
        few = run.count < limits["lines"]
        if run.size and run.block not in content.drawn and run.line < run.size * limits["ratio"]:
            if run.line > 0 and few:
                continue
            yield Hit(content.tree.elements[run.block], {"line": number(run.line), "size": number(run.size)})


def height_zero(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield containers of height 0 with text in them."""
    del rule
    for one, each in content.tree.declared("height", "max-height"):
        size = pixels(each.word)
        if size == 0 and content.tree.length(one) and one.order not in content.played:
            yield Hit(one, {})


def height_fixed(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield containers whose height is less than their text will need."""
    limits = rule.limits
    fixed = [(one, pixels(each.word)) for one, each in content.tree.declared("height", "max-height")]
    needs: list[float] | None = None
    for one, height in fixed:
        if not height or one.tag in _GROWS or one.order in content.played or _scrolls(one):
            continue
        needs = _sums(content) if needs is None else needs
        needed = needs[one.last + 1] - needs[one.order]
        if needed > height + (limits["tall-slack"] if height > limits["tall"] else limits["slack"]):
            yield Hit(one, {"height": number(height), "needed": round(needed)})


def _sums(content: Content) -> list[float]:
    """Return the heights of all text before each element, summed up."""
    heights = [0.0] * (len(content.tree.elements) + 1)
    for run in content.lines:
        heights[run.block + 1] = run.count * run.line
    for at in range(1, len(heights)):
        heights[at] += heights[at - 1]
    return heights


def _scrolls(one: Element) -> bool:
    return any(one.value(name) in SCROLLS for name in ("overflow", "overflow-y"))


def caret(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield transparent carets where something could be typed."""
    del rule
    for one, each in content.tree.declared("caret-color"):
        colour = parse(each.word)
        if colour is not None and colour.alpha == 0 and (content.tree.length(one) or one.elements):
            yield Hit(one, {})


def width_fixed(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield widths that fill narrow screens and not wide ones."""
    for one, each in content.tree.declared("width"):
        width = pixels(each.word)
        between = width is not None and rule.limits["from"] <= width < rule.limits["to"]
        if between and one.tag not in ("img", "svg", "td", "th", "col") and one.order not in content.wide:
            yield Hit(one, {"width": number(width or 0)})


def width_overflow(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield least widths and margins that no phone has room for."""
    screen = rule.limits["screen"]
    for one, each in content.tree.declared("min-width"):
        width = pixels(each.word)
        if width is not None and width > screen and one.order not in content.wide:
            yield Hit(one, {"property": each.name, "width": number(width)})
    for name in ("margin", "padding"):
        seen: set[int] = set()
        for one, _ in content.tree.declared(name, f"{name}-left", f"{name}-right"):
            if one.order in seen:
                continue
            seen.add(one.order)
            values = sides(one.style, name)
            taken = sum(max(0.0, pixels(values.get(side, "")) or 0.0) for side in ("left", "right"))
            if taken >= screen and one.order not in content.wide:
                yield Hit(one, {"property": name, "width": number(taken)})


def table_width(content: Content, rule: Rule) -> Iterator[Hit]:
    """Yield tables whose columns with a fixed width are together wider than a phone."""
    for table in content.tree.named("table"):
        inner = islice(content.tree.inside(table), _LOOKED_AT)
        rows = (one for one in inner if one.tag in ("tr", "colgroup"))
        first = next((one for one in rows if any(cell.tag in ("td", "th", "col") for cell in one.elements)), None)
        if first is None:
            continue
        widths = [pixels(cell.value("width")) or attribute_pixels(cell["width"]) or 0.0 for cell in first.elements]
        if sum(widths) > rule.limits["screen"] and table.order not in content.wide:
            yield Hit(table, {"width": number(sum(widths))})


CHECKS: Mapping[str, Check] = {
    "no-position": no_position,
    "no-offset": no_offset,
    "no-float": no_float,
    "no-grid": no_grid,
    "no-variable": no_variable,
    "no-animation": no_animation,
    "important": important,
    "font-family": font_family,
    "text-align": text_align,
    "line-height": line_height,
    "height-zero": height_zero,
    "height-fixed": height_fixed,
    "caret": caret,
    "width-fixed": width_fixed,
    "width-overflow": width_overflow,
    "table-width": table_width,
}
