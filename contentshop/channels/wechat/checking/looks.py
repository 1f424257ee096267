"""How text looks: its size, its line, its colour and what lies behind it, in light and in dark mode."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from contentshop.model import Record

from . import dark
from .colours import FULL, TRANSPARENT, WHITE, Colour, colours, over, parse
from .styles import PHONE, pixels, sides
from .tree import Element, Tree, names

Wraps = Literal["words", "nowhere", "anywhere"]
BODY_SIZE, BODY_LINE = 17.0, 1.6
"""Text of an article without a style of its own, in px and as a factor."""
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_SIZES |= {"xx-large": 32.0}
_STEPS = {"smaller": 1 / 1.2, "larger": 1.2}
_SMALLER = {"small": 1 / 1.2, "sub": 1 / 1.2, "sup": 1 / 1.2, "big": 1.2}
_BOLD = names("b strong h1 h2 h3 h4 h5 h6 th")
_CELLS = names("table tr td th")
_URL = re.compile(r"url\(", re.IGNORECASE)
_BACKGROUNDS = ("background", "background-color", "background-image")
_FRAMES = ("border-image", "-webkit-border-image")
_PLAIN = frozenset(("data-no-dark",))


class Look(Record):
    """How the text that stands directly in an element looks.

    Attributes:
        size: Its font size in px.
        factor: The line height as a factor of the size; negative when `line` was set as a length.
        line: The line height in px.
        bold: Whether it is bold.
        room: How wide a line can be on the narrowest phone, in px.
        colour: The colour chosen for it; in light mode it is shown like this.
        behind: What lies behind it in light mode, opaque.
        opacity: How opaque it and what holds it are.
        backing: The background its colour in dark mode was chosen for: the last one given, converted, or a
            gradient's one colour, which is converted where it is shown and not where text is compared with it.
        dark: Its colour in dark mode.
        dark_behind: What lies behind it in dark mode, opaque.
        chosen: Its colour in dark mode as WeChat's own check reads it: that of the last colour chosen.
        own: The background given to this very element, as written; transparent without one.
        gradient: Whether that is a gradient.
        pictured: Whether a background picture lies behind it, whose colours nobody knows.
        hidden: Whether it is not shown at all.
        wraps: Where its lines may end: between words, nowhere, or anywhere.

    """

    size: float
    factor: float
    line: float
    bold: bool
    room: float
    colour: Colour
    behind: Colour
    opacity: float
    backing: Colour
    dark: Colour
    dark_behind: Colour
    chosen: Colour
    own: Colour = TRANSPARENT
    gradient: bool = False
    pictured: bool = False
    hidden: bool = False
    wraps: Wraps = "words"


def looks(tree: Tree) -> list[Look]:
    """Return the look of each element, by its order."""
    found: list[Look] = []
    for one in tree.elements:
        parent = one.parent
        above = found[parent.order] if parent is not None and parent.tag else _page()
        found.append(_look(one, above, holds_text=tree.length(one) > 0))
    return found


@lru_cache(maxsize=1)
def _page() -> Look:
    """Return the look of text that stands in nothing."""
    return Look(
        size=BODY_SIZE,
        factor=BODY_LINE,
        line=BODY_SIZE * BODY_LINE,
        bold=False,
        room=PHONE,
        colour=parse(dark.numbers().light_text) or TRANSPARENT,
        behind=WHITE,
        opacity=1.0,
        backing=dark.page(),
        dark=dark.plain_text(),
        dark_behind=dark.page(),
        chosen=dark.plain_text(),
    )


def _look(one: Element, parent: Look, *, holds_text: bool) -> Look:
    size = _size(one, parent)
    factor, line = _line(one, parent, size)
    own, gradient, picture = _background(one)
    colour = _colour(one)
    converted = own if one.attributes.keys() & _PLAIN else dark.background(own)
    backing = converted if own.alpha >= dark.numbers().ignored else parent.backing
    if gradient and holds_text:
        backing = over(own, backing)
    shown = _dark_text(one, colour, parent, backing, given=own.alpha >= dark.numbers().ignored)
    return Look(
        size=size,
        factor=factor,
        line=line,
        bold=_bold(one, parent),
        room=_room(one, parent, size),
        colour=colour or parent.colour,
        behind=over(own, parent.behind),
        opacity=parent.opacity * _opacity(one),
        backing=backing,
        dark=shown,
        dark_behind=over(converted, parent.dark_behind),
        chosen=shown if colour else parent.chosen,
        own=own,
        gradient=gradient,
        pictured=picture or (parent.pictured and own.alpha < 1),
        hidden=parent.hidden or one.value("display") == "none",
        wraps=_wraps(one, parent.wraps),
    )


def _dark_text(one: Element, colour: Colour | None, parent: Look, backing: Colour, *, given: bool) -> Colour:
    """Return the colour of text in dark mode: converted where a colour or a background is given, else inherited."""
    if one.attributes.keys() & _PLAIN:
        return colour or parent.dark
    if colour is None and not given:
        return parent.dark
    return dark.text(colour or parent.colour, backing)


def _colour(one: Element) -> Colour | None:
    """Return the colour chosen for an element's text."""
    value = one.value("-webkit-text-fill-color") or one.value("color")
    found = parse(value) if value else None
    return parse(one["color"]) if found is None and one.tag == "font" else found


