"""The few colours of a poster, taken from its picture, with enough contrast to be read."""

from __future__ import annotations

import colorsys
from typing import NamedTuple

from PIL import Image

_READABLE, _PLAIN = 4.6, 7.5
"""Contrasts with the paper (WCAG 2.2 asks for 4.5 and, at level AAA, for 7)."""
_COLOURS = 12
"""So many colours stand for a picture."""
_GREY = 0.16
"""Colours less saturated than this give no accent."""
_TINT = 0.13
"""So much of the paper is in the lighter accent."""
_RARE = 0.004
"""A colour must cover so much of the picture to be its accent."""

Rgb = tuple[int, int, int]


class Palette(NamedTuple):
    """Colours as `#rrggbb`."""

    paper: str
    ink: str
    soft: str
    """For what is less important; readable all the same."""
    accent: str
    line: str
    tint: str
    """The accent, a little lighter: for what stands on it and is not read."""


def palette(picture: Image.Image | None) -> Palette:
    """Return the colours for a poster with a picture; without one, those of the theme."""
    accent, ground = _colours(picture) if picture is not None else ((0xA2, 0x3B, 0x1F), (0xF3, 0xE9, 0xD8))
    hue, _, saturation = colorsys.rgb_to_hls(*(one / 255 for one in ground))
    tinted = min(saturation, 0.55)
    paper = _rgb(hue, 0.965, tinted * 0.7)
    strong = _legible(accent, paper)
    return Palette(
        _hex(paper),
        _hex(_dark(hue, 0.16, tinted * 0.5, paper, _PLAIN)),
        _hex(_dark(hue, 0.42, tinted * 0.3, paper, _READABLE)),
        _hex(strong),
        _hex(_rgb(hue, 0.86, tinted * 0.5)),
        _hex(_mixed(strong, paper, _TINT)),
    )


def _colours(picture: Image.Image) -> tuple[Rgb, Rgb]:
    """Return the most striking of a picture's colours that is not rare, and the commonest."""
    small = picture.convert("RGB").resize((48, 48), Image.Resampling.BOX)
    few = small.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    values = few.getpalette() or []
    counted = few.histogram()[:_COLOURS]
    total = sum(counted)
    rows = [(count / total, _triple(values, number)) for number, count in enumerate(counted) if count]
    ground = max(rows)[1]
    accent = max((_strength(colour) * share**0.25, colour) for share, colour in rows if share > _RARE)
    return (accent[1] if accent[0] > _GREY * 0.4 else (0x5A, 0x4A, 0x3A)), ground


def _triple(values: list[int], number: int) -> Rgb:
    red, green, blue = values[3 * number : 3 * number + 3]
    return red, green, blue


def _strength(colour: Rgb) -> float:
    """Return how striking a colour is: neither grey nor nearly black or white."""
    return (max(colour) - min(colour)) / 255


def _legible(colour: Rgb, paper: Rgb) -> Rgb:
    """Return a colour of the same hue that can be read on the paper."""
    hue, light, saturation = colorsys.rgb_to_hls(*(one / 255 for one in colour))
    return _dark(hue, min(light, 0.45), min(max(saturation, 0.35), 0.8), paper, _READABLE)


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Return a colour with so much of another in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _dark(hue: float, light: float, saturation: float, paper: Rgb, wanted: float) -> Rgb:
    found = _rgb(hue, light, saturation)
    while contrast(found, paper) < wanted and light > 0:
        light -= 0.01
        found = _rgb(hue, max(light, 0), saturation)
    return found


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Rgb) -> float:
    parts = (value / 255 for value in colour)
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)  # noqa: PLR2004 - of the standard
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(hue: float, light: float, saturation: float) -> Rgb:
    red, green, blue = (round(255 * one) for one in colorsys.hls_to_rgb(hue, light, saturation))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + bytes(colour).hex()
