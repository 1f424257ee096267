"""Colours of CSS: read, laid over each other, compared.

Contrast and luminance are those of WCAG 2.2; perceived brightness is that of the W3C's techniques for
accessibility evaluation (2000), which WeChat's dark mode computes with.
"""

from __future__ import annotations

import colorsys
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from contentshop.model import Record

_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]*)\)")
_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![0-9a-z])")
_COLOUR = re.compile(rf"{_FUNCTION.pattern}|{_HEX.pattern}|(?<![\w-])[a-z]+(?![\w(-])")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?")
_TURNS = {"deg": 1.0, "turn": 360.0, "rad": 57.29577951308232, "grad": 0.9, "": 1.0}
FULL = 255.0


class Colour(Record):
    """Red, green and blue from 0 to 255, opacity from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def __str__(self) -> str:
        """Return it as `#rrggbb`, without its opacity."""
        return "#" + "".join(f"{round(one):02x}" for one in (self.red, self.green, self.blue))

    @property
    def brightness(self) -> float:
        """How bright it seems, from 0 to 255."""
        return (self.red * 299 + self.green * 587 + self.blue * 114) / 1000

    @property
    def hsl(self) -> tuple[float, float, float]:
        """Hue from 0 to 1, saturation and lightness from 0 to 100."""
        hue, lightness, saturation = colorsys.rgb_to_hls(self.red / FULL, self.green / FULL, self.blue / FULL)
        return hue, saturation * 100, lightness * 100


WHITE = Colour(FULL, FULL, FULL)
TRANSPARENT = Colour(FULL, FULL, FULL, 0.0)


def from_hsl(hue: float, saturation: float, lightness: float, alpha: float = 1.0) -> Colour:
    """Return a colour from hue (0 to 1), saturation and lightness (0 to 100)."""
    saturation, lightness = (max(0.0, min(100.0, one)) / 100 for one in (saturation, lightness))
    red, green, blue = colorsys.hls_to_rgb(hue % 1, lightness, saturation)
    return Colour(red * FULL, green * FULL, blue * FULL, alpha)


def limited(red: float, green: float, blue: float, alpha: float = 1.0) -> Colour:
    """Return a colour with every part within its range."""
    red, green, blue = (max(0.0, min(FULL, one)) for one in (red, green, blue))
    return Colour(red, green, blue, max(0.0, min(1.0, alpha)))


@cache
def names() -> Mapping[str, str]:
    """Return the named colours of `colours.toml`."""
    found: Mapping[str, str] = tomllib.loads(resources.files(__package__).joinpath("colours.toml").read_text("utf-8"))[
        "names"
    ]
    return found


@lru_cache(maxsize=4096)
def colours(value: str) -> tuple[Colour, ...]:
    """Return the colours in a value, such as a shorthand or a gradient, in their order."""
    text = re.sub(r"url\([^)]*\)|\"[^\"]*\"|'[^']*'", " ", value.lower())
    given = (parse(match[0]) for match in _COLOUR.finditer(text))
    return tuple(one for one in given if one is not None)


@lru_cache(maxsize=4096)
def parse(text: str) -> Colour | None:
    """Return a colour as CSS writes it: a name, `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `hsl()`.

    `None` for everything else, `currentcolor` and `inherit` too.
    """
    word = text.strip().lower()
    if word == "transparent":
        return TRANSPARENT
    if word in names():
        word = names()[word]
    if _HEX.fullmatch(word):
        digits = word[1:] if len(word) > 5 else "".join(one * 2 for one in word[1:])  # noqa: PLR2004 - #rgba
        parts = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        return Colour(parts[0], parts[1], parts[2], parts[3] / FULL if len(parts) > 3 else 1.0)  # noqa: PLR2004
    match = _FUNCTION.fullmatch(word)
    return _from_function(match[1][:3], re.split(r"[\s,/]+", match[2].strip())) if match else None


def _from_function(model: str, parts: list[str]) -> Colour | None:
    """Return the colour of `rgb()` or `hsl()` with its three or four parts."""
    if len(parts) not in (3, 4):
        return None
    alpha = _part(parts[3], 1.0) if len(parts) > 3 else 1.0  # noqa: PLR2004 - the fourth is the opacity
    if model == "hsl":
        angle = re.fullmatch(rf"({_NUMBER.pattern})(deg|turn|rad|grad)?", parts[0])
        second, third = (_part(one if one.endswith("%") else one + "%", 100.0) for one in parts[1:3])
        if angle is None or second is None or third is None or alpha is None:
            return None
        turned = float(angle[1]) * _TURNS[angle[2] or ""] / 360
        return from_hsl(turned % 1 if abs(turned) < FULL * FULL else 0.0, second, third, max(0.0, min(1.0, alpha)))
    red, green, blue = (_part(one, FULL) for one in parts[:3])
    if red is None or green is None or blue is None or alpha is None:
        return None
    return limited(red, green, blue, alpha)


def _part(text: str, whole: float) -> float | None:
    """Return a number, or a percentage of the whole; `none` is 0."""
    if text == "none":
        return 0.0
    number = text.removesuffix("%")
    if not _NUMBER.fullmatch(number):
        return None
    return float(number) * whole / 100 if text.endswith("%") else float(number)


def over(top: Colour, bottom: Colour) -> Colour:
    """Return what one sees of a colour laid over another."""
    alpha = top.alpha + bottom.alpha * (1 - top.alpha)
    if not alpha:
        return TRANSPARENT
    pairs = ((top.red, bottom.red), (top.green, bottom.green), (top.blue, bottom.blue))
    red, green, blue = ((one * top.alpha + other * bottom.alpha * (1 - top.alpha)) / alpha for one, other in pairs)
    return Colour(red, green, blue, alpha)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two opaque colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / FULL / 12.92 if part / FULL <= 0.04045 else ((part / FULL + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in (colour.red, colour.green, colour.blue)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