def _background(one: Element) -> tuple[Colour, bool, bool]:
    """Return an element's own background, whether it is a gradient, and whether there is a picture in it."""
    colour, gradient, picture = TRANSPARENT, False, False
    for declaration in one.style:
        if declaration.name in _FRAMES:
            picture = picture or _URL.search(declaration.value) is not None
        if declaration.name not in _BACKGROUNDS:
            continue
        given = colours(declaration.value)
        picture = picture or _URL.search(declaration.value) is not None
        if "gradient(" in declaration.word:
            colour, gradient = _mixed(given), True
        elif declaration.name != "background-image":
            colour = given[-1] if given else TRANSPARENT
            gradient = gradient and declaration.name == "background-color"
    if one.tag in _CELLS and not any(each.name.startswith("background") for each in one.style) and one["bgcolor"]:
        colour = parse(one["bgcolor"]) or TRANSPARENT
    return colour, gradient, picture


def _mixed(stops: tuple[Colour, ...]) -> Colour:
    """Return one colour for a gradient: each stop laid over those before it."""
    found = TRANSPARENT
    for one in stops:
        found = over(one, found)
    return found


def _opacity(one: Element) -> float:
    value = one.value("opacity")
    try:
        return max(0.0, min(1.0, float(value.removesuffix("%")) / (100 if value.endswith("%") else 1)))
    except ValueError:
        return 1.0


def _size(one: Element, parent: Look) -> float:
    value = one.value("font-size")
    if value in _SIZES:
        return _SIZES[value]
    if value in _STEPS:
        return parent.size * _STEPS[value]
    size = pixels(value, font=parent.size, whole=parent.size) if value else None
    return size if size is not None and size >= 0 else parent.size * _SMALLER.get(one.tag, 1.0)


def _line(one: Element, parent: Look, size: float) -> tuple[float, float]:
    """Return the line height as a factor (negative when it is a length) and in px."""
    value = one.value("line-height")
    if not value:
        return (parent.factor, size * parent.factor) if parent.factor >= 0 else (-1.0, parent.line)
    if value == "normal":
        return 1.2, size * 1.2
    try:
        factor = min(1000.0, float(value))
    except ValueError:
        length = pixels(value, font=size, whole=size)
        return (parent.factor, size * abs(parent.factor)) if length is None else (-1.0, max(0.0, length))
    return (factor, size * factor) if factor >= 0 else (parent.factor, size * abs(parent.factor))


def _bold(one: Element, parent: Look) -> bool:
    value = one.value("font-weight")
    if value.isascii() and value.isdecimal():
        return len(value) < 5 and int(value) >= 600  # noqa: PLR2004 - five digits are no weight
    return value.startswith("bold") if value else parent.bold or one.tag in _BOLD


def _wraps(one: Element, above: Wraps) -> Wraps:
    """Return where lines may end; properties that say nothing leave it as it is above."""
    if not one.style:
        return above
    if one.value("white-space") in ("nowrap", "pre"):
        return "nowhere"
    if one.value("word-break") in ("break-all", "break-word") or one.value("overflow-wrap") == "anywhere":
        return "anywhere"
    resets = one.value("white-space") if above == "nowhere" else one.value("word-break") or one.value("overflow-wrap")
    return "words" if resets and resets != "inherit" else above


def _room(one: Element, parent: Look, size: float) -> float:
    """Return how wide a line in the element can be on the narrowest phone."""
    whole = parent.room
    gaps = [sides(one.style, name) for name in ("margin", "padding")] if one.style else []
    taken = [pixels(each.get(side, ""), font=size, whole=whole) or 0.0 for each in gaps for side in ("left", "right")]
    room = max(0.0, whole - sum(taken))
    width = pixels(one.value("width"), font=size, whole=whole) if one.style else None
    return room if width is None else min(room, max(0.0, width))


def seen(look: Look) -> Colour:
    """Return the colour of text in light mode as one sees it."""
    return over(_faded(look.colour, look.opacity), look.behind)


def seen_dark(look: Look) -> Colour:
    """Return the colour of text in dark mode as one sees it."""
    return over(_faded(look.dark, look.opacity), look.dark_behind)


def _faded(colour: Colour, opacity: float) -> Colour:
    return Colour(colour.red, colour.green, colour.blue, colour.alpha * opacity)


def opaque(colour: Colour) -> Colour:
    """Return a colour without its transparency."""
    return Colour(min(FULL, colour.red), colour.green, colour.blue)
