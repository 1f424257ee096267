"""What WeChat's dark mode makes of the colours of an article.

Backgrounds come first: white and light greys are turned round, other bright ones dimmed, very dark ones
lifted. Then text, against the background it got: near-white stays, what is far enough from its background
stays, the rest is turned round or scaled. The numbers are in `dark.toml`.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from math import floor

import msgspec

from contentshop.model import Record

from .colours import FULL, TRANSPARENT, Colour, from_hsl, limited, over, parse

_SHARES = (0.299, 0.587, 0.114)


class Dark(Record):
    """The numbers of `dark.toml`."""

    source: str
    checked: date
    confidence: str
    background: str
    text: str
    light_text: str
    near_white: float
    brightest: float
    grey: float
    darkest: float
    enough: float
    bright: float
    turned: float
    slack: float
    ignored: float


@cache
def numbers() -> Dark:
    """Return what `dark.toml` says, read once."""
    text = resources.files(__package__).joinpath("dark.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Dark)


@cache
def page() -> Colour:
    """Return the background of an article in dark mode."""
    return parse(numbers().background) or TRANSPARENT


@cache
def plain_text() -> Colour:
    """Return the colour that text gets in dark mode when nobody chose one."""
    return parse(numbers().text) or TRANSPARENT


@lru_cache(maxsize=4096)
def background(colour: Colour) -> Colour:
    """Return what a background becomes; nearly transparent ones stay."""
    known = numbers()
    _, saturation, lightness = colour.hsl
    if colour.alpha < known.ignored:
        return colour
    if (saturation == 0 and lightness > known.grey) or colour.brightness > known.near_white:
        found = from_hsl(0, 0, 100 + page().hsl[2] - lightness)
    elif colour.brightness > known.brightest:
        found = _scaled(colour, known.brightest)
    elif lightness < known.darkest:
        found = from_hsl(colour.hsl[0], saturation, known.darkest)
    else:
        found = colour
    return _rounded(found, colour.alpha)


@lru_cache(maxsize=4096)
def text(colour: Colour, behind: Colour) -> Colour:
    """Return what text becomes on a background that was converted before."""
    if colour.alpha < numbers().ignored:
        return colour
    return _rounded(_text(colour, over(behind, page()).brightness), colour.alpha)


def _text(colour: Colour, behind: float, *, turned: bool = False) -> Colour:
    """Return what text becomes on a background of this brightness; it is turned round once at most."""
    known = numbers()
    reach = plain_text().brightness - page().brightness
    distance = abs(behind - colour.brightness)
    if colour.brightness >= known.near_white:
        return colour
    if distance > reach and behind <= page().brightness + known.slack:
        return _scaled(colour, reach + behind)
    if distance >= known.enough:
        return colour
    lightness = colour.hsl[2]
    on_bright = behind >= known.bright
    far = lightness > known.turned - known.grey if on_bright else lightness <= known.grey
    if far and not turned:
        hue, saturation, _ = colour.hsl
        return _text(from_hsl(hue, saturation, known.turned - lightness), behind, turned=True)
    return _scaled(colour, min(reach, behind - known.enough if on_bright else behind + known.enough))


def _scaled(colour: Colour, target: float) -> Colour:
    """Return the colour made as bright as the target; what a part cannot give, another one gives."""
    ratio = target / (colour.brightness or 1.0)
    red, green, blue = (min(FULL, part * ratio) for part in (colour.red, colour.green, colour.blue))
    for_red, for_green, for_blue = _SHARES
    if green == 0 or FULL in (red, blue):
        green = (target - red * for_red - blue * for_blue) / for_green
    elif red == 0:
        red = (target - green * for_green - blue * for_blue) / for_red
    elif blue == 0 or green == FULL:
        blue = (target - red * for_red - green * for_green) / for_blue
    return limited(red, green, blue, colour.alpha)


def _rounded(colour: Colour, alpha: float) -> Colour:
    """Return the colour in whole numbers, halves rounded up as browsers do."""
    red, green, blue = (float(floor(part + 0.5)) for part in (colour.red, colour.green, colour.blue))
    return Colour(red, green, blue, alpha)
