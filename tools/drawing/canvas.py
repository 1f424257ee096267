"""Paper and pen: filled outlines with soft, grainy shade."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .palette import Colour, darker, lighter
from .paths import Path, Point, arc, moved

if TYPE_CHECKING:
    from collections.abc import Sequence

FINE = 4  # outlines are drawn this much larger, then reduced, so that edges are smooth

Array = np.ndarray
Slices = tuple[slice, slice]


@dataclasses.dataclass(frozen=True, slots=True)
class Shade:
    """How light falls on one form.

    Args:
        dark: strength of the shade, 0 to 1.
        light: strength of the light on the other side.
        towards: direction in which the form turns dark (x, y).
        start: where on the way, 0 to 1, the shade begins.

    """

    dark: float = 0.75
    light: float = 0.3
    towards: Point = (1.0, 0.35)
    start: float = 0.42


FLAT = Shade(dark=0, light=0)
SOFT = Shade(dark=0.45, light=0.15)
DOWN = Shade(dark=0.7, light=0.2, towards=(0.15, 1.0))
DEEP = Shade(dark=1.0, light=0.35, start=0.35)


class Canvas:
    """A sheet of paper that forms are laid on; it holds colours as floats until it is saved."""

    def __init__(self, width: int, height: int, ground: Colour, seed: int) -> None:
        """Take a sheet of `width` by `height` pixels; `seed` fixes its grain."""
        self.width, self.height = width, height
        self.pixels: Array = np.tile(np.array(ground, np.float32), (height, width, 1))
        self._noise: Array = np.random.default_rng(seed).random((height, width), np.float32)

    def pen(self, x: float, y: float, scale: float = 1, angle: float = 0) -> Pen:
        """A pen whose point (0, 0) is at x, y."""
        return Pen(self, x, y, scale, angle)

    def cover(self, path: Sequence[Point], blur: float = 0) -> tuple[Slices, Array] | None:
        """Which pixels an outline covers and how much (0 to 1); None when it lies outside."""
        xs, ys = [p[0] for p in path], [p[1] for p in path]
        pad = blur * 3 + 1
        x0, x1 = max(int(min(xs) - pad), 0), min(int(max(xs) + pad) + 2, self.width)
        y0, y1 = max(int(min(ys) - pad), 0), min(int(max(ys) + pad) + 2, self.height)
        if x0 >= x1 or y0 >= y1:
            return None
        sheet = Image.new("L", ((x1 - x0) * FINE, (y1 - y0) * FINE))
        ImageDraw.Draw(sheet).polygon([((x - x0) * FINE, (y - y0) * FINE) for x, y in path], fill=255)
        sheet = sheet.reduce(FINE)
        if blur:
            sheet = sheet.filter(ImageFilter.GaussianBlur(blur))
        return (slice(y0, y1), slice(x0, x1)), np.asarray(sheet, np.float32) / 255

    def lay(self, where: Slices, amount: Array, colour: Colour) -> None:
        """Mix a colour into a part of the sheet."""
        part = self.pixels[where]
        part += (np.array(colour, np.float32) - part) * amount[..., None]

    def grain(self, where: Slices, amount: Array, hardness: float = 4) -> Array:
        """A smooth amount broken into grains, as chalk on paper; none where it is 0, whole where it is 1."""
        dots = np.clip((amount * (1 + 1 / hardness) - self._noise[where]) * hardness, 0, 1)
        out: Array = dots * 0.62 + amount * 0.38
        return out

    def image(self, colours: int = 96) -> Image.Image:
        """The finished picture with a little paper tooth, in an adaptive palette."""
        tooth = (self._noise > 0.988).astype(np.float32)
        out = np.clip(self.pixels + tooth[..., None] * 9, 0, 255).astype(np.uint8)
        return Image.fromarray(out).quantize(palette=_palette(out, colours), dither=Image.Dither.NONE)


@dataclasses.dataclass(frozen=True, slots=True)
class Pen:
    """Draws in the units of one object: its own origin, scale and angle on the canvas."""

    canvas: Canvas
    x: float
    y: float
    scale: float = 1
    angle: float = 0

    def at(self, x: float, y: float, scale: float = 1, angle: float = 0) -> Pen:
        """A pen for a part of the object, placed in the object's units."""
        ((px, py),) = self.path([(x, y)])
        return Pen(self.canvas, px, py, self.scale * scale, self.angle + angle)

    def path(self, points: Sequence[Point]) -> Path:
        """The points in pixels of the canvas."""
        return moved(points, self.x, self.y, self.scale, self.angle)

    def form(
        self,
        path: Sequence[Point],
        colour: Colour,
        shade: Shade = Shade(),
        *,
        opacity: float = 1,
        within: Sequence[Point] | None = None,
    ) -> None:
        """Fill an outline and let the light fall on it; `within` clips it to another outline."""
        found = self.canvas.cover(self.path(path))
        if found is None:
            return
        where, mask = found
        if within is not None:
            mask = mask * self._window(where, within)
        self.canvas.lay(where, mask * opacity, colour)
        way = _way(mask, shade.towards)
        if shade.dark:
            fall = np.clip((way - shade.start) / (1 - shade.start), 0, 1) ** 1.3 * shade.dark
            self.canvas.lay(where, self.canvas.grain(where, fall) * mask * opacity, darker(colour))
        if shade.light:
            rise = np.clip((0.38 - way) / 0.38, 0, 1) ** 1.2 * shade.light
            self.canvas.lay(where, self.canvas.grain(where, rise) * mask * opacity, lighter(colour))

    def flat(
        self, path: Sequence[Point], colour: Colour, opacity: float = 1, within: Sequence[Point] | None = None
    ) -> None:
        """Fill an outline with one plain colour."""
        self.form(path, colour, FLAT, opacity=opacity, within=within)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour, shade: Shade = Shade()) -> None:
        """A filled ellipse around x, y."""
        self.form(arc(x, y, rx, ry), colour, shade)

    def glow(self, path: Sequence[Point], colour: Colour, blur: float, opacity: float) -> None:
        """A soft-edged patch of colour: shadows, steam, light."""
        found = self.canvas.cover(self.path(path), blur * self.scale)
        if found is not None:
            where, mask = found
            self.canvas.lay(where, self.canvas.grain(where, mask * opacity, 1.2), colour)

    def shadow(self, rx: float, ry: float, x: float = 0, y: float = 0) -> None:
        """The shadow a thing of half width `rx` throws on the table, to the right."""
        self.glow(arc(x + rx * 0.38, y + ry * 0.25, rx * 1.12, ry), darker(self._ground(), 0.8), 12, 0.42)
        self.glow(arc(x + rx * 0.06, y, rx, ry * 0.45), darker(self._ground(), 0.95), 5, 0.4)

    def _ground(self) -> Colour:
        """The colour of the table where the object stands."""
        column = min(max(int(self.x), 0), self.canvas.width - 1)
        row = min(max(int(self.y + 6), 0), self.canvas.height - 1)
        r, g, b = (int(v) for v in self.canvas.pixels[row, column])
        return (r, g, b)

    def _window(self, where: Slices, within: Sequence[Point]) -> Array:
        out = np.zeros((self.canvas.height, self.canvas.width), np.float32)
        found = self.canvas.cover(self.path(within))
        if found is not None:
            out[found[0]] = found[1]
        return out[where]


def _palette(pixels: Array, colours: int) -> Image.Image:
    """An adaptive palette in which small things keep their colours: areas count by their root."""
    coarse = (pixels.reshape(-1, 3) >> 2).astype(np.uint32)
    keys, counts = np.unique(coarse[:, 0] << 12 | coarse[:, 1] << 6 | coarse[:, 2], return_counts=True)
    often = counts > 3
    spread = np.repeat(keys[often], np.ceil(counts[often] ** 0.45).astype(int))
    swatches = np.stack([spread >> 12, spread >> 6 & 63, spread & 63], axis=-1).astype(np.uint8) * 4 + 2
    return Image.fromarray(swatches[None]).quantize(colours, method=Image.Quantize.MEDIANCUT, kmeans=4)


def _way(mask: Array, towards: Point) -> Array:
    """How far each pixel lies along a direction, 0 to 1 over the box of the form."""
    height, width = mask.shape
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    dx, dy = towards
    reach = abs(dx) + abs(dy)
    return ((x[None, :] * dx + y[:, None] * dy) / reach + 1) / 2
